//! What is measured: an embedded PostgreSQL with the scale data, and a session of the largest tenant's administrator.

use crate::Options;
use anyhow::{Context, Result, bail};
use kontaly::http::cookie;
use kontaly_access::{Actor, ActorKind, Role, SessionId, TenantId, UserId};
use kontaly_db::{Db, DbOptions, Endpoint, KeyRing, Migrator, sql};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const DATABASE: &str = "kontaly";

/// The database side, ready to be measured.
pub(crate) struct Stack {
    /// Keeps PostgreSQL running.
    _postgres: kontaly_local::Server,
    /// Its port.
    pub(crate) postgres_port: u16,
    /// The superuser's address of the database.
    pub(crate) url: String,
    /// The database's name.
    pub(crate) database: String,
    /// The server's keys.
    pub(crate) keys: KeyRing,
    /// The largest tenant.
    pub(crate) tenant: TenantId,
    /// Its slug.
    pub(crate) slug: String,
    /// A cookie of its administrator.
    pub(crate) cookie: String,
    /// What that cookie's transactions enter with.
    pub(crate) capability: String,
    /// Its session.
    pub(crate) session: SessionId,
    /// The session's secret's hash, in hex.
    pub(crate) secret_hash: String,
}

impl Stack {
    /// Starts PostgreSQL, makes the scale data unless it is there, and signs the administrator in.
    pub(crate) fn start(options: &Options) -> Result<Self> {
        let mut wanted = kontaly_local::Options::new(options.home.join("data"));
        wanted.install_dir = ".kontaly/postgres".into();
        for (name, value) in
            [("shared_buffers", "2GB"), ("max_wal_size", "8GB"), ("synchronous_commit", "on")]
        {
            wanted.settings.push((name.into(), value.into()));
        }
        let postgres = kontaly_local::Server::start(&wanted)?;
        let key_file = options.home.join("server.key");
        let keys = KeyRing::open_or_create(&key_file)?;
        let admin = Endpoint::parse(&postgres.admin_url())?;
        let url = kontaly_url(&postgres.admin_url())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let endpoint = admin.with_database(DATABASE);
        runtime.block_on(async {
            Migrator::connect(&admin).await?.create_database(DATABASE, None).await?;
            Migrator::connect(&endpoint).await?.run(&keys).await?;
            Ok::<_, anyhow::Error>(())
        })?;
        let known = runtime.block_on(largest(&endpoint))?;
        let (tenant, slug, user) = match known {
            Some(known) => known,
            None => {
                make(options, &url, &key_file)?;
                runtime.block_on(largest(&endpoint))?.context("the scale data has a tenant")?
            }
        };
        let db_options =
            DbOptions { pooled: endpoint.clone(), direct: endpoint, connections: 1, prepared: false };
        let db = Db::new(&db_options, Arc::new(keys.clone()))?;
        let actor = Actor {
            tenant_id: tenant,
            id: user,
            kind: ActorKind::User,
            role: Role::Administrator,
            serial: 1,
        };
        let clock = kontaly::clock::Clock::system();
        let session: SessionId = clock.id();
        let (cookie, hash) = cookie::make(&keys, &actor, session);
        let secret_hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        runtime.block_on(async {
            let mut tx = db.steward(tenant, 1, None)?;
            kontaly::accounts::sessions::insert(
                &mut tx,
                session,
                user,
                "",
                hash,
                "127.0.0.1",
                "bench",
                clock.now(),
            );
            tx.commit().await
        })?;
        let capability = keys.capability(keys.current(), &actor).context("a key")?;
        let postgres_port = postgres.endpoint().port;
        let database = DATABASE.to_owned();
        Ok(Self {
            _postgres: postgres,
            postgres_port,
            url,
            database,
            keys,
            tenant,
            slug,
            cookie,
            capability,
            session,
            secret_hash,
        })
    }
}

/// The superuser's address of this database rather than of `postgres`.
fn kontaly_url(admin: &str) -> Result<String> {
    Ok(format!("{}/{DATABASE}", server_url(admin)?))
}

/// An address without its database.
pub(crate) fn server_url(url: &str) -> Result<&str> {
    url.rsplit_once('/').map(|(server, _)| server).context("an address ends with a database")
}

fn make(options: &Options, url: &str, key_file: &Path) -> Result<()> {
    let status = Command::new(&options.kontaly)
        .args([
            "demo",
            "scale",
            "--tenants",
            &options.tenants.to_string(),
            "--leads",
            &options.leads.to_string(),
        ])
        .env("KONTALY_DATABASE_URL", url)
        .env("KONTALY_KEY_FILE", key_file)
        .status()
        .context("the server's binary runs: build it with `cargo build --release`")?;
    if status.success() { Ok(()) } else { bail!("the scale data could not be made") }
}

/// The tenant with the most leads, and an administrator of it.
async fn largest(endpoint: &Endpoint) -> Result<Option<(TenantId, String, UserId)>> {
    let admin = Migrator::connect(endpoint).await?;
    let query = sql("select l.tenant_id, s.slug, (select u.id from users u where u.tenant_id = l.tenant_id and u.role = 'administrator' limit 1)
                     from leads l join slugs s on s.tenant_id = l.tenant_id group by 1, 2 order by count(*) desc limit 1");
    let rows = admin.query(&query).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some((row.take()?, row.take()?, row.take()?)))
}

/// A serving process of its own; ends when dropped.
pub(crate) struct Served {
    child: Child,
    /// The port that it listens on.
    pub(crate) port: u16,
}

impl Served {
    /// Starts `kontaly serve`, directly or through a pooler on that port, which keeps prepared statements or not.
    pub(crate) fn start(
        options: &Options,
        stack: &Stack,
        port: u16,
        pooler: Option<(u16, bool)>,
    ) -> Result<Self> {
        let mut command = Command::new(&options.kontaly);
        command
            .arg("serve")
            .env("KONTALY_DATABASE_URL", &stack.url)
            .env("KONTALY_KEY_FILE", options.home.join("server.key"))
            .env("KONTALY_PORT", port.to_string())
            .env("KONTALY_LOG", "error")
            // A benchmark is one workspace that asks as fast as it can.
            .env("KONTALY_PEOPLE_REQUESTS", "0")
            .stdout(Stdio::null());
        if let Some((pooler, prepared)) = pooler {
            command.env("KONTALY_POOLER_URL", format!("postgres://127.0.0.1:{pooler}/{}", stack.database));
            command.env("KONTALY_PREPARED_STATEMENTS", if prepared { "on" } else { "off" });
        }
        let child = command.spawn().context("the server starts")?;
        let until = Instant::now() + Duration::from_secs(15);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > until {
                bail!("the server does not listen on port {port}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { child, port })
    }

    /// The most memory it has used so far, in MB.
    pub(crate) fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|line| line.split_whitespace().next());
        peak.and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
