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

    /// What was wrong, if anything.
    ///
    /// # Errors
    /// The fields that need another look.
    pub fn done(self) -> Result<(), Vec<FieldError>> {
        if self.wrong.is_empty() { Ok(()) } else { Err(self.wrong) }
    }
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
