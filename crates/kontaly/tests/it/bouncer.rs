//! The real PgBouncer in transaction mode, between the service and PostgreSQL, three connections for everybody: the one
//! that the system installs, without prepared statements, as Debian 12 has it; and one of 1.21 or newer with them, which
//! `tools/pgbouncer` finds or unpacks and `KONTALY_TEST_PGBOUNCER` names.

use crate::proxy;
use crate::support::Kontaly;
use kontaly_db::{Endpoint, KeyRing};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

/// Server connections that all clients of one role share.
pub(crate) const POOL: usize = 3;
/// The roles that sign in.
const ROLES: [&str; 6] = [
    "kontaly_app",
    "kontaly_steward",
    "kontaly_platform",
    "kontaly_router",
    "kontaly_worker",
    "kontaly_console",
];

/// A running PgBouncer; it goes with its test.
pub(crate) struct Bouncer {
    child: Child,
    port: u16,
    folder: PathBuf,
}

/// The version of a binary, `(1, 18)`, if it starts.
fn version(binary: &Path) -> Option<(u32, u32)> {
    let output = Command::new(binary).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}

/// On standard error itself: what a passing test prints is shown to nobody.
fn say(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}

/// The binaries to go through, each with whether statements are prepared; looked for once.
static MODES: LazyLock<Vec<(PathBuf, bool)>> = LazyLock::new(modes);

fn modes() -> Vec<(PathBuf, bool)> {
    let mut modes = Vec::new();
    let installed = PathBuf::from("/usr/sbin/pgbouncer");
    match version(&installed) {
        Some(_) => modes.push((installed, false)),
        None => say("skipped: through PgBouncer unprepared: there is none (apt-get install pgbouncer)"),
    }
    let named = std::env::var_os("KONTALY_TEST_PGBOUNCER").filter(|path| !path.is_empty()).map(PathBuf::from);
    match named {
        Some(path) => {
            let found = version(&path).unwrap_or_else(|| panic!("{} does not start", path.display()));
            assert!(found >= (1, 21), "{} is {found:?}, and keeps no prepared statements", path.display());
            modes.push((path, true));
        }
        None => say(
            "skipped: through PgBouncer prepared: that takes 1.21 or newer (KONTALY_TEST_PGBOUNCER=$(tools/pgbouncer))",
        ),
    }
    modes
}

/// Runs a test's body through every PgBouncer there is: it is given the service and the pooler that it goes through.
pub(crate) async fn each(body: impl AsyncFn(&Kontaly, &Bouncer)) {
    for (binary, prepared) in MODES.iter() {
        let plain = Kontaly::start().await;
        let bouncer = Bouncer::start(binary, plain.app.db.keys(), *prepared).await;
        let t = plain.second_with(
            |options| {
                options.pooled = bouncer.endpoint(options.pooled.database());
                options.prepared = *prepared;
                options.connections = 24;
            },
            kontaly::clock::Clock::system(),
        );
        body(&t, &bouncer).await;
    }
}

impl Bouncer {
    async fn start(binary: &Path, keys: &KeyRing, prepared: bool) -> Self {
        for _ in 0..3 {
            let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            let port = free.local_addr().expect("an address").port();
            let folder = configure(port, keys, prepared);
            drop(free);
            let mut bouncer = Self { child: spawn(binary, &folder), port, folder };
            if bouncer.answers().await {
                return bouncer;
            }
            // Somebody else took the port meanwhile.
        }
        panic!("PgBouncer does not start");
    }

    /// Whether it listens, rather than having ended.
    async fn answers(&mut self) -> bool {
        for _ in 0..400 {
            if let Ok(Some(status)) = self.child.try_wait() {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                say(&format!("PgBouncer ended with {status}: {log}"));
                return false;
            }
            // It writes its process id once it has its socket.
            let listens = self.folder.join("pid").exists();
            if listens && tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        false
    }

    /// A database behind it.
    pub(crate) fn endpoint(&self, database: &str) -> Endpoint {
        Endpoint::parse(&format!("postgres://nobody@127.0.0.1:{}/{database}", self.port)).expect("an address")
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A folder with what PgBouncer reads; it writes its log there too.
fn configure(port: u16, keys: &KeyRing, prepared: bool) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("kontaly-pgbouncer-{}-{port}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let users: String =
        ROLES.iter().map(|role| format!("\"{role}\" \"{}\"\n", keys.role_password(role))).collect();
    fs::write(folder.join("users"), users).expect("a file");
    let server = proxy::server();
    let (host, server_port) = server.rsplit_once(':').expect("a port");
    let place = folder.display();
    let statements = if prepared { "max_prepared_statements = 200\n" } else { "" };
    let settings = format!(
        "[databases]\n* = host={host} port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = scram-sha-256\nauth_file = {place}/users\npool_mode = transaction\ndefault_pool_size = {POOL}\nmax_client_conn = 1000\n\
         logfile = {place}/log\npidfile = {place}/pid\nlog_connections = 0\nlog_disconnections = 0\n{statements}"
    );
    fs::write(folder.join("ini"), settings).expect("a file");
    folder
}

/// It refuses to run as root, and becomes nobody by itself once it was started from wherever root can read it.
fn spawn(binary: &Path, folder: &Path) -> Child {
    let mut command = Command::new(binary);
    if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).expect("a folder of ours");
        command.args(["-u", "nobody"]);
    }
    command
        .arg(folder.join("ini"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("PgBouncer starts")
}
