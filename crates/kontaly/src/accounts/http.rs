//! Signing in and out, sessions, and the people of the workspace.

use super::password;
use super::sessions::{self, Known, SESSION_LIFE, Session};
use super::store::{self, NewUser};
use super::{User, actors, email_key, is_email};
use crate::app::App;
use crate::audit::notes::{Log, Note};
use crate::events::{self, Event};
use crate::http::cx::RequestId;
use crate::http::layers::ClientAddress;
use crate::http::{Body, Cx, Error, IfMatch, Problem, Result, change, cookie};
use crate::tenancy::{Tenant, TenantCard};
use crate::usage::http::PlanNotice;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use kontaly_access::{Actor, ActorKind, MATRIX, Permission, Role, SessionId, TeamId, UserId, allowed};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The e-mail address.
    #[schema(example = "dana@acme.example")]
    pub email: String,
    /// The password.
    #[schema(example = "correct horse battery")]
    pub password: String,
}

/// Who is signed in, where, and what the role allows.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// The person.
    pub user: Me,
    /// The workspace.
    pub tenant: TenantCard,
    /// What the person's role allows, here and now.
    pub permissions: Vec<Permission>,
    /// Bytes of a file at most.
    #[schema(example = 104_857_600)]
    pub file_bytes_max: u64,
    /// What administrators are told of the plan before it stops them; empty for everybody else.
    pub notices: Vec<PlanNotice>,
}

impl SignedIn {
    /// What a page needs to know of whoever signed in.
    #[must_use]
    pub fn of(app: &App, tenant: &Tenant, user: Me) -> Self {
        let mut permissions = permissions_of(user.role);
        let now = app.clock.now();
        permissions.retain(|permission| !tenant.withholds(*permission, now));
        let file_bytes_max = app.settings.file_bytes_max;
        let told = user.role == Role::Administrator;
        let notices = if told { PlanNotice::all(tenant, now) } else { Vec::new() };
        Self { user, tenant: TenantCard::of(tenant, now), permissions, file_bytes_max, notices }
    }
}

/// The person who is signed in.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Who it is.
    pub id: UserId,
    /// The person's name.
    #[schema(example = "Dana Okafor")]
    pub name: String,
    /// The e-mail address.
    #[schema(example = "dana@acme.example")]
    pub email: String,
    /// The role.
    pub role: Role,
    /// Whether the address is confirmed.
    pub verified: bool,
    /// The person's language as a BCP 47 tag; null for the workspace's.
    #[schema(example = "de-AT")]
    pub locale: Option<String>,
}

pub(super) fn permissions_of(role: Role) -> Vec<Permission> {
    Permission::ALL.iter().copied().filter(|permission| allowed(*permission, role)).collect()
}

fn with_cookie(value: &str) -> [(header::HeaderName, String); 1] {
    [(header::SET_COOKIE, cookie::set(value, SESSION_LIFE.as_secs()))]
}

/// Sign in.
///
/// The answer for a wrong password and for an unknown address is the same and takes as long. After ten guesses in a
/// quarter of an hour an account, and after a hundred an address, has to wait.
#[utoipa::path(post, path = "/api/session", tag = "session", operation_id = "sign_in", request_body = SignIn,
    responses((status = 200, body = SignedIn), (status = 401, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    Extension(tenant): Extension<Arc<Tenant>>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Extension(request): Extension<RequestId>,
    headers: HeaderMap,
    Body(given): Body<SignIn>,
) -> Result<impl IntoResponse> {
    let email = email_key(&given.email);
    if email.len() > 254 || given.password.len() > 1000 {
        return Err(wrong_credentials());
    }
    let now = app.clock.now();
    let address = address.to_string();
    let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
    let candidate = sessions::candidate(&mut tx, &email, &address, now).await?;
    let known = candidate.user.as_ref().map(|user| user.id.0);
    let refuse = |reason| {
        app.notes.note(Log::Workspace(tenant.clone()), Note::sign_in(known, address.clone(), reason));
    };
    if candidate.throttled {
        refuse("throttled");
        return Err(Error::throttled(900));
    }
    let right = password::verify(&app, given.password, candidate.hash).await?;
    let Some(Known { id: user, name, role, serial, verified, locale }) = candidate.user.filter(|_| right)
    else {
        refuse("wrong_credentials");
        return Err(wrong_credentials());
    };
    let role = Role::parse(&role).ok_or_else(|| Error::internal("a role that the program does not know"))?;
    let actor = Actor { tenant_id: tenant.id, id: user, kind: ActorKind::User, role, serial };
    let session: SessionId = app.clock.id();
    let (value, secret_hash) = cookie::make(app.db.keys(), &actor, session);
    let user_agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
    if !store::is_current(&mut tx, user, serial).await? {
        return Err(wrong_credentials());
    }
    sessions::insert(&mut tx, session, user, &email, secret_hash, &address, user_agent, now);
    tx.queue(events::insert(
        tenant.id,
        Event {
            id: app.clock.id(),
            at: now,
            actor: user,
            noun: "session",
            record: session.0,
            action: "sign_in",
            changes: json!({ "address": [null, address] }),
            request: Some(request.0),
            owner: Some(user),
            directory: false,
        },
    ));
    tx.commit().await?;
    let me = Me { id: user, name, email, role, verified, locale };
    Ok((with_cookie(&value), Json(SignedIn::of(&app, &tenant, me))))
}

fn wrong_credentials() -> Error {
    Error::new(
        StatusCode::UNAUTHORIZED,
        "wrong_credentials",
        "This e-mail address and password do not belong together here.",
    )
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", operation_id = "get_session",
    responses((status = 200, body = SignedIn), (status = 401, body = Problem)))]
pub async fn get_session(cx: Cx) -> Result<Json<SignedIn>> {
    signed_in(&cx).await.map(Json)
}

/// Who is signed in, asked of the database in one flight that also verifies the session.
///
/// # Errors
/// 401 when the session has ended.
pub async fn signed_in(cx: &Cx) -> Result<SignedIn> {
    let mut tx = cx.begin(Permission::UsersRead)?;
    let user = store::get(tx.closing(), cx.user_id()).await?;
    let role = cx.actor().role;
    let User { id, name, email, verified, locale, .. } = user;
    let me = Me { id, name, email, role, verified, locale };
    Ok(SignedIn::of(cx.app(), cx.tenant(), me))
}

/// Sign out: ends this browser's session.
#[utoipa::path(delete, path = "/api/session", tag = "session", operation_id = "sign_out",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn sign_out(cx: Cx) -> Result<impl IntoResponse> {
    let id = cx.session_id()?;
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    tx.queue(event(&cx, "session", id.0, "sign_out", json!({})));
    sessions::delete(&mut tx, cx.user_id(), id).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear())]))
}

/// A browser in which you are signed in.
#[derive(Serialize, ToSchema)]
pub struct OwnSession {
    /// The browser.
    #[serde(flatten)]
    session: Session,
    /// Whether it is the one that asks.
    current: bool,
}

/// The browsers in which you are signed in.
#[utoipa::path(get, path = "/api/sessions", tag = "session", operation_id = "list_sessions",
    responses((status = 200, body = Vec<OwnSession>), (status = 401, body = Problem)))]
pub async fn list_sessions(cx: Cx) -> Result<Json<Vec<OwnSession>>> {
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    let all = sessions::list(&mut tx, cx.user_id(), cx.now).await?;
    let current = cx.session_id()?;
    let own = |session: Session| OwnSession { current: session.id == current, session };
    Ok(Json(all.into_iter().map(own).collect()))
}

/// Sign one of your browsers out.
#[utoipa::path(delete, path = "/api/sessions/{id}", tag = "session", operation_id = "delete_session",
    params(("id" = SessionId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn delete_session(cx: Cx, Path(id): Path<SessionId>) -> Result<StatusCode> {
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    if !sessions::delete(&mut tx, cx.user_id(), id).await? {
        return Err(Error::not_found());
    }
    tx.queue(event(&cx, "session", id.0, "revoke", json!({})));
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new password for oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password until now.
    pub current: String,
    /// The new one: 10 to 200 characters.
    pub new: String,
}

/// Change your password. Ends all your sessions; this browser gets a new one.
#[utoipa::path(post, path = "/api/password", tag = "session", operation_id = "change_password", request_body = PasswordChange,
    responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn change_password(
    cx: Cx,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    Body(given): Body<PasswordChange>,
) -> Result<impl IntoResponse> {
    password::check("new", &given.new)?;
    let me = cx.user_id();
    let address = address.to_string();
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    let user = store::lock(&mut tx, me).await?;
    tx.commit().await?;
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    let candidate = sessions::candidate(&mut tx, &user.email, &address, cx.now).await?;
    if candidate.throttled {
        return Err(Error::throttled(900));
    }
    if !password::verify(cx.app(), given.current, candidate.hash).await? {
        return Err(Error::field("current", "wrong_password", "This is not your password until now."));
    }
    let hash = password::hash(cx.app(), given.new).await?;
    let session: SessionId = cx.id();
    let mut tx = cx.begin_steward(Permission::SessionsManage)?;
    // Locked, and looked at once more: the new cookie says the role of the old one.
    let user = store::lock(&mut tx, me).await?;
    if user.role != cx.actor().role.as_str() || user.state != "active" {
        return Err(Error::unauthenticated());
    }
    store::set_password(&mut tx, me, hash, cx.now).await?;
    let serial = actors::rotate(&mut tx, cx.app().db.keys(), me).await?;
    actors::refresh(&mut tx).await?;
    let (value, secret_hash) = cookie::make(cx.app().db.keys(), &Actor { serial, ..*cx.actor() }, session);
    let user_agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sessions::insert(&mut tx, session, me, &user.email, secret_hash, &address, user_agent, cx.now);
    tx.queue(event(&cx, "user", me.0, "change_password", json!({})));
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, with_cookie(&value)))
}

/// The people of the workspace, and its API keys, which can own records.
#[utoipa::path(get, path = "/api/users", tag = "users", operation_id = "list_users",
    responses((status = 200, body = Vec<User>), (status = 401, body = Problem)))]
pub async fn list_users(cx: Cx) -> Result<Json<Vec<User>>> {
    let mut tx = cx.begin(Permission::UsersRead)?;
    Ok(Json(store::list(&mut tx).await?))
}

/// A person to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserDraft {
    /// The person's name.
    #[schema(example = "Dana Okafor")]
    pub name: String,
    /// The e-mail address.
    #[schema(example = "dana@acme.example")]
    pub email: String,
    /// The role.
    pub role: Role,
    /// The team.
    pub team_id: Option<TeamId>,
    /// A first password; without one the person is invited and cannot sign in yet.
    pub password: Option<String>,
}

/// Add a person.
#[utoipa::path(post, path = "/api/users", tag = "users", operation_id = "create_user", request_body = UserDraft,
    responses((status = 201, body = User), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create_user(cx: Cx, Body(draft): Body<UserDraft>) -> Result<(StatusCode, Json<User>)> {
    if !is_email(draft.email.trim()) {
        return Err(Error::field("email", "not_an_email", "This is not an e-mail address."));
    }
    let password_hash = match draft.password {
        Some(password) => {
            password::check("password", &password)?;
            Some(password::hash(cx.app(), password).await?)
        }
        None => None,
    };
    let new = NewUser {
        name: draft.name,
        email: draft.email,
        role: draft.role,
        team_id: draft.team_id,
        password_hash,
        external_id: None,
    };
    let mut tx = cx.begin_steward(Permission::UsersManage)?;
    let user = store::insert(&mut tx, cx.app().db.keys(), cx.id(), new, cx.now).await?;
    actors::refresh(&mut tx).await?;
    tx.queue(event(&cx, "user", user.id.0, "create", events::changes(&json!({}), &user)));
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(user)))
}

/// What changes about a person.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UserPatch {
    /// The name.
    pub name: Option<String>,
    /// The role; changing it ends the person's sessions.
    pub role: Option<Role>,
    /// The team; null takes the person out of any.
    #[schema(value_type = Option<TeamId>)]
    pub team_id: change::Change<TeamId>,
    /// `active` or `suspended`; suspending ends the person's sessions.
    pub state: Option<UserState>,
}

/// Whether a person may sign in.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// May sign in.
    Active,
    /// May not.
    Suspended,
}

/// Change a person's name, role, team or state.
#[utoipa::path(patch, path = "/api/users/{id}", tag = "users", operation_id = "update_user", request_body = UserPatch,
    params(("id" = UserId, Path), ("If-Match" = String, Header, example = "\"1\"")),
    responses((status = 200, body = User), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn update_user(
    cx: Cx,
    Path(id): Path<UserId>,
    version: IfMatch,
    Body(patch): Body<UserPatch>,
) -> Result<Json<User>> {
    let mut tx = cx.begin_steward(Permission::UsersManage)?;
    let before = store::lock(&mut tx, id).await?;
    if before.kind != "person" {
        return Err(Error::not_found());
    }
    version.check(before.version, &before)?;
    let mut after = before.clone();
    change::set(&mut after.name, patch.name.map(|name| name.trim().to_owned()));
    change::set(&mut after.role, patch.role.map(|role| role.as_str().to_owned()));
    patch.team_id.apply(&mut after.team_id);
    if let Some(state) = patch.state {
        let has_password = store::has_password(&mut tx, id).await?;
        state_after(&mut after, state, has_password)?;
    }
    let loses_administrator = before.role == "administrator"
        && before.state == "active"
        && (after.role != before.role || after.state != "active");
    if loses_administrator && !store::another_administrator(&mut tx, id).await? {
        return Err(Error::refused(
            "last_administrator",
            "A workspace keeps at least one active administrator. Appoint another one first.",
        ));
    }
    let user = store::update(&mut tx, cx.app().db.keys(), &before, &after).await?;
    tx.queue(event(&cx, "user", id.0, "update", events::changes(&before, &user)));
    tx.commit().await?;
    Ok(Json(user))
}

fn state_after(user: &mut User, state: UserState, has_password: bool) -> Result<()> {
    user.state = match state {
        UserState::Suspended => "suspended",
        UserState::Active if has_password => "active",
        UserState::Active => {
            return Err(Error::refused("no_password", "This person has not accepted the invitation yet."));
        }
    }
    .to_owned();
    Ok(())
}

/// The authorization matrix, as the server applies it.
#[utoipa::path(get, path = "/api/permissions", tag = "users", operation_id = "list_permissions",
    responses((status = 200, body = BTreeMap<String, BTreeMap<String, bool>>), (status = 401, body = Problem)))]
pub async fn list_permissions(cx: Cx) -> Result<Json<BTreeMap<&'static str, BTreeMap<&'static str, bool>>>> {
    // Asked through the door like everything else, so that an ended session is told so.
    cx.begin(Permission::SettingsRead)?.closing().query(kontaly_db::sql("select 1")).await?;
    let roles =
        |row: &[bool; 4]| Role::ALL.iter().zip(row).map(|(role, yes)| (role.as_str(), *yes)).collect();
    Ok(Json(MATRIX.iter().map(|(permission, row)| (permission.as_str(), roles(row))).collect()))
}

/// What anybody at this address may know of the workspace.
#[utoipa::path(get, path = "/api/workspace", tag = "session", operation_id = "get_workspace", responses((status = 200, body = TenantCard)))]
pub async fn get_workspace(
    State(app): State<App>,
    Extension(tenant): Extension<Arc<Tenant>>,
) -> Json<TenantCard> {
    Json(TenantCard::of(&tenant, app.clock.now()))
}

/// An event about the workspace's people, by whoever asks.
pub(super) fn event(
    cx: &Cx,
    noun: &'static str,
    record: uuid::Uuid,
    action: &'static str,
    changes: serde_json::Value,
) -> kontaly_db::Sql {
    cx.event(noun, record, action, changes, Some(cx.user_id()), false)
}
