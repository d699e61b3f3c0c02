//! Small checks that the nouns' rules are made of.

use super::error::FieldError;

/// Collects what is wrong, so that a person is told everything at once.
#[derive(Default)]
pub struct Check {
    wrong: Vec<FieldError>,
}

impl Check {
    /// Demands something of a field.
    pub fn that(&mut self, holds: bool, field: &str, code: &str, message: &str) {
        if !holds {
            self.wrong.push(FieldError { field: field.into(), code: code.into(), message: message.into() });
        }
    }

    /// Demands that a text is no longer than so many characters.
    pub fn length(&mut self, field: &str, text: &str, chars_max: usize) {
        let fits = text.len() <= chars_max || text.chars().count() <= chars_max;
        self.that(fits, field, "too_long", &format!("At most {chars_max} characters."));
    }

    /// [`Check::length`] for a text that may be absent.
    pub fn option_length(&mut self, field: &str, text: Option<&str>, chars_max: usize) {
        if let Some(text) = text {
            self.length(field, text, chars_max);
        }
    }

    /// Demands an ISO 4217 code, by its shape.
    pub fn currency(&mut self, field: &str, code: Option<&str>) {
        let shaped =
            code.is_none_or(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
        self.that(shaped, field, "malformed", "A currency is three capitals, such as EUR.");
    }

    /// Demands an address that a browser may safely follow: of the web, or a bare host with a path.
    pub fn web_address(&mut self, field: &str, address: Option<&str>) {
        let fits = address.is_none_or(|address| address.len() <= 2000 && is_web_address(address));
        self.that(fits, field, "not_a_web_address", "A web address looks like https://example.com/page.");
    }

    /// What was wrong, if anything.
    ///
    /// # Errors
    /// The fields that need another look.
    pub fn done(self) -> Result<(), Vec<FieldError>> {
        if self.wrong.is_empty() { Ok(()) } else { Err(self.wrong) }
    }
}

/// Whether a text can be a web address, with or without `https://`. A link to `javascript:` or a file is none.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = match text.split_once("://") {
        Some((scheme, rest))
            if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") =>
        {
            rest
        }
        Some((before, _)) if before.contains(['/', '?', '#']) => text,
        Some(_) => return false,
        None => text,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    !text.contains(|c: char| c.is_whitespace() || c.is_control())
        && !host.is_empty()
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && host.chars().any(char::is_alphanumeric)
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// The shown name of a person: first and last name, or whatever else there is. At most 250 characters.
#[must_use]
pub fn person_name(first: &str, last: &str, otherwise: &[Option<&str>]) -> String {
    let name = [first, last].join(" ").trim().to_owned();
    let name =
        if name.is_empty() { otherwise.iter().flatten().next().unwrap_or(&"").to_string() } else { name };
    name.chars().take(250).collect()
}

/// Takes the space around a text away.
pub fn tidy(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

/// The same; nothing but space is no text.
pub fn tidy_option(text: &mut Option<String>) {
    if let Some(inner) = text {
        tidy(inner);
    }
    if text.as_deref() == Some("") {
        *text = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_told_from_what_a_browser_must_not_follow() {
        for good in [
            "halcyon.example",
            "https://www.halcyon.example/über/uns?x=1#a",
            "HTTP://localhost:8080",
            "a.example/login?next=https://b.example/",
            "https://bücher.example",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript://a.example/%0aalert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://",
            "https:///path",
            "two words.example",
            "https://user:secret@host.example",
            "https://a.example:port",
            "",
            "-",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_person_is_shown_by_name_or_by_what_else_there_is() {
        assert_eq!(person_name("Ines", "Haddad", &[]), "Ines Haddad");
        assert_eq!(person_name("", "Haddad", &[Some("x")]), "Haddad");
        assert_eq!(person_name("", "", &[None, Some("ines@halcyon.example")]), "ines@halcyon.example");
        assert_eq!(person_name("", "", &[None]), "");
        assert_eq!(person_name(&"é".repeat(120), &"é".repeat(140), &[]).chars().count(), 250);
    }
}
