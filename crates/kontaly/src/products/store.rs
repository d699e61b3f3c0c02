//! Products in the database.

use super::{LISTING, Product};
use crate::accounts::name_key;
use crate::http::page::{self, CountQuery};
use crate::http::{Count, Error, ListQuery, Page, Result};
use crate::records;
use crate::search;
use kontaly_access::ProductId;
use kontaly_db::{Sql, TenantTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    ("products_by_name_key", "name", "taken", "There is a product of this name already."),
    ("products_by_external_id", "external_id", "taken", "There is a product of this external id already."),
];

fn from_where(tx: &TenantTx) -> Sql {
    let mut from = sql("from products pr where pr.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and pr.trashed_at is null");
    from
}

/// A page of products.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<Product>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, Product::COLUMNS, from, Product::read).await
}

/// How many products a filter matches.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn count(tx: &mut TenantTx, query: &CountQuery) -> Result<Count> {
    let from = from_where(tx);
    page::count(tx, &LISTING, query, from).await
}

fn by_id(tx: &TenantTx, id: ProductId) -> Sql {
    let mut query = sql("select ");
    query.push(Product::COLUMNS).push(" from products pr where pr.tenant_id = ").push_bind(tx.tenant());
    query.push(" and pr.id = ").push_bind(id);
    query
}

/// A product, trashed ones included.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: ProductId) -> Result<Product> {
    let query = by_id(tx, id).planned_once();
    Ok(Product::read(&tx.one(query).await?)?)
}

/// A product, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for whoever is no administrator.
pub async fn lock(tx: &mut TenantTx, id: ProductId) -> Result<Product> {
    Ok(Product::read(&records::store::lock(tx, |tx| by_id(tx, id), " for no key update").await?)?)
}

/// The words by which a product is found.
#[must_use]
pub fn words(product: &Product) -> Vec<String> {
    search::words([Some(&product.name), product.series.as_ref()].into_iter().flatten().map(String::as_str))
}

fn index(tx: &mut TenantTx, product: &Product) {
    let words = if product.trashed_at.is_some() { Vec::new() } else { words(product) };
    let statement = search::index(tx.tenant(), "product", product.id.0, None, true, words);
    tx.queue(statement);
}

/// Keeps a new product.
///
/// # Errors
/// 422 for a taken name or external id.
pub async fn insert(tx: &mut TenantTx, product: &Product) -> Result<()> {
    let statement = sql("insert into products (tenant_id, id, name, name_key, series, price, currency, external_id, created_at, updated_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)")
    .bind(tx.tenant())
    .bind(product.id)
    .bind(product.name.clone())
    .bind(name_key(&product.name))
    .bind(product.series.clone())
    .bind(product.price)
    .bind(product.currency.clone())
    .bind(product.external_id.clone())
    .bind(product.created_at);
    index(tx, product);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Writes a changed product, which comes back with its next version.
///
/// # Errors
/// 422 for a taken name, also when a trashed product comes back to find its name taken.
pub async fn update(tx: &mut TenantTx, product: &Product) -> Result<Product> {
    let statement = sql("update products pr set name = $3, name_key = $4, series = $5, price = $6, currency = $7, updated_at = $8,
            trashed_at = $9, version = pr.version + 1
          where pr.tenant_id = $1 and pr.id = $2 returning ");
    let mut statement = statement
        .bind(tx.tenant())
        .bind(product.id)
        .bind(product.name.clone())
        .bind(name_key(&product.name))
        .bind(product.series.clone())
        .bind(product.price)
        .bind(product.currency.clone())
        .bind(product.updated_at)
        .bind(product.trashed_at);
    statement.push(Product::COLUMNS);
    index(tx, product);
    let row = tx.one(statement.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Product::read(&row)?)
}
