//! Notifications: what somebody should know who was not looking.
//!
//! A record that was handed over and a file that is done are written down by the transaction that they tell of (triggers,
//! migrations/0104); what the clock brings, a reminder of an activity and the morning's agenda, by the [`schedule`] of each
//! workspace, in the time zone of each person. A notification holds ids and numbers. What the record is called is asked for
//! with it, under the row rule of that moment: of what is out of sight by then nothing is said.

pub mod http;
pub mod schedule;
pub mod store;

use crate::http::Change;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{NotificationId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How long a notification is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Notifications of a page, at most.
pub const PAGE_MAX: usize = 50;

kontaly_db::record! {
    /// Something that you should know.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Notification {
        /// Which one.
        pub id: NotificationId = "n.id",
        /// `assigned`: records were handed to you. `reminder`: an activity of yours is due. `agenda`: what the day brings.
        /// `import`, `export`: a file is done, or was not to be.
        #[schema(example = "reminder")]
        pub kind: String = "n.kind",
        /// The noun of the record that it is about; null for an agenda.
        #[schema(example = "activity")]
        pub noun: Option<String> = "n.noun",
        /// Which record, the first one of several.
        pub record_id: Option<Uuid> = "n.record_id",
        /// What it is called.
        #[schema(example = "Ask for the security questionnaire")]
        pub record_name: Option<String> = "r.name",
        /// What state the record is in, where that makes a difference: of an activity `open` or `done`; of a file `done`, `failed` …
        #[schema(example = "open")]
        pub state: Option<String> = "r.state",
        /// When the activity is due.
        pub due_at: Option<Timestamp> = "r.due_at",
        /// How many records it is about; of an agenda, how many activities are due.
        #[schema(example = 1)]
        pub count: i32 = "n.count",
        /// Who made it happen; the workspace's own id for what the clock brought.
        pub actor_id: UserId = "n.actor_id",
        /// When.
        pub at: Timestamp = "n.at",
        /// When you read it, if you did.
        pub read_at: Option<Timestamp> = "n.read_at",
    }
}

/// What you should know, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notifications {
    /// How many of all are unread.
    #[schema(example = 3)]
    pub unread: i64,
    /// The time zone in which you read them: your own, or the workspace's.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// Up to 50 of them.
    pub data: Vec<Notification>,
    /// Whether there are older ones: ask with `before`, the `at` of the last.
    pub more: bool,
}

kontaly_db::record! {
    /// When somebody wants to be told.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
    pub struct NotificationSettings {
        /// The own time zone, as the IANA names it; null for the workspace's.
        #[schema(example = "Europe/Berlin")]
        pub time_zone: Option<String> = "s.time_zone",
        /// How many minutes before a call or a meeting; a task is told of when it is due. Null: never of any.
        #[schema(example = 10)]
        pub remind_minutes: Option<i32> = "s.remind_minutes",
        /// From which hour of the own day on you are told what it brings; null: never.
        #[schema(example = 8)]
        pub agenda_hour: Option<i32> = "s.agenda_hour",
    }
}

impl Default for NotificationSettings {
    /// As migrations/0104 has it.
    fn default() -> Self {
        Self { time_zone: None, remind_minutes: Some(10), agenda_hour: Some(8) }
    }
}

/// What changes about it. Absent leaves a field, null clears it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NotificationSettingsPatch {
    /// The own time zone.
    #[schema(value_type = Option<String>, example = "Europe/Berlin")]
    pub time_zone: Change<String>,
    /// Minutes before a call or a meeting, at most a day.
    #[schema(value_type = Option<i32>, example = 10)]
    pub remind_minutes: Change<i32>,
    /// The hour of the agenda, 0 to 23.
    #[schema(value_type = Option<i32>, example = 8)]
    pub agenda_hour: Change<i32>,
}

/// Which notifications are read now.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReadDraft {
    /// These; absent: all.
    pub ids: Option<Vec<NotificationId>>,
}
