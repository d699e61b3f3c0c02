//! Versions of PostgreSQL, of which only the major decides whether a cluster can be opened.

use std::fmt;

/// The oldest major version that is accepted.
pub const MIN_MAJOR: u32 = 15;

/// The version of a PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The first number: 18 in 18.4.
    pub major: u32,
    /// The whole of it as PostgreSQL says it: `18.4`.
    pub text: String,
}

impl Version {
    /// Reads `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
    pub(crate) fn parse(output: &str) -> Option<Self> {
        let rest = output.split_once("(PostgreSQL)")?.1;
        let text = rest.split_whitespace().next()?;
        Some(Self { major: leading_number(text)?, text: text.to_owned() })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The number at the start of `18.4`, `18beta1` or `18`.
pub(crate) fn leading_number(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).map_or(text, |end| &text[..end]);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_postgres_says_of_itself() {
        for (output, major, text) in [
            ("postgres (PostgreSQL) 18.4\n", 18, "18.4"),
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n", 15, "15.14"),
            ("postgres (PostgreSQL) 19beta2", 19, "19beta2"),
            ("postgres (PostgreSQL) 9.6.24", 9, "9.6.24"),
        ] {
            assert_eq!(Version::parse(output), Some(Version { major, text: text.to_owned() }));
        }
        for output in ["", "postgres", "MariaDB 11", "postgres (PostgreSQL) devel"] {
            assert_eq!(Version::parse(output), None, "{output}");
        }
    }
}
