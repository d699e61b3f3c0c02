//! A file as it arrives: bytes of some encoding, records of some delimiter, read in pieces of a fixed size.

pub mod encoding;
pub mod reading;
pub mod records;
pub mod stored;

use serde::{Deserialize, Serialize};
pub use stored::Stored;
use utoipa::ToSchema;

/// How a file is written; found when it is uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Format {
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
    #[error("This is not a CSV file. From a spreadsheet, save the sheet as CSV and upload that.")]
    NotText,
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
            Self::Endless(_) => "endless_row",
            Self::TooWide(_) => "too_many_columns",
        }
    }
}
