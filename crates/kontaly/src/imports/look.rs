//! The look at a whole file: read once, column by column and name by name.

use super::file::Stored;
use super::file::reading::Reading;
use super::file::records::{CellKind, Raw};
use super::mapping::{Mapping, creatable};
use super::near;
use super::nouns::{Key, Kind, Noun, Target};
use super::preview::{ChoiceMatch, NearMatch, Preview, PreviewColumn, PreviewField, Question, UnknownName};
use super::references::{Meaning, Resolver};
use super::rows::{chosen, thousandths};
use super::setting::Setting;
use super::values::date::{self, DateOrder};
use super::values::number::{self, DecimalMark};
use super::values::votes::{Verdict, Votes};
use crate::accounts::name_key;
use crate::http::Result;
use kontaly_db::TenantTx;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Different values of one field that are counted at most.
const VALUES_MAX: usize = 10_000;
/// Entries of each list that is shown, the commonest first.
const SHOWN_MAX: usize = 200;
/// Values shown of each column.
const SAMPLES: usize = 3;

/// What a column showed so far.
#[derive(Default)]
struct Watch {
    field: Option<usize>,
    filled: i64,
    samples: Vec<String>,
    dates: Votes<3>,
    numbers: Votes<2>,
    /// A value that can be read in two ways.
    doubtful: Option<String>,
    scale: i64,
}

/// Looks at a whole file.
pub struct Look<'a> {
    noun: &'static Noun,
    mapping: &'a Mapping,
    setting: &'a Setting,
    header: &'a [String],
    watches: Vec<Watch>,
    rows: i64,
    rows_without_key: i64,
    resolver: Resolver,
    /// Rows by field and name, of names that mean nothing.
    strays: HashMap<(usize, String), i64>,
    /// Rows by field and value, of choices.
    choices: BTreeMap<(usize, String), i64>,
}

impl<'a> Look<'a> {
    /// Reads the file once and says what it shows.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn at(
        tx: &mut TenantTx,
        (file, header): (Stored, &'a [String]),
        noun: &'static Noun,
        mapping: &'a Mapping,
        setting: &'a Setting,
    ) -> Result<Preview> {
        let watch = |column: &String| Watch {
            field: mapping.columns.get(column).and_then(Option::as_deref).and_then(|name| noun.field(name)),
            scale: mapping.scales.get(column).copied().unwrap_or(1),
            ..Watch::default()
        };
        let mut look = Self {
            noun,
            mapping,
            setting,
            header,
            watches: header.iter().map(watch).collect(),
            rows: 0,
            rows_without_key: 0,
            resolver: Resolver::default(),
            strays: HashMap::new(),
            choices: BTreeMap::new(),
        };
        let mut reading = Reading::start(file.clone(), |raw: Raw| raw);
        while let Some(batch) = reading.next().await? {
            look.see(tx, &batch).await?;
        }
        look.find_parents(&file).await?;
        look.told(tx, file.format).await
    }

    async fn see(&mut self, tx: &mut TenantTx, batch: &[Raw]) -> Result<()> {
        let mut names: BTreeMap<Target, BTreeSet<String>> = BTreeMap::new();
        let mut references: Vec<(usize, Target, String)> = Vec::new();
        for raw in batch {
            self.rows += 1;
            if raw.len() != self.header.len() {
                continue;
            }
            let mut found_by_key = false;
            for (place, watch) in self.watches.iter_mut().enumerate() {
                let cell = raw.cell(place);
                if cell.is_empty() {
                    continue;
                }
                if raw.kind(place) == CellKind::Error {
                    watch.show(cell);
                    continue;
                }
                watch.see((cell, raw.kind(place)), self.noun, self.setting);
                let Some(at) = watch.field else { continue };
                found_by_key |= self.noun.is_key(at);
                let field = &self.noun.fields[at];
                match field.kind {
                    Kind::Reference(target) => {
                        let name = self.mapping.stands_for(field.name, cell).unwrap_or(cell).to_owned();
                        names.entry(target).or_default().insert(name.clone());
                        references.push((at, target, name));
                    }
                    Kind::Choice(_) | Kind::Stage => count(&mut self.choices, (at, cell.to_owned())),
                    _ => {}
                }
            }
            let blank = raw.cells().all(str::is_empty);
            self.rows_without_key += i64::from(!found_by_key && !blank);
        }
        self.resolver.learn(tx, names).await?;
        for (at, target, name) in references {
            if self.resolver.meaning(target, &name) == Meaning::Unknown {
                let full = self.strays.len() >= VALUES_MAX;
                match self.strays.get_mut(&(at, name.clone())) {
                    Some(rows) => *rows += 1,
                    None if !full => {
                        self.strays.insert((at, name), 1);
                    }
                    None => {}
                }
            }
        }
        Ok(())
    }

    /// A record may refer to another one of the same file: such names are not strays.
    async fn find_parents(&mut self, file: &Stored) -> Result<()> {
        let Some(table) = self.noun.table else { return Ok(()) };
        let (Some(parent), Key::Name(name, _)) = (table.parent, table.key) else { return Ok(()) };
        let Some(place) = self.watches.iter().position(|watch| watch.field == Some(name)) else {
            return Ok(());
        };
        if !self.strays.keys().any(|(at, _)| *at == parent) {
            return Ok(());
        }
        let mut reading = Reading::start(file.clone(), move |raw: Raw| name_key(raw.cell(place)));
        while let Some(batch) = reading.next().await? {
            let there: HashSet<String> = batch.into_iter().collect();
            self.strays.retain(|(at, name), _| *at != parent || !there.contains(&name_key(name)));
        }
        Ok(())
    }

    async fn told(self, tx: &mut TenantTx, format: super::file::Format) -> Result<Preview> {
        let mut strays: Vec<(usize, String, i64)> =
            self.strays.iter().map(|((at, name), rows)| (*at, name.clone(), *rows)).collect();
        strays.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (a.0, &a.1).cmp(&(b.0, &b.1))));
        strays.truncate(SHOWN_MAX);
        let near_matches = self.near_matches(tx, &strays).await?;
        let unknown = strays.into_iter().map(|(at, name, rows)| {
            let field = &self.noun.fields[at];
            let created = creatable(field.kind) && self.mapping.create.contains(field.name);
            UnknownName { field: field.name.to_owned(), name, rows, created }
        });
        Ok(Preview {
            format: Some(format),
            rows: self.rows,
            rows_without_key: self.rows_without_key,
            unknown: unknown.collect(),
            near_matches,
            choices: self.choice_matches(),
            questions: self.questions(),
            fields: self
                .noun
                .fields
                .iter()
                .map(|field| PreviewField {
                    field: field.name.to_owned(),
                    label: field.label.to_owned(),
                    takes: field.kind.word().to_owned(),
                    required: field.required,
                })
                .collect(),
            columns: self.columns(),
        })
    }

    async fn near_matches(
        &self,
        tx: &mut TenantTx,
        strays: &[(usize, String, i64)],
    ) -> Result<Vec<NearMatch>> {
        let mut found = Vec::new();
        for (at, field) in self.noun.fields.iter().enumerate() {
            let Kind::Reference(target) = field.kind else { continue };
            let of_field = strays.iter().filter(|(stray, ..)| *stray == at);
            let names: Vec<String> = of_field.clone().map(|(_, name, _)| name.clone()).collect();
            if names.is_empty() {
                continue;
            }
            let matches = near::matches(tx, target, &names).await?;
            for (_, from, rows) in of_field {
                for to in matches.get(from).into_iter().flatten() {
                    let (field, from, to) = (field.name.to_owned(), from.clone(), to.clone());
                    found.push(NearMatch { field, from, to, rows: *rows });
                }
            }
        }
        Ok(found)
    }

    fn choice_matches(&self) -> Vec<ChoiceMatch> {
        let mut matches: Vec<ChoiceMatch> = self
            .choices
            .iter()
            .map(|((at, from), rows)| {
                let field = &self.noun.fields[*at];
                let value = self.mapping.stands_for(field.name, from).unwrap_or(from);
                let to = match field.kind {
                    Kind::Choice(choices) => chosen(choices, value).map(str::to_owned),
                    _ => self.setting.stage_called(value).map(|stage| stage.name.clone()),
                };
                ChoiceMatch { field: field.name.to_owned(), from: from.clone(), to, rows: *rows }
            })
            .collect();
        matches.sort_by_key(|choice| (choice.field.clone(), std::cmp::Reverse(choice.rows)));
        matches.truncate(SHOWN_MAX);
        matches
    }

    fn questions(&self) -> Vec<Question> {
        let missing = self.mapping.missing(self.noun).into_iter().map(|error| Question {
            code: error.code,
            column: None,
            field: Some(error.field),
            message: error.message,
        });
        let mut questions: Vec<Question> = missing.collect();
        for (watch, column) in self.watches.iter().zip(self.header) {
            let Some(field) = watch.field.map(|at| &self.noun.fields[at]) else { continue };
            let value = watch.doubtful.as_deref().unwrap_or_default();
            let mut ask = |code: &str, message: String| {
                questions.push(Question {
                    code: code.to_owned(),
                    column: Some(column.clone()),
                    field: Some(field.name.to_owned()),
                    message,
                });
            };
            if field.kind.is_dated()
                && self.mapping.date_order.is_none()
                && watch.dates.verdict() == Verdict::Ask
            {
                let fits = watch.dates.fits();
                let votes: Vec<String> =
                    ["ymd", "dmy", "mdy"].iter().zip(fits).map(|(name, n)| format!("{name} {n}")).collect();
                let votes = votes.join(", ");
                ask(
                    "date_order_ambiguous",
                    format!(
                        "{value:?} can be read in more than one way (values that fit: {votes}). Say the order of the dates."
                    ),
                );
            }
            if field.kind.is_numeric()
                && self.mapping.decimal_mark.is_none()
                && watch.numbers.verdict() == Verdict::Ask
            {
                ask(
                    "decimal_mark_ambiguous",
                    format!(
                        "{value:?} can be read in more than one way. Say which mark separates the decimals."
                    ),
                );
            }
        }
        questions
    }

    fn columns(&self) -> Vec<PreviewColumn> {
        let column = |(watch, column): (&Watch, &String)| {
            let kind = watch.field.map(|at| self.noun.fields[at].kind);
            PreviewColumn {
                column: column.clone(),
                field: watch.field.map(|at| self.noun.fields[at].name.to_owned()),
                filled: watch.filled,
                samples: watch.samples.clone(),
                date_order: kind.filter(|kind| kind.is_dated()).and_then(|_| watch.order()),
                decimal_mark: kind.filter(|kind| kind.is_numeric()).and_then(|_| watch.mark()),
            }
        };
        self.watches.iter().zip(self.header).map(column).collect()
    }
}

impl Watch {
    fn show(&mut self, cell: &str) {
        self.filled += 1;
        if self.samples.len() < SAMPLES && !self.samples.iter().any(|known| known == cell) {
            self.samples.push(cell.chars().take(80).collect());
        }
    }

    fn see(&mut self, (cell, written): (&str, CellKind), noun: &Noun, setting: &Setting) {
        self.show(cell);
        let Some(field) = self.field.map(|at| &noun.fields[at]) else { return };
        if field.kind.is_dated() {
            let readings = date::readings(cell, &setting.zone);
            self.doubt(cell, &readings);
            self.dates.see(&readings);
        }
        if field.kind.is_numeric() {
            let (readings, _) = number::readings(
                cell,
                written,
                field.kind == Kind::Money && thousandths(self.scale, &setting.currency),
            );
            self.doubt(cell, &readings);
            self.numbers.see(&readings);
        }
    }

    fn doubt<T: PartialEq>(&mut self, cell: &str, readings: &[Option<T>]) {
        let mut read = readings.iter().flatten();
        let first = read.next();
        if self.doubtful.is_none() && read.any(|other| Some(other) != first) {
            self.doubtful = Some(cell.chars().take(40).collect());
        }
    }

    fn order(&self) -> Option<DateOrder> {
        match self.dates.verdict() {
            Verdict::Is(way) => Some(DateOrder::ALL[way]),
            Verdict::Silent | Verdict::Ask => None,
        }
    }

    fn mark(&self) -> Option<DecimalMark> {
        match self.numbers.verdict() {
            Verdict::Is(way) => Some(DecimalMark::ALL[way]),
            Verdict::Silent | Verdict::Ask => None,
        }
    }
}

fn count(counts: &mut BTreeMap<(usize, String), i64>, key: (usize, String)) {
    if counts.len() < VALUES_MAX || counts.contains_key(&key) {
        *counts.entry(key).or_default() += 1;
    }
}
