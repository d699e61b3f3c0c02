//! Emptying the trash of what has lain there too long: in the name of each workspace's worker, batch by batch.

use super::nouns::{self, Noun};
use super::store::{self, By};
use crate::app::App;
use crate::http::Result;
use crate::imports::job::Caller;
use crate::tenancy::Tenant;
use kontaly_db::Limits;
use std::sync::Arc;
use std::time::Duration;

/// How often the trash is looked through.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);
/// Records that go in one transaction.
const BATCH_ROWS: i64 = 100;

/// Sweeps for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    loop {
        match app.hosts.tenants().await {
            Ok(tenants) => {
                for tenant in tenants {
                    if let Err(error) = sweep(&app, &Arc::new(tenant)).await {
                        tracing::warn!(?error, "the trash of a workspace was not emptied");
                    }
                }
            }
            Err(error) => tracing::warn!(?error, "cannot look for trash"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Deletes for good what has lain in a workspace's trash for longer than the settings say. Says how much that was.
///
/// # Errors
/// The database's; what was deleted before stays so.
pub async fn sweep(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = Caller::worker(app.clone(), Arc::clone(tenant));
    let mut swept = 0;
    for noun in nouns::all() {
        loop {
            let batch = batch(&worker, noun).await?;
            swept += batch;
            if batch == 0 {
                break;
            }
        }
    }
    if swept > 0 {
        app.files_dropped.notify_one();
    }
    Ok(swept)
}

async fn batch(worker: &Caller, noun: &'static Noun) -> Result<usize> {
    let by = By { actor: worker.actor_id(), at: worker.now(), request: None };
    let before = super::expired_before(by.at, worker.app.settings.trash_days);
    let mut tx = worker.begin(Limits::Job)?;
    let ids = store::expired(&mut tx, noun, before, BATCH_ROWS).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    store::purge(&mut tx, noun, ids, by, || worker.id()).await
}
