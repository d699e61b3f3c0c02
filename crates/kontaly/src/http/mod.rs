//! What every handler speaks: the context of a request, errors, bodies, pages, filters and preconditions.

pub mod assets;
pub mod change;
pub mod cookie;
pub mod cursor;
mod custom_sort;
pub mod cx;
pub mod docs;
pub mod error;
pub mod filter;
pub mod guard;
mod hints;
pub mod incoming;
pub mod json;
pub mod layers;
pub mod limits;
pub mod owners;
pub mod page;
pub mod pages;
pub mod precondition;
pub mod repeat;
pub mod rules;

pub use change::Change;
pub use cx::Cx;
pub use error::{Error, FieldError, Problem};
pub use json::Body;
pub use page::{Count, ListQuery, Page};
pub use precondition::IfMatch;

/// What a handler gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;
