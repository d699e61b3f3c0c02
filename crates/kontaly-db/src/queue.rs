//! The queue of jobs: where `graphile_worker` finds its database. Its tables know no tenant, so the role that works in it sees
//! no CRM row; jobs come in through the outbox (migrations/0095).

use crate::{Endpoint, Error};
use graphile_worker::tokio_postgres::TokioPostgresDatabase;
use tokio_postgres::Config;

/// The queue's database, as its library wants it.
pub type Queue = graphile_worker::Database;

/// The schema that the library owns.
pub const SCHEMA: &str = "graphile_worker";

pub(crate) fn open(config: Config, connections: usize) -> Result<Queue, Error> {
    let database = TokioPostgresDatabase::from_config(config, connections)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(database.into())
}

/// Brings the queue's schema to the library's version, as the owner of everything.
pub(crate) async fn migrate(endpoint: &Endpoint) -> Result<(), Error> {
    let mut config = endpoint.admin();
    let given = config.get_options().unwrap_or_default().to_owned();
    config.options(format!("{given} -c role=kontaly_owner -c lock_timeout=3s"));
    let database =
        TokioPostgresDatabase::from_config(config, 1).map_err(|error| Error::Internal(error.to_string()))?;
    let pool = database.pool().clone();
    let migrated = graphile_worker_migrations::migrate(&Queue::from(database), SCHEMA).await;
    pool.close();
    migrated.map_err(|error| Error::Internal(format!("the queue's schema: {error}")))
}
