//! The installation's own chain: over what operators did, and over the heads of the tenants' chains, so that not even a whole
//! chain of theirs can be written anew unnoticed. Of a tenant it holds ids, numbers and hashes.

use super::chain::{Checked, Finding, FindingKind, HASH_BYTES, Head, Seal};
use super::store::{self, ChainState};
use crate::app::App;
use crate::http::Result;
use jiff::Timestamp;
use kontaly_db::{PlatformTx, Row, sql};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// Whose the chain is: no tenant's.
const NOBODY: Uuid = Uuid::nil();
/// Events of a seal, and seals that are read at a time.
const EVENTS_MAX: usize = 1_000;
const SEALS_AT_ONCE: usize = 50;

/// The hash of what an operator did, as of a tenant's events.
const CONTENT: &str =
    "sha256(convert_to(jsonb_build_array(e.id, (extract(epoch from e.at) * 1000000)::bigint, e.operator_id,
    e.noun, e.subject_id, e.action, e.changes, e.request_id, e.address)::text, 'UTF8'))";
const HEAD_COLUMNS: &str = ", s.tenants, s.numbers, s.heads";

/// Which heads this process has put under a seal. A fresh process begins with all of them.
#[derive(Debug, Default)]
pub struct Heads(HashMap<Uuid, i64>);

impl Heads {
    fn moved(&self, all: Vec<Head>) -> Vec<Head> {
        all.into_iter().filter(|head| self.0.get(&head.tenant) != Some(&head.number)).collect()
    }

    fn take(&mut self, moved: &[Head]) {
        self.0.extend(moved.iter().map(|head| (head.tenant, head.number)));
    }
}

/// Seals what operators did, and the heads that have moved, where they are asked for.
///
/// # Errors
/// The database's.
pub async fn seal(app: &App, mut heads: Option<&mut Heads>) -> Result<()> {
    loop {
        let mut tx = app.db.console();
        tx.queue(sql("select pg_advisory_xact_lock(7203421)"));
        let last = last(&mut tx).await?;
        let events = unsealed(&mut tx).await?;
        let moved = match heads.as_deref() {
            Some(known) => known.moved(store::heads(&mut tx).await?),
            None => Vec::new(),
        };
        let count = events.len();
        if count > 0 || !moved.is_empty() {
            let seal = Seal::behind(last, app.clock.now(), events).closed(NOBODY, &moved);
            keep(&mut tx, seal, &moved);
        }
        tx.commit().await?;
        if let Some(known) = heads.take() {
            known.take(&moved);
        }
        if count < EVENTS_MAX {
            return Ok(());
        }
    }
}

async fn last(tx: &mut PlatformTx) -> Result<Option<(i64, Vec<u8>)>> {
    let query = sql("select s.number, s.hash from console.seals s order by s.number desc limit 1");
    let row = tx.optional(query).await?;
    Ok(row.map(|row| Ok::<_, kontaly_db::Error>((row.take()?, row.take()?))).transpose()?)
}

async fn unsealed(tx: &mut PlatformTx) -> Result<Vec<(Uuid, Vec<u8>)>> {
    let mut query = sql("select e.id, ");
    query.push(CONTENT);
    query.push(" from console.unsealed u join console.events e on e.id = u.id order by u.id limit ");
    query.push_number(EVENTS_MAX);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(|row| Ok((row.take()?, row.take()?))).collect::<Result<_, kontaly_db::Error>>()?)
}

fn keep(tx: &mut PlatformTx, seal: Seal, heads: &[Head]) {
    tx.queue(sql("delete from console.unsealed u where u.id = any ($1)").bind(seal.events.clone()));
    tx.queue(
        sql("insert into console.seals (number, sealed_at, events, contents, tenants, numbers, heads, previous, hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(seal.number)
        .bind(seal.sealed_at)
        .bind(seal.events)
        .bind(seal.contents)
        .bind(heads.iter().map(|head| head.tenant).collect::<Vec<_>>())
        .bind(heads.iter().map(|head| head.number).collect::<Vec<_>>())
        .bind(heads.iter().flat_map(|head| head.hash.clone()).collect::<Vec<u8>>())
        .bind(seal.previous)
        .bind(seal.hash),
    );
}

fn read(row: &Row) -> Result<(Seal, Vec<Head>), kontaly_db::Error> {
    let seal = Seal::read(row)?;
    let (tenants, numbers, hashes): (Vec<Uuid>, Vec<i64>, Vec<u8>) = (row.take()?, row.take()?, row.take()?);
    let heads = tenants.into_iter().zip(numbers).zip(hashes.chunks(HASH_BYTES));
    let head = |((tenant, number), hash): ((Uuid, i64), &[u8])| Head { tenant, number, hash: hash.to_vec() };
    Ok((seal, heads.map(head).collect()))
}

async fn seals(tx: &mut PlatformTx, behind: i64) -> Result<Vec<(Seal, Vec<Head>)>> {
    let mut query = sql("select ");
    query.push(Seal::COLUMNS).push(HEAD_COLUMNS).push(" from console.seals s where s.number > ");
    query.push_bind(behind).push(" order by s.number limit ").push_number(SEALS_AT_ONCE);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The head of each tenant's chain that the installation has kept last.
///
/// # Errors
/// The database's.
pub async fn kept_heads(app: &App) -> Result<HashMap<Uuid, Head>> {
    let query = sql("select distinct on (h.tenant) h.tenant, h.number, substring(s.heads from (32 * (h.i - 1) + 1)::int for 32)
        from console.seals s cross join lateral unnest(s.tenants, s.numbers) with ordinality h (tenant, number, i)
        order by h.tenant, h.number desc");
    let rows = app.db.console().closing().query(query).await?;
    let read = |row: &Row| {
        let head = Head { tenant: row.take()?, number: row.take()?, hash: row.take()? };
        Ok((head.tenant, head))
    };
    Ok(rows.iter().map(read).collect::<Result<_, kontaly_db::Error>>()?)
}

/// Computes the installation's chain anew, and writes down what came of it.
///
/// # Errors
/// The database's.
pub async fn check(app: &App) -> Result<Checked> {
    let mut tx = app.db.console();
    let (mut checked, mut last) = (Checked::default(), None);
    'walk: loop {
        let behind = last.as_ref().map_or(0, |(number, _)| *number);
        let seals = seals(&mut tx, behind).await?;
        if seals.is_empty() {
            checked.finding = beyond(&mut tx).await?;
            break;
        }
        for (seal, heads) in seals {
            checked.finding = match seal.broken(NOBODY, &heads, last.as_ref()) {
                Some(finding) => Some(finding),
                None => of_events(&mut tx, &seal).await?,
            };
            if checked.finding.is_some() {
                break 'walk;
            }
            checked.seals += 1;
            checked.events += i64::try_from(seal.events.len()).unwrap_or(i64::MAX);
            last = Some((seal.number, seal.hash));
        }
    }
    write_down(&mut tx, app.clock.now(), &checked);
    tx.commit().await?;
    Ok(checked)
}

async fn of_events(tx: &mut PlatformTx, seal: &Seal) -> Result<Option<Finding>> {
    let mut query = sql("select e.id, ");
    query.push(CONTENT).push(" from console.events e where e.id = any (");
    query.push_bind(seal.events.clone()).push(")");
    let rows = tx.query(query).await?;
    let there = rows.iter().map(|row| Ok((row.take()?, row.take()?)));
    let there: HashMap<Uuid, Vec<u8>> = there.collect::<Result<_, kontaly_db::Error>>()?;
    for (id, hash) in seal.covered() {
        let kind = match there.get(&id) {
            None => FindingKind::EventMissing,
            Some(now) if now != hash => FindingKind::EventAltered,
            Some(_) => continue,
        };
        return Ok(Some(Finding::event(kind, id, Some(seal.number))));
    }
    Ok(None)
}

async fn beyond(tx: &mut PlatformTx) -> Result<Option<Finding>> {
    let added = sql("select e.id from console.events e where not exists (select from console.unsealed u where u.id = e.id)
          and not exists (select from (select unnest(s.events) as id from console.seals s) k where k.id = e.id)
        order by e.at, e.id limit 1");
    if let Some(row) = tx.optional(added).await? {
        return Ok(Some(Finding::event(FindingKind::EventAdded, row.take()?, None)));
    }
    let lost = sql("select u.id from console.unsealed u where not exists (select from console.events e where e.id = u.id)
        order by u.id limit 1");
    let row = tx.optional(lost).await?;
    Ok(row.map(|row| row.take()).transpose()?.map(|id| Finding::event(FindingKind::EventMissing, id, None)))
}

fn write_down(tx: &mut PlatformTx, at: Timestamp, checked: &Checked) {
    let statement = sql(
        "insert into console.seal_check as c (checked_at, seals, events, finding) values ($1, $2, $3, $4)
         on conflict (only_one) do update set checked_at = excluded.checked_at, seals = excluded.seals,
           events = excluded.events, finding = excluded.finding",
    )
    .bind(at)
    .bind(checked.seals)
    .bind(checked.events)
    .bind(checked.finding.as_ref().map(|finding| json!(finding)));
    tx.queue(statement);
}

/// Computes it anew when that was not done since a moment.
///
/// # Errors
/// The database's.
pub async fn check_when_due(app: &App, since: Timestamp) -> Result<()> {
    let query = sql("select exists (select from console.seal_check c where c.checked_at >= $1)");
    let done: bool = app.db.console().closing().one(query.bind(since)).await?.take()?;
    if done {
        return Ok(());
    }
    if let Some(finding) = check(app).await?.finding {
        tracing::error!(%finding, "the installation's audit log was tampered with");
    }
    Ok(())
}

/// How the installation's chain stands.
///
/// # Errors
/// The database's.
pub async fn state(tx: &mut PlatformTx) -> Result<ChainState> {
    let query = sql("select s.number, s.sealed_at, s.hash, c.checked_at, c.events, c.finding
        from (select true as there) one
          left join (select s.number, s.sealed_at, s.hash from console.seals s order by s.number desc limit 1) s on true
          left join console.seal_check c on true");
    ChainState::read(&tx.one(query.stable()).await?)
}
