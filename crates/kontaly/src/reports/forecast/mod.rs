//! What open deals are expected to bring, month by month, beside what was won.

pub mod http;
pub mod store;
