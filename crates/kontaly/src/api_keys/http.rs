//! API keys over HTTP: for persons alone, so that a key that leaked makes no others.

use super::store::{self, NewKey};
use super::{ApiKey, secret};
use crate::accounts::store::right_name;
use crate::http::{Body, Cx, Error, Problem, Result};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use kontaly_access::{Permission, Role, TeamId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A key to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyDraft {
    /// What it is for: who it is in timelines.
    #[schema(example = "Website form")]
    pub name: String,
    /// What it may, and which rows it sees: no more than whoever makes it.
    pub role: Role,
    /// The team whose records an account manager's key sees, and whose manager sees a representative's key's records.
    pub team_id: Option<TeamId>,
    /// When it ends by itself; without it, when it is revoked.
    #[schema(example = "2027-06-30T22:00:00Z")]
    pub expires_at: Option<Timestamp>,
}

/// A key that was just made, with its secret, which is never shown again.
#[derive(Serialize, ToSchema)]
pub struct NewApiKey {
    /// The key.
    #[serde(flatten)]
    pub key: ApiKey,
    /// What the program sends: `Authorization: Bearer …`.
    #[schema(example = "kontaly_3mFq8K…")]
    pub secret: String,
}

/// The keys that nobody has revoked, the newest first.
#[utoipa::path(get, path = "/api/api-keys", tag = "api keys", operation_id = "list_api_keys",
    responses((status = 200, body = Vec<ApiKey>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_api_keys(cx: Cx) -> Result<Json<Vec<ApiKey>>> {
    let mut tx = cx.begin_steward(Permission::ApiKeysManage)?;
    Ok(Json(store::list(tx.closing()).await?))
}

/// Make a key. Its secret is in the answer, and nowhere else.
#[utoipa::path(post, path = "/api/api-keys", tag = "api keys", operation_id = "create_api_key", request_body = ApiKeyDraft,
    responses((status = 201, body = NewApiKey), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create_api_key(cx: Cx, Body(draft): Body<ApiKeyDraft>) -> Result<(StatusCode, Json<NewApiKey>)> {
    let new = checked(&cx, &draft)?;
    let keys = cx.app().db.keys();
    let secret = secret::make(keys, cx.tenant().id, new.id, new.role);
    let text = secret.text.clone();
    let mut tx = cx.begin_steward(Permission::ApiKeysManage)?;
    store::room(&mut tx).await?;
    store::insert(&mut tx, keys, &new, secret, cx.now).await?;
    let what =
        json!({ "name": [null, new.name], "role": [null, new.role], "expires_at": [null, new.expires_at] });
    tx.queue(event(&cx, new.id, "create", what));
    let key = store::get(tx.closing(), new.id).await?;
    Ok((StatusCode::CREATED, Json(NewApiKey { key, secret: text })))
}

fn checked(cx: &Cx, draft: &ApiKeyDraft) -> Result<NewKey> {
    let name = right_name(&draft.name)?;
    if !cx.actor().role.covers(draft.role) {
        return Err(Error::field("role", "not_yours", "A key may do no more than you may yourself."));
    }
    if draft.expires_at.is_some_and(|ends| ends <= cx.now) {
        return Err(Error::field("expires_at", "in_the_past", "Choose an end that is still to come."));
    }
    let ApiKeyDraft { role, team_id, expires_at, .. } = *draft;
    Ok(NewKey { id: cx.id(), name, role, team_id, expires_at, made_by: cx.user_id() })
}

/// Revoke a key: it works no longer, at once. What it did stays, under its name.
#[utoipa::path(delete, path = "/api/api-keys/{id}", tag = "api keys", operation_id = "revoke_api_key",
    params(("id" = UserId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke_api_key(cx: Cx, Path(id): Path<UserId>) -> Result<StatusCode> {
    let mut tx = cx.begin_steward(Permission::ApiKeysManage)?;
    store::revoke(&mut tx, cx.app().db.keys(), id, cx.now).await?;
    tx.queue(event(&cx, id, "revoke", json!({})));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn event(cx: &Cx, id: UserId, action: &'static str, changes: serde_json::Value) -> kontaly_db::Sql {
    cx.event("api_key", id.0, action, changes, Some(cx.user_id()), false)
}
