//! Taking away files that nobody can fetch any more, where the process that made them is gone.

use super::{KEPT, store};
use crate::app::App;
use crate::http::Result;
use crate::imports::job::Caller;
use crate::tenancy::Tenant;
use crate::vault::Shelf;
use kontaly_db::Limits;
use std::sync::Arc;

/// Sweeps a workspace. Says how many files went.
///
/// # Errors
/// When the store or the database does not answer; what is left is taken the next time.
pub async fn sweep(app: &App, tenant: &Arc<Tenant>) -> Result<usize> {
    let worker = &Caller::worker(app.clone(), Arc::clone(tenant));
    let wanted =
        |ids| async move { store::wanted(worker.begin(Limits::Job)?.closing(), ids, worker.now()).await };
    // All of them, those of this second too.
    app.settings.files.sweep(tenant.id, Shelf::Exports, worker.now() + KEPT, wanted).await
}
