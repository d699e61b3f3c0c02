//! How a deal came to where it stands: its stages, its amounts and its expected close dates, step by step.
//!
//! A deal's whole course is drawn first, from beginning to end; what lies after the history is then cut off, and a deal
//! that lost its end is open.

use super::calendar::{days_between, plus_days, working_day_from, working_day_until};
use super::plan::{Plan, Stage, rounded};
use super::rng::Rng;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::ops::Range;

/// A state that a deal was in, from an instant on.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Since when.
    pub(super) at: Timestamp,
    /// The stage's place in the pipeline.
    pub(super) stage: usize,
    /// Minor units, once they are known.
    pub(super) amount: Option<i64>,
    /// When it is expected to close.
    pub(super) expected: Option<Date>,
}

/// What a course is drawn from.
pub(super) struct Course {
    /// Its beginning.
    pub(super) begun: Timestamp,
    /// Median days from there to the end.
    pub(super) days: f64,
    /// Probability of being won.
    pub(super) win_rate: f64,
    /// What it comes to in the end, in minor units.
    pub(super) amount: i64,
    /// The places of its pipeline's stages.
    pub(super) stages: Range<usize>,
}

/// A stage's kind as deals have it.
pub(super) fn state(stage: &Stage) -> &'static str {
    match stage.kind.as_str() {
        "won" => "won",
        "lost" => "lost",
        _ => "open",
    }
}

/// When the last stage was entered; a later change of amount or date alone does not count.
pub(super) fn stage_entered(steps: &[Step]) -> Timestamp {
    let last = steps.last().map(|step| step.stage);
    let entered = steps.iter().rev().take_while(|step| Some(step.stage) == last).last();
    entered.map(|step| step.at).unwrap_or_default()
}

/// The steps of a deal up to the end of the history; the first is its beginning.
pub(super) fn steps(plan: &Plan, rng: &mut Rng, course: &Course) -> Vec<Step> {
    let calendar = &plan.calendar;
    let first_day = calendar.date(course.begun);
    let path = path(plan, rng, course);
    // Nobody takes two months to find out that there is no need.
    let share = match path.len() {
        ..=2 => 0.3,
        3 => 0.55,
        4 => 0.8,
        _ => 1.0,
    };
    let days = (rng.log_normal(course.days, 0.5) * share).clamp(2.0, 400.0) as i32;
    let end = closing_day(rng, first_day, plus_days(first_day, days));
    let mut steps = Vec::with_capacity(path.len() + 1);
    let mut previous = course.begun;
    for (number, stage) in path.iter().enumerate() {
        let at = if number == 0 {
            course.begun
        } else {
            let share = number as f64 / (path.len() - 1) as f64;
            let jitter = if number + 1 == path.len() { 0.0 } else { (rng.unit() - 0.5) * 0.5 };
            let past = (share + jitter / path.len() as f64) * f64::from(days_between(first_day, end));
            let day = working_day_from(plus_days(first_day, past.round() as i32)).min(end);
            calendar.in_office_hours(rng, day).max(previous + 11.minutes())
        };
        previous = at;
        steps.push(Step { at, stage: *stage, amount: None, expected: None });
    }
    let finished = end < calendar.today;
    cut(plan, rng, &mut steps, finished);
    expect(plan, rng, &mut steps, end);
    estimate(plan, rng, &mut steps, course.amount);
    edit(plan, rng, &mut steps);
    steps
}

/// Places of the stages that a deal goes through.
fn path(plan: &Plan, rng: &mut Rng, course: &Course) -> Vec<usize> {
    let of_kind = |kind: &'static str| {
        course.stages.clone().filter(move |place| plan.ground.stages[*place].kind == kind)
    };
    let place = |kind| of_kind(kind).next().unwrap_or(course.stages.start);
    let open: Vec<usize> = of_kind("open").collect();
    let won = rng.chance(course.win_rate);
    // Lost ones go early more often than late.
    let reached = if won {
        open.len()
    } else {
        (1 + rng.weighted(&[(30, 0), (28, 1), (24, 2), (18, 3)])).min(open.len())
    };
    let mut path: Vec<usize> = open[..reached].to_vec();
    let last = path.len() - 1;
    let mut number = 0;
    path.retain(|_| {
        number += 1;
        let inner = number > 1 && number <= last;
        !(inner && rng.chance(0.13))
    });
    path.push(place(if won { "won" } else { "lost" }));
    path
}

/// Deals close at the end of the month, and at that of the quarter still more.
fn closing_day(rng: &mut Rng, begun: Date, day: Date) -> Date {
    let quarter_ends = day.month() % 3 == 0;
    let closing = if rng.chance(if quarter_ends { 0.58 } else { 0.42 }) {
        working_day_until(plus_days(day.last_of_month(), -(rng.below(4) as i32)))
    } else {
        working_day_from(day)
    };
    if closing > begun { closing } else { working_day_from(plus_days(begun, 2)) }
}

/// Takes away what lies after the history, and from a few deals what lies after the day on which they were forgotten.
fn cut(plan: &Plan, rng: &mut Rng, steps: &mut Vec<Step>, finished: bool) {
    let calendar = &plan.calendar;
    let midnight = calendar.at(calendar.today, 0, 0, 0);
    steps.retain(|step| step.at < midnight);
    if finished && steps.len() > 2 && rng.chance(0.028) {
        let keep = 1 + rng.below(steps.len() - 2);
        steps.truncate(keep);
    }
}

/// The expected close date: a guess at the beginning, pushed out now and then.
fn expect(plan: &Plan, rng: &mut Rng, steps: &mut [Step], end: Date) {
    let calendar = &plan.calendar;
    let Some(begun) = steps.first().map(|step| calendar.date(step.at)) else { return };
    let days = f64::from(days_between(begun, end)) * (0.7 + rng.unit() * 0.6);
    let guess = plus_days(begun, days as i32);
    let mut expected = working_day_until(if rng.chance(0.5) { guess.last_of_month() } else { guess });
    for step in steps.iter_mut() {
        let day = calendar.date(step.at);
        if expected < day || rng.chance(0.15) {
            expected = working_day_from(plus_days(expected.max(day), rng.between(5, 21) as i32));
        }
        step.expected = Some(expected);
    }
    let Some(last) = steps.last_mut() else { return };
    let open = plan.ground.stages[last.stage].kind == "open";
    if open && days_between(calendar.date(last.at), calendar.today) > 70 {
        // Forgotten: some of these never had a date.
        last.expected = last.expected.filter(|_| rng.chance(0.6));
    } else if open && expected < calendar.today && rng.chance(0.65) {
        last.expected = Some(working_day_from(plus_days(calendar.today, rng.between(1, 40) as i32)));
    }
}

/// The amount: unknown or a guess at first, what was offered from the third stage on.
fn estimate(plan: &Plan, rng: &mut Rng, steps: &mut [Step], amount: i64) {
    let guess = match rng.below(100) {
        0..=13 => None,
        14..=55 => Some(amount),
        _ => {
            let units = amount as f64 / plan.trade.minor as f64 * (0.7 + rng.unit() * 0.55);
            Some(plan.money(rounded(units)))
        }
    };
    let mut known = guess;
    for step in steps {
        let stage = &plan.ground.stages[step.stage];
        if stage.probability >= 50 {
            known = Some(amount);
        }
        step.amount = known;
    }
}

/// Puts in changes of the date or the amount between two stages, where there is time for them.
fn edit(plan: &Plan, rng: &mut Rng, steps: &mut Vec<Step>) {
    let mut number = 1;
    while number < steps.len() {
        let (before, after) = (steps[number - 1].clone(), steps[number].at);
        let gap = after.duration_since(before.at).as_hours();
        if gap > 24 * 6 && rng.chance(0.16) {
            let days = (gap / 48) as i32;
            let day = working_day_until(plus_days(plan.calendar.date(before.at), days));
            let at = plan.calendar.in_office_hours(rng, day);
            if at > before.at && at < after {
                let mut changed = Step { at, ..before };
                match (changed.amount, rng.chance(0.4)) {
                    (Some(amount), true) => {
                        let units = amount as f64 / plan.trade.minor as f64 * (0.85 + rng.unit() * 0.3);
                        changed.amount = Some(plan.money(rounded(units)));
                    }
                    _ => {
                        changed.expected = changed.expected.map(|date| working_day_from(plus_days(date, 14)));
                    }
                }
                steps.insert(number, changed);
                number += 1;
            }
        }
        number += 1;
    }
}
