//! Undoing an import: what it made goes to the trash, what it changed gets its old values back, and what people have changed
//! since, or hung something on, stays as they left it and is told row by row.
//!
//! It is done in batches, each its own transaction: nobody waits for longer than one, and a worker that dies loses one. What
//! would be done is found out first, in the same way and rolled back ([`job`]), because a company stays when a contact that
//! refers to it stays, and that may stand further down in the file. Whether somebody changed a record is told by its version,
//! whether somebody changed a field by its value ([`judge`]); whether something hangs on it is asked beyond sight ([`facts`]).

pub mod facts;
pub mod http;
pub mod job;
pub mod judge;
pub mod store;

use super::Import;
use crate::http::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How long an import can be undone. [`Import::undo_until`] says the same in SQL.
const DAYS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An undo in numbers. `undone`, `changed` and `kept` add up to `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Undo {
    /// Rows that had done something.
    #[schema(example = 8792)]
    pub rows: i64,
    /// How many of them had their turn.
    #[schema(example = 8792)]
    pub position: i64,
    /// Rows of which all is taken back.
    #[schema(example = 8789)]
    pub undone: i64,
    /// Rows of which something stays because somebody changed it since.
    #[schema(example = 2)]
    pub changed: i64,
    /// Rows of which something stays for another reason: each says why in `stayed`.
    #[schema(example = 1)]
    pub kept: i64,
    /// Records that go to the trash, by noun.
    pub trashed: BTreeMap<String, i64>,
    /// Records that get values back.
    #[schema(example = 2)]
    pub restored: i64,
}

/// Whether an import can be undone now; why not, otherwise.
///
/// # Errors
/// 409, with a code for each reason.
pub fn must_be_possible(import: &Import, now: Timestamp) -> Result<()> {
    let (code, why) = match import.state.as_str() {
        _ if import.noun == "people" => (
            "import_of_people",
            "An import of people is not undone: they may have signed in and own records. Change or suspend them on the page People.",
        ),
        "done" if import.finished_at.is_some_and(|at| now.duration_since(at) <= DAYS) => return Ok(()),
        "done" => ("import_too_old", "An import can be undone for 30 days. This one is older."),
        "weighing" | "undoing" => ("import_undoing", "This import is being undone at this moment."),
        "undone" => ("import_undone", "This import was undone already."),
        _ => ("import_not_done", "Nothing of this file was imported: there is nothing to undo."),
    };
    Err(Error::refused(code, why))
}
