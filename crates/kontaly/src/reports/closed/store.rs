//! Closed deals in the database.

use crate::reports::answers::{CurrencySum, DealOutcome, LostReason};
use crate::reports::asked::Asked;
use crate::reports::store::{numbered, of_deals, share};
use jiff::Timestamp;
use kontaly_db::{Error, Sql, TenantTx, sql};

/// Lost reasons that are told apart; the rest is summed up.
const REASONS_MAX: usize = 20;

/// What was closed between the first boundary and the last: one outcome a piece, and why deals were lost.
///
/// # Errors
/// The database's.
pub async fn won_lost(
    tx: &mut TenantTx,
    asked: &Asked,
    boundaries: &[Timestamp],
) -> Result<(Vec<DealOutcome>, Vec<LostReason>), Error> {
    let mut query =
        sql("select grouping(d.lost_reason) = 0, c.piece, d.state, d.lost_reason, d.currency, count(*),
          count(*) - count(d.amount), coalesce(sum(d.amount), 0)::bigint
        from deals d cross join lateral (select width_bucket(d.closed_at, ");
    query.push_bind(boundaries.to_vec()).push(") as piece) c where d.trashed_at is null and d.tenant_id = ");
    query.push_bind(tx.tenant());
    closed_between(&mut query, boundaries);
    of_deals(&mut query, tx, asked);
    query.push(
        " group by grouping sets ((c.piece, d.state, d.currency), (d.lost_reason, d.currency))
        having grouping(d.lost_reason) = 1 or d.lost_reason is not null
        order by 1, d.currency",
    );
    let rows = tx.closing().query(query.stable()).await?;
    let mut outcomes = vec![DealOutcome::default(); boundaries.len().saturating_sub(1)];
    let mut reasons: Vec<LostReason> = Vec::new();
    for row in &rows {
        let of_reason: bool = row.take()?;
        let (piece, state): (Option<i32>, Option<String>) = (row.take()?, row.take()?);
        let reason: Option<String> = row.take()?;
        let sum = CurrencySum {
            currency: row.take()?,
            deals: row.take()?,
            without_amount: row.take()?,
            amount: row.take()?,
        };
        if of_reason {
            add_reason(&mut reasons, reason, sum);
        } else if let Some(outcome) = piece.and_then(|piece| numbered(&mut outcomes, piece)) {
            outcome.add(state.as_deref() == Some("won"), sum);
        }
    }
    Ok((outcomes, shortened(reasons)))
}

fn closed_between(query: &mut Sql, boundaries: &[Timestamp]) {
    if let [first, .., last] = boundaries {
        query.push(" and d.closed_at >= ").push_bind(*first).push(" and d.closed_at < ").push_bind(*last);
    }
}

/// Deals won between the first boundary and the last, and the median of their seconds from created to won: one a piece,
/// and last of all of all together.
///
/// # Errors
/// The database's.
pub async fn sales_cycle(
    tx: &mut TenantTx,
    asked: &Asked,
    boundaries: &[Timestamp],
) -> Result<Vec<(i64, Option<f64>)>, Error> {
    let mut query = sql("select c.piece, count(*), percentile_cont(0.5) within group (
            order by extract(epoch from d.closed_at - d.created_at)::double precision)
        from deals d cross join lateral (select width_bucket(d.closed_at, ");
    query.push_bind(boundaries.to_vec());
    query.push(") as piece) c where d.trashed_at is null and d.state = 'won' and d.tenant_id = ");
    query.push_bind(tx.tenant());
    closed_between(&mut query, boundaries);
    of_deals(&mut query, tx, asked);
    query.push(" group by grouping sets ((c.piece), ())");
    let rows = tx.closing().query(query.stable()).await?;
    let mut cycles = vec![(0, None); boundaries.len()];
    let all = i32::try_from(boundaries.len()).unwrap_or(i32::MAX);
    for row in &rows {
        let piece: Option<i32> = row.take()?;
        if let Some(cycle) = numbered(&mut cycles, piece.unwrap_or(all)) {
            *cycle = (row.take()?, row.take()?);
        }
    }
    Ok(cycles)
}

impl DealOutcome {
    /// Adds deals of one currency that were won or lost.
    pub fn add(&mut self, won: bool, sum: CurrencySum) {
        let (deals, sums) =
            if won { (&mut self.won, &mut self.won_sums) } else { (&mut self.lost, &mut self.lost_sums) };
        *deals += sum.deals;
        add_sum(sums, sum);
        self.win_rate = share(self.won, self.won + self.lost);
    }

    /// Adds another outcome.
    pub fn add_all(&mut self, other: &Self) {
        for (won, sums) in [(true, &other.won_sums), (false, &other.lost_sums)] {
            for sum in sums {
                self.add(won, sum.clone());
            }
        }
    }
}

fn add_sum(sums: &mut Vec<CurrencySum>, sum: CurrencySum) {
    match sums.binary_search_by(|known| known.currency.cmp(&sum.currency)) {
        Ok(at) => {
            sums[at].deals += sum.deals;
            sums[at].without_amount += sum.without_amount;
            sums[at].amount += sum.amount;
        }
        Err(at) => sums.insert(at, sum),
    }
}

fn add_reason(reasons: &mut Vec<LostReason>, reason: Option<String>, sum: CurrencySum) {
    let known = reasons.iter_mut().find(|known| known.reason == reason);
    if let Some(known) = known {
        known.deals += sum.deals;
        add_sum(&mut known.sums, sum);
    } else {
        reasons.push(LostReason { reason, deals: sum.deals, sums: vec![sum] });
    }
}

/// The commonest reasons, and the others together.
fn shortened(mut reasons: Vec<LostReason>) -> Vec<LostReason> {
    reasons.sort_by(|a, b| b.deals.cmp(&a.deals).then_with(|| a.reason.cmp(&b.reason)));
    let others = reasons.split_off(REASONS_MAX.min(reasons.len()));
    for sum in others.into_iter().flat_map(|other| other.sums) {
        add_reason(&mut reasons, None, sum);
    }
    reasons
}
