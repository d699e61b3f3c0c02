//! What the clock brings: every minute each workspace is looked through for what is due now. What has been told is not told
//! again, so that any number of workers may look, and one that was away tells what it missed.

use super::store;
use crate::app::App;
use crate::http::Result;
use crate::tenancy::Tenant;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::Actor;
use kontaly_db::Limits;
use std::time::Duration;

/// How often it looks: nobody's reminder is later than this.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often what is too old goes.
const CLEAR_EVERY: SignedDuration = SignedDuration::from_hours(6);

/// Looks for as long as the process lives. Spawn it once.
pub async fn run(app: App) {
    let mut cleared = Timestamp::MIN;
    loop {
        let clears = app.clock.now().duration_since(cleared) > CLEAR_EVERY;
        match app.hosts.tenants().await {
            Ok(tenants) => {
                for tenant in tenants.iter().filter(|tenant| tenant.state != "suspended") {
                    if let Err(error) = look(&app, tenant, clears).await {
                        tracing::warn!(tenant = %tenant.id, ?error, "a workspace's reminders were not told");
                    }
                }
                if clears {
                    cleared = app.clock.now();
                }
            }
            Err(error) => tracing::warn!(?error, "cannot look for what is due"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Tells a workspace's people what is due now, in one flight.
///
/// # Errors
/// The database's; what was not told is told the next time.
pub async fn look(app: &App, tenant: &Tenant, clears: bool) -> Result<()> {
    let (worker, now) = (Actor::worker(tenant.id, tenant.worker_serial), app.clock.now());
    let mut tx = app.db.tenant(worker, app.db.keys().current(), None, Limits::Request)?;
    tx.queue(store::remind(tenant.id, worker.id, now));
    if clears {
        tx.queue(store::clear(tenant.id, now));
    }
    tx.queue(store::tell_agenda(tenant.id, worker.id, &tenant.time_zone, now));
    tx.commit().await?;
    Ok(())
}
