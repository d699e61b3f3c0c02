//! Where the data lives and whose it is, decided before anything is touched.
//!
//! Root cannot run PostgreSQL, and the user who can may not be able to reach the directory asked
//! for (`/root` is mode 700). Then the data goes under `/var/lib/kontaly`, in a place that follows
//! from the path asked for, so that the next start finds it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

use crate::Error;
use crate::error::io_error;
use crate::files::{self, existing_ancestor, make_dirs, owner_of, resolve, stable_hash};
use crate::run_as::RunAs;

/// Where data and binaries go that cannot stay where they were asked for.
const STATE_DIR: &str = "/var/lib/kontaly";

/// A data directory and the user of its cluster.
#[derive(Debug)]
pub(crate) struct Site {
    /// The data directory in effect, without symbolic links.
    pub(crate) dir: PathBuf,
    pub(crate) run_as: RunAs,
    /// What the person in front should be told.
    pub(crate) notices: Vec<String>,
}

impl Site {
    /// Decides place and user, and creates the directories.
    pub(crate) fn settle(data_dir: &Path) -> Result<Self, Error> {
        let site = Self::locate(data_dir, Path::new(STATE_DIR))?;
        site.create(data_dir)?;
        Ok(site)
    }

    /// Decides place and user, and creates nothing.
    pub(crate) fn find(data_dir: &Path) -> Result<Self, Error> {
        Self::locate(data_dir, Path::new(STATE_DIR))
    }

    fn locate(data_dir: &Path, state_dir: &Path) -> Result<Self, Error> {
        let wanted = resolve(data_dir).map_err(io_error("resolve", data_dir))?;
        let existing = existing_ancestor(&wanted);
        if !existing.is_dir() {
            return Err(io_error("use", existing)(io::ErrorKind::NotADirectory.into()));
        }
        let Some((uid, gid)) = owner_of(&cluster_in(&wanted)).ok() else {
            return Self::locate_new(wanted, state_dir);
        };
        let path = cluster_in(&wanted);
        let owner = RunAs::owner((uid, gid));
        if uid == 0 {
            return Err(Error::Broken {
                path,
                why: "it belongs to root, as which PostgreSQL does not run".into(),
            });
        }
        if geteuid().is_root() {
            if !owner.reaches(&path)? {
                return Err(Error::NotReachable { path, user: owner.name });
            }
        } else if uid != geteuid().as_raw() {
            return Err(Error::NotOwner { path, owner: owner.name, user: RunAs::me().name });
        }
        Ok(Self { dir: wanted, run_as: owner, notices: Vec::new() })
    }

    /// There is no cluster in the directory asked for: one that moved, or a new one.
    fn locate_new(wanted: PathBuf, state_dir: &Path) -> Result<Self, Error> {
        if !geteuid().is_root() {
            return Ok(Self { dir: wanted, run_as: RunAs::me(), notices: Vec::new() });
        }
        let run_as = RunAs::service()?;
        let elsewhere = state_dir.join(stable_hash(&wanted));
        let moved = owner_of(&cluster_in(&elsewhere)).ok();
        if moved.is_none() && run_as.reaches(existing_ancestor(&wanted))? {
            return Ok(Self { dir: wanted, run_as, notices: Vec::new() });
        }
        let notice = format!(
            "the user {} cannot reach {}: the database lives in {}",
            run_as.name,
            wanted.display(),
            elsewhere.display()
        );
        Ok(Self { dir: elsewhere, run_as: moved.map_or(run_as, RunAs::owner), notices: vec![notice] })
    }

    fn create(&self, asked_for: &Path) -> Result<(), Error> {
        if self.dir.join("PG_VERSION").exists() {
            let why = "it is a cluster itself; a data directory holds one as cluster/".into();
            return Err(Error::Broken { path: self.dir.clone(), why });
        }
        // Root's directories must be open to the user that runs PostgreSQL; the secrets in them are 0600.
        let mode = if geteuid().is_root() { 0o755 } else { 0o700 };
        make_dirs(&self.dir, mode).map_err(io_error("create", &self.dir))?;
        make_dirs(&self.scratch(), mode).map_err(io_error("create", &self.scratch()))?;
        if !self.notices.is_empty() {
            let origin = format!("The database of {}\n", asked_for.display());
            self.write(&self.dir.join("README"), &origin)?;
        }
        Ok(())
    }

    /// The PostgreSQL cluster itself.
    pub(crate) fn cluster(&self) -> PathBuf {
        cluster_in(&self.dir)
    }

    /// For half-made things, on the same file system.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.dir.join("tmp")
    }

    /// Throws away what earlier starts left half-made. Only for the holder of the lock. What cannot
    /// be removed (an `initdb` that still runs after its parent was killed writes to it) stays for
    /// the next time: every name in there is used once only.
    pub(crate) fn sweep(&self) {
        for entry in fs::read_dir(self.scratch()).into_iter().flatten().flatten() {
            let path = entry.path();
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }

    /// A name in the scratch directory that was never used before.
    pub(crate) fn draft(&self) -> Result<PathBuf, Error> {
        let name = files::random_hex(8).map_err(io_error("read", Path::new("/dev/urandom")))?;
        Ok(self.scratch().join(name))
    }

    /// Writes one of our own files, owned by whoever owns the data directory.
    pub(crate) fn write(&self, path: &Path, contents: &str) -> Result<(), Error> {
        let owner = owner_of(&self.dir).map_err(io_error("read", &self.dir))?;
        files::write_whole(path, contents, &self.scratch(), owner).map_err(io_error("write", path))
    }

    /// Where the binaries from npm go: where they were asked for, or where the user can read them.
    pub(crate) fn install_dir(&self, asked_for: &Path) -> Result<PathBuf, Error> {
        let wanted = resolve(asked_for).map_err(io_error("resolve", asked_for))?;
        if self.run_as.reaches(existing_ancestor(&wanted))? {
            return Ok(wanted);
        }
        Ok(Path::new(STATE_DIR).join("postgres"))
    }

    /// The port of the last start.
    pub(crate) fn last_port(&self) -> Option<u16> {
        fs::read_to_string(self.port_file()).ok()?.trim().parse().ok()
    }

    /// Keeps the port for the next start.
    pub(crate) fn keep_port(&self, port: u16) -> Result<(), Error> {
        if self.last_port() == Some(port) {
            return Ok(());
        }
        self.write(&self.port_file(), &format!("{port}\n"))
    }

    fn port_file(&self) -> PathBuf {
        self.dir.join("port")
    }

    /// The file with the superuser's password.
    pub(crate) fn password_file(&self) -> PathBuf {
        self.dir.join("password")
    }

    /// The superuser's password, when there is one yet.
    pub(crate) fn password(&self) -> Result<Option<String>, Error> {
        match fs::read_to_string(self.password_file()) {
            Ok(text) if !text.trim().is_empty() => Ok(Some(text.trim().to_owned())),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error("read", &self.password_file())(error)),
        }
    }
}

fn cluster_in(dir: &Path) -> PathBuf {
    dir.join("cluster")
}
