//! References: which record a name, an address or an external id of the file means.

use super::bulk::store::{Referent, referents};
use super::nouns::{Cell, Kind, Noun, Target};
use super::rows::Row;
use crate::accounts::email_key;
use crate::http::Result;
use crate::search::fold;
use kontaly_db::TenantTx;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Names kept at most; beyond, everything is asked anew. Memory does not grow with the file.
const KNOWN_MAX: usize = 50_000;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This record.
    One {
        /// Which one.
        id: Uuid,
        /// What it is called.
        name: String,
        /// Whether records may be given to this person.
        assignable: bool,
    },
    /// So many of the same name.
    Several(usize),
    /// None that one sees.
    Unknown,
}

/// Finds out what names mean, and remembers it for the next rows.
#[derive(Default)]
pub struct Resolver {
    known: HashMap<(Target, String), Meaning>,
}

impl Resolver {
    /// The names that these rows refer to, by where they lead.
    #[must_use]
    pub fn wanted(noun: &Noun, rows: &[Row]) -> BTreeMap<Target, BTreeSet<String>> {
        let mut wanted: BTreeMap<Target, BTreeSet<String>> = BTreeMap::new();
        for (at, field) in noun.fields.iter().enumerate() {
            let Kind::Reference(target) = field.kind else { continue };
            let names = rows.iter().filter_map(|row| row.given[at].text());
            wanted.entry(target).or_default().extend(names.map(str::to_owned));
        }
        wanted
    }

    /// Asks for the names that are not known yet: one query for each kind of record.
    ///
    /// # Errors
    /// The database's.
    pub async fn learn(
        &mut self,
        tx: &mut TenantTx,
        wanted: BTreeMap<Target, BTreeSet<String>>,
    ) -> Result<()> {
        if self.known.len() > KNOWN_MAX {
            self.known.clear();
        }
        for (target, names) in wanted {
            let names: Vec<String> =
                names.into_iter().filter(|name| !self.known.contains_key(&(target, name.clone()))).collect();
            if names.is_empty() {
                continue;
            }
            let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
            let lower: Vec<String> = names.iter().map(|name| email_key(name)).collect();
            let found = referents(tx, target, folded.clone(), lower.clone(), names.clone()).await?;
            let mut by_key: HashMap<&str, Vec<&Referent>> = HashMap::new();
            for referent in &found {
                by_key.entry(referent.key.as_str()).or_default().push(referent);
            }
            for ((name, folded), lower) in names.iter().zip(&folded).zip(&lower) {
                let meaning = meaning(&by_key, [folded, lower, name]);
                self.known.insert((target, name.clone()), meaning);
            }
        }
        Ok(())
    }

    /// What a name means, of those that were asked for.
    #[must_use]
    pub fn meaning(&self, target: Target, name: &str) -> Meaning {
        self.known.get(&(target, name.to_owned())).cloned().unwrap_or(Meaning::Unknown)
    }

    /// Remembers a record that was made along the way.
    pub fn made(&mut self, target: Target, name: &str, id: Uuid) {
        let meaning = Meaning::One { id, name: name.to_owned(), assignable: true };
        self.known.insert((target, name.to_owned()), meaning);
    }

    /// Forgets names that meant nothing: rows since may have made them.
    pub fn forget_unknown(&mut self) {
        self.known.retain(|_, meaning| *meaning != Meaning::Unknown);
    }
}

/// A name goes before an address, and an address before an id; a record that is found twice is one.
fn meaning(by_key: &HashMap<&str, Vec<&Referent>>, [folded, lower, written]: [&String; 3]) -> Meaning {
    let found = |key: &str, by_name: bool| {
        let mut found: Vec<&Referent> = by_key.get(key).into_iter().flatten().copied().collect();
        found.retain(|referent| referent.by_name == by_name);
        found.sort_by_key(|referent| referent.id);
        found.dedup_by_key(|referent| referent.id);
        found
    };
    for found in [found(folded, true), found(lower, false), found(written, false)] {
        match found.as_slice() {
            [] => {}
            [one] => {
                return Meaning::One { id: one.id, name: one.name.clone(), assignable: one.assignable };
            }
            several => return Meaning::Several(several.len()),
        }
    }
    Meaning::Unknown
}

/// Puts ids where references are, and says what is wrong where there is none. Fields for which `unknown` answers true
/// may stay unresolved: they are given back.
pub fn resolve(
    resolver: &Resolver,
    noun: &Noun,
    row: &mut Row,
    unknown: impl Fn(usize) -> bool,
) -> (Vec<usize>, Vec<(usize, &'static str, String)>) {
    let (mut open, mut wrong) = (Vec::new(), Vec::new());
    for (at, field) in noun.fields.iter().enumerate() {
        let Kind::Reference(target) = field.kind else { continue };
        let Some(name) = row.given[at].text().map(str::to_owned) else { continue };
        match resolver.meaning(target, &name) {
            Meaning::One { assignable: false, name, .. } => {
                wrong.push((at, "not_yours", format!("You cannot give records to {name}.")));
            }
            Meaning::One { id, name, .. } => {
                row.given[at] = Cell::Id(id);
                row.names.push((at, name));
            }
            Meaning::Several(count) => {
                let what = target.plural();
                wrong.push((at, "ambiguous_reference", format!("{count} {what} are called so. Use an id.")));
            }
            Meaning::Unknown if unknown(at) => open.push(at),
            Meaning::Unknown => {
                let what = target.word();
                wrong.push((at, "unknown_reference", format!("There is no {what} of this name.")));
            }
        }
    }
    (open, wrong)
}
