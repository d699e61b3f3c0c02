//! One type per kind of id, so that a contact's id cannot be passed where a deal's is meant.
//!
//! Ids are UUIDv7, made by the server (`Clock::id` in the product): they sort by creation, which keeps
//! index inserts at the right-hand edge and gives keyset pages a natural order.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = Uuid)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

/// Calls `$with!` with every id type, so that a crate which must teach its own trait to all of them
/// (the database layer) cannot forget one.
#[macro_export]
macro_rules! for_each_id {
    ($with:ident) => {
        $with! {
            TenantId UserId TeamId SessionId CompanyId ContactId LeadId PipelineId StageId ProductId DealId
            ActivityId TagId CustomFieldId EventId ImportId BulkId ViewId AttachmentId WebhookId NotificationId OperatorId
        }
    };
}

ids! {
    /// A tenant: one business on the installation (its own people call it their workspace).
    TenantId;
    /// A person who signs in to one tenant, or the tenant's worker.
    UserId;
    /// A team; teams form a tree.
    TeamId;
    /// One signed-in browser.
    SessionId;
    /// A company.
    CompanyId;
    /// A contact.
    ContactId;
    /// A lead.
    LeadId;
    /// A pipeline.
    PipelineId;
    /// A stage of a pipeline.
    StageId;
    /// A product.
    ProductId;
    /// A deal.
    DealId;
    /// An activity: call, meeting, e-mail, task or note.
    ActivityId;
    /// A file that hangs on a record.
    AttachmentId;
    /// A tag.
    TagId;
    /// A custom field.
    CustomFieldId;
    /// An audit event.
    EventId;
    /// An import.
    ImportId;
    /// One change of many records.
    BulkId;
    /// A saved view of a list.
    ViewId;
    /// Where a program is told what happened.
    WebhookId;
    /// Something that somebody should know.
    NotificationId;
    /// Somebody who runs the installation, and is no tenant's.
    OperatorId;
}
