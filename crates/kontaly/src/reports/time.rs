//! Periods of days in a time zone, cut into days, weeks or months.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Pieces of a period at most: more can be neither read nor drawn.
pub const PIECES_MAX: usize = 120;

/// How a period is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// Days.
    Day,
    /// Weeks, from Monday.
    Week,
    /// Months.
    Month,
}

impl Grain {
    /// The grain of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    /// The first day of the piece behind the one in which a day lies.
    fn next(self, day: Date) -> Option<Date> {
        match self {
            Self::Day => day.tomorrow().ok(),
            Self::Week => day.nth_weekday(1, Weekday::Monday).ok(),
            Self::Month => day.first_of_month().checked_add(1.month()).ok(),
        }
    }
}

/// Days from `from` to `to`, both included; as a piece of a larger period, cut off where that begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Days {
    /// The first day.
    #[schema(value_type = String, format = Date, example = "2026-11-01")]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    pub to: Date,
}

/// The pieces of a period, in order; none when there are more than [`PIECES_MAX`].
#[must_use]
pub fn pieces(period: Days, grain: Grain) -> Option<Vec<Days>> {
    let mut pieces = Vec::new();
    let mut from = period.from;
    while from <= period.to {
        if pieces.len() == PIECES_MAX {
            return None;
        }
        let next = grain.next(from)?;
        pieces.push(Days { from, to: next.yesterday().ok()?.min(period.to) });
        from = next;
    }
    Some(pieces)
}

/// The instants at which pieces begin, and the one at which the last ends: `n + 1` for `n` pieces.
#[must_use]
pub fn boundaries(pieces: &[Days], zone: &TimeZone) -> Option<Vec<Timestamp>> {
    let last = pieces.last()?.to.tomorrow().ok()?;
    pieces.iter().map(|piece| piece.from).chain([last]).map(|day| start_of(day, zone)).collect()
}

/// The first instant of a day: mostly midnight, but not where clocks are put forward at midnight.
#[must_use]
pub fn start_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_zoned(zone.clone()).ok()?.start_of_day().ok()?.timestamp())
}

/// How a period's pieces, numbered from 1, are put together from counts by UTC day: every day goes as a whole to the
/// piece at whose side of the nearest UTC midnight it lies, and the rows between that midnight and the piece's own
/// boundary, half a day's at most, are counted one by one and moved to where they belong.
#[derive(Debug, PartialEq, Eq)]
pub struct Patchwork {
    /// The UTC days at which pieces begin, and the one at which the last ends.
    pub days: Vec<Date>,
    /// The gaps between those midnights and the pieces' own boundaries.
    pub gaps: Vec<Gap>,
}

/// Rows from `from` until before `until` that counts by UTC day give to one piece and that belong to its neighbour. The
/// pieces 0 and `n + 1` are outside the period.
#[derive(Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first instant.
    pub from: Timestamp,
    /// The instant behind the last.
    pub until: Timestamp,
    /// The piece that counts by UTC day give them to.
    pub wrong: i32,
    /// The piece that they belong to.
    pub right: i32,
}

/// See [`Patchwork`].
#[must_use]
pub fn patchwork(boundaries: &[Timestamp]) -> Option<Patchwork> {
    let mut work = Patchwork { days: Vec::new(), gaps: Vec::new() };
    for (behind, boundary) in (0_i32..).zip(boundaries.iter().copied()) {
        let ahead = behind + 1;
        let middle = boundary.checked_add(SignedDuration::from_hours(12)).ok()?;
        let day = TimeZone::UTC.to_datetime(middle).date();
        let midnight = start_of(day, &TimeZone::UTC)?;
        work.days.push(day);
        if boundary < midnight {
            work.gaps.push(Gap { from: boundary, until: midnight, wrong: behind, right: ahead });
        } else if midnight < boundary {
            work.gaps.push(Gap { from: midnight, until: boundary, wrong: ahead, right: behind });
        }
    }
    Some(work)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(from: Date, to: Date) -> Days {
        Days { from, to }
    }

    #[test]
    fn a_period_is_cut_at_mondays_and_firsts_and_at_its_own_ends() {
        let period = days(date(2026, 1, 30), date(2026, 3, 2));
        assert_eq!(
            pieces(period, Grain::Month).expect("few"),
            [
                days(date(2026, 1, 30), date(2026, 1, 31)),
                days(date(2026, 2, 1), date(2026, 2, 28)),
                days(date(2026, 3, 1), date(2026, 3, 2))
            ]
        );
        let weeks = pieces(period, Grain::Week).expect("few");
        assert_eq!(weeks[0], days(date(2026, 1, 30), date(2026, 2, 1)), "until Sunday");
        assert_eq!(weeks[1].from, date(2026, 2, 2), "a Monday");
        assert_eq!(pieces(period, Grain::Day).expect("few").len(), 32);
        let one = days(date(2026, 2, 2), date(2026, 2, 2));
        assert_eq!(pieces(one, Grain::Week).expect("one"), [one]);
        assert_eq!(pieces(days(date(2020, 1, 1), date(2026, 1, 1)), Grain::Day), None, "too many");
    }

    /// Whatever the zone, rows counted by UTC day and then moved over the gaps are in the piece of their local day.
    #[test]
    fn the_patchwork_of_utc_days_is_exact_in_every_zone() {
        let period = days(date(2026, 3, 1), date(2026, 4, 12));
        for name in [
            "UTC",
            "Europe/Berlin",
            "America/Los_Angeles",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Pacific/Auckland",
            "Pacific/Kiritimati",
            "America/St_Johns",
            "Africa/Cairo",
            "Asia/Beirut",
        ] {
            let zone = TimeZone::get(name).expect("a zone");
            for grain in [Grain::Day, Grain::Week, Grain::Month] {
                let pieces = pieces(period, grain).expect("few");
                let bounds = boundaries(&pieces, &zone).expect("instants");
                let work = patchwork(&bounds).expect("instants");
                let mut at = bounds[0] - SignedDuration::from_hours(40);
                let end = bounds[bounds.len() - 1] + SignedDuration::from_hours(40);
                while at < end {
                    let local = zone.to_datetime(at).date();
                    let wanted = pieces.iter().position(|piece| (piece.from..=piece.to).contains(&local));
                    let utc = TimeZone::UTC.to_datetime(at).date();
                    let whole = work.days.iter().filter(|day| **day <= utc).count();
                    let whole = i32::try_from(whole).expect("few");
                    let mut shares = vec![0; pieces.len() + 2];
                    shares[usize::try_from(whole).expect("few")] += 1;
                    for gap in work.gaps.iter().filter(|gap| gap.from <= at && at < gap.until) {
                        shares[usize::try_from(gap.wrong).expect("few")] -= 1;
                        shares[usize::try_from(gap.right).expect("few")] += 1;
                    }
                    for (i, _) in pieces.iter().enumerate() {
                        assert_eq!(shares[i + 1], i32::from(wanted == Some(i)), "{name} {grain:?} {at}");
                    }
                    at += SignedDuration::from_mins(15);
                }
            }
        }
    }
}
