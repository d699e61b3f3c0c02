//! What rows do: a batch is resolved, matched with what is there, decided, and written.

use super::bulk::store::{self as bulk_store, Done};
use super::bulk::write::{self, Refusal};
use super::bulk::{Draft, Stored};
use super::decide::{Decision, decide_all, keys};
use super::nouns::{Kind, Table, companies};
use super::references::{Meaning, Resolver, resolve};
use super::rows::{Fault, Plan, Row};
use super::{ImportReport, Outcome};
use crate::accounts::name_key;
use crate::clock::Clock;
use crate::http::{Error, Result};
use crate::search;
use kontaly_access::{ImportId, UserId};
use kontaly_db::TenantTx;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Runs batches of one import; see the module's own text.
pub struct Engine {
    /// The import.
    pub import: ImportId,
    /// Who imports, as events and histories say it.
    pub actor: UserId,
    /// Whose the import's rows are.
    pub owner: Option<UserId>,
    /// How rows are read.
    pub plan: Arc<Plan>,
    /// How the noun's records are kept.
    pub table: &'static Table,
    /// Fresh ids.
    pub clock: Clock,
    /// What names mean.
    pub resolver: Resolver,
    /// What was done so far.
    pub report: ImportReport,
    /// The rows that a dry run rejects; `None` in a run that stays.
    pub rejected: Option<Rejected>,
}

/// What a dry run rejects is kept apart: it stays when everything else is taken back.
#[derive(Default)]
pub struct Rejected {
    lines: HashSet<i64>,
    fresh: Vec<Done>,
}

impl Rejected {
    /// Takes what was rejected out of what rows did, and gives the rest.
    fn taken_from(&mut self, done: Vec<Done>) -> Vec<Done> {
        let (rejected, others): (Vec<_>, _) = done.into_iter().partition(Done::is_rejected);
        self.lines.extend(rejected.iter().map(|row| row.line));
        self.fresh = rejected;
        others
    }
}

/// Which reading of the file this is. Rows that refer to a record further down wait for the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The first.
    First,
    /// Another one, because the one before left rows.
    Again,
    /// The last one: what still refers to nothing is rejected.
    Last,
}

impl Engine {
    /// Does a batch; says how many rows wait for another pass.
    ///
    /// # Errors
    /// When the database refuses for a reason that is no row's own.
    pub async fn batch(&mut self, tx: &mut TenantTx, rows: Vec<Row>, pass: Pass) -> Result<usize> {
        let mut rows = if pass == Pass::First { rows } else { self.not_done(tx, rows).await? };
        self.resolver.learn(tx, Resolver::wanted(self.plan.noun, &rows)).await?;
        self.make_missing(tx, &mut rows).await?;
        let mut done = Vec::with_capacity(rows.len());
        let (mut ready, mut waiting) = (Vec::with_capacity(rows.len()), 0);
        for mut row in rows {
            if row.is_blank() {
                self.leave(&row, Outcome::Unchanged, None, None, &mut done);
            } else if self.refer(&mut row, pass) {
                waiting += 1;
            } else if row.faults.is_empty() {
                ready.push(row);
            } else {
                self.leave(&row, Outcome::Rejected, None, None, &mut done);
            }
        }
        while !ready.is_empty() {
            let (wave, mut later) = self.first_of_each_key(ready);
            later.extend(self.wave(tx, wave, &mut done).await?);
            // In the file's order, so that the first of two rows stays the first.
            later.sort_by_key(|row| row.line);
            ready = later;
        }
        let done = match &mut self.rejected {
            Some(rejected) => rejected.taken_from(done),
            None => done,
        };
        let rows = bulk_store::add_rows(tx.tenant(), self.import, self.owner, done);
        tx.queue(rows);
        Ok(waiting)
    }

    /// What a dry run's last batch rejected, to be kept elsewhere.
    pub fn take_rejected(&mut self) -> Vec<Done> {
        self.rejected.as_mut().map(|rejected| std::mem::take(&mut rejected.fresh)).unwrap_or_default()
    }

    async fn not_done(&self, tx: &mut TenantTx, rows: Vec<Row>) -> Result<Vec<Row>> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(rows) };
        let done: HashSet<i64> =
            bulk_store::lines_done(tx, self.import, first.line, last.line).await?.into_iter().collect();
        let rejected = self.rejected.as_ref().map(|rejected| &rejected.lines);
        let left = |line| !done.contains(&line) && !rejected.is_some_and(|lines| lines.contains(&line));
        Ok(rows.into_iter().filter(|row| left(row.line)).collect())
    }

    /// Puts ids where references are; says whether the row waits for a record further down.
    fn refer(&self, row: &mut Row, pass: Pass) -> bool {
        let may_wait = |at| pass != Pass::Last && self.table.parent == Some(at);
        let (open, wrong) = resolve(&self.resolver, self.plan.noun, row, may_wait);
        for (at, code, message) in wrong {
            let fault = self.plan.fault(row, self.plan.noun.fields[at].name, code, message);
            row.faults.push(fault);
        }
        !open.is_empty() && row.faults.is_empty()
    }

    /// Makes the companies that rows name and that are not there, where the mapping says so.
    async fn make_missing(&mut self, tx: &mut TenantTx, rows: &mut [Row]) -> Result<()> {
        let noun = self.plan.noun;
        for (at, field) in noun.fields.iter().enumerate() {
            let Kind::Reference(target) = field.kind else { continue };
            if !self.plan.mapping.create.contains(field.name) {
                continue;
            }
            let mut made: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
            for (place, row) in rows.iter().enumerate() {
                let Some(name) = row.given[at].text() else { continue };
                if self.resolver.meaning(target, name) == Meaning::Unknown && self.stands_otherwise(row, at) {
                    let spellings = &mut made.entry(name_key(name)).or_insert((place, Vec::new())).1;
                    if !spellings.iter().any(|known| known == name) {
                        spellings.push(name.to_owned());
                    }
                }
            }
            let drafts: Vec<Draft> = made.values().map(|(_, names)| self.named_company(&names[0])).collect();
            let Some(table) = drafts.first().map(|_| companies::named(&self.plan.setting, "").0) else {
                continue;
            };
            let refusals = write::insert(tx, table, self.plan.setting.now, &drafts).await?;
            let kept = drafts.iter().zip(&refusals).filter(|(_, refusal)| refusal.is_none());
            let kept: Vec<&Draft> = kept.map(|(draft, _)| draft).collect();
            let words = kept.iter().flat_map(|draft| {
                let words = (table.words)(&self.plan.setting, &draft.after, &[]);
                words.into_iter().map(|word| (word, draft.id, draft.owner(table)))
            });
            let words = search::add(tx.tenant(), "company", table.directory, words.collect());
            tx.queue(words);
            let count = i64::try_from(kept.len()).unwrap_or(i64::MAX);
            *self.report.counts.made.entry(target.plural().to_owned()).or_default() += count;
            for ((draft, refusal), (place, names)) in drafts.iter().zip(&refusals).zip(made.values()) {
                if refusal.is_none() {
                    rows[*place].made.push(json!({ (field.name): draft.id }));
                    names.iter().for_each(|name| self.resolver.made(target, name, draft.id));
                }
            }
        }
        Ok(())
    }

    /// Whether nothing is wrong with a row but that one reference: a row that is rejected anyway makes nothing.
    fn stands_otherwise(&self, row: &Row, but: usize) -> bool {
        let mut others = self.plan.noun.fields.iter().enumerate().filter(|(at, _)| *at != but);
        row.faults.is_empty()
            && others.all(|(at, field)| match (field.kind, row.given[at].text()) {
                (Kind::Reference(target), Some(name)) => {
                    matches!(self.resolver.meaning(target, name), Meaning::One { assignable: true, .. })
                }
                _ => true,
            })
    }

    fn named_company(&self, name: &str) -> Draft {
        let (_, after) = companies::named(&self.plan.setting, name);
        Draft {
            row: Row::new(super::file::records::Raw::default(), 0),
            id: self.clock.id(),
            before: None,
            after,
            new_points: Vec::new(),
            detail: None,
        }
    }

    /// Of rows that share a key, the first; the others come after it, when it is written.
    fn first_of_each_key(&self, rows: Vec<Row>) -> (Vec<Row>, Vec<Row>) {
        let mut seen = HashSet::new();
        let (mut first, mut later) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            let keys = keys(self.table, &row);
            let fresh = keys.iter().all(|key| !seen.contains(key));
            // A row that waits keeps its keys too: a third one must not overtake it.
            seen.extend(keys);
            if fresh { first.push(row) } else { later.push(row) }
        }
        (first, later)
    }

    /// Matches, decides and writes rows of which no two share a key; gives back those that have to come later.
    async fn wave(&mut self, tx: &mut TenantTx, rows: Vec<Row>, done: &mut Vec<Done>) -> Result<Vec<Row>> {
        let mut stored = self.stored(tx, &rows).await?;
        // What the rows of this batch did is noted at its end.
        let touched: HashSet<Uuid> = done.iter().filter_map(|done| done.record).collect();
        stored.iter_mut().for_each(|stored| stored.touched |= touched.contains(&stored.id));
        let (plan, table, clock) = (Arc::clone(&self.plan), self.table, self.clock.clone());
        let given_up = given_up(table, &stored);
        let decide = move || decide_all(&plan, table, &clock, rows, stored);
        let decisions =
            tokio::task::spawn_blocking(decide).await.map_err(|error| Error::internal(error.to_string()))?;
        let (mut created, mut updated, mut later) = (Vec::new(), Vec::new(), Vec::new());
        for decision in decisions {
            match decision {
                Decision::Write(draft, Outcome::Created) => created.push(*draft),
                Decision::Write(draft, _) => updated.push(*draft),
                Decision::Leave(row, outcome, id, detail) => self.leave(&row, outcome, id, detail, done),
                Decision::Wait(row) => later.push(row),
            }
        }
        let now = self.plan.setting.now;
        let ids =
            created.iter().chain(&updated).filter_map(|draft| draft.after.0[table.external_id.1].text());
        let ids: Vec<Uuid> = ids.filter_map(|id| given_up.get(id)).copied().collect();
        if !ids.is_empty() {
            let given_up = bulk_store::give_up_ids(tx.tenant(), table, now, ids);
            tx.queue(given_up);
        }
        let refusals = write::insert(tx, self.table, now, &created).await?;
        self.settle(tx, created, refusals, true, done);
        let refusals = write::update(tx, self.table, now, &updated).await?;
        self.settle(tx, updated, refusals, false, done);
        Ok(later)
    }

    async fn stored(&self, tx: &mut TenantTx, rows: &[Row]) -> Result<Vec<Stored>> {
        let (mut ids, mut others) = (Vec::new(), Vec::new());
        for (by_id, key) in rows.iter().flat_map(|row| keys(self.table, row)) {
            if by_id { ids.push(key) } else { others.push(key) }
        }
        bulk_store::stored(tx, self.table, self.import, ids, others).await
    }

    /// Writes what hangs on the records that were kept, and notes what every row did.
    fn settle(
        &mut self,
        tx: &mut TenantTx,
        drafts: Vec<Draft>,
        refusals: Vec<Option<Refusal>>,
        fresh: bool,
        done: &mut Vec<Done>,
    ) {
        let kept: Vec<&Draft> = drafts
            .iter()
            .zip(&refusals)
            .filter(|(_, refusal)| refusal.is_none())
            .map(|(draft, _)| draft)
            .collect();
        let (tenant, clock, table) = (tx.tenant(), &self.clock, self.table);
        if kept.iter().any(|draft| !draft.new_points.is_empty()) {
            tx.queue(bulk_store::add_points(tenant, table, &kept, || clock.id()));
        }
        if table.history && !kept.is_empty() {
            let now = self.plan.setting.now;
            tx.queue(bulk_store::add_history(tenant, table, self.actor, now, &kept, || clock.id()));
        }
        for (mut draft, refusal) in drafts.into_iter().zip(refusals) {
            match refusal {
                Some(refusal) => {
                    let fault = self.refused(&draft.row, refusal);
                    draft.row.faults.push(fault);
                    self.leave(&draft.row, Outcome::Rejected, None, None, done);
                }
                None => {
                    let outcome = match (fresh, draft.row.merging) {
                        (true, _) => Outcome::Created,
                        (false, true) => Outcome::Merged,
                        (false, false) => Outcome::Updated,
                    };
                    self.leave(&draft.row, outcome, Some(draft.id), draft.detail, done);
                }
            }
        }
    }

    fn refused(&self, row: &Row, refusal: Refusal) -> Fault {
        let whole = |code: &str, message: &str| Fault {
            code: code.to_owned(),
            column: None,
            value: None,
            message: message.to_owned(),
        };
        match refusal {
            Refusal::NotYours => whole(
                "not_yours",
                "This would touch, or hand over to, something outside what you can see or change.",
            ),
            Refusal::Moved => whole(
                "changed_meanwhile",
                "Somebody changed this record during the import. Import the row again.",
            ),
            Refusal::Value => whole("invalid_value", "A value does not fit."),
            Refusal::Constraint(name) => {
                let known = self.table.constraints.iter().find(|(constraint, ..)| *constraint == name);
                match known {
                    Some((_, field, code, message)) => self.plan.fault(row, field, code, *message),
                    None => whole("invalid_value", "A value is outside what is allowed."),
                }
            }
        }
    }

    /// Counts a row and notes what it did.
    fn leave(
        &mut self,
        row: &Row,
        outcome: Outcome,
        record: Option<Uuid>,
        detail: Option<Value>,
        done: &mut Vec<Done>,
    ) {
        let detail = if outcome == Outcome::Rejected {
            self.report.reject(row.line, row.faults.first());
            Some(row.rejection())
        } else {
            self.report.counts.add(outcome);
            detail
        };
        done.push(Done { line: row.line, outcome: outcome.as_str(), record, detail });
    }
}

/// The records that an undo put into the trash, by the external ids that they give up.
fn given_up(table: &Table, stored: &[Stored]) -> HashMap<String, Uuid> {
    let given_up = stored.iter().filter(|stored| stored.given_up);
    given_up
        .filter_map(|stored| Some((stored.values.0[table.external_id.1].text()?.to_owned(), stored.id)))
        .collect()
}
