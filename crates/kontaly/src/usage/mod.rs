//! What a tenant uses: its people, records and bytes of files, counted by its own worker, because nobody else sees its rows.
//! Its administrators see it beside what the plan gives ([`http`]), operators see the figures (`crate::console::usage`).

pub mod http;
pub mod store;

use crate::app::App;
use crate::http::Result;
use crate::imports::job::Caller;
use crate::tenancy::Tenant;
use kontaly_db::{Limits, sql};
use std::sync::Arc;
use std::time::Duration;
use store::Measured;

/// How often it is looked which tenants worked since they were counted.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// What share of a plan, in percent, is worth a word before the wall is hit.
pub const NEAR_PERCENT: i64 = 90;

/// Counts for as long as the process lives. Spawn it once; several processes share the work.
pub async fn run(app: App) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if let Err(error) = round(&app).await {
            tracing::warn!(?error, "what tenants use was not counted");
        }
    }
}

/// Counts every tenant that worked since it was counted, and each once a day.
///
/// # Errors
/// The database's, before the first tenant; one that cannot be counted does not keep the others from it.
pub async fn round(app: &App) -> Result<()> {
    let due = store::due(app.db.console().closing(), app.clock.now()).await?;
    if due.is_empty() {
        return Ok(());
    }
    for tenant in app.hosts.tenants().await?.into_iter().filter(|tenant| due.contains(&tenant.id)) {
        if let Err(error) = measure(app, Arc::new(tenant)).await {
            tracing::warn!(?error, "what a tenant uses was not counted");
        }
    }
    Ok(())
}

/// Counts one tenant. Where it comes to stand elsewhere before its plan's walls, every process hears of it.
///
/// # Errors
/// The database's.
pub async fn measure(app: &App, tenant: Arc<Tenant>) -> Result<Measured> {
    let worker = Caller::worker(app.clone(), Arc::clone(&tenant));
    let mut tx = worker.begin(Limits::Job)?;
    let measured = store::measure(&mut tx, worker.now()).await?;
    let moved = standing(tenant.records, tenant.records_max)
        != standing(measured.records, tenant.records_max)
        || standing(tenant.storage_bytes, tenant.storage_max)
            != standing(measured.storage_bytes, tenant.storage_max);
    if moved {
        tx.queue(sql("select pg_notify('kontaly_hosts', '')"));
    }
    tx.commit().await?;
    Ok(measured)
}

/// Where a tenant stands before a wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Far,
    Near,
    Full,
}

fn standing(used: i64, max: Option<i64>) -> Standing {
    match max {
        Some(max) if used >= max => Standing::Full,
        Some(max) if is_near(used, max) => Standing::Near,
        _ => Standing::Far,
    }
}

/// Whether so much of a bound is used that it is worth a word.
#[must_use]
pub fn is_near(used: i64, max: i64) -> bool {
    used.saturating_mul(100) >= max.saturating_mul(NEAR_PERCENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_is_near_from_nine_tenths_on() {
        let at = |used| standing(used, Some(1000));
        assert_eq!([at(899), at(900), at(999)], [Standing::Far, Standing::Near, Standing::Near]);
        assert_eq!([at(1000), at(1001)], [Standing::Full, Standing::Full]);
        assert_eq!(standing(i64::MAX, None), Standing::Far);
    }
}
