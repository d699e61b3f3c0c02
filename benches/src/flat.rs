//! Whether an endpoint gets slower as the installation grows: one connection, request after request, in a small
//! installation's largest tenant and in this one's.

use crate::client::{Measured, closed};
use crate::stack::{Served, Stack};
use crate::{Options, target};
use anyhow::Result;

/// What this measurement is called on the command line.
pub(crate) const NAME: &str = "flat";
/// The small installation.
const TENANTS: u32 = 3;
const LEADS: u64 = 10_000;

/// A small installation beside the large one.
pub(crate) struct Small {
    options: Options,
    stack: Stack,
}

impl Small {
    /// Starts it, and makes its data unless they are there.
    pub(crate) fn start(options: &Options) -> Result<Self> {
        let home = options.home.join("small");
        let options = Options { tenants: TENANTS, leads: LEADS, home, ..options.clone() };
        Ok(Self { stack: Stack::start(&options)?, options })
    }

    /// Starts a server for it.
    pub(crate) fn serve(&self, port: u16) -> Result<Served> {
        Served::start(&self.options, &self.stack, port, None)
    }

    /// An endpoint with nobody else about.
    pub(crate) async fn alone(&self, served: &Served, name: &str) -> Result<Measured> {
        alone(&self.stack, served, name, self.options.seconds).await
    }
}

/// An endpoint of an installation with nobody else about.
pub(crate) async fn alone(stack: &Stack, served: &Served, name: &str, seconds: u64) -> Result<Measured> {
    let target = target::named(name, stack, served.port).await?;
    closed(served.port, 1, seconds, &target.requests).await
}
