//! What the number formats of a workbook show: a date and a number are the same to a cell, its format tells them apart.

use super::super::FileError;
use super::archive::Part;
use super::xml::{Node, walk};
use std::collections::HashMap;
use std::io::Read;

/// What a number format makes of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What it is.
    pub kind: LookKind,
    /// Decimals that are shown; `None` where as many as there are.
    pub decimals: Option<u32>,
    /// The sign or code of a currency that stands beside it.
    pub currency: Option<String>,
}

/// See [`Look`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LookKind {
    /// A number.
    #[default]
    Number,
    /// A number of hundredths.
    Percent,
    /// A day, with a time of day perhaps.
    Date,
    /// A time of day.
    Time,
    /// Hours and minutes that have gone by.
    Elapsed,
}

/// Reads the formats that cells name by their number.
///
/// # Errors
/// When the part cannot be read.
pub fn read<R: Read>(part: Part<'_, R>) -> Result<Vec<Look>, FileError> {
    let (mut codes, mut numbers, mut in_cells) = (HashMap::new(), Vec::new(), false);
    walk(part, |node| {
        match node {
            Node::Open(element) => match element.name() {
                b"numFmt" => {
                    if let (Some(number), Some(code)) =
                        (element.number(b"numFmtId"), element.text(b"formatCode")?)
                    {
                        codes.insert(number, code);
                    }
                }
                b"cellXfs" => in_cells = true,
                b"xf" if in_cells => numbers.push(element.number(b"numFmtId").unwrap_or(0)),
                _ => {}
            },
            Node::Close(b"cellXfs") => in_cells = false,
            _ => {}
        }
        Ok(true)
    })?;
    Ok(numbers
        .iter()
        .map(|number| codes.get(number).map_or_else(|| built_in(*number), |code| look(code)))
        .collect())
}

/// The formats that every program knows without being told.
fn built_in(number: usize) -> Look {
    let kind = match number {
        9 | 10 => LookKind::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => LookKind::Date,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => LookKind::Time,
        46 => LookKind::Elapsed,
        _ => LookKind::Number,
    };
    let decimals = matches!(number, 2 | 4 | 7 | 8 | 10 | 39 | 40 | 43 | 44).then_some(2);
    Look { kind, decimals, currency: None }
}

/// Reads a format's code: `#,##0.00 "€"`, `[$-407]d. mmmm yyyy;@`, `[h]:mm`. Its first section is that of positive
/// numbers.
fn look(code: &str) -> Look {
    let mut look = Look::default();
    if code.eq_ignore_ascii_case("general") || code == "@" {
        return look;
    }
    let (mut day, mut month, mut clock, mut elapsed) = (false, false, false, false);
    let (mut decimals, mut literal) = (None, String::new());
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => literal.extend(signs.by_ref().take_while(|c| *c != '"')),
            // The width of a sign, a sign that fills up, a sign as it is: only the last one is shown.
            '_' | '*' => drop(signs.next()),
            '\\' => literal.extend(signs.next()),
            '[' => {
                let inside: String = signs.by_ref().take_while(|c| *c != ']').collect();
                match inside.strip_prefix('$') {
                    Some(currency) => literal.push_str(currency.split('-').next().unwrap_or_default()),
                    None => {
                        elapsed |= !inside.is_empty()
                            && inside.chars().all(|c| "hms".contains(c.to_ascii_lowercase()));
                    }
                }
            }
            'y' | 'Y' | 'd' | 'D' | 'e' | 'g' | 'b' | 'B' => day = true,
            'm' | 'M' => month = true,
            'h' | 'H' | 's' | 'S' => clock = true,
            '%' => look.kind = LookKind::Percent,
            '.' => decimals = Some(0),
            '0' | '#' | '?' => decimals = decimals.map(|count| count + 1),
            // 0.00E+00
            'E' => decimals = None,
            '$' | '€' | '£' | '¥' | '₹' => literal.push(sign),
            _ => {}
        }
    }
    look.decimals = decimals.filter(|count| *count > 0);
    if elapsed {
        look.kind = LookKind::Elapsed;
    } else if day || (month && !clock) {
        look.kind = LookKind::Date;
    } else if clock {
        look.kind = LookKind::Time;
    }
    look.currency = Some(literal.trim()).filter(|literal| is_currency(literal)).map(str::to_owned);
    look
}

/// A sign or a code of ISO 4217; any other words beside a number are no currency.
fn is_currency(literal: &str) -> bool {
    matches!(literal, "$" | "€" | "£" | "¥" | "₹" | "US$")
        || (literal.len() == 3 && literal.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_what_a_number_is() {
        use LookKind::{Date, Elapsed, Number, Percent, Time};
        for (code, kind, decimals, currency) in [
            ("General", Number, None, None),
            ("0", Number, None, None),
            ("#,##0.00", Number, Some(2), None),
            ("0.00E+00", Number, None, None),
            ("dd/mm/yyyy", Date, None, None),
            ("[$-407]d. mmmm yyyy;@", Date, None, None),
            ("mmm-yy", Date, None, None),
            ("mmmm", Date, None, None),
            ("yyyy\\-mm\\-dd\\ hh:mm:ss", Date, None, None),
            ("h:mm AM/PM", Time, None, None),
            ("mm:ss.0", Time, Some(1), None),
            ("[h]:mm:ss", Elapsed, None, None),
            ("0.0%", Percent, Some(1), None),
            ("#,##0.00 \"€\"", Number, Some(2), Some("€")),
            ("[$€-407] #,##0.00", Number, Some(2), Some("€")),
            ("[$CHF] #,##0.00;[Red]-[$CHF] #,##0.00", Number, Some(2), Some("CHF")),
            ("\"$\"#,##0_);[Red]\\(\"$\"#,##0\\)", Number, None, Some("$")),
            ("_-* #,##0.00\\ _€_-", Number, Some(2), None),
            ("[Red]0.00", Number, Some(2), None),
            ("0 \"days\"", Number, None, None),
            ("0 \"yd\"", Number, None, None),
            ("@", Number, None, None),
        ] {
            let wanted = Look { kind, decimals, currency: currency.map(str::to_owned) };
            assert_eq!(look(code), wanted, "{code}");
        }
        assert_eq!(built_in(14).kind, Date);
        assert_eq!(built_in(44).decimals, Some(2));
    }
}
