//! Taking away imports that nobody finished or ran, and files that no import needs any more.

use super::store;
use crate::app::App;
use crate::http::Result;
use crate::imports::job::Caller;
use crate::tenancy::Tenant;
use crate::vault::Shelf;
use jiff::SignedDuration;
use kontaly_db::Limits;
use std::sync::Arc;

/// A file whose import is not there may be of an upload that begins just now; after so long it is not.
const ORPHAN_AGE: SignedDuration = SignedDuration::from_hours(1);

/// Sweeps a workspace. Says how many objects went.
///
/// # Errors
/// When the store or the database does not answer; what is left is taken the next time.
pub async fn sweep(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = &Caller::worker(app.clone(), Arc::clone(tenant));
    let mut tx = worker.begin(Limits::Job)?;
    let stale = store::drop_stale(&tx, worker.now());
    tx.closing().execute(stale).await?;
    let (files, before) = (&app.settings.files, worker.now() - ORPHAN_AGE);
    let needed = |ids| async move { store::with_file(worker.begin(Limits::Job)?.closing(), ids).await };
    let uploads = files.sweep(tenant.id, Shelf::Imports, before, needed).await?;
    Ok(uploads + files.sweep(tenant.id, Shelf::Tables, before, needed).await?)
}
