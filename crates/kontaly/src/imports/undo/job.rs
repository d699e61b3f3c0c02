//! An undo at work, batch by batch.

use super::judge::{self, Deed, Restored, Stay, Stays};
use super::{Undo, facts, store};
use crate::events::{self, Event};
use crate::http::{Cx, Error, Result};
use crate::imports::bulk::store::{self as bulk_store, Hold};
use crate::imports::bulk::write::{self, Refusal};
use crate::imports::bulk::{Draft, Stored};
use crate::imports::job::Caller;
use crate::imports::mapping::Mapping;
use crate::imports::nouns::{Noun, Table, companies};
use crate::imports::setting::Setting;
use crate::imports::{Import, store as imports, words};
use crate::jobs::{Lane, Work};
use jiff::Timestamp;
use kontaly_access::{ImportId, Permission};
use kontaly_db::{Limits, TenantTx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Rows of one transaction: few enough to hold for a moment only.
const BATCH_ROWS: i64 = 500;
/// Between two looks at whether it is the turn of another import of the workspace.
const PAUSE: Duration = Duration::from_millis(500);

/// The job of an undo, or of finding out what it would do: whichever the import's state says, from where it is.
#[derive(Debug, Deserialize, Serialize)]
pub struct Run {
    /// Which import.
    pub import: ImportId,
}

impl Work for Run {
    const KIND: &'static str = "import_undo";
    const LANE: Lane = Lane::Long;

    async fn work(self, cx: Cx) -> Result<()> {
        let mut tx = cx.begin(Permission::ImportsRead)?;
        let (import, _) = imports::get(tx.closing(), self.import, cx.now).await?;
        if !matches!(import.state.as_str(), "weighing" | "undoing") {
            return Ok(());
        }
        let Err(error) = work(&cx, import).await else { return Ok(()) };
        if error.is_ours() {
            // What is the database's or the program's trouble passes: the queue tries again, from where the undo is.
            return Err(error);
        }
        tracing::warn!(import = %self.import, ?error, "an undo failed");
        // In the workspace's name: whoever asked may have lost what it takes.
        let worker = Caller::worker(cx.app().clone(), Arc::new(cx.tenant().clone()));
        let mut tx = worker.begin(Limits::Request)?;
        let end = store::end(&tx, self.import, "done", None, Some(error.detail()));
        tx.closing().execute(end).await?;
        Ok(())
    }
}

async fn work(cx: &Cx, import: Import) -> Result<()> {
    let noun = Noun::find(&import.noun).ok_or_else(|| Error::internal("an import of an unknown noun"))?;
    let table = noun.table.ok_or_else(|| Error::internal("an undo of people"))?;
    let caller = Caller::of(cx, Some(noun))?;
    let mut tx = caller.begin(Limits::Request)?;
    let setting = Setting::read(&mut tx, &caller.tenant, &Mapping::default(), caller.now()).await?;
    let line = store::line(&mut tx, import.id).await?;
    drop(tx);
    let at = import.undone_at.unwrap_or_else(|| caller.now());
    let worker = Caller::worker(caller.app.clone(), caller.tenant.clone());
    let run = Undoing { caller, worker, noun, table, setting, at, line, import };
    if run.import.state == "weighing" { run.weigh().await } else { run.undo().await }
}

/// What of rows is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The records that they are about.
    Records,
    /// The companies that were made for them: which of them stay, the records tell.
    Companies,
    /// Both, and it is done.
    Undone,
}

struct Undoing {
    caller: Caller,
    worker: Caller,
    import: Import,
    noun: &'static Noun,
    table: &'static Table,
    setting: Setting,
    /// Since when what goes to the trash is there.
    at: Timestamp,
    /// The line to which an earlier attempt came.
    line: i64,
}

impl Undoing {
    async fn weigh(&self) -> Result<()> {
        let undo = self.foresee().await?;
        let mut tx = self.caller.begin(Limits::Request)?;
        let end = store::end(&tx, self.import.id, "done", Some(&undo), None);
        tx.closing().execute(end).await?;
        Ok(())
    }

    /// Finds out what stays, and keeps it with the rows.
    async fn foresee(&self) -> Result<Undo> {
        let mut tx = self.caller.begin(Limits::Job)?;
        let forget = store::forget_stays(&tx, self.import.id, self.line);
        tx.closing().execute(forget).await?;
        let mut known = 0;
        let mut undo = loop {
            let mut undo = self.pass(Part::Records, Undo::default()).await?;
            self.count(&mut undo).await?;
            // A company that stays keeps the one that it belongs to, which may stand anywhere.
            let stay = undo.changed + undo.kept;
            if self.table.parent.is_none() || stay == known {
                break undo;
            }
            known = stay;
        };
        if !self.import.counts.made.is_empty() {
            undo = self.pass(Part::Companies, undo).await?;
        }
        self.count(&mut undo).await?;
        Ok(undo)
    }

    async fn undo(&self) -> Result<()> {
        let foreseen = self.foresee().await?;
        let before = self.import.undo.clone().filter(|_| self.line > 0).unwrap_or_default();
        let mut undo = self.pass(Part::Undone, Undo { rows: foreseen.rows, ..before }).await?;
        self.count(&mut undo).await?;
        let mut tx = self.caller.begin(Limits::Job)?;
        let end = store::end(&tx, self.import.id, "undone", Some(&undo), None);
        tx.queue(events::insert(self.caller.tenant.id, self.event(&undo)));
        tx.closing().execute(end).await?;
        Ok(())
    }

    async fn count(&self, undo: &mut Undo) -> Result<()> {
        let mut tx = self.caller.begin(Limits::Job)?;
        store::count(tx.closing(), self.import.id, undo).await
    }

    fn event(&self, undo: &Undo) -> Event {
        Event {
            id: self.caller.id(),
            at: self.caller.now(),
            actor: self.caller.actor_id(),
            noun: "import",
            record: self.import.id.0,
            action: "undo",
            changes: json!({ "file_name": [null, self.import.file_name], "undo": [null, undo] }),
            request: None,
            owner: self.import.owner_id,
            directory: false,
        }
    }

    /// Goes through all rows once.
    async fn pass(&self, part: Part, mut undo: Undo) -> Result<Undo> {
        let mut behind = self.line;
        while let Some(last) = self.batch(part, behind, &mut undo).await? {
            behind = last;
        }
        Ok(undo)
    }

    /// The transaction of a batch. One that changes records takes the turn of the workspace's imports: no import has read them
    /// and not yet written.
    async fn begin(&self, part: Part) -> Result<TenantTx> {
        loop {
            let mut tx = self.caller.begin(Limits::Job)?;
            if part != Part::Undone || imports::take_turn(&mut tx).await? {
                return Ok(tx);
            }
            drop(tx);
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Does the rows behind a line; says which was the last.
    async fn batch(&self, part: Part, behind: i64, undo: &mut Undo) -> Result<Option<i64>> {
        let mut tx = self.begin(part).await?;
        let rows = store::deeds(&mut tx, self.import.id, behind, BATCH_ROWS).await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
        let (first, last) = (first.line, last.line);
        let mut kept = Vec::new();
        if part != Part::Companies {
            let stays = self.records(&mut tx, part, first, &rows, undo).await?;
            kept.push(store::keep_stays(&tx, self.import.id, stays));
            undo.position += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        }
        if part != Part::Records {
            let stays = self.companies(&mut tx, part, &rows, undo).await?;
            kept.push(store::keep_companies(&tx, self.import.id, stays));
        }
        kept.push(store::advance(&tx, self.import.id, undo, (part == Part::Undone).then_some(last)));
        if part != Part::Undone {
            // What is only found out is taken back; what was found is kept.
            tx.rollback().await?;
            tx = self.caller.begin(Limits::Job)?;
        }
        kept.into_iter().for_each(|statement| tx.queue(statement));
        tx.commit().await?;
        Ok(Some(last))
    }

    /// Does the records whose first row is among these, and says what stays of each of their rows.
    async fn records(
        &self,
        tx: &mut TenantTx,
        part: Part,
        first: i64,
        rows: &[Deed],
        undo: &mut Undo,
    ) -> Result<Vec<(i64, Vec<Stay>)>> {
        let ids: HashSet<Uuid> = rows.iter().filter_map(|row| row.record).collect();
        let mut deeds: BTreeMap<Uuid, Vec<Deed>> = BTreeMap::new();
        for deed in store::deeds_of(tx, self.import.id, ids.into_iter().collect()).await? {
            deed.record.into_iter().for_each(|id| deeds.entry(id).or_default().push(deed.clone()));
        }
        deeds.retain(|_, deeds| deeds[0].line >= first);
        let (made, changed): (BTreeMap<_, _>, BTreeMap<_, _>) =
            deeds.iter().partition(|(_, deeds)| deeds.iter().any(|deed| deed.outcome == "created"));
        let mut held = self.held(tx, self.table, part, deeds.keys().copied().collect()).await?;
        let stays =
            self.trash(tx, self.table, part, made.into_keys().copied().collect(), &held, undo).await?;
        let mut all: HashMap<Uuid, Stays> =
            stays.into_iter().map(|(id, stay)| (id, Stays::Whole(vec![stay]))).collect();
        let changed: Vec<(Uuid, &Vec<Deed>)> = changed.into_iter().map(|(id, deeds)| (*id, deeds)).collect();
        all.extend(self.restore(tx, part, &changed, &mut held, undo).await?);
        let of = |deed: &Deed, id| {
            (deed.line, all.get(id).map_or_else(Vec::new, |stays: &Stays| stays.of(self.table, deed)))
        };
        Ok(deeds
            .iter()
            .flat_map(|(id, deeds)| deeds.iter().map(move |deed| (deed, id)))
            .map(|(deed, id)| of(deed, id))
            .collect())
    }

    /// Does the companies that were made for these rows, and says of each row which of them stay.
    async fn companies(
        &self,
        tx: &mut TenantTx,
        part: Part,
        rows: &[Deed],
        undo: &mut Undo,
    ) -> Result<Vec<(i64, Vec<Stay>)>> {
        let table = companies::table();
        let ids: Vec<Uuid> = rows.iter().flat_map(Deed::made).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let held = self.held(tx, table, part, ids.clone()).await?;
        let stays = self.trash(tx, table, part, ids, &held, undo).await?;
        let stay = |id: Uuid| stays.get(&id).map(|stay| Stay { company_id: Some(id), ..stay.clone() });
        Ok(rows
            .iter()
            .filter(|row| row.made().next().is_some())
            .map(|row| (row.line, row.made().filter_map(stay).collect()))
            .collect())
    }

    async fn held(
        &self,
        tx: &mut TenantTx,
        table: &'static Table,
        part: Part,
        ids: Vec<Uuid>,
    ) -> Result<HashMap<Uuid, Stored>> {
        let hold = if part == Part::Undone { Hold::Everything } else { Hold::Nobody };
        let held = bulk_store::held(tx, table, self.import.id, ids, hold).await?;
        Ok(held.into_iter().map(|stored| (stored.id, stored)).collect())
    }

    /// Moves records that the import made to the trash; says which stay, and why.
    async fn trash(
        &self,
        tx: &mut TenantTx,
        table: &'static Table,
        part: Part,
        ids: Vec<Uuid>,
        held: &HashMap<Uuid, Stored>,
        undo: &mut Undo,
    ) -> Result<HashMap<Uuid, Stay>> {
        let mut apart = self.worker.begin(Limits::Job)?;
        let facts = facts::of(&mut apart, table, self.import.id, ids.clone()).await?;
        let mut stays = HashMap::new();
        let mut go = Vec::with_capacity(ids.len());
        for id in ids {
            match judge::made(table, held.get(&id), facts.get(&id)) {
                Some(stay) => drop(stays.insert(id, stay)),
                None => go.push(id),
            }
        }
        if part == Part::Undone && !go.is_empty() {
            let gone = store::trash(tx, table, go.clone(), self.at, self.caller.now()).await?;
            let gone: HashSet<Uuid> = gone.into_iter().collect();
            stays.extend(go.extract_if(.., |id| !gone.contains(id)).map(|id| (id, Stay::missing(true))));
        }
        let count = i64::try_from(go.len()).unwrap_or(i64::MAX);
        if count > 0 {
            *undo.trashed.entry(table.name.to_owned()).or_default() += count;
        }
        Ok(stays)
    }

    /// Gives records that the import changed their values back; says what of each stays, and why.
    async fn restore(
        &self,
        tx: &mut TenantTx,
        part: Part,
        records: &[(Uuid, &Vec<Deed>)],
        held: &mut HashMap<Uuid, Stored>,
        undo: &mut Undo,
    ) -> Result<HashMap<Uuid, Stays>> {
        let mut stays = self.missing(records, held).await?;
        let (mut drafts, mut gone) = (Vec::new(), Vec::new());
        for (id, deeds) in records {
            let Some(stored) = held.remove(id) else { continue };
            let restored: Restored = judge::restored(self.noun, self.table, &self.setting, deeds, stored);
            stays.insert(*id, restored.stays);
            if let Some(draft) = restored.draft {
                drafts.push(draft);
                gone.push(restored.gone);
            }
        }
        let refusals = write::update(tx, self.table, self.caller.now(), &drafts).await?;
        let mut written = Vec::with_capacity(drafts.len());
        let mut points = Vec::new();
        for ((draft, gone), refusal) in drafts.into_iter().zip(gone).zip(refusals) {
            if let Some(refusal) = refusal {
                stays.insert(draft.id, Stays::Whole(vec![self.refused(refusal)]));
            } else {
                points.extend(gone.into_iter().map(|(kind, key)| (draft.id, kind, key)));
                written.push(draft);
            }
        }
        undo.restored += i64::try_from(written.len()).unwrap_or(i64::MAX);
        if part == Part::Undone {
            self.follow(tx, written, points);
        }
        Ok(stays)
    }

    /// Records that are not there, or not for whoever undoes.
    async fn missing(
        &self,
        records: &[(Uuid, &Vec<Deed>)],
        held: &HashMap<Uuid, Stored>,
    ) -> Result<HashMap<Uuid, Stays>> {
        let missing =
            records.iter().map(|(id, _)| *id).filter(|id| !held.contains_key(id)).collect::<Vec<_>>();
        let mut apart = self.worker.begin(Limits::Job)?;
        let there = facts::of(&mut apart, self.table, self.import.id, missing.clone()).await?;
        let stay = |id| (id, Stays::Whole(vec![Stay::missing(there.contains_key(&id))]));
        Ok(missing.into_iter().map(stay).collect())
    }

    fn refused(&self, refusal: Refusal) -> Stay {
        match refusal {
            Refusal::NotYours => Stay::missing(true),
            Refusal::Moved => Stay::changed(),
            Refusal::Value => Stay::whole("invalid_value", "The old values are not allowed any more."),
            Refusal::Constraint(name) => {
                let known = self.table.constraints.iter().find(|(constraint, ..)| *constraint == name);
                known.map_or_else(
                    || Stay::whole("invalid_value", "The old values are not allowed any more."),
                    |(_, field, code, message)| Stay {
                        field: Some((*field).to_owned()),
                        ..Stay::whole(code, message)
                    },
                )
            }
        }
    }

    /// Queues what follows from values that were given back: points that go, a deal's history, words.
    fn follow(&self, tx: &mut TenantTx, written: Vec<Draft>, points: Vec<(Uuid, String, String)>) {
        if !points.is_empty() {
            store::drop_points(tx, points);
        }
        if self.table.history && !written.is_empty() {
            let (now, actor) = (self.caller.now(), self.caller.actor_id());
            let noted: Vec<&Draft> = written.iter().collect();
            tx.queue(bulk_store::add_history(self.caller.tenant.id, self.table, actor, now, &noted, || {
                self.caller.id()
            }));
        }
        let after = |draft: Draft| Some(Stored { values: draft.after, ..draft.before? });
        let after: Vec<Stored> = written.into_iter().filter_map(after).collect();
        words::write(tx, self.noun.one, self.table, &self.setting, &after);
    }
}
