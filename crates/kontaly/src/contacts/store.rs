//! Contacts in the database.

use super::{Contact, ContactDuplicate, LISTING, rules};
use crate::accounts::{email_key, name_key};
use crate::clock::fresh_id;
use crate::http::page::{self, CountQuery};
use crate::http::{Count, Error, ListQuery, Page, Result};
use crate::records;
use crate::search;
use kontaly_access::ContactId;
use kontaly_db::{Sql, TenantTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    (
        "contacts_tenant_id_owner_id_fkey",
        "owner_id",
        "unknown_reference",
        "There is no such person in this workspace.",
    ),
    ("must_see_company_id", "company_id", "unknown_reference", "There is no such company that you can see."),
    ("contacts_by_external_id", "external_id", "taken", "There is a contact of this external id already."),
];

/// Contacts, with the company of each: what [`Contact::COLUMNS`] reads from.
const FROM: &str =
    " from contacts ct left join companies co on co.tenant_id = ct.tenant_id and co.id = ct.company_id
    where ct.tenant_id = ";

/// What a list is made of, up to its filter.
#[must_use]
pub fn from_where(tx: &TenantTx) -> Sql {
    let mut from = sql(FROM);
    from.push_bind(tx.tenant()).push(" and ct.trashed_at is null");
    from
}

/// A page of contacts.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn list(tx: &mut TenantTx, query: &ListQuery) -> Result<Page<Contact>> {
    let from = from_where(tx);
    page::read(tx, &LISTING, query, Contact::COLUMNS, from, Contact::read).await
}

/// How many contacts a filter matches.
///
/// # Errors
/// 422 for a query that cannot be understood.
pub async fn count(tx: &mut TenantTx, query: &CountQuery) -> Result<Count> {
    let from = from_where(tx);
    page::count(tx, &LISTING, query, from).await
}

/// Contacts that have the same e-mail address among theirs, or the same name; at most ten.
///
/// # Errors
/// The database's.
pub async fn duplicates(
    tx: &mut TenantTx,
    email: Option<&str>,
    name: Option<&str>,
) -> Result<Vec<ContactDuplicate>> {
    let email = email.map(email_key).filter(|key| !key.is_empty());
    let name = name.map(name_key).filter(|key| !key.is_empty());
    let tenant = tx.tenant();
    let mut query = sql("select ");
    query.push(Contact::COLUMNS).append(from_where(tx));
    // Ids first, each list through its own index: an OR over two tables would read every contact.
    query.push(" and ct.id = any (array(select e.contact_id from contact_points e where e.tenant_id = ");
    query.push_bind(tenant).push(" and e.kind = 'email' and e.value_key = ").push_bind(email.clone());
    query.push(
        " limit 50) || array(select n.id from contacts n where n.trashed_at is null and n.tenant_id = ",
    );
    query.push_bind(tenant).push(" and n.name_key = ").push_bind(name.clone());
    query.push(" limit 50)) order by ct.created_at, ct.id limit 10");
    let rows = tx.query(query.stable()).await?;
    let found = |contact: Contact| {
        let mut same = Vec::new();
        if contact.emails.iter().any(|point| email.as_ref() == Some(&email_key(&point.value))) {
            same.push("email");
        }
        if name.as_ref() == Some(&name_key(&contact.name)) {
            same.push("name");
        }
        ContactDuplicate { contact, same }
    };
    rows.iter().map(|row| Ok(found(Contact::read(row)?))).collect()
}

fn by_id(tx: &TenantTx, id: ContactId) -> Sql {
    let mut query = sql("select ");
    query.push(Contact::COLUMNS).push(FROM).push_bind(tx.tenant()).push(" and ct.id = ").push_bind(id);
    query
}

/// A contact, trashed ones included.
///
/// # Errors
/// 404; after queued writes also what they were refused for.
pub async fn get(tx: &mut TenantTx, id: ContactId) -> Result<Contact> {
    let query = by_id(tx, id).planned_once();
    let row = tx.one(query).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(Contact::read(&row)?)
}

/// A contact, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for one that one may not change.
pub async fn lock(tx: &mut TenantTx, id: ContactId) -> Result<Contact> {
    Ok(Contact::read(&records::store::lock(tx, |tx| by_id(tx, id), " for no key update of ct").await?)?)
}

/// The words by which a contact is found: a telephone number as written in parts, and by its digits in one piece.
#[must_use]
pub fn words(contact: &Contact) -> Vec<String> {
    let points = contact.emails.iter().chain(&contact.phones).map(|point| point.value.as_str());
    let digits: Vec<String> = contact.phones.iter().map(|point| rules::phone_key(&point.value)).collect();
    let texts = std::iter::once(contact.name.as_str()).chain(points);
    search::words(texts.chain(digits.iter().map(String::as_str)))
}

fn index(tx: &mut TenantTx, contact: &Contact) {
    let words = if contact.trashed_at.is_some() { Vec::new() } else { words(contact) };
    let statement = search::index(tx.tenant(), "contact", contact.id.0, contact.owner_id, true, words);
    tx.queue(statement);
}

/// Replaces a contact's e-mail addresses and telephone numbers, all of them.
fn queue_points(tx: &mut TenantTx, contact: &Contact) {
    let (mut ids, mut kinds, mut labels, mut values, mut keys, mut positions) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let emails =
        (0_i16..).zip(&contact.emails).map(|(i, point)| (i, point, "email", email_key(&point.value)));
    let phones =
        (0_i16..).zip(&contact.phones).map(|(i, point)| (i, point, "phone", rules::phone_key(&point.value)));
    for (position, point, kind, key) in emails.chain(phones) {
        ids.push(fresh_id(contact.updated_at));
        kinds.push(kind);
        labels.push(point.label.clone());
        values.push(point.value.clone());
        keys.push(key);
        positions.push(position);
    }
    let tenant = tx.tenant();
    tx.queue(
        sql("delete from contact_points where tenant_id = $1 and contact_id = $2")
            .bind(tenant)
            .bind(contact.id),
    );
    tx.queue(
        sql("insert into contact_points (tenant_id, id, contact_id, kind, label, value, value_key, position, owner_id)
             select $1, p.id, $2, p.kind, p.label, p.value, p.value_key, p.position, $3
             from unnest($4, $5, $6, $7, $8, $9) p (id, kind, label, value, value_key, position)")
        .bind(tenant)
        .bind(contact.id)
        .bind(contact.owner_id)
        .bind(ids)
        .bind(kinds)
        .bind(labels)
        .bind(values)
        .bind(keys)
        .bind(positions),
    );
}

/// Binds what is written of a contact, in the order that INSERT and UPDATE share.
fn written(statement: Sql, tx: &TenantTx, contact: &Contact) -> Sql {
    statement
        .bind(tx.tenant())
        .bind(contact.id)
        .bind(contact.first_name.clone())
        .bind(contact.last_name.clone())
        .bind(contact.name.clone())
        .bind(name_key(&contact.name))
        .bind(contact.title.clone())
        .bind(contact.company_id)
        .bind(contact.email.clone())
        .bind(contact.phone.clone())
        .bind(contact.lifecycle_stage.clone())
        .bind(contact.source.clone())
        .bind(contact.linkedin_url.clone())
        .bind(contact.description.clone())
        .bind(contact.owner_id)
        .bind(contact.updated_at)
}

/// Keeps a new contact, which comes back with its company's name.
///
/// # Errors
/// 403 for an owner outside one's sight; 422 for an unknown owner or company.
pub async fn insert(tx: &mut TenantTx, contact: &Contact) -> Result<Contact> {
    let statement = sql("insert into contacts (tenant_id, id, first_name, last_name, name, name_key, title, company_id, email, phone,
            lifecycle_stage, source, linkedin_url, description, owner_id, created_at, updated_at, external_id)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)");
    let statement = written(statement, tx, contact).bind(contact.external_id.clone());
    tx.queue(statement);
    queue_points(tx, contact);
    index(tx, contact);
    get(tx, contact.id).await
}

/// Writes a changed contact, which comes back with its next version.
///
/// # Errors
/// 403 for a hand-over to somebody outside one's sight; 422 for an unknown owner or company.
pub async fn update(tx: &mut TenantTx, before: &Contact, after: &Contact) -> Result<Contact> {
    let statement = sql("update contacts ct set first_name = $3, last_name = $4, name = $5, name_key = $6, title = $7, company_id = $8,
            email = $9, phone = $10, lifecycle_stage = $11, source = $12, linkedin_url = $13, description = $14,
            owner_id = $15, updated_at = $16, trashed_at = $17, version = ct.version + 1
          where ct.tenant_id = $1 and ct.id = $2");
    let statement = written(statement, tx, after).bind(after.trashed_at);
    tx.queue(statement);
    if before.emails != after.emails || before.phones != after.phones {
        queue_points(tx, after);
    }
    index(tx, after);
    get(tx, after.id).await
}
