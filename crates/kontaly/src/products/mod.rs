//! Products: what the workspace sells. Everybody reads them, administrators keep them.

pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::change::set;
use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use kontaly_access::ProductId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kontaly_db::record! {
    /// A product.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Product {
        /// Which one.
        pub id: ProductId = "pr.id",
        /// Its name; no two differ in case, accents or spaces alone.
        #[schema(example = "GTX Pro")]
        pub name: String = "pr.name",
        /// The series it belongs to.
        #[schema(example = "GTX")]
        pub series: Option<String> = "pr.series",
        /// List price in minor units of `currency`.
        #[schema(example = 482_100)]
        pub price: Option<i64> = "pr.price",
        /// ISO 4217 code of `price`; there when `price` is.
        #[schema(example = "USD")]
        pub currency: Option<String> = "pr.currency",
        /// Its name in the system it was imported from.
        pub external_id: Option<String> = "pr.external_id",
        /// When it was made.
        pub created_at: Timestamp = "pr.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "pr.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "pr.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "pr.version",
    }
}

/// What products are listed, filtered and sorted by.
pub const LISTING: Listing = Listing {
    noun: "product",
    id: "pr.id",
    tenant: "pr.tenant_id",
    owner: None,
    default_sort: "name",
    fields: &[
        Field::sorted("name", "pr.name", Kind::Text),
        Field::new("series", "pr.series", Kind::Text),
        Field::new("price", "pr.price", Kind::Integer),
        Field::new("currency", "pr.currency", Kind::Text),
        Field::new("created_at", "pr.created_at", Kind::Instant),
        Field::new("updated_at", "pr.updated_at", Kind::Instant),
    ],
};

/// A product to be made.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProductDraft {
    /// Its name.
    #[schema(required, example = "GTX Pro")]
    pub name: String,
    /// The series it belongs to.
    pub series: Option<String>,
    /// List price in minor units.
    #[schema(example = 482_100)]
    pub price: Option<i64>,
    /// ISO 4217 code of `price`; the workspace's when absent.
    pub currency: Option<String>,
    /// Its name in another system.
    pub external_id: Option<String>,
}

/// What changes about a product. Absent leaves a field, null clears it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProductPatch {
    /// Its name.
    pub name: Option<String>,
    /// The series it belongs to.
    #[schema(value_type = Option<String>)]
    pub series: Change<String>,
    /// List price in minor units; null takes the currency away too.
    #[schema(value_type = Option<i64>)]
    pub price: Change<i64>,
    /// ISO 4217 code.
    #[schema(value_type = Option<String>)]
    pub currency: Change<String>,
}

impl ProductPatch {
    /// The product with the change applied.
    #[must_use]
    pub fn apply(self, product: &Product) -> Product {
        let mut product = product.clone();
        set(&mut product.name, self.name);
        self.series.apply(&mut product.series);
        self.price.apply(&mut product.price);
        self.currency.apply(&mut product.currency);
        product
    }
}
