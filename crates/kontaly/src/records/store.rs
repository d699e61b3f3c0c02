//! Locking a record of any noun, and moving it to its next version.

use super::Noun;
use crate::http;
use crate::leads;
use jiff::Timestamp;
use kontaly_access::UserId;
use kontaly_db::{Error, Row, Sql, TenantTx, sql};
use uuid::Uuid;

/// The one row of a query, locked until the transaction ends; `lock` is the locking clause. A change needs no more than
/// `for no key update`: others may go on referring to the record meanwhile.
///
/// # Errors
/// 404 for a record that one does not see, 403 for one that one sees but may not change.
pub async fn lock(
    tx: &mut TenantTx,
    query: impl Fn(&TenantTx) -> Sql,
    lock: &'static str,
) -> http::Result<Row> {
    let mut locking = query(tx);
    locking.push(lock);
    match tx.optional(locking.stable()).await? {
        Some(row) => Ok(row),
        // Row security gives FOR UPDATE only the rows that one may change: is it there to be read?
        None => {
            let seen = query(tx).stable();
            tx.one(seen).await?;
            Err(Error::Refused.into())
        }
    }
}

/// What is known of a locked record, whatever its noun.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Its version.
    pub version: i32,
    /// Whose it is: what hangs on it carries a copy.
    pub owner_id: Option<UserId>,
}

/// The table of a noun.
#[must_use]
pub const fn table(noun: Noun) -> &'static str {
    match noun {
        Noun::Lead => "leads",
        Noun::Contact => "contacts",
        Noun::Company => "companies",
        Noun::Deal => "deals",
        Noun::Product => "products",
    }
}

fn by_id(tx: &TenantTx, noun: Noun, id: Uuid) -> Sql {
    let columns = match noun {
        Noun::Lead => "r.version, r.owner_id, r.converted_at is not null",
        Noun::Product => "r.version, null::uuid, false",
        Noun::Contact | Noun::Company | Noun::Deal => "r.version, r.owner_id, false",
    };
    let mut query = sql("select ");
    query
        .push(columns)
        .push(" from ")
        .push(table(noun))
        .push(" r where r.tenant_id = ")
        .push_bind(tx.tenant());
    query.push(" and r.id = ").push_bind(id);
    query
}

/// Locks a record on which something is about to be hung.
///
/// # Errors
/// 404; 403 for one that one may not change; 409 for a lead that was converted.
pub async fn hold(tx: &mut TenantTx, noun: Noun, id: Uuid) -> http::Result<Held> {
    let row = lock(tx, |tx| by_id(tx, noun, id), " for no key update").await?;
    let held = Held { version: row.take()?, owner_id: row.take()? };
    if row.take::<bool>()? {
        return Err(http::Error::refused("converted", leads::rules::CONVERTED));
    }
    Ok(held)
}

/// Refuses when a record is not there or out of sight.
///
/// # Errors
/// 404.
pub async fn must_see(tx: &mut TenantTx, noun: Noun, id: Uuid) -> http::Result<()> {
    let query = by_id(tx, noun, id).stable();
    tx.one(query).await?;
    Ok(())
}

/// Queues what moves a record to its next version: what hangs on it is part of it.
pub fn touch(tx: &mut TenantTx, noun: Noun, id: Uuid, at: Timestamp) {
    let mut statement = sql("update ");
    statement.push(table(noun)).push(" r set version = r.version + 1, updated_at = ").push_bind(at);
    statement.push(" where r.tenant_id = ").push_bind(tx.tenant()).push(" and r.id = ").push_bind(id);
    tx.queue(statement.stable());
}
