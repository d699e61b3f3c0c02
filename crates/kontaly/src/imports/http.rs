//! Imports over HTTP.

use super::download::{self, Wanted};
use super::file::Format;
use super::job::{self, Caller};
use super::mapping::{Mapping, MappingPatch};
use super::nouns::Noun;
use super::store::Rows;
use super::upload::{LookedAt, Upload, look_at};
use super::{Import, ImportDetail, ImportRow, Outcome, Reading, store, workbook};
use crate::attachments::http::FileBytes;
use crate::exports::FileFormat;
use crate::exports::output::Cell;
use crate::http::{Body as JsonBody, Cx, Error, IfMatch, ListQuery, Page, Problem, Result, incoming};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use kontaly_access::{ImportId, Permission};
use kontaly_db::Limits;
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// What is uploaded.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// `people`, `products`, `companies`, `contacts`, `leads` or `deals`; also what other systems call them.
    #[param(example = "deals")]
    pub noun: String,
    /// What the file is called.
    #[serde(default)]
    #[param(example = "sales_pipeline.csv")]
    pub file_name: String,
}

/// Upload a file to be imported.
///
/// The body is the file itself, up to 1 GiB unless the installation says otherwise: CSV with a header, in UTF-8, UTF-16 or Windows-1252,
/// its cells separated by commas, semicolons, tabs or bars; or an Excel workbook (.xlsx), of which the first sheet with something
/// in it is read. The answer says what its columns are taken for and what has to be answered
/// before it can be run. Nothing is imported yet.
#[utoipa::path(post, path = "/api/imports", tag = "imports", operation_id = "create_import", params(UploadQuery),
    request_body(content = String, content_type = "text/csv", example = json!("name,city\nHalcyon GmbH,Berlin\n")),
    responses((status = 201, body = ImportDetail), (status = 401, body = Problem), (status = 403, body = Problem), (status = 408, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
pub async fn create_import(
    cx: Cx,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<ImportDetail>)> {
    let noun = Noun::find(&query.noun)
        .ok_or_else(|| Error::field("noun", "unknown", "There is nothing of this name to import."))?;
    must_be_a_file(&headers)?;
    // On its own, so that it also ends in order when the sender hangs up and nobody waits for the answer.
    let kept = tokio::spawn(take_in(cx, noun, query.file_name, body)).await;
    Ok((StatusCode::CREATED, Json(kept.map_err(|error| Error::internal(error.to_string()))??)))
}

fn must_be_a_file(headers: &HeaderMap) -> Result<()> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // Browsers on machines with a spreadsheet call a CSV file by the spreadsheet's name.
    const KNOWN: [&str; 7] = [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "text/csv",
        "application/csv",
        "text/tab-separated-values",
        "application/vnd.ms-excel",
        "application/octet-stream",
    ];
    if KNOWN.contains(&essence.as_str()) {
        return Ok(());
    }
    let detail = "Send the file itself, with Content-Type: text/csv, or that of an Excel workbook.";
    Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail))
}

async fn take_in(cx: Cx, noun: &'static Noun, file_name: String, mut body: Body) -> Result<ImportDetail> {
    let mut upload = Upload::begin(Caller::of(&cx, Some(noun))?, noun, &file_name).await?;
    let came = async {
        while let Some(bytes) = incoming::next(&mut body).await? {
            upload.push(bytes).await?;
        }
        Ok(())
    };
    if let Err(error) = came.await {
        upload.discard().await?;
        return Err(error);
    }
    upload.finish(|| cx.begin_long(Permission::ImportsCreate), |_| {}).await
}

/// The imports that you see, the newest first.
#[utoipa::path(get, path = "/api/imports", tag = "imports", operation_id = "list_imports", params(ListQuery),
    responses((status = 200, body = Page<Import>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list_imports(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Import>>> {
    let mut tx = cx.begin(Permission::ImportsRead)?;
    Ok(Json(store::list(&mut tx, &query, cx.now).await?))
}

/// An import: its state, how its file is read, and what it did or would do.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", operation_id = "get_import", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportDetail), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn get_import(cx: Cx, Path(id): Path<ImportId>) -> Result<Json<ImportDetail>> {
    let mut tx = cx.begin(Permission::ImportsRead)?;
    let (import, reading) = store::get(tx.closing(), id, cx.now).await?;
    Ok(Json(ImportDetail { import, reading }))
}

/// Change how an import's file is read. It is looked at anew.
#[utoipa::path(patch, path = "/api/imports/{id}", tag = "imports", operation_id = "update_import", request_body = MappingPatch,
    params(("id" = ImportId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = ImportDetail), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_import(
    cx: Cx,
    Path(id): Path<ImportId>,
    version: IfMatch,
    JsonBody(patch): JsonBody<MappingPatch>,
) -> Result<Json<ImportDetail>> {
    let caller = Caller::of(&cx, None)?;
    let mut tx = caller.begin(Limits::Job)?;
    let (import, reading) = store::lock(&mut tx, id, cx.now).await?;
    must_be_open(&import, &reading, version)?;
    let Reading { mut mapping, preview, .. } = reading;
    patch.apply(&mut mapping);
    let noun = Noun::find(&import.noun).ok_or_else(|| Error::internal("an import of an unknown noun"))?;
    let format = preview.format.ok_or_else(|| Error::internal("an import without a format"))?;
    let header: Vec<String> = preview.columns.into_iter().map(|column| column.column).collect();
    let file = LookedAt { id, noun, format, header: &header, size_bytes: import.size_bytes };
    let detail = look_at(&mut tx, &caller, file, &mapping).await?;
    tx.commit().await?;
    Ok(Json(detail))
}

/// Which sheet is read.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetChoice {
    /// Its name.
    #[schema(example = "Deals")]
    pub sheet: String,
}

/// Read another sheet of a workbook. Its columns are taken for what their headings say.
#[utoipa::path(put, path = "/api/imports/{id}/sheet", tag = "imports", operation_id = "choose_import_sheet", request_body = SheetChoice,
    params(("id" = ImportId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = ImportDetail), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn choose_import_sheet(
    cx: Cx,
    Path(id): Path<ImportId>,
    version: IfMatch,
    JsonBody(choice): JsonBody<SheetChoice>,
) -> Result<Json<ImportDetail>> {
    let caller = Caller::of(&cx, None)?;
    let mut tx = caller.begin(Limits::Job)?;
    let (import, reading) = store::lock(&mut tx, id, cx.now).await?;
    must_be_open(&import, &reading, version)?;
    let noun = Noun::find(&import.noun).ok_or_else(|| Error::internal("an import of an unknown noun"))?;
    if !matches!(reading.preview.format, Some(Format::Sheet(_))) {
        return Err(Error::field("sheet", "no_workbook", "This file is no workbook: it has no sheets."));
    }
    let taken = workbook::take_out(&caller, id, Some(choice.sheet)).await?;
    let mapping = Mapping::proposed(noun, &taken.header, None);
    let (format, header) = (Format::Sheet(taken.format), taken.header);
    let file = LookedAt { id, noun, format, header: &header, size_bytes: import.size_bytes };
    let detail = look_at(&mut tx, &caller, file, &mapping).await?;
    tx.commit().await?;
    Ok(Json(detail))
}

/// Refuses to change an import that runs or ran, or that is not the one that was seen.
fn must_be_open(import: &Import, reading: &Reading, version: IfMatch) -> Result<()> {
    if !matches!(import.state.as_str(), "previewed" | "failed") {
        return Err(job::not_now(import));
    }
    version.check(import.version, &ImportDetail { import: import.clone(), reading: reading.clone() })
}

/// How an import is run.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RunOrder {
    /// Find out what the run would do, and keep nothing of it.
    pub dry_run: bool,
}

/// Run an import, or find out what it would do.
///
/// A worker does it: ask for the import until its state is no longer `running`. All of the file is imported in
/// one transaction, except the rows that are rejected. A dry run is the same, rolled back: its numbers, in `checked`, are
/// those of the run.
#[utoipa::path(post, path = "/api/imports/{id}/run", tag = "imports", operation_id = "run_import", request_body = RunOrder,
    params(("id" = ImportId, Path)),
    responses((status = 202, body = ImportDetail), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn run_import(
    cx: Cx,
    Path(id): Path<ImportId>,
    JsonBody(order): JsonBody<RunOrder>,
) -> Result<(StatusCode, Json<ImportDetail>)> {
    let mut tx = cx.begin(Permission::ImportsRead)?;
    let (import, _) = store::get(tx.closing(), id, cx.now).await?;
    // The role may have changed since the upload.
    let caller = Caller::of(&cx, Noun::find(&import.noun))?;
    let (tx, run) = (cx.begin(Permission::ImportsCreate)?, job::Run { import: id, dry: order.dry_run });
    let detail = job::start(&caller, tx, id, Some(run)).await?;
    Ok((StatusCode::ACCEPTED, Json(detail)))
}

/// Which rows are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowsQuery {
    /// Only rows of this outcome.
    #[param(inline, example = "rejected")]
    pub outcome: Option<Outcome>,
    /// Only rows of which an undo leaves something as it is.
    #[serde(default)]
    pub stayed: bool,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of the page: 1 to 1000, 50 when absent.
    #[param(minimum = 1, maximum = 1000)]
    pub limit: Option<usize>,
}

/// What the rows of an import did, in the order of the file; of a dry run, the rows that it rejects.
#[utoipa::path(get, path = "/api/imports/{id}/rows", tag = "imports", operation_id = "list_import_rows",
    params(("id" = ImportId, Path), RowsQuery),
    responses((status = 200, body = Page<ImportRow>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn list_import_rows(
    cx: Cx,
    Path(id): Path<ImportId>,
    Query(query): Query<RowsQuery>,
) -> Result<Json<Page<ImportRow>>> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=store::ROWS_MAX).contains(&limit) {
        return Err(Error::query("limit", format!("A page has 1 to {} rows.", store::ROWS_MAX)));
    }
    let cursor = query.cursor.filter(|cursor| !cursor.is_empty());
    let behind = cursor.map_or(Ok(0), |cursor| cursor.parse());
    let behind =
        behind.map_err(|_| Error::query("cursor", "This cursor is damaged. Start again without it."))?;
    let mut tx = cx.begin(Permission::ImportsRead)?;
    let wanted = Rows { outcome: query.outcome, stayed: query.stayed };
    Ok(Json(store::rows(tx.closing(), id, wanted, behind, limit).await?))
}

/// The rejected rows of an import, or of a dry run, as a file: why, and the row itself, to be mended and uploaded again.
#[utoipa::path(get, path = "/api/imports/{id}/rejected.csv", tag = "imports", operation_id = "download_rejected_rows",
    params(("id" = ImportId, Path)),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub async fn download_rejected_rows(cx: Cx, Path(id): Path<ImportId>) -> Result<Response> {
    download::rows(cx, id, REJECTED, FileFormat::Csv).await
}

/// The same as an Excel workbook.
#[utoipa::path(get, path = "/api/imports/{id}/rejected.xlsx", tag = "imports", operation_id = "download_rejected_sheet",
    params(("id" = ImportId, Path)),
    responses((status = 200, body = FileBytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn download_rejected_sheet(cx: Cx, Path(id): Path<ImportId>) -> Result<Response> {
    download::rows(cx, id, REJECTED, FileFormat::Xlsx).await
}

const REJECTED: Wanted = Wanted {
    stem: "rejected",
    sheet: "Rejected",
    rows: Rows { outcome: Some(Outcome::Rejected), stayed: false },
    reasons: &["rejected_line", "rejected_code", "rejected_column", "rejected_value", "rejected_because"],
    with_columns: true,
    cells: rejected_cells,
};

/// A rejected row with its reasons; one that was too short is filled up, so that the file is a table.
fn rejected_cells(row: &ImportRow, width: usize) -> Vec<Vec<Cell>> {
    let detail = row.detail.as_ref().unwrap_or(&Value::Null);
    let text = |value: &Value| Cell::Text(value.as_str().unwrap_or_default().to_owned());
    let reasons = ["code", "column", "value", "message"].map(|name| text(&detail[name]));
    let cells = detail["row"].as_array().map_or(&[][..], Vec::as_slice);
    let missing = std::iter::repeat_n(Cell::Blank, width.saturating_sub(cells.len()));
    let line = std::iter::once(Cell::Number(row.line.to_string()));
    vec![line.chain(reasons).chain(cells.iter().map(text)).chain(missing).collect()]
}
