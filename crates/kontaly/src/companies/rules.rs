//! What makes a company right: pure, so that the API, the import and the tests apply the same.

use super::Company;
use crate::http::error::FieldError;
use crate::http::rules::{Check, is_web_address, tidy, tidy_option};

/// How far a company or contact has come with us, in order; moved forward by events, back only by a person.
pub const LIFECYCLE_STAGES: [&str; 6] =
    ["lead", "qualified", "opportunity", "customer", "former_customer", "other"];

/// The domain in a web or e-mail address: `https://www.Halcyon.example/about` is `halcyon.example`.
#[must_use]
pub fn domain_key(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.').to_owned()
}

/// Trims texts, brings the domain into its one form, and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(company: &mut Company) -> Result<(), Vec<FieldError>> {
    tidy(&mut company.name);
    for text in [
        &mut company.domain,
        &mut company.website,
        &mut company.phone,
        &mut company.industry,
        &mut company.annual_revenue_currency,
        &mut company.address,
        &mut company.city,
        &mut company.country,
        &mut company.description,
        &mut company.external_id,
    ] {
        tidy_option(text);
    }
    if let Some(domain) = &mut company.domain {
        *domain = domain_key(domain);
    }
    let mut check = Check::default();
    check.that(!company.name.is_empty(), "name", "required", "A company needs a name.");
    check.length("name", &company.name, 200);
    let domain = company.domain.as_deref();
    let is_domain = |domain: &str| domain.len() <= 253 && domain.contains('.') && is_web_address(domain);
    check.that(domain.is_none_or(is_domain), "domain", "not_a_domain", "A domain looks like example.com.");
    check.web_address("website", company.website.as_deref());
    check.option_length("phone", company.phone.as_deref(), 60);
    check.option_length("industry", company.industry.as_deref(), 120);
    check.option_length("address", company.address.as_deref(), 500);
    check.option_length("city", company.city.as_deref(), 120);
    check.option_length("country", company.country.as_deref(), 120);
    check.option_length("description", company.description.as_deref(), 20_000);
    check.option_length("external_id", company.external_id.as_deref(), 200);
    check.that(
        company.employees.is_none_or(|n| n >= 0),
        "employees",
        "out_of_range",
        "Give a number from 0.",
    );
    check_revenue(company, &mut check);
    check.that(
        company.founded_year.is_none_or(|year| (1000..=2200).contains(&year)),
        "founded_year",
        "out_of_range",
        "A year has four digits.",
    );
    let stage = company.lifecycle_stage.as_str();
    check.that(LIFECYCLE_STAGES.contains(&stage), "lifecycle_stage", "unknown", "There is no such stage.");
    check.done()
}

fn check_revenue(company: &Company, check: &mut Check) {
    check.that(
        company.annual_revenue.is_none_or(|amount| amount >= 0),
        "annual_revenue",
        "out_of_range",
        "Give whole minor units from 0.",
    );
    check.currency("annual_revenue_currency", company.annual_revenue_currency.as_deref());
    check.that(
        company.annual_revenue.is_none() || company.annual_revenue_currency.is_some(),
        "annual_revenue_currency",
        "required",
        "An amount needs its currency.",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_found_in_whatever_people_paste() {
        for text in [
            "halcyon.example",
            " WWW.Halcyon.Example. ",
            "https://www.halcyon.example:8443/about?x#y",
            "ines@halcyon.example",
        ] {
            assert_eq!(domain_key(text), "halcyon.example", "{text}");
        }
        assert_eq!(domain_key("shop.halcyon.example"), "shop.halcyon.example");
    }
}
