//! Activities: calls, meetings, e-mails, tasks and notes, each on exactly one lead, deal, contact or company.
//!
//! Who sees the record sees them: an activity carries a copy of its record's owner, which the database rewrites when the
//! record changes hands.

pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use kontaly_access::{ActivityId, CompanyId, ContactId, DealId, LeadId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kontaly_db::record! {
    /// An activity.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Activity {
        /// Which one.
        pub id: ActivityId = "a.id",
        /// `call`, `meeting`, `email`, `task` or `note`.
        #[schema(example = "call")]
        pub kind: String = "a.kind",
        /// What it is about.
        #[schema(example = "Asked for the security questionnaire")]
        pub subject: String = "a.subject",
        /// Free text.
        pub body: Option<String> = "a.body",
        /// When it happened, or happens; of a task, when it is due.
        pub due_at: Option<Timestamp> = "a.due_at",
        /// Its place in the timeline: `due_at`, or when it was made.
        pub at: Timestamp = "a.at",
        /// When it was done, if it is.
        pub done_at: Option<Timestamp> = "a.done_at",
        /// How long it took or takes.
        #[schema(example = 30)]
        pub duration_minutes: Option<i32> = "a.duration_minutes",
        /// Who does it.
        pub assignee_id: Option<UserId> = "a.assignee_id",
        /// The lead it is on, if it is a lead.
        pub lead_id: Option<LeadId> = "a.lead_id",
        /// The deal it is on, if it is a deal.
        pub deal_id: Option<DealId> = "a.deal_id",
        /// The contact it is on, if it is a contact.
        pub contact_id: Option<ContactId> = "a.contact_id",
        /// The company it is on, if it is a company.
        pub company_id: Option<CompanyId> = "a.company_id",
        /// That record's name.
        #[schema(example = "Halcyon: 40 seats")]
        pub record_name: Option<String> = "coalesce(
            (select n.name from leads n where n.tenant_id = a.tenant_id and n.id = a.lead_id),
            (select n.name from deals n where n.tenant_id = a.tenant_id and n.id = a.deal_id),
            (select n.name from contacts n where n.tenant_id = a.tenant_id and n.id = a.contact_id),
            (select n.name from companies n where n.tenant_id = a.tenant_id and n.id = a.company_id))",
        /// That record's owner.
        pub owner_id: Option<UserId> = "a.owner_id",
        /// Its name in the system it was imported from.
        pub external_id: Option<String> = "a.external_id",
        /// When it was made.
        pub created_at: Timestamp = "a.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "a.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "a.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "a.version",
    }
}

/// What activities are listed, filtered and sorted by. Done or not is `done_at`, `not_empty` or `empty`.
pub const LISTING: Listing = Listing {
    noun: "activity",
    id: "a.id",
    tenant: "a.tenant_id",
    owner: None,
    default_sort: "-at",
    fields: &[
        Field::sorted("at", "a.at", Kind::Instant),
        Field::new("kind", "a.kind", Kind::Text),
        Field::new("subject", "a.subject", Kind::Text),
        Field::new("due_at", "a.due_at", Kind::Instant),
        Field::new("done_at", "a.done_at", Kind::Instant),
        Field::new("assignee_id", "a.assignee_id", Kind::Id),
        Field::new("owner_id", "a.owner_id", Kind::Id),
        Field::new("lead_id", "a.lead_id", Kind::Id),
        Field::new("deal_id", "a.deal_id", Kind::Id),
        Field::new("contact_id", "a.contact_id", Kind::Id),
        Field::new("company_id", "a.company_id", Kind::Id),
        Field::new("created_at", "a.created_at", Kind::Instant),
    ],
};

/// The record that an activity is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// A lead.
    Lead(LeadId),
    /// A deal.
    Deal(DealId),
    /// A contact.
    Contact(ContactId),
    /// A company.
    Company(CompanyId),
}

/// An activity to be made, on exactly one record.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ActivityDraft {
    /// `call`, `meeting`, `email`, `task` or `note`.
    #[schema(required, example = "task")]
    pub kind: String,
    /// What it is about.
    #[schema(required, example = "Send the offer")]
    pub subject: String,
    /// Free text.
    pub body: Option<String>,
    /// When it happened, or happens; of a task, when it is due. A note has none.
    #[schema(example = "2026-12-01T09:00:00Z")]
    pub due_at: Option<Timestamp>,
    /// Whether it is done already. A note has nothing to be done.
    pub done: bool,
    /// How long it took or takes.
    pub duration_minutes: Option<i32>,
    /// Who does it: absent, whoever makes it; null, nobody yet.
    #[schema(value_type = Option<UserId>)]
    pub assignee_id: Change<UserId>,
    /// The lead it is on.
    pub lead_id: Option<LeadId>,
    /// The deal it is on.
    pub deal_id: Option<DealId>,
    /// The contact it is on.
    pub contact_id: Option<ContactId>,
    /// The company it is on.
    pub company_id: Option<CompanyId>,
    /// Its name in another system.
    pub external_id: Option<String>,
}

/// What changes about an activity. Absent leaves a field, null clears it. It stays on its record.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ActivityPatch {
    /// The kind.
    pub kind: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Free text.
    #[schema(value_type = Option<String>)]
    pub body: Change<String>,
    /// When it happens or is due.
    #[schema(value_type = Option<Timestamp>)]
    pub due_at: Change<Timestamp>,
    /// True: it is done now. False: it is not.
    #[schema(example = true)]
    pub done: Option<bool>,
    /// How long it took or takes.
    #[schema(value_type = Option<i32>)]
    pub duration_minutes: Change<i32>,
    /// Who does it.
    #[schema(value_type = Option<UserId>)]
    pub assignee_id: Change<UserId>,
}

impl Activity {
    /// Whether it is on a record of the directory, which all may read.
    #[must_use]
    pub fn is_directory(&self) -> bool {
        self.contact_id.is_some() || self.company_id.is_some()
    }

    /// The one record it is on; `None` when none or several are named.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        let mut named = [
            self.lead_id.map(Record::Lead),
            self.deal_id.map(Record::Deal),
            self.contact_id.map(Record::Contact),
            self.company_id.map(Record::Company),
        ]
        .into_iter()
        .flatten();
        let first = named.next()?;
        named.next().is_none().then_some(first)
    }

    /// An activity of a draft, made at `now`; its record's owner is not known yet.
    #[must_use]
    pub fn from_draft(draft: ActivityDraft, id: ActivityId, now: Timestamp, maker: UserId) -> Self {
        Self {
            id,
            kind: draft.kind,
            subject: draft.subject,
            body: draft.body,
            due_at: draft.due_at,
            at: now,
            done_at: draft.done.then_some(now),
            duration_minutes: draft.duration_minutes,
            assignee_id: draft.assignee_id.or(Some(maker)),
            lead_id: draft.lead_id,
            deal_id: draft.deal_id,
            contact_id: draft.contact_id,
            company_id: draft.company_id,
            record_name: None,
            owner_id: None,
            external_id: draft.external_id,
            created_at: now,
            updated_at: now,
            trashed_at: None,
            version: 1,
        }
    }
}

impl ActivityPatch {
    /// The activity with the change applied at `now`.
    #[must_use]
    pub fn apply(self, activity: &Activity, now: Timestamp) -> Activity {
        use crate::http::change::set;
        let mut activity = activity.clone();
        set(&mut activity.kind, self.kind);
        set(&mut activity.subject, self.subject);
        self.body.apply(&mut activity.body);
        self.due_at.apply(&mut activity.due_at);
        match self.done {
            Some(true) => activity.done_at = activity.done_at.or(Some(now)),
            Some(false) => activity.done_at = None,
            None => {}
        }
        self.duration_minutes.apply(&mut activity.duration_minutes);
        self.assignee_id.apply(&mut activity.assignee_id);
        activity
    }
}
