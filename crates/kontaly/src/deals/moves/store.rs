//! Places and columns in the database.

use super::{Move, Neighbour, Neighbours, Target, unknown_stage};
use crate::deals::store::{push_references, read_references};
use crate::deals::{Deal, References, rank};
use crate::http::error::FieldError;
use crate::http::{Error, Result};
use crate::pipelines::Stage;
use jiff::Timestamp;
use kontaly_access::{DealId, PipelineId, StageId};
use kontaly_db::{Row, TenantTx, sql};

/// A deal that is about to move.
pub struct Moving {
    /// As it is.
    pub deal: Deal,
    /// Where it goes; `None` when there is no such stage.
    pub target: Option<Target>,
}

/// A deal, locked until the transaction ends, with the stage and the neighbours that a move names: all that a move has to
/// know, in one query.
///
/// # Errors
/// 404.
pub async fn lock(tx: &mut TenantTx, id: DealId, to: &Move) -> Result<Moving> {
    let tenant = tx.tenant();
    // Neighbours are looked for from a place of the board's order onwards, and count when they are of the stage. Limited to the
    // stage beforehand, PostgreSQL takes one row for all that it holds, and reads the whole stage to sort it, or to find an id:
    // 2,300 pages a neighbour in a stage of 2,800 deals. An equality it would use so too; `is not distinct from` it does not.
    let mut query = sql("with place as (select ");
    query.push_bind(tenant).push("::uuid as tenant_id, ").push_bind(id).push("::uuid as deal, ");
    query.push_bind(to.stage_id).push("::uuid as stage, ");
    query
        .push_bind(to.after)
        .push("::uuid as after, ")
        .push_bind(to.before)
        .push("::uuid as before) select ");
    query.push(Deal::COLUMNS).push(
        ", n0.id, n0.rank, n1.id, n1.rank, n2.id, n2.rank, n3.id, n3.rank, n4.id, n4.rank, s.id is not null, ",
    );
    query.push(Stage::COLUMNS).push(
        " from deals d cross join place w
        left join (stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id and p.trashed_at is null)
          on s.tenant_id = w.tenant_id and s.id = w.stage and s.trashed_at is null
        left join lateral (select n.id, n.rank, n.stage_id from deals n where n.tenant_id = w.tenant_id
          and (n.stage_id, n.rank) >= (w.stage, '') and n.trashed_at is null and n.id <> w.deal
          order by n.stage_id, n.rank, n.id limit 1) n0 on n0.stage_id = w.stage
        left join lateral (select n.id, n.rank, n.stage_id from deals n where n.tenant_id = w.tenant_id and n.id = w.after
          and n.trashed_at is null and n.id <> w.deal) n1 on n1.stage_id is not distinct from w.stage
        left join lateral (select n.id, n.rank, n.stage_id from deals n where n.tenant_id = w.tenant_id
          and (n.stage_id, n.rank, n.id) > (w.stage, n1.rank, n1.id) and n.trashed_at is null and n.id <> w.deal
          order by n.stage_id, n.rank, n.id limit 1) n2 on n2.stage_id = w.stage
        left join lateral (select n.id, n.rank, n.stage_id from deals n where n.tenant_id = w.tenant_id and n.id = w.before
          and n.trashed_at is null and n.id <> w.deal) n3 on n3.stage_id is not distinct from w.stage
        left join lateral (select n.id, n.rank, n.stage_id from deals n where n.tenant_id = w.tenant_id
          and (n.stage_id, n.rank, n.id) < (w.stage, n3.rank, n3.id) and n.trashed_at is null and n.id <> w.deal
          order by n.stage_id desc, n.rank desc, n.id desc limit 1) n4 on n4.stage_id = w.stage
        where d.tenant_id = w.tenant_id and d.id = w.deal and d.tenant_id = ",
    );
    query.push_bind(tenant).push(" and d.id = ").push_bind(id).push(" for no key update of d");
    let row = tx.one(query.stable()).await?;
    let deal = Deal::read(&row)?;
    let neighbours = Neighbours {
        first: neighbour(&row)?,
        after: neighbour(&row)?,
        behind_after: neighbour(&row)?,
        before: neighbour(&row)?,
        ahead_of_before: neighbour(&row)?,
    };
    let is_there = row.take()?;
    let target =
        if is_there { Some(Target { stage: Stage::read(&row)?, gap: neighbours.gap() }) } else { None };
    Ok(Moving { deal, target })
}

fn neighbour(row: &Row) -> Result<Option<Neighbour>> {
    let (id, rank): (Option<DealId>, Option<String>) = (row.take()?, row.take()?);
    Ok(id.zip(rank).map(|(id, rank)| Neighbour { id, rank }))
}

/// The stage for a new deal, and which of the records referred to are not there. Without a stage, the first open one of
/// the pipeline; without a pipeline, of the first one.
///
/// # Errors
/// 422 when there is no such stage.
pub async fn stage(
    tx: &mut TenantTx,
    stage: Option<StageId>,
    pipeline: Option<PipelineId>,
    references: References,
) -> Result<(Stage, Vec<FieldError>)> {
    let tenant = tx.tenant();
    let mut query = sql("select ");
    push_references(&mut query, tx, references);
    query.push(", ").push(Stage::COLUMNS);
    query.push(
        " from (select s.* from stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
        where s.tenant_id = ",
    );
    query.push_bind(tenant).push(" and s.trashed_at is null and p.trashed_at is null and case when ");
    query.push_bind(stage).push("::uuid is null then s.kind = 'open' else s.id = ").push_bind(stage);
    query.push(" end and (").push_bind(pipeline).push("::uuid is null or p.id = ").push_bind(pipeline);
    query.push(") order by p.position, p.id, s.position, s.id limit 1) s");
    let row = tx.optional(query.stable()).await?.ok_or_else(|| Error::invalid(unknown_stage()))?;
    let unknown = read_references(&row)?;
    Ok((Stage::read(&row)?, unknown))
}

/// A rank for a deal in a place. Where there is none left, the column's deals are spread anew, which takes a round trip
/// more; those that this person does not see keep their ranks.
///
/// # Errors
/// The database's.
pub async fn rank(tx: &mut TenantTx, target: &Target, deal: DealId, now: Timestamp) -> Result<String> {
    if let Some(rank) = target.gap.rank(deal, now) {
        return Ok(rank);
    }
    let tenant = tx.tenant();
    let column = sql("select d.id from deals d where d.tenant_id = $1 and d.stage_id = $2 and d.id <> $3 and d.trashed_at is null
        order by d.rank, d.id for no key update")
        .bind(tenant)
        .bind(target.stage.id)
        .bind(deal);
    let rows = tx.query(column).await?;
    let ids: Vec<DealId> = rows.iter().map(Row::take).collect::<Result<_, _>>()?;
    let mut ranks = rank::spread(ids.len() + 1);
    let own = ranks.remove(target.gap.index(&ids));
    let ids: Vec<uuid::Uuid> = ids.into_iter().map(uuid::Uuid::from).collect();
    // Nobody changed these deals: their versions stay.
    let spread = sql("update deals d set rank = r.rank from unnest($2::uuid[], $3::text[]) r (id, rank)
        where d.tenant_id = $1 and d.id = r.id")
    .bind(tenant)
    .bind(ids)
    .bind(ranks);
    tx.queue(spread);
    Ok(own)
}
