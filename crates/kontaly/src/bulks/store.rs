//! Bulks in the database.

use super::{
    Bulk, BulkChange, BulkDraft, BulkOutcome, BulkReport, BulkRow, BulkTarget, RECORDS_MAX, RUNNING_MAX,
};
use crate::http::filter;
use crate::http::{Error, Page, Result};
use crate::records::{self, Noun};
use jiff::Timestamp;
use kontaly_access::{BulkId, UserId};
use kontaly_db::{Sql, TenantTx, sql};
use serde_json::{Value, json};
use uuid::Uuid;

/// A record whose turn has come.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub(super) position: i32,
    pub(super) record: Uuid,
    pub(super) version: Option<i32>,
    pub(super) before: Value,
}

/// What became of it.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) position: i32,
    pub(super) outcome: &'static str,
    pub(super) reason: Option<(String, String)>,
    pub(super) version: Option<i32>,
    pub(super) before: Option<Value>,
}

fn by_id(tx: &TenantTx, id: BulkId) -> Sql {
    let mut query = sql("select ");
    query.push(Bulk::COLUMNS).push(" from bulks b where b.tenant_id = ").push_bind(tx.tenant());
    query.push(" and b.id = ").push_bind(id);
    query
}

/// A bulk.
///
/// # Errors
/// 404.
pub(super) async fn get(tx: &mut TenantTx, id: BulkId) -> Result<Bulk> {
    let query = by_id(tx, id).stable();
    Ok(Bulk::read(&tx.one(query).await?)?)
}

/// Refuses whoever has several under way.
///
/// # Errors
/// 409.
pub(super) async fn room(tx: &mut TenantTx, owner: UserId) -> Result<()> {
    let query = sql("select count(*) from bulks b where b.tenant_id = $1 and b.owner_id = $2
            and b.state in ('running', 'undoing')")
    .bind(tx.tenant())
    .bind(owner);
    let running: i64 = tx.one(query).await?.take()?;
    if running < RUNNING_MAX {
        return Ok(());
    }
    Err(Error::refused(
        "bulks_running",
        "Several of your bulk changes are under way. Wait until one is done.",
    ))
}

/// Keeps a new bulk with the records that it is about.
///
/// # Errors
/// 422 for a filter that cannot be understood, or one that matches too many.
pub(super) async fn create(
    tx: &mut TenantTx,
    id: BulkId,
    owner: UserId,
    draft: &BulkDraft,
    at: Timestamp,
) -> Result<Bulk> {
    let statement =
        sql("insert into bulks (tenant_id, id, noun, change, state, total, owner_id, created_at, alive_at)
          values ($1, $2, $3, $4, 'running', 0, $5, $6, $6)")
        .bind(tx.tenant())
        .bind(id)
        .bind(draft.noun.as_str())
        .bind(json!(draft.change))
        .bind(owner)
        .bind(at);
    tx.queue(statement);
    let choose = match &draft.records {
        Some(records) => named(tx, id, owner, records),
        None => matching(tx, id, owner, draft)?,
    };
    let chosen = tx.execute(choose).await?;
    let total = i32::try_from(chosen).unwrap_or(i32::MAX);
    if usize::try_from(chosen).unwrap_or(usize::MAX) > RECORDS_MAX {
        return Err(Error::query("filter", format!("At most {RECORDS_MAX} records can be changed at once.")));
    }
    let mut statement = sql("update bulks b set total = $3 where b.tenant_id = $1 and b.id = $2 returning ")
        .bind(tx.tenant())
        .bind(id)
        .bind(total);
    statement.push(Bulk::COLUMNS);
    Ok(Bulk::read(&tx.one(statement.stable()).await?)?)
}

fn named(tx: &TenantTx, id: BulkId, owner: UserId, records: &[BulkTarget]) -> Sql {
    let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
    let versions: Vec<i64> = records.iter().map(|record| record.version.map_or(0, i64::from)).collect();
    sql("insert into bulk_rows (tenant_id, bulk_id, position, record_id, version, owner_id)
         select $1, $2, row_number() over (order by r.id), r.id, nullif(r.version, 0), $3
         from (select distinct on (u.id) u.id, u.version from unnest($4, $5) u (id, version) order by u.id, u.version desc) r")
    .bind(tx.tenant())
    .bind(id)
    .bind(owner)
    .bind(ids)
    .bind(versions)
}

fn matching(tx: &TenantTx, id: BulkId, owner: UserId, draft: &BulkDraft) -> Result<Sql> {
    let Some((listing, from_where)) = records::listing(draft.noun, tx) else {
        return Err(Error::field("noun", "unknown", "These records are not changed in bulk."));
    };
    let mut statement =
        sql("insert into bulk_rows (tenant_id, bulk_id, position, record_id, owner_id) select ");
    statement
        .push_bind(tx.tenant())
        .push("::uuid, ")
        .push_bind(id)
        .push("::uuid, row_number() over (order by ");
    statement.push(listing.id).push("), ").push(listing.id).push(", ").push_bind(owner).push("::uuid ");
    statement.append(from_where);
    statement.append(filter::compile(listing, draft.filter.as_deref(), tx.actor())?);
    statement.push(" limit ").push_number(RECORDS_MAX + 1);
    Ok(statement)
}

/// A bulk with its numbers.
///
/// # Errors
/// 404.
pub async fn report(tx: &mut TenantTx, id: BulkId) -> Result<BulkReport> {
    let bulk = get(tx, id).await?;
    let query = sql("select r.outcome, r.code, min(r.message), count(*) from bulk_rows r
          where r.tenant_id = $1 and r.bulk_id = $2 and r.outcome is not null group by 1, 2 order by 4 desc, 1, 2")
    .bind(tx.tenant())
    .bind(id);
    let rows = tx.closing().query(query).await?;
    let outcome = |row: &kontaly_db::Row| {
        Ok(BulkOutcome { outcome: row.take()?, code: row.take()?, message: row.take()?, count: row.take()? })
    };
    let outcomes = rows.iter().map(outcome).collect::<Result<_, kontaly_db::Error>>()?;
    Ok(BulkReport { bulk, outcomes })
}

/// What became of the records, in their order.
///
/// # Errors
/// 404.
pub async fn rows(
    tx: &mut TenantTx,
    id: BulkId,
    outcome: Option<String>,
    behind: i32,
    limit: usize,
) -> Result<Page<BulkRow>> {
    let bulk = by_id(tx, id).stable();
    tx.one(bulk).await?;
    let mut query = sql(
        "select r.position, r.record_id, r.outcome, r.code, r.message from bulk_rows r where r.tenant_id = ",
    );
    query
        .push_bind(tx.tenant())
        .push(" and r.bulk_id = ")
        .push_bind(id)
        .push(" and r.position > ")
        .push_bind(behind);
    if let Some(outcome) = outcome {
        query.push(" and r.outcome = ").push_bind(outcome);
    }
    query.push(" order by r.position limit ").push_number(limit + 1);
    let found = tx.closing().query(query).await?;
    let row = |row: &kontaly_db::Row| {
        Ok(BulkRow {
            position: row.take()?,
            record_id: row.take()?,
            outcome: row.take()?,
            code: row.take()?,
            message: row.take()?,
        })
    };
    let mut items = found.iter().map(row).collect::<Result<Vec<_>, kontaly_db::Error>>()?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| last.position.to_string());
    Ok(Page::forwards(items, next))
}

/// Says that a bulk is taken back from now on, by whoever made it.
///
/// # Errors
/// 404; 403 for another's; 409 while it runs, and when it was taken back before.
pub(super) async fn start_undo(tx: &mut TenantTx, id: BulkId, who: UserId, now: Timestamp) -> Result<Bulk> {
    let mut query = by_id(tx, id);
    query.push(" for update");
    let bulk = Bulk::read(&tx.one(query.stable()).await?)?;
    if bulk.owner_id != Some(who) {
        return Err(kontaly_db::Error::Refused.into());
    }
    match bulk.state.as_str() {
        "done" | "failed" => {}
        "undone" => return Err(Error::refused("bulk_undone", "This was undone already.")),
        _ => return Err(Error::refused("bulk_running", "This is still under way. Undo it when it is done.")),
    }
    let mut statement =
        sql("update bulks b set state = 'undoing', position = 0, problem = null, alive_at = $3
          where b.tenant_id = $1 and b.id = $2 returning ")
        .bind(tx.tenant())
        .bind(id)
        .bind(now);
    statement.push(Bulk::COLUMNS);
    Ok(Bulk::read(&tx.one(statement.stable()).await?)?)
}

/// The next records behind a position: those that wait, or those that were changed and are to be put back.
pub(super) async fn turns(
    tx: &mut TenantTx,
    id: BulkId,
    behind: i32,
    undo: bool,
    limit: i64,
) -> Result<Vec<Turn>> {
    let query = sql("select r.position, r.record_id, r.version, coalesce(r.before, 'null') from bulk_rows r
          where r.tenant_id = $1 and r.bulk_id = $2 and r.position > $3
            and case when $4 then r.outcome = 'changed' else r.outcome is null end
          order by r.position limit $5")
    .bind(tx.tenant())
    .bind(id)
    .bind(behind)
    .bind(undo)
    .bind(limit);
    let rows = tx.query(query).await?;
    let turn = |row: &kontaly_db::Row| {
        Ok(Turn { position: row.take()?, record: row.take()?, version: row.take()?, before: row.take()? })
    };
    Ok(rows.iter().map(turn).collect::<Result<_, kontaly_db::Error>>()?)
}

/// Queues what became of some records, and how far the bulk is with them.
pub(super) fn keep(tx: &mut TenantTx, id: BulkId, done: Vec<Done>, at: Timestamp) {
    let position = done.last().map_or(0, |last| last.position);
    let (mut positions, mut outcomes, mut codes, mut messages, mut versions, mut befores) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in done {
        let (code, message) = one.reason.unwrap_or_default();
        positions.push(i64::from(one.position));
        outcomes.push(one.outcome);
        codes.push(code);
        messages.push(message);
        versions.push(one.version.map_or(0, i64::from));
        befores.push(one.before.unwrap_or(Value::Null));
    }
    let statement = sql("update bulk_rows r set outcome = d.outcome, code = nullif(d.code, ''), message = nullif(d.message, ''),
            version = coalesce(nullif(d.version, 0), r.version),
            before = case when d.before = 'null' then r.before else d.before end
          from unnest($3, $4, $5, $6, $7, $8) d (position, outcome, code, message, version, before)
          where r.tenant_id = $1 and r.bulk_id = $2 and r.position = d.position")
    .bind(tx.tenant())
    .bind(id)
    .bind(positions)
    .bind(outcomes)
    .bind(codes)
    .bind(messages)
    .bind(versions)
    .bind(befores);
    tx.queue(statement);
    let statement = sql("update bulks set position = $3, alive_at = $4 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(position)
        .bind(at);
    tx.queue(statement);
}

/// How a bulk ended.
pub(super) fn end(
    tx: &TenantTx,
    id: BulkId,
    state: &'static str,
    problem: Option<String>,
    at: Timestamp,
) -> Sql {
    sql("update bulks set state = $3, problem = $4, alive_at = $5,
            position = case when $3 in ('done', 'undone') then total else position end
          where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(id)
    .bind(state)
    .bind(problem)
    .bind(at)
}

/// The noun and the change that a kept bulk names.
///
/// # Errors
/// For a row that no version of this program has written.
pub(super) fn meaning(bulk: &Bulk) -> Result<(Noun, BulkChange)> {
    let noun = Noun::parse(&bulk.noun).ok_or_else(|| Error::internal("a bulk of an unknown noun"))?;
    let change = serde_json::from_value(bulk.change.clone());
    Ok((noun, change.map_err(|error| Error::internal(error.to_string()))?))
}
