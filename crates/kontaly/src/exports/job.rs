//! Making an export's file: page by page, each its own short transaction, in the name of whoever asked for it.

use super::cells::Columns;
use super::output::Output;
use super::{ExportDraft, KEPT, store};
use crate::custom_fields::values::Values;
use crate::http::{Error, ListQuery, Page, Result};
use crate::imports::job::Caller;
use crate::records::Noun;
use crate::vault::Shelf;
use crate::{accounts, companies, contacts, custom_fields, deals, leads, pipelines, tags};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use kontaly_db::{Limits, TenantTx};
use object_store::buffered::BufWriter;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Rows of a page.
const PAGE_ROWS: usize = crate::http::page::PAGE_ROWS_MAX;
/// How often it is said how far the file is.
const TELL_EVERY: SignedDuration = SignedDuration::from_secs(1);

/// Makes the file of an export that nobody makes; where somebody does, or nobody wants it, it does nothing. It can be begun
/// again when the process that made it died: the file then begins anew.
///
/// # Errors
/// Why it could not be made; that is kept too.
pub async fn run(caller: &Caller, id: Uuid) -> Result<()> {
    let place = caller.app.exports.acquire().await;
    let _place = place.map_err(|error| Error::unavailable(error.to_string()))?;
    let mut tx = caller.begin(Limits::Request)?;
    let claimed = store::claim(tx.closing(), id, caller.now()).await?;
    let Some((draft, name, attempt)) = claimed else { return Ok(()) };
    let job = Job { caller: caller.clone(), id, attempt, draft, name };
    // One that panics must not stay "running" for a minute.
    let made = tokio::spawn(async move { job.make().await }).await;
    let made = made.unwrap_or_else(|error| Err(Error::internal(error.to_string())));
    if let Err(error) = &made {
        let mut tx = caller.begin(Limits::Request)?;
        store::fail(tx.closing(), id, attempt, error.detail()).await?;
    }
    made
}

struct Job {
    caller: Caller,
    id: Uuid,
    attempt: i32,
    draft: ExportDraft,
    name: String,
}

impl Job {
    async fn make(self) -> Result<()> {
        let (vault, key) =
            (&self.caller.app.settings.files, Shelf::Exports.of(self.caller.tenant.id, self.id));
        let mut writer = vault.writer(key);
        let written = match self.write(&mut writer).await {
            Ok(Some(written)) => written,
            Ok(None) => {
                let _ = writer.abort().await;
                return Ok(());
            }
            Err(error) => {
                let _ = writer.abort().await;
                return Err(error);
            }
        };
        writer.shutdown().await.map_err(|error| Error::unavailable(error.to_string()))?;
        let mut tx = self.caller.begin(Limits::Request)?;
        if store::finish(tx.closing(), self.id, self.attempt, written, self.caller.now()).await? {
            self.delete_later();
            Ok(())
        } else {
            vault.delete(key).await.map_err(|error| Error::unavailable(error.to_string()))
        }
    }

    /// Writes all rows. Says how many rows and bytes those were; nothing when nobody wants them any more.
    async fn write(&self, to: &mut BufWriter) -> Result<Option<(i64, i64)>> {
        let noun = self.draft.noun;
        let mut columns = Columns::new(noun, &self.draft.columns)
            .map_err(|field| Error::internal(format!("an export of the unknown field {field}")))?;
        columns.names = self.names().await?;
        let zone = TimeZone::get(&self.caller.tenant.time_zone).unwrap_or(TimeZone::UTC);
        let header: Vec<&str> = self.draft.columns.iter().map(|column| column.header.as_str()).collect();
        let stem = self.name.split('.').next().unwrap_or_default();
        let output = Output::new(self.draft.format, stem, &header, self.draft.right_to_left, zone);
        let mut output = output.map_err(packing)?;
        let columns = std::sync::Arc::new(columns);
        let (mut rows, mut bytes, mut told) = (0_i64, 0_i64, self.caller.now());
        let mut query = ListQuery {
            filter: self.draft.filter.clone(),
            sort: self.draft.sort.clone(),
            limit: Some(PAGE_ROWS),
            ..ListQuery::default()
        };
        loop {
            let page = self.page(&columns, &query).await?;
            rows += i64::try_from(page.records.len()).unwrap_or(i64::MAX);
            query.cursor = page.next.clone();
            let columns = std::sync::Arc::clone(&columns);
            let pack = move || -> std::io::Result<_> {
                page.rows(&columns, &mut output)?;
                let packed = output.take();
                Ok((output, packed))
            };
            let packed = tokio::task::spawn_blocking(pack).await;
            let packed = packed.map_err(|error| Error::internal(error.to_string()))?;
            let (back, packed) = packed.map_err(packing)?;
            output = back;
            bytes += put(to, packed).await?;
            if query.cursor.is_none() {
                break;
            }
            if self.caller.now().duration_since(told) >= TELL_EVERY {
                told = self.caller.now();
                let mut tx = self.caller.begin(Limits::Request)?;
                if !store::tell(tx.closing(), self.id, self.attempt, rows, told).await? {
                    return Ok(None);
                }
            }
        }
        bytes += put(to, output.end().map_err(packing)?).await?;
        Ok(Some((rows, bytes)))
    }

    /// What the ids of people and stages stand for.
    async fn names(&self) -> Result<HashMap<String, String>> {
        let people = accounts::store::list(&mut self.caller.begin(Limits::Request)?).await?;
        let mut names: HashMap<_, _> =
            people.into_iter().map(|user| (user.id.to_string(), user.name)).collect();
        for pipeline in pipelines::store::list(&mut self.caller.begin(Limits::Request)?).await? {
            names.extend(pipeline.stages.into_iter().map(|stage| (stage.id.to_string(), stage.name)));
        }
        Ok(names)
    }

    async fn page(&self, columns: &Columns, query: &ListQuery) -> Result<Read> {
        let mut read = page(self.draft.noun, &mut self.caller.begin(Limits::Request)?, query).await?;
        self.attach(columns, &mut read).await?;
        Ok(read)
    }

    /// Adds what hangs on the records, as far as the file has it.
    async fn attach(&self, columns: &Columns, read: &mut Read) -> Result<()> {
        let ids = || read.records.iter().filter_map(id_of).collect::<Vec<_>>();
        let begin = || -> Result<TenantTx> { self.caller.begin(Limits::Request) };
        if columns.tags() {
            let tags = tags::store::of_records(begin()?.closing(), self.draft.noun, ids()).await?;
            let names = |of: tags::TagsOf| (of.record_id, of.tags.into_iter().map(|tag| tag.name).collect());
            read.tags = tags.into_iter().map(names).collect();
        }
        if columns.custom() {
            let values = custom_fields::store::of_records(begin()?.closing(), self.draft.noun, ids()).await?;
            read.custom = values.into_iter().map(|of| (of.record_id, of.values)).collect();
        }
        Ok(())
    }

    /// Takes the file away when its time is over; the sweep does when this process is gone by then.
    fn delete_later(&self) {
        let (vault, key) =
            (self.caller.app.settings.files.clone(), Shelf::Exports.of(self.caller.tenant.id, self.id));
        tokio::spawn(async move {
            tokio::time::sleep(KEPT.unsigned_abs()).await;
            if let Err(error) = vault.delete(key).await {
                tracing::warn!(%error, "the file of an export is still in the store");
            }
        });
    }
}

/// A page of a noun's list.
///
/// # Errors
/// 422 for a filter or sort that cannot be understood.
pub(super) async fn page(noun: Noun, tx: &mut TenantTx, query: &ListQuery) -> Result<Read> {
    match noun {
        Noun::Lead => Read::of(leads::store::list(tx, query).await?),
        Noun::Contact => Read::of(contacts::store::list(tx, query).await?),
        Noun::Company => Read::of(companies::store::list(tx, query).await?),
        Noun::Deal => Read::of(deals::store::list(tx, query).await?),
        Noun::Product => Err(Error::internal("an export of products")),
    }
}

/// A page of records with what hangs on them.
pub(super) struct Read {
    records: Vec<Map<String, Value>>,
    next: Option<String>,
    tags: HashMap<Uuid, Vec<String>>,
    custom: HashMap<Uuid, Values>,
}

impl Read {
    fn of(page: Page<impl Serialize>) -> Result<Self> {
        let record = |record: &_| match serde_json::to_value(record) {
            Ok(Value::Object(record)) => Ok(record),
            _ => Err(Error::internal("a record that is none")),
        };
        let records = page.items.iter().map(record).collect::<Result<_>>()?;
        Ok(Self { records, next: page.next, tags: HashMap::new(), custom: HashMap::new() })
    }

    fn rows(&self, columns: &Columns, to: &mut Output) -> std::io::Result<()> {
        for record in &self.records {
            let id = id_of(record).unwrap_or_default();
            let tags = self.tags.get(&id).map_or(&[][..], Vec::as_slice);
            to.row(&columns.row(record, tags, self.custom.get(&id)))?;
        }
        Ok(())
    }
}

fn id_of(record: &Map<String, Value>) -> Option<Uuid> {
    record.get("id")?.as_str()?.parse().ok()
}

async fn put(to: &mut BufWriter, bytes: Vec<u8>) -> Result<i64> {
    let count = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    to.put(bytes.into()).await.map_err(|error| Error::unavailable(error.to_string()))?;
    Ok(count)
}

#[expect(clippy::needless_pass_by_value, reason = "map_err passes it so")]
fn packing(error: std::io::Error) -> Error {
    Error::internal(format!("an export could not be packed: {error}"))
}
