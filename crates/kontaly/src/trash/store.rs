//! The trash in the database.

use super::nouns::{self, Noun};
use super::{TrashCounts, TrashWeight, Trashed};
use crate::events::{self, Event};
use crate::http::{ListQuery, Page, Result, page};
use jiff::Timestamp;
use kontaly_access::{EventId, UserId};
use kontaly_db::{TenantTx, sql};
use serde_json::json;
use uuid::Uuid;

/// A page of a noun's trash, what was trashed last first.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, noun: &'static Noun, query: &ListQuery) -> Result<Page<Trashed>> {
    let mut from = sql(noun.from);
    from.push_bind(tx.tenant());
    page::read(tx, &noun.listing, query, Trashed::COLUMNS, from, Trashed::read).await
}

/// How much lies there.
///
/// # Errors
/// The database's.
pub async fn counts(tx: &mut TenantTx, retention_days: u16) -> Result<TrashCounts> {
    let tenant = tx.tenant();
    let query = sql("select
        (select count(*) from leads r where r.tenant_id = $1 and r.trashed_at is not null),
        (select count(*) from contacts r where r.tenant_id = $1 and r.trashed_at is not null),
        (select count(*) from companies r where r.tenant_id = $1 and r.trashed_at is not null),
        (select count(*) from deals r where r.tenant_id = $1 and r.trashed_at is not null),
        (select count(*) from activities r where r.tenant_id = $1 and r.trashed_at is not null),
        (select count(*) from attachments r where r.tenant_id = $1 and r.trashed_at is not null)");
    let row = tx.one(query.bind(tenant)).await?;
    Ok(TrashCounts {
        leads: row.take()?,
        contacts: row.take()?,
        companies: row.take()?,
        deals: row.take()?,
        activities: row.take()?,
        attachments: row.take()?,
        retention_days,
    })
}

/// What would go with records, and what would lose its reference to them.
///
/// # Errors
/// The database's.
pub async fn weight(tx: &mut TenantTx, noun: &'static Noun, ids: Vec<Uuid>) -> Result<TrashWeight> {
    let query = sql(noun.weight).bind(tx.tenant()).bind(ids);
    let row = tx.one(query).await?;
    Ok(TrashWeight {
        records: row.take()?,
        activities: row.take()?,
        attachments: row.take()?,
        contacts: row.take()?,
        companies: row.take()?,
        deals: row.take()?,
        leads: row.take()?,
    })
}

/// Ids of what was trashed before an instant, the oldest first.
///
/// # Errors
/// The database's.
pub async fn expired(
    tx: &mut TenantTx,
    noun: &'static Noun,
    before: Timestamp,
    rows_max: i64,
) -> Result<Vec<Uuid>> {
    let query = sql(noun.expired).bind(tx.tenant()).bind(before).bind(rows_max);
    Ok(tx.query(query).await?.iter().map(kontaly_db::Row::take).collect::<std::result::Result<_, _>>()?)
}

/// Who deletes for good, when, and in which request.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// Who.
    pub actor: UserId,
    /// When.
    pub at: Timestamp,
    /// The request, if it was one.
    pub request: Option<Uuid>,
}

/// Deletes for good those of the records that are in the trash, with all that hangs on them and an event for each.
/// Everything leaves in one flight after the records were held. Says how many they were.
///
/// # Errors
/// The database's.
pub async fn purge(
    tx: &mut TenantTx,
    noun: &'static Noun,
    ids: Vec<Uuid>,
    by: By,
    fresh_id: impl Fn() -> EventId,
) -> Result<usize> {
    let tenant = tx.tenant();
    let held = tx.query(sql(noun.hold).bind(tenant).bind(ids)).await?;
    let mut gone: Vec<Uuid> = Vec::new();
    for row in &held {
        let (record, owner): (Uuid, Option<UserId>) = (row.take()?, row.take()?);
        let (name, directory): (String, bool) = (row.take()?, row.take()?);
        gone.push(record);
        let event = Event {
            id: fresh_id(),
            at: by.at,
            actor: by.actor,
            noun: noun.name,
            record,
            action: "purge",
            changes: json!({ "name": [name, null] }),
            request: by.request,
            owner,
            directory,
        };
        tx.queue(events::insert(tenant, event));
    }
    if gone.is_empty() {
        return Ok(0);
    }
    for statement in noun.hangs.iter().chain(noun.besides) {
        tx.queue(sql(statement).bind(tenant).bind(gone.clone()));
    }
    for statement in noun.refers {
        let lost = sql(statement).bind(tenant).bind(gone.clone()).bind(by.at).bind(by.actor).bind(by.request);
        tx.queue(lost);
    }
    let deleted = tx.closing().execute(sql(noun.delete).bind(tenant).bind(gone.clone())).await?;
    debug_assert_eq!(usize::try_from(deleted).unwrap_or_default(), gone.len());
    Ok(gone.len())
}

/// The noun that a path names.
///
/// # Errors
/// 404.
pub fn noun(path: &str) -> Result<&'static Noun> {
    nouns::noun(path).ok_or_else(crate::http::Error::not_found)
}
