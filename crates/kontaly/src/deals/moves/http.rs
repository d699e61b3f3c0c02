//! Moves over HTTP.

use super::{Move, store, unknown_stage};
use crate::deals::Deal;
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result};
use axum::Json;
use axum::extract::Path;
use kontaly_access::{DealId, Permission};

/// Move a deal into a stage, between two others. Its state and probability follow the stage.
#[utoipa::path(post, path = "/api/deals/{id}/move", tag = "deals", operation_id = "move_deal", request_body = Move,
    params(("id" = DealId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Deal), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn move_deal(
    cx: Cx,
    Path(id): Path<DealId>,
    version: IfMatch,
    Body(to): Body<Move>,
) -> Result<Json<Deal>> {
    let mut tx = cx.begin(Permission::DealsUpdate)?;
    let moving = store::lock(&mut tx, id, &to).await?;
    let before = moving.deal;
    version.check(before.version, &before)?;
    if before.trashed_at.is_some() {
        return Err(Error::refused("trashed", "This deal is in the trash. Restore it first."));
    }
    let target = moving.target.ok_or_else(|| Error::invalid(unknown_stage()))?;
    let mut after = to.apply(&before, &target.stage, cx.now).map_err(Error::invalid)?;
    after.rank = store::rank(&mut tx, &target, id, cx.now).await?;
    crate::deals::http::save(&cx, tx, "move", &before, after).await
}
