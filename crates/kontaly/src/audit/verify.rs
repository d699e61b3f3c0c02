//! Computing a tenant's chain anew: every seal, every event under it, and every event besides.

use super::chain::{Checked, Finding, FindingKind, Head, Seal};
use super::{seal, store};
use crate::app::App;
use crate::http::Result;
use crate::tenancy::Tenant;
use jiff::{SignedDuration, Timestamp};
use kontaly_db::{Limits, TenantTx};
use std::collections::HashMap;

/// Seals that are read at a time.
const SEALS_AT_ONCE: usize = 50;
/// How much older than the seal before an event may say that it is: a job says when it began, and may take hours.
const LATE_MAX: SignedDuration = SignedDuration::from_hours(24);

/// Computes a tenant's chain anew, against the head of it that the installation keeps, and writes down what came of it.
///
/// # Errors
/// The database's.
pub async fn check(app: &App, tenant: &Tenant, kept: Option<&Head>) -> Result<Checked> {
    let mut tx = seal::begin(app, tenant, Limits::Job)?;
    let mut walk = Walk { made_at: store::made_at(&mut tx).await?, ..Walk::default() };
    walk.all(&mut tx, kept).await?;
    store::checked(&mut tx, app.clock.now(), &walk.checked);
    tx.commit().await?;
    Ok(walk.checked)
}

#[derive(Default)]
struct Walk {
    checked: Checked,
    last: Option<(i64, Vec<u8>)>,
    sealed_at: Option<Timestamp>,
    made_at: Timestamp,
}

impl Walk {
    async fn all(&mut self, tx: &mut TenantTx, kept: Option<&Head>) -> Result<()> {
        loop {
            let behind = self.last.as_ref().map_or(0, |(number, _)| *number);
            let seals = store::seals(tx, behind, SEALS_AT_ONCE).await?;
            if seals.is_empty() {
                break;
            }
            for seal in seals {
                if let Some(finding) = self.step(tx, seal, kept).await? {
                    self.checked.finding = Some(finding);
                    return Ok(());
                }
            }
        }
        self.checked.finding = self.beyond(tx, kept).await?;
        Ok(())
    }

    /// The next seal, and the events under it.
    async fn step(&mut self, tx: &mut TenantTx, seal: Seal, kept: Option<&Head>) -> Result<Option<Finding>> {
        let broken = seal.broken(tx.tenant().0, &[], self.last.as_ref());
        if let Some(finding) = broken {
            return Ok(Some(finding));
        }
        if kept.is_some_and(|head| head.number == seal.number && head.hash != seal.hash) {
            return Ok(Some(Finding::seal(FindingKind::HeadDiffers, seal.number)));
        }
        let found = self.events(tx, &seal).await?;
        self.checked.seals += 1;
        self.checked.events += i64::try_from(seal.events.len()).unwrap_or(i64::MAX);
        self.sealed_at = Some(seal.sealed_at);
        self.last = Some((seal.number, seal.hash));
        Ok(found)
    }

    async fn events(&self, tx: &mut TenantTx, seal: &Seal) -> Result<Option<Finding>> {
        let there = store::contents(tx, seal.events.clone()).await?;
        let there: HashMap<_, _> = there.into_iter().map(|content| (content.id, content)).collect();
        for (id, hash) in seal.covered() {
            let kind = match there.get(&id) {
                None => FindingKind::EventMissing,
                Some(now) if now.hash != hash => FindingKind::EventAltered,
                Some(now) if self.is_too_old(now.at) => FindingKind::EventAdded,
                Some(_) => continue,
            };
            return Ok(Some(Finding::event(kind, id, Some(seal.number))));
        }
        Ok(None)
    }

    /// Whether an event under the next seal says that it happened long before the last one. What a workspace was made with
    /// may be older than itself.
    fn is_too_old(&self, at: Timestamp) -> bool {
        self.sealed_at.is_some_and(|sealed_at| at >= self.made_at && at < sealed_at - LATE_MAX)
    }

    /// What no seal says: a chain that is shorter than it was, and events that came or went past it.
    async fn beyond(&self, tx: &mut TenantTx, kept: Option<&Head>) -> Result<Option<Finding>> {
        let number = self.last.as_ref().map_or(0, |(number, _)| *number);
        if kept.is_some_and(|head| head.number > number) {
            return Ok(Some(Finding::seal(FindingKind::SealMissing, number + 1)));
        }
        if let Some(id) = store::added(tx).await? {
            return Ok(Some(Finding::event(FindingKind::EventAdded, id, None)));
        }
        let lost = store::lost(tx).await?;
        Ok(lost.map(|id| Finding::event(FindingKind::EventMissing, id, None)))
    }
}
