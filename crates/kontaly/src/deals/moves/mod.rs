//! Moves: a deal into a stage, between two others. The browser says between which; the server computes the rank, and a
//! move writes one row.

pub mod http;
pub mod store;
pub mod whole_stage;

use super::{Deal, rank};
use crate::http::error::FieldError;
use crate::http::rules::Check;
use crate::pipelines::Stage;
use jiff::Timestamp;
use kontaly_access::{DealId, StageId};
use serde::Deserialize;
use utoipa::ToSchema;

/// Where a deal is to go. Between `after` and `before`, or next to the one that is given; with neither, to the top. A
/// neighbour that has left the stage meanwhile is ignored.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The stage, of this pipeline or of another one.
    pub stage_id: StageId,
    /// The deal that it is to stand in front of.
    pub before: Option<DealId>,
    /// The deal that it is to stand behind.
    pub after: Option<DealId>,
    /// Why it was lost: needed when it enters a lost stage.
    #[schema(example = "Chose a competitor")]
    pub lost_reason: Option<String>,
}

/// A deal that stands in the stage already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Which one.
    pub id: DealId,
    /// Its rank.
    pub rank: String,
}

/// The deals around the place that a move names, as they stand now and as far as this person sees them.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// The first one of the stage.
    pub first: Option<Neighbour>,
    /// The one that the deal is to stand behind.
    pub after: Option<Neighbour>,
    /// The one behind that.
    pub behind_after: Option<Neighbour>,
    /// The one that the deal is to stand in front of.
    pub before: Option<Neighbour>,
    /// The one in front of that.
    pub ahead_of_before: Option<Neighbour>,
}

/// A place between two neighbours; `None` is the column's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The one in front of it.
    pub lower: Option<Neighbour>,
    /// The one behind it.
    pub upper: Option<Neighbour>,
}

/// The stage that a deal is to enter, and where in it.
#[derive(Clone, Debug)]
pub struct Target {
    /// The stage.
    pub stage: Stage,
    /// The place.
    pub gap: Gap,
}

impl Neighbours {
    /// The place they leave.
    #[must_use]
    pub fn gap(self) -> Gap {
        let (lower, upper) = match (self.after, self.before) {
            // Others may stand between the two (a filter hides them, somebody was quicker): anywhere between will do.
            (Some(after), Some(before)) if after.key() < before.key() => (Some(after), Some(before)),
            (Some(after), _) => (Some(after), self.behind_after),
            (None, Some(before)) => (self.ahead_of_before, Some(before)),
            (None, None) => (None, self.first),
        };
        Gap { lower, upper }
    }
}

impl Neighbour {
    fn key(&self) -> (&str, DealId) {
        (&self.rank, self.id)
    }
}

impl Gap {
    /// A rank for a deal in this place; `None` when the column has to be spread first.
    #[must_use]
    pub fn rank(&self, deal: DealId, now: Timestamp) -> Option<String> {
        let rank_of = |neighbour: &Option<Neighbour>| neighbour.as_ref().map(|n| n.rank.clone());
        rank::between(rank_of(&self.lower).as_deref(), rank_of(&self.upper).as_deref(), deal.0, now)
    }

    /// Which index the place has among the deals of the column.
    #[must_use]
    pub fn index(&self, column: &[DealId]) -> usize {
        let position = |neighbour: &Option<Neighbour>| {
            neighbour.as_ref().and_then(|neighbour| column.iter().position(|id| *id == neighbour.id))
        };
        position(&self.lower).map(|at| at + 1).or_else(|| position(&self.upper)).unwrap_or(0)
    }
}

impl Move {
    /// The deal as it is after the move, but for its rank.
    ///
    /// # Errors
    /// What the stage asks for and the deal lacks, the reason for a loss included.
    pub fn apply(self, deal: &Deal, stage: &Stage, now: Timestamp) -> Result<Deal, Vec<FieldError>> {
        let mut after = deal.clone();
        super::rules::enter(&mut after, stage, now);
        if let Some(reason) = self.lost_reason {
            after.lost_reason = Some(reason);
        }
        after.updated_at = now;
        let mut wrong = super::rules::settle(&mut after).err().unwrap_or_default();
        if deal.stage_id != stage.id {
            wrong.extend(super::rules::missing(&after, &stage.required_fields));
        }
        if wrong.is_empty() { Ok(after) } else { Err(wrong) }
    }
}

/// What is said of a stage that is not there, or not any more.
#[must_use]
pub fn unknown_stage() -> Vec<FieldError> {
    let mut check = Check::default();
    check.that(false, "stage_id", "unknown_reference", "There is no such stage.");
    check.done().err().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn neighbour(n: u128, rank: &str) -> Option<Neighbour> {
        Some(Neighbour { id: DealId(Uuid::from_u128(n)), rank: rank.into() })
    }

    fn ranks(gap: &Gap) -> (Option<&str>, Option<&str>) {
        let rank_of = |neighbour| Option::as_ref(neighbour).map(|n: &Neighbour| n.rank.as_str());
        (rank_of(&gap.lower), rank_of(&gap.upper))
    }

    #[test]
    fn a_place_is_found_from_whatever_neighbours_are_left() {
        let all = Neighbours {
            first: neighbour(1, "a"),
            after: neighbour(3, "c"),
            behind_after: neighbour(4, "d"),
            before: neighbour(6, "f"),
            ahead_of_before: neighbour(5, "e"),
        };
        assert_eq!(ranks(&all.clone().gap()), (Some("c"), Some("f")));
        let crossed = Neighbours { before: neighbour(2, "b"), ..all.clone() };
        assert_eq!(ranks(&crossed.gap()), (Some("c"), Some("d")), "the one to stand behind counts");
        let only_before = Neighbours { after: None, behind_after: None, ..all.clone() };
        assert_eq!(ranks(&only_before.gap()), (Some("e"), Some("f")));
        let neither = Neighbours { after: None, before: None, ..all };
        assert_eq!(ranks(&neither.gap()), (None, Some("a")));
        assert_eq!(ranks(&Neighbours::default().gap()), (None, None));
    }

    #[test]
    fn equal_ranks_leave_a_place_that_only_a_spread_can_fill() {
        let gap = Gap { lower: neighbour(1, "V"), upper: neighbour(2, "V") };
        assert_eq!(gap.rank(DealId(Uuid::nil()), Timestamp::UNIX_EPOCH), None);
        let column = [1, 2, 3].map(|n| DealId(Uuid::from_u128(n)));
        assert_eq!(gap.index(&column), 1);
        assert_eq!(Gap { lower: None, upper: neighbour(3, "x") }.index(&column), 2);
        assert_eq!(Gap { lower: None, upper: None }.index(&column), 0);
    }
}
