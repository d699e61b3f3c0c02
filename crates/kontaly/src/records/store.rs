//! Locking a record in the database.

use crate::http::Result;
use kontaly_db::{Error, Row, Sql, TenantTx};

/// The one row of a query, locked until the transaction ends; `lock` is the locking clause.
///
/// # Errors
/// 404 for a record that one does not see, 403 for one that one sees but may not change.
pub async fn lock(tx: &mut TenantTx, query: impl Fn(&TenantTx) -> Sql, lock: &'static str) -> Result<Row> {
    let mut locking = query(tx);
    locking.push(lock);
    // Row security gives FOR UPDATE only the rows that may be changed, so that no row has two reasons.
    match tx.optional(locking.stable()).await? {
        Some(row) => Ok(row),
        None => {
            let seen = query(tx).stable();
            tx.one(seen).await?;
            Err(Error::Refused.into())
        }
    }
}
