//! Conversions over HTTP.

use super::store::Notes;
use super::{Conversion, ConversionPreview, ProposedDeal, rules, store};
use crate::companies::{self, Company};
use crate::contacts::{self, Contact};
use crate::deals::history::Note;
use crate::deals::{self, Deal, DealDraft, References};
use crate::events::changes;
use crate::http::error::FieldError;
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result};
use crate::leads::{self, Lead};
use axum::Json;
use axum::extract::Path;
use kontaly_access::{CompanyId, ContactId, LeadId, Permission};
use kontaly_db::TenantTx;
use serde_json::json;

/// What converting a lead would find and make. Nothing is changed.
#[utoipa::path(get, path = "/api/leads/{id}/conversion", tag = "leads", operation_id = "preview_conversion", params(("id" = LeadId, Path)),
    responses((status = 200, body = ConversionPreview), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn preview_conversion(cx: Cx, Path(id): Path<LeadId>) -> Result<Json<ConversionPreview>> {
    let mut tx = cx.begin(Permission::LeadsRead)?;
    let lead = leads::store::get(&mut tx, id).await?;
    check_convertible(&lead)?;
    let domain = lead.website.as_deref().or(lead.email.as_deref());
    let companies = companies::store::duplicates(&mut tx, lead.company_name.as_deref(), domain).await?;
    let contacts = contacts::store::duplicates(&mut tx, lead.email.as_deref(), None).await?;
    let (stage, _) = deals::moves::store::stage(tx.closing(), None, None, References::default()).await?;
    let draft = rules::deal(&lead, DealDraft::default(), cx.user_id());
    let deal = ProposedDeal {
        name: draft.name,
        amount: draft.amount,
        currency: draft.currency.unwrap_or_else(|| cx.tenant().currency.clone()),
        pipeline_id: stage.pipeline_id,
        stage_id: stage.id,
        stage_name: stage.name,
    };
    let (company_name, contact_name) = (lead.company_name.clone(), lead.name.clone());
    Ok(Json(ConversionPreview { lead, companies, contacts, company_name, contact_name, deal }))
}

fn check_convertible(lead: &Lead) -> Result<()> {
    if lead.converted_at.is_some() {
        return Err(Error::refused("converted", "This lead was converted already."));
    }
    if lead.trashed_at.is_some() {
        return Err(Error::refused("trashed", "This lead is in the trash. Restore it first."));
    }
    Ok(())
}

/// Convert a lead: into a company, a contact and a deal, each one that is there or one to be made. The lead becomes
/// read-only.
#[utoipa::path(post, path = "/api/leads/{id}/convert", tag = "leads", operation_id = "convert_lead", request_body = Conversion,
    params(("id" = LeadId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Lead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn convert_lead(
    cx: Cx,
    Path(id): Path<LeadId>,
    version: IfMatch,
    Body(conversion): Body<Conversion>,
) -> Result<Json<Lead>> {
    rules::check(&conversion).map_err(Error::invalid)?;
    let mut tx = cx.begin(Permission::LeadsConvert)?;
    let before = leads::store::lock(&mut tx, id).await?;
    version.check(before.version, &before)?;
    check_convertible(&before)?;
    let plan = plan(&cx, &mut tx, &before, conversion).await?;
    let after = Lead {
        status: "converted".to_owned(),
        converted_at: Some(cx.now),
        converted_company_id: plan.company_id,
        converted_contact_id: plan.contact_id,
        converted_deal_id: plan.deal.as_ref().map(|deal| deal.id),
        updated_at: cx.now,
        ..before.clone()
    };
    let notes = Notes {
        status: Some(before.status.clone()),
        made_company: plan.company.is_some(),
        made_contact: plan.contact.is_some(),
    };
    carry_out(&cx, &mut tx, plan).await?;
    tx.queue(cx.event("lead", id.0, "convert", changes(&before, &after), after.owner_id, false));
    store::write(&mut tx, &after, notes);
    Ok(Json(leads::store::get(tx.closing(), id).await?))
}

/// What a conversion will make, checked and with ids.
struct Plan {
    company_id: Option<CompanyId>,
    company: Option<Company>,
    contact_id: Option<ContactId>,
    contact: Option<Contact>,
    deal: Option<Deal>,
}

/// Checks everything before anything is written, so that all that is wrong is named at once.
async fn plan(cx: &Cx, tx: &mut TenantTx, lead: &Lead, conversion: Conversion) -> Result<Plan> {
    let Conversion { company, contact, deal } = conversion;
    let (with_deal, me) = (deal.is_some(), cx.user_id());
    let mut wrong = Vec::new();
    let named = References {
        company_id: company.as_ref().and_then(|choice| choice.id),
        contact_id: contact.as_ref().and_then(|choice| choice.id),
        product_id: None,
    };
    wrong.extend(store::unknown(tx, named).await?.into_iter().map(in_request));
    let company = company.and_then(|choice| choice.create).map(|said| {
        let mut company = companies::http::from_draft(cx, rules::company(lead, said, with_deal, me));
        let errors = companies::rules::settle(&mut company).err().unwrap_or_default();
        wrong.extend(rules::within("company.create", errors));
        company
    });
    let company_id = company.as_ref().map(|company| company.id).or(named.company_id);
    let contact = contact.and_then(|choice| choice.create).map(|said| {
        let mut contact = contacts::http::from_draft(cx, rules::contact(lead, said, with_deal, me));
        contact.company_id = contact.company_id.or(company_id);
        let errors = contacts::rules::settle(&mut contact).err().unwrap_or_default();
        wrong.extend(rules::within("contact.create", errors));
        contact
    });
    let contact_id = contact.as_ref().map(|contact| contact.id).or(named.contact_id);
    let mut planned = None;
    if let Some(said) = deal {
        let mut draft = rules::deal(lead, said, me);
        draft.company_id = company_id;
        draft.contact_id = contact_id;
        let references = References { product_id: draft.product_id, ..References::default() };
        match deals::http::prepare(cx, tx, draft, references).await {
            Ok(deal) => planned = Some(deal),
            Err(error) if error.fields().is_empty() => return Err(error),
            Err(error) => wrong.extend(rules::within("deal", error.fields().to_vec())),
        }
    }
    if wrong.is_empty() {
        Ok(Plan { company_id, company, contact_id, contact, deal: planned })
    } else {
        Err(Error::invalid(wrong))
    }
}

/// Names the fields as this request has them.
fn in_request(error: FieldError) -> FieldError {
    FieldError { field: error.field.replace("_id", ".id"), ..error }
}

async fn carry_out(cx: &Cx, tx: &mut TenantTx, plan: Plan) -> Result<()> {
    let nothing = json!({});
    if let Some(company) = &plan.company {
        let what = changes(&nothing, company);
        tx.queue(cx.event("company", company.id.0, "create", what, company.owner_id, true));
        companies::store::insert(tx, company).await?;
    }
    if let Some(contact) = &plan.contact {
        let what = changes(&nothing, contact);
        tx.queue(cx.event("contact", contact.id.0, "create", what, contact.owner_id, true));
        contacts::store::insert(tx, contact).await?;
    }
    if let Some(deal) = &plan.deal {
        deals::http::queue_new(cx, tx, deal);
        let note = Note::of(cx.id(), cx.now, cx.user_id(), None, deal);
        deals::store::finish(tx, deal.id, note).await?;
    }
    Ok(())
}

/// Undo a conversion, as long as nobody has changed the deal: the deal is trashed, and so are the company and the contact
/// that the conversion made, unless they were changed or put to use.
#[utoipa::path(post, path = "/api/leads/{id}/conversion/undo", tag = "leads", operation_id = "undo_conversion",
    params(("id" = LeadId, Path), ("If-Match" = String, Header, example = "\"2\"")),
    responses((status = 200, body = Lead), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn undo_conversion(cx: Cx, Path(id): Path<LeadId>, version: IfMatch) -> Result<Json<Lead>> {
    // A colleague's deal or call that this person does not see would lose its company all the same.
    let in_use = store::in_use(cx.begin_beyond_sight(Permission::LeadsConvert)?.closing(), id).await?;
    let mut tx = cx.begin(Permission::LeadsConvert)?;
    let before = leads::store::lock(&mut tx, id).await?;
    version.check(before.version, &before)?;
    if before.converted_at.is_none() {
        return Err(Error::refused("not_converted", "This lead was not converted."));
    }
    let notes = store::notes(&mut tx, id).await?;
    undo_deal(&cx, &mut tx, &before).await?;
    undo_directory(&cx, &mut tx, &before, &notes, in_use).await?;
    let after = Lead {
        status: notes.status.unwrap_or_else(|| "qualified".to_owned()),
        converted_at: None,
        converted_company_id: None,
        converted_contact_id: None,
        converted_deal_id: None,
        updated_at: cx.now,
        ..before.clone()
    };
    tx.queue(cx.event("lead", id.0, "undo_conversion", changes(&before, &after), after.owner_id, false));
    store::write(&mut tx, &after, Notes::default());
    Ok(Json(leads::store::get(tx.closing(), id).await?))
}

async fn undo_deal(cx: &Cx, tx: &mut TenantTx, lead: &Lead) -> Result<()> {
    let Some(id) = lead.converted_deal_id else { return Ok(()) };
    let changed = || {
        Error::refused(
            "deal_changed",
            "The deal has been changed since. It stays, and so does the conversion.",
        )
    };
    let before = match deals::store::lock(tx, id, References::default()).await {
        Ok(locked) => locked.deal,
        // Handed to somebody whom this person does not see: changed, then.
        Err(error) if error.code() == "not_found" => return Err(changed()),
        Err(error) => return Err(error),
    };
    if before.version > 1 {
        return Err(changed());
    }
    let after = Deal { trashed_at: Some(cx.now), updated_at: cx.now, ..before.clone() };
    tx.queue(cx.event("deal", id.0, "trash", changes(&before, &after), after.owner_id, false));
    deals::store::update(tx, &before, &after);
    Ok(())
}

async fn undo_directory(
    cx: &Cx,
    tx: &mut TenantTx,
    lead: &Lead,
    notes: &Notes,
    (company_in_use, contact_in_use): (bool, bool),
) -> Result<()> {
    let company = lead.converted_company_id.filter(|_| notes.made_company);
    let contact = lead.converted_contact_id.filter(|_| notes.made_contact);
    let mut contact_stays = false;
    if let Some(id) = contact {
        let before = contacts::store::get(tx, id).await?;
        contact_stays = before.version > 1 || contact_in_use;
        if !contact_stays {
            let after = Contact { trashed_at: Some(cx.now), updated_at: cx.now, ..before.clone() };
            tx.queue(cx.event("contact", id.0, "trash", changes(&before, &after), after.owner_id, true));
            contacts::store::update(tx, &before, &after).await?;
        }
    }
    // A contact that stays keeps its company.
    if let Some(id) = company.filter(|_| !contact_stays && !company_in_use) {
        let before = companies::store::get(tx, id).await?;
        if before.version == 1 {
            let after = Company { trashed_at: Some(cx.now), updated_at: cx.now, ..before.clone() };
            tx.queue(cx.event("company", id.0, "trash", changes(&before, &after), after.owner_id, true));
            companies::store::update(tx, &after).await?;
        }
    }
    Ok(())
}
