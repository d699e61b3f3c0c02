//! Reports: counts and sums over the deals, leads and activities that one sees.
//!
//! A report is plain SQL under row security, and so it knows exactly what its reader can list. No sum is ever over two
//! currencies. Days, weeks and months are those of the workspace's time zone; the period of a report is days, both
//! included. Every answer names its definition, which the browser side explains, and the parameters that were used.

pub mod answers;
pub mod asked;
pub mod closed;
pub mod deals;
pub mod forecast;
pub mod http;
pub mod points;
pub mod rows;
pub mod store;
pub mod time;
pub mod velocity;
