//! What makes a lead right: pure, so that the API, the import and the tests apply the same.

use super::Lead;
use crate::accounts::{email_key, is_email};
use crate::http::error::FieldError;
use crate::http::rules::{Check, person_name, tidy, tidy_option};

/// The statuses, in the order of a lead's life.
pub const STATUSES: [&str; 6] = ["new", "contacted", "nurture", "qualified", "converted", "unqualified"];

/// What a person is told who would change a lead that has been converted.
pub const CONVERTED: &str = "This lead was converted and is read-only. Undo the conversion first.";

/// Trims texts, fills the shown name, and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(lead: &mut Lead) -> Result<(), Vec<FieldError>> {
    tidy(&mut lead.first_name);
    tidy(&mut lead.last_name);
    for text in [
        &mut lead.company_name,
        &mut lead.title,
        &mut lead.email,
        &mut lead.phone,
        &mut lead.source,
        &mut lead.currency,
        &mut lead.city,
        &mut lead.country,
        &mut lead.website,
        &mut lead.description,
    ] {
        tidy_option(text);
    }
    // In one form, so that the same address is the same text: imports find a lead by it.
    lead.email = lead.email.as_deref().map(email_key);
    lead.name = person_name(
        &lead.first_name,
        &lead.last_name,
        &[lead.company_name.as_deref(), lead.email.as_deref()],
    );
    let mut check = Check::default();
    check.that(
        !lead.name.is_empty(),
        "last_name",
        "required",
        "Give a name, a company or an e-mail address.",
    );
    check.length("first_name", &lead.first_name, 120);
    check.length("last_name", &lead.last_name, 120);
    check.option_length("company_name", lead.company_name.as_deref(), 200);
    check.option_length("title", lead.title.as_deref(), 200);
    check.option_length("phone", lead.phone.as_deref(), 60);
    check.option_length("source", lead.source.as_deref(), 120);
    check.option_length("city", lead.city.as_deref(), 120);
    check.option_length("country", lead.country.as_deref(), 120);
    check.option_length("website", lead.website.as_deref(), 2000);
    check.option_length("external_id", lead.external_id.as_deref(), 200);
    check.option_length("description", lead.description.as_deref(), 20_000);
    check.that(
        lead.email.as_deref().is_none_or(is_email),
        "email",
        "not_an_email",
        "This is not an e-mail address.",
    );
    check.that(STATUSES.contains(&lead.status.as_str()), "status", "unknown", "There is no such status.");
    check.that(
        (lead.status == "converted") == lead.converted_at.is_some(),
        "status",
        "only_by_conversion",
        "A lead becomes converted by converting it.",
    );
    check.that((0..=100).contains(&lead.score), "score", "out_of_range", "A score is 0 to 100.");
    check.currency("currency", lead.currency.as_deref());
    check.that(
        lead.amount.is_none() || lead.currency.is_some(),
        "currency",
        "required",
        "An amount needs its currency.",
    );
    check.done()
}
