//! Records on their way into the database, many at a time. `COPY` does not work under row security; arrays do.

pub mod store;
pub mod write;

use super::nouns::{Table, Values};
use super::rows::{Point, Row};
use serde_json::Value;
use uuid::Uuid;

/// A record that is there already.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which one.
    pub id: Uuid,
    /// Its version when it was read.
    pub version: i32,
    /// Whether it is in the trash.
    pub trashed: bool,
    /// Whether the undo of an import put it there: then it gives its external id up to whoever comes with it next.
    pub given_up: bool,
    /// Whether an earlier row of the same file was about it.
    pub touched: bool,
    /// Its values.
    pub values: Values,
    /// A contact's e-mail addresses and telephone numbers: kind, value, key.
    pub points: Vec<(String, String, String)>,
}

/// What a row makes of a record.
pub struct Draft {
    /// The row.
    pub row: Row,
    /// The record's id.
    pub id: Uuid,
    /// The record as it is.
    pub before: Option<Stored>,
    /// The record as the row wants it.
    pub after: Values,
    /// E-mail addresses and telephone numbers that the record does not have yet.
    pub new_points: Vec<Point>,
    /// What changed, or what was kept from changing, for the result and for a later undo.
    pub detail: Option<Value>,
}

impl Draft {
    /// Whose the record becomes.
    #[must_use]
    pub fn owner(&self, table: &Table) -> Option<Uuid> {
        table.owner.and_then(|at| self.after.0[at].id())
    }
}
