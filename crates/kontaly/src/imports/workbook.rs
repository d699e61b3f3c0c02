//! Taking the rows out of a workbook that was uploaded, on a thread of its own.

use super::file::objects::{ObjectReader, ObjectWriter};
use super::file::sheet::{self, Taken};
use super::file::{FileError, compound, reading, stored};
use super::job::Caller;
use crate::http::{Error, Result};
use crate::vault::Shelf;
use kontaly_access::ImportId;
use tokio::runtime::Handle;

/// How a workbook begins: it is a zip file.
pub const MAGIC: &[u8] = b"PK\x03\x04";

/// Takes the rows of a sheet out of an import's workbook: of the one that is wanted, else of the first that has some.
/// They lie beside the workbook, from which another sheet's can be taken later.
///
/// # Errors
/// 422 for what is no workbook, or is made to do harm.
pub async fn take_out(caller: &Caller, import: ImportId, wanted: Option<String>) -> Result<Taken> {
    let place = caller.app.workbooks.acquire().await;
    let _place = place.map_err(|error| Error::unavailable(error.to_string()))?;
    let vault = caller.app.settings.files.clone();
    let source = Shelf::Imports.of(caller.tenant.id, import);
    let size = vault.size(source).await.map_err(stored::told)?;
    let (runtime, table) = (Handle::current(), Shelf::Tables.of(caller.tenant.id, import));
    let work = move || {
        let reader = ObjectReader::new(vault.clone(), source, size, runtime.clone());
        let mut writer = ObjectWriter::new(&vault, table, runtime);
        match sheet::take_out(reader, wanted.as_deref(), &mut writer) {
            Ok(taken) => writer.end().map(|()| taken),
            Err(error) => {
                writer.abort();
                Err(error)
            }
        }
    };
    let taken = tokio::task::spawn_blocking(work).await;
    let taken = taken.map_err(|error| Error::internal(error.to_string()))?;
    taken.map_err(|error| reading::unreadable(&error))
}

/// Why a workbook that is no zip file is refused.
pub async fn refuse(caller: &Caller, import: ImportId, start: &[u8]) -> Error {
    let key = Shelf::Imports.of(caller.tenant.id, import);
    let directory = caller.app.settings.files.piece(key, compound::directory(start)).await;
    let error = directory.map_or(FileError::OldWorkbook, |directory| compound::refusal(&directory));
    reading::unreadable(&error)
}
