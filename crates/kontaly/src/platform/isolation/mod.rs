//! `kontaly isolation check`: the live catalog against what the migrations promise, and a few canaries.
//!
//! Row security is only as good as the last table that somebody made without it. This reads the catalog as the serving
//! roles see it (it is readable by all), compares every table, policy, key, grant and role with the rules below, and
//! names whatever differs. `kontaly serve` refuses to start over a single finding. What it compares with is written
//! here once more, apart from the migrations: a policy that a migration widened by mistake is found too.

mod keys;
mod policies;
mod probe;
mod roles;
mod standard;
mod store;
mod tables;

use crate::app::App;
use kontaly_db::{Error, Migrator, PlatformTx, Rows, Sql};
use serde::Serialize;

/// Something that breaks the isolation, or could.
#[derive(Clone, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Which rule: stable, for programs.
    pub rule: String,
    /// The table, policy, function, role … that breaks it.
    pub object: String,
    /// What is wrong with it, for people.
    pub detail: String,
}

impl Finding {
    fn new(rule: &str, object: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), object: object.into(), detail: detail.into() }
    }
}

/// What a check looked at, and what it found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Tables and views compared.
    pub tables: usize,
    /// Policies compared.
    pub policies: usize,
    /// Foreign keys and unique indexes compared.
    pub keys: usize,
    /// Questions asked with canary rows; none while there are no tenants.
    pub probes: usize,
    /// What is wrong; nothing, if all is well.
    pub findings: Vec<Finding>,
}

/// Whoever can ask the catalog. Serving, that is the router's transaction; the tests also ask inside a transaction that
/// breaks a role and is rolled back.
pub trait Asks {
    /// The rows of an answer.
    fn ask(&mut self, statement: Sql) -> impl Future<Output = Result<Rows, Error>> + Send;
}

impl Asks for PlatformTx {
    async fn ask(&mut self, statement: Sql) -> Result<Rows, Error> {
        self.query(statement).await
    }
}

impl Asks for Migrator {
    async fn ask(&mut self, statement: Sql) -> Result<Rows, Error> {
        self.query(&statement).await
    }
}

/// The whole check, with the rights that serving has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn check(app: &App) -> Result<Report, Error> {
    let mut tx = app.db.router();
    let mut report = catalog(&mut tx).await?;
    tx.commit().await?;
    probe::probe(app, &mut report).await?;
    report.findings.sort();
    Ok(report)
}

/// The catalog alone.
///
/// # Errors
/// When the database cannot be asked.
pub async fn catalog(ask: &mut impl Asks) -> Result<Report, Error> {
    let mut report = Report::default();
    let tables = store::tables(ask).await?;
    report.tables = tables.len();
    tables::check(&tables, &mut report);
    tables::check_objects(&store::objects(ask).await?, &mut report);
    let foreign_keys = store::foreign_keys(ask).await?;
    keys::check_foreign(&foreign_keys, &tables, &mut report);
    keys::check_unique(&store::unique_indexes(ask).await?, &mut report);
    policies::check(&tables, &store::policies(ask).await?, &foreign_keys, &mut report);
    policies::check_triggers(&tables, &store::triggers(ask).await?, &foreign_keys, &mut report);
    roles::check_grants(&store::grants(ask).await?, &tables, &mut report);
    roles::check_powers(&store::powers(ask).await?, &mut report);
    roles::check_settings(&store::settings(ask).await?, &mut report);
    report.findings.sort();
    Ok(report)
}
