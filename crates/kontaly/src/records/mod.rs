//! What the records of the trade have in common whatever their noun: a version, an owner, a lock.
//!
//! Tags and custom fields hang on records of several nouns and need no more of them than is here.

pub mod store;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The nouns on whose records something can hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// A lead.
    Lead,
    /// A contact.
    Contact,
    /// A company.
    Company,
    /// A deal.
    Deal,
    /// A product: takes custom fields, no tags.
    Product,
}

impl Noun {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Lead, Self::Contact, Self::Company, Self::Deal, Self::Product];

    /// The name in the database, in the API and in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Contact => "contact",
            Self::Company => "company",
            Self::Deal => "deal",
            Self::Product => "product",
        }
    }

    /// The noun of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.as_str() == name)
    }

    /// Whether all may read its records while the workspace leaves its directory open; what hangs on them says so too.
    #[must_use]
    pub const fn in_directory(self) -> bool {
        matches!(self, Self::Contact | Self::Company | Self::Product)
    }
}
