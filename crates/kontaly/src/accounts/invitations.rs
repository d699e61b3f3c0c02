//! Invitations: to new people, and to those whom an import brought in.

use super::entry::{Visitor, activate};
use super::http::{SignedIn, event};
use super::store::NewUser;
use super::{User, actors, email_key, is_email, password, store};
use crate::http::{Body, Cx, Error, Problem, Result};
use crate::mail::{Kind, NewMail, outbox};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{Permission, Role, TeamId, UserId};
use kontaly_db::StewardTx;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Days that an invitation may be open.
const DAYS: std::ops::RangeInclusive<i64> = 1..=30;

kontaly_db::record! {
    /// Somebody who was added and has not accepted yet, with the invitation if one was sent.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Invitation {
        /// Who it is.
        pub id: UserId = "u.id",
        /// The person's name.
        #[schema(example = "Dana Okafor")]
        pub name: String = "u.name",
        /// The address that the invitation goes to.
        #[schema(example = "dana@acme.example")]
        pub email: String = "u.email",
        /// The role.
        #[schema(example = "sales_representative")]
        pub role: String = "u.role",
        /// The team.
        pub team_id: Option<TeamId> = "u.team_id",
        /// When the person was added.
        pub created_at: Timestamp = "u.created_at",
        /// When the invitation was sent; null when none is open.
        pub sent_at: Option<Timestamp> = "t.created_at",
        /// When the link ends.
        pub expires_at: Option<Timestamp> = "t.expires_at",
        /// How its mail fares: `waiting`, `sent` or `failed`; null when none was written.
        #[schema(example = "sent")]
        pub mail: Option<String> = "m.fares",
    }
}

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationDraft {
    /// The e-mail address.
    #[schema(example = "dana@acme.example")]
    pub email: String,
    /// The name, which the person may change when accepting; without one, what stands before the `@`.
    pub name: Option<String>,
    /// The role.
    pub role: Role,
    /// The team.
    pub team_id: Option<TeamId>,
    /// How many days the link works: 1 to 30, 7 when not said.
    #[schema(example = 7)]
    pub days: Option<i64>,
}

/// How to send an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendInvitation {
    /// Another address than the one that is kept, such as the true one of somebody who was imported without.
    pub email: Option<String>,
    /// How many days the link works: 1 to 30, 7 when not said.
    #[schema(example = 7)]
    pub days: Option<i64>,
}

/// What a link carries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    /// What stands behind the `#` of the link.
    pub token: String,
}

/// Who is invited as what.
#[derive(Serialize, ToSchema)]
pub struct InvitationCard {
    /// The name so far.
    #[schema(example = "Dana Okafor")]
    pub name: String,
    /// The address.
    #[schema(example = "dana@acme.example")]
    pub email: String,
    /// The role.
    #[schema(example = "sales_representative")]
    pub role: String,
}

/// Accepting an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What stands behind the `#` of the link.
    pub token: String,
    /// The name.
    #[schema(example = "Dana Okafor")]
    pub name: String,
    /// A password: 10 to 200 characters.
    pub password: String,
}

/// Who has not accepted yet.
#[utoipa::path(get, path = "/api/invitations", tag = "users", operation_id = "list_invitations",
    responses((status = 200, body = Vec<Invitation>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_invitations(cx: Cx) -> Result<Json<Vec<Invitation>>> {
    let mut tx = cx.begin_steward(Permission::UsersManage)?;
    Ok(Json(store::invitations(tx.closing(), None).await?))
}

/// Invite somebody.
#[utoipa::path(post, path = "/api/invitations", tag = "users", operation_id = "create_invitation", request_body = InvitationDraft,
    responses((status = 201, body = Invitation), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn create_invitation(
    cx: Cx,
    Body(draft): Body<InvitationDraft>,
) -> Result<(StatusCode, Json<Invitation>)> {
    let email = right_address(&draft.email)?;
    let days = right_days(draft.days)?;
    let name = draft.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let name =
        name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().chars().take(120).collect());
    let (role, team_id) = (draft.role, draft.team_id);
    let new = NewUser { name, email, role, team_id, password_hash: None, external_id: None };
    let mut tx = cx.begin_steward(Permission::UsersManage)?;
    let by = inviter(&cx, &mut tx).await?;
    let user = store::insert(&mut tx, cx.app().db.keys(), cx.id(), new, cx.now).await?;
    send(&cx, &mut tx, &user, &by, days).await?;
    tx.queue(event(&cx, "user", user.id.0, "invite", json!({ "email": [null, user.email] })));
    Ok((StatusCode::CREATED, Json(sent(&cx, tx, user.id).await?)))
}

/// Send an invitation, again or for the first time. Links that were sent before end.
#[utoipa::path(post, path = "/api/invitations/{id}/send", tag = "users", operation_id = "send_invitation", request_body = SendInvitation,
    params(("id" = UserId, Path)),
    responses((status = 200, body = Invitation), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn send_invitation(
    cx: Cx,
    Path(id): Path<UserId>,
    Body(given): Body<SendInvitation>,
) -> Result<Json<Invitation>> {
    let days = right_days(given.days)?;
    let email = given.email.as_deref().map(right_address).transpose()?;
    let mut tx = cx.begin_steward(Permission::UsersManage)?;
    let by = inviter(&cx, &mut tx).await?;
    let mut user = invited(&mut tx, id).await?;
    if let Some(email) = email.filter(|email| *email != user.email) {
        outbox::end(&mut tx, Kind::Invitation, &user.email, cx.now);
        user = store::set_email(&mut tx, &user, email).await?;
    }
    send(&cx, &mut tx, &user, &by, days).await?;
    tx.queue(event(&cx, "user", id.0, "invite", json!({ "email": [null, user.email] })));
    Ok(Json(sent(&cx, tx, id).await?))
}

/// Take an invitation back: its link ends. The person stays, with what the records say, and can be invited again.
#[utoipa::path(delete, path = "/api/invitations/{id}", tag = "users", operation_id = "revoke_invitation",
    params(("id" = UserId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke_invitation(cx: Cx, Path(id): Path<UserId>) -> Result<StatusCode> {
    let mut tx = cx.begin_steward(Permission::UsersManage)?;
    let user = invited(&mut tx, id).await?;
    outbox::end(&mut tx, Kind::Invitation, &user.email, cx.now);
    tx.queue(event(&cx, "user", id.0, "revoke_invitation", json!({})));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Look at an invitation before accepting it.
#[utoipa::path(post, path = "/api/invitation", tag = "session", operation_id = "get_invitation", request_body = LinkToken,
    responses((status = 200, body = InvitationCard), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn get_invitation(visitor: Visitor, Body(given): Body<LinkToken>) -> Result<Json<InvitationCard>> {
    let mut tx = visitor.steward()?;
    let email = outbox::peek(&mut tx, Kind::Invitation, &given.token, visitor.now).await?;
    let user = store::lock_by_email(&mut tx, &email).await?;
    let user = user.filter(|user| user.state == "invited").ok_or_else(outbox::gone)?;
    Ok(Json(InvitationCard { name: user.name, email: user.email, role: user.role }))
}

/// Accept an invitation: choose a name and a password, and be signed in.
#[utoipa::path(post, path = "/api/invitation/accept", tag = "session", operation_id = "accept_invitation", request_body = Acceptance,
    responses((status = 200, body = SignedIn), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn accept_invitation(visitor: Visitor, Body(given): Body<Acceptance>) -> Result<impl IntoResponse> {
    let name = store::right_name(&given.name)?;
    outbox::peek(&mut visitor.steward()?, Kind::Invitation, &given.token, visitor.now).await?;
    password::check("password", &given.password)?;
    let hash = password::hash(&visitor.app, given.password).await?;
    let mut tx = visitor.steward()?;
    let email = outbox::take(&mut tx, Kind::Invitation, &given.token, visitor.now).await?;
    let user = store::lock_by_email(&mut tx, &email).await?;
    let user = user.filter(|user| user.state == "invited").ok_or_else(outbox::gone)?;
    let user = activate(&mut tx, &user, &name).await?;
    let (cookie, signed_in) = visitor.let_in(&mut tx, &user, hash).await?;
    visitor.event(&mut tx, &user, "accept_invitation");
    tx.commit().await?;
    Ok((cookie, Json(signed_in)))
}

fn right_address(email: &str) -> Result<String> {
    let email = email_key(email);
    if is_email(&email) {
        return Ok(email);
    }
    Err(Error::field("email", "not_an_email", "This is not an e-mail address."))
}

fn right_days(days: Option<i64>) -> Result<i64> {
    let days = days.unwrap_or(7);
    if DAYS.contains(&days) {
        return Ok(days);
    }
    Err(Error::field("days", "out_of_range", "An invitation is open for 1 to 30 days."))
}

/// The name of whoever invites. An address that nobody confirmed sends no mails to others.
async fn inviter(cx: &Cx, tx: &mut StewardTx) -> Result<String> {
    let me = store::lock(tx, cx.user_id()).await?;
    if me.verified {
        return Ok(me.name);
    }
    Err(Error::refused("verify_first", "Confirm your own e-mail address first: the mail is in your mailbox."))
}

async fn invited(tx: &mut StewardTx, id: UserId) -> Result<User> {
    let user = store::lock(tx, id).await?;
    if user.state == "invited" {
        return Ok(user);
    }
    Err(Error::refused("not_invited", "This person has accepted already."))
}

async fn send(cx: &Cx, tx: &mut StewardTx, user: &User, by: &str, days: i64) -> Result<()> {
    // Whoever may invite is counted by person, not by the office's address.
    let mail = mail(user.email.clone(), by, days, cx.user_id().to_string());
    outbox::send(cx.app(), tx, mail, cx.now).await
}

/// An invitation's mail: from whom, and how many days its link works. `asked_from` is whose mails are counted.
#[must_use]
pub fn mail(recipient: String, by: &str, days: i64, asked_from: String) -> NewMail {
    NewMail {
        kind: Kind::Invitation,
        recipient,
        details: json!({ "by": by, "days": days }),
        lives: SignedDuration::from_hours(24 * days),
        asked_from,
    }
}

async fn sent(cx: &Cx, mut tx: StewardTx, id: UserId) -> Result<Invitation> {
    actors::refresh(&mut tx).await?;
    let invitation = store::invitations(&mut tx, Some(id)).await?.pop().ok_or_else(Error::not_found)?;
    tx.commit().await?;
    cx.app().mail_written.notify_one();
    Ok(invitation)
}
