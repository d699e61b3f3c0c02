//! From a record to the cells of its row: which fields a file can have, and what each is.

use super::ExportColumn;
use super::output::Cell;
use crate::custom_fields::values::{CustomValue, Values};
use crate::imports::values::number::minor_digits;
use crate::records::Noun;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// What a field of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// Minor units of the currency in that field.
    Money(&'static str),
    Day,
    Moment,
    Person,
    Stage,
}

use Kind::{Day, Moment, Money, Number, Person, Stage, Text};

/// What all of them have.
const COMMON: &[(&str, Kind)] = &[
    ("name", Text),
    ("owner_id", Person),
    ("external_id", Text),
    ("created_at", Moment),
    ("updated_at", Moment),
];

/// The fields of a noun that a file can have beside [`COMMON`].
const fn fields(noun: Noun) -> &'static [(&'static str, Kind)] {
    match noun {
        Noun::Lead => &[
            ("first_name", Text),
            ("last_name", Text),
            ("company_name", Text),
            ("title", Text),
            ("email", Text),
            ("phone", Text),
            ("status", Text),
            ("source", Text),
            ("score", Number),
            ("amount", Money("currency")),
            ("currency", Text),
            ("city", Text),
            ("country", Text),
            ("website", Text),
            ("description", Text),
            ("converted_at", Moment),
        ],
        Noun::Contact => &[
            ("first_name", Text),
            ("last_name", Text),
            ("company_name", Text),
            ("title", Text),
            ("email", Text),
            ("phone", Text),
            ("lifecycle_stage", Text),
            ("source", Text),
            ("linkedin_url", Text),
            ("description", Text),
        ],
        Noun::Company => &[
            ("domain", Text),
            ("website", Text),
            ("phone", Text),
            ("industry", Text),
            ("employees", Number),
            ("annual_revenue", Money("annual_revenue_currency")),
            ("annual_revenue_currency", Text),
            ("founded_year", Number),
            ("address", Text),
            ("city", Text),
            ("country", Text),
            ("lifecycle_stage", Text),
            ("description", Text),
        ],
        Noun::Deal => &[
            ("stage_id", Stage),
            ("state", Text),
            ("amount", Money("currency")),
            ("currency", Text),
            ("probability", Number),
            ("weighted_amount", Money("currency")),
            ("expected_close_date", Day),
            ("closed_at", Moment),
            ("lost_reason", Text),
            ("company_name", Text),
            ("contact_name", Text),
            ("product_name", Text),
            ("source", Text),
            ("description", Text),
        ],
        Noun::Product => &[],
    }
}

/// Where a column's values come from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Field(&'static str, Kind),
    Tags,
    Custom(String),
}

/// The columns of a file, and what their values mean.
pub struct Columns {
    columns: Vec<(Source, BTreeMap<String, String>)>,
    /// What ids of people and stages stand for.
    pub names: HashMap<String, String>,
}

impl Columns {
    /// The columns that are wanted; the first one that there is not, otherwise.
    ///
    /// # Errors
    /// Its name.
    pub fn new(noun: Noun, wanted: &[ExportColumn]) -> Result<Self, String> {
        let source = |field: &str| match field.strip_prefix("custom.") {
            Some(key) => Some(Source::Custom(key.to_owned())),
            None if field == "tags" => Some(Source::Tags),
            None => {
                let known = COMMON.iter().chain(fields(noun)).find(|(name, _)| *name == field);
                known.map(|(name, kind)| Source::Field(name, *kind))
            }
        };
        let column = |column: &ExportColumn| {
            let source = source(&column.field).ok_or_else(|| column.field.clone())?;
            Ok((source, column.words.clone()))
        };
        Ok(Self { columns: wanted.iter().map(column).collect::<Result<_, String>>()?, names: HashMap::new() })
    }

    /// Whether tags are among them.
    #[must_use]
    pub fn tags(&self) -> bool {
        self.columns.iter().any(|(source, _)| *source == Source::Tags)
    }

    /// Whether custom fields are among them.
    #[must_use]
    pub fn custom(&self) -> bool {
        self.columns.iter().any(|(source, _)| matches!(source, Source::Custom(_)))
    }

    /// The row of a record.
    #[must_use]
    pub fn row(&self, record: &Map<String, Value>, tags: &[String], custom: Option<&Values>) -> Vec<Cell> {
        let cell = |(source, words): &(Source, BTreeMap<String, String>)| match source {
            Source::Field(name, kind) => self.field(record, name, *kind, words),
            Source::Tags => text(tags.join("; ")),
            Source::Custom(key) => custom
                .and_then(|values| values.get(key))
                .map_or(Cell::Blank, |value| self.custom_cell(value, words)),
        };
        self.columns.iter().map(cell).collect()
    }

    fn field(
        &self,
        record: &Map<String, Value>,
        name: &str,
        kind: Kind,
        words: &BTreeMap<String, String>,
    ) -> Cell {
        let value = record.get(name).unwrap_or(&Value::Null);
        match (kind, value) {
            (Money(currency), Value::Number(amount)) => {
                let code = record.get(currency).and_then(Value::as_str).unwrap_or_default();
                amount.as_i64().map_or(Cell::Blank, |amount| Cell::Money(decimal(amount, code), None))
            }
            (_, Value::Number(number)) => Cell::Number(number.to_string()),
            (Day, Value::String(day)) => day.parse().map_or_else(|_| text(day.clone()), Cell::Day),
            (Moment, Value::String(at)) => at.parse().map_or_else(|_| text(at.clone()), Cell::Moment),
            (Person | Stage, Value::String(id)) => self.names.get(id).cloned().map_or(Cell::Blank, text),
            (_, Value::String(word)) => text(words.get(word).unwrap_or(word).clone()),
            _ => Cell::Blank,
        }
    }

    fn custom_cell(&self, value: &CustomValue, words: &BTreeMap<String, String>) -> Cell {
        match value {
            CustomValue::Ticked(yes) => {
                words.get(if *yes { "true" } else { "false" }).cloned().map_or(Cell::Truth(*yes), Cell::Text)
            }
            CustomValue::Number(number) => Cell::Number(number.to_string()),
            CustomValue::Money(money) => {
                Cell::Money(decimal(money.amount, &money.currency), Some(money.currency.clone()))
            }
            CustomValue::Choices(choices) => text(choices.join("; ")),
            // Which of these it is, the text shows: ids are of people, and nobody types one.
            CustomValue::Text(words) => match self.names.get(words) {
                Some(name) => text(name.clone()),
                None if words.len() == 10 => words.parse().map_or_else(|_| text(words.clone()), Cell::Day),
                None => text(words.clone()),
            },
        }
    }
}

fn text(text: String) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text) }
}

/// Minor units with a dot and all decimals of the currency.
fn decimal(amount: i64, currency: &str) -> String {
    let digits = minor_digits(currency) as usize;
    let plain = format!("{:0>width$}", amount.unsigned_abs(), width = digits + 1);
    let (whole, decimals) = plain.split_at(plain.len() - digits);
    let minus = if amount < 0 { "-" } else { "" };
    if decimals.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        for (amount, currency, written) in [
            (123_456, "EUR", "1234.56"),
            (-5, "USD", "-0.05"),
            (0, "EUR", "0.00"),
            (1_500, "JPY", "1500"),
            (1, "KWD", "0.001"),
        ] {
            assert_eq!(decimal(amount, currency), written);
        }
    }
}
