//! Tenants and people of the demo, made by the code that makes everybody's, so that capabilities and powers are right.

use super::plan::{Ground, Member};
use super::store;
use super::trades::SecondPipeline;
use crate::accounts::store::NewUser;
use crate::accounts::{self, actors, teams};
use crate::app::App;
use crate::http::{Error, Result};
use crate::pipelines::rules::{self, About};
use crate::pipelines::{self, Pipeline, PipelineDraft, StageDraft};
use crate::tenancy::create::{self, NewTenant};
use kontaly_access::{Actor, Role, TeamId, UserId};
use kontaly_db::{Limits, TenantTx};

/// A workspace to be made.
pub(super) struct Staff {
    /// Its part of the address.
    pub(super) slug: String,
    /// Its name.
    pub(super) name: String,
    /// IANA time zone.
    pub(super) time_zone: &'static str,
    /// ISO 4217 code.
    pub(super) currency: &'static str,
    /// Its teams, a parent before its children: name, place of the parent.
    pub(super) teams: Vec<(String, Option<usize>)>,
    /// Its people; the first is the administrator.
    pub(super) people: Vec<Person>,
    /// The hash of everybody's password.
    pub(super) password_hash: String,
    /// A pipeline beside the usual one.
    pub(super) second: Option<&'static SecondPipeline>,
}

/// Somebody who is to work there.
pub(super) struct Person {
    /// Name.
    pub(super) name: String,
    /// E-mail address.
    pub(super) email: String,
    /// Role.
    pub(super) role: Role,
    /// Place of the team.
    pub(super) team: Option<usize>,
}

/// Makes a tenant with its people, which nobody reaches before it is opened.
pub(super) async fn prepare(app: &App, staff: &Staff) -> Result<Ground> {
    let administrator = &staff.people[0];
    let hash = staff.password_hash.clone();
    let new = NewTenant {
        plan: None,
        slug: staff.slug.clone(),
        name: staff.name.clone(),
        time_zone: staff.time_zone.to_owned(),
        currency: staff.currency.to_owned(),
        locale: "en".to_owned(),
        administrator: create::administrator(administrator.name.clone(), administrator.email.clone(), hash),
    };
    let (tenant, first) = create::prepare(app, &new).await?;
    let people = people(app, staff, tenant, first).await?;
    let open = |limits| app.db.tenant(Actor::worker(tenant, 1), app.db.keys().current(), None, limits);
    if let Some(second) = staff.second {
        add_pipeline(app, open(Limits::Request)?, second).await?;
    }
    let stages = store::stages(&mut open(Limits::Read)?).await?;
    Ok(Ground { tenant, people, stages })
}

async fn add_pipeline(app: &App, mut tx: TenantTx, second: &SecondPipeline) -> Result<()> {
    let stage =
        |(name, kind, probability, category, stale): &(&str, &str, i16, &str, Option<i16>)| StageDraft {
            name: (*name).to_owned(),
            kind: Some((*kind).to_owned()),
            probability: Some(*probability),
            forecast_category: Some((*category).to_owned()),
            stale_after_days: *stale,
            ..StageDraft::default()
        };
    let draft = PipelineDraft {
        name: second.name.to_owned(),
        stages: Some(second.stages.iter().map(stage).collect()),
    };
    let before = pipelines::store::lock(&mut tx).await?;
    let mut after = before.clone();
    after.push(Pipeline::from_draft(draft, app.clock.now(), || app.clock.id()));
    rules::settle(&mut after, before.len(), About::NewPipeline).map_err(Error::invalid)?;
    pipelines::store::save(tx, &before, &after).await
}

async fn people(
    app: &App,
    staff: &Staff,
    tenant: kontaly_access::TenantId,
    administrator: UserId,
) -> Result<Vec<Member>> {
    let keys = app.db.keys();
    let mut tx = app.db.steward(tenant, 1, None)?;
    let mut team_ids: Vec<TeamId> = Vec::with_capacity(staff.teams.len());
    for (name, parent) in &staff.teams {
        let parent = parent.map(|place| team_ids[place]);
        team_ids.push(teams::insert(&mut tx, app.clock.id(), name, parent).await?.id);
    }
    let mut members = vec![Member { id: administrator, role: Role::Administrator }];
    if let Some(team) = staff.people[0].team {
        let before = accounts::store::lock(&mut tx, administrator).await?;
        let after = accounts::User { team_id: Some(team_ids[team]), ..before.clone() };
        accounts::store::update(&mut tx, keys, &before, &after).await?;
    }
    for person in &staff.people[1..] {
        let id: UserId = app.clock.id();
        let new = NewUser {
            name: person.name.clone(),
            email: person.email.clone(),
            role: person.role,
            team_id: person.team.map(|place| team_ids[place]),
            password_hash: Some(staff.password_hash.clone()),
            external_id: None,
        };
        accounts::store::insert(&mut tx, keys, id, new, app.clock.now()).await?;
        members.push(Member { id, role: person.role });
    }
    actors::refresh(&mut tx).await?;
    tx.commit().await?;
    Ok(members)
}
