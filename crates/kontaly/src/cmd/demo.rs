//! `kontaly demo …`.

use super::{block_on, options, say};
use crate::demo::{self, Options, Progress, ScaleOptions};
use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use kontaly_db::Migrator;

/// Commands that make data to look at and to measure with.
#[derive(Subcommand)]
pub(crate) enum Demo {
    /// Make the three demo workspaces, unless they are there.
    Showcase(Showcase),
    /// Make many tenants with many leads, sizes by a power law, to measure with.
    Scale(Scale),
}

/// What the data are drawn from.
#[derive(Args)]
struct Source {
    #[command(flatten)]
    database: options::Database,
    /// The same seed and the same day give the same data.
    #[arg(long, default_value_t = demo::SEED)]
    seed: u64,
    /// The day to which the history leads up (2026-11-23); without it, today.
    #[arg(long)]
    today: Option<Date>,
}

/// Options of `kontaly demo showcase`.
#[derive(Args)]
pub(crate) struct Showcase {
    #[command(flatten)]
    source: Source,
}

/// Options of `kontaly demo scale`.
#[derive(Args)]
pub(crate) struct Scale {
    #[command(flatten)]
    source: Source,
    /// How many tenants.
    #[arg(long, default_value_t = 500)]
    tenants: usize,
    /// How many leads they have together; the largest tenant has a tenth of them.
    #[arg(long, default_value_t = 2_000_000)]
    leads: usize,
}

impl Demo {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Showcase(command) => block_on(showcase(command)),
            Self::Scale(command) => block_on(scale(command)),
        }
    }
}

impl Source {
    async fn owner(&self) -> anyhow::Result<Migrator> {
        Migrator::connect(&self.database.direct()?).await.context("cannot reach the database")
    }
}

async fn showcase(command: Showcase) -> anyhow::Result<()> {
    let source = command.source;
    let app = options::app(&source.database)?;
    let wanted = Options { seed: source.seed, today: source.today, ..Options::default() };
    let made =
        demo::showcase(&app, &source.owner().await?, &wanted).await.map_err(|error| options::told(&error))?;
    if made.is_empty() {
        say("The demo workspaces are there.");
        return Ok(());
    }
    for sign_in in demo::sign_ins().iter().filter(|sign_in| made.contains(&sign_in.slug)) {
        say(&format!("{:<8} {:<22} {}", sign_in.slug, sign_in.role.as_str(), sign_in.email));
    }
    say(&format!("Everybody's password is {}", demo::PASSWORD));
    Ok(())
}

async fn scale(command: Scale) -> anyhow::Result<()> {
    let source = command.source;
    let app = options::app(&source.database)?;
    let wanted = ScaleOptions {
        seed: source.seed,
        today: source.today,
        tenants: command.tenants,
        leads: command.leads,
    };
    let mut told = std::time::Duration::ZERO;
    let tell = |now: Progress| {
        if now.elapsed.saturating_sub(told).as_secs() >= 5 {
            told = now.elapsed;
            say(&line(&now));
        }
    };
    let done = demo::scale(&app, &source.owner().await?, &wanted, tell)
        .await
        .map_err(|error| options::told(&error))?;
    say(&line(&done));
    Ok(())
}

fn line(now: &Progress) -> String {
    let seconds = now.elapsed.as_secs_f64();
    format!(
        "{:>4} tenants  {:>9} leads  {:>10} rows  {:>6.0} s  {:>8.0} rows/s",
        now.tenants,
        now.leads,
        now.rows,
        seconds,
        now.rows as f64 / seconds.max(0.001)
    )
}
