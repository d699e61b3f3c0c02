//! Values that can be bound to a statement, each with the PostgreSQL type that it is sent as.
//!
//! The type is said with the value, so that a statement needs no look-up of its parameter types and works
//! through a pooler that knows no prepared statements.

use jiff::{Timestamp, civil::Date};
use postgres_types::{ToSql, Type};
use serde_json::Value;
use uuid::Uuid;

/// A value for `$n`.
pub trait Param: Send + Sync {
    /// The PostgreSQL type it is sent as.
    fn ty(&self) -> Type;
    /// The value as the driver takes it.
    fn as_sql(&self) -> &(dyn ToSql + Sync);
}

macro_rules! params {
    ($($rust:ty => $scalar:ident, $array:ident;)+) => {$(
        impl Param for $rust {
            fn ty(&self) -> Type { Type::$scalar }
            fn as_sql(&self) -> &(dyn ToSql + Sync) { self }
        }
        impl Param for Option<$rust> {
            fn ty(&self) -> Type { Type::$scalar }
            fn as_sql(&self) -> &(dyn ToSql + Sync) { self }
        }
        impl Param for Vec<$rust> {
            fn ty(&self) -> Type { Type::$array }
            fn as_sql(&self) -> &(dyn ToSql + Sync) { self }
        }
        impl Param for Vec<Option<$rust>> {
            fn ty(&self) -> Type { Type::$array }
            fn as_sql(&self) -> &(dyn ToSql + Sync) { self }
        }
    )+};
}

params! {
    bool => BOOL, BOOL_ARRAY;
    i16 => INT2, INT2_ARRAY;
    i32 => INT4, INT4_ARRAY;
    i64 => INT8, INT8_ARRAY;
    f64 => FLOAT8, FLOAT8_ARRAY;
    String => TEXT, TEXT_ARRAY;
    &'static str => TEXT, TEXT_ARRAY;
    Uuid => UUID, UUID_ARRAY;
    Timestamp => TIMESTAMPTZ, TIMESTAMPTZ_ARRAY;
    Date => DATE, DATE_ARRAY;
    Vec<u8> => BYTEA, BYTEA_ARRAY;
    Value => JSONB, JSONB_ARRAY;
}

macro_rules! ids {
    ($($name:ident)+) => {$(
        impl Param for kontaly_access::$name {
            fn ty(&self) -> Type { Type::UUID }
            fn as_sql(&self) -> &(dyn ToSql + Sync) { &self.0 }
        }
        impl Param for Option<kontaly_access::$name> {
            fn ty(&self) -> Type { Type::UUID }
            fn as_sql(&self) -> &(dyn ToSql + Sync) {
                match self {
                    Some(id) => &id.0,
                    None => &None::<Uuid>,
                }
            }
        }
        impl crate::Column for kontaly_access::$name {
            fn column(row: &tokio_postgres::Row, index: usize) -> Result<Self, tokio_postgres::Error> {
                row.try_get::<_, Uuid>(index).map(Self)
            }
        }
        impl crate::Column for Option<kontaly_access::$name> {
            fn column(row: &tokio_postgres::Row, index: usize) -> Result<Self, tokio_postgres::Error> {
                Ok(row.try_get::<_, Option<Uuid>>(index)?.map(kontaly_access::$name))
            }
        }
    )+};
}

kontaly_access::for_each_id!(ids);
