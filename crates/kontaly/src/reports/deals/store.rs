//! Funnels and open deals in the database.

use crate::reports::answers::{FunnelStage, OpenPipeline, OpenStage, OpenSum, PipelineFunnel};
use crate::reports::asked::Asked;
use crate::reports::store::{of_deals, share};
use crate::reports::time::Days;
use jiff::Timestamp;
use kontaly_db::{Error, Row, TenantTx, sql};

/// The funnels of the deals created from an instant until before another.
///
/// # Errors
/// The database's.
pub async fn funnel(
    tx: &mut TenantTx,
    asked: &Asked,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<PipelineFunnel>, Error> {
    let tenant = tx.tenant();
    let mut query = sql(
        "with by_history as (
        select d.pipeline_id, d.state, d.stages_reached, count(*) as deals from deals d where d.tenant_id = ",
    );
    query.push_bind(tenant).push(" and d.trashed_at is null and d.created_at >= ").push_bind(from);
    query.push(" and d.created_at < ").push_bind(until);
    of_deals(&mut query, tx, asked);
    query.push(
        " group by d.pipeline_id, d.state, d.stages_reached
      ), reached as (
        select h.pipeline_id, h.state, h.deals, (
          select max(case s.kind when 'open' then s.position else 32767 end) from stages s
          where s.tenant_id = ",
    );
    query.push_bind(tenant).push(
        " and s.pipeline_id = h.pipeline_id and s.kind <> 'lost' and s.id = any (h.stages_reached)) as position
        from by_history h
      )
      select p.id, p.name, coalesce(sum(r.deals), 0)::bigint,
        coalesce(sum(r.deals) filter (where r.state = 'open'), 0)::bigint,
        coalesce(sum(r.deals) filter (where r.state = 'won'), 0)::bigint,
        coalesce(sum(r.deals) filter (where r.state = 'lost'), 0)::bigint,
        s.id, s.name, coalesce(sum(r.deals) filter (where r.position >= s.position or r.state = 'won'), 0)::bigint
      from pipelines p
      join stages s on s.tenant_id = p.tenant_id and s.pipeline_id = p.id and s.kind = 'open' and s.trashed_at is null
      left join reached r on r.pipeline_id = p.id
      where p.tenant_id = ",
    );
    query.push_bind(tenant);
    if let Some(pipeline) = asked.pipeline.pipeline_id {
        query.push(" and p.id = ").push_bind(pipeline);
    }
    query.push(
        " group by p.id, p.name, p.position, p.trashed_at, s.id, s.name, s.position
      having p.trashed_at is null or count(r.deals) > 0
      order by p.position, p.id, s.position, s.id",
    );
    let rows = tx.closing().query(query.stable()).await?;
    let mut funnels: Vec<PipelineFunnel> = Vec::new();
    for row in &rows {
        add_stage(&mut funnels, row)?;
    }
    Ok(funnels)
}

fn add_stage(funnels: &mut Vec<PipelineFunnel>, row: &Row) -> Result<(), Error> {
    let of_row = PipelineFunnel {
        pipeline_id: row.take()?,
        name: row.take()?,
        deals: row.take()?,
        open: row.take()?,
        won: row.take()?,
        lost: row.take()?,
        stages: Vec::new(),
        won_of_last: None,
    };
    if funnels.last().is_none_or(|funnel| funnel.pipeline_id != of_row.pipeline_id) {
        funnels.push(of_row);
    }
    let Some(funnel) = funnels.last_mut() else { return Ok(()) };
    let previous = funnel.stages.last().map_or(funnel.deals, |stage| stage.reached);
    let (stage_id, name, reached) = (row.take()?, row.take()?, row.take()?);
    funnel.stages.push(FunnelStage { stage_id, name, reached, of_previous: share(reached, previous) });
    funnel.won_of_last = share(funnel.won, reached);
    Ok(())
}

/// The open deals by stage; with days, those that are expected to close in them.
///
/// # Errors
/// The database's.
pub async fn open_pipeline(
    tx: &mut TenantTx,
    asked: &Asked,
    expected: Option<Days>,
) -> Result<OpenPipeline, Error> {
    let tenant = tx.tenant();
    // Amount × probability ÷ 100, rounded half up, in whole numbers that cannot overflow: the hundreds apart from the
    // rest, and the rest lifted above zero while it is divided, because division of a negative one rounds up.
    let mut query = sql("select s.pipeline_id, s.id, s.name, s.probability, d.currency, d.deals, d.without_amount,
          d.amount, d.weighted_amount
        from stages s
        join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
        left join (
          select d.stage_id, d.currency, count(*) as deals, count(*) - count(d.amount) as without_amount,
            coalesce(sum(d.amount), 0)::bigint as amount,
            coalesce(sum(d.amount / 100 * d.probability + (d.amount % 100 * d.probability + 10050) / 100 - 100), 0)::bigint
              as weighted_amount
          from stages o
          join deals d on d.tenant_id = o.tenant_id and d.stage_id = o.id
          where o.kind = 'open' and d.trashed_at is null and o.tenant_id = ");
    query.push_bind(tenant);
    of_deals(&mut query, tx, asked);
    if let Some(days) = expected {
        query
            .push(" and d.expected_close_date between ")
            .push_bind(days.from)
            .push(" and ")
            .push_bind(days.to);
    }
    query.push(
        " group by d.stage_id, d.currency) d on d.stage_id = s.id where s.kind = 'open' and s.tenant_id = ",
    );
    query.push_bind(tenant);
    if let Some(pipeline) = asked.pipeline.pipeline_id {
        query.push(" and p.id = ").push_bind(pipeline);
    }
    query.push(
        " and (d.stage_id is not null or (s.trashed_at is null and p.trashed_at is null))
        order by p.position, p.id, s.position, s.id, d.currency",
    );
    let rows = tx.closing().query(query.stable()).await?;
    let mut stages: Vec<OpenStage> = Vec::new();
    for row in &rows {
        add_open(&mut stages, row)?;
    }
    let mut total: Vec<OpenSum> = Vec::new();
    for sum in stages.iter().flat_map(|stage| &stage.sums) {
        match total.iter_mut().find(|all| all.currency == sum.currency) {
            Some(all) => {
                all.deals += sum.deals;
                all.without_amount += sum.without_amount;
                all.amount += sum.amount;
                all.weighted_amount += sum.weighted_amount;
            }
            None => total.push(sum.clone()),
        }
    }
    total.sort_by(|a, b| a.currency.cmp(&b.currency));
    Ok(OpenPipeline { stages, total })
}

fn add_open(stages: &mut Vec<OpenStage>, row: &Row) -> Result<(), Error> {
    let of_row = OpenStage {
        pipeline_id: row.take()?,
        stage_id: row.take()?,
        name: row.take()?,
        probability: row.take()?,
        deals: 0,
        sums: Vec::new(),
    };
    if stages.last().is_none_or(|stage| stage.stage_id != of_row.stage_id) {
        stages.push(of_row);
    }
    let (Some(stage), Some(currency)) = (stages.last_mut(), row.take::<Option<String>>()?) else {
        return Ok(());
    };
    let sum = OpenSum {
        currency,
        deals: row.take()?,
        without_amount: row.take()?,
        amount: row.take()?,
        weighted_amount: row.take()?,
    };
    stage.deals += sum.deals;
    stage.sums.push(sum);
    Ok(())
}
