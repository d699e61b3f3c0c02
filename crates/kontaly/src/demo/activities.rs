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

/// What is said, by whom, about which record.
struct Said<'a> {
    on: On,
    owner: Option<UserId>,
    words: Words<'a>,
}

/// When something was, or is to be, done.
enum When {
    /// Done at that instant.
    Done(Timestamp),
    /// To be done then; planned at the first instant.
    Planned(Timestamp, Timestamp),
}

/// The activities of a workspace.
pub(super) fn activities(
    plan: &Plan,
    companies: &[Company],
    contacts: &[Contact],
    deals: &[Deal],
    leads: &[LeadRow],
) -> Vec<ActivityRow> {
    let mut rng = plan.rng("activities");
    let mut rows = Vec::with_capacity(deals.len() * 5 + leads.len());
    for deal in deals {
        let contact = deal.contact.map(|place| &contacts[place].row);
        of_deal(plan, &mut rng, deal, &companies[deal.company], contact, &mut rows);
    }
    for lead in leads {
        of_lead(plan, &mut rng, lead, &mut rows);
    }
    if plan.is_showcase() {
        for company in companies {
            of_company(plan, &mut rng, company, &mut rows);
        }
        for contact in contacts {
            let company = contact.company.map(|place| &companies[place]);
            of_contact(plan, &mut rng, &contact.row, company, &mut rows);
        }
    }
    rows
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
fn usual(rng: &mut Rng, probability: i16) -> (&'static str, &'static [Template]) {
    let kinds: [(u32, (&'static str, &'static [Template])); 4] = [
        (40, ("call", texts::CALLS)),
        (if probability < 50 { 26 } else { 16 }, ("meeting", texts::MEETINGS)),
        (if probability < 25 { 18 } else { 34 }, ("email", texts::EMAILS)),
        (14, ("note", texts::NOTES)),
    ];
    *rng.weighted(&kinds)
}

fn of_deal(
    plan: &Plan,
    rng: &mut Rng,
    deal: &Deal,
    company: &Company,
    contact: Option<&ContactRow>,
    rows: &mut Vec<ActivityRow>,
) {
    let calendar = &plan.calendar;
    let product = plan.trade.products[deal.product].name;
    let said = |rng: &mut Rng| Said {
        on: On::Deal(deal.row.id),
        owner: deal.row.owner_id,
        words: Words {
            company: &company.short,
            first: first_name(contact),
            product,
            topic: *rng.pick(plan.trade.topics),
        },
    };
    for (number, step) in deal.steps.iter().enumerate() {
        let stage = &plan.ground.stages[step.stage];
        if stage.kind != "open" {
            let ends = if stage.kind == "won" { texts::WON } else { texts::LOST };
            if plan.is_showcase() && rng.chance(0.8) {
                let said = said(rng);
                rows.push(row(plan, rng, "note", ends, &said, &When::Done(step.at)));
            }
            continue;
        }
        let from = calendar.date(step.at);
        let next = deal.steps.get(number + 1).map(|next| calendar.date(next.at));
        let until = next.unwrap_or_else(|| plus_days(from, 12).min(calendar.yesterday()));
        let many = if plan.is_showcase() { 1 + rng.below(3) } else { rng.below(2) };
        for _ in 0..many {
            let day = calendar.working_day_between(rng, from, until);
            let at = calendar.in_office_hours(rng, day).max(step.at);
            let (kind, templates) = usual(rng, stage.probability);
            let said = said(rng);
            rows.push(row(plan, rng, kind, templates, &said, &When::Done(at)));
        }
    }
    if deal.row.state == "open" && rng.chance(if plan.is_showcase() { 0.8 } else { 0.4 }) {
        let said = said(rng);
        next(plan, rng, &said, calendar.date(deal.row.updated_at), rows);
    }
}

/// What is to be done next: overdue, today, or in the coming weeks.
fn next(plan: &Plan, rng: &mut Rng, said: &Said<'_>, since: Date, rows: &mut Vec<ActivityRow>) {
    let calendar = &plan.calendar;
    let made = calendar.working_day_between(rng, since, calendar.yesterday());
    let made = calendar.in_office_hours(rng, made);
    let day = match rng.below(100) {
        0..=13 => {
            working_day_until(plus_days(calendar.today, -(rng.between(1, 9) as i32))).max(calendar.date(made))
        }
        14..=31 => calendar.today,
        _ => working_day_from(plus_days(calendar.today, rng.between(1, 24) as i32)),
    };
    let (kind, templates) = *rng.weighted(&[
        (60, ("task", texts::TASKS)),
        (20, ("call", texts::CALLS)),
        (20, ("meeting", texts::MEETINGS)),
    ]);
    let due = match kind {
        "task" => calendar.at(day, 17, 0, 0),
        _ => calendar.meeting_time(rng, day),
    };
    let mut planned = row(plan, rng, kind, templates, said, &When::Planned(made, due.max(made)));
    if kind != "task" {
        // What is written beneath a call is written afterwards.
        planned.body = None;
    }
    rows.push(planned);
}

fn of_lead(plan: &Plan, rng: &mut Rng, lead: &LeadRow, rows: &mut Vec<ActivityRow>) {
    let calendar = &plan.calendar;
    let first = if lead.first_name.is_empty() { &lead.last_name } else { &lead.first_name };
    let said = |rng: &mut Rng| Said {
        on: On::Lead(lead.id),
        owner: lead.owner_id,
        words: Words {
            company: lead.company_name.as_deref().unwrap_or("them"),
            first,
            product: rng.pick(plan.trade.products).name,
            topic: *rng.pick(plan.trade.topics),
        },
    };
    let (made, changed) = (calendar.date(lead.created_at), calendar.date(lead.updated_at));
    if lead.status != "new" {
        let many = if plan.is_showcase() { 1 + rng.below(2) } else { usize::from(rng.chance(0.3)) };
        for _ in 0..many {
            let day = calendar.working_day_between(rng, made, changed);
            let at = calendar.in_office_hours(rng, day).max(lead.created_at);
            let kind = *rng.pick(&["call", "call", "email"]);
            let said = said(rng);
            rows.push(row(plan, rng, kind, texts::FIRST_CONTACTS, &said, &When::Done(at)));
        }
    }
    let live = matches!(lead.status, "new" | "contacted" | "qualified") && lead.owner_id.is_some();
    if live && days_between(changed, calendar.today) < 60 && rng.chance(0.4) {
        let said = said(rng);
        next(plan, rng, &said, changed, rows);
    }
}

fn of_company(plan: &Plan, rng: &mut Rng, company: &Company, rows: &mut Vec<ActivityRow>) {
    if !rng.chance(0.3) {
        return;
    }
    let words = Words {
        company: &company.short,
        first: "the managing director",
        product: rng.pick(plan.trade.products).name,
        topic: *rng.pick(plan.trade.topics),
    };
    let said = Said { on: On::Company(company.row.id), owner: company.row.owner_id, words };
    let at = later(plan, rng, company.row.created_at);
    rows.push(row(plan, rng, "note", texts::NOTES, &said, &When::Done(at)));
}

fn of_contact(
    plan: &Plan,
    rng: &mut Rng,
    contact: &ContactRow,
    company: Option<&Company>,
    rows: &mut Vec<ActivityRow>,
) {
    if !rng.chance(0.14) {
        return;
    }
    let words = Words {
        company: company.map_or("them", |company| &company.short),
        first: first_name(Some(contact)),
        product: rng.pick(plan.trade.products).name,
        topic: *rng.pick(plan.trade.topics),
    };
    let said = Said { on: On::Contact(contact.id), owner: contact.owner_id, words };
    let at = later(plan, rng, contact.created_at);
    let (kind, templates) =
        *rng.pick(&[("call", texts::CALLS), ("email", texts::EMAILS), ("note", texts::NOTES)]);
    rows.push(row(plan, rng, kind, templates, &said, &When::Done(at)));
}

/// Some instant of the history behind another one.
fn later(plan: &Plan, rng: &mut Rng, at: Timestamp) -> Timestamp {
    let calendar = &plan.calendar;
    let day = calendar.working_day_between(rng, calendar.date(at).max(calendar.start), calendar.yesterday());
    calendar.in_office_hours(rng, day).max(at)
}

fn row(
    plan: &Plan,
    rng: &mut Rng,
    kind: &'static str,
    templates: &[Template],
    said: &Said<'_>,
    when: &When,
) -> ActivityRow {
    let (subject, body) = said.words.draw(rng, templates);
    let minutes = match kind {
        "call" => Some(rng.between(3, 42)),
        "meeting" => Some(*rng.pick(&[30, 45, 60, 60, 90, 120])),
        _ => None,
    };
    let (created, due, done) = match *when {
        // A note is not due, it is there; an e-mail leaves when it is written.
        When::Done(at) if kind == "note" => (at, None, Some(at)),
        When::Done(at) => (at, Some(at), Some(at + minutes.unwrap_or(0).minutes())),
        When::Planned(made, due) => (made, Some(due), None),
    };
    let mut row = blank(plan, rng, kind, subject, said.on, said.owner, created);
    row.body = body;
    row.due_at = due;
    row.at = due.unwrap_or(created);
    row.done_at = done;
    row.duration_minutes = minutes.and_then(|minutes| i32::try_from(minutes).ok());
    row.updated_at = done.unwrap_or(created);
    row
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
