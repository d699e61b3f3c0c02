//! Deals over HTTP.

use super::history::Note;
use super::store::Locked;
use super::{Deal, DealDraft, DealPatch, References, moves, rank, rules, store};
use crate::events::changes;
use crate::http::page::CountQuery;
use crate::http::{Body, Count, Cx, Error, IfMatch, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{DealId, Permission};
use kontaly_db::TenantTx;
use serde_json::json;

/// The deals that you see, page by page.
#[utoipa::path(get, path = "/api/deals", tag = "deals", operation_id = "list_deals", params(ListQuery),
    responses((status = 200, body = Page<Deal>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_deals(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Deal>>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// How many deals match; counting stops at 10,000 unless asked to be exact.
#[utoipa::path(get, path = "/api/deals/count", tag = "deals", operation_id = "count_deals", params(CountQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn count_deals(cx: Cx, Query(query): Query<CountQuery>) -> Result<Json<Count>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    Ok(Json(store::count(&mut tx, &query).await?))
}

/// A deal.
#[utoipa::path(get, path = "/api/deals/{id}", tag = "deals", operation_id = "get_deal", params(("id" = DealId, Path)),
    responses((status = 200, body = Deal), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_deal(cx: Cx, Path(id): Path<DealId>) -> Result<Json<Deal>> {
    let mut tx = cx.begin(Permission::DealsRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Make a deal, for yourself or for the pool. It stands at the top of its stage.
#[utoipa::path(post, path = "/api/deals", tag = "deals", operation_id = "create_deal", request_body = DealDraft,
    responses((status = 201, body = Deal), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_deal(cx: Cx, Body(draft): Body<DealDraft>) -> Result<(StatusCode, Json<Deal>)> {
    let mut tx = cx.begin(Permission::DealsCreate)?;
    let references = draft.references();
    let deal = prepare(&cx, &mut tx, draft, references).await?;
    queue_new(&cx, &mut tx, &deal);
    let note = Note::of(cx.id(), cx.now, cx.user_id(), None, &deal);
    Ok((StatusCode::CREATED, Json(store::finish(tx.closing(), deal.id, note).await?)))
}

/// A deal of a draft, in its stage and in its place. Of the records that it refers to, `references` are looked for; a
/// conversion is about to make the others.
///
/// # Errors
/// 422 with everything that is wrong.
pub async fn prepare(cx: &Cx, tx: &mut TenantTx, draft: DealDraft, references: References) -> Result<Deal> {
    let (stage, unknown) = moves::store::stage(tx, draft.stage_id, draft.pipeline_id, references).await?;
    let owner = Some(cx.user_id());
    let mut deal = Deal::from_draft(draft, cx.id(), cx.now, owner, &cx.tenant().currency, &stage);
    let mut wrong = rules::settle(&mut deal).err().unwrap_or_default();
    wrong.extend(rules::missing(&deal, &stage.required_fields));
    wrong.extend(unknown);
    if !wrong.is_empty() {
        return Err(Error::invalid(wrong));
    }
    deal.rank = rank::top(cx.now, deal.id.0);
    Ok(deal)
}

/// Queues a new deal with its audit event.
pub fn queue_new(cx: &Cx, tx: &mut TenantTx, deal: &Deal) {
    tx.queue(cx.event("deal", deal.id.0, "create", changes(&json!({}), deal), deal.owner_id, false));
    store::insert(tx, deal);
}

/// Change a deal; claim it (`owner_id`: you) or release it to the pool (`owner_id`: null).
#[utoipa::path(patch, path = "/api/deals/{id}", tag = "deals", operation_id = "update_deal", request_body = DealPatch,
    params(("id" = DealId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Deal), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_deal(
    cx: Cx,
    Path(id): Path<DealId>,
    version: IfMatch,
    Body(patch): Body<DealPatch>,
) -> Result<Json<Deal>> {
    let references = patch.references();
    change(&cx, Permission::DealsUpdate, id, Some(version), "update", references, |deal| patch.apply(deal))
        .await
}

/// Trash a deal. It can be restored.
#[utoipa::path(delete, path = "/api/deals/{id}", tag = "deals", operation_id = "trash_deal", params(("id" = DealId, Path)),
    responses((status = 200, body = Deal), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_deal(cx: Cx, Path(id): Path<DealId>) -> Result<Json<Deal>> {
    let at = Some(cx.now);
    change(&cx, Permission::DealsDelete, id, None, "trash", References::default(), |deal| Deal {
        trashed_at: deal.trashed_at.or(at),
        ..deal.clone()
    })
    .await
}

/// Take a deal out of the trash, to the place it had.
#[utoipa::path(post, path = "/api/deals/{id}/restore", tag = "deals", operation_id = "restore_deal", params(("id" = DealId, Path)),
    responses((status = 200, body = Deal), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn restore_deal(cx: Cx, Path(id): Path<DealId>) -> Result<Json<Deal>> {
    change(&cx, Permission::DealsDelete, id, None, "restore", References::default(), |deal| Deal {
        trashed_at: None,
        ..deal.clone()
    })
    .await
}

/// Every change of a deal but a move: lock, compare versions, apply, settle, save.
async fn change(
    cx: &Cx,
    permission: Permission,
    id: DealId,
    version: Option<IfMatch>,
    action: &'static str,
    references: References,
    apply: impl FnOnce(&Deal) -> Deal,
) -> Result<Json<Deal>> {
    let mut tx = cx.begin(permission)?;
    let locked = store::lock(&mut tx, id, references).await?;
    if let Some(version) = version {
        version.check(locked.deal.version, &locked.deal)?;
    }
    let after = revise(cx, &locked, apply(&locked.deal))?;
    save(cx, tx, action, &locked.deal, after).await
}

/// A changed deal, tidied and found right.
///
/// # Errors
/// 422 that names the fields.
pub fn revise(cx: &Cx, locked: &Locked, after: Deal) -> Result<Deal> {
    let mut after = Deal { updated_at: cx.now, ..after };
    let mut wrong = rules::settle(&mut after).err().unwrap_or_default();
    // What the stage asks for cannot be taken away; what was never there is asked for by the next move.
    let lacked = rules::missing(&locked.deal, &locked.required_fields);
    wrong.extend(
        rules::missing(&after, &locked.required_fields).into_iter().filter(|error| !lacked.contains(error)),
    );
    wrong.extend(locked.unknown.iter().cloned());
    if wrong.is_empty() { Ok(after) } else { Err(Error::invalid(wrong)) }
}

/// Writes a changed deal with its audit event and its history, all in one flight.
pub(super) async fn save(
    cx: &Cx,
    mut tx: TenantTx,
    action: &'static str,
    before: &Deal,
    after: Deal,
) -> Result<Json<Deal>> {
    Ok(Json(write(cx, tx.closing(), action, before, after).await?))
}

/// The same within a transaction that goes on.
///
/// # Errors
/// As [`store::finish`].
pub async fn write(
    cx: &Cx,
    tx: &mut TenantTx,
    action: &'static str,
    before: &Deal,
    after: Deal,
) -> Result<Deal> {
    tx.queue(cx.event("deal", after.id.0, action, changes(before, &after), after.owner_id, false));
    store::update(tx, before, &after);
    let note = Note::of(cx.id(), cx.now, cx.user_id(), Some(before), &after);
    store::finish(tx, after.id, note).await
}
