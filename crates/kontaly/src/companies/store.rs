//! Companies in the database.

use super::{Company, CompanyDuplicate, LISTING, rules};
use crate::accounts::name_key;
use crate::http::page::{self, CountQuery};
use crate::http::{Count, Error, ListQuery, Page, Result};
use crate::records;
use crate::search;
use kontaly_access::CompanyId;
use kontaly_db::{Sql, TenantTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    (
        "companies_tenant_id_owner_id_fkey",
        "owner_id",
        "unknown_reference",
        "There is no such person in this workspace.",
    ),
    ("must_see_parent_id", "parent_id", "unknown_reference", "There is no such company that you can see."),
    (
        "companies_tenant_id_parent_id_fkey",
        "parent_id",
        "unknown_reference",
        "There is no such company that you can see.",
    ),
    ("companies_by_external_id", "external_id", "taken", "There is a company of this external id already."),
];

/// What a list is made of, up to its filter.
#[must_use]
pub fn from_where(tx: &TenantTx) -> Sql {
    let mut from = sql("from companies co where co.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and co.trashed_at is null");
    from
}

/// A page of companies.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<Company>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, Company::COLUMNS, from, Company::read).await
}

/// How many companies a filter matches.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn count(tx: &mut TenantTx, query: &CountQuery) -> Result<Count> {
    let from = from_where(tx);
    page::count(tx, &LISTING, query, from).await
}

/// Companies of the same name or domain, at most ten.
///
/// # Errors
/// The database's.
pub async fn duplicates(
    tx: &mut TenantTx,
    name: Option<&str>,
    domain: Option<&str>,
) -> Result<Vec<CompanyDuplicate>> {
    let name = name.map(name_key).filter(|key| !key.is_empty());
    let domain = domain.map(rules::domain_key).filter(|key| !key.is_empty());
    let mut query = sql("select ");
    query.push(Company::COLUMNS).push(" ").append(from_where(tx));
    query
        .push(" and (co.name_key = ")
        .push_bind(name.clone())
        .push(" or co.domain = ")
        .push_bind(domain.clone());
    query.push(") order by co.created_at, co.id limit 10");
    let rows = tx.query(query.stable()).await?;
    let found = |company: Company| {
        let mut same = Vec::new();
        if name.as_ref() == Some(&name_key(&company.name)) {
            same.push("name");
        }
        if domain.is_some() && domain == company.domain {
            same.push("domain");
        }
        CompanyDuplicate { company, same }
    };
    rows.iter().map(|row| Ok(found(Company::read(row)?))).collect()
}

fn by_id(tx: &TenantTx, id: CompanyId) -> Sql {
    let mut query = sql("select ");
    query.push(Company::COLUMNS).push(" from companies co where co.tenant_id = ").push_bind(tx.tenant());
    query.push(" and co.id = ").push_bind(id);
    query
}

/// A company, trashed ones included.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: CompanyId) -> Result<Company> {
    let query = by_id(tx, id).planned_once();
    Ok(Company::read(&tx.one(query).await?)?)
}

/// A company, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for one that one may not change.
pub async fn lock(tx: &mut TenantTx, id: CompanyId) -> Result<Company> {
    Ok(Company::read(&records::store::lock(tx, |tx| by_id(tx, id), " for no key update").await?)?)
}

/// Whether a company stands above another one. Until the transaction ends nobody else moves a company of this tenant
/// to another parent, so that two moves cannot make a circle between them.
///
/// # Errors
/// The database's.
pub async fn stands_above(tx: &mut TenantTx, id: CompanyId, below: CompanyId) -> Result<bool> {
    let tenant = tx.tenant();
    tx.queue(sql("select pg_advisory_xact_lock(hashtextextended('companies' || $1::text, 0))").bind(tenant));
    let above = sql("with recursive above (id, parent_id) as (
           select co.id, co.parent_id from companies co where co.tenant_id = $1 and co.id = $2
           union select co.id, co.parent_id from companies co join above a on co.tenant_id = $1 and co.id = a.parent_id)
         select exists (select from above where id = $3)")
    .bind(tenant)
    .bind(below)
    .bind(id);
    Ok(tx.one(above).await?.take()?)
}

/// The words by which a company is found.
#[must_use]
pub fn words(company: &Company) -> Vec<String> {
    let texts = [Some(&company.name), company.domain.as_ref(), company.phone.as_ref(), company.city.as_ref()];
    search::words(texts.into_iter().flatten().map(String::as_str))
}

fn index(tx: &mut TenantTx, company: &Company) {
    let words = if company.trashed_at.is_some() { Vec::new() } else { words(company) };
    let statement = search::index(tx.tenant(), "company", company.id.0, company.owner_id, true, words);
    tx.queue(statement);
}

/// Binds what is written of a company, in the order that INSERT and UPDATE share.
fn written(statement: Sql, tx: &TenantTx, company: &Company) -> Sql {
    statement
        .bind(tx.tenant())
        .bind(company.id)
        .bind(company.name.clone())
        .bind(name_key(&company.name))
        .bind(company.domain.clone())
        .bind(company.website.clone())
        .bind(company.phone.clone())
        .bind(company.industry.clone())
        .bind(company.employees)
        .bind(company.annual_revenue)
        .bind(company.annual_revenue_currency.clone())
        .bind(company.founded_year)
        .bind(company.address.clone())
        .bind(company.city.clone())
        .bind(company.country.clone())
        .bind(company.parent_id)
        .bind(company.lifecycle_stage.clone())
        .bind(company.description.clone())
        .bind(company.owner_id)
        .bind(company.updated_at)
}

/// Keeps a new company.
///
/// # Errors
/// 403 for an owner outside one's sight; 422 for an unknown owner or parent.
pub async fn insert(tx: &mut TenantTx, company: &Company) -> Result<()> {
    let statement = sql("insert into companies (tenant_id, id, name, name_key, domain, website, phone, industry, employees,
            annual_revenue, annual_revenue_currency, founded_year, address, city, country, parent_id, lifecycle_stage,
            description, owner_id, created_at, updated_at, external_id)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20, $21)");
    let statement = written(statement, tx, company).bind(company.external_id.clone());
    index(tx, company);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Writes a changed company, which comes back with its next version.
///
/// # Errors
/// 403 for a hand-over to somebody outside one's sight; 422 for an unknown owner or parent.
pub async fn update(tx: &mut TenantTx, company: &Company) -> Result<Company> {
    let statement = sql("update companies co set name = $3, name_key = $4, domain = $5, website = $6, phone = $7, industry = $8,
            employees = $9, annual_revenue = $10, annual_revenue_currency = $11, founded_year = $12, address = $13,
            city = $14, country = $15, parent_id = $16, lifecycle_stage = $17, description = $18, owner_id = $19,
            updated_at = $20, trashed_at = $21, version = co.version + 1
          where co.tenant_id = $1 and co.id = $2 returning ");
    let mut statement = written(statement, tx, company).bind(company.trashed_at);
    statement.push(Company::COLUMNS);
    index(tx, company);
    let row = tx.one(statement.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Company::read(&row)?)
}
