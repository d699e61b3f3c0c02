//! Exports: rows of a list that leave the workspace as a file, which the audit log says.

pub mod http;

use crate::records::Noun;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is about to be taken out.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportDraft {
    /// The noun of the list.
    pub noun: Noun,
    /// Which of them, as a list is filtered; absent, all that one sees.
    pub filter: Option<String>,
    /// The fields that the file has.
    #[serde(default)]
    #[schema(example = json!(["name", "email", "owner"]))]
    pub columns: Vec<String>,
}

/// What was written down.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Export {
    /// Which one; the event's record.
    pub id: Uuid,
    /// The rows that this person sees of it.
    pub rows: i64,
}
