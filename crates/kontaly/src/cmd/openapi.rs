//! `kontaly openapi`: prints the document from which the browser side's types are generated.

use super::say;
use crate::app::{App, Settings};
use crate::clock::Clock;
use clap::Args;
use kontaly_db::{Db, DbOptions, Endpoint, KeyRing};
use std::sync::Arc;

/// Options of `kontaly openapi`.
#[derive(Args)]
pub(crate) struct Openapi {
    /// The console's API instead of the workspaces'.
    #[arg(long)]
    console: bool,
}

impl Openapi {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        say(&document(self.console)?);
        Ok(())
    }
}

/// The document of the workspaces' API, or of the console's, as text. Needs no database: the pools that it is built over are
/// never used.
///
/// # Errors
/// None in practice.
pub fn document(console: bool) -> anyhow::Result<String> {
    let nowhere = Endpoint::parse("postgres://localhost/kontaly")?;
    let options = DbOptions { pooled: nowhere.clone(), direct: nowhere, connections: 1, prepared: false };
    let db = Db::new(&options, Arc::new(KeyRing::generate()))?;
    let settings = Settings::default();
    let app = App::new(db, Clock::system(), settings);
    let document = if console { crate::routes::console_openapi(app) } else { crate::routes::openapi(app) };
    Ok(document.to_pretty_json()?)
}
