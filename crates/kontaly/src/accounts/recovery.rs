//! A password that was lost: a mail with a link that works once, or the operator's word.

use super::entry::{Visitor, activate};
use super::http::SignedIn;
use super::invitations::LinkToken;
use super::{actors, email_key, is_email, password, store};
use crate::app::App;
use crate::events::{self, Event};
use crate::http::{Body, Error, Problem, Result};
use crate::mail::{Kind, NewMail, outbox};
use crate::tenancy::Tenant;
use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jiff::SignedDuration;
use kontaly_access::UserId;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// How long the link of a mail works.
const LIVES: SignedDuration = SignedDuration::from_mins(10);

/// Whose password was lost.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LostPassword {
    /// The e-mail address.
    #[schema(example = "dana@acme.example")]
    pub email: String,
}

/// A new password, and the proof of whose it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// What stands behind the `#` of the link.
    pub token: String,
    /// 10 to 200 characters.
    pub password: String,
}

/// Ask for a mail that lets you choose a new password.
///
/// The answer is the same whether or not anybody here has the address. The link works once, for ten minutes.
#[utoipa::path(post, path = "/api/password-reset", tag = "session", operation_id = "request_password_reset", request_body = LostPassword,
    responses((status = 202), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn request_password_reset(visitor: Visitor, Body(given): Body<LostPassword>) -> Result<StatusCode> {
    let recipient = email_key(&given.email);
    if !is_email(&recipient) {
        return Err(Error::field("email", "not_an_email", "This is not an e-mail address."));
    }
    // Whether anybody is to get it is looked at when it is delivered: until then all addresses are treated alike.
    let asked_from = visitor.network.clone();
    let mail = NewMail { kind: Kind::PasswordReset, recipient, details: json!({}), lives: LIVES, asked_from };
    let mut tx = visitor.steward()?;
    outbox::send(&visitor.app, &mut tx, mail, visitor.now).await?;
    tx.commit().await?;
    visitor.app.mail_written.notify_one();
    Ok(StatusCode::ACCEPTED)
}

/// Whether the link of the mail still works: asked before anybody thinks of a new password.
#[utoipa::path(post, path = "/api/password-reset/look", tag = "session", operation_id = "look_at_password_reset", request_body = LinkToken,
    responses((status = 204), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn look_at_password_reset(visitor: Visitor, Body(given): Body<LinkToken>) -> Result<StatusCode> {
    outbox::peek(&mut visitor.steward()?, Kind::PasswordReset, &given.token, visitor.now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Choose a new password with the link of the mail. Ends all your sessions; this browser gets a new one.
#[utoipa::path(post, path = "/api/password-reset/confirm", tag = "session", operation_id = "reset_password", request_body = NewPassword,
    responses((status = 200, body = SignedIn), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn reset_password(visitor: Visitor, Body(given): Body<NewPassword>) -> Result<impl IntoResponse> {
    let kind = Kind::PasswordReset;
    outbox::peek(&mut visitor.steward()?, kind, &given.token, visitor.now).await?;
    password::check("password", &given.password)?;
    let hash = password::hash(&visitor.app, given.password).await?;
    let mut tx = visitor.steward()?;
    let email = outbox::take(&mut tx, kind, &given.token, visitor.now).await?;
    let user = store::lock_by_email(&mut tx, &email).await?;
    let user = user.filter(|user| user.state == "active").ok_or_else(outbox::gone)?;
    let (cookie, signed_in) = visitor.let_in(&mut tx, &user, hash).await?;
    visitor.event(&mut tx, &user, "reset_password");
    tx.commit().await?;
    Ok((cookie, Json(signed_in)))
}

/// Sets a person's password by the operator's word: ends the person's sessions and open links, and makes an invited
/// person an active one. A suspended person stays suspended.
///
/// # Errors
/// 422 for a password that is none; 404 when nobody there has the address.
pub async fn set_by_operator(app: &App, tenant: &Tenant, email: &str, new: &str) -> Result<UserId> {
    password::check("password", new)?;
    let (hash, now, email) = (password::hash_now(new)?, app.clock.now(), email_key(email));
    let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
    let mut user = store::lock_by_email(&mut tx, &email).await?.ok_or_else(Error::not_found)?;
    if user.state == "invited" {
        let name = user.name.clone();
        user = activate(&mut tx, &user, &name).await?;
    }
    store::set_password(&mut tx, user.id, hash, now).await?;
    actors::rotate(&mut tx, app.db.keys(), user.id).await?;
    actors::refresh(&mut tx).await?;
    for kind in [Kind::PasswordReset, Kind::Invitation] {
        outbox::end(&mut tx, kind, &email, now);
    }
    tx.queue(events::insert(
        tenant.id,
        Event {
            id: app.clock.id(),
            at: now,
            actor: UserId(tenant.id.0),
            noun: "user",
            record: user.id.0,
            action: "set_password",
            changes: json!({}),
            request: None,
            owner: Some(user.id),
            directory: false,
        },
    ));
    tx.commit().await?;
    Ok(user.id)
}
