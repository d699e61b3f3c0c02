//! The SQL of bulk reads and writes: one statement for many rows, assembled from the nouns' static tables.

use super::{Draft, Stored};
use crate::http::Result;
use crate::imports::Outcome;
use crate::imports::nouns::{Cell, Key, Table, Target, Type, Values, deals};
use crate::imports::rows::Point;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_access::{ImportId, TenantId, UserId};
use kontaly_db::{Param, Row as DbRow, Sql, TenantTx, sql};
use serde_json::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// What a name or id may refer to.
pub struct Referent {
    /// The key that was found: a folded name, an address or an external id.
    pub key: String,
    /// Whether it is a name; a name goes before an id that looks the same.
    pub by_name: bool,
    /// The record.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Whether whoever imports may give records to this person; always true of what is no person.
    pub assignable: bool,
}

/// Everything that one of these names or ids can mean.
///
/// # Errors
/// The database's.
pub async fn referents(
    tx: &mut TenantTx,
    target: Target,
    folded: Vec<String>,
    lower: Vec<String>,
    written: Vec<String>,
) -> Result<Vec<Referent>> {
    // Whom one may give records to, the capability says.
    const PERSON: &str = "with me as (select a.sees_all, a.owners from actors a where a.tenant_id = $1),
        found as (
          select u.name_key as key, true as by_name, u.id, u.name from users u where u.tenant_id = $1 and u.name_key = any ($2)
          union all select u.email, false, u.id, u.name from users u where u.tenant_id = $1 and u.email = any ($3)
          union all select u.external_id, false, u.id, u.name from users u where u.tenant_id = $1 and u.external_id = any ($4))
        select f.key, f.by_name, f.id, f.name, me.sees_all or f.id = any (me.owners) from found f, me";
    const COMPANY: &str = "select c.name_key, true, c.id, c.name, true from companies c
          where c.tenant_id = $1 and c.trashed_at is null and c.name_key = any ($2)
        union all select c.domain, false, c.id, c.name, true from companies c
          where c.tenant_id = $1 and c.trashed_at is null and c.domain = any ($3)
        union all select c.external_id, false, c.id, c.name, true from companies c
          where c.tenant_id = $1 and c.trashed_at is null and c.external_id = any ($4)";
    const CONTACT: &str = "select c.name_key, true, c.id, c.name, true from contacts c
          where c.tenant_id = $1 and c.trashed_at is null and c.name_key = any ($2)
        union all select p.value_key, false, c.id, c.name, true from contact_points p
          join contacts c on c.tenant_id = $1 and c.id = p.contact_id and c.trashed_at is null
          where p.tenant_id = $1 and p.kind = 'email' and p.value_key = any ($3)
        union all select c.external_id, false, c.id, c.name, true from contacts c
          where c.tenant_id = $1 and c.trashed_at is null and c.external_id = any ($4)";
    const PRODUCT: &str = "select g.name_key, true, g.id, g.name, true from products g
          where g.tenant_id = $1 and g.trashed_at is null and g.name_key = any ($2)
        union all select g.external_id, false, g.id, g.name, true from products g
          where g.tenant_id = $1 and g.trashed_at is null and (g.external_id = any ($3) or g.external_id = any ($4))";
    let text = match target {
        Target::Person => PERSON,
        Target::Company => COMPANY,
        Target::Contact => CONTACT,
        Target::Product => PRODUCT,
    };
    let query = sql(text).bind(tx.tenant()).bind(folded).bind(lower).bind(written);
    let read = |row: &DbRow| {
        Ok(Referent {
            key: row.take()?,
            by_name: row.take()?,
            id: row.take()?,
            name: row.take()?,
            assignable: row.take()?,
        })
    };
    tx.query(query).await?.iter().map(read).collect()
}

/// The next names of a noun behind one, for near matches: folded, and as shown.
///
/// # Errors
/// The database's.
pub async fn names(
    tx: &mut TenantTx,
    target: Target,
    behind: String,
    limit: i64,
) -> Result<Vec<(String, String)>> {
    let text = match target {
        Target::Person => {
            "select u.name_key, u.name from users u where u.tenant_id = $1 and u.name_key > $2 order by u.name_key limit $3"
        }
        Target::Company => {
            "select c.name_key, c.name from companies c
             where c.tenant_id = $1 and c.name_key > $2 and c.trashed_at is null order by c.name_key limit $3"
        }
        Target::Contact => {
            "select c.name_key, c.name from contacts c
             where c.tenant_id = $1 and c.name_key > $2 and c.trashed_at is null order by c.name_key limit $3"
        }
        Target::Product => {
            "select g.name_key, g.name from products g
             where g.tenant_id = $1 and g.name_key > $2 and g.trashed_at is null order by g.name_key limit $3"
        }
    };
    let query = sql(text).bind(tx.tenant()).bind(behind).bind(limit);
    tx.query(query).await?.iter().map(|row| Ok((row.take()?, row.take()?))).collect()
}

/// The records that one of these external ids or keys is of, as far as one sees them.
///
/// # Errors
/// The database's.
pub async fn stored(
    tx: &mut TenantTx,
    table: &'static Table,
    import: ImportId,
    external_ids: Vec<String>,
    keys: Vec<String>,
) -> Result<Vec<Stored>> {
    let mut query = sql("");
    let by_id = !external_ids.is_empty();
    if by_id {
        push_stored(&mut query, tx.tenant(), table, import);
        query.push(" and x.external_id = ");
        push_any(&mut query, external_ids, "text[]");
    }
    let key = match table.key {
        _ if keys.is_empty() => None,
        Key::None => None,
        Key::Name(..) => Some(" and x.name_key = "),
        Key::Email(..) => Some(" and x.email = "),
        Key::Point => Some(
            " and x.id in (select p.contact_id from contact_points p where p.tenant_id = x.tenant_id and p.kind = 'email' and p.value_key = ",
        ),
    };
    if let Some(condition) = key {
        if by_id {
            query.push(" union all ");
        }
        // The fence keeps "not in the trash" away from the plan: it would open the lists' partial indexes to it.
        query.push("select f.* from (");
        push_stored(&mut query, tx.tenant(), table, import);
        query.push(condition);
        push_any(&mut query, keys, "text[]");
        query
            .push(if table.key == Key::Point { ") offset 0) f" } else { " offset 0) f" })
            .push(" where not f.trashed");
    }
    if query.text().is_empty() {
        return Ok(Vec::new());
    }
    read_all(tx, table, query).await
}

/// Any of these, an array of that type, by the index of what is compared. A table that an import is just filling looks small
/// to the planner, which has no statistics of it yet: reading all of a workspace for every batch seems cheaper to it than two
/// thousand look-ups, and takes the longer the more was imported (115 ms a batch behind 40,000 leads, against 1 ms so). How
/// many there are is therefore not said.
pub fn push_any(query: &mut Sql, values: impl Param + 'static, array: &'static str) {
    query.push("any ((select ").push_bind(values).push("::").push(array).push(")::").push(array).push(")");
}

/// Who has to wait while records are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Nobody who changes them; they are those that may be changed.
    Nobody,
    /// Whoever changes one of them, and then sees the outcome.
    Changes,
    /// Likewise, and whoever hangs something on one of them.
    Everything,
}

/// The records of an import that may be changed, held until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn held(
    tx: &mut TenantTx,
    table: &'static Table,
    import: ImportId,
    ids: Vec<Uuid>,
    hold: Hold,
) -> Result<Vec<Stored>> {
    let mut query = sql("");
    push_stored(&mut query, tx.tenant(), table, import);
    query.push(" and x.id = any (").push_bind(ids).push(match hold {
        Hold::Nobody => ") for key share of x",
        Hold::Changes => ") for no key update of x",
        Hold::Everything => ") for update of x",
    });
    read_all(tx, table, query).await
}

/// Takes the external ids of records that an undo put into the trash: others come with them.
#[must_use]
pub fn give_up_ids(tenant: TenantId, table: &'static Table, now: Timestamp, ids: Vec<Uuid>) -> Sql {
    let mut query = sql("update ");
    query.push(table.name).push(" x set external_id = null, version = x.version + 1, updated_at = ");
    query.push_bind(now).push(" where x.trashed_at is not null and x.tenant_id = ").push_bind(tenant);
    query.push(" and x.id = any (").push_bind(ids).push(")");
    query.stable()
}

/// Reads records, each once, and contacts with their addresses.
async fn read_all(tx: &mut TenantTx, table: &'static Table, query: Sql) -> Result<Vec<Stored>> {
    let mut place = HashMap::new();
    let mut found: Vec<Stored> = Vec::new();
    for row in &tx.query(query.stable()).await? {
        let stored = read_stored(row, table)?;
        if let Entry::Vacant(free) = place.entry(stored.id) {
            free.insert(found.len());
            found.push(stored);
        }
    }
    if table.key == Key::Point && !found.is_empty() {
        for (id, kind, value, key) in points(tx, place.keys().copied().collect()).await? {
            if let Some(at) = place.get(&id) {
                found[*at].points.push((kind, value, key));
            }
        }
    }
    Ok(found)
}

fn push_stored(query: &mut Sql, tenant: TenantId, table: &'static Table, import: ImportId) {
    query.push("select x.id, x.version, x.trashed_at is not null as trashed,
        x.trashed_at is not null and exists (select from imports i where i.tenant_id = x.tenant_id and i.undone_at = x.trashed_at) as given_up,
        exists (select from import_rows r where r.tenant_id = x.tenant_id and r.record_id = x.id and r.import_id = ");
    query.push_bind(import).push(")");
    for column in table.columns {
        query.push(", x.").push(column.name).push(if column.ty == Type::Integer { "::bigint" } else { "" });
    }
    query.push(" from ").push(table.name).push(" x where x.tenant_id = ").push_bind(tenant);
}

fn read_stored(row: &DbRow, table: &Table) -> Result<Stored> {
    let (id, version, trashed) = (row.take()?, row.take()?, row.take()?);
    let (given_up, touched) = (row.take()?, row.take()?);
    let mut values = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        values.push(match column.ty {
            Type::Text => row.take::<Option<String>>()?.into(),
            Type::Integer => row.take::<Option<i64>>()?.into(),
            Type::Date => row.take::<Option<Date>>()?.into(),
            Type::Instant => row.take::<Option<Timestamp>>()?.into(),
            Type::Id => row.take::<Option<Uuid>>()?.into(),
        });
    }
    Ok(Stored { id, version, trashed, given_up, touched, values: Values(values), points: Vec::new() })
}

/// The e-mail addresses and telephone numbers of contacts: whose, kind, value, key.
async fn points(tx: &mut TenantTx, contacts: Vec<Uuid>) -> Result<Vec<(Uuid, String, String, String)>> {
    let query = sql("select p.contact_id, p.kind, p.value, p.value_key from contact_points p
         where p.tenant_id = $1 and p.contact_id = any ($2) order by p.contact_id, p.kind, p.position")
    .bind(tx.tenant())
    .bind(contacts);
    let rows = tx.query(query).await?;
    rows.iter().map(|row| Ok((row.take()?, row.take()?, row.take()?, row.take()?))).collect()
}

/// Appends one array a column: the values of all rows.
fn push_arrays(query: &mut Sql, table: &Table, drafts: &[Draft]) {
    for (at, column) in table.columns.iter().enumerate() {
        query.push(", ");
        let cells = drafts.iter().map(|draft| &draft.after.0[at]);
        match column.ty {
            Type::Text => {
                query.push_bind(cells.map(|cell| cell.text().map(str::to_owned)).collect::<Vec<_>>())
            }
            Type::Integer => query.push_bind(cells.map(Cell::integer).collect::<Vec<_>>()),
            Type::Date => query.push_bind(cells.map(Cell::date).collect::<Vec<_>>()),
            Type::Instant => query.push_bind(cells.map(Cell::instant).collect::<Vec<_>>()),
            Type::Id => query.push_bind(cells.map(Cell::id).collect::<Vec<_>>()),
        };
    }
}

fn push_columns(query: &mut Sql, table: &'static Table, before: &'static str) {
    for column in table.columns {
        query.push(before).push(column.name);
    }
}

/// New records.
#[must_use]
pub fn insert(tenant: TenantId, table: &'static Table, now: Timestamp, drafts: &[Draft]) -> Sql {
    let mut query = sql("insert into ");
    query.push(table.name).push(" (tenant_id, id, updated_at");
    push_columns(&mut query, table, ", ");
    query.push(") select ").push_bind(tenant).push("::uuid, u.id, ").push_bind(now).push("::timestamptz");
    push_columns(&mut query, table, ", u.");
    query.push(" from unnest(").push_bind(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>());
    push_arrays(&mut query, table, drafts);
    query.push(") u (id");
    push_columns(&mut query, table, ", ");
    query.push(")");
    query.stable()
}

/// Changed records, each only if it still has the version that it was read with; gives back the ids that were changed.
#[must_use]
pub fn update(tenant: TenantId, table: &'static Table, now: Timestamp, drafts: &[Draft]) -> Sql {
    let mut query = sql("update ");
    query.push(table.name).push(" x set updated_at = ").push_bind(now).push(", version = x.version + 1");
    for column in table.columns {
        query.push(", ").push(column.name).push(" = u.").push(column.name);
    }
    let versions = drafts.iter().map(|draft| draft.before.as_ref().map_or(0, |before| before.version));
    query.push(" from unnest(").push_bind(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>());
    query.push(", ").push_bind(versions.collect::<Vec<i32>>());
    push_arrays(&mut query, table, drafts);
    query.push(") u (id, version");
    push_columns(&mut query, table, ", ");
    query.push(") where x.tenant_id = ").push_bind(tenant);
    query.push(" and x.id = u.id and x.version = u.version returning x.id");
    query.stable()
}

/// Which of these records still have the version they were read with.
///
/// # Errors
/// The database's.
pub async fn unmoved(tx: &mut TenantTx, table: &'static Table, drafts: &[&Draft]) -> Result<Vec<Uuid>> {
    let versions = drafts.iter().map(|draft| draft.before.as_ref().map_or(0, |before| before.version));
    let mut query = sql("select x.id from ");
    query
        .push(table.name)
        .push(" x join unnest(")
        .push_bind(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>());
    query.push(", ").push_bind(versions.collect::<Vec<i32>>()).push(") u (id, version) on u.id = x.id");
    query.push(" and u.version = x.version where x.tenant_id = ").push_bind(tx.tenant());
    tx.query(query.stable()).await?.iter().map(|row| Ok(row.take()?)).collect()
}

/// New e-mail addresses and telephone numbers: behind those that a contact has.
#[must_use]
pub fn add_points(tenant: TenantId, table: &Table, drafts: &[&Draft], fresh_id: impl Fn() -> Uuid) -> Sql {
    let mut points: Vec<(Uuid, Option<Uuid>, &Point, i16)> = Vec::new();
    for draft in drafts {
        let there = |kind: &str| {
            let stored = draft.before.iter().flat_map(|before| &before.points);
            i16::try_from(stored.filter(|point| point.0 == kind).count()).unwrap_or(i16::MAX)
        };
        for kind in ["email", "phone"] {
            let new = draft.new_points.iter().filter(|point| point.kind == kind);
            points
                .extend(new.zip(there(kind)..).map(|(point, at)| (draft.id, draft.owner(table), point, at)));
        }
    }
    sql("insert into contact_points (tenant_id, id, contact_id, kind, label, value, value_key, position, owner_id)
         select $1, p.id, p.contact_id, p.kind, p.label, p.value, p.value_key, p.position, p.owner_id
         from unnest($2, $3, $4, $5, $6, $7, $8, $9) p (id, contact_id, kind, label, value, value_key, position, owner_id)")
    .bind(tenant)
    .bind(points.iter().map(|_| fresh_id()).collect::<Vec<_>>())
    .bind(points.iter().map(|(id, ..)| *id).collect::<Vec<_>>())
    .bind(points.iter().map(|(_, _, point, _)| point.kind).collect::<Vec<_>>())
    .bind(points.iter().map(|(_, _, point, _)| point.label).collect::<Vec<_>>())
    .bind(points.iter().map(|(_, _, point, _)| point.value.clone()).collect::<Vec<_>>())
    .bind(points.iter().map(|(_, _, point, _)| point.key.clone()).collect::<Vec<_>>())
    .bind(points.iter().map(|(.., at)| *at).collect::<Vec<_>>())
    .bind(points.iter().map(|(_, owner, ..)| *owner).collect::<Vec<_>>())
}

/// What the deals' history notes of these changes: nothing of those whose stage, amount and expected close date stayed.
#[must_use]
pub fn add_history(
    tenant: TenantId,
    table: &Table,
    actor: UserId,
    now: Timestamp,
    drafts: &[&Draft],
    fresh_id: impl Fn() -> Uuid,
) -> Sql {
    let [stage, amount, currency, expected] = deals::HISTORY;
    let noted: Vec<&&Draft> = drafts
        .iter()
        .filter(|draft| {
            let before = draft.before.as_ref().map(|before| &before.values.0);
            before.is_none_or(|before| deals::HISTORY.iter().any(|at| before[*at] != draft.after.0[*at]))
        })
        .collect();
    let before = |draft: &Draft, at: usize| {
        draft.before.as_ref().map_or(Cell::Null, |before| before.values.0[at].clone())
    };
    let at = |draft: &Draft| match draft.before {
        None => deals::entered_at(&draft.after).unwrap_or(now),
        Some(_) => now,
    };
    sql("insert into deal_changes (tenant_id, id, deal_id, at, actor_id, from_stage_id, to_stage_id, from_amount, to_amount,
           currency, from_expected_close_date, to_expected_close_date, owner_id)
         select $1, h.id, h.deal_id, h.at, $2, h.from_stage_id, h.to_stage_id, h.from_amount, h.to_amount, h.currency,
           h.from_expected, h.to_expected, h.owner_id
         from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
           h (id, deal_id, at, from_stage_id, to_stage_id, from_amount, to_amount, currency, from_expected, to_expected, owner_id)")
    .bind(tenant)
    .bind(actor)
    .bind(noted.iter().map(|_| fresh_id()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| draft.id).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| at(draft)).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| before(draft, stage).id()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| draft.after.0[stage].id()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| before(draft, amount).integer()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| draft.after.0[amount].integer()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| draft.after.0[currency].text().map(str::to_owned)).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| before(draft, expected).date()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| draft.after.0[expected].date()).collect::<Vec<_>>())
    .bind(noted.iter().map(|draft| draft.owner(table)).collect::<Vec<_>>())
}

/// What a row did, to be kept.
pub struct Done {
    /// The row's line.
    pub line: i64,
    /// The outcome's name.
    pub outcome: &'static str,
    /// The record.
    pub record: Option<Uuid>,
    /// Why, or what changed.
    pub detail: Option<Value>,
}

impl Done {
    /// Whether the row was not imported.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.outcome == Outcome::Rejected.as_str()
    }
}

/// Forgets what the rows of an import did, or would have done.
#[must_use]
pub fn forget_rows(tenant: TenantId, import: ImportId) -> Sql {
    sql("delete from import_rows where tenant_id = $1 and import_id = $2").bind(tenant).bind(import)
}

/// Keeps what rows did.
#[must_use]
pub fn add_rows(tenant: TenantId, import: ImportId, owner: Option<UserId>, done: Vec<Done>) -> Sql {
    let lines: Vec<i64> = done.iter().map(|row| row.line).collect();
    let outcomes: Vec<&'static str> = done.iter().map(|row| row.outcome).collect();
    let records: Vec<Option<Uuid>> = done.iter().map(|row| row.record).collect();
    let details: Vec<Option<Value>> = done.into_iter().map(|row| row.detail).collect();
    sql("insert into import_rows (tenant_id, import_id, line, outcome, record_id, detail, owner_id)
         select $1, $2, r.line, r.outcome, r.record_id, r.detail, $3
         from unnest($4, $5, $6, $7) r (line, outcome, record_id, detail)")
    .bind(tenant)
    .bind(import)
    .bind(owner)
    .bind(lines)
    .bind(outcomes)
    .bind(records)
    .bind(details)
}

/// Which lines of a stretch of the file were dealt with already.
///
/// # Errors
/// The database's.
pub async fn lines_done(tx: &mut TenantTx, import: ImportId, first: i64, last: i64) -> Result<Vec<i64>> {
    let query = sql("select r.line from import_rows r where r.tenant_id = $1 and r.import_id = $2 and r.line between $3 and $4")
        .bind(tx.tenant())
        .bind(import)
        .bind(first)
        .bind(last);
    tx.query(query).await?.iter().map(|row| Ok(row.take()?)).collect()
}
