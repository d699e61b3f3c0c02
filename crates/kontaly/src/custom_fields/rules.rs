//! What makes a custom field right: pure.

use super::CustomField;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy};
use crate::search::fold;
use kontaly_access::CustomFieldId;
use std::collections::{BTreeMap, HashSet};

/// Choices of a field at most.
const CHOICES_MAX: usize = 200;

/// A key made of a label: `Renewal date (EU)` is `renewal_date_eu`. One without a Latin letter or digit gets a key of its id.
#[must_use]
pub fn key_of(label: &str, id: CustomFieldId) -> String {
    let folded = fold(label);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
        .filter(|word| !word.is_empty())
        .collect();
    let mut key = words.join("_");
    if key.is_empty() && !label.trim().is_empty() {
        // The end of an id of this kind is random.
        let digits = id.0.simple().to_string();
        key = format!("field_{}", &digits[digits.len() - 8..]);
    }
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

/// Choices that are renamed, before and after. Two never become one: whichever a record had, it could not be told again.
///
/// # Errors
/// Names that were no choices, are none now, or are those of other choices.
pub fn renames(
    before: &CustomField,
    after: &CustomField,
    renamed: &BTreeMap<String, String>,
) -> Result<Vec<(String, String)>, Vec<FieldError>> {
    let mut check = Check::default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (old, new) in renamed {
        let mut new = new.clone();
        tidy(&mut new);
        let field = format!("renamed.{old}");
        check.that(before.choices.contains(old), &field, "unknown", "There is no such choice.");
        check.that(after.choices.contains(&new), &field, "unknown", "This is none of the choices.");
        let stays = before.choices.contains(&new) && !renamed.contains_key(&new);
        let twice = pairs.iter().any(|(_, taken)| *taken == new);
        check.that(!stays && !twice, &field, "taken", "There is a choice of this name already.");
        pairs.push((old.clone(), new));
    }
    check.done()?;
    Ok(pairs)
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
    use super::super::FieldKind;
    use super::*;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn field(choices: &[&str]) -> CustomField {
        CustomField {
            id: CustomFieldId(Uuid::nil()),
            noun: "lead".into(),
            key: "tier".into(),
            label: "Tier".into(),
            kind: FieldKind::Choice,
            choices: choices.iter().map(ToString::to_string).collect(),
            position: 0,
            created_at: Timestamp::UNIX_EPOCH,
            trashed_at: None,
            version: 1,
        }
    }

    #[test]
    fn choices_are_renamed_and_swapped_but_never_become_one() {
        let pairs = |renamed: &[(&str, &str)], after: &[&str]| {
            let renamed = renamed.iter().map(|(old, new)| ((*old).into(), (*new).into())).collect();
            renames(&field(&["A", "B"]), &field(after), &renamed).is_ok()
        };
        assert!(pairs(&[("A", " C ")], &["C", "B"]));
        assert!(pairs(&[("A", "B"), ("B", "A")], &["B", "A"]), "both at once");
        assert!(!pairs(&[("A", "B")], &["B"]), "two become one");
        assert!(!pairs(&[("A", "C"), ("B", "C")], &["C"]), "two become one");
        assert!(!pairs(&[("X", "C")], &["C", "B"]), "no such choice");
        assert!(!pairs(&[("A", "C")], &["B"]), "none of the choices");
    }

    #[test]
    fn a_key_is_made_of_a_label() {
        let key = |label: &str| key_of(label, CustomFieldId(Uuid::from_u128(0xBEEF)));
        assert_eq!(key("Renewal date (EU)"), "renewal_date_eu");
        assert_eq!(key("  Größe "), "gro_e", "what has no Latin letter separates");
        assert_eq!(key("Élan vital"), "elan_vital");
        assert_eq!(key("2nd owner"), "f_2nd_owner");
        assert_eq!(key("予算"), "field_0000beef");
        assert_eq!(key(" "), "", "without a label there is no key either");
        assert!(is_key(&key(&"long label ".repeat(9))));
        assert!(!is_key("") && !is_key("_a") && !is_key("A") && !is_key("1a") && !is_key("a-b"));
    }
}
