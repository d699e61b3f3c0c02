//! How an operator begins: a link that works once leads to password, device and recovery codes. So begins the first one too.

use super::guard::{Desk, issue};
use super::power::OperatorRole;
use super::store::{self, Deed, Guarded, NewSession};
use super::totp::{Factor, recovery_code, recovery_hash};
use super::{LINK_LIVES, Operator, RECOVERY_CODES, SESSION_LIFE};
use crate::accounts::{email_key, is_email, password, store::right_name};
use crate::app::App;
use crate::http::layers::ClientAddress;
use crate::http::{Body, Error, Problem, Result};
use crate::mail::seal::Token;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use kontaly_access::OperatorId;
use kontaly_db::{PlatformTx, Sql};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Adds an operator and gives the link that begins it. `by` is nobody for the command line.
///
/// # Errors
/// 422 for a name or an address that is none, and for one that is taken; otherwise the database's.
pub async fn invite(
    app: &App,
    by: Option<&Desk>,
    name: &str,
    email: &str,
    role: OperatorRole,
) -> Result<String> {
    let (name, email) = (right_name(name)?, email_key(email));
    if !is_email(&email) {
        return Err(Error::field("email", "not_an_email", "This is not an e-mail address."));
    }
    let (id, now): (OperatorId, _) = (app.clock.id(), app.clock.now());
    let mut tx = app.db.console();
    store::insert(&mut tx, id, &name, &email, role, now).await?;
    let link = link(app, &mut tx, id);
    let changes = json!({ "email": [null, email], "role": [null, role.as_str()] });
    tx.queue(deed(app, by, id, "create", changes));
    tx.commit().await?;
    Ok(link)
}

/// Has an operator who lost password or device begin anew: what they signed in with works no more, their sessions end, and the
/// link leads to new ones. From the server's command line this is how the only owner comes back in.
///
/// # Errors
/// 404 for an address that no operator has; otherwise the database's.
pub async fn begin_anew_of(app: &App, email: &str) -> Result<String> {
    let mut tx = app.db.console();
    let id = store::id_of(&mut tx, &email_key(email)).await?.ok_or_else(Error::not_found)?;
    let link = begin_anew(app, &mut tx, None, id);
    tx.commit().await?;
    Ok(link)
}

/// The same in a transaction that has judged already whether it may be. `by` is nobody for the command line.
pub(super) fn begin_anew(app: &App, tx: &mut PlatformTx, by: Option<&Desk>, id: OperatorId) -> String {
    store::forget_factors(tx, id);
    tx.queue(deed(app, by, id, "begin_anew", json!({})));
    link(app, tx, id)
}

/// The link of an installation's first operator, made anew for as long as nobody has begun; none after that.
///
/// # Errors
/// As [`invite`].
pub async fn first(app: &App, name: &str, email: &str) -> Result<Option<String>> {
    let operators = store::list(&mut app.db.console()).await?;
    match operators.as_slice() {
        [] => invite(app, None, name, email, OperatorRole::Owner).await.map(Some),
        all if all.iter().all(|one| one.state == "invited") => {
            begin_anew_of(app, &all[0].email).await.map(Some)
        }
        _ => Ok(None),
    }
}

fn deed(
    app: &App,
    by: Option<&Desk>,
    id: OperatorId,
    action: &'static str,
    changes: serde_json::Value,
) -> Sql {
    match by {
        Some(desk) => desk.event("operator", Some(id.0), action, changes),
        None => store::event(Deed { changes, ..Deed::new(app, "operator", Some(id.0), action) }),
    }
}

fn link(app: &App, tx: &mut PlatformTx, id: OperatorId) -> String {
    let token = Token::random();
    store::replace_link(tx, id, token.hash(), app.clock.now() + LINK_LIVES);
    format!("{}/enrol#{}", app.settings.workspace_url("admin"), token.text())
}

/// What a link carries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentToken {
    /// What stands behind the `#` of the link.
    pub token: String,
}

/// What an operator needs to begin.
#[derive(Serialize, ToSchema)]
pub struct Enrolment {
    /// The name.
    #[schema(example = "Robin Vance")]
    pub name: String,
    /// The address.
    #[schema(example = "robin@example.com")]
    pub email: String,
    /// The secret for the app, as a link.
    #[schema(example = "otpauth://totp/Kontaly%20admin.example.com:robin%40example.com?secret=…")]
    pub otpauth: String,
    /// The same as a picture: SVG.
    pub picture: String,
}

/// Beginning as an operator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentDraft {
    /// What stands behind the `#` of the link.
    pub token: String,
    /// 10 to 200 characters.
    pub password: String,
    /// The code that the app shows: proof that it has the secret.
    #[schema(example = "492 039")]
    pub code: String,
}

/// An operator who has begun.
#[derive(Serialize, ToSchema)]
pub struct Enrolled {
    /// Who it is.
    pub operator: Operator,
    /// For whoever loses the device: each works once, and they are shown this once.
    #[schema(example = json!(["k7mq-2wer-tyh5-n9pa"]))]
    pub recovery_codes: Vec<String>,
}

async fn waiting(tx: &mut PlatformTx, app: &App, token: &str) -> Result<Guarded> {
    let token = Token::parse(token).ok_or_else(crate::mail::outbox::gone)?;
    let found = store::by_link(tx, token.hash(), app.clock.now()).await?;
    found.ok_or_else(crate::mail::outbox::gone)
}

pub(super) fn factor(app: &App, of: &Guarded) -> Result<Factor> {
    let host = app.settings.workspace_url("admin");
    let host = host.split_once("://").map_or(host.as_str(), |(_, host)| host);
    Factor::of(app.db.keys(), of.operator.id, of.totp_serial, &of.operator.email, host)
}

/// Look at a link: who begins, and what the authenticator app reads.
#[utoipa::path(post, path = "/api/enrolment", tag = "console", operation_id = "look_at_enrolment", request_body = EnrolmentToken,
    responses((status = 200, body = Enrolment), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn look_at_enrolment(
    State(app): State<App>,
    Body(given): Body<EnrolmentToken>,
) -> Result<Json<Enrolment>> {
    let mut tx = app.db.console();
    let found = waiting(&mut tx, &app, &given.token).await?;
    tx.rollback().await?;
    let otpauth = factor(&app, &found)?.link()?;
    let drawn = QrCode::new(&otpauth).map_err(|error| Error::internal(error.to_string()))?;
    let picture = drawn.render::<svg::Color>().min_dimensions(220, 220).build();
    let Operator { name, email, .. } = found.operator;
    Ok(Json(Enrolment { name, email, otpauth, picture }))
}

/// Begin as an operator: choose a password, show that the app has the secret, and be signed in.
#[utoipa::path(post, path = "/api/enrolment/confirm", tag = "console", operation_id = "confirm_enrolment", request_body = EnrolmentDraft,
    responses((status = 200, body = Enrolled), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn confirm_enrolment(
    State(app): State<App>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    Body(given): Body<EnrolmentDraft>,
) -> Result<impl IntoResponse> {
    password::check("password", &given.password)?;
    let mut tx = app.db.console();
    let found = waiting(&mut tx, &app, &given.token).await?;
    let now = app.clock.now();
    let step = factor(&app, &found)?.step(&given.code, now).filter(|step| *step > found.totp_step);
    let step = step.ok_or_else(wrong_code)?;
    // Hashed while the row is locked: two who confirm at once are one after the other, and the second finds no link.
    let hash = password::hash(&app, given.password).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    let id = found.operator.id;
    store::enrol(&mut tx, id, hash, step, codes.iter().map(|code| recovery_hash(code)).collect());
    let cookie = begin(&app, &mut tx, &found.operator, client, &headers, "enrol");
    tx.commit().await?;
    let operator = Operator {
        state: "active".into(),
        recovery_codes: i64::try_from(codes.len()).unwrap_or_default(),
        version: found.operator.version + 1,
        ..found.operator
    };
    Ok(([(header::SET_COOKIE, cookie)], Json(Enrolled { operator, recovery_codes: codes })))
}

fn wrong_code() -> Error {
    Error::field(
        "code",
        "wrong_code",
        "This is not the code that the app shows now. Wait for the next one and try it.",
    )
}

/// Begins a session, with its event; gives the cookie.
pub(super) fn begin(
    app: &App,
    tx: &mut PlatformTx,
    operator: &Operator,
    ClientAddress(address): ClientAddress,
    headers: &HeaderMap,
    action: &'static str,
) -> String {
    let (secret_hash, cookie) = issue(SESSION_LIFE.as_secs());
    let (now, session) = (app.clock.now(), app.clock.id());
    let user_agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let new = NewSession {
        id: session,
        operator: operator.id,
        secret_hash,
        address: address.to_string(),
        user_agent: user_agent.to_owned(),
    };
    store::begin_session(tx, new, &operator.email, now);
    tx.queue(store::event(Deed {
        operator: Some(operator.id),
        address: Some(address.to_string()),
        ..Deed::new(app, "session", Some(session), action)
    }));
    cookie
}
