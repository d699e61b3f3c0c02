//! The deals behind a figure of a report.

pub mod http;
pub mod store;
