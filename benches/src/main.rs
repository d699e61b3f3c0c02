//! `make bench`: what the server does with the scale data (500 tenants, 2 million leads), beside pgbench doing the same
//! SQL, pipelined and prepared, over the same number of database connections, in one run on one machine.
//!
//! Everything is on this machine's loopback and bounded in time. Numbers are ratios first: absolute ones vary from
//! machine to machine.

mod client;
mod flat;
mod import;
mod pgbench;
mod pgbouncer;
mod report;
mod run;
mod stack;
mod target;

use anyhow::Result;
use clap::Parser;
use std::path::PathBuf;

/// Measures Kontaly.
#[derive(Clone, Parser)]
struct Options {
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Tenants of the scale data.
    #[arg(long, default_value_t = 500)]
    tenants: u32,
    /// Leads of the scale data.
    #[arg(long, default_value_t = 2_000_000)]
    leads: u64,
    /// Connections to the server.
    #[arg(long, value_delimiter = ',', default_values_t = [16, 64, 256])]
    connections: Vec<usize>,
    /// What is measured.
    #[arg(long, value_delimiter = ',', default_values = ["get", "list", "board", "search", "move", "flat", "import"])]
    only: Vec<String>,
    /// The server's binary, built for release.
    #[arg(long, default_value = "target/release/kontaly")]
    kontaly: PathBuf,
    /// A PgBouncer of 1.21 or newer, which keeps prepared statements: `tools/pgbouncer` finds or unpacks one.
    #[arg(long)]
    newer_pgbouncer: Option<PathBuf>,
    /// Where the data lives; kept between runs.
    #[arg(long, default_value = ".kontaly/bench")]
    home: PathBuf,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let stack = stack::Stack::start(&options)?;
    let small = match options.only.iter().any(|name| name == flat::NAME) {
        true => Some(flat::Small::start(&options)?),
        false => None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(run::everything(&options, &stack, small.as_ref()))
}
