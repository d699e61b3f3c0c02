//! The installation's health in the database.

use crate::http::Result;
use crate::platform::isolation::Report;
use jiff::Timestamp;
use kontaly_access::TenantId;
use kontaly_db::{PlatformTx, PoolStatus, sql};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// Checks that are told.
const CHECKS_TOLD: usize = 30;
/// Jobs that are told.
const DEAD_TOLD: usize = 100;

kontaly_db::record! {
    /// A process of the installation.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Process {
        /// Which one.
        pub id: Uuid = "p.id",
        /// `serve` (it may do jobs too) or `worker`.
        #[schema(example = "serve")]
        pub kind: String = "p.kind",
        /// Its version of Kontaly.
        #[schema(example = "0.1.0")]
        pub version: String = "p.version",
        /// When it began.
        pub started_at: Timestamp = "p.started_at",
        /// When it last said that it lives.
        pub seen_at: Timestamp = "p.seen_at",
        /// Connections for requests that there may be.
        pub pool_max: i32 = "p.pool_max",
        /// Those that are open.
        pub pool_size: i32 = "p.pool_size",
        /// Those that nobody uses.
        pub pool_idle: i32 = "p.pool_idle",
        /// Requests that wait for one.
        pub pool_waiting: i32 = "p.pool_waiting",
    }
}

kontaly_db::record! {
    /// What a check of the isolation looked at and found.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct IsolationCheck {
        /// Which one.
        pub id: Uuid = "c.id",
        /// When.
        pub at: Timestamp = "c.at",
        /// Tables and views compared.
        pub tables: i32 = "c.tables",
        /// Policies compared.
        pub policies: i32 = "c.policies",
        /// Foreign keys and unique indexes compared.
        pub keys: i32 = "c.keys",
        /// Questions asked with canary rows.
        pub probes: i32 = "c.probes",
        /// What is wrong: `rule`, `object`, `detail`.
        #[schema(value_type = Vec<Object>)]
        pub findings: Value = "c.findings",
    }
}

kontaly_db::record! {
    /// The jobs of a kind.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct JobKind {
        /// What they do.
        #[schema(example = "import")]
        pub kind: String = "k.identifier",
        /// Those that wait for their turn.
        pub waiting: i64 = "count(*) filter (where j.is_available and j.run_at <= now())",
        /// Those that are to be done later, or tried again.
        pub later: i64 = "count(*) filter (where j.is_available and j.run_at > now())",
        /// Those that are being done.
        pub running: i64 = "count(*) filter (where j.locked_at is not null)",
        /// Those that failed for good.
        pub dead: i64 = "count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts)",
        /// Since when the longest waits.
        pub waits_since: Option<Timestamp> = "min(j.run_at) filter (where j.is_available and j.run_at <= now())",
    }
}

kontaly_db::record! {
    /// A job that failed for good.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct DeadJob {
        /// Which one.
        #[schema(example = 4711)]
        pub id: i64 = "j.id",
        /// What it does.
        #[schema(example = "import")]
        pub kind: String = "k.identifier",
        /// Whose it is.
        pub tenant_id: Option<TenantId> = "(j.payload ->> 'tenant')::uuid" => tenant,
        /// How often it was tried.
        pub attempts: i16 = "j.attempts",
        /// When it was asked for.
        pub created_at: Timestamp = "j.created_at",
        /// When it failed last.
        pub failed_at: Timestamp = "j.updated_at",
        /// Why.
        pub error: Option<String> = "left(j.last_error, 500)",
    }
}

fn tenant(id: Option<Uuid>) -> Option<TenantId> {
    id.map(TenantId)
}

/// Writes down that a process lives.
pub fn beat(
    tx: &mut PlatformTx,
    id: Uuid,
    kind: &'static str,
    started: Timestamp,
    now: Timestamp,
    pool: &PoolStatus,
) {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    tx.queue(
        sql("insert into console.processes (id, kind, version, started_at, seen_at, pool_max, pool_size, pool_idle, pool_waiting)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (id) do update set seen_at = excluded.seen_at, pool_max = excluded.pool_max, pool_size = excluded.pool_size,
               pool_idle = excluded.pool_idle, pool_waiting = excluded.pool_waiting")
        .bind(id)
        .bind(kind)
        .bind(env!("CARGO_PKG_VERSION"))
        .bind(started)
        .bind(now)
        .bind(count(pool.max))
        .bind(count(pool.size))
        .bind(count(pool.idle))
        .bind(count(pool.waiting)),
    );
}

/// Forgets processes that were last seen before.
pub fn forget(tx: &mut PlatformTx, before: Timestamp) {
    tx.queue(sql("delete from console.processes where seen_at < $1").bind(before));
}

/// The processes that were seen since, the youngest first.
///
/// # Errors
/// The database's.
pub async fn processes(tx: &mut PlatformTx, since: Timestamp) -> Result<Vec<Process>> {
    let mut query = sql("select ");
    query.push(Process::COLUMNS).push(" from console.processes p where p.seen_at >= ").push_bind(since);
    query.push(" order by p.started_at desc, p.id limit 200");
    Ok(tx.query(query).await?.iter().map(Process::read).collect::<Result<_, _>>()?)
}

/// Keeps what a check of the isolation found.
pub fn keep(tx: &mut PlatformTx, id: Uuid, at: Timestamp, report: &Report) {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    tx.queue(
        sql("insert into console.isolation_checks (id, at, tables, policies, keys, probes, findings) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(id)
            .bind(at)
            .bind(count(report.tables))
            .bind(count(report.policies))
            .bind(count(report.keys))
            .bind(count(report.probes))
            .bind(json!(report.findings)),
    );
}

/// When the isolation was checked last.
///
/// # Errors
/// The database's.
pub async fn last_check(tx: &mut PlatformTx) -> Result<Option<Timestamp>> {
    let query = sql("select max(at) from console.isolation_checks");
    Ok(tx.closing().one(query).await?.take()?)
}

/// The last checks of the isolation, the newest first.
///
/// # Errors
/// The database's.
pub async fn checks(tx: &mut PlatformTx) -> Result<Vec<IsolationCheck>> {
    let mut query = sql("select ");
    query.push(IsolationCheck::COLUMNS).push(" from console.isolation_checks c order by c.at desc limit ");
    query.push_number(CHECKS_TOLD);
    Ok(tx.query(query).await?.iter().map(IsolationCheck::read).collect::<Result<_, _>>()?)
}

/// The jobs of every kind that there are; asked as the worker, who alone sees the queue.
///
/// # Errors
/// The database's.
pub async fn jobs(tx: &mut PlatformTx) -> Result<Vec<JobKind>> {
    let mut query = sql("select ");
    query.push(JobKind::COLUMNS);
    query.push(
        " from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id",
    );
    query.push(" group by k.identifier order by k.identifier");
    Ok(tx.query(query).await?.iter().map(JobKind::read).collect::<Result<_, _>>()?)
}

/// The jobs that failed for good, the last first.
///
/// # Errors
/// The database's.
pub async fn dead_jobs(tx: &mut PlatformTx) -> Result<Vec<DeadJob>> {
    let mut query = sql("select ");
    query.push(DeadJob::COLUMNS);
    query.push(
        " from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id",
    );
    query.push(" where j.locked_at is null and j.attempts >= j.max_attempts order by j.updated_at desc, j.id desc limit ");
    query.push_number(DEAD_TOLD);
    Ok(tx.query(query).await?.iter().map(DeadJob::read).collect::<Result<_, _>>()?)
}

/// Has a job that failed for good be tried anew: false for one that there is not, or that has not failed.
///
/// # Errors
/// The database's.
pub async fn retry(tx: &mut PlatformTx, id: i64, now: Timestamp) -> Result<bool> {
    let statement = sql("select count(*) from graphile_worker.reschedule_jobs(
          (select array_agg(j.id) from graphile_worker._private_jobs j
            where j.id = $1 and j.locked_at is null and j.attempts >= j.max_attempts), $2, null, 0, null)");
    let tried: i64 = tx.one(statement.bind(id).bind(now)).await?.take()?;
    Ok(tried == 1)
}

/// Jobs that were asked for and are not in the queue yet.
///
/// # Errors
/// The database's.
pub async fn asked(tx: &mut PlatformTx) -> Result<i64> {
    Ok(tx.one(sql("select count(*) from outbox")).await?.take()?)
}

kontaly_db::record! {
    /// What waits to leave the installation.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Leaving {
        /// Mails that wait for the mail server.
        pub mails: i64 = "count(*) filter (where m.sent_at is null and m.gave_up_at is null)",
        /// Mails that it refused for good, of the last days.
        pub mails_refused: i64 = "count(*) filter (where m.gave_up_at is not null)",
        /// Since when the oldest waits.
        pub mails_since: Option<Timestamp> = "min(m.created_at) filter (where m.sent_at is null and m.gave_up_at is null)",
    }
}

/// What waits to leave; asked as the platform, who delivers it.
///
/// # Errors
/// The database's.
pub async fn leaving(tx: &mut PlatformTx) -> Result<Leaving> {
    let mut query = sql("select ");
    query.push(Leaving::COLUMNS).push(" from mails m");
    Ok(Leaving::read(&tx.one(query).await?)?)
}

kontaly_db::record! {
    /// A step of the schema.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Migration {
        /// Its number.
        #[schema(example = 115)]
        pub version: i32 = "s.version",
        /// Its name.
        #[schema(example = "0115_health")]
        pub name: String = "s.name",
        /// When it was taken.
        pub applied_at: Timestamp = "s.applied_at",
    }
}

/// The steps of the schema, the last first.
///
/// # Errors
/// The database's.
pub async fn migrations(tx: &mut PlatformTx) -> Result<Vec<Migration>> {
    let mut query = sql("select ");
    query.push(Migration::COLUMNS).push(" from schema_migrations s order by s.version desc");
    Ok(tx.query(query).await?.iter().map(Migration::read).collect::<Result<_, _>>()?)
}
