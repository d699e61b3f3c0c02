//! Numbers and amounts as files write them: thousands separators, currency signs, negative brackets.

use crate::imports::file::records::CellKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which sign separates the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// 1,234.56
    Dot,
    /// 1.234,56
    Comma,
}

impl DecimalMark {
    /// Both, in the order of [`readings`].
    pub const ALL: [Self; 2] = [Self::Dot, Self::Comma];
}

/// A number without its currency: `digits` × 10^-`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    digits: i64,
    decimals: u32,
}

impl Number {
    /// The number in units of 10^-`decimals`, times `scale`, exactly; `None` when it has more decimals or does not fit.
    #[must_use]
    pub fn in_units(self, decimals: u32, scale: i64) -> Option<i64> {
        let whole = i128::from(self.digits) * i128::from(scale) * 10_i128.checked_pow(decimals)?;
        let divisor = 10_i128.checked_pow(self.decimals)?;
        (whole % divisor == 0).then(|| i64::try_from(whole / divisor).ok()).flatten()
    }

    /// The number with so many zeros more.
    fn times(self, zeros: u32) -> Option<Self> {
        let kept = self.decimals.saturating_sub(zeros);
        let digits = self.digits.checked_mul(10_i64.checked_pow(zeros - (self.decimals - kept))?)?;
        Some(Self { digits, decimals: kept })
    }
}

/// What a cell says of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign<'a> {
    /// Nothing.
    None,
    /// A sign or a code.
    Is(&'a str),
}

impl Sign<'_> {
    /// Whether the sign can stand for that currency.
    #[must_use]
    pub fn can_be(self, currency: &str) -> bool {
        let Self::Is(sign) = self else { return true };
        match sign {
            "$" => ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "BRL", "CLP", "COP", "ARS", "TWD"]
                .contains(&currency),
            "€" => currency == "EUR",
            "£" => currency == "GBP",
            "¥" => ["JPY", "CNY"].contains(&currency),
            "₹" => currency == "INR",
            code => code.eq_ignore_ascii_case(currency),
        }
    }
}

/// How many decimals a currency's minor unit has (ISO 4217).
#[must_use]
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// What each mark of [`DecimalMark::ALL`] makes of a text, and its currency sign. Unless `thousandths` are possible,
/// three digits behind a mark are a group: amounts have no tenths of a cent. A cell that is a number as such is read with
/// a dot whatever the mark.
#[must_use]
pub fn readings(text: &str, written: CellKind, thousandths: bool) -> ([Option<Number>; 2], Sign<'_>) {
    let Parts { body, sign, negative, magnitude } = strip(text);
    let exact = written == CellKind::Number;
    let read = |decimal, group| {
        number(body, decimal, group)
            .filter(|_| exact || thousandths || magnitude > 0 || !looks_like_thousands(body, decimal))
            .and_then(|number| number.times(magnitude))
            .map(|number| if negative { Number { digits: -number.digits, ..number } } else { number })
    };
    let dot = read('.', ',');
    ([dot, if exact { dot } else { read(',', '.') }], sign)
}

/// A number taken apart.
struct Parts<'a> {
    body: &'a str,
    sign: Sign<'a>,
    negative: bool,
    /// The zeros that a letter behind the number stands for.
    magnitude: u32,
}

/// Takes minus signs, brackets, the letter of thousands or millions and the currency off a number.
fn strip(text: &str) -> Parts<'_> {
    let mut body = text.trim();
    let mut negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (body, negative) = (inner.trim(), true);
    }
    let starts = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '−');
    let first = body.find(starts).unwrap_or(body.len());
    let (before, rest) = body.split_at(first);
    let mut rest = rest;
    for minus in ['-', '−', '+'] {
        if let Some(stripped) = rest.strip_prefix(minus) {
            negative |= minus != '+';
            rest = stripped.trim_start();
            break;
        }
    }
    // A sign may also stand behind its minus: -$5.
    let digits = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).unwrap_or(rest.len());
    let (between, rest) = rest.split_at(digits);
    let last = rest.char_indices().rev().find(|(_, c)| c.is_ascii_digit()).map_or(0, |(at, _)| at + 1);
    let (number, after) = rest.split_at(last);
    // "1.234,-" is how some write whole amounts.
    let after = after.trim_start_matches([',', '.']).trim_start_matches(['-', '–', '—']);
    let (magnitude, after) = magnitude(after.trim());
    // What stands behind says more than a sign in front: the dollars of "$5 CAD", and that "$5 apples" are none.
    let sign = [after, between, before].into_iter().map(str::trim).find(|sign| !sign.is_empty());
    Parts { body: number, sign: sign.map_or(Sign::None, Sign::Is), negative, magnitude }
}

/// The zeros that the letters at the beginning stand for, as in 342.09K or 1,2 Mio. €, and what stands behind them.
fn magnitude(text: &str) -> (u32, &str) {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (letters, rest) = text.split_at(end);
    let zeros = match letters.to_lowercase().as_str() {
        "k" | "tsd" => 3,
        "m" | "mm" | "mn" | "mio" => 6,
        "b" | "bn" | "mrd" => 9,
        _ => return (0, text),
    };
    (zeros, rest.trim_start_matches('.').trim_start())
}

/// Whether what stands before and behind the mark could be groups: 1.234, but not 0.125 or 1054.000.
fn looks_like_thousands(text: &str, mark: char) -> bool {
    text.split_once(mark).is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len()) && !whole.starts_with('0') && rest.len() == 3
    })
}

/// Digits with a decimal mark, and groups of three between the other mark, spaces or apostrophes.
fn number(text: &str, decimal: char, group: char) -> Option<Number> {
    let (whole, fraction) = match text.split_once(decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let is_group = |c: char| c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let mut groups = whole.split(is_group);
    let first = groups.next()?;
    let grouped = whole.contains(is_group);
    // No group begins a number with a zero: 0.005 is no five.
    if !all_digits(first) || (grouped && (!(1..=3).contains(&first.len()) || first.starts_with('0'))) {
        return None;
    }
    let mut digits = first.to_owned();
    for part in groups {
        if part.len() != 3 || !all_digits(part) {
            return None;
        }
        digits.push_str(part);
    }
    let fraction = fraction.trim_end_matches('0');
    digits.push_str(fraction);
    let digits = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    Some(Number { digits, decimals: u32::try_from(fraction.len()).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(text: &str) -> [Option<i64>; 2] {
        readings(text, CellKind::Text, false).0.map(|number| number.and_then(|number| number.in_units(2, 1)))
    }

    #[test]
    fn letters_stand_for_zeros() {
        for (text, dot, comma) in [
            ("$342.09K", Some(34_209_000), None),
            ("342,09k", None, Some(34_209_000)),
            ("1.2M", Some(120_000_000), Some(120_000_000 * 10)),
            ("-$1.5bn", Some(-150_000_000_000), None),
            ("1,2 Mio. €", None, Some(120_000_000)),
            ("3K EUR", Some(300_000), Some(300_000)),
            ("3 kg", Some(300), Some(300)),
        ] {
            let comma = if text == "1.2M" { None } else { comma };
            assert_eq!(cents(text), [dot, comma], "{text}");
        }
        let sign = |text| readings(text, CellKind::Text, false).1;
        assert!(sign("$342.09K").can_be("USD") && sign("3K EUR").can_be("EUR"));
        assert!(!sign("3 kg").can_be("EUR") && !sign("$5 apples").can_be("USD"));
    }

    #[test]
    fn a_number_as_such_has_a_dot() {
        let exact = |text| readings(text, CellKind::Number, false);
        let thousandths = |text| exact(text).0.map(|number| number.and_then(|number| number.in_units(3, 1)));
        assert_eq!(thousandths("1.234"), [Some(1_234); 2]);
        assert_eq!(thousandths("-1234.5"), [Some(-1_234_500); 2]);
        assert_eq!(thousandths("€-5"), [Some(-5_000); 2]);
        assert!(exact("€-5").1.can_be("EUR"));
    }

    #[test]
    fn separators_and_signs_are_understood() {
        for (text, dot, comma) in [
            ("1054", Some(105_400), Some(105_400)),
            ("1,234.56", Some(123_456), None),
            ("1.234,56", None, Some(123_456)),
            ("1 234,5", None, Some(123_450)),
            ("1'234.50", Some(123_450), None),
            ("1\u{202f}234\u{a0}567,00", None, Some(123_456_700)),
            ("$1,054.00", Some(105_400), None),
            ("-$5", Some(-500), Some(-500)),
            ("($1,054)", Some(-105_400), None),
            ("(1054)", Some(-105_400), Some(-105_400)),
            ("€ 1.234,-", None, Some(123_400)),
            ("12 EUR", Some(1_200), Some(1_200)),
            (".5", Some(50), None),
            ("0", Some(0), Some(0)),
            ("0.50", Some(50), None),
            ("0.005", None, None),
            ("12,34,567", None, None),
            ("1.2.3", None, None),
            ("abc", None, None),
            ("1e5", None, None),
            ("99999999999999999999", None, None),
        ] {
            assert_eq!(cents(text), [dot, comma], "{text}");
        }
    }

    #[test]
    fn three_digits_behind_a_mark_are_thousands_where_decimals_end_at_two() {
        assert_eq!(cents("1,234"), [Some(123_400), None]);
        assert_eq!(cents("1.500"), [None, Some(150_000)]);
        assert_eq!(cents("1054.000"), [Some(105_400), None]);
        let thousandths =
            readings("1,234", CellKind::Text, true).0.map(|number| number.and_then(|n| n.in_units(3, 1)));
        assert_eq!(thousandths, [Some(1_234_000), Some(1_234)]);
    }

    #[test]
    fn scales_are_exact() {
        let ([millions, _], _) = readings("1100.04", CellKind::Text, true);
        assert_eq!(millions.and_then(|n| n.in_units(2, 1_000_000)), Some(110_004_000_000));
        let ([precise, _], _) = readings("0.005", CellKind::Text, false);
        assert_eq!(precise.and_then(|n| n.in_units(2, 1)), None, "half a cent is not rounded away");
        let ([huge, _], _) = readings("9223372036854775807", CellKind::Text, false);
        assert_eq!(huge.and_then(|n| n.in_units(2, 1_000_000)), None);
    }

    #[test]
    fn a_sign_stands_for_its_currencies_alone() {
        let sign = |text| readings(text, CellKind::Text, false).1;
        assert!(sign("€5").can_be("EUR") && !sign("€5").can_be("USD"));
        assert!(sign("$5").can_be("CAD") && !sign("$5").can_be("EUR"));
        assert!(sign("5 usd").can_be("USD") && !sign("5 USD").can_be("EUR"));
        assert!(sign("5").can_be("EUR"));
        assert!(!sign("5 apples").can_be("EUR"));
    }
}
