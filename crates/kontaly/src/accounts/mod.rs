//! The people of a tenant: users, teams, passwords, sessions, and the capabilities that follow from them.
//!
//! Everything here that writes goes through the steward, the one role that may, and no CRM row is within its reach.

pub mod actors;
pub mod entry;
pub mod http;
pub mod invitations;
pub mod password;
pub mod profile;
pub mod recovery;
pub mod sessions;
pub mod store;
pub mod teams;
pub mod welcome;

use jiff::Timestamp;
use kontaly_access::{TeamId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

kontaly_db::record! {
    /// A person of the workspace, or an API key, which can own records as a person can.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct User {
        /// Who it is.
        pub id: UserId = "u.id",
        /// The person's name.
        #[schema(example = "Dana Okafor")]
        pub name: String = "u.name",
        /// `person` or `key`.
        #[schema(example = "person")]
        pub kind: String = "u.kind",
        /// What the person signs in with, in lower case; empty for a key.
        #[schema(example = "dana@acme.example")]
        pub email: String = "coalesce(u.email, '')",
        /// `administrator`, `account_manager`, `sales_representative` or `read_only`.
        #[schema(example = "sales_representative")]
        pub role: String = "u.role",
        /// The team, if the person is in one.
        pub team_id: Option<TeamId> = "u.team_id",
        /// `invited`, `active` or `suspended`.
        #[schema(example = "active")]
        pub state: String = "u.state",
        /// The language that the person reads, as a BCP 47 tag; null for the workspace's.
        #[schema(example = "de-AT")]
        pub locale: Option<String> = "u.locale",
        /// Whether the person showed to read the mails of the address.
        pub verified: bool = "u.verified_at is not null",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "u.version",
        /// When the person was added.
        pub created_at: Timestamp = "u.created_at",
    }
}

/// What people are compared by: lower case, composed, one space between words.
#[must_use]
pub fn name_key(name: &str) -> String {
    crate::search::fold(name)
}

/// An e-mail address as it is kept and compared.
#[must_use]
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a text can be an e-mail address: one `@` with something around it, no spaces. Whether it is one, only a
/// message to it shows.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && !local.contains('@')
        && text.len() <= 254
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
