//! Attachments: files on leads, contacts, companies and deals.
//!
//! What is known of a file is a row, which is seen by whoever sees its record; its bytes are an object in a [vault](crate::vault), under
//! the tenant's id, and the row is the only way to it. An upload writes the object first and the row afterwards, so that a
//! row never lacks its object; what an upload that broke off left behind is swept away.

pub mod content;
pub mod http;
pub mod rules;
pub mod store;
pub mod sweep;
pub mod upload;

use crate::http::filter::{Field, Kind, Listing};
use crate::records::Noun;
use jiff::Timestamp;
use kontaly_access::{AttachmentId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Bytes of a file at most, unless the installation says otherwise.
pub const FILE_BYTES_MAX: u64 = 100 * 1024 * 1024;

kontaly_db::record! {
    /// A file on a record.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Attachment {
        /// Which one.
        pub id: AttachmentId = "f.id",
        /// What it is called.
        #[schema(example = "Offer 2026-11.pdf")]
        pub name: String = "f.name",
        /// What it is: told by its first bytes where they tell, else what the sender said.
        #[schema(example = "application/pdf")]
        pub media_type: String = "f.media_type",
        /// Its size.
        #[schema(example = 183_204)]
        pub size_bytes: i64 = "f.size_bytes",
        /// The SHA-256 of its bytes, in hexadecimal.
        #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
        pub sha256: String = "f.sha256",
        /// The noun of the record that it is on.
        #[schema(value_type = Noun, example = "deal")]
        pub noun: String = "case when f.lead_id is not null then 'lead' when f.deal_id is not null then 'deal'
            when f.contact_id is not null then 'contact' else 'company' end",
        /// That record.
        pub record_id: Uuid = "coalesce(f.lead_id, f.deal_id, f.contact_id, f.company_id)",
        /// Who uploaded it.
        pub uploaded_by: UserId = "f.uploaded_by",
        /// The record's owner.
        pub owner_id: Option<UserId> = "f.owner_id",
        /// When it was uploaded.
        pub created_at: Timestamp = "f.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "f.updated_at",
        /// When it was removed, if it was.
        pub trashed_at: Option<Timestamp> = "f.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "f.version",
    }
}

impl Attachment {
    /// The noun of the record that it is on: the database names one of four.
    #[must_use]
    pub fn record_noun(&self) -> Noun {
        Noun::parse(&self.noun).unwrap_or(Noun::Lead)
    }
}

/// What the files of a record are listed by.
pub const LISTING: Listing = Listing {
    noun: "attachment",
    id: "f.id",
    tenant: "f.tenant_id",
    owner: None,
    default_sort: "-created_at",
    fields: &[Field::sorted("created_at", "f.created_at", Kind::Instant)],
};

/// What changes about a file. Its bytes never do.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachmentPatch {
    /// What it is called.
    #[schema(example = "Offer 2026-12.pdf")]
    pub name: String,
}
