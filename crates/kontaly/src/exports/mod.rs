//! Exports: a list leaves the workspace as a file, whole, by the row rule of whoever asks for it; the audit log says so.
//!
//! An export is asked for ([`http`]), made by a worker ([`job`]) that reads it page by page ([`pages`]: the lists' own queries,
//! so that a file cannot know more than the list), written as CSV or as a workbook while it is read ([`csv`], [`sheet`]),
//! kept in the [vault](crate::vault) and handed out once, to the same person, for a quarter of an hour.

pub mod cells;
pub mod csv;
pub mod http;
pub mod job;
pub mod output;
mod pages;
pub mod sheet;
pub mod store;
pub mod sweep;

use crate::records::Noun;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{Permission, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// How long a file can be fetched.
pub const KEPT: SignedDuration = SignedDuration::from_mins(15);

/// What kind of file it becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Text, for any program.
    #[default]
    Csv,
    /// An Excel workbook.
    Xlsx,
}

impl FileFormat {
    /// The name in the database, and the ending of the file's.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        if name == "xlsx" { Self::Xlsx } else { Self::Csv }
    }

    /// What it is called on the wire.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportColumn {
    /// The field: as the noun's records have it, `tags`, or `custom.<key>`.
    #[schema(example = "company_name")]
    pub field: String,
    /// What stands above it, in the language of whoever reads the file.
    #[schema(example = "Company")]
    pub header: String,
    /// What is written for values that are words of the program: `{"new": "Neu"}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(example = json!({}))]
    pub words: BTreeMap<String, String>,
}

/// What is to be taken out.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportDraft {
    /// The noun of the list.
    pub noun: Noun,
    /// Which of them, as a list is filtered; absent, all that one sees.
    pub filter: Option<String>,
    /// In which order, as a list is sorted.
    #[schema(example = "-created_at")]
    pub sort: Option<String>,
    /// The columns of the file, in their order.
    #[schema(example = json!([{"field": "name", "header": "Name"}, {"field": "email", "header": "E-mail"}]))]
    pub columns: Vec<ExportColumn>,
    /// What kind of file.
    #[serde(default)]
    pub format: FileFormat,
    /// Whether its columns go from right to left.
    #[serde(default)]
    pub right_to_left: bool,
}

kontaly_db::record! {
    /// A list on its way out.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Export {
        /// Which one.
        pub id: Uuid = "x.id",
        /// The noun of the list.
        #[schema(value_type = Noun, example = "lead")]
        pub noun: String = "x.noun",
        /// `csv` or `xlsx`.
        #[schema(value_type = FileFormat, example = "csv")]
        pub format: String = "x.format",
        /// `running`, `done` (the file can be fetched), `fetched`, `canceled` or `failed`.
        #[schema(example = "running")]
        pub state: String = "x.state",
        /// The rows that this person sees of the list.
        #[schema(example = 8800)]
        pub total: i64 = "x.total",
        /// Rows that are written so far.
        #[schema(example = 2200)]
        pub rows: i64 = "x.rows",
        /// What the file is called.
        #[schema(example = "leads-2026-11-27.csv")]
        pub file_name: String = "x.file_name",
        /// Its size.
        pub size_bytes: Option<i64> = "x.size_bytes",
        /// Why it failed, in a sentence.
        pub problem: Option<String> = "x.problem",
        /// When it was asked for.
        pub created_at: Timestamp = "x.created_at",
        /// Until when the file can be fetched.
        pub expires_at: Option<Timestamp> = "x.expires_at",
        /// Who asked for it.
        #[serde(skip)]
        pub owner_id: Option<UserId> = "x.owner_id",
    }
}

/// What somebody must be allowed, besides exporting, to take records of a noun out.
#[must_use]
pub const fn reads(noun: Noun) -> Permission {
    match noun {
        Noun::Lead => Permission::LeadsRead,
        Noun::Contact => Permission::ContactsRead,
        Noun::Company => Permission::CompaniesRead,
        Noun::Deal => Permission::DealsRead,
        Noun::Product => Permission::ProductsRead,
    }
}
