//! Signing in at the console, and who runs the installation.

use super::enrolment::{begin, factor, invite};
use super::guard::{Desk, clear};
use super::power::{OperatorRole, Power};
use super::totp::recovery_hash;
use super::{Operator, store};
use crate::accounts::{email_key, password};
use crate::app::App;
use crate::http::layers::ClientAddress;
use crate::http::{Body, Error, Problem, Result};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
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

const POWERS: [Power; 5] =
    [Power::TenantsRead, Power::TenantsManage, Power::OperatorsRead, Power::OperatorsManage, Power::Own];

fn session_of(operator: Operator, role: OperatorRole) -> OperatorSession {
    let powers = POWERS.into_iter().filter(|power| role.can(*power)).map(Power::as_str).collect();
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
    if too_many {
        return Err(Error::throttled(900));
    }
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let right = password::verify(&app, given.password, hash).await?;
    let found = found.filter(|_| right).ok_or_else(wrong_credentials)?;
    let role = OperatorRole::parse(&found.operator.role).ok_or_else(wrong_credentials)?;
    let mut tx = app.db.console();
    let taken = match factor(&app, &found)?.step(&given.code, now) {
        Some(step) => store::take_step(&mut tx, found.operator.id, step).await?,
        None => store::take_recovery_code(&mut tx, found.operator.id, recovery_hash(&given.code)).await?,
    };
    if !taken {
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
    let link = invite(&desk.app, &draft.name, &draft.email, draft.role).await?;
    Ok((StatusCode::CREATED, Json(OperatorLink { link })))
}
