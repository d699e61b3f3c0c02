//! Companies from files.

use super::{Cell, Key, Kind, Noun, Table, Target, Values, Wrong, columns, fields};
use crate::accounts::name_key;
use crate::companies::{Company, rules, store};
use crate::imports::bulk::Stored;
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use kontaly_access::{CompanyId, Permission};
use uuid::Uuid;

columns! {
    Name "name" Text;
    NameKey "name_key" Text;
    Domain "domain" Text;
    Website "website" Text;
    Phone "phone" Text;
    Industry "industry" Text;
    Employees "employees" Integer;
    AnnualRevenue "annual_revenue" Integer;
    AnnualRevenueCurrency "annual_revenue_currency" Text;
    FoundedYear "founded_year" Integer;
    Address "address" Text;
    City "city" Text;
    Country "country" Text;
    ParentId "parent_id" Id;
    LifecycleStage "lifecycle_stage" Text;
    Description "description" Text;
    OwnerId "owner_id" Id;
    ExternalId "external_id" Text;
    CreatedAt "created_at" Instant;
}

/// How far a company or contact has come, and what other systems call it.
pub(super) const LIFECYCLE_STAGES: &[(&str, &[&str])] = &[
    ("lead", &["subscriber", "prospect"]),
    ("qualified", &["marketing qualified lead", "sales qualified lead", "mql", "sql"]),
    ("opportunity", &[]),
    ("customer", &["client", "active"]),
    ("former_customer", &["former customer", "churned", "inactive"]),
    ("other", &["evangelist", "partner"]),
];

fields! {
    ExternalId "external_id" "External id" Kind::Text(200), Some(Col::ExternalId as usize),
        ["id" "account id" "company id" "organization id" "organisation id" "customer id" "account number"];
    Name "name" "Name" Kind::Text(200), Some(Col::Name as usize),
        ["account" "account name" "company" "company name" "organization" "organisation" "organization name" "business" "client" "customer"] required;
    Domain "domain" "Domain" Kind::Text(253), Some(Col::Domain as usize), ["domain name" "company domain" "company domain name"];
    Website "website" "Website" Kind::Text(2000), Some(Col::Website as usize), ["url" "web" "web site" "homepage" "website url"];
    Phone "phone" "Telephone" Kind::Text(60), Some(Col::Phone as usize), ["telephone" "phone number" "tel"];
    Industry "industry" "Industry" Kind::Text(120), Some(Col::Industry as usize), ["sector" "branch" "vertical"];
    Employees "employees" "Employees" Kind::Integer(0, 2_147_483_647), Some(Col::Employees as usize),
        ["number of employees" "employee count" "headcount" "staff"];
    AnnualRevenue "annual_revenue" "Annual revenue" Kind::Money, Some(Col::AnnualRevenue as usize), ["revenue" "turnover" "annual turnover"];
    Currency "currency" "Currency of the revenue" Kind::Currency, Some(Col::AnnualRevenueCurrency as usize), ["annual revenue currency" "currency code"];
    FoundedYear "founded_year" "Founded in" Kind::Integer(1000, 2200), Some(Col::FoundedYear as usize),
        ["year established" "year founded" "founded" "established"];
    Address "address" "Address" Kind::Text(500), Some(Col::Address as usize), ["street" "street address" "billing street" "billing address"];
    City "city" "City" Kind::Text(120), Some(Col::City as usize), ["town" "billing city"];
    Country "country" "Country" Kind::Text(120), Some(Col::Country as usize),
        ["nation" "billing country" "country region" "office location" "location"];
    Parent "parent" "Part of" Kind::Reference(Target::Company), Some(Col::ParentId as usize),
        ["subsidiary of" "parent company" "parent account" "member of"];
    LifecycleStage "lifecycle_stage" "Lifecycle stage" Kind::Choice(LIFECYCLE_STAGES), Some(Col::LifecycleStage as usize), ["lifecycle"];
    Description "description" "Description" Kind::Text(20_000), Some(Col::Description as usize), ["notes" "about" "comments"];
    Owner "owner" "Owner" Kind::Reference(Target::Person), Some(Col::OwnerId as usize),
        ["account owner" "company owner" "owner name" "account manager" "assigned to" "sales agent" "sales rep"];
    CreatedAt "created_at" "Created" Kind::Instant, Some(Col::CreatedAt as usize), ["created" "created on" "created date" "create date" "date created"];
}

/// Companies.
pub static COMPANIES: Noun = Noun {
    name: "companies",
    one: "company",
    synonyms: &["accounts", "account", "organizations", "organization", "organisations", "organisation"],
    permissions: &[Permission::CompaniesCreate, Permission::CompaniesUpdate],
    fields: FIELDS,
    table: Some(&TABLE),
    creates: &[],
};

static TABLE: Table = Table {
    name: "companies",
    columns: COLUMNS,
    external_id: (Is::ExternalId as usize, Col::ExternalId as usize),
    owner: Some(Col::OwnerId as usize),
    key: Key::Name(Is::Name as usize, Col::NameKey as usize),
    directory: true,
    history: false,
    parent: Some(Is::Parent as usize),
    settle,
    restore: settle,
    derived: &[Col::NameKey as usize],
    units: &[&[Col::AnnualRevenue as usize, Col::AnnualRevenueCurrency as usize]],
    words,
    constraints: &[
        (
            "companies_by_external_id",
            "external_id",
            "taken",
            "There is a company of this external id already.",
        ),
        ("companies_tenant_id_owner_id_fkey", "owner", "unknown_reference", "There is no such person."),
        ("must_see_parent_id", "parent", "unknown_reference", "There is no such company that you can see."),
    ],
};

/// How companies are kept.
#[must_use]
pub fn table() -> &'static Table {
    &TABLE
}

/// The values of a company that another file mentions and that is not there yet: its name, and nothing else.
#[must_use]
pub fn named(setting: &Setting, name: &str) -> (&'static Table, Values) {
    let mut values = Values::blank(&TABLE);
    values[Col::Name] = Cell::Text(name.to_owned());
    values[Col::NameKey] = Cell::Text(name_key(name));
    values[Col::LifecycleStage] = Cell::Text("lead".to_owned());
    values[Col::OwnerId] = setting.owner.into();
    values[Col::CreatedAt] = Cell::Instant(setting.now);
    (&TABLE, values)
}

fn settle(setting: &Setting, _: &Row, before: Option<&Stored>, after: &mut Values) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[Col::CreatedAt]);
    if after[Col::AnnualRevenue].is_blank() {
        after[Col::AnnualRevenueCurrency] = Cell::Null;
    }
    let mut company = take(setting, after);
    let settled = rules::settle(&mut company);
    put(company, after);
    settled.map_err(|fields| fields.into_iter().map(Wrong::from_rule).collect())
}

/// The record that the rules of companies judge, with the values moved into it.
fn take(setting: &Setting, values: &mut Values) -> Company {
    let number = |at: Col| values[at].integer().and_then(|number| i32::try_from(number).ok());
    let (employees, founded_year) = (number(Col::Employees), number(Col::FoundedYear));
    let parent_id = values[Col::ParentId].id().map(CompanyId);
    let mut text = |at: Col| std::mem::replace(&mut values[at], Cell::Null).into_text();
    let (name, domain, website) = (text(Col::Name), text(Col::Domain), text(Col::Website));
    let (phone, industry, address) = (text(Col::Phone), text(Col::Industry), text(Col::Address));
    let (city, country, description) = (text(Col::City), text(Col::Country), text(Col::Description));
    let (currency, lifecycle, external_id) =
        (text(Col::AnnualRevenueCurrency), text(Col::LifecycleStage), text(Col::ExternalId));
    Company {
        id: CompanyId(Uuid::nil()),
        name: name.unwrap_or_default(),
        domain,
        website,
        phone,
        industry,
        employees,
        annual_revenue: values[Col::AnnualRevenue].integer(),
        annual_revenue_currency: currency,
        founded_year,
        address,
        city,
        country,
        parent_id,
        lifecycle_stage: lifecycle.unwrap_or_else(|| "lead".to_owned()),
        description,
        owner_id: values[Col::OwnerId].id().map(Into::into),
        external_id,
        created_at: values[Col::CreatedAt].instant().unwrap_or(setting.now),
        updated_at: setting.now,
        trashed_at: None,
        version: 1,
    }
}

fn put(company: Company, values: &mut Values) {
    values[Col::NameKey] = Cell::Text(name_key(&company.name));
    values[Col::Name] = Cell::Text(company.name);
    values[Col::Domain] = company.domain.into();
    values[Col::Website] = company.website.into();
    values[Col::Phone] = company.phone.into();
    values[Col::Industry] = company.industry.into();
    values[Col::AnnualRevenueCurrency] = company.annual_revenue_currency.into();
    values[Col::Address] = company.address.into();
    values[Col::City] = company.city.into();
    values[Col::Country] = company.country.into();
    values[Col::LifecycleStage] = Cell::Text(company.lifecycle_stage);
    values[Col::Description] = company.description.into();
    values[Col::ExternalId] = company.external_id.into();
}

fn words(setting: &Setting, values: &Values, _: &[&str]) -> Vec<String> {
    store::words(&take(setting, &mut values.clone()))
}
