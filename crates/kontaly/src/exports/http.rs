//! Exports over HTTP.

use super::cells::Columns;
use super::{Export, ExportDraft, FileFormat, job, pages, reads, store};
use crate::attachments::content::disposition;
use crate::attachments::http::FileBytes;
use crate::http::page::{self, CountQuery};
use crate::http::{Body, Cx, Error, ListQuery, Problem, Result};
use crate::jobs::Order;
use crate::records::{self, Noun};
use crate::vault::{Key, Shelf, Vault};
use axum::Json;
use axum::extract::Path;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::TryStreamExt;
use jiff::tz::TimeZone;
use kontaly_access::Permission;
use serde_json::json;
use uuid::Uuid;

/// Columns of a file, and characters of a column's name, at most.
const COLUMNS_MAX: usize = 200;
const COLUMN_CHARS_MAX: usize = 120;
/// Words of a column at most.
const WORDS_MAX: usize = 200;

/// Take a list out as a file: all rows of it that you see.
///
/// A worker makes it: ask for the export until its state is no longer `running`, then fetch its file, which is
/// given once, to you, within 15 minutes. The audit log keeps who took what, and how many rows of it they see.
#[utoipa::path(post, path = "/api/exports", tag = "exports", operation_id = "create_export", request_body = ExportDraft,
    responses((status = 201, body = Export), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_export(cx: Cx, Body(draft): Body<ExportDraft>) -> Result<(StatusCode, Json<Export>)> {
    check(&draft)?;
    let total = count(&cx, &draft).await?;
    let zone = TimeZone::get(&cx.tenant().time_zone).unwrap_or(TimeZone::UTC);
    let day = cx.now.to_zoned(zone).date();
    let export = Export {
        id: cx.id(),
        noun: draft.noun.as_str().to_owned(),
        format: draft.format.as_str().to_owned(),
        state: "running".to_owned(),
        total,
        rows: 0,
        file_name: format!("{}-{day}.{}", records::store::table(draft.noun), draft.format.as_str()),
        size_bytes: None,
        problem: None,
        created_at: cx.now,
        expires_at: None,
        owner_id: Some(cx.user_id()),
    };
    let columns: Vec<&str> = draft.columns.iter().map(|column| column.field.as_str()).collect();
    let what = json!({ "noun": [null, draft.noun], "filter": [null, draft.filter], "columns": [null, columns],
        "format": [null, draft.format], "rows": [null, total] });
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    store::insert(&mut tx, &export, &draft);
    tx.queue(cx.event("export", export.id, "create", what, Some(cx.user_id()), false));
    tx.queue(cx.job(&job::Run { export: export.id }, Order::default()));
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(export)))
}

fn check(draft: &ExportDraft) -> Result<()> {
    let fits = |text: &String| text.chars().count() <= COLUMN_CHARS_MAX;
    let columns = &draft.columns;
    let short = |column: &super::ExportColumn| {
        fits(&column.field)
            && fits(&column.header)
            && column.words.len() <= WORDS_MAX
            && column.words.values().all(fits)
    };
    if columns.is_empty() || columns.len() > COLUMNS_MAX {
        return Err(Error::field(
            "columns",
            "out_of_range",
            format!("A file has 1 to {COLUMNS_MAX} columns."),
        ));
    }
    if !columns.iter().all(short) {
        return Err(Error::field("columns", "too_long", "The names of columns, and their words, are short."));
    }
    if draft.noun == Noun::Product {
        return Err(Error::field("noun", "unknown", "Products are not taken out as a file."));
    }
    if let Err(field) = Columns::new(draft.noun, columns) {
        return Err(Error::field(
            "columns",
            "unknown_field",
            format!("There is no field {field:?} to take out."),
        ));
    }
    Ok(())
}

/// Counts the rows; whether the filter and the sort can be understood, is found out by reading one.
async fn count(cx: &Cx, draft: &ExportDraft) -> Result<i64> {
    let mut tx = cx.begin(reads(draft.noun))?;
    let Some((listing, from)) = records::listing(draft.noun, &tx) else {
        return Err(Error::field("noun", "unknown", "Products are not taken out as a file."));
    };
    let probe = ListQuery {
        filter: draft.filter.clone(),
        sort: draft.sort.clone(),
        limit: Some(1),
        ..ListQuery::default()
    };
    pages::page(draft.noun, &mut cx.begin(reads(draft.noun))?, &probe).await?;
    let query = CountQuery { filter: draft.filter.clone(), exact: true };
    Ok(page::count(&mut tx, listing, &query, from).await?.count)
}

/// An export of yours: how far it is, and until when its file can be fetched.
#[utoipa::path(get, path = "/api/exports/{id}", tag = "exports", operation_id = "get_export", params(("id" = Uuid, Path)),
    responses((status = 200, body = Export), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn get_export(cx: Cx, Path(id): Path<Uuid>) -> Result<Json<Export>> {
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    Ok(Json(store::get(tx.closing(), id, cx.user_id()).await?))
}

/// Give an export up: it is made no further, and its file is deleted.
#[utoipa::path(delete, path = "/api/exports/{id}", tag = "exports", operation_id = "cancel_export", params(("id" = Uuid, Path)),
    responses((status = 200, body = Export), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn cancel_export(cx: Cx, Path(id): Path<Uuid>) -> Result<Json<Export>> {
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    let export = store::cancel(tx.closing(), id, cx.user_id()).await?;
    if export.state == "canceled" {
        drop(Doomed { vault: cx.app().settings.files.clone(), key: Shelf::Exports.of(cx.tenant().id, id) });
    }
    Ok(Json(export))
}

/// The file of an export: once, and within 15 minutes.
#[utoipa::path(get, path = "/api/exports/{id}/file", tag = "exports", operation_id = "download_export", params(("id" = Uuid, Path)),
    responses((status = 200, body = FileBytes, content_type = "application/octet-stream"), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)))]
pub async fn download_export(cx: Cx, method: Method, Path(id): Path<Uuid>) -> Result<Response> {
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    // Whoever only asks what it is does not take it.
    if method == Method::HEAD {
        store::get(tx.closing(), id, cx.user_id()).await?;
        return Ok(StatusCode::OK.into_response());
    }
    let Some(export) = store::fetch(tx.closing(), id, cx.user_id(), cx.now).await? else {
        return Err(not_there(&cx, id).await?);
    };
    let key = Shelf::Exports.of(cx.tenant().id, id);
    let vault = cx.app().settings.files.clone();
    let object = vault.get(key, None).await?;
    let size = object.meta.size;
    let doomed = Doomed { vault, key };
    let bytes = object.into_stream().map_err(std::io::Error::other).inspect_ok(move |_| {
        // It is deleted when the answer is over, or broken off.
        let _ = &doomed;
    });
    let headers = [
        (header::CONTENT_TYPE, FileFormat::parse(&export.format).media_type().to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&export.file_name, false)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, axum::body::Body::from_stream(bytes)).into_response())
}

/// Why there is no file.
async fn not_there(cx: &Cx, id: Uuid) -> Result<Error> {
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    let export = store::get(tx.closing(), id, cx.user_id()).await?;
    Ok(match export.state.as_str() {
        "running" => Error::refused("export_running", "This file is still being made."),
        _ => Error::new(
            StatusCode::GONE,
            "export_gone",
            "This file was fetched, or its 15 minutes are over. Export the list again.",
        ),
    })
}

/// A file that goes when this does.
struct Doomed {
    vault: Vault,
    key: Key,
}

impl Drop for Doomed {
    fn drop(&mut self) {
        let (vault, key) = (self.vault.clone(), self.key);
        tokio::spawn(async move {
            if let Err(error) = vault.delete(key).await {
                tracing::warn!(%error, "the file of an export is still in the store");
            }
        });
    }
}
