//! The product's tests: one binary, one file per noun, each test on a fresh database as the unprivileged roles.
//!
//! They need a PostgreSQL to make databases in: run `make test`, or
//! `cargo run -p kontaly-local -- exec --not-durable --data target/test-postgres -- cargo test`.

#![expect(
    clippy::expect_used,
    reason = "a test's support fails the test by panicking, wherever the function stands"
)]

mod companies;
mod deals;
mod generated;
mod imports;
mod leads;
mod pipelines;
mod support;
mod tidy;
