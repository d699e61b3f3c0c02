//! One's own name and address, and the first steps in a workspace.

use super::entry::{Visitor, verified};
use super::http::event;
use super::invitations::LinkToken;
use super::{User, store};
use crate::events;
use crate::http::change::{self, Change};
use crate::http::layers::ClientAddress;
use crate::http::{Body, Cx, Problem, Result};
use crate::language::right_locale;
use crate::mail::{Kind, NewMail, outbox};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::SignedDuration;
use kontaly_access::Permission;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// How long the link that confirms an address works.
pub const VERIFICATION_LIVES: SignedDuration = SignedDuration::from_hours(3 * 24);

/// What a person changes about oneself.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProfilePatch {
    /// The name that colleagues see.
    #[schema(example = "Dana Okafor")]
    pub name: Option<String>,
    /// The language that you read, as a BCP 47 tag: `en`, `de` or `ar`, with a region if you like its way of writing
    /// dates and numbers. Null for the workspace's.
    #[schema(value_type = Option<String>, example = "de-AT")]
    pub locale: Change<String>,
}

kontaly_db::record! {
    /// The way from an empty workspace to the first won deal, as far as this person sees the records.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct FirstSteps {
        /// Whether the person has put the list aside.
        pub dismissed: bool = "u.first_steps_done_at is not null",
        /// The own address is confirmed.
        pub verified: bool = "u.verified_at is not null",
        /// There are people to sell to. Here and below, sample records do not count.
        pub records: bool = "exists (select from leads r where r.tenant_id = u.tenant_id
            and not exists (select from samples s where s.tenant_id = r.tenant_id and s.record_id = r.id))
          or exists (select from contacts r where r.tenant_id = u.tenant_id
            and not exists (select from samples s where s.tenant_id = r.tenant_id and s.record_id = r.id))",
        /// Somebody else was invited.
        pub colleagues: bool = "exists (select from users r where r.tenant_id = u.tenant_id and r.id <> u.id and r.kind = 'person')",
        /// A deal stands on the pipeline.
        pub deal: bool = "exists (select from deals r where r.tenant_id = u.tenant_id
            and not exists (select from samples s where s.tenant_id = r.tenant_id and s.record_id = r.id))",
        /// A call, meeting, e-mail, task or note was written down.
        pub activity: bool = "exists (select from activities r where r.tenant_id = u.tenant_id
            and not exists (select from samples s where s.tenant_id = r.tenant_id and s.record_id = r.id))",
        /// A deal was won.
        pub won: bool = "exists (select from deals r where r.tenant_id = u.tenant_id and r.state = 'won'
            and not exists (select from samples s where s.tenant_id = r.tenant_id and s.record_id = r.id))",
        /// There are sample records that are not in the trash.
        pub samples: bool = "exists (select from samples s join companies r on r.tenant_id = s.tenant_id and r.id = s.record_id
            where s.tenant_id = u.tenant_id and r.trashed_at is null)
          or exists (select from samples s join deals r on r.tenant_id = s.tenant_id and r.id = s.record_id
            where s.tenant_id = u.tenant_id and r.trashed_at is null)
          or exists (select from samples s join leads r on r.tenant_id = s.tenant_id and r.id = s.record_id
            where s.tenant_id = u.tenant_id and r.trashed_at is null)",
    }
}

/// Change your name or your language.
#[utoipa::path(patch, path = "/api/profile", tag = "session", operation_id = "update_profile", request_body = ProfilePatch,
    responses((status = 200, body = User), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn update_profile(cx: Cx, Body(patch): Body<ProfilePatch>) -> Result<Json<User>> {
    let name = patch.name.as_deref().map(store::right_name).transpose()?;
    if let Change::Set(locale) = &patch.locale {
        right_locale("locale", locale)?;
    }
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    let before = store::lock(&mut tx, cx.user_id()).await?;
    let mut after = before.clone();
    change::set(&mut after.name, name);
    patch.locale.apply(&mut after.locale);
    let user = store::update(&mut tx, cx.app().db.keys(), &before, &after).await?;
    tx.queue(event(&cx, "user", user.id.0, "update", events::changes(&before, &user)));
    tx.commit().await?;
    Ok(Json(user))
}

/// Have the mail that confirms your address sent again.
#[utoipa::path(post, path = "/api/verification", tag = "session", operation_id = "request_verification",
    responses((status = 202), (status = 401, body = Problem), (status = 429, body = Problem)))]
pub async fn request_verification(cx: Cx, Extension(client): Extension<ClientAddress>) -> Result<StatusCode> {
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    let me = store::lock(&mut tx, cx.user_id()).await?;
    outbox::send(cx.app(), &mut tx, verification(me.email, client.network()), cx.now).await?;
    tx.commit().await?;
    cx.app().mail_written.notify_one();
    Ok(StatusCode::ACCEPTED)
}

/// The mail that confirms an address.
#[must_use]
pub fn verification(recipient: String, asked_from: String) -> NewMail {
    let (kind, lives) = (Kind::Verification, VERIFICATION_LIVES);
    NewMail { kind, recipient, details: json!({}), lives, asked_from }
}

/// Confirm your address with the link of the mail.
#[utoipa::path(post, path = "/api/verification/confirm", tag = "session", operation_id = "confirm_verification", request_body = LinkToken,
    responses((status = 204), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn confirm_verification(visitor: Visitor, Body(given): Body<LinkToken>) -> Result<StatusCode> {
    let mut tx = visitor.steward()?;
    let email = outbox::take(&mut tx, Kind::Verification, &given.token, visitor.now).await?;
    let user = store::lock_by_email(&mut tx, &email).await?.ok_or_else(outbox::gone)?;
    verified(&mut tx, &user, visitor.now).await?;
    visitor.event(&mut tx, &user, "verify");
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How far the workspace is on the way to its first won deal.
#[utoipa::path(get, path = "/api/first-steps", tag = "session", operation_id = "get_first_steps",
    responses((status = 200, body = FirstSteps), (status = 401, body = Problem)))]
pub async fn get_first_steps(cx: Cx) -> Result<Json<FirstSteps>> {
    let mut tx = cx.begin(Permission::UsersRead)?;
    Ok(Json(store::first_steps(tx.closing(), cx.user_id()).await?))
}

/// Put the first steps aside.
#[utoipa::path(delete, path = "/api/first-steps", tag = "session", operation_id = "dismiss_first_steps",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn dismiss_first_steps(cx: Cx) -> Result<StatusCode> {
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    store::dismiss_first_steps(&mut tx, cx.user_id(), cx.now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
