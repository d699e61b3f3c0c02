//! What of a record an undo takes back, and what stays and why: pure.

use crate::imports::bulk::{Draft, Stored};
use crate::imports::file::records::Raw;
use crate::imports::nouns::{Cell, Column, Kind, Noun, Table, Type, Wrong};
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// What of a row's doing stays when its import is undone, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Stay {
    /// `changed`, `in_use`, `in_trash`, `deleted`, `not_yours`, or the code of the rule that refuses the old values.
    #[schema(example = "changed")]
    pub code: String,
    /// The field, if it is one field's affair; null, the whole record.
    #[schema(example = "city")]
    pub field: Option<String>,
    /// What stands there now; of amounts and of references nothing.
    pub value: Option<Value>,
    /// What is hung on the record, where that is the reason.
    #[schema(example = "deal")]
    pub by: Option<String>,
    /// What the record is called now.
    #[schema(example = "Halcyon GmbH")]
    pub name: Option<String>,
    /// The company, where it is not the row's own record but one that was made because the row named it.
    pub company_id: Option<Uuid>,
    /// The reason in a sentence.
    #[schema(example = "Somebody changed this since.")]
    pub message: String,
}

impl Stay {
    /// A record that stays as a whole.
    #[must_use]
    pub fn whole(code: &str, message: &str) -> Self {
        Self { code: code.to_owned(), message: message.to_owned(), ..Self::default() }
    }

    /// One that was changed.
    #[must_use]
    pub fn changed() -> Self {
        Self::whole("changed", "Somebody changed this since.")
    }

    /// One that is not there, or not for whoever undoes.
    #[must_use]
    pub fn missing(there: bool) -> Self {
        if there {
            Self::whole("not_yours", "This is outside what you can see or change now.")
        } else {
            Self::whole("deleted", "This was deleted for good since.")
        }
    }

    fn in_trash() -> Self {
        Self::whole("in_trash", "This is in the trash already.")
    }

    fn refused(wrong: Wrong) -> Self {
        Self { code: wrong.code, field: Some(wrong.field), message: wrong.message, ..Self::default() }
    }
}

/// What one row did to its record.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The row's line.
    pub line: i64,
    /// Its outcome.
    pub outcome: String,
    /// Its record, if it has one.
    pub record: Option<Uuid>,
    /// Each changed field with the values before and after.
    pub detail: Map<String, Value>,
}

impl Deed {
    /// The companies that were made because the row named them.
    pub fn made(&self) -> impl Iterator<Item = Uuid> {
        let made = self.detail.get("made").and_then(Value::as_array).into_iter().flatten();
        made.filter_map(|made| made.as_object()?.values().next()?.as_str()?.parse().ok())
    }

    /// The place of each column that it changed, with the values before and after.
    fn changes<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = (usize, &'a Value, &'a Value)> {
        let pairs = self.detail.iter().filter_map(|(name, pair)| Some((name, pair.get(0)?, pair.get(1)?)));
        pairs.filter_map(|(name, was, is)| Some((column(table, name)?, was, is)))
    }

    /// The e-mail addresses and telephone numbers that it added.
    fn points(&self) -> impl Iterator<Item = &str> {
        let points = self.detail.get("points").and_then(|pair| pair.get(1)?.as_array());
        points.into_iter().flatten().filter_map(Value::as_str)
    }
}

fn column(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// What is asked about a record beyond sight.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The version that it has if only imports and undos wrote it.
    pub version: i32,
    /// What is hung on it, or refers to it.
    pub used_by: Option<String>,
}

/// Why a record that the import made does not go to the trash.
#[must_use]
pub fn made(table: &Table, held: Option<&Stored>, fact: Option<&Fact>) -> Option<Stay> {
    let (Some(stored), Some(fact)) = (held, fact) else { return Some(Stay::missing(fact.is_some())) };
    let stay = match &fact.used_by {
        _ if stored.trashed => Stay::in_trash(),
        _ if stored.version != fact.version => Stay::changed(),
        Some(noun) => Stay {
            by: Some(noun.clone()),
            ..Stay::whole("in_use", "Something hangs on it, or refers to it, since.")
        },
        None => return None,
    };
    Some(Stay { name: name(table, stored), ..stay })
}

/// What a record is called.
fn name(table: &Table, stored: &Stored) -> Option<String> {
    stored.values.0[column(table, "name")?].text().map(str::to_owned)
}

/// A record that the import changed, with what it gets back.
pub struct Restored {
    /// The record as it becomes; none, where nothing is left to give back.
    pub draft: Option<Draft>,
    /// Places of its e-mail addresses and telephone numbers that go: kind and key.
    pub gone: Vec<(String, String)>,
    /// What stays: of which column, or of all.
    pub stays: Stays,
}

/// What of a record stays.
pub enum Stays {
    /// Everything.
    Whole(Vec<Stay>),
    /// Of these columns.
    Columns(BTreeMap<usize, Stay>),
}

impl Stays {
    /// What of one row's doing stays.
    #[must_use]
    pub fn of(&self, table: &Table, deed: &Deed) -> Vec<Stay> {
        match self {
            Self::Whole(stays) => stays.clone(),
            Self::Columns(stays) => {
                deed.changes(table).filter_map(|(at, ..)| stays.get(&at).cloned()).collect()
            }
        }
    }
}

/// Gives a record what rows took from it, field by field: a field that has another value by now keeps it.
#[must_use]
pub fn restored(
    noun: &Noun,
    table: &Table,
    setting: &Setting,
    deeds: &[Deed],
    mut stored: Stored,
) -> Restored {
    if stored.trashed {
        let stay = Stay { name: name(table, &stored), ..Stay::in_trash() };
        return Restored { draft: None, gone: Vec::new(), stays: Stays::Whole(vec![stay]) };
    }
    let name = name(table, &stored);
    let (mut after, mut stays) = (stored.values.clone(), BTreeMap::new());
    let net = net(table, deeds);
    for unit in units(table, &net) {
        let back =
            unit.iter().map(|at| Some((*at, back(table.columns[*at], &stored.values.0[*at], net[at])?)));
        if let Some(cells) = back.collect::<Option<Vec<_>>>() {
            cells.into_iter().for_each(|(at, cell)| after.0[at] = cell);
        } else {
            stays.extend(
                told(noun, &unit).map(|at| (at, field_stays(noun, table, at, &stored, name.clone()))),
            );
        }
    }
    let added: BTreeSet<&str> = deeds.iter().flat_map(Deed::points).collect();
    let (gone, left) = std::mem::take(&mut stored.points)
        .into_iter()
        .partition(|(_, value, _)| added.contains(value.as_str()));
    stored.points = left;
    let gone: Vec<(String, String, String)> = gone;
    let row = Row::new(Raw::default(), noun.fields.len());
    if let Err(wrong) = (table.restore)(setting, &row, Some(&stored), &mut after) {
        let stay = |wrong| Stay { name: name.clone(), ..Stay::refused(wrong) };
        return Restored {
            draft: None,
            gone: Vec::new(),
            stays: Stays::Whole(wrong.into_iter().map(stay).collect()),
        };
    }
    let same = after == stored.values && gone.is_empty();
    let id = stored.id;
    let draft = Draft { row, id, before: Some(stored), after, new_points: Vec::new(), detail: None };
    Restored {
        draft: (!same).then_some(draft),
        gone: gone.into_iter().map(|(kind, _, key)| (kind, key)).collect(),
        stays: Stays::Columns(stays),
    }
}

/// The columns of a unit by which it is told: those that a field of a file fills, or else the first.
fn told<'a>(noun: &'a Noun, unit: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    let fills = |at: &usize| noun.fields.iter().any(|field| field.column == Some(*at));
    let none = !unit.iter().any(fills);
    unit.iter().copied().enumerate().filter(move |(n, at)| fills(at) || none && *n == 0).map(|(_, at)| at)
}

/// A field that was changed since, with what stands there as far as it says something as it is kept.
fn field_stays(noun: &Noun, table: &Table, at: usize, stored: &Stored, name: Option<String>) -> Stay {
    let amount = noun.fields.iter().any(|field| field.column == Some(at) && field.kind == Kind::Money);
    let stands = &stored.values.0[at];
    let value = (!amount && table.columns[at].ty != Type::Id).then(|| stands.json());
    Stay { field: Some(table.columns[at].name.to_owned()), value, name, ..Stay::changed() }
}

/// What all rows together did to each column of a record: its value before the first and behind the last.
fn net<'a>(table: &'a Table, deeds: &'a [Deed]) -> BTreeMap<usize, (&'a Value, &'a Value)> {
    let mut net: BTreeMap<usize, (&Value, &Value)> = BTreeMap::new();
    for (at, was, is) in deeds.iter().flat_map(|deed| deed.changes(table)) {
        net.entry(at).or_insert((was, is)).1 = is;
    }
    net.retain(|at, _| !table.derived.contains(at));
    net
}

/// The changed columns, those together that mean something together only.
fn units(table: &Table, net: &BTreeMap<usize, (&Value, &Value)>) -> Vec<Vec<usize>> {
    let mut units: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in net.keys() {
        let first = table.units.iter().find(|unit| unit.contains(at)).map_or(*at, |unit| unit[0]);
        units.entry(first).or_default().push(*at);
    }
    units.into_values().collect()
}

/// The value that a column gets back, unless it has become another one since.
fn back(column: Column, stands: &Cell, (was, is): (&Value, &Value)) -> Option<Cell> {
    let old = Cell::read(column.ty, was)?;
    (*stands == old || Cell::read(column.ty, is)? == *stands).then_some(old)
}
