//! Bulks over HTTP.

use super::job;
use super::{Bulk, BulkChange, BulkDraft, BulkReport, BulkRow, NAMED_MAX, permission, store};
use crate::companies::CompanyPatch;
use crate::contacts::ContactPatch;
use crate::deals::DealPatch;
use crate::http::{Body, Cx, Error, Page, Problem, Result};
use crate::jobs::Order;
use crate::leads::LeadPatch;
use crate::records::Noun;
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{BulkId, Permission};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::IntoParams;

/// Rows of a page at most.
const ROWS_MAX: usize = 1000;

/// Change many records at once: edit fields, tag or trash. It runs by itself; ask [`get_bulk`] how far it is.
#[utoipa::path(post, path = "/api/bulks", tag = "bulks", operation_id = "create_bulk", request_body = BulkDraft,
    responses((status = 202, body = Bulk), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create_bulk(cx: Cx, Body(draft): Body<BulkDraft>) -> Result<(StatusCode, Json<Bulk>)> {
    check(&draft)?;
    let mut tx = cx.begin(permission(draft.noun, &draft.change))?;
    store::room(&mut tx, cx.user_id()).await?;
    let bulk = store::create(&mut tx, cx.id(), cx.user_id(), &draft, cx.now).await?;
    tx.queue(cx.job(&job::Run { bulk: bulk.id }, Order::default()));
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(bulk)))
}

/// What can be said before any record is looked at.
fn check(draft: &BulkDraft) -> Result<()> {
    match (&draft.records, &draft.filter) {
        (Some(records), None) if records.len() <= NAMED_MAX => {}
        (Some(_), None) => {
            let message = format!("Name {NAMED_MAX} records at most, or choose them by a filter.");
            return Err(Error::field("records", "too_many", message));
        }
        (None, Some(filter)) if !filter.trim().is_empty() => {}
        _ => return Err(Error::field("records", "required", "Say which: either records or a filter.")),
    }
    match (draft.noun, &draft.change) {
        (Noun::Product, _) => Err(Error::field("noun", "unknown", "Products are not changed in bulk.")),
        (Noun::Lead, BulkChange::Set(values)) => patch::<LeadPatch>(values),
        (Noun::Contact, BulkChange::Set(values)) => patch::<ContactPatch>(values),
        (Noun::Company, BulkChange::Set(values)) => patch::<CompanyPatch>(values),
        (Noun::Deal, BulkChange::Set(values)) => patch::<DealPatch>(values),
        (_, BulkChange::Tag(tags)) if tags.add.is_empty() && tags.remove.is_empty() => {
            Err(Error::field("change", "required", "Say which tags to put on or take off."))
        }
        _ => Ok(()),
    }
}

/// Fields that are each record's own: setting them for many would undo what makes them different.
const OWN: [&str; 8] =
    ["emails", "phones", "email", "phone", "external_id", "parent_id", "domain", "first_name"];

fn patch<P: DeserializeOwned>(values: &Value) -> Result<()> {
    let Some(fields) = values.as_object().filter(|fields| !fields.is_empty()) else {
        return Err(Error::field("change", "required", "Say which fields to set."));
    };
    if let Some(own) = OWN.iter().find(|own| fields.contains_key(**own)) {
        return Err(Error::field(own, "not_in_bulk", "This is each record's own, and is not set in bulk."));
    }
    let read: Result<P, _> = serde_json::from_value(values.clone());
    read.map(drop).map_err(|error| Error::field("change", "invalid", error.to_string()))
}

/// How far a bulk is, and how many records came out how.
#[utoipa::path(get, path = "/api/bulks/{id}", tag = "bulks", operation_id = "get_bulk", params(("id" = BulkId, Path)),
    responses((status = 200, body = BulkReport), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn get_bulk(cx: Cx, Path(id): Path<BulkId>) -> Result<Json<BulkReport>> {
    let mut tx = cx.begin(Permission::BulksRead)?;
    Ok(Json(store::report(&mut tx, id).await?))
}

/// Which rows are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BulkRowsQuery {
    /// Only those of this outcome.
    #[param(example = "refused")]
    pub outcome: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of the page: 1 to 1000, 50 when absent.
    #[param(minimum = 1, maximum = 1000)]
    pub limit: Option<usize>,
}

/// What became of each record of a bulk.
#[utoipa::path(get, path = "/api/bulks/{id}/rows", tag = "bulks", operation_id = "list_bulk_rows",
    params(("id" = BulkId, Path), BulkRowsQuery),
    responses((status = 200, body = Page<BulkRow>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn list_bulk_rows(
    cx: Cx,
    Path(id): Path<BulkId>,
    Query(query): Query<BulkRowsQuery>,
) -> Result<Json<Page<BulkRow>>> {
    let limit = query.limit.unwrap_or(50);
    if !(1..=ROWS_MAX).contains(&limit) {
        return Err(Error::query("limit", format!("A page has 1 to {ROWS_MAX} rows.")));
    }
    let cursor = query.cursor.filter(|cursor| !cursor.is_empty());
    let behind = cursor.map_or(Ok(0), |cursor| cursor.parse());
    let behind =
        behind.map_err(|_| Error::query("cursor", "This cursor is damaged. Start again without it."))?;
    let mut tx = cx.begin(Permission::BulksRead)?;
    Ok(Json(store::rows(&mut tx, id, query.outcome, behind, limit).await?))
}

/// Take a bulk back, exactly: records that have not been changed since get back what they had. It runs by itself too.
#[utoipa::path(post, path = "/api/bulks/{id}/undo", tag = "bulks", operation_id = "undo_bulk", params(("id" = BulkId, Path)),
    responses((status = 202, body = Bulk), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn undo_bulk(cx: Cx, Path(id): Path<BulkId>) -> Result<(StatusCode, Json<Bulk>)> {
    let mut tx = cx.begin(Permission::BulksCreate)?;
    let bulk = store::start_undo(&mut tx, id, cx.user_id(), cx.now).await?;
    tx.queue(cx.job(&job::Run { bulk: bulk.id }, Order::default()));
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(bulk)))
}
