//! Dates as files write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// In which order a date's numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31/12/2026, 31.12.2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026/12/31, 26-12-31
    Ymd,
}

impl DateOrder {
    /// All of them, in the order of [`readings`].
    pub const ALL: [Self; 3] = [Self::Ymd, Self::Dmy, Self::Mdy];
}

/// The months as they are written, by their first three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What each order of [`DateOrder::ALL`] makes of a text. A text that can be read in one way only (the year in front
/// with four digits, the month in letters, an RFC 3339 instant) is read the same by all.
#[must_use]
pub fn readings(text: &str, zone: &TimeZone) -> [Option<DateTime>; 3] {
    if let Some(instant) = instant(text) {
        return [Some(instant.to_zoned(zone.clone()).datetime()); 3];
    }
    let (day, time) = split_time(text);
    let Some(time) = time else { return [None; 3] };
    let parts: Vec<&str> = day.split(['/', '-', '.', ',', ' ']).filter(|part| !part.is_empty()).collect();
    let &[a, b, c] = parts.as_slice() else { return [None; 3] };
    if let Some(date) = with_month_name(a, b, c) {
        return [Some(date.to_datetime(time)); 3];
    }
    if a.len() == 4 {
        return [date(a, b, c).map(|date| date.to_datetime(time)); 3];
    }
    [date(a, b, c), date(c, b, a), date(c, a, b)].map(|date| Some(date?.to_datetime(time)))
}

/// Reads a date in a given order.
#[must_use]
pub fn read(text: &str, order: DateOrder, zone: &TimeZone) -> Option<DateTime> {
    let place = DateOrder::ALL.iter().position(|known| *known == order)?;
    readings(text, zone)[place]
}

/// The instant at which a local time of the workspace is; a gap in the clocks is jumped over.
#[must_use]
pub fn instant_of(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    local.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// An instant that says its own offset.
fn instant(text: &str) -> Option<Timestamp> {
    (text.len() >= 16 && text.as_bytes()[4] == b'-').then(|| text.parse().ok()).flatten()
}

/// Takes the time of day off the end; a date alone is at midnight, and what looks like neither has none.
fn split_time(text: &str) -> (&str, Option<Time>) {
    let at = text.find(':').and_then(|colon| text[..colon].rfind([' ', 'T']));
    let Some(at) = at else {
        return (text, (!text.contains(':')).then_some(Time::midnight()));
    };
    let (day, time) = (&text[..at], text[at + 1..].trim());
    let upper = time.to_ascii_uppercase();
    let (clock, afternoon) = match (upper.strip_suffix("PM"), upper.strip_suffix("AM")) {
        (Some(clock), _) => (clock.trim(), Some(true)),
        (_, Some(clock)) => (clock.trim(), Some(false)),
        _ => (upper.trim_end_matches('Z'), None),
    };
    (day, clock_time(clock, afternoon))
}

fn clock_time(clock: &str, afternoon: Option<bool>) -> Option<Time> {
    let mut parts = clock.split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let second: i8 = match parts.next() {
        Some(second) => second.split('.').next()?.parse().ok()?,
        None => 0,
    };
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
        None => hour,
    };
    civil::Time::new(hour, minute, second, 0).ok()
}

fn with_month_name(a: &str, b: &str, c: &str) -> Option<Date> {
    let month = |part: &str| {
        let start = part.get(..3)?.to_ascii_lowercase();
        let place = MONTHS.iter().position(|month| *month == start)?;
        Some((place + 1).to_string())
    };
    match (month(a), month(b)) {
        (Some(named), _) => date(c, &named, b.trim_end_matches(|c: char| c.is_ascii_alphabetic())),
        (_, Some(named)) if a.len() == 4 => date(a, &named, c),
        (_, Some(named)) => date(c, &named, a.trim_end_matches(|c: char| c.is_ascii_alphabetic())),
        _ => None,
    }
}

/// Year, month, day. A year has four digits or two; two are of 1970 to 2069.
fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str, most: usize| {
        (text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
    };
    let year = match (year.len(), digits(year, 4)?) {
        (4, year) => year,
        (2, year) if year < 70 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    let (month, day) = (i8::try_from(digits(month, 2)?).ok()?, i8::try_from(digits(day, 2)?).ok()?);
    Date::new(year, month, day).ok().filter(|_| year >= 1000)
}

#[cfg(test)]
mod tests {
    use super::super::votes::{Verdict, Votes};
    use super::*;

    fn days(text: &str) -> [Option<String>; 3] {
        readings(text, &TimeZone::UTC).map(|reading| reading.map(|local| local.date().to_string()))
    }

    fn verdict(column: &[&str]) -> Verdict {
        let mut votes = Votes::<3>::default();
        for text in column {
            votes.see(&readings(text, &TimeZone::UTC));
        }
        votes.verdict()
    }

    #[test]
    fn a_date_is_read_in_every_order_that_it_allows() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(days("03/04/2017"), [None, some("2017-04-03"), some("2017-03-04")]);
        assert_eq!(days("10/20/2016"), [None, None, some("2016-10-20")]);
        assert_eq!(days("1.2.03"), [None, some("2003-02-01"), some("2003-01-02")]);
        assert_eq!(days("01-02-03"), [some("2001-02-03"), some("2003-02-01"), some("2003-01-02")]);
        for one_way in [
            "2016-10-20",
            "2016/10/20",
            "20 Oct 2016",
            "20-October-2016",
            "Oct 20, 2016",
            "October 20th, 2016",
            "2016-10-20T08:00:00Z",
            "2016-10-20 08:00:00.666+00:00",
            "2016-10-20 08:00",
            "2016-10-20 8:00 PM",
        ] {
            assert_eq!(
                days(one_way),
                [some("2016-10-20"), some("2016-10-20"), some("2016-10-20")],
                "{one_way}"
            );
        }
        for none in
            ["", "soon", "31/31/2017", "2017-02-30", "1/2", "1/2/3/4", "12:30", "1/2/2017 25:00", "1/2/02017"]
        {
            assert_eq!(days(none), [None, None, None], "{none}");
        }
    }

    #[test]
    fn the_column_tells_the_order_or_asks() {
        assert_eq!(verdict(&["1/2/2017", "3/1/2017", "10/20/2016"]), Verdict::Is(2));
        assert_eq!(verdict(&["1/2/2017", "31.1.2017"]), Verdict::Is(1));
        assert_eq!(verdict(&["2016-01-02"]), Verdict::Is(0));
        assert_eq!(verdict(&["1/2/2017", "3/1/2017"]), Verdict::Ask);
        assert_eq!(verdict(&["1/1/2017", "2/2/2017"]), Verdict::Is(1), "either order says the same");
        assert_eq!(verdict(&["31/1/2017", "1/31/2017"]), Verdict::Ask, "no order fits all");
    }

    #[test]
    fn an_instant_falls_on_the_workspaces_day() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        let [day, ..] = readings("2024-08-13T23:30:00Z", &berlin);
        assert_eq!(day.map(|local| local.date().to_string()).as_deref(), Some("2024-08-14"));
        let midnight =
            read("14.08.2024", DateOrder::Dmy, &berlin).and_then(|local| instant_of(local, &berlin));
        assert_eq!(midnight.map(|at| at.to_string()).as_deref(), Some("2024-08-13T22:00:00Z"));
    }
}
