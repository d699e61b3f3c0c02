//! Whose process a process id is. `postmaster.pid` outlives a crash, and by then its number may
//! belong to anybody: we neither trust such a process nor send it signals.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

/// What is known about a process, given a cluster directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// It is not there, or dead and only not yet collected by its parent.
    Gone,
    /// A PostgreSQL that runs in this cluster.
    Ours,
    /// Something else.
    Other,
    /// A PostgreSQL, but the system does not tell of which cluster.
    Unknown,
}

/// Who `pid` is.
pub(crate) fn of(pid: i32, cluster: &Path) -> Identity {
    if Path::new("/proc/self/comm").exists() { from_proc(pid, cluster) } else { from_ps(pid, cluster) }
}

fn from_proc(pid: i32, cluster: &Path) -> Identity {
    let dir = Path::new("/proc").join(pid.to_string());
    let Ok(name) = fs::read_to_string(dir.join("comm")) else { return Identity::Gone };
    if is_zombie(&dir) {
        return Identity::Gone;
    }
    if !name.contains("postgres") {
        return Identity::Other;
    }
    // A postmaster works in its cluster. Root in a container may be kept from asking that, but
    // everyone may read the arguments, which are ours when we started it.
    match fs::read_link(dir.join("cwd")) {
        Ok(cwd) if cwd == cluster => Identity::Ours,
        Ok(_) => Identity::Other,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Identity::Gone,
        Err(_) => by_arguments(&fs::read(dir.join("cmdline")).unwrap_or_default(), cluster),
    }
}

/// A postmaster keeps the arguments that it was started with; its children replace theirs by a title.
fn by_arguments(cmdline: &[u8], cluster: &Path) -> Identity {
    if cmdline.starts_with(b"postgres: ") {
        return Identity::Other;
    }
    let mut arguments = cmdline.split(|byte| *byte == 0).skip_while(|argument| *argument != b"-D");
    let Some(dir) = arguments.nth(1).map(|dir| Path::new(OsStr::from_bytes(dir))) else {
        return Identity::Unknown;
    };
    match dir.canonicalize() {
        Ok(dir) if dir == cluster => Identity::Ours,
        Ok(_) if dir.is_absolute() => Identity::Other,
        _ => Identity::Unknown,
    }
}

fn is_zombie(dir: &Path) -> bool {
    let stat = fs::read_to_string(dir.join("stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['Z', 'X']))
}

/// Where there is no `/proc` (macOS).
fn from_ps(pid: i32, cluster: &Path) -> Identity {
    let output = Command::new("ps").args(["-o", "stat=,args=", "-p"]).arg(pid.to_string()).output();
    let Ok(output) = output else { return Identity::Unknown };
    let said = String::from_utf8_lossy(&output.stdout);
    let said = said.trim();
    if said.is_empty() || said.starts_with('Z') {
        Identity::Gone
    } else if !said.contains("postgres") {
        Identity::Other
    } else if said.contains(&*cluster.to_string_lossy()) {
        Identity::Ours
    } else {
        Identity::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_is_no_postgres_is_somebody_else() {
        let me = i32::try_from(std::process::id()).unwrap();
        for identify in [from_proc, from_ps] {
            assert_eq!(identify(me, Path::new("/no/such/cluster")), Identity::Other);
        }
    }

    #[test]
    fn a_dead_process_is_gone_also_before_its_parent_collects_it() {
        let mut child = Command::new("true").spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        for identify in [from_proc, from_ps] {
            assert_eq!(identify(pid, Path::new("/c")), Identity::Gone);
        }
        child.wait().unwrap();
        for identify in [from_proc, from_ps] {
            assert_eq!(identify(pid, Path::new("/c")), Identity::Gone);
        }
    }

    #[test]
    fn arguments_tell_the_cluster_when_the_directory_does_not() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        let there = here.to_string_lossy().into_owned();
        for (cmdline, identity) in [
            (format!("/b/postgres\0-D\0{there}\0"), Identity::Ours),
            (
                format!("/b/postgres\0-D\0{there}/../{}\0", here.file_name().unwrap().display()),
                Identity::Ours,
            ),
            (format!("/b/postgres\0-D\0{there}/src\0"), Identity::Other),
            ("/b/postgres\0-D\0src\0".to_owned(), Identity::Unknown),
            ("/b/postgres\0".to_owned(), Identity::Unknown),
            ("/b/postgres\0-D\0/no/such\0".to_owned(), Identity::Unknown),
            ("postgres: checkpointer \0".to_owned(), Identity::Other),
        ] {
            assert_eq!(by_arguments(cmdline.as_bytes(), &here), identity, "{cmdline:?}");
        }
    }
}
