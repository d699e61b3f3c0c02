//! Views in the database.

use super::View;
use crate::http::{Error, Result};
use crate::records::{self, Noun};
use jiff::Timestamp;
use kontaly_access::ViewId;
use kontaly_db::{Sql, TenantTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[(
    "views_tenant_id_pipeline_id_fkey",
    "pipeline_id",
    "unknown_reference",
    "There is no such pipeline in this workspace.",
)];

fn select(tx: &TenantTx) -> Sql {
    let mut query = sql("select ");
    query.push(View::COLUMNS).push(" from views w where w.tenant_id = ").push_bind(tx.tenant());
    query
}

/// The views that somebody sees, of one noun or of all, in the order of their tabs.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut TenantTx, noun: Option<Noun>) -> Result<Vec<View>> {
    let mut query = select(tx);
    query.push(" and w.trashed_at is null");
    if let Some(noun) = noun {
        query.push(" and w.noun = ").push_bind(noun.as_str());
    }
    query.push(" order by w.shared desc, w.rank, w.id limit 2000");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(View::read).collect::<Result<_, _>>()?)
}

/// A view, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for one that one may not change.
pub async fn lock(tx: &mut TenantTx, id: ViewId) -> Result<View> {
    let by_id = |tx: &TenantTx| {
        let mut query = select(tx);
        query.push(" and w.id = ").push_bind(id);
        query
    };
    Ok(View::read(&records::store::lock(tx, by_id, " for no key update").await?)?)
}

/// Keeps a new view.
///
/// # Errors
/// 422 for a pipeline that is not there.
pub async fn insert(tx: &mut TenantTx, view: &View) -> Result<()> {
    let statement = sql("insert into views (tenant_id, id, noun, name, shared, filter, sort, columns, layout, pipeline_id, rank, owner_id,
            created_at, updated_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)")
    .bind(tx.tenant())
    .bind(view.id)
    .bind(view.noun.clone())
    .bind(view.name.clone())
    .bind(view.shared)
    .bind(view.filter.clone())
    .bind(view.sort.clone())
    .bind(view.columns.clone())
    .bind(view.layout.clone())
    .bind(view.pipeline_id)
    .bind(view.rank.clone())
    .bind(view.owner_id)
    .bind(view.created_at);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Writes a changed view, which comes back with its next version.
///
/// # Errors
/// 422 for a pipeline that is not there.
pub async fn update(tx: &mut TenantTx, view: &View, at: Timestamp) -> Result<View> {
    let mut statement =
        sql("update views w set name = $3, shared = $4, filter = $5, sort = $6, columns = $7, layout = $8,
            pipeline_id = $9, rank = $10, trashed_at = $11, updated_at = $12, version = w.version + 1
          where w.tenant_id = $1 and w.id = $2 returning ")
        .bind(tx.tenant())
        .bind(view.id)
        .bind(view.name.clone())
        .bind(view.shared)
        .bind(view.filter.clone())
        .bind(view.sort.clone())
        .bind(view.columns.clone())
        .bind(view.layout.clone())
        .bind(view.pipeline_id)
        .bind(view.rank.clone())
        .bind(view.trashed_at)
        .bind(at);
    statement.push(View::COLUMNS);
    let row = tx.one(statement.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(View::read(&row)?)
}
