//! Webhooks in the database.

use super::{Delivery, LOG_KEPT, OLD_SIGNS, WEBHOOKS_MAX, Webhook};
use crate::http::filter::{Field, Kind, Listing};
use crate::http::page::{self, Page, PageQuery};
use crate::http::{Error, Result};
use crate::jobs::turns::Turns;
use jiff::Timestamp;
use kontaly_access::{TenantId, WebhookId};
use kontaly_db::{PlatformTx, Sql, TenantTx, sql};
use serde_json::Value;
use uuid::Uuid;

/// Attempts for one workspace at once in a process.
const OF_ONE_AT_ONCE: usize = 4;

fn select(tx: &TenantTx) -> Sql {
    let mut query = sql("select ");
    query.push(Webhook::COLUMNS).push(" from webhooks w where w.tenant_id = ").push_bind(tx.tenant());
    query
}

/// All webhooks, the newest first.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Webhook>> {
    let mut query = select(tx);
    query.push(" order by w.created_at desc, w.id desc");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(Webhook::read).collect::<Result<_, _>>()?)
}

/// One webhook, locked for a change.
///
/// # Errors
/// 404.
pub async fn lock(tx: &mut TenantTx, id: WebhookId) -> Result<Webhook> {
    let mut query = select(tx);
    query.push(" and w.id = ").push_bind(id).push(" for update");
    Ok(Webhook::read(&tx.one(query.stable()).await?)?)
}

/// Refuses one webhook too many.
///
/// # Errors
/// 409.
pub async fn room(tx: &mut TenantTx) -> Result<()> {
    let count = sql("select count(*) from webhooks where tenant_id = $1").bind(tx.tenant());
    let count: i64 = tx.one(count).await?.take()?;
    if count < WEBHOOKS_MAX {
        return Ok(());
    }
    let detail = format!("A workspace has {WEBHOOKS_MAX} webhooks at most. Delete one that is not used.");
    Err(Error::refused("too_many_webhooks", detail))
}

/// Keeps a new webhook.
///
/// # Errors
/// The database's.
pub async fn insert(tx: &mut TenantTx, webhook: &Webhook) -> Result<()> {
    let statement = sql("insert into webhooks (tenant_id, id, url, description, events, made_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)")
    .bind(tx.tenant())
    .bind(webhook.id)
    .bind(webhook.url.clone())
    .bind(webhook.description.clone())
    .bind(webhook.events.clone())
    .bind(webhook.made_by)
    .bind(webhook.created_at);
    tx.execute(statement).await?;
    Ok(())
}

/// Writes a changed webhook. One that is switched off is told nothing of what waits.
///
/// # Errors
/// The database's.
pub async fn update(tx: &mut TenantTx, webhook: &Webhook, now: Timestamp) -> Result<Webhook> {
    if webhook.state != "active" {
        let statement = give_up(tx.tenant(), webhook.id, now);
        tx.queue(statement);
    }
    let mut query = sql("update webhooks w set url = ");
    query.push_bind(webhook.url.clone()).push(", description = ").push_bind(webhook.description.clone());
    query.push(", events = ").push_bind(webhook.events.clone());
    query.push(", state = ").push_bind(webhook.state.clone());
    query.push(", version = w.version + 1 where w.tenant_id = ").push_bind(tx.tenant());
    query.push(" and w.id = ").push_bind(webhook.id).push(" returning ").push(Webhook::COLUMNS);
    Ok(Webhook::read(&tx.one(query.stable()).await?)?)
}

fn give_up(tenant: TenantId, id: WebhookId, now: Timestamp) -> Sql {
    sql("update webhook_deliveries set gave_up_at = $3, problem = coalesce(problem, 'off')
         where tenant_id = $1 and webhook_id = $2 and delivered_at is null and gave_up_at is null")
    .bind(tenant)
    .bind(id)
    .bind(now)
}

/// Gives a webhook another secret; the one before signs too for a day.
///
/// # Errors
/// 404.
pub async fn rotate(tx: &mut TenantTx, id: WebhookId, now: Timestamp) -> Result<Webhook> {
    let mut query = sql("update webhooks w set serial = w.serial + 1, old_until = ");
    query.push_bind(now + OLD_SIGNS).push(", version = w.version + 1 where w.tenant_id = ");
    query
        .push_bind(tx.tenant())
        .push(" and w.id = ")
        .push_bind(id)
        .push(" returning ")
        .push(Webhook::COLUMNS);
    Ok(Webhook::read(&tx.one(query.stable()).await?)?)
}

/// Which secret a webhook has, and until when the one before signs too.
///
/// # Errors
/// 404.
pub async fn serial(tx: &mut TenantTx, id: WebhookId) -> Result<(i32, Option<Timestamp>)> {
    let query = sql("select serial, old_until from webhooks where tenant_id = $1 and id = $2");
    let query = query.bind(tx.tenant()).bind(id);
    let row = tx.one(query).await?;
    Ok((row.take()?, row.take()?))
}

/// Deletes a webhook with its log.
///
/// # Errors
/// 404.
pub async fn delete(tx: &mut TenantTx, id: WebhookId) -> Result<()> {
    // Nobody writes to its log meanwhile.
    lock(tx, id).await?;
    let log = sql("delete from webhook_deliveries where tenant_id = $1 and webhook_id = $2");
    let log = log.bind(tx.tenant()).bind(id);
    tx.queue(log);
    let webhook = sql("delete from webhooks where tenant_id = $1 and id = $2").bind(tx.tenant()).bind(id);
    tx.queue(webhook);
    Ok(())
}

/// What a webhook was told is listed by time alone.
const LOG: Listing = Listing {
    noun: "webhook_delivery",
    id: "d.id",
    tenant: "d.tenant_id",
    owner: None,
    default_sort: "-created_at",
    fields: &[Field::sorted("created_at", "d.created_at", Kind::Instant)],
};

/// What a webhook was told, the last first.
///
/// # Errors
/// 422 for a cursor that is none.
pub async fn log(tx: &mut TenantTx, id: WebhookId, query: PageQuery) -> Result<Page<Delivery>> {
    let mut from = sql("from webhook_deliveries d where d.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and d.webhook_id = ").push_bind(id);
    page::read(tx, &LOG, &query.into(), Delivery::COLUMNS, from, Delivery::read).await
}

/// Tells something once more, from the beginning.
///
/// # Errors
/// 404.
pub async fn replay(tx: &mut TenantTx, webhook: WebhookId, id: Uuid, now: Timestamp) -> Result<Delivery> {
    let mut query = sql(
        "update webhook_deliveries d set attempts = 0, delivered_at = null, gave_up_at = null, next_at = ",
    );
    query.push_bind(now).push(" where d.tenant_id = ").push_bind(tx.tenant());
    query.push(" and d.webhook_id = ").push_bind(webhook).push(" and d.id = ").push_bind(id);
    query.push(" returning ").push(Delivery::COLUMNS);
    Ok(Delivery::read(&tx.one(query.stable()).await?)?)
}

/// Writes down that something is to be told to one webhook alone: a trial.
///
/// # Errors
/// 404 for a webhook that is not there.
pub async fn tell(
    tx: &mut TenantTx,
    webhook: WebhookId,
    id: Uuid,
    event: &'static str,
    now: Timestamp,
) -> Result<()> {
    let statement =
        sql("insert into webhook_deliveries (tenant_id, webhook_id, id, event, created_at, next_at)
         select w.tenant_id, w.id, $3, $4, $5, $5 from webhooks w where w.tenant_id = $1 and w.id = $2");
    let statement = statement.bind(tx.tenant()).bind(webhook).bind(id).bind(event).bind(now);
    if tx.execute(statement).await? == 0 { Err(Error::not_found()) } else { Ok(()) }
}

/// Something that is due.
#[derive(Clone, Copy)]
pub struct Due {
    /// Whose.
    pub tenant: TenantId,
    /// To whom.
    pub webhook: WebhookId,
    /// What.
    pub id: Uuid,
    /// The capability of the workspace's worker.
    pub worker_serial: i32,
    /// That of its doorman.
    pub doorman_serial: i32,
}

/// What is due, as much as there is room for: the workspaces take turns, the one that waits longest first, and none has more
/// than a few under way, so that one whose targets are slow waits for them by itself.
///
/// # Errors
/// The database's.
pub async fn due(tx: &mut PlatformTx, now: Timestamp, turns: &Turns) -> Result<Vec<Due>> {
    // Leaps from workspace to workspace and reads a few rows of each: it costs the same, however many wait.
    let mut query = sql("with recursive waiting as (
        (select d.tenant_id from webhook_deliveries d where d.delivered_at is null and d.gave_up_at is null
         order by d.tenant_id limit 1)
        union all
        select (select d.tenant_id from webhook_deliveries d where d.delivered_at is null and d.gave_up_at is null
          and d.tenant_id > w.tenant_id order by d.tenant_id limit 1) from waiting w where w.tenant_id is not null),
      due as (select d.*, row_number() over (partition by d.tenant_id order by d.next_at, d.id)
          + cardinality(array_positions(");
    query.push_bind(turns.busy()).push(
        ", d.tenant_id)) as turn from waiting w cross join lateral (
          select d.tenant_id, d.webhook_id, d.id, d.next_at from webhook_deliveries d
          where d.tenant_id = w.tenant_id and d.delivered_at is null and d.gave_up_at is null and d.next_at <= ",
    );
    query.push_bind(now).push(" order by d.next_at limit ").push_number(OF_ONE_AT_ONCE);
    query.push(
        ") d) select t.tenant_id, d.webhook_id, d.id, t.worker_serial, t.doorman_serial
      from due d join tenants t on t.tenant_id = d.tenant_id
      where t.state not in ('suspended', 'deleted') and d.turn <= ",
    );
    query.push_number(OF_ONE_AT_ONCE).push(" order by d.turn, array_position(").push_bind(turns.served());
    query.push(", d.tenant_id) nulls first, d.next_at, d.id limit ").push_bind(turns.room() as i64);
    let rows = tx.closing().query(query.stable()).await?;
    let read = |row: &kontaly_db::Row| {
        Ok(Due {
            tenant: row.take()?,
            webhook: row.take()?,
            id: row.take()?,
            worker_serial: row.take()?,
            doorman_serial: row.take()?,
        })
    };
    rows.iter().map(read).collect()
}

/// Something that this process tells now.
pub struct Claimed {
    /// Where.
    pub url: String,
    /// Which secret signs.
    pub serial: i32,
    /// Until when the one before does too.
    pub old_until: Option<Timestamp>,
    /// Whether the webhook is active.
    pub active: bool,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// What happened.
    pub event: String,
    /// When.
    pub created_at: Timestamp,
    /// The audit event: who, which record, what changed. Nothing for a trial.
    pub about: Option<Value>,
}

/// Takes something that is due, for so long that nobody else takes it meanwhile; nothing when somebody else was faster.
///
/// # Errors
/// The database's.
pub async fn claim(tx: &mut TenantTx, due: Due, now: Timestamp, until: Timestamp) -> Result<Option<Claimed>> {
    let query = sql("with claimed as (
           update webhook_deliveries set attempts = attempts + 1, next_at = $5
           where tenant_id = $1 and webhook_id = $2 and id = $3 and next_at <= $4 and delivered_at is null and gave_up_at is null
           returning webhook_id, id, attempts, event, created_at)
         select w.url, w.serial, w.old_until, w.state = 'active', c.attempts, c.event, c.created_at,
           case when e.id is not null then jsonb_build_object('id', e.record_id, 'noun', e.noun, 'action', e.action,
             'actor_id', e.actor_id, 'changes', e.changes) end
         from claimed c join webhooks w on w.tenant_id = $1 and w.id = c.webhook_id
           left join events e on e.tenant_id = $1 and e.id = c.id");
    let query = query.bind(due.tenant).bind(due.webhook).bind(due.id).bind(now).bind(until);
    let Some(row) = tx.closing().optional(query).await? else { return Ok(None) };
    Ok(Some(Claimed {
        url: row.take()?,
        serial: row.take()?,
        old_until: row.take()?,
        active: row.take()?,
        attempts: row.take()?,
        event: row.take()?,
        created_at: row.take()?,
        about: row.take()?,
    }))
}

/// How an attempt ended.
pub struct Settled {
    /// When it is tried next, or that it is not.
    pub then: Then,
    /// The status of the answer.
    pub status: Option<u16>,
    /// What went wrong.
    pub problem: Option<&'static str>,
    /// How long it took.
    pub millis: i32,
}

/// What comes of something that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is there.
    Done,
    /// Once more, then.
    Again(Timestamp),
    /// Nobody tries any longer.
    GiveUp,
}

/// Writes down how an attempt ended.
#[must_use]
pub fn settle(due: Due, end: &Settled, now: Timestamp) -> Sql {
    let next = match end.then {
        Then::Again(at) => at,
        _ => now,
    };
    sql("update webhook_deliveries set next_at = $4, status = $5, problem = $6, millis = $7,
           delivered_at = case when $8 then $10 end, gave_up_at = case when $9 then $10 end
         where tenant_id = $1 and webhook_id = $2 and id = $3")
    .bind(due.tenant)
    .bind(due.webhook)
    .bind(due.id)
    .bind(next)
    .bind(end.status.and_then(|status| i16::try_from(status).ok()))
    .bind(end.problem)
    .bind(end.millis)
    .bind(end.then == Then::Done)
    .bind(end.then == Then::GiveUp)
    .bind(now)
}

/// Switches a webhook off that is not to be reached; says where it led and who made it, the first time.
///
/// # Errors
/// The database's.
pub async fn fail(tx: &mut TenantTx, due: Due, now: Timestamp) -> Result<Option<(String, Option<String>)>> {
    tx.queue(give_up(due.tenant, due.webhook, now));
    let query = sql("update webhooks w set state = 'failed', version = w.version + 1 from users u
         where w.tenant_id = $1 and w.id = $2 and w.state = 'active' and u.tenant_id = w.tenant_id and u.id = w.made_by
         returning w.url, case when u.state = 'active' then u.email end");
    let row = tx.optional(query.bind(due.tenant).bind(due.webhook)).await?;
    row.map(|row| Ok((row.take()?, row.take()?))).transpose()
}

/// Deletes what has been in the log for two weeks, a part of it.
///
/// # Errors
/// The database's.
pub async fn clear(tx: &mut TenantTx, now: Timestamp) -> Result<u64> {
    let old = sql("delete from webhook_deliveries where tenant_id = $1 and created_at < $2
         and (delivered_at is not null or gave_up_at is not null)");
    let old = old.bind(tx.tenant()).bind(now - LOG_KEPT);
    Ok(tx.closing().execute(old).await?)
}
