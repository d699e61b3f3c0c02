//! How much money a pipeline makes a day.

pub mod http;
pub mod store;
