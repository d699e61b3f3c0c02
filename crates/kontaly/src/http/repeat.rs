//! Requests that are safe to repeat: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).
//!
//! The first transaction that a handler opens claims the key, in its first flight; what the handler commits waits until
//! its answer is known, and leaves in one flight with it ([`Held`]). So effect and answer are there together, or neither
//! is, and a process that dies in between leaves nothing behind. Whoever comes with the same key meanwhile waits for the
//! claim in PostgreSQL, is refused by it, and gets the answer that was kept. What is refused keeps nothing: the same key
//! may come again. A request without the header costs nothing, and one with it a single flight (docs/adr/0009).

use super::error::Told;
use super::json::BODY_BYTES_MAX;
use super::{Cx, Error, Result};
use crate::app::App;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use kontaly_db::{Held, Limits, Sql, sql};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;

const NAME: &str = "idempotency-key";
/// What an answer carries that was kept from an earlier request.
const REPLAYED: &str = "idempotent-replayed";
/// Characters of a key at most.
const KEY_CHARS_MAX: usize = 255;
/// Bytes of an answer that is kept, at most; every answer to a POST is far smaller.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How long answers are kept, and how often the older ones are deleted.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);
/// Answers that are deleted in one statement.
const SWEPT_AT_ONCE: u16 = 5_000;

/// A request that may come again.
pub struct Repeat {
    key: String,
    pub(super) held: Held,
}

impl Repeat {
    /// The key of a request: of a POST, with the quotation marks of a structured field or without.
    ///
    /// # Errors
    /// 400 for one that is none.
    pub fn asked(request: &Request) -> Result<Option<Self>> {
        let Some(value) = request.headers().get(NAME).filter(|_| request.method() == Method::POST) else {
            return Ok(None);
        };
        let text = value.to_str().unwrap_or_default().trim();
        let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        if !(1..=KEY_CHARS_MAX).contains(&key.len()) {
            let detail = format!("An Idempotency-Key has 1 to {KEY_CHARS_MAX} visible characters.");
            return Err(Error::new(StatusCode::BAD_REQUEST, "idempotency_key_invalid", detail));
        }
        Ok(Some(Self { key: key.to_owned(), held: Held::default() }))
    }

    /// The statement by which a transaction claims the key; it fails when another one has it.
    pub(super) fn claim(&self, cx: &Cx) -> Sql {
        sql("insert into idempotency_keys (tenant_id, owner_id, key, created_at) values ($1, $2, $3, $4)")
            .bind(cx.tenant().id)
            .bind(cx.user_id())
            .bind(self.key.clone())
            .bind(cx.now)
    }

    fn answer(&self, cx: &Cx, fingerprint: Vec<u8>, answer: &Kept) -> Sql {
        sql("update idempotency_keys set fingerprint = $4, status = $5, content_type = $6, body = $7
             where tenant_id = $1 and owner_id = $2 and key = $3")
        .bind(cx.tenant().id)
        .bind(cx.user_id())
        .bind(self.key.clone())
        .bind(fingerprint)
        .bind(i16::try_from(answer.status.as_u16()).unwrap_or(500))
        .bind(answer.content_type.clone())
        .bind(answer.body.clone())
    }

    fn go_on(&self, app: &App) {
        // The handler told them too early.
        app.mail_written.notify_one();
        app.files_dropped.notify_one();
    }
}

/// What is kept of an answer.
struct Kept {
    status: StatusCode,
    content_type: Option<String>,
    body: Vec<u8>,
}

impl Kept {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        if let Some(kind) = self.content_type.and_then(|kind| HeaderValue::from_str(&kind).ok()) {
            headers.insert(header::CONTENT_TYPE, kind);
        }
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
        response
    }
}

/// Runs a handler whose request may come again.
///
/// # Errors
/// 413 for a body that is too large to be compared; 422 for a key that was used for another request.
pub async fn run(cx: Cx, repeat: Repeat, request: Request, next: Next) -> Result<Response> {
    let (mut request, fingerprint) = fingerprint(request).await?;
    let repeat = Arc::new(repeat);
    request.extensions_mut().insert(cx.repeatable(Arc::clone(&repeat)));
    let response = next.run(request).await;
    if response.status().is_success() {
        return keep(&cx, &repeat, fingerprint, response).await;
    }
    repeat.held.forget();
    if response.status().is_server_error() || response.status() == StatusCode::UNAUTHORIZED {
        return Ok(response);
    }
    // Refused because it was done already: by the key itself, or by whatever the effect has changed.
    let known = known(&cx, &repeat, &fingerprint).await?;
    if known.is_none()
        && response.extensions().get::<Told>().is_some_and(|told| told.0.code == Error::REPEATED)
    {
        return Err(Error::refused("try_again", "This key was just in use. Try again."));
    }
    Ok(known.unwrap_or(response))
}

/// Commits what the handler did, together with its answer.
async fn keep(cx: &Cx, repeat: &Repeat, fingerprint: Vec<u8>, response: Response) -> Result<Response> {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, ANSWER_BYTES_MAX).await.map_err(|error| Error::internal(error.to_string()))?;
    let content_type = text(&parts.headers, header::CONTENT_TYPE).map(str::to_owned);
    let answer = Kept { status: parts.status, content_type, body: body.to_vec() };
    let statement = repeat.answer(cx, fingerprint.clone(), &answer);
    match repeat.held.commit_with(statement).await.map_err(Error::from) {
        Ok(_) => {
            repeat.go_on(cx.app());
            Ok(Response::from_parts(parts, Body::from(body)))
        }
        // Its first flight was this one, and the claim in it came second.
        Err(error) if error.code() == Error::REPEATED => {
            known(cx, repeat, &fingerprint).await?.ok_or_else(|| Error::refused("try_again", "Try again."))
        }
        Err(error) => Err(error),
    }
}

/// The answer that was kept under a key, if there is one.
///
/// # Errors
/// 422 when it answered another request.
async fn known(cx: &Cx, repeat: &Repeat, fingerprint: &[u8]) -> Result<Option<Response>> {
    let query = sql("select fingerprint, status, content_type, body from idempotency_keys
         where tenant_id = $1 and owner_id = $2 and key = $3");
    let query = query.bind(cx.tenant().id).bind(cx.user_id()).bind(repeat.key.clone());
    let mut tx = cx.begin_own(Limits::Read)?;
    let Some(row) = tx.closing().optional(query.planned_once()).await? else { return Ok(None) };
    let (of, status): (Vec<u8>, i16) = (row.take()?, row.take()?);
    if of != fingerprint {
        let detail = "This Idempotency-Key belongs to another request. Use a fresh one.";
        return Err(Error::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail));
    }
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let kept = Kept { status: status.unwrap_or_default(), content_type: row.take()?, body: row.take()? };
    Ok(Some(kept.into_response()))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What tells a request from another: method, address and body. Of a file that is uploaded, whose bytes pass by and are
/// not gathered, its kind and length stand for them.
async fn fingerprint(request: Request) -> Result<(Request, Vec<u8>)> {
    let (parts, body) = request.into_parts();
    let mut hash = Sha256::new();
    let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
    hash.update(format!("{} {address}\n", parts.method));
    let kind = text(&parts.headers, header::CONTENT_TYPE);
    if kind.is_some_and(|kind| !kind.to_ascii_lowercase().starts_with("application/json")) {
        let length = text(&parts.headers, header::CONTENT_LENGTH);
        hash.update(format!("{} {}", kind.unwrap_or_default(), length.unwrap_or_default()));
        return Ok((Request::from_parts(parts, body), hash.finalize().to_vec()));
    }
    let bytes = to_bytes(body, BODY_BYTES_MAX).await;
    let bytes = bytes.map_err(|_| Error::too_large("The body is larger than 1 MiB, or broke off."))?;
    hash.update(&bytes);
    Ok((Request::from_parts(parts, Body::from(bytes)), hash.finalize().to_vec()))
}

/// Deletes answers that are a day old, for as long as the process lives. Spawn it once.
pub async fn sweep(app: App) {
    loop {
        if let Err(error) = sweep_once(&app).await {
            tracing::warn!(?error, "answers to repeated requests were not cleared");
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

/// Deletes what is a day old, of every workspace; says how much that was.
///
/// # Errors
/// The database's; what was deleted before stays so.
pub async fn sweep_once(app: &App) -> Result<u64> {
    let mut swept = 0;
    for tenant in app.hosts.tenants().await? {
        loop {
            let old = sql("delete from idempotency_keys k using (
                   select owner_id, key from idempotency_keys where tenant_id = $1 and created_at < $2 limit $3) o
                 where k.tenant_id = $1 and k.owner_id = o.owner_id and k.key = o.key");
            let old = old.bind(tenant.id).bind(app.clock.now() - KEPT).bind(i64::from(SWEPT_AT_ONCE));
            let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
            let gone = tx.closing().execute(old).await?;
            swept += gone;
            if gone < u64::from(SWEPT_AT_ONCE) {
                break;
            }
        }
    }
    Ok(swept)
}
