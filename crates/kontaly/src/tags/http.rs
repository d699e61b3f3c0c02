//! Tags over HTTP, and the tags of a record.

use super::{RecordTags, TAGS_MAX, Tag, TagDraft, TagPatch, TagSet, TagsOf, settle, store};
use crate::events::changes;
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result};
use crate::records::{self, Noun};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{CompanyId, ContactId, DealId, LeadId, Permission, TagId, UserId};
use kontaly_db::TenantTx;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use uuid::Uuid;

/// The tags of the workspace.
#[utoipa::path(get, path = "/api/tags", tag = "tags", operation_id = "list_tags",
    responses((status = 200, body = Vec<Tag>), (status = 401, body = Problem)))]
pub async fn list_tags(cx: Cx) -> Result<Json<Vec<Tag>>> {
    let mut tx = cx.begin(Permission::TagsRead)?;
    Ok(Json(store::list(tx.closing()).await?))
}

/// Make a tag.
#[utoipa::path(post, path = "/api/tags", tag = "tags", operation_id = "create_tag", request_body = TagDraft,
    responses((status = 201, body = Tag), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_tag(cx: Cx, Body(draft): Body<TagDraft>) -> Result<(StatusCode, Json<Tag>)> {
    let color = draft.color.unwrap_or_else(|| "ink".to_owned());
    let mut tag = Tag { id: cx.id(), name: draft.name, color, version: 1 };
    settle(&mut tag).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::TagsWrite)?;
    tx.queue(event(&cx, tag.id, "create", changes(&json!({}), &tag)));
    store::insert(tx.closing(), &tag, cx.now).await?;
    Ok((StatusCode::CREATED, Json(tag)))
}

/// Rename or recolour a tag, on all records at once.
#[utoipa::path(patch, path = "/api/tags/{id}", tag = "tags", operation_id = "update_tag", request_body = TagPatch,
    params(("id" = TagId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Tag), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_tag(
    cx: Cx,
    Path(id): Path<TagId>,
    version: IfMatch,
    Body(patch): Body<TagPatch>,
) -> Result<Json<Tag>> {
    let mut tx = cx.begin(Permission::TagsManage)?;
    let before = store::lock(&mut tx, id).await?;
    version.check(before.version, &before)?;
    let mut after = patch.apply(&before);
    settle(&mut after).map_err(Error::invalid)?;
    tx.queue(event(&cx, id, "update", changes(&before, &after)));
    Ok(Json(store::update(tx.closing(), &after).await?))
}

/// Whether a tag is deleted although it is on records.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteTagQuery {
    /// Take the tag off all records first.
    #[serde(default)]
    pub taggings: bool,
}

/// Delete a tag: one that is on no record, or with `?taggings=true` any.
#[utoipa::path(delete, path = "/api/tags/{id}", tag = "tags", operation_id = "delete_tag",
    params(("id" = TagId, Path), DeleteTagQuery),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete_tag(
    cx: Cx,
    Path(id): Path<TagId>,
    Query(query): Query<DeleteTagQuery>,
) -> Result<StatusCode> {
    let mut tx = cx.begin(Permission::TagsManage)?;
    let tag = store::lock(&mut tx, id).await?;
    let taggings = if query.taggings { store::take_off(&mut tx, id).await? } else { 0 };
    tx.queue(event(&cx, id, "delete", json!({ "name": [tag.name, null], "taggings": [taggings, 0] })));
    store::delete(tx.closing(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tags are the whole workspace's, and so are their events.
fn event(cx: &Cx, tag: TagId, action: &'static str, changes: serde_json::Value) -> kontaly_db::Sql {
    cx.event("tag", tag.0, action, changes, None, true)
}

/// Whose tags are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TagsOfQuery {
    /// The noun of the records.
    #[param(inline, example = "lead")]
    pub noun: Noun,
    /// The ids of at most 200 records, separated by commas.
    #[param(example = "01a20755-c85f-78dc-97fb-8ec2fa8e4f7f")]
    pub ids: String,
}

/// The tags of up to 200 records at once, those without tags left out: what a list shows beside its rows.
#[utoipa::path(get, path = "/api/tags/of", tag = "tags", operation_id = "list_tags_of_records", params(TagsOfQuery),
    responses((status = 200, body = Vec<TagsOf>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_tags_of_records(cx: Cx, Query(query): Query<TagsOfQuery>) -> Result<Json<Vec<TagsOf>>> {
    let ids = records::read_ids(&query.ids)?;
    let mut tx = cx.begin(Permission::TagsRead)?;
    Ok(Json(store::of_records(tx.closing(), query.noun, ids).await?))
}

/// One operation for each noun that takes tags; all of them are [`set`].
macro_rules! set_tags_of {
    ($($(#[$doc:meta])+ $handler:ident $path:literal $section:literal $id:ident $noun:ident;)+) => {$(
        $(#[$doc])+
        #[utoipa::path(put, path = $path, tag = $section, request_body = TagSet,
            params(("id" = $id, Path), ("If-Match" = String, Header, example = "\"1\"")),
            responses((status = 200, body = RecordTags), (status = 401, body = Problem), (status = 403, body = Problem),
                (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
        pub async fn $handler(cx: Cx, Path(id): Path<$id>, version: IfMatch, Body(given): Body<TagSet>) -> Result<Json<RecordTags>> {
            set(&cx, Noun::$noun, id.0, version, given).await
        }
    )+};
}

set_tags_of! {
    /// Set a lead's tags, all of them.
    set_lead_tags "/api/leads/{id}/tags" "leads" LeadId Lead;
    /// Set a contact's tags, all of them.
    set_contact_tags "/api/contacts/{id}/tags" "contacts" ContactId Contact;
    /// Set a company's tags, all of them.
    set_company_tags "/api/companies/{id}/tags" "companies" CompanyId Company;
    /// Set a deal's tags, all of them.
    set_deal_tags "/api/deals/{id}/tags" "deals" DealId Deal;
}

async fn set(cx: &Cx, noun: Noun, id: Uuid, version: IfMatch, given: TagSet) -> Result<Json<RecordTags>> {
    let mut tag_ids = given.tag_ids;
    tag_ids.sort_unstable();
    tag_ids.dedup();
    if tag_ids.len() > TAGS_MAX {
        return Err(Error::field("tag_ids", "too_many", format!("A record has at most {TAGS_MAX} tags.")));
    }
    let mut tx = cx.begin(Permission::TagsWrite)?;
    let record = records::store::hold(&mut tx, noun, id).await?;
    let tags = store::of_record(&mut tx, id).await?;
    let before = RecordTags { record_id: id, version: record.version, tags };
    version.check(record.version, &before)?;
    let had = before.tags.iter().map(|tag| tag.id).collect();
    let tags = put(cx, tx.closing(), noun, id, record.owner_id, had, tag_ids).await?;
    Ok(Json(RecordTags { record_id: id, version: record.version + 1, tags }))
}

/// Gives a held record these tags and no others, with its audit event and its next version, in one flight.
///
/// # Errors
/// 422 for a tag that is not there.
pub async fn put(
    cx: &Cx,
    tx: &mut TenantTx,
    noun: Noun,
    id: Uuid,
    owner: Option<UserId>,
    mut had: Vec<TagId>,
    tag_ids: Vec<TagId>,
) -> Result<Vec<Tag>> {
    had.sort_unstable();
    let what = changes(&json!({ "tag_ids": had }), &json!({ "tag_ids": tag_ids }));
    tx.queue(cx.event(noun.as_str(), id, "tag", what, owner, noun.in_directory()));
    records::store::touch(tx, noun, id, cx.now);
    store::queue_set(tx, noun, id, owner, tag_ids);
    store::of_record(tx, id).await
}
