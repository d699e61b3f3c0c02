//! Contacts from files, with all their e-mail addresses and telephone numbers.

use super::companies::LIFECYCLE_STAGES;
use super::{Cell, Key, Kind, Noun, Table, Target, Values, Wrong, columns, fields};
use crate::accounts::name_key;
use crate::http::rules::{is_web_address, person_name};
use crate::imports::rows::{Row, phone_key};
use crate::imports::setting::Setting;
use crate::search;
use kontaly_access::Permission;

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
    before: Option<&Values>,
    after: &mut Values,
) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[Col::CreatedAt]);
    let names_blank = after[Col::FirstName].is_blank() && after[Col::LastName].is_blank();
    if let (true, Cell::Text(full)) = (names_blank, &row.given[Is::FullName as usize]) {
        let (first, last) = super::leads::split_name(full);
        (after[Col::FirstName], after[Col::LastName]) = (Cell::Text(first), Cell::Text(last));
    }
    for at in [Col::FirstName, Col::LastName] {
        if after[at] == Cell::Null {
            after[at] = Cell::Text(String::new());
        }
    }
    // The first of each kind is kept on the contact too, so that a list needs one table.
    for (at, kind) in [(Col::Email, "email"), (Col::Phone, "phone")] {
        if let (true, Some(first)) =
            (after[at].is_blank(), row.points.iter().find(|point| point.kind == kind))
        {
            after[at] = Cell::Text(first.value.clone());
        }
    }
    if after[Col::LifecycleStage].is_blank() {
        after[Col::LifecycleStage] = Cell::Text("lead".to_owned());
    }
    let text = |at: Col| after[at].text();
    let name = person_name(
        text(Col::FirstName).unwrap_or_default(),
        text(Col::LastName).unwrap_or_default(),
        &[text(Col::Email), text(Col::Phone)],
    );
    let mut wrong = Vec::new();
    if name.is_empty() {
        wrong.push(Wrong::new("last_name", "required", "Give a name or an e-mail address."));
    }
    if text(Col::LinkedinUrl).is_some_and(|url| !is_web_address(url)) {
        wrong.push(Wrong::new(
            "linkedin_url",
            "not_a_web_address",
            "A web address looks like https://example.com/page.",
        ));
    }
    after[Col::NameKey] = Cell::Text(name_key(&name));
    after[Col::Name] = Cell::Text(name);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn words(_: &Setting, values: &Values, points: &[&str]) -> Vec<String> {
    let digits: Vec<String> =
        points.iter().filter(|point| !point.contains('@')).map(|point| phone_key(point)).collect();
    let texts = values[Col::Name].text().into_iter().chain(points.iter().copied());
    search::words(texts.chain(digits.iter().map(String::as_str)))
}
