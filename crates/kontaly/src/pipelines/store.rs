//! Pipelines and stages in the database.

use super::{Head, Pipeline, Stage};
use crate::http::{Error, Result};
use kontaly_access::{PipelineId, StageId};
use kontaly_db::{Rows, Sql, TenantTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] =
    &[("stages_are_empty", "id", "in_use", "Deals stand in this stage. Move them to another one first.")];

const TRASHED_LAST: &str =
    " order by p.trashed_at is not null, p.position, p.id, s.trashed_at is not null, s.position, s.id";

fn select(tx: &TenantTx) -> Sql {
    let mut query = sql("select ");
    query.push(Head::COLUMNS).push(", ").push(Stage::COLUMNS);
    query.push(" from pipelines p join stages s on s.tenant_id = p.tenant_id and s.pipeline_id = p.id");
    query.push(" where p.tenant_id = ").push_bind(tx.tenant());
    query
}

fn read(rows: &Rows) -> Result<Vec<Pipeline>> {
    let mut all: Vec<Pipeline> = Vec::new();
    for row in rows {
        let head = Head::read(row)?;
        if all.last().is_none_or(|last| last.id != head.id) {
            all.push(Pipeline::from_head(head));
        }
        if let Some(last) = all.last_mut() {
            last.stages.push(Stage::read(row)?);
        }
    }
    Ok(all)
}

/// The pipelines of the workspace with their stages, in order, without what was trashed.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Pipeline>> {
    live(tx.closing()).await
}

/// The same within a transaction that goes on.
///
/// # Errors
/// The database's.
pub async fn live(tx: &mut TenantTx) -> Result<Vec<Pipeline>> {
    let mut query = select(tx);
    query.push(
        " and p.trashed_at is null and s.trashed_at is null order by p.position, p.id, s.position, s.id",
    );
    read(&tx.query(query.stable()).await?)
}

/// All of them, trashed ones last.
///
/// # Errors
/// The database's.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Pipeline>> {
    let mut query = select(tx);
    query.push(TRASHED_LAST);
    read(&tx.closing().query(query.stable()).await?)
}

/// The same, locked until the transaction ends. Deals can still enter stages meanwhile: their
/// foreign keys do not wait for this lock.
///
/// # Errors
/// The database's.
pub async fn lock(tx: &mut TenantTx) -> Result<Vec<Pipeline>> {
    let mut query = select(tx);
    query.push(TRASHED_LAST).push(" for no key update of p, s");
    read(&tx.query(query.stable()).await?)
}

fn insert_pipeline(tx: &TenantTx, pipeline: &Pipeline) -> Sql {
    sql("insert into pipelines (tenant_id, id, name, position, created_at) values ($1, $2, $3, $4, $5)")
        .bind(tx.tenant())
        .bind(pipeline.id)
        .bind(pipeline.name.clone())
        .bind(pipeline.position)
        .bind(pipeline.created_at)
}

fn insert_stage(tx: &TenantTx, stage: &Stage) -> Sql {
    sql("insert into stages (tenant_id, id, pipeline_id, name, kind, probability, forecast_category, stale_after_days,
            required_fields, position)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(tx.tenant())
    .bind(stage.id)
    .bind(stage.pipeline_id)
    .bind(stage.name.clone())
    .bind(stage.kind.clone())
    .bind(stage.probability)
    .bind(stage.forecast_category.clone())
    .bind(stage.stale_after_days)
    .bind(stage.required_fields.clone())
    .bind(stage.position)
}

fn update_pipeline(tx: &TenantTx, pipeline: &Pipeline) -> Sql {
    sql("update pipelines set name = $3, position = $4, trashed_at = $5, version = $6 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(pipeline.id)
        .bind(pipeline.name.clone())
        .bind(pipeline.position)
        .bind(pipeline.trashed_at)
        .bind(pipeline.version)
}

fn update_stage(tx: &TenantTx, stage: &Stage) -> Sql {
    sql("update stages set name = $3, kind = $4, probability = $5, forecast_category = $6, stale_after_days = $7,
            required_fields = $8, position = $9, trashed_at = $10, version = $11
         where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(stage.id)
    .bind(stage.name.clone())
    .bind(stage.kind.clone())
    .bind(stage.probability)
    .bind(stage.forecast_category.clone())
    .bind(stage.stale_after_days)
    .bind(stage.required_fields.clone())
    .bind(stage.position)
    .bind(stage.trashed_at)
    .bind(stage.version)
}

/// A deal's probability is its stage's; this is no change of the deal that anybody made, so its version stays.
fn follow_probability(tx: &TenantTx, stage: &Stage) -> Sql {
    sql("update deals set probability = $3 where tenant_id = $1 and stage_id = $2 and probability <> $3")
        .bind(tx.tenant())
        .bind(stage.id)
        .bind(stage.probability)
}

/// Writes what differs from `before` and commits.
///
/// # Errors
/// 422 when deals stand in a stage that is to go or to change its kind.
pub async fn save(mut tx: TenantTx, before: &[Pipeline], after: &[Pipeline]) -> Result<()> {
    for pipeline in after {
        match before.iter().find(|known| known.id == pipeline.id) {
            None => {
                let statement = insert_pipeline(&tx, pipeline);
                tx.queue(statement);
                save_stages(&mut tx, &[], &pipeline.stages);
            }
            Some(known) => {
                save_stages(&mut tx, &known.stages, &pipeline.stages);
                if known != pipeline {
                    let statement = update_pipeline(&tx, pipeline);
                    tx.queue(statement);
                }
            }
        }
    }
    tx.commit().await.map_err(|error| Error::constraint(error, CONSTRAINTS))
}

fn save_stages(tx: &mut TenantTx, before: &[Stage], after: &[Stage]) {
    for stage in after {
        let known = before.iter().find(|known| known.id == stage.id);
        let statement = match known {
            None => insert_stage(tx, stage),
            Some(known) if known != stage => update_stage(tx, stage),
            Some(_) => continue,
        };
        tx.queue(statement);
        if known.is_some_and(|known| known.probability != stage.probability) {
            let statement = follow_probability(tx, stage);
            tx.queue(statement);
        }
    }
}

/// Whether there is such a pipeline, with such a live stage where one is named.
///
/// # Errors
/// 404.
pub async fn check_there(tx: &mut TenantTx, pipeline: PipelineId, stage: Option<StageId>) -> Result<()> {
    let tenant = tx.tenant();
    let query = sql(
        "select from stages where tenant_id = $1 and pipeline_id = $2 and ($3::uuid is null or id = $3) and trashed_at is null
         limit 1",
    )
    .bind(tenant)
    .bind(pipeline)
    .bind(stage);
    tx.closing().one(query).await?;
    Ok(())
}
