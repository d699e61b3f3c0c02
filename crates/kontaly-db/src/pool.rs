//! Connections: one small pool per database role, and how a transaction is opened on one.

use crate::tx::{Context, Limits, PlatformTx, StewardTx, TenantTx, Tx};
use crate::{Error, KeyRing, Listener, Proof, queue};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use kontaly_access::{Actor, TenantId};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::{Config, NoTls};

/// Where a database is. Who signs in there is the caller's affair: every role has a password of its own.
#[derive(Clone, Debug)]
pub struct Endpoint {
    config: Config,
}

impl Endpoint {
    /// Reads a `postgres://` address.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(url: &str) -> Result<Self, Error> {
        let config: Config =
            url.parse().map_err(|error| Error::Internal(format!("database address: {error}")))?;
        Ok(Self { config })
    }

    /// The same server, another database.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let mut config = self.config.clone();
        config.dbname(name);
        Self { config }
    }

    /// The database's name.
    #[must_use]
    pub fn database(&self) -> &str {
        self.config.get_dbname().unwrap_or("postgres")
    }

    /// The driver's configuration for a role with its derived password.
    pub(crate) fn role(&self, role: &str, keys: &KeyRing) -> Config {
        let mut config = self.config.clone();
        config
            .user(role)
            .password(keys.role_password(role))
            .application_name("kontaly")
            .connect_timeout(Duration::from_secs(3))
            .keepalives_idle(Duration::from_secs(30));
        config
    }

    /// The driver's configuration as the address says.
    pub(crate) fn admin(&self) -> Config {
        self.config.clone()
    }
}

/// How to reach the database and how much of it to use.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// Where transactions go: PostgreSQL itself, or PgBouncer in transaction mode.
    pub pooled: Endpoint,
    /// PostgreSQL itself, past any pooler: LISTEN needs a connection of its own.
    pub direct: Endpoint,
    /// Connections that serve CRM requests (design: 8 per 2 database cores; flat from 4 to 16).
    pub connections: usize,
    /// Whether statements may be prepared: not through a pooler that loses them (PgBouncer before 1.21).
    pub prepared: bool,
}

/// How a pool is used, for health pages.
#[derive(Clone, Copy, Debug)]
pub struct PoolStatus {
    /// Connections there may be.
    pub max: usize,
    /// Connections that are open.
    pub size: usize,
    /// Connections that nobody uses.
    pub idle: usize,
    /// Requests that wait for one.
    pub waiting: usize,
}

/// The database, as far as the product can reach it: by transactions with a verified context.
#[derive(Clone)]
pub struct Db {
    app: Pool,
    steward: Pool,
    platform: Pool,
    router: Pool,
    worker: Pool,
    console: Pool,
    keys: Arc<KeyRing>,
    prepared: bool,
    direct: Endpoint,
}

impl Db {
    /// Prepares the pools; connections are made when they are needed.
    ///
    /// # Errors
    /// When a pool cannot be built.
    pub fn new(options: &DbOptions, keys: Arc<KeyRing>) -> Result<Self, Error> {
        let pool = |role: &str, size: usize| {
            let manager = Manager::from_config(
                options.pooled.role(role, &keys),
                NoTls,
                ManagerConfig { recycling_method: RecyclingMethod::Fast },
            );
            Pool::builder(manager)
                .max_size(size)
                .wait_timeout(Some(Duration::from_secs(3)))
                .create_timeout(Some(Duration::from_secs(5)))
                .runtime(Runtime::Tokio1)
                .build()
                .map_err(|error| Error::Internal(error.to_string()))
        };
        Ok(Self {
            app: pool("kontaly_app", options.connections)?,
            steward: pool("kontaly_steward", (options.connections / 2).max(2))?,
            platform: pool("kontaly_platform", 2)?,
            router: pool("kontaly_router", 2)?,
            worker: pool("kontaly_worker", 2)?,
            console: pool("kontaly_console", 2)?,
            prepared: options.prepared,
            direct: options.direct.clone(),
            keys,
        })
    }

    /// The keys that capabilities are derived with.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// A transaction on the CRM rows that this actor sees. Nothing is sent before the first query.
    ///
    /// `key` is the id of the server key that the actor's session was made with; `proof` the session itself, so that
    /// one that has ended is refused in the same flight.
    ///
    /// # Errors
    /// [`Error::Nobody`] when that key no longer lives.
    pub fn tenant(
        &self,
        actor: Actor,
        key: u8,
        proof: Option<Proof>,
        limits: Limits,
    ) -> Result<TenantTx, Error> {
        let capability = self.keys.capability(key, &actor).ok_or(Error::Nobody)?;
        let tx = Tx::new(self.app.clone(), Context::Actor { capability, proof }, limits, self.prepared);
        Ok(TenantTx::new(tx, actor))
    }

    /// A transaction on the people of a tenant: users, teams, passwords, sessions, capabilities.
    ///
    /// # Errors
    /// [`Error::Nobody`] when that key no longer lives.
    pub fn steward(&self, tenant: TenantId, serial: i32, proof: Option<Proof>) -> Result<StewardTx, Error> {
        let capability = self.keys.doorman(self.keys.current(), tenant, serial).ok_or(Error::Nobody)?;
        let context = Context::Doorman { capability, proof };
        Ok(StewardTx::new(Tx::new(self.steward.clone(), context, Limits::Request, self.prepared), tenant))
    }

    /// A transaction on tenants, plans and hosts; it sees no CRM row.
    #[must_use]
    pub fn platform(&self) -> PlatformTx {
        PlatformTx::new(Tx::new(self.platform.clone(), Context::Registry, Limits::Request, self.prepared))
    }

    /// A transaction of the one that maps hosts to tenants, before any tenant is known.
    #[must_use]
    pub fn router(&self) -> PlatformTx {
        PlatformTx::new(Tx::new(self.router.clone(), Context::Registry, Limits::Read, self.prepared))
    }

    /// A transaction of the one that moves jobs out of the outbox and numbers changes; it sees no CRM row.
    #[must_use]
    pub fn worker(&self) -> PlatformTx {
        PlatformTx::new(Tx::new(self.worker.clone(), Context::Registry, Limits::Request, self.prepared))
    }

    /// A transaction of the console: operators, their sessions, and the registry; it sees no CRM row.
    #[must_use]
    pub fn console(&self) -> PlatformTx {
        PlatformTx::new(Tx::new(self.console.clone(), Context::Registry, Limits::Request, self.prepared))
    }

    /// The queue that jobs wait in, with so many connections of its own, past any pooler: it listens.
    ///
    /// # Errors
    /// When no pool can be built.
    pub fn queue(&self, connections: usize) -> Result<queue::Queue, Error> {
        queue::open(self.direct.role("kontaly_worker", &self.keys), connections)
    }

    /// Listens on a channel, on a connection of its own that goes past any pooler.
    ///
    /// # Errors
    /// When PostgreSQL cannot be reached.
    pub async fn listen(&self, channel: &'static str) -> Result<Listener, Error> {
        Listener::connect(self.direct.role("kontaly_router", &self.keys), channel).await
    }

    /// How the pool of CRM requests is used.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        let status = self.app.status();
        PoolStatus {
            max: status.max_size,
            size: status.size,
            idle: status.available,
            waiting: status.waiting,
        }
    }

    /// Closes every pool; transactions under way finish.
    pub fn close(&self) {
        for pool in [&self.app, &self.steward, &self.platform, &self.router, &self.worker, &self.console] {
            pool.close();
        }
    }
}
