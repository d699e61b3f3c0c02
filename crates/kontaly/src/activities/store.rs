//! Activities in the database.

use super::{Activity, LISTING, Record};
use crate::http::page::{self, CountQuery};
use crate::http::{Count, Error, ListQuery, Page, Result};
use crate::{records, search};
use kontaly_access::{ActivityId, UserId};
use kontaly_db::{Sql, TenantTx, sql};
use uuid::Uuid;

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    (
        "activities_tenant_id_assignee_id_fkey",
        "assignee_id",
        "unknown_reference",
        "There is no such person in this workspace.",
    ),
    (
        "activities_by_external_id",
        "external_id",
        "taken",
        "There is an activity of this external id already.",
    ),
    // What is said before the write, said by the write when the record changes hands in between.
    ("must_see_lead_id", "lead_id", "unknown_reference", NO_SUCH_RECORD),
    ("must_see_deal_id", "deal_id", "unknown_reference", NO_SUCH_RECORD),
    ("must_see_contact_id", "contact_id", "unknown_reference", NO_SUCH_RECORD),
    ("must_see_company_id", "company_id", "unknown_reference", NO_SUCH_RECORD),
];

const NO_SUCH_RECORD: &str = "There is no such record that you can see.";

fn from_where(tx: &TenantTx) -> Sql {
    let mut from = sql("from activities a where a.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and a.trashed_at is null");
    from
}

/// A page of activities.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<Activity>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, Activity::COLUMNS, from, Activity::read).await
}

/// How many activities a filter matches.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn count(tx: &mut TenantTx, query: &CountQuery) -> Result<Count> {
    let from = from_where(tx);
    page::count(tx, &LISTING, query, from).await
}

/// What SQL says of a record, by its noun.
struct Table {
    column: &'static str,
    field: &'static str,
    owner: &'static str,
    /// The same, so that nobody gives the record away meanwhile. Companies and contacts of others cannot be locked; their
    /// owner is looked at once more behind the insert (migrations/0008), which is refused if it is another one by then.
    owner_held: &'static str,
    id: Uuid,
}

macro_rules! table {
    ($id:expr, $field:literal, $name:literal, $lock:literal) => {
        Table {
            column: concat!(" and a.", $field, " = "),
            field: $field,
            owner: concat!("select owner_id from ", $name, " where tenant_id = $1 and id = $2"),
            owner_held: concat!(
                "select owner_id from ",
                $name,
                " where tenant_id = $1 and id = $2 and trashed_at is null",
                $lock
            ),
            id: $id.0,
        }
    };
}

fn table(record: Record) -> Table {
    match record {
        Record::Lead(id) => table!(id, "lead_id", "leads", " for share"),
        Record::Deal(id) => table!(id, "deal_id", "deals", " for share"),
        Record::Contact(id) => table!(id, "contact_id", "contacts", ""),
        Record::Company(id) => table!(id, "company_id", "companies", ""),
    }
}

/// The timeline of a record, the newest activity first; empty for a record that one does not see.
///
/// # Errors
/// 422 for a cursor that cannot be understood.
pub async fn timeline(tx: &mut TenantTx, record: Record, query: &ListQuery) -> Result<Page<Activity>> {
    let table = table(record);
    let mut from = from_where(tx);
    from.push(table.column).push_bind(table.id);
    page::read(tx, &LISTING, query, Activity::COLUMNS, from, Activity::read).await
}

/// Refuses when a record is not there or out of sight.
///
/// # Errors
/// 404.
pub async fn must_see(tx: &mut TenantTx, record: Record) -> Result<()> {
    let table = table(record);
    let query = sql(table.owner).bind(tx.tenant()).bind(table.id);
    tx.closing().one(query).await?;
    Ok(())
}

/// The owner of the record that a new activity is on.
///
/// # Errors
/// 422 for a record that is not there, was trashed or is out of sight.
pub async fn owner_of(tx: &mut TenantTx, record: Record) -> Result<Option<UserId>> {
    let table = table(record);
    let query = sql(table.owner_held).bind(tx.tenant()).bind(table.id);
    match tx.optional(query).await? {
        Some(row) => Ok(row.take()?),
        None => Err(Error::field(table.field, "unknown_reference", NO_SUCH_RECORD)),
    }
}

fn by_id(tx: &TenantTx, id: ActivityId) -> Sql {
    let mut query = sql("select ");
    query.push(Activity::COLUMNS).push(" from activities a where a.tenant_id = ").push_bind(tx.tenant());
    query.push(" and a.id = ").push_bind(id);
    query
}

/// An activity, trashed ones included.
///
/// # Errors
/// 404; after queued writes also what they were refused for.
pub async fn get(tx: &mut TenantTx, id: ActivityId) -> Result<Activity> {
    let query = by_id(tx, id).planned_once();
    let row = tx.one(query).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Activity::read(&row)?)
}

/// An activity, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for one that one may not change.
pub async fn lock(tx: &mut TenantTx, id: ActivityId) -> Result<Activity> {
    Ok(Activity::read(&records::store::lock(tx, |tx| by_id(tx, id), " for update of a").await?)?)
}

/// The words by which an activity is found.
#[must_use]
pub fn words(activity: &Activity) -> Vec<String> {
    search::words([Some(&activity.subject), activity.body.as_ref()].into_iter().flatten().map(String::as_str))
}

fn index(tx: &mut TenantTx, activity: &Activity) {
    let words = if activity.trashed_at.is_some() { Vec::new() } else { words(activity) };
    let directory = activity.is_directory();
    let statement =
        search::index(tx.tenant(), "activity", activity.id.0, activity.owner_id, directory, words);
    tx.queue(statement);
}

/// Binds what is written of an activity, in the order that INSERT and UPDATE share.
fn written(statement: Sql, tx: &TenantTx, activity: &Activity) -> Sql {
    statement
        .bind(tx.tenant())
        .bind(activity.id)
        .bind(activity.kind.clone())
        .bind(activity.subject.clone())
        .bind(activity.body.clone())
        .bind(activity.due_at)
        .bind(activity.at)
        .bind(activity.done_at)
        .bind(activity.duration_minutes)
        .bind(activity.assignee_id)
        .bind(activity.updated_at)
}

/// Keeps a new activity.
///
/// # Errors
/// 422 for an unknown assignee, a taken external id, a record that went out of sight.
pub async fn insert(tx: &mut TenantTx, activity: &Activity) -> Result<Activity> {
    let statement = sql("insert into activities (tenant_id, id, kind, subject, body, due_at, at, done_at, duration_minutes,
            assignee_id, created_at, updated_at, lead_id, deal_id, contact_id, company_id, owner_id, directory, external_id)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, $15, $16, $17, $18)");
    let statement = written(statement, tx, activity)
        .bind(activity.lead_id)
        .bind(activity.deal_id)
        .bind(activity.contact_id)
        .bind(activity.company_id)
        .bind(activity.owner_id)
        .bind(activity.is_directory())
        .bind(activity.external_id.clone());
    tx.queue(statement);
    index(tx, activity);
    get(tx, activity.id).await
}

/// Writes a changed activity, which comes back with its next version.
///
/// # Errors
/// 422 for an unknown assignee.
pub async fn update(tx: &mut TenantTx, activity: &Activity) -> Result<Activity> {
    let statement = sql("update activities set kind = $3, subject = $4, body = $5, due_at = $6, at = $7, done_at = $8,
            duration_minutes = $9, assignee_id = $10, updated_at = $11, trashed_at = $12, version = version + 1
          where tenant_id = $1 and id = $2");
    let statement = written(statement, tx, activity).bind(activity.trashed_at);
    tx.queue(statement);
    index(tx, activity);
    get(tx, activity.id).await
}
