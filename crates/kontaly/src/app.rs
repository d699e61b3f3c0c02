//! What the whole process shares.

use crate::api_keys::uses::Uses;
use crate::audit::notes::Notes;
use crate::changes::feeds::Feeds;
use crate::clock::Clock;
use crate::console::traffic::meter::Meter;
use crate::http::limits::{Limits, Quotas};
use crate::mail::Mailer;
use crate::platform::front_door::throttle::Throttle;
use crate::tenancy::hosts::Hosts;
use crate::vault::Vault;
use crate::webhooks::target::Sender;
use kontaly_db::Db;
use std::sync::Arc;
use std::time::Duration;

/// Settings of a serving process, all from flags or the environment (`kontaly serve --help`).
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base domain: workspaces are `<slug>.<base>`, the console `admin.<base>`.
    pub base: String,
    /// What a browser writes behind the host: `:8080` in development, nothing behind a proxy.
    pub public_port: Option<u16>,
    /// Whether browsers reach us over TLS (through the proxy).
    pub secure: bool,
    /// Proxies whose `X-Forwarded-For` is believed; nobody else's is.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// How mails leave; without it they wait in the outbox.
    pub mail: Option<Mailer>,
    /// Days after which what lies in the trash is deleted for good.
    pub trash_days: u16,
    /// Whether anybody may sign a workspace up at the front door.
    pub sign_up: bool,
    /// Where the bytes of files, imports and exports are kept.
    pub files: Vault,
    /// Bytes of a file on a record at most.
    pub file_bytes_max: u64,
    /// Bytes of a file that is imported at most.
    pub import_bytes_max: u64,
    /// What tells webhooks.
    pub webhooks: Sender,
    /// Requests a minute of keys and people.
    pub quotas: Quotas,
    /// After how long without a word from a worker its jobs are free again.
    pub worker_silence: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base: "localhost".into(),
            public_port: None,
            secure: false,
            trusted_proxies: Vec::new(),
            mail: None,
            trash_days: crate::trash::RETENTION_DAYS,
            sign_up: true,
            files: Vault::in_memory(),
            file_bytes_max: crate::attachments::FILE_BYTES_MAX,
            import_bytes_max: crate::imports::upload::FILE_BYTES_MAX,
            webhooks: Sender::new(false),
            quotas: Quotas::default(),
            worker_silence: crate::jobs::worker::SILENCE,
        }
    }
}

impl Settings {
    fn url(&self, host: &str) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        let port = self.public_port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{host}{port}")
    }

    /// The address of a workspace, without a slash behind it.
    #[must_use]
    pub fn workspace_url(&self, slug: &str) -> String {
        self.url(&format!("{slug}.{}", self.base))
    }

    /// The address of the front door.
    #[must_use]
    pub fn front_door_url(&self) -> String {
        self.url(&self.base)
    }
}

/// See [`Inner::workbooks`].
const WORKBOOKS_AT_ONCE: usize = 2;

/// The process's shared state; cloning it is cheap.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// See [`App`].
pub struct Inner {
    /// The database's doors.
    pub db: Db,
    /// Which host is whose.
    pub hosts: Hosts,
    /// The time and fresh ids.
    pub clock: Clock,
    /// Who is to be woken when something changed.
    pub feeds: Feeds,
    /// Settings.
    pub settings: Settings,
    /// At most as many argon2id hashes at once as there are cores: each takes 19 MiB and tens of milliseconds.
    pub hashing: tokio::sync::Semaphore,
    /// Workbooks that are unpacked at once in this process.
    pub workbooks: tokio::sync::Semaphore,
    /// How many requests came from whom.
    pub limits: Limits,
    /// What tenants ask for, for whoever runs the installation.
    pub meter: Meter,
    /// What was refused and is still to be written into the audit logs.
    pub notes: Notes,
    /// Which uses of API keys were told.
    pub key_uses: Uses,
    /// How often the front door is asked for what.
    pub front_door: Throttle,
    /// Told when a mail was written down, so that it leaves at once.
    pub mail_written: tokio::sync::Notify,
    /// Told when files went for good, so that their objects go at once.
    pub files_dropped: tokio::sync::Notify,
    /// Set while the process drains before it stops.
    pub draining: std::sync::atomic::AtomicBool,
}

impl App {
    /// Puts the process's state together.
    #[must_use]
    pub fn new(db: Db, clock: Clock, settings: Settings) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self(Arc::new(Inner {
            feeds: Feeds::new(db.clone()),
            hosts: Hosts::new(db.clone(), settings.base.clone()),
            db,
            clock,
            settings,
            hashing: tokio::sync::Semaphore::new(cores),
            workbooks: tokio::sync::Semaphore::new(WORKBOOKS_AT_ONCE),
            limits: Limits::default(),
            meter: Meter::default(),
            notes: Notes::default(),
            key_uses: Uses::default(),
            front_door: Throttle::default(),
            mail_written: tokio::sync::Notify::new(),
            files_dropped: tokio::sync::Notify::new(),
            draining: std::sync::atomic::AtomicBool::new(false),
        }))
    }
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
