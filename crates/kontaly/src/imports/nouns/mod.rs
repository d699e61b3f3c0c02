//! What can be imported: one small table a noun, of the fields that a file's columns can fill and the columns that
//! keep them. The engine that reads, matches and writes is the same for all.

pub mod cell;
pub mod companies;
pub mod contacts;
pub mod deals;
pub mod leads;
pub mod people;
pub mod products;

use super::bulk::Stored;
use super::rows::Row;
use super::setting::Setting;
use crate::http::error::FieldError;
use kontaly_access::Permission;

pub use cell::Cell;

/// How a column is bound and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// text
    Text,
    /// smallint, integer or bigint
    Integer,
    /// date
    Date,
    /// timestamptz
    Instant,
    /// uuid
    Id,
}

/// A column of a noun's table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the database and in kept before-values.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
}

/// Declares a table's columns once: an enum of their places and the list of their names and types.
macro_rules! columns {
    ($($place:ident $name:literal $ty:ident;)+) => {
        #[derive(Clone, Copy)]
        enum Col { $($place,)+ }
        const _: &[Col] = &[$(Col::$place,)+];
        const COLUMNS: &[$crate::imports::nouns::Column] =
            &[$($crate::imports::nouns::Column { name: $name, ty: $crate::imports::nouns::Type::$ty },)+];
        impl std::ops::Index<Col> for $crate::imports::nouns::Values {
            type Output = $crate::imports::nouns::Cell;
            fn index(&self, at: Col) -> &Self::Output { &self.0[at as usize] }
        }
        impl std::ops::IndexMut<Col> for $crate::imports::nouns::Values {
            fn index_mut(&mut self, at: Col) -> &mut Self::Output { &mut self.0[at as usize] }
        }
    };
}
use columns;

/// Declares a noun's fields once: an enum of their places and the list itself.
macro_rules! fields {
    ($($place:ident $name:literal $label:literal $kind:expr, $column:expr, [$($synonym:literal)*] $($required:ident)?;)+) => {
        #[derive(Clone, Copy)]
        enum Is { $($place,)+ }
        // Most fields are read by their place in the list alone.
        const _: &[Is] = &[$(Is::$place,)+];
        const FIELDS: &[$crate::imports::nouns::Field] = &[$($crate::imports::nouns::Field {
            name: $name,
            label: $label,
            kind: $kind,
            column: $column,
            synonyms: &[$($synonym,)*],
            required: $crate::imports::nouns::fields!(@ $($required)?),
        },)+];
    };
    (@ required) => { true };
    (@) => { false };
}
use fields;

/// A record's values, in the order of its table's columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values(pub Vec<Cell>);

impl Values {
    /// A record without any value.
    #[must_use]
    pub fn blank(table: &Table) -> Self {
        Self(vec![Cell::Null; table.columns.len()])
    }
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// People of the workspace.
    Person,
    /// Companies.
    Company,
    /// Contacts.
    Contact,
    /// Products.
    Product,
}

impl Target {
    /// What a message calls one of them.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Company => "company",
            Self::Contact => "contact",
            Self::Product => "product",
        }
    }

    /// What a message calls several.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Company => "companies",
            Self::Contact => "contacts",
            Self::Product => "products",
        }
    }
}

/// How a field's cells are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A text of so many characters at most.
    Text(usize),
    /// An e-mail address.
    Email,
    /// A whole number between two bounds.
    Integer(i64, i64),
    /// An amount in major units; kept in minor ones.
    Money,
    /// An ISO 4217 code.
    Currency,
    /// A day.
    Date,
    /// An instant, or a day of the workspace's time zone.
    Instant,
    /// One of a few values, each with what other systems call it.
    Choice(&'static [(&'static str, &'static [&'static str])]),
    /// A stage of the pipeline.
    Stage,
    /// Another record, by name or external id.
    Reference(Target),
    /// An e-mail address or telephone number of a contact: `kind` and `label`.
    Point(&'static str, &'static str),
}

impl Kind {
    /// What the mapping page says about it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Email | Self::Point("email", _) => "email",
            Self::Point(..) => "phone",
            Self::Integer(..) => "number",
            Self::Money => "amount",
            Self::Currency => "currency",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Choice(_) | Self::Stage => "choice",
            Self::Reference(_) => "reference",
        }
    }

    /// Whether its cells are dates, whose order the column must show.
    #[must_use]
    pub const fn is_dated(self) -> bool {
        matches!(self, Self::Date | Self::Instant)
    }

    /// Whether its cells are numbers, whose decimal mark the column must show.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Integer(..) | Self::Money)
    }
}

/// Something that a column of a file can fill.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in mappings.
    pub name: &'static str,
    /// What the mapping page calls it.
    pub label: &'static str,
    /// How it is read.
    pub kind: Kind,
    /// The place of the column that keeps it as it is; without one the noun's `settle` says what becomes of it.
    pub column: Option<usize>,
    /// Headers by which it is recognised, in words of lower case.
    pub synonyms: &'static [&'static str],
    /// Whether a file without it makes no sense.
    pub required: bool,
}

impl Field {
    /// Whether several columns of a file can fill it.
    #[must_use]
    pub const fn takes_many(&self) -> bool {
        matches!(self.kind, Kind::Point(..))
    }
}

/// By what an existing record is found where no external id does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// By the external id alone.
    None,
    /// By its name, as [`crate::accounts::name_key`] folds it: the place of the field that is compared, and of the column.
    Name(usize, usize),
    /// By its e-mail address, in lower case: likewise.
    Email(usize, usize),
    /// By any e-mail address of the contact.
    Point,
}

/// Something of a row that cannot be: which field, why, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: String,
    /// The stable code.
    pub code: String,
    /// What to do about it.
    pub message: String,
}

impl Wrong {
    /// Something wrong with a field.
    #[must_use]
    pub fn new(field: &str, code: &str, message: &str) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), message: message.to_owned() }
    }

    /// What the rules of a noun said.
    #[must_use]
    pub fn from_rule(error: FieldError) -> Self {
        Self { field: error.field, code: error.code, message: error.message }
    }
}

/// A noun's own rules: what the record becomes by a row, from what it was.
pub type Settle = fn(&Setting, &Row, Option<&Stored>, &mut Values) -> Result<(), Vec<Wrong>>;

/// How a noun's records are kept.
pub struct Table {
    /// Its name, qualified by nothing: all tables are in `public`.
    pub name: &'static str,
    /// Its columns, beside tenant, id, update time and version, which every table has.
    pub columns: &'static [Column],
    /// Where the external id stands, as field and as column.
    pub external_id: (usize, usize),
    /// Where the owner stands, in nouns that have one.
    pub owner: Option<usize>,
    /// The other key.
    pub key: Key,
    /// Whether the record is of the directory, which all may read.
    pub directory: bool,
    /// Whether every change of stage, amount or close date is kept as history.
    pub history: bool,
    /// The field that refers to a record of the same noun, which may stand further down in the same file.
    pub parent: Option<usize>,
    /// Fills what follows from the row, and says what is wrong with the outcome: the noun's own rules.
    pub settle: Settle,
    /// The same for a record to which an undo has given values back.
    pub restore: Settle,
    /// Columns that `restore` fills from others: an undo does not look at them.
    pub derived: &'static [usize],
    /// Columns that mean something together only: an undo gives all of them back, or none.
    pub units: &'static [&'static [usize]],
    /// The words by which the record is found; e-mail addresses and telephone numbers are given beside it.
    pub words: fn(&Setting, &Values, &[&str]) -> Vec<String>,
    /// Constraints that a row can meet, and the fields they are about.
    pub constraints: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

/// Something that can be imported.
pub struct Noun {
    /// Its name in the API: the plural.
    pub name: &'static str,
    /// What one of them is called in events and in search.
    pub one: &'static str,
    /// What else it is called.
    pub synonyms: &'static [&'static str],
    /// What whoever imports must be allowed, beside importing.
    pub permissions: &'static [Permission],
    /// What a file's columns can fill.
    pub fields: &'static [Field],
    /// How its records are kept; none: people, whom the steward keeps.
    pub table: Option<&'static Table>,
    /// The fields whose unknown names become records of their own unless the mapping says otherwise.
    pub creates: &'static [&'static str],
}

/// Everything that can be imported.
pub static ALL: [&Noun; 6] = [
    &people::PEOPLE,
    &products::PRODUCTS,
    &companies::COMPANIES,
    &contacts::CONTACTS,
    &leads::LEADS,
    &deals::DEALS,
];

impl Noun {
    /// The noun of that name, in singular or plural or as another system calls it.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        let name = name.trim().to_lowercase();
        ALL.into_iter()
            .find(|noun| noun.name == name || noun.one == name || noun.synonyms.contains(&name.as_str()))
    }

    /// Whether records are found by a field.
    #[must_use]
    pub fn is_key(&self, at: usize) -> bool {
        let Some(table) = self.table else {
            return matches!(self.fields[at].name, "external_id" | "email" | "name");
        };
        at == table.external_id.0
            || match table.key {
                Key::None => false,
                Key::Name(field, _) | Key::Email(field, _) => at == field,
                Key::Point => matches!(self.fields[at].kind, Kind::Point("email", _)),
            }
    }

    /// The place of the field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_table_of_a_noun_agrees_with_itself() {
        for noun in ALL {
            let mut names = HashSet::new();
            let mut synonyms = HashSet::new();
            for field in noun.fields {
                assert!(names.insert(field.name), "{} has {} twice", noun.name, field.name);
                for synonym in field.synonyms {
                    assert!(synonyms.insert(synonym), "{} recognises {synonym:?} twice", noun.name);
                    let folded = crate::search::fold(synonym);
                    assert_eq!(*synonym, folded, "a synonym is in words of lower case");
                }
            }
            let Some(table) = noun.table else { continue };
            for field in noun.fields {
                let Some(column) = field.column.map(|place| table.columns[place]) else { continue };
                let fits = match field.kind {
                    Kind::Text(_) | Kind::Email | Kind::Currency | Kind::Choice(_) => column.ty == Type::Text,
                    Kind::Integer(..) | Kind::Money => column.ty == Type::Integer,
                    Kind::Date => column.ty == Type::Date,
                    Kind::Instant => column.ty == Type::Instant,
                    Kind::Stage | Kind::Reference(_) => column.ty == Type::Id,
                    Kind::Point(..) => false,
                };
                assert!(fits, "{}.{} is kept in {:?}", noun.name, field.name, column);
            }
            let (field, column) = table.external_id;
            assert_eq!((noun.fields[field].name, table.columns[column].name), ("external_id", "external_id"));
            for name in noun.creates {
                assert!(noun.field(name).is_some());
            }
        }
        assert_eq!(Noun::find("Opportunities").map(|noun| noun.name), Some("deals"));
        assert!(Noun::find("invoices").is_none());
    }
}
