//! Rows, and how a record reads itself from one.

use crate::Error;
use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use uuid::Uuid;

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads the column at that index.
    ///
    /// # Errors
    /// When the column is missing, null where it must not be, or of another type.
    #[doc(hidden)]
    fn column(row: &tokio_postgres::Row, index: usize) -> Result<Self, tokio_postgres::Error>;
}

macro_rules! columns {
    ($($rust:ty)+) => {$(
        impl Column for $rust {
            fn column(row: &tokio_postgres::Row, index: usize) -> Result<Self, tokio_postgres::Error> { row.try_get(index) }
        }
        impl Column for Option<$rust> {
            fn column(row: &tokio_postgres::Row, index: usize) -> Result<Self, tokio_postgres::Error> { row.try_get(index) }
        }
    )+};
}

columns! { bool i16 i32 i64 f64 String Uuid Timestamp Date Value Vec<u8> Vec<String> Vec<Uuid> Vec<i64> }

/// One row of an answer, read column by column in the order of the SELECT list.
pub struct Row {
    row: tokio_postgres::Row,
    next: std::cell::Cell<usize>,
}

/// All rows of an answer.
pub type Rows = Vec<Row>;

impl Row {
    pub(crate) fn new(row: tokio_postgres::Row) -> Self {
        Self { row, next: std::cell::Cell::new(0) }
    }

    /// The next column. A record reads its fields in the order in which its columns are listed.
    ///
    /// # Errors
    /// [`Error::Internal`] when the SELECT list does not match the record: a defect that any test of it shows.
    pub fn take<T: Column>(&self) -> Result<T, Error> {
        let index = self.next.get();
        self.next.set(index + 1);
        self.at(index)
    }

    /// The column at an index.
    ///
    /// # Errors
    /// As [`Row::take`].
    pub fn at<T: Column>(&self, index: usize) -> Result<T, Error> {
        T::column(&self.row, index).map_err(Error::from)
    }

    /// How many columns the row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.row.len()
    }
}

/// Declares a record once: its fields, what each is in SQL, and how it is read.
///
/// ```ignore
/// record! {
///     /// A lead as lists and pages show it.
///     #[derive(Serialize, ToSchema)]
///     pub struct Lead {
///         /// Who it is.
///         pub id: LeadId = "l.id",
///         pub owner_name: Option<String> = "u.name",
///     }
/// }
/// ```
/// gives the struct, `Lead::COLUMNS` (`"l.id, u.name"`) and `Lead::read(&row)`. A field of a type of its own says how it is
/// made of its column: `pub emails: Vec<Point> = "array(select …)" => points,` with `fn points(column: Vec<String>) -> Vec<Point>`.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident : $ty:ty = $sql:literal $(=> $made:path)?,)+
    }) => {
        $(#[$meta])*
        pub struct $name { $($(#[$field_meta])* pub $field: $ty,)+ }

        impl $name {
            /// The SELECT list, in the order in which [`Self::read`] reads it.
            pub const COLUMNS: &'static str = $crate::record!(@list $($sql)+);

            /// Reads the record from the next columns of a row.
            ///
            /// # Errors
            /// When the row was not selected with [`Self::COLUMNS`].
            pub fn read(row: &$crate::Row) -> Result<Self, $crate::Error> {
                Ok(Self { $($field: $crate::record!(@take row $($made)?),)+ })
            }
        }
    };
    (@take $row:ident) => { $row.take()? };
    (@take $row:ident $made:path) => { $made($row.take()?) };
    (@list $first:literal $($rest:literal)*) => { concat!($first $(, ", ", $rest)*) };
}
