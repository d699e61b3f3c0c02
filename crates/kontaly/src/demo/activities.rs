//! Activities: the timeline of deals and leads, notes on companies and contacts, and what is planned from today on.

use super::calendar::{days_between, plus_days, working_day_from, working_day_until};
use super::companies::Company;
use super::contacts::Contact;
use super::deals::Deal;
use super::plan::Plan;
use super::rng::Rng;
use super::rows::{ActivityRow, ContactRow, LeadRow};
use super::texts::{self, Template, Words};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kontaly_access::{CompanyId, ContactId, DealId, LeadId, UserId};
use std::collections::HashSet;

/// The record that an activity hangs on.
#[derive(Clone, Copy)]
pub(super) enum On {
    /// A lead.
    Lead(LeadId),
    /// A deal.
    Deal(DealId),
    /// A contact.
    Contact(ContactId),
    /// A company.
    Company(CompanyId),
}

/// A kind of activity and what may be written about it.
type Kind = (&'static str, &'static [Template]);

/// Who and what a record's activities are about.
struct About<'a> {
    on: On,
    owner: Option<UserId>,
    company: &'a str,
    first: &'a str,
    product: &'static str,
}

/// The activities of a workspace.
pub(super) fn activities(
    plan: &Plan,
    companies: &[Company],
    contacts: &[Contact],
    deals: &[Deal],
    leads: &[LeadRow],
) -> Vec<ActivityRow> {
    let rows = Vec::with_capacity(deals.len() * 5 + leads.len());
    let mut writer = Writer { plan, rng: plan.rng("activities"), rows, said: HashSet::new() };
    for deal in deals {
        let contact = deal.contact.map(|place| &contacts[place].row);
        writer.deal(deal, &companies[deal.company], contact);
    }
    for lead in leads {
        writer.lead(lead);
    }
    if plan.is_showcase() {
        for company in companies {
            writer.company(company);
        }
        for contact in contacts {
            let company = contact.company.map(|place| companies[place].short.as_str());
            writer.contact(&contact.row, company.unwrap_or("them"));
        }
    }
    writer.rows
}

/// How a person is spoken of.
fn first_name(contact: Option<&ContactRow>) -> &str {
    match contact {
        Some(contact) if !contact.first_name.is_empty() => &contact.first_name,
        Some(contact) => &contact.last_name,
        None => "the buyer",
    }
}

/// What is usual at that point of a deal.
fn usual(rng: &mut Rng, probability: i16) -> Kind {
    let kinds: [(u32, Kind); 4] = if probability < 50 {
        [
            (40, ("call", texts::FIRST_CALLS)),
            (26, ("meeting", texts::FIRST_MEETINGS)),
            (20, ("email", texts::FIRST_EMAILS)),
            (14, ("note", texts::NOTES)),
        ]
    } else {
        [
            (36, ("call", texts::LATE_CALLS)),
            (16, ("meeting", texts::LATE_MEETINGS)),
            (36, ("email", texts::LATE_EMAILS)),
            (12, ("note", texts::NOTES)),
        ]
    };
    rng.weighted(&kinds)
}

/// Writes the rows, and remembers what was said about a record, so that nothing is said twice.
struct Writer<'a> {
    plan: &'a Plan,
    rng: Rng,
    rows: Vec<ActivityRow>,
    said: HashSet<String>,
}

impl Writer<'_> {
    fn deal(&mut self, deal: &Deal, company: &Company, contact: Option<&ContactRow>) {
        let calendar = &self.plan.calendar;
        let about = About {
            on: On::Deal(deal.row.id),
            owner: deal.row.owner_id,
            company: &company.short,
            first: first_name(contact),
            product: self.plan.trade.products[deal.product].name,
        };
        self.said.clear();
        for (number, step) in deal.steps.iter().enumerate() {
            let stage = &self.plan.ground.stages[step.stage];
            if stage.kind != "open" {
                if self.plan.is_showcase() && self.rng.chance(0.8) {
                    let ends = if stage.kind == "won" { texts::WON } else { texts::LOST };
                    self.done(&about, ("note", ends), step.at);
                }
                continue;
            }
            let from = calendar.date(step.at);
            let next = deal.steps.get(number + 1).map(|next| calendar.date(next.at));
            let until = next.unwrap_or_else(|| plus_days(from, 12).min(calendar.yesterday()));
            let many = if self.plan.is_showcase() { 1 + self.rng.below(3) } else { self.rng.below(2) };
            for _ in 0..many {
                let kind = usual(&mut self.rng, stage.probability);
                self.between(&about, kind, from, until, step.at);
            }
        }
        if deal.row.state == "open" && self.rng.chance(if self.plan.is_showcase() { 0.8 } else { 0.4 }) {
            self.next(&about, calendar.date(deal.row.updated_at));
        }
    }

    fn lead(&mut self, lead: &LeadRow) {
        let calendar = &self.plan.calendar;
        let about = About {
            on: On::Lead(lead.id),
            owner: lead.owner_id,
            company: lead.company_name.as_deref().unwrap_or("them"),
            first: if lead.first_name.is_empty() { &lead.last_name } else { &lead.first_name },
            product: self.rng.one_of(self.plan.trade.products).name,
        };
        self.said.clear();
        let (made, changed) = (calendar.date(lead.created_at), calendar.date(lead.updated_at));
        if lead.status != "new" {
            let many = if self.plan.is_showcase() {
                1 + self.rng.below(2)
            } else {
                usize::from(self.rng.chance(0.3))
            };
            for _ in 0..many {
                let kind = self.rng.pick(&["call", "call", "email"]);
                self.between(&about, (kind, texts::FIRST_CONTACTS), made, changed, lead.created_at);
            }
        }
        let live = matches!(lead.status, "new" | "contacted" | "qualified") && lead.owner_id.is_some();
        if live && days_between(changed, calendar.today) < 60 && self.rng.chance(0.4) {
            self.next(&about, changed);
        }
    }

    fn company(&mut self, company: &Company) {
        if self.rng.chance(0.3) {
            let about = About {
                on: On::Company(company.row.id),
                owner: company.row.owner_id,
                company: &company.short,
                first: "the managing director",
                product: self.rng.one_of(self.plan.trade.products).name,
            };
            self.some_day(&about, ("note", texts::NOTES), company.row.created_at);
        }
    }

    fn contact(&mut self, contact: &ContactRow, company: &str) {
        if self.rng.chance(0.14) {
            let about = About {
                on: On::Contact(contact.id),
                owner: contact.owner_id,
                company,
                first: first_name(Some(contact)),
                product: self.rng.one_of(self.plan.trade.products).name,
            };
            let kind = usual(&mut self.rng, 0);
            self.some_day(&about, kind, contact.created_at);
        }
    }

    /// Something done on some day of the history after an instant.
    fn some_day(&mut self, about: &About<'_>, kind: Kind, after: Timestamp) {
        let calendar = &self.plan.calendar;
        self.said.clear();
        let from = calendar.date(after).max(calendar.start);
        self.between(about, kind, from, calendar.yesterday(), after);
    }

    /// Something done on one of these days, not before an instant.
    fn between(&mut self, about: &About<'_>, kind: Kind, from: Date, until: Date, after: Timestamp) {
        let calendar = &self.plan.calendar;
        let day = calendar.working_day_between(&mut self.rng, from, until);
        let at = match kind.0 {
            "meeting" => calendar.meeting_time(&mut self.rng, day),
            _ => calendar.in_office_hours(&mut self.rng, day),
        };
        self.done(about, kind, at.max(after));
    }

    fn done(&mut self, about: &About<'_>, kind: Kind, at: Timestamp) {
        let Some(mut row) = self.draft(about, kind, at) else { return };
        let ended = at + i64::from(row.duration_minutes.unwrap_or(0)).minutes();
        // A note is not due, it is there.
        row.due_at = (row.kind != "note").then_some(at);
        row.done_at = Some(ended);
        row.updated_at = ended;
        self.rows.push(row);
    }

    /// What is to be done next: overdue, today, or in the coming weeks.
    fn next(&mut self, about: &About<'_>, since: Date) {
        let calendar = &self.plan.calendar;
        let made = calendar.working_day_between(&mut self.rng, since, calendar.yesterday());
        let made = calendar.in_office_hours(&mut self.rng, made);
        let day = match self.rng.below(100) {
            0..=13 => working_day_until(plus_days(calendar.today, -(self.rng.between(1, 9) as i32))),
            14..=31 => calendar.today,
            _ => working_day_from(plus_days(calendar.today, self.rng.between(1, 24) as i32)),
        };
        let kinds: [(u32, Kind); 3] = [
            (60, ("task", texts::TASKS)),
            (20, ("call", texts::LATE_CALLS)),
            (20, ("meeting", texts::FIRST_MEETINGS)),
        ];
        let kind = self.rng.weighted(&kinds);
        let due = match kind.0 {
            "task" => calendar.at(day, 17, 0, 0),
            _ => calendar.meeting_time(&mut self.rng, day),
        };
        let Some(mut row) = self.draft(about, kind, made) else { return };
        if kind.0 != "task" {
            // What is written beneath a call is written afterwards.
            row.body = None;
        }
        row.at = due.max(made);
        row.due_at = Some(row.at);
        row.done_at = None;
        self.rows.push(row);
    }

    /// Something that was not said about this record yet.
    fn draft(&mut self, about: &About<'_>, (kind, templates): Kind, at: Timestamp) -> Option<ActivityRow> {
        for _ in 0..6 {
            let topic = self.rng.pick(self.plan.trade.topics);
            let words = Words { company: about.company, first: about.first, product: about.product, topic };
            let (subject, body) = words.draw(&mut self.rng, templates);
            if self.said.insert(subject.clone()) {
                let mut row = blank(self.plan, &mut self.rng, kind, subject, about.on, about.owner, at);
                row.body = body;
                row.duration_minutes = match kind {
                    "call" => Some(self.rng.between(3, 42) as i32),
                    "meeting" => Some(self.rng.pick(&[30, 45, 60, 60, 90, 120])),
                    _ => None,
                };
                return Some(row);
            }
        }
        None
    }
}

/// A row with nothing but a subject, done when it was written.
pub(super) fn blank(
    plan: &Plan,
    rng: &mut Rng,
    kind: &'static str,
    subject: String,
    on: On,
    owner: Option<UserId>,
    at: Timestamp,
) -> ActivityRow {
    let mut row = ActivityRow {
        tenant_id: plan.tenant(),
        id: rng.id(at),
        kind,
        subject,
        body: None,
        due_at: None,
        at,
        done_at: Some(at),
        duration_minutes: None,
        assignee_id: owner,
        lead_id: None,
        deal_id: None,
        contact_id: None,
        company_id: None,
        owner_id: owner,
        directory: matches!(on, On::Contact(_) | On::Company(_)),
        created_at: at,
        updated_at: at,
        version: 1,
    };
    match on {
        On::Lead(id) => row.lead_id = Some(id),
        On::Deal(id) => row.deal_id = Some(id),
        On::Contact(id) => row.contact_id = Some(id),
        On::Company(id) => row.company_id = Some(id),
    }
    row
}
