//! What makes a product right: pure, so that the API, the import and the tests apply the same.

use super::Product;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy, tidy_option};

/// Trims texts, keeps price and currency together, and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(product: &mut Product) -> Result<(), Vec<FieldError>> {
    tidy(&mut product.name);
    for text in [&mut product.series, &mut product.currency, &mut product.external_id] {
        tidy_option(text);
    }
    if product.price.is_none() {
        product.currency = None;
    }
    let mut check = Check::default();
    check.that(!product.name.is_empty(), "name", "required", "A product needs a name.");
    check.length("name", &product.name, 200);
    check.option_length("series", product.series.as_deref(), 120);
    check.that(
        product.price.is_none_or(|price| price >= 0),
        "price",
        "out_of_range",
        "Give whole minor units from 0.",
    );
    check.currency("currency", product.currency.as_deref());
    check.that(
        product.price.is_none() || product.currency.is_some(),
        "currency",
        "required",
        "A price needs its currency.",
    );
    check.option_length("external_id", product.external_id.as_deref(), 200);
    check.done()
}
