//! Contacts: the people of the companies, with their addresses and numbers.

use super::companies::Company;
use super::people::{Name, slug};
use super::plan::{Plan, Sellers};
use super::rng::{Picker, Rng};
use super::rows::{ContactRow, PointRow};
use crate::accounts::{email_key, name_key};
use jiff::Timestamp;
use std::collections::HashSet;

/// A contact and what other nouns need to know of it.
#[derive(Clone)]
pub(super) struct Contact {
    /// What is kept.
    pub(super) row: ContactRow,
    /// Addresses and numbers.
    pub(super) points: Vec<PointRow>,
    /// The place of the company in the list.
    pub(super) company: Option<usize>,
}

/// A row with nothing but a name.
pub(super) fn blank(plan: &Plan, rng: &mut Rng, first: &str, last: &str, at: Timestamp) -> ContactRow {
    let name = format!("{first} {last}").trim().to_owned();
    ContactRow {
        tenant_id: plan.tenant(),
        id: rng.id(at),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        name_key: name_key(&name),
        name,
        title: None,
        company_id: None,
        email: None,
        phone: None,
        lifecycle_stage: "lead",
        source: None,
        linkedin_url: None,
        description: None,
        owner_id: None,
        created_at: at,
        updated_at: at,
        trashed_at: None,
        version: 1,
    }
}

impl Contact {
    /// A contact of a company, whose owner it shares.
    pub(super) fn of(mut row: ContactRow, place: usize, company: &Company) -> Self {
        row.company_id = Some(company.row.id);
        row.owner_id = company.row.owner_id;
        Self { row, points: Vec::new(), company: Some(place) }
    }

    /// Adds an e-mail address; the first is the one that lists show.
    pub(super) fn email(&mut self, rng: &mut Rng, label: &'static str, value: String) {
        let position = self.points.iter().filter(|point| point.kind == "email").count();
        let key = email_key(&value);
        self.row.email.get_or_insert_with(|| value.clone());
        self.point(rng, "email", label, value, key, position);
    }

    /// Adds a telephone number.
    pub(super) fn phone(&mut self, rng: &mut Rng, label: &'static str, value: String) {
        let position = self.points.iter().filter(|point| point.kind == "phone").count();
        let key = value.chars().filter(char::is_ascii_digit).collect();
        self.row.phone.get_or_insert_with(|| value.clone());
        self.point(rng, "phone", label, value, key, position);
    }

    fn point(
        &mut self,
        rng: &mut Rng,
        kind: &'static str,
        label: &'static str,
        value: String,
        value_key: String,
        position: usize,
    ) {
        self.points.push(PointRow {
            tenant_id: self.row.tenant_id,
            id: rng.id(self.row.created_at),
            contact_id: self.row.id,
            kind,
            label,
            value,
            value_key,
            position: position as i16,
            owner_id: self.row.owner_id,
        });
    }
}

/// The local part of somebody's address at work.
pub(super) fn local_part(style: usize, name: &Name) -> String {
    let (given, family) = (slug(name.given), slug(name.family).replace('-', ""));
    match style {
        1 => format!("{}.{family}", &given[..given.len().min(1)]),
        2 => given,
        _ => format!("{given}.{family}"),
    }
}

/// First and last name as kept: some write their names as at home, family name first.
pub(super) fn written(rng: &mut Rng, name: &Name) -> (String, String) {
    match &name.script {
        Some(script) if rng.chance(0.35) => (String::new(), script.clone()),
        _ => (name.given.to_owned(), name.family.to_owned()),
    }
}

/// The contacts: every company has one at least, and a few have many.
pub(super) fn contacts(plan: &Plan, companies: &[Company], sellers: &Sellers) -> Vec<Contact> {
    let mut rng = plan.rng("contacts");
    let sizes = Picker::new(companies.iter().map(|_| rng.log_normal(1.0, 0.8)).collect::<Vec<_>>());
    let mut taken = HashSet::new();
    let mut contacts = Vec::with_capacity(plan.counts.contacts);
    for number in 0..plan.counts.contacts {
        let place = if number < companies.len() {
            Some(number)
        } else if rng.chance(0.98) {
            sizes.pick(&mut rng)
        } else {
            None
        };
        contacts.push(match place {
            Some(place) => at_company(plan, &mut rng, &mut taken, place, &companies[place]),
            None => alone(plan, &mut rng, &mut taken, sellers),
        });
    }
    contacts
}

/// An address that nobody else here has.
fn free(taken: &mut HashSet<String>, local: &str, domain: &str) -> String {
    let mut address = format!("{local}@{domain}");
    let mut number = 2;
    while !taken.insert(address.clone()) {
        address = format!("{local}{number}@{domain}");
        number += 1;
    }
    address
}

fn at_company(
    plan: &Plan,
    rng: &mut Rng,
    taken: &mut HashSet<String>,
    place: usize,
    company: &Company,
) -> Contact {
    let name = company.country.culture(rng).name(rng);
    let (first, last) = written(rng, &name);
    let made = company.row.created_at;
    let calendar = &plan.calendar;
    // Most were put in with their company, the others when they first called.
    let at = if rng.chance(0.6) {
        made
    } else {
        let day = calendar.working_day_between(rng, calendar.date(made), calendar.yesterday());
        calendar.in_office_hours(rng, day).max(made)
    };
    let row = blank(plan, rng, &first, &last, at);
    let mut contact = Contact::of(row, place, company);
    contact.row.title = Some(rng.pick(plan.trade.titles));
    contact.row.source = rng.chance(0.7).then(|| rng.weighted(plan.trade.sources));
    contact.row.description = rng.chance(0.06).then(|| rng.pick(plan.trade.notes).to_owned());
    let local = local_part(company.mail_style, &name);
    contact.row.linkedin_url =
        rng.chance(0.3).then(|| format!("https://linkedin.example/in/{}", local.replace('.', "-")));
    if rng.chance(0.94) {
        let address = free(taken, &local, &company.domain);
        contact.email(rng, "work", address);
    }
    if rng.chance(0.16) {
        let address = free(taken, &local_part(0, &name), "mail.example");
        contact.email(rng, "home", address);
    }
    if rng.chance(0.72) {
        let number = company.country.phone(rng);
        contact.phone(rng, "work", number);
    }
    if rng.chance(0.46) {
        let number = company.country.mobile(rng);
        contact.phone(rng, "mobile", number);
    }
    contact
}

/// Somebody whose company is not known: met at a fair, or between two employers.
fn alone(plan: &Plan, rng: &mut Rng, taken: &mut HashSet<String>, sellers: &Sellers) -> Contact {
    let country = rng.weighted(plan.trade.countries);
    let name = country.culture(rng).name(rng);
    let calendar = &plan.calendar;
    let day = calendar.working_day_between(rng, calendar.start, calendar.yesterday());
    let at = calendar.in_office_hours(rng, day);
    let mut row = blank(plan, rng, name.given, name.family, at);
    row.owner_id = sellers.pick(rng);
    row.source = Some(rng.weighted(plan.trade.sources));
    let mut contact = Contact { row, points: Vec::new(), company: None };
    let address = free(taken, &local_part(0, &name), "mail.example");
    contact.email(rng, "home", address);
    if rng.chance(0.5) {
        let number = country.mobile(rng);
        contact.phone(rng, "mobile", number);
    }
    contact
}
