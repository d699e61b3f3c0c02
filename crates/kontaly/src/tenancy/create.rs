//! Making a tenant: the registry row and its doorman, its first administrator and worker, its pipeline, and last of all
//! its slug, so that nobody reaches one that is half made.

use super::slug::{self, SlugError};
use crate::accounts::store::NewUser;
use crate::accounts::{self, actors};
use crate::app::App;
use crate::console::plans;
use crate::http::{Error, Result};
use crate::language::right_locale;
use crate::pipelines::rules::About;
use crate::pipelines::{self, Pipeline, PipelineDraft};
use kontaly_access::{Actor, ActorKind, Role, TenantId, UserId};
use kontaly_db::{KeyRing, Limits, TenantTx, sql};

/// A tenant to be made.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    /// BCP 47 tag.
    pub locale: String,
    /// Its plan, by its short name; that of those who sign up where none is said.
    pub plan: Option<String>,
    /// Its first administrator.
    pub administrator: NewUser,
}

/// Makes a tenant; gives back its id and its administrator's.
///
/// # Errors
/// 422 for a slug that is malformed, reserved, taken or like another one, a time zone that is none, or a language
/// without a catalogue.
pub async fn create(app: &App, new: NewTenant) -> Result<(TenantId, UserId)> {
    let made = prepare(app, &new).await?;
    open(app, made.0, &new.slug).await?;
    Ok(made)
}

/// Makes everything of a tenant but its slug, so that whoever has more to put into it can do so before anybody reaches
/// it; [`open`] is the last step.
///
/// # Errors
/// As [`create`].
pub async fn prepare(app: &App, new: &NewTenant) -> Result<(TenantId, UserId)> {
    right_locale("locale", &new.locale)?;
    check(app, &new.slug, &new.time_zone).await?;
    let keys = app.db.keys();
    let tenant: TenantId = app.clock.id();
    let administrator: UserId = app.clock.id();
    register(app, keys, tenant, new).await?;
    let mut tx = app.db.console();
    plans::begin(&mut tx, tenant, new.plan.as_deref(), app.clock.now()).await?;
    tx.commit().await?;

    let mut tx = app.db.steward(tenant, 1, None)?;
    accounts::store::insert(&mut tx, keys, administrator, new.administrator.clone(), app.clock.now()).await?;
    let worker = Actor::worker(tenant, 1);
    actors::grant(&mut tx, keys, worker.id, ActorKind::Worker, 1).await?;
    actors::refresh(&mut tx).await?;
    tx.commit().await?;

    let tx = app.db.tenant(worker, keys.current(), None, Limits::Request)?;
    add_pipeline(tx, app).await?;
    Ok((tenant, administrator))
}

/// Whether a tenant can be made with that slug and time zone: to be asked before anything is done for it.
///
/// # Errors
/// As [`create`].
pub async fn check(app: &App, slug: &str, time_zone: &str) -> Result<()> {
    slug::check(slug).map_err(|error| match error {
        SlugError::Shape => {
            Error::field("slug", "malformed", "An address has 3 to 40 of a-z, 0-9 and hyphens inside.")
        }
        SlugError::Reserved => {
            Error::field("slug", "reserved", "This address is reserved. Choose another one.")
        }
    })?;
    if jiff::tz::TimeZone::get(time_zone).is_err() {
        return Err(Error::field(
            "time_zone",
            "unknown",
            "This is no time zone; one looks like Europe/Berlin.",
        ));
    }
    let taken = sql("select from slugs where slug = $1 or skeleton = $2");
    let taken = taken.bind(slug.to_owned()).bind(slug::skeleton(slug));
    match app.db.platform().closing().optional(taken).await? {
        None => Ok(()),
        Some(_) => Err(Error::field(
            "slug",
            "taken",
            "This address is taken, or looks like one that is. Choose another one.",
        )),
    }
}

/// Gives a prepared tenant its slug: from here on its people reach it.
///
/// # Errors
/// 422 for a slug that was taken meanwhile.
pub async fn open(app: &App, tenant: TenantId, slug: &str) -> Result<()> {
    let mut tx = app.db.platform();
    let named = tx
        .execute(
            sql("insert into slugs (slug, skeleton, tenant_id) values ($1, $2, $3)")
                .bind(slug.to_owned())
                .bind(slug::skeleton(slug))
                .bind(tenant),
        )
        .await;
    named.map_err(|error| Error::constraint(error, SLUG_TAKEN))?;
    Ok(tx.commit().await?)
}

const SLUG_TAKEN: &[(&str, &str, &str, &str)] = &[
    ("slugs_pkey", "slug", "taken", "This address is taken. Choose another one."),
    ("slugs_skeleton_key", "slug", "taken", "This address looks like one that is taken. Choose another one."),
];

async fn register(app: &App, keys: &KeyRing, tenant: TenantId, new: &NewTenant) -> Result<()> {
    let mut tx = app.db.platform();
    tx.execute(
        sql("insert into tenants (tenant_id, name, time_zone, currency, locale, created_at) values ($1, $2, $3, $4, $5, $6)")
            .bind(tenant)
            .bind(new.name.clone())
            .bind(new.time_zone.clone())
            .bind(new.currency.clone())
            .bind(new.locale.clone())
            .bind(app.clock.now()),
    )
    .await
    .map_err(|error| Error::constraint(error, &[("tenants_currency_check", "currency", "malformed", "A currency is three capitals, such as EUR.")]))?;
    let mut ids = Vec::new();
    let mut hashes = Vec::new();
    for key in keys.ids() {
        let capability = keys.doorman(key, tenant, 1).ok_or_else(|| Error::internal("no key"))?;
        ids.push(i16::from(key));
        hashes.push(KeyRing::hash(&capability));
    }
    // In one statement: row security lets a tenant's doors be opened only while it has none.
    tx.execute(
        sql("insert into doormen (tenant_id, serial, key_id, cap_hash) select $1, 1, k, h from unnest($2, $3) as d (k, h)")
            .bind(tenant)
            .bind(ids)
            .bind(hashes),
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn add_pipeline(tx: TenantTx, app: &App) -> Result<()> {
    let draft = PipelineDraft { name: "Sales".to_owned(), stages: None };
    let mut all = vec![Pipeline::from_draft(draft, app.clock.now(), || app.clock.id())];
    pipelines::rules::settle(&mut all, 0, About::NewPipeline).map_err(Error::invalid)?;
    pipelines::store::save(tx, &[], &all).await
}

/// An administrator's draft from the command line.
#[must_use]
pub fn administrator(name: String, email: String, password_hash: String) -> NewUser {
    NewUser {
        name,
        email,
        role: Role::Administrator,
        team_id: None,
        password_hash: Some(password_hash),
        external_id: None,
    }
}
