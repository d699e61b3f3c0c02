//! What was refused: sign-ins and denials. They change nothing, so they have no transaction of their own to be written in, and
//! whoever makes a thousand a second must not fill the disk. So a process notes them in its memory, says each at once the first
//! time, and how often it came again after ten minutes; it knows so many of one workspace and sums up the others.

use crate::app::App;
use crate::console::store as console;
use crate::events::{self, Event};
use crate::http::Result;
use crate::tenancy::Tenant;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{OperatorId, TenantId, UserId};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// How often what was noted is written down.
const WRITTEN_EVERY: Duration = Duration::from_secs(2);
/// When the same thing is said again, with how often it came.
const SAID_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// Different refusals of one log that are told apart within that time; the others are one.
const APART_MAX: usize = 50;
/// And of all logs together: what is beyond is not noted.
const ALL_MAX: usize = 20_000;

/// Into which log something belongs.
#[derive(Clone)]
pub enum Log {
    /// A workspace's.
    Workspace(Arc<Tenant>),
    /// The operators'.
    Console,
}

impl Log {
    fn key(&self) -> Option<TenantId> {
        match self {
            Self::Workspace(tenant) => Some(tenant.id),
            Self::Console => None,
        }
    }
}

/// Something that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// Who tried; nobody that is known where it is none.
    pub who: Option<Uuid>,
    /// `session`, or `request`.
    pub noun: &'static str,
    /// `refuse` or `deny`.
    pub action: &'static str,
    /// What else there is to say, by field.
    pub details: Vec<(&'static str, String)>,
}

impl Note {
    /// A sign-in that was refused.
    #[must_use]
    pub fn sign_in(who: Option<Uuid>, address: String, reason: &'static str) -> Self {
        let details = vec![("address", address), ("reason", reason.to_owned())];
        Self { who, noun: "session", action: "refuse", details }
    }

    /// A request that somebody may not make.
    #[must_use]
    pub fn denied(who: Uuid, operation: String) -> Self {
        Self { who: Some(who), noun: "request", action: "deny", details: vec![("operation", operation)] }
    }

    /// What is said of all that are not told apart.
    fn others(&self) -> Self {
        let details = vec![("others", "true".to_owned())];
        Self { who: None, noun: self.noun, action: self.action, details }
    }

    fn changes(&self, times: u64) -> Value {
        let mut changes: Map<_, _> =
            self.details.iter().map(|(field, value)| ((*field).to_owned(), json!([null, value]))).collect();
        if times > 1 {
            changes.insert("times".to_owned(), json!([null, times]));
        }
        Value::Object(changes)
    }
}

struct Counted {
    log: Log,
    times: u64,
    said: Option<Timestamp>,
}

/// What a process has noted.
#[derive(Default)]
pub struct Notes(Mutex<HashMap<Option<TenantId>, HashMap<Note, Counted>>>);

impl Notes {
    /// Notes something.
    pub fn note(&self, log: Log, note: Note) {
        let mut logs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if logs.values().map(HashMap::len).sum::<usize>() >= ALL_MAX {
            return;
        }
        let known = logs.entry(log.key()).or_default();
        let note = if known.len() >= APART_MAX && !known.contains_key(&note) { note.others() } else { note };
        known.entry(note).or_insert(Counted { log, times: 0, said: None }).times += 1;
    }

    /// What is to be said now.
    fn due(&self, now: Timestamp) -> Vec<(Log, Note, u64)> {
        let mut logs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        for known in logs.values_mut() {
            known.retain(|note, counted| {
                let waits = counted.said.is_some_and(|said| now.duration_since(said) < SAID_EVERY);
                if !waits && counted.times > 0 {
                    due.push((counted.log.clone(), note.clone(), counted.times));
                    (counted.times, counted.said) = (0, Some(now));
                    return true;
                }
                waits
            });
        }
        logs.retain(|_, known| !known.is_empty());
        due
    }
}

/// Writes down what this process notes, for as long as it lives. Spawn it once.
pub async fn keep(app: App) {
    loop {
        tokio::time::sleep(WRITTEN_EVERY).await;
        let stops = app.draining.load(Ordering::Relaxed);
        write(&app).await;
        if stops {
            return;
        }
    }
}

/// Writes down what is to be said now. What cannot be written is gone: noting must not fill the memory.
pub async fn write(app: &App) {
    let now = app.clock.now();
    for (log, note, times) in app.notes.due(now) {
        let written = match &log {
            Log::Workspace(tenant) => in_workspace(app, tenant, &note, times, now).await,
            Log::Console => at_console(app, &note, times, now).await,
        };
        if let Err(error) = written {
            tracing::warn!(?error, "a refusal was not written down");
        }
    }
}

/// Nobody of the workspace, but Kontaly itself: only whoever sees everything sees what is its.
async fn in_workspace(app: &App, tenant: &Tenant, note: &Note, times: u64, now: Timestamp) -> Result<()> {
    let who = UserId(note.who.unwrap_or(tenant.id.0));
    let event = Event {
        id: app.clock.id(),
        at: now,
        actor: who,
        noun: note.noun,
        record: who.0,
        action: note.action,
        changes: note.changes(times),
        request: None,
        owner: Some(who),
        directory: false,
    };
    let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
    tx.queue(events::insert(tenant.id, event));
    Ok(tx.commit().await?)
}

async fn at_console(app: &App, note: &Note, times: u64, now: Timestamp) -> Result<()> {
    let deed = console::Deed {
        id: app.clock.id(),
        at: now,
        operator: note.who.map(OperatorId),
        noun: note.noun,
        subject: None,
        action: note.action,
        changes: note.changes(times),
        request: None,
        address: None,
    };
    let mut tx = app.db.console();
    tx.queue(console::event(deed));
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    fn operation(number: usize) -> Note {
        Note::denied(Uuid::from_u128(1), format!("GET /{number}"))
    }

    #[test]
    fn a_refusal_is_said_at_once_and_again_with_how_often_it_came() {
        let notes = Notes::default();
        notes.note(Log::Console, operation(1));
        let said =
            |minutes| notes.due(at(minutes)).into_iter().map(|(_, _, times)| times).collect::<Vec<_>>();
        assert_eq!(said(0), [1]);
        (0..1_000).for_each(|_| notes.note(Log::Console, operation(1)));
        assert!(said(9).is_empty());
        assert_eq!(said(10), [1_000]);
        assert!(said(20).is_empty());
        assert!(notes.0.lock().expect("a lock").is_empty(), "what is over is forgotten");
    }

    #[test]
    fn a_crowd_of_refusals_is_summed_up() {
        let notes = Notes::default();
        (0..1_000).for_each(|number| notes.note(Log::Console, operation(number)));
        let due = notes.due(at(0));
        assert_eq!(due.len(), APART_MAX + 1);
        let others = due.iter().find(|(_, note, _)| note.who.is_none()).map(|(_, _, times)| *times);
        assert_eq!(others, Some(1_000 - APART_MAX as u64));
    }
}
