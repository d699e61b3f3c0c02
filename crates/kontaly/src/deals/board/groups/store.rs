//! Grouped boards in the database: three queries at most, whatever the number of deals.

use super::{Group, NONE, Part, Span};
use crate::deals::board::{Column, LISTING, SUMS};
use crate::deals::{Deal, board};
use crate::http::cursor;
use crate::http::{Error, ListQuery, Page, Result, filter, owners, page};
use jiff::civil::Date;
use kontaly_access::{PipelineId, UserId};
use kontaly_db::{Rows, Sql, TenantTx, sql};
use uuid::Uuid;

/// What grouped columns are sorted by.
const SORT: &str = "expected_close_date";

/// A board to be read: its pipeline, the filter, the cards of a column, and the workspace's day.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The pipeline.
    pub pipeline: PipelineId,
    /// The filter.
    pub filter: Option<&'a str>,
    /// Cards of a column.
    pub limit: usize,
    /// Today, where the workspace is.
    pub today: Date,
}

/// The columns of a grouped board, with their first cards.
///
/// # Errors
/// 404 for a pipeline that is not there; 422 for a filter that cannot be understood.
pub async fn read(tx: &mut TenantTx, group: Group, asked: Asked<'_>) -> Result<Vec<Column>> {
    let mut parts = if group == Group::Month {
        let spans = super::spans(asked.today);
        let columns = by_month(tx, asked, &spans).await?;
        columns.into_iter().zip(spans.iter().map(|span| Part::Closing(span.first, span.next))).collect()
    } else {
        by_owner(tx, asked).await?
    };
    cards(tx, asked, &mut parts).await?;
    Ok(parts.into_iter().map(|(column, _)| column).collect())
}

/// A page of one grouped column.
///
/// # Errors
/// 404 for a column that cannot be; 422 for a filter or cursor that cannot be understood.
pub async fn column(
    tx: &mut TenantTx,
    group: Group,
    asked: Asked<'_>,
    id: &str,
    cursor: Option<String>,
) -> Result<Page<Deal>> {
    let part = part(group, asked.today, id).ok_or_else(Error::not_found)?;
    let mut from = open_deals(tx, asked.pipeline);
    match part {
        Part::Of(Some(owner)) => from.push(" and d.owner_id = ").push_bind(owner),
        Part::Of(None) => from.push(" and d.owner_id is null"),
        Part::Closing(first, next) => {
            from.push(" and d.expected_close_sort >= ").push_bind(first);
            from.push(" and (").push_bind(next).push("::date is null or d.expected_close_sort < ");
            from.push_bind(next).push("::date)")
        }
    };
    let query = ListQuery {
        filter: asked.filter.map(str::to_owned),
        cursor,
        limit: Some(asked.limit),
        sort: Some(SORT.to_owned()),
        before: None,
    };
    page::read(tx, &LISTING, &query, Deal::COLUMNS, from, Deal::read).await
}

fn part(group: Group, today: Date, id: &str) -> Option<Part> {
    if group == Group::Owner {
        return if id == NONE {
            Some(Part::Of(None))
        } else {
            id.parse().ok().map(|id| Part::Of(Some(UserId(id))))
        };
    }
    let span = super::spans(today).into_iter().find(|span| span.id == id)?;
    Some(Part::Closing(span.first, span.next))
}

/// The open deals of a pipeline, up to the end of their WHERE.
fn open_deals(tx: &TenantTx, pipeline: PipelineId) -> Sql {
    let mut from = sql(" from deals d where d.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and d.pipeline_id = ").push_bind(pipeline);
    from.push(" and d.state = 'open' and d.trashed_at is null");
    from
}

async fn by_month(tx: &mut TenantTx, asked: Asked<'_>, spans: &[Span]) -> Result<Vec<Column>> {
    let firsts: Vec<Date> = spans.iter().map(|span| span.first).collect();
    let mut query = sql("select greatest(width_bucket(d.expected_close_sort, ");
    query.push_bind(firsts).push("::date[]), 1) - 1 as part, ").push(SUMS);
    query.append(open_deals(tx, asked.pipeline));
    query.append(filter::compile(&LISTING, asked.filter, tx.actor())?);
    query.push(" group by 1, d.currency order by 1, d.currency");
    let mut columns: Vec<Column> =
        spans.iter().map(|span| Column { month: span.month, ..Column::empty(span.id.clone()) }).collect();
    for row in &tx.query(query).await? {
        let part: i32 = row.take()?;
        if let Some(column) = usize::try_from(part).ok().and_then(|part| columns.get_mut(part)) {
            column.add(row)?;
        }
    }
    Ok(columns)
}

/// Whoever has deals has a column; without a filter also whoever could be given some. The pool comes last.
async fn by_owner(tx: &mut TenantTx, asked: Asked<'_>) -> Result<Vec<(Column, Part)>> {
    let tenant = tx.tenant();
    let mut query = sql("with summed as (select d.owner_id, ");
    query.push(SUMS).append(open_deals(tx, asked.pipeline));
    query.append(filter::compile(&LISTING, asked.filter, tx.actor())?);
    query.push(" group by d.owner_id, d.currency), able as (select u.id from users u where u.tenant_id = ");
    query
        .push_bind(tenant)
        .push(" and u.kind = 'person' and u.state = 'active' and u.role <> 'read_only' and (u.id = ");
    query.push_bind(tx.actor().id).push(" or ").push_bind(asked.filter.is_none()).push(" and (");
    query.push_bind(owners::sees_all(tx)).push(" or u.id = any (").append(owners::in_sight(tx)).push("))))");
    query.push(" select coalesce(able.id, s.owner_id), s.deals, s.currency, s.amount, s.weighted");
    query.push(" from able full join summed s on s.owner_id = able.id left join users u on u.tenant_id = ");
    query.push_bind(tenant).push(" and u.id = coalesce(able.id, s.owner_id)");
    query.push(" order by u.name nulls last, 1 nulls last, s.currency");
    let rows = tx.query(query).await?;
    read_owners(&rows)
}

fn read_owners(rows: &Rows) -> Result<Vec<(Column, Part)>> {
    let mut parts: Vec<(Column, Part)> = Vec::new();
    let pool = || (Column::empty(NONE.to_owned()), Part::Of(None));
    for row in rows {
        let owner: Option<Uuid> = row.take()?;
        let owner_id = owner.map(UserId);
        if parts.last().is_none_or(|(column, _)| column.owner_id != owner_id) {
            parts.push(match owner {
                Some(id) => (Column { owner_id, ..Column::empty(id.to_string()) }, Part::Of(owner_id)),
                None => pool(),
            });
        }
        if let Some((column, _)) = parts.last_mut() {
            column.add(row)?;
        }
    }
    if parts.last().is_none_or(|(column, _)| column.owner_id.is_some()) {
        parts.push(pool());
    }
    Ok(parts)
}

/// Reads each column's first cards, all in one query.
async fn cards(tx: &mut TenantTx, asked: Asked<'_>, parts: &mut [(Column, Part)]) -> Result<()> {
    let mut query = sql("select b.n, ");
    query.push(Deal::COLUMNS);
    let by_owner = parts.iter().any(|(_, part)| matches!(part, Part::Of(_)));
    if by_owner {
        let owners: Vec<Uuid> =
            parts.iter().filter_map(|(column, _)| column.owner_id).map(Uuid::from).collect();
        // The pool is the last one, and equals nobody.
        query.push(" from (select o.id, o.n from unnest(").push_bind(owners);
        query.push("::uuid[]) with ordinality o (id, n) union all select null, ");
        query.push_bind(i64::try_from(parts.len()).unwrap_or(i64::MAX));
        query.push("::bigint) b cross join lateral ((");
        first(&mut query, tx, asked, " and d.owner_id = b.id")?;
        query.push(") union all (");
        first(&mut query, tx, asked, " and b.id is null and d.owner_id is null")?;
        query.push(")) d");
    } else {
        let spans = parts.iter().filter_map(|(_, part)| match part {
            Part::Closing(first, next) => Some((*first, *next)),
            Part::Of(_) => None,
        });
        let (firsts, nexts): (Vec<Date>, Vec<Option<Date>>) = spans.unzip();
        query.push(" from unnest(").push_bind(firsts).push("::date[], ");
        // Only the last column has no end, and nothing comes behind the days that can be written.
        query.push_bind(nexts.into_iter().flatten().collect::<Vec<Date>>());
        query.push("::date[]) with ordinality b (first, next, n) cross join lateral (");
        let within =
            " and d.expected_close_sort >= b.first and d.expected_close_sort < coalesce(b.next, 'infinity')";
        first(&mut query, tx, asked, within)?;
        query.push(") d");
    }
    query.push(" order by b.n, d.expected_close_sort, d.id");
    for row in &tx.closing().query(query).await? {
        let number: i64 = row.take()?;
        let deal = Deal::read(row)?;
        let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        if let Some((column, _)) = at.and_then(|at| parts.get_mut(at)) {
            board::take(&mut column.deals, deal, asked.limit, |last| {
                let day = last.expected_close_date.unwrap_or(super::NO_DATE);
                cursor::cursor(SORT, day.to_string(), last.id.0)
            });
        }
    }
    Ok(())
}

fn first(query: &mut Sql, tx: &TenantTx, asked: Asked<'_>, within: &'static str) -> Result<()> {
    query.push("select d.*").append(open_deals(tx, asked.pipeline));
    query.push(within).append(filter::compile(&LISTING, asked.filter, tx.actor())?);
    query.push(" order by d.expected_close_sort, d.id limit ").push_number(asked.limit + 1);
    Ok(())
}
