//! The product's tests: one binary, one file per noun, each test on a fresh database as the unprivileged roles.
//!
//! They need a PostgreSQL to make databases in: run `make test`, or
//! `cargo run -p kontaly-local -- exec --not-durable --data target/test-postgres -- cargo test`.

#![expect(
    clippy::expect_used,
    reason = "a test's support fails the test by panicking, wherever the function stands"
)]

mod access;
mod activities;
mod api_keys;
mod attachments;
mod audit;
mod board;
mod bouncer;
mod bulks;
mod changes;
mod closed_directory;
mod companies;
mod compression;
mod contacts;
mod conversion;
mod crowd;
mod custom_fields;
mod custom_sorts;
mod deal_sums;
mod deals;
mod demo;
mod events;
mod exports;
mod flight;
mod front_door;
mod generated;
mod getting_in;
mod hang_ups;
mod health;
mod host_cache;
mod hosts;
mod imports;
mod isolation;
mod isolation_check;
mod jobs;
mod languages;
mod lead_counts;
mod leads;
mod mail_server;
mod mails;
mod moves;
mod notifications;
mod operators;
mod paging;
mod pgbouncer;
mod pipelines;
mod plans;
mod products;
mod proxy;
mod rekey;
mod repeats;
mod report_data;
mod report_rows;
mod report_seeing;
mod reports;
mod samples;
mod search;
mod session_races;
mod sessions;
mod smtp;
mod support;
mod tags;
mod tidy;
mod traffic;
mod trash;
mod views;
mod webhooks;
