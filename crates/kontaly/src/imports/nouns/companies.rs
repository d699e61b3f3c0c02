//! Companies from files.

use super::{Cell, Key, Kind, Noun, Table, Target, Values, Wrong, columns, fields};
use crate::accounts::name_key;
use crate::companies::{Company, rules, store};
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
    ExternalId "external_id" "External id" Kind::Text(200), Some(At::ExternalId as usize),
        ["id" "account id" "company id" "organization id" "organisation id" "customer id" "account number"];
    Name "name" "Name" Kind::Text(200), Some(At::Name as usize),
        ["account" "account name" "company" "company name" "organization" "organisation" "organization name" "business" "client" "customer"] required;
    Domain "domain" "Domain" Kind::Text(253), Some(At::Domain as usize), ["domain name" "company domain" "company domain name"];
    Website "website" "Website" Kind::Text(2000), Some(At::Website as usize), ["url" "web" "web site" "homepage" "website url"];
    Phone "phone" "Telephone" Kind::Text(60), Some(At::Phone as usize), ["telephone" "phone number" "tel"];
    Industry "industry" "Industry" Kind::Text(120), Some(At::Industry as usize), ["sector" "branch" "vertical"];
    Employees "employees" "Employees" Kind::Integer(0, 2_147_483_647), Some(At::Employees as usize),
        ["number of employees" "employee count" "headcount" "staff"];
    AnnualRevenue "annual_revenue" "Annual revenue" Kind::Money, Some(At::AnnualRevenue as usize), ["revenue" "turnover" "annual turnover"];
    Currency "currency" "Currency of the revenue" Kind::Currency, Some(At::AnnualRevenueCurrency as usize), ["annual revenue currency" "currency code"];
    FoundedYear "founded_year" "Founded in" Kind::Integer(1000, 2200), Some(At::FoundedYear as usize),
        ["year established" "year founded" "founded" "established"];
    Address "address" "Address" Kind::Text(500), Some(At::Address as usize), ["street" "street address" "billing street" "billing address"];
    City "city" "City" Kind::Text(120), Some(At::City as usize), ["town" "billing city"];
    Country "country" "Country" Kind::Text(120), Some(At::Country as usize),
        ["nation" "billing country" "country region" "office location" "location"];
    Parent "parent" "Part of" Kind::Reference(Target::Company), Some(At::ParentId as usize),
        ["subsidiary of" "parent company" "parent account" "member of"];
    LifecycleStage "lifecycle_stage" "Lifecycle stage" Kind::Choice(LIFECYCLE_STAGES), Some(At::LifecycleStage as usize), ["lifecycle"];
    Description "description" "Description" Kind::Text(20_000), Some(At::Description as usize), ["notes" "about" "comments"];
    Owner "owner" "Owner" Kind::Reference(Target::Person), Some(At::OwnerId as usize),
        ["account owner" "company owner" "owner name" "account manager" "assigned to" "sales agent" "sales rep"];
    CreatedAt "created_at" "Created" Kind::Instant, Some(At::CreatedAt as usize), ["created" "created on" "created date" "create date" "date created"];
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
    external_id: (Is::ExternalId as usize, At::ExternalId as usize),
    owner: Some(At::OwnerId as usize),
    key: Key::Name(Is::Name as usize, At::NameKey as usize),
    directory: true,
    history: false,
    parent: Some(Is::Parent as usize),
    settle,
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

/// The values of a company that another file mentions and that is not there yet: its name, and nothing else.
#[must_use]
pub fn named(setting: &Setting, name: &str) -> (&'static Table, Values) {
    let mut values = Values::blank(&TABLE);
    values[At::Name] = Cell::Text(name.to_owned());
    values[At::NameKey] = Cell::Text(name_key(name));
    values[At::LifecycleStage] = Cell::Text("lead".to_owned());
    values[At::OwnerId] = setting.owner.into();
    values[At::CreatedAt] = Cell::Instant(setting.now);
    (&TABLE, values)
}

fn settle(setting: &Setting, _: &Row, before: Option<&Values>, after: &mut Values) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[At::CreatedAt]);
    if after[At::AnnualRevenue].is_blank() {
        after[At::AnnualRevenueCurrency] = Cell::Null;
    }
    let mut company = take(setting, after);
    let settled = rules::settle(&mut company);
    put(company, after);
    settled.map_err(|fields| fields.into_iter().map(Wrong::from_rule).collect())
}

/// The record that the rules of companies judge, with the values moved into it.
fn take(setting: &Setting, values: &mut Values) -> Company {
    let number = |at: At| values[at].integer().and_then(|number| i32::try_from(number).ok());
    let (employees, founded_year) = (number(At::Employees), number(At::FoundedYear));
    let parent_id = values[At::ParentId].id().map(CompanyId);
    let mut text = |at: At| std::mem::replace(&mut values[at], Cell::Null).into_text();
    let (name, domain, website) = (text(At::Name), text(At::Domain), text(At::Website));
    let (phone, industry, address) = (text(At::Phone), text(At::Industry), text(At::Address));
    let (city, country, description) = (text(At::City), text(At::Country), text(At::Description));
    let (currency, lifecycle, external_id) =
        (text(At::AnnualRevenueCurrency), text(At::LifecycleStage), text(At::ExternalId));
    Company {
        id: CompanyId(Uuid::nil()),
        name: name.unwrap_or_default(),
        domain,
        website,
        phone,
        industry,
        employees,
        annual_revenue: values[At::AnnualRevenue].integer(),
        annual_revenue_currency: currency,
        founded_year,
        address,
        city,
        country,
        parent_id,
        lifecycle_stage: lifecycle.unwrap_or_else(|| "lead".to_owned()),
        description,
        owner_id: values[At::OwnerId].id().map(Into::into),
        external_id,
        created_at: values[At::CreatedAt].instant().unwrap_or(setting.now),
        updated_at: setting.now,
        trashed_at: None,
        version: 1,
    }
}

fn put(company: Company, values: &mut Values) {
    values[At::NameKey] = Cell::Text(name_key(&company.name));
    values[At::Name] = Cell::Text(company.name);
    values[At::Domain] = company.domain.into();
    values[At::Website] = company.website.into();
    values[At::Phone] = company.phone.into();
    values[At::Industry] = company.industry.into();
    values[At::AnnualRevenueCurrency] = company.annual_revenue_currency.into();
    values[At::Address] = company.address.into();
    values[At::City] = company.city.into();
    values[At::Country] = company.country.into();
    values[At::LifecycleStage] = Cell::Text(company.lifecycle_stage);
    values[At::Description] = company.description.into();
    values[At::ExternalId] = company.external_id.into();
}

fn words(setting: &Setting, values: &Values, _: &[&str]) -> Vec<String> {
    store::words(&take(setting, &mut values.clone()))
}
