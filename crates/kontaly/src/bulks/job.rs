//! Running a bulk, forth and back: batch by batch, each its own transaction.
//!
//! A batch that the database refuses is done again record by record, so that one refusal is one record's. What is refused
//! before anything was written (a field that is wrong, a version that has moved on) does not disturb the batch.

use super::record::Record;
use super::store::{self, Done, Turn};
use super::{BulkChange, permission};
use crate::companies::Company;
use crate::contacts::Contact;
use crate::deals::Deal;
use crate::events::changes;
use crate::http::{Cx, Error, Result};
use crate::jobs::{Lane, Work};
use crate::leads::Lead;
use crate::records::{self, Noun};
use crate::tags;
use kontaly_access::{BulkId, Permission, TagId};
use kontaly_db::TenantTx;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Records of one transaction: few enough to lock for a moment only.
const BATCH: i64 = 100;

/// Whether records are changed or put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Forth,
    Back,
}

/// The job of a bulk: whichever way its state says, from where it is.
#[derive(Debug, Deserialize, Serialize)]
pub struct Run {
    /// Which one.
    pub bulk: BulkId,
}

impl Work for Run {
    const KIND: &'static str = "bulk";
    const LANE: Lane = Lane::Quick;

    async fn work(self, cx: Cx) -> Result<()> {
        let mut tx = cx.begin(Permission::BulksRead)?;
        let bulk = store::get(tx.closing(), self.bulk).await?;
        let way = match bulk.state.as_str() {
            "running" => Way::Forth,
            "undoing" => Way::Back,
            _ => return Ok(()),
        };
        let (noun, change) = store::meaning(&bulk)?;
        let permission = permission(noun, &change);
        let job = Job { cx: cx.clone(), id: bulk.id, noun, change, permission, way };
        let Err(error) = job.run().await else { return Ok(()) };
        if error.is_ours() {
            // What is the database's or the program's trouble passes: the queue tries again, from where the bulk is.
            return Err(error);
        }
        tracing::warn!(bulk = %bulk.id, ?error, "a bulk failed");
        let mut tx = cx.begin(permission)?;
        let end = store::end(&tx, bulk.id, "failed", Some(error.detail()), cx.app().clock.now());
        tx.closing().execute(end).await?;
        Ok(())
    }
}

struct Job {
    cx: Cx,
    id: BulkId,
    noun: Noun,
    change: BulkChange,
    permission: Permission,
    way: Way,
}

impl Job {
    async fn run(self) -> Result<()> {
        let mut behind = 0;
        loop {
            let mut tx = self.cx.begin(self.permission)?;
            let turns = store::turns(&mut tx, self.id, behind, self.way == Way::Back, BATCH).await?;
            let Some(last) = turns.last() else {
                let state = if self.way == Way::Back { "undone" } else { "done" };
                let end = store::end(&tx, self.id, state, None, self.cx.app().clock.now());
                tx.closing().execute(end).await?;
                return Ok(());
            };
            behind = last.position;
            if self.batch(tx, &turns).await.is_err() {
                self.one_by_one(&turns).await?;
            }
        }
    }

    async fn batch(&self, mut tx: TenantTx, turns: &[Turn]) -> Result<()> {
        let mut done = Vec::with_capacity(turns.len());
        for turn in turns {
            done.push(self.turn(&mut tx, turn).await?);
        }
        store::keep(&mut tx, self.id, done, self.cx.app().clock.now());
        Ok(tx.commit().await?)
    }

    async fn one_by_one(&self, turns: &[Turn]) -> Result<()> {
        for turn in turns {
            let tx = self.cx.begin(self.permission)?;
            let Err(error) = self.batch(tx, std::slice::from_ref(turn)).await else { continue };
            // A record that somebody else holds on to for seconds is one record's trouble; if it is the database's, the next
            // statement says so.
            if error.is_ours() && error.code() != "unavailable" {
                return Err(error);
            }
            let mut tx = self.cx.begin(self.permission)?;
            store::keep(&mut tx, self.id, vec![self.refused(turn, &error)], self.cx.app().clock.now());
            tx.commit().await?;
        }
        Ok(())
    }

    /// A record's turn. An error is the database's, and the transaction over.
    async fn turn(&self, tx: &mut TenantTx, turn: &Turn) -> Result<Done> {
        if let BulkChange::Tag(_) = &self.change {
            return self.tag(tx, turn).await;
        }
        match self.noun {
            Noun::Lead => self.change::<Lead>(tx, turn).await,
            Noun::Contact => self.change::<Contact>(tx, turn).await,
            Noun::Company => self.change::<Company>(tx, turn).await,
            Noun::Deal => self.change::<Deal>(tx, turn).await,
            Noun::Product => Err(Error::internal("a bulk of products")),
        }
    }

    async fn change<R: Record>(&self, tx: &mut TenantTx, turn: &Turn) -> Result<Done> {
        let values = if self.way == Way::Back { &turn.before } else { self.values() };
        let patch: Option<R::Patch> = match &self.change {
            BulkChange::Set(_) => Some(
                serde_json::from_value(values.clone()).map_err(|error| Error::internal(error.to_string()))?,
            ),
            _ => None,
        };
        let held = match R::lock(tx, turn.record, patch.as_ref()).await {
            Ok(held) => held,
            // It is not there for this person, or not to be changed: nothing has been written.
            Err(error) if matches!(error.code(), "not_found" | "not_yours") => {
                return Ok(self.refused(turn, &error));
            }
            Err(error) => return Err(error),
        };
        let before = R::of(&held);
        if turn.version.is_some_and(|version| version != before.version()) {
            return Ok(self.refused(turn, &Error::version_conflict(before)));
        }
        let (action, wanted) = match (patch, self.way) {
            (Some(patch), _) => ("update", before.patched(patch)),
            (None, Way::Forth) => ("trash", before.trashed(Some(self.cx.now))),
            (None, Way::Back) => ("restore", before.trashed(None)),
        };
        let after = match R::revise(&self.cx, &held, wanted) {
            Ok(after) => after,
            Err(error) => return Ok(self.refused(turn, &error)),
        };
        let differs = changes(before, &after);
        if differs.as_object().is_some_and(Map::is_empty) || (action == "trash" && already_trashed(before)) {
            return Ok(Done { outcome: self.outcome(false), ..self.done(turn) });
        }
        let kept = replaced(before, values);
        let after = R::save(&self.cx, tx, action, before, after).await?;
        Ok(Done { version: Some(after.version()), before: Some(kept), ..self.done(turn) })
    }

    async fn tag(&self, tx: &mut TenantTx, turn: &Turn) -> Result<Done> {
        let held = match records::store::hold(tx, self.noun, turn.record).await {
            Ok(held) => held,
            Err(error) if matches!(error.code(), "not_found" | "not_yours" | "converted") => {
                return Ok(self.refused(turn, &error));
            }
            Err(error) => return Err(error),
        };
        if turn.version.is_some_and(|version| version != held.version) {
            return Ok(self.refused(turn, &Error::version_conflict(&Value::Null)));
        }
        let mut had: Vec<TagId> =
            tags::store::of_record(tx, turn.record).await?.iter().map(|tag| tag.id).collect();
        had.sort_unstable();
        let wanted = match (&self.change, self.way) {
            (_, Way::Back) => serde_json::from_value(turn.before.clone()).unwrap_or_default(),
            (BulkChange::Tag(tags), Way::Forth) => tags.apply(&had),
            _ => had.clone(),
        };
        if wanted == had {
            return Ok(Done { outcome: self.outcome(false), ..self.done(turn) });
        }
        if wanted.len() > tags::TAGS_MAX {
            let error =
                Error::field("tag_ids", "too_many", format!("A record has at most {} tags.", tags::TAGS_MAX));
            return Ok(self.refused(turn, &error));
        }
        let kept = json!(had);
        tags::http::put(&self.cx, tx, self.noun, turn.record, held.owner_id, had, wanted).await?;
        Ok(Done { version: Some(held.version + 1), before: Some(kept), ..self.done(turn) })
    }

    fn values(&self) -> &Value {
        match &self.change {
            BulkChange::Set(values) => values,
            _ => &Value::Null,
        }
    }

    fn outcome(&self, changed: bool) -> &'static str {
        match (self.way, changed) {
            (Way::Back, _) => "restored",
            (Way::Forth, true) => "changed",
            (Way::Forth, false) => "unchanged",
        }
    }

    fn done(&self, turn: &Turn) -> Done {
        Done {
            position: turn.position,
            outcome: self.outcome(true),
            reason: None,
            version: None,
            before: None,
        }
    }

    fn refused(&self, turn: &Turn, error: &Error) -> Done {
        let outcome = if self.way == Way::Back { "kept" } else { "refused" };
        let message = error.fields().first().map_or_else(|| error.detail(), |field| field.message.clone());
        let code = error.fields().first().map_or_else(|| error.code().to_owned(), |field| field.code.clone());
        Done { outcome, reason: Some((code, message)), ..self.done(turn) }
    }
}

/// The values that a change replaces: of every field that it names, the one that was there.
fn replaced(before: &impl serde::Serialize, values: &Value) -> Value {
    let record = serde_json::to_value(before).unwrap_or_default();
    let names = values.as_object().into_iter().flat_map(Map::keys);
    names.map(|name| (name.clone(), record[name].clone())).collect::<Map<_, _>>().into()
}

fn already_trashed(before: &impl serde::Serialize) -> bool {
    serde_json::to_value(before).is_ok_and(|record| !record["trashed_at"].is_null())
}
