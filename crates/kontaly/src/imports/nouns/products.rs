//! Products from files.

use super::{Cell, Key, Kind, Noun, Table, Values, Wrong, columns, fields};
use crate::accounts::name_key;
use crate::imports::bulk::Stored;
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use crate::products::{Product, rules, store};
use kontaly_access::{Permission, ProductId};
use uuid::Uuid;

columns! {
    Name "name" Text;
    NameKey "name_key" Text;
    Series "series" Text;
    Price "price" Integer;
    Currency "currency" Text;
    ExternalId "external_id" Text;
    CreatedAt "created_at" Instant;
}

fields! {
    ExternalId "external_id" "External id" Kind::Text(200), Some(Col::ExternalId as usize), ["id" "product id" "sku" "product code" "code" "article number"];
    Name "name" "Name" Kind::Text(200), Some(Col::Name as usize), ["product" "product name" "item" "article"] required;
    Series "series" "Series" Kind::Text(120), Some(Col::Series as usize), ["product series" "product family" "family" "category"];
    Price "price" "Price" Kind::Money, Some(Col::Price as usize), ["sales price" "list price" "unit price" "retail price" "cost"];
    Currency "currency" "Currency" Kind::Currency, Some(Col::Currency as usize), ["currency code" "price currency"];
    CreatedAt "created_at" "Created" Kind::Instant, Some(Col::CreatedAt as usize), ["created" "created date" "create date" "date created"];
}

/// Products.
pub static PRODUCTS: Noun = Noun {
    name: "products",
    one: "product",
    synonyms: &["items", "item"],
    permissions: &[Permission::ProductsManage],
    fields: FIELDS,
    table: Some(&Table {
        name: "products",
        columns: COLUMNS,
        external_id: (Is::ExternalId as usize, Col::ExternalId as usize),
        owner: None,
        key: Key::Name(Is::Name as usize, Col::NameKey as usize),
        directory: true,
        history: false,
        parent: None,
        settle,
        restore: settle,
        derived: &[Col::NameKey as usize],
        units: &[&[Col::Price as usize, Col::Currency as usize]],
        words,
        constraints: &[
            ("products_by_name_key", "name", "taken", "There is a product of this name already."),
            (
                "products_by_external_id",
                "external_id",
                "taken",
                "There is a product of this external id already.",
            ),
        ],
    }),
    creates: &[],
};

fn settle(setting: &Setting, _: &Row, before: Option<&Stored>, after: &mut Values) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[Col::CreatedAt]);
    let mut product = product(setting, after);
    let settled = rules::settle(&mut product);
    after[Col::NameKey] = Cell::Text(name_key(&product.name));
    after[Col::Currency] = product.currency.into();
    settled.map_err(|fields| fields.into_iter().map(Wrong::from_rule).collect())
}

/// The record that the rules of products judge.
fn product(setting: &Setting, values: &Values) -> Product {
    let text = |at: Col| values[at].text().map(str::to_owned);
    Product {
        id: ProductId(Uuid::nil()),
        name: text(Col::Name).unwrap_or_default(),
        series: text(Col::Series),
        price: values[Col::Price].integer(),
        currency: text(Col::Currency),
        external_id: text(Col::ExternalId),
        created_at: values[Col::CreatedAt].instant().unwrap_or(setting.now),
        updated_at: setting.now,
        trashed_at: None,
        version: 1,
    }
}

fn words(setting: &Setting, values: &Values, _: &[&str]) -> Vec<String> {
    store::words(&product(setting, values))
}
