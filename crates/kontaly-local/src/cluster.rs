//! The cluster on disk: whether there is one, making one so that it exists whole or not at all, and
//! putting it away.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::Path;

use crate::binaries::Binaries;
use crate::error::io_error;
use crate::files::random_hex;
use crate::site::Site;
use crate::{Error, conf};

/// The name of the superuser that initdb makes.
pub(crate) const SUPERUSER: &str = "postgres";

/// The major version that made the cluster, or nothing when there is none yet.
pub(crate) fn made_by(site: &Site) -> Result<Option<u32>, Error> {
    let path = site.cluster();
    if !path.try_exists().map_err(io_error("read", &path))? {
        return Ok(None);
    }
    let broken = |why: &str| Error::Broken { path: path.clone(), why: why.to_owned() };
    let version = match fs::read_to_string(path.join("PG_VERSION")) {
        Ok(text) => text.trim().parse().map_err(|_| broken("PG_VERSION holds no version"))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(broken("it has no PG_VERSION")),
        Err(error) => return Err(io_error("read", &path.join("PG_VERSION"))(error)),
    };
    for part in ["global/pg_control", "postgresql.conf", "pg_hba.conf", "base", "pg_wal"] {
        if !path.join(part).exists() {
            return Err(broken(&format!("it has no {part}")));
        }
    }
    Ok(Some(version))
}

/// Makes a cluster in the scratch directory and renames it into place.
pub(crate) fn create(site: &Site, binaries: &Binaries, durable: bool) -> Result<(), Error> {
    let draft = site.draft()?;
    let (uid, gid) = site.run_as.ids();
    fs::DirBuilder::new().mode(0o700).create(&draft).map_err(io_error("create", &draft))?;
    chown(&draft, Some(uid), Some(gid)).map_err(io_error("create", &draft))?;
    let password = match site.password()? {
        Some(password) => password, // of a start that was interrupted here
        None => {
            let password = random_hex(24).map_err(io_error("read", Path::new("/dev/urandom")))?;
            site.write(&site.password_file(), &format!("{password}\n"))?;
            password
        }
    };
    // A copy that the unprivileged user can read, for as long as initdb needs it.
    let copy = site.draft()?;
    crate::files::write_whole(&copy, &password, &site.scratch(), (uid, gid))
        .map_err(io_error("write", &copy))?;
    let made = run_initdb(site, binaries, &draft, &copy, durable).and_then(|()| configure_access(&draft));
    let _ = fs::remove_file(&copy);
    if let Err(error) = made {
        let _ = fs::remove_dir_all(&draft);
        return Err(error);
    }
    let cluster = site.cluster();
    fs::rename(&draft, &cluster).map_err(io_error("create", &cluster))?;
    if durable {
        let synced = fs::File::open(&site.dir).and_then(|dir| dir.sync_all());
        synced.map_err(io_error("write", &site.dir))?;
    }
    Ok(())
}

fn run_initdb(
    site: &Site,
    binaries: &Binaries,
    dir: &Path,
    password: &Path,
    durable: bool,
) -> Result<(), Error> {
    let program = binaries.program("initdb");
    let mut command = site.run_as.command(&program);
    command.arg("-D").arg(dir).arg("--pwfile").arg(password);
    command.args([
        "--username",
        SUPERUSER,
        "--encoding",
        "UTF8",
        "--auth",
        "scram-sha-256",
        "--data-checksums",
    ]);
    // The character classes of C.UTF-8, also for what still asks the operating system (pg_trgm does);
    // macOS knows them under another name. Order and case mapping are PostgreSQL's own where it can.
    if cfg!(target_os = "macos") {
        command.args(["--locale", "C", "--lc-ctype", "en_US.UTF-8"]);
    } else {
        command.args(["--locale", "C.UTF-8"]);
    }
    if binaries.version.major >= 17 {
        command.args(["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]);
    }
    if !durable {
        command.arg("--no-sync");
    }
    let output = command.output().map_err(io_error("run", &program))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Error::Init { output: String::from_utf8_lossy(&said).trim().to_owned() })
}

/// Replaces initdb's access rules by ours, and lets its settings be followed by ours.
fn configure_access(dir: &Path) -> Result<(), Error> {
    let hba = dir.join("pg_hba.conf");
    fs::write(&hba, conf::HBA).map_err(io_error("write", &hba))?;
    let main = dir.join("postgresql.conf");
    let text = fs::read_to_string(&main).map_err(io_error("read", &main))?;
    let text = format!("{text}\n# Written by Kontaly at every start.\ninclude '{}'\n", conf::FILE);
    fs::write(&main, text).map_err(io_error("write", &main))
}

/// Writes the settings of this start.
pub(crate) fn configure(site: &Site, text: &str) -> Result<(), Error> {
    let path = site.cluster().join(conf::FILE);
    let owner = site.run_as.ids();
    crate::files::write_whole(&path, text, &site.scratch(), owner).map_err(io_error("write", &path))
}

/// The settings of the last start.
pub(crate) fn configured(site: &Site) -> Option<String> {
    fs::read_to_string(site.cluster().join(conf::FILE)).ok()
}

/// Throws the cluster away. It is renamed first, so that no half of it is ever taken for one.
pub(crate) fn discard(site: &Site) -> Result<(), Error> {
    let (cluster, draft) = (site.cluster(), site.draft()?);
    match fs::rename(&cluster, &draft) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        renamed => renamed.map_err(io_error("write", &cluster))?,
    }
    fs::remove_dir_all(&draft).map_err(io_error("write", &draft))
}
