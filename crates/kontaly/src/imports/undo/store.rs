//! An undo in the database: what rows did, how far it is, and what stayed.

use super::judge::{Deed, Stay};
use super::{Undo, must_be_possible};
use crate::http::Result;
use crate::imports::bulk::store::push_any;
use crate::imports::nouns::Table;
use crate::imports::{Import, Reading, store as imports};
use jiff::Timestamp;
use kontaly_access::{ImportId, Role, UserId};
use kontaly_db::{Error, Row, Sql, TenantTx, sql};
use serde_json::{Value, json};
use uuid::Uuid;

/// Rows that wrote a record that was there.
pub(super) const WROTE: &str =
    "(r.outcome = 'updated' or r.outcome = 'merged' and (r.detail - 'kept' - 'made') <> '{}')";
/// Rows that did something: made or changed a record, or made a company.
const DID: &str = "(r.outcome in ('created', 'updated') or r.outcome = 'merged' and (r.detail - 'kept') <> '{}' or r.detail ? 'made')";

/// Says that an import is undone from now on, or that it is found out what that would do.
///
/// # Errors
/// 403 for another's; 409 when it cannot be undone.
pub(super) async fn start(
    tx: &mut TenantTx,
    id: ImportId,
    who: UserId,
    dry: bool,
    now: Timestamp,
) -> Result<(Import, Reading)> {
    let (import, _) = imports::lock(tx, id, now).await?;
    if import.owner_id != Some(who) && tx.actor().role != Role::Administrator {
        return Err(Error::Refused.into());
    }
    must_be_possible(&import, now)?;
    let statement = if dry {
        sql("update imports set state = 'weighing', undo = null, problem = null where tenant_id = $1 and id = $2")
            .bind(tx.tenant())
            .bind(id)
    } else {
        // One that broke off goes on from where it is.
        sql("update imports set state = 'undoing', problem = null, undone_at = coalesce(undone_at, $3), undone_by = $4,
               undo = case when undo_line is null then null else undo end, undo_line = coalesce(undo_line, 0)
             where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(now)
        .bind(who)
    };
    tx.execute(statement).await?;
    imports::get(tx, id, now).await
}

/// To which line an import is undone.
pub(super) async fn line(tx: &mut TenantTx, id: ImportId) -> Result<i64> {
    let query = sql("select coalesce(i.undo_line, 0) from imports i where i.tenant_id = $1 and i.id = $2");
    let query = query.bind(tx.tenant()).bind(id);
    Ok(tx.one(query).await?.take()?)
}

const DEED: &str =
    "select r.line, r.outcome, r.record_id, coalesce(r.detail, '{}') from import_rows r where ";

/// The next rows that did something, behind a line.
pub(super) async fn deeds(tx: &mut TenantTx, import: ImportId, behind: i64, limit: i64) -> Result<Vec<Deed>> {
    let mut query = sql(DEED);
    query.push(DID).push(" and r.tenant_id = ").push_bind(tx.tenant());
    query.push(" and r.import_id = ").push_bind(import).push(" and r.line > ").push_bind(behind);
    query.push(" order by r.line limit ").push_bind(limit);
    tx.query(query.stable()).await?.iter().map(read).collect()
}

/// All rows of the import that did something to one of these records, in the file's order.
pub(super) async fn deeds_of(tx: &mut TenantTx, import: ImportId, records: Vec<Uuid>) -> Result<Vec<Deed>> {
    // The fence has it look up one record after the other: by the import it would read all of its rows, for every batch.
    let mut query = sql("select r.line, r.outcome, r.record_id, coalesce(r.detail, '{}')
        from unnest($1) u (id) cross join lateral (select d.* from import_rows d
          where d.tenant_id = $2 and d.record_id = u.id offset 0) r where ");
    query = query.bind(records).bind(tx.tenant());
    query.push(DID).push(" and r.import_id = ").push_bind(import).push(" order by r.line");
    tx.query(query.stable()).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Deed> {
    let (line, outcome, record) = (row.take()?, row.take()?, row.take()?);
    let detail = match row.take()? {
        Value::Object(detail) => detail,
        _ => serde_json::Map::default(),
    };
    Ok(Deed { line, outcome, record, detail })
}

/// Moves records to the trash; gives back which ones.
pub(super) async fn trash(
    tx: &mut TenantTx,
    table: &'static Table,
    ids: Vec<Uuid>,
    at: Timestamp,
    now: Timestamp,
) -> Result<Vec<Uuid>> {
    let mut query = sql("update ");
    query.push(table.name).push(" x set trashed_at = ").push_bind(at).push(", updated_at = ").push_bind(now);
    query.push(", version = x.version + 1 where x.tenant_id = ").push_bind(tx.tenant());
    query.push(" and x.id = ");
    push_any(&mut query, ids, "uuid[]");
    query.push(" and x.trashed_at is null returning x.id");
    Ok(tx.query(query.stable()).await?.iter().map(Row::take).collect::<Result<_, _>>()?)
}

/// Queues what takes e-mail addresses and telephone numbers away; the places of those that are left close up.
pub(super) fn drop_points(tx: &mut TenantTx, gone: Vec<(Uuid, String, String)>) {
    let contacts: Vec<Uuid> = gone.iter().map(|(contact, ..)| *contact).collect();
    let dropped = sql("delete from contact_points p using unnest($2, $3, $4) g (contact_id, kind, value_key)
         where p.tenant_id = $1 and p.contact_id = g.contact_id and p.kind = g.kind and p.value_key = g.value_key")
    .bind(tx.tenant())
    .bind(contacts.clone())
    .bind(gone.iter().map(|(_, kind, _)| kind.clone()).collect::<Vec<_>>())
    .bind(gone.into_iter().map(|(.., key)| key).collect::<Vec<_>>());
    // Places are unique at every moment, so they make room first.
    let apart = sql("update contact_points set position = position + 10000 where tenant_id = $1 and contact_id = any ($2)")
        .bind(tx.tenant())
        .bind(contacts.clone());
    let closed = sql("update contact_points p set position = n.place
         from (select q.id, (row_number() over (partition by q.contact_id, q.kind order by q.position) - 1)::smallint as place
           from contact_points q where q.tenant_id = $1 and q.contact_id = any ($2)) n
         where p.tenant_id = $1 and p.id = n.id")
    .bind(tx.tenant())
    .bind(contacts);
    tx.queue(dropped);
    tx.queue(apart);
    tx.queue(closed);
}

/// Forgets what was found to stay, behind the line to which the import is undone.
pub(super) fn forget_stays(tx: &TenantTx, import: ImportId, behind: i64) -> Sql {
    sql("update import_rows set stayed = null
         where tenant_id = $1 and import_id = $2 and line > $3 and stayed is not null")
    .bind(tx.tenant())
    .bind(import)
    .bind(behind)
}

/// Keeps what of the rows' records stays, in place of what was found before.
pub(super) fn keep_stays(tx: &TenantTx, import: ImportId, stays: Vec<(i64, Vec<Stay>)>) -> Sql {
    let lines: Vec<i64> = stays.iter().map(|(line, _)| *line).collect();
    let stays = stays.into_iter().map(|(_, stays)| (!stays.is_empty()).then(|| json!(stays)));
    sql("update import_rows r set stayed = n.stayed from unnest($3, $4) n (line, stayed)
         where r.tenant_id = $1 and r.import_id = $2 and r.line = n.line and (r.stayed is not null or n.stayed is not null)")
    .bind(tx.tenant())
    .bind(import)
    .bind(lines)
    .bind(stays.collect::<Vec<Option<Value>>>())
}

/// Keeps which of the companies stay that were made for rows, beside what stays of the rows' own records.
pub(super) fn keep_companies(tx: &TenantTx, import: ImportId, stays: Vec<(i64, Vec<Stay>)>) -> Sql {
    let lines: Vec<i64> = stays.iter().map(|(line, _)| *line).collect();
    sql("update import_rows r set stayed = nullif(n.stayed || coalesce(
           (select jsonb_agg(s) from jsonb_array_elements(r.stayed) s where s ->> 'company_id' is null), '[]'), '[]')
         from unnest($3, $4) n (line, stayed)
         where r.tenant_id = $1 and r.import_id = $2 and r.line = n.line and (r.stayed is not null or n.stayed <> '[]')")
    .bind(tx.tenant())
    .bind(import)
    .bind(lines)
    .bind(stays.into_iter().map(|(_, stays)| json!(stays)).collect::<Vec<Value>>())
}

/// Counts the rows by what became of them.
pub(super) async fn count(tx: &mut TenantTx, import: ImportId, undo: &mut Undo) -> Result<()> {
    let mut query = sql("select count(*), count(*) filter (where r.stayed is null),
          count(*) filter (where r.stayed @> '[{\"code\": \"changed\"}]')
        from import_rows r where ");
    query
        .push(DID)
        .push(" and r.tenant_id = ")
        .push_bind(tx.tenant())
        .push(" and r.import_id = ")
        .push_bind(import);
    let row = tx.one(query.stable()).await?;
    (undo.rows, undo.undone, undo.changed) = (row.take()?, row.take()?, row.take()?);
    undo.kept = undo.rows - undo.undone - undo.changed;
    Ok(())
}

/// Says how far it is; the line moves with what was undone.
pub(super) fn advance(tx: &TenantTx, import: ImportId, undo: &Undo, line: Option<i64>) -> Sql {
    sql("update imports set undo = $3, undo_line = coalesce($4, undo_line) where tenant_id = $1 and id = $2
           and state = case when $4 is null then 'weighing' else 'undoing' end")
    .bind(tx.tenant())
    .bind(import)
    .bind(json!(undo))
    .bind(line)
}

/// How it ended: `undone`, or `done` as before, with the numbers that were asked for or with why it broke off.
pub(super) fn end(
    tx: &TenantTx,
    import: ImportId,
    state: &'static str,
    undo: Option<&Undo>,
    problem: Option<String>,
) -> Sql {
    sql("update imports set state = $3, undo = coalesce($4, undo), problem = $5 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(import)
        .bind(state)
        .bind(undo.map(|undo| json!(undo)))
        .bind(problem)
}
