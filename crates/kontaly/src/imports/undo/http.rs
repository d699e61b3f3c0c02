//! Undoing an import over HTTP.

use super::{job, store};
use crate::attachments::http::FileBytes;
use crate::exports::FileFormat;
use crate::exports::output::Cell;
use crate::http::{Body as JsonBody, Cx, Problem, Result};
use crate::imports::download::{self, Wanted};
use crate::imports::job::Caller;
use crate::imports::nouns::Noun;
use crate::imports::store::Rows;
use crate::imports::{ImportDetail, ImportRow, store as imports};
use crate::jobs::Order;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kontaly_access::{ImportId, Permission};
use kontaly_db::Limits;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How an import is undone.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UndoOrder {
    /// Find out what the undo would do, and do nothing of it.
    pub dry_run: bool,
}

/// Undo an import within 30 days, or find out what that would do.
///
/// A worker does it: ask for the import until its state is no longer `undoing`, or `weighing` for a dry run; `undo` has the
/// numbers. Records that the import made go to the trash, and those that it changed get their old values back, field by
/// field. What somebody changed since stays, and so does a record that something was hung on: such rows say why in
/// `stayed`. Your own imports; an administrator's, anybody's.
#[utoipa::path(post, path = "/api/imports/{id}/undo", tag = "imports", operation_id = "undo_import", request_body = UndoOrder,
    params(("id" = ImportId, Path)),
    responses((status = 202, body = ImportDetail), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn undo_import(
    cx: Cx,
    Path(id): Path<ImportId>,
    JsonBody(order): JsonBody<UndoOrder>,
) -> Result<(StatusCode, Json<ImportDetail>)> {
    let mut tx = cx.begin(Permission::ImportsCreate)?;
    let (import, _) = imports::get(tx.closing(), id, cx.now).await?;
    let caller = Caller::of(&cx, Noun::find(&import.noun))?;
    let mut tx = caller.begin(Limits::Request)?;
    let (import, reading) = store::start(&mut tx, id, cx.user_id(), order.dry_run, cx.now).await?;
    tx.queue(cx.job(&job::Run { import: id }, Order::default()));
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(ImportDetail { import, reading })))
}

/// What an undo leaves as it is, row by row, with the reasons, as a file.
#[utoipa::path(get, path = "/api/imports/{id}/stayed.csv", tag = "imports", operation_id = "download_stayed_rows",
    params(("id" = ImportId, Path)),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn download_stayed_rows(cx: Cx, Path(id): Path<ImportId>) -> Result<Response> {
    download::rows(cx, id, STAYED, FileFormat::Csv).await
}

/// The same as an Excel workbook.
#[utoipa::path(get, path = "/api/imports/{id}/stayed.xlsx", tag = "imports", operation_id = "download_stayed_sheet",
    params(("id" = ImportId, Path)),
    responses((status = 200, body = FileBytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn download_stayed_sheet(cx: Cx, Path(id): Path<ImportId>) -> Result<Response> {
    download::rows(cx, id, STAYED, FileFormat::Xlsx).await
}

const STAYED: Wanted = Wanted {
    stem: "stayed",
    sheet: "Stayed",
    rows: Rows { outcome: None, stayed: true },
    reasons: &["line", "outcome", "record", "record_id", "field", "value_now", "code", "because"],
    with_columns: false,
    cells,
};

/// One line for each thing of a row that stays.
fn cells(row: &ImportRow, _: usize) -> Vec<Vec<Cell>> {
    let text = |text: Option<&str>| text.map_or(Cell::Blank, |text| Cell::Text(text.to_owned()));
    let stays = row.stayed.iter().flatten().map(|stay| {
        let record = stay.company_id.or(row.record_id).map(|id| id.to_string());
        let field = if stay.company_id.is_some() { Some("company") } else { stay.field.as_deref() };
        let value = match &stay.value {
            None | Some(Value::Null) => Cell::Blank,
            Some(Value::String(value)) => Cell::Text(value.clone()),
            Some(value) => Cell::Text(value.to_string()),
        };
        vec![
            Cell::Number(row.line.to_string()),
            text(Some(&row.outcome)),
            text(stay.name.as_deref()),
            text(record.as_deref()),
            text(field),
            value,
            text(Some(&stay.code)),
            text(Some(&stay.message)),
        ]
    });
    stays.collect()
}
