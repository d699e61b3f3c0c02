//! The trash: what was moved there, by whom and when; out of it again one by one, or gone for good.
//!
//! What hangs on a record (its activities, tags, custom values, points, history) goes with it. What only refers to it
//! stays and loses the reference; each loss is an event of the record that lost it. The audit log keeps what was done.

pub mod http;
pub mod nouns;
pub mod store;
pub mod sweep;

use jiff::{SignedDuration, Timestamp};
use kontaly_access::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Days after which what lies in the trash is deleted for good, unless the installation says otherwise.
pub const RETENTION_DAYS: u16 = 30;
/// Records that are deleted for good in one request, at most.
pub const PURGED_MAX: usize = 200;

kontaly_db::record! {
    /// A record in the trash.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Trashed {
        /// Which one.
        pub id: Uuid = "r.id",
        /// What it is called.
        #[schema(example = "Halcyon rollout")]
        pub name: String = "n.name",
        /// What tells it from others of its name: a company, an address, a domain.
        pub detail: Option<String> = "n.detail",
        /// Whose it is.
        pub owner_id: Option<UserId> = "r.owner_id",
        /// When it was trashed.
        pub trashed_at: Timestamp = "r.trashed_at",
        /// Who trashed it; null when nobody wrote that down.
        pub trashed_by: Option<UserId> = "e.actor_id",
    }
}

/// How much lies in the trash, by noun, of what one sees.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TrashCounts {
    /// Leads.
    pub leads: i64,
    /// Contacts.
    pub contacts: i64,
    /// Companies.
    pub companies: i64,
    /// Deals.
    pub deals: i64,
    /// Activities.
    pub activities: i64,
    /// Files.
    pub attachments: i64,
    /// Days after which it is deleted for good by itself.
    #[schema(example = 30)]
    pub retention_days: u16,
}

/// Records of one noun.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrashSelection {
    /// Which ones: 1 to 200 ids.
    pub ids: Vec<Uuid>,
}

/// What goes when records are deleted for good, and what only loses its reference to them.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct TrashWeight {
    /// Records that are in the trash, of those that were asked for.
    pub records: i64,
    /// Activities that go with them.
    pub activities: i64,
    /// Files that go with them.
    pub attachments: i64,
    /// Contacts that lose their company.
    pub contacts: i64,
    /// Companies that lose the company they belong to.
    pub companies: i64,
    /// Deals that lose their company or contact.
    pub deals: i64,
    /// Converted leads that lose the way to what they became.
    pub leads: i64,
}

/// What was deleted for good.
#[derive(Debug, Serialize, ToSchema)]
pub struct Purged {
    /// How many records.
    pub purged: usize,
}

/// The last instant of which what was trashed then is to be deleted now.
#[must_use]
pub fn expired_before(now: Timestamp, days: u16) -> Timestamp {
    now - SignedDuration::from_hours(24 * i64::from(days))
}
