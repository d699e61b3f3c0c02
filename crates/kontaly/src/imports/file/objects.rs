//! Objects of the store for what knows nothing but readers and writers, on a thread that may wait.

use super::FileError;
use crate::vault::{Key, Vault};
use bytes::Bytes;
use object_store::buffered::BufWriter;
use std::io::{self, Read, Seek, SeekFrom, Write};
use tokio::io::AsyncWriteExt;
use tokio::runtime::Handle;

/// Bytes that are asked of the store, and given to it, at a time.
const PIECE_BYTES: usize = 256 * 1024;

/// An object that is read from wherever one wants.
pub struct ObjectReader {
    vault: Vault,
    key: Key,
    runtime: Handle,
    size: u64,
    at: u64,
    piece: Bytes,
    piece_at: u64,
}

impl ObjectReader {
    /// Reads an object of so many bytes.
    #[must_use]
    pub fn new(vault: Vault, key: Key, size: u64, runtime: Handle) -> Self {
        Self { vault, key, runtime, size, at: 0, piece: Bytes::new(), piece_at: 0 }
    }

    /// What of the piece at hand lies at the place of the reader.
    fn here(&self) -> &[u8] {
        let skip = self.at.checked_sub(self.piece_at).and_then(|skip| usize::try_from(skip).ok());
        skip.and_then(|skip| self.piece.get(skip..)).unwrap_or_default()
    }
}

impl Read for ObjectReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.here().is_empty() && self.at < self.size {
            let end = self.size.min(self.at + PIECE_BYTES as u64);
            let piece = self.runtime.block_on(self.vault.piece(self.key, self.at..end));
            self.piece = piece.map_err(unread)?;
            self.piece_at = self.at;
        }
        let read = self.here().read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for ObjectReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// An object that is being written; it is there once it has ended.
pub struct ObjectWriter {
    writer: BufWriter,
    runtime: Handle,
    waiting: Vec<u8>,
}

impl ObjectWriter {
    /// Begins an object.
    #[must_use]
    pub fn new(vault: &Vault, key: Key, runtime: Handle) -> Self {
        Self { writer: vault.writer(key), runtime, waiting: Vec::with_capacity(PIECE_BYTES) }
    }

    /// Ends it.
    ///
    /// # Errors
    /// When the store does not take it.
    pub fn end(mut self) -> Result<(), FileError> {
        let told = |error: io::Error| FileError::Unread(error.to_string());
        self.send().map_err(told)?;
        self.runtime.block_on(self.writer.shutdown()).map_err(told)
    }

    /// Breaks it off.
    pub fn abort(mut self) {
        let _ = self.runtime.block_on(self.writer.abort());
    }

    fn send(&mut self) -> io::Result<()> {
        let bytes = Bytes::from(std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE_BYTES)));
        self.runtime.block_on(self.writer.put(bytes)).map_err(unread)
    }
}

impl Write for ObjectWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE_BYTES {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unread(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(FileError::Unread(error.to_string()))
}
