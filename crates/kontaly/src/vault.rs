//! Where the bytes of files, imports and exports are kept: a folder, or a bucket of a service that speaks S3.

use anyhow::{Context, bail};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::TenantId;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResult, ObjectStore, ObjectStoreExt};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use uuid::Uuid;

/// What is kept in memory of a file that is being written: two parts of this size on their way, and one that fills. A part
/// of an S3 upload has at least 5 MiB.
const PART_BYTES: usize = 5 * 1024 * 1024;
const PARTS_AT_ONCE: usize = 2;

/// Nothing was written to a draft for so long: its writer has died.
const DRAFT_AGE: SignedDuration = SignedDuration::from_hours(1);
/// Objects that are asked about at once.
const ASKED_AT_ONCE: usize = 500;

/// What can go wrong in a vault.
pub type Error = object_store::Error;

/// What an object is: each kind lies on a shelf of its own, so that whoever looks through one never meets another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// A file that hangs on a record.
    Files,
    /// A file that is imported, as it came.
    Imports,
    /// The rows that were taken out of a workbook that is imported.
    Tables,
    /// A list on its way out.
    Exports,
}

impl Shelf {
    /// An object on this shelf.
    pub fn of(self, tenant: TenantId, id: impl Into<Uuid>) -> Key {
        Key { tenant, shelf: self, id: id.into() }
    }

    /// The folder in a tenant's own; files of records lie there as they always did.
    const fn folder(self) -> Option<&'static str> {
        match self {
            Self::Files => None,
            Self::Imports => Some("imports"),
            Self::Tables => Some("tables"),
            Self::Exports => Some("exports"),
        }
    }
}

/// Which object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    tenant: TenantId,
    shelf: Shelf,
    id: Uuid,
}

/// A store of objects, each under its tenant's id: a key that is wrong never names another tenant's.
#[derive(Clone, Debug)]
pub struct Vault {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    folder: Option<PathBuf>,
}

impl Vault {
    /// The vault at an address: `file:///folder`, or `s3://bucket/prefix` with what `AWS_*` says of region, endpoint and
    /// credentials.
    ///
    /// # Errors
    /// When the address is none, or the folder cannot be made.
    pub fn open(address: &str) -> anyhow::Result<Self> {
        if let Some(folder) = address.strip_prefix("file://") {
            if !folder.starts_with('/') {
                bail!("{address}: write a folder as file:///path/to/it");
            }
            return Self::folder(PathBuf::from(folder));
        }
        let Some(place) = address.strip_prefix("s3://") else {
            bail!("{address}: files are kept at file:///folder or s3://bucket/prefix");
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            bail!("{address}: name a bucket, as in s3://bucket/prefix");
        }
        // Fails where one is set already, and then TLS works as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build();
        let store = store.with_context(|| format!("cannot use {address}"))?;
        Ok(Self { store: Arc::new(store), prefix: Path::parse(prefix)?, folder: None })
    }

    /// A vault in a folder, which is made where it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(folder: PathBuf) -> anyhow::Result<Self> {
        let context = || format!("cannot keep files in {}", folder.display());
        std::fs::create_dir_all(&folder).with_context(context)?;
        let store = LocalFileSystem::new_with_prefix(&folder).with_context(context)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), prefix: Path::default(), folder: Some(folder) })
    }

    /// A vault that lasts as long as the process, for tests and for commands that touch no file.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { store: Arc::new(InMemory::new()), prefix: Path::default(), folder: None }
    }

    fn shelf(&self, tenant: TenantId, shelf: Shelf) -> Path {
        let of_tenant = self.prefix.clone().join(tenant.to_string());
        shelf.folder().map_or_else(|| of_tenant.clone(), |folder| of_tenant.clone().join(folder))
    }

    fn path(&self, key: Key) -> Path {
        self.shelf(key.tenant, key.shelf).join(key.id.to_string())
    }

    /// Begins a new object. It is there once the writer was shut down, and not before.
    #[must_use]
    pub fn writer(&self, key: Key) -> BufWriter {
        BufWriter::with_capacity(Arc::clone(&self.store), self.path(key), PART_BYTES)
            .with_max_concurrency(PARTS_AT_ONCE)
    }

    /// An object, or a part of it.
    ///
    /// # Errors
    /// When it is not there, or the store does not answer.
    pub async fn get(&self, key: Key, range: Option<GetRange>) -> Result<GetResult, Error> {
        let options = GetOptions { range, ..GetOptions::default() };
        self.store.get_opts(&self.path(key), options).await
    }

    /// How many bytes an object has.
    ///
    /// # Errors
    /// As [`Vault::get`].
    pub async fn size(&self, key: Key) -> Result<u64, Error> {
        Ok(self.store.head(&self.path(key)).await?.size)
    }

    /// A range of an object's bytes, in memory: for readers that go through an object piece by piece, and may take their
    /// time between two.
    ///
    /// # Errors
    /// As [`Vault::get`].
    pub async fn piece(&self, key: Key, range: Range<u64>) -> Result<Bytes, Error> {
        self.store.get_range(&self.path(key), range).await
    }

    /// Takes an object away; one that is not there is away already.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete(&self, key: Key) -> Result<(), Error> {
        match self.store.delete(&self.path(key)).await {
            Err(Error::NotFound { .. }) => Ok(()),
            outcome => outcome,
        }
    }

    /// Takes away a tenant's objects of a shelf that were written before an instant and that nobody needs, and what writers
    /// have left there that died [long enough](DRAFT_AGE) before it. `needed` says which of some hundred are needed. Says how
    /// many objects went.
    ///
    /// # Errors
    /// When the store does not answer, or `needed` fails; what is left is taken the next time.
    pub async fn sweep<E: From<Error>, F: Future<Output = Result<Vec<Uuid>, E>>>(
        &self,
        tenant: TenantId,
        shelf: Shelf,
        before: Timestamp,
        needed: impl Fn(Vec<Uuid>) -> F,
    ) -> Result<usize, E> {
        self.clear_drafts(tenant, shelf, before - DRAFT_AGE).await.map_err(unreadable)?;
        let mut dropped = 0;
        for batch in self.written_before(tenant, shelf, before).await?.chunks(ASKED_AT_ONCE) {
            let needed = needed(batch.to_vec()).await?;
            for id in batch.iter().filter(|id| !needed.contains(id)) {
                self.delete(shelf.of(tenant, *id)).await?;
                dropped += 1;
            }
        }
        Ok(dropped)
    }

    /// A tenant's objects of a shelf that were written before an instant.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn written_before(
        &self,
        tenant: TenantId,
        shelf: Shelf,
        before: Timestamp,
    ) -> Result<Vec<Uuid>, Error> {
        let listed = self.store.list_with_delimiter(Some(&self.shelf(tenant, shelf))).await?;
        let old =
            listed.objects.iter().filter(|object| object.last_modified.timestamp() < before.as_second());
        Ok(old.filter_map(|object| object.location.filename()?.parse().ok()).collect())
    }

    /// Takes away what the writers of a process that died have left in a folder. A bucket does that by a rule of its own
    /// (docs/files.md).
    async fn clear_drafts(&self, tenant: TenantId, shelf: Shelf, before: Timestamp) -> std::io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let folder = folder.join(tenant.to_string()).join(shelf.folder().unwrap_or_default());
        let mut entries = match tokio::fs::read_dir(folder).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        let before = SystemTime::from(before);
        while let Some(entry) = entries.next_entry().await? {
            // A draft of a file is called like it, with a number behind a #.
            let draft = entry.file_name().to_string_lossy().contains('#');
            if draft && entry.metadata().await?.modified()? < before {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }
}

fn unreadable(error: std::io::Error) -> Error {
    Error::Generic { store: "folder", source: error.into() }
}
