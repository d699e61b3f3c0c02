//! Contacts over HTTP.

use super::{Contact, ContactDraft, ContactDuplicate, ContactPatch, rules, store};
use crate::events::changes;
use crate::http::page::CountQuery;
use crate::http::{Body, Count, Cx, Error, IfMatch, ListQuery, Page, Problem, Result};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{ContactId, Permission};
use kontaly_db::TenantTx;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

/// The contacts of the workspace, page by page.
#[utoipa::path(get, path = "/api/contacts", tag = "contacts", operation_id = "list_contacts", params(ListQuery),
    responses((status = 200, body = Page<Contact>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_contacts(cx: Cx, Query(query): Query<ListQuery>) -> Result<Json<Page<Contact>>> {
    let mut tx = cx.begin(Permission::ContactsRead)?;
    Ok(Json(store::list(&mut tx, &query).await?))
}

/// How many contacts match; counting stops at 10,000 unless asked to be exact.
#[utoipa::path(get, path = "/api/contacts/count", tag = "contacts", operation_id = "count_contacts", params(CountQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn count_contacts(cx: Cx, Query(query): Query<CountQuery>) -> Result<Json<Count>> {
    let mut tx = cx.begin(Permission::ContactsRead)?;
    Ok(Json(store::count(&mut tx, &query).await?))
}

/// How a contact that is about to be made can be reached, and what it is called.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContactDuplicatesQuery {
    /// An e-mail address; case does not matter.
    #[param(example = "ines@halcyon.example")]
    pub email: Option<String>,
    /// First and last name; case, accents and spaces do not matter.
    #[param(example = "ines haddad")]
    pub name: Option<String>,
}

/// Contacts that may be the same: with this e-mail address among theirs or of this name, at most ten. A duplicate is
/// pointed out, not refused.
#[utoipa::path(get, path = "/api/contacts/duplicates", tag = "contacts", operation_id = "list_contact_duplicates",
    params(ContactDuplicatesQuery),
    responses((status = 200, body = Vec<ContactDuplicate>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_contact_duplicates(
    cx: Cx,
    Query(query): Query<ContactDuplicatesQuery>,
) -> Result<Json<Vec<ContactDuplicate>>> {
    let mut tx = cx.begin(Permission::ContactsRead)?;
    let found = store::duplicates(tx.closing(), query.email.as_deref(), query.name.as_deref()).await?;
    Ok(Json(found))
}

/// A contact.
#[utoipa::path(get, path = "/api/contacts/{id}", tag = "contacts", operation_id = "get_contact", params(("id" = ContactId, Path)),
    responses((status = 200, body = Contact), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_contact(cx: Cx, Path(id): Path<ContactId>) -> Result<Json<Contact>> {
    let mut tx = cx.begin(Permission::ContactsRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Make a contact.
#[utoipa::path(post, path = "/api/contacts", tag = "contacts", operation_id = "create_contact", request_body = ContactDraft,
    responses((status = 201, body = Contact), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_contact(cx: Cx, Body(draft): Body<ContactDraft>) -> Result<(StatusCode, Json<Contact>)> {
    let mut contact = from_draft(&cx, draft);
    rules::settle(&mut contact).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::ContactsCreate)?;
    let what = changes(&json!({}), &contact);
    tx.queue(cx.event("contact", contact.id.0, "create", what, contact.owner_id, true));
    Ok((StatusCode::CREATED, Json(store::insert(tx.closing(), &contact).await?)))
}

/// A contact of a draft, made by whoever asks.
#[must_use]
pub fn from_draft(cx: &Cx, draft: ContactDraft) -> Contact {
    Contact {
        id: cx.id(),
        first_name: draft.first_name,
        last_name: draft.last_name,
        name: String::new(),
        title: draft.title,
        company_id: draft.company_id,
        company_name: None,
        email: None,
        phone: None,
        emails: draft.emails,
        phones: draft.phones,
        lifecycle_stage: draft.lifecycle_stage.unwrap_or_else(|| "lead".to_owned()),
        source: draft.source,
        linkedin_url: draft.linkedin_url,
        description: draft.description,
        owner_id: draft.owner_id.or(Some(cx.user_id())),
        external_id: draft.external_id,
        created_at: cx.now,
        updated_at: cx.now,
        trashed_at: None,
        version: 1,
    }
}

/// Change a contact: your own, or one that nobody owns.
#[utoipa::path(patch, path = "/api/contacts/{id}", tag = "contacts", operation_id = "update_contact", request_body = ContactPatch,
    params(("id" = ContactId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Contact), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_contact(
    cx: Cx,
    Path(id): Path<ContactId>,
    version: IfMatch,
    Body(patch): Body<ContactPatch>,
) -> Result<Json<Contact>> {
    change(&cx, Permission::ContactsUpdate, id, Some(version), "update", |contact| patch.apply(contact)).await
}

/// Trash a contact. It can be restored.
#[utoipa::path(delete, path = "/api/contacts/{id}", tag = "contacts", operation_id = "trash_contact", params(("id" = ContactId, Path)),
    responses((status = 200, body = Contact), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_contact(cx: Cx, Path(id): Path<ContactId>) -> Result<Json<Contact>> {
    let at = Some(cx.now);
    change(&cx, Permission::ContactsDelete, id, None, "trash", |contact| Contact {
        trashed_at: contact.trashed_at.or(at),
        ..contact.clone()
    })
    .await
}

/// Take a contact out of the trash.
#[utoipa::path(post, path = "/api/contacts/{id}/restore", tag = "contacts", operation_id = "restore_contact", params(("id" = ContactId, Path)),
    responses((status = 200, body = Contact), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_contact(cx: Cx, Path(id): Path<ContactId>) -> Result<Json<Contact>> {
    change(&cx, Permission::ContactsDelete, id, None, "restore", |contact| Contact {
        trashed_at: None,
        ..contact.clone()
    })
    .await
}

/// Every change of a contact: lock, compare versions, apply, settle, write, with its audit event in the same flight.
async fn change(
    cx: &Cx,
    permission: Permission,
    id: ContactId,
    version: Option<IfMatch>,
    action: &'static str,
    apply: impl FnOnce(&Contact) -> Contact,
) -> Result<Json<Contact>> {
    let mut tx = cx.begin(permission)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let after = revise(cx, apply(&before))?;
    Ok(Json(save(cx, tx.closing(), action, &before, after).await?))
}

/// A changed contact, tidied and found right.
///
/// # Errors
/// 422 that names the fields.
pub fn revise(cx: &Cx, after: Contact) -> Result<Contact> {
    let mut after = Contact { updated_at: cx.now, ..after };
    rules::settle(&mut after).map_err(Error::invalid)?;
    Ok(after)
}

/// Writes a changed contact with its audit event, in one flight.
///
/// # Errors
/// As [`store::update`].
pub async fn save(
    cx: &Cx,
    tx: &mut TenantTx,
    action: &'static str,
    before: &Contact,
    after: Contact,
) -> Result<Contact> {
    let what = changes(before, &after);
    tx.queue(cx.event("contact", after.id.0, action, what, after.owner_id, true));
    store::update(tx, before, &after).await
}
