//! PgBouncer in transaction mode, for the measurements that go through one: the system's, and a newer one that keeps
//! prepared statements.

use anyhow::{Context, Result};
use kontaly_db::KeyRing;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where Debian puts it.
pub(crate) const PROGRAM: &str = "/usr/sbin/pgbouncer";
const ROLES: [&str; 4] = ["kontaly_app", "kontaly_steward", "kontaly_platform", "kontaly_router"];

/// A running PgBouncer; ends when dropped.
pub(crate) struct PgBouncer {
    child: Child,
    /// The port that it listens on.
    pub(crate) port: u16,
    folder: PathBuf,
}

impl PgBouncer {
    /// Starts one in front of a PostgreSQL, or says that there is none to start.
    pub(crate) fn start(
        program: &Path,
        prepared: bool,
        postgres_port: u16,
        database: &str,
        keys: &KeyRing,
        port: u16,
    ) -> Result<Option<Self>> {
        if !program.exists() {
            return Ok(None);
        }
        let folder = std::env::temp_dir().join(format!("kontaly-bench-pgbouncer-{port}"));
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        let users = ROLES.map(|role| format!("\"{role}\" \"{}\"\n", keys.role_password(role))).concat();
        let config = format!(
            "[databases]\n{database} = host=127.0.0.1 port={postgres_port} dbname={database}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {dir}/users.txt\npool_mode = transaction\n\
             default_pool_size = 8\nmax_client_conn = 2000\nlog_connections = 0\nlog_disconnections = 0\n\
             ignore_startup_parameters = extra_float_digits\n{statements}",
            dir = folder.display(),
            statements = if prepared { "max_prepared_statements = 200\n" } else { "" },
        );
        for (name, text) in [("users.txt", &users), ("pgbouncer.ini", &config)] {
            let path = folder.join(name);
            fs::write(&path, text)?;
            // Read by the unprivileged user that PgBouncer runs as; the folder goes when the measurement is over.
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644))?;
        }
        let mut command = Command::new(program);
        if rootly() {
            // It refuses to run as root, and becomes nobody by itself once it was started from wherever root can read it.
            command.args(["-u", "nobody"]);
        }
        let child =
            command.arg(folder.join("pgbouncer.ini")).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.context("PgBouncer starts")?;
        std::thread::sleep(Duration::from_millis(500));
        Ok(Some(Self { child, port, folder }))
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn rootly() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
}
