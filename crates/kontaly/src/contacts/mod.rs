//! Contacts: the people of the directory, with every e-mail address and telephone number of theirs. Everybody reads them;
//! a representative changes only own and unowned ones.

pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::change::set;
use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use kontaly_access::{CompanyId, ContactId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An e-mail address or a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPoint {
    /// `work`, `home`, `mobile` or `other`.
    #[serde(default = "work")]
    #[schema(example = "work", default = "work")]
    pub label: String,
    /// The address or number, as written.
    #[schema(example = "ines@halcyon.example")]
    pub value: String,
}

fn work() -> String {
    "work".to_owned()
}

/// Reads points that were selected as `label value`; no label has a space in it.
fn points(column: Vec<String>) -> Vec<ContactPoint> {
    let point = |text: String| {
        let (label, value) = text.split_once(' ').unwrap_or(("other", &text));
        ContactPoint { label: label.to_owned(), value: value.to_owned() }
    };
    column.into_iter().map(point).collect()
}

kontaly_db::record! {
    /// A contact.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Contact {
        /// Which one.
        pub id: ContactId = "ct.id",
        /// First name.
        #[schema(example = "Ines")]
        pub first_name: String = "ct.first_name",
        /// Last name.
        #[schema(example = "Haddad")]
        pub last_name: String = "ct.last_name",
        /// First and last name, or the first e-mail address or number where there is neither.
        #[schema(example = "Ines Haddad")]
        pub name: String = "ct.name",
        /// Position.
        #[schema(example = "Head of Operations")]
        pub title: Option<String> = "ct.title",
        /// The company.
        pub company_id: Option<CompanyId> = "ct.company_id",
        /// The company's name; null also when you cannot see the company.
        #[schema(example = "Halcyon GmbH")]
        pub company_name: Option<String> = "co.name",
        /// The first of `emails`.
        #[schema(example = "ines@halcyon.example")]
        pub email: Option<String> = "ct.email",
        /// The first of `phones`.
        #[schema(example = "+49 30 901820")]
        pub phone: Option<String> = "ct.phone",
        /// All e-mail addresses, the most important first.
        pub emails: Vec<ContactPoint> = "array(select e.label || ' ' || e.value from contact_points e where e.tenant_id = ct.tenant_id
            and e.contact_id = ct.id and e.kind = 'email' order by e.position)" => points,
        /// All telephone numbers, the most important first.
        #[schema(example = json!([{ "label": "mobile", "value": "+49 151 234567" }]))]
        pub phones: Vec<ContactPoint> = "array(select e.label || ' ' || e.value from contact_points e where e.tenant_id = ct.tenant_id
            and e.contact_id = ct.id and e.kind = 'phone' order by e.position)" => points,
        /// `lead`, `qualified`, `opportunity`, `customer`, `former_customer` or `other`.
        #[schema(example = "customer")]
        pub lifecycle_stage: String = "ct.lifecycle_stage",
        /// Where the contact came from.
        #[schema(example = "Trade fair")]
        pub source: Option<String> = "ct.source",
        /// Address of a profile on `LinkedIn`.
        pub linkedin_url: Option<String> = "ct.linkedin_url",
        /// Free text.
        pub description: Option<String> = "ct.description",
        /// Whose contact it is; null: nobody's.
        pub owner_id: Option<UserId> = "ct.owner_id",
        /// Its name in the system it was imported from.
        pub external_id: Option<String> = "ct.external_id",
        /// When it was made.
        pub created_at: Timestamp = "ct.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "ct.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "ct.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "ct.version",
    }
}

/// What contacts are listed, filtered and sorted by.
pub const LISTING: Listing = Listing {
    noun: "contact",
    id: "ct.id",
    tenant: "ct.tenant_id",
    owner: None,
    default_sort: "name",
    fields: &[
        Field::sorted("name", "ct.name", Kind::Text),
        Field::sorted("created_at", "ct.created_at", Kind::Instant),
        Field::new("title", "ct.title", Kind::Text),
        Field::new("company_id", "ct.company_id", Kind::Id),
        Field::new("company_name", "co.name", Kind::Text),
        Field::new("email", "ct.email", Kind::Text),
        Field::new("phone", "ct.phone", Kind::Text),
        Field::new("lifecycle_stage", "ct.lifecycle_stage", Kind::Text),
        Field::new("source", "ct.source", Kind::Text),
        Field::new("owner_id", "ct.owner_id", Kind::Id),
        Field::new("updated_at", "ct.updated_at", Kind::Instant),
        Field::new("id", "ct.id", Kind::Id),
    ],
};

/// A contact to be made. A name, an e-mail address or a telephone number must be there.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContactDraft {
    /// First name.
    #[schema(example = "Ines")]
    pub first_name: String,
    /// Last name.
    #[schema(example = "Haddad")]
    pub last_name: String,
    /// Position.
    pub title: Option<String>,
    /// The company.
    pub company_id: Option<CompanyId>,
    /// E-mail addresses, the most important first; at most 20.
    pub emails: Vec<ContactPoint>,
    /// Telephone numbers, the most important first; at most 20.
    pub phones: Vec<ContactPoint>,
    /// `lead` when absent.
    pub lifecycle_stage: Option<String>,
    /// Where the contact came from.
    pub source: Option<String>,
    /// Address of a profile on `LinkedIn`.
    pub linkedin_url: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Whose it is to be: absent, whoever makes it; null, nobody's.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
    /// Its name in another system.
    pub external_id: Option<String>,
}

/// What changes about a contact. Absent leaves a field, null clears it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContactPatch {
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Position.
    #[schema(value_type = Option<String>)]
    pub title: Change<String>,
    /// The company.
    #[schema(value_type = Option<CompanyId>)]
    pub company_id: Change<CompanyId>,
    /// E-mail addresses: replaces them all.
    pub emails: Option<Vec<ContactPoint>>,
    /// Telephone numbers: replaces them all.
    pub phones: Option<Vec<ContactPoint>>,
    /// The lifecycle stage.
    pub lifecycle_stage: Option<String>,
    /// Where the contact came from.
    #[schema(value_type = Option<String>)]
    pub source: Change<String>,
    /// Address of a profile on `LinkedIn`.
    #[schema(value_type = Option<String>)]
    pub linkedin_url: Change<String>,
    /// Free text.
    #[schema(value_type = Option<String>)]
    pub description: Change<String>,
    /// Whose it is; null: nobody's.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
}

impl ContactPatch {
    /// The contact with the change applied.
    #[must_use]
    pub fn apply(self, contact: &Contact) -> Contact {
        let mut contact = contact.clone();
        set(&mut contact.first_name, self.first_name);
        set(&mut contact.last_name, self.last_name);
        self.title.apply(&mut contact.title);
        self.company_id.apply(&mut contact.company_id);
        set(&mut contact.emails, self.emails);
        set(&mut contact.phones, self.phones);
        set(&mut contact.lifecycle_stage, self.lifecycle_stage);
        self.source.apply(&mut contact.source);
        self.linkedin_url.apply(&mut contact.linkedin_url);
        self.description.apply(&mut contact.description);
        self.owner_id.apply(&mut contact.owner_id);
        contact
    }
}

/// A contact that may be the one that somebody is about to make.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactDuplicate {
    /// The contact that is there already.
    pub contact: Contact,
    /// Which of the given values it has too: `email`, `name`.
    #[schema(example = json!(["email"]))]
    pub same: Vec<&'static str>,
}
