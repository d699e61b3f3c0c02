//! `kontaly isolation check`.

use super::{block_on, options, say};
use crate::console::health;
use crate::platform::isolation::Report;
use anyhow::bail;
use clap::{Args, Subcommand};

/// Commands about the isolation of tenants.
#[derive(Subcommand)]
pub(crate) enum Isolation {
    /// Compare the live database with what the migrations promise, and look for canaries across tenants.
    Check(Check),
}

/// Options of `kontaly isolation check`.
#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    database: options::Database,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

impl Isolation {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self::Check(command) = self;
        block_on(async move {
            let app = options::app(&command.database)?;
            let report = health::check(&app).await.map_err(|error| options::told(&error))?;
            if command.json {
                say(&serde_json::to_string_pretty(&report)?);
            } else {
                for line in lines(&report) {
                    say(&line);
                }
            }
            if report.findings.is_empty() { Ok(()) } else { bail!("{} findings", report.findings.len()) }
        })
    }
}

/// The report for people: a line for what was looked at, and one for each finding.
pub(super) fn lines(report: &Report) -> Vec<String> {
    let Report { tables, policies, keys, probes, findings } = report;
    let mut lines = vec![format!(
        "{tables} tables, {policies} policies, {keys} keys and {probes} probes: {} findings",
        findings.len()
    )];
    lines.extend(
        findings.iter().map(|finding| format!("{}  {}  {}", finding.rule, finding.object, finding.detail)),
    );
    lines
}
