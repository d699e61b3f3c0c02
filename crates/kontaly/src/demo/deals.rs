//! Deals: what is sold to whom for how much, and how each came to where it stands.

use super::calendar::{Month, plus_days};
use super::companies::Company;
use super::contacts::Contact;
use super::history::{self, Course, Step};
use super::plan::{Plan, Sellers, rounded};
use super::rng::{Picker, Rng};
use super::rows::{DealChangeRow, DealRow, ProductRow};
use super::trades::Product;
use crate::accounts::name_key;
use crate::deals::rank;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_access::UserId;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

/// A deal and what other nouns need to know of it.
#[derive(Clone)]
pub(super) struct Deal {
    /// What is kept.
    pub(super) row: DealRow,
    /// Every state it was in, the first at its beginning.
    pub(super) steps: Vec<Step>,
    /// Places in the lists of companies, contacts and products.
    pub(super) company: usize,
    /// See `company`.
    pub(super) contact: Option<usize>,
    /// See `company`.
    pub(super) product: usize,
    /// Who moved it.
    pub(super) actor: UserId,
}

/// The price list.
pub(super) fn products(plan: &Plan) -> Vec<ProductRow> {
    let mut rng = plan.rng("products");
    let day = plus_days(plan.calendar.start, -500);
    let at = plan.calendar.at(day, 9, 0, 0);
    plan.trade
        .products
        .iter()
        .map(|product| ProductRow {
            tenant_id: plan.tenant(),
            id: rng.id(at),
            name: product.name,
            name_key: name_key(product.name),
            series: Some(product.series),
            price: Some(plan.money(product.price)),
            currency: Some(plan.trade.currency),
            external_id: Some(product.code),
            created_at: at,
            updated_at: at,
        })
        .collect()
}

/// Everything a deal is drawn from.
struct Draw<'a> {
    plan: &'a Plan,
    companies: &'a [Company],
    contacts: &'a [Contact],
    /// The places of each company's contacts.
    people: Vec<Vec<usize>>,
    products: &'a [ProductRow],
    sellers: &'a Sellers,
    months: Vec<Month>,
    by_month: Picker,
    by_company: Picker,
    names: HashSet<String>,
    line: Line,
}

/// The pipeline that deals go through.
struct Line {
    /// The places of its stages.
    stages: Range<usize>,
    /// Median days from beginning to end.
    cycle_days: f64,
    /// The only series that is sold there, where it is not all of them.
    series: Option<&'static str>,
}

/// The deals, the oldest first.
pub(super) fn deals(
    plan: &Plan,
    companies: &[Company],
    contacts: &[Contact],
    products: &[ProductRow],
    sellers: &Sellers,
) -> Vec<Deal> {
    let mut rng = plan.rng("deals");
    let months = plan.calendar.months();
    let last = (months.len().max(2) - 1) as f64;
    let weights = months.iter().enumerate().map(|(place, month)| {
        let grown = 1.0 + (plan.trade.growth - 1.0) * place as f64 / last;
        f64::from(plan.trade.season[month.number() - 1]) * grown * f64::from(month.days())
    });
    let mut people = vec![Vec::new(); companies.len()];
    for (place, contact) in contacts.iter().enumerate() {
        if let Some(company) = contact.company {
            people[company].push(place);
        }
    }
    let mut draw = Draw {
        by_month: Picker::new(weights),
        by_company: Picker::new(companies.iter().map(|_| rng.log_normal(1.0, 1.0)).collect::<Vec<_>>()),
        plan,
        companies,
        contacts,
        people,
        products,
        sellers,
        months,
        names: HashSet::new(),
        line: Line { stages: plan.ground.line(0), cycle_days: plan.trade.cycle_days, series: None },
    };
    let mut deals: Vec<_> = (0..plan.counts.deals).filter_map(|_| draw.deal(&mut rng)).collect();
    let stages = plan.ground.line(1);
    if let Some(second) = plan.trade.second.as_ref().filter(|_| !stages.is_empty()) {
        let many = second.deals * plan.counts.deals / plan.trade.counts.deals;
        let mut rng = plan.rng("second pipeline");
        draw.line = Line { stages, cycle_days: second.cycle_days, series: Some(second.series) };
        deals.extend((0..many).filter_map(|_| draw.deal(&mut rng)));
    }
    deals.sort_by_key(|deal| deal.row.created_at);
    deals
}

impl Draw<'_> {
    fn deal(&mut self, rng: &mut Rng) -> Option<Deal> {
        let (plan, calendar) = (self.plan, &self.plan.calendar);
        let month = self.months[self.by_month.pick(rng)?];
        let day = calendar.working_day_between(rng, month.first, month.last);
        let begun = calendar.in_office_hours(rng, day);
        let company = self.company(rng, begun)?;
        let contact = self.contact(rng, company, begun);
        let product = self.product(rng);
        let what = &plan.trade.products[product];
        let source = self.source(rng, contact);
        let amount = amount(plan, rng, what);
        let course = Course {
            begun,
            days: (self.line.cycle_days * stretch(plan, amount)).max(5.0),
            win_rate: plan.trade.win_rate + if source == "Referral" { 0.08 } else { -0.02 },
            amount,
            stages: self.line.stages.clone(),
        };
        let steps = history::steps(plan, rng, &course);
        let owner = self.owner(rng, company, steps.len());
        let name = self.name(rng, company, what, day);
        let mut deal = from_steps(plan, rng, name, steps, owner)?;
        deal.row.company_id = Some(self.companies[company].row.id);
        deal.row.contact_id = contact.map(|place| self.contacts[place].row.id);
        deal.row.product_id = Some(self.products[product].id);
        deal.row.source = Some(source);
        deal.row.description = rng.chance(0.1).then(|| rng.pick(plan.trade.notes).to_owned());
        Some(Deal { company, contact, product, ..deal })
    }

    /// A company that was there by then; a few have much of the business.
    fn company(&self, rng: &mut Rng, begun: Timestamp) -> Option<usize> {
        let there = |place: &usize| self.companies[*place].row.created_at <= begun;
        for _ in 0..12 {
            if let Some(place) = self.by_company.pick(rng).filter(there) {
                return Some(place);
            }
        }
        (0..self.companies.len()).find(there)
    }

    fn contact(&self, rng: &mut Rng, company: usize, begun: Timestamp) -> Option<usize> {
        let known = |place: &usize| self.contacts[*place].row.created_at <= begun;
        let people: Vec<_> = self.people[company].iter().copied().filter(known).collect();
        (!people.is_empty() && rng.chance(0.97)).then(|| rng.pick(&people))
    }

    fn product(&self, rng: &mut Rng) -> usize {
        let weights: Vec<_> = self
            .plan
            .trade
            .products
            .iter()
            .enumerate()
            .filter(|(_, product)| self.line.series.is_none_or(|series| product.series == series))
            .map(|(place, product)| (product.weight, place))
            .collect();
        rng.weighted(&weights)
    }

    fn source(&self, rng: &mut Rng, contact: Option<usize>) -> &'static str {
        let known = contact.and_then(|place| self.contacts[place].row.source);
        known.filter(|_| rng.chance(0.7)).unwrap_or_else(|| rng.weighted(self.plan.trade.sources))
    }

    /// Mostly whoever looks after the company; some that have just come in belong to nobody yet.
    fn owner(&self, rng: &mut Rng, company: usize, steps: usize) -> Option<UserId> {
        if steps == 1 && rng.chance(0.07) {
            return None;
        }
        let kept = self.companies[company].row.owner_id.filter(|_| rng.chance(0.82));
        kept.or_else(|| self.sellers.pick(rng))
    }

    /// "Halcyon press line"; a second one of that name says its year, a third its month too.
    fn name(&mut self, rng: &mut Rng, company: usize, product: &Product, day: Date) -> String {
        let base = format!("{} {}", self.companies[company].short, rng.pick(product.deals));
        let dated = format!("{base} {}", day.year());
        let full = format!("{base} {}/{:02}", day.year(), day.month());
        let names = [base, dated, full];
        let free = names.iter().find(|name| self.names.insert((*name).clone()));
        free.unwrap_or(&names[2]).clone()
    }
}

/// A deal that came through these steps, of no company yet; none of no steps.
pub(super) fn from_steps(
    plan: &Plan,
    rng: &mut Rng,
    name: String,
    steps: Vec<Step>,
    owner: Option<UserId>,
) -> Option<Deal> {
    let (first, last) = (steps.first()?, steps.last()?);
    let stage = &plan.ground.stages[last.stage];
    let row = DealRow {
        tenant_id: plan.tenant(),
        id: rng.id(first.at),
        name,
        pipeline_id: stage.pipeline,
        stage_id: stage.id,
        state: history::state(stage),
        amount: last.amount,
        currency: plan.trade.currency,
        probability: stage.probability,
        expected_close_date: last.expected,
        closed_at: (stage.kind != "open").then_some(last.at),
        lost_reason: (stage.kind == "lost").then(|| rng.weighted(plan.trade.lost_reasons)),
        company_id: None,
        contact_id: None,
        product_id: None,
        source: None,
        description: None,
        rank: String::new(),
        stage_entered_at: history::stage_entered(&steps),
        owner_id: owner,
        created_at: first.at,
        updated_at: last.at,
        trashed_at: None,
        version: steps.len() as i32,
    };
    let actor = owner.unwrap_or_else(|| plan.administrator());
    Some(Deal { row, steps, company: 0, contact: None, product: 0, actor })
}

/// Price times quantity, scattered; whole seats, tonnes and lorries, with the discounts that are customary.
fn amount(plan: &Plan, rng: &mut Rng, product: &Product) -> i64 {
    let sigma = plan.trade.amount_sigma;
    if product.quantity < 3.0 {
        return plan.money(rounded(rng.log_normal(product.price as f64 * product.quantity, sigma)));
    }
    let quantity = rng.log_normal(product.quantity, sigma).round().max(1.0) as i64;
    let percent = 100 - rng.pick(&[0, 0, 0, 5, 5, 10, 15, 20]);
    plan.money(product.price * quantity * percent / 100)
}

/// Larger deals take longer: half as long again for one that is ten times the middle of the price list.
fn stretch(plan: &Plan, amount: i64) -> f64 {
    let middle =
        plan.trade.products.iter().map(|product| product.price as f64 * product.quantity).sum::<f64>()
            / plan.trade.products.len() as f64;
    let ratio = amount as f64 / (middle * plan.trade.minor as f64);
    (0.8 + ratio * 0.12).min(1.7)
}

/// Gives every deal its place in its stage, the latest arrivals on top.
pub(super) fn rank(deals: &mut [Deal]) {
    let mut order: Vec<usize> = (0..deals.len()).collect();
    order.sort_by_key(|place| {
        let row = &deals[*place].row;
        (row.stage_id, Reverse((row.stage_entered_at, row.id)))
    });
    let mut at = 0;
    while at < order.len() {
        let stage = deals[order[at]].row.stage_id;
        let many = order[at..].iter().take_while(|place| deals[**place].row.stage_id == stage).count();
        for (place, rank) in order[at..at + many].iter().zip(rank::spread(many)) {
            deals[*place].row.rank = rank;
        }
        at += many;
    }
}

/// The history of a deal as it is kept.
pub(super) fn changes(plan: &Plan, deals: &[Deal]) -> Vec<DealChangeRow> {
    let mut rng = plan.rng("changes");
    let stage = |step: &Step| plan.ground.stages[step.stage].id;
    let mut rows = Vec::with_capacity(deals.len() * 4);
    for deal in deals {
        let mut before: Option<&Step> = None;
        for step in &deal.steps {
            rows.push(DealChangeRow {
                tenant_id: deal.row.tenant_id,
                id: rng.id(step.at),
                deal_id: deal.row.id,
                at: step.at,
                actor_id: deal.actor,
                from_stage_id: before.map(stage),
                to_stage_id: stage(step),
                from_amount: before.and_then(|before| before.amount),
                to_amount: step.amount,
                currency: deal.row.currency,
                from_expected_close_date: before.and_then(|before| before.expected),
                to_expected_close_date: step.expected,
                owner_id: deal.row.owner_id,
            });
            before = Some(step);
        }
    }
    rows
}
