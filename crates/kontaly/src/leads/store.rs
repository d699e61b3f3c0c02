//! Leads in the database.

use super::{LISTING, Lead};
use crate::http::page::{self, CountQuery};
use crate::http::{Count, Error, ListQuery, Page, Result};
use crate::search;
use kontaly_access::LeadId;
use kontaly_db::{Sql, TenantTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    (
        "leads_tenant_id_owner_id_fkey",
        "owner_id",
        "unknown_reference",
        "There is no such person in this workspace.",
    ),
    ("leads_by_external_id", "external_id", "taken", "There is a lead of this external id already."),
];

/// What a list is made of, up to its filter.
#[must_use]
pub fn from_where(tx: &TenantTx) -> Sql {
    let mut from = sql("from leads l where l.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and l.trashed_at is null");
    from
}

/// A page of leads.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<Lead>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, Lead::COLUMNS, from, Lead::read).await
}

/// How many leads a filter matches.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn count(tx: &mut TenantTx, query: &CountQuery) -> Result<Count> {
    let from = from_where(tx);
    page::count(tx, &LISTING, query, from).await
}

fn by_id(tx: &TenantTx, id: LeadId) -> Sql {
    let mut query = sql("select ");
    query.push(Lead::COLUMNS).push(" from leads l where l.tenant_id = ").push_bind(tx.tenant());
    query.push(" and l.id = ").push_bind(id);
    query
}

/// A lead, trashed ones included.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: LeadId) -> Result<Lead> {
    let query = by_id(tx, id).planned_once();
    Ok(Lead::read(&tx.one(query).await?)?)
}

/// A lead, locked until the transaction ends.
///
/// # Errors
/// 404.
pub async fn lock(tx: &mut TenantTx, id: LeadId) -> Result<Lead> {
    let mut query = by_id(tx, id);
    query.push(" for update");
    Ok(Lead::read(&tx.one(query.stable()).await?)?)
}

/// The words by which a lead is found.
#[must_use]
pub fn words(lead: &Lead) -> Vec<String> {
    let texts = [
        Some(&lead.name),
        lead.company_name.as_ref(),
        lead.email.as_ref(),
        lead.phone.as_ref(),
        lead.city.as_ref(),
    ];
    search::words(texts.into_iter().flatten().map(String::as_str))
}

fn index(tx: &mut TenantTx, lead: &Lead) {
    let words = if lead.trashed_at.is_some() { Vec::new() } else { words(lead) };
    let statement = search::index(tx.tenant(), "lead", lead.id.0, lead.owner_id, false, words);
    tx.queue(statement);
}

/// Keeps a new lead.
///
/// # Errors
/// 403 for one that would be outside one's sight; 422 for an unknown owner.
pub async fn insert(tx: &mut TenantTx, lead: &Lead) -> Result<()> {
    let statement = sql("insert into leads (tenant_id, id, first_name, last_name, name, company_name, title, email, phone, status,
            source, score, amount, currency, city, country, website, description, owner_id, external_id, created_at, updated_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21)")
    .bind(tx.tenant())
    .bind(lead.id)
    .bind(lead.first_name.clone())
    .bind(lead.last_name.clone())
    .bind(lead.name.clone())
    .bind(lead.company_name.clone())
    .bind(lead.title.clone())
    .bind(lead.email.clone())
    .bind(lead.phone.clone())
    .bind(lead.status.clone())
    .bind(lead.source.clone())
    .bind(lead.score)
    .bind(lead.amount)
    .bind(lead.currency.clone())
    .bind(lead.city.clone())
    .bind(lead.country.clone())
    .bind(lead.website.clone())
    .bind(lead.description.clone())
    .bind(lead.owner_id)
    .bind(lead.external_id.clone())
    .bind(lead.created_at);
    index(tx, lead);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Writes a changed lead; `lead.version` is the one it was read with, and comes back one higher.
///
/// # Errors
/// 403 for a hand-over to somebody outside one's sight; 422 for an unknown owner.
pub async fn update(tx: &mut TenantTx, lead: &Lead) -> Result<Lead> {
    let mut query = sql("update leads l set first_name = ");
    query.push_bind(lead.first_name.clone()).push(", last_name = ").push_bind(lead.last_name.clone());
    query
        .push(", name = ")
        .push_bind(lead.name.clone())
        .push(", company_name = ")
        .push_bind(lead.company_name.clone());
    query.push(", title = ").push_bind(lead.title.clone()).push(", email = ").push_bind(lead.email.clone());
    query.push(", phone = ").push_bind(lead.phone.clone()).push(", status = ").push_bind(lead.status.clone());
    query.push(", source = ").push_bind(lead.source.clone()).push(", score = ").push_bind(lead.score);
    query.push(", amount = ").push_bind(lead.amount).push(", currency = ").push_bind(lead.currency.clone());
    query.push(", city = ").push_bind(lead.city.clone()).push(", country = ").push_bind(lead.country.clone());
    query
        .push(", website = ")
        .push_bind(lead.website.clone())
        .push(", description = ")
        .push_bind(lead.description.clone());
    query.push(", owner_id = ").push_bind(lead.owner_id).push(", trashed_at = ").push_bind(lead.trashed_at);
    query
        .push(", updated_at = ")
        .push_bind(lead.updated_at)
        .push(", version = l.version + 1 where l.tenant_id = ");
    query
        .push_bind(tx.tenant())
        .push(" and l.id = ")
        .push_bind(lead.id)
        .push(" returning ")
        .push(Lead::COLUMNS);
    index(tx, lead);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Lead::read(&row)?)
}
