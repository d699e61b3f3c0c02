//! Sample records over HTTP.

use super::store::{self, Sample};
use super::{SamplesChanged, making};
use crate::activities::http as activities;
use crate::companies::http as companies;
use crate::contacts::http as contacts;
use crate::deals::http as deals;
use crate::http::{Cx, Problem, Result};
use crate::leads::http as leads;
use axum::Json;
use axum::extract::Path;
use kontaly_access::{ActivityId, CompanyId, ContactId, DealId, LeadId, Permission};

/// Put sample records in: a small business to try things on, yours and with the tag "Sample". Those that were trashed come
/// back instead.
#[utoipa::path(put, path = "/api/samples", tag = "samples", operation_id = "put_samples",
    responses((status = 200, body = SamplesChanged), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn put_samples(cx: Cx) -> Result<Json<SamplesChanged>> {
    let mut tx = cx.begin(Permission::SamplesManage)?;
    let known = store::lock(&mut tx).await?;
    if known.is_empty() {
        let records = making::fill(&cx, &mut tx).await?;
        tx.commit().await?;
        return Ok(Json(SamplesChanged { records }));
    }
    drop(tx);
    each(&cx, &known, Turn::Restore).await
}

/// Take the sample records out: they go to the trash, and can be put in again.
#[utoipa::path(delete, path = "/api/samples", tag = "samples", operation_id = "trash_samples",
    responses((status = 200, body = SamplesChanged), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn trash_samples(cx: Cx) -> Result<Json<SamplesChanged>> {
    let mut tx = cx.begin(Permission::SamplesManage)?;
    let known = store::lock(&mut tx).await?;
    drop(tx);
    each(&cx, &known, Turn::Trash).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Restore,
    Trash,
}

/// Gives each its turn. What a rule keeps as it is, such as a lead that was converted meanwhile, stays.
async fn each(cx: &Cx, samples: &[Sample], turn: Turn) -> Result<Json<SamplesChanged>> {
    let mut records = 0;
    for sample in samples.iter().filter(|sample| sample.trashed == (turn == Turn::Restore)) {
        match one(cx.clone(), sample, turn).await {
            Ok(()) => records += 1,
            Err(error) if matches!(error.status().as_u16(), 404 | 409) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Json(SamplesChanged { records }))
}

async fn one(cx: Cx, sample: &Sample, turn: Turn) -> Result<()> {
    let id = sample.record;
    match (sample.noun.as_str(), turn) {
        ("lead", Turn::Trash) => leads::trash_lead(cx, Path(LeadId(id))).await.map(drop),
        ("lead", Turn::Restore) => leads::restore_lead(cx, Path(LeadId(id))).await.map(drop),
        ("contact", Turn::Trash) => contacts::trash_contact(cx, Path(ContactId(id))).await.map(drop),
        ("contact", Turn::Restore) => contacts::restore_contact(cx, Path(ContactId(id))).await.map(drop),
        ("company", Turn::Trash) => companies::trash_company(cx, Path(CompanyId(id))).await.map(drop),
        ("company", Turn::Restore) => companies::restore_company(cx, Path(CompanyId(id))).await.map(drop),
        ("deal", Turn::Trash) => deals::trash_deal(cx, Path(DealId(id))).await.map(drop),
        ("deal", Turn::Restore) => deals::restore_deal(cx, Path(DealId(id))).await.map(drop),
        (_, Turn::Trash) => activities::trash_activity(cx, Path(ActivityId(id))).await.map(drop),
        (_, Turn::Restore) => activities::restore_activity(cx, Path(ActivityId(id))).await.map(drop),
    }
}
