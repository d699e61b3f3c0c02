//! Conversions in the database.

use crate::deals::References;
use crate::deals::store::{push_references, read_references};
use crate::http::Result;
use crate::http::error::FieldError;
use crate::leads::Lead;
use kontaly_access::LeadId;
use kontaly_db::{TenantTx, sql};

/// The records that a conversion names and that are not there for this person.
///
/// # Errors
/// The database's.
pub async fn unknown(tx: &mut TenantTx, references: References) -> Result<Vec<FieldError>> {
    let mut query = sql("select ");
    push_references(&mut query, tx, references);
    read_references(&tx.one(query.stable()).await?)
}

/// What a conversion noted for its undoing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The lead's status before.
    pub status: Option<String>,
    /// Whether the company was made by it.
    pub made_company: bool,
    /// Whether the contact was made by it.
    pub made_contact: bool,
}

/// What the conversion of a lead noted.
///
/// # Errors
/// 404.
pub async fn notes(tx: &mut TenantTx, lead: LeadId) -> Result<Notes> {
    let query = sql("select status_before_conversion, conversion_made_company, conversion_made_contact
        from leads where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(lead);
    let row = tx.one(query).await?;
    Ok(Notes { status: row.take()?, made_company: row.take()?, made_contact: row.take()? })
}

/// Queues what a conversion, or its undoing, changes of a locked lead.
pub fn write(tx: &mut TenantTx, lead: &Lead, notes: Notes) {
    let statement = sql("update leads set status = $3, converted_at = $4, converted_company_id = $5, converted_contact_id = $6,
            converted_deal_id = $7, updated_at = $8, status_before_conversion = $9, conversion_made_company = $10,
            conversion_made_contact = $11, version = version + 1
          where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(lead.id)
    .bind(lead.status.clone())
    .bind(lead.converted_at)
    .bind(lead.converted_company_id)
    .bind(lead.converted_contact_id)
    .bind(lead.converted_deal_id)
    .bind(lead.updated_at)
    .bind(notes.status)
    .bind(notes.made_company)
    .bind(notes.made_contact);
    tx.queue(statement);
}

/// Whether anything besides the conversion's own records hangs on the company and on the contact that a lead was converted
/// into, whoever sees it: what has been put to use stays when the conversion is undone. To be asked beyond sight; of a lead
/// that is not there or was not converted, nothing is in use.
///
/// # Errors
/// The database's.
pub async fn in_use(tx: &mut TenantTx, lead: LeadId) -> Result<(bool, bool)> {
    let query = sql("select
          exists (select from contacts c where c.tenant_id = $1 and c.company_id = l.converted_company_id
            and c.id is distinct from l.converted_contact_id and c.trashed_at is null)
          or exists (select from deals d where d.tenant_id = $1 and d.company_id = l.converted_company_id
            and d.id is distinct from l.converted_deal_id and d.trashed_at is null)
          or exists (select from companies c where c.tenant_id = $1 and c.parent_id = l.converted_company_id and c.trashed_at is null)
          or exists (select from activities a where a.tenant_id = $1 and a.company_id = l.converted_company_id and a.trashed_at is null),
          exists (select from deals d where d.tenant_id = $1 and d.contact_id = l.converted_contact_id
            and d.id is distinct from l.converted_deal_id and d.trashed_at is null)
          or exists (select from activities a where a.tenant_id = $1 and a.contact_id = l.converted_contact_id and a.trashed_at is null)
        from leads l where l.tenant_id = $1 and l.id = $2")
    .bind(tx.tenant())
    .bind(lead);
    Ok(match tx.optional(query).await? {
        Some(row) => (row.take()?, row.take()?),
        None => (false, false),
    })
}
