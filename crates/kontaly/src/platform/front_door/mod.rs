//! The front door on the base domain: a workspace is signed up, and found again by e-mail.

pub mod http;
pub mod rules;
mod store;
pub mod throttle;
