//! Taking a file in, a piece at a time, and looking at it.

use super::file::encoding::{Decoder, Sniffer};
use super::file::{FileError, Format, reading, records};
use super::job::Caller;
use super::look::Look;
use super::mapping::Mapping;
use super::nouns::Noun;
use super::setting::Setting;
use super::{ImportDetail, store};
use crate::http::{Error, Result};
use kontaly_access::ImportId;
use kontaly_db::{Limits, TenantTx};

/// Bytes of a file at most.
pub const FILE_BYTES_MAX: usize = 100 * 1024 * 1024;
/// Bytes of a piece: what is kept in memory of a file that is being uploaded.
const PIECE_BYTES: usize = 1024 * 1024;

/// A file that is being taken in.
pub struct Upload {
    caller: Caller,
    noun: &'static Noun,
    id: ImportId,
    buffer: Vec<u8>,
    pieces: i32,
    bytes: usize,
    /// The first piece: the header and the delimiter are found in it.
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
        Ok(Self {
            caller,
            noun,
            id,
            buffer: Vec::new(),
            pieces: 0,
            bytes: 0,
            start: Vec::new(),
            sniffer: Sniffer::default(),
        })
    }

    /// Takes the next bytes. No transaction is open while the sender takes its time.
    ///
    /// # Errors
    /// 413 for a file that is larger than allowed.
    pub async fn push(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len();
        if self.bytes > FILE_BYTES_MAX {
            let detail = "A file has at most 100 MiB. Split it, and import the parts one after the other.";
            return Err(Error::too_large(detail));
        }
        self.sniffer.push(bytes);
        while !bytes.is_empty() {
            let room = PIECE_BYTES - self.buffer.len();
            let (now, rest) = bytes.split_at(room.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            bytes = rest;
            if self.buffer.len() == PIECE_BYTES {
                self.keep().await?;
            }
        }
        Ok(())
    }

    async fn keep(&mut self) -> Result<()> {
        let piece = std::mem::take(&mut self.buffer);
        if self.pieces == 0 {
            self.start.clone_from(&piece);
        }
        let mut tx = self.caller.begin(Limits::Request)?;
        store::keep_piece(tx.closing(), self.id, self.pieces, piece, self.caller.owner()).await?;
        self.pieces += 1;
        Ok(())
    }

    /// Ends the file and looks at it. `adjust` changes the mapping that its headers propose.
    ///
    /// # Errors
    /// 422 for a file that is none, or a mapping that does not fit it; nothing of it is then kept.
    pub async fn finish(mut self, adjust: impl FnOnce(&mut Mapping)) -> Result<ImportDetail> {
        if !self.buffer.is_empty() {
            self.keep().await?;
        }
        let looked = self.look(adjust).await;
        if looked.is_err() {
            self.discard().await?;
        }
        looked
    }

    /// Lets go of what was taken in so far.
    ///
    /// # Errors
    /// The database's.
    pub async fn discard(self) -> Result<()> {
        let mut tx = self.caller.begin(Limits::Request)?;
        store::discard(tx.closing(), self.id).await
    }

    async fn look(&self, adjust: impl FnOnce(&mut Mapping)) -> Result<ImportDetail> {
        let format = self.format().map_err(|error| reading::unreadable(&error))?;
        let header = reading::header(format, &self.start).map_err(|error| reading::unreadable(&error))?;
        let mut tx = self.caller.begin(Limits::Job)?;
        let earlier = store::earlier_mapping(&mut tx, self.noun.name).await?;
        let mut mapping = Mapping::proposed(self.noun, &header, earlier.as_ref());
        adjust(&mut mapping);
        let size = i64::try_from(self.bytes).unwrap_or(i64::MAX);
        let look = LookedAt { id: self.id, noun: self.noun, format, header: &header, size_bytes: size };
        let detail = look_at(&mut tx, &self.caller, look, &mapping).await?;
        tx.commit().await?;
        Ok(detail)
    }

    fn format(&self) -> Result<Format, FileError> {
        let encoding = self.sniffer.verdict().ok_or(FileError::NotText)?;
        let sample = &self.start[..self.start.len().min(64 * 1024)];
        let text = Decoder::new(encoding).push(sample, false);
        Ok(Format { encoding, delimiter: records::delimiter(&text) })
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
    let preview = Look::at(tx, (file.id, file.format, file.header), file.noun, mapping, &setting).await?;
    let (import, reading) = store::keep_preview(tx, file.id, mapping, &preview, file.size_bytes).await?;
    Ok(ImportDetail { import, reading })
}
