//! The tenants as operators see them: what the registry says, and the steps of a tenant's life. None of a tenant's records.

use super::guard::Desk;
use super::plans;
use crate::accounts::invitations;
use crate::accounts::store::{NewUser, right_name};
use crate::accounts::{email_key, is_email};
use crate::changes;
use crate::events::{self, Event};
use crate::http::filter::{Field, Kind, Listing};
use crate::http::page::{self, ListQuery};
use crate::http::rules::Check;
use crate::http::{Body, Error, IfMatch, Page, Problem, Result};
use crate::tenancy::create::{self, NewTenant};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{Module, Role, TenantId, UserId};
use kontaly_db::{PlatformTx, Sql, sql};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How many steps of a tenant's life are told.
const STEPS_MAX: usize = 100;
/// How long the first administrator's invitation works, in days.
const INVITED_DAYS: i64 = 7;

kontaly_db::record! {
    /// A tenant in the registry.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct TenantEntry {
        /// Which one.
        pub id: TenantId = "t.tenant_id",
        /// Its part of the address; none while it is made, and after its end.
        #[schema(example = "acme")]
        pub slug: Option<String> = "s.slug",
        /// What it calls itself.
        #[schema(example = "Acme Trading")]
        pub name: String = "t.name",
        /// `trial`, `active`, `read_only`, `suspended` or `deleted`.
        #[schema(example = "active")]
        pub state: String = "t.state",
        /// Its plan, by its short name.
        #[schema(example = "standard")]
        pub plan: String = "t.plan",
        /// What its plan is called.
        #[schema(example = "Standard")]
        pub plan_name: String = "t.plan_name",
        /// When its trial ends, while it tries.
        pub trial_ends_at: Option<Timestamp> = "t.trial_ends_at",
        /// The brake: requests a minute to each process, until it is let go.
        pub throttle: Option<i32> = "t.throttle",
        /// Parts of the product that it does not have.
        #[schema(example = json!(["api"]))]
        pub modules_off: Vec<String> = "array(select m from unnest(array['products', 'reports', 'files', 'imports', 'api']) m where (m = any (t.modules_off)) <> (m = any (t.modules_switched)))",
        /// Those of them, and of the others, in which it differs from its plan.
        pub modules_switched: Vec<String> = "t.modules_switched",
        /// People who are not suspended, when it was counted last.
        pub seats: i32 = "coalesce(u.seats, 0)",
        /// The most that its plan allows; null here and below for no bound.
        pub seats_max: Option<i32> = "t.seats_max",
        /// Leads, contacts, companies and deals.
        pub records: i64 = "coalesce(u.records, 0)",
        /// The most that its plan allows.
        pub records_max: Option<i64> = "t.records_max",
        /// Bytes of files.
        pub storage_bytes: i64 = "coalesce(u.storage_bytes, 0)",
        /// The most that its plan allows.
        pub storage_max: Option<i64> = "t.storage_max",
        /// IANA time zone.
        #[schema(example = "Europe/Berlin")]
        pub time_zone: String = "t.time_zone",
        /// ISO 4217 code that new amounts get.
        #[schema(example = "EUR")]
        pub currency: String = "t.currency",
        /// BCP 47 tag.
        #[schema(example = "en")]
        pub locale: String = "t.locale",
        /// When it was made.
        pub created_at: Timestamp = "t.created_at",
        /// Grows with every change.
        pub version: i32 = "t.version",
    }
}

/// A tenant with where it is and what was done with it.
#[derive(Serialize, ToSchema)]
pub struct TenantPage {
    /// What the registry says.
    pub tenant: TenantEntry,
    /// Where its people open it.
    #[schema(example = "https://acme.example.com")]
    pub url: Option<String>,
    /// Its own domains that were verified.
    pub domains: Vec<String>,
    /// What operators did with it, the last first, 100 at most.
    pub steps: Vec<TenantStep>,
}

kontaly_db::record! {
    /// A step of a tenant's life.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct TenantStep {
        /// When.
        pub at: Timestamp = "e.at",
        /// By whom.
        #[schema(example = "Robin Vance")]
        pub operator: Option<String> = "o.name",
        /// What: `create`, `try`, `activate`, `make_read_only`, `suspend`, or `update` for plan, brake and parts.
        #[schema(example = "suspend")]
        pub action: String = "e.action",
        /// `{"field": [before, after]}`.
        #[schema(value_type = Object)]
        pub changes: Value = "e.changes",
    }
}

/// How many tenants there are in a state.
#[derive(Serialize, ToSchema)]
pub struct StateCount {
    /// The state.
    #[schema(example = "active")]
    pub state: String,
    /// How many.
    pub count: i64,
}

/// What the list of tenants is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TenantQuery {
    /// A part of the name or the address.
    pub q: Option<String>,
    /// Only those in this state.
    #[param(example = json!(null))]
    pub state: Option<String>,
    /// Only those on this plan.
    #[param(example = json!(null))]
    pub plan: Option<String>,
    /// `name`, `created_at`, `seats`, `records` or `storage_bytes`, with `-` in front for descending.
    #[param(example = "-created_at")]
    pub sort: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of the page: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

const LISTING: Listing = Listing {
    noun: "tenant",
    id: "t.tenant_id",
    tenant: "t.tenant_id",
    owner: None,
    default_sort: "-created_at",
    fields: &[
        Field::sorted("created_at", "t.created_at", Kind::Instant),
        Field::sorted("name", "t.name", Kind::Text),
        Field::sorted("seats", "coalesce(u.seats, 0)", Kind::Integer),
        Field::sorted("records", "coalesce(u.records, 0)", Kind::Integer),
        Field::sorted("storage_bytes", "coalesce(u.storage_bytes, 0)", Kind::Integer),
    ],
};

fn from_registry() -> Sql {
    sql("from tenants t left join slugs s on s.tenant_id = t.tenant_id and s.freed_at is null
      left join lateral (select u.seats, u.records, u.storage_bytes from usage u where u.tenant_id = t.tenant_id
        order by u.day desc limit 1) u on true
      where true")
}

fn narrowed(mut rows: Sql, asked: &TenantQuery) -> Sql {
    if let Some(q) = asked.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let escaped = q.replace(['\\', '%', '_'], " ");
        rows.push(" and (t.name ilike ").push_bind(format!("%{escaped}%"));
        rows.push(" or s.slug ilike ").push_bind(format!("%{escaped}%")).push(")");
    }
    if let Some(state) = &asked.state {
        rows.push(" and t.state = ").push_bind(state.clone());
    }
    if let Some(plan) = &asked.plan {
        rows.push(" and t.plan = ").push_bind(plan.clone());
    }
    rows
}

/// The tenants, a page at a time.
#[utoipa::path(get, path = "/api/tenants", tag = "tenants", operation_id = "list_tenants", params(TenantQuery),
    responses((status = 200, body = Page<TenantEntry>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_tenants(desk: Desk, Query(query): Query<TenantQuery>) -> Result<Json<Page<TenantEntry>>> {
    let rows = narrowed(from_registry(), &query);
    let list =
        ListQuery { sort: query.sort, cursor: query.cursor, limit: query.limit, ..ListQuery::default() };
    let mut tx = desk.begin();
    let columns = TenantEntry::COLUMNS;
    Ok(Json(page::read_registry(&mut tx, &LISTING, &list, columns, rows, TenantEntry::read).await?))
}

/// How many tenants are in each state.
#[utoipa::path(get, path = "/api/tenants/count", tag = "tenants", operation_id = "count_tenants",
    responses((status = 200, body = Vec<StateCount>), (status = 401, body = Problem)))]
pub async fn count_tenants(desk: Desk) -> Result<Json<Vec<StateCount>>> {
    let query = sql("select t.state, count(*) from tenants t group by t.state order by t.state");
    let rows = desk.begin().closing().query(query).await?;
    let counted = rows.iter().map(|row| Ok(StateCount { state: row.take()?, count: row.take()? }));
    Ok(Json(counted.collect::<Result<_, kontaly_db::Error>>()?))
}

/// A tenant.
#[utoipa::path(get, path = "/api/tenants/{id}", tag = "tenants", operation_id = "get_tenant", params(("id" = TenantId, Path)),
    responses((status = 200, body = TenantPage), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_tenant(desk: Desk, Path(id): Path<TenantId>) -> Result<Json<TenantPage>> {
    let mut tx = desk.begin();
    let page = page_of(&desk, &mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(page))
}

async fn page_of(desk: &Desk, tx: &mut PlatformTx, id: TenantId) -> Result<TenantPage> {
    let tenant = found(tx, id, false).await?;
    let domains =
        sql("select d.domain from domains d where d.verified_at is not null and d.tenant_id = $1 order by 1");
    let domains = tx.query(domains.bind(id)).await?;
    let mut steps = sql("select ");
    steps.push(TenantStep::COLUMNS);
    steps.push(" from console.events e left join console.operators o on o.id = e.operator_id");
    steps.push(" where e.noun = 'tenant' and e.subject_id = ").push_bind(id);
    steps.push(" order by e.at desc, e.id desc limit ").push_number(STEPS_MAX);
    let steps = tx.query(steps).await?;
    Ok(TenantPage {
        url: tenant.slug.as_deref().map(|slug| desk.app.settings.workspace_url(slug)),
        domains: domains.iter().map(kontaly_db::Row::take).collect::<Result<_, _>>()?,
        steps: steps.iter().map(TenantStep::read).collect::<Result<_, _>>()?,
        tenant,
    })
}

/// The tenants with these ids, in no order.
///
/// # Errors
/// The database's.
pub async fn by_ids(tx: &mut PlatformTx, ids: Vec<Uuid>) -> Result<Vec<TenantEntry>> {
    let mut query = sql("select ");
    query.push(TenantEntry::COLUMNS).push(" ").append(from_registry());
    query.push(" and t.tenant_id = any(").push_bind(ids).push(")");
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(TenantEntry::read).collect::<Result<_, _>>()?)
}

async fn found(tx: &mut PlatformTx, id: TenantId, lock: bool) -> Result<TenantEntry> {
    let mut query = sql("select ");
    query.push(TenantEntry::COLUMNS).push(" ").append(from_registry());
    query.push(" and t.tenant_id = ").push_bind(id).push(if lock { " for update of t" } else { "" });
    let row = tx.optional(query).await?.ok_or_else(Error::not_found)?;
    Ok(TenantEntry::read(&row)?)
}

/// A step of a tenant's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TenantState {
    /// Its people work, until its trial ends; read-only from then on.
    Trial,
    /// Its people work.
    Active,
    /// Its people read and export, and change nothing.
    ReadOnly,
    /// Nobody gets in; nothing is lost.
    Suspended,
}

impl TenantState {
    /// The name in the database, and what the step to it is called.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Trial => ("trial", "try"),
            Self::Active => ("active", "activate"),
            Self::ReadOnly => ("read_only", "make_read_only"),
            Self::Suspended => ("suspended", "suspend"),
        }
    }
}

/// What changes of a tenant; what is not said stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TenantPatch {
    /// The state.
    pub state: Option<TenantState>,
    /// When the trial ends: with the state `trial`, within a year.
    pub trial_ends_at: Option<Timestamp>,
    /// The plan, by its short name.
    #[schema(example = "team")]
    pub plan: Option<String>,
    /// The brake: requests a minute to each process; null lets it go.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<i32>, example = 60)]
    pub throttle: Option<Option<i32>>,
    /// The parts of the product in which the tenant differs from its plan.
    #[schema(example = json!(["api"]))]
    pub modules_switched: Option<Vec<String>>,
    /// Why, for the log: up to 500 characters.
    #[schema(example = "Three invoices are open")]
    pub reason: Option<String>,
}

/// A field that may be null and may be absent.
fn said<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<i32>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// How far away the end of a trial may be.
const TRIAL_MAX: SignedDuration = SignedDuration::from_hours(24 * 366);
/// The tightest brake: below it nobody could even sign in.
const THROTTLE_MIN: i32 = 30;

impl TenantPatch {
    fn check(&mut self, now: Timestamp) -> Result<()> {
        self.reason =
            self.reason.take().map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let mut check = Check::default();
        let short = self.reason.as_ref().is_none_or(|reason| reason.chars().count() <= 500);
        check.that(short, "reason", "length", "A reason has at most 500 characters.");
        let ends = self.trial_ends_at.is_some_and(|ends| ends > now && ends - TRIAL_MAX < now);
        let right = if self.state == Some(TenantState::Trial) { ends } else { self.trial_ends_at.is_none() };
        check.that(right, "trial_ends_at", "range", "A trial ends on a day to come, within a year.");
        let brake =
            self.throttle.flatten().is_none_or(|throttle| (THROTTLE_MIN..=1_000_000).contains(&throttle));
        check.that(brake, "throttle", "range", "A brake lets 30 requests a minute through at least.");
        let known = self.modules_switched.iter().flatten().all(|name| Module::parse(name).is_some());
        check.that(known, "modules_switched", "unknown", "One of these is no part of the product.");
        check.done().map_err(Error::invalid)
    }
}

/// Change a tenant: its state, its plan, the parts of the product that it has, and how much it may ask for. Nothing of it is
/// lost, and what its people may do changes with their next request.
#[utoipa::path(patch, path = "/api/tenants/{id}", tag = "tenants", operation_id = "update_tenant", request_body = TenantPatch,
    params(("id" = TenantId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = TenantPage), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_tenant(
    desk: Desk,
    Path(id): Path<TenantId>,
    version: IfMatch,
    Body(mut patch): Body<TenantPatch>,
) -> Result<Json<TenantPage>> {
    patch.check(desk.now)?;
    let mut tx = desk.begin();
    let before = found(&mut tx, id, true).await?;
    version.check(before.version, &before)?;
    if before.state == "deleted" {
        return Err(Error::not_found());
    }
    let moved = move_on(&desk, &mut tx, &before, &patch);
    let changed = change_terms(&desk, &mut tx, &before, &patch).await?;
    if moved || changed {
        tx.queue(sql("update tenants set version = version + 1 where tenant_id = $1").bind(id));
    }
    let page = page_of(&desk, &mut tx, id).await?;
    tx.commit().await?;
    if let Some((state, action)) = patch.state.map(TenantState::names).filter(|_| moved) {
        let changes = json!({ "state": [before.state, state], "operator": [null, desk.operator.name] });
        tell_tenant(&desk, id, action, changes).await?;
    }
    Ok(Json(page))
}

/// The step of its life; says whether there is one.
fn move_on(desk: &Desk, tx: &mut PlatformTx, before: &TenantEntry, patch: &TenantPatch) -> bool {
    let Some((state, action)) = patch.state.map(TenantState::names) else { return false };
    if (before.state.as_str(), before.trial_ends_at) == (state, patch.trial_ends_at) {
        return false;
    }
    tx.queue(
        sql("update tenants set state = $2, trial_ends_at = $3 where tenant_id = $1")
            .bind(before.id)
            .bind(state)
            .bind(patch.trial_ends_at),
    );
    // Streams that are open look at once, and end.
    tx.queue(changes::store::tell(vec![desk.app.db.keys().feed_name(before.id)]));
    let mut changes = json!({ "state": [before.state, state], "reason": [null, patch.reason] });
    if patch.trial_ends_at.is_some() {
        changes["trial_ends_at"] = json!([before.trial_ends_at, patch.trial_ends_at]);
    }
    tx.queue(desk.event("tenant", Some(before.id.0), action, changes));
    true
}

/// Plan, parts and brake; says whether anything of them changes.
async fn change_terms(
    desk: &Desk,
    tx: &mut PlatformTx,
    before: &TenantEntry,
    patch: &TenantPatch,
) -> Result<bool> {
    let mut changes = serde_json::Map::new();
    if let Some(plan) = patch.plan.as_ref().filter(|plan| **plan != before.plan) {
        let unknown = |_| Error::field("plan", "unknown", "There is no such plan.");
        let plan = plans::lock(tx, plan).await.map_err(unknown)?;
        plans::give(tx, before.id, &plan.id);
        changes.insert("plan".into(), json!([before.plan_name, plan.name]));
    }
    if let Some(throttle) = patch.throttle.filter(|throttle| *throttle != before.throttle) {
        tx.queue(sql("update tenants set throttle = $2 where tenant_id = $1").bind(before.id).bind(throttle));
        changes.insert("throttle".into(), json!([before.throttle, throttle]));
    }
    if let Some(switched) = patch.modules_switched.as_ref().filter(|all| **all != before.modules_switched) {
        let mut switched = switched.clone();
        switched.sort();
        switched.dedup();
        let statement = sql("update tenants set modules_switched = $2 where tenant_id = $1").bind(before.id);
        tx.queue(statement.bind(switched.clone()));
        changes.insert("modules_switched".into(), json!([before.modules_switched, switched]));
    }
    if changes.is_empty() {
        return Ok(false);
    }
    changes.insert("reason".into(), json!([null, patch.reason]));
    tx.queue(desk.event("tenant", Some(before.id.0), "update", changes.into()));
    Ok(true)
}

/// Says in the tenant's own log what was done with it. Behind what was done: no role of the database writes both logs.
async fn tell_tenant(desk: &Desk, id: TenantId, action: &'static str, changes: Value) -> Result<()> {
    let query = sql("select t.doorman_serial from tenants t where t.tenant_id = $1");
    let serial = desk.begin().closing().one(query.bind(id)).await?.take()?;
    let kontaly = UserId(id.0);
    let event = Event {
        id: desk.app.clock.id(),
        at: desk.now,
        actor: kontaly,
        noun: "workspace",
        record: id.0,
        action,
        changes,
        request: None,
        owner: Some(kontaly),
        directory: false,
    };
    let mut tx = desk.app.db.steward(id, serial, None)?;
    tx.queue(events::insert(id, event));
    Ok(tx.commit().await?)
}

/// A tenant to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantDraft {
    /// What it calls itself.
    #[schema(example = "Acme Trading")]
    pub name: String,
    /// Its part of the address.
    #[schema(example = "acme")]
    pub slug: String,
    /// The first administrator's name.
    #[schema(example = "Dana Okafor")]
    pub administrator: String,
    /// The first administrator's e-mail address: an invitation goes there.
    #[schema(example = "dana@acme.example")]
    pub email: String,
    /// IANA time zone.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// BCP 47 tag.
    #[schema(example = "en")]
    pub locale: String,
    /// The plan, by its short name; that of those who sign up when absent. Where it has a trial, that begins now.
    #[serde(default)]
    #[schema(example = "standard")]
    pub plan: Option<String>,
}

/// Make a tenant, and invite its first administrator by mail.
#[utoipa::path(post, path = "/api/tenants", tag = "tenants", operation_id = "create_tenant", request_body = TenantDraft,
    responses((status = 201, body = TenantPage), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_tenant(
    desk: Desk,
    Body(draft): Body<TenantDraft>,
) -> Result<(StatusCode, Json<TenantPage>)> {
    let administrator = right(&draft)?;
    create::check(&desk.app, &draft.slug, &draft.time_zone).await?;
    if let Some(plan) = &draft.plan {
        let unknown = |_| Error::field("plan", "unknown", "There is no such plan.");
        plans::lock(&mut desk.begin(), plan).await.map_err(unknown)?;
    }
    let new = NewTenant {
        plan: draft.plan,
        slug: draft.slug,
        name: draft.name.trim().to_owned(),
        time_zone: draft.time_zone,
        currency: draft.currency,
        locale: draft.locale,
        administrator,
    };
    let (id, _) = create::prepare(&desk.app, &new).await?;
    let mut tx = desk.app.db.steward(id, 1, None)?;
    let mail = invitations::mail(
        new.administrator.email.clone(),
        &desk.operator.name,
        INVITED_DAYS,
        desk.operator.id.to_string(),
    );
    crate::mail::outbox::send(&desk.app, &mut tx, mail, desk.now).await?;
    tx.commit().await?;
    create::open(&desk.app, id, &new.slug).await?;
    desk.app.mail_written.notify_one();
    let mut tx = desk.begin();
    tx.queue(desk.event(
        "tenant",
        Some(id.0),
        "create",
        json!({ "slug": [null, new.slug], "name": [null, new.name] }),
    ));
    let page = page_of(&desk, &mut tx, id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(page)))
}

fn right(draft: &TenantDraft) -> Result<NewUser> {
    let mut check = Check::default();
    check.that(
        (1..=120).contains(&draft.name.trim().chars().count()),
        "name",
        "length",
        "Write a name, of at most 120 characters.",
    );
    check.that(
        right_name(&draft.administrator).is_ok(),
        "administrator",
        "length",
        "Write a name, of at most 120 characters.",
    );
    let email = email_key(&draft.email);
    check.that(is_email(&email), "email", "not_an_email", "This is not an e-mail address.");
    check.currency("currency", Some(&draft.currency));
    check.done().map_err(Error::invalid)?;
    Ok(NewUser {
        name: draft.administrator.trim().to_owned(),
        email,
        role: Role::Administrator,
        team_id: None,
        password_hash: None,
        external_id: None,
    })
}
