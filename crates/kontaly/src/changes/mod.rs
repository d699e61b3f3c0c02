//! Changes: what one person does reaches the pages of the others within a second.
//!
//! The transaction that writes an audit event writes a change beside it (a trigger, migrations/0095): which record, and no word of
//! what it says. The relay ([`crate::jobs::relay`]) numbers what has committed, tenant by tenant, and wakes the processes that
//! hold streams; each stream then asks under its own person's row rule for what is new. Who hears of a change asks for the
//! record, and gets it as far as they may.

pub mod feeds;
pub mod http;
pub mod store;

use jiff::{SignedDuration, Timestamp};
use kontaly_access::UserId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How long a change is kept for those who come back. Who was away for longer loads everything anew.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

kontaly_db::record! {
    /// That something was done to a record.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct ChangeNotice {
        /// Its place in the workspace's feed; the id of the message that brings it.
        pub number: i64 = "c.number",
        /// When.
        pub at: Timestamp = "c.at",
        /// `lead`, `deal`, `activity` …
        #[schema(example = "deal")]
        pub noun: String = "c.noun",
        /// Which of them.
        pub record_id: Uuid = "c.record_id",
        /// `create`, `update`, `move`, `trash` …; `removed` when it is yours to see no longer.
        #[schema(example = "move")]
        pub action: String = "case when c.removes then 'removed' else c.action end",
        /// By whom.
        pub actor_id: UserId = "c.actor_id",
    }
}
