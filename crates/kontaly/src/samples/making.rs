//! The sample records as rows: every one goes through the rules, the words and the events of its noun.

use super::store;
use super::story::{self, On, Place};
use crate::activities::{self, Activity, ActivityDraft};
use crate::companies::{self, CompanyDraft};
use crate::contacts::{self, ContactDraft, ContactPoint};
use crate::deals::history::Note;
use crate::deals::{self, Deal, DealDraft, rank};
use crate::events::changes;
use crate::http::{Cx, Error, Result};
use crate::leads::{self, LeadDraft};
use crate::pipelines::{self, Stage};
use crate::records::Noun;
use crate::tags::{self, Tag};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kontaly_access::{CompanyId, ContactId, DealId, LeadId, TagId};
use kontaly_db::TenantTx;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// The tag that marks them for people.
const TAG: &str = "Sample";

/// Makes them in a transaction, which is still to be committed; says how many there are.
pub(super) async fn fill(cx: &Cx, tx: &mut TenantTx) -> Result<usize> {
    let mut maker = Maker { cx, zone: zone(cx), tag: tag(cx, tx).await?, made: Vec::new() };
    let stages = pipelines::store::live(tx).await?.into_iter().next().map_or_else(Vec::new, |p| p.stages);
    let mut buyers = Vec::new();
    for (company, contact) in story::COMPANIES.iter().zip(&story::CONTACTS) {
        let company = maker.company(tx, company).await?;
        buyers.push((company, maker.contact(tx, contact, company).await?));
    }
    let (mut all_leads, mut all_deals) = (Vec::new(), Vec::new());
    for lead in &story::LEADS {
        all_leads.push(maker.lead(tx, lead).await?);
    }
    for deal in &story::DEALS {
        all_deals.push(maker.deal(tx, deal, buyers[deal.company], &stages).await?);
    }
    for told in &story::ACTIVITIES {
        maker.activity(tx, told, &all_leads, &all_deals).await?;
    }
    store::insert(tx, &maker.made);
    Ok(maker.made.len())
}

fn zone(cx: &Cx) -> TimeZone {
    TimeZone::get(&cx.tenant().time_zone).unwrap_or(TimeZone::UTC)
}

async fn tag(cx: &Cx, tx: &mut TenantTx) -> Result<TagId> {
    if let Some(tag) = tags::store::list(tx).await?.into_iter().find(|tag| tag.name == TAG) {
        return Ok(tag.id);
    }
    let tag = Tag { id: cx.id(), name: TAG.into(), color: "ink".into(), version: 1 };
    tx.queue(cx.event("tag", tag.id.0, "create", changes(&json!({}), &tag), None, true));
    tags::store::insert(tx, &tag, cx.now).await?;
    Ok(tag.id)
}

struct Maker<'a> {
    cx: &'a Cx,
    zone: TimeZone,
    tag: TagId,
    made: Vec<(&'static str, Uuid)>,
}

impl Maker<'_> {
    fn day(&self, days: i64) -> Date {
        self.cx.now.to_zoned(self.zone.clone()).date().saturating_add(days.days())
    }

    /// That hour of a day, seen from the workspace's zone.
    fn at(&self, days: i64, hour: i8) -> Timestamp {
        let there = self.day(days).at(hour, 0, 0, 0).to_zoned(self.zone.clone());
        there.map_or(self.cx.now, |zoned| zoned.timestamp())
    }

    /// A morning that is over.
    fn ago(&self, days: i64) -> Timestamp {
        self.at(-days, 9).min(self.cx.now)
    }

    /// Queues the event of a new record.
    fn event(
        &mut self,
        tx: &mut TenantTx,
        noun: &'static str,
        id: Uuid,
        record: &impl Serialize,
        directory: bool,
    ) {
        self.made.push((noun, id));
        let what = changes(&json!({}), record);
        tx.queue(self.cx.event(noun, id, "create", what, Some(self.cx.user_id()), directory));
    }

    fn mark(&self, tx: &mut TenantTx, noun: Noun, id: Uuid) {
        tags::store::queue_set(tx, noun, id, Some(self.cx.user_id()), vec![self.tag]);
    }

    async fn company(&mut self, tx: &mut TenantTx, told: &story::Company) -> Result<CompanyId> {
        let draft = CompanyDraft {
            name: told.0.into(),
            industry: Some(told.1.into()),
            employees: Some(told.2),
            city: Some(told.3.into()),
            country: Some(told.4.into()),
            lifecycle_stage: Some(told.5.into()),
            ..CompanyDraft::default()
        };
        let mut company = companies::http::from_draft(self.cx, draft);
        companies::rules::settle(&mut company).map_err(Error::invalid)?;
        self.event(tx, "company", company.id.0, &company, true);
        companies::store::insert(tx, &company).await?;
        self.mark(tx, Noun::Company, company.id.0);
        Ok(company.id)
    }

    async fn contact(
        &mut self,
        tx: &mut TenantTx,
        told: &story::Contact,
        company: CompanyId,
    ) -> Result<ContactId> {
        let draft = ContactDraft {
            first_name: told.0.into(),
            last_name: told.1.into(),
            title: Some(told.2.into()),
            emails: vec![ContactPoint { label: "work".into(), value: told.3.into() }],
            company_id: Some(company),
            ..ContactDraft::default()
        };
        let mut contact = contacts::http::from_draft(self.cx, draft);
        contacts::rules::settle(&mut contact).map_err(Error::invalid)?;
        self.event(tx, "contact", contact.id.0, &contact, true);
        contacts::store::insert(tx, &contact).await?;
        self.mark(tx, Noun::Contact, contact.id.0);
        Ok(contact.id)
    }

    async fn lead(&mut self, tx: &mut TenantTx, told: &story::Lead) -> Result<LeadId> {
        let draft = LeadDraft {
            first_name: told.1.into(),
            last_name: told.2.into(),
            company_name: Some(told.3.into()),
            email: Some(told.4.into()),
            status: Some(told.5.into()),
            source: Some(told.6.into()),
            score: told.7,
            ..LeadDraft::default()
        };
        let mut lead = leads::http::from_draft(self.cx, draft);
        lead.created_at = self.ago(told.0);
        leads::rules::settle(&mut lead).map_err(Error::invalid)?;
        self.event(tx, "lead", lead.id.0, &lead, false);
        leads::store::insert(tx, &lead).await?;
        self.mark(tx, Noun::Lead, lead.id.0);
        Ok(lead.id)
    }

    async fn deal(
        &mut self,
        tx: &mut TenantTx,
        told: &story::Deal,
        (company, contact): (CompanyId, ContactId),
        stages: &[Stage],
    ) -> Result<DealId> {
        let draft = DealDraft {
            name: told.name.into(),
            stage_id: stage(stages, told.place).map(|stage| stage.id),
            amount: Some(told.amount * 100),
            expected_close_date: Some(self.day(told.closes)),
            lost_reason: if let Place::Lost(why) = told.place { Some(why.into()) } else { None },
            company_id: Some(company),
            contact_id: Some(contact),
            ..DealDraft::default()
        };
        let references = draft.references();
        let deal = deals::http::prepare(self.cx, tx, draft, references).await?;
        let (opened, entered) = (self.ago(told.opened), self.ago(told.entered));
        let deal = Deal {
            created_at: opened,
            stage_entered_at: entered,
            closed_at: deal.closed_at.map(|_| entered),
            rank: rank::top(self.cx.now, deal.id.0),
            ..deal
        };
        self.event(tx, "deal", deal.id.0, &deal, false);
        deals::store::insert(tx, &deal);
        let note = Note::of(self.cx.id(), self.cx.now, self.cx.user_id(), None, &deal);
        deals::store::finish(tx, deal.id, note).await?;
        self.mark(tx, Noun::Deal, deal.id.0);
        Ok(deal.id)
    }

    async fn activity(
        &mut self,
        tx: &mut TenantTx,
        (kind, subject, body, on, (days, hour), minutes): &story::Activity,
        all_leads: &[LeadId],
        all_deals: &[DealId],
    ) -> Result<()> {
        let (at, note) = (self.at(*days, *hour), *kind == "note");
        let mut draft = ActivityDraft {
            kind: (*kind).into(),
            subject: (*subject).into(),
            body: body.map(str::to_owned),
            due_at: (!note).then_some(at),
            done: *days < 0 && !note,
            duration_minutes: *minutes,
            ..ActivityDraft::default()
        };
        match on {
            On::Deal(index) => draft.deal_id = Some(all_deals[*index]),
            On::Lead(index) => draft.lead_id = Some(all_leads[*index]),
        }
        let mut activity = Activity::from_draft(draft, self.cx.id(), self.cx.now, self.cx.user_id());
        activity.created_at = at.min(self.cx.now);
        activity.done_at = activity.done_at.map(|_| at);
        activity.owner_id = Some(self.cx.user_id());
        activities::rules::settle(&mut activity).map_err(Error::invalid)?;
        self.event(tx, "activity", activity.id.0, &activity, false);
        activities::store::insert(tx, &activity).await?;
        Ok(())
    }
}

/// The stage for a place, whatever the workspace calls its stages and however many it has.
fn stage(stages: &[Stage], place: Place) -> Option<&Stage> {
    let of = |kind: &str| stages.iter().filter(|stage| stage.kind == kind).collect::<Vec<_>>();
    match place {
        Place::Open(percent) => {
            let open = of("open");
            open.get(open.len().saturating_sub(1) * percent / 100).copied()
        }
        Place::Won => of("won").first().copied(),
        Place::Lost(_) => of("lost").first().copied(),
    }
}
