//! Leads: people who may become customers, some of them converted into deals that are there.

use super::calendar::{days_between, plus_days, working_day_until};
use super::companies::Company;
use super::contacts::{Contact, local_part, written};
use super::deals::Deal;
use super::people::slug;
use super::places::Country;
use super::plan::{Plan, Sellers, rounded};
use super::rng::{Picker, Rng};
use super::rows::LeadRow;
use jiff::Timestamp;
use jiff::civil::Date;

/// A row with nothing but a name; of two empty ones, the company is shown.
pub(super) fn blank(plan: &Plan, rng: &mut Rng, first: &str, last: &str, at: Timestamp) -> LeadRow {
    LeadRow {
        tenant_id: plan.tenant(),
        id: rng.id(at),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        name: format!("{first} {last}").trim().to_owned(),
        company_name: None,
        title: None,
        email: None,
        phone: None,
        status: "new",
        source: None,
        score: 0,
        amount: None,
        currency: None,
        city: None,
        country: None,
        website: None,
        description: None,
        owner_id: None,
        converted_at: None,
        converted_company_id: None,
        converted_contact_id: None,
        converted_deal_id: None,
        status_before_conversion: None,
        created_at: at,
        updated_at: at,
        trashed_at: None,
        version: 1,
    }
}

/// How many of a hundred leads were converted.
const CONVERTED_PERCENT: usize = 14;

/// The leads.
pub(super) fn leads(
    plan: &Plan,
    companies: &[Company],
    contacts: &[Contact],
    deals: &[Deal],
    sellers: &Sellers,
) -> Vec<LeadRow> {
    let mut rng = plan.rng("leads");
    let mut leads = Vec::with_capacity(plan.counts.leads);
    let wanted = plan.counts.leads * CONVERTED_PERCENT / 100;
    let with_people: Vec<&Deal> = deals.iter().filter(|deal| deal.contact.is_some()).collect();
    // Every so-manieth deal began as a lead, so that no deal did twice.
    let stride = (with_people.len() / wanted.max(1)).max(1);
    for deal in with_people.iter().step_by(stride).take(wanted) {
        if let Some(contact) = deal.contact {
            leads.push(converted(plan, &mut rng, &companies[deal.company], &contacts[contact], deal));
        }
    }
    let months = plan.calendar.months();
    let weights =
        months.iter().enumerate().map(|(place, month)| f64::from(month.days()) * (8.0 + place as f64));
    let by_month = Picker::new(weights.collect::<Vec<_>>());
    while leads.len() < plan.counts.leads {
        let Some(month) = by_month.pick(&mut rng).map(|place| months[place]) else { break };
        let day = plan.calendar.working_day_between(&mut rng, month.first, month.last);
        leads.push(lead(plan, &mut rng, day, sellers));
    }
    leads
}

/// The lead that a deal began as.
fn converted(plan: &Plan, rng: &mut Rng, company: &Company, contact: &Contact, deal: &Deal) -> LeadRow {
    let calendar = &plan.calendar;
    let at = deal.row.created_at;
    let begun = working_day_until(plus_days(calendar.date(at), -(rng.between(2, 40) as i32)));
    let made = calendar.in_office_hours(rng, begun);
    let mut lead = blank(plan, rng, &contact.row.first_name, &contact.row.last_name, made);
    lead.company_name = Some(company.row.name.clone());
    lead.title = contact.row.title;
    lead.email.clone_from(&contact.row.email);
    lead.phone.clone_from(&contact.row.phone);
    lead.status = "converted";
    lead.source = deal.row.source;
    lead.score = rng.between(62, 98);
    lead.amount = deal.steps.first().and_then(|step| step.amount);
    lead.currency = lead.amount.map(|_| plan.trade.currency);
    lead.city = company.row.city;
    lead.country = company.row.country;
    lead.website.clone_from(&company.row.website);
    lead.owner_id = deal.row.owner_id;
    lead.converted_at = Some(at);
    lead.converted_company_id = Some(company.row.id);
    lead.converted_contact_id = Some(contact.row.id);
    lead.converted_deal_id = Some(deal.row.id);
    lead.status_before_conversion = Some("qualified");
    lead.updated_at = at;
    lead.version = 3;
    lead
}

/// What a lead of that age is by now: the fresh ones are new, the old ones decided.
fn status(rng: &mut Rng, age_days: i32) -> &'static str {
    let (new, contacted, nurture, qualified, unqualified) = match age_days {
        ..=7 => (72, 22, 0, 4, 2),
        8..=30 => (30, 40, 8, 14, 8),
        31..=120 => (7, 30, 26, 15, 22),
        _ => (2, 10, 34, 6, 48),
    };
    rng.weighted(&[
        (new, "new"),
        (contacted, "contacted"),
        (nurture, "nurture"),
        (qualified, "qualified"),
        (unqualified, "unqualified"),
    ])
}

fn lead(plan: &Plan, rng: &mut Rng, day: Date, sellers: &Sellers) -> LeadRow {
    let calendar = &plan.calendar;
    let country = rng.weighted(plan.trade.countries);
    let name = country.culture(rng).name(rng);
    let (first, last) = written(rng, &name);
    let made = calendar.in_office_hours(rng, day);
    let mut lead = blank(plan, rng, &first, &last, made);
    let city = rng.pick(country.cities);
    let company = company_name(plan, rng, country, city);
    let domain = format!("{}.example", slug(&company));
    let style = rng.below(2);
    lead.email = rng.chance(0.88).then(|| format!("{}@{domain}", local_part(style, &name)));
    lead.website = rng.chance(0.4).then(|| format!("https://www.{domain}"));
    lead.company_name = rng.chance(0.93).then_some(company);
    lead.title = rng.chance(0.8).then(|| rng.pick(plan.trade.titles));
    lead.phone = rng.chance(0.6).then(|| country.phone(rng));
    lead.source = Some(rng.weighted(plan.trade.sources));
    lead.city = rng.chance(0.85).then_some(city);
    lead.country = Some(country.name);
    let age = days_between(day, calendar.today);
    lead.status = status(rng, age);
    lead.score = score(rng, &lead);
    if rng.chance(0.62) {
        let product = rng.one_of(plan.trade.products);
        let units = rng.log_normal(product.price as f64 * product.quantity, plan.trade.amount_sigma);
        lead.amount = Some(plan.money(rounded(units)));
        lead.currency = Some(plan.trade.currency);
    }
    lead.description = rng.chance(0.12).then(|| rng.pick(plan.trade.notes).to_owned());
    let pooled = match lead.status {
        "new" => 0.5,
        "contacted" => 0.06,
        "nurture" => 0.2,
        _ => 0.0,
    };
    lead.owner_id = if rng.chance(pooled) { None } else { sellers.pick(rng) };
    if lead.status != "new" {
        let touched = calendar.working_day_between(rng, day, plus_days(day, age.min(30) - 1));
        lead.updated_at = calendar.in_office_hours(rng, touched).max(made);
        lead.version = 2;
    }
    lead
}

/// A company that is not among the workspace's own, as somebody typed it.
fn company_name(plan: &Plan, rng: &mut Rng, country: &Country, city: &str) -> String {
    let sector = rng.one_of(plan.trade.sectors);
    let family = country.culture(rng).family(rng);
    let base = match rng.below(3) {
        0 => format!("{family} {}", rng.pick(sector.words)),
        1 => format!("{city} {}", rng.pick(sector.words)),
        _ => format!("{family} & {}", country.culture(rng).family(rng)),
    };
    if rng.chance(0.6) { format!("{base} {}", rng.pick(country.legal)) } else { base }
}

/// Who can be reached and has a budget scores higher; those who were given up, lower.
fn score(rng: &mut Rng, lead: &LeadRow) -> i64 {
    let known =
        [lead.email.is_some(), lead.phone.is_some(), lead.company_name.is_some(), lead.title.is_some()];
    let base = known.iter().filter(|known| **known).count() as i64 * 8;
    let status = match lead.status {
        "qualified" => 44,
        "contacted" => 24,
        "nurture" => 16,
        "unqualified" => -14,
        _ => 10,
    };
    (base + status + rng.between(-8, 22)).clamp(0, 100)
}
