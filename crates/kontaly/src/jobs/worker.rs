//! The worker: takes jobs out of the queue and does them.

use super::{Lane, Task, Work, relay};
use crate::app::App;
use anyhow::Context;
use graphile_worker::{
    JobPermanentlyFailContext, Worker, WorkerOptions, WorkerRecoveryConfig, WorkerShutdownConfig,
};
use std::time::Duration;
use tokio::sync::watch;

/// Jobs of a lane at once in a process.
const QUICK_AT_ONCE: usize = 6;
const LONG_AT_ONCE: usize = 2;
/// Connections of a lane to the queue; a job's own transactions use the process's pools.
const CONNECTIONS: usize = 2;
/// How long jobs may go on when the process is told to stop; what is not done then goes back into the queue.
const GRACE: Duration = Duration::from_secs(10);
/// A worker that was silent for so long has died, and its jobs are free again: with the heartbeats between, less than the half
/// minute within which a job goes on.
pub const SILENCE: Duration = Duration::from_secs(15);
/// How often a worker says within that time that it lives.
const HEARTBEATS: u32 = 4;

/// Between two attempts to reach the queue.
const PAUSE: Duration = Duration::from_secs(1);

/// What every handler finds in its context.
#[derive(Clone)]
pub(super) struct Shared(pub(super) App);

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared")
    }
}

/// Every kind of job there is, by lane.
fn with_kinds(options: WorkerOptions, lane: Lane) -> WorkerOptions {
    let options = kind::<crate::audit::job::Check>(options, lane);
    let options = kind::<crate::bulks::job::Run>(options, lane);
    let options = kind::<crate::exports::job::Run>(options, lane);
    let options = kind::<crate::imports::undo::job::Run>(options, lane);
    kind::<crate::imports::job::Run>(options, lane)
}

fn kind<W: Work>(options: WorkerOptions, lane: Lane) -> WorkerOptions {
    if W::LANE == lane { options.define_job::<Task<W>>() } else { options }
}

/// Works until `stop` says so, and begins again after a pause when the database went away.
pub async fn keep_working(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match run(app.clone(), stop.clone()).await {
            Ok(()) => return,
            Err(error) => tracing::warn!("{error:#}; trying again"),
        }
        let _ = tokio::time::timeout(PAUSE, stop.wait_for(|stop| *stop)).await;
    }
}

/// Works until `stop` says so: relay, both lanes, and what a process looks after besides.
///
/// # Errors
/// When the queue cannot be reached at the beginning, or a lane ends by itself.
pub async fn run(app: App, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let chores = tokio::spawn(chores(app.clone()));
    let lanes = async {
        tokio::try_join!(
            work(&app, Lane::Quick, QUICK_AT_ONCE, stop.clone()),
            work(&app, Lane::Long, LONG_AT_ONCE, stop.clone())
        )
    };
    let ended = lanes.await;
    chores.abort();
    ended.map(drop)
}

/// What has no job of its own: moving jobs, mails, words of imports, what is thrown away for good.
async fn chores(app: App) {
    if app.settings.mail.is_none() {
        tracing::warn!(
            "no mail server: mails wait in the outbox until KONTALY_SMTP_URL names one (docs/mail.md)"
        );
    }
    tokio::join!(
        relay::run(app.clone()),
        crate::mail::delivery::run(app.clone()),
        crate::imports::words::catch_up(app.clone()),
        crate::trash::sweep::run(app.clone()),
        crate::attachments::sweep::run(app.clone()),
        crate::http::repeat::sweep(app.clone()),
        crate::webhooks::delivery::run(app.clone()),
        crate::notifications::schedule::run(app.clone()),
        crate::usage::run(app.clone()),
        crate::console::health::check_daily(app.clone()),
        crate::audit::seal::run(app.clone()),
    );
}

async fn work(app: &App, lane: Lane, at_once: usize, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let worker = lane_worker(app, lane, at_once, stop).await.context("cannot work on the queue")?;
    worker.run().await.context("the worker ended")
}

async fn lane_worker(
    app: &App,
    lane: Lane,
    at_once: usize,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<Worker> {
    let silence = app.settings.worker_silence;
    let recovery = WorkerRecoveryConfig::default()
        .enabled(true)
        .heartbeat_interval(silence / HEARTBEATS)
        .sweep_interval(silence / HEARTBEATS)
        .sweep_threshold(silence)
        .recovery_delay(Duration::ZERO);
    let shutdown = WorkerShutdownConfig::default()
        .listen_os_shutdown_signals(false)
        .grace_period(GRACE)
        .interrupted_job_retry_delay(Duration::ZERO)
        .shutdown_signal(async move {
            let _ = stop.wait_for(|stop| *stop).await;
        });
    let options = WorkerOptions::default()
        .database(app.db.queue(CONNECTIONS)?)
        .schema(kontaly_db::queue::SCHEMA)
        .concurrency(at_once)
        .poll_interval(Duration::from_millis(500))
        .worker_recovery(recovery)
        .worker_shutdown(shutdown)
        .add_extension(Shared(app.clone()))
        .on(graphile_worker::JobPermanentlyFail, |job: JobPermanentlyFailContext| async move {
            tracing::error!(kind = job.job.task_identifier(), job = *job.job.id(), error = %job.error, "a job failed for good");
        });
    Ok(with_kinds(options, lane).init().await?)
}
