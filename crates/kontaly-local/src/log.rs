//! What the server says goes to one file, which keeps its size: beyond a limit it becomes
//! `postgres.log.1` and begins anew.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::Error;
use crate::error::io_error;
use crate::files::{give, open_append, owner_of};
use crate::site::Site;

const LIMIT_BYTES: u64 = 16 << 20;
const EVERY: Duration = Duration::from_secs(30);
/// Of a failed start, so much is shown.
const TAIL_LINES: usize = 25;
const TAIL_BYTES: u64 = 32 << 10;

/// The log of one data directory.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) path: PathBuf,
}

impl Log {
    pub(crate) fn of(site: &Site) -> Self {
        Self { path: site.dir.join("postgres.log") }
    }

    /// Opens it for the server, which is handed the open file and needs no right to the path.
    pub(crate) fn open(&self, site: &Site) -> Result<File, Error> {
        let failed = || io_error("write", &self.path);
        let file = open_append(&self.path).map_err(failed())?;
        let owner = owner_of(&site.dir).map_err(failed())?;
        give(&self.path, owner).map_err(failed())?;
        Ok(file)
    }

    /// How long it is now.
    pub(crate) fn len(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |meta| meta.len())
    }

    /// The last lines that were written after `start`.
    pub(crate) fn tail(&self, start: u64) -> String {
        let mut bytes = Vec::new();
        let from = start.max(self.len().saturating_sub(TAIL_BYTES));
        let read = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(from))?;
            file.read_to_end(&mut bytes)
        });
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        let last = &lines[lines.len().saturating_sub(TAIL_LINES)..];
        if read.is_err() || last.is_empty() { "(nothing)".to_owned() } else { last.join("\n") }
    }

    /// Begins anew when the file is longer than `limit`. The server appends to the file it has open,
    /// so the content is copied away and the file emptied; a line written between the two is lost.
    pub(crate) fn rotate(&self, limit: u64) {
        if self.len() > limit && fs::copy(&self.path, self.older()).is_ok() {
            let _ = File::options().write(true).open(&self.path).and_then(|file| file.set_len(0));
        }
    }

    fn older(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(".1");
        PathBuf::from(name)
    }
}

/// A thread that watches the size while the server runs. Ends when dropped.
#[derive(Debug)]
pub(crate) struct Keeper {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub(crate) fn watch(log: &Log) -> Result<Self, Error> {
        let (stop, stopped) = channel();
        let keeper = log.clone();
        let work = move || {
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                keeper.rotate(LIMIT_BYTES);
            }
        };
        log.rotate(LIMIT_BYTES);
        let thread = Builder::new().name("postgres-log".into()).spawn(work);
        let thread = thread.map_err(io_error("run", Path::new("a thread")))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn keeps_its_size_under_a_writer_that_never_closes_it() {
        let dir = std::env::temp_dir().join(format!("kontaly-log-{}", crate::files::random_hex(8).unwrap()));
        fs::create_dir(&dir).unwrap();
        let log = Log { path: dir.join("postgres.log") };
        let mut writer = open_append(&log.path).unwrap();
        writeln!(writer, "before").unwrap();
        let start = log.len();
        assert_eq!(log.tail(start), "(nothing)");
        for number in 0..100 {
            writeln!(writer, "line {number}").unwrap();
        }
        let tail = log.tail(start);
        assert!(tail.starts_with("line 75\n") && tail.ends_with("\nline 99"), "{tail}");
        log.rotate(log.len());
        assert!(!log.older().exists(), "not longer than the limit");
        log.rotate(100);
        assert!(fs::read_to_string(log.older()).unwrap().ends_with("line 99\n"));
        writeln!(writer, "after").unwrap();
        assert_eq!(fs::read_to_string(&log.path).unwrap(), "after\n", "no hole before it");
        fs::remove_dir_all(dir).unwrap();
    }
}
