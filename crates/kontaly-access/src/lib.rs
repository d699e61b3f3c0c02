//! Who may do what: ids, roles, permissions and the one authorization matrix.
//!
//! This crate is pure. It knows no database, no HTTP and no clock, so that the answer to "may this
//! person do that?" is a table that can be read, printed, diffed and tested by itself. The middleware
//! asks it before a handler runs; PostgreSQL asks again, with the row scope that [`Role::scope`] names
//! (see `migrations/`), so that a forgotten check here still shows nobody a colleague's record.

mod actor;
mod ids;
mod matrix;
mod module;
mod role;

pub use actor::{Actor, ActorKind};
pub use ids::*;
pub use matrix::{MATRIX, Permission, allowed};
pub use module::Module;
pub use role::{Role, Scope};
