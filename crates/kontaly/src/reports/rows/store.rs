//! The deals behind a figure in the database.

use crate::deals::{Deal, LISTING};
use crate::http::page::{self, CountQuery};
use crate::http::{Count, ListQuery, Page, Result};
use crate::reports::asked::{Asked, Of};
use crate::reports::store::of_deals;
use crate::reports::time::Days;
use jiff::Timestamp;
use kontaly_access::StageId;
use kontaly_db::{Sql, TenantTx, sql};

/// The period of a figure: its days, and the instants between which they lie. None: of all time.
pub type Period = Option<(Days, Timestamp, Timestamp)>;

/// A page of the deals behind a figure.
///
/// # Errors
/// 422 for a sort or cursor that cannot be understood.
pub async fn list(tx: &mut TenantTx, asked: &Asked, period: Period) -> Result<Page<Deal>> {
    let from = behind(tx, asked, period);
    let rows = &asked.rows;
    let query = ListQuery {
        sort: rows.sort.clone(),
        cursor: rows.cursor.clone(),
        limit: rows.limit,
        ..ListQuery::default()
    };
    page::read(tx, &LISTING, &query, Deal::COLUMNS, from, Deal::read).await
}

/// How many deals are behind a figure.
///
/// # Errors
/// The database's.
pub async fn count(tx: &mut TenantTx, asked: &Asked, period: Period) -> Result<Count> {
    let from = behind(tx, asked, period);
    page::count(tx, &LISTING, &CountQuery { filter: None, exact: true }, from).await
}

fn behind(tx: &TenantTx, asked: &Asked, period: Period) -> Sql {
    let mut query = sql("from deals d where d.trashed_at is null and d.tenant_id = ");
    query.push_bind(tx.tenant());
    of_deals(&mut query, tx, asked);
    of_period(&mut query, asked.rows.of, period);
    let rows = &asked.rows;
    if let Some(state) = &rows.state {
        query.push(" and d.state = ").push_bind(state.clone());
    }
    if let Some(stage) = rows.stage_id {
        query.push(" and d.stage_id = ").push_bind(stage);
    }
    if let Some(stage) = rows.reached {
        has_reached(&mut query, tx, stage);
    }
    if let Some(reason) = &rows.lost_reason {
        query.push(" and d.lost_reason = ").push_bind(reason.clone());
    }
    if let Some(currency) = &rows.currency {
        query.push(" and d.currency = ").push_bind(currency.clone());
    }
    if let Some(category) = &rows.category {
        query.push(" and d.stage_id in (select s.id from stages s where s.forecast_category = ");
        query.push_bind(category.clone()).push(" and s.tenant_id = ").push_bind(tx.tenant()).push(")");
    }
    query
}

fn of_period(query: &mut Sql, of: Of, period: Period) {
    match of {
        Of::Created | Of::Closed => {
            let column = if of == Of::Created { "d.created_at" } else { "d.closed_at" };
            query.push(" and ").push(column).push(" is not null");
            if let Some((_, from, until)) = period {
                query.push(" and ").push(column).push(" >= ").push_bind(from);
                query.push(" and ").push(column).push(" < ").push_bind(until);
            }
        }
        Of::Open => {
            query.push(" and d.state = 'open'");
            if let Some((days, ..)) = period {
                query.push(" and d.expected_close_date between ").push_bind(days.from);
                query.push(" and ").push_bind(days.to);
            }
        }
        Of::Undated => {
            query.push(" and d.state = 'open' and d.expected_close_date is null");
        }
    }
}

/// As the funnel counts it: won, or its history names the stage, a later one, or one in which it was won.
fn has_reached(query: &mut Sql, tx: &TenantTx, stage: StageId) {
    query.push(
        " and exists (
          select 1 from stages r join stages s on s.tenant_id = r.tenant_id and s.pipeline_id = r.pipeline_id
          where r.pipeline_id = d.pipeline_id and r.id = ",
    );
    query.push_bind(stage).push(" and r.tenant_id = ").push_bind(tx.tenant());
    query.push(
        " and (d.state = 'won' or (s.id = any (d.stages_reached)
            and (s.kind = 'won' or (s.kind = 'open' and s.position >= r.position)))))",
    );
}
