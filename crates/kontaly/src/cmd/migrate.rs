//! `kontaly migrate`.

use super::{block_on, options, say};
use anyhow::Context;
use clap::Args;
use kontaly_db::{KeyRing, Migrator};

/// Options of `kontaly migrate`.
#[derive(Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    database: options::Database,
}

impl Migrate {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        block_on(async move {
            let mut migrator =
                Migrator::connect(&self.database.direct()?).await.context("cannot reach the database")?;
            let file = &self.database.key_file;
            let keys = KeyRing::open_or_create(file)
                .with_context(|| format!("cannot use the key file {}", file.display()))?;
            let applied = migrator.run(&keys).await?;
            if applied.is_empty() {
                say("The database is up to date.");
            }
            for name in applied {
                say(&format!("applied {name}"));
            }
            Ok(())
        })
    }
}
