//! From the front door into the workspace that was just signed up. The front door cannot set a cookie of the workspace's
//! host, so it gives a link that works once, within minutes, in the browser that signed up.

use super::entry::Visitor;
use super::http::SignedIn;
use super::invitations::LinkToken;
use super::store;
use crate::http::{Body, Problem, Result};
use crate::mail::{Kind, outbox};
use axum::Json;
use axum::response::IntoResponse;
use jiff::{SignedDuration, Timestamp};
use kontaly_db::StewardTx;

/// How long the link works: it is followed at once.
const LIVES: SignedDuration = SignedDuration::from_mins(5);

/// The page of the workspace that lets the person with that address in, with its token.
pub fn path(tx: &mut StewardTx, email: &str, now: Timestamp) -> String {
    let token = outbox::grant(tx, Kind::Welcome, email, now, LIVES);
    format!("/welcome#{}", token.text())
}

/// Enter the workspace that you have just signed up, with the link that the front door gave.
#[utoipa::path(post, path = "/api/welcome", tag = "session", operation_id = "enter_new_workspace", request_body = LinkToken,
    responses((status = 200, body = SignedIn), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn enter_new_workspace(
    visitor: Visitor,
    Body(given): Body<LinkToken>,
) -> Result<impl IntoResponse> {
    let mut tx = visitor.steward()?;
    let email = outbox::take(&mut tx, Kind::Welcome, &given.token, visitor.now).await?;
    let user = store::lock_by_email(&mut tx, &email).await?;
    let user = user.filter(|user| user.state == "active").ok_or_else(outbox::gone)?;
    let serial = store::serial(&mut tx, user.id).await?;
    let (cookie, signed_in) = visitor.open_session(&mut tx, &user, serial)?;
    visitor.event(&mut tx, &user, "sign_in");
    tx.commit().await?;
    Ok((cookie, Json(signed_in)))
}
