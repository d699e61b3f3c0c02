//! Webhooks: programs elsewhere are told what happened, signed as Standard Webhooks has it.
//!
//! A trigger writes what is to be told in the transaction that it tells of (migrations): what commits is told at least once,
//! what is rolled back never. [`delivery`] sends it, later and later, until it is there; [`target`] sees to it that it goes
//! to the public internet and nowhere else; [`secret`] signs.

pub mod delivery;
pub mod http;
pub mod secret;
pub mod store;
pub mod target;

use jiff::{SignedDuration, Timestamp};
use kontaly_access::{UserId, WebhookId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Webhooks of a workspace at most.
pub const WEBHOOKS_MAX: i64 = 20;
/// How long the secret before signs too, after a rotation.
pub const OLD_SIGNS: SignedDuration = SignedDuration::from_hours(24);
/// How long what was told stays in the log.
pub const LOG_KEPT: SignedDuration = SignedDuration::from_hours(24 * 14);
/// What a webhook can be told of.
pub const NOUNS: [&str; 6] = ["lead", "contact", "company", "deal", "activity", "product"];

kontaly_db::record! {
    /// Where a program is told what happened.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Webhook {
        /// Which one.
        pub id: WebhookId = "w.id",
        /// Where.
        #[schema(example = "https://example.com/kontaly")]
        pub url: String = "w.url",
        /// What it is for.
        #[schema(example = "Billing")]
        pub description: String = "w.description",
        /// Nouns (`deal`) and single events (`deal.move`); everything when empty.
        #[schema(example = json!(["deal", "lead.convert"]))]
        pub events: Vec<String> = "w.events",
        /// `active`; `off`, by a person; `failed`: it was not to be reached for more than a day.
        #[schema(example = "active")]
        pub state: String = "w.state",
        /// Until when the secret before the last rotation signs too.
        pub old_until: Option<Timestamp> = "w.old_until",
        /// Who made it, and is told when it fails.
        pub made_by: UserId = "w.made_by",
        /// When.
        pub created_at: Timestamp = "w.created_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "w.version",
    }
}

kontaly_db::record! {
    /// Something that a webhook was told, or is to be told.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Delivery {
        /// What was told: the audit event's id, and the `webhook-id`.
        pub id: Uuid = "d.id",
        /// What happened.
        #[schema(example = "deal.move")]
        pub event: String = "d.event",
        /// When.
        pub created_at: Timestamp = "d.created_at",
        /// How often it was tried.
        pub attempts: i32 = "d.attempts",
        /// When it is tried next, unless it is done.
        pub next_at: Timestamp = "d.next_at",
        /// When it was taken.
        pub delivered_at: Option<Timestamp> = "d.delivered_at",
        /// When nobody tried any longer.
        pub gave_up_at: Option<Timestamp> = "d.gave_up_at",
        /// The HTTP status of the last attempt.
        pub status: Option<i16> = "d.status",
        /// Why the last attempt came to nothing: `address`, `connect`, `timeout`, `status` …
        #[schema(example = "timeout")]
        pub problem: Option<String> = "d.problem",
        /// How long the last attempt took.
        pub millis: Option<i32> = "d.millis",
    }
}
