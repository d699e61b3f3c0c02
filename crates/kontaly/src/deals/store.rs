//! Deals in the database.

use super::history::Note;
use super::{Deal, LISTING, References};
use crate::http::error::FieldError;
use crate::http::page::{self, CountQuery};
use crate::http::rules::Check;
use crate::http::{Count, Error, ListQuery, Page, Result};
use crate::search;
use kontaly_access::DealId;
use kontaly_db::{Row, Sql, TenantTx, sql};

/// Constraints that people meet, and the fields they are about.
pub const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    (
        "deals_tenant_id_owner_id_fkey",
        "owner_id",
        "unknown_reference",
        "There is no such person in this workspace.",
    ),
    // What is said before the write of a reference that is not there, said by the write when it goes in between.
    ("must_see_company_id", "company_id", "unknown_reference", "There is no such company that you can see."),
    ("must_see_contact_id", "contact_id", "unknown_reference", "There is no such contact that you can see."),
    ("deals_by_external_id", "external_id", "taken", "There is a deal of this external id already."),
    (
        "deals_stage_is_live",
        "stage_id",
        "trashed",
        "This stage was trashed. Choose another one, or restore it.",
    ),
    (
        "deals_state_is_its_stages",
        "stage_id",
        "changed",
        "This stage became another kind of stage meanwhile. Try again.",
    ),
];

/// What a list is made of, up to its filter.
#[must_use]
pub fn from_where(tx: &TenantTx) -> Sql {
    let mut query = sql("from deals d where d.tenant_id = ");
    query.push_bind(tx.tenant()).push(" and d.trashed_at is null");
    query
}

/// A page of deals.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<Deal>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, Deal::COLUMNS, from, Deal::read).await
}

/// How many deals a filter matches.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn count(tx: &mut TenantTx, query: &CountQuery) -> Result<Count> {
    let from = from_where(tx);
    page::count(tx, &LISTING, query, from).await
}

fn push_by_id(query: &mut Sql, tx: &TenantTx, id: DealId) {
    query
        .push(" from deals d where d.tenant_id = ")
        .push_bind(tx.tenant())
        .push(" and d.id = ")
        .push_bind(id);
}

/// A deal, trashed ones included.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: DealId) -> Result<Deal> {
    let mut query = sql("select ");
    query.push(Deal::COLUMNS);
    push_by_id(&mut query, tx, id);
    Ok(Deal::read(&tx.one(query.planned_once()).await?)?)
}

/// Appends columns that say, of each record referred to, whether it is there for this person.
pub fn push_references(query: &mut Sql, tx: &TenantTx, references: References) {
    let tenant = tx.tenant();
    query
        .push("(")
        .push_bind(references.company_id)
        .push("::uuid is null or exists (select from companies r where r.tenant_id = ");
    query
        .push_bind(tenant)
        .push(" and r.id = ")
        .push_bind(references.company_id)
        .push(" and r.trashed_at is null)), (");
    query
        .push_bind(references.contact_id)
        .push("::uuid is null or exists (select from contacts r where r.tenant_id = ");
    query
        .push_bind(tenant)
        .push(" and r.id = ")
        .push_bind(references.contact_id)
        .push(" and r.trashed_at is null)), (");
    query
        .push_bind(references.product_id)
        .push("::uuid is null or exists (select from products r where r.tenant_id = ");
    query
        .push_bind(tenant)
        .push(" and r.id = ")
        .push_bind(references.product_id)
        .push(" and r.trashed_at is null))");
}

/// Reads those columns: the fields that refer to nothing this person sees.
///
/// # Errors
/// When the row was not selected with [`push_references`].
pub fn read_references(row: &Row) -> Result<Vec<FieldError>> {
    let mut check = Check::default();
    for (field, message) in [
        ("company_id", "There is no such company that you can see."),
        ("contact_id", "There is no such contact that you can see."),
        ("product_id", "There is no such product."),
    ] {
        check.that(row.take()?, field, "unknown_reference", message);
    }
    Ok(check.done().err().unwrap_or_default())
}

/// A deal that is about to change.
pub struct Locked {
    /// As it is.
    pub deal: Deal,
    /// Fields that its stage asks for.
    pub required_fields: Vec<String>,
    /// Fields of the change that refer to nothing this person sees.
    pub unknown: Vec<FieldError>,
}

/// A deal, locked until the transaction ends, and what its change has to know.
///
/// # Errors
/// 404.
pub async fn lock(tx: &mut TenantTx, id: DealId, references: References) -> Result<Locked> {
    let mut query = sql("select ");
    query.push(Deal::COLUMNS);
    query.push(
        ", (select s.required_fields from stages s where s.tenant_id = d.tenant_id and s.id = d.stage_id), ",
    );
    push_references(&mut query, tx, references);
    push_by_id(&mut query, tx, id);
    // What hangs on a deal refers to its key, and need not wait for this.
    query.push(" for no key update of d");
    let row = tx.one(query.stable()).await?;
    Ok(Locked { deal: Deal::read(&row)?, required_fields: row.take()?, unknown: read_references(&row)? })
}

/// The words by which a deal is found.
#[must_use]
pub fn words(deal: &Deal) -> Vec<String> {
    let texts = [Some(&deal.name), deal.external_id.as_ref(), deal.source.as_ref()];
    search::words(texts.into_iter().flatten().map(String::as_str))
}

fn index(tx: &mut TenantTx, deal: &Deal) {
    let words = if deal.trashed_at.is_some() { Vec::new() } else { words(deal) };
    let statement = search::index(tx.tenant(), "deal", deal.id.0, deal.owner_id, false, words);
    tx.queue(statement);
}

/// Queues a new deal with its words; [`finish`] sends it.
pub fn insert(tx: &mut TenantTx, deal: &Deal) {
    let statement = sql("insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, amount, currency, probability,
            expected_close_date, closed_at, lost_reason, company_id, contact_id, product_id, source, description, rank,
            stage_entered_at, owner_id, external_id, created_at, updated_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22)")
    .bind(tx.tenant())
    .bind(deal.id)
    .bind(deal.name.clone())
    .bind(deal.pipeline_id)
    .bind(deal.stage_id)
    .bind(deal.state.clone())
    .bind(deal.amount)
    .bind(deal.currency.clone())
    .bind(deal.probability)
    .bind(deal.expected_close_date)
    .bind(deal.closed_at)
    .bind(deal.lost_reason.clone())
    .bind(deal.company_id)
    .bind(deal.contact_id)
    .bind(deal.product_id)
    .bind(deal.source.clone())
    .bind(deal.description.clone())
    .bind(deal.rank.clone())
    .bind(deal.stage_entered_at)
    .bind(deal.owner_id)
    .bind(deal.external_id.clone())
    .bind(deal.created_at);
    tx.queue(statement);
    index(tx, deal);
}

/// Queues the changes of a locked deal, with its words if they changed; [`finish`] sends it.
pub fn update(tx: &mut TenantTx, before: &Deal, after: &Deal) {
    let statement = sql("update deals set name = $3, pipeline_id = $4, stage_id = $5, state = $6, amount = $7, currency = $8,
            probability = $9, expected_close_date = $10, closed_at = $11, lost_reason = $12, company_id = $13,
            contact_id = $14, product_id = $15, source = $16, description = $17, rank = $18, stage_entered_at = $19,
            owner_id = $20, updated_at = $21, trashed_at = $22, version = version + 1
          where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(after.id)
    .bind(after.name.clone())
    .bind(after.pipeline_id)
    .bind(after.stage_id)
    .bind(after.state.clone())
    .bind(after.amount)
    .bind(after.currency.clone())
    .bind(after.probability)
    .bind(after.expected_close_date)
    .bind(after.closed_at)
    .bind(after.lost_reason.clone())
    .bind(after.company_id)
    .bind(after.contact_id)
    .bind(after.product_id)
    .bind(after.source.clone())
    .bind(after.description.clone())
    .bind(after.rank.clone())
    .bind(after.stage_entered_at)
    .bind(after.owner_id)
    .bind(after.updated_at)
    .bind(after.trashed_at);
    tx.queue(statement);
    if words(before) != words(after) || before.trashed_at != after.trashed_at {
        index(tx, after);
    }
}

/// Sends what is queued, notes it in the deal's history if there is something to note, and reads the deal as it is now.
/// The note comes last because it may only be made of a deal that is there.
///
/// # Errors
/// 403 for a deal that would be outside one's sight; 422 for an unknown owner, a taken external id, a trashed stage.
pub async fn finish(tx: &mut TenantTx, id: DealId, note: Option<Note>) -> Result<Deal> {
    let mut query = sql("");
    if let Some(note) = note {
        query.push("with noted as (");
        query.append(super::history::store::insert(tx.tenant(), note));
        query.push(") ");
    }
    query.push("select ").push(Deal::COLUMNS);
    push_by_id(&mut query, tx, id);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Deal::read(&row)?)
}
