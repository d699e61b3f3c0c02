//! What the records of the trade have in common whatever their noun: a version, an owner, a lock.
//!
//! Tags and custom fields hang on records of several nouns and need no more of them than is here.

pub mod store;
