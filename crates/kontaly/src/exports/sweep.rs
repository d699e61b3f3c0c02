//! Taking away files that nobody can fetch any more, where the process that made them is gone.

use super::store;
use crate::app::App;
use crate::http::{Error, Result};
use crate::imports::job::Caller;
use crate::tenancy::Tenant;
use crate::vault::Shelf;
use kontaly_db::Limits;
use std::sync::Arc;

/// Files that are asked about at once.
const BATCH_FILES: usize = 500;

/// Sweeps a workspace. Says how many files went.
///
/// # Errors
/// When the store or the database does not answer; what is left is taken the next time.
pub async fn sweep(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = Caller::worker(app.clone(), Arc::clone(tenant));
    let (vault, mut dropped) = (&app.settings.files, 0);
    let unavailable = |error: String| Error::unavailable(error);
    // All of them, those of this second too.
    let all = vault.written_before(tenant.id, Shelf::Exports, worker.now() + super::KEPT).await;
    for batch in all.map_err(|error| unavailable(error.to_string()))?.chunks(BATCH_FILES) {
        let mut tx = worker.begin(Limits::Job)?;
        let wanted = store::wanted(tx.closing(), batch.to_vec(), worker.now()).await?;
        for id in batch.iter().filter(|id| !wanted.contains(id)) {
            let gone = vault.delete(Shelf::Exports.of(tenant.id, *id)).await;
            gone.map_err(|error| unavailable(error.to_string()))?;
            dropped += 1;
        }
    }
    let drafts = vault.clear_drafts(tenant.id, Shelf::Exports, worker.now() - super::KEPT * 4).await;
    drafts.map_err(|error| unavailable(error.to_string()))?;
    Ok(dropped)
}
