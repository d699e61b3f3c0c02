//! Deals by the stages that they stand in and have stood in.

pub mod store;
