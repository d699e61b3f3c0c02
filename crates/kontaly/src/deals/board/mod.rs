//! The board: a pipeline's stages side by side, each with its count, its sums and its first cards.
//!
//! Counts and sums come from the server, under the same filter and the same row rule as the cards. Money of different
//! currencies is never added.

pub mod http;
pub mod store;

use super::Deal;
use crate::http::Page;
use crate::http::filter::{Field, Kind, Listing};
use crate::pipelines::Stage;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Cards of a column's page when none is asked for, and at most: a board shows many columns at once.
pub const CARDS_DEFAULT: usize = 25;
/// See [`CARDS_DEFAULT`].
pub const CARDS_MAX: usize = 100;

/// A pipeline's board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    /// The columns, in the order of the stages.
    pub stages: Vec<Column>,
}

/// A column of the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Column {
    /// The stage.
    pub stage: Stage,
    /// How many deals stand in it, of those that you see and that the filter lets through.
    #[schema(example = 42)]
    pub count: i64,
    /// What they are worth, by currency; nothing of a currency in which no amount is known.
    pub sums: Vec<Sum>,
    /// The first cards, in their order.
    pub deals: Page<Deal>,
}

/// The worth of deals of one currency.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sum {
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The sum of the amounts, in minor units.
    #[schema(example = 52_500_000)]
    pub amount: i64,
    /// The sum of the weighted amounts, each rounded by itself.
    #[schema(example = 26_250_000)]
    pub weighted: i64,
}

/// What a board is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// As for the list of deals.
    #[param(example = json!(null))]
    pub filter: Option<String>,
    /// Cards of each column: 1 to 100, 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

/// Which cards of a column are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ColumnQuery {
    /// As for the board.
    #[param(example = json!(null))]
    pub filter: Option<String>,
    /// The column's `next`.
    pub cursor: Option<String>,
    /// Cards of the page: 1 to 100, 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

/// A column is the list of deals, filtered like it and sorted by rank.
pub const LISTING: Listing = Listing { default_sort: "rank", fields: &FIELDS, ..super::LISTING };

const FIELDS: [Field; super::LISTING.fields.len() + 1] = {
    let mut fields = [Field::sorted("rank", "d.rank", Kind::Text); super::LISTING.fields.len() + 1];
    let mut i = 0;
    while i < super::LISTING.fields.len() {
        fields[i] = super::LISTING.fields[i];
        i += 1;
    }
    fields
};
