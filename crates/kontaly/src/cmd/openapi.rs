//! `kontaly openapi`: prints the document from which the browser side's types are generated.

use super::say;
use crate::app::{App, Settings};
use crate::clock::Clock;
use kontaly_db::{Db, DbOptions, Endpoint, KeyRing};
use std::sync::Arc;

pub(crate) fn run() -> anyhow::Result<()> {
    say(&document()?);
    Ok(())
}

/// The document as text. Needs no database: the pools that it is built over are never used.
///
/// # Errors
/// None in practice.
pub fn document() -> anyhow::Result<String> {
    let nowhere = Endpoint::parse("postgres://localhost/kontaly")?;
    let options = DbOptions { pooled: nowhere.clone(), direct: nowhere, connections: 1, prepared: false };
    let db = Db::new(&options, Arc::new(KeyRing::generate()))?;
    let settings = Settings::default();
    let document = crate::routes::openapi(App::new(db, Clock::system(), settings));
    Ok(document.to_pretty_json()?)
}
