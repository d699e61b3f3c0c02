//! An embedded PostgreSQL for development and tests: find or install the binaries, create the
//! cluster, start it as an unprivileged user, stop it. Nothing here talks SQL, and nothing here is
//! meant for production, where the operator brings a database (see [`external_url`]).
//!
//! What lies in a data directory:
//!
//! ```text
//! cluster/          the PostgreSQL cluster; appears by a rename once initdb has finished, so that
//!                   one that exists is whole
//! password          the generated superuser password, 0600
//! port              the port of the last start, kept so that the next start has the same
//! lock              held (flock) by the process that runs the cluster, with its pid inside
//! postgres.log, .1  what the server says, bounded
//! tmp/              half-made things, thrown away at the next start
//! ```
//!
//! The server listens on 127.0.0.1 alone and asks for a password (SCRAM), so that the application
//! and `PgBouncer` connect just as they do in production. It is a process of its own that outlives
//! a `kill -9` of ours: the next [`Server::start`] takes it over, or lets PostgreSQL recover.

mod binaries;
mod cluster;
mod conf;
mod endpoint;
mod error;
mod files;
mod identity;
mod launch;
mod lock;
mod log;
mod npm;
mod options;
mod postmaster;
mod run_as;
mod server;
mod site;
mod version;
mod wire;

pub use endpoint::{Endpoint, attach};
pub use error::Error;
pub use options::{Options, external_url};
pub use server::Server;
pub use version::{MIN_MAJOR, Version};
