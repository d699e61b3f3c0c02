//! Values on their way from a file into a record.

use super::Type;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

/// A value on its way into a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// A whole number, or an amount in minor units.
    Integer(i64),
    /// A day.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// An id.
    Id(Uuid),
}

impl Cell {
    /// Whether there is nothing to see: null, or an empty text where a column cannot be null.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Text(text) if text.is_empty())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text, taken out.
    #[must_use]
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The instant.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(*at),
            _ => None,
        }
    }

    /// The day.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// As the API and the kept before-values write it.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::from(text.as_str()),
            Self::Integer(number) => Value::from(*number),
            Self::Date(date) => Value::from(date.to_string()),
            Self::Instant(at) => Value::from(at.to_string()),
            Self::Id(id) => Value::from(id.to_string()),
        }
    }
}

impl Cell {
    /// What [`Cell::json`] wrote of a column of that type; `None` for what it never writes.
    #[must_use]
    pub fn read(ty: Type, value: &Value) -> Option<Self> {
        if value.is_null() {
            return Some(Self::Null);
        }
        match ty {
            Type::Integer => value.as_i64().map(Self::Integer),
            Type::Text => value.as_str().map(|text| Self::Text(text.to_owned())),
            Type::Date => value.as_str()?.parse().ok().map(Self::Date),
            Type::Instant => value.as_str()?.parse().ok().map(Self::Instant),
            Type::Id => value.as_str()?.parse().ok().map(Self::Id),
        }
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Integer)
    }
}

impl From<Option<Timestamp>> for Cell {
    fn from(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Null, Self::Instant)
    }
}

impl From<Option<Date>> for Cell {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Self::Null, Self::Date)
    }
}

impl From<Option<Uuid>> for Cell {
    fn from(id: Option<Uuid>) -> Self {
        id.map_or(Self::Null, Self::Id)
    }
}
