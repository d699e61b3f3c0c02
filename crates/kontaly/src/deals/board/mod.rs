//! The board: a pipeline's stages side by side, each with its count, its sums and its first cards. [`groups`] are other
//! ways to cut it.
//!
//! Counts and sums come from the server, under the same filter and the same row rule as the cards. Money of different
//! currencies is never added.

pub mod groups;
pub mod http;
pub mod store;

use super::Deal;
use crate::http::Page;
use crate::http::filter::{Field, Kind, Listing};
use crate::pipelines::Stage;
use groups::Group;
use jiff::civil::Date;
use kontaly_access::{PipelineId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Cards of a column's page when none is asked for, and at most: a board shows many columns at once.
pub const CARDS_DEFAULT: usize = 25;
/// See [`CARDS_DEFAULT`].
pub const CARDS_MAX: usize = 100;

/// A pipeline's board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    /// Whose board it is.
    pub pipeline_id: PipelineId,
    /// What it is cut by.
    pub group: Group,
    /// The columns: stages in their order, owners by name and the pool behind them, months in their order.
    pub columns: Vec<Column>,
}

/// A column of the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Column {
    /// The id of the stage or of the owner, a month as `2026-11`; `late` for what should have closed before this month,
    /// `later` for what closes after the last month shown, `none` for deals without an owner or a date.
    #[schema(example = "2026-11")]
    pub id: String,
    /// The stage, on a board by stages.
    pub stage: Option<Stage>,
    /// The owner, on a board by owners; null there: the pool.
    pub owner_id: Option<UserId>,
    /// The month's first day, on a board by months.
    pub month: Option<Date>,
    /// How many deals stand in it, of those that you see and that the filter lets through.
    #[schema(example = 42)]
    pub count: i64,
    /// What they are worth, by currency; nothing of a currency in which no amount is known.
    pub sums: Vec<Sum>,
    /// The first cards, in their order.
    pub deals: Page<Deal>,
}

impl Column {
    /// A column without deals.
    #[must_use]
    pub fn empty(id: String) -> Self {
        let deals = Page::forwards(Vec::new(), None);
        Self { id, stage: None, owner_id: None, month: None, count: 0, sums: Vec::new(), deals }
    }

    /// Adds a currency's row of [`SUMS`]; all of it is null where there are no deals.
    fn add(&mut self, row: &kontaly_db::Row) -> Result<(), kontaly_db::Error> {
        let (deals, currency): (Option<i64>, Option<String>) = (row.take()?, row.take()?);
        let (amount, weighted): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
        self.count += deals.unwrap_or(0);
        if let (Some(currency), Some(amount), Some(weighted)) = (currency, amount, weighted) {
            self.sums.push(Sum { currency, amount, weighted });
        }
        Ok(())
    }
}

/// What a column is worth, by currency, of the deals `d`. A sum that no bigint holds is beyond all that is real; it is shown
/// as the largest there is.
const SUMS: &str = "count(*) as deals, d.currency,
    least(sum(d.amount), 9223372036854775807)::bigint as amount,
    least(sum((d.amount * d.probability + 50) / 100), 9223372036854775807)::bigint as weighted";

/// Takes one more of a column's first cards; of one more than `limit` it is only kept that there is a next page, behind
/// the last one's cursor.
fn take(page: &mut Page<Deal>, deal: Deal, limit: usize, cursor: impl FnOnce(&Deal) -> String) {
    match page.items.last() {
        Some(last) if page.items.len() == limit => page.next = Some(cursor(last)),
        _ => page.items.push(deal),
    }
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
    /// `stage` when absent; `owner` and `month` (of the expected close date) show open deals only.
    #[param(example = "stage")]
    pub group: Option<String>,
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
    /// As for the board.
    #[param(example = "stage")]
    pub group: Option<String>,
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
