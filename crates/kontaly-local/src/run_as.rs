//! As whom PostgreSQL runs. It refuses to be root, so root needs another user; everybody else runs
//! it as themselves.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::{Uid, User, getegid, geteuid};

use crate::Error;

/// The user that root makes when there is no `postgres`.
const OWN_USER: &str = "kontaly-postgres";

/// A user as which programs are run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RunAs {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Whether we are root and have to become this user.
    switch: bool,
}

impl RunAs {
    /// The user that runs this process.
    pub(crate) fn me() -> Self {
        let (uid, gid) = (geteuid(), getegid());
        Self { name: name_of(uid.as_raw()), uid: uid.as_raw(), gid: gid.as_raw(), switch: false }
    }

    /// The unprivileged user for a process that is root: `postgres`, or one of our own.
    pub(crate) fn service() -> Result<Self, Error> {
        for name in ["postgres", OWN_USER] {
            if let Some(user) = lookup(name) {
                return Ok(Self::becoming(user));
            }
        }
        let mut why = create_user().err();
        lookup(OWN_USER).map(Self::becoming).ok_or_else(|| Error::NoUser {
            why: why.take().unwrap_or_else(|| format!("{OWN_USER} was made but is not there")),
        })
    }

    /// The owner of something that exists, for root to become.
    pub(crate) fn owner((uid, gid): (u32, u32)) -> Self {
        Self { name: name_of(uid), uid, gid, switch: uid != geteuid().as_raw() }
    }

    fn becoming(user: User) -> Self {
        Self { name: user.name, uid: user.uid.as_raw(), gid: user.gid.as_raw(), switch: true }
    }

    /// Owner and group for the files of this user.
    pub(crate) fn ids(&self) -> (u32, u32) {
        (self.uid, self.gid)
    }

    /// `program` as this user: at `/`, with no input, and an environment of nothing but what it
    /// needs, since ours holds keys that are none of PostgreSQL's business.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").env("TZ", "UTC").current_dir("/").stdin(Stdio::null());
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if self.switch {
            // Setting the user as root also drops every supplementary group.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this user can enter `dir`. Asked by trying, so that access lists count as well.
    pub(crate) fn reaches(&self, dir: &Path) -> Result<bool, Error> {
        let mut command = self.command("sh");
        let status = command.args(["-c", "test -x \"$0\""]).arg(dir).stderr(Stdio::null()).status();
        status.map(|status| status.success()).map_err(crate::error::io_error("run", Path::new("sh")))
    }
}

/// The name of a user, or the number when it has none.
pub(crate) fn name_of(uid: u32) -> String {
    match User::from_uid(Uid::from_raw(uid)) {
        Ok(Some(user)) => user.name,
        _ => format!("user {uid}"),
    }
}

fn lookup(name: &str) -> Option<User> {
    User::from_name(name).ok().flatten().filter(|user| !user.uid.is_root())
}

/// Tries the two commands that systems have for it.
fn create_user() -> Result<(), String> {
    let home = "/nonexistent";
    let tries: [(&str, &[&str]); 2] = [
        (
            "useradd",
            &[
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                home,
                "--shell",
                "/bin/false",
                OWN_USER,
            ],
        ),
        ("adduser", &["-S", "-D", "-H", "-h", home, "-s", "/bin/false", OWN_USER]),
    ];
    let mut failures = Vec::new();
    for (program, args) in tries {
        match Command::new(program).args(args).stdin(Stdio::null()).output() {
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => {
                failures.push(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim()));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => failures.push(format!("no {program}")),
            Err(error) => failures.push(format!("{program}: {error}")),
        }
    }
    Err(failures.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_sees_none_of_our_environment() {
        // PATH is there, or nothing could be run; CARGO_MANIFEST_DIR is in ours under cargo test.
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
        let output = RunAs::me().command("env").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("LC_ALL=C") && text.contains("PATH="), "{text}");
        assert!(!text.contains("CARGO"), "{text}");
    }

    #[test]
    fn root_becomes_somebody_else_with_no_groups_of_roots() {
        if !geteuid().is_root() {
            return;
        }
        let user = RunAs::service().unwrap();
        let output = user.command("id").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with(&format!("uid={}(", user.uid)), "{text}");
        assert!(!text.contains("root"), "{text}");
    }
}
