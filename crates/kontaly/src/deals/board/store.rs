//! Boards in the database: two queries a board, one a column, whatever the number of deals.

use super::groups::store::Asked;
use super::groups::{self, Group};
use super::{Board, BoardQuery, CARDS_DEFAULT, CARDS_MAX, Column, ColumnQuery, LISTING, Sum};
use crate::deals::Deal;
use crate::http::{Error, ListQuery, Page, Result, filter, page};
use crate::pipelines::Stage;
use jiff::civil::Date;
use kontaly_access::{PipelineId, Scope, StageId};
use kontaly_db::{Sql, TenantTx, sql};

pub(super) fn limit(asked: Option<usize>) -> Result<usize> {
    match asked.unwrap_or(CARDS_DEFAULT) {
        limit @ 1..=CARDS_MAX => Ok(limit),
        _ => Err(Error::query("limit", format!("A column has 1 to {CARDS_MAX} cards."))),
    }
}

/// Which owners' deals a part of a query reads. Row security decides what is seen; this only says it in a way that an index
/// can follow, which its OR of three conditions is not. Somebody who sees few of 50,000 deals waits a twentieth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owners {
    /// Whatever row security lets through.
    All,
    /// Those of the actor's own scope, all at once.
    Scope,
    /// One of them, called `o.id`.
    Each,
    /// Nobody: the pool.
    Pool,
}

/// The live deals of stage `s` under the filter, up to the end of their WHERE.
fn push_deals(query: &mut Sql, tx: &TenantTx, text: Option<&str>, owners: Owners) -> Result<()> {
    query.push(" from deals d where d.tenant_id = ").push_bind(tx.tenant());
    query.push(" and d.stage_id = s.id and d.trashed_at is null");
    match owners {
        Owners::All => {}
        Owners::Scope => {
            query.push(" and d.owner_id = any ((select a.owners from actors a where a.tenant_id = ");
            query.push_bind(tx.tenant()).push(")::uuid[])");
        }
        Owners::Each => {
            query.push(" and d.owner_id = o.id");
        }
        Owners::Pool => {
            query.push(" and d.owner_id is null");
        }
    }
    query.append(filter::compile(&LISTING, text, tx.actor())?);
    Ok(())
}

fn sees_all(tx: &TenantTx) -> bool {
    tx.actor().role.scope() == Scope::All
}

fn push_stages(query: &mut Sql, tx: &TenantTx, pipeline: PipelineId) {
    query.push(" where s.tenant_id = ").push_bind(tx.tenant());
    query.push(" and s.pipeline_id = ").push_bind(pipeline).push(" and s.trashed_at is null");
}

/// A pipeline's board.
///
/// # Errors
/// 404 for a pipeline that has no stages; 422 for a filter that cannot be understood.
pub async fn read(tx: &mut TenantTx, pipeline: PipelineId, query: &BoardQuery, today: Date) -> Result<Board> {
    let limit = limit(query.limit)?;
    let text = query.filter.as_deref().filter(|text| !text.trim().is_empty());
    let group = Group::parse(query.group.as_deref())?;
    let columns = if group == Group::Stage {
        let mut stages = columns(tx, pipeline, text).await?;
        cards(tx, pipeline, text, limit, &mut stages).await?;
        stages
    } else {
        groups::store::read(tx, group, Asked { pipeline, filter: text, limit, today }).await?
    };
    Ok(Board { pipeline_id: pipeline, group, columns })
}

/// The heads of stage `s` over all its deals, as every change of a deal leaves them (migrations/0062).
// A sum that no bigint holds is beyond all that is real; it is shown as the largest there is.
fn push_rolled_up(query: &mut Sql, tx: &TenantTx) {
    query.push(
        "select c.currency, sum(c.deals)::bigint as deals,
          case when sum(c.priced) > 0 then least(sum(c.amount), 9223372036854775807)::bigint end as amount,
          case when sum(c.priced) > 0 then least(sum(c.weighted), 9223372036854775807)::bigint end as weighted
        from deal_sums c where c.stage_id = s.id and c.tenant_id = ",
    );
    query.push_bind(tx.tenant()).push(" group by c.currency having sum(c.deals) <> 0");
}

/// The same over the deals under a filter, read one by one.
fn push_summed(query: &mut Sql, tx: &TenantTx, text: Option<&str>) -> Result<()> {
    query.push(
        "select d.currency, count(*) as deals, least(sum(d.amount), 9223372036854775807)::bigint as amount,
        least(sum((d.amount * d.probability + 50) / 100), 9223372036854775807)::bigint as weighted",
    );
    if sees_all(tx) {
        push_deals(query, tx, text, Owners::All)?;
    } else {
        query.push(" from (select d.*");
        push_deals(query, tx, text, Owners::Scope)?;
        query.push(" union all select d.*");
        push_deals(query, tx, text, Owners::Pool)?;
        query.push(") d");
    }
    query.push(" group by d.currency");
    Ok(())
}

/// The columns with counts and sums, still without cards.
async fn columns(tx: &mut TenantTx, pipeline: PipelineId, text: Option<&str>) -> Result<Vec<Column>> {
    let mut query = sql("select ");
    query.push(Stage::COLUMNS).push(", coalesce(a.deals, 0), a.currency, a.amount, a.weighted");
    query.push(" from stages s left join lateral (");
    match text {
        None => push_rolled_up(&mut query, tx),
        Some(_) => push_summed(&mut query, tx, text)?,
    }
    query.push(") a on true");
    push_stages(&mut query, tx, pipeline);
    query.push(" order by s.position, s.id, a.currency");
    let rows = tx.query(if text.is_none() { query.stable() } else { query }).await?;
    let mut columns: Vec<Column> = Vec::new();
    for row in &rows {
        let stage = Stage::read(row)?;
        let id = stage.id.to_string();
        if columns.last().is_none_or(|last| last.id != id) {
            columns.push(Column { stage: Some(stage), ..Column::empty(id) });
        }
        let Some(column) = columns.last_mut() else { continue };
        column.count += row.take::<i64>()?;
        let currency: Option<String> = row.take()?;
        let (amount, weighted): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
        if let (Some(currency), Some(amount), Some(weighted)) = (currency, amount, weighted) {
            column.sums.push(Sum { currency, amount, weighted });
        }
    }
    if columns.is_empty() { Err(Error::not_found()) } else { Ok(columns) }
}

/// Reads each column's first cards, all in one query.
async fn cards(
    tx: &mut TenantTx,
    pipeline: PipelineId,
    text: Option<&str>,
    limit: usize,
    columns: &mut [Column],
) -> Result<()> {
    let first = |query: &mut Sql, owners: Owners| -> Result<()> {
        query.push("select d.*");
        push_deals(query, tx, text, owners)?;
        query.push(" order by d.rank, d.id limit ").push_number(limit + 1);
        Ok(())
    };
    let mut query = sql("select ");
    query.push(Deal::COLUMNS).push(" from stages s cross join lateral (");
    if sees_all(tx) {
        first(&mut query, Owners::All)?;
    } else {
        query.push("select d.* from (select d.* from (select unnest(a.owners) as id from actors a where a.tenant_id = ");
        query.push_bind(tx.tenant()).push(") o cross join lateral (");
        first(&mut query, Owners::Each)?;
        query.push(") d union all (");
        first(&mut query, Owners::Pool)?;
        query.push(")) d order by d.rank, d.id limit ").push_number(limit + 1);
    }
    query.push(") d");
    push_stages(&mut query, tx, pipeline);
    query.push(" order by s.position, s.id, d.rank, d.id");
    let usual = text.is_none() && limit == CARDS_DEFAULT;
    let rows = tx.closing().query(if usual { query.stable() } else { query }).await?;
    for row in &rows {
        let deal = Deal::read(row)?;
        let stage = Some(deal.stage_id);
        if let Some(column) = columns.iter_mut().find(|column| column.stage.as_ref().map(|s| s.id) == stage) {
            let cursor = |last: &Deal| page::cursor("rank", last.rank.clone(), last.id.0);
            super::take(&mut column.deals, deal, limit, cursor);
        }
    }
    Ok(())
}

/// A page of one column.
///
/// # Errors
/// 422 for a filter or cursor that cannot be understood.
pub async fn column(
    tx: &mut TenantTx,
    pipeline: PipelineId,
    stage: StageId,
    query: ColumnQuery,
) -> Result<Page<Deal>> {
    let mut from = sql("from deals d where d.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and d.trashed_at is null");
    from.push(" and d.stage_id = ").push_bind(stage).push(" and d.pipeline_id = ").push_bind(pipeline);
    let query = ListQuery {
        filter: query.filter,
        cursor: query.cursor,
        limit: Some(limit(query.limit)?),
        ..ListQuery::default()
    };
    page::read(tx, &LISTING, &query, Deal::COLUMNS, from, Deal::read).await
}
