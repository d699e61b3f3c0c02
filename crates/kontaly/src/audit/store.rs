//! A tenant's chain in the database, as the workspace's worker sees it; its state, as administrators do.

use super::chain::{Checked, Finding, Head, Seal, hex};
use crate::http::{Error, Result};
use jiff::Timestamp;
use kontaly_access::TenantId;
use kontaly_db::{PlatformTx, Row, TenantTx, sql};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// The hash of an event's content: everything but the copy of the owner, as an array of JSON, whose text PostgreSQL writes in
/// one way only (keys in order, numbers as they are, an instant as its microseconds).
const CONTENT: &str =
    "sha256(convert_to(jsonb_build_array(e.tenant_id, e.id, (extract(epoch from e.at) * 1000000)::bigint,
    e.actor_id, e.noun, e.record_id, e.action, e.changes, e.request_id, e.directory)::text, 'UTF8'))";

/// Waits for the turn to seal a tenant's events: two workers would make the same seal.
pub(super) fn take_turn(tenant: TenantId) -> kontaly_db::Sql {
    sql("select pg_advisory_xact_lock(7203420, hashtext($1::text))").bind(tenant.to_string())
}

/// Tenants with events that no seal covers.
///
/// # Errors
/// The database's.
pub async fn waiting(tx: &mut PlatformTx) -> Result<Vec<Uuid>> {
    let query = sql("select distinct u.tenant_id from unsealed u");
    let rows = tx.closing().query(query.stable()).await?;
    Ok(rows.iter().map(Row::take).collect::<Result<_, _>>()?)
}

/// The number and the hash of the last seal.
///
/// # Errors
/// The database's.
pub async fn last(tx: &mut TenantTx) -> Result<Option<(i64, Vec<u8>)>> {
    let query =
        sql("select s.number, s.hash from seals s where s.tenant_id = $1 order by s.number desc limit 1");
    let query = query.bind(tx.tenant());
    let row = tx.optional(query).await?;
    Ok(row.map(|row| Ok::<_, kontaly_db::Error>((row.take()?, row.take()?))).transpose()?)
}

/// Events that no seal covers, with the hash of each one's content. One that is gone stays in the queue, as the trace of it.
///
/// # Errors
/// The database's.
pub async fn unsealed(tx: &mut TenantTx, limit: usize) -> Result<Vec<(Uuid, Vec<u8>)>> {
    let mut query = sql("select e.id, ");
    query.push(CONTENT).push(
        " from unsealed u join events e on e.tenant_id = u.tenant_id and e.id = u.id where u.tenant_id = ",
    );
    query.push_bind(tx.tenant()).push(" order by u.id limit ").push_number(limit);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(|row| Ok((row.take()?, row.take()?))).collect::<Result<_, kontaly_db::Error>>()?)
}

/// Keeps a seal, and takes its events out of the queue.
pub fn keep(tx: &mut TenantTx, seal: Seal) {
    let tenant = tx.tenant();
    let gone = sql("delete from unsealed u where u.tenant_id = $1 and u.id = any ($2)");
    tx.queue(gone.bind(tenant).bind(seal.events.clone()));
    tx.queue(
        sql("insert into seals (tenant_id, number, sealed_at, events, contents, previous, hash) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(tenant)
            .bind(seal.number)
            .bind(seal.sealed_at)
            .bind(seal.events)
            .bind(seal.contents)
            .bind(seal.previous)
            .bind(seal.hash),
    );
}

/// The seals behind a number, in order.
///
/// # Errors
/// The database's.
pub async fn seals(tx: &mut TenantTx, behind: i64, limit: usize) -> Result<Vec<Seal>> {
    let mut query = sql("select ");
    query.push(Seal::COLUMNS).push(" from seals s where s.tenant_id = ").push_bind(tx.tenant());
    query.push(" and s.number > ").push_bind(behind).push(" order by s.number limit ").push_number(limit);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(Seal::read).collect::<Result<_, _>>()?)
}

/// An event as it is now.
pub(super) struct Content {
    pub(super) id: Uuid,
    pub(super) at: Timestamp,
    pub(super) hash: Vec<u8>,
}

/// Of these events those that are there.
pub(super) async fn contents(tx: &mut TenantTx, ids: Vec<Uuid>) -> Result<Vec<Content>> {
    let mut query = sql("select e.id, e.at, ");
    query.push(CONTENT).push(" from events e where e.tenant_id = ").push_bind(tx.tenant());
    query.push(" and e.id = any (").push_bind(ids).push(")");
    let rows = tx.query(query).await?;
    let read = |row: &Row| Ok(Content { id: row.take()?, at: row.take()?, hash: row.take()? });
    Ok(rows.iter().map(read).collect::<Result<_, kontaly_db::Error>>()?)
}

/// The first event that neither a seal nor the queue knows. One statement, so that it sees the log at one moment.
pub(super) async fn added(tx: &mut TenantTx) -> Result<Option<Uuid>> {
    let query = sql("select e.id from events e where e.tenant_id = $1
          and not exists (select from unsealed u where u.tenant_id = e.tenant_id and u.id = e.id)
          and not exists (select from (select unnest(s.events) as id from seals s where s.tenant_id = $1) k where k.id = e.id)
        order by e.at, e.id limit 1");
    let query = query.bind(tx.tenant());
    let row = tx.optional(query).await?;
    Ok(row.map(|row| row.take()).transpose()?)
}

/// The first event that was queued and is gone.
pub(super) async fn lost(tx: &mut TenantTx) -> Result<Option<Uuid>> {
    let query = sql("select u.id from unsealed u where u.tenant_id = $1
          and not exists (select from events e where e.tenant_id = u.tenant_id and e.id = u.id) order by u.id limit 1");
    let query = query.bind(tx.tenant());
    let row = tx.optional(query).await?;
    Ok(row.map(|row| row.take()).transpose()?)
}

/// When the tenant was made.
pub(super) async fn made_at(tx: &mut TenantTx) -> Result<Timestamp> {
    let query = sql("select t.created_at from tenants t where t.tenant_id = $1");
    let query = query.bind(tx.tenant());
    Ok(tx.one(query).await?.take()?)
}

/// Writes down what came of a check.
pub(super) fn checked(tx: &mut TenantTx, at: Timestamp, checked: &Checked) {
    let statement = sql("insert into seal_checks as c (tenant_id, checked_at, seals, events, finding) values ($1, $2, $3, $4, $5)
         on conflict (tenant_id) do update set checked_at = excluded.checked_at, seals = excluded.seals,
           events = excluded.events, finding = excluded.finding")
    .bind(tx.tenant())
    .bind(at)
    .bind(checked.seals)
    .bind(checked.events)
    .bind(checked.finding.as_ref().map(|finding| json!(finding)));
    tx.queue(statement);
}

/// The state of a chain.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChainState {
    /// How many seals it has.
    #[schema(example = 412)]
    pub seals: i64,
    /// When the last seal was made: what was written until then is sealed.
    pub sealed_at: Option<Timestamp>,
    /// The last seal's hash, to be noted elsewhere.
    #[schema(example = "9f2c41d0…")]
    pub head: Option<String>,
    /// When the chain was last computed anew.
    pub checked_at: Option<Timestamp>,
    /// How many events that compared.
    pub checked_events: Option<i64>,
    /// What was wrong first; null where nothing was.
    pub finding: Option<Finding>,
}

impl ChainState {
    /// Reads it from `number, sealed_at, hash, checked_at, events, finding`.
    ///
    /// # Errors
    /// When the row was selected otherwise.
    pub fn read(row: &Row) -> Result<Self> {
        let (seals, sealed_at, hash): (Option<i64>, _, Option<Vec<u8>>) =
            (row.take()?, row.take()?, row.take()?);
        let (checked_at, checked_events, finding): (_, _, Option<Value>) =
            (row.take()?, row.take()?, row.take()?);
        let finding = finding.map(serde_json::from_value).transpose();
        let finding = finding.map_err(|error| Error::internal(error.to_string()))?;
        let (seals, head) = (seals.unwrap_or_default(), hash.as_deref().map(hex));
        Ok(Self { seals, sealed_at, head, checked_at, checked_events, finding })
    }
}

/// How a tenant's chain stands.
///
/// # Errors
/// The database's.
pub async fn state(tx: &mut TenantTx) -> Result<ChainState> {
    let query = sql("select s.number, s.sealed_at, s.hash, c.checked_at, c.events, c.finding
        from tenants t
          left join lateral (select s.number, s.sealed_at, s.hash from seals s where s.tenant_id = t.tenant_id
            order by s.number desc limit 1) s on true
          left join seal_checks c on c.tenant_id = t.tenant_id
        where t.tenant_id = $1");
    let query = query.bind(tx.tenant()).stable();
    ChainState::read(&tx.one(query).await?)
}

/// The last seal of every tenant's chain.
///
/// # Errors
/// The database's.
pub async fn heads(tx: &mut PlatformTx) -> Result<Vec<Head>> {
    let query = sql("select t.tenant_id, s.number, s.hash from tenants t cross join lateral
        (select s.number, s.hash from seals s where s.tenant_id = t.tenant_id order by s.number desc limit 1) s order by 1");
    let rows = tx.query(query.stable()).await?;
    let read = |row: &Row| Ok(Head { tenant: row.take()?, number: row.take()?, hash: row.take()? });
    Ok(rows.iter().map(read).collect::<Result<_, kontaly_db::Error>>()?)
}

/// Tenants whose chain was not computed anew since a moment, those never looked at first.
///
/// # Errors
/// The database's.
pub async fn unchecked(tx: &mut PlatformTx, since: Timestamp, limit: usize) -> Result<Vec<Uuid>> {
    let mut query =
        sql("select t.tenant_id from tenants t left join seal_checks c on c.tenant_id = t.tenant_id
          where t.state <> 'deleted' and (c.checked_at is null or c.checked_at < ");
    query.push_bind(since).push(") order by c.checked_at nulls first, t.tenant_id limit ").push_number(limit);
    let rows = tx.closing().query(query).await?;
    Ok(rows.iter().map(Row::take).collect::<Result<_, _>>()?)
}
