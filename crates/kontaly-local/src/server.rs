//! A running server: what its owner can ask of it, and how it ends. How it comes to run is in
//! [`crate::launch`].

use std::path::Path;
use std::process::Child;

use nix::sys::signal::Signal;

use crate::launch::Launch;
use crate::lock::Lock;
use crate::log::{Keeper, Log};
use crate::postmaster::{self, Found, STOP_PATIENCE, look};
use crate::site::Site;
use crate::{Endpoint, Error, Options, Version, cluster};

/// A running embedded PostgreSQL. Stops when dropped.
#[derive(Debug)]
pub struct Server {
    pub(crate) endpoint: Endpoint,
    pub(crate) version: Version,
    pub(crate) process: Process,
    pub(crate) running: bool,
    pub(crate) site: Site,
    pub(crate) log: Log,
    pub(crate) _keeper: Keeper,
    // Last, so that it is given back when everything else is gone.
    pub(crate) _lock: Lock,
}

/// The server's process.
#[derive(Debug)]
pub(crate) enum Process {
    /// Started by us, and ours to collect.
    Child(Child),
    /// Left running by an earlier process of ours.
    TakenOver(i32),
}

impl Server {
    /// Starts the cluster of the data directory, after creating it when there is none. A server that
    /// an earlier process left running is taken over when it is what the options ask for, and
    /// restarted otherwise.
    ///
    /// # Errors
    /// Each says what to do about it. [`Error::InUse`] when another living process runs the cluster.
    pub fn start(options: &Options) -> Result<Self, Error> {
        Launch::prepare(options)?.go()
    }

    /// The same with an empty cluster: whatever the data directory held is **thrown away**.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_empty(options: &Options) -> Result<Self, Error> {
        let launch = Launch::prepare(options)?;
        if let Found::Server(file) = look(&launch.site.cluster()) {
            launch.end(&file, Signal::SIGQUIT)?;
        }
        cluster::discard(&launch.site)?;
        launch.go()
    }

    /// Address and superuser.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The URL of the superuser, to the database `postgres`.
    #[must_use]
    pub fn admin_url(&self) -> String {
        self.endpoint.admin_url()
    }

    /// The version that runs.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// What the person in front should be told, each in one sentence.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.site.notices
    }

    /// Whether the server was already running and has been taken over.
    #[must_use]
    pub fn was_taken_over(&self) -> bool {
        matches!(self.process, Process::TakenOver(_))
    }

    /// Where the data is.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.site.dir
    }

    /// Stops the server: open transactions are rolled back, everything committed is on disk.
    ///
    /// # Errors
    /// [`Error::Stop`] when it is still there after a minute.
    pub fn stop(mut self) -> Result<(), Error> {
        self.end()
    }

    fn end(&mut self) -> Result<(), Error> {
        if !std::mem::take(&mut self.running) {
            return Ok(());
        }
        let (pid, gone) = match &mut self.process {
            Process::Child(child) => {
                (postmaster::id_of(child), postmaster::end_child(child, Signal::SIGINT, STOP_PATIENCE))
            }
            Process::TakenOver(pid) => {
                (*pid, postmaster::end(*pid, &self.site.cluster(), Signal::SIGINT, STOP_PATIENCE))
            }
        };
        if gone { Ok(()) } else { Err(Error::Stop { pid, log: self.log.path.clone() }) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.end(); // Nobody is left to be told; the next start takes over what remains.
    }
}
