//! What a row does to the record that it is about: pure, so that it can run beside the database.

use super::Outcome;
use super::bulk::{Draft, Stored};
use super::nouns::{Key, Kind, Table, Values};
use super::rows::{Plan, Row, same_day};
use crate::accounts::name_key;
use crate::clock::Clock;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// What was decided of a row.
pub enum Decision {
    /// It makes or changes a record.
    Write(Box<Draft>, Outcome),
    /// It leaves everything as it is: the record that it found, and what is to be said about it.
    Leave(Row, Outcome, Option<Uuid>, Option<Value>),
    /// Another row of this wave is about the same record.
    Wait(Row),
}

/// By what a row's record is found: external ids (true) and the noun's other key (false).
#[must_use]
pub fn keys(table: &Table, row: &Row) -> Vec<(bool, String)> {
    let mut keys = Vec::with_capacity(2);
    if let Some(id) = row.given[table.external_id.0].text() {
        keys.push((true, id.to_owned()));
    }
    match table.key {
        Key::None => {}
        Key::Name(field, _) => keys.extend(row.given[field].text().map(|name| (false, name_key(name)))),
        Key::Email(field, _) => keys.extend(row.given[field].text().map(|email| (false, email.to_owned()))),
        Key::Point => {
            let emails = row.points.iter().filter(|point| point.kind == "email");
            keys.extend(emails.map(|point| (false, point.key.clone())));
        }
    }
    keys
}

/// Decides rows, on a thread of its own: this is what takes the processor's time.
#[must_use]
pub fn decide_all(
    plan: &Plan,
    table: &'static Table,
    clock: &Clock,
    rows: Vec<Row>,
    stored: Vec<Stored>,
) -> Vec<Decision> {
    let mut there = There::new(table, stored);
    rows.into_iter().map(|row| decide(plan, table, clock, row, &mut there)).collect()
}

/// What is there, by its keys; a record is given out once a wave.
struct There {
    stored: Vec<Option<Stored>>,
    by_id: HashMap<String, usize>,
    by_key: HashMap<String, Vec<usize>>,
}

/// What a row's keys found.
enum Match {
    Nothing,
    One(Box<Stored>),
    Taken,
    Several(usize),
}

impl There {
    fn new(table: &Table, stored: Vec<Stored>) -> Self {
        let mut by_id = HashMap::new();
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, one) in stored.iter().enumerate() {
            if let Some(id) = one.values.0[table.external_id.1].text().filter(|_| !one.given_up) {
                by_id.insert(id.to_owned(), at);
            }
            if one.trashed {
                continue;
            }
            match table.key {
                Key::None => {}
                Key::Name(_, column) | Key::Email(_, column) => {
                    if let Some(key) = one.values.0[column].text() {
                        by_key.entry(key.to_owned()).or_default().push(at);
                    }
                }
                Key::Point => {
                    for (_, _, key) in one.points.iter().filter(|(kind, ..)| kind == "email") {
                        by_key.entry(key.clone()).or_default().push(at);
                    }
                }
            }
        }
        Self { stored: stored.into_iter().map(Some).collect(), by_id, by_key }
    }

    /// The record of the row's external id; else the one of its other key, unless that one has another external id.
    fn find(&mut self, table: &Table, row: &Row) -> Match {
        let keys = keys(table, row);
        let external = keys.iter().find(|(by_id, _)| *by_id).map(|(_, id)| id);
        if let Some(at) = external.and_then(|id| self.by_id.get(id)) {
            return self.take(*at);
        }
        for (_, key) in keys.iter().filter(|(by_id, _)| !by_id) {
            let mut found = self.by_key.get(key).cloned().unwrap_or_default();
            found.retain(|at| {
                let stored = self.stored[*at].as_ref();
                external.is_none()
                    || stored.is_none_or(|stored| stored.values.0[table.external_id.1].is_blank())
            });
            match found.as_slice() {
                [] => {}
                [one] => return self.take(*one),
                several => return Match::Several(several.len()),
            }
        }
        Match::Nothing
    }

    fn take(&mut self, at: usize) -> Match {
        self.stored[at].take().map_or(Match::Taken, |stored| Match::One(Box::new(stored)))
    }
}

fn decide(plan: &Plan, table: &'static Table, clock: &Clock, mut row: Row, there: &mut There) -> Decision {
    let before = match there.find(table, &row) {
        Match::Nothing => None,
        Match::One(stored) if stored.trashed => {
            let message = "The record of this external id is in the trash. Restore it first.";
            row.faults.push(plan.fault(&row, "external_id", "in_trash", message));
            return Decision::Leave(row, Outcome::Rejected, None, None);
        }
        Match::One(stored) => Some(*stored),
        Match::Taken => return Decision::Wait(row),
        Match::Several(count) => {
            let message = format!("{count} {} share this. Give an external id.", plan.noun.name);
            row.faults.push(plan.fault(&row, key_field(plan, table), "ambiguous_key", message));
            return Decision::Leave(row, Outcome::Rejected, None, None);
        }
    };
    row.merging = before.as_ref().is_some_and(|before| before.touched);
    let mut after = before.as_ref().map_or_else(|| Values::blank(table), |before| before.values.clone());
    let kept = apply(plan, &row, before.is_some(), &mut after);
    if let (None, Some(owner)) = (&before, table.owner)
        && after.0[owner].is_blank()
    {
        after.0[owner] = plan.setting.owner.into();
    }
    let settled = (table.settle)(&plan.setting, &row, before.as_ref(), &mut after);
    if let Err(wrong) = settled {
        for wrong in wrong {
            let fault = plan.fault(&row, &wrong.field, &wrong.code, wrong.message);
            row.faults.push(fault);
        }
        return Decision::Leave(row, Outcome::Rejected, None, None);
    }
    weigh(table, clock, row, before, after, kept)
}

/// The field by which records are found where no external id does.
fn key_field(plan: &Plan, table: &Table) -> &'static str {
    let fields = plan.noun.fields;
    match table.key {
        Key::None => "external_id",
        Key::Name(field, _) | Key::Email(field, _) => fields[field].name,
        Key::Point => {
            let mut filled = plan.sources.iter().filter_map(|source| source.field.map(|at| &fields[at]));
            filled
                .find(|field| matches!(field.kind, Kind::Point("email", _)))
                .map_or("email_work", |field| field.name)
        }
    }
}

/// Puts the row's values into the record. Blank cells say nothing; in a record of an earlier row of the same file, only
/// what is blank is filled, and what is kept from changing is given back.
fn apply(plan: &Plan, row: &Row, there: bool, after: &mut Values) -> Map<String, Value> {
    let mut kept = Map::new();
    for (field, given) in plan.noun.fields.iter().zip(&row.given) {
        let Some(column) = field.column.filter(|_| !given.is_blank()) else { continue };
        let stands = &mut after.0[column];
        if stands == given || (there && same_day(&plan.setting, given, stands)) {
            continue;
        }
        if row.merging && !stands.is_blank() {
            kept.insert(field.name.to_owned(), json!([stands.json(), given.json()]));
        } else {
            *stands = given.clone();
        }
    }
    kept
}

/// Compares the record with what it was, and says what the row comes to.
fn weigh(
    table: &'static Table,
    clock: &Clock,
    mut row: Row,
    before: Option<Stored>,
    after: Values,
    kept: Map<String, Value>,
) -> Decision {
    let points = std::mem::take(&mut row.points);
    let has = |kind: &str, key: &str| {
        before.iter().flat_map(|before| &before.points).any(|(known, _, value)| known == kind && value == key)
    };
    let new_points: Vec<_> = points.into_iter().filter(|point| !has(point.kind, &point.key)).collect();
    let mut detail = Map::new();
    if let Some(before) = &before {
        for ((column, was), is) in table.columns.iter().zip(&before.values.0).zip(&after.0) {
            if was != is {
                detail.insert(column.name.to_owned(), json!([was.json(), is.json()]));
            }
        }
        if !new_points.is_empty() {
            let values = new_points.iter().map(|point| point.value.as_str()).collect::<Value>();
            detail.insert("points".into(), json!([Value::Null, values]));
        }
    }
    let changed = before.is_none() || !detail.is_empty();
    if !kept.is_empty() {
        detail.insert("kept".into(), Value::Object(kept));
    }
    if !row.made.is_empty() {
        detail.insert("made".into(), row.made.clone().into());
    }
    let merged = detail.contains_key("kept");
    let detail = (!detail.is_empty()).then_some(Value::Object(detail));
    let id = before.as_ref().map(|before| before.id);
    if !changed {
        let outcome = if merged { Outcome::Merged } else { Outcome::Unchanged };
        return Decision::Leave(row, outcome, id, detail);
    }
    let outcome = if before.is_none() { Outcome::Created } else { Outcome::Updated };
    let id = id.unwrap_or_else(|| clock.id());
    Decision::Write(Box::new(Draft { row, id, before, after, new_points, detail }), outcome)
}
