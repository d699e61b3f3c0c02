//! What follows from the records: the words by which they are found, and the audit events of how they came to be.

use super::companies::Company;
use super::contacts::Contact;
use super::deals::Deal;
use super::plan::Plan;
use super::rng::Rng;
use super::rows::{ActivityRow, EventRow, LeadRow, ProductRow, TokenRow};
use super::workspace::Workspace;
use crate::search;
use jiff::Timestamp;
use kontaly_access::{TenantId, UserId};
use serde_json::{Value, json};
use uuid::Uuid;

/// A record in search and in the audit log.
struct Found<'a> {
    tenant: TenantId,
    noun: &'static str,
    id: Uuid,
    owner: Option<UserId>,
    directory: bool,
    /// When it went to the trash, if it did; it is then found no more.
    trashed: Option<Timestamp>,
    /// What its words are taken from: the same texts as the noun's store takes.
    texts: Vec<&'a str>,
}

fn product(row: &ProductRow) -> Found<'_> {
    let texts = [Some(row.name), row.series];
    Found {
        tenant: row.tenant_id,
        noun: "product",
        id: row.id.0,
        owner: None,
        directory: true,
        trashed: None,
        texts: texts.into_iter().flatten().collect(),
    }
}

fn company(company: &Company) -> Found<'_> {
    let row = &company.row;
    let texts = [Some(row.name.as_str()), row.domain.as_deref(), row.phone.as_deref(), row.city];
    Found {
        tenant: row.tenant_id,
        noun: "company",
        id: row.id.0,
        owner: row.owner_id,
        directory: true,
        trashed: row.trashed_at,
        texts: texts.into_iter().flatten().collect(),
    }
}

fn contact(contact: &Contact) -> Found<'_> {
    let row = &contact.row;
    // Addresses, then numbers as they are written, then their digits.
    let points = contact.points.iter().map(|point| point.value.as_str());
    let digits =
        contact.points.iter().filter(|point| point.kind == "phone").map(|point| point.value_key.as_str());
    Found {
        tenant: row.tenant_id,
        noun: "contact",
        id: row.id.0,
        owner: row.owner_id,
        directory: true,
        trashed: row.trashed_at,
        texts: [row.name.as_str()].into_iter().chain(points).chain(digits).collect(),
    }
}

fn lead(row: &LeadRow) -> Found<'_> {
    let texts = [
        Some(row.name.as_str()),
        row.company_name.as_deref(),
        row.email.as_deref(),
        row.phone.as_deref(),
        row.city,
    ];
    Found {
        tenant: row.tenant_id,
        noun: "lead",
        id: row.id.0,
        owner: row.owner_id,
        directory: false,
        trashed: row.trashed_at,
        texts: texts.into_iter().flatten().collect(),
    }
}

fn deal(deal: &Deal) -> Found<'_> {
    let row = &deal.row;
    Found {
        tenant: row.tenant_id,
        noun: "deal",
        id: row.id.0,
        owner: row.owner_id,
        directory: false,
        trashed: row.trashed_at,
        texts: [row.name.as_str()].into_iter().chain(row.source).collect(),
    }
}

fn activity(row: &ActivityRow) -> Found<'_> {
    Found {
        tenant: row.tenant_id,
        noun: "activity",
        id: row.id.0,
        owner: row.owner_id,
        directory: row.directory,
        trashed: None,
        texts: vec![row.subject.as_str()],
    }
}

/// The words of every record that is not in the trash.
pub(super) fn tokens(workspace: &Workspace) -> impl Iterator<Item = TokenRow> + '_ {
    let directory = workspace.products.iter().map(product);
    let directory = directory.chain(workspace.companies.iter().map(company));
    let directory = directory.chain(workspace.contacts.iter().map(contact));
    let owned = workspace.leads.iter().map(lead).chain(workspace.deals.iter().map(deal));
    let all = directory.chain(owned).chain(workspace.activities.iter().map(activity));
    all.filter(|found| found.trashed.is_none()).flat_map(|found| {
        search::words(found.texts).into_iter().map(move |token| TokenRow {
            tenant_id: found.tenant,
            token,
            noun: found.noun,
            record_id: found.id,
            owner_id: found.owner,
            directory: found.directory,
        })
    })
}

/// Writes the audit log.
struct Log {
    rng: Rng,
    administrator: UserId,
    rows: Vec<EventRow>,
}

impl Log {
    fn add(&mut self, of: &Found<'_>, at: Timestamp, action: &'static str, changes: Value) {
        self.rows.push(EventRow {
            tenant_id: of.tenant,
            id: self.rng.id(at),
            at,
            actor_id: of.owner.unwrap_or(self.administrator),
            noun: of.noun,
            record_id: of.id,
            action,
            changes,
            owner_id: of.owner,
            directory: of.directory,
        });
    }

    fn trash(&mut self, of: &Found<'_>) {
        if let Some(at) = of.trashed {
            self.add(of, at, "trash", json!({ "trashed_at": [null, at.to_string()] }));
        }
    }

    /// A company or contact moved forward by its deals.
    fn advance(&mut self, of: &Found<'_>, at: Timestamp, stage: &str) {
        if stage != "lead" {
            self.add(of, at, "update", json!({ "lifecycle_stage": ["lead", stage] }));
        }
    }
}

/// The audit events: one for every mutation that led to the records as they are.
pub(super) fn events(plan: &Plan, workspace: &Workspace) -> Vec<EventRow> {
    let mut log = Log {
        rng: plan.rng("events"),
        administrator: plan.administrator(),
        rows: Vec::with_capacity(16_384),
    };
    for row in &workspace.products {
        let made =
            json!({ "name": [null, row.name], "price": [null, row.price], "currency": [null, row.currency] });
        log.add(&product(row), row.created_at, "create", made);
    }
    for of in &workspace.companies {
        let (found, row) = (company(of), &of.row);
        let made =
            json!({ "name": [null, row.name], "city": [null, row.city], "owner_id": [null, row.owner_id] });
        log.add(&found, row.created_at, "create", made);
        log.advance(&found, row.updated_at, row.lifecycle_stage);
    }
    for of in &workspace.contacts {
        let (found, row) = (contact(of), &of.row);
        let made = json!({ "name": [null, row.name], "email": [null, row.email], "company_id": [null, row.company_id] });
        log.add(&found, row.created_at, "create", made);
        log.advance(&found, row.updated_at, row.lifecycle_stage);
    }
    for row in &workspace.leads {
        of_lead(&mut log, row);
    }
    for of in &workspace.deals {
        of_deal(plan, &mut log, of);
    }
    for row in &workspace.activities {
        let made = json!({ "kind": [null, row.kind], "subject": [null, row.subject] });
        log.add(&activity(row), row.created_at, "create", made);
    }
    log.rows
}

fn of_lead(log: &mut Log, row: &LeadRow) {
    let found = lead(row);
    let made = json!({
        "name": [null, row.name], "company_name": [null, row.company_name], "email": [null, row.email],
        "source": [null, row.source], "status": [null, "new"], "owner_id": [null, row.owner_id],
    });
    log.add(&found, row.created_at, "create", made);
    match row.converted_at {
        Some(at) => {
            let into = json!({ "status": ["qualified", "converted"], "converted_deal_id": [null, row.converted_deal_id] });
            log.add(&found, at, "convert", into);
        }
        None if row.status != "new" => {
            let at = row.trashed_at.map_or(row.updated_at, |_| row.created_at);
            log.add(&found, at, "update", json!({ "status": ["new", row.status] }));
        }
        None => {}
    }
    log.trash(&found);
}

fn of_deal(plan: &Plan, log: &mut Log, of: &Deal) {
    let found = deal(of);
    let stage = |place: usize| plan.ground.stages[place].id;
    let mut steps = of.steps.iter();
    let Some(mut before) = steps.next() else { return };
    let made = json!({
        "name": [null, of.row.name], "stage_id": [null, stage(before.stage)], "amount": [null, before.amount],
        "expected_close_date": [null, before.expected], "owner_id": [null, of.row.owner_id],
    });
    log.add(&found, before.at, "create", made);
    for step in steps {
        let mut changed = serde_json::Map::new();
        if step.stage != before.stage {
            changed.insert("stage_id".into(), json!([stage(before.stage), stage(step.stage)]));
        }
        if step.amount != before.amount {
            changed.insert("amount".into(), json!([before.amount, step.amount]));
        }
        if step.expected != before.expected {
            changed.insert("expected_close_date".into(), json!([before.expected, step.expected]));
        }
        let action = if step.stage == before.stage { "update" } else { "move" };
        log.add(&found, step.at, action, Value::Object(changed));
        before = step;
    }
    log.trash(&found);
}
