//! Bulks: one change of many records, in batches, each record under its own rules and with its own audit event.
//!
//! A bulk first fixes which records it is about, in one statement under the row rule of whoever asks; so "all 12,480
//! matching" means those that match at that moment. Then a job gives each its turn, by the same functions that change a
//! record alone. It keeps the values that it replaced and the version that it made, so that taking it back is exact: a
//! record that has moved on since is kept as it is, and counted.
//!
//! There is one event a record and not one a bulk: a record's timeline then tells the change like any other, and whoever
//! sees the record sees it.

pub mod http;
pub mod job;
mod record;
pub mod store;

use crate::records::Noun;
use jiff::Timestamp;
use kontaly_access::{BulkId, Permission, TagId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Records of one bulk at most.
pub const RECORDS_MAX: usize = 200_000;
/// Records that one bulk names one by one at most; more are chosen by a filter.
pub const NAMED_MAX: usize = 10_000;
/// Bulks of one person that run at the same time at most.
pub const RUNNING_MAX: i64 = 3;

/// What a bulk does to each of its records.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkChange {
    /// Changes fields, as a PATCH of one record does: absent leaves a field, null clears it.
    #[schema(value_type = Object, example = json!({ "owner_id": null }))]
    Set(Value),
    /// Puts tags on and takes tags off.
    Tag(BulkTags),
    /// Moves to the trash.
    Trash(BulkTrash),
}

/// Nothing more is to be said about it: `{}`.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkTrash {}

/// Tags that are put on and taken off.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BulkTags {
    /// To be put on.
    pub add: Vec<TagId>,
    /// To be taken off.
    pub remove: Vec<TagId>,
}

impl BulkTags {
    /// The tags of a record that had some.
    #[must_use]
    pub fn apply(&self, had: &[TagId]) -> Vec<TagId> {
        let kept = had.iter().filter(|tag| !self.remove.contains(tag));
        let mut tags: Vec<TagId> = kept.chain(&self.add).copied().collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

/// A record that a bulk is about.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkTarget {
    /// Which one.
    pub id: Uuid,
    /// The version that is meant, as If-Match says it for one record: another one is refused. Absent: as it then is.
    pub version: Option<i32>,
}

/// A bulk to be made. Either `records` or `filter` says which; a filter of `{"and": []}` means all that one sees.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkDraft {
    /// `lead`, `contact`, `company` or `deal`.
    pub noun: Noun,
    /// What is to be done to each.
    pub change: BulkChange,
    /// The records, at most 10,000.
    #[serde(default)]
    pub records: Option<Vec<BulkTarget>>,
    /// All that a list with this filter has.
    #[serde(default)]
    #[schema(example = "{\"and\":[{\"field\":\"status\",\"op\":\"eq\",\"value\":\"new\"}]}")]
    pub filter: Option<String>,
}

kontaly_db::record! {
    /// A bulk: what was asked for and how far it is.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Bulk {
        /// Which one.
        pub id: BulkId = "b.id",
        /// `lead`, `contact`, `company` or `deal`.
        #[schema(example = "lead")]
        pub noun: String = "b.noun",
        /// What is done to each record.
        #[schema(value_type = BulkChange)]
        pub change: Value = "b.change",
        /// `running`, `done`, `failed` (what had its turn is kept), `undoing` or `undone`.
        #[schema(example = "done")]
        pub state: String = "b.state",
        /// Records that it is about.
        pub total: i32 = "b.total",
        /// How many of them had their turn.
        pub position: i32 = "b.position",
        /// Why it failed.
        pub problem: Option<String> = "b.problem",
        /// Whoever asked for it.
        pub owner_id: Option<UserId> = "b.owner_id",
        /// When.
        pub created_at: Timestamp = "b.created_at",
        /// When it last moved on.
        pub alive_at: Timestamp = "b.alive_at",
    }
}

/// How many records came out how.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulkOutcome {
    /// `changed`, `unchanged`, `refused`, `restored` or `kept` (not restored, for it had changed since).
    #[schema(example = "refused")]
    pub outcome: String,
    /// Why, where it was refused or kept.
    #[schema(example = "converted")]
    pub code: Option<String>,
    /// The same in words.
    pub message: Option<String>,
    /// How many.
    pub count: i64,
}

/// A bulk with the numbers of its outcomes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulkReport {
    /// The bulk.
    #[serde(flatten)]
    pub bulk: Bulk,
    /// Its outcomes, refusals by their reason.
    pub outcomes: Vec<BulkOutcome>,
}

/// A record and what became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulkRow {
    /// Its place in the bulk.
    pub position: i32,
    /// The record.
    pub record_id: Uuid,
    /// As in [`BulkOutcome`]; null until its turn comes.
    pub outcome: Option<String>,
    /// Why, where it was refused or kept.
    pub code: Option<String>,
    /// The same in words.
    pub message: Option<String>,
}

/// What somebody must be allowed, to change records of a noun so.
#[must_use]
pub const fn permission(noun: Noun, change: &BulkChange) -> Permission {
    match (change, noun) {
        (BulkChange::Tag(_), _) => Permission::TagsWrite,
        (BulkChange::Set(_), Noun::Lead) => Permission::LeadsUpdate,
        (BulkChange::Set(_), Noun::Contact) => Permission::ContactsUpdate,
        (BulkChange::Set(_), Noun::Company) => Permission::CompaniesUpdate,
        (BulkChange::Set(_), Noun::Deal) => Permission::DealsUpdate,
        (BulkChange::Trash(_), Noun::Lead) => Permission::LeadsDelete,
        (BulkChange::Trash(_), Noun::Contact) => Permission::ContactsDelete,
        (BulkChange::Trash(_), Noun::Company) => Permission::CompaniesDelete,
        (BulkChange::Trash(_), Noun::Deal) => Permission::DealsDelete,
        (_, Noun::Product) => Permission::ProductsManage,
    }
}
