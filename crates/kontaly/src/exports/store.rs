//! Exports in the database.

use super::{Export, ExportDraft, KEPT};
use crate::http::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::UserId;
use kontaly_db::{Sql, TenantTx, sql};
use serde_json::{Value, json};
use uuid::Uuid;

/// How long it is known that a list left; the audit log knows for longer.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// Writes down what is asked for, and forgets what was long ago.
pub fn insert(tx: &mut TenantTx, export: &Export, draft: &ExportDraft) {
    let forget = sql("delete from exports where tenant_id = $1 and created_at < $2")
        .bind(tx.tenant())
        .bind(export.created_at - REMEMBERED);
    tx.queue(forget);
    let statement = sql(
        "insert into exports (tenant_id, id, noun, format, draft, state, total, file_name, owner_id, created_at)
         values ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(export.id)
    .bind(export.noun.clone())
    .bind(export.format.clone())
    .bind(json!(draft))
    .bind(export.total)
    .bind(export.file_name.clone())
    .bind(export.owner_id)
    .bind(export.created_at);
    tx.queue(statement);
}

fn own(tx: &TenantTx, id: Uuid, owner: UserId) -> Sql {
    let mut query = sql("select ");
    query.push(Export::COLUMNS).push(" from exports x where x.tenant_id = ").push_bind(tx.tenant());
    query.push(" and x.id = ").push_bind(id).push(" and x.owner_id = ").push_bind(owner);
    query
}

/// One's own export; nobody else's, whatever one may see.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: Uuid, owner: UserId) -> Result<Export> {
    let query = own(tx, id, owner).stable();
    let row = tx.one(query).await?;
    Ok(Export::read(&row)?)
}

/// What is to be made, from its first row; none where it was made or is not wanted any more.
pub struct Order {
    /// What was asked for.
    pub draft: ExportDraft,
    /// What the file is called.
    pub file_name: String,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// Begins to make an export, however far an earlier attempt has come.
///
/// # Errors
/// The database's.
pub async fn begin(tx: &mut TenantTx, id: Uuid) -> Result<Option<Order>> {
    let statement = sql("update exports set rows = 0 where tenant_id = $1 and id = $2 and state = 'running'
         returning draft, file_name, created_at");
    let statement = statement.bind(tx.tenant()).bind(id);
    let Some(row) = tx.optional(statement).await? else { return Ok(None) };
    let draft: Value = row.take()?;
    let draft = serde_json::from_value(draft).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Some(Order { draft, file_name: row.take()?, created_at: row.take()? }))
}

/// Says how far it is. False: it is over, made or canceled.
///
/// # Errors
/// The database's.
pub async fn tell(tx: &mut TenantTx, id: Uuid, rows: i64) -> Result<bool> {
    let statement =
        sql("update exports set rows = $3 where tenant_id = $1 and id = $2 and state = 'running'");
    let statement = statement.bind(tx.tenant()).bind(id).bind(rows);
    Ok(tx.execute(statement).await? > 0)
}

/// The file is there. False as for [`tell`].
///
/// # Errors
/// The database's.
pub async fn finish(tx: &mut TenantTx, id: Uuid, (rows, bytes): (i64, i64), now: Timestamp) -> Result<bool> {
    let statement = sql("update exports set state = 'done', rows = $3, size_bytes = $4, expires_at = $5
         where tenant_id = $1 and id = $2 and state = 'running'")
    .bind(tx.tenant())
    .bind(id)
    .bind(rows)
    .bind(bytes)
    .bind(now + KEPT);
    Ok(tx.execute(statement).await? > 0)
}

/// It cannot be made.
///
/// # Errors
/// The database's.
pub async fn fail(tx: &mut TenantTx, id: Uuid, problem: String) -> Result<()> {
    let statement = sql("update exports set state = 'failed', problem = $3
         where tenant_id = $1 and id = $2 and state = 'running'");
    let statement = statement.bind(tx.tenant()).bind(id).bind(problem);
    tx.execute(statement).await?;
    Ok(())
}

/// Nobody wants it any more.
///
/// # Errors
/// 404.
pub async fn cancel(tx: &mut TenantTx, id: Uuid, owner: UserId) -> Result<Export> {
    let statement = sql("update exports set state = 'canceled'
         where tenant_id = $1 and id = $2 and owner_id = $3 and state in ('running', 'done')")
    .bind(tx.tenant())
    .bind(id)
    .bind(owner);
    tx.queue(statement);
    get(tx, id, owner).await
}

/// Takes the file, which is given once. None when it was taken, or its time is over.
///
/// # Errors
/// The database's.
pub async fn fetch(tx: &mut TenantTx, id: Uuid, owner: UserId, now: Timestamp) -> Result<Option<Export>> {
    let mut statement = sql("update exports x set state = 'fetched'
         where x.tenant_id = $1 and x.id = $2 and x.owner_id = $3 and x.state = 'done' and x.expires_at > $4 returning ")
    .bind(tx.tenant())
    .bind(id)
    .bind(owner)
    .bind(now);
    statement.push(Export::COLUMNS);
    Ok(tx.optional(statement).await?.map(|row| Export::read(&row)).transpose()?)
}

/// Which of these files somebody can still fetch, or waits for.
///
/// # Errors
/// The database's.
pub async fn wanted(tx: &mut TenantTx, ids: Vec<Uuid>, now: Timestamp) -> Result<Vec<Uuid>> {
    let query = sql("select x.id from exports x where x.tenant_id = $1 and x.id = any ($2)
         and (x.state = 'running' or x.state = 'done' and x.expires_at > $3)")
    .bind(tx.tenant())
    .bind(ids)
    .bind(now);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(kontaly_db::Row::take).collect::<std::result::Result<_, _>>()?)
}
