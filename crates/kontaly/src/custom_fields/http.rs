//! Custom fields over HTTP, and the values of a record.

use super::values::{self, Cell, RecordValues, ValueSet, Values, ValuesOf};
use super::{CustomField, CustomFieldDraft, CustomFieldPatch, rules, store};
use crate::events::changes;
use crate::http::rules::Check;
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result};
use crate::records::{self, Noun};
use axum::Json;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kontaly_access::{CompanyId, ContactId, CustomFieldId, DealId, LeadId, Permission, ProductId, UserId};
use kontaly_db::TenantTx;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which fields are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomFieldsQuery {
    /// Those of one noun only.
    #[param(inline, example = "lead")]
    pub noun: Option<Noun>,
    /// Those in the trash too.
    #[serde(default)]
    pub trashed: bool,
}

/// The custom fields of the workspace, in their order.
#[utoipa::path(get, path = "/api/custom_fields", tag = "custom fields", operation_id = "list_custom_fields", params(CustomFieldsQuery),
    responses((status = 200, body = Vec<CustomField>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list_custom_fields(
    cx: Cx,
    Query(query): Query<CustomFieldsQuery>,
) -> Result<Json<Vec<CustomField>>> {
    let mut tx = cx.begin(Permission::CustomFieldsRead)?;
    Ok(Json(store::list(tx.closing(), query.noun, query.trashed).await?))
}

/// A custom field.
#[utoipa::path(get, path = "/api/custom_fields/{id}", tag = "custom fields", operation_id = "get_custom_field",
    params(("id" = CustomFieldId, Path)),
    responses((status = 200, body = CustomField), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn get_custom_field(cx: Cx, Path(id): Path<CustomFieldId>) -> Result<Json<CustomField>> {
    let mut tx = cx.begin(Permission::CustomFieldsRead)?;
    Ok(Json(store::get(tx.closing(), id).await?))
}

/// Define a custom field.
#[utoipa::path(post, path = "/api/custom_fields", tag = "custom fields", operation_id = "create_custom_field", request_body = CustomFieldDraft,
    responses((status = 201, body = CustomField), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_custom_field(
    cx: Cx,
    Body(draft): Body<CustomFieldDraft>,
) -> Result<(StatusCode, Json<CustomField>)> {
    let id: CustomFieldId = cx.id();
    let mut field = CustomField {
        id,
        noun: draft.noun.as_str().to_owned(),
        key: draft.key.unwrap_or_else(|| rules::key_of(&draft.label, id)),
        label: draft.label,
        kind: draft.kind,
        choices: draft.choices,
        position: draft.position.unwrap_or(0),
        created_at: cx.now,
        trashed_at: None,
        version: 1,
    };
    rules::settle(&mut field).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::CustomFieldsManage)?;
    if draft.position.is_none() {
        field.position = store::behind(&mut tx, draft.noun).await?;
    }
    tx.queue(cx.event("custom_field", field.id.0, "create", changes(&json!({}), &field), None, true));
    store::insert(tx.closing(), &field).await?;
    Ok((StatusCode::CREATED, Json(field)))
}

/// Change a custom field's label, choices or place; rename choices. Key and kind stay what they are.
#[utoipa::path(patch, path = "/api/custom_fields/{id}", tag = "custom fields", operation_id = "update_custom_field",
    request_body = CustomFieldPatch, params(("id" = CustomFieldId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = CustomField), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_custom_field(
    cx: Cx,
    Path(id): Path<CustomFieldId>,
    version: IfMatch,
    Body(patch): Body<CustomFieldPatch>,
) -> Result<Json<CustomField>> {
    let renamed = patch.renamed.clone();
    change(&cx, id, Some(version), "update", &renamed, |field| patch.apply(field)).await
}

/// Trash a custom field. Its values are hidden and kept; it can be restored.
#[utoipa::path(delete, path = "/api/custom_fields/{id}", tag = "custom fields", operation_id = "trash_custom_field",
    params(("id" = CustomFieldId, Path)),
    responses((status = 200, body = CustomField), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn trash_custom_field(cx: Cx, Path(id): Path<CustomFieldId>) -> Result<Json<CustomField>> {
    let at = Some(cx.now);
    change(&cx, id, None, "trash", &BTreeMap::new(), |field| CustomField {
        trashed_at: field.trashed_at.or(at),
        ..field.clone()
    })
    .await
}

/// Take a custom field out of the trash, with the values that records had.
#[utoipa::path(post, path = "/api/custom_fields/{id}/restore", tag = "custom fields", operation_id = "restore_custom_field",
    params(("id" = CustomFieldId, Path)),
    responses((status = 200, body = CustomField), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn restore_custom_field(cx: Cx, Path(id): Path<CustomFieldId>) -> Result<Json<CustomField>> {
    change(&cx, id, None, "restore", &BTreeMap::new(), |field| CustomField {
        trashed_at: None,
        ..field.clone()
    })
    .await
}

/// Every change of a field: lock, compare versions, apply, settle, write, with its audit event in the same flight.
async fn change(
    cx: &Cx,
    id: CustomFieldId,
    version: Option<IfMatch>,
    action: &'static str,
    renamed: &BTreeMap<String, String>,
    apply: impl FnOnce(&CustomField) -> CustomField,
) -> Result<Json<CustomField>> {
    let mut tx = cx.begin(Permission::CustomFieldsManage)?;
    let before = store::lock(&mut tx, id).await?;
    if let Some(version) = version {
        version.check(before.version, &before)?;
    }
    let mut after = apply(&before);
    rules::settle(&mut after).map_err(Error::invalid)?;
    let pairs = rules::renames(&before, &after, renamed).map_err(Error::invalid)?;
    let stays = |choice: &String| after.choices.contains(choice) || renamed.contains_key(choice);
    let gone: Vec<String> = before.choices.iter().filter(|choice| !stays(choice)).cloned().collect();
    if !gone.is_empty() {
        let chosen = store::chosen(&mut tx, id, gone).await?;
        if !chosen.is_empty() {
            let message = format!("Records have: {}. Give them another value first.", chosen.join(", "));
            return Err(Error::field("choices", "in_use", message));
        }
    }
    if !pairs.is_empty() {
        store::rename(&mut tx, id, pairs);
    }
    if after.position != before.position {
        store::make_room(&mut tx, &after);
    }
    tx.queue(cx.event("custom_field", id.0, action, changes(&before, &after), None, true));
    Ok(Json(store::update(tx.closing(), &after).await?))
}

/// Whose values are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ValuesOfQuery {
    /// The noun of the records.
    #[param(inline, example = "lead")]
    pub noun: Noun,
    /// The ids of at most 200 records, separated by commas.
    #[param(example = "01a20755-c85f-78dc-97fb-8ec2fa8e4f7f")]
    pub ids: String,
}

/// The custom fields of up to 200 records at once, those without values left out: what a list shows beside its rows.
#[utoipa::path(get, path = "/api/custom_fields/of", tag = "custom fields", operation_id = "list_custom_values_of_records",
    params(ValuesOfQuery),
    responses((status = 200, body = Vec<ValuesOf>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list_custom_values_of_records(
    cx: Cx,
    Query(query): Query<ValuesOfQuery>,
) -> Result<Json<Vec<ValuesOf>>> {
    let ids = records::read_ids(&query.ids)?;
    let mut tx = cx.begin(Permission::CustomFieldsRead)?;
    Ok(Json(store::of_records(tx.closing(), query.noun, ids).await?))
}

/// Two operations for each noun that has custom fields; all of them are [`get`] and [`set`].
macro_rules! values_of {
    ($($path:literal $section:literal $id:ident $noun:ident
        $(#[$get_doc:meta])+ $get:ident $read:ident
        $(#[$set_doc:meta])+ $set:ident $update:ident;)+) => {$(
        $(#[$get_doc])+
        #[utoipa::path(get, path = $path, tag = $section, params(("id" = $id, Path)),
            responses((status = 200, body = RecordValues), (status = 401, body = Problem), (status = 404, body = Problem)))]
        pub async fn $get(cx: Cx, Path(id): Path<$id>) -> Result<Json<RecordValues>> {
            get(&cx, Permission::$read, Noun::$noun, id.0).await
        }

        $(#[$set_doc])+
        #[utoipa::path(put, path = $path, tag = $section, request_body = ValueSet,
            params(("id" = $id, Path), ("If-Match" = String, Header, example = "\"1\"")),
            responses((status = 200, body = RecordValues), (status = 401, body = Problem), (status = 403, body = Problem),
                (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
        pub async fn $set(cx: Cx, Path(id): Path<$id>, version: IfMatch, Body(given): Body<ValueSet>) -> Result<Json<RecordValues>> {
            set(&cx, Permission::$update, Noun::$noun, id.0, version, given).await
        }
    )+};
}

values_of! {
    "/api/leads/{id}/custom" "leads" LeadId Lead
        /// The custom fields of a lead.
        get_lead_custom LeadsRead
        /// Set the custom fields of a lead, all of them.
        set_lead_custom LeadsUpdate;
    "/api/contacts/{id}/custom" "contacts" ContactId Contact
        /// The custom fields of a contact.
        get_contact_custom ContactsRead
        /// Set the custom fields of a contact, all of them.
        set_contact_custom ContactsUpdate;
    "/api/companies/{id}/custom" "companies" CompanyId Company
        /// The custom fields of a company.
        get_company_custom CompaniesRead
        /// Set the custom fields of a company, all of them.
        set_company_custom CompaniesUpdate;
    "/api/deals/{id}/custom" "deals" DealId Deal
        /// The custom fields of a deal.
        get_deal_custom DealsRead
        /// Set the custom fields of a deal, all of them.
        set_deal_custom DealsUpdate;
    "/api/products/{id}/custom" "products" ProductId Product
        /// The custom fields of a product.
        get_product_custom ProductsRead
        /// Set the custom fields of a product, all of them.
        set_product_custom ProductsManage;
}

async fn get(cx: &Cx, permission: Permission, noun: Noun, id: Uuid) -> Result<Json<RecordValues>> {
    let mut tx = cx.begin(permission)?;
    Ok(Json(store::of_record(tx.closing(), noun, id).await?))
}

async fn set(
    cx: &Cx,
    permission: Permission,
    noun: Noun,
    id: Uuid,
    version: IfMatch,
    given: ValueSet,
) -> Result<Json<RecordValues>> {
    let mut tx = cx.begin(permission)?;
    let record = records::store::hold(&mut tx, noun, id).await?;
    let before = store::of_record(&mut tx, noun, id).await?;
    version.check(record.version, &before)?;
    let fields = store::list(&mut tx, Some(noun), false).await?;
    let cells = values::parse(&fields, &given.values).map_err(Error::invalid)?;
    refuse_strangers(&mut tx, &fields, &cells).await?;
    let after = RecordValues {
        record_id: id,
        version: record.version + 1,
        values: values::collected(&fields, &cells),
    };
    let what = difference(&before.values, &after.values);
    tx.queue(cx.event(noun.as_str(), id, "update", what, record.owner_id, noun.in_directory()));
    records::store::touch(&mut tx, noun, id, cx.now);
    store::set(tx.closing(), noun, id, record.owner_id, &fields, cells).await?;
    Ok(Json(after))
}

/// A person who is named must be one of the workspace's.
async fn refuse_strangers(
    tx: &mut TenantTx,
    fields: &[CustomField],
    cells: &[(CustomFieldId, Cell)],
) -> Result<()> {
    let named: Vec<UserId> = cells.iter().filter_map(|(_, cell)| cell.person).collect();
    if named.is_empty() {
        return Ok(());
    }
    let known = store::people(tx, &named).await?;
    let mut check = Check::default();
    for (id, cell) in cells {
        let key = fields.iter().find(|field| field.id == *id).map_or("", |field| field.key.as_str());
        let is_known = cell.person.is_none_or(|person| known.contains(&person));
        check.that(
            is_known,
            &format!("values.{key}"),
            "unknown_reference",
            "There is no such person in this workspace.",
        );
    }
    check.done().map_err(Error::invalid)
}

/// What differs, as events say it: `custom.<key>`, also for what was cleared.
fn difference(before: &Values, after: &Values) -> Value {
    let named = |values: &Values| -> Map<String, Value> {
        let keys = before.keys().chain(after.keys());
        keys.map(|key| (format!("custom.{key}"), json!(values.get(key)))).collect()
    };
    changes(&named(before), &named(after))
}
