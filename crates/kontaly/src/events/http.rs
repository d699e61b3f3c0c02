//! Audit events over HTTP: what happened to a record, and what happened in the workspace.

use super::store;
use crate::http::{Cx, Error, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use jiff::Timestamp;
use kontaly_access::{EventId, Permission, UserId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that was done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditEvent {
    /// Which one.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor_id: UserId,
    /// The person's name; null where nobody of the workspace did it, but Kontaly itself.
    #[schema(example = "Dana Okafor")]
    pub actor_name: Option<String>,
    /// What it was done to: `lead`, `deal`, `user`, `session`, `import` …
    #[schema(example = "lead")]
    pub noun: String,
    /// Which of them.
    pub record_id: Uuid,
    /// `create`, `update`, `trash`, `restore`, `move`, `convert` …
    #[schema(example = "update")]
    pub action: String,
    /// What changed.
    pub changes: Vec<FieldChange>,
}

/// A field's value before and after.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldChange {
    /// The field.
    #[schema(example = "status")]
    pub field: String,
    /// Its value until then; null where it had none.
    #[schema(value_type = Object, nullable, example = json!("new"))]
    pub before: Value,
    /// Its value from then on; null where it has none.
    #[schema(value_type = Object, nullable, example = json!("contacted"))]
    pub after: Value,
}

/// What happened in the workspace, as far as you see the records that it happened to: the newest first.
///
/// Filter by `noun`, `action`, `actor_id`, `record_id`, `owner_id` and `at`. What was done to people, teams and
/// sessions is seen by whoever did it and by those who see everything.
#[utoipa::path(get, path = "/api/events", tag = "events", operation_id = "list_events", params(ListQuery),
    responses((status = 200, body = Page<AuditEvent>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list_events(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<AuditEvent>>> {
    let mut tx = cx.begin(Permission::EventsRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// A record's timeline: what was done to it, by whom, the newest first.
#[utoipa::path(get, path = "/api/{noun}/{id}/events", tag = "events", operation_id = "list_events_of_record",
    params(("noun" = String, Path, description = "`leads`, `contacts`, `companies`, `deals`, `products` or `activities`.", example = "leads"),
        ("id" = Uuid, Path), ListQuery),
    responses((status = 200, body = Page<AuditEvent>), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_events_of_record(
    cx: Cx,
    Path((noun, id)): Path<(String, Uuid)>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<AuditEvent>>> {
    let noun = store::noun(&noun).ok_or_else(Error::not_found)?;
    let mut tx = cx.begin(Permission::EventsRead)?;
    let page = store::of_record(&mut tx, noun, id, &query).await?;
    if page.items.is_empty() && query.cursor.is_none() {
        // Nothing happened, or nothing is there: only now is it worth a second question.
        store::must_see(&mut cx.begin(Permission::EventsRead)?, noun, id).await?;
    }
    Ok(Json(page))
}
