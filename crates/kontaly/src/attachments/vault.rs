//! Where the bytes of files are kept: a folder, or a bucket of a service that speaks S3.

use anyhow::{Context, bail};
use futures_util::TryStreamExt;
use jiff::Timestamp;
use kontaly_access::{AttachmentId, TenantId};
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResult, ObjectStore, ObjectStoreExt};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use uuid::Uuid;

/// What is kept in memory of a file that is being written: two parts of this size on their way, and one that fills. A part
/// of an S3 upload has at least 5 MiB.
const PART_BYTES: usize = 5 * 1024 * 1024;
const PARTS_AT_ONCE: usize = 2;

/// What can go wrong in a vault.
pub type Error = object_store::Error;

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

    fn of_tenant(&self, tenant: TenantId) -> Path {
        self.prefix.clone().join(tenant.to_string())
    }

    fn path(&self, tenant: TenantId, id: AttachmentId) -> Path {
        self.of_tenant(tenant).join(id.to_string())
    }

    /// Begins a new object. It is there once the writer was shut down, and not before.
    #[must_use]
    pub fn writer(&self, tenant: TenantId, id: AttachmentId) -> BufWriter {
        BufWriter::with_capacity(Arc::clone(&self.store), self.path(tenant, id), PART_BYTES)
            .with_max_concurrency(PARTS_AT_ONCE)
    }

    /// An object, or a part of it.
    ///
    /// # Errors
    /// When it is not there, or the store does not answer.
    pub async fn get(
        &self,
        tenant: TenantId,
        id: AttachmentId,
        range: Option<GetRange>,
    ) -> Result<GetResult, Error> {
        let options = GetOptions { range, ..GetOptions::default() };
        self.store.get_opts(&self.path(tenant, id), options).await
    }

    /// Takes an object away; one that is not there is away already.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete(&self, tenant: TenantId, id: AttachmentId) -> Result<(), Error> {
        match self.store.delete(&self.path(tenant, id)).await {
            Err(Error::NotFound { .. }) => Ok(()),
            outcome => outcome,
        }
    }

    /// A tenant's objects that were written before an instant.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn written_before(
        &self,
        tenant: TenantId,
        before: Timestamp,
    ) -> Result<Vec<AttachmentId>, Error> {
        let of_tenant = self.of_tenant(tenant);
        let objects = self.store.list(Some(&of_tenant)).try_filter_map(|object| {
            let old = object.last_modified.timestamp() < before.as_second();
            let id = object.location.filename().and_then(|name| name.parse::<Uuid>().ok());
            std::future::ready(Ok(id.filter(|_| old).map(AttachmentId)))
        });
        objects.try_collect().await
    }

    /// Takes away what the writers of a process that died have left in a folder. A bucket does that by a rule of its own
    /// (docs/files.md).
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn clear_drafts(&self, tenant: TenantId, before: Timestamp) -> std::io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let mut entries = match tokio::fs::read_dir(folder.join(tenant.to_string())).await {
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
