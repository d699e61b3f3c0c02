//! Sheets of workbooks (.xlsx), read part by part and row by row, so that a million rows take no more memory than a thousand.
//!
//! Each row of the sheet becomes a record of a [table](super::table) that is read as often as an import needs: its numbers
//! written one way, its days as 2026-11-27. What stands above the header (a title, a date of the report) is left out.

pub mod archive;
pub mod cells;
pub mod strings;
pub mod styles;
pub mod value;
pub mod workbook;
pub mod xml;

use super::records::Raw;
use super::{FileError, reading, table};
use archive::Archive;
use cells::Book;
use serde::{Deserialize, Serialize};
use std::io::{Read, Seek, Write};
use strings::Strings;
use utoipa::ToSchema;
use workbook::{SheetPart, Workbook};

/// Rows among which the header is looked for.
const HEAD_ROWS: usize = 25;

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SheetFormat {
    /// Its name.
    #[schema(example = "Deals")]
    pub sheet: String,
    /// All sheets of the workbook.
    #[schema(example = json!(["Summary", "Deals"]))]
    pub sheets: Vec<String>,
    /// The row that holds the headings.
    #[schema(example = 3)]
    pub header_row: i64,
}

/// What was taken out of a workbook.
#[derive(Debug)]
pub struct Taken {
    /// The sheet.
    pub format: SheetFormat,
    /// Its columns.
    pub header: Vec<String>,
}

/// Writes the rows of a workbook's sheet as a table: of the one that is wanted, else of the first one that is shown and has
/// something in it.
///
/// # Errors
/// What is wrong with the workbook; whatever was written is then worth nothing.
pub fn take_out(
    source: impl Read + Seek,
    wanted: Option<&str>,
    out: &mut impl Write,
) -> Result<Taken, FileError> {
    let mut archive = Archive::open(source)?;
    let workbook = Workbook::read(&mut archive)?;
    let strings = match &workbook.strings {
        Some(path) => archive.part(path)?.map(Strings::read).transpose()?,
        None => None,
    };
    let looks = match &workbook.styles {
        Some(path) => archive.part(path)?.map(styles::read).transpose()?,
        None => None,
    };
    let book = Book {
        strings: strings.unwrap_or_default(),
        looks: looks.unwrap_or_default(),
        from_1904: workbook.from_1904,
    };
    let sheet = chosen(&mut archive, &workbook, &book, wanted)?;
    let mut head = Head::default();
    let mut encoded = Vec::new();
    let mut keep = |row: &Raw| {
        encoded.clear();
        table::encode(row, &mut encoded);
        out.write_all(&encoded).map_err(|error| FileError::Unread(error.to_string()))
    };
    cells::rows(archive.required(&sheet.path)?, &book, |row| {
        head.see(row, &mut keep)?;
        Ok(true)
    })?;
    head.settle(&mut keep)?;
    let (header, header_row) = head.found.ok_or(FileError::Empty)?;
    let format = SheetFormat {
        sheet: sheet.name.clone(),
        sheets: workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        header_row,
    };
    Ok(Taken { format, header })
}

fn chosen<'a, R: Read + Seek>(
    archive: &mut Archive<R>,
    workbook: &'a Workbook,
    book: &Book,
    wanted: Option<&str>,
) -> Result<&'a SheetPart, FileError> {
    if let Some(name) = wanted {
        let named = workbook.sheets.iter().find(|sheet| sheet.name == name);
        return named.ok_or_else(|| FileError::NoSheet(name.to_owned()));
    }
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.hidden) {
        let mut blank = true;
        cells::rows(archive.required(&sheet.path)?, book, |_| {
            blank = false;
            Ok(false)
        })?;
        if !blank {
            return Ok(sheet);
        }
    }
    Err(FileError::Empty)
}

/// The rows until the header is found, then what every row is held against.
#[derive(Default)]
struct Head {
    waiting: Vec<Raw>,
    found: Option<(Vec<String>, i64)>,
}

impl Head {
    fn see(
        &mut self,
        row: Raw,
        keep: &mut impl FnMut(&Raw) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        if let Some((header, _)) = &self.found {
            return keep(&row.as_wide_as(header.len()));
        }
        self.waiting.push(row);
        if self.waiting.len() == HEAD_ROWS { self.settle(keep) } else { Ok(()) }
    }

    /// Says which row is the header: the first one that fills more than half of what the fullest row fills. A title above
    /// fills a cell or two.
    fn settle(&mut self, keep: &mut impl FnMut(&Raw) -> Result<(), FileError>) -> Result<(), FileError> {
        if self.found.is_some() || self.waiting.is_empty() {
            return Ok(());
        }
        let most = self.waiting.iter().map(filled).max().unwrap_or(0);
        let at = self.waiting.iter().position(|row| filled(row) * 2 > most).unwrap_or(0);
        let width = self.waiting[at..].iter().map(Raw::len).max().unwrap_or(0);
        let header = self.names(at, width)?;
        let line = self.waiting[at].line;
        let rows = std::mem::take(&mut self.waiting);
        self.found = Some((header, line));
        rows.into_iter().skip(at + 1).try_for_each(|row| self.see(row, keep))
    }

    /// The header's names. A cell that is merged with the one above it has its text there.
    fn names(&self, at: usize, width: usize) -> Result<Vec<String>, FileError> {
        let row = &self.waiting[at];
        let above = at.checked_sub(1).map(|above| &self.waiting[above]);
        // A row with one text is a title.
        let above = above.filter(|above| above.line + 1 == row.line && filled(above) > 1);
        let name = |column: usize| match (row.cell(column), above) {
            ("", Some(above)) => above.cell(column),
            (name, _) => name,
        };
        reading::names((0..width).map(name))
    }
}

fn filled(row: &Raw) -> usize {
    row.cells().filter(|cell| !cell.is_empty()).count()
}
