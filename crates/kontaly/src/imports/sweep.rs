//! Taking away imports that nobody finished or ran, and files that no import needs any more.

use super::store;
use crate::app::App;
use crate::http::{Error, Result};
use crate::imports::job::Caller;
use crate::tenancy::Tenant;
use crate::vault::Shelf;
use jiff::SignedDuration;
use kontaly_db::Limits;
use std::sync::Arc;

/// A file whose import is not there may be of an upload that begins just now; after so long it is not.
const ORPHAN_AGE: SignedDuration = SignedDuration::from_hours(1);
/// Files that are asked about at once.
const BATCH_FILES: usize = 500;

/// Sweeps a workspace. Says how many objects went.
///
/// # Errors
/// When the store or the database does not answer; what is left is taken the next time.
pub async fn sweep(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = Caller::worker(app.clone(), Arc::clone(tenant));
    let mut tx = worker.begin(Limits::Job)?;
    let stale = store::drop_stale(&tx, worker.now());
    tx.closing().execute(stale).await?;
    let before = worker.now() - ORPHAN_AGE;
    let (vault, mut dropped) = (&app.settings.files, 0);
    let failed = |error: String| Error::unavailable(error);
    for shelf in [Shelf::Imports, Shelf::Tables] {
        vault.clear_drafts(tenant.id, shelf, before).await.map_err(|error| failed(error.to_string()))?;
        let old = vault.written_before(tenant.id, shelf, before).await;
        for batch in old.map_err(|error| failed(error.to_string()))?.chunks(BATCH_FILES) {
            let mut tx = worker.begin(Limits::Job)?;
            let needed = store::with_file(tx.closing(), batch.to_vec()).await?;
            for id in batch.iter().filter(|id| !needed.contains(id)) {
                let gone = vault.delete(shelf.of(tenant.id, *id)).await;
                gone.map_err(|error| failed(error.to_string()))?;
                dropped += 1;
            }
        }
    }
    Ok(dropped)
}
