//! Reading an uploaded file: pieces come from the database, a thread of its own decodes, cuts and converts them, and
//! batches of a fixed size come out. Nothing grows with the file: two pieces and two batches are under way at most.

use super::encoding::Decoder;
use super::records::{COLUMNS_MAX, Raw, Records};
use super::{FileError, Format};
use crate::http::{Error, Result};
use crate::imports::store;
use kontaly_access::ImportId;
use kontaly_db::TenantTx;
use tokio::sync::mpsc;

/// Rows of a batch at most, and bytes of their text.
pub const BATCH_ROWS: usize = 2_000;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// A file that is being read.
pub struct Reading<T> {
    import: ImportId,
    pieces: Option<mpsc::Sender<Vec<u8>>>,
    next_piece: i32,
    batches: mpsc::Receiver<Result<Vec<T>, FileError>>,
}

impl<T: Send + 'static> Reading<T> {
    /// Begins to read an import's file behind its header; `convert` runs on the reading thread.
    pub fn start(import: ImportId, format: Format, convert: impl FnMut(Raw) -> T + Send + 'static) -> Self {
        let (pieces, received) = mpsc::channel(1);
        let (batches, given) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || cut(format, received, &batches, convert));
        Self { import, pieces: Some(pieces), next_piece: 0, batches: given }
    }

    /// The next batch; `None` at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read any further, or the database refuses a piece.
    pub async fn next(&mut self, tx: &mut TenantTx) -> Result<Option<Vec<T>>> {
        loop {
            let batch = match self.pieces.clone() {
                None => self.batches.recv().await,
                Some(pieces) => tokio::select! {
                    biased;
                    batch = self.batches.recv() => batch,
                    permit = pieces.reserve() => {
                        let piece = store::piece(tx, self.import, self.next_piece).await?;
                        self.next_piece += 1;
                        match (piece, permit) {
                            (Some(piece), Ok(permit)) => permit.send(piece),
                            _ => self.pieces = None,
                        }
                        continue;
                    }
                },
            };
            return batch.transpose().map_err(|error| unreadable(&error));
        }
    }
}

/// What a file that cannot be read is answered with.
#[must_use]
pub fn unreadable(error: &FileError) -> Error {
    Error::field("file", error.code(), error.to_string())
}

/// The reading thread; ends when the pieces do, or when nobody takes its batches any more.
fn cut<T>(
    format: Format,
    mut pieces: mpsc::Receiver<Vec<u8>>,
    batches: &mpsc::Sender<Result<Vec<T>, FileError>>,
    mut convert: impl FnMut(Raw) -> T,
) {
    let mut decoder = Decoder::new(format.encoding);
    let mut records = Records::new(format.delimiter);
    let mut batch = Batch { rows: Vec::new(), bytes: 0, header_seen: false, batches };
    let mut outcome = Ok(());
    while let (Ok(()), Some(piece)) = (&outcome, pieces.blocking_recv()) {
        let text = decoder.push(&piece, false);
        outcome = records.push(&text, &mut |raw| batch.add(raw, &mut convert));
    }
    if outcome.is_ok() {
        let text = decoder.push(b"", true);
        outcome = records
            .push(&text, &mut |raw| batch.add(raw, &mut convert))
            .and_then(|()| records.finish(&mut |raw| batch.add(raw, &mut convert)));
    }
    batch.send();
    if let Err(error) = outcome {
        let _ = batches.blocking_send(Err(error));
    }
}

struct Batch<'a, T> {
    rows: Vec<T>,
    bytes: usize,
    header_seen: bool,
    batches: &'a mpsc::Sender<Result<Vec<T>, FileError>>,
}

impl<T> Batch<'_, T> {
    fn add(&mut self, raw: Raw, convert: &mut impl FnMut(Raw) -> T) {
        if !self.header_seen {
            self.header_seen = true;
            return;
        }
        self.bytes += raw.bytes();
        self.rows.push(convert(raw));
        if self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.send();
        }
    }

    fn send(&mut self) {
        self.bytes = 0;
        if !self.rows.is_empty() {
            // Nobody takes it when the import was given up; the thread then runs out of pieces too.
            let _ = self.batches.blocking_send(Ok(std::mem::take(&mut self.rows)));
        }
    }
}

/// The columns' names, from the file's first piece: unique, and never empty.
///
/// # Errors
/// When there is no header, or it is wider than allowed.
pub fn header(format: Format, start: &[u8]) -> Result<Vec<String>, FileError> {
    let text = Decoder::new(format.encoding).push(start, true);
    let mut records = Records::new(format.delimiter);
    let mut first: Option<Raw> = None;
    let mut each = |raw: Raw| {
        if first.is_none() {
            first = Some(raw);
        }
    };
    records.push(&text, &mut each)?;
    records.finish(&mut each)?;
    let raw = first.ok_or(FileError::Empty)?;
    if raw.len() > COLUMNS_MAX {
        return Err(FileError::TooWide(COLUMNS_MAX));
    }
    let mut names: Vec<String> = Vec::with_capacity(raw.len());
    for (at, cell) in raw.cells().enumerate() {
        let base =
            if cell.is_empty() { format!("column {}", at + 1) } else { cell.chars().take(120).collect() };
        let mut name = base.clone();
        let mut copies = 1;
        while names.contains(&name) {
            copies += 1;
            name = format!("{base} ({copies})");
        }
        names.push(name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::super::encoding::Encoding;
    use super::*;

    #[test]
    fn a_header_has_unique_names() {
        let format = Format { encoding: Encoding::Utf8, delimiter: ',' };
        let names = header(format, b"email, Email ,,email,\n1,2,3,4,5\n").expect("a header");
        assert_eq!(names, ["email", "Email", "column 3", "email (2)", "column 5"]);
        assert_eq!(header(format, b"\n\n"), Err(FileError::Empty));
        assert_eq!(header(format, ",".repeat(600).as_bytes()), Err(FileError::TooWide(COLUMNS_MAX)));
    }
}
