//! Rows of a file, read by the mapping: typed values, or what is wrong with them.

use super::file::Format;
use super::file::records::{CellKind, Raw};
use super::mapping::Mapping;
use super::nouns::{Cell, Field, Kind, Noun};
use super::setting::Setting;
use super::values::date::{self, DateOrder};
use super::values::number::{self, DecimalMark};
use crate::accounts::{email_key, is_email};
use crate::contacts::rules::phone_key;
use crate::search::fold;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use utoipa::ToSchema;

/// Why a row was rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// The stable code.
    #[schema(example = "unknown_reference")]
    pub code: String,
    /// The column of the file, if it is one column's trouble.
    #[schema(example = "account")]
    pub column: Option<String>,
    /// What stands there.
    #[schema(example = "Teste")]
    pub value: Option<String>,
    /// What to do about it.
    #[schema(example = "There is no company of this name.")]
    pub message: String,
}

/// An e-mail address or telephone number of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// `email` or `phone`.
    pub kind: &'static str,
    /// `work`, `home`, `mobile` or `other`.
    pub label: &'static str,
    /// As written.
    pub value: String,
    /// By what two are compared.
    pub key: String,
}

/// A row of the file on its way into a record.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line on which it begins.
    pub line: i64,
    /// Its cells as they stand in the file.
    pub raw: Raw,
    /// The value for each field of the noun; a reference is its text until it is resolved.
    pub given: Vec<Cell>,
    /// What resolved references are called.
    pub names: Vec<(usize, String)>,
    /// A contact's e-mail addresses and telephone numbers.
    pub points: Vec<Point>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Set when an earlier row of the same file is about the same record: then this one only fills what is blank.
    pub merging: bool,
    /// Records that were made because this row names them.
    pub made: Vec<Value>,
}

impl Row {
    /// A row that has not been read yet.
    #[must_use]
    pub fn new(raw: Raw, fields: usize) -> Self {
        Self {
            line: raw.line,
            raw,
            given: vec![Cell::Null; fields],
            names: Vec::new(),
            points: Vec::new(),
            faults: Vec::new(),
            merging: false,
            made: Vec::new(),
        }
    }

    /// What the record that a field refers to is called.
    #[must_use]
    pub fn name(&self, field: usize) -> Option<&str> {
        self.names.iter().find(|(at, _)| *at == field).map(|(_, name)| name.as_str())
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.raw.cells().all(str::is_empty)
    }

    /// What is kept of a rejected row: the first thing that is wrong, all others, and the row itself.
    #[must_use]
    pub fn rejection(&self) -> Value {
        let mut detail = json!(self.faults.first());
        if let Value::Object(detail) = &mut detail {
            if self.faults.len() > 1 {
                detail.insert("also".into(), json!(&self.faults[1..]));
            }
            detail.insert("row".into(), self.raw.cells().collect());
            // A row may be refused by the database after its company was made.
            if !self.made.is_empty() {
                detail.insert("made".into(), self.made.clone().into());
            }
        }
        detail
    }
}

/// One column of the file, as it is read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its header.
    pub header: String,
    /// The place of the field that it fills.
    pub field: Option<usize>,
    /// The order of its dates.
    pub order: DateOrder,
    /// The mark of its decimals.
    pub mark: DecimalMark,
    /// What its numbers are multiplied with.
    pub scale: i64,
}

/// A mapping made ready: what is done with each column of a file.
pub struct Plan {
    /// What is imported.
    pub noun: &'static Noun,
    /// How the file is written.
    pub format: Format,
    /// Its columns.
    pub sources: Vec<Source>,
    /// The mapping itself.
    pub mapping: Mapping,
    /// What rows are judged with.
    pub setting: Arc<Setting>,
    currency: Option<(usize, usize)>,
}

impl Plan {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        noun: &'static Noun,
        format: Format,
        sources: Vec<Source>,
        mapping: Mapping,
        setting: Arc<Setting>,
    ) -> Self {
        let field = noun.fields.iter().position(|field| field.kind == Kind::Currency);
        let currency = field.map(|field| {
            (field, sources.iter().position(|source| source.field == Some(field)).unwrap_or(usize::MAX))
        });
        Self { noun, format, sources, mapping, setting, currency }
    }

    /// The header of the column that fills a field, if one does.
    #[must_use]
    pub fn column_of(&self, field: &str) -> Option<&Source> {
        let at = self.noun.field(field)?;
        self.sources.iter().find(|source| source.field == Some(at))
    }

    /// What is wrong with a field of a row, told by the column that fills it.
    #[must_use]
    pub fn fault(&self, row: &Row, field: &str, code: &str, message: impl Into<String>) -> Fault {
        let at = self.noun.field(field);
        let place = self.sources.iter().position(|source| source.field.is_some() && source.field == at);
        Fault {
            code: code.to_owned(),
            column: place.map(|place| self.sources[place].header.clone()),
            value: place.map(|place| row.raw.cell(place).to_owned()),
            message: message.into(),
        }
    }

    /// Reads a row: every cell by its field's kind, everything that is wrong named.
    #[must_use]
    pub fn read(&self, raw: Raw) -> Row {
        let mut row = Row::new(raw, self.noun.fields.len());
        if row.raw.refuse_nul() {
            row.faults.push(Fault {
                code: "nul".into(),
                column: None,
                value: None,
                message: "The row has the character U+0000, which cannot be stored.".into(),
            });
            return row;
        }
        if row.raw.len() != self.sources.len() {
            let (has, wanted) = (row.raw.len(), self.sources.len());
            row.faults.push(Fault {
                code: "cell_count".into(),
                column: None,
                value: None,
                message: format!("The row has {has} cells where the header has {wanted}."),
            });
            return row;
        }
        let currency = self.currency_of(&row);
        let raw = std::mem::take(&mut row.raw);
        for (place, source) in self.sources.iter().enumerate() {
            let cell = raw.cell(place);
            let Some(at) = source.field.filter(|_| !cell.is_empty()) else { continue };
            let field = &self.noun.fields[at];
            let read = match field.kind {
                _ if raw.kind(place) == CellKind::Error => Err(no_value(cell)),
                Kind::Point(kind, label) => read_points(kind, label, cell, &mut row.points),
                _ => {
                    let value = self.cell(source, field, (cell, raw.kind(place)), &currency);
                    value.map(|value| row.given[at] = value)
                }
            };
            if let Err((code, message)) = read {
                row.faults.push(Fault {
                    code: code.into(),
                    column: Some(source.header.clone()),
                    value: Some(cell.to_owned()),
                    message,
                });
            }
        }
        row.raw = raw;
        self.give_currency(&mut row, currency);
        row
    }

    /// The currency of the row's amounts.
    fn currency_of(&self, row: &Row) -> String {
        let written = self.currency.map(|(_, place)| row.raw.cell(place).to_uppercase());
        written.filter(|code| !code.is_empty()).unwrap_or_else(|| self.setting.currency.clone())
    }

    /// An amount comes with its currency.
    fn give_currency(&self, row: &mut Row, currency: String) {
        let Some((field, _)) = self.currency else { return };
        let amounts = self
            .noun
            .fields
            .iter()
            .zip(&row.given)
            .any(|(field, value)| field.kind == Kind::Money && !value.is_blank());
        if amounts && row.given[field].is_blank() {
            row.given[field] = Cell::Text(currency);
        }
    }

    fn cell(
        &self,
        source: &Source,
        field: &Field,
        (cell, written): (&str, CellKind),
        currency: &str,
    ) -> Result<Cell, (&'static str, String)> {
        match field.kind {
            Kind::Text(chars_max) => text(cell, chars_max),
            Kind::Email if is_email(cell) => Ok(Cell::Text(email_key(cell))),
            Kind::Email => Err(("not_an_email", "This is not an e-mail address.".into())),
            Kind::Integer(least, most) => integer((cell, written), source.mark, (least, most)),
            Kind::Money => money((cell, written), source, currency),
            Kind::Currency if is_currency(cell) => Ok(Cell::Text(cell.to_uppercase())),
            Kind::Currency => Err(("malformed", "A currency is three capitals, such as EUR.".into())),
            Kind::Date => self.local(source, cell).map(|local| Cell::Date(local.date())),
            Kind::Instant => {
                let at = date::instant_of(self.local(source, cell)?, &self.setting.zone);
                at.map(Cell::Instant).ok_or_else(|| no_date(source.order))
            }
            Kind::Choice(choices) => self.choice(field, choices, cell),
            Kind::Stage => self.stage(field, cell),
            Kind::Reference(_) => {
                let value = self.mapping.stands_for(field.name, cell).unwrap_or(cell);
                text(value, 250)
            }
            Kind::Point(..) => Ok(Cell::Null),
        }
    }

    fn local(&self, source: &Source, cell: &str) -> Result<jiff::civil::DateTime, (&'static str, String)> {
        date::read(cell, source.order, &self.setting.zone).ok_or_else(|| no_date(source.order))
    }

    fn choice(
        &self,
        field: &Field,
        choices: &[(&str, &[&str])],
        cell: &str,
    ) -> Result<Cell, (&'static str, String)> {
        let value = self.mapping.stands_for(field.name, cell).unwrap_or(cell);
        chosen(choices, value).map(|value| Cell::Text(value.to_owned())).ok_or_else(|| {
            let known: Vec<_> = choices.iter().map(|(value, _)| *value).collect();
            ("unknown_value", format!("This is none of {}. Say what it stands for.", known.join(", ")))
        })
    }

    fn stage(&self, field: &Field, cell: &str) -> Result<Cell, (&'static str, String)> {
        let name = self.mapping.stands_for(field.name, cell).unwrap_or(cell);
        self.setting.stage_called(name).map(|stage| Cell::Id(stage.id.0)).ok_or_else(|| {
            ("unknown_value", "The pipeline has no such stage. Say what it stands for.".into())
        })
    }
}

/// The choice that a text means.
#[must_use]
pub fn chosen<'a>(choices: &[(&'a str, &[&str])], text: &str) -> Option<&'a str> {
    let words = fold(&text.replace(['_', '-', '/'], " "));
    let named = |value: &str, synonyms: &[&str]| {
        value.replace('_', " ") == words || synonyms.contains(&words.as_str())
    };
    choices.iter().find(|(value, synonyms)| named(value, synonyms)).map(|(value, _)| *value)
}

fn text(cell: &str, chars_max: usize) -> Result<Cell, (&'static str, String)> {
    if cell.len() > chars_max && cell.chars().count() > chars_max {
        return Err(("too_long", format!("At most {chars_max} characters.")));
    }
    Ok(Cell::Text(cell.to_owned()))
}

fn is_currency(cell: &str) -> bool {
    cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn integer(
    (cell, written): (&str, CellKind),
    mark: DecimalMark,
    (least, most): (i64, i64),
) -> Result<Cell, (&'static str, String)> {
    let (readings, sign) = number::readings(cell, written, false);
    let whole = readings[mark as usize]
        .filter(|_| sign == number::Sign::None)
        .and_then(|number| number.in_units(0, 1));
    match whole {
        None => Err(("not_a_number", "This is not a whole number.".into())),
        Some(number) if (least..=most).contains(&number) => Ok(Cell::Integer(number)),
        Some(_) => Err(("out_of_range", format!("Give a number from {least} to {most}."))),
    }
}

fn money(
    (cell, written): (&str, CellKind),
    source: &Source,
    currency: &str,
) -> Result<Cell, (&'static str, String)> {
    let decimals = number::minor_digits(currency);
    let (readings, sign) = number::readings(cell, written, thousandths(source.scale, currency));
    let number = readings[source.mark as usize]
        .ok_or_else(|| ("not_a_number", "This is not an amount.".to_owned()))?;
    if !sign.can_be(currency) {
        return Err((
            "other_currency",
            format!("This is not in {currency}. Say the currency of the file's amounts."),
        ));
    }
    number.in_units(decimals, source.scale).map(Cell::Integer).ok_or_else(|| {
        ("too_precise", format!("{currency} has {decimals} decimals, and an amount 18 digits."))
    })
}

/// Whether an amount of a column can have three decimals.
#[must_use]
pub fn thousandths(scale: i64, currency: &str) -> bool {
    scale > 1 || number::minor_digits(currency) > 2
}

/// What stands in the place of a value.
fn no_value(cell: &str) -> (&'static str, String) {
    let message = if cell.starts_with('=') {
        "The file does not hold what this formula comes to. Open it in a spreadsheet program, save it, and upload that."
    } else {
        "The sheet shows an error here. Mend the formula, or put its value in its place."
    };
    ("cell_error", message.to_owned())
}

fn no_date(order: DateOrder) -> (&'static str, String) {
    let example = match order {
        DateOrder::Dmy => "31/12/2026",
        DateOrder::Mdy => "12/31/2026",
        DateOrder::Ymd => "2026-12-31",
    };
    ("not_a_date", format!("This is not a date such as {example}."))
}

/// A cell may hold several, between semicolons; e-mail addresses also between commas or spaces.
fn read_points(
    kind: &'static str,
    label: &'static str,
    cell: &str,
    points: &mut Vec<Point>,
) -> Result<(), (&'static str, String)> {
    let email = kind == "email";
    let between = |c: char| c == ';' || (email && (c == ',' || c.is_whitespace()));
    for value in cell.split(between).map(str::trim).filter(|value| !value.is_empty()) {
        let key = if email { email_key(value) } else { phone_key(value) };
        if email && !is_email(value) {
            return Err(("not_an_email", "This is not an e-mail address.".into()));
        }
        if !email && (key.is_empty() || value.len() > 60) {
            return Err(("not_a_phone", "A telephone number has digits, and at most 60 characters.".into()));
        }
        let known = points.iter().any(|point| point.kind == kind && point.key == key);
        if !known {
            points.push(Point { kind, label, value: value.to_owned(), key });
        }
    }
    Ok(())
}

/// Whether an instant that a file gives as a day is on a day that another instant falls on: then the other one says more.
#[must_use]
pub fn same_day(setting: &Setting, given: &Cell, stands: &Cell) -> bool {
    let (Some(given), Some(stands)) = (given.instant(), stands.instant()) else { return false };
    let zoned = given.to_zoned(setting.zone.clone());
    zoned.time() == Time::midnight() && zoned.date() == setting.day(stands)
}
