//! Taking away objects that nobody can reach any more: of rows that went for good, at once and until it succeeds, and once
//! a day what uploads have left behind that broke off in an unlucky moment.

use super::store;
use crate::app::App;
use crate::exports;
use crate::http::Result;
use crate::imports::{self, job::Caller};
use crate::tenancy::Tenant;
use crate::vault::Shelf;
use jiff::SignedDuration;
use kontaly_db::Limits;
use std::sync::Arc;
use std::time::Duration;

/// How often is looked for objects whose row is gone, when nobody calls; each time that many looks have gone by, the whole
/// store is looked through.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);
const LOOKS_A_DAY: u32 = 24;
/// An object without a row may be of an upload that is not over yet; after so long it is not.
const ORPHAN_AGE: SignedDuration = SignedDuration::from_hours(24);
/// Objects that are asked about at once.
const BATCH_OBJECTS: usize = 500;

/// Sweeps for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    for look in (0..LOOKS_A_DAY).cycle() {
        match app.hosts.tenants().await {
            Ok(tenants) => {
                for tenant in tenants {
                    let tenant = Arc::new(tenant);
                    let swept = sweep(&app, &tenant, look == 0).await;
                    if let Err(error) = swept {
                        tracing::warn!(?error, "files that are gone still take room in the store");
                    }
                }
            }
            Err(error) => tracing::warn!(?error, "cannot look for files that are gone"),
        }
        let _ = tokio::time::timeout(LOOK_EVERY, app.files_dropped.notified()).await;
    }
}

async fn sweep(app: &App, tenant: &Arc<Tenant>, whole: bool) -> Result<()> {
    drop_objects(app, tenant).await?;
    exports::sweep::sweep(app, tenant).await?;
    if whole {
        drop_orphans(app, tenant).await?;
        imports::sweep::sweep(app, tenant).await?;
    }
    Ok(())
}

/// Takes away the objects whose rows went for good. Says how many those were.
///
/// # Errors
/// When the store or the database does not answer; what is left is tried again.
pub async fn drop_objects(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = Caller::worker(app.clone(), Arc::clone(tenant));
    let mut dropped = 0;
    loop {
        let mut tx = worker.begin(Limits::Job)?;
        let ids = store::dropped(tx.closing(), BATCH_OBJECTS as i64).await?;
        if ids.is_empty() {
            return Ok(dropped);
        }
        for id in ids {
            app.settings.files.delete(Shelf::Files.of(tenant.id, id)).await?;
            store::forget(worker.begin(Limits::Job)?.closing(), id).await?;
            dropped += 1;
        }
    }
}

/// Takes away objects that have had no row for a day. Says how many those were.
///
/// # Errors
/// When the store or the database does not answer.
pub async fn drop_orphans(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = &Caller::worker(app.clone(), Arc::clone(tenant));
    let known = |ids| async move { store::known(worker.begin(Limits::Job)?.closing(), ids).await };
    app.settings.files.sweep(tenant.id, Shelf::Files, worker.now() - ORPHAN_AGE, known).await
}
