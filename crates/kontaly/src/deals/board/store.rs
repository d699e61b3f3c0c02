//! Boards in the database: two queries a board, one a column, whatever the number of deals.

use super::groups::store::Asked;
use super::groups::{self, Group};
use super::{Board, BoardQuery, CARDS_DEFAULT, CARDS_MAX, Column, ColumnQuery, LISTING, SUMS};
use crate::deals::Deal;
use crate::http::cursor::cursor;
use crate::http::{Error, ListQuery, Page, Result, filter, owners, page};
use crate::pipelines::Stage;
use jiff::civil::Date;
use kontaly_access::{PipelineId, StageId};
use kontaly_db::{Sql, TenantTx, sql};

pub(super) fn limit(asked: Option<usize>) -> Result<usize> {
    match asked.unwrap_or(CARDS_DEFAULT) {
        limit @ 1..=CARDS_MAX => Ok(limit),
        _ => Err(Error::query("limit", format!("A column has 1 to {CARDS_MAX} cards."))),
    }
}

/// The live deals of stage `s` under the filter, from FROM to the end of their WHERE.
fn deals(tx: &TenantTx, text: Option<&str>) -> Result<Sql> {
    let mut deals = sql("from deals d where d.tenant_id = ");
    deals.push_bind(tx.tenant()).push(" and d.stage_id = s.id and d.trashed_at is null");
    deals.append(filter::compile(&LISTING, text, tx.actor())?);
    Ok(deals)
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

/// The heads of stage `s` over all its deals, as every change of a deal leaves them (migrations/0062): [`SUMS`], rolled up.
fn push_rolled_up(query: &mut Sql, tx: &TenantTx) {
    query.push(
        "select c.currency, sum(c.deals)::bigint as deals,
          case when sum(c.priced) > 0 then least(sum(c.amount), 9223372036854775807)::bigint end as amount,
          case when sum(c.priced) > 0 then least(sum(c.weighted), 9223372036854775807)::bigint end as weighted
        from deal_sums c where c.stage_id = s.id and c.tenant_id = ",
    );
    query.push_bind(tx.tenant()).push(" group by c.currency having sum(c.deals) <> 0");
}

/// The same over the deals under a filter, read one by one: of whoever sees few, along the index that begins with owners.
fn push_summed(query: &mut Sql, tx: &TenantTx, text: Option<&str>) -> Result<()> {
    let deals = deals(tx, text)?;
    query.push("select ").push(SUMS).push(" ");
    if owners::sees_all(tx) {
        query.append(deals);
    } else {
        query.push("from (select d.* ").append(deals.clone());
        query.push(" and d.owner_id = any (").append(owners::in_sight(tx));
        query.push(") union all select d.* ").append(deals).push(" and d.owner_id is null) d");
    }
    query.push(" group by d.currency");
    Ok(())
}

/// The columns with counts and sums, still without cards.
async fn columns(tx: &mut TenantTx, pipeline: PipelineId, text: Option<&str>) -> Result<Vec<Column>> {
    let mut query = sql("select ");
    query.push(Stage::COLUMNS).push(", a.deals, a.currency, a.amount, a.weighted");
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
        if let Some(column) = columns.last_mut() {
            column.add(row)?;
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
    let mut order = sql(" order by d.rank, d.id limit ");
    order.push_number(limit + 1);
    let mut query = sql("select ");
    query.push(Deal::COLUMNS).push(" from stages s cross join lateral (select d.* ");
    query.append(owners::narrowed(tx, &LISTING, deals(tx, text)?, Some(&order))).append(order);
    query.push(") d");
    push_stages(&mut query, tx, pipeline);
    query.push(" order by s.position, s.id, d.rank, d.id");
    let usual = text.is_none() && limit == CARDS_DEFAULT;
    let rows = tx.closing().query(if usual { query.stable() } else { query }).await?;
    for row in &rows {
        let deal = Deal::read(row)?;
        let stage = Some(deal.stage_id);
        if let Some(column) = columns.iter_mut().find(|column| column.stage.as_ref().map(|s| s.id) == stage) {
            let next = |last: &Deal| cursor("rank", last.rank.clone(), last.id.0);
            super::take(&mut column.deals, deal, limit, next);
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
