//! Demo data: three workspaces that are good to look at, and hundreds that are good to measure with.
//!
//! Both come out of one generator, which is pure and draws from a seed and a reference day: the same seed and the same
//! day give the same records. Tenants and people are made by the code that makes everybody's; the records are copied in as the
//! owner of the tables, with the words that find them and the audit events that explain them.

mod activities;
mod calendar;
mod companies;
mod contacts;
mod deals;
mod derived;
mod edges;
mod ground;
mod history;
mod labels;
mod leads;
mod people;
mod places;
mod plan;
mod rng;
mod rows;
mod scale;
mod showcase;
mod store;
mod texts;
mod trades;
mod workspace;

pub use scale::{Progress, ScaleOptions, scale};
pub use showcase::{Options, SignIn, showcase, sign_ins};

/// Everybody's password in the demo workspaces. It is in the documentation, so nothing of worth may be kept there.
pub const PASSWORD: &str = "kontaly-demo-2026";

/// The seed of the data as they are documented.
pub const SEED: u64 = 2026;
