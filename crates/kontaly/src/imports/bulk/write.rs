//! Writing a batch: all at once, and where the database refuses, by halves until the rows that it refuses stand alone.

use super::{Draft, store};
use crate::http::Result;
use crate::imports::nouns::Table;
use jiff::Timestamp;
use kontaly_db::{Error, TenantTx};
use std::collections::HashSet;
use std::ops::Range;
use uuid::Uuid;

/// Why a record was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is, or would be, outside what one sees.
    NotYours,
    /// Somebody changed it since it was read.
    Moved,
    /// A constraint of that name refused.
    Constraint(String),
    /// A value does not fit.
    Value,
}

/// What a refused statement says of a single record; an error that is not about the record is the import's.
fn refusal(error: Error) -> Result<Refusal> {
    match error {
        Error::Refused => Ok(Refusal::NotYours),
        Error::Constraint { name, .. } => Ok(Refusal::Constraint(name)),
        Error::Value(_) => Ok(Refusal::Value),
        error => Err(error.into()),
    }
}

/// Inserts records; says of each why it was not.
///
/// # Errors
/// When the database cannot be reached, or refuses for a reason that is not a record's own.
pub async fn insert(
    tx: &mut TenantTx,
    table: &'static Table,
    now: Timestamp,
    drafts: &[Draft],
) -> Result<Vec<Option<Refusal>>> {
    let mut refusals = vec![None; drafts.len()];
    let mut ranges = todo(drafts);
    while let Some(range) = ranges.pop() {
        let statement = store::insert(tx.tenant(), table, now, &drafts[range.clone()]);
        if let Err(error) = tx.attempt(statement).await {
            refuse(range, refusal(error)?, &mut ranges, &mut refusals);
        }
    }
    Ok(refusals)
}

/// Updates records; says of each why it was not.
///
/// # Errors
/// As [`insert`].
pub async fn update(
    tx: &mut TenantTx,
    table: &'static Table,
    now: Timestamp,
    drafts: &[Draft],
) -> Result<Vec<Option<Refusal>>> {
    let mut refusals = vec![None; drafts.len()];
    let mut written: HashSet<Uuid> = HashSet::new();
    let mut ranges = todo(drafts);
    while let Some(range) = ranges.pop() {
        let statement = store::update(tx.tenant(), table, now, &drafts[range.clone()]);
        match tx.attempt(statement).await {
            Ok(rows) => {
                for row in &rows {
                    written.insert(row.take()?);
                }
            }
            Err(error) => refuse(range, refusal(error)?, &mut ranges, &mut refusals),
        }
    }
    // Row security does not refuse to change what one sees and may not change: it passes it over in silence.
    let passed: Vec<&Draft> = drafts
        .iter()
        .zip(&refusals)
        .filter(|(draft, refusal)| refusal.is_none() && !written.contains(&draft.id))
        .map(|(draft, _)| draft)
        .collect();
    if !passed.is_empty() {
        let unmoved: HashSet<Uuid> = store::unmoved(tx, table, &passed).await?.into_iter().collect();
        for (draft, refusal) in drafts.iter().zip(&mut refusals) {
            if refusal.is_none() && !written.contains(&draft.id) {
                *refusal = Some(if unmoved.contains(&draft.id) { Refusal::NotYours } else { Refusal::Moved });
            }
        }
    }
    Ok(refusals)
}

fn todo(drafts: &[Draft]) -> Vec<Range<usize>> {
    std::iter::once(0..drafts.len()).filter(|range| !range.is_empty()).collect()
}

/// A refused range is tried again by halves; a refused record is named.
fn refuse(
    range: Range<usize>,
    refusal: Refusal,
    ranges: &mut Vec<Range<usize>>,
    refusals: &mut [Option<Refusal>],
) {
    if range.len() == 1 {
        refusals[range.start] = Some(refusal);
        return;
    }
    let middle = range.start + range.len() / 2;
    ranges.push(middle..range.end);
    ranges.push(range.start..middle);
}
