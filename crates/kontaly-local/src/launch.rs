//! Starting: place and user first, then the lock, then whatever still runs, then the cluster, then a
//! process. Only the holder of the lock touches anything below `cluster/`.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use nix::unistd::geteuid;

use crate::binaries::{Binaries, Search};
use crate::error::io_error;
use crate::lock::Lock;
use crate::log::{Keeper, Log};
use crate::postmaster::{self, Found, PidFile, STOP_PATIENCE, TICK, look};
use crate::server::{Process, Server};
use crate::site::Site;
use crate::{Endpoint, Error, Options, cluster, conf, npm, wire};

/// A start may have to replay what the last one wrote.
const START_PATIENCE: Duration = Duration::from_secs(300);
/// How long the orphans of a killed server may take to notice.
const ORPHAN_PATIENCE: Duration = Duration::from_secs(10);
/// How long a dead process may take to leave the list of processes.
const COLLECT_PATIENCE: Duration = Duration::from_secs(1);
const PORT_TRIES: usize = 5;

/// A start, from the moment that it holds the lock.
pub(crate) struct Launch<'a> {
    options: &'a Options,
    pub(crate) site: Site,
    log: Log,
    lock: Lock,
}

impl<'a> Launch<'a> {
    pub(crate) fn prepare(options: &'a Options) -> Result<Self, Error> {
        let site = Site::settle(&options.data_dir)?;
        let lock = Lock::take(&site)?;
        site.sweep();
        Ok(Self { options, log: Log::of(&site), site, lock })
    }

    pub(crate) fn go(mut self) -> Result<Server, Error> {
        let binaries = self.find_binaries()?;
        if !self.site.cluster().exists() {
            cluster::create(&self.site, &binaries, self.options.durable)?;
        }
        let password = self.site.password()?;
        let password = password.ok_or_else(|| Error::NoPassword { path: self.site.password_file() })?;
        let keeper = Keeper::watch(&self.log)?;
        let (process, port) = match self.take_over(&binaries)? {
            Some((pid, port)) => (Process::TakenOver(pid), port),
            None => self.start(&binaries).map(|(child, port)| (Process::Child(child), port))?,
        };
        let server = Server {
            endpoint: Endpoint { port, password },
            version: binaries.version,
            process,
            running: true,
            site: self.site,
            log: self.log,
            _keeper: keeper,
            _lock: self.lock,
        };
        server.site.keep_port(port)?;
        Ok(server)
    }

    fn find_binaries(&mut self) -> Result<Binaries, Error> {
        let made_by = cluster::made_by(&self.site)?;
        let install_dir = self.site.install_dir(&self.options.install_dir)?;
        let install = || npm::install(&install_dir, geteuid().is_root());
        let search = Search::usual(&self.site.run_as, &install);
        let (binaries, notice) = search.find(&self.site.cluster(), made_by)?;
        self.site.notices.extend(notice);
        Ok(binaries)
    }

    /// The server that still runs, when it is the one that was asked for. Any other is stopped.
    fn take_over(&self, binaries: &Binaries) -> Result<Option<(i32, u16)>, Error> {
        let cluster = self.site.cluster();
        let file = match look(&cluster) {
            Found::Nothing => return Ok(None),
            Found::Misleading => {
                // One that was just killed is soon collected by the system.
                if !postmaster::wait_until(COLLECT_PATIENCE, || look(&cluster) != Found::Misleading) {
                    self.set_aside(&cluster.join("postmaster.pid"))?;
                }
                return Ok(None);
            }
            Found::Server(file) => self.settled(file),
        };
        if let Some(port) = file.port.filter(|_| file.status == "ready") {
            let asked_for = conf::render(self.options, self.options.port.unwrap_or(port), binaries)?;
            if cluster::configured(&self.site) == Some(asked_for) && wire::answers(port) {
                return Ok(Some((file.pid, port)));
            }
        }
        self.end(&file, Signal::SIGINT)?;
        Ok(None)
    }

    /// Takes the pid file of a dead server out of the way. What protects the data from a second server
    /// is PostgreSQL's shared memory, whose key follows from the directory and not from this file.
    fn set_aside(&self, file: &Path) -> Result<(), Error> {
        let draft = self.site.draft()?;
        fs::rename(file, draft).map_err(io_error("write", file))
    }

    /// Waits until a server that was just starting or stopping when it lost its parent has done so.
    fn settled(&self, mut file: PidFile) -> PidFile {
        let deadline = Instant::now() + START_PATIENCE;
        while file.status != "ready" && Instant::now() < deadline {
            sleep(TICK);
            match look(&self.site.cluster()) {
                Found::Server(newer) => file = newer,
                Found::Nothing | Found::Misleading => break,
            }
        }
        file
    }

    pub(crate) fn end(&self, file: &PidFile, signal: Signal) -> Result<(), Error> {
        let cluster = self.site.cluster();
        if postmaster::end(file.pid, &cluster, signal, STOP_PATIENCE) {
            return Ok(());
        }
        Err(Error::Stop { pid: file.pid, log: self.log.path.clone() })
    }

    /// Starts a process, on another port when the one of last time has been taken meanwhile.
    fn start(&self, binaries: &Binaries) -> Result<(Child, u16), Error> {
        let began = Instant::now();
        let mut ports_left = PORT_TRIES;
        loop {
            let port = self.choose_port(ports_left == PORT_TRIES)?;
            let log_start = self.log.len();
            match self.spawn(binaries, port) {
                Ok(child) => return Ok((child, port)),
                Err(error) => {
                    let said = self.log.tail(log_start);
                    let bind = said.contains("could not bind IPv4 address") && self.options.port.is_none();
                    let orphans = said.contains("pre-existing shared memory block");
                    if bind && ports_left > 1 {
                        ports_left -= 1;
                    } else if orphans && began.elapsed() < ORPHAN_PATIENCE {
                        sleep(10 * TICK);
                    } else {
                        return Err(error);
                    }
                }
            }
        }
    }

    fn choose_port(&self, first_try: bool) -> Result<u16, Error> {
        if let Some(port) = self.options.port {
            return wire::is_free(port).map(|()| port).map_err(|source| Error::Port { port, source });
        }
        let last = self.site.last_port().filter(|port| first_try && wire::is_free(*port).is_ok());
        match last {
            Some(port) => Ok(port),
            None => wire::free_port().map_err(|source| Error::Port { port: 0, source }),
        }
    }

    fn spawn(&self, binaries: &Binaries, port: u16) -> Result<Child, Error> {
        cluster::configure(&self.site, &conf::render(self.options, port, binaries)?)?;
        let output = self.log.open(&self.site)?;
        let errors = output.try_clone().map_err(io_error("write", &self.log.path))?;
        let log_start = self.log.len();
        let program = binaries.program("postgres");
        let mut command = self.site.run_as.command(&program);
        command.arg("-D").arg(self.site.cluster()).stdout(output).stderr(errors);
        // A group of its own, so that Ctrl-C in a terminal reaches us alone and we stop it in order.
        command.process_group(0);
        let mut child = command.spawn().map_err(io_error("run", &program))?;
        match self.await_ready(&mut child, port) {
            Ok(()) => Ok(child),
            Err(why) => {
                postmaster::end_child(&mut child, Signal::SIGQUIT, STOP_PATIENCE);
                let (log, tail) = (self.log.path.clone(), self.log.tail(log_start));
                Err(Error::Start { why, log, tail })
            }
        }
    }

    fn await_ready(&self, child: &mut Child, port: u16) -> Result<(), String> {
        let (pid, cluster) = (postmaster::id_of(child), self.site.cluster());
        let deadline = Instant::now() + START_PATIENCE;
        loop {
            match child.try_wait() {
                Ok(None) => {}
                Ok(Some(status)) => return Err(format!("it ended at once ({status})")),
                Err(error) => return Err(format!("its process cannot be watched: {error}")),
            }
            let ready =
                postmaster::read(&cluster).is_some_and(|file| file.pid == pid && file.status == "ready");
            if ready && wire::answers(port) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("it is not ready after {} s", START_PATIENCE.as_secs()));
            }
            sleep(TICK);
        }
    }
}
