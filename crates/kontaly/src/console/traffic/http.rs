//! What operators see of the traffic.

use super::meter::percentile;
use super::store::{self, Sums};
use crate::console::guard::Desk;
use crate::console::tenants::{self, TenantEntry};
use crate::http::{Error, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::TenantId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

/// Tenants of a ranking.
const RANKED: usize = 50;
/// Tenants whose days are asked for at once.
const SPARKS_MAX: usize = 200;
/// Days of a trend.
const SPARK_DAYS: usize = 30;

/// A time that is looked at.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The last hour, minute by minute.
    Hour,
    /// The last 24 hours, hour by hour.
    Day,
    /// The last 30 days, day by day.
    Month,
    /// The last 90 days, day by day.
    Quarter,
}

impl Window {
    /// The steps it is shown in, and where it begins: with a whole one.
    fn steps(self, now: Timestamp) -> (&'static str, i64, Timestamp) {
        let (unit, seconds, count) = match self {
            Self::Hour => ("minute", 60, 60),
            Self::Day => ("hour", 3_600, 24),
            Self::Month => ("day", 86_400, 30),
            Self::Quarter => ("day", 86_400, 90),
        };
        let last = now.as_second().div_euclid(seconds) * seconds;
        let first = Timestamp::from_second(last - (count - 1) * seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        (unit, seconds, first)
    }
}

/// What is asked of the traffic.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TrafficQuery {
    /// The time that is looked at.
    #[param(inline)]
    pub window: Window,
}

/// What was counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Traffic {
    /// Requests.
    pub requests: i64,
    /// Those that were refused: 4xx but 401.
    pub refused: i64,
    /// Those that failed: 5xx.
    pub failed: i64,
    /// How long they took together, in milliseconds.
    pub milliseconds: i64,
    /// Half of them took no longer, in milliseconds, to a quarter of itself.
    pub p50: Option<f64>,
    /// 95 of 100 took no longer.
    pub p95: Option<f64>,
}

impl From<&Sums> for Traffic {
    fn from(sums: &Sums) -> Self {
        Self {
            requests: sums.requests,
            refused: sums.refused,
            failed: sums.failed,
            milliseconds: sums.micros / 1000,
            p50: percentile(&sums.durations, 0.5),
            p95: percentile(&sums.durations, 0.95),
        }
    }
}

/// A tenant and what it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantTraffic {
    /// The tenant.
    pub tenant: TenantEntry,
    /// What was counted of it.
    pub traffic: Traffic,
}

/// A step of a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrafficStep {
    /// Where it begins.
    pub at: Timestamp,
    /// What was counted in it.
    pub traffic: Traffic,
}

/// The trend of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantTrend {
    /// Which one.
    pub tenant_id: TenantId,
    /// Requests of each of the last 30 days (UTC), today's last.
    pub days: Vec<i64>,
}

/// Whose trends are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TrendQuery {
    /// Ids of tenants, with commas between them; 200 at most.
    #[param(example = "019a52c1-7c1e-7d52-9d0b-6a0f5f2d7f11")]
    pub tenants: String,
}

/// The 50 tenants with the most requests within a time.
#[utoipa::path(get, path = "/api/traffic", tag = "traffic", operation_id = "rank_traffic", params(TrafficQuery),
    responses((status = 200, body = Vec<TenantTraffic>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn rank_traffic(desk: Desk, Query(query): Query<TrafficQuery>) -> Result<Json<Vec<TenantTraffic>>> {
    let (_, _, since) = query.window.steps(desk.now);
    let mut tx = desk.begin();
    let ranked = store::ranking(&mut tx, since, RANKED).await?;
    let entries = tenants::by_ids(&mut tx, ranked.iter().map(|sums| sums.tenant.0).collect()).await?;
    tx.commit().await?;
    let mut entries: HashMap<_, _> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    let with =
        |sums: &Sums| Some(TenantTraffic { tenant: entries.remove(&sums.tenant)?, traffic: sums.into() });
    Ok(Json(ranked.iter().filter_map(with).collect()))
}

/// What a tenant did within a time, step by step; a step in which nothing was asked for is there, with zeros.
#[utoipa::path(get, path = "/api/tenants/{id}/traffic", tag = "traffic", operation_id = "get_tenant_traffic",
    params(("id" = TenantId, Path), TrafficQuery),
    responses((status = 200, body = Vec<TrafficStep>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn get_tenant_traffic(
    desk: Desk,
    Path(id): Path<TenantId>,
    Query(query): Query<TrafficQuery>,
) -> Result<Json<Vec<TrafficStep>>> {
    let (unit, seconds, since) = query.window.steps(desk.now);
    let mut tx = desk.begin();
    let known = store::series(&mut tx, vec![id], unit, since).await?;
    tx.commit().await?;
    let known: HashMap<i64, &Sums> = known.iter().map(|sums| (sums.at.as_second(), sums)).collect();
    let nothing =
        Sums { tenant: id, at: since, requests: 0, refused: 0, failed: 0, micros: 0, durations: Vec::new() };
    let mut steps = Vec::new();
    let mut at = since;
    while at <= desk.now {
        let sums = known.get(&at.as_second()).copied().unwrap_or(&nothing);
        steps.push(TrafficStep { at, traffic: sums.into() });
        at += SignedDuration::from_secs(seconds);
    }
    Ok(Json(steps))
}

/// The trends of some tenants: their requests of the last 30 days.
#[utoipa::path(get, path = "/api/traffic/trends", tag = "traffic", operation_id = "list_trends", params(TrendQuery),
    responses((status = 200, body = Vec<TenantTrend>, example = json!([{ "tenant_id": "019a52c1-7c1e-7d52-9d0b-6a0f5f2d7f11", "days": [0, 12] }])),
        (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_trends(desk: Desk, Query(query): Query<TrendQuery>) -> Result<Json<Vec<TenantTrend>>> {
    let ids = query.tenants.split(',').filter(|id| !id.is_empty());
    let ids: Vec<TenantId> = ids
        .map(|id| id.parse().map(TenantId))
        .collect::<Result<_, _>>()
        .map_err(|_| Error::query("tenants", "These are not ids with commas between them."))?;
    if ids.len() > SPARKS_MAX {
        return Err(Error::query("tenants", format!("At most {SPARKS_MAX} at once.")));
    }
    let (unit, seconds, since) = Window::Month.steps(desk.now);
    let mut tx = desk.begin();
    let known = store::series(&mut tx, ids.clone(), unit, since).await?;
    tx.commit().await?;
    let mut trends: HashMap<TenantId, Vec<i64>> = HashMap::new();
    for sums in &known {
        let place = (sums.at.as_second() - since.as_second()) / seconds;
        let days = trends.entry(sums.tenant).or_insert_with(|| vec![0; SPARK_DAYS]);
        if let Some(day) = usize::try_from(place).ok().and_then(|place| days.get_mut(place)) {
            *day = sums.requests;
        }
    }
    let mut days = |id| trends.remove(&id).unwrap_or_else(|| vec![0; SPARK_DAYS]);
    Ok(Json(ids.into_iter().map(|id| TenantTrend { tenant_id: id, days: days(id) }).collect()))
}
