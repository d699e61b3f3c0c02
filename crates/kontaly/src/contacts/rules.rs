//! What makes a contact right: pure, so that the API, the import and the tests apply the same.

use super::{Contact, ContactPoint};
use crate::accounts::{email_key, is_email};
use crate::companies::rules::LIFECYCLE_STAGES;
use crate::http::error::FieldError;
use crate::http::rules::{Check, person_name, tidy, tidy_option};
use std::collections::HashSet;

/// What an e-mail address or telephone number can be labelled.
pub const LABELS: [&str; 4] = ["work", "home", "mobile", "other"];
/// E-mail addresses of a contact at most, and telephone numbers.
const POINTS_MAX: usize = 20;

/// What telephone numbers are compared by: their digits.
#[must_use]
pub fn phone_key(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// Trims texts, fills the shown name and the first of each kind of point, and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(contact: &mut Contact) -> Result<(), Vec<FieldError>> {
    tidy(&mut contact.first_name);
    tidy(&mut contact.last_name);
    for text in [
        &mut contact.title,
        &mut contact.source,
        &mut contact.linkedin_url,
        &mut contact.description,
        &mut contact.external_id,
    ] {
        tidy_option(text);
    }
    for point in contact.emails.iter_mut().chain(&mut contact.phones) {
        tidy(&mut point.value);
    }
    contact.email = contact.emails.first().map(|point| point.value.clone());
    contact.phone = contact.phones.first().map(|point| point.value.clone());
    contact.name = person_name(
        &contact.first_name,
        &contact.last_name,
        &[contact.email.as_deref(), contact.phone.as_deref()],
    );
    let mut check = Check::default();
    check.that(!contact.name.is_empty(), "last_name", "required", "Give a name or an e-mail address.");
    check.length("first_name", &contact.first_name, 120);
    check.length("last_name", &contact.last_name, 120);
    check.option_length("title", contact.title.as_deref(), 200);
    check_points(&mut check, "emails", &contact.emails, email_key, |point| {
        (!is_email(&point.value)).then_some(("not_an_email", "This is not an e-mail address."))
    });
    check_points(&mut check, "phones", &contact.phones, phone_key, |point| {
        let number = !phone_key(&point.value).is_empty() && point.value.len() <= 60;
        (!number).then_some(("not_a_phone", "A telephone number has digits, and at most 60 characters."))
    });
    let stage = contact.lifecycle_stage.as_str();
    check.that(LIFECYCLE_STAGES.contains(&stage), "lifecycle_stage", "unknown", "There is no such stage.");
    check.option_length("source", contact.source.as_deref(), 120);
    check.web_address("linkedin_url", contact.linkedin_url.as_deref());
    check.option_length("description", contact.description.as_deref(), 20_000);
    check.option_length("external_id", contact.external_id.as_deref(), 200);
    check.done()
}

fn check_points(
    check: &mut Check,
    field: &str,
    points: &[ContactPoint],
    key: impl Fn(&str) -> String,
    wrong: impl Fn(&ContactPoint) -> Option<(&'static str, &'static str)>,
) {
    check.that(points.len() <= POINTS_MAX, field, "too_many", &format!("At most {POINTS_MAX}."));
    let mut seen = HashSet::new();
    for (i, point) in points.iter().enumerate().take(POINTS_MAX) {
        let known = LABELS.contains(&point.label.as_str());
        check.that(known, &format!("{field}[{i}].label"), "unknown", "There is no such label.");
        let value = format!("{field}[{i}].value");
        match wrong(point) {
            Some((code, message)) => check.that(false, &value, code, message),
            None => check.that(seen.insert(key(&point.value)), &value, "repeated", "This is there twice."),
        }
    }
}
