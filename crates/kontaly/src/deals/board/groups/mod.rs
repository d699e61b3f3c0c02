//! Boards that are cut by something else than the stage: a pipeline's open deals by whose they are, or by the month in
//! which they are expected to close. Within a column the one that closes first stands on top.

pub mod store;

use crate::http::{Error, Result};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use kontaly_access::UserId;
use serde::Serialize;
use utoipa::ToSchema;

/// The column of deals that have no owner, or no expected close date.
pub const NONE: &str = "none";
/// Months that have a column of their own, from the current one on.
const MONTHS: i32 = 6;
/// What deals without a date are sorted by (`deals.expected_close_sort`).
const NO_DATE: Date = date(9999, 12, 31);

/// What a board is cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// The stages: all deals, in the order in which they were put.
    Stage,
    /// Whose they are: open deals only.
    Owner,
    /// The month in which they are expected to close: open deals only.
    Month,
}

impl Group {
    /// The group of that name; stages when none is given.
    ///
    /// # Errors
    /// 422 for another name.
    pub fn parse(name: Option<&str>) -> Result<Self> {
        match name {
            None | Some("" | "stage") => Ok(Self::Stage),
            Some("owner") => Ok(Self::Owner),
            Some("month") => Ok(Self::Month),
            Some(_) => Err(Error::query("group", "A board is grouped by stage, owner or month.")),
        }
    }
}

/// Which deals a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those of a person, or of the pool.
    Of(Option<UserId>),
    /// Those whose expected close date, as they are sorted by it, lies from the one day to before the other.
    Closing(Date, Option<Date>),
}

/// A column by months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// `late`, `2026-11`, `later` or `none`.
    pub id: String,
    /// The month's first day, where it is one month.
    pub month: Option<Date>,
    /// From this day on.
    pub first: Date,
    /// Before this day.
    pub next: Option<Date>,
}

/// The columns by months, in order and without a gap: what should have closed before this month, this month and the next
/// ones, what comes later, and what has no date.
#[must_use]
pub fn spans(today: Date) -> Vec<Span> {
    let month = |ahead: i32| today.first_of_month().saturating_add(ahead.months());
    let mut starts = vec![("late".to_owned(), None, date(1, 1, 1))];
    starts.extend((0..MONTHS).map(month).map(|day| (day.strftime("%Y-%m").to_string(), Some(day), day)));
    starts.push(("later".to_owned(), None, month(MONTHS)));
    starts.push((NONE.to_owned(), None, NO_DATE));
    let nexts: Vec<_> = starts.iter().skip(1).map(|start| Some(start.2)).chain([None]).collect();
    let spans = starts.into_iter().zip(nexts);
    spans.map(|((id, month, first), next)| Span { id, month, first, next }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_turn_of_the_year() {
        let spans = spans(date(2026, 10, 31));
        let ids: Vec<_> = spans.iter().map(|span| span.id.as_str()).collect();
        assert_eq!(
            ids,
            ["late", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "later", "none"]
        );
        for pair in spans.windows(2) {
            assert_eq!(pair[0].next, Some(pair[1].first), "no day is in two columns, and none in no column");
        }
        assert_eq!(spans[1].first, date(2026, 10, 1));
        assert_eq!(spans.last().and_then(|span| span.next), None);
    }
}
