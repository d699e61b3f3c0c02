//! What tenants use, as operators see it: figures, and nothing of what they count.

use super::guard::Desk;
use crate::http::{Problem, Result};
use crate::usage::store::Measured;
use axum::Json;
use axum::extract::Path;
use kontaly_access::TenantId;
use kontaly_db::sql;

/// What a tenant had on each day that it was counted, of the last 90, the oldest first.
#[utoipa::path(get, path = "/api/tenants/{id}/usage", tag = "tenants", operation_id = "list_tenant_usage", params(("id" = TenantId, Path)),
    responses((status = 200, body = Vec<Measured>), (status = 401, body = Problem)))]
pub async fn list_tenant_usage(desk: Desk, Path(id): Path<TenantId>) -> Result<Json<Vec<Measured>>> {
    let mut query = sql("select ");
    query.push(Measured::COLUMNS).push(" from usage u where u.tenant_id = ").push_bind(id);
    query.push(" order by u.day");
    let rows = desk.begin().closing().query(query).await?;
    Ok(Json(rows.iter().map(Measured::read).collect::<Result<_, _>>()?))
}
