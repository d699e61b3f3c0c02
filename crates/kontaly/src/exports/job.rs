//! The job of an export: it reads the list page by page, each its own short transaction, and writes the file.

use super::cells::Columns;
use super::output::Output;
use super::pages::Read;
use super::store;
use super::{ExportDraft, KEPT};
use crate::http::{Cx, Error, ListQuery, Result};
use crate::jobs::{Lane, Work};
use crate::vault::{Key, Shelf};
use crate::{accounts, pipelines};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::Permission;
use object_store::buffered::BufWriter;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Rows of a page.
const PAGE_ROWS: usize = crate::http::page::PAGE_ROWS_MAX;
/// How often it is said how far the file is.
const TELL_EVERY: SignedDuration = SignedDuration::from_secs(1);
/// How long after it was asked for a file is still begun; whoever waited has gone by then.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// The job of an export. One whose worker died is begun anew by another. Should the first one live after all, both write a
/// whole file: whoever ends first has made it, and the other one notices.
#[derive(Debug, Deserialize, Serialize)]
pub struct Run {
    /// Which one.
    pub export: Uuid,
}

impl Work for Run {
    const KIND: &'static str = "export";
    const LANE: Lane = Lane::Quick;

    async fn work(self, cx: Cx) -> Result<()> {
        let mut tx = cx.begin(Permission::ExportsCreate)?;
        let Some(order) = store::begin(tx.closing(), self.export).await? else { return Ok(()) };
        let late = cx.now.duration_since(order.created_at) > PATIENCE;
        let making = Making { id: self.export, draft: order.draft, file_name: order.file_name, cx };
        let made = if late { Err(given_up()) } else { making.run().await };
        match made {
            Err(error) if !error.is_ours() => making.fail(&error).await,
            made => made,
        }
    }
}

fn given_up() -> Error {
    Error::refused("export_given_up", "This file could not be made within an hour. Export the list again.")
}

struct Making {
    cx: Cx,
    id: Uuid,
    draft: ExportDraft,
    file_name: String,
}

impl Making {
    async fn run(&self) -> Result<()> {
        let vault = &self.cx.app().settings.files;
        let mut writer = vault.writer(self.key());
        let written = match self.write(&mut writer).await {
            Ok(Some(written)) => written,
            unwritten => {
                let _ = writer.abort().await;
                return unwritten.map(drop);
            }
        };
        writer.shutdown().await.map_err(|error| Error::unavailable(error.to_string()))?;
        let mut tx = self.cx.begin(Permission::ExportsCreate)?;
        if store::finish(tx.closing(), self.id, written, self.now()).await? {
            self.delete_later();
            return Ok(());
        }
        self.drop_unwanted().await
    }

    /// Writes all rows. Says how many rows and bytes those were; nothing when nobody waits for them any more.
    async fn write(&self, to: &mut BufWriter) -> Result<Option<(i64, i64)>> {
        let columns = Arc::new(self.columns().await?);
        let mut output = self.output().map_err(packing)?;
        let (mut rows, mut bytes, mut told) = (0_i64, 0_i64, self.now());
        let mut query = ListQuery {
            filter: self.draft.filter.clone(),
            sort: self.draft.sort.clone(),
            limit: Some(PAGE_ROWS),
            ..ListQuery::default()
        };
        loop {
            let page = Read::page(&self.cx, &self.draft, &columns, &query).await?;
            rows += i64::try_from(page.records.len()).unwrap_or(i64::MAX);
            query.cursor.clone_from(&page.next);
            let packed;
            (output, packed) = pack(page, Arc::clone(&columns), output).await?;
            bytes += put(to, packed).await?;
            if query.cursor.is_none() {
                break;
            }
            if self.now().duration_since(told) >= TELL_EVERY {
                told = self.now();
                let mut tx = self.cx.begin(Permission::ExportsCreate)?;
                if !store::tell(tx.closing(), self.id, rows).await? {
                    return Ok(None);
                }
            }
        }
        bytes += put(to, output.end().map_err(packing)?).await?;
        Ok(Some((rows, bytes)))
    }

    async fn columns(&self) -> Result<Columns> {
        let mut columns = Columns::new(self.draft.noun, &self.draft.columns)
            .map_err(|field| Error::internal(format!("an export of the unknown field {field}")))?;
        columns.names = self.names().await?;
        Ok(columns)
    }

    fn output(&self) -> std::io::Result<Output> {
        let zone = TimeZone::get(&self.cx.tenant().time_zone).unwrap_or(TimeZone::UTC);
        let header: Vec<&str> = self.draft.columns.iter().map(|column| column.header.as_str()).collect();
        let stem = self.file_name.split('.').next().unwrap_or_default();
        Output::new(self.draft.format, stem, &header, self.draft.right_to_left, zone)
    }

    /// What the ids of people and stages stand for.
    async fn names(&self) -> Result<HashMap<String, String>> {
        let begin = || self.cx.begin(Permission::ExportsCreate);
        let people = accounts::store::list(&mut begin()?).await?;
        let mut names: HashMap<_, _> =
            people.into_iter().map(|user| (user.id.to_string(), user.name)).collect();
        for pipeline in pipelines::store::list(&mut begin()?).await? {
            names.extend(pipeline.stages.into_iter().map(|stage| (stage.id.to_string(), stage.name)));
        }
        Ok(names)
    }

    async fn fail(&self, error: &Error) -> Result<()> {
        tracing::warn!(export = %self.id, ?error, "an export failed");
        let mut tx = self.cx.begin(Permission::ExportsCreate)?;
        store::fail(tx.closing(), self.id, error.detail()).await
    }

    /// Takes the file away that was ended when it was over, unless it is another attempt's, which can be fetched.
    async fn drop_unwanted(&self) -> Result<()> {
        let mut tx = self.cx.begin(Permission::ExportsCreate)?;
        if store::wanted(tx.closing(), vec![self.id], self.now()).await?.is_empty() {
            self.cx.app().settings.files.delete(self.key()).await?;
        }
        Ok(())
    }

    /// Takes the file away when its time is over; the sweep does when this process is gone by then.
    fn delete_later(&self) {
        let (vault, key) = (self.cx.app().settings.files.clone(), self.key());
        tokio::spawn(async move {
            tokio::time::sleep(KEPT.unsigned_abs()).await;
            if let Err(error) = vault.delete(key).await {
                tracing::warn!(%error, "the file of an export is still in the store");
            }
        });
    }

    fn key(&self) -> Key {
        Shelf::Exports.of(self.cx.tenant().id, self.id)
    }

    fn now(&self) -> Timestamp {
        self.cx.app().clock.now()
    }
}

/// Writes a page's rows, beside the threads that answer requests.
async fn pack(page: Read, columns: Arc<Columns>, mut output: Output) -> Result<(Output, Vec<u8>)> {
    let pack = move || {
        page.rows(&columns, &mut output)?;
        let packed = output.take();
        Ok((output, packed))
    };
    let packed = tokio::task::spawn_blocking(pack).await;
    packed.map_err(|error| Error::internal(error.to_string()))?.map_err(packing)
}

async fn put(to: &mut BufWriter, bytes: Vec<u8>) -> Result<i64> {
    let count = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    to.put(bytes.into()).await?;
    Ok(count)
}

#[expect(clippy::needless_pass_by_value, reason = "map_err passes it so")]
fn packing(error: std::io::Error) -> Error {
    Error::internal(format!("an export could not be packed: {error}"))
}
