//! Exports over HTTP.

use super::{Export, ExportDraft};
use crate::http::page::{self, CountQuery};
use crate::http::{Body, Cx, Error, Problem, Result};
use crate::records::{self, Noun};
use axum::Json;
use axum::http::StatusCode;
use kontaly_access::Permission;
use serde_json::json;

/// Columns of a file, and characters of a column's name, at most.
const COLUMNS_MAX: usize = 200;
const COLUMN_CHARS_MAX: usize = 100;

/// Say that a list is taken out as a file, before its rows are read page by page: the audit log keeps who took what, and
/// how many rows of it they see.
#[utoipa::path(post, path = "/api/exports", tag = "exports", operation_id = "create_export", request_body = ExportDraft,
    responses((status = 201, body = Export), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_export(cx: Cx, Body(draft): Body<ExportDraft>) -> Result<(StatusCode, Json<Export>)> {
    check(&cx, &draft)?;
    let rows = count(&cx, &draft).await?;
    let export = Export { id: cx.id(), rows };
    let what = json!({ "noun": [null, draft.noun], "filter": [null, draft.filter], "columns": [null, draft.columns], "rows": [null, rows] });
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    tx.queue(cx.event("export", export.id, "create", what, Some(cx.user_id()), false));
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(export)))
}

fn check(cx: &Cx, draft: &ExportDraft) -> Result<()> {
    let fits = |column: &String| column.chars().count() <= COLUMN_CHARS_MAX;
    if draft.columns.len() > COLUMNS_MAX || !draft.columns.iter().all(fits) {
        let message = format!("A file has {COLUMNS_MAX} columns at most, with short names.");
        return Err(Error::field("columns", "too_long", message));
    }
    let reads = match draft.noun {
        Noun::Lead => Permission::LeadsRead,
        Noun::Contact => Permission::ContactsRead,
        Noun::Company => Permission::CompaniesRead,
        Noun::Deal => Permission::DealsRead,
        Noun::Product => Permission::ProductsRead,
    };
    if cx.actor().can(reads) { Ok(()) } else { Err(Error::forbidden()) }
}

async fn count(cx: &Cx, draft: &ExportDraft) -> Result<i64> {
    let mut tx = cx.begin(Permission::ExportsCreate)?;
    let Some((listing, from)) = records::listing(draft.noun, &tx) else {
        return Err(Error::field("noun", "unknown", "Products are not taken out as a file."));
    };
    let query = CountQuery { filter: draft.filter.clone(), exact: true };
    Ok(page::count(&mut tx, listing, &query, from).await?.count)
}
