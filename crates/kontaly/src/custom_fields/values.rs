//! Values of custom fields: what a person gives, what a row keeps, what the API answers. Pure.

use super::{CustomField, FieldKind};
use crate::http::error::FieldError;
use crate::http::rules::is_web_address;
use jiff::civil::Date;
use kontaly_access::{CustomFieldId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A whole number up to which a double counts exactly, in either direction.
const EXACT_MAX: i64 = 1 << 53;

/// An amount in a custom field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units of `currency`.
    #[schema(example = 500_000)]
    pub amount: i64,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
}

/// The value of a custom field; which of these it is, the field's kind says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum CustomValue {
    /// Of a `checkbox`.
    Ticked(bool),
    /// Of a `number`.
    Number(f64),
    /// Of a `money`.
    Money(Money),
    /// Of a `text`, `choice` or `link`; of a `date`, `2026-11-23`; of a `person`, the id.
    Text(String),
    /// Of a `multi_choice`, in the order of the field's choices.
    Choices(Vec<String>),
}

/// Values by the fields' keys.
pub type Values = BTreeMap<String, CustomValue>;

/// A record's values to be set, all of them: a field that is absent or null is cleared.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueSet {
    /// By the fields' keys.
    #[schema(value_type = BTreeMap<String, CustomValue>, example = json!({ "renewal_date": "2026-11-23", "seats": 12 }))]
    pub values: BTreeMap<String, Value>,
}

/// A record's values, and the version of the record that they belong to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordValues {
    /// The record.
    pub record_id: Uuid,
    /// The record's version: custom values are part of it, so say it in If-Match.
    pub version: i32,
    /// By the fields' keys; fields without a value are left out.
    #[schema(example = json!({ "renewal_date": "2026-11-23", "seats": 12 }))]
    pub values: BTreeMap<String, CustomValue>,
}

/// The values of one of several records.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ValuesOf {
    /// The record.
    pub record_id: Uuid,
    /// By the fields' keys; fields without a value are left out.
    #[schema(example = json!({ "renewal_date": "2026-11-23", "seats": 12 }))]
    pub values: BTreeMap<String, CustomValue>,
}

/// One row of `custom_values`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Text, choice, link; of money the currency.
    pub text: Option<String>,
    /// Number; of money the minor units.
    pub number: Option<f64>,
    /// Date.
    pub date: Option<Date>,
    /// Checkbox.
    pub ticked: Option<bool>,
    /// Person.
    pub person: Option<UserId>,
}

impl Cell {
    fn text(text: &str) -> Self {
        Self { text: Some(text.to_owned()), ..Self::default() }
    }
}

/// Adds a row's value to what the API answers for its field.
#[expect(
    clippy::cast_possible_truncation,
    reason = "amounts are kept below 2^53, where a double is whole and exact"
)]
pub fn collect(values: &mut Values, key: String, kind: FieldKind, cell: Cell) {
    let value = match (kind, cell) {
        (FieldKind::MultiChoice, Cell { text: Some(choice), .. }) => {
            if let Some(CustomValue::Choices(choices)) = values.get_mut(&key) {
                choices.push(choice);
                return;
            }
            CustomValue::Choices(vec![choice])
        }
        (FieldKind::Money, Cell { number: Some(amount), text: Some(currency), .. }) => {
            CustomValue::Money(Money { amount: amount as i64, currency })
        }
        (FieldKind::Number, Cell { number: Some(number), .. }) => CustomValue::Number(number),
        (FieldKind::Date, Cell { date: Some(date), .. }) => CustomValue::Text(date.to_string()),
        (FieldKind::Person, Cell { person: Some(person), .. }) => CustomValue::Text(person.to_string()),
        (FieldKind::Checkbox, Cell { ticked: Some(ticked), .. }) => CustomValue::Ticked(ticked),
        (FieldKind::Text | FieldKind::Choice | FieldKind::Link, Cell { text: Some(text), .. }) => {
            CustomValue::Text(text)
        }
        // A row that does not fit its field's kind holds nothing of it.
        _ => return,
    };
    values.insert(key, value);
}

/// What the API answers for rows that were parsed.
#[must_use]
pub fn collected(fields: &[CustomField], cells: &[(CustomFieldId, Cell)]) -> Values {
    let mut values = Values::new();
    for (id, cell) in cells {
        if let Some(field) = fields.iter().find(|field| field.id == *id) {
            collect(&mut values, field.key.clone(), field.kind, cell.clone());
        }
    }
    values
}

/// Reads what was given by the fields' definitions: the rows to be kept, in order.
///
/// # Errors
/// Every value that needs another look, as `values.<key>`.
pub fn parse(
    fields: &[CustomField],
    given: &BTreeMap<String, Value>,
) -> Result<Vec<(CustomFieldId, Cell)>, Vec<FieldError>> {
    let (mut cells, mut wrong) = (Vec::new(), Vec::new());
    for (key, value) in given {
        let read = match fields.iter().find(|field| field.key == *key) {
            Some(field) => cells_of(field, value).map(|read| (field.id, read)),
            None => Err(("unknown", "There is no such field.")),
        };
        match read {
            Ok((id, read)) => cells.extend(read.into_iter().map(|cell| (id, cell))),
            Err((code, message)) => wrong.push(FieldError {
                field: format!("values.{key}"),
                code: code.into(),
                message: message.into(),
            }),
        }
    }
    if wrong.is_empty() { Ok(cells) } else { Err(wrong) }
}

type Wrong = (&'static str, &'static str);

/// The rows of one field's value; none when it is null or an empty text or list.
fn cells_of(field: &CustomField, value: &Value) -> Result<Vec<Cell>, Wrong> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let wrong_type = |wanted| ("wrong_type", wanted);
    let text = |wanted| value.as_str().map(str::trim).ok_or_else(|| wrong_type(wanted));
    let cell = match field.kind {
        FieldKind::MultiChoice => return chosen(field, value),
        FieldKind::Money => money(value)?,
        FieldKind::Number => {
            let number = value.as_f64().ok_or_else(|| wrong_type("Give a number."))?;
            Cell { number: Some(number), ..Cell::default() }
        }
        FieldKind::Checkbox => {
            let ticked = value.as_bool().ok_or_else(|| wrong_type("Give true or false."))?;
            Cell { ticked: Some(ticked), ..Cell::default() }
        }
        FieldKind::Date => {
            let text = text("Give a date such as 2026-11-23.")?;
            let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
            Cell {
                date: Some(date.ok_or(("malformed", "A date looks like 2026-11-23."))?),
                ..Cell::default()
            }
        }
        FieldKind::Person => {
            let id =
                text("Give a person's id.")?.parse().map_err(|_| ("malformed", "This is no person's id."))?;
            Cell { person: Some(id), ..Cell::default() }
        }
        FieldKind::Text => match text("Give a text.")? {
            "" => return Ok(Vec::new()),
            text if text.chars().count() > 4000 => return Err(("too_long", "At most 4000 characters.")),
            text => Cell::text(text),
        },
        FieldKind::Link => match text("Give a web address.")? {
            "" => return Ok(Vec::new()),
            link if link.len() > 2000 || !is_web_address(link) => {
                return Err(("not_a_web_address", "A web address looks like https://example.com/page."));
            }
            link => Cell::text(link),
        },
        FieldKind::Choice => match text("Give one of the choices.")? {
            choice if field.choices.iter().any(|c| c == choice) => Cell::text(choice),
            _ => return Err(("unknown", "There is no such choice.")),
        },
    };
    Ok(vec![cell])
}

fn chosen(field: &CustomField, value: &Value) -> Result<Vec<Cell>, Wrong> {
    let given: Option<Vec<&str>> = value
        .as_array()
        .and_then(|values| values.iter().map(|value| value.as_str().map(str::trim)).collect());
    let given = given.ok_or(("wrong_type", "Give a list of choices."))?;
    if given.iter().any(|choice| !field.choices.iter().any(|c| c == choice)) {
        return Err(("unknown", "There is no such choice."));
    }
    let chosen = field.choices.iter().filter(|choice| given.contains(&choice.as_str()));
    Ok(chosen.map(|choice| Cell::text(choice)).collect())
}

#[expect(clippy::cast_precision_loss, reason = "amounts are kept below 2^53, where a double is exact")]
fn money(value: &Value) -> Result<Cell, Wrong> {
    let money = Money::deserialize(value)
        .map_err(|_| ("wrong_type", "Give {\"amount\": whole minor units, \"currency\": \"EUR\"}."))?;
    if !(-EXACT_MAX..=EXACT_MAX).contains(&money.amount) {
        return Err(("out_of_range", "This amount is too large."));
    }
    if money.currency.len() != 3 || !money.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(("malformed", "A currency is three capitals, such as EUR."));
    }
    Ok(Cell { number: Some(money.amount as f64), text: Some(money.currency), ..Cell::default() })
}
