//! The audit log is kept as it was written (docs/audit.md): the database refuses to change it, a worker seals what was written
//! ([`seal`]), each seal covers the one before ([`chain`]), and whoever computes the chain anew ([`verify`]) finds what was
//! altered past the database's refusal. The installation has a chain of its own ([`installation`]), over what operators did and over the
//! heads of the tenants' chains.

pub mod chain;
pub mod file;
pub mod http;
pub mod installation;
pub mod job;
pub mod notes;
pub mod seal;
pub mod store;
pub mod verify;
