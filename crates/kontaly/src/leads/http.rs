//! Leads over HTTP.

use super::{Lead, LeadDraft, LeadPatch, rules, store};
use crate::events::changes;
use crate::http::page::CountQuery;
use crate::http::{Body, Count, Cx, Error, IfMatch, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{LeadId, Permission};
use kontaly_db::TenantTx;
use serde_json::json;

/// The leads that you see, page by page.
#[utoipa::path(get, path = "/api/leads", tag = "leads", operation_id = "list_leads", params(ListQuery),
    responses((status = 200, body = Page<Lead>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_leads(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Lead>>> {
    let mut tx = cx.begin(Permission::LeadsRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// How many leads match; counting stops at 10,000 unless asked to be exact.
#[utoipa::path(get, path = "/api/leads/count", tag = "leads", operation_id = "count_leads", params(CountQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn count_leads(cx: Cx, Query(query): Query<CountQuery>) -> Result<Json<Count>> {
    let mut tx = cx.begin(Permission::LeadsRead)?;
    Ok(Json(store::count(&mut tx, &query).await?))
}

/// A lead.
#[utoipa::path(get, path = "/api/leads/{id}", tag = "leads", operation_id = "get_lead", params(("id" = LeadId, Path)),
    responses((status = 200, body = Lead), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_lead(cx: Cx, Path(id): Path<LeadId>) -> Result<Json<Lead>> {
    let mut tx = cx.begin(Permission::LeadsRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Make a lead, for yourself or for the pool.
#[utoipa::path(post, path = "/api/leads", tag = "leads", operation_id = "create_lead", request_body = LeadDraft,
    responses((status = 201, body = Lead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_lead(cx: Cx, Body(draft): Body<LeadDraft>) -> Result<(StatusCode, Json<Lead>)> {
    let mut lead = from_draft(&cx, draft);
    rules::settle(&mut lead).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::LeadsCreate)?;
    tx.queue(cx.event("lead", lead.id.0, "create", changes(&json!({}), &lead), lead.owner_id, false));
    store::insert(tx.closing(), &lead).await?;
    Ok((StatusCode::CREATED, Json(lead)))
}

/// A lead of a draft, made by whoever asks.
#[must_use]
pub fn from_draft(cx: &Cx, draft: LeadDraft) -> Lead {
    let currency = draft.currency.or_else(|| draft.amount.map(|_| cx.tenant().currency.clone()));
    Lead {
        id: cx.id(),
        first_name: draft.first_name,
        last_name: draft.last_name,
        name: String::new(),
        company_name: draft.company_name,
        title: draft.title,
        email: draft.email,
        phone: draft.phone,
        status: draft.status.unwrap_or_else(|| "new".to_owned()),
        source: draft.source,
        score: draft.score,
        amount: draft.amount,
        currency,
        city: draft.city,
        country: draft.country,
        website: draft.website,
        description: draft.description,
        owner_id: draft.owner_id.or(Some(cx.user_id())),
        converted_at: None,
        converted_company_id: None,
        converted_contact_id: None,
        converted_deal_id: None,
        external_id: draft.external_id,
        created_at: cx.now,
        updated_at: cx.now,
        trashed_at: None,
        version: 1,
    }
}

/// Change a lead; claim it (`owner_id`: you) or release it to the pool (`owner_id`: null).
#[utoipa::path(patch, path = "/api/leads/{id}", tag = "leads", operation_id = "update_lead", request_body = LeadPatch,
    params(("id" = LeadId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Lead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_lead(
    cx: Cx,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Body(patch): Body<LeadPatch>,
) -> Result<Json<Lead>> {
    change(&cx, Permission::LeadsUpdate, id, Some(version), "update", |lead| patch.apply(lead)).await
}

/// Trash a lead. It can be restored.
#[utoipa::path(delete, path = "/api/leads/{id}", tag = "leads", operation_id = "trash_lead", params(("id" = LeadId, Path)),
    responses((status = 200, body = Lead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_lead(cx: Cx, Path(id): Path<LeadId>) -> Result<Json<Lead>> {
    let at = Some(cx.now);
    change(&cx, Permission::LeadsDelete, id, None, "trash", |lead| Lead {
        trashed_at: lead.trashed_at.or(at),
        ..lead.clone()
    })
    .await
}

/// Take a lead out of the trash.
#[utoipa::path(post, path = "/api/leads/{id}/restore", tag = "leads", operation_id = "restore_lead", params(("id" = LeadId, Path)),
    responses((status = 200, body = Lead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_lead(cx: Cx, Path(id): Path<LeadId>) -> Result<Json<Lead>> {
    change(&cx, Permission::LeadsDelete, id, None, "restore", |lead| Lead {
        trashed_at: None,
        ..lead.clone()
    })
    .await
}

/// Every change of a lead: lock, compare versions, apply, settle, write, with its audit event in the same flight.
async fn change(
    cx: &Cx,
    permission: Permission,
    id: LeadId,
    version: Option<IfMatch>,
    action: &'static str,
    apply: impl FnOnce(&Lead) -> Lead,
) -> Result<Json<Lead>> {
    let mut tx = cx.begin(permission)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let after = revise(cx, &before, apply(&before))?;
    Ok(Json(save(cx, tx.closing(), action, &before, after).await?))
}

/// A changed lead, tidied and found right.
///
/// # Errors
/// 422 that names the fields; 409 for a lead that was converted.
pub fn revise(cx: &Cx, before: &Lead, after: Lead) -> Result<Lead> {
    if before.converted_at.is_some() {
        return Err(Error::refused("converted", rules::CONVERTED));
    }
    let mut after = Lead { updated_at: cx.now, ..after };
    rules::settle(&mut after).map_err(Error::invalid)?;
    Ok(after)
}

/// Writes a changed lead with its audit event, in one flight.
///
/// # Errors
/// As [`store::update`].
pub async fn save(
    cx: &Cx,
    tx: &mut TenantTx,
    action: &'static str,
    before: &Lead,
    after: Lead,
) -> Result<Lead> {
    let what = changes(before, &after);
    tx.queue(cx.event("lead", after.id.0, action, what, after.owner_id, false));
    store::update(tx, &after).await
}
