//! Sealing: in the name of each workspace's worker, behind those who write, who wait for nobody.

use super::chain::Seal;
use super::{installation, store, verify};
use crate::app::App;
use crate::http::Result;
use crate::tenancy::Tenant;
use jiff::SignedDuration;
use kontaly_access::Actor;
use kontaly_db::{Limits, TenantTx};
use std::collections::HashSet;
use std::time::Duration;

/// How often what was written is sealed; until then it can be altered without a trace.
const SEAL_EVERY: Duration = Duration::from_secs(20);
/// The installation's chain takes the heads of the tenants' chains every so many rounds.
const HEADS_EVERY: usize = 15;
/// Events of a seal.
const EVENTS_MAX: usize = 1_000;
/// Every chain is computed anew so often, a few in every round.
const CHECK_EVERY: SignedDuration = SignedDuration::from_hours(24);
const CHECKS_AT_ONCE: usize = 20;

/// Seals and checks for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    let mut heads = installation::Heads::default();
    for number in 0.. {
        let with_heads = number % HEADS_EVERY == 0;
        if let Err(error) = round(&app, with_heads.then_some(&mut heads)).await {
            tracing::warn!(?error, "the audit log was not sealed");
        }
        if let Err(error) = check(&app).await {
            tracing::warn!(?error, "the seals of the audit log were not checked");
        }
        tokio::time::sleep(SEAL_EVERY).await;
    }
}

/// Seals what was written in every workspace, and what operators did.
///
/// # Errors
/// The database's; what is not sealed is the next time.
pub async fn round(app: &App, heads: Option<&mut installation::Heads>) -> Result<()> {
    let waiting: HashSet<_> = store::waiting(&mut app.db.worker()).await?.into_iter().collect();
    if !waiting.is_empty() {
        for tenant in app.hosts.tenants().await?.iter().filter(|tenant| waiting.contains(&tenant.id.0)) {
            if let Err(error) = all_of(app, tenant).await {
                tracing::warn!(tenant = %tenant.id, ?error, "a workspace's log was not sealed");
            }
        }
    }
    installation::seal(app, heads).await
}

/// Seals everything of a workspace that was written.
///
/// # Errors
/// The database's.
pub async fn all_of(app: &App, tenant: &Tenant) -> Result<()> {
    while batch(app, tenant).await? == EVENTS_MAX {}
    Ok(())
}

/// Opens a transaction of the workspace's worker.
pub(super) fn begin(app: &App, tenant: &Tenant, limits: Limits) -> Result<TenantTx> {
    let worker = Actor::worker(tenant.id, tenant.worker_serial);
    Ok(app.db.tenant(worker, app.db.keys().current(), None, limits)?)
}

async fn batch(app: &App, tenant: &Tenant) -> Result<usize> {
    let mut tx = begin(app, tenant, Limits::Request)?;
    tx.queue(store::take_turn(tenant.id));
    let last = store::last(&mut tx).await?;
    let events = store::unsealed(&mut tx, EVENTS_MAX).await?;
    let count = events.len();
    if count > 0 {
        let seal = Seal::behind(last, app.clock.now(), events).closed(tenant.id.0, &[]);
        store::keep(&mut tx, seal);
    }
    tx.commit().await?;
    Ok(count)
}

/// Computes the chains anew whose turn it is.
async fn check(app: &App) -> Result<()> {
    let since = app.clock.now() - CHECK_EVERY;
    let due = store::unchecked(&mut app.db.console(), since, CHECKS_AT_ONCE).await?;
    if !due.is_empty() {
        let heads = installation::kept_heads(app).await?;
        for tenant in app.hosts.tenants().await?.iter().filter(|tenant| due.contains(&tenant.id.0)) {
            let found = verify::check(app, tenant, heads.get(&tenant.id.0)).await?;
            if let Some(finding) = found.finding {
                tracing::error!(tenant = %tenant.id, %finding, "the audit log of a workspace was tampered with");
            }
        }
    }
    installation::check_when_due(app, since).await
}
