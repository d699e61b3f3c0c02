//! Leads as points of a map: one row of numbers a column, as a browser draws them.

pub mod http;
pub mod store;
