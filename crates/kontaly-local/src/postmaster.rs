//! The server process, seen from outside: `postmaster.pid` says which it is, on which port, and how
//! far it is; [`crate::identity`] says whether to believe it.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::identity::{self, Identity};

/// How long an orderly end may take.
pub(crate) const STOP_PATIENCE: Duration = Duration::from_secs(60);
/// How often to look again.
pub(crate) const TICK: Duration = Duration::from_millis(20);

/// What `postmaster.pid` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub(crate) pid: i32,
    pub(crate) port: Option<u16>,
    /// `starting`, `ready`, `stopping`; empty in the first moments.
    pub(crate) status: String,
}

/// What there is of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing, or the file of a server that is gone, which PostgreSQL itself clears away.
    Nothing,
    /// The file of a dead server whose number is still there: it belongs to another process now, or
    /// nobody has collected the dead one yet. PostgreSQL, which does not look closer, would refuse to
    /// start because of it.
    Misleading,
    /// A server of this cluster.
    Server(PidFile),
}

/// Reads the file of the cluster, when there is a readable one.
pub(crate) fn read(cluster: &Path) -> Option<PidFile> {
    parse(&fs::read_to_string(cluster.join("postmaster.pid")).ok()?)
}

fn parse(text: &str) -> Option<PidFile> {
    let mut lines = text.lines().map(str::trim);
    // Negative for a single-user backend.
    let pid = lines.next()?.parse::<i32>().ok()?.checked_abs()?;
    let port = lines.nth(2).and_then(|line| line.parse().ok());
    let status = lines.nth(3).unwrap_or_default().to_owned();
    (pid > 1).then_some(PidFile { pid, port, status })
}

/// Whether a server of this cluster runs, whoever started it.
pub(crate) fn look(cluster: &Path) -> Found {
    let Some(file) = read(cluster) else { return Found::Nothing };
    match identity::of(file.pid, cluster) {
        Identity::Ours => Found::Server(file),
        Identity::Other => Found::Misleading,
        Identity::Gone if kill(Pid::from_raw(file.pid), None) != Err(Errno::ESRCH) => Found::Misleading,
        // Unknown: leave it alone, and let PostgreSQL decide when it starts.
        Identity::Gone | Identity::Unknown => Found::Nothing,
    }
}

/// Ends a server that is not our child, and says whether it is gone. `SIGINT` is fast (what is open
/// is rolled back), `SIGQUIT` at once (the next start recovers). A process that is not, or no longer,
/// the server of this cluster gets no signal.
pub(crate) fn end(pid: i32, cluster: &Path, signal: Signal, patience: Duration) -> bool {
    let ours = || identity::of(pid, cluster) == Identity::Ours;
    if ours() {
        let _ = kill(Pid::from_raw(pid), signal); // It may end in this very moment.
    }
    wait_until(patience, || !ours())
}

/// Ends a server that is our child, which needs no look at who it is, and collects it.
pub(crate) fn end_child(child: &mut Child, signal: Signal, patience: Duration) -> bool {
    let gone = |child: &mut Child| !matches!(child.try_wait(), Ok(None));
    if gone(child) {
        return true;
    }
    let _ = kill(Pid::from_raw(id_of(child)), signal);
    wait_until(patience, || gone(child))
}

/// The process id of a child, as signals want it.
pub(crate) fn id_of(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap_or(i32::MAX) // Process ids of every system fit.
}

/// Looks every so often, and says whether it came true in time.
pub(crate) fn wait_until(patience: Duration, mut done: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    while !done() {
        if Instant::now() > deadline {
            return false;
        }
        sleep(TICK);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_file_in_every_stage_of_its_life() {
        let ready = "4711\n/data/cluster\n1790000000\n5555\n\n127.0.0.1\n  0  3\nready   \n";
        let file = PidFile { pid: 4711, port: Some(5555), status: "ready".into() };
        assert_eq!(parse(ready), Some(file));
        let young = PidFile { pid: 4711, port: Some(5555), status: String::new() };
        assert_eq!(parse("4711\n/data/cluster\n1790000000\n5555\n\n"), Some(young));
        assert_eq!(parse("-4711\n/data\n").map(|file| file.pid), Some(4711), "single-user");
        for broken in ["", "\n", "x\n", "0\n", "1\n", "99999999999\n", "-2147483648\n"] {
            assert_eq!(parse(broken), None, "{broken:?}");
        }
    }
}
