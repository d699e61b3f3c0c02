//! Leads from files.

use super::{Cell, Key, Kind, Noun, Table, Target, Values, Wrong, columns, fields};
use crate::imports::bulk::Stored;
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use crate::leads::{Lead, rules, store};
use kontaly_access::{LeadId, Permission};
use uuid::Uuid;

columns! {
    FirstName "first_name" Text;
    LastName "last_name" Text;
    Name "name" Text;
    CompanyName "company_name" Text;
    Title "title" Text;
    Email "email" Text;
    Phone "phone" Text;
    Status "status" Text;
    Source "source" Text;
    Score "score" Integer;
    Amount "amount" Integer;
    Currency "currency" Text;
    City "city" Text;
    Country "country" Text;
    Website "website" Text;
    Description "description" Text;
    OwnerId "owner_id" Id;
    ConvertedAt "converted_at" Instant;
    ExternalId "external_id" Text;
    CreatedAt "created_at" Instant;
}

/// The statuses, and what other systems call them.
const STATUSES: &[(&str, &[&str])] = &[
    ("new", &["open", "not contacted", "cold"]),
    ("contacted", &["attempted", "working", "in progress", "warm", "connected"]),
    ("nurture", &["nurturing", "recycled", "contact in future"]),
    ("qualified", &["hot", "pre qualified", "sales qualified"]),
    ("converted", &["closed converted", "in contract"]),
    (
        "unqualified",
        &["not qualified", "disqualified", "junk", "junk lead", "dead", "lost", "lost lead", "bad"],
    ),
];

fields! {
    ExternalId "external_id" "External id" Kind::Text(120), Some(Col::ExternalId as usize), ["id" "lead id" "record id" "reference"];
    FullName "full_name" "Full name" Kind::Text(250), None, ["name" "lead" "lead name" "contact name" "contact" "person"];
    FirstName "first_name" "First name" Kind::Text(120), Some(Col::FirstName as usize), ["first" "given name" "forename"];
    LastName "last_name" "Last name" Kind::Text(120), Some(Col::LastName as usize), ["last" "surname" "family name"];
    CompanyName "company_name" "Company" Kind::Text(200), Some(Col::CompanyName as usize),
        ["company" "account" "account name" "organization" "organisation" "organization name" "business" "firm" "employer"];
    Title "title" "Position" Kind::Text(200), Some(Col::Title as usize), ["job title" "position" "role" "designation"];
    Email "email" "E-mail" Kind::Email, Some(Col::Email as usize), ["e mail" "mail" "email address" "e mail address"];
    Phone "phone" "Telephone" Kind::Text(60), Some(Col::Phone as usize),
        ["telephone" "phone number" "tel" "mobile" "mobile phone" "cell"];
    Status "status" "Status" Kind::Choice(STATUSES), Some(Col::Status as usize), ["lead status" "stage"];
    Source "source" "Source" Kind::Text(120), Some(Col::Source as usize), ["lead source" "origin" "channel" "campaign"];
    Score "score" "Score" Kind::Integer(0, 100), Some(Col::Score as usize), ["lead score" "rating"];
    Amount "amount" "Estimated value" Kind::Money, Some(Col::Amount as usize),
        ["value" "deal value" "estimated value" "budget" "potential value"];
    Currency "currency" "Currency" Kind::Currency, Some(Col::Currency as usize), ["currency code"];
    City "city" "City" Kind::Text(200), Some(Col::City as usize), ["town"];
    Country "country" "Country" Kind::Text(200), Some(Col::Country as usize), ["nation"];
    Website "website" "Website" Kind::Text(2000), Some(Col::Website as usize), ["url" "web" "web site" "homepage"];
    Description "description" "Description" Kind::Text(20_000), Some(Col::Description as usize),
        ["notes" "note" "comment" "comments" "background"];
    Owner "owner" "Owner" Kind::Reference(Target::Person), Some(Col::OwnerId as usize),
        ["lead owner" "owner name" "assigned to" "sales agent" "sales rep" "sales representative" "representative"];
    CreatedAt "created_at" "Created" Kind::Instant, Some(Col::CreatedAt as usize),
        ["created" "created on" "created date" "create date" "date created" "created time" "first seen"];
}

/// Leads.
pub static LEADS: Noun = Noun {
    name: "leads",
    one: "lead",
    synonyms: &["prospects", "prospect"],
    permissions: &[Permission::LeadsCreate, Permission::LeadsUpdate],
    fields: FIELDS,
    table: Some(&Table {
        name: "leads",
        columns: COLUMNS,
        external_id: (Is::ExternalId as usize, Col::ExternalId as usize),
        owner: Some(Col::OwnerId as usize),
        key: Key::Email(Is::Email as usize, Col::Email as usize),
        directory: false,
        history: false,
        parent: None,
        settle,
        restore: settle,
        derived: &[Col::Name as usize],
        units: &[
            &[Col::FirstName as usize, Col::LastName as usize],
            &[Col::Amount as usize, Col::Currency as usize],
        ],
        words,
        constraints: &[
            (
                "leads_by_external_id",
                "external_id",
                "taken",
                "A lead of this external id is there already, and not yours to change.",
            ),
            ("leads_tenant_id_owner_id_fkey", "owner", "unknown_reference", "There is no such person."),
        ],
    }),
    creates: &[],
};

fn settle(
    setting: &Setting,
    row: &Row,
    before: Option<&Stored>,
    after: &mut Values,
) -> Result<(), Vec<Wrong>> {
    if before.is_some_and(|before| !before.values[Col::ConvertedAt].is_blank()) {
        return if before.is_some_and(|before| before.values == *after) {
            Ok(())
        } else {
            Err(vec![Wrong::new("status", "converted", "This lead was converted and is read-only.")])
        };
    }
    let names_blank = after[Col::FirstName].is_blank() && after[Col::LastName].is_blank();
    if let (true, Cell::Text(full)) = (names_blank, &row.given[Is::FullName as usize]) {
        let (first, last) = split_name(full);
        (after[Col::FirstName], after[Col::LastName]) = (Cell::Text(first), Cell::Text(last));
    }
    setting.default_created(before, &mut after[Col::CreatedAt]);
    let mut lead = take(setting, after);
    let settled = rules::settle(&mut lead);
    put(lead, after);
    settled.map_err(|fields| fields.into_iter().map(Wrong::from_rule).collect())
}

/// "Ines van der Berg" is Ines and van der Berg to nobody but Ines; the last word is the last name, and the whole stays
/// readable as it was.
pub(super) fn split_name(full: &str) -> (String, String) {
    match full.rsplit_once(' ') {
        Some((first, last)) => (first.trim_end().to_owned(), last.to_owned()),
        None => (String::new(), full.to_owned()),
    }
}

/// The record that the rules of leads judge, with the values moved into it.
fn take(setting: &Setting, values: &mut Values) -> Lead {
    let mut text = |at: Col| std::mem::replace(&mut values[at], Cell::Null).into_text();
    let (first_name, last_name, name) = (text(Col::FirstName), text(Col::LastName), text(Col::Name));
    let (company_name, title, email) = (text(Col::CompanyName), text(Col::Title), text(Col::Email));
    let (phone, status, source) = (text(Col::Phone), text(Col::Status), text(Col::Source));
    let (currency, city, country) = (text(Col::Currency), text(Col::City), text(Col::Country));
    let (website, description, external_id) =
        (text(Col::Website), text(Col::Description), text(Col::ExternalId));
    Lead {
        id: LeadId(Uuid::nil()),
        first_name: first_name.unwrap_or_default(),
        last_name: last_name.unwrap_or_default(),
        name: name.unwrap_or_default(),
        company_name,
        title,
        email,
        phone,
        status: status.unwrap_or_else(|| "new".to_owned()),
        source,
        score: values[Col::Score].integer().unwrap_or(0),
        amount: values[Col::Amount].integer(),
        currency,
        city,
        country,
        website,
        description,
        owner_id: values[Col::OwnerId].id().map(Into::into),
        converted_at: values[Col::ConvertedAt].instant(),
        converted_company_id: None,
        converted_contact_id: None,
        converted_deal_id: None,
        external_id,
        created_at: values[Col::CreatedAt].instant().unwrap_or(setting.now),
        updated_at: setting.now,
        trashed_at: None,
        version: 1,
    }
}

fn put(lead: Lead, values: &mut Values) {
    values[Col::FirstName] = Cell::Text(lead.first_name);
    values[Col::LastName] = Cell::Text(lead.last_name);
    values[Col::Name] = Cell::Text(lead.name);
    values[Col::CompanyName] = lead.company_name.into();
    values[Col::Title] = lead.title.into();
    values[Col::Email] = lead.email.into();
    values[Col::Phone] = lead.phone.into();
    values[Col::Status] = Cell::Text(lead.status);
    values[Col::Source] = lead.source.into();
    values[Col::Score] = Cell::Integer(lead.score);
    values[Col::Currency] = lead.currency.into();
    values[Col::City] = lead.city.into();
    values[Col::Country] = lead.country.into();
    values[Col::Website] = lead.website.into();
    values[Col::Description] = lead.description.into();
    values[Col::ExternalId] = lead.external_id.into();
}

fn words(setting: &Setting, values: &Values, _: &[&str]) -> Vec<String> {
    store::words(&take(setting, &mut values.clone()))
}
