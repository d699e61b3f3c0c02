//! Canaries: rows that are made in one tenant, looked for from another and by a colleague, and taken back.
//!
//! Everything happens in transactions of `kontaly_app` that are rolled back, between the two youngest tenants there are.
//! The questions that name every table are put together inside PostgreSQL, from its own catalog.

use super::{Finding, Report};
use crate::app::App;
use kontaly_access::{Actor, ActorKind, LeadId, Role, TenantId, UserId};
use kontaly_db::{Error, Limits, TenantTx, sql};
use uuid::Uuid;

struct Probe<'a> {
    app: &'a App,
    tx: TenantTx,
    report: &'a mut Report,
}

/// Asks what can be asked with the tenants there are: nothing without any, less with one.
pub(super) async fn probe(app: &App, report: &mut Report) -> Result<(), Error> {
    let mut tx = app.db.router();
    let query = sql("select t.tenant_id, t.worker_serial from tenants t where t.state <> 'deleted'
        and exists (select from slugs s where s.tenant_id = t.tenant_id and s.freed_at is null) order by t.created_at desc, 1 limit 2");
    let mut workers = Vec::new();
    for row in tx.closing().query(query).await? {
        workers.push(Actor::worker(row.take()?, row.take()?));
    }
    let Some(worker) = workers.first().copied() else { return Ok(()) };
    let key = app.db.keys().current();
    let tx = app.db.tenant(worker, key, None, Limits::Request)?;
    let mut probe = Probe { app, tx, report };
    match probe.strangers(worker.tenant_id.0, "the worker of one tenant").await {
        Err(Error::Nobody) => {
            let detail = "opens no tenant's door: the key file belongs to another database, or a rotation of the key was not carried through \
                (kontaly rekey; if the key is lost, kontaly rekey --lost)";
            probe.report.findings.push(Finding::new("key", format!("key {key}"), detail));
            return Ok(());
        }
        asked => asked?,
    }
    let others = probe.others().await?;
    let canary = probe.canary(others).await?;
    if let Some(other) = workers.get(1) {
        probe.write_into(other.tenant_id).await?;
        probe.enter(other).await?;
        probe.unseen(canary, "another tenant").await?;
        probe.strangers(other.tenant_id.0, "the worker of another tenant").await?;
    }
    if let Some((representative, _)) = others {
        probe.enter(&representative).await?;
        probe.unseen(canary, "a colleague").await?;
    }
    for (capability, name) in [("", "nobody"), ("0000", "somebody with a wrong capability")] {
        probe.set(capability.to_owned()).await?;
        probe.unseen(canary, name).await?;
        probe.strangers(Uuid::nil(), name).await?;
    }
    Ok(())
}

impl Probe<'_> {
    /// No table shows a row of any tenant but this one.
    async fn strangers(&mut self, tenant: Uuid, who: &str) -> Result<(), Error> {
        let query = sql("select c.relname::text, coalesce(substring(query_to_xml(format(
              'select count(*) as n from (select from public.%I where tenant_id is distinct from %L limit 1) x', c.relname, $1),
              true, false, '')::text from '<n>(\\d+)</n>')::bigint, -1)
            from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
              and has_table_privilege(c.oid, 'select')
              and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
            order by 1")
        .bind(tenant);
        for row in self.tx.query(query).await? {
            let (table, foreign): (String, i64) = (row.take()?, row.take()?);
            self.asked(foreign == 0, &table, || format!("shows {who} rows of another tenant"));
        }
        Ok(())
    }

    fn asked(&mut self, well: bool, object: &str, detail: impl Fn() -> String) {
        self.report.probes += 1;
        if !well {
            self.report.findings.push(Finding::new("probe", object, detail()));
        }
    }

    /// A representative of this tenant, and somebody else of it.
    async fn others(&mut self) -> Result<Option<(Actor, UserId)>, Error> {
        let tenant = self.tx.tenant();
        let query = sql("select u.id, u.serial, (select o.id from users o where o.tenant_id = $1 and o.id <> u.id order by o.created_at limit 1)
            from users u where u.tenant_id = $1 and u.role = 'sales_representative' and u.state = 'active' order by u.id limit 1")
        .bind(tenant);
        let Some(row) = self.tx.optional(query).await? else { return Ok(None) };
        let (id, serial): (UserId, i32) = (row.take()?, row.take()?);
        let other: Option<UserId> = row.take()?;
        let role = Role::SalesRepresentative;
        let representative = Actor { tenant_id: tenant, id, kind: ActorKind::User, role, serial };
        Ok(other.map(|other| (representative, other)))
    }

    /// A lead of somebody whom the representative does not see, or of nobody.
    async fn canary(&mut self, others: Option<(Actor, UserId)>) -> Result<LeadId, Error> {
        let id: LeadId = self.app.clock.id();
        let statement = sql("insert into leads (tenant_id, id, name, owner_id, created_at, updated_at) values ($1, $2, 'canary', $3, $4, $4)")
            .bind(self.tx.tenant())
            .bind(id)
            .bind(others.map(|(_, owner)| owner))
            .bind(self.app.clock.now());
        self.tx.execute(statement).await?;
        Ok(id)
    }

    /// The canary is neither found, changed nor deleted.
    async fn unseen(&mut self, canary: LeadId, who: &str) -> Result<(), Error> {
        for (statement, what) in [
            (sql("select from leads where id = $1"), "seen"),
            (sql("update leads set score = 1 where id = $1 returning id"), "changed"),
            (sql("delete from leads where id = $1 returning id"), "deleted"),
        ] {
            // Under a savepoint: where the table lets it through, the roll-up that a trigger keeps of it may still refuse.
            let untouched = match self.tx.attempt(statement.bind(canary)).await {
                Ok(rows) => rows.is_empty(),
                Err(Error::Refused) => true,
                Err(error) => return Err(error),
            };
            self.asked(untouched, "leads", || format!("a canary was {what} by {who}"));
        }
        Ok(())
    }

    /// Nothing is written into another tenant.
    async fn write_into(&mut self, tenant: TenantId) -> Result<(), Error> {
        let statement = sql("insert into leads (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'canary', $3, $3)")
            .bind(tenant)
            .bind(self.app.clock.id::<LeadId>())
            .bind(self.app.clock.now());
        let refused = matches!(self.tx.attempt(statement).await, Err(Error::Refused));
        self.asked(refused, "leads", || "a canary was put into another tenant".into());
        Ok(())
    }

    async fn enter(&mut self, actor: &Actor) -> Result<(), Error> {
        let keys = self.app.db.keys();
        let capability = keys.capability(keys.current(), actor).ok_or(Error::Nobody)?;
        self.set(capability).await
    }

    /// Changes whose context this transaction has, past the door.
    async fn set(&mut self, capability: String) -> Result<(), Error> {
        self.tx.execute(sql("select set_config('kontaly.cap', $1, true)").bind(capability)).await.map(drop)
    }
}
