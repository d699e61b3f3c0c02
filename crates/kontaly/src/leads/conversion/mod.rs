//! Conversion: a lead becomes a company, a contact and a deal, in one transaction; the lead stays, read-only. It can be
//! undone until the deal has been changed.

pub mod http;
pub mod rules;
pub mod store;

use super::Lead;
use crate::companies::{CompanyDraft, CompanyDuplicate};
use crate::contacts::{ContactDraft, ContactDuplicate};
use crate::deals::DealDraft;
use kontaly_access::{CompanyId, ContactId, PipelineId, StageId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a conversion would find and make.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversionPreview {
    /// The lead, with the version to convert.
    pub lead: Lead,
    /// Companies of the lead's name or domain.
    pub companies: Vec<CompanyDuplicate>,
    /// Contacts that have the lead's e-mail address.
    pub contacts: Vec<ContactDuplicate>,
    /// The company that would be made; null when the lead names none.
    #[schema(example = "Halcyon GmbH")]
    pub company_name: Option<String>,
    /// The contact that would be made.
    #[schema(example = "Ines Haddad")]
    pub contact_name: String,
    /// The deal that would be made.
    pub deal: ProposedDeal,
}

/// The deal that a conversion proposes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedDeal {
    /// Its name.
    #[schema(example = "Halcyon GmbH")]
    pub name: String,
    /// Minor units of `currency`.
    #[schema(example = 8_400_000)]
    pub amount: Option<i64>,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// The stage: the first open one.
    pub stage_id: StageId,
    /// The stage's label.
    #[schema(example = "Qualification")]
    pub stage_name: String,
}

/// What a lead is to become. Null, or absent: no such record. What a draft does not say is the lead's.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// The company.
    pub company: Option<CompanyChoice>,
    /// The contact; one that is made belongs to the company.
    pub contact: Option<ContactChoice>,
    /// The deal; it is of the company and the contact.
    pub deal: Option<DealDraft>,
}

/// A company that is there, or one to be made: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyChoice {
    /// The one that is there.
    pub id: Option<CompanyId>,
    /// The one to be made.
    pub create: Option<CompanyDraft>,
}

/// A contact that is there, or one to be made: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChoice {
    /// The one that is there.
    pub id: Option<ContactId>,
    /// The one to be made.
    pub create: Option<ContactDraft>,
}
