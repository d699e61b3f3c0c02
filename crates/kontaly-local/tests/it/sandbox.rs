//! A directory of its own for every test, and processes that end with it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use kontaly_local::{Options, Server};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::{Pid, geteuid};

use crate::client::Client;

/// Run with the server beside it: says where it is, then waits for the end of its input.
pub(crate) const WAIT: [&str; 3] = ["sh", "-c", "echo \"$KONTALY_TEST_ADMIN_URL\"; exec cat"];

pub(crate) fn is_root() -> bool {
    geteuid().is_root()
}

/// Whether these tests run with a PostgreSQL that somebody chose, instead of npm's.
pub(crate) fn is_postgres_named() -> bool {
    std::env::var_os("KONTALY_POSTGRES_BIN").is_some()
}

pub(crate) struct Sandbox {
    pub(crate) dir: PathBuf,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("kontaly-it-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir: dir.canonicalize().unwrap() }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    pub(crate) fn options(&self) -> Options {
        options(&self.data())
    }

    /// A server in this process, so that the test can look at the library's answers.
    pub(crate) fn start(&self) -> Server {
        Server::start(&self.options()).unwrap()
    }

    /// A process that runs the server of this sandbox, and says where it is.
    pub(crate) fn helper(&self) -> Helper {
        Helper::start(&self.data(), &["--set", "fsync=off"], &WAIT)
    }

    pub(crate) fn postmaster(&self) -> i32 {
        postmaster(&self.data()).unwrap()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(pid) = postmaster(&self.data()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
            wait_until("the last server to end", || !is_alive(pid));
        }
        fs::remove_dir_all(&self.dir).unwrap();
    }
}

/// The process of the server on this data directory, when it lives.
pub(crate) fn postmaster(data: &Path) -> Option<i32> {
    let text = fs::read_to_string(data.join("cluster/postmaster.pid")).ok()?;
    let pid = text.lines().next()?.parse().ok()?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    (name.trim() == "postgres" && is_alive(pid)).then_some(pid)
}

pub(crate) fn options(data: &Path) -> Options {
    let settings = vec![("fsync".to_owned(), "off".to_owned())];
    Options { install_dir: install_dir(), settings, ..Options::new(data) }
}

/// One installation for all tests, kept from run to run.
pub(crate) fn install_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres")
}

pub(crate) fn exec(data: &Path, options: &[&str], command: &[&str]) -> Command {
    let mut exec = Command::new(env!("CARGO_BIN_EXE_kontaly-postgres"));
    exec.args(["exec", "--data"]).arg(data).arg("--install").arg(install_dir());
    exec.args(options).arg("--").args(command);
    exec.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    exec
}

/// A `kontaly-postgres exec` that runs.
pub(crate) struct Helper {
    pub(crate) child: Child,
    pub(crate) stdout: BufReader<ChildStdout>,
    /// The first line that its command printed: the URL, or nothing.
    pub(crate) url: String,
}

impl Helper {
    pub(crate) fn start(data: &Path, options: &[&str], command: &[&str]) -> Self {
        let helper = Self::spawn(exec(data, options, command));
        assert!(helper.url.starts_with("postgres://"), "{}", helper.finish().1);
        helper
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.process_group(0).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        stdout.read_line(&mut url).unwrap();
        Self { child, stdout, url: url.trim().to_owned() }
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.url).unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    /// As a terminal does it: to everyone in the foreground.
    pub(crate) fn signal_group(&self, signal: Signal) {
        killpg(self.pid(), signal).unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap())
    }

    /// The process, and not the server that it started, is killed with no chance to do anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets the command end, and gives the code and what was said on the error stream.
    pub(crate) fn finish(mut self) -> (ExitStatus, String) {
        drop(self.child.stdin.take());
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap(), said)
    }
}

pub(crate) fn is_alive(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
}

pub(crate) fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        sleep(Duration::from_millis(5));
    }
}
