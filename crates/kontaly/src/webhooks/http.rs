//! Webhooks over HTTP.

use super::delivery::PING;
use super::secret::Secret;
use super::{Delivery, NOUNS, Webhook, store};
use crate::events::changes;
use crate::http::page::PageQuery;
use crate::http::{Body, Cx, Error, IfMatch, Page, Problem, Result, change};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use jiff::Timestamp;
use kontaly_access::{Permission, WebhookId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// A webhook to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookDraft {
    /// Where: HTTPS, on the public internet.
    #[schema(example = "https://example.com/kontaly")]
    pub url: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Nouns (`deal`) and single events (`deal.move`); everything when empty.
    #[serde(default)]
    pub events: Vec<String>,
}

/// What changes about a webhook.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookPatch {
    /// Where.
    pub url: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Nouns and single events; everything when empty.
    pub events: Option<Vec<String>>,
    /// Whether it is told anything. Switched on again, it is told what happens from then on.
    pub active: Option<bool>,
}

/// What a webhook's signatures are verified with.
#[derive(Serialize, ToSchema)]
pub struct WebhookSecret {
    /// The secret.
    #[schema(example = "whsec_…")]
    pub secret: String,
    /// The one before, while it signs too.
    pub old: Option<String>,
    /// Until when that is.
    pub old_until: Option<Timestamp>,
}

/// The webhooks, the newest first.
#[utoipa::path(get, path = "/api/webhooks", tag = "webhooks", operation_id = "list_webhooks",
    responses((status = 200, body = Vec<Webhook>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_webhooks(cx: Cx) -> Result<Json<Vec<Webhook>>> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    Ok(Json(store::list(tx.closing()).await?))
}

/// Have a program told what happens, from now on.
#[utoipa::path(post, path = "/api/webhooks", tag = "webhooks", operation_id = "create_webhook", request_body = WebhookDraft,
    responses((status = 201, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create_webhook(cx: Cx, Body(draft): Body<WebhookDraft>) -> Result<(StatusCode, Json<Webhook>)> {
    let webhook = Webhook {
        id: cx.id(),
        url: draft.url,
        description: draft.description,
        events: draft.events,
        state: "active".to_owned(),
        old_until: None,
        made_by: cx.user_id(),
        created_at: cx.now,
        version: 1,
    };
    let webhook = checked(&cx, webhook)?;
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    store::room(&mut tx).await?;
    tx.queue(event(&cx, webhook.id, "create", changes(&json!({}), &webhook)));
    store::insert(tx.closing(), &webhook).await?;
    Ok((StatusCode::CREATED, Json(webhook)))
}

fn checked(cx: &Cx, webhook: Webhook) -> Result<Webhook> {
    let sender = &cx.app().settings.webhooks;
    let Some(url) = sender.read(webhook.url.trim()).filter(|url| url.as_str().len() <= 2000) else {
        let message = "Give an address of the public internet that begins with https://.";
        return Err(Error::field("url", "not_a_target", message));
    };
    let description = webhook.description.trim().to_owned();
    if description.chars().count() > 200 {
        return Err(Error::field("description", "length", "A description has at most 200 characters."));
    }
    let known = |event: &String| {
        let (noun, action) = event.split_once('.').unwrap_or((event, "x"));
        NOUNS.contains(&noun)
            && !action.is_empty()
            && action.bytes().all(|c| c.is_ascii_lowercase() || c == b'_')
    };
    if webhook.events.len() > 50 || !webhook.events.iter().all(known) {
        let message = format!("Name nouns ({}) or single events such as deal.move.", NOUNS.join(", "));
        return Err(Error::field("events", "unknown", message));
    }
    Ok(Webhook { url: url.into(), description, ..webhook })
}

/// Change a webhook, switch it off or on again.
#[utoipa::path(patch, path = "/api/webhooks/{id}", tag = "webhooks", operation_id = "update_webhook", request_body = WebhookPatch,
    params(("id" = WebhookId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_webhook(
    cx: Cx,
    Path(id): Path<WebhookId>,
    version: IfMatch,
    Body(patch): Body<WebhookPatch>,
) -> Result<Json<Webhook>> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    let before = store::lock(&mut tx, id).await?;
    version.check(before.version, &before)?;
    let mut after = before.clone();
    change::set(&mut after.url, patch.url);
    change::set(&mut after.description, patch.description);
    change::set(&mut after.events, patch.events);
    change::set(&mut after.state, patch.active.map(|on| if on { "active" } else { "off" }.to_owned()));
    let after = checked(&cx, after)?;
    tx.queue(event(&cx, id, "update", changes(&before, &after)));
    Ok(Json(store::update(tx.closing(), &after, cx.now).await?))
}

/// Delete a webhook, with the log of what it was told.
#[utoipa::path(delete, path = "/api/webhooks/{id}", tag = "webhooks", operation_id = "delete_webhook",
    params(("id" = WebhookId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn delete_webhook(cx: Cx, Path(id): Path<WebhookId>) -> Result<StatusCode> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    store::delete(&mut tx, id).await?;
    tx.queue(event(&cx, id, "delete", json!({})));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a webhook's signatures are verified with.
#[utoipa::path(get, path = "/api/webhooks/{id}/secret", tag = "webhooks", operation_id = "get_webhook_secret",
    params(("id" = WebhookId, Path)),
    responses((status = 200, body = WebhookSecret), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn get_webhook_secret(cx: Cx, Path(id): Path<WebhookId>) -> Result<Json<WebhookSecret>> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    let (serial, until) = store::serial(tx.closing(), id).await?;
    let old_until = until.filter(|until| *until > cx.now);
    let text = |serial| Secret::of(cx.app().db.keys(), cx.tenant().id, id, serial).text();
    Ok(Json(WebhookSecret { secret: text(serial), old: old_until.map(|_| text(serial - 1)), old_until }))
}

/// Give a webhook another secret. For a day both sign, so that nothing is lost while you take it over.
#[utoipa::path(post, path = "/api/webhooks/{id}/rotate", tag = "webhooks", operation_id = "rotate_webhook_secret",
    params(("id" = WebhookId, Path)),
    responses((status = 200, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn rotate_webhook_secret(cx: Cx, Path(id): Path<WebhookId>) -> Result<Json<Webhook>> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    tx.queue(event(&cx, id, "rotate", json!({})));
    Ok(Json(store::rotate(tx.closing(), id, cx.now).await?))
}

/// Try a webhook: it is told `ping`.
#[utoipa::path(post, path = "/api/webhooks/{id}/ping", tag = "webhooks", operation_id = "ping_webhook",
    params(("id" = WebhookId, Path)),
    responses((status = 202), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn ping_webhook(cx: Cx, Path(id): Path<WebhookId>) -> Result<StatusCode> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    store::tell(&mut tx, id, cx.id(), PING, cx.now).await?;
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// What a webhook was told in the last two weeks, the last first. What it answered is kept nowhere.
#[utoipa::path(get, path = "/api/webhooks/{id}/deliveries", tag = "webhooks", operation_id = "list_webhook_deliveries",
    params(("id" = WebhookId, Path), PageQuery),
    responses((status = 200, body = Page<Delivery>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn list_webhook_deliveries(
    cx: Cx,
    Path(id): Path<WebhookId>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<Delivery>>> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    store::serial(&mut tx, id).await?;
    Ok(Json(store::log(&mut tx, id, query).await?))
}

/// Tell a webhook something once more.
#[utoipa::path(post, path = "/api/webhooks/{id}/deliveries/{delivery_id}/replay", tag = "webhooks", operation_id = "replay_webhook_delivery",
    params(("id" = WebhookId, Path), ("delivery_id" = Uuid, Path)),
    responses((status = 202, body = Delivery), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn replay_webhook_delivery(
    cx: Cx,
    Path((id, delivery)): Path<(WebhookId, Uuid)>,
) -> Result<(StatusCode, Json<Delivery>)> {
    let mut tx = cx.begin(Permission::WebhooksManage)?;
    if store::lock(&mut tx, id).await?.state != "active" {
        return Err(Error::refused("webhook_off", "This webhook is switched off. Switch it on first."));
    }
    Ok((StatusCode::ACCEPTED, Json(store::replay(tx.closing(), id, delivery, cx.now).await?)))
}

fn event(cx: &Cx, id: WebhookId, action: &'static str, changes: Value) -> kontaly_db::Sql {
    cx.event("webhook", id.0, action, changes, Some(cx.user_id()), false)
}
