//! Traffic in the database.

use super::meter::Tally;
use crate::http::Result;
use jiff::Timestamp;
use kontaly_access::TenantId;
use kontaly_db::{PlatformTx, Row, Sql, sql};
use serde_json::json;

/// Adds one array of counts to another, place by place.
const ADDED: &str = "(select array_agg(a + b order by i) from unnest(t.durations, excluded.durations) with ordinality u (a, b, i))";

fn on_conflict(statement: &mut Sql) {
    statement
        .push(
            " on conflict (tenant_id, grain, at) do update set requests = t.requests + excluded.requests,
              refused = t.refused + excluded.refused, failed = t.failed + excluded.failed,
              micros = t.micros + excluded.micros, durations = ",
        )
        .push(ADDED);
}

/// Adds what a process counted.
///
/// # Errors
/// The database's.
pub async fn add(tx: &mut PlatformTx, counted: Vec<(TenantId, i64, Tally)>) -> Result<()> {
    let rows: Vec<_> = counted
        .into_iter()
        .map(|(tenant, minute, tally)| {
            json!({ "tenant_id": tenant, "at": minute, "requests": tally.requests, "refused": tally.refused,
                "failed": tally.failed, "micros": tally.micros, "durations": tally.durations })
        })
        .collect();
    // In one order: two processes that write at once wait for one another, and not each for the other.
    let mut statement = sql(
        "insert into console.traffic as t (tenant_id, grain, at, requests, refused, failed, micros, durations)
          select c.tenant_id, 'minute', to_timestamp(c.at), c.requests, c.refused, c.failed, c.micros, c.durations
          from jsonb_to_recordset($1) as c (tenant_id uuid, at bigint, requests bigint, refused bigint, failed bigint,
            micros bigint, durations bigint[])
          order by c.tenant_id, c.at",
    )
    .bind(json!(rows));
    on_conflict(&mut statement);
    tx.execute(statement).await?;
    Ok(())
}

/// What each place of arrays of counts sums up to, by tenant and by what `at` is put together to: needs `picked`, with the
/// columns of the table.
const SUMMED: &str =
    "sums as (select tenant_id, at, sum(requests)::bigint as requests, sum(refused)::bigint as refused,
    sum(failed)::bigint as failed, sum(micros)::bigint as micros from picked group by tenant_id, at),
  places as (select p.tenant_id, p.at, u.i, sum(u.v)::bigint as v
    from picked p, unnest(p.durations) with ordinality u (v, i) group by p.tenant_id, p.at, u.i),
  arrays as (select tenant_id, at, array_agg(v order by i) as durations from places group by tenant_id, at)";

/// Puts rows of one grain that are older than `before` together to the next one.
///
/// # Errors
/// The database's.
pub async fn put_together(
    tx: &mut PlatformTx,
    from: &'static str,
    to: &'static str,
    before: Timestamp,
) -> Result<()> {
    // Whole hours and days only: what is younger than the last whole one stays as it is.
    let mut statement = sql("with gone as (delete from console.traffic where grain = $1 and at < date_trunc($2, $3, 'UTC')
          returning tenant_id, at, requests, refused, failed, micros, durations),
        picked as (select tenant_id, date_trunc($2, at, 'UTC') as at, requests, refused, failed, micros, durations from gone),")
    .bind(from)
    .bind(to)
    .bind(before);
    statement.push(SUMMED).push(
        " insert into console.traffic as t (tenant_id, grain, at, requests, refused, failed, micros, durations)
          select s.tenant_id, $2, s.at, s.requests, s.refused, s.failed, s.micros, a.durations
          from sums s join arrays a on a.tenant_id = s.tenant_id and a.at = s.at order by s.tenant_id, s.at",
    );
    on_conflict(&mut statement);
    tx.execute(statement).await?;
    Ok(())
}

/// Lets days go that are older than `before`.
pub fn forget(tx: &mut PlatformTx, before: Timestamp) {
    tx.queue(sql("delete from console.traffic where grain = 'day' and at < $1").bind(before));
}

/// Sums of a tenant within a time.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Whose.
    pub tenant: TenantId,
    /// Where the time begins.
    pub at: Timestamp,
    /// What was counted in it.
    pub requests: i64,
    /// 4xx but 401.
    pub refused: i64,
    /// 5xx.
    pub failed: i64,
    /// Microseconds, together.
    pub micros: i64,
    /// How many took how long.
    pub durations: Vec<i64>,
}

impl Sums {
    fn read(row: &Row) -> Result<Self, kontaly_db::Error> {
        Ok(Self {
            tenant: row.take()?,
            at: row.take()?,
            requests: row.take()?,
            refused: row.take()?,
            failed: row.take()?,
            micros: row.take()?,
            durations: row.take()?,
        })
    }
}

/// The tenants with the most requests since a moment, the first first.
///
/// # Errors
/// The database's.
pub async fn ranking(tx: &mut PlatformTx, since: Timestamp, limit: usize) -> Result<Vec<Sums>> {
    let mut query = sql("with most as (select tenant_id from console.traffic where at >= $1
          group by tenant_id order by sum(requests) desc, tenant_id limit ")
    .bind(since);
    query.push_number(limit).push(
        "), picked as (select r.tenant_id, $1::timestamptz as at, r.requests, r.refused, r.failed, r.micros, r.durations
          from console.traffic r join most m on m.tenant_id = r.tenant_id where r.at >= $1),",
    );
    query.push(SUMMED).push(
        " select s.tenant_id, s.at, s.requests, s.refused, s.failed, s.micros, a.durations
          from sums s join arrays a on a.tenant_id = s.tenant_id order by s.requests desc, s.tenant_id",
    );
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(Sums::read).collect::<Result<_, _>>()?)
}

/// What tenants did since a moment, put together to minutes, hours or days, by tenant and time.
///
/// # Errors
/// The database's.
pub async fn series(
    tx: &mut PlatformTx,
    tenants: Vec<TenantId>,
    unit: &'static str,
    since: Timestamp,
) -> Result<Vec<Sums>> {
    let tenants: Vec<uuid::Uuid> = tenants.into_iter().map(|tenant| tenant.0).collect();
    let mut query = sql("with picked as (select tenant_id, date_trunc($2, at, 'UTC') as at, requests, refused, failed, micros, durations
          from console.traffic where tenant_id = any($1) and at >= $3),")
    .bind(tenants)
    .bind(unit)
    .bind(since);
    query.push(SUMMED).push(
        " select s.tenant_id, s.at, s.requests, s.refused, s.failed, s.micros, a.durations
          from sums s join arrays a on a.tenant_id = s.tenant_id and a.at = s.at order by s.tenant_id, s.at",
    );
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(Sums::read).collect::<Result<_, _>>()?)
}
