//! How to connect to an embedded server, for the process that runs it and for others beside it.

use std::path::Path;

use crate::postmaster::{Found, look};
use crate::site::Site;
use crate::{Error, cluster, wire};

/// Address and superuser of an embedded server.
#[derive(Clone)]
pub struct Endpoint {
    /// The port on 127.0.0.1.
    pub port: u16,
    /// The superuser's password: hexadecimal digits, which no URL and no shell needs quoted.
    pub password: String,
}

impl Endpoint {
    /// The URL of the superuser, to the database `postgres`.
    #[must_use]
    pub fn admin_url(&self) -> String {
        format!("postgres://{}:{}@{}:{}/postgres", self.superuser(), self.password, self.host(), self.port)
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn host(&self) -> &'static str {
        "127.0.0.1"
    }

    /// The superuser's name.
    #[must_use]
    pub fn superuser(&self) -> &'static str {
        cluster::SUPERUSER
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("port", &self.port).finish_non_exhaustive()
    }
}

/// The server that another process (`make run` in the next window) runs on this data directory, or
/// nothing when none runs. Starts nothing and creates nothing.
///
/// # Errors
/// When the data directory belongs to somebody else or cannot be read.
pub fn attach(data_dir: &Path) -> Result<Option<Endpoint>, Error> {
    let site = Site::find(data_dir)?;
    let Found::Server(file) = look(&site.cluster()) else { return Ok(None) };
    let Some(port) = file.port.filter(|port| file.status == "ready" && wire::answers(*port)) else {
        return Ok(None);
    };
    let password = site.password()?.ok_or_else(|| Error::NoPassword { path: site.password_file() })?;
    Ok(Some(Endpoint { port, password }))
}
