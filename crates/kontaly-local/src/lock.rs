//! One process runs a cluster at a time. The lock is the kernel's (flock), so that it ends with the
//! process however that ends; the file stays, because removing it would let two hold it.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Error;
use crate::error::io_error;
use crate::files::{give, open_append, owner_of};
use crate::site::Site;

/// How long to wait for a process that may just be stopping.
const PATIENCE: Duration = Duration::from_secs(3);

/// The right to run the cluster of one data directory, until dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says who has it.
    pub(crate) fn take(site: &Site) -> Result<Self, Error> {
        let path = site.dir.join("lock");
        let failed = || io_error("lock", &path);
        let mut file = open_append(&path).map_err(failed())?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(failed()(error)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    sleep(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => return Err(in_use(site, &mut file)),
            }
        }
        give_and_sign(&mut file, &path, site).map_err(failed())?;
        Ok(Self { _file: file })
    }
}

/// Writes our process id, for the message of whoever comes second.
fn give_and_sign(file: &mut File, path: &Path, site: &Site) -> std::io::Result<()> {
    give(path, owner_of(&site.dir)?)?;
    file.set_len(0)?;
    writeln!(file, "{}", std::process::id())
}

fn in_use(site: &Site, file: &mut File) -> Error {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    let pid = read.ok().and_then(|_| text.trim().parse().ok());
    Error::InUse { dir: site.dir.clone(), pid, port: site.last_port() }
}
