//! Saved views over HTTP.

use super::rules::{beside, is_shared, rank_of, settle, takes_away};
use super::{View, ViewDraft, ViewPatch, store};
use crate::events::changes;
use crate::http::{Body, Change, Cx, Error, IfMatch, Problem, Result};
use crate::records::Noun;
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{Permission, ViewId};
use kontaly_db::Sql;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

/// Which views are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ViewsQuery {
    /// Those of one noun only.
    #[param(inline, example = "lead")]
    pub noun: Option<Noun>,
}

/// Your own views and the shared ones, the shared ones first, in the order of their tabs.
#[utoipa::path(get, path = "/api/views", tag = "views", operation_id = "list_views", params(ViewsQuery),
    responses((status = 200, body = Vec<View>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list_views(cx: Cx, Query(query): Query<ViewsQuery>) -> Result<Json<Vec<View>>> {
    let mut tx = cx.begin(Permission::ViewsRead)?;
    Ok(Json(store::list(tx.closing(), query.noun).await?))
}

/// Keep a view of a list. To share it with the workspace takes `views.share`.
#[utoipa::path(post, path = "/api/views", tag = "views", operation_id = "create_view", request_body = ViewDraft,
    responses((status = 201, body = View), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_view(cx: Cx, Body(draft): Body<ViewDraft>) -> Result<(StatusCode, Json<View>)> {
    let mut view = from_draft(&cx, draft);
    settle(&mut view).map_err(Error::invalid)?;
    let mut tx = cx.begin(permission(None, &view))?;
    let all = store::list(&mut tx, Noun::parse(&view.noun)).await?;
    view.rank = rank_of(&beside(&all, &view), &view, &Change::Keep, cx.now).map_err(Error::invalid)?;
    tx.queue(event(&cx, &view, "create", changes(&json!({}), &view)));
    store::insert(tx.closing(), &view).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

fn from_draft(cx: &Cx, draft: ViewDraft) -> View {
    View {
        id: cx.id(),
        noun: draft.noun.as_str().to_owned(),
        name: draft.name,
        shared: draft.shared,
        filter: draft.filter,
        sort: draft.sort,
        columns: draft.columns,
        layout: draft.layout.unwrap_or_else(|| "list".to_owned()),
        pipeline_id: draft.pipeline_id,
        rank: String::new(),
        owner_id: cx.user_id(),
        created_at: cx.now,
        updated_at: cx.now,
        trashed_at: None,
        version: 1,
    }
}

/// Change a view: its name, what it shows, its place, who sees it. A shared one takes `views.share`.
#[utoipa::path(patch, path = "/api/views/{id}", tag = "views", operation_id = "update_view", request_body = ViewPatch,
    params(("id" = ViewId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = View), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_view(
    cx: Cx,
    Path(id): Path<ViewId>,
    version: IfMatch,
    Body(patch): Body<ViewPatch>,
) -> Result<Json<View>> {
    let after = patch.after.clone();
    change(&cx, id, Some(version), "update", &after, |view| patch.apply(view)).await
}

/// Trash a view; it can be restored.
#[utoipa::path(delete, path = "/api/views/{id}", tag = "views", operation_id = "trash_view", params(("id" = ViewId, Path)),
    responses((status = 200, body = View), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_view(cx: Cx, Path(id): Path<ViewId>) -> Result<Json<View>> {
    let at = Some(cx.now);
    let trash = |view: &View| View { trashed_at: view.trashed_at.or(at), ..view.clone() };
    change(&cx, id, None, "trash", &Change::Keep, trash).await
}

/// Take a view out of the trash, to the place where it was.
#[utoipa::path(post, path = "/api/views/{id}/restore", tag = "views", operation_id = "restore_view", params(("id" = ViewId, Path)),
    responses((status = 200, body = View), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_view(cx: Cx, Path(id): Path<ViewId>) -> Result<Json<View>> {
    let restore = |view: &View| View { trashed_at: None, ..view.clone() };
    change(&cx, id, None, "restore", &Change::Keep, restore).await
}

/// Every change of a view: lock, compare versions, apply, settle, find its place, write, with its audit event.
async fn change(
    cx: &Cx,
    id: ViewId,
    version: Option<IfMatch>,
    action: &'static str,
    after: &Change<ViewId>,
    apply: impl FnOnce(&View) -> View,
) -> Result<Json<View>> {
    let mut tx = cx.begin(Permission::ViewsWrite)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let mut view = apply(&before);
    if !cx.actor().can(permission(Some(&before), &view)) || takes_away(&before, &view, cx.user_id()) {
        return Err(Error::forbidden());
    }
    settle(&mut view).map_err(Error::invalid)?;
    if *after != Change::Keep || view.shared != before.shared {
        let all = store::list(&mut tx, Noun::parse(&view.noun)).await?;
        view.rank = rank_of(&beside(&all, &view), &view, after, cx.now).map_err(Error::invalid)?;
    }
    tx.queue(event(cx, &view, action, changes(&before, &view)));
    Ok(Json(store::update(tx.closing(), &view, cx.now).await?))
}

fn permission(before: Option<&View>, after: &View) -> Permission {
    if is_shared(before, after) { Permission::ViewsShare } else { Permission::ViewsWrite }
}

/// Who sees the view sees its events; a private one's also those who answer for its owner.
fn event(cx: &Cx, view: &View, action: &'static str, changes: Value) -> Sql {
    cx.event("view", view.id.0, action, changes, Some(view.owner_id), view.shared)
}
