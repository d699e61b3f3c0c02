//! The audit log over HTTP: how its chain stands, and the log as a file. What happened is listed with the
//! [events](crate::events::http).

use super::store::{self, ChainState};
use super::{file, job};
use crate::events;
use crate::http::{Body, Cx, Problem, Result};
use crate::jobs::Order;
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use kontaly_access::Permission;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// How the chain of the audit log stands: until when it is sealed, and what came of computing it anew.
#[utoipa::path(get, path = "/api/audit", tag = "audit", operation_id = "get_audit",
    responses((status = 200, body = ChainState), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn get_audit(cx: Cx) -> Result<Json<ChainState>> {
    let mut tx = cx.begin(Permission::AuditRead)?;
    Ok(Json(store::state(tx.closing()).await?))
}

/// Have the chain computed anew: every seal, and every event under one. A worker does it; `checked_at` then moves.
#[utoipa::path(post, path = "/api/audit/check", tag = "audit", operation_id = "check_audit",
    responses((status = 202), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn check_audit(cx: Cx) -> Result<StatusCode> {
    let mut tx = cx.begin(Permission::AuditCheck)?;
    tx.queue(cx.event("audit", cx.tenant().id.0, "check", json!({}), Some(cx.user_id()), false));
    let order = Order { key: Some("audit_check".to_owned()), ..Order::default() };
    tx.queue(cx.job(&job::Check {}, order));
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// What of the log is to be taken out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditFileDraft {
    /// Which events, as the list of events is filtered; absent, all.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub filter: Option<String>,
}

/// Take the audit log out as CSV, the newest first. The log says so.
#[utoipa::path(post, path = "/api/audit/file", tag = "audit", operation_id = "export_audit", request_body = AuditFileDraft,
    responses((status = 200, body = String, content_type = "text/csv"), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn export_audit(cx: Cx, Body(draft): Body<AuditFileDraft>) -> Result<Response> {
    // A filter that cannot be understood is refused before anything is written down.
    let first =
        events::store::list(&mut cx.begin(Permission::EventsRead)?, &file::query(&draft, None)).await?;
    let what = json!({ "noun": [null, "event"], "filter": [null, draft.filter] });
    let mut tx = cx.begin(Permission::AuditCheck)?;
    tx.queue(cx.event("audit", cx.tenant().id.0, "export", what, Some(cx.user_id()), false));
    tx.commit().await?;
    file::answer(cx, draft, first)
}
