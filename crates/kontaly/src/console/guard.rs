//! Mounting the console's routes: every one says which power it needs, and the guard refuses the others before the handler runs.

use super::power::{OperatorRole, Power};
use super::{Operator, store};
use crate::app::App;
use crate::audit::notes::{Log, Note};
use crate::http::cx::RequestId;
use crate::http::guard::{operation, same_site};
use crate::http::layers::ClientAddress;
use crate::http::{Error, Result};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::Timestamp;
use kontaly_access::OperatorId;
use kontaly_db::PlatformTx;
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use uuid::Uuid;

/// The cookie's name: no workspace's host ever sees it.
pub const COOKIE: &str = "__Host-kontaly-operator";

/// A console API under construction.
pub struct ConsoleApi {
    app: App,
    router: OpenApiRouter<App>,
}

impl ConsoleApi {
    /// An empty one.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, router: OpenApiRouter::new() }
    }

    /// Mounts a route for anybody at the console's address.
    #[must_use]
    pub fn anyone(self, routes: UtoipaMethodRouter<App>) -> Self {
        self.mount(None, routes)
    }

    /// Mounts a route for operators whose role has the power.
    #[must_use]
    pub fn operator(self, power: Power, routes: UtoipaMethodRouter<App>) -> Self {
        self.mount(Some(power), routes)
    }

    fn mount(mut self, power: Option<Power>, (schemas, mut paths, methods): UtoipaMethodRouter<App>) -> Self {
        for item in paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                let extension = ExtensionsBuilder::new()
                    .add("x-power", serde_json::json!(power.map(Power::as_str)))
                    .build();
                operation.extensions.get_or_insert_default().merge(extension);
            }
        }
        let methods = methods.layer(from_fn_with_state((self.app.clone(), power), guard));
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// The router and the OpenAPI document of what was mounted.
    pub fn split(self) -> (axum::Router, utoipa::openapi::OpenApi) {
        let (router, document) = self.router.split_for_parts();
        (router.with_state(self.app), document)
    }
}

async fn guard(
    State((app, power)): State<(App, Option<Power>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let asked = match Asked::of(&app, power, &request) {
        Ok(Some(asked)) => asked,
        Ok(None) => return next.run(request).await,
        Err(error) => return error.into_response(),
    };
    match asked.admit(app).await {
        Ok(desk) => {
            request.extensions_mut().insert(desk);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

/// What a request says of who asks, before it is verified.
struct Asked {
    power: Power,
    operation: String,
    secret_hash: Vec<u8>,
    address: Option<String>,
    request: Option<Uuid>,
}

impl Asked {
    /// Nobody in particular, where the route is open to anybody.
    fn of(app: &App, power: Option<Power>, request: &Request) -> Result<Option<Self>> {
        same_site(app, request)?;
        let Some(power) = power else { return Ok(None) };
        let secret = secret(request.headers()).ok_or_else(Error::unauthenticated)?;
        let address = request.extensions().get::<ClientAddress>().map(|client| client.0.to_string());
        let operation = operation(request);
        let request = request.extensions().get::<RequestId>().map(|id| id.0);
        Ok(Some(Self { power, operation, secret_hash: hash(&secret), address, request }))
    }

    async fn admit(self, app: App) -> Result<Desk> {
        let now = app.clock.now();
        let mut tx = app.db.console();
        let found = store::by_session(&mut tx, self.secret_hash, now).await?;
        tx.commit().await?;
        let (session, operator) = found.ok_or_else(Error::unauthenticated)?;
        let role = OperatorRole::parse(&operator.role)
            .ok_or_else(|| Error::internal("a role of operators that the program does not know"))?;
        if !role.can(self.power) {
            app.notes.note(Log::Console, Note::denied(operator.id.0, self.operation));
            return Err(Error::forbidden());
        }
        Ok(Desk { app, operator, role, session, now, address: self.address, request: self.request })
    }
}

/// Who asks at the console, verified by the guard.
#[derive(Clone)]
pub struct Desk {
    /// The process's shared state.
    pub app: App,
    /// The operator.
    pub operator: Operator,
    /// What the operator may do.
    pub role: OperatorRole,
    /// The session.
    pub session: Uuid,
    /// When the request came.
    pub now: Timestamp,
    address: Option<String>,
    request: Option<Uuid>,
}

impl Desk {
    /// A transaction of the console.
    #[must_use]
    pub fn begin(&self) -> PlatformTx {
        self.app.db.console()
    }

    /// The operator's id.
    #[must_use]
    pub fn operator_id(&self) -> OperatorId {
        self.operator.id
    }

    /// What the operator does, for the log; queue it in the transaction that it belongs to.
    #[must_use]
    pub fn event(
        &self,
        noun: &'static str,
        subject: Option<Uuid>,
        action: &'static str,
        changes: Value,
    ) -> kontaly_db::Sql {
        store::event(store::Deed {
            operator: Some(self.operator.id),
            changes,
            request: self.request,
            address: self.address.clone(),
            ..store::Deed::new(&self.app, noun, subject, action)
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Error::unauthenticated)
    }
}

/// A fresh secret of a session, and the cookie that carries it. Nothing else of this site may start with it: SameSite=Strict.
#[must_use]
pub fn issue(life_seconds: i64) -> (Vec<u8>, String) {
    let secret: [u8; 32] = rand::random();
    let cookie = format!(
        "{COOKIE}={}; Path=/; Max-Age={life_seconds}; Secure; HttpOnly; SameSite=Strict",
        BASE64.encode(secret)
    );
    (hash(&secret), cookie)
}

/// The cookie that takes the session away.
#[must_use]
pub fn clear() -> String {
    format!("{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict")
}

fn hash(secret: &[u8]) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// The secret among a request's Cookie headers; two of the name are a trick, and none is believed.
fn secret(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    let value = found.next()?;
    if found.next().is_some() {
        return None;
    }
    BASE64.decode(value).ok()
}
