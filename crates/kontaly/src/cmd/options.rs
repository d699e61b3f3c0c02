//! Options that several commands share.

use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::http::limits::Quotas;
use crate::mail::Mailer;
use crate::vault::Vault;
use crate::webhooks::target::Sender;
use anyhow::Context;
use clap::Args;
use kontaly_db::{Db, DbOptions, Endpoint, KeyRing};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the database is reached.
#[derive(Args, Clone, Debug)]
pub struct Database {
    /// PostgreSQL's own address. Serving uses its host and database alone (every role has its own derived password);
    /// `migrate` and `rekey` also use its user, who must be allowed to create roles.
    /// Without it, the embedded PostgreSQL of a running `make run` is used.
    #[arg(long, env = "KONTALY_DATABASE_URL")]
    pub database_url: Option<String>,
    /// The address of PgBouncer in transaction mode, when requests go through one.
    #[arg(long, env = "KONTALY_POOLER_URL")]
    pub pooler_url: Option<String>,
    /// The server's key file; `migrate` makes it. Keep it apart from the database's backups.
    #[arg(long, env = "KONTALY_KEY_FILE", default_value = ".kontaly/server.key")]
    pub key_file: PathBuf,
    /// Connections that serve requests.
    #[arg(long, env = "KONTALY_DATABASE_CONNECTIONS", default_value_t = 8)]
    pub connections: usize,
    /// Prepare statements on every connection: `auto` does so only without a pooler. PgBouncer 1.21 or newer with
    /// `max_prepared_statements` set can take `on`.
    #[arg(long, env = "KONTALY_PREPARED_STATEMENTS", default_value = "auto")]
    pub prepared_statements: Prepared,
}

/// Whether statements are prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Prepared {
    /// Without a pooler.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Database {
    /// The keys. Only `kontaly migrate` makes a key file: any other command that found none would go on with keys that
    /// open nothing.
    ///
    /// # Errors
    /// When the key file cannot be read.
    pub fn keys(&self) -> anyhow::Result<KeyRing> {
        KeyRing::load(&self.key_file).with_context(|| {
            let file = self.key_file.display();
            format!("cannot read the key file {file}: `kontaly migrate` makes it, `kontaly rekey --lost` replaces a lost one")
        })
    }

    /// PostgreSQL's own endpoint.
    ///
    /// # Errors
    /// When the address is none.
    pub fn direct(&self) -> anyhow::Result<Endpoint> {
        if let Some(url) = &self.database_url {
            return Ok(Endpoint::parse(url)?);
        }
        let home = self.key_file.parent().unwrap_or(Path::new("."));
        let running = kontaly_local::attach(&home.join("data"))?;
        let running = running
            .context("no database: set KONTALY_DATABASE_URL, or start the embedded one with `make run`")?;
        Ok(Endpoint::parse(&running.admin_url())?.with_database("kontaly"))
    }

    /// The pools.
    ///
    /// # Errors
    /// When an address or the key file is unusable.
    pub fn open(&self) -> anyhow::Result<Db> {
        let direct = self.direct()?;
        let pooled = self.pooler_url.as_deref().map_or_else(|| Ok(direct.clone()), Endpoint::parse)?;
        let prepared = match self.prepared_statements {
            Prepared::Auto => self.pooler_url.is_none(),
            Prepared::On => true,
            Prepared::Off => false,
        };
        let options = DbOptions { pooled, direct, connections: self.connections, prepared };
        Ok(Db::new(&options, Arc::new(self.keys()?))?)
    }
}

/// How the server is reached.
#[derive(Args, Clone, Debug)]
pub struct Site {
    /// The base domain: workspaces are `<slug>.<base>`, the console `admin.<base>`.
    #[arg(long, env = "KONTALY_BASE_DOMAIN", default_value = "localhost")]
    pub base_domain: String,
    /// The address to listen on. In production the proxy alone should reach it.
    #[arg(long, env = "KONTALY_LISTEN", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// The port to listen on.
    #[arg(long, env = "KONTALY_PORT", default_value_t = 8080)]
    pub port: u16,
    /// Browsers come over TLS, through the proxy.
    #[arg(long, env = "KONTALY_SECURE", default_value_t = false)]
    pub secure: bool,
    /// Proxies whose X-Forwarded-For is believed, separated by commas.
    #[arg(long, env = "KONTALY_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// The mail server: `smtp://user:password@host:587?tls=required`. Without one, mails wait (docs/mail.md).
    #[arg(long, env = "KONTALY_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// A file with the certificate (PEM) of an authority of your own that vouches for the mail server.
    #[arg(long, env = "KONTALY_SMTP_CA")]
    pub smtp_ca: Option<PathBuf>,
    /// Who mails come from; `Kontaly <no-reply@BASE>` when not said.
    #[arg(long, env = "KONTALY_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Days after which what lies in the trash is deleted for good.
    #[arg(long, env = "KONTALY_TRASH_DAYS", default_value_t = crate::trash::RETENTION_DAYS, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub trash_days: u16,
    /// Whether anybody may sign a workspace up at the front door.
    #[arg(long, env = "KONTALY_SIGN_UP", default_value_t = true, action = clap::ArgAction::Set)]
    pub sign_up: bool,
    /// Where the bytes of files are.
    #[command(flatten)]
    pub files: Files,
    /// Megabytes of a file on a record at most.
    #[arg(long, env = "KONTALY_FILE_MEGABYTES_MAX", default_value_t = crate::attachments::FILE_BYTES_MAX / MEGABYTE, value_parser = clap::value_parser!(u64).range(1..=5000))]
    pub file_megabytes_max: u64,
    /// Megabytes of a file that is imported at most.
    #[arg(long, env = "KONTALY_IMPORT_MEGABYTES_MAX", default_value_t = crate::imports::upload::FILE_BYTES_MAX / MEGABYTE, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub import_megabytes_max: u64,
    /// Webhooks may lead to this machine, over plain HTTP too: for development and tests alone.
    #[arg(long, env = "KONTALY_WEBHOOKS_LOOPBACK", default_value_t = false)]
    pub webhooks_loopback: bool,
    /// Requests a minute of one API key; 0: as many as come. Here and below, each process counts for itself.
    #[arg(long, env = "KONTALY_KEY_REQUESTS", default_value_t = Quotas::default().key)]
    pub key_requests: u32,
    /// Requests a minute of all API keys of a workspace.
    #[arg(long, env = "KONTALY_WORKSPACE_REQUESTS", default_value_t = Quotas::default().workspace)]
    pub workspace_requests: u32,
    /// Requests a minute of all people of a workspace.
    #[arg(long, env = "KONTALY_PEOPLE_REQUESTS", default_value_t = Quotas::default().people)]
    pub people_requests: u32,
}

/// Where the bytes of files are.
#[derive(Args, Clone, Debug)]
pub struct Files {
    /// Where files, imports and exports are kept: `file:///folder`, or `s3://bucket/prefix` (docs/files.md). Without it,
    /// a folder beside the server's key.
    #[arg(long, env = "KONTALY_FILES_URL")]
    pub files_url: Option<String>,
}

impl Files {
    /// The vault; `home` is where the server's key lives.
    ///
    /// # Errors
    /// When files cannot be kept where they should be.
    pub fn vault(&self, home: &Path) -> anyhow::Result<Vault> {
        self.files_url.as_deref().map_or_else(|| Vault::folder(home.join("files")), Vault::open)
    }
}

const MEGABYTE: u64 = 1024 * 1024;

impl Site {
    /// The process's settings; `home` is where the server's key lives.
    ///
    /// # Errors
    /// When the mail server's address or the sender is none, or files cannot be kept where they should be.
    pub fn settings(&self, home: &Path) -> anyhow::Result<Settings> {
        Ok(Settings {
            base: self.base_domain.to_lowercase(),
            public_port: (!self.secure).then_some(self.port),
            secure: self.secure,
            trusted_proxies: self.trusted_proxies.clone(),
            mail: self.mailer()?,
            trash_days: self.trash_days,
            sign_up: self.sign_up,
            files: self.files.vault(home)?,
            file_bytes_max: self.file_megabytes_max * MEGABYTE,
            import_bytes_max: self.import_megabytes_max * MEGABYTE,
            webhooks: Sender::new(self.webhooks_loopback),
            quotas: Quotas {
                key: self.key_requests,
                workspace: self.workspace_requests,
                people: self.people_requests,
            },
            worker_silence: crate::jobs::worker::SILENCE,
        })
    }

    fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        let Some(url) = &self.smtp_url else { return Ok(None) };
        let read =
            |path: &PathBuf| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        let ca = self.smtp_ca.as_ref().map(read).transpose()?;
        Ok(Some(Mailer::smtp(url, &self.sender(), ca.as_deref())?))
    }

    /// Who mails come from.
    #[must_use]
    pub fn sender(&self) -> String {
        // A mail address needs a domain with a dot.
        let domain = if self.base_domain.contains('.') { &self.base_domain } else { "kontaly.localhost" };
        self.mail_from.clone().unwrap_or_else(|| format!("Kontaly <no-reply@{domain}>"))
    }
}

/// The state of a command that works on tenants without serving.
///
/// # Errors
/// When the database's options are unusable.
pub fn app(database: &Database) -> anyhow::Result<App> {
    let settings = Settings::default();
    Ok(App::new(database.open()?, Clock::system(), settings))
}

/// The wire error of a rule, as a sentence for the terminal.
#[must_use]
pub fn told(error: &crate::http::Error) -> anyhow::Error {
    let fields: Vec<_> =
        error.fields().iter().map(|field| format!("{}: {}", field.field, field.message)).collect();
    if fields.is_empty() { anyhow::anyhow!("{error:?}") } else { anyhow::anyhow!(fields.join(" ")) }
}
