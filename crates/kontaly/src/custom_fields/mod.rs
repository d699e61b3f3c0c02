//! Custom fields: what a workspace keeps of its records beyond the columns that all workspaces have.
//!
//! A definition ([`CustomField`]) says what a field is; a value is one typed row per record and field (one per choice of a
//! `multi_choice`), so that filters find it through an index under row security. See [`values`] for reading and writing them.

pub mod http;
pub mod rules;
pub mod store;
pub mod values;

use crate::http::change::set;
use crate::records::Noun;
use jiff::Timestamp;
use kontaly_access::CustomFieldId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A text of at most 4,000 characters.
    Text,
    /// A number.
    Number,
    /// Minor units of a currency.
    Money,
    /// A day.
    Date,
    /// One of the field's choices.
    Choice,
    /// Any of the field's choices.
    MultiChoice,
    /// A person of the workspace.
    Person,
    /// A web address.
    Link,
    /// Yes or no.
    Checkbox,
}

impl FieldKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Number,
        Self::Money,
        Self::Date,
        Self::Choice,
        Self::MultiChoice,
        Self::Person,
        Self::Link,
        Self::Checkbox,
    ];

    /// The name in the database, in the API and in filters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::MultiChoice => "multi_choice",
            Self::Person => "person",
            Self::Link => "link",
            Self::Checkbox => "checkbox",
        }
    }

    /// Whether a field of this kind has choices.
    #[must_use]
    pub const fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::MultiChoice)
    }

    /// The kind of that name; the table's CHECK lets no other in.
    #[expect(clippy::needless_pass_by_value, reason = "it is what a column is read as")]
    pub(crate) fn of_column(name: String) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).unwrap_or(Self::Text)
    }
}

kontaly_db::record! {
    /// A custom field.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct CustomField {
        /// Which one.
        pub id: CustomFieldId = "f.id",
        /// The noun whose records have it: `lead`, `contact`, `company`, `deal` or `product`.
        #[schema(example = "lead")]
        pub noun: String = "f.noun",
        /// Its name in filters (`custom.<key>`), imports and values. Never changes.
        #[schema(example = "renewal_date")]
        pub key: String = "f.key",
        /// Its name for people.
        #[schema(example = "Renewal date")]
        pub label: String = "f.label",
        /// What it holds. Never changes.
        pub kind: FieldKind = "f.kind" => FieldKind::of_column,
        /// What can be chosen, in the order in which it is offered.
        #[schema(example = json!(["Gold", "Silver"]))]
        pub choices: Vec<String> = "f.choices",
        /// Its place among the noun's fields.
        pub position: i16 = "f.position",
        /// When it was made.
        pub created_at: Timestamp = "f.created_at",
        /// When it was trashed, if it was; its values are kept.
        pub trashed_at: Option<Timestamp> = "f.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "f.version",
    }
}

/// A custom field to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldDraft {
    /// The noun whose records have it.
    pub noun: Noun,
    /// Its name in filters, imports and values: a letter, then letters, digits and underscores. From the label when absent.
    #[schema(example = "renewal_date")]
    pub key: Option<String>,
    /// Its name for people.
    #[schema(example = "Renewal date")]
    pub label: String,
    /// What it holds.
    pub kind: FieldKind,
    /// What can be chosen, for a `choice` or `multi_choice`.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Its place among the noun's fields; behind them when absent.
    pub position: Option<i16>,
}

/// What changes about a custom field. Absent leaves a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CustomFieldPatch {
    /// Its name for people.
    pub label: Option<String>,
    /// What can be chosen, in order. A choice that records have cannot go, but it can be renamed.
    pub choices: Option<Vec<String>>,
    /// Choices that are called otherwise from now on, by their names until now; records that have them keep them.
    #[schema(example = json!({ "Gold": "Platinum" }))]
    pub renamed: BTreeMap<String, String>,
    /// Its place among the noun's fields, from 0. Those behind it make room.
    pub position: Option<i16>,
}

impl CustomFieldPatch {
    /// The field with the change applied.
    #[must_use]
    pub fn apply(self, field: &CustomField) -> CustomField {
        let mut field = field.clone();
        set(&mut field.label, self.label);
        for choice in &mut field.choices {
            let renamed = self.renamed.get(choice.as_str()).cloned();
            set(choice, renamed);
        }
        set(&mut field.choices, self.choices);
        set(&mut field.position, self.position);
        field
    }
}
