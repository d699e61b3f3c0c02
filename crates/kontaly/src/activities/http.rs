//! Activities over HTTP.

use super::{Activity, ActivityDraft, ActivityPatch, Record, rules, store};
use crate::events::changes;
use crate::http::page::{CountQuery, PageQuery};
use crate::http::{Body, Count, Cx, Error, IfMatch, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{ActivityId, CompanyId, ContactId, DealId, LeadId, Permission};
use serde_json::json;
use uuid::Uuid;

/// The activities that you see, page by page. Your open tasks:
/// `{"and":[{"field":"assignee_id","op":"eq","value":"me"},{"field":"done_at","op":"empty"}]}`.
#[utoipa::path(get, path = "/api/activities", tag = "activities", operation_id = "list_activities", params(ListQuery),
    responses((status = 200, body = Page<Activity>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_activities(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Activity>>> {
    let mut tx = cx.begin(Permission::ActivitiesRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// How many activities match; counting stops at 10,000 unless asked to be exact.
#[utoipa::path(get, path = "/api/activities/count", tag = "activities", operation_id = "count_activities", params(CountQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn count_activities(cx: Cx, Query(query): Query<CountQuery>) -> Result<Json<Count>> {
    let mut tx = cx.begin(Permission::ActivitiesRead)?;
    Ok(Json(store::count(&mut tx, &query).await?))
}

/// The activities on a record, the newest first.
#[utoipa::path(get, path = "/api/{noun}/{id}/activities", tag = "activities", operation_id = "list_activities_of_record",
    params(("noun" = String, Path, description = "`leads`, `contacts`, `companies` or `deals`.", example = "deals"),
        ("id" = Uuid, Path), PageQuery),
    responses((status = 200, body = Page<Activity>), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_activities_of_record(
    cx: Cx,
    Path((noun, id)): Path<(String, Uuid)>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Page<Activity>>> {
    let record = match noun.as_str() {
        "leads" => Record::Lead(LeadId(id)),
        "deals" => Record::Deal(DealId(id)),
        "contacts" => Record::Contact(ContactId(id)),
        "companies" => Record::Company(CompanyId(id)),
        _ => return Err(Error::not_found()),
    };
    let mut tx = cx.begin(Permission::ActivitiesRead)?;
    let page = store::timeline(&mut tx, record, &query.into()).await?;
    if page.items.is_empty() {
        // Nothing was done, or nothing is there?
        store::must_see(&mut cx.begin(Permission::ActivitiesRead)?, record).await?;
    }
    Ok(Json(page))
}

/// An activity.
#[utoipa::path(get, path = "/api/activities/{id}", tag = "activities", operation_id = "get_activity", params(("id" = ActivityId, Path)),
    responses((status = 200, body = Activity), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_activity(cx: Cx, Path(id): Path<ActivityId>) -> Result<Json<Activity>> {
    let mut tx = cx.begin(Permission::ActivitiesRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Log a call, meeting, e-mail or note, or make a task, on a record that you see.
#[utoipa::path(post, path = "/api/activities", tag = "activities", operation_id = "create_activity", request_body = ActivityDraft,
    responses((status = 201, body = Activity), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_activity(
    cx: Cx,
    Body(draft): Body<ActivityDraft>,
) -> Result<(StatusCode, Json<Activity>)> {
    let mut activity = Activity::from_draft(draft, cx.id(), cx.now, cx.user_id());
    rules::settle(&mut activity).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::ActivitiesCreate)?;
    if let Some(record) = activity.record() {
        activity.owner_id = store::owner_of(&mut tx, record).await?;
    }
    let what = changes(&json!({}), &activity);
    let directory = activity.is_directory();
    tx.queue(cx.event("activity", activity.id.0, "create", what, activity.owner_id, directory));
    Ok((StatusCode::CREATED, Json(store::insert(tx.closing(), &activity).await?)))
}

/// Change an activity; mark it done (`done`: true) or not (`done`: false).
#[utoipa::path(patch, path = "/api/activities/{id}", tag = "activities", operation_id = "update_activity", request_body = ActivityPatch,
    params(("id" = ActivityId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Activity), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_activity(
    cx: Cx,
    Path(id): Path<ActivityId>,
    version: IfMatch,
    Body(patch): Body<ActivityPatch>,
) -> Result<Json<Activity>> {
    let now = cx.now;
    let apply = |activity: &Activity| patch.apply(activity, now);
    change(&cx, Permission::ActivitiesUpdate, id, Some(version), "update", apply).await
}

/// Trash an activity. It can be restored.
#[utoipa::path(delete, path = "/api/activities/{id}", tag = "activities", operation_id = "trash_activity", params(("id" = ActivityId, Path)),
    responses((status = 200, body = Activity), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_activity(cx: Cx, Path(id): Path<ActivityId>) -> Result<Json<Activity>> {
    let at = Some(cx.now);
    change(&cx, Permission::ActivitiesDelete, id, None, "trash", |activity| Activity {
        trashed_at: activity.trashed_at.or(at),
        ..activity.clone()
    })
    .await
}

/// Take an activity out of the trash.
#[utoipa::path(post, path = "/api/activities/{id}/restore", tag = "activities", operation_id = "restore_activity", params(("id" = ActivityId, Path)),
    responses((status = 200, body = Activity), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_activity(cx: Cx, Path(id): Path<ActivityId>) -> Result<Json<Activity>> {
    change(&cx, Permission::ActivitiesDelete, id, None, "restore", |activity| Activity {
        trashed_at: None,
        ..activity.clone()
    })
    .await
}

/// Every change of an activity: lock, compare versions, apply, settle, write, with its audit event in the same flight.
async fn change(
    cx: &Cx,
    permission: Permission,
    id: ActivityId,
    version: Option<IfMatch>,
    action: &'static str,
    apply: impl FnOnce(&Activity) -> Activity,
) -> Result<Json<Activity>> {
    let mut tx = cx.begin(permission)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let mut after = Activity { updated_at: cx.now, ..apply(&before) };
    rules::settle(&mut after).map_err(Error::invalid)?;
    let what = changes(&before, &after);
    tx.queue(cx.event("activity", id.0, action, what, after.owner_id, after.is_directory()));
    Ok(Json(store::update(tx.closing(), &after).await?))
}
