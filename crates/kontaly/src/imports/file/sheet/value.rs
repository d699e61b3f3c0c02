//! Numbers of cells as text that is read one way only: digits with a dot, days as 2026-11-27.

use super::super::records::CellKind;
use super::styles::{Look, LookKind};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use std::fmt::Write;

/// Digits that a spreadsheet keeps of a number. What is behind them comes of its sums: 0.1 + 0.2.
const DIGITS: usize = 15;
const SECONDS_A_DAY: f64 = 86_400.0;
/// The day behind 9999-12-31.
const DAYS_MAX: f64 = 2_958_466.0;

/// Writes what a cell with a number shows behind `out`.
pub fn number(text: &str, look: &Look, from_1904: bool, out: &mut String) -> CellKind {
    let text = text.trim();
    let Ok(number) = text.parse::<f64>() else {
        out.push_str(text);
        return CellKind::Text;
    };
    let day = (0.0..DAYS_MAX).contains(&number);
    match look.kind {
        LookKind::Date | LookKind::Time if day => {
            out.push_str(&moment(number, look.kind == LookKind::Time, from_1904));
            CellKind::Text
        }
        LookKind::Elapsed if number >= 0.0 => {
            out.push_str(&elapsed(number));
            CellKind::Text
        }
        LookKind::Percent => {
            plain(number * 100.0, look.decimals, out);
            out.push('%');
            CellKind::Number
        }
        _ => {
            out.push_str(look.currency.as_deref().unwrap_or_default());
            let digits = text.trim_start_matches('-');
            // A number that is an id has all of its digits in the file, more perhaps than sums are made with.
            if digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                out.push_str(text);
            } else {
                plain(number, look.decimals, out);
            }
            CellKind::Number
        }
    }
}

/// Without an exponent, and with no more decimals than the cell shows where it shows cents: an amount that was divided by
/// three is the amount that one sees.
fn plain(number: f64, shown: Option<u32>, out: &mut String) {
    let whole = number.abs() < 9_007_199_254_740_992.0 && number.fract() == 0.0;
    if whole {
        let _ = write!(out, "{number:.0}");
        return;
    }
    let magnitude = number.abs().log10().floor();
    #[expect(clippy::cast_possible_truncation, reason = "a float's exponent is below 310")]
    let decimals = usize::try_from(DIGITS as i64 - 1 - magnitude as i64).unwrap_or(0);
    let decimals = match shown {
        Some(shown) if shown >= 2 => decimals.min(shown as usize),
        _ => decimals,
    };
    let start = out.len();
    let _ = write!(out, "{number:.decimals$}");
    if out[start..].contains('.') {
        let end = out.trim_end_matches('0').trim_end_matches('.').len();
        out.truncate(end);
    }
}

/// A day, a day with a time, or a time.
fn moment(serial: f64, time_alone: bool, from_1904: bool) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "it is below 2,958,466 days")]
    let seconds = (serial * SECONDS_A_DAY).round() as i64;
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let clock = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    if time_alone && day == 0 {
        return clock;
    }
    let day = if !from_1904 && day == 60 {
        // A leap day that never was; whoever reads it as a date says so.
        "1900-02-29".to_owned()
    } else {
        let (epoch, days) = match (from_1904, day) {
            (true, _) => (Date::constant(1904, 1, 1), day),
            (false, ..60) => (Date::constant(1899, 12, 31), day),
            (false, _) => (Date::constant(1899, 12, 30), day),
        };
        epoch.checked_add(days.days()).map_or_else(|_| String::new(), |date| date.to_string())
    };
    if second == 0 { day } else { format!("{day} {clock}") }
}

fn elapsed(days: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a float becomes the largest whole number at most")]
    let seconds = SignedDuration::from_secs((days * SECONDS_A_DAY).round() as i64).as_secs();
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, kind: LookKind, decimals: Option<u32>, from_1904: bool) -> String {
        let mut out = String::new();
        number(text, &Look { kind, decimals, currency: None }, from_1904, &mut out);
        out
    }

    #[test]
    fn days_are_counted_from_1900_and_from_1904() {
        for (serial, from_1900, from_1904) in [
            ("1", "1900-01-01", "1904-01-02"),
            ("59", "1900-02-28", "1904-02-29"),
            ("60", "1900-02-29", "1904-03-01"),
            ("61", "1900-03-01", "1904-03-02"),
            ("44561", "2021-12-31", "2026-01-01"),
            ("46353.5", "2026-11-27 12:00:00", "2030-11-28 12:00:00"),
            ("45000.999999", "2023-03-16", "2027-03-17"),
            ("2958465", "9999-12-31", ""),
        ] {
            assert_eq!(shown(serial, LookKind::Date, None, false), from_1900, "{serial}");
            assert_eq!(shown(serial, LookKind::Date, None, true), from_1904, "{serial}");
        }
        assert_eq!(shown("0.75", LookKind::Time, None, false), "18:00:00");
        assert_eq!(shown("1.25", LookKind::Elapsed, None, false), "30:00:00");
        assert_eq!(shown("-1", LookKind::Date, None, false), "-1", "no day");
    }

    #[test]
    fn numbers_are_plain() {
        for (text, decimals, plain) in [
            ("12", None, "12"),
            ("12.0", None, "12"),
            ("1E+15", None, "1000000000000000"),
            ("100000000000000001", None, "100000000000000001"),
            ("0.30000000000000004", None, "0.3"),
            ("22700.000000000004", None, "22700"),
            ("33.333333333333336", Some(2), "33.33"),
            ("33.333333333333336", Some(1), "33.3333333333333"),
            ("-1234.5", Some(2), "-1234.5"),
            ("1.234", None, "1.234"),
            ("1.0000000000000001E-3", None, "0.001"),
            ("4.2E-7", None, "0.00000042"),
            ("1E+300", None, "1"),
            ("abc", None, "abc"),
        ] {
            let out = shown(text, LookKind::Number, decimals, false);
            if text == "1E+300" {
                assert_eq!(out.len(), 301);
            } else {
                assert_eq!(out, plain, "{text}");
            }
        }
        assert_eq!(shown("0.125", LookKind::Percent, Some(1), false), "12.5%");
        let mut out = String::new();
        number("5.5", &Look { currency: Some("€".into()), ..Look::default() }, false, &mut out);
        assert_eq!(out, "€5.5");
    }
}
