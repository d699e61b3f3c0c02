//! The relay: out of the outbox into the queue, and numbers for what has changed.
//!
//! Both wait for the commit of the transaction that wrote them. It looks ten times a second and is not told: a NOTIFY in the
//! business transaction would make all commits of the database wait for each other.

use super::store;
use crate::app::App;
use crate::changes;
use crate::http::Result;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How often it looks, while there is nothing to do.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// And after an error.
const PAUSE: Duration = Duration::from_secs(1);

/// How often it clears changes away that nobody comes back for.
const CLEAR_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Moves and numbers for as long as the process lives. Any number of them may run; they take turns.
pub async fn run(app: App) {
    let mut cleared = Timestamp::MIN;
    loop {
        if app.clock.now().duration_since(cleared) >= CLEAR_EVERY {
            cleared = app.clock.now();
            if let Err(error) = clear(&app).await {
                tracing::warn!(?error, "cannot clear old changes away");
            }
        }
        match round(&app).await {
            Ok(0) => tokio::time::sleep(LOOK_EVERY).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(?error, "cannot move jobs out of the outbox");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Moves and numbers what there is, up to a few hundred rows; says how many.
///
/// # Errors
/// The database's; nothing is lost.
pub async fn round(app: &App) -> Result<i64> {
    let mut look = app.db.worker();
    if !store::anything(&mut look).await? {
        return Ok(0);
    }
    let mut tx = app.db.worker();
    tx.queue(store::take_turn());
    let moved = store::move_jobs(&mut tx).await?;
    let grown = changes::store::number(&mut tx).await?;
    if !grown.is_empty() {
        tx.queue(changes::store::tell(
            grown.iter().map(|(tenant, _)| app.db.keys().feed_name(*tenant)).collect(),
        ));
    }
    tx.commit().await?;
    Ok(moved + grown.iter().map(|(_, count)| count).sum::<i64>())
}

async fn clear(app: &App) -> Result<()> {
    while changes::store::clear(&mut app.db.worker(), app.clock.now()).await? > 0 {}
    Ok(())
}
