//! Audit events in the database.

use super::http::{AuditEvent, FieldChange};
use crate::http::filter::{Field, Kind, Listing};
use crate::http::{ListQuery, Page, Result, page};
use kontaly_db::{Error, Row, Sql, TenantTx, sql};
use serde_json::Value;
use uuid::Uuid;

/// What events are listed, filtered and sorted by.
const LISTING: Listing = Listing {
    noun: "event",
    id: "e.id",
    tenant: "e.tenant_id",
    owner: None,
    default_sort: "-at",
    fields: &[
        Field::sorted("at", "e.at", Kind::Instant),
        Field::new("noun", "e.noun", Kind::Text),
        Field::new("action", "e.action", Kind::Text),
        Field::new("actor_id", "e.actor_id", Kind::Id),
        Field::new("record_id", "e.record_id", Kind::Id),
        Field::new("owner_id", "e.owner_id", Kind::Id),
    ],
};

const COLUMNS: &str = "e.id, e.at, e.actor_id, u.name, e.noun, e.record_id, e.action, e.changes";

/// A noun that has a timeline: its name in paths and in events, and the table that says whether one sees the record.
pub struct Noun {
    path: &'static str,
    name: &'static str,
    seen: &'static str,
    there: &'static str,
}

macro_rules! nouns {
    ($($table:literal $name:literal;)+) => {
        &[$(Noun {
            path: $table,
            name: $name,
            seen: concat!(" and exists (select from ", $table, " r where r.tenant_id = e.tenant_id and r.id = e.record_id)"),
            there: concat!("select from ", $table, " r where r.tenant_id = $1 and r.id = $2"),
        },)+]
    };
}

const NOUNS: &[Noun] = nouns! {
    "leads" "lead";
    "contacts" "contact";
    "companies" "company";
    "deals" "deal";
    "products" "product";
    "activities" "activity";
};

/// The noun that a path names.
#[must_use]
pub fn noun(path: &str) -> Option<&'static Noun> {
    NOUNS.iter().find(|noun| noun.path == path)
}

fn from_where(tx: &TenantTx) -> Sql {
    let mut from = sql("from events e left join users u on u.tenant_id = e.tenant_id and u.id = e.actor_id
         where e.tenant_id = ");
    from.push_bind(tx.tenant());
    from
}

/// A page of events.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<AuditEvent>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, COLUMNS, from, read).await
}

/// A page of one record's events; none when the record is out of sight, whatever the events' own owner says.
///
/// # Errors
/// As [`list`].
pub async fn of_record(
    tx: &mut TenantTx,
    noun: &'static Noun,
    id: Uuid,
    query: &ListQuery,
) -> Result<Page<AuditEvent>> {
    let mut from = from_where(tx);
    from.push(" and e.record_id = ")
        .push_bind(id)
        .push(" and e.noun = ")
        .push_bind(noun.name)
        .push(noun.seen);
    page::read(tx, &LISTING, query, COLUMNS, from, read).await
}

/// Refuses when a record is not there or out of sight.
///
/// # Errors
/// 404.
pub async fn must_see(tx: &mut TenantTx, noun: &'static Noun, id: Uuid) -> Result<()> {
    let statement = sql(noun.there).bind(tx.tenant()).bind(id);
    tx.closing().one(statement).await?;
    Ok(())
}

fn read(row: &Row) -> Result<AuditEvent, Error> {
    Ok(AuditEvent {
        id: row.take()?,
        at: row.take()?,
        actor_id: row.take()?,
        actor_name: row.take()?,
        noun: row.take()?,
        record_id: row.take()?,
        action: row.take()?,
        changes: field_changes(row.take()?),
    })
}

/// Of `{"field": [before, after]}` a list; what an event keeps besides has no before.
fn field_changes(changes: Value) -> Vec<FieldChange> {
    let Value::Object(changes) = changes else { return Vec::new() };
    let changes = changes.into_iter().map(|(field, value)| match value {
        Value::Array(mut pair) if pair.len() == 2 => {
            let after = pair.pop().unwrap_or_default();
            FieldChange { field, before: pair.pop().unwrap_or_default(), after }
        }
        after => FieldChange { field, before: Value::Null, after },
    });
    changes.collect()
}
