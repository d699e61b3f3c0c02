//! The only crate that names the database driver.
//!
//! What the product gets from it is small: a [`Db`] that opens transactions, a [`Tx`] that carries a verified
//! context and sends whole flights, an [`Sql`] that is built from static text and bound values alone, rows that
//! read themselves, and an [`Error`] that says which rule refused. What is absent is the point: there is no pool
//! within anyone's reach, no query outside a transaction, no way to turn a string into SQL.

mod copy;
mod error;
mod held;
#[cfg(feature = "test-support")]
mod intruder;
mod keys;
mod listen;
mod migrate;
mod param;
mod pool;
pub mod queue;
mod rekey;
mod row;
mod sql;
mod tx;

pub use copy::CopyRow;
pub use error::{ConstraintKind, Error};
pub use held::Held;
#[cfg(feature = "test-support")]
pub use intruder::{Intruder, Loot, Refusal};
pub use keys::{KeyRing, Proof};
pub use listen::Listener;
pub use migrate::{MigrateError, Migration, Migrator, SchemaState, migrations, schema_state};
pub use param::Param;
pub use pool::{Db, DbOptions, Endpoint, PoolStatus};
pub use row::{Column, Row, Rows};
pub use sql::{Sql, sql};
pub use tx::{Context, Limits, PlatformTx, StewardTx, TenantTx, Tx};
