//! Where a page begins: a cursor is the sort value and the id of the row that it lies beyond.

use super::error::Error;
use super::filter::Kind;
use super::page::ListQuery;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_db::{Param, Row, Sql};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The sort it belongs to.
    s: String,
    /// The row's sort value, as text; none where the row has no value of a custom field.
    v: Option<String>,
    /// The row's id.
    pub(super) i: Uuid,
}

/// The cursor behind a row that was not read as a page: of a list sorted by `sort`, the row's value of it and its id.
#[must_use]
pub fn cursor(sort: &str, value: String, id: Uuid) -> String {
    Cursor { s: sort.to_owned(), v: Some(value), i: id }.encode()
}

impl Cursor {
    /// Of a row whose next columns are the sort value and the id.
    pub(super) fn of(row: &Row, sort: &str, kind: Kind) -> Result<Self, kontaly_db::Error> {
        let v = match kind {
            Kind::Text => row.take()?,
            Kind::Integer => row.take::<Option<i64>>()?.map(|value| value.to_string()),
            Kind::Number => row.take::<Option<f64>>()?.map(|value| value.to_string()),
            Kind::Date => row.take::<Option<Date>>()?.map(|value| value.to_string()),
            Kind::Instant => row.take::<Option<Timestamp>>()?.map(|value| value.to_string()),
            Kind::Id => row.take::<Option<Uuid>>()?.map(|value| value.to_string()),
        };
        Ok(Self { s: sort.to_owned(), v, i: row.take()? })
    }

    pub(super) fn encode(&self) -> String {
        BASE64.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn decode(text: &str, sort: &str, parameter: &'static str) -> Result<Self, Error> {
        BASE64
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|cursor| cursor.s == sort && !cursor.v.as_ref().is_some_and(|v| v.contains('\0')))
            .ok_or_else(|| {
                Error::query(
                    parameter,
                    "This cursor belongs to another list or sort. Start again without it.",
                )
            })
    }

    /// Whether its row has a value.
    pub(super) fn has_value(&self) -> bool {
        self.v.is_some()
    }

    /// Binds the value, as what it is.
    pub(super) fn bind_value(&self, statement: &mut Sql, kind: Kind) -> Result<(), Error> {
        match kind {
            Kind::Text => self.bind::<String>(statement),
            Kind::Integer => self.bind::<i64>(statement),
            Kind::Number => self.bind::<f64>(statement),
            Kind::Date => self.bind::<Date>(statement),
            Kind::Instant => self.bind::<Timestamp>(statement),
            Kind::Id => self.bind::<Uuid>(statement),
        }
    }

    fn bind<T: FromStr + Param + 'static>(&self, statement: &mut Sql) -> Result<(), Error> {
        let value = self.v.as_deref().and_then(|text| text.parse::<T>().ok());
        let bad = || Error::query("cursor", "This cursor is damaged. Start again without it.");
        statement.push_bind(value.ok_or_else(bad)?);
        Ok(())
    }
}

/// From where a page is read, and in which direction.
pub(super) enum Place {
    /// The first page.
    Start,
    /// Behind a row.
    After(Cursor),
    /// In front of a row, backwards.
    Before(Cursor),
    /// The last page, backwards.
    End,
}

impl Place {
    /// What a query says of it.
    pub(super) fn of(query: &ListQuery, sort: &str) -> Result<Self, Error> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        match (given(&query.cursor), given(&query.before)) {
            (None, None) => Ok(Self::Start),
            (Some(cursor), None) => Ok(Self::After(Cursor::decode(&cursor, sort, "cursor")?)),
            (None, Some(end)) if end == "end" => Ok(Self::End),
            (None, Some(cursor)) => Ok(Self::Before(Cursor::decode(&cursor, sort, "before")?)),
            (Some(_), Some(_)) => {
                Err(Error::query("before", "A page is read from one place: give cursor or before."))
            }
        }
    }

    /// The row that the page lies beyond.
    pub(super) fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
            Self::Start | Self::End => None,
        }
    }

    /// Whether the page is read from its end.
    pub(super) fn backwards(&self) -> bool {
        matches!(self, Self::Before(_) | Self::End)
    }
}
