//! API keys: users without a person, for programs.
//!
//! A key is a row of `users`, so that it has a role, a team and powers like everybody, can own records, and stands under
//! its name wherever somebody stands; and one session that does not end by itself, so that the flight which serves a
//! request verifies the key too, and revoking it is at once, without a cache. What is new is the secret ([`secret`]),
//! and that a person made it.

pub mod http;
pub mod secret;
pub mod store;
pub mod uses;

use jiff::Timestamp;
use kontaly_access::{TeamId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// Keys of a workspace that are not revoked, at most.
pub const KEYS_MAX: i64 = 100;

kontaly_db::record! {
    /// A key with which a program uses the API.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct ApiKey {
        /// Which one; who it is in timelines and as an owner.
        pub id: UserId = "k.id",
        /// What it is for.
        #[schema(example = "Website form")]
        pub name: String = "u.name",
        /// `administrator`, `account_manager`, `sales_representative` or `read_only`.
        #[schema(example = "sales_representative")]
        pub role: String = "u.role",
        /// The team, if it is in one.
        pub team_id: Option<TeamId> = "u.team_id",
        /// How its secret begins.
        #[schema(example = "kontaly_3mFq8K")]
        pub prefix: String = "k.prefix",
        /// Who made it.
        pub made_by: UserId = "k.made_by",
        /// When.
        pub created_at: Timestamp = "k.created_at",
        /// When it ends by itself; null: never.
        pub expires_at: Option<Timestamp> = "k.expires_at",
        /// When it was last used, to the minute.
        pub last_used_at: Option<Timestamp> = "k.last_used_at",
    }
}
