//! The pages of a list on its way out: records, with what hangs on them.

use super::cells::Columns;
use super::output::Output;
use super::{ExportDraft, reads};
use crate::custom_fields::values::Values;
use crate::http::{Cx, Error, ListQuery, Page, Result};
use crate::records::Noun;
use crate::{companies, contacts, custom_fields, deals, leads, tags};
use kontaly_db::TenantTx;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

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
    pub(super) records: Vec<Map<String, Value>>,
    pub(super) next: Option<String>,
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

    /// Reads the page of an export, and what hangs on its records as far as the file has it.
    pub(super) async fn page(
        cx: &Cx,
        draft: &ExportDraft,
        columns: &Columns,
        query: &ListQuery,
    ) -> Result<Self> {
        let begin = || cx.begin(reads(draft.noun));
        let mut read = page(draft.noun, &mut begin()?, query).await?;
        let ids = || read.records.iter().filter_map(id_of).collect::<Vec<_>>();
        if columns.tags() {
            let tags = tags::store::of_records(begin()?.closing(), draft.noun, ids()).await?;
            let names = |of: tags::TagsOf| (of.record_id, of.tags.into_iter().map(|tag| tag.name).collect());
            read.tags = tags.into_iter().map(names).collect();
        }
        if columns.custom() {
            let values = custom_fields::store::of_records(begin()?.closing(), draft.noun, ids()).await?;
            read.custom = values.into_iter().map(|of| (of.record_id, of.values)).collect();
        }
        Ok(read)
    }

    /// Writes the page's rows.
    pub(super) fn rows(&self, columns: &Columns, to: &mut Output) -> std::io::Result<()> {
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
