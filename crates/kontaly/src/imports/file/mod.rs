//! A file as it arrives: text of some encoding and delimiter or a sheet of a workbook, read in pieces of a fixed size.

pub mod compound;
pub mod encoding;
pub mod objects;
pub mod reading;
pub mod records;
pub mod sheet;
pub mod stored;
pub mod table;

use serde::{Deserialize, Serialize};
use sheet::SheetFormat;
pub use stored::Stored;
use utoipa::ToSchema;

/// How a file is written; found when it is uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Format {
    /// Text.
    Text(TextFormat),
    /// A sheet of a workbook.
    Sheet(SheetFormat),
}

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextFormat {
    /// The encoding of its text.
    pub encoding: encoding::Encoding,
    /// What separates its cells.
    #[schema(example = ",")]
    pub delimiter: char,
}

/// Why a file as a whole cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is no header.
    #[error("The file is empty.")]
    Empty,
    /// It is no text.
    #[error(
        "This is neither an Excel workbook (.xlsx) nor a CSV file. Save it as one of these, and upload that."
    )]
    NotText,
    /// It is a zip file, but no workbook that we read.
    #[error(
        "This is not an Excel workbook (.xlsx). Open it in a spreadsheet program, save it as one or as CSV, and upload that."
    )]
    NotWorkbook,
    /// It is a workbook of old.
    #[error(
        "This is a workbook of Excel 97 to 2003 (.xls). Open it, choose Save as and Excel workbook (.xlsx), and upload that."
    )]
    OldWorkbook,
    /// It is protected by a password.
    #[error(
        "This workbook is protected by a password. Open it, take the password off under File, Info, Protect workbook, save it, and upload it again."
    )]
    Protected,
    /// It cannot be read.
    #[error(
        "This workbook is damaged ({0}). Open it in a spreadsheet program, save it anew, and upload that."
    )]
    BrokenWorkbook(String),
    /// It becomes far larger than a workbook of its size does.
    #[error(
        "This file unpacks to far more than a workbook of its size can hold. Save the sheet as CSV, and upload that."
    )]
    Inflated,
    /// A part is not as large as the file says.
    #[error(
        "The sizes in this file are not those of its parts. Open it in a spreadsheet program, save it anew, and upload that."
    )]
    FalseSize,
    /// It holds XML that no workbook holds.
    #[error(
        "This file holds XML that no workbook needs. Open it in a spreadsheet program, save it anew, and upload that."
    )]
    UnsafeXml,
    /// There is no such sheet.
    #[error("The workbook has no sheet {0:?}.")]
    NoSheet(String),
    /// A row is longer than any row should be.
    #[error("Row {0} is longer than 1 MiB.")]
    LongRow(i64),
    /// What was taken out of the workbook cannot be read any more.
    #[error("the table of a sheet is damaged")]
    Damaged,
    /// The store or the disk did not answer.
    #[error("{0}")]
    Unread(String),
    /// A record does not end.
    #[error(
        "The row that begins in line {0} is longer than 1 MiB: a quotation mark in it is probably never closed."
    )]
    Endless(i64),
    /// The header is wider than any list of ours.
    #[error("The file has more than {0} columns.")]
    TooWide(usize),
}

impl FileError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::NotText => "not_csv",
            Self::NotWorkbook => "not_workbook",
            Self::OldWorkbook => "old_workbook",
            Self::Protected => "protected_workbook",
            Self::BrokenWorkbook(_) => "broken_workbook",
            Self::Inflated => "inflated_workbook",
            Self::FalseSize => "false_size",
            Self::UnsafeXml => "unsafe_xml",
            Self::NoSheet(_) => "unknown_sheet",
            Self::LongRow(_) => "long_row",
            Self::Damaged => "damaged",
            Self::Unread(_) => "unread",
            Self::Endless(_) => "endless_row",
            Self::TooWide(_) => "too_many_columns",
        }
    }
}
