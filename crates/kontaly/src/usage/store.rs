//! Usage in the database.

use crate::http::Result;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::TenantId;
use kontaly_db::{PlatformTx, Sql, TenantTx, sql};
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;

/// How long a figure is good enough while a tenant works.
const FRESH: SignedDuration = SignedDuration::from_secs(45);
/// Days whose figures are kept.
const DAYS_KEPT: i32 = 90;

kontaly_db::record! {
    /// What a tenant had when it was counted.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Measured {
        /// When that was.
        pub measured_at: Timestamp = "u.measured_at",
        /// People who are not suspended.
        pub seats: i32 = "u.seats",
        /// Leads, those in the trash included, as below.
        pub leads: i64 = "u.leads",
        /// Contacts.
        pub contacts: i64 = "u.contacts",
        /// Companies.
        pub companies: i64 = "u.companies",
        /// Deals.
        pub deals: i64 = "u.deals",
        /// Activities, which no plan bounds.
        pub activities: i64 = "u.activities",
        /// Leads, contacts, companies and deals together.
        pub records: i64 = "u.records",
        /// Files on records.
        pub files: i64 = "u.files",
        /// Their bytes.
        pub storage_bytes: i64 = "u.storage_bytes",
    }
}

/// Which tenants have asked something of the API since they were counted, or were not counted today.
///
/// # Errors
/// The database's.
pub async fn due(tx: &mut PlatformTx, now: Timestamp) -> Result<HashSet<TenantId>> {
    // A minute is written down seconds after it was counted, hence a minute more on both sides.
    let query = sql("select t.tenant_id from tenants t
          left join lateral (select u.day, u.measured_at from usage u where u.tenant_id = t.tenant_id order by u.day desc limit 1) u on true
          where t.state <> 'deleted' and (u.day is null or u.day < ($1::timestamptz at time zone 'UTC')::date
            or (u.measured_at < $2 and exists (select from console.traffic c where c.tenant_id = t.tenant_id
              and c.grain = 'minute' and c.at >= u.measured_at - interval '2 minutes')))")
    .bind(now)
    .bind(now - FRESH);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(kontaly_db::Row::take).collect::<Result<_, _>>()?)
}

/// Counts a tenant's rows in the name of its worker, and keeps the figures as today's.
///
/// # Errors
/// The database's.
pub async fn measure(tx: &mut TenantTx, now: Timestamp) -> Result<Measured> {
    let tenant = tx.tenant();
    tx.execute(
        sql("delete from usage where tenant_id = $1 and day < ($2::timestamptz at time zone 'UTC')::date - $3::integer")
            .bind(tenant)
            .bind(now)
            .bind(DAYS_KEPT),
    )
    .await?;
    let mut statement = sql("insert into usage as u (tenant_id, day, measured_at, seats, leads, contacts, companies, deals, activities, files, storage_bytes)
          select $1, ($2::timestamptz at time zone 'UTC')::date, $2,
            (select count(*)::integer from users where tenant_id = $1 and kind = 'person' and state <> 'suspended'),
            (select count(*) from leads where tenant_id = $1), (select count(*) from contacts where tenant_id = $1),
            (select count(*) from companies where tenant_id = $1), (select count(*) from deals where tenant_id = $1),
            (select count(*) from activities where tenant_id = $1),
            (select coalesce(sum(files), 0)::bigint from attachment_sums where tenant_id = $1),
            (select coalesce(sum(bytes), 0)::bigint from attachment_sums where tenant_id = $1)
          on conflict (tenant_id, day) do update set measured_at = excluded.measured_at, seats = excluded.seats,
            leads = excluded.leads, contacts = excluded.contacts, companies = excluded.companies, deals = excluded.deals,
            activities = excluded.activities, files = excluded.files, storage_bytes = excluded.storage_bytes
          returning ")
    .bind(tenant)
    .bind(now);
    statement.push(Measured::COLUMNS);
    Ok(Measured::read(&tx.one(statement).await?)?)
}

/// What a tenant had when it was counted last.
#[must_use]
pub fn latest(tenant: TenantId) -> Sql {
    let mut query = sql("select ");
    query.push(Measured::COLUMNS).push(" from usage u where u.tenant_id = ").push_bind(tenant);
    query.push(" order by u.day desc limit 1");
    query
}

/// How many people of a tenant are not suspended.
#[must_use]
pub fn seats(tenant: TenantId) -> Sql {
    sql("select count(*) from users where tenant_id = $1 and kind = 'person' and state <> 'suspended'")
        .bind(tenant)
}
