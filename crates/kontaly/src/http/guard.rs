//! Mounting routes: every one says who may use it, and the guard refuses the others before the handler runs.

use super::cookie;
use super::cx::{Cx, RequestId};
use super::error::Error;
use crate::app::App;
use crate::tenancy::Tenant;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use kontaly_access::{Permission, Role, allowed};
use serde_json::json;
use std::sync::Arc;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody at the workspace's address.
    Anyone,
    /// Anybody at the base domain.
    FrontDoor,
    /// Whoever is signed in and whose role has the permission.
    Holders(Permission),
}

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
    let (permission, sentence) = match access {
        Access::Anyone => (json!(null), "Allowed to anybody at the workspace's address.".to_owned()),
        Access::FrontDoor => (json!(null), "Allowed to anybody at the base domain.".to_owned()),
        Access::Holders(permission) => {
            let holders = Role::ALL.into_iter().filter(|role| allowed(permission, *role));
            let roles: Vec<_> = holders.map(|role| role.as_str().replace('_', " ")).collect();
            let sentence = format!("Needs `{}`: {}.", permission.as_str(), roles.join(", "));
            (json!(permission.as_str()), sentence)
        }
    };
    let description = operation.description.take().unwrap_or_default();
    operation.description = Some(format!("{description}\n\n{sentence}").trim().to_owned());
    let extension = ExtensionsBuilder::new().add("x-permission", permission).build();
    operation.extensions.get_or_insert_default().merge(extension);
}

async fn guard(State((app, access)): State<(App, Access)>, mut request: Request, next: Next) -> Response {
    if let Err(error) = same_site(&app, &request) {
        return error.into_response();
    }
    if let Access::Holders(permission) = access {
        match authenticate(&app, &request) {
            Ok(cx) if cx.actor().can(permission) => {
                request.extensions_mut().insert(cx);
            }
            Ok(_) => return Error::forbidden().into_response(),
            Err(error) => return error.into_response(),
        }
    }
    next.run(request).await
}

/// The person whom a request's cookie names, if it is one of ours and of this very tenant. Whether the session still
/// lives the database says, in the same flight as the query.
///
/// # Errors
/// 401 when nobody is signed in.
pub fn authenticate(app: &App, request: &Request) -> Result<Cx, Error> {
    let tenant = request.extensions().get::<Arc<Tenant>>().cloned().ok_or_else(Error::unauthenticated)?;
    let session = cookie::find(request.headers())
        .and_then(|value| cookie::read(app.db.keys(), value))
        .filter(|session| session.actor.tenant_id == tenant.id)
        .ok_or_else(Error::unauthenticated)?;
    let request_id = request.extensions().get::<RequestId>().map_or_else(uuid::Uuid::nil, |id| id.0);
    Ok(Cx::new(app.clone(), tenant, session, request_id))
}

/// Refuses what another site's page sends with our cookie: a request that changes something must come from a page of
/// this very origin. GET never changes anything.
fn same_site(app: &App, request: &Request) -> Result<(), Error> {
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
        Err(Error::new(
            axum::http::StatusCode::FORBIDDEN,
            "cross_site",
            "This request came from another site's page.",
        ))
    }
}
