//! What the plan gives and what of it is used, for the workspace's own people.

use super::{is_near, store};
use crate::http::{Cx, Problem, Result};
use crate::tenancy::Tenant;
use axum::Json;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{Module, Permission};
use serde::Serialize;
use utoipa::ToSchema;

/// How long before the end of a trial it is said on every page: two weeks and the day itself, so that a trial of two weeks is
/// said from its first hour on.
const TRIAL_SAID: SignedDuration = SignedDuration::from_hours(24 * 15);

/// A bound and what of it is used.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quota {
    /// What is used.
    #[schema(example = 9_120)]
    pub used: i64,
    /// What the plan gives; null where it sets no bound.
    #[schema(example = 10_000)]
    pub max: Option<i64>,
}

/// The workspace's plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plan {
    /// What it is called.
    #[schema(example = "Team")]
    pub name: String,
    /// When the trial ends, while the workspace tries.
    pub trial_ends_at: Option<Timestamp>,
    /// People who are not suspended.
    pub seats: Quota,
    /// Leads, contacts, companies and deals, those in the trash included; counted within a minute.
    pub records: Quota,
    /// Bytes of files, those in the trash included.
    pub storage_bytes: Quota,
    /// Requests a minute to each process; null where there is no bound of this workspace's own.
    #[schema(example = 6_000)]
    pub requests_max: Option<i32>,
    /// The parts of the product, and whether the plan has them.
    pub modules: Vec<PlanModule>,
    /// What was counted; null before the first time.
    pub measured: Option<store::Measured>,
}

/// A part of the product.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanModule {
    /// `products`, `reports`, `files`, `imports` or `api`.
    #[schema(example = "reports")]
    pub name: &'static str,
    /// Whether the plan has it.
    pub on: bool,
}

/// The workspace's plan: what it gives, and what of it is used.
#[utoipa::path(get, path = "/api/plan", tag = "settings", operation_id = "get_plan",
    responses((status = 200, body = Plan), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn get_plan(cx: Cx) -> Result<Json<Plan>> {
    let mut tx = cx.begin(Permission::SettingsRead)?;
    let seats = tx.one(store::seats(cx.tenant().id)).await?.take()?;
    let row = tx.closing().optional(store::latest(cx.tenant().id)).await?;
    let measured = row.as_ref().map(store::Measured::read).transpose()?;
    let tenant = cx.tenant();
    let of = |used: Option<i64>, max| Quota { used: used.unwrap_or_default(), max };
    Ok(Json(Plan {
        name: tenant.plan_name.clone(),
        trial_ends_at: tenant.trial_ends_at.filter(|_| tenant.state == "trial"),
        seats: Quota { used: seats, max: tenant.seats_max.map(i64::from) },
        records: of(measured.as_ref().map(|measured| measured.records), tenant.records_max),
        storage_bytes: of(measured.as_ref().map(|measured| measured.storage_bytes), tenant.storage_max),
        requests_max: tenant.requests_max,
        modules: Module::ALL
            .map(|module| PlanModule { name: module.as_str(), on: tenant.has(module) })
            .into(),
        measured,
    }))
}

/// Something about the plan that administrators are told on every page, before it stops them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanNotice {
    /// `trial` (it ends soon), `records` or `storage` (little or nothing is left).
    #[schema(example = "records")]
    pub about: &'static str,
    /// When the trial ends.
    pub ends_at: Option<Timestamp>,
    /// What is used.
    #[schema(example = 9_120)]
    pub used: Option<i64>,
    /// What the plan gives.
    #[schema(example = 10_000)]
    pub max: Option<i64>,
}

impl PlanNotice {
    /// What is worth a word about a tenant's plan.
    #[must_use]
    pub fn all(tenant: &Tenant, now: Timestamp) -> Vec<Self> {
        let ends = tenant
            .trial_ends_at
            .filter(|ends| tenant.state == "trial" && *ends > now && ends.duration_since(now) <= TRIAL_SAID);
        let trial = ends.map(|ends| Self { about: "trial", ends_at: Some(ends), used: None, max: None });
        let wall = |about, used, max: Option<i64>| {
            max.filter(|max| is_near(used, *max)).map(|max| Self {
                about,
                ends_at: None,
                used: Some(used),
                max: Some(max),
            })
        };
        let records = wall("records", tenant.records, tenant.records_max);
        let storage = wall("storage", tenant.storage_bytes, tenant.storage_max);
        [trial, records, storage].into_iter().flatten().collect()
    }
}
