//! Mounting routes: every one says who may use it, and the guard refuses the others before the handler runs.

use super::cookie;
use super::cx::{Cx, RequestId};
use super::error::Error;
use super::repeat::{self, Repeat};
use crate::api_keys::{secret, uses};
use crate::app::App;
use crate::audit::notes::{Log, Note};
use crate::tenancy::Tenant;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use kontaly_access::{ActorKind, Module, Permission, Role, allowed};
use serde_json::json;
use std::sync::Arc;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::security::SecurityRequirement;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody at the workspace's address.
    Anyone,
    /// Anybody at the base domain.
    FrontDoor,
    /// Whoever is signed in, or comes with an API key, and whose role has the permission.
    Holders(Permission),
    /// The same, but no API key.
    Persons(Permission),
}

impl Access {
    fn permission(self) -> Option<Permission> {
        match self {
            Self::Anyone | Self::FrontDoor => None,
            Self::Holders(permission) | Self::Persons(permission) => Some(permission),
        }
    }
}

/// The security schemes of the document: who comes with what.
pub const SESSION: &str = "session";
/// See [`SESSION`].
pub const API_KEY: &str = "api_key";

/// An API under construction: routes, each with its access.
pub struct Api {
    app: App,
    router: OpenApiRouter<App>,
}

impl Api {
    /// An empty API.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, router: OpenApiRouter::new() }
    }

    /// Mounts a route for anybody at the workspace's address.
    #[must_use]
    pub fn anyone(self, routes: UtoipaMethodRouter<App>) -> Self {
        self.mount(Access::Anyone, routes)
    }

    /// Mounts a route for anybody at the base domain.
    #[must_use]
    pub fn at_front_door(self, routes: UtoipaMethodRouter<App>) -> Self {
        self.mount(Access::FrontDoor, routes)
    }

    /// Mounts a route for whoever holds the permission.
    #[must_use]
    pub fn route(self, permission: Permission, routes: UtoipaMethodRouter<App>) -> Self {
        self.mount(Access::Holders(permission), routes)
    }

    /// Mounts a route for whoever holds the permission and is a person: what is about oneself, and about keys.
    #[must_use]
    pub fn person(self, permission: Permission, routes: UtoipaMethodRouter<App>) -> Self {
        self.mount(Access::Persons(permission), routes)
    }

    fn mount(mut self, access: Access, (schemas, mut paths, methods): UtoipaMethodRouter<App>) -> Self {
        for item in paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                document(operation, access);
            }
        }
        let methods = methods.layer(from_fn_with_state((self.app.clone(), access), guard));
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// The router and the OpenAPI document of what was mounted.
    pub fn split(self) -> (axum::Router, utoipa::openapi::OpenApi) {
        let app = self.app;
        let (router, document) = self.router.split_for_parts();
        (router.with_state(app), document)
    }
}

/// Says in the document who may use an operation: in one extension for programs (its map keeps no order, so one is all
/// that stays the same from build to build) and in a sentence for people.
fn document(operation: &mut utoipa::openapi::path::Operation, access: Access) {
    let permission = access.permission();
    let sentence = match (access, permission) {
        (Access::FrontDoor, _) => "Allowed to anybody at the base domain.".to_owned(),
        (_, None) => "Allowed to anybody at the workspace's address.".to_owned(),
        (_, Some(permission)) => {
            let holders = Role::ALL.into_iter().filter(|role| allowed(permission, *role));
            let roles: Vec<_> = holders.map(|role| role.as_str().replace('_', " ")).collect();
            let keys = if matches!(access, Access::Persons(_)) { " No API key may do this." } else { "" };
            format!("Needs `{}`: {}.{keys}", permission.as_str(), roles.join(", "))
        }
    };
    operation.security = permission.map(|_| {
        let schemes: &[&str] =
            if matches!(access, Access::Persons(_)) { &[SESSION] } else { &[SESSION, API_KEY] };
        schemes.iter().map(|scheme| SecurityRequirement::new(*scheme, Vec::<String>::new())).collect()
    });
    let description = operation.description.take().unwrap_or_default();
    operation.description = Some(format!("{description}\n\n{sentence}").trim().to_owned());
    let extension =
        ExtensionsBuilder::new().add("x-permission", json!(permission.map(Permission::as_str))).build();
    operation.extensions.get_or_insert_default().merge(extension);
}

async fn guard(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    let operation = operation(&request);
    let cx = match admit(&app, access, &request) {
        Ok(Some(cx)) => cx,
        Ok(None) => return next.run(request).await,
        Err(error) => {
            let response = refused(error, is_by_key(&request));
            if response.status() == StatusCode::FORBIDDEN
                && let Ok(cx) = authenticate(&app, &request)
            {
                note_denial(&cx, operation);
            }
            return response;
        }
    };
    let (told, allowed) = app.limits.take(&cx);
    let mut response = match allowed {
        Ok(()) => serve(cx.clone(), access, request, next).await,
        Err(error) => error.into_response(),
    };
    if response.status() == StatusCode::FORBIDDEN {
        note_denial(&cx, operation);
    }
    if cx.actor().kind == ActorKind::Key {
        if response.status() == StatusCode::UNAUTHORIZED {
            return refused(Error::unknown_key(), true);
        }
        told.write(response.headers_mut());
        uses::tell(&cx);
    }
    response
}

/// What is asked for, without what stands in its place: `DELETE /api/leads/{id}`.
pub(crate) fn operation(request: &Request) -> String {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    format!("{} {path}", request.method())
}

/// For the audit log: somebody may not do this. What is kept of a page elsewhere is no doing of theirs.
fn note_denial(cx: &Cx, operation: String) {
    let log = Log::Workspace(Arc::new(cx.tenant().clone()));
    cx.app().notes.note(log, Note::denied(cx.user_id().0, operation));
}

/// Whoever asks, where the route is not open to anybody.
fn admit(app: &App, access: Access, request: &Request) -> Result<Option<Cx>, Error> {
    // A key is no cookie: no browser sends it along with what another site's page asks for.
    if !is_by_key(request) {
        same_site(app, request)?;
    }
    let Some(permission) = access.permission() else { return Ok(None) };
    let cx = authenticate(app, request)?;
    if matches!(access, Access::Persons(_)) && cx.actor().kind == ActorKind::Key {
        let detail = "This is for a person who signs in. An API key cannot do it.";
        return Err(Error::new(StatusCode::FORBIDDEN, "persons_only", detail));
    }
    if !cx.actor().can(permission) {
        return Err(Error::forbidden());
    }
    if cx.actor().kind == ActorKind::Key {
        cx.tenant().allow_module(Module::Api)?;
    }
    // Work that was asked for before goes on: a job comes by no request.
    cx.tenant().allow(permission, cx.now)?;
    Ok(Some(cx))
}

async fn serve(cx: Cx, access: Access, mut request: Request, next: Next) -> Response {
    // What is for persons alone answers secrets, which are kept nowhere, and is not worth repeating.
    let repeat = match access {
        Access::Holders(_) => Repeat::asked(&request),
        _ => Ok(None),
    };
    match repeat {
        Ok(Some(repeat)) => repeat::run(cx, repeat, request, next).await.unwrap_or_else(Error::into_response),
        Ok(None) => {
            request.extensions_mut().insert(cx);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

/// A refusal; a program that came with a key is told what is asked for, as RFC 6750 has it.
fn refused(error: Error, by_key: bool) -> Response {
    let mut response = error.into_response();
    if by_key && response.status() == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

fn is_by_key(request: &Request) -> bool {
    bearer(request.headers()).is_some()
}

/// Whom a request's cookie or API key names, if it is one of ours and of this very tenant. Whether the session or the key
/// still lives the database says, in the same flight as the query.
///
/// # Errors
/// 401 when nobody is signed in; 400 for a request that comes with both.
pub fn authenticate(app: &App, request: &Request) -> Result<Cx, Error> {
    let tenant = request.extensions().get::<Arc<Tenant>>().cloned().ok_or_else(Error::unauthenticated)?;
    let (keys, headers) = (app.db.keys(), request.headers());
    let session = match (bearer(headers), cookie::find(headers)) {
        (Some(_), Some(_)) => {
            let detail = "Send an API key or the cookie of a session, not both.";
            return Err(Error::new(StatusCode::BAD_REQUEST, "two_credentials", detail));
        }
        (Some(secret), None) => secret::read(keys, tenant.id, secret).ok_or_else(Error::unknown_key)?,
        (None, cookie) => cookie
            .and_then(|value| cookie::read(keys, value))
            .filter(|session| session.actor.tenant_id == tenant.id)
            .ok_or_else(Error::unauthenticated)?,
    };
    let request_id = request.extensions().get::<RequestId>().map_or_else(uuid::Uuid::nil, |id| id.0);
    Ok(Cx::new(app.clone(), tenant, session, request_id))
}

/// Refuses what another site's page sends with our cookie: a request that changes something must come from a page of
/// this very origin. GET never changes anything.
pub(crate) fn same_site(app: &App, request: &Request) -> Result<(), Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let same = match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        // Not a browser of this decade: then the Origin must be ours; a program that sends neither has no ambient
        // cookie to be abused.
        None => match text("origin") {
            Some(origin) => {
                let scheme = if app.settings.secure { "https" } else { "http" };
                // HTTP/2 says it in the target; where both are said, they agree, or the request had found no workspace.
                let target = request.uri().authority().map(axum::http::uri::Authority::as_str);
                let host = target.or_else(|| text("host")).unwrap_or_default();
                origin.eq_ignore_ascii_case(&format!("{scheme}://{host}"))
            }
            None => true,
        },
    };
    if same {
        Ok(())
    } else {
        Err(Error::new(StatusCode::FORBIDDEN, "cross_site", "This request came from another site's page."))
    }
}
