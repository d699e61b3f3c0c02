//! A whole workspace, generated: pure, from a plan; nothing here knows the database.

use super::activities;
use super::companies::{self, Company};
use super::contacts::{self, Contact};
use super::deals::{self, Deal};
use super::edges;
use super::labels;
use super::leads;
use super::plan::Plan;
use super::rows::{
    ActivityRow, CustomFieldRow, CustomValueRow, DealChangeRow, LeadRow, ProductRow, TagRow, TaggingRow,
};
use kontaly_access::UserId;
use std::collections::HashMap;
use uuid::Uuid;

/// The records of a workspace. Words and audit events follow from them (see `derived`).
#[derive(Default)]
pub(super) struct Workspace {
    pub(super) products: Vec<ProductRow>,
    pub(super) companies: Vec<Company>,
    pub(super) contacts: Vec<Contact>,
    pub(super) deals: Vec<Deal>,
    pub(super) changes: Vec<DealChangeRow>,
    pub(super) leads: Vec<LeadRow>,
    pub(super) activities: Vec<ActivityRow>,
    pub(super) tags: Vec<TagRow>,
    pub(super) taggings: Vec<TaggingRow>,
    pub(super) fields: Vec<CustomFieldRow>,
    pub(super) values: Vec<CustomValueRow>,
}

/// A record as far as what hangs on it cares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// `company`, `contact`, `lead` or `deal`.
    pub(super) noun: &'static str,
    /// Which one.
    pub(super) id: Uuid,
    /// Its owner.
    pub(super) owner: Option<UserId>,
    /// Whether all may read it.
    pub(super) directory: bool,
}

/// Generates a workspace: the same plan, the same workspace.
pub(super) fn generate(plan: &Plan) -> Workspace {
    let sellers = plan.sellers();
    let products = deals::products(plan);
    let companies = companies::companies(plan, &sellers);
    let contacts = contacts::contacts(plan, &companies, &sellers);
    let deals = deals::deals(plan, &companies, &contacts, &products, &sellers);
    let leads = leads::leads(plan, &companies, &contacts, &deals, &sellers);
    let activities = activities::activities(plan, &companies, &contacts, &deals, &leads);
    let mut workspace =
        Workspace { products, companies, contacts, deals, leads, activities, ..Workspace::default() };
    if plan.is_showcase() {
        edges::add(plan, &mut workspace);
    }
    deals::rank(&mut workspace.deals);
    workspace.changes = deals::changes(plan, &workspace.deals);
    advance(&mut workspace);
    if plan.is_showcase() {
        let records = workspace.records();
        workspace.tags = labels::tags(plan);
        workspace.taggings = labels::taggings(plan, &workspace.tags, &records);
        workspace.fields = labels::fields(plan);
        workspace.values = labels::values(plan, &workspace.fields, &records);
    }
    workspace
}

/// Moves companies and their contacts forward: with a first deal they are an opportunity, with a won one a customer.
fn advance(workspace: &mut Workspace) {
    let mut stages = HashMap::new();
    for deal in &workspace.deals {
        let (stage, at) = stages.entry(deal.company).or_insert(("opportunity", deal.row.created_at));
        if deal.row.state == "won" {
            (*stage, *at) = ("customer", deal.row.updated_at.max(*at));
        }
    }
    for (place, company) in workspace.companies.iter_mut().enumerate() {
        if let Some((stage, at)) = stages.get(&place) {
            company.row.lifecycle_stage = stage;
            company.row.updated_at = (*at).max(company.row.created_at);
            company.row.version = 2;
        }
    }
    for contact in &mut workspace.contacts {
        if let Some((stage, at)) = contact.company.and_then(|place| stages.get(&place)) {
            contact.row.lifecycle_stage = stage;
            contact.row.updated_at = (*at).max(contact.row.created_at);
            contact.row.version = 2;
        }
    }
}

impl Workspace {
    /// What tags and fields hang on.
    pub(super) fn records(&self) -> Vec<Record> {
        let directory = |noun, id, owner| Record { noun, id, owner, directory: true };
        let owned = |noun, id, owner| Record { noun, id, owner, directory: false };
        let companies = self.companies.iter().map(|c| directory("company", c.row.id.0, c.row.owner_id));
        let contacts = self.contacts.iter().map(|c| directory("contact", c.row.id.0, c.row.owner_id));
        let leads = self.leads.iter().map(|lead| owned("lead", lead.id.0, lead.owner_id));
        let deals = self.deals.iter().map(|deal| owned("deal", deal.row.id.0, deal.row.owner_id));
        companies.chain(contacts).chain(leads).chain(deals).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::derived;
    use crate::demo::plan::tests::plan;
    use crate::demo::trades::TRADES;
    use jiff::ToSpan;
    use sha2::{Digest, Sha256};
    use std::collections::HashSet;
    use std::fmt::Debug;

    fn made(trade: usize, seed: u64, adjust: impl FnOnce(&mut Plan)) -> Workspace {
        let mut plan = plan(trade, seed);
        adjust(&mut plan);
        generate(&plan)
    }

    fn digest(trade: usize, seed: u64, adjust: impl FnOnce(&mut Plan)) -> String {
        fn add(sum: &mut Sha256, rows: impl IntoIterator<Item = impl Debug>) {
            rows.into_iter().for_each(|row| sum.update(format!("{row:?}\n")));
        }
        let mut plan = plan(trade, seed);
        adjust(&mut plan);
        let workspace = generate(&plan);
        let mut sum = Sha256::new();
        add(&mut sum, workspace.companies.iter().map(|company| &company.row));
        add(&mut sum, workspace.contacts.iter().map(|contact| (&contact.row, &contact.points)));
        add(&mut sum, workspace.deals.iter().map(|deal| &deal.row));
        add(&mut sum, &workspace.changes);
        add(&mut sum, &workspace.leads);
        add(&mut sum, &workspace.activities);
        add(&mut sum, &workspace.taggings);
        add(&mut sum, &workspace.values);
        add(&mut sum, derived::tokens(&workspace));
        add(&mut sum, derived::events(&plan, &workspace));
        format!("{:x?}", sum.finalize())
    }

    fn small(plan: &mut Plan) {
        plan.counts.companies /= 4;
        plan.counts.contacts /= 4;
        plan.counts.leads /= 4;
        plan.counts.deals /= 4;
    }

    #[test]
    fn seed_and_day_decide_everything() {
        let first = digest(0, 1, small);
        assert_eq!(first, digest(0, 1, small));
        assert_ne!(first, digest(0, 2, small));
        let tomorrow = |plan: &mut Plan| {
            small(plan);
            plan.calendar = plan.calendar.on(plan.calendar.today.saturating_add(1.days()));
        };
        assert_ne!(first, digest(0, 1, tomorrow));
    }

    #[test]
    fn a_workspace_has_the_promised_size_and_names_that_differ() {
        for (trade, slug) in TRADES.iter().map(|trade| trade.slug).enumerate() {
            let workspace = made(trade, 1, |_| {});
            assert!((200..=450).contains(&workspace.companies.len()), "{slug}");
            assert!((1_000..=3_000).contains(&workspace.contacts.len()), "{slug}");
            assert!((400..=1_000).contains(&workspace.leads.len()), "{slug}");
            assert!((400..=1_500).contains(&workspace.deals.len()), "{slug}: {}", workspace.deals.len());
            let distinct =
                |names: Vec<&String>| names.iter().collect::<HashSet<_>>().len() * 100 / names.len();
            assert!(distinct(workspace.companies.iter().map(|c| &c.row.name).collect()) >= 99, "{slug}");
            assert!(distinct(workspace.contacts.iter().map(|c| &c.row.name).collect()) >= 75, "{slug}");
            assert!(distinct(workspace.deals.iter().map(|d| &d.row.name).collect()) >= 95, "{slug}");
        }
    }

    #[test]
    fn nothing_was_done_in_the_future_and_something_is_to_be_done_today() {
        for trade in 0..3 {
            let plan = plan(trade, 1);
            let workspace = generate(&plan);
            let midnight = plan.calendar.at(plan.calendar.today, 0, 0, 0);
            assert!(workspace.companies.iter().all(|c| c.row.created_at <= c.row.updated_at));
            assert!(workspace.companies.iter().all(|c| c.row.updated_at < midnight));
            assert!(workspace.contacts.iter().all(|c| c.row.updated_at < midnight));
            assert!(workspace.leads.iter().all(|l| l.created_at <= l.updated_at && l.updated_at < midnight));
            assert!(workspace.deals.iter().all(|d| d.row.updated_at < midnight));
            assert!(workspace.activities.iter().all(|a| a.done_at.is_none_or(|done| done < midnight)));
            assert!(workspace.activities.iter().all(|a| a.created_at < midnight));
            let open: Vec<_> = workspace.activities.iter().filter(|a| a.done_at.is_none()).collect();
            let on =
                |a: &&&ActivityRow| a.due_at.map(|due| plan.calendar.date(due).cmp(&plan.calendar.today));
            for when in [std::cmp::Ordering::Less, std::cmp::Ordering::Equal, std::cmp::Ordering::Greater] {
                assert!(open.iter().filter(|a| on(a) == Some(when)).count() >= 8, "{trade} {when:?}");
            }
        }
    }
}
