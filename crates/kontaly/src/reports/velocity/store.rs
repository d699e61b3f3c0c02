//! Velocity in the database.

use crate::reports::answers::CurrencyVelocity;
use crate::reports::asked::Asked;
use crate::reports::store::{of_deals, share};
use jiff::Timestamp;
use kontaly_db::{Error, Row, Sql, TenantTx, sql};

/// The velocity of each currency: of the deals that are open now, and of those closed from an instant until before another.
///
/// # Errors
/// The database's.
pub async fn velocity(
    tx: &mut TenantTx,
    asked: &Asked,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<CurrencyVelocity>, Error> {
    let mut query = sql("select v.currency, count(*) filter (where v.state = 'open'), count(*) filter (where v.state = 'won'),
          count(*) filter (where v.state = 'lost'), count(v.amount) filter (where v.state = 'won'),
          coalesce(sum(v.amount) filter (where v.state = 'won'), 0)::bigint,
          percentile_cont(0.5) within group (order by v.seconds) filter (where v.state = 'won')
        from (select d.currency, d.state, null::bigint as amount, null::double precision as seconds
          from deals d where d.state = 'open' and d.trashed_at is null and d.tenant_id = ");
    query.push_bind(tx.tenant());
    of_deals(&mut query, tx, asked);
    query.push(
        " union all
          select d.currency, d.state, d.amount, extract(epoch from d.closed_at - d.created_at)::double precision
          from deals d where d.trashed_at is null and d.tenant_id = ",
    );
    query.push_bind(tx.tenant());
    closed(&mut query, from, until);
    of_deals(&mut query, tx, asked);
    query.push(") v group by v.currency order by v.currency");
    tx.closing().query(query.stable()).await?.iter().map(of_currency).collect()
}

fn closed(query: &mut Sql, from: Timestamp, until: Timestamp) {
    query.push(" and d.closed_at >= ").push_bind(from).push(" and d.closed_at < ").push_bind(until);
}

fn of_currency(row: &Row) -> Result<CurrencyVelocity, Error> {
    let currency = row.take()?;
    let (open, won, lost): (i64, i64, i64) = (row.take()?, row.take()?, row.take()?);
    let (priced, amount): (i64, i64) = (row.take()?, row.take()?);
    let median: Option<f64> = row.take()?;
    let win_rate = share(won, won + lost);
    let average = share(amount, priced);
    let median_days = median.map(|seconds| seconds / 86_400.0);
    Ok(CurrencyVelocity {
        currency,
        open,
        won,
        lost,
        win_rate,
        average_amount: average.map(whole),
        median_days,
        amount_per_day: per_day(open, average, win_rate, median_days),
    })
}

/// Deals × average amount × win rate ÷ cycle; nothing where one of them is not known or no day passed.
fn per_day(open: i64, average: Option<f64>, win_rate: Option<f64>, days: Option<f64>) -> Option<i64> {
    let days = days.filter(|days| *days > 0.0)?;
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    let per_day = open as f64 * average? * win_rate? / days;
    Some(whole(per_day))
}

/// To whole minor units.
#[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and amounts are far below 2^63")]
fn whole(amount: f64) -> i64 {
    amount.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn velocity_is_deals_by_amount_by_rate_over_days() {
        assert_eq!(per_day(10, Some(500.0), Some(0.5), Some(25.0)), Some(100));
        assert_eq!(per_day(10, Some(500.0), Some(0.5), Some(0.0)), None, "no day passed");
        assert_eq!(per_day(10, None, Some(0.5), Some(25.0)), None, "no amount is known");
        assert_eq!(per_day(0, Some(500.0), Some(0.5), Some(25.0)), Some(0));
    }
}
