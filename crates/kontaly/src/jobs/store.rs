//! The outbox in the database, and who stands behind a job.

use super::Order;
use crate::app::App;
use crate::clock::fresh_id;
use crate::http::cookie::Session;
use crate::http::{Cx, Error, Result};
use crate::tenancy::Tenant;
use jiff::Timestamp;
use kontaly_access::{Actor, ActorKind, Role, TenantId, UserId};
use kontaly_db::{PlatformTx, Sql, sql};
use serde_json::Value;
use std::sync::Arc;

/// Rows that the relay takes at a time.
const TAKEN_MAX: usize = 500;

/// A job that is asked for.
pub(super) struct Asked {
    pub(super) tenant: TenantId,
    pub(super) actor: UserId,
    pub(super) at: Timestamp,
    pub(super) kind: &'static str,
    pub(super) subject: Value,
}

pub(super) fn insert(asked: Asked, order: Order) -> Sql {
    sql("insert into outbox (tenant_id, id, kind, actor_id, subject, queue, key, run_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(asked.tenant)
    .bind(fresh_id(asked.at))
    .bind(asked.kind)
    .bind(asked.actor)
    .bind(asked.subject)
    .bind(order.queue)
    .bind(order.key)
    .bind(order.run_at)
}

/// Whether anything waits to be moved or numbered.
pub(super) async fn anything(tx: &mut PlatformTx) -> Result<bool> {
    let query =
        sql("select exists (select from outbox) or exists (select from changes where number is null)");
    Ok(tx.closing().one(query.stable()).await?.take()?)
}

/// Waits for the turn to move and number: one relay at a time, else two of them would give the same numbers.
pub(super) fn take_turn() -> Sql {
    sql("select pg_advisory_xact_lock(7203419)")
}

/// Moves what waits in the outbox into the queue; of jobs with the same key the last one stays. Says how many rows it took.
pub(super) async fn move_jobs(tx: &mut PlatformTx) -> Result<i64> {
    let mut query =
        sql("with taken as (delete from outbox o using (select tenant_id, id from outbox order by id limit ");
    query.push_number(TAKEN_MAX);
    query.push(
        ") d where o.tenant_id = d.tenant_id and o.id = d.id returning o.*),
      last as (select distinct on (coalesce(t.tenant_id || ':' || t.key, t.id::text)) * from taken t
        order by coalesce(t.tenant_id || ':' || t.key, t.id::text), t.id desc),
      specs as (select array_agg((l.kind, json_build_object('tenant', l.tenant_id, 'actor', l.actor_id, 'subject', l.subject),
          l.tenant_id || ':' || coalesce(l.queue, l.kind), l.run_at, null, l.tenant_id || ':' || l.key, null, null
        )::graphile_worker.job_spec order by l.id) as all from last l),
      added as (select count(*) from specs s, graphile_worker.add_jobs(s.all) where s.all is not null)
      select count(*), (select count from added) from taken",
    );
    Ok(tx.one(query.stable()).await?.take()?)
}

/// The context of whoever asked for a job, as they are now.
pub(super) async fn actor(app: &App, tenant: TenantId, id: UserId) -> Result<Cx> {
    let tenant = find_tenant(app, tenant).await?;
    let actor = if id.0 == tenant.id.0 {
        Actor::worker(tenant.id, tenant.worker_serial)
    } else {
        person(app, &tenant, id).await?
    };
    let session = Session { actor, proof: None, key: app.db.keys().current() };
    Ok(Cx::new(app.clone(), tenant, session, fresh_id(app.clock.now())))
}

async fn find_tenant(app: &App, id: TenantId) -> Result<Arc<Tenant>> {
    let mut query = sql("select ");
    query
        .push(Tenant::COLUMNS)
        .push(" from tenants t where t.state not in ('suspended', 'deleted') and t.tenant_id = ");
    query.push_bind(id);
    let mut tx = app.db.router();
    Ok(Arc::new(Tenant::read(&tx.closing().one(query.stable()).await?)?))
}

async fn person(app: &App, tenant: &Tenant, id: UserId) -> Result<Actor> {
    let query = sql(
        "select u.role, u.serial from users u where u.tenant_id = $1 and u.id = $2 and u.state = 'active'",
    );
    let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
    let row = tx.closing().one(query.bind(tenant.id).bind(id)).await?;
    let role: String = row.take()?;
    let role = Role::parse(&role).ok_or_else(|| Error::internal("a role that the program does not know"))?;
    Ok(Actor { tenant_id: tenant.id, id, kind: ActorKind::User, role, serial: row.take()? })
}
