//! Kontaly, the product: one folder per noun over a small HTTP vocabulary.
//!
//! Read [`routes`] first: it is the whole API on one page. A route names its handler (`leads/http.rs`), the handler
//! calls its store (`leads/store.rs`), and there is nothing in between. What every handler speaks is in [`http`].

pub mod accounts;
pub mod activities;
pub mod api_keys;
pub mod app;
pub mod attachments;
pub mod audit;
pub mod bulks;
pub mod changes;
pub mod clock;
pub mod cmd;
pub mod companies;
pub mod console;
pub mod contacts;
pub mod custom_fields;
pub mod deals;
pub mod demo;
pub mod events;
pub mod exports;
pub mod http;
pub mod imports;
pub mod jobs;
pub mod language;
pub mod leads;
pub mod mail;
pub mod notifications;
pub mod pipelines;
pub mod platform;
pub mod products;
pub mod records;
pub mod reports;
pub mod routes;
pub mod samples;
pub mod search;
pub mod tags;
pub mod tenancy;
pub mod trash;
pub mod usage;
pub mod vault;
pub mod views;
pub mod webhooks;
