//! From the Host header to the right router, inside the server and without a redirect.

use super::Tenant;
use super::host::Host;
use super::hosts::Site;
use crate::app::App;
use crate::http::{Error, pages};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;
use tower::{Service, ServiceExt};

/// The routers that hosts lead to.
#[derive(Clone)]
pub struct Sites {
    /// The workspace: API and browser application.
    pub workspace: Router,
    /// The operator's console.
    pub console: Router,
    /// The front door on the base domain.
    pub front_door: Router,
    /// The development mailbox, where there is one.
    pub mailbox: Option<Router>,
}

/// Answers a request: finds its host, finds whose it is, and hands it to that router with the tenant in its
/// extensions. The tenant comes from the host alone.
pub async fn dispatch(app: App, sites: Sites, mut request: Request) -> Response {
    let api = request.uri().path().starts_with("/api/") || request.uri().path() == "/api";
    let Some(host) = host_of(&request) else {
        return refuse(
            api,
            Error::misdirected("the Host header is missing, doubled or not a host name"),
            &app,
        );
    };
    let site = match app.hosts.site(&host).await {
        Ok(site) => site,
        Err(error) => return Error::from(error).into_response(),
    };
    let router = match site {
        Site::Unknown => {
            return refuse(api, Error::misdirected("there is no workspace at this address"), &app);
        }
        Site::Workspace(tenant) if tenant.state == "suspended" => return suspended(api, &tenant),
        Site::Workspace(tenant) => {
            let id = tenant.id;
            request.extensions_mut().insert::<Arc<Tenant>>(tenant);
            request.extensions_mut().insert(host);
            let began = Instant::now();
            let response = call(sites.workspace, request).await;
            // Pages and their files come from memory: they would hide how the API does.
            if api {
                app.meter.count(id, app.clock.now(), response.status().as_u16(), began.elapsed());
            }
            return response;
        }
        Site::Console => sites.console,
        Site::FrontDoor => sites.front_door,
        Site::Mailbox => match sites.mailbox {
            Some(mailbox) => mailbox,
            None => return refuse(api, Error::misdirected("there is no workspace at this address"), &app),
        },
    };
    request.extensions_mut().insert(host);
    call(router, request).await
}

async fn call(mut router: Router, request: Request<Body>) -> Response {
    let ready: Result<&mut Router, Infallible> = ServiceExt::<Request<Body>>::ready(&mut router).await;
    match ready {
        Ok(router) => router.call(request).await.into_response(),
        Err(never) => match never {},
    }
}

/// The one host a request names: in its target (absolute form, HTTP/2) and its single Host header, which must agree.
fn host_of(request: &Request) -> Option<Host> {
    let mut headers = request.headers().get_all(header::HOST).iter();
    let from_header = match (headers.next(), headers.next()) {
        (Some(value), None) => Some(Host::parse(value.as_bytes())?),
        (None, _) => None,
        (Some(_), Some(_)) => return None,
    };
    let from_target = match request.uri().authority() {
        Some(authority) => Some(Host::parse(authority.as_str().as_bytes())?),
        None => None,
    };
    match (from_header, from_target) {
        (Some(a), Some(b)) => (a == b).then_some(a),
        (a, b) => a.or(b),
    }
}

fn refuse(api: bool, error: Error, app: &App) -> Response {
    if api {
        return error.into_response();
    }
    pages::unknown_host(&app.settings).into_response()
}

fn suspended(api: bool, tenant: &Tenant) -> Response {
    if api {
        return Error::suspended().into_response();
    }
    pages::suspended(&tenant.name).into_response()
}
