//! What is printed, line by line as it becomes known.

use crate::client::Measured;
use crate::import::Imported;
use crate::target::Target;
use std::time::Duration;

/// Prints as it goes.
pub(crate) struct Report;

/// A duration in milliseconds.
fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn latencies(measured: &Measured) -> String {
    let at = |share| millis(measured.percentile(share));
    format!("p50 {:>7.2}  p95 {:>7.2}  p99 {:>7.2} ms", at(0.50), at(0.95), at(0.99))
}

fn errors(measured: &Measured) -> String {
    if measured.errors == 0 { String::new() } else { format!("  ERRORS {}", measured.errors) }
}

#[expect(clippy::print_stdout, reason = "a benchmark's result goes to the terminal")]
impl Report {
    pub(crate) fn new() -> Self {
        Self
    }

    pub(crate) fn line(&mut self, text: &str) {
        println!("{text}");
    }

    pub(crate) fn throughput(
        &mut self,
        target: &Target,
        way: &str,
        connections: usize,
        measured: &Measured,
        yardstick: Option<f64>,
    ) {
        let ratio = match (yardstick, target.goal) {
            (Some(pgbench), Some(goal)) => {
                format!("  {:.2} of pgbench's {pgbench:.0} (goal {goal:.2})", measured.rate / pgbench)
            }
            (Some(pgbench), None) => format!("  {:.2} of pgbench's {pgbench:.0}", measured.rate / pgbench),
            _ => String::new(),
        };
        println!(
            "{:<7} {way:<10} {connections:>4} connections  {:>8.0} req/s  {}{ratio}{}",
            target.name,
            measured.rate,
            latencies(measured),
            errors(measured)
        );
    }

    /// An endpoint in a small installation and in a large one.
    pub(crate) fn flat(&mut self, name: &str, few: &Measured, many: &Measured) {
        let (small, large) = (millis(few.percentile(0.50)), millis(many.percentile(0.50)));
        println!(
            "{name:<7} alone: p50 {small:.2} ms in the small installation, {large:.2} ms in the large one: {:.2} times (goal 1.5){}{}",
            large / small,
            errors(few),
            errors(many)
        );
    }

    pub(crate) fn import(&mut self, imported: &Imported) {
        let (rows, copy) = (Imported::rate(imported.rows), Imported::rate(imported.copy));
        println!(
            "import  {rows:>6.0} rows/s (goal 20000), {:.2} of COPY's {copy:.0}; found by search at {:.0} rows/s",
            rows / copy,
            Imported::rate(imported.searchable)
        );
    }

    pub(crate) fn open_loop(&mut self, target: &Target, rate: f64, measured: &Measured) {
        println!(
            "{:<7} open loop at half of that, {rate:>6.0}/s: {}{}",
            target.name,
            latencies(measured),
            errors(measured)
        );
    }
}
