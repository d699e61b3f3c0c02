//! Attachments in the database.

use super::{Attachment, LISTING};
use crate::http::{Error, ListQuery, Page, Result, page};
use crate::records::{self, Noun};
use kontaly_access::{AttachmentId, UserId};
use kontaly_db::{Sql, TenantTx, sql};
use uuid::Uuid;

const NO_SUCH_RECORD: &str = "There is no such record that you can see.";
/// What holding the record says before the write, said by the write when the record changes hands in between.
const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    ("must_see_lead_id", "record_id", "unknown_reference", NO_SUCH_RECORD),
    ("must_see_deal_id", "record_id", "unknown_reference", NO_SUCH_RECORD),
    ("must_see_contact_id", "record_id", "unknown_reference", NO_SUCH_RECORD),
    ("must_see_company_id", "record_id", "unknown_reference", NO_SUCH_RECORD),
];

fn column(noun: Noun) -> Result<&'static str> {
    Ok(match noun {
        Noun::Lead => " and f.lead_id = ",
        Noun::Deal => " and f.deal_id = ",
        Noun::Contact => " and f.contact_id = ",
        Noun::Company => " and f.company_id = ",
        Noun::Product => return Err(Error::not_found()),
    })
}

/// The files of a record, the newest first; none of a record that one does not see.
///
/// # Errors
/// 422 for a cursor that cannot be understood.
pub async fn of_record(
    tx: &mut TenantTx,
    noun: Noun,
    record: Uuid,
    query: &ListQuery,
) -> Result<Page<Attachment>> {
    let mut from = sql("from attachments f where f.tenant_id = ");
    from.push_bind(tx.tenant()).push(" and f.trashed_at is null").push(column(noun)?).push_bind(record);
    page::read(tx, &LISTING, query, Attachment::COLUMNS, from, Attachment::read).await
}

fn by_id(tx: &TenantTx, id: AttachmentId) -> Sql {
    let mut query = sql("select ");
    query.push(Attachment::COLUMNS).push(" from attachments f where f.tenant_id = ").push_bind(tx.tenant());
    query.push(" and f.id = ").push_bind(id);
    query
}

/// A file, removed ones included.
///
/// # Errors
/// 404; after queued writes also what they were refused for.
pub async fn get(tx: &mut TenantTx, id: AttachmentId) -> Result<Attachment> {
    let query = by_id(tx, id).stable();
    let row = tx.one(query).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Attachment::read(&row)?)
}

/// A file, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for one that one may not change.
pub async fn lock(tx: &mut TenantTx, id: AttachmentId) -> Result<Attachment> {
    let row = records::store::lock(tx, |tx| by_id(tx, id), " for no key update of f").await?;
    Ok(Attachment::read(&row)?)
}

/// Keeps a new file on a record that is held.
///
/// # Errors
/// 422 for a record that went out of sight.
pub async fn insert(tx: &mut TenantTx, noun: Noun, file: &Attachment) -> Result<Attachment> {
    let on = |which: Noun| (noun == which).then_some(file.record_id);
    let statement =
        sql("insert into attachments (tenant_id, id, name, media_type, size_bytes, sha256, uploaded_by,
            lead_id, deal_id, contact_id, company_id, owner_id, directory, created_at, updated_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)")
        .bind(tx.tenant())
        .bind(file.id)
        .bind(file.name.clone())
        .bind(file.media_type.clone())
        .bind(file.size_bytes)
        .bind(file.sha256.clone())
        .bind(file.uploaded_by)
        .bind(on(Noun::Lead))
        .bind(on(Noun::Deal))
        .bind(on(Noun::Contact))
        .bind(on(Noun::Company))
        .bind(file.owner_id)
        .bind(noun.in_directory())
        .bind(file.created_at);
    tx.queue(statement);
    get(tx, file.id).await
}

/// Writes a file's name and whether it was removed, and by whom; it comes back with its next version.
///
/// # Errors
/// The database's.
pub async fn update(tx: &mut TenantTx, file: &Attachment, by: UserId) -> Result<Attachment> {
    let statement = sql("update attachments set name = $3, trashed_at = $4, updated_at = $5,
            trashed_by = case when $4 is null then null else coalesce(trashed_by, $6) end, version = version + 1
          where tenant_id = $1 and id = $2")
    .bind(tx.tenant())
    .bind(file.id)
    .bind(file.name.clone())
    .bind(file.trashed_at)
    .bind(file.updated_at)
    .bind(by);
    tx.queue(statement);
    get(tx, file.id).await
}

/// Which of these objects have a row.
///
/// # Errors
/// The database's.
pub async fn known(tx: &mut TenantTx, ids: Vec<Uuid>) -> Result<Vec<Uuid>> {
    let query = sql("select id from attachments where tenant_id = $1 and id = any ($2)");
    let query = query.bind(tx.tenant()).bind(ids);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(kontaly_db::Row::take).collect::<std::result::Result<_, _>>()?)
}

/// Objects whose row went for good, at most so many.
///
/// # Errors
/// The database's.
pub async fn dropped(tx: &mut TenantTx, max: i64) -> Result<Vec<AttachmentId>> {
    let query = sql("select id from dropped_objects where tenant_id = $1 order by id limit $2");
    let query = query.bind(tx.tenant()).bind(max);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(kontaly_db::Row::take).collect::<std::result::Result<_, _>>()?)
}

/// Forgets an object that is gone.
///
/// # Errors
/// The database's.
pub async fn forget(tx: &mut TenantTx, id: AttachmentId) -> Result<()> {
    let statement = sql("delete from dropped_objects where tenant_id = $1 and id = $2");
    let statement = statement.bind(tx.tenant()).bind(id);
    tx.execute(statement).await?;
    Ok(())
}

/// The bytes of all files of the workspace, those in the trash included.
///
/// # Errors
/// The database's.
pub async fn bytes(tx: &mut TenantTx) -> Result<i64> {
    let query = sql("select coalesce(sum(bytes), 0)::bigint from attachment_sums where tenant_id = $1");
    let tenant = tx.tenant();
    Ok(tx.one(query.bind(tenant)).await?.take()?)
}
