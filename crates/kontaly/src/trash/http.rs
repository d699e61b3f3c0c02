//! The trash over HTTP. What lies there is restored by its own noun.

use super::store::{self, By};
use super::{PURGED_MAX, Purged, TrashCounts, TrashSelection, TrashWeight, Trashed};
use crate::http::{Body, Cx, Error, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use kontaly_access::Permission;

/// How much lies in the trash of each noun, and for how long.
#[utoipa::path(get, path = "/api/trash", tag = "trash", operation_id = "count_trash",
    responses((status = 200, body = TrashCounts), (status = 401, body = Problem)))]
pub async fn count_trash(cx: Cx) -> Result<Json<TrashCounts>> {
    let mut tx = cx.begin(Permission::TrashRead)?;
    let days = cx.app().settings.trash_days;
    Ok(Json(store::counts(tx.closing(), days).await?))
}

/// What lies in the trash of a noun: what, by whom, when; the last first. Fields of a filter: `name`, `trashed_at`,
/// `trashed_by`, `owner_id`.
#[utoipa::path(get, path = "/api/trash/{noun}", tag = "trash", operation_id = "list_trash",
    params(("noun" = String, Path, description = "`leads`, `contacts`, `companies`, `deals`, `activities` or `attachments`.", example = "leads"),
        ListQuery),
    responses((status = 200, body = Page<Trashed>), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_trash(
    cx: Cx,
    Path(noun): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<Trashed>>> {
    let mut tx = cx.begin(Permission::TrashRead)?;
    Ok(Json(store::list(&mut tx, store::noun(&noun)?, &query).await?))
}

/// What would go with these records if they were deleted for good, and what would lose its reference to them.
#[utoipa::path(post, path = "/api/trash/{noun}/weight", tag = "trash", operation_id = "weigh_trash", request_body = TrashSelection,
    params(("noun" = String, Path, example = "leads")),
    responses((status = 200, body = TrashWeight), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn weigh_trash(
    cx: Cx,
    Path(noun): Path<String>,
    Body(selection): Body<TrashSelection>,
) -> Result<Json<TrashWeight>> {
    let mut tx = cx.begin(Permission::TrashPurge)?;
    let noun = store::noun(&noun)?;
    Ok(Json(store::weight(tx.closing(), noun, few(selection)?.ids).await?))
}

/// Delete records in the trash for good, with all that hangs on them. Records that are not in the trash are left alone.
#[utoipa::path(post, path = "/api/trash/{noun}/purge", tag = "trash", operation_id = "purge_trash", request_body = TrashSelection,
    params(("noun" = String, Path, example = "leads")),
    responses((status = 200, body = Purged), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn purge_trash(
    cx: Cx,
    Path(noun): Path<String>,
    Body(selection): Body<TrashSelection>,
) -> Result<Json<Purged>> {
    let mut tx = cx.begin(Permission::TrashPurge)?;
    let noun = store::noun(&noun)?;
    let by = By { actor: cx.user_id(), at: cx.now, request: Some(cx.request_id) };
    let purged = store::purge(&mut tx, noun, few(selection)?.ids, by, || cx.id()).await?;
    cx.app().files_dropped.notify_one();
    Ok(Json(Purged { purged }))
}

fn few(selection: TrashSelection) -> Result<TrashSelection> {
    if (1..=PURGED_MAX).contains(&selection.ids.len()) {
        return Ok(selection);
    }
    Err(Error::field("ids", "out_of_range", format!("Name 1 to {PURGED_MAX} records.")))
}
