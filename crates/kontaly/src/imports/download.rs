//! Rows of an import as a file, written while they are read.

use super::ImportRow;
use super::store::{self, Rows};
use crate::attachments::content::disposition;
use crate::exports::FileFormat;
use crate::exports::output::{Cell, Output};
use crate::http::{Cx, Error, Result};
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::tz::TimeZone;
use kontaly_access::{ImportId, Permission};

/// Rows of one piece of a download.
const DOWNLOAD_ROWS: usize = 500;

/// What a file has.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// What its name begins with, in front of the imported file's.
    pub stem: &'static str,
    /// What its sheet is called.
    pub sheet: &'static str,
    /// Which rows.
    pub rows: Rows,
    /// Its first columns.
    pub reasons: &'static [&'static str],
    /// Whether the imported file's columns stand behind them.
    pub with_columns: bool,
    /// The lines that a row comes to, given how many columns the imported file has.
    pub cells: fn(&ImportRow, usize) -> Vec<Vec<Cell>>,
}

/// Answers with rows of an import.
///
/// # Errors
/// 404.
pub async fn rows(cx: Cx, id: ImportId, wanted: Wanted, format: FileFormat) -> Result<Response> {
    let mut tx = cx.begin(Permission::ImportsRead)?;
    let (import, reading) = store::get(tx.closing(), id, cx.now).await?;
    let columns = if wanted.with_columns { reading.preview.columns } else { Vec::new() };
    let width = columns.len();
    let columns = columns.iter().map(|column| column.column.as_str());
    let header: Vec<&str> = wanted.reasons.iter().copied().chain(columns).collect();
    let packing = |error: std::io::Error| Error::internal(error.to_string());
    let output = Output::new(format, wanted.sheet, &header, false, TimeZone::UTC).map_err(packing)?;
    let pieces = stream::try_unfold((cx, Some((0, output))), move |(cx, left)| async move {
        let Some((behind, mut output)) = left else { return Ok::<_, Error>(None) };
        let mut tx = cx.begin(Permission::ImportsRead)?;
        let page = store::rows(tx.closing(), id, wanted.rows, behind, DOWNLOAD_ROWS).await?;
        for cells in page.items.iter().flat_map(|row| (wanted.cells)(row, width)) {
            output.row(&cells).map_err(packing)?;
        }
        let (bytes, left) = match page.next.and_then(|next| next.parse().ok()) {
            Some(next) => (output.take(), Some((next, output))),
            None => (output.end().map_err(packing)?, None),
        };
        Ok(Some((Bytes::from(bytes), (cx, left))))
    });
    // Once the answer has begun, all that is left to say is that it broke off.
    let pieces = futures_util::TryStreamExt::map_err(pieces, |error| std::io::Error::other(error.code()));
    let name = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(name, _)| name);
    let name = disposition(&format!("{}-{name}.{}", wanted.stem, format.as_str()), false);
    let headers =
        [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
