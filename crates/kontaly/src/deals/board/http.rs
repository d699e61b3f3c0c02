//! Boards over HTTP.

use super::{Board, BoardQuery, ColumnQuery, store};
use crate::deals::Deal;
use crate::http::{Cx, Page, Problem, Result};
use crate::pipelines;
use axum::Json;
use axum::extract::{Path, Query};
use kontaly_access::{Permission, PipelineId, StageId};

/// A pipeline's board: per stage the count, the sums by currency and the first cards.
#[utoipa::path(get, path = "/api/pipelines/{id}/board", tag = "deals", operation_id = "get_board",
    params(("id" = PipelineId, Path), BoardQuery),
    responses((status = 200, body = Board), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn get_board(
    cx: Cx,
    Path(id): Path<PipelineId>,
    Query(query): Query<BoardQuery>,
) -> Result<Json<Board>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    Ok(Json(store::read(&mut tx, id, &query).await?))
}

/// The next cards of one column.
#[utoipa::path(get, path = "/api/pipelines/{id}/board/{stage_id}", tag = "deals", operation_id = "list_board_deals",
    params(("id" = PipelineId, Path), ("stage_id" = StageId, Path), ColumnQuery),
    responses((status = 200, body = Page<Deal>), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_board_deals(
    cx: Cx,
    Path((id, stage)): Path<(PipelineId, StageId)>,
    Query(query): Query<ColumnQuery>,
) -> Result<Json<Page<Deal>>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    let page = store::column(&mut tx, id, stage, query).await?;
    if page.items.is_empty() {
        // An empty column, or none at all?
        pipelines::store::check_there(&mut cx.begin(Permission::DealsRead)?, id, stage).await?;
    }
    Ok(Json(page))
}
