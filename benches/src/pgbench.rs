//! The yardstick: pgbench doing the same SQL over the same number of connections, with no HTTP in front.

use crate::stack::Stack;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Where Debian puts pgbench, the newest first; PATH comes before them.
fn program() -> Option<PathBuf> {
    let mut found: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("bin/pgbench"))
        .collect();
    found.sort();
    found.into_iter().rev().find(|path| path.exists())
}

/// How long it runs before it is measured: the first run after a start was seen at half the speed of the next.
const WARM_UP_SECONDS: u64 = 2;

/// Transactions a second of a flight with this query, or nothing where there is no pgbench. There is one script a query,
/// chosen at random, so that not one row is read again and again.
pub(crate) fn rate(
    stack: &Stack,
    connections: usize,
    seconds: u64,
    queries: &[String],
) -> Result<Option<f64>> {
    measure(stack, connections, WARM_UP_SECONDS, queries)?;
    measure(stack, connections, seconds, queries)
}

fn measure(stack: &Stack, connections: usize, seconds: u64, queries: &[String]) -> Result<Option<f64>> {
    let Some(program) = program() else { return Ok(None) };
    let folder = std::env::temp_dir().join("kontaly-bench-pgbench");
    fs::create_dir_all(&folder)?;
    let mut command = Command::new(program);
    command.args(["--no-vacuum", "--protocol=prepared", "--host=127.0.0.1", "--username=kontaly_app"]);
    command.arg(format!("--port={}", stack.postgres_port)).arg(format!("--client={connections}"));
    command.arg(format!("--time={seconds}")).arg("--jobs=1");
    for (i, query) in queries.iter().enumerate() {
        let path = folder.join(format!("{i}.sql"));
        let script = format!(
            "\\startpipeline\nbegin read only;\nset local statement_timeout = '10s';\nset local lock_timeout = '3s';\n\
             set local idle_in_transaction_session_timeout = '10s';\nselect enter('{}', '{}', '\\x{}');\n{query};\ncommit;\n\\endpipeline\n",
            stack.capability, stack.session, stack.secret_hash
        );
        fs::write(&path, script)?;
        command.arg(format!("--file={}", path.display()));
    }
    let output =
        command.arg(&stack.database).env("PGPASSWORD", stack.keys.role_password("kontaly_app")).output();
    let output = output.context("pgbench runs")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let tps =
        text.lines().find_map(|line| line.strip_prefix("tps = ")).and_then(|line| line.split(' ').next());
    let tps = tps.and_then(|number| number.parse().ok());
    tps.map(Some).with_context(|| {
        format!("pgbench says how fast it was: {text}{}", String::from_utf8_lossy(&output.stderr))
    })
}
