//! The forecast in the database.

use crate::reports::answers::{CurrencySum, Forecast, ForecastMonth, ForecastSum};
use crate::reports::asked::Asked;
use crate::reports::store::{numbered, of_deals};
use crate::reports::time::Days;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_db::{Error, Row, Sql, TenantTx, sql};

/// The days at which months begin, and the day behind the last.
fn edges(months: &[Days]) -> Vec<Date> {
    let behind = months.last().and_then(|last| last.to.tomorrow().ok());
    months.iter().map(|days| days.from).chain(behind).collect()
}

/// Open deals by the month in which they are expected to close, those won by the month in which they were, and the open
/// ones of which nobody has said when.
///
/// # Errors
/// The database's.
pub async fn forecast(
    tx: &mut TenantTx,
    asked: &Asked,
    months: Vec<Days>,
    boundaries: &[Timestamp],
) -> Result<Forecast, Error> {
    let edges = edges(&months);
    let mut query = sql(
        "select f.piece, f.category, f.currency, f.deals, f.without_amount, f.amount, f.weighted_amount from (",
    );
    open_deals(&mut query, tx, asked, &edges, true);
    query.push(" union all ");
    open_deals(&mut query, tx, asked, &edges, false);
    query.push(" union all ");
    won_deals(&mut query, tx, asked, boundaries);
    query.push(") f order by f.piece, f.category, f.currency");
    let rows = tx.closing().query(query.stable()).await?;
    let months = months.into_iter().map(|days| ForecastMonth { days, open: Vec::new(), won: Vec::new() });
    let mut forecast = Forecast { months: months.collect(), undated: Vec::new() };
    for row in &rows {
        add(&mut forecast, row)?;
    }
    Ok(forecast)
}

/// Open deals by category and currency: those expected within the edges, by month, or those of which no day is known.
fn open_deals(query: &mut Sql, tx: &TenantTx, asked: &Asked, edges: &[Date], dated: bool) {
    query.push("select ");
    if dated {
        query.push("width_bucket(d.expected_close_date, ").push_bind(edges.to_vec()).push(")");
    } else {
        query.push("null::integer");
    }
    // Weighted as in the pipeline report.
    query.push(" as piece, s.forecast_category as category, d.currency, count(*) as deals,
        count(*) - count(d.amount) as without_amount, coalesce(sum(d.amount), 0)::bigint as amount,
        coalesce(sum(d.amount / 100 * d.probability + (d.amount % 100 * d.probability + 10050) / 100 - 100), 0)::bigint
          as weighted_amount
      from deals d join stages s on s.tenant_id = d.tenant_id and s.id = d.stage_id
      where d.state = 'open' and d.trashed_at is null and s.forecast_category in ('commit', 'best_case', 'pipeline')
        and d.tenant_id = ");
    query.push_bind(tx.tenant());
    match (dated, edges) {
        (true, [first, .., behind]) => {
            query.push(" and d.expected_close_date >= ").push_bind(*first);
            query.push(" and d.expected_close_date < ").push_bind(*behind);
        }
        _ => {
            query.push(" and d.expected_close_date is null");
        }
    }
    of_deals(query, tx, asked);
    query.push(" group by 1, 2, 3");
}

fn won_deals(query: &mut Sql, tx: &TenantTx, asked: &Asked, boundaries: &[Timestamp]) {
    query.push("select width_bucket(d.closed_at, ").push_bind(boundaries.to_vec());
    query.push("), 'won', d.currency, count(*), count(*) - count(d.amount), coalesce(sum(d.amount), 0)::bigint, 0::bigint
      from deals d where d.closed_at is not null and d.state = 'won' and d.trashed_at is null and d.tenant_id = ");
    query.push_bind(tx.tenant());
    if let [first, .., last] = boundaries {
        query.push(" and d.closed_at >= ").push_bind(*first).push(" and d.closed_at < ").push_bind(*last);
    }
    of_deals(query, tx, asked);
    query.push(" group by 1, 3");
}

fn add(forecast: &mut Forecast, row: &Row) -> Result<(), Error> {
    let (piece, category): (Option<i32>, String) = (row.take()?, row.take()?);
    let (currency, deals, without_amount) = (row.take()?, row.take()?, row.take()?);
    let (amount, weighted_amount) = (row.take()?, row.take()?);
    let month = piece.and_then(|piece| numbered(&mut forecast.months, piece));
    if category == "won" {
        if let Some(month) = month {
            month.won.push(CurrencySum { currency, deals, without_amount, amount });
        }
        return Ok(());
    }
    let sums = month.map_or(&mut forecast.undated, |month| &mut month.open);
    sums.push(ForecastSum { category, currency, deals, without_amount, amount, weighted_amount });
    Ok(())
}
