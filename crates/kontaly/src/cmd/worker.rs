//! `kontaly worker`: does jobs, and nothing else. Any number of them may run.

use super::{block_on, options, serve};
use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::console::health;
use crate::jobs;
use clap::Args;
use std::path::Path;
use std::time::Duration;
use tokio::sync::watch;

/// Options of `kontaly worker`.
#[derive(Args)]
pub(crate) struct Worker {
    #[command(flatten)]
    database: options::Database,
    #[command(flatten)]
    site: options::Site,
    /// Seconds of silence after which a worker has died; all of them say the same. For tests, which kill many.
    #[arg(long, env = "KONTALY_WORKER_SILENCE", hide = true, default_value_t = jobs::worker::SILENCE.as_secs())]
    silence: u64,
}

impl Worker {
    /// Works until SIGTERM or Ctrl-C; jobs under way finish, or go back into the queue.
    ///
    /// # Errors
    /// When the database is unreachable or of another version.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        block_on(async move {
            let home = self.database.key_file.parent().unwrap_or(Path::new("."));
            let worker_silence = Duration::from_secs(self.silence);
            let settings = Settings { worker_silence, ..self.site.settings(home)? };
            let app = App::new(self.database.open()?, Clock::system(), settings);
            tokio::spawn(super::rekey::follow(app.clone(), self.database.key_file.clone()));
            serve::check_schema(&app).await?;
            let (stop, stopped) = watch::channel(false);
            tracing::info!("working");
            tokio::spawn(health::beat(app.clone(), health::Kind::Worker));
            let work = tokio::spawn(jobs::worker::keep_working(app.clone(), stopped));
            serve::stop_signal().await;
            let _ = stop.send(true);
            work.await?;
            app.db.close();
            Ok(())
        })
    }
}
