//! What makes a custom field right: pure.

use super::CustomField;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy};
use crate::search::fold;
use std::collections::HashSet;

/// Choices of a field at most.
const CHOICES_MAX: usize = 200;

/// A key made of a label: `Renewal date (EU)` is `renewal_date_eu`. Empty when the label has no Latin letter or digit.
#[must_use]
pub fn key_of(label: &str) -> String {
    let folded = fold(label);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
        .filter(|word| !word.is_empty())
        .collect();
    let mut key = words.join("_");
    if key.starts_with(|c: char| c.is_ascii_digit()) {
        key.insert_str(0, "f_");
    }
    key.chars().take(40).collect::<String>().trim_end_matches('_').to_owned()
}

fn is_key(key: &str) -> bool {
    key.len() <= 40
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Trims texts and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(field: &mut CustomField) -> Result<(), Vec<FieldError>> {
    tidy(&mut field.label);
    field.choices.iter_mut().for_each(tidy);
    let mut check = Check::default();
    check.that(!field.label.is_empty(), "label", "required", "A field needs a label.");
    check.length("label", &field.label, 120);
    check.that(
        is_key(&field.key),
        "key",
        "malformed",
        "A key is a small Latin letter and up to 39 more small letters, digits and underscores.",
    );
    check.that(field.position >= 0, "position", "out_of_range", "Positions count from 0.");
    check_choices(field, &mut check);
    check.done()
}

fn check_choices(field: &CustomField, check: &mut Check) {
    if !field.kind.has_choices() {
        check.that(field.choices.is_empty(), "choices", "not_for_this_kind", "Only a choice has choices.");
        return;
    }
    check.that(!field.choices.is_empty(), "choices", "required", "Say what can be chosen.");
    let few = field.choices.len() <= CHOICES_MAX;
    check.that(few, "choices", "too_many", &format!("At most {CHOICES_MAX} choices."));
    let mut seen = HashSet::new();
    for (i, choice) in field.choices.iter().enumerate().take(CHOICES_MAX) {
        let name = format!("choices[{i}]");
        check.that(!choice.is_empty(), &name, "required", "A choice is not empty.");
        check.length(&name, choice, 120);
        check.that(seen.insert(choice), &name, "repeated", "This is there twice.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_of_a_label() {
        assert_eq!(key_of("Renewal date (EU)"), "renewal_date_eu");
        assert_eq!(key_of("  Größe "), "gro_e", "what has no Latin letter separates");
        assert_eq!(key_of("Élan vital"), "elan_vital");
        assert_eq!(key_of("2nd owner"), "f_2nd_owner");
        assert_eq!(key_of("予算"), "");
        assert!(is_key(&key_of(&"long label ".repeat(9))));
        assert!(!is_key("") && !is_key("_a") && !is_key("A") && !is_key("1a") && !is_key("a-b"));
    }
}
