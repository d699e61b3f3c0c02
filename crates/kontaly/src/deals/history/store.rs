//! Histories in the database.

use super::{DealChange, LISTING, Note};
use crate::http::{ListQuery, Page, Result, page};
use kontaly_access::{DealId, TenantId};
use kontaly_db::{Sql, TenantTx, sql};

/// The statement that notes a change.
#[must_use]
pub fn insert(tenant: TenantId, note: Note) -> Sql {
    sql("insert into deal_changes (tenant_id, id, deal_id, at, actor_id, from_stage_id, to_stage_id, from_amount, to_amount,
            currency, from_expected_close_date, to_expected_close_date, owner_id)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
    .bind(tenant)
    .bind(note.id)
    .bind(note.deal_id)
    .bind(note.at)
    .bind(note.actor_id)
    .bind(note.stage.0)
    .bind(note.stage.1)
    .bind(note.amount.0)
    .bind(note.amount.1)
    .bind(note.currency)
    .bind(note.expected_close_date.0)
    .bind(note.expected_close_date.1)
    .bind(note.owner_id)
}

/// A page of a deal's history; empty for a deal that one does not see.
///
/// # Errors
/// 422 for a cursor that cannot be understood.
pub async fn list(tx: &mut TenantTx, deal: DealId, query: &ListQuery) -> Result<Page<DealChange>> {
    let mut from = sql("from deal_changes h
        join stages st on st.tenant_id = h.tenant_id and st.id = h.to_stage_id
        left join stages sf on sf.tenant_id = h.tenant_id and sf.id = h.from_stage_id
        left join users u on u.tenant_id = h.tenant_id and u.id = h.actor_id
        where h.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and h.deal_id = ").push_bind(deal);
    page::read(tx, &LISTING, query, DealChange::COLUMNS, from, DealChange::read).await
}
