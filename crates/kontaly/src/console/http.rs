//! Signing in at the console, and who runs the installation.

use super::enrolment::{begin, begin_anew, factor, invite};
use super::guard::{Desk, clear};
use super::power::{OperatorRole, Power};
use super::totp::recovery_hash;
use super::{Operator, store};
use crate::accounts::{email_key, password};
use crate::app::App;
use crate::audit::notes::{Log, Note};
use crate::http::layers::ClientAddress;
use crate::http::{Body, Error, IfMatch, Problem, Result};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use kontaly_access::OperatorId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Signing in as an operator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorSignIn {
    /// The address.
    #[schema(example = "robin@example.com")]
    pub email: String,
    /// The password.
    pub password: String,
    /// What the authenticator app shows, or a recovery code.
    #[schema(example = "492039")]
    pub code: String,
}

/// Who is signed in at the console.
#[derive(Serialize, ToSchema)]
pub struct OperatorSession {
    /// The operator.
    pub operator: Operator,
    /// What the operator may do.
    #[schema(example = json!(["tenants.read"]))]
    pub powers: Vec<&'static str>,
}

fn session_of(operator: Operator, role: OperatorRole) -> OperatorSession {
    let powers = Power::ALL.into_iter().filter(|power| role.can(*power)).map(Power::as_str).collect();
    OperatorSession { operator, powers }
}

/// Sign in at the console: password and second factor together.
///
/// Whatever of it is wrong, and for an address that nobody has, the answer is the same and takes as long. After ten guesses in a
/// quarter of an hour an account, and after fifty a network, has to wait. A code works once.
#[utoipa::path(post, path = "/api/session", tag = "console", operation_id = "sign_in_operator", request_body = OperatorSignIn,
    responses((status = 200, body = OperatorSession), (status = 401, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in_operator(
    State(app): State<App>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    Body(given): Body<OperatorSignIn>,
) -> Result<impl IntoResponse> {
    let email = email_key(&given.email);
    if email.len() > 254 || given.password.len() > 1000 || given.code.len() > 100 {
        return Err(wrong_credentials());
    }
    let now = app.clock.now();
    let mut tx = app.db.console();
    let too_many = store::guess(&mut tx, &email, &client.network(), now).await?;
    let found = store::by_email(&mut tx, &email).await?;
    tx.commit().await?;
    let known = found.as_ref().map(|found| found.operator.id.0);
    let refuse = |reason| {
        app.notes.note(Log::Console, Note::sign_in(known, client.0.to_string(), reason));
    };
    if too_many {
        refuse("throttled");
        return Err(Error::throttled(900));
    }
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let right = password::verify(&app, given.password, hash).await?;
    let Some(found) = found.filter(|_| right) else {
        refuse("wrong_credentials");
        return Err(wrong_credentials());
    };
    let role = OperatorRole::parse(&found.operator.role).ok_or_else(wrong_credentials)?;
    let mut tx = app.db.console();
    let taken = match factor(&app, &found)?.step(&given.code, now) {
        Some(step) => store::take_step(&mut tx, found.operator.id, step).await?,
        None => store::take_recovery_code(&mut tx, found.operator.id, recovery_hash(&given.code)).await?,
    };
    if !taken {
        refuse("wrong_code");
        return Err(wrong_credentials());
    }
    let cookie = begin(&app, &mut tx, &found.operator, client, &headers, "sign_in");
    tx.commit().await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(session_of(found.operator, role))))
}

fn wrong_credentials() -> Error {
    let detail =
        "Address, password and code do not belong together. A code works once: wait for the next one.";
    Error::new(StatusCode::UNAUTHORIZED, "wrong_credentials", detail)
}

/// Who is signed in at the console.
#[utoipa::path(get, path = "/api/session", tag = "console", operation_id = "get_operator_session",
    responses((status = 200, body = OperatorSession), (status = 401, body = Problem)))]
pub async fn get_operator_session(desk: Desk) -> Json<OperatorSession> {
    Json(session_of(desk.operator, desk.role))
}

/// Sign out of the console.
#[utoipa::path(delete, path = "/api/session", tag = "console", operation_id = "sign_out_operator",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn sign_out_operator(desk: Desk) -> Result<impl IntoResponse> {
    let mut tx = desk.begin();
    store::end_session(&mut tx, desk.session);
    tx.queue(desk.event("session", Some(desk.session), "sign_out", json!({})));
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, clear())]))
}

/// Who runs the installation.
#[utoipa::path(get, path = "/api/operators", tag = "console", operation_id = "list_operators",
    responses((status = 200, body = Vec<Operator>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_operators(desk: Desk) -> Result<Json<Vec<Operator>>> {
    Ok(Json(store::list(&mut desk.begin()).await?))
}

/// An operator to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorDraft {
    /// The name.
    #[schema(example = "Robin Vance")]
    pub name: String,
    /// The address.
    #[schema(example = "robin@example.com")]
    pub email: String,
    /// What they may do.
    pub role: OperatorRole,
}

/// The link with which an operator begins.
#[derive(Serialize, ToSchema)]
pub struct OperatorLink {
    /// It works once, for a day. Hand it over in person or by a channel that you trust.
    #[schema(example = "https://admin.example.com/enrol#…")]
    pub link: String,
}

/// Add an operator.
#[utoipa::path(post, path = "/api/operators", tag = "console", operation_id = "create_operator", request_body = OperatorDraft,
    responses((status = 201, body = OperatorLink), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_operator(
    desk: Desk,
    Body(draft): Body<OperatorDraft>,
) -> Result<(StatusCode, Json<OperatorLink>)> {
    let link = invite(&desk.app, Some(&desk), &draft.name, &draft.email, draft.role).await?;
    Ok((StatusCode::CREATED, Json(OperatorLink { link })))
}

/// What changes of an operator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorPatch {
    /// What they may do.
    #[serde(default)]
    pub role: Option<OperatorRole>,
    /// Whether they are kept out: their sessions end, and no link works.
    #[serde(default)]
    pub suspended: Option<bool>,
}

/// Change what an operator may do, keep one out, or let one in again.
#[utoipa::path(patch, path = "/api/operators/{id}", tag = "console", operation_id = "update_operator", request_body = OperatorPatch,
    params(("id" = OperatorId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = Operator), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn update_operator(
    desk: Desk,
    Path(id): Path<OperatorId>,
    version: IfMatch,
    Body(patch): Body<OperatorPatch>,
) -> Result<Json<Operator>> {
    let mut tx = desk.begin();
    let (before, owners) = store::lock(&mut tx, id).await?;
    version.check(before.version, &before)?;
    let mut after = before.clone();
    if let Some(role) = patch.role {
        role.as_str().clone_into(&mut after.role);
    }
    if let Some(suspended) = patch.suspended.filter(|suspended| *suspended != (before.state == "suspended")) {
        let back = if store::has_password(&mut tx, id).await? { "active" } else { "invited" };
        (if suspended { "suspended" } else { back }).clone_into(&mut after.state);
    }
    if owners == 1 && before.owns() && !after.owns() {
        return Err(last_owner());
    }
    if (&after.role, &after.state) != (&before.role, &before.state) {
        store::update(&mut tx, &after);
        let changes = json!({ "role": [before.role, after.role], "state": [before.state, after.state] });
        tx.queue(desk.event("operator", Some(id.0), "update", changes));
        after.version += 1;
    }
    tx.commit().await?;
    Ok(Json(after))
}

fn last_owner() -> Error {
    let detail = "This is the only owner who can sign in. Make somebody else an owner first.";
    Error::new(StatusCode::CONFLICT, "last_owner", detail)
}

/// Have an operator begin anew, who lost password or device: they are signed out, and the link leads to new ones.
#[utoipa::path(post, path = "/api/operators/{id}/link", tag = "console", operation_id = "begin_operator_anew",
    params(("id" = OperatorId, Path)),
    responses((status = 200, body = OperatorLink), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn begin_operator_anew(desk: Desk, Path(id): Path<OperatorId>) -> Result<Json<OperatorLink>> {
    let mut tx = desk.begin();
    let (operator, owners) = store::lock(&mut tx, id).await?;
    if owners == 1 && operator.owns() {
        return Err(last_owner());
    }
    let link = begin_anew(&desk.app, &mut tx, Some(&desk), id);
    tx.commit().await?;
    Ok(Json(OperatorLink { link }))
}
