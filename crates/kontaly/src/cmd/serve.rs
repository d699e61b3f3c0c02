//! `kontaly serve`: listens, serves, drains.

use super::{block_on, options};
use crate::app::App;
use crate::clock::Clock;
use crate::console::{health, traffic};
use crate::jobs;
use anyhow::{Context, bail};
use clap::Args;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use kontaly_db::{SchemaState, schema_state};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tower::Service;

/// Options of `kontaly serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    database: options::Database,
    #[command(flatten)]
    site: options::Site,
    /// Whether this process does jobs too. With `false`, `kontaly worker` must run beside it.
    #[arg(long, env = "KONTALY_WORKER", default_value_t = true, action = clap::ArgAction::Set)]
    worker: bool,
}

/// How long requests under way may take once the process was told to stop.
const DRAIN_SECONDS: u64 = 25;
/// How long a client may take to send its headers, and connections at once.
const HEADER_READ_SECONDS: u64 = 10;
const CONNECTIONS_MAX: usize = 10_000;

impl Serve {
    /// Serves until SIGTERM or Ctrl-C.
    ///
    /// # Errors
    /// When the port is taken, or the database is unreachable or of another version.
    pub fn run(self) -> anyhow::Result<()> {
        block_on(async move {
            let home = self.database.key_file.parent().unwrap_or(Path::new("."));
            let app = App::new(self.database.open()?, Clock::system(), self.site.settings(home)?);
            tokio::spawn(super::rekey::follow(app.clone(), self.database.key_file.clone()));
            serve(app, SocketAddr::new(self.site.listen, self.site.port), self.worker).await
        })
    }
}

/// Log lines as JSON on standard error, filtered by `KONTALY_LOG` (default `info`; `text` format on a terminal).
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KONTALY_LOG").unwrap_or_else(|_| "info".into());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) { builder.init() } else { builder.json().init() }
}

/// Refuses a schema that this program does not know.
///
/// # Errors
/// When it is behind, ahead or altered.
pub async fn check_schema(app: &App) -> anyhow::Result<()> {
    match schema_state(app.db.router())
        .await
        .context("cannot ask the database for its version; was `kontaly migrate` run?")?
    {
        SchemaState::Current => Ok(()),
        SchemaState::Behind => bail!("the database is behind this program: run `kontaly migrate` first"),
        SchemaState::Ahead => bail!("the database is ahead of this program: start a newer Kontaly"),
        SchemaState::Altered => {
            bail!("the database was migrated by another build of Kontaly with different migrations")
        }
    }
}

/// Refuses a database whose tenants are not isolated from each other.
///
/// # Errors
/// When the check finds anything, or cannot ask.
pub async fn check_isolation(app: &App) -> anyhow::Result<()> {
    let report = health::check(app)
        .await
        .map_err(|error| options::told(&error))
        .context("cannot check the isolation of tenants")?;
    for line in super::isolation::lines(&report) {
        if report.findings.is_empty() {
            tracing::info!("isolation: {line}");
        } else {
            tracing::error!("isolation: {line}");
        }
    }
    if report.findings.is_empty() {
        return Ok(());
    }
    bail!(
        "this database does not keep tenants apart: {} findings, see `kontaly isolation check`",
        report.findings.len()
    )
}

/// Serves until the process is told to stop, then lets requests under way finish. Where it does jobs too, they finish beside
/// them, or go back into the queue.
///
/// # Errors
/// As [`Serve::run`].
pub async fn serve(app: App, address: SocketAddr, works: bool) -> anyhow::Result<()> {
    check_schema(&app).await?;
    check_isolation(&app).await?;
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
    let follower = app.clone();
    tokio::spawn(async move { tokio::join!(follower.hosts.follow(), follower.feeds.follow()) });
    tokio::spawn(traffic::keep(app.clone()));
    tokio::spawn(health::beat(app.clone(), health::Kind::Serve));
    tokio::spawn(crate::audit::notes::keep(app.clone()));
    tracing::info!(%address, base = %app.settings.base, "serving");
    let (stop, stopped) = watch::channel(false);
    let worker = works.then(|| tokio::spawn(jobs::worker::keep_working(app.clone(), stopped)));
    let told = async {
        stop_signal().await;
        let _ = stop.send(true);
    };
    listen(app.clone(), listener, told).await?;
    if let Some(worker) = worker {
        worker.await?;
    }
    traffic::write(&app).await;
    app.db.close();
    Ok(())
}

/// Why an address cannot be listened on, and what to do about it.
pub(super) fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => anyhow::anyhow!(
            "port {} is in use: stop what uses it, or set KONTALY_PORT to another one",
            address.port()
        ),
        _ => anyhow::anyhow!("cannot listen on {address}: {error}"),
    }
}

/// Accepts connections until `stop` resolves, then drains.
///
/// # Errors
/// None so far; a failed accept is logged and retried.
pub async fn listen(app: App, listener: TcpListener, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let service = crate::routes::service(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let graceful = hyper_util::server::graceful::GracefulShutdown::new();
    let room = std::sync::Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let Ok(place) = room.clone().try_acquire_owned() else { continue };
        let _ = stream.set_nodelay(true);
        let mut service = service.clone();
        let Ok(router) = service.call(peer).await;
        let mut builder = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(HEADER_READ_SECONDS))
            .max_buf_size(64 * 1024);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(100)
            .max_header_list_size(32 * 1024)
            .keep_alive_interval(Duration::from_secs(20));
        let service = hyper_util::service::TowerToHyperService::new(router);
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    app.draining.store(true, Ordering::Relaxed);
    app.feeds.end();
    tracing::info!("draining");
    if tokio::time::timeout(Duration::from_secs(DRAIN_SECONDS), graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish within {DRAIN_SECONDS} s");
    }
    Ok(())
}

/// Resolves on SIGTERM or Ctrl-C.
pub async fn stop_signal() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
