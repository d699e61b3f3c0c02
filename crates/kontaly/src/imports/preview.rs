//! What a file shows before anything of it is imported: what its columns hold, how they are written, what its names
//! mean, and what only a person can say.

use super::file::Format;
use super::mapping::Mapping;
use super::nouns::Noun;
use super::rows::Source;
use super::values::date::DateOrder;
use super::values::number::DecimalMark;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a file shows when it is read by its mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Preview {
    /// How the file is written.
    pub format: Option<Format>,
    /// Rows, without the header.
    #[schema(example = 8800)]
    pub rows: i64,
    /// Rows without an id, an e-mail address or whatever else their records are found by: importing them again makes
    /// their records again.
    #[schema(example = 0)]
    pub rows_without_key: i64,
    /// Its columns, in order.
    pub columns: Vec<PreviewColumn>,
    /// What columns can fill.
    pub fields: Vec<PreviewField>,
    /// What must be answered before the file can be run.
    pub questions: Vec<Question>,
    /// Names that are not there, beside names that are and look alike. Confirm one in the mapping's `values`.
    pub near_matches: Vec<NearMatch>,
    /// What the values of stages and other choices are taken for.
    pub choices: Vec<ChoiceMatch>,
    /// Names that are not there.
    pub unknown: Vec<UnknownName>,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreviewColumn {
    /// Its header.
    #[schema(example = "close_value")]
    pub column: String,
    /// The field that it fills; null: it is not imported.
    #[schema(example = "amount")]
    pub field: Option<String>,
    /// Rows in which it holds something.
    #[schema(example = 6711)]
    pub filled: i64,
    /// Some of its values.
    #[schema(example = json!(["1054", "4514", "50"]))]
    pub samples: Vec<String>,
    /// The order of its dates, where it shows one.
    pub date_order: Option<DateOrder>,
    /// Its decimal mark, where it shows one.
    pub decimal_mark: Option<DecimalMark>,
}

/// Something that columns can fill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreviewField {
    /// Its name in the mapping.
    #[schema(example = "amount")]
    pub field: String,
    /// What people call it.
    #[schema(example = "Amount")]
    pub label: String,
    /// `text`, `email`, `phone`, `number`, `amount`, `currency`, `date`, `instant`, `choice` or `reference`.
    #[schema(example = "amount")]
    pub takes: String,
    /// Whether a file needs a column for it.
    pub required: bool,
}

/// Something that the file does not show and that must be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Question {
    /// `date_order_ambiguous`, `decimal_mark_ambiguous` or `required_field_unmapped`.
    #[schema(example = "date_order_ambiguous")]
    pub code: String,
    /// The column that it is about.
    #[schema(example = "close_date")]
    pub column: Option<String>,
    /// The field that it is about.
    #[schema(example = "closed_on")]
    pub field: Option<String>,
    /// What to say.
    #[schema(example = "03/04/2017 can be read in more than one way. Say the order of the dates.")]
    pub message: String,
}

/// A name that is not there, beside one that looks alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NearMatch {
    /// The field.
    #[schema(example = "product")]
    pub field: String,
    /// The name in the file.
    #[schema(example = "GTXPro")]
    pub from: String,
    /// The name that is there.
    #[schema(example = "GTX Pro")]
    pub to: String,
    /// Rows with that name.
    #[schema(example = 1480)]
    pub rows: i64,
}

/// What a value of a choice is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChoiceMatch {
    /// The field.
    #[schema(example = "stage")]
    pub field: String,
    /// The value in the file.
    #[schema(example = "Engaging")]
    pub from: String,
    /// What it is taken for; null: nothing, and its rows are rejected.
    #[schema(example = "Discovery")]
    pub to: Option<String>,
    /// Rows with that value.
    #[schema(example = 1589)]
    pub rows: i64,
}

/// A name that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnknownName {
    /// The field.
    #[schema(example = "company")]
    pub field: String,
    /// The name.
    #[schema(example = "Teste")]
    pub name: String,
    /// Rows with that name.
    #[schema(example = 1)]
    pub rows: i64,
    /// Whether the run makes it; otherwise it rejects the rows.
    pub created: bool,
}

/// How each column is read: as the mapping says, else as the column shows.
#[must_use]
pub fn sources(noun: &Noun, mapping: &Mapping, preview: &Preview) -> Vec<Source> {
    let source = |column: &PreviewColumn| Source {
        header: column.column.clone(),
        field: column.field.as_deref().and_then(|name| noun.field(name)),
        order: mapping.date_order.or(column.date_order).unwrap_or(DateOrder::Ymd),
        mark: mapping.decimal_mark.or(column.decimal_mark).unwrap_or(DecimalMark::Dot),
        scale: mapping.scales.get(&column.column).copied().unwrap_or(1),
    };
    preview.columns.iter().map(source).collect()
}
