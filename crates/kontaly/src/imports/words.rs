//! The words of what an import brought. They are written behind it, so that its records are there in a fraction of the
//! time: a lead has a dozen words.
//!
//! `imports.words_line` says how far that is. It moves with the words, batch by batch, so that after a process died any
//! that starts goes on where the words end, and nothing is written twice or left out.

use super::bulk::Stored;
use super::bulk::store::{self as bulk_store, Hold};
use super::job::Caller;
use super::mapping::Mapping;
use super::nouns::{Noun, Table};
use super::setting::Setting;
use super::store;
use crate::app::App;
use crate::http::{Error, Result};
use crate::search;
use crate::tenancy::Tenant;
use kontaly_db::{Limits, TenantTx};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Rows of a batch: some 20,000 words, and a few tenths of a second in which their records cannot be changed.
const BATCH_ROWS: i64 = 1_000;
/// How often a batch that was refused (a deadlock, a database that is away) is tried again, and after what pause.
const TRIES_MAX: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);

/// Writes the words of everything in this workspace that an import brought and that has none yet.
///
/// # Errors
/// When a batch is refused again and again; the words then go on from there when a process starts.
pub async fn follow(app: &App, tenant: &Arc<Tenant>) -> Result<()> {
    let worker = Caller::worker(app.clone(), Arc::clone(tenant));
    let mut tries = 0;
    loop {
        match batch(&worker).await {
            Ok(Step::Wrote) => tries = 0,
            Ok(Step::Done) => return Ok(()),
            Ok(Step::Wait) => tokio::time::sleep(PAUSE).await,
            Err(error) if tries == TRIES_MAX => return Err(error),
            Err(_) => {
                tries += 1;
                tokio::time::sleep(PAUSE * tries).await;
            }
        }
    }
}

/// Goes on where processes that died left off, workspace by workspace. Once, when a process starts.
pub async fn catch_up(app: App) {
    let tenants = match app.hosts.tenants().await {
        Ok(tenants) => tenants,
        Err(error) => return tracing::warn!(?error, "cannot look for imports whose words are missing"),
    };
    for tenant in tenants {
        if let Err(error) = follow(&app, &Arc::new(tenant)).await {
            tracing::warn!(?error, "words of an import are still missing");
        }
    }
}

/// What a batch came to.
enum Step {
    /// Words were written; there may be more.
    Wrote,
    /// No import of the workspace is behind.
    Done,
    /// Another import runs, and must not meet locks in another order.
    Wait,
}

async fn batch(worker: &Caller) -> Result<Step> {
    let mut tx = worker.begin(Limits::Job)?;
    if !store::any_behind(&mut tx).await? {
        return Ok(Step::Done);
    }
    if !store::take_turn(&mut tx).await? {
        return Ok(Step::Wait);
    }
    // Looked at once more: whoever had the turn may have been writing these very words.
    let Some(behind) = store::behind(&mut tx).await? else { return Ok(Step::Done) };
    let noun = Noun::find(&behind.noun).ok_or_else(|| Error::internal("an import of an unknown noun"))?;
    let rows = store::rows_without_words(&mut tx, &behind, BATCH_ROWS).await?;
    if let Some(table) = noun.table {
        let setting = Setting::read(&mut tx, &worker.tenant, &Mapping::default(), worker.now()).await?;
        let records = rows.iter().map(|(_, record)| *record).collect();
        let held = bulk_store::held(&mut tx, table, behind.import, records, Hold::Changes).await?;
        write(&mut tx, noun.one, table, &setting, &held);
    }
    let more = rows.len() == usize::try_from(BATCH_ROWS).unwrap_or(usize::MAX);
    let line = rows.last().filter(|_| more).map(|(line, _)| *line);
    let moved = store::move_words(&tx, behind.import, line);
    tx.queue(moved);
    tx.commit().await?;
    Ok(Step::Wrote)
}

/// Queues what makes the words of these records what they should be.
pub fn write(tx: &mut TenantTx, noun: &'static str, table: &Table, setting: &Setting, held: &[Stored]) {
    let tenant = tx.tenant();
    let mut words: Vec<(String, Uuid, Option<Uuid>)> = Vec::new();
    for stored in held.iter().filter(|stored| !stored.trashed) {
        let owner = table.owner.and_then(|at| stored.values.0[at].id());
        let points: Vec<&str> = stored.points.iter().map(|(_, value, _)| value.as_str()).collect();
        let found_by = (table.words)(setting, &stored.values, &points);
        words.extend(found_by.into_iter().map(|word| (word, stored.id, owner)));
    }
    // A record of version 1 has never had other words.
    let changed: Vec<Uuid> =
        held.iter().filter(|stored| stored.version > 1).map(|stored| stored.id).collect();
    if !changed.is_empty() {
        tx.queue(search::keep_only(tenant, changed, &words));
    }
    tx.queue(search::add(tenant, noun, table.directory, words));
}
