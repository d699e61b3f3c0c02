//! Running an import: in the name of whoever imports, as one transaction, in turn with the workspace's other imports.

use super::bulk::store::{self as bulk_store, Done};
use super::engine::{Engine, Pass, Rejected};
use super::file::reading::Reading as FileReading;
use super::file::stored::{Stored, drop_file};
use super::nouns::Noun;
use super::references::Resolver;
use super::rows::{Plan, Row};
use super::setting::Setting;
use super::{Import, ImportDetail, ImportReport, Reading, people, preview, store, words};
use crate::app::App;
use crate::events::{self, Event};
use crate::http::{Cx, Error, Result};
use crate::jobs::{self, Lane, Order, Work};
use crate::tenancy::Tenant;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{Actor, ActorKind, ImportId, Permission, UserId};
use kontaly_db::{Limits, Proof, StewardTx, TenantTx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How often a run says how far it has come.
const TELL_EVERY: SignedDuration = SignedDuration::from_secs(1);
/// Readings of a file at most: each one lets rows refer to records of the one before.
const PASSES_MAX: usize = 20;

/// In whose name an import happens: a person's, or the workspace's own from the command line.
#[derive(Clone)]
pub struct Caller {
    /// The process's shared state.
    pub app: App,
    /// The tenant.
    pub tenant: Arc<Tenant>,
    actor: Actor,
    key: u8,
    proof: Option<Proof>,
    request: Option<Uuid>,
}

impl Caller {
    /// The person of a request, for what that person's role allows.
    ///
    /// # Errors
    /// 403 when the role does not allow to import, or to write this noun.
    pub fn of(cx: &Cx, noun: Option<&Noun>) -> Result<Self> {
        for permission in noun.map_or(&[][..], |noun| noun.permissions) {
            drop(cx.begin(*permission)?);
        }
        drop(cx.begin(Permission::ImportsCreate)?);
        let session = cx.session();
        Ok(Self {
            app: cx.app().clone(),
            tenant: Arc::new(cx.tenant().clone()),
            actor: session.actor,
            key: session.key,
            proof: session.proof.clone(),
            request: Some(cx.request_id),
        })
    }

    /// The workspace's worker.
    #[must_use]
    pub fn worker(app: App, tenant: Arc<Tenant>) -> Self {
        let actor = Actor::worker(tenant.id, tenant.worker_serial);
        let key = app.db.keys().current();
        Self { app, tenant, actor, key, proof: None, request: None }
    }

    /// Opens a transaction on what the caller sees.
    ///
    /// # Errors
    /// 401 when the session's key was retired.
    pub fn begin(&self, limits: Limits) -> Result<TenantTx> {
        Ok(self.app.db.tenant(self.actor, self.key, self.proof.clone(), limits)?)
    }

    /// Opens a transaction on the workspace's people.
    ///
    /// # Errors
    /// As [`Caller::begin`].
    pub fn begin_steward(&self) -> Result<StewardTx> {
        Ok(self.app.db.steward(self.tenant.id, self.tenant.doorman_serial, self.proof.clone())?)
    }

    /// Who imports; the worker's imports are nobody's.
    #[must_use]
    pub fn owner(&self) -> Option<UserId> {
        (self.actor.kind != ActorKind::Worker).then_some(self.actor.id)
    }

    /// Who it is in events and histories.
    #[must_use]
    pub fn actor_id(&self) -> UserId {
        self.actor.id
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// A fresh id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.app.clock.id()
    }
}

/// Says in the caller's transaction that an import runs from now on, by the job that is given; without one, [`run`] it then.
///
/// # Errors
/// 409 when it cannot run: it runs already, it was done, or something has to be answered first.
pub async fn start(
    caller: &Caller,
    mut tx: TenantTx,
    id: ImportId,
    job: Option<Run>,
) -> Result<ImportDetail> {
    let now = caller.now();
    let (import, reading) = store::lock(&mut tx, id, now).await?;
    if !matches!(import.state.as_str(), "previewed" | "failed") {
        return Err(not_now(&import));
    }
    if let Some(question) = reading.preview.questions.first() {
        let code = match question.code.as_str() {
            "date_order_ambiguous" => "date_order_ambiguous",
            "decimal_mark_ambiguous" => "decimal_mark_ambiguous",
            _ => "required_field_unmapped",
        };
        let column = question.column.as_deref().map(|column| format!("{column}: ")).unwrap_or_default();
        return Err(Error::refused(code, format!("{column}{}", question.message)));
    }
    let (import, reading) = store::start(&mut tx, id, now).await?;
    if let Some(job) = job {
        tx.queue(jobs::ask(caller.tenant.id, caller.actor_id(), now, &job, Order::default()));
    }
    tx.commit().await?;
    Ok(ImportDetail { import, reading })
}

/// Why an import cannot be changed or run now.
#[must_use]
pub fn not_now(import: &Import) -> Error {
    match import.state.as_str() {
        "running" => Error::refused("import_running", "This import runs at this moment."),
        "done" | "weighing" | "undoing" | "undone" => {
            Error::refused("import_done", "This file has been imported. Upload it again to import it again.")
        }
        _ => Error::refused("import_not_ready", "This upload was not finished."),
    }
}

/// Runs an import that was started, to its end, and keeps how it ended. A dry run does the same and rolls it back.
///
/// # Errors
/// When not even the end can be kept.
pub async fn run(caller: Caller, detail: ImportDetail, dry: bool) -> Result<ImportReport> {
    let id = detail.import.id;
    // A run that panics must not stay "running" for a minute.
    let work = tokio::spawn(Running { caller: caller.clone(), detail, dry }.work());
    let outcome = work.await.unwrap_or_else(|error| Err(Error::internal(error.to_string())));
    let mut tx = caller.begin(Limits::Request)?;
    let end = match &outcome {
        Ok(report) if dry => store::finish_check(&tx, id, report, caller.now()),
        Ok(_) => return outcome,
        Err(error) => {
            tracing::warn!(import = %id, ?error, "an import failed");
            store::fail(&tx, id, error.detail(), caller.now())
        }
    };
    tx.closing().execute(end).await?;
    outcome
}

/// The job of an import that was started: the run, and the words by which its records are found.
#[derive(Debug, Deserialize, Serialize)]
pub struct Run {
    /// Which one.
    pub import: ImportId,
    /// Whether nothing of it is kept.
    pub dry: bool,
}

impl Work for Run {
    const KIND: &'static str = "import";
    const LANE: Lane = Lane::Long;

    async fn work(self, cx: Cx) -> Result<()> {
        let mut tx = cx.begin(Permission::ImportsRead)?;
        let (import, reading) = store::get(tx.closing(), self.import, cx.now).await?;
        // What an earlier attempt did not end was rolled back with it.
        if import.state == "running" {
            let caller = Caller::of(&cx, Noun::find(&import.noun))?;
            if let Err(error) = run(caller, ImportDetail { import, reading }, self.dry).await {
                tracing::debug!(import = %self.import, ?error, "an import ended without success");
                let (import, _) =
                    store::get(cx.begin(Permission::ImportsRead)?.closing(), self.import, cx.now).await?;
                return if import.state == "running" { Err(error) } else { Ok(()) };
            }
        }
        let tenant = Arc::new(cx.tenant().clone());
        words::follow(cx.app(), &tenant).await
    }
}

struct Running {
    caller: Caller,
    detail: ImportDetail,
    dry: bool,
}

impl Running {
    async fn work(self) -> Result<ImportReport> {
        let caller = &self.caller;
        let (import, reading) = (&self.detail.import, &self.detail.reading);
        let noun = Noun::find(&import.noun).ok_or_else(|| Error::internal("an import of an unknown noun"))?;
        let mut tx = self.turn().await?;
        self.forget_check(&mut tx).await?;
        let setting = Setting::read(&mut tx, &caller.tenant, &reading.mapping, caller.now()).await?;
        let plan = Arc::new(plan(noun, reading, setting)?);
        let report = match noun.table {
            None => {
                let (report, mut done) = people::run(caller, import, &plan, self.dry).await?;
                if self.dry {
                    done.retain(Done::is_rejected);
                    self.keep_rejected(done).await?;
                } else {
                    tx.queue(bulk_store::add_rows(caller.tenant.id, import.id, import.owner_id, done));
                }
                report
            }
            Some(table) => {
                let mut engine = Engine {
                    import: import.id,
                    actor: caller.actor_id(),
                    owner: import.owner_id,
                    plan: Arc::clone(&plan),
                    table,
                    clock: caller.app.clock.clone(),
                    resolver: Resolver::default(),
                    report: ImportReport::default(),
                    rejected: self.dry.then(Rejected::default),
                };
                self.passes(&mut tx, &mut engine).await?;
                engine.report
            }
        };
        if self.dry {
            tx.rollback().await?;
            return Ok(report);
        }
        self.end(&mut tx, &report);
        tx.commit().await?;
        drop_file(caller, import.id).await;
        Ok(report)
    }

    /// Waits for the workspace's turn; no connection is held while it is another import's.
    async fn turn(&self) -> Result<TenantTx> {
        loop {
            let mut tx = self.caller.begin(Limits::Job)?;
            if store::take_turn(&mut tx).await? {
                return Ok(tx);
            }
            drop(tx);
            self.tell(&ImportReport::default()).await;
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    /// What a dry run has said of the file before is no longer true.
    async fn forget_check(&self, tx: &mut TenantTx) -> Result<()> {
        let statement = bulk_store::forget_rows(self.caller.tenant.id, self.detail.import.id);
        if self.dry {
            let mut apart = self.caller.begin(Limits::Request)?;
            apart.closing().execute(statement).await?;
        } else {
            tx.queue(statement);
        }
        Ok(())
    }

    /// Keeps which rows a dry run rejects, in a transaction of its own: the run's is rolled back.
    async fn keep_rejected(&self, done: Vec<Done>) -> Result<()> {
        if done.is_empty() {
            return Ok(());
        }
        let import = &self.detail.import;
        let mut apart = self.caller.begin(Limits::Request)?;
        let rows = bulk_store::add_rows(self.caller.tenant.id, import.id, import.owner_id, done);
        apart.closing().execute(rows).await?;
        Ok(())
    }

    /// Reads the file until no row waits for a record further down, or none of those that wait will ever find it.
    async fn passes(&self, tx: &mut TenantTx, engine: &mut Engine) -> Result<()> {
        let mut waiting = self.pass(tx, engine, Pass::First).await?;
        for _ in 0..PASSES_MAX {
            if waiting == 0 {
                return Ok(());
            }
            let left = self.pass(tx, engine, Pass::Again).await?;
            if left == waiting {
                break;
            }
            waiting = left;
        }
        self.pass(tx, engine, Pass::Last).await?;
        Ok(())
    }

    async fn pass(&self, tx: &mut TenantTx, engine: &mut Engine, pass: Pass) -> Result<usize> {
        engine.resolver.forget_unknown();
        let plan = Arc::clone(&engine.plan);
        let file = Stored::of(&self.caller, engine.import, plan.format.clone());
        let mut reading = FileReading::start(file, move |raw| plan.read(raw));
        let (mut waiting, mut told) = (0, self.caller.now());
        while let Some(rows) = reading.next().await? {
            waiting += engine.batch(tx, rows, pass).await?;
            self.must_have_room(&engine.report)?;
            self.keep_rejected(engine.take_rejected()).await?;
            if self.caller.now().duration_since(told) >= TELL_EVERY {
                self.tell(&engine.report).await;
                told = self.caller.now();
            }
        }
        Ok(waiting)
    }

    /// Refuses an import that makes more records than the plan has room for; all of it is rolled back.
    fn must_have_room(&self, report: &ImportReport) -> Result<()> {
        let tenant = &self.caller.tenant;
        let noun = Noun::find(&self.detail.import.noun);
        let counted = noun.is_some_and(|noun| noun.permissions.iter().any(|one| one.adds_records()));
        match tenant.room_for_records() {
            Some(room) if counted && report.counts.created > room => Err(tenant.records_full()),
            _ => Ok(()),
        }
    }

    /// Says that the run goes on; that this once fails is no reason to give the run up.
    async fn tell(&self, report: &ImportReport) {
        let told = async {
            let mut tx = self.caller.begin(Limits::Request)?;
            store::tell_progress(tx.closing(), self.detail.import.id, &report.counts, self.caller.now()).await
        };
        if let Err(error) = told.await {
            tracing::debug!(?error, "an import could not tell how far it has come");
        }
    }

    /// The import's end and its one audit event, in its own transaction.
    fn end(&self, tx: &mut TenantTx, report: &ImportReport) {
        let (import, caller) = (&self.detail.import, &self.caller);
        let now = caller.now();
        let event = Event {
            id: caller.id(),
            at: now,
            actor: caller.actor_id(),
            noun: "import",
            record: import.id.0,
            action: "import",
            changes: json!({
                "noun": [null, import.noun],
                "file_name": [null, import.file_name],
                "counts": [null, report.counts],
            }),
            request: caller.request,
            owner: import.owner_id,
            directory: false,
        };
        let end = store::finish(tx, import.id, report, now);
        tx.queue(events::insert(caller.tenant.id, event));
        tx.queue(end);
    }
}

fn plan(noun: &'static Noun, reading: &Reading, setting: Setting) -> Result<Plan> {
    let format =
        reading.preview.format.clone().ok_or_else(|| Error::internal("an import without a format"))?;
    let sources = preview::sources(noun, &reading.mapping, &reading.preview);
    Ok(Plan::new(noun, format, sources, reading.mapping.clone(), Arc::new(setting)))
}

/// Reads all rows of a file at once, if they are no more than so many.
///
/// # Errors
/// 422 `too_many_rows`.
pub async fn all_rows(caller: &Caller, import: ImportId, plan: &Arc<Plan>, most: usize) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let reader = Arc::clone(plan);
    let file = Stored::of(caller, import, plan.format.clone());
    let mut reading = FileReading::start(file, move |raw| reader.read(raw));
    while let Some(batch) = reading.next().await? {
        rows.extend(batch);
        if rows.len() > most {
            let message = format!("A file of {} has at most {most} rows.", plan.noun.name);
            return Err(Error::field("file", "too_many_rows", message));
        }
    }
    Ok(rows)
}
