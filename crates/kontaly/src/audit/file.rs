//! The audit log as CSV, written while it is read.

use super::http::AuditFileDraft;
use crate::attachments::content::disposition;
use crate::events::{self, http::AuditEvent};
use crate::exports::csv::Csv;
use crate::exports::output::Cell;
use crate::http::page::PAGE_ROWS_MAX;
use crate::http::{Cx, Error, ListQuery, Page, Result};
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, TryStreamExt};
use jiff::Timestamp;
use kontaly_access::Permission;
use serde_json::{Map, Value, json};

/// What stands above the columns: the names of the API, for programs.
const HEADER: [&str; 8] = ["id", "at", "actor_id", "actor_name", "noun", "record_id", "action", "changes"];

/// The list's query for a page of the file.
#[must_use]
pub fn query(draft: &AuditFileDraft, cursor: Option<String>) -> ListQuery {
    ListQuery { filter: draft.filter.clone(), cursor, limit: Some(PAGE_ROWS_MAX), ..ListQuery::default() }
}

/// The answer that begins with a page and goes on with those behind it.
///
/// # Errors
/// None that memory does not have.
pub fn answer(cx: Cx, draft: AuditFileDraft, first: Page<AuditEvent>) -> Result<Response> {
    let name = format!("audit-log-{}.csv", cx.now.strftime("%Y-%m-%d"));
    let csv = Csv::new(&HEADER).map_err(packing)?;
    let pages = stream::try_unfold((csv, Some(first)), move |(mut csv, page)| {
        let (cx, draft) = (cx.clone(), draft.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            page.items.iter().try_for_each(|event| csv.row(&cells(event))).map_err(packing)?;
            let written = csv.take();
            let next = match page.next {
                None => None,
                next => Some(
                    events::store::list(&mut cx.begin(Permission::EventsRead)?, &query(&draft, next)).await?,
                ),
            };
            Ok::<_, Error>(Some((written, (csv, next))))
        }
    });
    Ok(attachment(&name, Body::from_stream(pages.map_err(|error| std::io::Error::other(error.code())))))
}

/// A file of CSV as an answer.
pub fn attachment(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name, false)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

fn cells(event: &AuditEvent) -> [Cell; 8] {
    let change =
        |change: &events::http::FieldChange| (change.field.clone(), json!([change.before, change.after]));
    let changes: Map<String, Value> = event.changes.iter().map(change).collect();
    [
        Cell::Text(event.id.to_string()),
        moment(event.at),
        Cell::Text(event.actor_id.to_string()),
        event.actor_name.clone().map_or(Cell::Blank, Cell::Text),
        Cell::Text(event.noun.clone()),
        Cell::Text(event.record_id.to_string()),
        Cell::Text(event.action.clone()),
        Cell::Text(Value::Object(changes).to_string()),
    ]
}

/// To the microsecond and in UTC, so that two logs can be laid side by side.
#[must_use]
pub fn moment(at: Timestamp) -> Cell {
    Cell::Text(at.to_string())
}

/// What cannot be written into memory.
#[expect(clippy::needless_pass_by_value, reason = "map_err passes it so")]
pub fn packing(error: std::io::Error) -> Error {
    Error::internal(format!("the log could not be written: {error}"))
}
