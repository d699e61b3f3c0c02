//! An import's file in the store, from the upload until its rows are in.

use super::Format;
use crate::http::{Error, Result};
use crate::imports::job::Caller;
use crate::vault::{self, Key, Shelf, Vault};
use bytes::Bytes;
use kontaly_access::ImportId;
use std::ops::Range;

/// The file of an import, and how it is written.
#[derive(Clone, Debug)]
pub struct Stored {
    vault: Vault,
    key: Key,
    /// How it is written.
    pub format: Format,
}

impl Stored {
    /// The file of one of the caller's imports.
    #[must_use]
    pub fn of(caller: &Caller, import: ImportId, format: Format) -> Self {
        let shelf = match format {
            Format::Text(_) => Shelf::Imports,
            Format::Sheet(_) => Shelf::Tables,
        };
        Self { vault: caller.app.settings.files.clone(), key: shelf.of(caller.tenant.id, import), format }
    }

    /// How many bytes it has.
    ///
    /// # Errors
    /// 409 `file_gone`, or that the store does not answer.
    pub async fn size(&self) -> Result<u64> {
        self.vault.size(self.key).await.map_err(told)
    }

    /// Some of its bytes.
    ///
    /// # Errors
    /// As [`Stored::size`].
    pub async fn piece(&self, range: Range<u64>) -> Result<Bytes> {
        self.vault.piece(self.key, range).await.map_err(told)
    }
}

/// What a store says, for people.
#[must_use]
pub fn told(error: vault::Error) -> Error {
    match error {
        vault::Error::NotFound { .. } => {
            Error::refused("file_gone", "The uploaded file is not kept any more. Upload it again.")
        }
        other => Error::unavailable(other.to_string()),
    }
}

/// Lets go of an import's file. What cannot be taken away now, the sweep takes.
pub async fn drop_file(caller: &Caller, import: ImportId) {
    for shelf in [Shelf::Imports, Shelf::Tables] {
        let gone = caller.app.settings.files.delete(shelf.of(caller.tenant.id, import)).await;
        if let Err(error) = gone {
            tracing::warn!(%import, %error, "the file of an import is still in the store");
        }
    }
}
