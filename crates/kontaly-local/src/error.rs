//! What can go wrong. Each message ends with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why there is no running PostgreSQL.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No usable binaries anywhere.
    #[error(
        "no PostgreSQL found.\n  npm: {npm}\n  system: {system}\nInstall Node.js with npm, or PostgreSQL {min} or newer \
         (Debian: apt-get install postgresql), or set KONTALY_DATABASE_URL to a database of your own",
        min = crate::MIN_MAJOR
    )]
    NoPostgres {
        /// Why npm did not bring them.
        npm: String,
        /// What was found on the system.
        system: String,
    },
    /// `KONTALY_POSTGRES_BIN` names something that cannot be used.
    #[error("KONTALY_POSTGRES_BIN={dir}: {why}. Point it at a directory with postgres and initdb, or unset it", dir = .dir.display())]
    Override {
        /// The directory named.
        dir: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The cluster was made by another major version than any at hand.
    #[error(
        "{cluster} was made by PostgreSQL {needed}, and there is only {found}. Set KONTALY_POSTGRES_BIN to the bin directory of \
         a PostgreSQL {needed}, or move {cluster} away to begin with an empty one",
        cluster = .cluster.display()
    )]
    OtherMajor {
        /// The cluster.
        cluster: PathBuf,
        /// The major version it needs.
        needed: u32,
        /// What was found instead.
        found: String,
    },
    /// The cluster is not one that PostgreSQL can use.
    #[error("{path} is not a usable PostgreSQL cluster: {why}. Restore it from a backup, or move it away to begin with an empty one", path = .path.display())]
    Broken {
        /// The cluster.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The password of an existing cluster is gone.
    #[error("{path} is missing, and the cluster beside it answers to no other password. Restore the file, or move the whole directory away to begin with an empty one", path = .path.display())]
    NoPassword {
        /// The file that should hold it.
        path: PathBuf,
    },
    /// Another living process runs this cluster.
    #[error("the database in {dir} is in use by process {pid}{port}. Stop that process first, or give this one a data directory of its own", dir = .dir.display(), pid = Unknown(.pid), port = OnPort(.port))]
    InUse {
        /// The data directory.
        dir: PathBuf,
        /// Who holds it.
        pid: Option<u32>,
        /// The port of its server.
        port: Option<u16>,
    },
    /// The port asked for cannot be had.
    #[error(
        "port {port} of 127.0.0.1 cannot be used for PostgreSQL ({source}). Stop what listens there, or choose another port"
    )]
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// A directory that must be written to cannot be.
    #[error("{path} cannot be written to ({source}). Give it to the user that runs this, or choose another directory", path = .path.display())]
    NotWritable {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The cluster belongs to somebody else.
    #[error("{path} belongs to {owner}, and this runs as {user}. Run it as {owner}, or give the directory away with chown -R", path = .path.display())]
    NotOwner {
        /// The cluster.
        path: PathBuf,
        /// Whose it is.
        owner: String,
        /// Who we are.
        user: String,
    },
    /// The unprivileged user cannot reach the cluster that exists.
    #[error("the user {user}, as which PostgreSQL runs, cannot reach {path}. Allow it with chmod o+x on the directories above, or move the data", path = .path.display())]
    NotReachable {
        /// The cluster.
        path: PathBuf,
        /// The user.
        user: String,
    },
    /// PostgreSQL refuses to run as root, and no other user could be found or made.
    #[error(
        "PostgreSQL must not run as root, and no user for it could be made ({why}). Create one named postgres, or run this as an ordinary user"
    )]
    NoUser {
        /// What was tried.
        why: String,
    },
    /// A setting that cannot be written to the configuration.
    #[error("the PostgreSQL setting {name:?} cannot be set here: {why}")]
    Setting {
        /// Its name.
        name: String,
        /// Why.
        why: &'static str,
    },
    /// `initdb` failed.
    #[error("initdb could not create the cluster:\n{output}")]
    Init {
        /// What it printed.
        output: String,
    },
    /// The server did not come up.
    #[error("PostgreSQL did not start: {why}. The last lines of {log}:\n{tail}", log = .log.display())]
    Start {
        /// In one sentence.
        why: String,
        /// The log file.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },
    /// The server did not go away.
    #[error("PostgreSQL (process {pid}) does not stop. See {log}, then end it by hand", log = .log.display())]
    Stop {
        /// Its process.
        pid: i32,
        /// The log file.
        log: PathBuf,
    },
    /// A file or a program could not be used.
    #[error("cannot {action} {path}: {source}", path = .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// For `map_err`: what was tried, and on what.
pub(crate) fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            if matches!(action, "create" | "write" | "lock") =>
        {
            Error::NotWritable { path, source }
        }
        _ => Error::Io { action, path, source },
    }
}

struct Unknown<'a>(&'a Option<u32>);
struct OnPort<'a>(&'a Option<u16>);

impl std::fmt::Display for Unknown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(pid) => write!(f, "{pid}"),
            None => f.write_str("(unknown)"),
        }
    }
}

impl std::fmt::Display for OnPort<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(port) => write!(f, ", which serves it on port {port}"),
            None => Ok(()),
        }
    }
}
