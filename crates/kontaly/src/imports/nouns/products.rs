//! Products from files.

use super::{Cell, Key, Kind, Noun, Table, Values, Wrong, columns, fields};
use crate::accounts::name_key;
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use crate::search;
use kontaly_access::Permission;

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

fn settle(setting: &Setting, _: &Row, before: Option<&Values>, after: &mut Values) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[Col::CreatedAt]);
    let name = after[Col::Name].text().unwrap_or_default();
    if name.is_empty() {
        return Err(vec![Wrong::new("name", "required", "A product needs a name.")]);
    }
    after[Col::NameKey] = Cell::Text(name_key(name));
    if after[Col::Price].is_blank() {
        after[Col::Currency] = Cell::Null;
    }
    match after[Col::Price].integer() {
        Some(..0) => Err(vec![Wrong::new("price", "out_of_range", "A price is not negative.")]),
        _ => Ok(()),
    }
}

fn words(_: &Setting, values: &Values, _: &[&str]) -> Vec<String> {
    search::words([Col::Name, Col::Series, Col::ExternalId].into_iter().filter_map(|at| values[at].text()))
}
