//! Taking a file in, as it comes, and looking at it.

use super::file::encoding::{Decoder, Sniffer};
use super::file::stored::{Stored, drop_file};
use super::file::{FileError, Format, TextFormat, compound, reading, records};
use super::job::Caller;
use super::look::Look;
use super::mapping::Mapping;
use super::nouns::Noun;
use super::setting::Setting;
use super::{ImportDetail, store, workbook};
use crate::http::{Error, Result};
use crate::vault::Shelf;
use bytes::Bytes;
use kontaly_access::ImportId;
use kontaly_db::{Limits, TenantTx};
use object_store::buffered::BufWriter;
use tokio::io::AsyncWriteExt;

/// Bytes of a file at most, unless the installation says otherwise.
pub const FILE_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Of a file's beginning, what its header and delimiter are found in.
const START_BYTES: usize = 1024 * 1024;

/// A file that is being taken in: its bytes go into the store as they come, and are an object there once all have come.
pub struct Upload {
    caller: Caller,
    noun: &'static Noun,
    id: ImportId,
    /// Until all bytes have come.
    writer: Option<BufWriter>,
    bytes: u64,
    start: Vec<u8>,
    sniffer: Sniffer,
}

impl Upload {
    /// Begins to take a file in.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(caller: Caller, noun: &'static Noun, file_name: &str) -> Result<Self> {
        let id = caller.id();
        let name: String = file_name.chars().filter(|c| !c.is_control()).take(255).collect();
        let mut tx = caller.begin(Limits::Request)?;
        store::begin(tx.closing(), id, noun.name, name, caller.owner(), caller.now()).await?;
        let writer = caller.app.settings.files.writer(Shelf::Imports.of(caller.tenant.id, id));
        let writer = Some(writer);
        Ok(Self { caller, noun, id, writer, bytes: 0, start: Vec::new(), sniffer: Sniffer::default() })
    }

    /// Takes the next bytes. No transaction is open while the sender takes its time.
    ///
    /// # Errors
    /// 413 for a file that is larger than allowed; that the store does not answer.
    pub async fn push(&mut self, bytes: Bytes) -> Result<()> {
        self.bytes += bytes.len() as u64;
        let most = self.caller.app.settings.import_bytes_max;
        if self.bytes > most {
            let detail = format!(
                "A file has at most {} MiB. Split it, and import the parts one after the other.",
                most / 1024 / 1024
            );
            return Err(Error::too_large(detail));
        }
        self.sniffer.push(&bytes);
        let wanted = START_BYTES.saturating_sub(self.start.len()).min(bytes.len());
        self.start.extend_from_slice(&bytes[..wanted]);
        let Some(writer) = &mut self.writer else { return Err(Error::internal("bytes behind a file's end")) };
        Ok(writer.put(bytes).await?)
    }

    /// Ends the file, and keeps in the transaction that `begin` opens then what it looks like. `adjust` changes the mapping
    /// that its headers propose.
    ///
    /// # Errors
    /// 422 for a file that is none, or a mapping that does not fit it; nothing of it is then kept.
    pub async fn finish(
        mut self,
        begin: impl FnOnce() -> Result<TenantTx>,
        adjust: impl FnOnce(&mut Mapping),
    ) -> Result<ImportDetail> {
        let ended = match self.writer.take() {
            Some(mut writer) => writer.shutdown().await,
            None => Ok(()),
        };
        let looked = match ended {
            Ok(()) => self.look(begin, adjust).await,
            Err(error) => Err(Error::unavailable(error.to_string())),
        };
        if looked.is_err() {
            self.discard().await?;
        }
        looked
    }

    /// Lets go of what was taken in so far.
    ///
    /// # Errors
    /// The database's.
    pub async fn discard(mut self) -> Result<()> {
        if let Some(writer) = &mut self.writer {
            let _ = writer.abort().await;
        }
        drop_file(&self.caller, self.id).await;
        let mut tx = self.caller.begin(Limits::Request)?;
        store::discard(tx.closing(), self.id).await
    }

    async fn look(
        &mut self,
        begin: impl FnOnce() -> Result<TenantTx>,
        adjust: impl FnOnce(&mut Mapping),
    ) -> Result<ImportDetail> {
        let (format, header) = self.format().await?;
        let mut tx = begin()?;
        let earlier = store::earlier_mapping(&mut tx, self.noun.name).await?;
        let mut mapping = Mapping::proposed(self.noun, &header, earlier.as_ref());
        adjust(&mut mapping);
        let size = i64::try_from(self.bytes).unwrap_or(i64::MAX);
        let look = LookedAt { id: self.id, noun: self.noun, format, header: &header, size_bytes: size };
        let detail = look_at(&mut tx, &self.caller, look, &mapping).await?;
        tx.commit().await?;
        Ok(detail)
    }

    /// What the file is, and its columns; of a workbook the rows are taken out.
    async fn format(&mut self) -> Result<(Format, Vec<String>)> {
        if self.start.starts_with(workbook::MAGIC) {
            let taken = workbook::take_out(&self.caller, self.id, None).await?;
            return Ok((Format::Sheet(taken.format), taken.header));
        }
        if self.start.starts_with(compound::MAGIC) {
            return Err(workbook::refuse(&self.caller, self.id, &self.start).await);
        }
        let told = |error: FileError| reading::unreadable(&error);
        let format = self.text_format().map_err(told)?;
        let header = reading::header(format, &self.start).map_err(told)?;
        Ok((Format::Text(format), header))
    }

    fn text_format(&self) -> Result<TextFormat, FileError> {
        let encoding = self.sniffer.verdict().ok_or(FileError::NotText)?;
        let sample = &self.start[..self.start.len().min(64 * 1024)];
        let text = Decoder::new(encoding).push(sample, false);
        Ok(TextFormat { encoding, delimiter: records::delimiter(&text) })
    }
}

/// An uploaded file.
pub struct LookedAt<'a> {
    /// Its import.
    pub id: ImportId,
    /// What is imported.
    pub noun: &'static Noun,
    /// How it is written.
    pub format: Format,
    /// Its columns.
    pub header: &'a [String],
    /// Its size.
    pub size_bytes: i64,
}

/// Looks at an uploaded file by a mapping, and keeps what it shows.
///
/// # Errors
/// 422 for a mapping that does not fit the file.
pub async fn look_at(
    tx: &mut TenantTx,
    caller: &Caller,
    file: LookedAt<'_>,
    mapping: &Mapping,
) -> Result<ImportDetail> {
    mapping.check(file.noun, file.header)?;
    let setting = Setting::read(tx, &caller.tenant, mapping, caller.now()).await?;
    let stored = Stored::of(caller, file.id, file.format);
    let preview = Look::at(tx, (stored, file.header), file.noun, mapping, &setting).await?;
    let (import, reading) = store::keep_preview(tx, file.id, mapping, &preview, file.size_bytes).await?;
    Ok(ImportDetail { import, reading })
}
