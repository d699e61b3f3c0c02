//! Deals that were won and lost.

pub mod store;
