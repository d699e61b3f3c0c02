//! What the records of the trade have in common whatever their noun: a version, an owner, a lock.
//!
//! Tags and custom fields hang on records of several nouns and need no more of them than is here.

pub mod store;

use crate::http::Error;
use crate::http::filter::Listing;
use crate::{companies, contacts, deals, leads};
use kontaly_db::{Sql, TenantTx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

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

/// The list of a noun whose records are shown, changed and taken out many at a time, up to its filter.
#[must_use]
pub fn listing(noun: Noun, tx: &TenantTx) -> Option<(&'static Listing, Sql)> {
    Some(match noun {
        Noun::Lead => (&leads::LISTING, leads::store::from_where(tx)),
        Noun::Contact => (&contacts::LISTING, contacts::store::from_where(tx)),
        Noun::Company => (&companies::LISTING, companies::store::from_where(tx)),
        Noun::Deal => (&deals::LISTING, deals::store::from_where(tx)),
        Noun::Product => return None,
    })
}

/// Records about which a list asks at once, at most.
const IDS_MAX: usize = 200;

/// Reads the ids of the records about which a list asks, separated by commas.
///
/// # Errors
/// 422 for what is no id, and for too many.
pub fn read_ids(text: &str) -> Result<Vec<Uuid>, Error> {
    let ids: Result<Vec<Uuid>, _> =
        text.split(',').filter(|id| !id.is_empty()).map(|id| id.trim().parse()).collect();
    let ids = ids.map_err(|_| Error::query("ids", "Give ids, separated by commas."))?;
    if ids.len() > IDS_MAX {
        return Err(Error::query("ids", format!("At most {IDS_MAX} records at once.")));
    }
    Ok(ids)
}
