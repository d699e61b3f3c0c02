//! The workspace's time: its zone, its reference day, its working days.
//!
//! History ends with the midnight that begins the reference day, so that nothing was done in the future whatever the
//! hour; what is planned begins on the day itself.

use super::rng::Rng;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Months of history behind the reference day.
pub(super) const MONTHS: i32 = 18;

/// See the module's own text.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    zone: TimeZone,
    /// The reference day.
    pub(super) today: Date,
    /// The first day of the history.
    pub(super) start: Date,
}

/// A month of the history, with how much of it has passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Month {
    /// Its first day within the history.
    pub(super) first: Date,
    /// Its last day within the history.
    pub(super) last: Date,
}

impl Month {
    /// 1 to 12.
    pub(super) fn number(self) -> usize {
        usize::from(self.first.month().unsigned_abs())
    }

    /// Days within the history.
    pub(super) fn days(self) -> i32 {
        days_between(self.first, self.last) + 1
    }
}

/// Days from one date to another.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.duration_until(to).as_hours().try_into().map_or(0, |hours: i32| hours / 24)
}

/// A date some days later, or earlier.
pub(super) fn plus_days(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day itself, or the Friday before it.
pub(super) fn working_day_until(date: Date) -> Date {
    let mut date = date;
    while !is_working_day(date) {
        date = plus_days(date, -1);
    }
    date
}

/// The day itself, or the Monday after it.
pub(super) fn working_day_from(date: Date) -> Date {
    let mut date = date;
    while !is_working_day(date) {
        date = plus_days(date, 1);
    }
    date
}

impl Calendar {
    /// The calendar of a zone around a day.
    pub(super) fn new(zone: TimeZone, today: Date) -> Self {
        Self { zone, today, start: today.saturating_sub(MONTHS.months()) }
    }

    /// The same zone around another day.
    #[cfg(test)]
    pub(super) fn on(&self, today: Date) -> Self {
        Self::new(self.zone.clone(), today)
    }

    /// The last day of the history.
    pub(super) fn yesterday(&self) -> Date {
        plus_days(self.today, -1)
    }

    /// The instant of a time of day on a date here.
    pub(super) fn at(&self, date: Date, hour: i8, minute: i8, second: i8) -> Timestamp {
        let wall = date.at(hour, minute, second, 0);
        // Fails only outside the years -9999 to 9999.
        self.zone.to_ambiguous_timestamp(wall).compatible().unwrap_or_default()
    }

    /// Some instant of the office hours of a date here.
    pub(super) fn in_office_hours(&self, rng: &mut Rng, date: Date) -> Timestamp {
        let minutes = rng.between(8 * 60 + 5, 18 * 60 + 10);
        let (hour, minute) = ((minutes / 60) as i8, (minutes % 60) as i8);
        self.at(date, hour, minute, rng.between(0, 59) as i8)
    }

    /// A round time of day, as meetings have: the full or half hour, 9:00 to 16:30.
    pub(super) fn meeting_time(&self, rng: &mut Rng, date: Date) -> Timestamp {
        self.at(date, rng.between(9, 16) as i8, rng.pick(&[0, 0, 30]), 0)
    }

    /// The months of the history, the first and last of them in part.
    pub(super) fn months(&self) -> Vec<Month> {
        let mut months = Vec::new();
        let mut first = self.start;
        while first <= self.yesterday() {
            let last = first.last_of_month().min(self.yesterday());
            months.push(Month { first, last });
            first = plus_days(last, 1);
        }
        months
    }

    /// A working day between two, both included and within the history.
    pub(super) fn working_day_between(&self, rng: &mut Rng, from: Date, to: Date) -> Date {
        let from = from.min(to);
        let day = plus_days(from, rng.between(0, i64::from(days_between(from, to))) as i32);
        working_day_until(day).max(from)
    }

    /// The date here of an instant.
    pub(super) fn date(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn berlin() -> Calendar {
        Calendar::new(TimeZone::get("Europe/Berlin").expect("a zone"), date(2026, 11, 23))
    }

    #[test]
    fn the_history_is_eighteen_months_of_whole_and_broken_months() {
        let months = berlin().months();
        assert_eq!(months.len(), 19);
        assert_eq!((months[0].first, months[0].last), (date(2025, 5, 23), date(2025, 5, 31)));
        assert_eq!((months[18].first, months[18].last), (date(2026, 11, 1), date(2026, 11, 22)));
        assert_eq!(months.iter().map(|month| month.days()).sum::<i32>(), 549);
    }

    #[test]
    fn weekends_are_left_out_and_hours_are_local() {
        let calendar = berlin();
        assert_eq!(working_day_until(date(2026, 11, 22)), date(2026, 11, 20));
        assert_eq!(working_day_from(date(2026, 11, 21)), date(2026, 11, 23));
        assert_eq!(calendar.at(calendar.today, 9, 30, 0).to_string(), "2026-11-23T08:30:00Z");
        assert_eq!(calendar.date(calendar.at(calendar.today, 0, 10, 0)), calendar.today);
        let mut rng = Rng::new(1, "days");
        for _ in 0..500 {
            let day = calendar.working_day_between(&mut rng, calendar.start, calendar.yesterday());
            assert!(is_working_day(day) && day < calendar.today && day >= calendar.start, "{day}");
        }
    }
}
