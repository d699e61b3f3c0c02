//! Boards over HTTP.

use super::groups::store::Asked;
use super::groups::{self, Group};
use super::{Board, BoardQuery, ColumnQuery, store};
use crate::deals::Deal;
use crate::http::{Cx, Error, Page, Problem, Result};
use crate::pipelines;
use crate::reports::asked::zone;
use axum::Json;
use axum::extract::{Path, Query};
use jiff::civil::Date;
use kontaly_access::{Permission, PipelineId};

/// A pipeline's board: per column the count, the sums by currency and the first cards. Columns are stages, or owners or
/// months.
#[utoipa::path(get, path = "/api/pipelines/{id}/board", tag = "deals", operation_id = "get_board",
    params(("id" = PipelineId, Path), BoardQuery),
    responses((status = 200, body = Board), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn get_board(
    cx: Cx,
    Path(id): Path<PipelineId>,
    Query(query): Query<BoardQuery>,
) -> Result<Json<Board>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    let board = store::read(&mut tx, id, &query, today(&cx)?).await?;
    if board.group != Group::Stage && board.columns.iter().all(|column| column.count == 0) {
        pipelines::store::check_there(&mut cx.begin(Permission::DealsRead)?, id, None).await?;
    }
    Ok(Json(board))
}

/// The next cards of one column.
#[utoipa::path(get, path = "/api/pipelines/{id}/board/{column}", tag = "deals", operation_id = "list_board_deals",
    params(("id" = PipelineId, Path), ("column" = String, Path, description = "The column's `id`."), ColumnQuery),
    responses((status = 200, body = Page<Deal>), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_board_deals(
    cx: Cx,
    Path((id, column)): Path<(PipelineId, String)>,
    Query(query): Query<ColumnQuery>,
) -> Result<Json<Page<Deal>>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    let group = Group::parse(query.group.as_deref())?;
    let mut stage = None;
    let page = if group == Group::Stage {
        let id_of_stage = column.parse().map_err(|_| Error::not_found())?;
        stage = Some(id_of_stage);
        store::column(&mut tx, id, id_of_stage, query).await?
    } else {
        let limit = store::limit(query.limit)?;
        let asked = Asked { pipeline: id, filter: query.filter.as_deref(), limit, today: today(&cx)? };
        groups::store::column(&mut tx, group, asked, &column, query.cursor).await?
    };
    if page.items.is_empty() {
        // An empty column, or none at all?
        pipelines::store::check_there(&mut cx.begin(Permission::DealsRead)?, id, stage).await?;
    }
    Ok(Json(page))
}

/// The day on which the workspace is.
fn today(cx: &Cx) -> Result<Date> {
    Ok(zone(cx)?.to_datetime(cx.now).date())
}
