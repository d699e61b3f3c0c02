//! Imports, their files and what their rows did, in the database.

use super::bulk::store::forget_rows;
use super::mapping::Mapping;
use super::preview::Preview;
use super::{Counts, Import, ImportReport, ImportRow, LISTING, Outcome, Reading};
use crate::http::{Error, ListQuery, Page, Result, page};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{ImportId, UserId};
use kontaly_db::{Sql, TenantTx, sql};
use serde_json::json;
use uuid::Uuid;

/// How long an upload that nobody ran is kept, and one that was never finished.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
const UNFINISHED: SignedDuration = SignedDuration::from_hours(1);
/// A run from the command line, which is nobody's and no job, and was not heard of for so long has died with its process;
/// its transaction was rolled back. What a job runs, another worker goes on with.
const SILENCE: SignedDuration = SignedDuration::from_secs(60);
/// What such a run is told to have failed of.
const INTERRUPTED: &str = "The server stopped while this import ran. Nothing of it was kept; run it again.";
/// Rows of a page at most.
pub const ROWS_MAX: usize = 1_000;

/// A run whose process died is told as failed.
fn alive(mut import: Import, now: Timestamp) -> Import {
    let heard = import.alive_at.is_some_and(|at| now.duration_since(at) < SILENCE);
    if import.state == "running" && import.owner_id.is_none() && !heard {
        import.state = "failed".to_owned();
        import.problem = Some(INTERRUPTED.to_owned());
    }
    import
}

/// A page of imports, the newest first.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery, now: Timestamp) -> Result<Page<Import>> {
    let mut from = sql("from imports i where i.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and i.state <> 'uploading'");
    page::read(tx, &LISTING, query, Import::COLUMNS, from, |row| Ok(alive(Import::read(row)?, now))).await
}

fn by_id(tx: &TenantTx, id: ImportId) -> Sql {
    let mut query = sql("select ");
    query
        .push(Import::COLUMNS)
        .push(", ")
        .push(Reading::COLUMNS)
        .push(" from imports i where i.tenant_id = ");
    query.push_bind(tx.tenant()).push(" and i.id = ").push_bind(id);
    query
}

/// An import and how its file is read.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: ImportId, now: Timestamp) -> Result<(Import, Reading)> {
    let query = by_id(tx, id).stable();
    let row = tx.one(query).await?;
    Ok((alive(Import::read(&row)?, now), Reading::read(&row)?))
}

/// The same, locked until the transaction ends.
///
/// # Errors
/// 404.
pub async fn lock(tx: &mut TenantTx, id: ImportId, now: Timestamp) -> Result<(Import, Reading)> {
    let mut query = by_id(tx, id);
    // What hangs on an import refers to its key, and need not wait for this.
    query.push(" for no key update");
    let row = tx.one(query.stable()).await?;
    Ok((alive(Import::read(&row)?, now), Reading::read(&row)?))
}

/// Begins an upload, and lets go of those that nobody finished or ran.
///
/// # Errors
/// The database's.
pub async fn begin(
    tx: &mut TenantTx,
    id: ImportId,
    noun: &'static str,
    file_name: String,
    owner: Option<UserId>,
    now: Timestamp,
) -> Result<()> {
    let tenant = tx.tenant();
    let stale = drop_stale(tx, now);
    tx.queue(stale);
    tx.execute(
        sql("insert into imports (tenant_id, id, noun, file_name, state, mapping, owner_id, created_at)
             values ($1, $2, $3, $4, 'uploading', '{}', $5, $6)")
        .bind(tenant)
        .bind(id)
        .bind(noun)
        .bind(file_name)
        .bind(owner)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Forgets uploads that nobody finished within an hour, or ran within a week; the sweep takes their files.
pub fn drop_stale(tx: &TenantTx, now: Timestamp) -> Sql {
    sql("delete from imports i where i.tenant_id = $1 and (i.state = 'uploading' and i.created_at < $2
           or i.state in ('previewed', 'failed') and i.created_at < $3)")
    .bind(tx.tenant())
    .bind(now - UNFINISHED)
    .bind(now - KEPT)
}

/// Which of these imports still need their file.
///
/// # Errors
/// The database's.
pub async fn with_file(tx: &mut TenantTx, ids: Vec<Uuid>) -> Result<Vec<Uuid>> {
    let query = sql("select i.id from imports i where i.tenant_id = $1 and i.id = any ($2)
         and i.state in ('uploading', 'previewed', 'running', 'failed')");
    let query = query.bind(tx.tenant()).bind(ids);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(kontaly_db::Row::take).collect::<std::result::Result<_, _>>()?)
}

/// Lets go of an upload that could not be read.
///
/// # Errors
/// The database's.
pub async fn discard(tx: &mut TenantTx, import: ImportId) -> Result<()> {
    let statement = sql("delete from imports where tenant_id = $1 and id = $2 and state = 'uploading'")
        .bind(tx.tenant())
        .bind(import);
    tx.execute(statement).await?;
    Ok(())
}

/// The mapping of the last import of this noun that was done, as far as one sees it.
///
/// # Errors
/// The database's.
pub async fn earlier_mapping(tx: &mut TenantTx, noun: &'static str) -> Result<Option<Mapping>> {
    let query =
        sql("select i.mapping from imports i where i.tenant_id = $1 and i.noun = $2 and i.state in ('done', 'weighing')
         order by i.created_at desc limit 1")
        .bind(tx.tenant())
        .bind(noun);
    let row = tx.optional(query).await?;
    Ok(row.map(|row| row.take::<serde_json::Value>()).transpose()?.map(super::json))
}

/// Keeps how the file is read and what it shows so; what a dry run found before is no longer true.
///
/// # Errors
/// The database's.
pub async fn keep_preview(
    tx: &mut TenantTx,
    id: ImportId,
    mapping: &Mapping,
    preview: &Preview,
    size_bytes: i64,
) -> Result<(Import, Reading)> {
    let mut query = sql("update imports i set state = 'previewed', mapping = $3, preview = $4, size_bytes = $5, checked = null,
            problem = null, counts = '{}', finished_at = null, version = i.version + case i.state when 'uploading' then 0 else 1 end
          where i.tenant_id = $1 and i.id = $2 returning ")
    .bind(tx.tenant())
    .bind(id)
    .bind(json!(mapping))
    .bind(json!(preview))
    .bind(size_bytes);
    query.push(Import::COLUMNS).push(", ").push(Reading::COLUMNS);
    let row = tx.one(query.stable()).await?;
    let forget = forget_rows(tx.tenant(), id);
    tx.queue(forget);
    Ok((Import::read(&row)?, Reading::read(&row)?))
}

/// Says that the import runs from now on.
///
/// # Errors
/// The database's.
pub async fn start(tx: &mut TenantTx, id: ImportId, now: Timestamp) -> Result<(Import, Reading)> {
    let mut query =
        sql("update imports i set state = 'running', counts = '{}', problem = null, alive_at = $3
          where i.tenant_id = $1 and i.id = $2 returning ")
        .bind(tx.tenant())
        .bind(id)
        .bind(now);
    query.push(Import::COLUMNS).push(", ").push(Reading::COLUMNS);
    let row = tx.one(query.stable()).await?;
    Ok((Import::read(&row)?, Reading::read(&row)?))
}

/// One import of a workspace runs at a time: takes the turn until the transaction ends, or says that it is another's.
///
/// # Errors
/// The database's.
pub async fn take_turn(tx: &mut TenantTx) -> Result<bool> {
    let query =
        sql("select pg_try_advisory_xact_lock(hashtextextended('import ' || $1::text, 0))").bind(tx.tenant());
    Ok(tx.one(query).await?.take()?)
}

/// Says that the run goes on, and how far it has come.
///
/// # Errors
/// The database's.
pub async fn tell_progress(tx: &mut TenantTx, id: ImportId, counts: &Counts, now: Timestamp) -> Result<()> {
    let statement = sql("update imports set counts = $3, alive_at = $4 where tenant_id = $1 and id = $2 and state = 'running'")
        .bind(tx.tenant())
        .bind(id)
        .bind(json!(counts))
        .bind(now);
    tx.execute(statement).await?;
    Ok(())
}

/// The end of a run: its rows are in, and their words follow.
#[must_use]
pub fn finish(tx: &TenantTx, id: ImportId, report: &ImportReport, now: Timestamp) -> Sql {
    let counts = &report.counts;
    let words_line = (counts.created + counts.updated + counts.merged > 0).then_some(0_i64);
    sql("update imports set state = 'done', counts = $3, finished_at = $4, checked = null, words_line = $5
         where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(id)
    .bind(json!(counts))
    .bind(now)
    .bind(words_line)
}

/// An import whose words are not all written.
pub struct Behind {
    /// Which one.
    pub import: ImportId,
    /// What it brought.
    pub noun: String,
    /// The line to which they are.
    pub line: i64,
}

/// Whether an import of the workspace lacks words.
///
/// # Errors
/// The database's.
pub async fn any_behind(tx: &mut TenantTx) -> Result<bool> {
    let query =
        sql("select exists (select from imports i where i.tenant_id = $1 and i.words_line is not null)")
            .bind(tx.tenant());
    Ok(tx.one(query).await?.take()?)
}

/// The first import of the workspace that lacks words, locked until the transaction ends.
///
/// # Errors
/// The database's.
pub async fn behind(tx: &mut TenantTx) -> Result<Option<Behind>> {
    let query = sql(
        "select i.id, i.noun, i.words_line from imports i where i.tenant_id = $1 and i.words_line is not null
         order by i.finished_at, i.id limit 1 for no key update",
    )
    .bind(tx.tenant());
    let row = tx.optional(query).await?;
    row.map(|row| Ok(Behind { import: row.take()?, noun: row.take()?, line: row.take()? })).transpose()
}

/// The next rows that made or changed a record and whose words are not written: line and record.
///
/// # Errors
/// The database's.
pub async fn rows_without_words(tx: &mut TenantTx, behind: &Behind, limit: i64) -> Result<Vec<(i64, Uuid)>> {
    let query = sql("select r.line, r.record_id from import_rows r
         where r.tenant_id = $1 and r.import_id = $2 and r.line > $3 and r.record_id is not null
           and r.outcome in ('created', 'updated', 'merged')
         order by r.line limit $4")
    .bind(tx.tenant())
    .bind(behind.import)
    .bind(behind.line)
    .bind(limit);
    tx.query(query).await?.iter().map(|row| Ok((row.take()?, row.take()?))).collect()
}

/// Says to which line the words are written; `None`: all of them.
#[must_use]
pub fn move_words(tx: &TenantTx, import: ImportId, line: Option<i64>) -> Sql {
    sql("update imports set words_line = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(import)
        .bind(line)
}

/// The end of a dry run: what a run would do.
#[must_use]
pub fn finish_check(tx: &TenantTx, id: ImportId, report: &ImportReport, now: Timestamp) -> Sql {
    sql("update imports set state = 'previewed', counts = '{}', checked = $3, finished_at = $4 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(json!(report))
        .bind(now)
}

/// The end of a run that failed: nothing of it was kept.
#[must_use]
pub fn fail(tx: &TenantTx, id: ImportId, problem: String, now: Timestamp) -> Sql {
    sql("update imports set state = 'failed', counts = '{}', problem = $3, finished_at = $4 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(id)
        .bind(problem)
        .bind(now)
}

/// Which rows of an import are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rows {
    /// Only those of this outcome.
    pub outcome: Option<Outcome>,
    /// Only those of which an undo leaves something as it is.
    pub stayed: bool,
}

/// What rows of an import did, by line, behind a line.
///
/// # Errors
/// 404 for an import that one does not see.
pub async fn rows(
    tx: &mut TenantTx,
    import: ImportId,
    wanted: Rows,
    behind: i64,
    limit: usize,
) -> Result<Page<ImportRow>> {
    let mut query = sql("with seen as (select i.id from imports i where i.tenant_id = ");
    query
        .push_bind(tx.tenant())
        .push(" and i.id = ")
        .push_bind(import)
        .push(") select ")
        .push(ImportRow::COLUMNS);
    query
        .push(" from seen left join lateral (select * from import_rows r where r.tenant_id = ")
        .push_bind(tx.tenant());
    query.push(" and r.import_id = seen.id and r.line > ").push_bind(behind);
    if let Some(outcome) = wanted.outcome {
        query.push(" and r.outcome = ").push_bind(outcome.as_str());
    }
    if wanted.stayed {
        query.push(" and r.stayed is not null");
    }
    let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    query.push(" order by r.line limit ").push_bind(most).push(") r on true order by r.line");
    let found = tx.query(query.stable()).await?;
    let first = found.first().ok_or_else(Error::not_found)?;
    // An import without such rows has one row of nothing.
    if first.at::<Option<i64>>(0)?.is_none() {
        return Ok(Page::forwards(Vec::new(), None));
    }
    let mut items = found.iter().map(ImportRow::read).collect::<Result<Vec<_>, _>>()?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = if more { items.last().map(|row| row.line.to_string()) } else { None };
    Ok(Page::forwards(items, next))
}
