//! Taking a file in, a part at a time: its bytes into the vault first, then its row.

use super::{Attachment, rules, store};
use crate::http::{Cx, Error, Result, incoming};
use crate::records::{self, Noun};
use crate::vault::Shelf;
use axum::body::Body;
use axum::http::StatusCode;
use kontaly_access::{AttachmentId, Permission};
use object_store::buffered::BufWriter;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Of a file's beginning, what tells its type.
const START_BYTES: usize = 16;

/// A file that is being taken in.
pub struct Upload {
    /// Who uploads.
    pub cx: Cx,
    /// The noun of the record that it is put on.
    pub noun: Noun,
    /// The record.
    pub record: Uuid,
    /// Its name, which was settled.
    pub name: String,
    /// What the sender calls its type.
    pub claimed_type: Option<String>,
}

/// What was learnt of bytes while they went by.
#[derive(Default)]
struct Seen {
    size: u64,
    hash: Sha256,
    start: Vec<u8>,
}

impl Seen {
    fn look(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.hash.update(bytes);
        let wanted = START_BYTES.saturating_sub(self.start.len()).min(bytes.len());
        self.start.extend_from_slice(&bytes[..wanted]);
    }
}

impl Upload {
    /// Takes the whole body in. Whatever fails, neither a row nor an object is left.
    ///
    /// # Errors
    /// 413 for a file that is larger than allowed, 422 for an empty one, what [`incoming::next`] says of a body that broke
    /// off, and what the database says of the record.
    pub async fn run(self, body: Body) -> Result<Attachment> {
        let id: AttachmentId = self.cx.id();
        let key = Shelf::Files.of(self.cx.tenant().id, id);
        let vault = &self.cx.app().settings.files;
        let mut writer = vault.writer(key);
        let seen = match self.take_in(&mut writer, body).await {
            Ok(seen) => seen,
            Err(error) => {
                let _ = writer.abort().await;
                return Err(error);
            }
        };
        let kept = match writer.shutdown().await {
            Ok(()) => self.keep(id, seen).await,
            Err(error) => Err(Error::unavailable(error.to_string())),
        };
        // Where nobody knows whether the row is there, the object stays: the sweep looks again.
        if kept.as_ref().is_err_and(|error| error.code() != "outcome_unknown")
            && let Err(error) = vault.delete(key).await
        {
            tracing::warn!(%id, %error, "the object of a file that was not kept is still there");
        }
        kept
    }

    async fn take_in(&self, writer: &mut BufWriter, mut body: Body) -> Result<Seen> {
        let mut seen = Seen::default();
        while let Some(bytes) = incoming::next(&mut body).await? {
            seen.look(&bytes);
            must_fit(&self.cx, seen.size)?;
            writer.put(bytes).await?;
        }
        if seen.size == 0 {
            return Err(Error::field("file", "empty_file", "This file is empty."));
        }
        Ok(seen)
    }

    async fn keep(&self, id: AttachmentId, seen: Seen) -> Result<Attachment> {
        let mut tx = self.cx.begin(Permission::AttachmentsCreate)?;
        let held = records::store::hold(&mut tx, self.noun, self.record).await?;
        let file = Attachment {
            id,
            name: self.name.clone(),
            media_type: rules::media_type(self.claimed_type.as_deref(), &seen.start),
            size_bytes: i64::try_from(seen.size).unwrap_or(i64::MAX),
            sha256: seen.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
            noun: self.noun.as_str().to_owned(),
            record_id: self.record,
            uploaded_by: self.cx.user_id(),
            owner_id: held.owner_id,
            created_at: self.cx.now,
            updated_at: self.cx.now,
            trashed_at: None,
            version: 1,
        };
        if self.cx.tenant().storage_max.is_some() {
            let there = store::bytes(&mut tx).await?;
            self.cx.tenant().room_for_bytes(there, file.size_bytes)?;
        }
        tx.queue(event(&self.cx, &file, "attach", None, Some(&file)));
        store::insert(tx.closing(), self.noun, &file).await
    }
}

/// Refuses more bytes than a file may have.
///
/// # Errors
/// 413 `file_too_large`.
pub fn must_fit(cx: &Cx, size: u64) -> Result<()> {
    let max = cx.app().settings.file_bytes_max;
    if size <= max {
        return Ok(());
    }
    let detail = format!(
        "A file has at most {} MB here. Make it smaller, or keep it elsewhere and note its address.",
        max / 1024 / 1024
    );
    Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", detail))
}

/// The event of a file is one of its record, whose timeline shows it.
pub(super) fn event(
    cx: &Cx,
    file: &Attachment,
    action: &'static str,
    before: Option<&Attachment>,
    after: Option<&Attachment>,
) -> kontaly_db::Sql {
    let told = |file: &Attachment| serde_json::json!({ "id": file.id, "name": file.name, "size_bytes": file.size_bytes });
    let changes = serde_json::json!({ "attachment": [before.map(told), after.map(told)] });
    let noun = file.record_noun();
    cx.event(noun.as_str(), file.record_id, action, changes, file.owner_id, noun.in_directory())
}
