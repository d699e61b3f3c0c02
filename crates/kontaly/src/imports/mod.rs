//! Imports: a CSV file of another system becomes people, products, companies, contacts, leads or deals.
//!
//! A file is uploaded and looked at as a whole ([`look`], [`preview`]): which column fills which field, in which order its dates
//! stand, which names it means. What cannot be told is asked. A dry run is the run itself, rolled back, so that its
//! numbers are the run's. One import is one transaction: the whole file is in, or nothing of it.
//!
//! A file lies in the [vault](crate::vault) until its rows are in. [`file`] reads it in pieces of a fixed size into rows, [`rows`] types their cells by the [`mapping`], [`references`] finds
//! what they name, [`decide`] says what each row does and [`engine`] writes batches, [`job`] runs it all in the caller's name.
//! The words by which search finds what came in are written behind it ([`words`]). For thirty days it can be taken back ([`undo`]).
//! What differs from noun to noun stands in one small table each, in [`nouns`].

pub mod bulk;
pub mod decide;
pub mod download;
pub mod engine;
pub mod file;
pub mod http;
pub mod job;
pub mod look;
pub mod mapping;
pub mod near;
pub mod nouns;
pub mod people;
pub mod preview;
pub mod references;
pub mod rows;
pub mod setting;
pub mod store;
pub mod sweep;
pub mod undo;
pub mod upload;
pub mod values;
pub mod words;
pub mod workbook;

use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use kontaly_access::{ImportId, UserId};
use mapping::Mapping;
use preview::Preview;
use rows::Fault;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use undo::Undo;
use undo::judge::Stay;
use utoipa::ToSchema;
use uuid::Uuid;

kontaly_db::record! {
    /// An import.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Import {
        /// Which one.
        pub id: ImportId = "i.id",
        /// `people`, `products`, `companies`, `contacts`, `leads` or `deals`.
        #[schema(example = "deals")]
        pub noun: String = "i.noun",
        /// What the file was called.
        #[schema(example = "sales_pipeline.csv")]
        pub file_name: String = "i.file_name",
        /// Its size.
        #[schema(example = 615_000)]
        pub size_bytes: i64 = "i.size_bytes",
        /// `uploading`, `previewed`, `running`, `done` or `failed`; behind `done`, `weighing` while it is found out what an undo
        /// would do, `undoing` and `undone`.
        #[schema(example = "previewed")]
        pub state: String = "i.state",
        /// What the rows did so far.
        pub counts: Counts = "i.counts" => json,
        /// Why it, or its undo, failed, in a sentence.
        pub problem: Option<String> = "i.problem",
        /// When the process that runs it last said so.
        #[serde(skip)]
        pub alive_at: Option<Timestamp> = "i.alive_at",
        /// Whether search finds all that it brought: it does so a little after the import is done.
        pub searchable: bool = "i.words_line is null",
        /// Who imports.
        pub owner_id: Option<UserId> = "i.owner_id",
        /// When the file was uploaded.
        pub created_at: Timestamp = "i.created_at",
        /// When the last run ended.
        pub finished_at: Option<Timestamp> = "i.finished_at",
        /// Until when it can be undone; null for what cannot be, people for one.
        pub undo_until: Option<Timestamp> = "case when i.state in ('done', 'weighing', 'undoing') and i.noun <> 'people'
            and (i.counts ->> 'read')::bigint > (i.counts ->> 'unchanged')::bigint + (i.counts ->> 'rejected')::bigint then i.finished_at + interval '720 hours' end",
        /// What an undo would do, as far as that was asked, does or did.
        pub undo: Option<Undo> = "i.undo" => optional_json,
        /// When it was undone, or when that began.
        pub undone_at: Option<Timestamp> = "i.undone_at",
        /// Who asked for it.
        pub undone_by: Option<UserId> = "i.undone_by",
        /// Grows with every change of the mapping; say it in If-Match.
        pub version: i32 = "i.version",
    }
}

kontaly_db::record! {
    /// How an import's file is read, and what it shows.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Reading {
        /// Which column fills which field.
        pub mapping: Mapping = "i.mapping" => json,
        /// What the file shows when it is read so.
        pub preview: Preview = "i.preview" => json,
        /// What the last dry run did.
        pub checked: Option<ImportReport> = "i.checked" => optional_json,
    }
}

/// An import with everything about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportDetail {
    /// The import.
    #[serde(flatten)]
    pub import: Import,
    /// How its file is read.
    #[serde(flatten)]
    pub reading: Reading,
}

/// What rows did. The outcomes add up to the rows read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Counts {
    /// Rows of the file, without its header.
    #[schema(example = 8800)]
    pub read: i64,
    /// Rows that made a record.
    #[schema(example = 8790)]
    pub created: i64,
    /// Rows that changed one.
    #[schema(example = 2)]
    pub updated: i64,
    /// Rows about a record of an earlier row of the same file: they filled what was blank.
    pub merged: i64,
    /// Rows that had nothing new to say, or nothing at all.
    #[schema(example = 7)]
    pub unchanged: i64,
    /// Rows that were not imported; each says why.
    #[schema(example = 1)]
    pub rejected: i64,
    /// Records that were made because rows named them: companies, teams, managers.
    pub made: BTreeMap<String, i64>,
}

impl Counts {
    /// Counts one row.
    pub fn add(&mut self, outcome: Outcome) {
        self.read += 1;
        *match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Merged => &mut self.merged,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Rejected => &mut self.rejected,
        } += 1;
    }
}

/// What a row did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Made a record.
    Created,
    /// Changed one.
    Updated,
    /// Filled blanks of a record of an earlier row of the same file.
    Merged,
    /// Had nothing new to say.
    Unchanged,
    /// Was not imported.
    Rejected,
}

impl Outcome {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Merged => "merged",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
        }
    }
}

/// A row that was rejected, as a dry run shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rejection {
    /// The line of the file on which the row begins; the header is line 1.
    #[schema(example = 4711)]
    pub line: i64,
    /// Why.
    #[serde(flatten)]
    pub fault: Fault,
}

/// What a run did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// What the rows did.
    pub counts: Counts,
    /// The first rows that were rejected.
    pub rejections: Vec<Rejection>,
}

/// Rejections that a report shows at most; the rest are in the rows.
const REJECTIONS_SHOWN: usize = 100;

impl ImportReport {
    /// Counts a rejected row, and keeps the first ones.
    pub fn reject(&mut self, line: i64, fault: Option<&Fault>) {
        self.counts.add(Outcome::Rejected);
        if let (true, Some(fault)) = (self.rejections.len() < REJECTIONS_SHOWN, fault) {
            self.rejections.push(Rejection { line, fault: fault.clone() });
        }
    }
}

kontaly_db::record! {
    /// What one row of an import did.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct ImportRow {
        /// The line of the file on which the row begins; the header is line 1.
        #[schema(example = 4711)]
        pub line: i64 = "r.line",
        /// `created`, `updated`, `merged`, `unchanged` or `rejected`.
        #[schema(example = "rejected")]
        pub outcome: String = "r.outcome",
        /// The record that it made, changed or found.
        pub record_id: Option<Uuid> = "r.record_id",
        /// Of a rejected row: `code`, `column`, `value`, `message`, other troubles in `also`, and the cells in `row`. Of one that
        /// changed a record: each changed field with the values before and after; what an earlier row of the file kept
        /// from being changed is in `kept`.
        #[schema(value_type = Option<Object>)]
        pub detail: Option<Value> = "r.detail",
        /// What of it an undo leaves as it is, and why; null where it leaves nothing, or none was asked for.
        pub stayed: Option<Vec<Stay>> = "r.stayed" => optional_json,
    }
}

/// What imports are listed, filtered and sorted by.
pub const LISTING: Listing = Listing {
    noun: "import",
    id: "i.id",
    tenant: "i.tenant_id",
    owner: None,
    default_sort: "-created_at",
    fields: &[
        Field::sorted("created_at", "i.created_at", Kind::Instant),
        Field::new("noun", "i.noun", Kind::Text),
        Field::new("state", "i.state", Kind::Text),
        Field::new("file_name", "i.file_name", Kind::Text),
        Field::new("owner_id", "i.owner_id", Kind::Id),
    ],
};

/// Reads what was kept as JSON; what an older program kept otherwise is as if it were new.
fn json<T: serde::de::DeserializeOwned + Default>(value: Value) -> T {
    serde_json::from_value(value).unwrap_or_default()
}

fn optional_json<T: serde::de::DeserializeOwned>(value: Option<Value>) -> Option<T> {
    serde_json::from_value(value?).ok()
}
