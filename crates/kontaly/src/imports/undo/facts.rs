//! What has to be known of records whoever undoes may not see all about: whether only imports wrote them, and whether
//! something hangs on them. Asked in the name of the workspace's worker, and answered by a version and a noun.

use super::judge::Fact;
use super::store::WROTE;
use crate::http::Result;
use crate::imports::nouns::Table;
use kontaly_access::ImportId;
use kontaly_db::{Row, TenantTx, sql};
use std::collections::HashMap;
use uuid::Uuid;

/// Something live in a table that hangs on the record, or refers to it by a column.
macro_rules! hangs {
    ($noun:literal, $table:literal, $column:literal) => {
        concat!(
            " when exists (select from ",
            $table,
            " h where h.tenant_id = $1 and h.",
            $column,
            " = u.id and h.trashed_at is null) then '",
            $noun,
            "'"
        )
    };
}

/// Likewise, unless it goes with the same undo: the import made it, or gave it this very reference, and nothing of that stays.
macro_rules! refers {
    ($noun:literal, $table:literal, $column:literal) => {
        concat!(
            " when exists (select from ", $table, " h where h.tenant_id = $1 and h.", $column, " = u.id and h.trashed_at is null",
            " and not exists (select from import_rows g where g.tenant_id = $1 and g.record_id = h.id and g.import_id = $3",
            " and g.stayed is null and (g.outcome = 'created' or g.detail ? '", $column, "'))) then '", $noun, "'"
        )
    };
}

macro_rules! used {
    ($column:literal $($more:expr)*) => {
        concat!(
            "case", hangs!("activity", "activities", $column), hangs!("attachment", "attachments", $column) $(, $more)*, " end"
        )
    };
}

/// By what a record of a table is in use.
fn used(table: &Table) -> &'static str {
    match table.name {
        "leads" => used!("lead_id"),
        "deals" => used!("deal_id" hangs!("lead", "leads", "converted_deal_id")),
        "contacts" => {
            used!("contact_id" hangs!("lead", "leads", "converted_contact_id") hangs!("deal", "deals", "contact_id"))
        }
        "companies" => {
            used!("company_id" hangs!("lead", "leads", "converted_company_id") refers!("contact", "contacts", "company_id")
            refers!("deal", "deals", "company_id") refers!("company", "companies", "parent_id"))
        }
        _ => concat!("case", hangs!("deal", "deals", "product_id"), " end"),
    }
}

/// What is known of those of these records that are there.
///
/// Every write is a version: so many of this import, and of imports that were undone since two each, there and back. Of a
/// record that has another one, somebody else changed something.
///
/// # Errors
/// The database's.
pub async fn of(
    tx: &mut TenantTx,
    table: &'static Table,
    import: ImportId,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Fact>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = sql("select x.id, (select 1 + count(*) filter (where r.import_id = $3 or i.state = 'undone')
          + count(distinct r.import_id) filter (where r.import_id <> $3 and i.state = 'undone' and r.stayed is null)
        from import_rows r join imports i on i.tenant_id = r.tenant_id and i.id = r.import_id
        where r.tenant_id = $1 and r.record_id = x.id and ")
    .bind(tx.tenant())
    .bind(ids)
    .bind(import);
    query
        .push(WROTE)
        .push(")::integer, ")
        .push(used(table))
        // The fence makes it look up one after the other: of what was just imported the planner has no statistics.
        .push(" from unnest($2) u (id) cross join lateral (select t.id from ")
        .push(table.name)
        .push(" t where t.tenant_id = $1 and t.id = u.id offset 0) x");
    let read = |row: &Row| Ok((row.take()?, Fact { version: row.take()?, used_by: row.take()? }));
    tx.closing().query(query.stable()).await?.iter().map(read).collect()
}
