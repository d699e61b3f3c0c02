//! Products over HTTP.

use super::{Product, ProductDraft, ProductPatch, rules, store};
use crate::events::changes;
use crate::http::page::CountQuery;
use crate::http::{Body, Count, Cx, Error, IfMatch, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{Permission, ProductId};
use serde_json::json;

/// The products of the workspace, page by page.
#[utoipa::path(get, path = "/api/products", tag = "products", operation_id = "list_products", params(ListQuery),
    responses((status = 200, body = Page<Product>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_products(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Product>>> {
    let mut tx = cx.begin(Permission::ProductsRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// How many products match; counting stops at 10,000 unless asked to be exact.
#[utoipa::path(get, path = "/api/products/count", tag = "products", operation_id = "count_products", params(CountQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn count_products(cx: Cx, Query(query): Query<CountQuery>) -> Result<Json<Count>> {
    let mut tx = cx.begin(Permission::ProductsRead)?;
    Ok(Json(store::count(&mut tx, &query).await?))
}

/// A product.
#[utoipa::path(get, path = "/api/products/{id}", tag = "products", operation_id = "get_product", params(("id" = ProductId, Path)),
    responses((status = 200, body = Product), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_product(cx: Cx, Path(id): Path<ProductId>) -> Result<Json<Product>> {
    let mut tx = cx.begin(Permission::ProductsRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Make a product.
#[utoipa::path(post, path = "/api/products", tag = "products", operation_id = "create_product", request_body = ProductDraft,
    responses((status = 201, body = Product), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_product(cx: Cx, Body(draft): Body<ProductDraft>) -> Result<(StatusCode, Json<Product>)> {
    let mut product = Product {
        id: cx.id(),
        name: draft.name,
        series: draft.series,
        price: draft.price,
        currency: draft.currency.or_else(|| draft.price.map(|_| cx.tenant().currency.clone())),
        external_id: draft.external_id,
        created_at: cx.now,
        updated_at: cx.now,
        trashed_at: None,
        version: 1,
    };
    rules::settle(&mut product).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::ProductsManage)?;
    let what = changes(&json!({}), &product);
    tx.queue(cx.event("product", product.id.0, "create", what, None, true));
    store::insert(tx.closing(), &product).await?;
    Ok((StatusCode::CREATED, Json(product)))
}

/// Change a product. Deals keep the amounts they have.
#[utoipa::path(patch, path = "/api/products/{id}", tag = "products", operation_id = "update_product", request_body = ProductPatch,
    params(("id" = ProductId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Product), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_product(
    cx: Cx,
    Path(id): Path<ProductId>,
    version: IfMatch,
    Body(patch): Body<ProductPatch>,
) -> Result<Json<Product>> {
    change(&cx, id, Some(version), "update", |product| patch.apply(product)).await
}

/// Trash a product. Deals that have it keep it; it can be restored.
#[utoipa::path(delete, path = "/api/products/{id}", tag = "products", operation_id = "trash_product", params(("id" = ProductId, Path)),
    responses((status = 200, body = Product), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_product(cx: Cx, Path(id): Path<ProductId>) -> Result<Json<Product>> {
    let at = Some(cx.now);
    change(&cx, id, None, "trash", |product| Product {
        trashed_at: product.trashed_at.or(at),
        ..product.clone()
    })
    .await
}

/// Take a product out of the trash, unless its name was taken meanwhile.
#[utoipa::path(post, path = "/api/products/{id}/restore", tag = "products", operation_id = "restore_product", params(("id" = ProductId, Path)),
    responses((status = 200, body = Product), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn restore_product(cx: Cx, Path(id): Path<ProductId>) -> Result<Json<Product>> {
    change(&cx, id, None, "restore", |product| Product { trashed_at: None, ..product.clone() }).await
}

/// Every change of a product: lock, compare versions, apply, settle, write, with its audit event in the same flight.
async fn change(
    cx: &Cx,
    id: ProductId,
    version: Option<IfMatch>,
    action: &'static str,
    apply: impl FnOnce(&Product) -> Product,
) -> Result<Json<Product>> {
    let mut tx = cx.begin(Permission::ProductsManage)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let mut after = Product { updated_at: cx.now, ..apply(&before) };
    rules::settle(&mut after).map_err(Error::invalid)?;
    tx.queue(cx.event("product", id.0, action, changes(&before, &after), None, true));
    Ok(Json(store::update(tx.closing(), &after).await?))
}
