//! Companies over HTTP.

use super::{Company, CompanyDraft, CompanyDuplicate, CompanyPatch, rules, store};
use crate::events::changes;
use crate::http::page::CountQuery;
use crate::http::{Body, Count, Cx, Error, IfMatch, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{CompanyId, Permission};
use kontaly_db::TenantTx;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

/// The companies of the workspace, page by page.
#[utoipa::path(get, path = "/api/companies", tag = "companies", operation_id = "list_companies", params(ListQuery),
    responses((status = 200, body = Page<Company>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_companies(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Company>>> {
    let mut tx = cx.begin(Permission::CompaniesRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// How many companies match; counting stops at 10,000 unless asked to be exact.
#[utoipa::path(get, path = "/api/companies/count", tag = "companies", operation_id = "count_companies", params(CountQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn count_companies(cx: Cx, Query(query): Query<CountQuery>) -> Result<Json<Count>> {
    let mut tx = cx.begin(Permission::CompaniesRead)?;
    Ok(Json(store::count(&mut tx, &query).await?))
}

/// What a company that is about to be made is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompanyDuplicatesQuery {
    /// Its name; case, accents and spaces do not matter.
    #[param(example = "halcyon gmbh")]
    pub name: Option<String>,
    /// Its domain, website or an e-mail address of it.
    #[param(example = "halcyon.example")]
    pub domain: Option<String>,
}

/// Companies that may be the same: of this name or this domain, at most ten. A duplicate is pointed out, not refused.
#[utoipa::path(get, path = "/api/companies/duplicates", tag = "companies", operation_id = "list_company_duplicates",
    params(CompanyDuplicatesQuery),
    responses((status = 200, body = Vec<CompanyDuplicate>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_company_duplicates(
    cx: Cx,
    Query(query): Query<CompanyDuplicatesQuery>,
) -> Result<Json<Vec<CompanyDuplicate>>> {
    let mut tx = cx.begin(Permission::CompaniesRead)?;
    let found = store::duplicates(tx.closing(), query.name.as_deref(), query.domain.as_deref()).await?;
    Ok(Json(found))
}

/// A company.
#[utoipa::path(get, path = "/api/companies/{id}", tag = "companies", operation_id = "get_company", params(("id" = CompanyId, Path)),
    responses((status = 200, body = Company), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_company(cx: Cx, Path(id): Path<CompanyId>) -> Result<Json<Company>> {
    let mut tx = cx.begin(Permission::CompaniesRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Make a company.
#[utoipa::path(post, path = "/api/companies", tag = "companies", operation_id = "create_company", request_body = CompanyDraft,
    responses((status = 201, body = Company), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_company(cx: Cx, Body(draft): Body<CompanyDraft>) -> Result<(StatusCode, Json<Company>)> {
    let mut company = from_draft(&cx, draft);
    rules::settle(&mut company).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::CompaniesCreate)?;
    let what = changes(&json!({}), &company);
    tx.queue(cx.event("company", company.id.0, "create", what, company.owner_id, true));
    store::insert(tx.closing(), &company).await?;
    Ok((StatusCode::CREATED, Json(company)))
}

/// A company of a draft, made by whoever asks.
#[must_use]
pub fn from_draft(cx: &Cx, draft: CompanyDraft) -> Company {
    let currency = draft.annual_revenue_currency;
    Company {
        id: cx.id(),
        name: draft.name,
        domain: draft.domain.or_else(|| draft.website.clone()),
        website: draft.website,
        phone: draft.phone,
        industry: draft.industry,
        employees: draft.employees,
        annual_revenue: draft.annual_revenue,
        annual_revenue_currency: currency
            .or_else(|| draft.annual_revenue.map(|_| cx.tenant().currency.clone())),
        founded_year: draft.founded_year,
        address: draft.address,
        city: draft.city,
        country: draft.country,
        parent_id: draft.parent_id,
        lifecycle_stage: draft.lifecycle_stage.unwrap_or_else(|| "lead".to_owned()),
        description: draft.description,
        owner_id: draft.owner_id.or(Some(cx.user_id())),
        external_id: draft.external_id,
        created_at: cx.now,
        updated_at: cx.now,
        trashed_at: None,
        version: 1,
    }
}

/// Change a company: your own, or one that nobody owns.
#[utoipa::path(patch, path = "/api/companies/{id}", tag = "companies", operation_id = "update_company", request_body = CompanyPatch,
    params(("id" = CompanyId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Company), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_company(
    cx: Cx,
    Path(id): Path<CompanyId>,
    version: IfMatch,
    Body(patch): Body<CompanyPatch>,
) -> Result<Json<Company>> {
    change(&cx, Permission::CompaniesUpdate, id, Some(version), "update", |company| patch.apply(company))
        .await
}

/// Trash a company. It can be restored.
#[utoipa::path(delete, path = "/api/companies/{id}", tag = "companies", operation_id = "trash_company", params(("id" = CompanyId, Path)),
    responses((status = 200, body = Company), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_company(cx: Cx, Path(id): Path<CompanyId>) -> Result<Json<Company>> {
    let at = Some(cx.now);
    change(&cx, Permission::CompaniesDelete, id, None, "trash", |company| Company {
        trashed_at: company.trashed_at.or(at),
        ..company.clone()
    })
    .await
}

/// Take a company out of the trash.
#[utoipa::path(post, path = "/api/companies/{id}/restore", tag = "companies", operation_id = "restore_company", params(("id" = CompanyId, Path)),
    responses((status = 200, body = Company), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_company(cx: Cx, Path(id): Path<CompanyId>) -> Result<Json<Company>> {
    change(&cx, Permission::CompaniesDelete, id, None, "restore", |company| Company {
        trashed_at: None,
        ..company.clone()
    })
    .await
}

/// Every change of a company: lock, compare versions, apply, settle, write, with its audit event in the same flight.
async fn change(
    cx: &Cx,
    permission: Permission,
    id: CompanyId,
    version: Option<IfMatch>,
    action: &'static str,
    apply: impl FnOnce(&Company) -> Company,
) -> Result<Json<Company>> {
    let mut tx = cx.begin(permission)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let after = revise(cx, apply(&before))?;
    if let Some(parent) = after.parent_id.filter(|parent| before.parent_id != Some(*parent))
        && store::stands_above(&mut tx, id, parent).await?
    {
        return Err(Error::field("parent_id", "cycle", "A company cannot belong to itself."));
    }
    Ok(Json(save(cx, tx.closing(), action, &before, after).await?))
}

/// A changed company, tidied and found right; that its parents make no circle is left to whoever changes them.
///
/// # Errors
/// 422 that names the fields.
pub fn revise(cx: &Cx, after: Company) -> Result<Company> {
    let mut after = Company { updated_at: cx.now, ..after };
    rules::settle(&mut after).map_err(Error::invalid)?;
    Ok(after)
}

/// Writes a changed company with its audit event, in one flight.
///
/// # Errors
/// As [`store::update`].
pub async fn save(
    cx: &Cx,
    tx: &mut TenantTx,
    action: &'static str,
    before: &Company,
    after: Company,
) -> Result<Company> {
    let what = changes(before, &after);
    tx.queue(cx.event("company", after.id.0, action, what, after.owner_id, true));
    store::update(tx, &after).await
}
