//! COPY, for the demo generator alone.
//!
//! COPY FROM does not work under row security, so nothing that serves can use it: rows go in as `kontaly_owner`, past
//! every policy, on a [`Migrator`]'s connection. Constraints and triggers still hold. The format is PostgreSQL's binary
//! one, written from the same [`Param`]s that statements bind.

use crate::{Error, Migrator, Param};
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::SinkExt;
use std::pin::pin;

/// Bytes that are gathered before they are sent.
const CHUNK_BYTES: usize = 256 * 1024;
/// What a file in the binary format begins with: signature, no flags, no extension.
const HEADER: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// A row as a table takes it; declared by [`copied!`](crate::copied).
pub trait CopyRow {
    /// The table and its columns: `tags (tenant_id, id, name)`.
    const TARGET: &'static str;
    /// How many columns there are.
    const WIDTH: i16;
    /// Calls `column` with every value, in the order of the columns.
    ///
    /// # Errors
    /// The first that `column` gives.
    fn columns(&self, column: &mut dyn FnMut(&dyn Param) -> Result<(), Error>) -> Result<(), Error>;
}

impl<R: CopyRow> CopyRow for &R {
    const TARGET: &'static str = R::TARGET;
    const WIDTH: i16 = R::WIDTH;
    fn columns(&self, column: &mut dyn FnMut(&dyn Param) -> Result<(), Error>) -> Result<(), Error> {
        R::columns(self, column)
    }
}

/// Declares a row that is copied: the struct's fields are the table's columns, and as visible as the struct.
///
/// ```ignore
/// copied! {
///     /// A tag.
///     pub struct Tag in "tags" {
///         /// Whose it is.
///         tenant_id: TenantId,
///         /// What it says.
///         name: String,
///     }
/// }
/// ```
#[macro_export]
macro_rules! copied {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident in $table:literal {
        $($(#[$field_meta:meta])* $field:ident : $ty:ty,)+
    })+) => {$(
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $vis $field: $ty,)+ }

        impl $crate::CopyRow for $name {
            const TARGET: &'static str = concat!($table, " (", $crate::copied!(@list $($field)+), ")");
            const WIDTH: i16 = 0 $(+ $crate::copied!(@one $field))+;
            fn columns(
                &self,
                column: &mut dyn FnMut(&dyn $crate::Param) -> Result<(), $crate::Error>,
            ) -> Result<(), $crate::Error> {
                $(column(&self.$field)?;)+
                Ok(())
            }
        }
    )+};
    (@list $first:ident $($rest:ident)*) => { concat!(stringify!($first) $(, ", ", stringify!($rest))*) };
    (@one $field:ident) => { 1 };
}

impl Migrator {
    /// Copies rows into their table and says how many there were. Memory does not grow with them: they are taken from
    /// the iterator as the server takes them. The connection must be in the role `kontaly_owner`.
    ///
    /// # Errors
    /// When PostgreSQL refuses a row; none of this call's is then kept.
    pub async fn copy_in<R: CopyRow>(&self, rows: impl IntoIterator<Item = R>) -> Result<u64, Error> {
        let statement = format!("copy {} from stdin with (format binary)", R::TARGET);
        let mut sink = pin!(self.client().copy_in::<_, Bytes>(&statement).await?);
        let mut chunk = BytesMut::with_capacity(CHUNK_BYTES + CHUNK_BYTES / 8);
        chunk.put_slice(HEADER);
        for row in rows {
            encode(&row, &mut chunk)?;
            if chunk.len() >= CHUNK_BYTES {
                sink.send(chunk.split().freeze()).await?;
            }
        }
        chunk.put_i16(-1);
        sink.send(chunk.freeze()).await?;
        Ok(sink.finish().await?)
    }
}

/// Appends a row: how many columns, then each one's length and bytes.
fn encode<R: CopyRow>(row: &R, out: &mut BytesMut) -> Result<(), Error> {
    out.put_i16(R::WIDTH);
    row.columns(&mut |value| {
        let at = out.len();
        out.put_i32(-1);
        let null = value
            .as_sql()
            .to_sql_checked(&value.ty(), out)
            .map_err(|error| Error::Internal(format!("{}: {error}", R::TARGET)))?;
        if let postgres_types::IsNull::No = null {
            let length = i32::try_from(out.len() - at - 4)
                .map_err(|_| Error::Value(format!("a value of {} is too long", R::TARGET)))?;
            out[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    copied! {
        struct Pair in "pairs" {
            number: i32,
            text: Option<String>,
        }
    }

    #[test]
    fn a_row_names_its_columns_and_is_written_with_lengths() {
        assert_eq!((Pair::TARGET, Pair::WIDTH), ("pairs (number, text)", 2));
        let mut out = BytesMut::new();
        encode(&Pair { number: 7, text: Some("ab".into()) }, &mut out).expect("values that fit");
        encode(&Pair { number: -1, text: None }, &mut out).expect("values that fit");
        let wanted = [
            &[0, 2, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 2, b'a', b'b'][..],
            &[0, 2, 0, 0, 0, 4, 255, 255, 255, 255, 255, 255, 255, 255],
        ];
        assert_eq!(&out[..], wanted.concat());
    }
}
