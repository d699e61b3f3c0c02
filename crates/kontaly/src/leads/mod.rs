//! Leads: people who may become customers. Row-scoped: one sees one's own, one's team's, and the pool.

pub mod conversion;
pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use kontaly_access::{CompanyId, ContactId, DealId, LeadId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kontaly_db::record! {
    /// A lead.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Lead {
        /// Which one.
        pub id: LeadId = "l.id",
        /// First name.
        #[schema(example = "Ines")]
        pub first_name: String = "l.first_name",
        /// Last name.
        #[schema(example = "Haddad")]
        pub last_name: String = "l.last_name",
        /// First and last name, or the company where there is neither.
        #[schema(example = "Ines Haddad")]
        pub name: String = "l.name",
        /// The company, as text: it becomes a record on conversion.
        #[schema(example = "Halcyon GmbH")]
        pub company_name: Option<String> = "l.company_name",
        /// Position.
        #[schema(example = "Head of Operations")]
        pub title: Option<String> = "l.title",
        /// E-mail address.
        #[schema(example = "ines@halcyon.example")]
        pub email: Option<String> = "l.email",
        /// Telephone number, as written.
        #[schema(example = "+49 30 901820")]
        pub phone: Option<String> = "l.phone",
        /// `new`, `contacted`, `nurture`, `qualified`, `converted` or `unqualified`.
        #[schema(example = "new")]
        pub status: String = "l.status",
        /// Where the lead came from.
        #[schema(example = "Referral")]
        pub source: Option<String> = "l.source",
        /// 0 to 100.
        #[schema(example = 72)]
        pub score: i64 = "l.score",
        /// Estimated value in minor units of `currency`.
        #[schema(example = 8_400_000)]
        pub amount: Option<i64> = "l.amount",
        /// ISO 4217 code of `amount`.
        #[schema(example = "EUR")]
        pub currency: Option<String> = "l.currency",
        /// City.
        pub city: Option<String> = "l.city",
        /// Country.
        pub country: Option<String> = "l.country",
        /// Website.
        pub website: Option<String> = "l.website",
        /// Free text.
        pub description: Option<String> = "l.description",
        /// Whose lead it is; null: in the pool.
        pub owner_id: Option<UserId> = "l.owner_id",
        /// When it was converted; from then on it is read-only.
        pub converted_at: Option<Timestamp> = "l.converted_at",
        /// The company it became.
        pub converted_company_id: Option<CompanyId> = "l.converted_company_id",
        /// The contact it became.
        pub converted_contact_id: Option<ContactId> = "l.converted_contact_id",
        /// The deal it became.
        pub converted_deal_id: Option<DealId> = "l.converted_deal_id",
        /// Its name in the system it was imported from.
        pub external_id: Option<String> = "l.external_id",
        /// When it was made.
        pub created_at: Timestamp = "l.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "l.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "l.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "l.version",
    }
}

/// What leads are listed, filtered and sorted by.
pub const LISTING: Listing = Listing {
    noun: "lead",
    id: "l.id",
    tenant: "l.tenant_id",
    owner: Some("l.owner_id"),
    default_sort: "-created_at",
    fields: &[
        Field::sorted("created_at", "l.created_at", Kind::Instant),
        Field::sorted("name", "l.name", Kind::Text),
        Field::sorted("score", "l.score", Kind::Integer),
        Field::new("status", "l.status", Kind::Text),
        Field::new("source", "l.source", Kind::Text),
        Field::new("company_name", "l.company_name", Kind::Text),
        Field::new("email", "l.email", Kind::Text),
        Field::new("city", "l.city", Kind::Text),
        Field::new("country", "l.country", Kind::Text),
        Field::new("amount", "l.amount", Kind::Integer),
        Field::new("currency", "l.currency", Kind::Text),
        Field::new("owner_id", "l.owner_id", Kind::Id),
        Field::new("updated_at", "l.updated_at", Kind::Instant),
        Field::new("id", "l.id", Kind::Id),
    ],
};

/// A lead to be made. First name, last name or company must be there.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LeadDraft {
    /// First name.
    #[schema(example = "Ines")]
    pub first_name: String,
    /// Last name.
    #[schema(example = "Haddad")]
    pub last_name: String,
    /// The company.
    #[schema(example = "Halcyon GmbH")]
    pub company_name: Option<String>,
    /// Position.
    pub title: Option<String>,
    /// E-mail address.
    #[schema(example = "ines@halcyon.example")]
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The status; `new` when absent. `converted` only by conversion.
    pub status: Option<String>,
    /// Where the lead came from.
    pub source: Option<String>,
    /// 0 to 100.
    pub score: i64,
    /// Estimated value in minor units of `currency`.
    pub amount: Option<i64>,
    /// ISO 4217 code of `amount`; the workspace's when absent.
    pub currency: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Whose it is to be: absent, whoever makes it; null, the pool's.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
    /// Its name in another system.
    pub external_id: Option<String>,
}

/// What changes about a lead. Absent leaves a field, null clears it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LeadPatch {
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The company.
    #[schema(value_type = Option<String>)]
    pub company_name: Change<String>,
    /// Position.
    #[schema(value_type = Option<String>)]
    pub title: Change<String>,
    /// E-mail address.
    #[schema(value_type = Option<String>)]
    pub email: Change<String>,
    /// Telephone number.
    #[schema(value_type = Option<String>)]
    pub phone: Change<String>,
    /// The status.
    pub status: Option<String>,
    /// Where the lead came from.
    #[schema(value_type = Option<String>)]
    pub source: Change<String>,
    /// 0 to 100.
    pub score: Option<i64>,
    /// Estimated value in minor units.
    #[schema(value_type = Option<i64>)]
    pub amount: Change<i64>,
    /// ISO 4217 code.
    #[schema(value_type = Option<String>)]
    pub currency: Change<String>,
    /// City.
    #[schema(value_type = Option<String>)]
    pub city: Change<String>,
    /// Country.
    #[schema(value_type = Option<String>)]
    pub country: Change<String>,
    /// Website.
    #[schema(value_type = Option<String>)]
    pub website: Change<String>,
    /// Free text.
    #[schema(value_type = Option<String>)]
    pub description: Change<String>,
    /// Whose it is; null releases it to the pool.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
}

impl LeadPatch {
    /// The lead with the change applied.
    #[must_use]
    pub fn apply(self, lead: &Lead) -> Lead {
        use crate::http::change::set;
        let mut lead = lead.clone();
        set(&mut lead.first_name, self.first_name);
        set(&mut lead.last_name, self.last_name);
        self.company_name.apply(&mut lead.company_name);
        self.title.apply(&mut lead.title);
        self.email.apply(&mut lead.email);
        self.phone.apply(&mut lead.phone);
        set(&mut lead.status, self.status);
        self.source.apply(&mut lead.source);
        set(&mut lead.score, self.score);
        self.amount.apply(&mut lead.amount);
        self.currency.apply(&mut lead.currency);
        self.city.apply(&mut lead.city);
        self.country.apply(&mut lead.country);
        self.website.apply(&mut lead.website);
        self.description.apply(&mut lead.description);
        self.owner_id.apply(&mut lead.owner_id);
        lead
    }
}
