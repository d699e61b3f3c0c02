//! All deals of a stage at once into another one of the same kind: what happens before a stage is trashed.
//!
//! Each deal gets its event and its history, as if it had been moved alone; its place among the others follows from the
//! rank that it has. What the other stage asks for is asked of the next move, for whoever arranges stages is not whoever
//! knows the deals.

use crate::http::{Cx, Error, Result};
use crate::pipelines::Stage;
use kontaly_access::StageId;
use kontaly_db::{Row, TenantTx, sql};
use uuid::Uuid;

/// Deals that go at once at most; one request is enough for them.
const MOVED_MAX: usize = 10_000;

/// Queues the moves of a stage's deals; they leave with the transaction's next flight.
///
/// # Errors
/// 422 for too many deals.
pub async fn empty(cx: &Cx, tx: &mut TenantTx, from: &Stage, to: &Stage) -> Result<()> {
    let deals = lock(tx, from.id).await?;
    if deals.len() > MOVED_MAX {
        let message = format!("More than {MOVED_MAX} deals stand here. Move some of them first.");
        return Err(Error::field("move_deals_to", "too_many", message));
    }
    note(cx, tx, &deals, from, to);
    tell(cx, tx, &deals, from, to);
    place(cx, tx, &deals, to);
    Ok(())
}

async fn lock(tx: &mut TenantTx, stage: StageId) -> Result<Vec<Uuid>> {
    let mut query =
        sql("select d.id from deals d where d.tenant_id = $1 and d.stage_id = $2 and d.trashed_at is null
        order by d.id limit ")
        .bind(tx.tenant())
        .bind(stage);
    query.push_number(MOVED_MAX + 1).push(" for no key update");
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(Row::take).collect::<Result<_, _>>()?)
}

fn fresh(cx: &Cx, deals: &[Uuid]) -> Vec<Uuid> {
    deals.iter().map(|_| cx.id()).collect()
}

/// The history of each deal, as it is before.
fn note(cx: &Cx, tx: &mut TenantTx, deals: &[Uuid], from: &Stage, to: &Stage) {
    let statement = sql(
        "insert into deal_changes (tenant_id, id, deal_id, at, actor_id, from_stage_id, to_stage_id, from_amount, to_amount,
            currency, from_expected_close_date, to_expected_close_date, owner_id)
          select $1, n.id, d.id, $4, $5, $6, $7, d.amount, d.amount, d.currency, d.expected_close_date, d.expected_close_date,
            d.owner_id
          from unnest($2::uuid[], $3::uuid[]) n (id, deal) join deals d on d.tenant_id = $1 and d.id = n.deal",
    )
    .bind(tx.tenant())
    .bind(fresh(cx, deals))
    .bind(deals.to_vec())
    .bind(cx.now)
    .bind(cx.user_id())
    .bind(from.id)
    .bind(to.id);
    tx.queue(statement);
}

/// The audit event of each deal, and with it what pages and programs are told.
fn tell(cx: &Cx, tx: &mut TenantTx, deals: &[Uuid], from: &Stage, to: &Stage) {
    let place = |stage: &Stage| {
        let Stage { id, pipeline_id, probability, .. } = stage;
        serde_json::json!({ "stage_id": id, "pipeline_id": pipeline_id, "probability": probability })
    };
    let statement = sql(
        "insert into events (tenant_id, id, at, actor_id, noun, record_id, action, changes, owner_id, directory)
          select $1, n.id, $4, $5, 'deal', d.id, 'move', $6, d.owner_id, false
          from unnest($2::uuid[], $3::uuid[]) n (id, deal) join deals d on d.tenant_id = $1 and d.id = n.deal",
    )
    .bind(tx.tenant())
    .bind(fresh(cx, deals))
    .bind(deals.to_vec())
    .bind(cx.now)
    .bind(cx.user_id())
    .bind(crate::events::changes(&place(from), &place(to)));
    tx.queue(statement);
}

fn place(cx: &Cx, tx: &mut TenantTx, deals: &[Uuid], to: &Stage) {
    let statement = sql(
        "update deals set pipeline_id = $3, stage_id = $4, probability = $5, stage_entered_at = $6, updated_at = $6,
            version = version + 1
          where tenant_id = $1 and id = any ($2)",
    )
    .bind(tx.tenant())
    .bind(deals.to_vec())
    .bind(to.pipeline_id)
    .bind(to.id)
    .bind(to.probability)
    .bind(cx.now);
    tx.queue(statement);
}
