//! Tags and what they are put on, in the database.

use super::{Tag, TagsOf};
use crate::accounts::name_key;
use crate::http::{Error, Result};
use crate::records::{self, Noun};
use jiff::Timestamp;
use kontaly_access::{TagId, UserId};
use kontaly_db::{Sql, TenantTx, sql};
use uuid::Uuid;

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    ("tags_by_name", "name", "taken", "There is a tag of this name already."),
    ("must_see_tag_id", "tag_ids", "unknown_reference", "One of these tags is not there."),
    ("taggings_tenant_id_tag_id_fkey", "tag_ids", "unknown_reference", "One of these tags is not there."),
];

fn select(tx: &TenantTx) -> Sql {
    let mut query = sql("select ");
    query.push(Tag::COLUMNS).push(" from tags t where t.tenant_id = ").push_bind(tx.tenant());
    query
}

/// The tags of the workspace by name, at most 2,000.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Tag>> {
    let mut query = select(tx);
    query.push(" order by t.name_key limit 2000");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(Tag::read).collect::<Result<_, _>>()?)
}

/// A tag, locked until the transaction ends.
///
/// # Errors
/// 404.
pub async fn lock(tx: &mut TenantTx, id: TagId) -> Result<Tag> {
    let by_id = |tx: &TenantTx| {
        let mut query = select(tx);
        query.push(" and t.id = ").push_bind(id);
        query
    };
    Ok(Tag::read(&records::store::lock(tx, by_id, " for update").await?)?)
}

/// Keeps a new tag.
///
/// # Errors
/// 422 for a taken name.
pub async fn insert(tx: &mut TenantTx, tag: &Tag, at: Timestamp) -> Result<()> {
    let statement = sql(
        "insert into tags (tenant_id, id, name, name_key, color, created_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.tenant())
    .bind(tag.id)
    .bind(tag.name.clone())
    .bind(name_key(&tag.name))
    .bind(tag.color.clone())
    .bind(at);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Writes a changed tag, which comes back with its next version.
///
/// # Errors
/// 422 for a taken name.
pub async fn update(tx: &mut TenantTx, tag: &Tag) -> Result<Tag> {
    let statement = sql("update tags t set name = $3, name_key = $4, color = $5, version = t.version + 1
          where t.tenant_id = $1 and t.id = $2 returning ");
    let mut statement = statement
        .bind(tx.tenant())
        .bind(tag.id)
        .bind(tag.name.clone())
        .bind(name_key(&tag.name))
        .bind(tag.color.clone());
    statement.push(Tag::COLUMNS);
    let row = tx.one(statement.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Tag::read(&row)?)
}

/// Takes a tag off every record; gives back how many it was on.
///
/// # Errors
/// The database's.
pub async fn take_off(tx: &mut TenantTx, id: TagId) -> Result<i64> {
    let statement =
        sql("delete from taggings where tenant_id = $1 and tag_id = $2").bind(tx.tenant()).bind(id);
    Ok(i64::try_from(tx.execute(statement).await?).unwrap_or(i64::MAX))
}

/// Deletes a tag that is on no record.
///
/// # Errors
/// 409 `in_use` for one that is.
pub async fn delete(tx: &mut TenantTx, id: TagId) -> Result<()> {
    let statement = sql("delete from tags where tenant_id = $1 and id = $2").bind(tx.tenant()).bind(id);
    match tx.execute(statement).await {
        Err(error) if error.constraint() == Some("taggings_tenant_id_tag_id_fkey") => Err(Error::refused(
            "in_use",
            "This tag is on records. Delete it with ?taggings=true to take it off them too.",
        )),
        outcome => Ok(outcome.map(drop)?),
    }
}

/// The tags of several records of one noun, by name; records without tags are left out.
///
/// # Errors
/// The database's.
pub async fn of_records(tx: &mut TenantTx, noun: Noun, records: Vec<Uuid>) -> Result<Vec<TagsOf>> {
    let mut query = sql("select g.record_id, ");
    query
        .push(Tag::COLUMNS)
        .push(" from taggings g join tags t on t.tenant_id = g.tenant_id and t.id = g.tag_id");
    query
        .push(" where g.tenant_id = ")
        .push_bind(tx.tenant())
        .push(" and g.noun = ")
        .push_bind(noun.as_str());
    query.push(" and g.record_id = any (").push_bind(records).push(") order by g.record_id, t.name_key");
    let mut found: Vec<TagsOf> = Vec::new();
    for row in &tx.query(query.stable()).await? {
        let (record_id, tag) = (row.take()?, Tag::read(row)?);
        match found.last_mut() {
            Some(last) if last.record_id == record_id => last.tags.push(tag),
            _ => found.push(TagsOf { record_id, tags: vec![tag] }),
        }
    }
    Ok(found)
}

/// The tags of one record by name.
///
/// # Errors
/// 422 when tags that are not there were queued before.
pub async fn of_record(tx: &mut TenantTx, record: Uuid) -> Result<Vec<Tag>> {
    let mut query = sql("select ");
    query
        .push(Tag::COLUMNS)
        .push(" from taggings g join tags t on t.tenant_id = g.tenant_id and t.id = g.tag_id");
    query.push(" where g.tenant_id = ").push_bind(tx.tenant()).push(" and g.record_id = ").push_bind(record);
    query.push(" order by t.name_key");
    let rows = tx.query(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(rows.iter().map(Tag::read).collect::<Result<_, _>>()?)
}

/// Queues what gives a record these tags and no others.
pub fn queue_set(tx: &mut TenantTx, noun: Noun, record: Uuid, owner: Option<UserId>, tags: Vec<TagId>) {
    let tags: Vec<Uuid> = tags.into_iter().map(Uuid::from).collect();
    let tenant = tx.tenant();
    tx.queue(
        sql("delete from taggings where tenant_id = $1 and record_id = $2 and tag_id <> all ($3)")
            .bind(tenant)
            .bind(record)
            .bind(tags.clone()),
    );
    tx.queue(
        sql("insert into taggings (tenant_id, record_id, tag_id, noun, owner_id, directory)
             select $1, $2, t, $4, $5, $6 from unnest($3) t on conflict (tenant_id, record_id, tag_id) do nothing")
        .bind(tenant)
        .bind(record)
        .bind(tags)
        .bind(noun.as_str())
        .bind(owner)
        .bind(noun.in_directory()),
    );
}
