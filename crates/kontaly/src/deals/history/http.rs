//! Histories over HTTP.

use super::{DealChange, store};
use crate::deals;
use crate::http::page::PageQuery;
use crate::http::{Cx, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use kontaly_access::{DealId, Permission};

/// What a deal's stage, amount and expected close date were, the newest change first.
#[utoipa::path(get, path = "/api/deals/{id}/history", tag = "deals", operation_id = "list_deal_changes", params(("id" = DealId, Path), PageQuery),
    responses((status = 200, body = Page<DealChange>), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_deal_changes(
    cx: Cx,
    Path(id): Path<DealId>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<DealChange>>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    let page = store::list(&mut tx, id, &query.into()).await?;
    if page.items.is_empty() {
        // Nothing noted, or nothing that one may see?
        deals::store::get(cx.begin(Permission::DealsRead)?.closing(), id).await?;
    }
    Ok(Json(page))
}
