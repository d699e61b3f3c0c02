//! The map from host to tenant: a bounded cache over an exact look-up, emptied the moment anything changes.

use super::Tenant;
use super::host::Host;
use kontaly_db::{Db, Error, sql};
use moka::sync::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Hosts kept at most, known and unknown ones together: some 300 bytes each.
const CACHED_MAX: u64 = 20_000;

/// What a host leads to.
#[derive(Clone, Debug)]
pub enum Site {
    /// A workspace.
    Workspace(Arc<Tenant>),
    /// The operator's console.
    Console,
    /// Sign up and find my workspace.
    FrontDoor,
    /// The development mailbox.
    Mailbox,
    /// Nobody's.
    Unknown,
}

/// The map. While nobody listens for changes, nothing that is cached is trusted.
pub struct Hosts {
    db: Db,
    base: String,
    cache: Cache<String, Option<Arc<Tenant>>>,
    listening: AtomicBool,
    /// Grows with every change; an answer that was asked for before the change is not kept.
    generation: AtomicU64,
}

impl Hosts {
    pub(crate) fn new(db: Db, base: String) -> Self {
        Self {
            db,
            base,
            cache: Cache::new(CACHED_MAX),
            listening: AtomicBool::new(false),
            generation: AtomicU64::new(0),
        }
    }

    /// Where a host leads.
    ///
    /// # Errors
    /// When the registry must be asked and cannot be.
    pub async fn site(&self, host: &Host) -> Result<Site, Error> {
        match host.below(&self.base) {
            Some("" | "www") => Ok(Site::FrontDoor),
            Some("admin") => Ok(Site::Console),
            // A reserved name: nobody's workspace.
            Some("mail") => Ok(Site::Mailbox),
            Some(slug) if slug.contains('.') => Ok(Site::Unknown),
            Some(slug) => self.cached(host, || slug_query(slug)).await,
            None => self.cached(host, || domain_query(host.as_str())).await,
        }
    }

    /// Kept under the whole host: "acme" alone is another one than "acme" below the base domain.
    async fn cached(&self, host: &Host, query: impl Fn() -> kontaly_db::Sql) -> Result<Site, Error> {
        let trusted = self.listening.load(Ordering::Acquire);
        let known = if trusted { self.cache.get(host.as_str()) } else { None };
        let tenant = match known {
            Some(known) => known,
            None => {
                let asked_in = self.generation.load(Ordering::Acquire);
                let mut tx = self.db.router();
                let row = tx.closing().optional(query()).await?;
                let found = row.map(|row| Tenant::read(&row)).transpose()?.map(Arc::new);
                if trusted && asked_in == self.generation.load(Ordering::Acquire) {
                    self.cache.insert(host.as_str().to_owned(), found.clone());
                }
                found
            }
        };
        Ok(tenant.map_or(Site::Unknown, Site::Workspace))
    }

    /// Every tenant that has an address, for what a process looks after when it starts.
    ///
    /// # Errors
    /// When the registry cannot be asked.
    pub async fn tenants(&self) -> Result<Vec<Tenant>, Error> {
        let mut query = sql("select ");
        query.push(Tenant::COLUMNS).push(
            " from tenants t join slugs s on s.tenant_id = t.tenant_id where s.freed_at is null and t.state <> 'deleted' order by t.tenant_id",
        );
        self.db.router().closing().query(query).await?.iter().map(Tenant::read).collect()
    }

    /// Forgets everything at once.
    pub fn forget(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.cache.invalidate_all();
    }

    /// Listens for changes for as long as the process lives, reconnecting with a pause. Spawn it once.
    pub async fn follow(&self) {
        loop {
            if let Ok(mut listener) = self.db.listen("kontaly_hosts").await {
                self.forget();
                self.listening.store(true, Ordering::Release);
                while listener.next().await.is_some() {
                    self.forget();
                }
                self.listening.store(false, Ordering::Release);
                self.forget();
                tracing::warn!(
                    "the connection that listens for host changes ended; asking the database until it is back"
                );
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

fn slug_query(slug: &str) -> kontaly_db::Sql {
    let mut query = sql("select ");
    query.push(Tenant::COLUMNS).push(
        " from slugs s join tenants t on t.tenant_id = s.tenant_id where s.freed_at is null and t.state <> 'deleted' and s.slug = ",
    );
    query.push_bind(slug.to_owned());
    query
}

fn domain_query(domain: &str) -> kontaly_db::Sql {
    let mut query = sql("select ");
    query.push(Tenant::COLUMNS).push(
        " from domains d join tenants t on t.tenant_id = d.tenant_id where d.verified_at is not null and t.state <> 'deleted' and d.domain = ",
    );
    query.push_bind(domain.to_owned());
    query
}

#[cfg(test)]
mod tests {
    use super::{CACHED_MAX, Hosts};
    use kontaly_db::{Db, DbOptions, Endpoint, KeyRing};
    use std::sync::Arc;

    /// Whoever asks for a name after the other fills no memory, and does not push out what everybody asks for.
    #[test]
    fn the_cache_is_bounded_and_keeps_what_is_asked_for() {
        let nowhere = Endpoint::parse("postgres://nobody@127.0.0.1:1/none").unwrap();
        let options = DbOptions { pooled: nowhere.clone(), direct: nowhere, connections: 1, prepared: false };
        let hosts = Hosts::new(Db::new(&options, Arc::new(KeyRing::generate())).unwrap(), "localhost".into());
        let acme = || hosts.cache.get("acme.localhost").is_some();
        hosts.cache.insert("acme.localhost".to_owned(), None);
        for n in 0..3 * CACHED_MAX {
            hosts.cache.insert(format!("x{n}.localhost"), None);
            assert!(n % 100 != 0 || acme(), "pushed out by {n} names that nobody has");
        }
        hosts.cache.run_pending_tasks();
        assert!(hosts.cache.entry_count() <= CACHED_MAX, "{}", hosts.cache.entry_count());
        hosts.forget();
        assert!(!acme());
    }
}
