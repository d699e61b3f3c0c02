//! Counting requests by tenant, in memory: a lock and a few additions a request. What was counted is written down every few
//! seconds by [`super::write`]; a process that is killed loses those seconds.

use jiff::Timestamp;
use kontaly_access::TenantId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Ranges that durations are counted in.
pub const RANGES: usize = 24;
/// The first range ends here, in microseconds; each of the others at half as much again: from 0.5 ms to 5.6 s, so that a
/// percentile is right to a quarter of itself.
const FIRST_MICROS: f64 = 500.0;
const GROWTH: f64 = 1.5;
/// A minute, in seconds.
const MINUTE: i64 = 60;

/// What was counted of a tenant within a minute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests.
    pub requests: i64,
    /// Those that were refused: 4xx but 401, which is how a session ends.
    pub refused: i64,
    /// Those that failed: 5xx.
    pub failed: i64,
    /// How long they took together, in microseconds.
    pub micros: i64,
    /// How many took how long, by range.
    pub durations: [i64; RANGES],
}

impl Tally {
    fn add(&mut self, status: u16, took: Duration) {
        let micros = i64::try_from(took.as_micros()).unwrap_or(i64::MAX);
        self.requests += 1;
        self.refused += i64::from((400..500).contains(&status) && status != 401);
        self.failed += i64::from(status >= 500);
        self.micros = self.micros.saturating_add(micros);
        self.durations[range(micros)] += 1;
    }
}

/// The range that a duration falls into.
fn range(micros: i64) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a range is wider than what is lost")]
    let micros = micros as f64;
    (0..RANGES - 1).find(|at| micros <= bound(*at)).unwrap_or(RANGES - 1)
}

/// Where a range ends, in microseconds; the last has no end.
fn bound(at: usize) -> f64 {
    FIRST_MICROS * GROWTH.powi(i32::try_from(at).unwrap_or(i32::MAX))
}

/// The duration that a share of requests did not exceed, in milliseconds: the middle of the range in which it falls. None
/// where nothing was counted.
#[must_use]
pub fn percentile(durations: &[i64], share: f64) -> Option<f64> {
    let all: i64 = durations.iter().sum();
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts of requests")]
    let wanted = ((all as f64) * share).ceil() as i64;
    let mut below = 0;
    for (at, count) in durations.iter().enumerate() {
        below += count;
        if all > 0 && below >= wanted {
            let from = if at == 0 { 0.0 } else { bound(at - 1) };
            return Some(f64::midpoint(from, bound(at)) / 1000.0);
        }
    }
    None
}

/// Counts the requests of this process.
#[derive(Default)]
pub struct Meter(Mutex<HashMap<(TenantId, i64), Tally>>);

impl Meter {
    /// A request was answered.
    pub fn count(&self, tenant: TenantId, now: Timestamp, status: u16, took: Duration) {
        let minute = now.as_second().div_euclid(MINUTE) * MINUTE;
        self.lock().entry((tenant, minute)).or_default().add(status, took);
    }

    /// What was counted since the last time, by tenant and the second at which its minute began.
    #[must_use]
    pub fn take(&self) -> Vec<(TenantId, i64, Tally)> {
        let taken = std::mem::take(&mut *self.lock());
        taken.into_iter().map(|((tenant, minute), tally)| (tenant, minute, tally)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(TenantId, i64), Tally>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_tenant_and_minute_and_taken_once() {
        let (meter, one) = (Meter::default(), TenantId(uuid::Uuid::from_u128(1)));
        let at = |second| Timestamp::from_second(second).unwrap();
        for (second, status, millis) in [(60, 200, 1), (119, 422, 3), (119, 401, 1), (120, 500, 4_000)] {
            meter.count(one, at(second), status, Duration::from_millis(millis));
        }
        let mut taken = meter.take();
        taken.sort_by_key(|(_, minute, _)| *minute);
        let told: Vec<_> =
            taken.iter().map(|(_, minute, t)| (*minute, t.requests, t.refused, t.failed)).collect();
        assert_eq!(told, [(60, 3, 1, 0), (120, 1, 0, 1)]);
        assert_eq!(taken[0].2.micros, 5_000);
        assert!(meter.take().is_empty());
    }

    #[test]
    fn a_percentile_is_right_to_a_quarter_of_itself() {
        let mut tally = Tally::default();
        for millis in 1..=100 {
            tally.add(200, Duration::from_millis(millis));
        }
        for (share, is) in [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0)] {
            let told = percentile(&tally.durations, share).unwrap();
            assert!((told - is).abs() <= is / 4.0, "{share}: {told}");
        }
        assert_eq!(percentile(&Tally::default().durations, 0.5), None);
        tally.add(200, Duration::from_secs(3_600));
        assert!(percentile(&tally.durations, 1.0).is_some());
    }
}
