//! Texts that a spreadsheet would work out: made harmless on their way out, and read back as they were meant.

use std::borrow::Cow;

/// A text that no spreadsheet takes for a formula: one that looks so gets an apostrophe in front. Telephone numbers stay as
/// they are.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if is_doubtful(text) { format!("'{text}").into() } else { text.into() }
}

/// Whether a spreadsheet could work a text out: what it skips in front, full-width signs and all.
#[must_use]
pub fn looks_like_formula(text: &str) -> bool {
    let begins = |c: char| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '\t'
                | '\r'
                | '\n'
                | '＝'
                | '＋'
                | '－'
                | '＠'
                | '−'
                | '﹢'
                | '﹣'
                | '﹦'
                | '﹫'
        )
    };
    // A tab in front is dangerous by itself; other blanks, and signs of no width, only hide what follows.
    let shown = text.trim_start_matches(|c: char| {
        !begins(c)
            && (c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
    });
    shown.starts_with(begins) && !is_plain(shown)
}

/// A number, or a telephone number whose digits nobody adds up: +49 421 (555) 010.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or_default();
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || " ().".contains(c))
}

/// A text as it was before an apostrophe made it harmless.
#[must_use]
pub fn meant(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_doubtful(rest)).unwrap_or(text)
}

/// Whether it is a formula, or one with apostrophes in front already.
fn is_doubtful(text: &str) -> bool {
    looks_like_formula(text.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_work_out_is_a_text() {
        for text in [
            "'=1",
            "=1+1",
            "+1+1",
            "-1-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            "\u{3000}＝1",
            "＝1",
            "＋1",
            "－1",
            "＠A1",
            "\u{feff}=1",
            "\u{200b}=cmd|' /C calc'!A0",
            "+49-421-555",
            "-(1)",
            "=",
            "-",
        ] {
            let kept = harmless(text);
            assert_eq!(kept, format!("'{text}"), "{text:?}");
            assert_eq!(meant(&kept), text, "and is read back as it was");
        }
        for text in
            ["", "plain", "a=1", "+49 421 555010", "+49 (421) 555.010", "-12.50", "'tis", "1-2", "2026-01-01"]
        {
            assert_eq!(harmless(text), text, "{text:?}");
        }
    }
}
