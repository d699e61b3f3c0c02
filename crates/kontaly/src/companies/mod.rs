//! Companies: the directory's first half. Everybody reads them; a representative changes only own and unowned ones.

pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::change::set;
use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use kontaly_access::{CompanyId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kontaly_db::record! {
    /// A company.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Company {
        /// Which one.
        pub id: CompanyId = "co.id",
        /// Its name.
        #[schema(example = "Halcyon GmbH")]
        pub name: String = "co.name",
        /// Its domain in lower case, without `www.`: by it, e-mail addresses and duplicates are matched.
        #[schema(example = "halcyon.example")]
        pub domain: Option<String> = "co.domain",
        /// Website.
        #[schema(example = "https://www.halcyon.example")]
        pub website: Option<String> = "co.website",
        /// Telephone number, as written.
        #[schema(example = "+49 30 901820")]
        pub phone: Option<String> = "co.phone",
        /// Industry.
        #[schema(example = "Logistics")]
        pub industry: Option<String> = "co.industry",
        /// How many people work there.
        #[schema(example = 240)]
        pub employees: Option<i32> = "co.employees",
        /// Revenue of a year in minor units of `annual_revenue_currency`.
        #[schema(example = 1_250_000_000)]
        pub annual_revenue: Option<i64> = "co.annual_revenue",
        /// ISO 4217 code of `annual_revenue`.
        #[schema(example = "EUR")]
        pub annual_revenue_currency: Option<String> = "co.annual_revenue_currency",
        /// The year in which it was founded.
        #[schema(example = 1998)]
        pub founded_year: Option<i32> = "co.founded_year",
        /// Street and number, postal code.
        pub address: Option<String> = "co.address",
        /// City.
        #[schema(example = "Berlin")]
        pub city: Option<String> = "co.city",
        /// Country.
        #[schema(example = "Germany")]
        pub country: Option<String> = "co.country",
        /// The company it belongs to.
        pub parent_id: Option<CompanyId> = "co.parent_id",
        /// `lead`, `qualified`, `opportunity`, `customer`, `former_customer` or `other`.
        #[schema(example = "customer")]
        pub lifecycle_stage: String = "co.lifecycle_stage",
        /// Free text.
        pub description: Option<String> = "co.description",
        /// Whose company it is; null: nobody's.
        pub owner_id: Option<UserId> = "co.owner_id",
        /// Its name in the system it was imported from.
        pub external_id: Option<String> = "co.external_id",
        /// When it was made.
        pub created_at: Timestamp = "co.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "co.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "co.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "co.version",
    }
}

/// What companies are listed, filtered and sorted by.
pub const LISTING: Listing = Listing {
    noun: "company",
    id: "co.id",
    tenant: "co.tenant_id",
    owner: None,
    default_sort: "name",
    fields: &[
        Field::sorted("name", "co.name", Kind::Text),
        Field::sorted("created_at", "co.created_at", Kind::Instant),
        Field::new("domain", "co.domain", Kind::Text),
        Field::new("industry", "co.industry", Kind::Text),
        Field::new("employees", "co.employees", Kind::Integer),
        Field::new("annual_revenue", "co.annual_revenue", Kind::Integer),
        Field::new("annual_revenue_currency", "co.annual_revenue_currency", Kind::Text),
        Field::new("founded_year", "co.founded_year", Kind::Integer),
        Field::new("city", "co.city", Kind::Text),
        Field::new("country", "co.country", Kind::Text),
        Field::new("parent_id", "co.parent_id", Kind::Id),
        Field::new("lifecycle_stage", "co.lifecycle_stage", Kind::Text),
        Field::new("owner_id", "co.owner_id", Kind::Id),
        Field::new("updated_at", "co.updated_at", Kind::Instant),
        Field::new("id", "co.id", Kind::Id),
    ],
};

/// A company to be made.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CompanyDraft {
    /// Its name.
    #[schema(required, example = "Halcyon GmbH")]
    pub name: String,
    /// Its domain; of the website when absent.
    pub domain: Option<String>,
    /// Website.
    #[schema(example = "https://www.halcyon.example")]
    pub website: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// How many people work there.
    pub employees: Option<i32>,
    /// Revenue of a year in minor units.
    pub annual_revenue: Option<i64>,
    /// ISO 4217 code of `annual_revenue`; the workspace's when absent.
    pub annual_revenue_currency: Option<String>,
    /// The year in which it was founded.
    pub founded_year: Option<i32>,
    /// Street and number, postal code.
    pub address: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// The company it belongs to.
    pub parent_id: Option<CompanyId>,
    /// `lead` when absent.
    pub lifecycle_stage: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Whose it is to be: absent, whoever makes it; null, nobody's.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
    /// Its name in another system.
    pub external_id: Option<String>,
}

/// A company that may be the one that somebody is about to make.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyDuplicate {
    /// The company that is there already.
    pub company: Company,
    /// Which of the given values it has too: `name`, `domain`.
    #[schema(example = json!(["name"]))]
    pub same: Vec<&'static str>,
}

/// What changes about a company. Absent leaves a field, null clears it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CompanyPatch {
    /// Its name.
    pub name: Option<String>,
    /// Its domain.
    #[schema(value_type = Option<String>)]
    pub domain: Change<String>,
    /// Website.
    #[schema(value_type = Option<String>)]
    pub website: Change<String>,
    /// Telephone number.
    #[schema(value_type = Option<String>)]
    pub phone: Change<String>,
    /// Industry.
    #[schema(value_type = Option<String>)]
    pub industry: Change<String>,
    /// How many people work there.
    #[schema(value_type = Option<i32>)]
    pub employees: Change<i32>,
    /// Revenue of a year in minor units.
    #[schema(value_type = Option<i64>)]
    pub annual_revenue: Change<i64>,
    /// ISO 4217 code.
    #[schema(value_type = Option<String>)]
    pub annual_revenue_currency: Change<String>,
    /// The year in which it was founded.
    #[schema(value_type = Option<i32>)]
    pub founded_year: Change<i32>,
    /// Street and number, postal code.
    #[schema(value_type = Option<String>)]
    pub address: Change<String>,
    /// City.
    #[schema(value_type = Option<String>)]
    pub city: Change<String>,
    /// Country.
    #[schema(value_type = Option<String>)]
    pub country: Change<String>,
    /// The company it belongs to.
    #[schema(value_type = Option<CompanyId>)]
    pub parent_id: Change<CompanyId>,
    /// The lifecycle stage.
    pub lifecycle_stage: Option<String>,
    /// Free text.
    #[schema(value_type = Option<String>)]
    pub description: Change<String>,
    /// Whose it is; null: nobody's.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
}

impl CompanyPatch {
    /// The company with the change applied.
    #[must_use]
    pub fn apply(self, company: &Company) -> Company {
        let mut company = company.clone();
        set(&mut company.name, self.name);
        self.domain.apply(&mut company.domain);
        self.website.apply(&mut company.website);
        self.phone.apply(&mut company.phone);
        self.industry.apply(&mut company.industry);
        self.employees.apply(&mut company.employees);
        self.annual_revenue.apply(&mut company.annual_revenue);
        self.annual_revenue_currency.apply(&mut company.annual_revenue_currency);
        self.founded_year.apply(&mut company.founded_year);
        self.address.apply(&mut company.address);
        self.city.apply(&mut company.city);
        self.country.apply(&mut company.country);
        self.parent_id.apply(&mut company.parent_id);
        set(&mut company.lifecycle_stage, self.lifecycle_stage);
        self.description.apply(&mut company.description);
        self.owner_id.apply(&mut company.owner_id);
        company
    }
}
