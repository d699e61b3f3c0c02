//! Plans: what a tenant may use of the installation. A plan's figures are copied to its tenants (migrations/0114), so that what
//! serves a request reads one row.

use super::guard::Desk;
use crate::http::rules::Check;
use crate::http::{Body, Error, IfMatch, Problem, Result};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::Timestamp;
use kontaly_access::{Module, TenantId};
use kontaly_db::{PlatformTx, Sql, sql};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// The largest bound of records and bytes: what a number of the browser holds exactly.
const BOUND_MAX: i64 = 1 << 53;

kontaly_db::record! {
    /// What a tenant may use of the installation.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct ConsolePlan {
        /// A short name that stays.
        #[schema(example = "team")]
        pub id: String = "p.id",
        /// What it is called on both sides.
        #[schema(example = "Team")]
        pub name: String = "p.name",
        /// People who are not suspended, at most; null here and below for no bound.
        #[schema(example = 25)]
        pub seats_max: Option<i32> = "p.seats_max",
        /// Leads, contacts, companies and deals together.
        #[schema(example = 100_000)]
        pub records_max: Option<i64> = "p.records_max",
        /// Bytes of files.
        #[schema(example = 50_000_000_000_i64)]
        pub storage_max: Option<i64> = "p.storage_max",
        /// Requests a minute to each process: of people together, and of API keys together.
        #[schema(example = 6_000)]
        pub requests_max: Option<i32> = "p.requests_max",
        /// Parts of the product that it leaves out: `products`, `reports`, `files`, `imports`, `api`.
        #[schema(example = json!(["api"]))]
        pub modules_off: Vec<String> = "p.modules_off",
        /// Days that a new tenant on it tries it; 0: it is active at once.
        #[schema(example = 14)]
        pub trial_days: i16 = "p.trial_days",
        /// Whether those who sign up get it.
        pub is_default: bool = "p.is_default",
        /// How many tenants are on it.
        #[schema(example = 12)]
        pub tenants: i64 = "(select count(*) from tenants t where t.plan = p.id and t.state <> 'deleted')",
        /// When it was made.
        pub created_at: Timestamp = "p.created_at",
        /// Grows with every change.
        pub version: i32 = "p.version",
    }
}

/// A plan as it is to be.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanDraft {
    /// What it is called.
    #[schema(example = "Team")]
    pub name: String,
    /// People who are not suspended, at most; null here and below for no bound.
    #[serde(default)]
    #[schema(example = 25)]
    pub seats_max: Option<i32>,
    /// Leads, contacts, companies and deals together.
    #[serde(default)]
    #[schema(example = 100_000)]
    pub records_max: Option<i64>,
    /// Bytes of files.
    #[serde(default)]
    #[schema(example = 50_000_000_000_i64)]
    pub storage_max: Option<i64>,
    /// Requests a minute to each process.
    #[serde(default)]
    #[schema(example = 6_000)]
    pub requests_max: Option<i32>,
    /// Parts of the product that it leaves out.
    #[serde(default)]
    #[schema(example = json!(["api"]))]
    pub modules_off: Vec<String>,
    /// Days that a new tenant on it tries it.
    #[serde(default)]
    #[schema(example = 14)]
    pub trial_days: i16,
    /// Whether those who sign up get it; the plan that had this loses it.
    #[serde(default)]
    pub is_default: bool,
}

impl PlanDraft {
    fn right(mut self) -> Result<Self> {
        self.name = self.name.trim().to_owned();
        self.modules_off.sort();
        self.modules_off.dedup();
        let mut check = Check::default();
        let named = (1..=60).contains(&self.name.chars().count());
        check.that(named, "name", "length", "Write a name, of at most 60 characters.");
        let bounds = [
            ("seats_max", self.seats_max.map(i64::from)),
            ("records_max", self.records_max),
            ("storage_max", self.storage_max),
            ("requests_max", self.requests_max.map(i64::from)),
        ];
        for (field, bound) in bounds {
            let right = bound.is_none_or(|bound| (1..=BOUND_MAX).contains(&bound));
            check.that(right, field, "range", "Write a number from 1 on, or nothing for no bound.");
        }
        check.that(
            (0..=365).contains(&self.trial_days),
            "trial_days",
            "range",
            "A trial lasts 0 to 365 days.",
        );
        let known = self.modules_off.iter().all(|name| Module::parse(name).is_some());
        check.that(known, "modules_off", "unknown", "One of these is no part of the product.");
        check.done().map_err(Error::invalid)?;
        Ok(self)
    }
}

/// Every plan.
#[utoipa::path(get, path = "/api/plans", tag = "plans", operation_id = "list_plans",
    responses((status = 200, body = Vec<ConsolePlan>), (status = 401, body = Problem)))]
pub async fn list_plans(desk: Desk) -> Result<Json<Vec<ConsolePlan>>> {
    let mut query = select();
    query.push(" order by p.created_at, p.id limit 200");
    let rows = desk.begin().closing().query(query).await?;
    Ok(Json(rows.iter().map(ConsolePlan::read).collect::<Result<_, _>>()?))
}

fn select() -> Sql {
    let mut query = sql("select ");
    query.push(ConsolePlan::COLUMNS).push(" from console.plans p");
    query
}

/// A plan, for a change of it, or to be given to a tenant: it stays as it is until the transaction ends.
///
/// # Errors
/// 404; otherwise the database's.
pub(super) async fn lock(tx: &mut PlatformTx, id: &str) -> Result<ConsolePlan> {
    let mut query = select();
    query.push(" where p.id = ").push_bind(id.to_owned()).push(" for update of p");
    let row = tx.optional(query).await?.ok_or_else(Error::not_found)?;
    Ok(ConsolePlan::read(&row)?)
}

/// Make a plan. Its short name is made of its name and stays.
#[utoipa::path(post, path = "/api/plans", tag = "plans", operation_id = "create_plan", request_body = PlanDraft,
    responses((status = 201, body = ConsolePlan), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_plan(
    desk: Desk,
    Body(draft): Body<PlanDraft>,
) -> Result<(StatusCode, Json<ConsolePlan>)> {
    let draft = draft.right()?;
    let id = short_name(&draft.name);
    let mut tx = desk.begin();
    if draft.is_default {
        no_default(&mut tx);
    }
    let statement = sql("insert into console.plans (id, name, seats_max, records_max, storage_max, requests_max, modules_off, trial_days, is_default, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    let statement = bind(statement.bind(id.clone()), &draft).bind(desk.now);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, TAKEN))?;
    tx.queue(desk.event("plan", None, "create", json!({ "plan": [null, id], "figures": [null, draft] })));
    let made = lock(&mut tx, &id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

const TAKEN: &[(&str, &str, &str, &str)] =
    &[("plans_pkey", "name", "taken", "There is a plan with this name, or one that was called so.")];

fn bind(statement: Sql, draft: &PlanDraft) -> Sql {
    statement
        .bind(draft.name.clone())
        .bind(draft.seats_max)
        .bind(draft.records_max)
        .bind(draft.storage_max)
        .bind(draft.requests_max)
        .bind(draft.modules_off.clone())
        .bind(draft.trial_days)
        .bind(draft.is_default)
}

fn no_default(tx: &mut PlatformTx) {
    tx.queue(sql("update console.plans set is_default = false, version = version + 1 where is_default"));
}

/// Characters of a short name, before what may have to stand in front of it.
const SHORT_MAX: usize = 34;

/// A name's letters and digits in small, with hyphens between its words.
fn short_name(name: &str) -> String {
    let folded = crate::search::fold(name).replace('ß', "ss");
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let short: String = words.collect::<Vec<_>>().join("-").chars().take(SHORT_MAX).collect();
    let short = short.trim_end_matches('-');
    if short.len() >= 2 && short.starts_with(|c: char| c.is_ascii_lowercase()) {
        return short.to_owned();
    }
    format!("plan-{short}").trim_end_matches('-').to_owned()
}

/// Change a plan, for every tenant that is on it.
#[utoipa::path(put, path = "/api/plans/{id}", tag = "plans", operation_id = "update_plan", request_body = PlanDraft,
    params(("id" = String, Path, example = "team"), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = ConsolePlan), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_plan(
    desk: Desk,
    Path(id): Path<String>,
    version: IfMatch,
    Body(draft): Body<PlanDraft>,
) -> Result<Json<ConsolePlan>> {
    let draft = draft.right()?;
    let mut tx = desk.begin();
    let before = lock(&mut tx, &id).await?;
    version.check(before.version, &before)?;
    if before.is_default && !draft.is_default {
        let detail = "Those who sign up need a plan: make another one theirs, and this one is it no more.";
        return Err(Error::field("is_default", "last", detail));
    }
    if draft.is_default && !before.is_default {
        no_default(&mut tx);
    }
    let statement = sql("update console.plans set name = $2, seats_max = $3, records_max = $4, storage_max = $5, requests_max = $6,
            modules_off = $7, trial_days = $8, is_default = $9, version = version + 1 where id = $1");
    tx.queue(bind(statement.bind(id.clone()), &draft));
    let mut to_all = copied();
    to_all.push(", version = t.version + 1 from console.plans p where t.plan = p.id and p.id = ");
    to_all.push_bind(id.clone());
    tx.queue(to_all);
    tx.queue(desk.event("plan", None, "update", json!({ "plan": [id, id], "figures": [before, draft] })));
    let after = lock(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(Json(after))
}

/// The figures that a tenant's row has from its plan.
const FIGURES: &str = "plan_name = p.name, seats_max = p.seats_max, records_max = p.records_max,
  storage_max = p.storage_max, requests_max = p.requests_max, modules_off = p.modules_off";

/// Writes the figures of a plan to tenants that the rest of the statement chooses.
fn copied() -> Sql {
    let mut statement = sql("update tenants t set ");
    statement.push(FIGURES);
    statement
}

/// Delete a plan that no tenant is on.
#[utoipa::path(delete, path = "/api/plans/{id}", tag = "plans", operation_id = "delete_plan",
    params(("id" = String, Path, example = "team")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete_plan(desk: Desk, Path(id): Path<String>) -> Result<StatusCode> {
    let mut tx = desk.begin();
    let plan = lock(&mut tx, &id).await?;
    if plan.is_default || plan.tenants > 0 {
        let detail = "Tenants are on this plan, or those who sign up get it. Give them another one first.";
        return Err(Error::refused("plan_in_use", detail));
    }
    tx.queue(sql("delete from console.plans where id = $1").bind(id.clone()));
    tx.queue(desk.event("plan", None, "delete", json!({ "plan": [id, null] })));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a tenant a plan: the figures of its row are the plan's from now on. Call it behind [`lock`], which keeps the plan as it is.
pub(super) fn give(tx: &mut PlatformTx, tenant: TenantId, plan: &str) {
    let mut statement = copied();
    statement.push(", plan = p.id from console.plans p where t.tenant_id = ").push_bind(tenant);
    statement.push(" and p.id = ").push_bind(plan.to_owned());
    tx.queue(statement);
}

/// Puts a tenant that is being made on a plan, or on that of those who sign up: where the plan has a trial, it begins now.
///
/// # Errors
/// 422 for a plan that there is not; otherwise the database's.
pub async fn begin(tx: &mut PlatformTx, tenant: TenantId, plan: Option<&str>, now: Timestamp) -> Result<()> {
    let mut statement = copied();
    statement.push(
        ", plan = p.id, state = case when p.trial_days > 0 then 'trial' else t.state end,
          trial_ends_at = case when p.trial_days > 0 then ",
    );
    statement.push_bind(now).push("::timestamptz + make_interval(days => p.trial_days) end");
    statement.push(" from console.plans p where t.tenant_id = ").push_bind(tenant);
    match plan {
        Some(plan) => statement.push(" and p.id = ").push_bind(plan.to_owned()),
        None => statement.push(" and p.is_default"),
    };
    if tx.execute(statement).await? == 1 {
        return Ok(());
    }
    Err(Error::field("plan", "unknown", "There is no such plan."))
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn a_short_name_is_small_letters_and_hyphens() {
        for (name, short) in [
            ("Team", "team"),
            ("Größe XL", "grosse-xl"),
            ("10 seats", "plan-10-seats"),
            ("大", "plan"),
            (" -- A -- ", "plan-a"),
        ] {
            assert_eq!(short_name(name), short);
        }
        assert_eq!(short_name(&"word ".repeat(20)).len(), super::SHORT_MAX);
    }
}
