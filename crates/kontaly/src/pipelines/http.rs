//! Pipelines and stages over HTTP.

use super::rules::{self, About};
use super::{Pipeline, PipelineDraft, PipelinePatch, Stage, StageDraft, StagePatch, store};
use crate::deals::moves::whole_stage;
use crate::events::changes;
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{Permission, PipelineId, StageId};
use kontaly_db::TenantTx;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

/// Which pipelines are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PipelinesQuery {
    /// Pipelines and stages in the trash too, behind the others.
    #[serde(default)]
    pub trashed: bool,
}

/// The pipelines of the workspace with their stages, in order.
#[utoipa::path(get, path = "/api/pipelines", tag = "pipelines", operation_id = "list_pipelines", params(PipelinesQuery),
    responses((status = 200, body = Vec<Pipeline>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list_pipelines(cx: Cx, Query(query): Query<PipelinesQuery>) -> Result<Json<Vec<Pipeline>>> {
    let mut tx = cx.begin(Permission::PipelinesRead)?;
    let all = if query.trashed { store::all(&mut tx).await? } else { store::list(&mut tx).await? };
    Ok(Json(all))
}

/// Make a pipeline, behind the others.
#[utoipa::path(post, path = "/api/pipelines", tag = "pipelines", operation_id = "create_pipeline", request_body = PipelineDraft,
    responses((status = 201, body = Pipeline), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_pipeline(
    cx: Cx,
    Body(draft): Body<PipelineDraft>,
) -> Result<(StatusCode, Json<Pipeline>)> {
    let pipeline = Pipeline::from_draft(draft, cx.now, || cx.id());
    let id = pipeline.id;
    let made = change(&cx, "create", |all| {
        all.insert(live(all), pipeline);
        Ok((id, None))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(made.shown())))
}

/// Rename a pipeline, or give it another place.
#[utoipa::path(patch, path = "/api/pipelines/{id}", tag = "pipelines", operation_id = "update_pipeline", request_body = PipelinePatch,
    params(("id" = PipelineId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Pipeline), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_pipeline(
    cx: Cx,
    Path(id): Path<PipelineId>,
    version: IfMatch,
    Body(patch): Body<PipelinePatch>,
) -> Result<Json<Pipeline>> {
    let changed = change(&cx, "update", |all| {
        let mut at = find(all, id, false)?;
        version.check(all[at].version, &all[at])?;
        if let Some(position) = patch.position {
            at = rules::relocate(all, at, position, live(all));
        }
        crate::http::change::set(&mut all[at].name, patch.name);
        all[at].version += 1;
        Ok((id, None))
    })
    .await?;
    Ok(Json(changed.shown()))
}

/// Trash a pipeline in which no deals stand, with its stages. It can be restored.
#[utoipa::path(delete, path = "/api/pipelines/{id}", tag = "pipelines", operation_id = "trash_pipeline", params(("id" = PipelineId, Path)),
    responses((status = 200, body = Pipeline), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn trash_pipeline(cx: Cx, Path(id): Path<PipelineId>) -> Result<Json<Pipeline>> {
    let now = Some(cx.now);
    let trashed = change(&cx, "trash", |all| {
        let pipeline = find(all, id, false).map(|at| &mut all[at])?;
        pipeline.trashed_at = now;
        pipeline.version += 1;
        for stage in pipeline.stages.iter_mut().filter(|stage| stage.trashed_at.is_none()) {
            stage.trashed_at = now;
        }
        Ok((id, None))
    })
    .await?;
    Ok(Json(trashed.shown()))
}

/// Take a pipeline out of the trash, with the stages that went with it.
#[utoipa::path(post, path = "/api/pipelines/{id}/restore", tag = "pipelines", operation_id = "restore_pipeline", params(("id" = PipelineId, Path)),
    responses((status = 200, body = Pipeline), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn restore_pipeline(cx: Cx, Path(id): Path<PipelineId>) -> Result<Json<Pipeline>> {
    let restored = change(&cx, "restore", |all| {
        let pipeline = find(all, id, true).map(|at| &mut all[at])?;
        // The stages that were trashed before it stay where they are.
        if let Some(at) = pipeline.trashed_at.take() {
            pipeline.version += 1;
            for stage in pipeline.stages.iter_mut().filter(|stage| stage.trashed_at == Some(at)) {
                stage.trashed_at = None;
            }
        }
        Ok((id, None))
    })
    .await?;
    Ok(Json(restored.shown()))
}

/// Add a stage to a pipeline.
#[utoipa::path(post, path = "/api/pipelines/{id}/stages", tag = "pipelines", operation_id = "create_stage", request_body = StageDraft,
    params(("id" = PipelineId, Path)),
    responses((status = 201, body = Stage), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create_stage(
    cx: Cx,
    Path(id): Path<PipelineId>,
    Body(draft): Body<StageDraft>,
) -> Result<(StatusCode, Json<Stage>)> {
    let position = draft.position;
    let stage = Stage::from_draft(cx.id(), id, draft);
    let made = change_stage(&cx, hold(&cx).await?, "create", |all| {
        let stages = find(all, id, false).map(|at| &mut all[at].stages)?;
        let live = stages.iter().filter(|stage| stage.trashed_at.is_none()).count();
        let behind_open =
            stages[..live].iter().rposition(|stage| stage.kind == "open").map_or(0, |at| at + 1);
        let at = position.unwrap_or(behind_open).min(live);
        stages.insert(at, stage);
        Ok((id, stages[at].id))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Change a stage, or give it another place.
#[utoipa::path(patch, path = "/api/stages/{id}", tag = "pipelines", operation_id = "update_stage", request_body = StagePatch,
    params(("id" = StageId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Stage), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_stage(
    cx: Cx,
    Path(id): Path<StageId>,
    version: IfMatch,
    Body(patch): Body<StagePatch>,
) -> Result<Json<Stage>> {
    let changed = change_stage(&cx, hold(&cx).await?, "update", |all| {
        let (pipeline, mut at) = find_stage(all, id, false)?;
        let stages = &mut pipeline.stages;
        version.check(stages[at].version, &stages[at])?;
        if let Some(position) = patch.position {
            let live = stages.iter().filter(|stage| stage.trashed_at.is_none()).count();
            at = rules::relocate(stages, at, position, live);
        }
        patch.apply(&mut stages[at]);
        stages[at].version += 1;
        Ok((pipeline.id, id))
    });
    Ok(Json(changed.await?))
}

/// Where the deals of a stage go that is trashed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrashStageQuery {
    /// A stage of the same kind, of this pipeline or of another one. Without it, only an empty stage is trashed.
    pub move_deals_to: Option<StageId>,
}

/// Trash a stage, its deals moved to another one first. It can be restored; the deals stay where they went.
#[utoipa::path(delete, path = "/api/stages/{id}", tag = "pipelines", operation_id = "trash_stage", params(("id" = StageId, Path), TrashStageQuery),
    responses((status = 200, body = Stage), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn trash_stage(
    cx: Cx,
    Path(id): Path<StageId>,
    Query(query): Query<TrashStageQuery>,
) -> Result<Json<Stage>> {
    let mut held = hold(&cx).await?;
    if let Some(to) = query.move_deals_to {
        let (from, to) = rules::emptied(&held.all, id, to).map_err(Error::invalid)?;
        whole_stage::empty(&cx, &mut held.tx, from, to).await?;
    }
    let now = Some(cx.now);
    let trashed = change_stage(&cx, held, "trash", |all| {
        let (pipeline, at) = find_stage(all, id, false)?;
        pipeline.stages[at].trashed_at = now;
        pipeline.stages[at].version += 1;
        Ok((pipeline.id, id))
    });
    Ok(Json(trashed.await?))
}

/// Take a stage out of the trash, to the place it had.
#[utoipa::path(post, path = "/api/stages/{id}/restore", tag = "pipelines", operation_id = "restore_stage", params(("id" = StageId, Path)),
    responses((status = 200, body = Stage), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn restore_stage(cx: Cx, Path(id): Path<StageId>) -> Result<Json<Stage>> {
    let restored = change_stage(&cx, hold(&cx).await?, "restore", |all| {
        let (pipeline, at) = find_stage(all, id, true)?;
        let stages = &mut pipeline.stages;
        if stages[at].trashed_at.take().is_some() {
            stages[at].version += 1;
            let live = stages.iter().filter(|stage| stage.trashed_at.is_none()).count();
            let place = usize::try_from(stages[at].position).unwrap_or(live);
            rules::relocate(stages, at, place, live);
        }
        Ok((pipeline.id, id))
    });
    Ok(Json(restored.await?))
}

fn live(all: &[Pipeline]) -> usize {
    all.iter().filter(|pipeline| pipeline.trashed_at.is_none()).count()
}

fn find(all: &[Pipeline], id: PipelineId, trashed_too: bool) -> Result<usize> {
    all.iter()
        .position(|pipeline| pipeline.id == id && (trashed_too || pipeline.trashed_at.is_none()))
        .ok_or_else(Error::not_found)
}

fn find_stage(all: &mut [Pipeline], id: StageId, trashed_too: bool) -> Result<(&mut Pipeline, usize)> {
    all.iter_mut()
        .filter(|pipeline| pipeline.trashed_at.is_none())
        .find_map(|pipeline| {
            let at = pipeline.stages.iter().position(|stage| stage.id == id)?;
            (trashed_too || pipeline.stages[at].trashed_at.is_none()).then_some((pipeline, at))
        })
        .ok_or_else(Error::not_found)
}

/// All pipelines, locked until the transaction ends.
struct Held {
    tx: TenantTx,
    all: Vec<Pipeline>,
}

async fn hold(cx: &Cx) -> Result<Held> {
    let mut tx = cx.begin(Permission::PipelinesManage)?;
    let all = store::lock(&mut tx).await?;
    Ok(Held { tx, all })
}

async fn change(
    cx: &Cx,
    action: &'static str,
    apply: impl FnOnce(&mut Vec<Pipeline>) -> Result<(PipelineId, Option<StageId>)>,
) -> Result<Pipeline> {
    change_held(cx, hold(cx).await?, action, apply).await
}

/// Every change: lock all, apply, settle, write what differs, with its audit event in the same flight. `apply` says
/// which pipeline, and which of its stages, the change was about.
async fn change_held(
    cx: &Cx,
    Held { mut tx, all: before }: Held,
    action: &'static str,
    apply: impl FnOnce(&mut Vec<Pipeline>) -> Result<(PipelineId, Option<StageId>)>,
) -> Result<Pipeline> {
    let mut after = before.clone();
    let (id, stage) = apply(&mut after)?;
    let at = find(&after, id, true)?;
    let about = match stage {
        Some(stage) => after[at].stages.iter().position(|known| known.id == stage).map(About::Stage),
        None if action == "create" => Some(About::NewPipeline),
        None => Some(About::Pipeline),
    };
    rules::settle(&mut after, at, about.ok_or_else(Error::not_found)?).map_err(Error::invalid)?;
    let pipeline = after[find(&after, id, true)?].clone();
    let known = before.iter().find(|known| known.id == id);
    tx.queue(event(cx, action, known, &pipeline, stage));
    store::save(tx, &before, &after).await?;
    Ok(pipeline)
}

async fn change_stage(
    cx: &Cx,
    held: Held,
    action: &'static str,
    apply: impl FnOnce(&mut Vec<Pipeline>) -> Result<(PipelineId, StageId)>,
) -> Result<Stage> {
    let mut about = None;
    let pipeline = change_held(cx, held, action, |all| {
        let (pipeline, stage) = apply(all)?;
        about = Some(stage);
        Ok((pipeline, Some(stage)))
    })
    .await?;
    pipeline.stages.into_iter().find(|stage| Some(stage.id) == about).ok_or_else(Error::not_found)
}

/// Settings are nobody's records: administrators see their events, and whoever made the change.
fn event(
    cx: &Cx,
    action: &'static str,
    before: Option<&Pipeline>,
    after: &Pipeline,
    stage: Option<StageId>,
) -> kontaly_db::Sql {
    let owner = Some(cx.user_id());
    let Some(id) = stage else {
        let what = before.map_or_else(|| changes(&json!({}), after), |before| changes(before, after));
        return cx.event("pipeline", after.id.0, action, what, owner, false);
    };
    let of = |pipeline: &Pipeline| pipeline.stages.iter().find(|stage| stage.id == id).cloned();
    let what = match (before.and_then(of), of(after)) {
        (Some(before), Some(after)) => changes(&before, &after),
        (_, after) => changes(&json!({}), &after),
    };
    cx.event("stage", id.0, action, what, owner, false)
}
