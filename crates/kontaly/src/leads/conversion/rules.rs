//! What a lead becomes: pure.

use super::{CompanyChoice, ContactChoice, Conversion};
use crate::companies::CompanyDraft;
use crate::contacts::{ContactDraft, ContactPoint};
use crate::deals::DealDraft;
use crate::http::Change;
use crate::http::error::FieldError;
use crate::http::rules::Check;
use crate::leads::Lead;
use kontaly_access::UserId;

/// Whether something is to be made, and of each thing either one that is there or a new one.
///
/// # Errors
/// The fields that need another look.
pub fn check(conversion: &Conversion) -> Result<(), Vec<FieldError>> {
    let mut check = Check::default();
    let one_of = |id: bool, create: bool| id != create;
    let message = "Say the id of one that is there, or what is to be created: one of the two.";
    if let Some(CompanyChoice { id, create }) = &conversion.company {
        check.that(one_of(id.is_some(), create.is_some()), "company", "one_of", message);
    }
    if let Some(ContactChoice { id, create }) = &conversion.contact {
        check.that(one_of(id.is_some(), create.is_some()), "contact", "one_of", message);
    }
    let anything = conversion.company.is_some() || conversion.contact.is_some() || conversion.deal.is_some();
    check.that(anything, "deal", "required", "A lead becomes a company, a contact or a deal at least.");
    check.done()
}

/// The name that a deal of a lead gets.
#[must_use]
pub fn deal_name(lead: &Lead) -> String {
    lead.company_name.clone().unwrap_or_else(|| lead.name.clone()).chars().take(200).collect()
}

/// Whom the new records belong to: the lead's owner, or of a lead of the pool whoever converts it.
fn owner(lead: &Lead, said: Change<UserId>, converter: UserId) -> Change<UserId> {
    match (said, lead.owner_id) {
        (Change::Keep, owner) => Change::Set(owner.unwrap_or(converter)),
        (said, _) => said,
    }
}

fn stage(with_deal: bool) -> Option<String> {
    Some(if with_deal { "opportunity" } else { "qualified" }.to_owned())
}

/// A company, from what was said and from the lead.
#[must_use]
pub fn company(lead: &Lead, mut said: CompanyDraft, with_deal: bool, converter: UserId) -> CompanyDraft {
    if said.name.trim().is_empty() {
        said.name = lead.company_name.clone().unwrap_or_default();
    }
    said.website = said.website.or_else(|| lead.website.clone());
    said.city = said.city.or_else(|| lead.city.clone());
    said.country = said.country.or_else(|| lead.country.clone());
    said.lifecycle_stage = said.lifecycle_stage.or_else(|| stage(with_deal));
    said.owner_id = owner(lead, said.owner_id, converter);
    said
}

/// A contact, from what was said and from the lead.
#[must_use]
pub fn contact(lead: &Lead, mut said: ContactDraft, with_deal: bool, converter: UserId) -> ContactDraft {
    if said.first_name.trim().is_empty() && said.last_name.trim().is_empty() {
        said.first_name.clone_from(&lead.first_name);
        said.last_name.clone_from(&lead.last_name);
    }
    let points = |said: &mut Vec<ContactPoint>, of_lead: &Option<String>| {
        if said.is_empty() {
            said.extend(of_lead.clone().map(|value| ContactPoint { label: "work".to_owned(), value }));
        }
    };
    points(&mut said.emails, &lead.email);
    points(&mut said.phones, &lead.phone);
    said.title = said.title.or_else(|| lead.title.clone());
    said.source = said.source.or_else(|| lead.source.clone());
    said.description = said.description.or_else(|| lead.description.clone());
    said.lifecycle_stage = said.lifecycle_stage.or_else(|| stage(with_deal));
    said.owner_id = owner(lead, said.owner_id, converter);
    said
}

/// A deal, from what was said and from the lead.
#[must_use]
pub fn deal(lead: &Lead, mut said: DealDraft, converter: UserId) -> DealDraft {
    if said.name.trim().is_empty() {
        said.name = deal_name(lead);
    }
    if said.amount.is_none() {
        said.amount = lead.amount;
        said.currency = said.currency.or_else(|| lead.currency.clone());
    }
    said.source = said.source.or_else(|| lead.source.clone());
    said.owner_id = owner(lead, said.owner_id, converter);
    said
}

/// Says of errors which part of the request they are about.
#[must_use]
pub fn within(part: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
    let named = |error: FieldError| FieldError { field: format!("{part}.{}", error.field), ..error };
    errors.into_iter().map(named).collect()
}
