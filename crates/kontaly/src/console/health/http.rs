//! The installation's health, for operators.

use super::store::{self, DeadJob, IsolationCheck, JobKind, Leaving, Migration, Process};
use crate::console::guard::Desk;
use crate::console::tenants::{self, TenantEntry};
use crate::http::{Error, Problem, Result};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// How the installation is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// The version of Kontaly that answers.
    #[schema(example = "0.1.0")]
    pub version: &'static str,
    /// The processes that live.
    pub processes: Vec<Process>,
    /// The jobs of every kind.
    pub jobs: Vec<JobKind>,
    /// Jobs that were asked for and are not in the queue yet.
    pub asked: i64,
    /// What waits to leave.
    pub leaving: Leaving,
    /// The last checks of the isolation, the newest first.
    pub isolation_checks: Vec<IsolationCheck>,
    /// The steps of the schema, the last first.
    pub migrations: Vec<Migration>,
}

/// How the installation is: processes and pools, queues, mails, schema, and the checks of the isolation.
#[utoipa::path(get, path = "/api/health", tag = "health", operation_id = "get_health",
    responses((status = 200, body = Health), (status = 401, body = Problem)))]
pub async fn get_health(desk: Desk) -> Result<Json<Health>> {
    let db = &desk.app.db;
    let (mut console, mut worker, mut platform) = (desk.begin(), db.worker(), db.platform());
    let health = Health {
        version: env!("CARGO_PKG_VERSION"),
        processes: store::processes(&mut console, desk.now - super::SILENCE).await?,
        jobs: store::jobs(&mut worker).await?,
        asked: store::asked(&mut worker).await?,
        leaving: store::leaving(&mut platform).await?,
        isolation_checks: store::checks(&mut console).await?,
        migrations: store::migrations(&mut platform).await?,
    };
    console.commit().await?;
    worker.commit().await?;
    platform.commit().await?;
    Ok(Json(health))
}

/// Check now whether tenants are kept apart. It takes some seconds.
#[utoipa::path(post, path = "/api/health/isolation", tag = "health", operation_id = "check_isolation",
    responses((status = 200, body = IsolationCheck), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn check_isolation(desk: Desk) -> Result<Json<IsolationCheck>> {
    let report = super::check(&desk.app).await?;
    let mut tx = desk.begin();
    tx.queue(desk.event("isolation", None, "check", json!({ "findings": [null, report.findings.len()] })));
    let last = store::checks(&mut tx).await?.into_iter().next();
    tx.commit().await?;
    last.map(Json).ok_or_else(|| Error::unavailable("what the check found could not be kept"))
}

/// A job that failed for good, with whose it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadJobEntry {
    /// The job.
    pub job: DeadJob,
    /// Whose it is.
    pub tenant: Option<TenantEntry>,
}

/// The jobs that failed for good, the last first, 100 at most.
#[utoipa::path(get, path = "/api/jobs/dead", tag = "health", operation_id = "list_dead_jobs",
    responses((status = 200, body = Vec<DeadJobEntry>), (status = 401, body = Problem)))]
pub async fn list_dead_jobs(desk: Desk) -> Result<Json<Vec<DeadJobEntry>>> {
    let mut worker = desk.app.db.worker();
    let jobs = store::dead_jobs(&mut worker).await?;
    worker.commit().await?;
    let mut tx = desk.begin();
    let ids = jobs.iter().filter_map(|job| job.tenant_id.map(|id| id.0)).collect();
    let tenants = tenants::by_ids(&mut tx, ids).await?;
    tx.commit().await?;
    let of = |job: &DeadJob| tenants.iter().find(|tenant| Some(tenant.id) == job.tenant_id).cloned();
    Ok(Json(jobs.into_iter().map(|job| DeadJobEntry { tenant: of(&job), job }).collect()))
}

/// Have a job that failed for good be tried anew.
#[utoipa::path(post, path = "/api/jobs/{id}/retry", tag = "health", operation_id = "retry_job",
    params(("id" = i64, Path, example = 4711)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn retry_job(desk: Desk, Path(id): Path<i64>) -> Result<StatusCode> {
    let mut worker = desk.app.db.worker();
    if !store::retry(&mut worker, id, desk.now).await? {
        return Err(Error::not_found());
    }
    worker.commit().await?;
    let mut tx = desk.begin();
    tx.queue(desk.event("job", None, "retry", json!({ "job": [null, id] })));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
