//! Contacts from files, with all their e-mail addresses and telephone numbers.

use super::companies::LIFECYCLE_STAGES;
use super::{Cell, Key, Kind, Noun, Table, Target, Values, Wrong, columns, fields};
use crate::accounts::name_key;
use crate::contacts::{Contact, ContactPoint, rules, store};
use crate::imports::bulk::Stored;
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use kontaly_access::{CompanyId, ContactId, Permission};
use uuid::Uuid;

columns! {
    FirstName "first_name" Text;
    LastName "last_name" Text;
    Name "name" Text;
    NameKey "name_key" Text;
    Title "title" Text;
    CompanyId "company_id" Id;
    Email "email" Text;
    Phone "phone" Text;
    LifecycleStage "lifecycle_stage" Text;
    Source "source" Text;
    LinkedinUrl "linkedin_url" Text;
    Description "description" Text;
    OwnerId "owner_id" Id;
    ExternalId "external_id" Text;
    CreatedAt "created_at" Instant;
}

fields! {
    ExternalId "external_id" "External id" Kind::Text(200), Some(Col::ExternalId as usize), ["id" "contact id" "record id" "person id"];
    FullName "full_name" "Full name" Kind::Text(240), None, ["name" "contact" "contact name" "person"];
    FirstName "first_name" "First name" Kind::Text(120), Some(Col::FirstName as usize), ["first" "given name" "forename"];
    LastName "last_name" "Last name" Kind::Text(120), Some(Col::LastName as usize), ["last" "surname" "family name"];
    Title "title" "Position" Kind::Text(200), Some(Col::Title as usize), ["job title" "position" "role" "designation"];
    Company "company" "Company" Kind::Reference(Target::Company), Some(Col::CompanyId as usize),
        ["company name" "account" "account name" "organization" "organisation" "organization name" "associated company" "employer"];
    EmailWork "email_work" "E-mail (work)" Kind::Point("email", "work"), None,
        ["email" "e mail" "mail" "email address" "e mail address" "work email" "business email" "email 1" "primary email"];
    EmailHome "email_home" "E-mail (private)" Kind::Point("email", "home"), None, ["home email" "private email" "personal email"];
    EmailOther "email_other" "E-mail (other)" Kind::Point("email", "other"), None,
        ["other email" "email 2" "email 3" "secondary email" "additional email addresses"];
    PhoneWork "phone_work" "Telephone (work)" Kind::Point("phone", "work"), None,
        ["phone" "telephone" "phone number" "tel" "work phone" "business phone" "phone 1" "office phone"];
    PhoneMobile "phone_mobile" "Telephone (mobile)" Kind::Point("phone", "mobile"), None, ["mobile" "mobile phone" "cell" "cell phone" "mobile phone number"];
    PhoneHome "phone_home" "Telephone (private)" Kind::Point("phone", "home"), None, ["home phone" "private phone"];
    PhoneOther "phone_other" "Telephone (other)" Kind::Point("phone", "other"), None, ["other phone" "phone 2" "phone 3" "fax"];
    LifecycleStage "lifecycle_stage" "Lifecycle stage" Kind::Choice(LIFECYCLE_STAGES), Some(Col::LifecycleStage as usize), ["lifecycle"];
    Source "source" "Source" Kind::Text(120), Some(Col::Source as usize), ["contact source" "lead source" "origin"];
    LinkedinUrl "linkedin_url" "LinkedIn" Kind::Text(2000), Some(Col::LinkedinUrl as usize), ["linkedin" "linked in" "linkedin profile" "linkedin bio"];
    Description "description" "Description" Kind::Text(20_000), Some(Col::Description as usize), ["notes" "note" "comment" "comments" "background"];
    Owner "owner" "Owner" Kind::Reference(Target::Person), Some(Col::OwnerId as usize),
        ["contact owner" "owner name" "assigned to" "sales agent" "sales rep" "account manager"];
    CreatedAt "created_at" "Created" Kind::Instant, Some(Col::CreatedAt as usize),
        ["created" "created on" "created date" "create date" "date created" "first seen"];
}

/// Contacts.
pub static CONTACTS: Noun = Noun {
    name: "contacts",
    one: "contact",
    synonyms: &[],
    permissions: &[Permission::ContactsCreate, Permission::ContactsUpdate, Permission::CompaniesCreate],
    fields: FIELDS,
    table: Some(&Table {
        name: "contacts",
        columns: COLUMNS,
        external_id: (Is::ExternalId as usize, Col::ExternalId as usize),
        owner: Some(Col::OwnerId as usize),
        key: Key::Point,
        directory: true,
        history: false,
        parent: None,
        settle,
        restore: settle,
        derived: &[Col::Name as usize, Col::NameKey as usize, Col::Email as usize, Col::Phone as usize],
        units: &[&[Col::FirstName as usize, Col::LastName as usize]],
        words,
        constraints: &[
            (
                "contacts_by_external_id",
                "external_id",
                "taken",
                "There is a contact of this external id already.",
            ),
            ("contacts_tenant_id_owner_id_fkey", "owner", "unknown_reference", "There is no such person."),
            (
                "must_see_company_id",
                "company",
                "unknown_reference",
                "There is no such company that you can see.",
            ),
        ],
    }),
    creates: &["company"],
};

fn settle(
    setting: &Setting,
    row: &Row,
    before: Option<&Stored>,
    after: &mut Values,
) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[Col::CreatedAt]);
    let names_blank = after[Col::FirstName].is_blank() && after[Col::LastName].is_blank();
    if let (true, Cell::Text(full)) = (names_blank, &row.given[Is::FullName as usize]) {
        let (first, last) = super::leads::split_name(full);
        (after[Col::FirstName], after[Col::LastName]) = (Cell::Text(first), Cell::Text(last));
    }
    let mut contact = contact(setting, after);
    (contact.emails, contact.phones) = (points(row, before, "email"), points(row, before, "phone"));
    let settled = rules::settle(&mut contact);
    after[Col::NameKey] = Cell::Text(name_key(&contact.name));
    after[Col::FirstName] = Cell::Text(contact.first_name);
    after[Col::LastName] = Cell::Text(contact.last_name);
    after[Col::Name] = Cell::Text(contact.name);
    after[Col::Email] = contact.email.into();
    after[Col::Phone] = contact.phone.into();
    after[Col::LifecycleStage] = Cell::Text(contact.lifecycle_stage);
    settled.map_err(|fields| fields.into_iter().map(Wrong::from_rule).collect())
}

/// Those that the contact has, and behind them those that the row adds. Nothing is judged by the labels.
fn points(row: &Row, before: Option<&Stored>, kind: &str) -> Vec<ContactPoint> {
    let stored = before.iter().flat_map(|before| &before.points).filter(|(known, ..)| known == kind);
    let keys: Vec<&str> = stored.clone().map(|(_, _, key)| key.as_str()).collect();
    let new = row.points.iter().filter(|point| point.kind == kind && !keys.contains(&point.key.as_str()));
    let values = stored.map(|(_, value, _)| value).chain(new.map(|point| &point.value));
    values.map(|value| ContactPoint { label: "other".to_owned(), value: value.clone() }).collect()
}

/// The record that the rules of contacts judge, without its e-mail addresses and telephone numbers.
fn contact(setting: &Setting, values: &Values) -> Contact {
    let text = |at: Col| values[at].text().map(str::to_owned);
    Contact {
        id: ContactId(Uuid::nil()),
        first_name: text(Col::FirstName).unwrap_or_default(),
        last_name: text(Col::LastName).unwrap_or_default(),
        name: text(Col::Name).unwrap_or_default(),
        title: text(Col::Title),
        company_id: values[Col::CompanyId].id().map(CompanyId),
        company_name: None,
        email: None,
        phone: None,
        emails: Vec::new(),
        phones: Vec::new(),
        lifecycle_stage: text(Col::LifecycleStage).unwrap_or_else(|| "lead".to_owned()),
        source: text(Col::Source),
        linkedin_url: text(Col::LinkedinUrl),
        description: text(Col::Description),
        owner_id: values[Col::OwnerId].id().map(Into::into),
        external_id: text(Col::ExternalId),
        created_at: values[Col::CreatedAt].instant().unwrap_or(setting.now),
        updated_at: setting.now,
        trashed_at: None,
        version: 1,
    }
}

fn words(setting: &Setting, values: &Values, points: &[&str]) -> Vec<String> {
    let point = |value: &&str| ContactPoint { label: "other".to_owned(), value: (*value).to_owned() };
    let (emails, phones) = points.iter().partition::<Vec<&str>, _>(|point| point.contains('@'));
    let (emails, phones) = (emails.iter().map(point).collect(), phones.iter().map(point).collect());
    store::words(&Contact { emails, phones, ..contact(setting, values) })
}
