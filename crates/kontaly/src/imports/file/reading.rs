//! Reading an uploaded file: pieces come out of the store, a thread of its own decodes, cuts and converts them, and
//! batches of a fixed size come out. Nothing grows with the file: a few pieces and batches are under way at most.

use super::encoding::Decoder;
use super::records::{COLUMNS_MAX, Raw, Records};
use super::{FileError, Format, Stored, TextFormat, table};
use crate::http::{Error, Result};
use bytes::Bytes;
use tokio::sync::mpsc;

/// Rows of a batch at most, and bytes of their text.
pub const BATCH_ROWS: usize = 2_000;
const BATCH_BYTES: usize = 4 * 1024 * 1024;
/// Bytes that are asked of the store at a time.
const PIECE_BYTES: u64 = 1024 * 1024;

/// What the reading thread has to say: rows, or that these were all of them. Silence is neither.
enum Said<T> {
    Rows(Vec<T>),
    End,
}

/// A file that is being read.
pub struct Reading<T> {
    batches: mpsc::Receiver<Result<Said<T>>>,
}

impl<T: Send + 'static> Reading<T> {
    /// Begins to read an import's file behind its header; `convert` runs on the reading thread.
    #[must_use]
    pub fn start(file: Stored, convert: impl FnMut(Raw) -> T + Send + 'static) -> Self {
        let (pieces, received) = mpsc::channel(1);
        let (batches, given) = mpsc::channel(1);
        let format = file.format.clone();
        tokio::spawn(fetch(file, pieces));
        tokio::task::spawn_blocking(move || cut(&format, received, &batches, convert));
        Self { batches: given }
    }

    /// The next batch; `None` at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read any further.
    pub async fn next(&mut self) -> Result<Option<Vec<T>>> {
        match self.batches.recv().await.transpose()? {
            Some(Said::Rows(rows)) => Ok(Some(rows)),
            Some(Said::End) => Ok(None),
            None => Err(Error::internal("the reading of a file broke off")),
        }
    }
}

/// Takes a file out of the store, a range at a time: no connection waits while its rows are written.
async fn fetch(file: Stored, pieces: mpsc::Sender<Result<Bytes>>) {
    let mut at = 0;
    let size = match file.size().await {
        Ok(size) => size,
        Err(error) => {
            let _ = pieces.send(Err(error)).await;
            return;
        }
    };
    while at < size {
        let end = size.min(at + PIECE_BYTES);
        let piece = file.piece(at..end).await;
        at = end;
        let over = piece.is_err();
        // Nobody takes it when the import was given up.
        if pieces.send(piece).await.is_err() || over {
            return;
        }
    }
}

/// What a file that cannot be read is answered with.
#[must_use]
pub fn unreadable(error: &FileError) -> Error {
    match error {
        FileError::Damaged => Error::internal(error.to_string()),
        FileError::Unread(cause) => Error::unavailable(cause.clone()),
        _ => Error::field("file", error.code(), error.to_string()),
    }
}

/// The reading thread; ends when the pieces do, or when nobody takes its batches any more.
fn cut<T>(
    format: &Format,
    pieces: mpsc::Receiver<Result<Bytes>>,
    batches: &mpsc::Sender<Result<Said<T>>>,
    convert: impl FnMut(Raw) -> T,
) {
    let mut batch = Batch { rows: Vec::new(), bytes: 0, convert, batches };
    let outcome = read(format, pieces, &mut |raw| batch.add(raw));
    batch.send();
    let _ = batches.blocking_send(outcome.map(|()| Said::End));
}

fn read(
    format: &Format,
    mut pieces: mpsc::Receiver<Result<Bytes>>,
    each: &mut impl FnMut(Raw),
) -> Result<()> {
    match format {
        Format::Text(format) => {
            let mut cutter = Cutter::new(*format);
            while let Some(piece) = pieces.blocking_recv() {
                cutter.push(&piece?, each).map_err(|error| unreadable(&error))?;
            }
            cutter.finish(each).map_err(|error| unreadable(&error))
        }
        Format::Sheet(_) => {
            let mut rows = table::Rows::default();
            while let Some(piece) = pieces.blocking_recv() {
                rows.push(&piece?, each).map_err(|error| unreadable(&error))?;
            }
            rows.finish().map_err(|error| unreadable(&error))
        }
    }
}

/// Cuts text into the rows behind the header.
struct Cutter {
    decoder: Decoder,
    records: Records,
    header_seen: bool,
}

impl Cutter {
    fn new(format: TextFormat) -> Self {
        Self {
            decoder: Decoder::new(format.encoding),
            records: Records::new(format.delimiter),
            header_seen: false,
        }
    }

    fn push(&mut self, bytes: &[u8], each: &mut impl FnMut(Raw)) -> Result<(), FileError> {
        let text = self.decoder.push(bytes, false);
        self.text(&text, each)
    }

    fn finish(&mut self, each: &mut impl FnMut(Raw)) -> Result<(), FileError> {
        let text = self.decoder.push(b"", true);
        self.text(&text, each)?;
        let header_seen = &mut self.header_seen;
        self.records.finish(&mut |raw| behind_header(header_seen, raw, each))
    }

    fn text(&mut self, text: &str, each: &mut impl FnMut(Raw)) -> Result<(), FileError> {
        let header_seen = &mut self.header_seen;
        self.records.push(text, &mut |raw| behind_header(header_seen, raw, each))
    }
}

fn behind_header(seen: &mut bool, raw: Raw, each: &mut impl FnMut(Raw)) {
    if std::mem::replace(seen, true) {
        each(raw);
    }
}

struct Batch<'a, T, F> {
    rows: Vec<T>,
    bytes: usize,
    convert: F,
    batches: &'a mpsc::Sender<Result<Said<T>>>,
}

impl<T, F: FnMut(Raw) -> T> Batch<'_, T, F> {
    fn add(&mut self, raw: Raw) {
        self.bytes += raw.bytes();
        self.rows.push((self.convert)(raw));
        if self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.send();
        }
    }

    fn send(&mut self) {
        self.bytes = 0;
        if !self.rows.is_empty() {
            // Nobody takes it when the import was given up; the thread then runs out of pieces too.
            let _ = self.batches.blocking_send(Ok(Said::Rows(std::mem::take(&mut self.rows))));
        }
    }
}

/// The columns' names, from the file's first piece: unique, and never empty.
///
/// # Errors
/// When there is no header, or it is wider than allowed.
pub fn header(format: TextFormat, start: &[u8]) -> Result<Vec<String>, FileError> {
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
    names(first.ok_or(FileError::Empty)?.cells())
}

/// Columns' names out of a header's cells: unique, and never empty.
///
/// # Errors
/// When they are more than allowed.
pub fn names<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Vec<String>, FileError> {
    let mut names: Vec<String> = Vec::new();
    for (at, cell) in cells.enumerate() {
        if at == COLUMNS_MAX {
            return Err(FileError::TooWide(COLUMNS_MAX));
        }
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
        let format = TextFormat { encoding: Encoding::Utf8, delimiter: ',' };
        let names = header(format, b"email, Email ,,email,\n1,2,3,4,5\n").expect("a header");
        assert_eq!(names, ["email", "Email", "column 3", "email (2)", "column 5"]);
        assert_eq!(header(format, b"\n\n"), Err(FileError::Empty));
        assert_eq!(header(format, ",".repeat(600).as_bytes()), Err(FileError::TooWide(COLUMNS_MAX)));
    }
}
