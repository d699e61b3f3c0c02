//! Lists of people who see few rows. Row security decides what is seen; this only says it once more, in a way that an index
//! can follow, which the policy's OR of three conditions is not (design.md section 3: without it, a quarter of the lists a
//! second).

use super::filter::Listing;
use kontaly_access::Scope;
use kontaly_db::{Sql, TenantTx, sql};

/// Whether this person sees every row of the tenant, so that saying owners would only get in the way.
pub fn sees_all(tx: &TenantTx) -> bool {
    tx.actor().role.scope() == Scope::All
}

/// The owners whose rows this person sees, as an array.
pub fn in_sight(tx: &TenantTx) -> Sql {
    let mut owners = sql("(select me.owners from actors me where me.tenant_id = ");
    owners.push_bind(tx.tenant()).push(")::uuid[]");
    owners
}

/// A list's rows, from FROM to the end of its WHERE, narrowed to the owners whom this person sees and to the pool.
///
/// With `order`, the list's ORDER BY and LIMIT, when an index has each owner's rows in that order: so many rows are read of
/// each owner, and no more. Without: the rows of all of them, which the caller sorts or counts.
pub fn narrowed(tx: &TenantTx, listing: &Listing, rows: Sql, order: Option<&Sql>) -> Sql {
    let Some(owner) = listing.owner.filter(|_| !sees_all(tx)) else { return rows };
    let owners = in_sight(tx);
    let Some(order) = order else {
        let mut rows = rows;
        rows.push(" and (")
            .push(owner)
            .push(" = any (")
            .append(owners)
            .push(") or ")
            .push(owner)
            .push(" is null)");
        return rows;
    };
    let row = listing.id.split_once('.').map_or(listing.id, |(row, _)| row);
    let mut pool = rows.clone();
    pool.push(" and ").push(owner).push(" is null").append(order.clone());
    let mut each = rows;
    each.push(" and ").push(owner).push(" = o.id").append(order.clone());
    let mut narrowed = sql("from (select ");
    narrowed.push(row).push(".* from unnest(").append(owners).push(") o (id) cross join lateral (select ");
    narrowed.push(row).push(".* ").append(each).push(") ").push(row);
    narrowed.push(" union all (select ").push(row).push(".* ").append(pool).push(")) ").push(row);
    narrowed
}
