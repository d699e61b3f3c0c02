//! A file that is written while its rows are read: nothing of it stays in memory but what is not taken yet.

use super::FileFormat;
use super::csv::Csv;
use super::sheet::Sheet;
use jiff::Timestamp;
use jiff::civil::Date;
use std::io;

/// A value on its way into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Words: never a formula, whatever they look like.
    Text(String),
    /// A number, written with a dot.
    Number(String),
    /// An amount, written with a dot and all its decimals, and its currency where no other column says it.
    Money(String, Option<String>),
    /// A day.
    Day(Date),
    /// An instant.
    Moment(Timestamp),
    /// Yes or no.
    Truth(bool),
}

/// The file.
pub enum Output {
    /// Text.
    Csv(Box<Csv>),
    /// A workbook.
    Sheet(Box<Sheet>),
}

impl Output {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn new(
        format: FileFormat,
        name: &str,
        header: &[&str],
        right_to_left: bool,
        zone: jiff::tz::TimeZone,
    ) -> io::Result<Self> {
        Ok(match format {
            FileFormat::Csv => Self::Csv(Box::new(Csv::new(header)?)),
            FileFormat::Xlsx => Self::Sheet(Box::new(Sheet::new(name, header, right_to_left, zone)?)),
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.row(cells),
            Self::Sheet(sheet) => sheet.row(cells),
        }
    }

    /// Takes what is written so far.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        match self {
            Self::Csv(csv) => csv.take(),
            Self::Sheet(sheet) => sheet.take(),
        }
    }

    /// Ends the file, and gives what is left of it.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn end(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Csv(mut csv) => Ok(csv.take()),
            Self::Sheet(sheet) => sheet.end(),
        }
    }
}
