//! The API of the base domain. It has no tenant, no session and no cookie.

use super::throttle::{WINDOW, What};
use super::{rules, store};
use crate::accounts::entry::unverified;
use crate::accounts::profile::verification;
use crate::accounts::store::NewUser;
use crate::accounts::{email_key, is_email, password, welcome};
use crate::app::App;
use crate::http::layers::ClientAddress;
use crate::http::rules::Check;
use crate::http::{Body, Error, Problem, Result};
use crate::language::{Language, is_locale, locale_asked};
use crate::mail::{Kind, NewMail, outbox};
use crate::tenancy::create::{self, NewTenant};
use crate::tenancy::slug::{self, SlugError};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::Role;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// Workspaces that are signed up from one network in an hour.
const NETWORK_MAX: i64 = 10;
/// Workspaces that are signed up with one e-mail address in an hour.
const RECIPIENT_MAX: i64 = 5;

/// An address that somebody thinks of.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WantedSlug {
    /// The part of the address.
    pub slug: Option<String>,
    /// The workspace's name, when no address was thought of yet.
    pub name: Option<String>,
}

/// Whether an address can be had.
#[derive(Serialize, ToSchema)]
pub struct SlugAnswer {
    /// The address asked about, or made of the name.
    pub slug: String,
    /// Whether it can be had.
    pub free: bool,
    /// Why not: `malformed`, `reserved` or `taken`.
    pub reason: Option<&'static str>,
    /// One that can be had.
    pub suggestion: Option<String>,
}

/// A workspace to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// What it calls itself.
    pub workspace: String,
    /// Its part of the address.
    pub slug: String,
    /// The first administrator's name.
    pub name: String,
    /// The first administrator's e-mail address.
    pub email: String,
    /// A password: 10 to 200 characters.
    pub password: String,
    /// IANA time zone.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    /// The language of the workspace, as a BCP 47 tag; without it, the one that the request prefers.
    #[serde(default)]
    #[schema(example = "de-AT")]
    pub locale: Option<String>,
}

/// Where the new workspace is.
#[derive(Serialize, ToSchema)]
pub struct SignedUp {
    /// A page of it that lets in whoever opens it, once and within five minutes.
    #[schema(example = "https://acme.example.com/welcome#…")]
    pub url: String,
}

/// Whose workspaces are looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindWorkspaces {
    /// The e-mail address.
    pub email: String,
}

/// Whether an address can be had, and one that can. What is taken anybody can see by opening it; addresses that were given
/// back and are not to be had yet count as taken.
#[utoipa::path(get, path = "/api/slug", tag = "front door", operation_id = "check_slug", params(WantedSlug),
    responses((status = 200, body = SlugAnswer), (status = 429, body = Problem)))]
pub async fn check_slug(
    State(app): State<App>,
    Extension(client): Extension<ClientAddress>,
    Query(wanted): Query<WantedSlug>,
) -> Result<Json<SlugAnswer>> {
    app.front_door.ask(What::Slug, client.network(), app.clock.now())?;
    let name = wanted.name.unwrap_or_default().chars().take(120).collect::<String>();
    let slug = wanted.slug.unwrap_or_else(|| rules::slug_of(&name)).chars().take(60).collect::<String>();
    let reason = match slug::check(&slug) {
        Err(SlugError::Shape) => Some("malformed"),
        Err(SlugError::Reserved) => Some("reserved"),
        Ok(()) => {
            let free = store::first_free(&mut app.db.platform(), vec![slug.clone()]).await?;
            free.is_none().then_some("taken")
        }
    };
    let suggestion = match reason {
        None => None,
        Some(_) => store::first_free(&mut app.db.platform(), rules::alternatives(&slug)).await?,
    };
    Ok(Json(SlugAnswer { slug, free: reason.is_none(), reason, suggestion }))
}

/// Sign a workspace up. You are its administrator; a mail to your address confirms it, and until then you invite nobody.
#[utoipa::path(post, path = "/api/sign-up", tag = "front door", operation_id = "sign_up", request_body = SignUp,
    responses((status = 201, body = SignedUp), (status = 403, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_up(
    State(app): State<App>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    Body(mut given): Body<SignUp>,
) -> Result<(StatusCode, Json<SignedUp>)> {
    if !app.settings.sign_up {
        return Err(Error::new(
            StatusCode::FORBIDDEN,
            "sign_up_closed",
            "Workspaces are made by whoever runs this installation.",
        ));
    }
    let (network, now) = (client.network(), app.clock.now());
    app.front_door.ask(What::SignUp, network.clone(), now)?;
    right(&given)?;
    given.locale = given.locale.or_else(|| locale_asked(&headers));
    create::check(&app, &given.slug, &given.time_zone).await?;
    let email = email_key(&given.email);
    not_too_many(&app, &network, &email, now).await?;
    let hash = password::hash(&app, given.password.clone()).await?;
    let url = make(&app, &given, email, hash, network, now).await?;
    Ok((StatusCode::CREATED, Json(SignedUp { url })))
}

async fn not_too_many(app: &App, network: &str, email: &str, now: Timestamp) -> Result<()> {
    app.front_door.ask(What::SignUpMail, email.to_owned(), now)?;
    let (from, to) = store::signed_up(&mut app.db.platform(), network, email, now).await?;
    if from < NETWORK_MAX && to < RECIPIENT_MAX {
        return Ok(());
    }
    Err(Error::throttled(WINDOW.as_secs().unsigned_abs()))
}

/// Makes the workspace, with the mail that confirms the address and the link that leads into it; opens it last of all.
async fn make(
    app: &App,
    given: &SignUp,
    email: String,
    hash: String,
    network: String,
    now: Timestamp,
) -> Result<String> {
    let (tenant, administrator) = create::prepare(app, &new_tenant(given, &email, hash)).await?;
    let mut tx = app.db.steward(tenant, 1, None)?;
    unverified(&mut tx, administrator);
    outbox::send(app, &mut tx, verification(email.clone(), network), now).await?;
    let path = welcome::path(&mut tx, &email, now);
    tx.commit().await?;
    create::open(app, tenant, &given.slug).await?;
    app.mail_written.notify_one();
    Ok(app.settings.workspace_url(&given.slug) + &path)
}

fn right(given: &SignUp) -> Result<()> {
    let mut check = Check::default();
    let chars = |text: &str| text.trim().chars().count();
    check.that(
        (1..=120).contains(&chars(&given.workspace)),
        "workspace",
        "length",
        "Write a name, of at most 120 characters.",
    );
    check.that(
        (1..=120).contains(&chars(&given.name)),
        "name",
        "length",
        "Write a name, of at most 120 characters.",
    );
    check.that(is_email(&email_key(&given.email)), "email", "not_an_email", "This is not an e-mail address.");
    check.currency("currency", Some(&given.currency));
    check.that(
        given.locale.as_deref().is_none_or(is_locale),
        "locale",
        "unknown_language",
        "Kontaly does not speak this language.",
    );
    let long_enough = password::PASSWORD_CHARS.contains(&given.password.chars().count());
    check.that(
        long_enough,
        "password",
        "password_length",
        "A password has 10 to 200 characters. Several words make a good one.",
    );
    check.done().map_err(Error::invalid)
}

fn new_tenant(given: &SignUp, email: &str, hash: String) -> NewTenant {
    let administrator = NewUser {
        name: given.name.trim().to_owned(),
        email: email.to_owned(),
        role: Role::Administrator,
        team_id: None,
        password_hash: Some(hash),
        external_id: None,
    };
    NewTenant {
        plan: None,
        slug: given.slug.clone(),
        name: given.workspace.trim().to_owned(),
        time_zone: given.time_zone.clone(),
        currency: given.currency.clone(),
        locale: given.locale.clone().unwrap_or_else(|| Language::default().tag().into()),
        administrator,
    }
}

/// Have a mail sent that lists the workspaces in which an address signs in. The answer is the same for every address.
#[utoipa::path(post, path = "/api/workspaces/find", tag = "front door", operation_id = "find_workspaces", request_body = FindWorkspaces,
    responses((status = 202), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn find_workspaces(
    State(app): State<App>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    Body(given): Body<FindWorkspaces>,
) -> Result<StatusCode> {
    let recipient = email_key(&given.email);
    if !is_email(&recipient) {
        return Err(Error::field("email", "not_an_email", "This is not an e-mail address."));
    }
    let mail = NewMail {
        kind: Kind::Workspaces,
        recipient,
        details: json!({ "language": Language::asked(&headers).unwrap_or_default().tag() }),
        lives: SignedDuration::from_hours(24),
        asked_from: client.network(),
    };
    let mut tx = app.db.platform();
    outbox::send_from_front_door(&app, &mut tx, mail, app.clock.now()).await?;
    tx.commit().await?;
    app.mail_written.notify_one();
    Ok(StatusCode::ACCEPTED)
}
