//! `kontaly rekey`: a new server key, while everybody goes on working.
//!
//! ```text
//! kontaly rekey            a new key lives beside the old one, and signs; old sessions go on
//! kontaly rekey --finish   the old key dies, and with it every session that it signed
//! kontaly rekey --lost     the key file is lost: every hash is replaced, every session ends
//! ```
//!
//! Processes that serve look at the key file every second. The order is what makes it safe: first all of them know the new
//! key and make hashes with both (*announced*), then everybody gets a hash under the new one, and only then does it sign
//! (*promoted*). A command that was interrupted is run again and goes on where it stopped. Where Kontaly serves on several
//! machines: run `rekey`, copy the key file to all of them, run `rekey` once more.

use super::{block_on, options, say};
use crate::app::App;
use anyhow::{Context, bail};
use clap::Args;
use kontaly_db::{KeyRing, Migrator};
use std::path::Path;
use std::time::Duration;

/// How often a process that serves looks at the key file.
const LOOK: Duration = Duration::from_secs(1);

/// Options of `kontaly rekey`.
#[derive(Args)]
pub(crate) struct Rekey {
    #[command(flatten)]
    database: options::Database,
    /// End the rotation: the old key dies, and with it every session that it signed.
    #[arg(long)]
    finish: bool,
    /// The key file is lost: replace every hash, and end every session.
    #[arg(long, conflicts_with = "finish")]
    lost: bool,
    /// Seconds to wait until every process that serves has read the key file.
    #[arg(long, default_value_t = 3)]
    wait_seconds: u64,
}

impl Rekey {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        block_on(async move {
            let mut migrator =
                Migrator::connect(&self.database.direct()?).await.context("cannot reach the database")?;
            let wait = Duration::from_secs(self.wait_seconds);
            let told = match (self.finish, self.lost) {
                (true, _) => finish(&mut migrator, &self.database.key_file, wait).await?,
                (_, true) => lost(&mut migrator, &self.database.key_file).await?,
                _ => start(&mut migrator, &self.database.key_file, wait).await?,
            };
            say(&told);
            Ok(())
        })
    }
}

fn load(file: &Path) -> anyhow::Result<KeyRing> {
    KeyRing::load(file).with_context(|| {
        format!("cannot read the key file {}; if it is lost: kontaly rekey --lost", file.display())
    })
}

/// Starts a rotation, or carries on with one; says what was done.
///
/// # Errors
/// When the key file or the database cannot be used. Whatever was done already stays, and the next run goes on from there.
pub async fn start(migrator: &mut Migrator, file: &Path, wait: Duration) -> anyhow::Result<String> {
    let ring = load(file)?;
    if !migrator.opened_by(&ring).await? {
        bail!("this key file is not the one of this database; if that one is lost: kontaly rekey --lost");
    }
    let announced = if ring.len() == 1 { ring.announced() } else { ring };
    announced.save(file)?;
    tokio::time::sleep(wait).await;
    let added = migrator.add_hashes(&announced).await?;
    let promoted = announced.promoted();
    promoted.save(file)?;
    Ok(format!(
        "Key {} signs from now on; {added} hashes were added. Sessions of the old key go on until: kontaly rekey --finish",
        promoted.current()
    ))
}

/// Ends a rotation; says what was done.
///
/// # Errors
/// When none is under way, or the key file or the database cannot be used.
pub async fn finish(migrator: &mut Migrator, file: &Path, wait: Duration) -> anyhow::Result<String> {
    let ring = load(file)?;
    if ring.len() == 1 && migrator.hashed_with().await? == [ring.current()] {
        bail!("there is no rotation to finish: start one with kontaly rekey");
    }
    if ring.current() != ring.promoted().current() {
        bail!("the new key does not sign yet: run kontaly rekey once more, it was interrupted");
    }
    migrator.add_hashes(&ring).await?;
    let settled = ring.settled();
    settled.save(file)?;
    tokio::time::sleep(wait).await;
    let removed = migrator.remove_hashes(&settled).await?;
    Ok(format!("Key {} is the only one; {removed} hashes of others were removed.", settled.current()))
}

/// Replaces every hash after the key was lost; says what was done. A key file that is there is kept beside the new one,
/// with the extension `old`.
///
/// # Errors
/// When the key file is not lost at all, or the file or the database cannot be used.
pub async fn lost(migrator: &mut Migrator, file: &Path) -> anyhow::Result<String> {
    let known = KeyRing::load(file).ok();
    if let Some(ring) = &known
        && migrator.opened_by(ring).await?
    {
        bail!("this key file is not lost: it opens this database. For a new key: kontaly rekey");
    }
    let used = migrator.hashed_with().await?;
    let id = (1..=u8::MAX).find(|id| !used.contains(id)).context("every number of a key is in use")?;
    // The roles' passwords stay what they are where a file of this cluster is left.
    let ring = known.unwrap_or_else(KeyRing::generate).replaced(id);
    if file.exists() {
        std::fs::copy(file, file.with_extension("old"))?;
    }
    ring.save(file)?;
    let hashes = migrator.replace_hashes(&ring).await?;
    Ok(format!("Key {id} is the only one; {hashes} hashes were replaced and every session has ended."))
}

/// Follows the key file for as long as the process lives. Spawn it once.
pub async fn follow(app: App, file: std::path::PathBuf) {
    let mut told = String::new();
    loop {
        tokio::time::sleep(LOOK).await;
        match app.db.keys().reload(&file) {
            Ok(false) => {}
            Ok(true) => {
                told.clear();
                tracing::info!(
                    keys = app.db.keys().len(),
                    current = app.db.keys().current(),
                    "the key file has changed"
                );
            }
            // Said once, not every second.
            Err(error) if error.to_string() == told => {}
            Err(error) => {
                told = error.to_string();
                tracing::error!(%error, file = %file.display(), "the key file cannot be used; the keys stay what they were");
            }
        }
    }
}
