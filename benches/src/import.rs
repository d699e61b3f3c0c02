//! A plain leads file through `kontaly tenant import`, beside a plain COPY of the same rows, as superuser, into a table
//! with the same indexes. In a database of its own that is gone afterwards; the file is the same in every run.

use crate::Options;
use crate::stack::{Stack, server_url};
use anyhow::{Context, Result, bail};
use kontaly_db::{Endpoint, Migrator, sql};
use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

const DATABASE: &str = "kontaly_bench_import";
/// Rows of the file: nine columns, the e-mail address another one in every row.
const ROWS: usize = 100_000;

/// What an import took.
pub(crate) struct Imported {
    /// Until the rows were in.
    pub(crate) rows: Duration,
    /// Until search found them.
    pub(crate) searchable: Duration,
    /// The COPY.
    pub(crate) copy: Duration,
}

impl Imported {
    /// Rows a second.
    pub(crate) fn rate(duration: Duration) -> f64 {
        ROWS as f64 / duration.as_secs_f64()
    }
}

/// Imports and copies.
pub(crate) async fn measure(options: &Options, stack: &Stack) -> Result<Imported> {
    let url = format!("{}/{DATABASE}", server_url(&stack.url)?);
    let postgres = Migrator::connect(&Endpoint::parse(&stack.url)?).await?;
    postgres.drop_database(DATABASE).await?;
    postgres.create_database(DATABASE, None).await?;
    let mut migrator = Migrator::connect(&Endpoint::parse(&url)?).await?;
    migrator.run(&stack.keys).await?;
    let file = std::env::temp_dir().join("kontaly-bench-leads.csv");
    std::fs::write(&file, leads())?;
    let kontaly = |arguments: &[&str]| -> Result<String> {
        let mut command = Command::new(&options.kontaly);
        command.arg("tenant").args(arguments).env("KONTALY_DATABASE_URL", &url);
        command.env("KONTALY_KEY_FILE", options.home.join("server.key"));
        let output = command.env("KONTALY_ADMIN_PASSWORD", "kontaly-bench-2026").output()?;
        if !output.status.success() {
            bail!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    kontaly(&[
        "create",
        "bench",
        "--name",
        "Bench",
        "--admin-name",
        "Ada",
        "--admin-email",
        "ada@bench.example",
    ])?;
    let told = kontaly(&["import", "bench", "--noun", "leads", &file.to_string_lossy()])?;
    let imported = Imported {
        rows: seconds(&told, "rows in ")?,
        searchable: seconds(&told, "found by search ")?,
        copy: copy(&migrator).await?,
    };
    drop(migrator);
    postgres.drop_database(DATABASE).await?;
    std::fs::remove_file(&file)?;
    Ok(imported)
}

/// The seconds behind these words of what the command said.
fn seconds(told: &str, words: &str) -> Result<Duration> {
    let number = told.split_once(words).and_then(|(_, rest)| rest.split_once(' ')).map(|(number, _)| number);
    let number =
        number.and_then(|number| number.parse().ok()).with_context(|| format!("{words:?} in {told:?}"))?;
    Ok(Duration::from_secs_f64(number))
}

async fn copy(superuser: &Migrator) -> Result<Duration> {
    let path = "/tmp/kontaly-bench-leads.copy";
    superuser
        .script(&format!("copy leads to '{path}'; create table copied (like leads including indexes)"))
        .await?;
    let began = Instant::now();
    superuser.script(&format!("copy copied from '{path}'")).await?;
    let took = began.elapsed();
    let rows = superuser.query(&sql("select count(*) from copied")).await?;
    let count: i64 = rows.first().context("a count")?.take()?;
    if count != ROWS as i64 {
        bail!("{count} rows were copied, and not {ROWS}");
    }
    // Written by PostgreSQL's user; a leftover of another one would stop the next run.
    superuser.script(&format!("copy (select 1 where false) to program 'rm -f {path}'")).await?;
    Ok(took)
}

/// The file.
fn leads() -> String {
    const FIRST: [&str; 8] = ["Ann", "Bela", "Cara", "Dov", "Eva", "Finn", "Gina", "Hugo"];
    const LAST: [&str; 7] = ["Haddad", "Miller", "Okafor", "Tanaka", "Rossi", "Novak", "Silva"];
    const CITIES: [&str; 5] = ["Berlin", "Kiel", "Lyon", "Oslo", "Porto"];
    let mut file = "First name,Last name,Company,Email,Phone,Status,Source,Score,City\n".to_owned();
    for i in 0..ROWS {
        let (first, last, city) = (FIRST[i % 8], LAST[i % 7], CITIES[i % 5]);
        let _ = writeln!(
            file,
            "{first},{last}{},{last} Works {},{first}.{last}.{i}@mail{}.example,+49 30 {},new,Web,{},{city}",
            i % 3001,
            i % 9001,
            i % 401,
            7_919 * i % 9_999_991,
            i % 101
        );
    }
    file
}
