//! Attachments over HTTP.

use super::upload::{Upload, event, must_fit};
use super::{Attachment, AttachmentPatch, content, rules, store};
use crate::http::page::PageQuery;
use crate::http::{Body, Cx, Error, IfMatch, Page, Problem, Result};
use crate::records::{self, Noun};
use crate::vault::Shelf;
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use jiff::Timestamp;
use kontaly_access::{AttachmentId, Permission};
use object_store::GetRange;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct FileBytes(pub Vec<u8>);

/// What is uploaded.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AttachmentQuery {
    /// What the file is called. Folders in front of the name and characters that cannot be seen are left out.
    #[param(example = "Offer 2026-11.pdf")]
    pub name: String,
}

/// The nouns that take files, by their names in paths.
fn noun(path: &str) -> Result<Noun> {
    let noun = Noun::ALL.into_iter().find(|noun| records::store::table(*noun) == path);
    noun.filter(|noun| *noun != Noun::Product).ok_or_else(Error::not_found)
}

/// The files on a record, the newest first.
#[utoipa::path(get, path = "/api/{noun}/{id}/attachments", tag = "attachments", operation_id = "list_attachments_of_record",
    params(("noun" = String, Path, description = "`leads`, `contacts`, `companies` or `deals`.", example = "deals"),
        ("id" = Uuid, Path), PageQuery),
    responses((status = 200, body = Page<Attachment>), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_attachments_of_record(
    cx: Cx,
    Path((path, id)): Path<(String, Uuid)>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<Attachment>>> {
    let noun = noun(&path)?;
    let mut tx = cx.begin(Permission::AttachmentsRead)?;
    let page = store::of_record(&mut tx, noun, id, &query.into()).await?;
    if page.items.is_empty() {
        // Nothing was put there, or nothing is there?
        records::store::must_see(cx.begin(Permission::AttachmentsRead)?.closing(), noun, id).await?;
    }
    Ok(Json(page))
}

/// Put a file on a record that you may change.
///
/// The body is the file itself. It is kept as it comes; one that breaks off, or is larger than the installation allows, is
/// not kept at all.
#[utoipa::path(post, path = "/api/{noun}/{id}/attachments", tag = "attachments", operation_id = "create_attachment",
    params(("noun" = String, Path, description = "`leads`, `contacts`, `companies` or `deals`.", example = "deals"),
        ("id" = Uuid, Path), AttachmentQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 201, body = Attachment), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 408, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create_attachment(
    cx: Cx,
    Path((path, record)): Path<(String, Uuid)>,
    Query(query): Query<AttachmentQuery>,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Result<(StatusCode, Json<Attachment>)> {
    let noun = noun(&path)?;
    let name = rules::name(&query.name).map_err(Error::invalid)?;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    must_fit(&cx, text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or_default())?;
    // Said before the bytes come, and looked at once more behind them.
    let mut tx = cx.begin(Permission::AttachmentsCreate)?;
    records::store::hold(&mut tx, noun, record).await?;
    tx.rollback().await?;
    let claimed_type = text(header::CONTENT_TYPE).map(str::to_owned);
    let upload = Upload { cx, noun, record, name, claimed_type };
    // On its own, so that it also ends in order when the sender hangs up and nobody waits for the answer.
    let kept = tokio::spawn(upload.run(body)).await.map_err(|error| Error::internal(error.to_string()))?;
    Ok((StatusCode::CREATED, Json(kept?)))
}

/// What is known of a file.
#[utoipa::path(get, path = "/api/attachments/{id}", tag = "attachments", operation_id = "get_attachment",
    params(("id" = AttachmentId, Path)),
    responses((status = 200, body = Attachment), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_attachment(cx: Cx, Path(id): Path<AttachmentId>) -> Result<Json<Attachment>> {
    let mut tx = cx.begin(Permission::AttachmentsRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// How a file is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DownloadQuery {
    /// To be shown in its place: pictures and PDF files alone. Any other file is saved all the same.
    #[serde(default)]
    pub inline: bool,
}

/// A file itself, whole or one range of its bytes.
#[utoipa::path(get, path = "/api/attachments/{id}/content", tag = "attachments", operation_id = "download_attachment",
    params(("id" = AttachmentId, Path), DownloadQuery, ("Range" = Option<String>, Header, example = "bytes=0-1023")),
    responses((status = 200, body = FileBytes, content_type = "application/octet-stream"),
        (status = 206, body = FileBytes, content_type = "application/octet-stream"), (status = 304),
        (status = 401, body = Problem), (status = 404, body = Problem), (status = 416, body = Problem)))]
pub async fn download_attachment(
    cx: Cx,
    Path(id): Path<AttachmentId>,
    Query(query): Query<DownloadQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut tx = cx.begin(Permission::AttachmentsRead)?;
    let file = store::get(tx.closing(), id).await?;
    if file.trashed_at.is_some() {
        return Err(Error::not_found());
    }
    if content::is_known(&headers, &file) {
        return Ok(content::unchanged(&file));
    }
    let asked = content::Asked::of(&headers, query.inline, &file)?;
    let range = asked.range.clone().map(GetRange::Bounded);
    let object = cx.app().settings.files.get(Shelf::Files.of(cx.tenant().id, id), range).await;
    let object = object.map_err(|error| Error::unavailable(format!("the object of file {id}: {error}")))?;
    Ok(content::answer(&file, &asked, object))
}

/// Rename a file.
#[utoipa::path(patch, path = "/api/attachments/{id}", tag = "attachments", operation_id = "update_attachment", request_body = AttachmentPatch,
    params(("id" = AttachmentId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Attachment), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_attachment(
    cx: Cx,
    Path(id): Path<AttachmentId>,
    version: IfMatch,
    Body(patch): Body<AttachmentPatch>,
) -> Result<Json<Attachment>> {
    let name = rules::name(&patch.name).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::AttachmentsUpdate)?;
    let before = store::lock(&mut tx, id).await?;
    version.check(before.version, &before)?;
    let after = Attachment { name, updated_at: cx.now, ..before.clone() };
    tx.queue(event(&cx, &after, "rename_attachment", Some(&before), Some(&after)));
    Ok(Json(store::update(tx.closing(), &after, cx.user_id()).await?))
}

/// Remove a file. It can be restored.
#[utoipa::path(delete, path = "/api/attachments/{id}", tag = "attachments", operation_id = "trash_attachment",
    params(("id" = AttachmentId, Path)),
    responses((status = 200, body = Attachment), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_attachment(cx: Cx, Path(id): Path<AttachmentId>) -> Result<Json<Attachment>> {
    set_trashed(&cx, id, Some(cx.now)).await
}

/// Put a removed file back on its record.
#[utoipa::path(post, path = "/api/attachments/{id}/restore", tag = "attachments", operation_id = "restore_attachment",
    params(("id" = AttachmentId, Path)),
    responses((status = 200, body = Attachment), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_attachment(cx: Cx, Path(id): Path<AttachmentId>) -> Result<Json<Attachment>> {
    set_trashed(&cx, id, None).await
}

async fn set_trashed(cx: &Cx, id: AttachmentId, at: Option<Timestamp>) -> Result<Json<Attachment>> {
    let mut tx = cx.begin(Permission::AttachmentsDelete)?;
    let before = store::lock(&mut tx, id).await?;
    if before.trashed_at.is_some() == at.is_some() {
        return Ok(Json(before));
    }
    let after = Attachment { trashed_at: at, updated_at: cx.now, ..before };
    let told = match at {
        Some(_) => event(cx, &after, "detach", Some(&after), None),
        None => event(cx, &after, "attach", None, Some(&after)),
    };
    tx.queue(told);
    Ok(Json(store::update(tx.closing(), &after, cx.user_id()).await?))
}
