//! The console at `admin.<base>`: whoever runs the installation.
//!
//! Operators are no tenant's people. What is theirs stands in the schema `console` (migrations/0110), which one database role may
//! enter; that role sees the registry of tenants and no CRM row. They sign in with a password and a second factor, on a host,
//! with a cookie and a session of their own, which every request looks up: an operator who is suspended is out at once.

pub mod audit;
pub mod enrolment;
pub mod guard;
pub mod health;
pub mod http;
pub mod plans;
pub mod power;
pub mod store;
pub mod tenants;
pub mod totp;
pub mod traffic;
pub mod usage;

use jiff::{SignedDuration, Timestamp};
use kontaly_access::OperatorId;
use serde::Serialize;
use utoipa::ToSchema;

/// How long a session lives, used or not.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);
/// How long a session lives that nobody uses.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(2);
/// How long the link works with which an operator chooses password and second factor.
pub const LINK_LIVES: SignedDuration = SignedDuration::from_hours(24);
/// Recovery codes that are given at a time.
pub const RECOVERY_CODES: usize = 10;

kontaly_db::record! {
    /// Somebody who runs the installation.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Operator {
        /// Who it is.
        pub id: OperatorId = "o.id",
        /// The name.
        #[schema(example = "Robin Vance")]
        pub name: String = "o.name",
        /// What they sign in with, in lower case.
        #[schema(example = "robin@example.com")]
        pub email: String = "o.email",
        /// `owner`, `support` or `read_only`.
        #[schema(example = "owner")]
        pub role: String = "o.role",
        /// `invited` (the link waits), `active` or `suspended`.
        #[schema(example = "active")]
        pub state: String = "o.state",
        /// How many recovery codes are left.
        pub recovery_codes: i64 = "(select count(*) from console.recovery_codes r where r.operator_id = o.id)",
        /// When they were added.
        pub created_at: Timestamp = "o.created_at",
        /// Grows with every change.
        pub version: i32 = "o.version",
    }
}

impl Operator {
    /// Whether this one can sign in and do everything.
    #[must_use]
    pub fn owns(&self) -> bool {
        self.role == "owner" && self.state == "active"
    }
}
