//! `kontaly tenant import …`: a file into a tenant, from the command line, in the name of the tenant itself.

use super::{block_on, options, say};
use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::imports::job::{self, Caller};
use crate::imports::mapping::Mapping;
use crate::imports::nouns::{Kind, Noun};
use crate::imports::upload::Upload;
use crate::imports::values::date::DateOrder;
use crate::imports::values::number::DecimalMark;
use crate::imports::{ImportDetail, ImportReport, words};
use crate::tenancy::host::Host;
use crate::tenancy::hosts::Site;
use anyhow::{Context, bail};
use bytes::Bytes;
use clap::Args;
use kontaly_db::Limits;
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt;

/// Bytes that are read from the file at a time.
const READ_BYTES: usize = 256 * 1024;

/// Options of `kontaly tenant import`.
#[derive(Args)]
pub(crate) struct Import {
    #[command(flatten)]
    database: options::Database,
    #[command(flatten)]
    files: options::Files,
    /// The tenant's slug.
    tenant: String,
    /// `people`, `products`, `companies`, `contacts`, `leads` or `deals`; also what other systems call them.
    #[arg(long)]
    noun: String,
    /// The CSV file.
    file: PathBuf,
    /// A column and the field that it fills: `sales_agent=owner`; `revenue=annual_revenue*1000000` for a column in
    /// millions; `notes=` for one that is not imported. Columns that are not named are recognised by their headers.
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// The order of dates, where the columns do not show it.
    #[arg(long)]
    date_order: Option<DateOrder>,
    /// The decimal mark, where the columns do not show it.
    #[arg(long)]
    decimal_mark: Option<DecimalMark>,
    /// ISO 4217 code of amounts that name none; the tenant's when absent.
    #[arg(long)]
    currency: Option<String>,
    /// What a name or stage of the file stands for: `GTXPro=GTX Pro`.
    #[arg(long, value_name = "FROM=TO")]
    confirm: Vec<String>,
    /// A field whose unknown names become records: `company`.
    #[arg(long, value_name = "FIELD")]
    create: Vec<String>,
    /// People without an e-mail address get one at this domain.
    #[arg(long, value_name = "DOMAIN")]
    email_domain: Option<String>,
    /// Say what the import would do, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        block_on(self.import())
    }

    async fn import(self) -> anyhow::Result<()> {
        let noun = Noun::find(&self.noun)
            .with_context(|| format!("there is nothing called {:?} to import", self.noun))?;
        let home = self.database.key_file.parent().unwrap_or(Path::new("."));
        let settings = Settings { files: self.files.vault(home)?, ..Settings::default() };
        let app = App::new(self.database.open()?, Clock::system(), settings);
        let host = Host::parse(format!("{}.localhost", self.tenant).as_bytes()).context("this is no slug")?;
        let Site::Workspace(tenant) = app.hosts.site(&host).await? else {
            bail!("there is no tenant {:?}", self.tenant)
        };
        let caller = Caller::worker(app, tenant);
        let detail = self.upload(&caller, noun).await?;
        tell_preview(&detail);
        let told = |error: crate::http::Error| options::told(&error);
        let tx = caller.begin(Limits::Request).map_err(told)?;
        let detail = job::start(&caller, tx, detail.import.id, None).await.map_err(told)?;
        let began = caller.now();
        let report = job::run(caller.clone(), detail, self.dry_run).await.map_err(told)?;
        tell(&report, self.dry_run, caller.now().duration_since(began).as_secs_f64());
        if !self.dry_run {
            words::follow(&caller.app, &caller.tenant).await.map_err(told)?;
            let seconds = caller.now().duration_since(began).as_secs_f64();
            say(&format!("found by search {seconds:.1} s after the beginning"));
        }
        Ok(())
    }

    async fn upload(&self, caller: &Caller, noun: &'static Noun) -> anyhow::Result<ImportDetail> {
        let shown = self.file.display();
        let mut file =
            tokio::fs::File::open(&self.file).await.with_context(|| format!("cannot read {shown}"))?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let told = |error: crate::http::Error| options::told(&error);
        let mut upload = Upload::begin(caller.clone(), noun, &name).await.map_err(told)?;
        let mut buffer = vec![0; READ_BYTES];
        loop {
            let read = file.read(&mut buffer).await.with_context(|| format!("cannot read {shown}"))?;
            if read == 0 {
                break;
            }
            upload.push(Bytes::copy_from_slice(&buffer[..read])).await.map_err(told)?;
        }
        let changes = self.changes()?;
        let begin = || caller.begin(Limits::Job);
        upload.finish(begin, |mapping| self.adjust(noun, mapping, changes)).await.map_err(told)
    }

    /// The columns of `--map`, with their fields and scales.
    fn changes(&self) -> anyhow::Result<Vec<(String, Option<String>, i64)>> {
        let change = |text: &String| {
            let (column, field) =
                text.rsplit_once('=').with_context(|| format!("{text:?} is no COLUMN=FIELD"))?;
            let (field, scale) = field.split_once('*').unwrap_or((field, "1"));
            let scale = scale.trim().parse().with_context(|| format!("{scale:?} is no number"))?;
            let field = Some(field.trim().to_owned()).filter(|field| !field.is_empty());
            Ok((column.trim().to_owned(), field, scale))
        };
        self.map.iter().map(change).collect()
    }

    fn adjust(&self, noun: &Noun, mapping: &mut Mapping, changes: Vec<(String, Option<String>, i64)>) {
        for (column, field, scale) in changes {
            // What was only proposed gives way to what is said.
            if let Some(field) =
                noun.fields.iter().find(|known| Some(known.name) == field.as_deref() && !known.takes_many())
            {
                mapping
                    .columns
                    .values_mut()
                    .filter(|filled| filled.as_deref() == Some(field.name))
                    .for_each(|filled| *filled = None);
            }
            if scale != 1 {
                mapping.scales.insert(column.clone(), scale);
            }
            mapping.columns.insert(column, field);
        }
        mapping.date_order = self.date_order;
        mapping.decimal_mark = self.decimal_mark;
        mapping.currency = self.currency.clone().or(mapping.currency.take());
        mapping.email_domain = self.email_domain.clone().or(mapping.email_domain.take());
        mapping.create.extend(self.create.iter().cloned());
        // A confirmed name stands for the other one wherever the file has it.
        for (from, to) in self.confirm.iter().filter_map(|text| text.split_once('=')) {
            for field in noun.fields {
                if matches!(field.kind, Kind::Reference(_) | Kind::Stage | Kind::Choice(_)) {
                    let values = mapping.values.entry(field.name.to_owned()).or_default();
                    values.insert(from.trim().to_owned(), to.trim().to_owned());
                }
            }
        }
    }
}

fn tell_preview(detail: &ImportDetail) {
    let preview = &detail.reading.preview;
    for column in &preview.columns {
        let field = column.field.as_deref().unwrap_or("(not imported)");
        let order = column.date_order.map(|order| format!(", {order:?}").to_lowercase()).unwrap_or_default();
        say(&format!("{} -> {field}{order}", column.column));
    }
    for choice in &preview.choices {
        let to = choice.to.as_deref().unwrap_or("nothing; say what it stands for with --confirm");
        say(&format!("{} {:?} stands for {to} ({} rows)", choice.field, choice.from, choice.rows));
    }
    for near in &preview.near_matches {
        let confirm = format!("--confirm '{}={}'", near.from, near.to);
        say(&format!(
            "{} {:?} is not there, {:?} is ({} rows): {confirm}",
            near.field, near.from, near.to, near.rows
        ));
    }
    for unknown in &preview.unknown {
        let fate = if unknown.created { "will be made" } else { "is not there" };
        say(&format!("{} {:?} {fate} ({} rows)", unknown.field, unknown.name, unknown.rows));
    }
}

fn tell(report: &ImportReport, dry: bool, seconds: f64) {
    for rejection in &report.rejections {
        let place = rejection.fault.column.as_deref().unwrap_or("row");
        let value = rejection.fault.value.as_deref().map(|value| format!(" {value:?}")).unwrap_or_default();
        say(&format!("line {}: {place}{value}: {}", rejection.line, rejection.fault.message));
    }
    let counts = &report.counts;
    let more = usize::try_from(counts.rejected).unwrap_or(0).saturating_sub(report.rejections.len());
    if more > 0 {
        say(&format!("and {more} more rejected rows"));
    }
    let made: String = counts.made.iter().map(|(what, count)| format!(", {count} {what} made")).collect();
    let verb = if dry { "would be" } else { "were" };
    say(&format!(
        "{} rows in {seconds:.1} s: {} {verb} created, {} updated, {} merged, {} unchanged, {} rejected{made}",
        counts.read, counts.created, counts.updated, counts.merged, counts.unchanged, counts.rejected
    ));
}
