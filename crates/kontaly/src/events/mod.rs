//! Audit events: every mutation writes one, in its own transaction; who sees the record sees them.

pub mod http;
pub mod store;

use jiff::Timestamp;
use kontaly_access::{EventId, TenantId, UserId};
use kontaly_db::{Sql, sql};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// Something that was done.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: UserId,
    /// The noun: `lead`, `deal`, `user` …
    pub noun: &'static str,
    /// The record.
    pub record: Uuid,
    /// `create`, `update`, `trash`, `restore`, `move` …
    pub action: &'static str,
    /// What changed, as [`changes`] makes it.
    pub changes: Value,
    /// The request in which it happened.
    pub request: Option<Uuid>,
    /// The record's owner: who sees the event is who sees the record.
    pub owner: Option<UserId>,
    /// Whether the record is of the directory (companies, contacts), which all may read.
    pub directory: bool,
}

/// The statement that keeps an event; queue it, so that it leaves with the mutation's own flight.
#[must_use]
pub fn insert(tenant: TenantId, event: Event) -> Sql {
    sql("insert into events (tenant_id, id, at, actor_id, noun, record_id, action, changes, request_id, owner_id, directory)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
    .bind(tenant)
    .bind(event.id)
    .bind(event.at)
    .bind(event.actor)
    .bind(event.noun)
    .bind(event.record)
    .bind(event.action)
    .bind(event.changes)
    .bind(event.request)
    .bind(event.owner)
    .bind(event.directory)
}

/// What differs between two states of a record: `{"field": [before, after]}`, without the fields that always do.
#[must_use]
pub fn changes(before: &impl Serialize, after: &impl Serialize) -> Value {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Value::Object(Map::new());
    };
    let differs = after
        .into_iter()
        .filter(|(name, _)| !matches!(name.as_str(), "version" | "updated_at"))
        .filter_map(|(name, now)| {
            let then = before.get(&name).cloned().unwrap_or(Value::Null);
            (then != now).then_some((name, Value::Array(vec![then, now])))
        })
        .collect();
    Value::Object(differs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn changes_name_what_differs_and_nothing_else() {
        let before = json!({"name": "A", "score": 1, "version": 1, "city": null});
        let after = json!({"name": "A", "score": 2, "version": 2, "city": "Bonn"});
        assert_eq!(changes(&before, &after), json!({"score": [1, 2], "city": [null, "Bonn"]}));
    }
}
