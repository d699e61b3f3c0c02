//! Forward-only migrations, applied as `kontaly_owner` under an advisory lock.

use crate::error::describe;
use crate::{Endpoint, Error, KeyRing, PlatformTx, queue, sql};
use sha2::{Digest, Sha256};
use tokio_postgres::{Client, NoTls};

/// One numbered file of `migrations/`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; they are applied in order.
    pub version: i32,
    /// Its name, for people.
    pub name: &'static str,
    /// Its text.
    pub sql: &'static str,
}

macro_rules! migration_files {
    ($($version:literal $name:literal;)+) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sql: include_str!(concat!("../../../migrations/", $name, ".sql")),
        },)+]
    };
}

const ROLES: &str = include_str!("../../../migrations/roles.sql");
const QUEUE: &str = include_str!("../../../migrations/queue.sql");

const MIGRATIONS: &[Migration] = migration_files! {
    1 "0001_tenancy";
    2 "0002_crm";
    3 "0003_nouns";
    4 "0004_deals";
    5 "0005_imports";
    6 "0006_isolation";
    7 "0007_reports";
    8 "0008_sight";
    9 "0009_board";
    10 "0010_import_words";
    20 "0020_access";
    30 "0030_bulks";
    40 "0040_seeing";
    50 "0050_front_door";
    60 "0060_views";
    61 "0061_entering";
    62 "0062_deal_sums";
    63 "0063_statistics";
    70 "0070_trash";
    80 "0080_attachments";
    81 "0081_languages";
    92 "0092_import_files";
    94 "0094_api_keys";
    95 "0095_jobs";
    96 "0096_exports";
    97 "0097_webhooks";
    99 "0099_export_jobs";
    103 "0103_fair_mail";
    104 "0104_notifications";
    106 "0106_fair_webhooks";
    107 "0107_import_undo";
    108 "0108_notified";
    110 "0110_console";
    112 "0112_traffic";
    114 "0114_plans";
    115 "0115_health";
    121 "0121_audit";
};

/// The roles that serve, each with a password derived from the key file.
const LOGINS: [&str; 6] = [
    "kontaly_app",
    "kontaly_steward",
    "kontaly_platform",
    "kontaly_router",
    "kontaly_worker",
    "kontaly_console",
];

/// Every migration that this program knows, in order.
#[must_use]
pub fn migrations() -> &'static [Migration] {
    MIGRATIONS
}

/// Why a migration was not applied. Nothing of the failed one is kept.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database refused or could not be reached.
    #[error(transparent)]
    Database(#[from] Error),
    /// A migration's text failed.
    #[error("migration {name} failed: {message}")]
    Failed {
        /// Which one.
        name: &'static str,
        /// What PostgreSQL said.
        message: String,
    },
    /// A migration that was applied is not the one this program has.
    #[error(
        "migration {0} was applied with another text: this program and the database do not belong together"
    )]
    Altered(i32),
    /// The database is ahead.
    #[error("the database has migration {0}, which this program does not know: start a newer Kontaly")]
    Ahead(i32),
}

/// How the database's schema compares with the program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// They belong together.
    Current,
    /// Migrations are missing: run `kontaly migrate`.
    Behind,
    /// The database has migrations that this program does not know.
    Ahead,
    /// A migration was applied with another text.
    Altered,
}

/// A connection as the administrator, for migrations, demo data and key rotation. Serving never makes one.
pub struct Migrator {
    pub(crate) client: Client,
    endpoint: Endpoint,
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn failed(name: &'static str) -> impl Fn(tokio_postgres::Error) -> MigrateError {
    move |error| {
        let message = error.as_db_error().map_or_else(
            || describe(&error),
            |db| match db.where_() {
                Some(place) => format!("{} ({place})", db.message()),
                None => db.message().to_owned(),
            },
        );
        MigrateError::Failed { name, message }
    }
}

impl Migrator {
    /// Connects with the address's own user, who must be allowed to create roles.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(endpoint: &Endpoint) -> Result<Self, Error> {
        let (client, connection) =
            endpoint.admin().connect(NoTls).await.map_err(|error| Error::Unavailable(describe(&error)))?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "the migration connection ended");
            }
        });
        Ok(Self { client, endpoint: endpoint.clone() })
    }

    /// Makes a database unless it is there; with a template, as a copy of it.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub async fn create_database(&self, name: &str, template: Option<&str>) -> Result<(), Error> {
        let there = self.client.query_opt("select from pg_database where datname = $1", &[&name]).await?;
        if there.is_some() {
            return Ok(());
        }
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let copied = template.is_some();
        let template = template.map_or_else(
            || "template0 encoding 'UTF8'".to_owned(),
            |t| format!("{} strategy file_copy", quoted(t)),
        );
        self.client.batch_execute(&format!("create database {} template {template}", quoted(name))).await?;
        if !copied {
            return Ok(());
        }
        // A copy takes the template's schema along, but not what it grants on itself: everybody could make temporary
        // tables in it (migrations/roles.sql says the same for the database that is migrated).
        let grants = format!(
            "revoke all on database {0} from public; grant connect on database {0} to {1}; \
             grant all on database {0} to kontaly_owner",
            quoted(name),
            LOGINS.join(", ")
        );
        Ok(self.client.batch_execute(&grants).await?)
    }

    /// Drops a database, ending whoever uses it.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub async fn drop_database(&self, name: &str) -> Result<(), Error> {
        let quoted = name.replace('"', "\"\"");
        Ok(self.client.batch_execute(&format!("drop database if exists \"{quoted}\" with (force)")).await?)
    }

    /// Brings roles, their passwords and the schema to this program's state; returns what was applied.
    ///
    /// # Errors
    /// See [`MigrateError`].
    pub async fn run(&mut self, keys: &KeyRing) -> Result<Vec<&'static str>, MigrateError> {
        // One migration at a time a database; whoever waits finds the work done.
        self.client.execute("select pg_advisory_lock(7203417)", &[]).await.map_err(Error::from)?;
        let outcome = self.run_locked(keys).await;
        self.client.execute("select pg_advisory_unlock(7203417)", &[]).await.map_err(Error::from)?;
        outcome
    }

    async fn run_locked(&mut self, keys: &KeyRing) -> Result<Vec<&'static str>, MigrateError> {
        self.client.batch_execute("set lock_timeout = '3s'").await.map_err(Error::from)?;
        self.client.batch_execute(ROLES).await.map_err(failed("roles"))?;
        self.set_passwords(keys).await.map_err(failed("roles"))?;
        let mut applied = Vec::new();
        let known = self.applied().await?;
        match compare(&known) {
            (SchemaState::Altered, version) => return Err(MigrateError::Altered(version)),
            (SchemaState::Ahead, version) => return Err(MigrateError::Ahead(version)),
            _ => {}
        }
        for migration in MIGRATIONS.iter().skip(known.len()) {
            let tx = self.client.transaction().await.map_err(Error::from)?;
            tx.batch_execute("set local role kontaly_owner").await.map_err(failed(migration.name))?;
            tx.batch_execute(migration.sql).await.map_err(failed(migration.name))?;
            tx.execute(
                "insert into schema_migrations (version, name, checksum) values ($1, $2, $3)",
                &[&migration.version, &migration.name, &checksum(migration.sql)],
            )
            .await
            .map_err(failed(migration.name))?;
            tx.commit().await.map_err(failed(migration.name))?;
            applied.push(migration.name);
        }
        queue::migrate(&self.endpoint).await?;
        self.client
            .batch_execute(&format!("begin; set local role kontaly_owner; {QUEUE} commit"))
            .await
            .map_err(failed("queue"))?;
        Ok(applied)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Gives the serving roles the passwords that are derived from this ring.
    pub(crate) async fn set_passwords(&self, keys: &KeyRing) -> Result<(), tokio_postgres::Error> {
        for role in LOGINS {
            // ALTER ROLE takes no parameters; both parts are the program's own, the password 64 hex digits.
            let password = keys.role_password(role);
            let statement = format!(
                "select pg_advisory_lock(7203418); alter role {role} password '{password}'; select pg_advisory_unlock(7203418)"
            );
            self.client.batch_execute(&statement).await?;
        }
        Ok(())
    }

    async fn applied(&self) -> Result<Vec<(i32, String)>, Error> {
        let there =
            self.client.query_one("select to_regclass('public.schema_migrations') is not null", &[]).await?;
        if !there.get::<_, bool>(0) {
            return Ok(Vec::new());
        }
        let rows = self
            .client
            .query("select version, checksum from schema_migrations order by version", &[])
            .await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// The driver's client, as owner: for the demo generator's COPY and for key rotation, inside this crate's users'
    /// own tools. Row security does not hold here.
    ///
    /// # Errors
    /// When the role cannot be taken.
    pub async fn as_owner(&self) -> Result<(), Error> {
        Ok(self.client.batch_execute("set role kontaly_owner").await?)
    }

    /// Runs a script of the program's own as whoever the connection is.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub async fn script(&self, text: &str) -> Result<(), Error> {
        Ok(self.client.batch_execute(text).await?)
    }

    /// Queries as whoever the connection is.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub async fn query(&self, statement: &crate::Sql) -> Result<crate::Rows, Error> {
        let rows = self.client.query_typed(statement.text(), &statement.typed()).await?;
        Ok(rows.into_iter().map(crate::Row::new).collect())
    }
}

/// Compares what was applied with what this program has; says at which version they part.
fn compare(applied: &[(i32, String)]) -> (SchemaState, i32) {
    for (i, (version, sum)) in applied.iter().enumerate() {
        match MIGRATIONS.get(i) {
            None => return (SchemaState::Ahead, *version),
            Some(migration) if migration.version != *version || checksum(migration.sql) != *sum => {
                return (SchemaState::Altered, *version);
            }
            Some(_) => {}
        }
    }
    let state = if applied.len() < MIGRATIONS.len() { SchemaState::Behind } else { SchemaState::Current };
    (state, applied.last().map_or(0, |(version, _)| *version))
}

/// Asks a serving connection whether the schema is this program's: `serve` refuses to start over any other.
///
/// # Errors
/// When the database cannot be asked.
pub async fn schema_state(mut tx: PlatformTx) -> Result<SchemaState, Error> {
    let rows =
        tx.closing().query(sql("select version, checksum from schema_migrations order by version")).await?;
    let mut applied = Vec::with_capacity(rows.len());
    for row in &rows {
        applied.push((row.take()?, row.take()?));
    }
    Ok(compare(&applied).0)
}
