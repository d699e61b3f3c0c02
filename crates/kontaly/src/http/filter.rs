//! Filters: nested AND and OR over a noun's fields, compiled to SQL in which everything a person gave is bound.
//!
//! ```json
//! {"and": [{"field": "status", "op": "in", "value": ["new", "contacted"]},
//!          {"or": [{"field": "owner_id", "op": "eq", "value": "me"}, {"field": "owner_id", "op": "empty"}]},
//!          {"field": "custom.renewal", "op": "gte", "value": "2026-01-01", "type": "date"},
//!          {"field": "tag", "op": "in", "value": ["0199…"]}]}
//! ```
//!
//! A custom field is named with its type, because the statement is built before the field is looked up; without one, a
//! text, a number and a checkbox are told by the value. What a negation (`ne`, `not_in`, `empty`) lets through are also the
//! records that have no value at all.

use super::error::Error;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_access::Actor;
use kontaly_db::{Sql, sql};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// Conditions a filter may have, and levels it may be nested.
const CONDITIONS_MAX: usize = 50;
const DEPTH_MAX: usize = 6;
/// Values of an `in` list.
const VALUES_MAX: usize = 200;
/// Characters that `custom_values.text_key` keeps of a text (migrations/0003).
const TEXT_KEY_CHARS: usize = 200;

/// How a field's values are read and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; `eq`, `in` and `prefix` use an index, `contains` reads.
    Text,
    /// A whole number, or an amount in minor units.
    Integer,
    /// A number with a fraction.
    Number,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// An id; `"me"` is the person who asks.
    Id,
}

/// A field that lists can be filtered by, and some sorted.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name in the API.
    pub name: &'static str,
    /// The column, qualified.
    pub column: &'static str,
    /// How it is read.
    pub kind: Kind,
    /// The column that sorts by it: never null, and indexed behind `tenant_id`.
    pub sort: Option<&'static str>,
}

impl Field {
    /// A field that can be filtered by.
    #[must_use]
    pub const fn new(name: &'static str, column: &'static str, kind: Kind) -> Self {
        Self { name, column, kind, sort: None }
    }

    /// A field that can be filtered by and sorted, by its own column.
    #[must_use]
    pub const fn sorted(name: &'static str, column: &'static str, kind: Kind) -> Self {
        Self { name, column, kind, sort: Some(column) }
    }
}

/// What a noun's list is made of.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The noun as custom fields, tags and search know it.
    pub noun: &'static str,
    /// The column of the record's id, qualified.
    pub id: &'static str,
    /// The column of the tenant, qualified.
    pub tenant: &'static str,
    /// The column of the owner, qualified, where that alone decides who sees a row: people of small scope then read along
    /// an index that begins with it and goes on in the default sort.
    pub owner: Option<&'static str>,
    /// The fields.
    pub fields: &'static [Field],
    /// The sort when none is asked for, as in the query: `-created_at`.
    pub default_sort: &'static str,
}

/// A filter as it was sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Node {
    And { and: Vec<Node> },
    Or { or: Vec<Node> },
    Is(Condition),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    field: String,
    op: String,
    #[serde(default)]
    value: Value,
    #[serde(rename = "type", default)]
    kind: Option<String>,
}

/// Compiles a filter of a listing to a condition that begins with ` and `, or to nothing.
///
/// # Errors
/// 422 that names the part that cannot be understood.
pub fn compile(listing: &Listing, filter: Option<&str>, actor: &Actor) -> Result<Sql, Error> {
    let mut out = sql("");
    let Some(filter) = filter.filter(|text| !text.trim().is_empty()) else { return Ok(out) };
    let node: Node = serde_json::from_str(filter)
        .map_err(|_| Error::query("filter", "The filter is not JSON of the form {\"field\", \"op\", \"value\"}, {\"and\": […]} or {\"or\": […]}."))?;
    if filter.contains("\\u0000") {
        return Err(Error::query("filter", "The character U+0000 cannot be searched for."));
    }
    let mut budget = CONDITIONS_MAX;
    out.push(" and ");
    Compiler { listing, actor, budget: &mut budget }.node(&node, 0, &mut out)?;
    Ok(out)
}

struct Compiler<'a> {
    listing: &'a Listing,
    actor: &'a Actor,
    budget: &'a mut usize,
}

impl Compiler<'_> {
    fn node(&mut self, node: &Node, depth: usize, out: &mut Sql) -> Result<(), Error> {
        if depth > DEPTH_MAX {
            return Err(Error::query("filter", format!("A filter nests {DEPTH_MAX} levels at most.")));
        }
        match node {
            Node::And { and } => self.joined(and, " and ", "true", depth, out),
            Node::Or { or } => self.joined(or, " or ", "false", depth, out),
            Node::Is(condition) => self.condition(condition, out),
        }
    }

    fn joined(
        &mut self,
        nodes: &[Node],
        with: &'static str,
        none: &'static str,
        depth: usize,
        out: &mut Sql,
    ) -> Result<(), Error> {
        out.push("(");
        if nodes.is_empty() {
            out.push(none);
        }
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                out.push(with);
            }
            self.node(node, depth + 1, out)?;
        }
        out.push(")");
        Ok(())
    }

    fn condition(&mut self, condition: &Condition, out: &mut Sql) -> Result<(), Error> {
        *self.budget = self.budget.checked_sub(1).ok_or_else(|| {
            Error::query("filter", format!("A filter has {CONDITIONS_MAX} conditions at most."))
        })?;
        if let Some(key) = condition.field.strip_prefix("custom.") {
            return self.custom(key, condition, out);
        }
        if condition.field == "tag" {
            return self.tag(condition, out);
        }
        let field = self.listing.fields.iter().find(|field| field.name == condition.field);
        let field = field.ok_or_else(|| {
            Error::query("filter", format!("There is no field {:?} to filter by.", condition.field))
        })?;
        self.compare(field.column, field.kind, condition, out)
    }

    fn compare(
        &self,
        column: &'static str,
        kind: Kind,
        condition: &Condition,
        out: &mut Sql,
    ) -> Result<(), Error> {
        let operator = match condition.op.as_str() {
            "eq" => " = ",
            "ne" => " is distinct from ",
            "lt" => " < ",
            "lte" => " <= ",
            "gt" => " > ",
            "gte" => " >= ",
            "prefix" if kind == Kind::Text => " ^@ ",
            "empty" => {
                out.push(column).push(" is null");
                return Ok(());
            }
            "not_empty" => {
                out.push(column).push(" is not null");
                return Ok(());
            }
            "contains" if kind == Kind::Text => {
                let text = text(&condition.value, condition)?;
                out.push("position(lower(").push_bind(text).push(") in lower(").push(column).push(")) > 0");
                return Ok(());
            }
            "in" | "not_in" => return self.one_of(column, kind, condition, out),
            op => {
                return Err(Error::query(
                    "filter",
                    format!("{:?} cannot be compared with {op:?}.", condition.field),
                ));
            }
        };
        out.push(column).push(operator);
        self.bind(kind, &condition.value, condition, out)
    }

    fn one_of(
        &self,
        column: &'static str,
        kind: Kind,
        condition: &Condition,
        out: &mut Sql,
    ) -> Result<(), Error> {
        let values = condition.value.as_array().filter(|values| values.len() <= VALUES_MAX);
        let values = values.ok_or_else(|| {
            Error::query("filter", format!("{:?} needs a list of {VALUES_MAX} values at most.", condition.op))
        })?;
        let negated = condition.op == "not_in";
        if values.is_empty() {
            out.push(if negated { "true" } else { "false" });
            return Ok(());
        }
        if negated {
            out.push("(").push(column).push(" is null or ");
        }
        out.push(column).push(if negated { " <> all (" } else { " = any (" });
        // One array and not a placeholder a value: the text of the statement stays one of few.
        match kind {
            Kind::Text => out.push_bind(each(values, |value| text(value, condition))?),
            Kind::Integer => out.push_bind(each(values, |value| integer(value, condition))?),
            Kind::Number => out.push_bind(each(values, |value| number(value, condition))?),
            Kind::Date => out.push_bind(each(values, |value| parsed::<Date>(value, condition))?),
            Kind::Instant => out.push_bind(each(values, |value| parsed::<Timestamp>(value, condition))?),
            Kind::Id => out.push_bind(each(values, |value| self.id(value, condition))?),
        };
        out.push(if negated { "))" } else { ")" });
        Ok(())
    }

    fn bind(&self, kind: Kind, value: &Value, condition: &Condition, out: &mut Sql) -> Result<(), Error> {
        match kind {
            Kind::Text => out.push_bind(text(value, condition)?),
            Kind::Integer => out.push_bind(integer(value, condition)?),
            Kind::Number => out.push_bind(number(value, condition)?),
            Kind::Date => out.push_bind(parsed::<Date>(value, condition)?),
            Kind::Instant => out.push_bind(parsed::<Timestamp>(value, condition)?),
            Kind::Id => out.push_bind(self.id(value, condition)?),
        };
        Ok(())
    }

    fn id(&self, value: &Value, condition: &Condition) -> Result<Uuid, Error> {
        if value == "me" { Ok(self.actor.id.0) } else { parsed(value, condition) }
    }

    /// A custom field: a typed value row, found through the index of its type.
    fn custom(&mut self, key: &str, condition: &Condition, out: &mut Sql) -> Result<(), Error> {
        if let op @ ("empty" | "not_empty") = condition.op.as_str() {
            self.values_of(key, op == "empty", out);
            out.push(")");
            return Ok(());
        }
        let (column, kind) = match (condition.kind.as_deref(), &condition.value) {
            (Some("date"), _) => ("v.date_value", Kind::Date),
            (Some("person"), _) => ("v.user_value", Kind::Id),
            (Some("checkbox"), _) | (None, Value::Bool(_)) => return self.checkbox(key, condition, out),
            (Some("money"), Value::Object(_)) => return self.money(key, condition, out),
            (Some("number" | "money"), _) | (None, Value::Number(_)) => ("v.number_value", Kind::Number),
            (Some("text" | "choice" | "multi_choice" | "link") | None, _) => ("v.text_value", Kind::Text),
            (Some(other), _) => return Err(Error::query("filter", format!("There is no type {other:?}."))),
        };
        // Of several choices, "not this one" means that none of them is: a negation is of the whole look-up.
        let (op, negated) = match condition.op.as_str() {
            "ne" => ("eq", true),
            "not_in" => ("in", true),
            op => (op, false),
        };
        let condition = Condition { op: op.to_owned(), ..condition.clone() };
        self.values_of(key, negated, out);
        if kind == Kind::Text && matches!(op, "eq" | "in" | "prefix") {
            // The index holds the beginnings of texts: asked for too, so that it is used.
            let value = beginnings(&condition.value);
            out.push(" and ");
            self.compare("v.text_key", kind, &Condition { value, ..condition.clone() }, out)?;
        }
        out.push(" and ");
        self.compare(column, kind, &condition, out)?;
        out.push(")");
        Ok(())
    }

    /// A box that nobody ever touched is not ticked.
    fn checkbox(&self, key: &str, condition: &Condition, out: &mut Sql) -> Result<(), Error> {
        let ticked = match (condition.op.as_str(), condition.value.as_bool()) {
            ("eq", Some(wanted)) => wanted,
            ("ne", Some(unwanted)) => !unwanted,
            _ => return Err(Error::query("filter", "A checkbox is compared with eq and true or false.")),
        };
        self.values_of(key, !ticked, out);
        out.push(" and v.boolean_value)");
        Ok(())
    }

    /// An amount of one currency, `{"amount": 500000, "currency": "EUR"}`; a bare number is compared with any currency's.
    fn money(&self, key: &str, condition: &Condition, out: &mut Sql) -> Result<(), Error> {
        let (Some(currency), amount) = (condition.value["currency"].as_str(), &condition.value["amount"])
        else {
            return Err(wrong(condition, "an amount and a currency"));
        };
        let amount = Condition { value: amount.clone(), ..condition.clone() };
        self.values_of(key, false, out);
        out.push(" and v.text_value = ").push_bind(currency.to_owned()).push(" and ");
        self.compare("v.number_value", Kind::Number, &amount, out)?;
        out.push(")");
        Ok(())
    }

    /// The values of a field that a record has, or has not; the caller goes on with ` and …)`. The field is looked up
    /// once a statement: nothing in its look-up depends on the row.
    fn values_of(&self, key: &str, absent: bool, out: &mut Sql) {
        out.push(if absent { "not exists (" } else { "exists (" });
        out.push("select from custom_values v where v.tenant_id = ").push(self.listing.tenant);
        out.push(" and v.record_id = ").push(self.listing.id);
        out.push(" and v.field_id = (select f.id from custom_fields f where f.tenant_id = ")
            .push_bind(self.actor.tenant_id);
        out.push(" and f.noun = ")
            .push_bind(self.listing.noun)
            .push(" and f.key = ")
            .push_bind(key.to_owned());
        out.push(" and f.trashed_at is null)");
    }

    fn tag(&self, condition: &Condition, out: &mut Sql) -> Result<(), Error> {
        let op = condition.op.as_str();
        out.push(match op {
            "eq" | "in" | "not_empty" => "exists (",
            "ne" | "not_in" | "empty" => "not exists (",
            _ => {
                return Err(Error::query("filter", "A tag is compared with in, not_in, empty or not_empty."));
            }
        });
        out.push("select from taggings g where g.tenant_id = ").push(self.listing.tenant);
        out.push(" and g.record_id = ").push(self.listing.id);
        if !matches!(op, "empty" | "not_empty") {
            let ids = match &condition.value {
                Value::Array(values) if values.len() <= VALUES_MAX => {
                    each(values, |value| parsed::<Uuid>(value, condition))?
                }
                value => vec![parsed(value, condition)?],
            };
            out.push(" and g.tag_id = any (").push_bind(ids).push(")");
        }
        out.push(")");
        Ok(())
    }
}

/// What `custom_values.text_key` holds of a text, or of every text of a list.
fn beginnings(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.chars().take(TEXT_KEY_CHARS).collect()),
        Value::Array(values) => Value::Array(values.iter().map(beginnings).collect()),
        other => other.clone(),
    }
}

fn each<T>(values: &[Value], read: impl Fn(&Value) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    values.iter().map(read).collect()
}

fn wrong(condition: &Condition, wanted: &str) -> Error {
    Error::query("filter", format!("{:?} is compared with {wanted}.", condition.field))
}

fn text(value: &Value, condition: &Condition) -> Result<String, Error> {
    value.as_str().map(str::to_owned).ok_or_else(|| wrong(condition, "a text"))
}

fn integer(value: &Value, condition: &Condition) -> Result<i64, Error> {
    value.as_i64().ok_or_else(|| wrong(condition, "a whole number"))
}

fn number(value: &Value, condition: &Condition) -> Result<f64, Error> {
    value.as_f64().ok_or_else(|| wrong(condition, "a number"))
}

fn parsed<T: std::str::FromStr>(value: &Value, condition: &Condition) -> Result<T, Error> {
    let wanted = if std::any::type_name::<T>().contains("Date") {
        "a date such as 2026-11-23"
    } else if std::any::type_name::<T>().contains("Uuid") {
        "an id"
    } else {
        "an instant such as 2026-11-23T09:00:00Z"
    };
    value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| wrong(condition, wanted))
}
