//! The context of a request: tenant, actor, time, request id, and the only door to SQL.

use super::cookie::Session;
use super::error::Error;
use super::repeat::Repeat;
use crate::app::App;
use crate::events::{self, Event};
use crate::jobs::{self, Order, Work};
use crate::tenancy::Tenant;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use kontaly_access::{Actor, Permission, SessionId, UserId};
use kontaly_db::{Limits, StewardTx, TenantTx};
use std::sync::Arc;
use uuid::Uuid;

/// The request's own id, made by the outermost layer and said in every log line and problem.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

/// What a handler of a signed-in person's request works with. There is no pool in it: [`Cx::begin`] authorises
/// and opens, and without it there is no SQL.
#[derive(Clone)]
pub struct Cx {
    app: App,
    tenant: Arc<Tenant>,
    session: Session,
    /// Set where the request may come again: what it commits waits for its answer.
    repeat: Option<Arc<Repeat>>,
    /// The request's one notion of now.
    pub now: Timestamp,
    /// The request's id.
    pub request_id: Uuid,
}

impl Cx {
    /// Puts a context together; the guard does it for requests, and a test may.
    #[must_use]
    pub fn new(app: App, tenant: Arc<Tenant>, session: Session, request_id: Uuid) -> Self {
        let now = app.clock.now();
        Self { app, tenant, session, repeat: None, now, request_id }
    }

    /// The same for a request that may come again.
    #[must_use]
    pub(super) fn repeatable(&self, repeat: Arc<Repeat>) -> Self {
        Self { repeat: Some(repeat), ..self.clone() }
    }

    /// Who is asking.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.session.actor
    }

    /// The person's id.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.session.actor.id
    }

    /// The session that asks.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Which of the person's sessions asks.
    ///
    /// # Errors
    /// 401 for a job, which has none.
    pub fn session_id(&self) -> Result<SessionId, Error> {
        self.session.proof.as_ref().map(|proof| proof.session).ok_or_else(Error::unauthenticated)
    }

    /// The tenant, from the host.
    #[must_use]
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The process's shared state.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// A fresh id of now.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        crate::clock::fresh_id(self.now).into()
    }

    /// The statement that keeps the audit event of something this person does; queue it in the same transaction.
    #[must_use]
    pub fn event(
        &self,
        noun: &'static str,
        record: Uuid,
        action: &'static str,
        changes: serde_json::Value,
        owner: Option<UserId>,
        directory: bool,
    ) -> kontaly_db::Sql {
        let event = Event {
            id: self.id(),
            at: self.now,
            actor: self.user_id(),
            noun,
            record,
            action,
            changes,
            request: Some(self.request_id),
            owner,
            directory,
        };
        events::insert(self.tenant.id, event)
    }

    /// Authorises, then opens a transaction on what this person sees. Nothing is sent before the first query.
    ///
    /// # Errors
    /// 403 when the role has no such permission; 401 when the session's key was retired.
    pub fn begin(&self, permission: Permission) -> Result<TenantTx, Error> {
        let reads = permission.as_str().ends_with(".read");
        self.begin_within(permission, if reads { Limits::Read } else { Limits::Request })
    }

    /// The same for a transaction that may take as long as a job.
    ///
    /// # Errors
    /// As [`Cx::begin`].
    pub fn begin_long(&self, permission: Permission) -> Result<TenantTx, Error> {
        self.begin_within(permission, Limits::Job)
    }

    fn begin_within(&self, permission: Permission, limits: Limits) -> Result<TenantTx, Error> {
        self.authorise(permission)?;
        let Some(repeat) = &self.repeat else { return self.begin_own(limits) };
        if let Some(under_way) = repeat.held.tenant()? {
            return Ok(under_way);
        }
        let mut tx = self.begin_own(limits)?;
        if limits != Limits::Read {
            tx.queue(repeat.claim(self));
            tx = tx.held(&repeat.held);
        }
        Ok(tx)
    }

    /// A transaction on what this person sees, that no permission stands for: what the server itself keeps of requests.
    pub(super) fn begin_own(&self, limits: Limits) -> Result<TenantTx, Error> {
        let Session { actor, key, proof } = &self.session;
        Ok(self.app.db.tenant(*actor, *key, proof.clone(), limits)?)
    }

    /// The statement that asks for a job in this person's name; queue it in the transaction that it belongs to.
    #[must_use]
    pub fn job<W: Work>(&self, work: &W, order: Order) -> kontaly_db::Sql {
        jobs::ask(self.tenant.id, self.user_id(), self.now, work, order)
    }

    /// Authorises this person, then opens a reading transaction in the name of the workspace's worker, who sees every row.
    /// For a question that has to be judged by all of them and whose answer is no more than yes or no; no row that is read
    /// here may be shown. Ask before [`Cx::begin`], so that no request holds one connection while it waits for another.
    ///
    /// # Errors
    /// 403 when the role has no such permission.
    pub fn begin_beyond_sight(&self, permission: Permission) -> Result<TenantTx, Error> {
        self.authorise(permission)?;
        let worker = Actor::worker(self.tenant.id, self.tenant.worker_serial);
        Ok(self.app.db.tenant(worker, self.app.db.keys().current(), None, Limits::Read)?)
    }

    /// Authorises, then opens a transaction on the tenant's people. The person's session is verified in it.
    ///
    /// # Errors
    /// As [`Cx::begin`].
    pub fn begin_steward(&self, permission: Permission) -> Result<StewardTx, Error> {
        self.authorise(permission)?;
        let Some(repeat) = &self.repeat else { return self.own_steward() };
        if let Some(under_way) = repeat.held.steward()? {
            return Ok(under_way);
        }
        let mut tx = self.own_steward()?;
        tx.queue(repeat.claim(self));
        Ok(tx.held(&repeat.held))
    }

    /// The steward, asked by no permission: what the server itself keeps of whoever asks.
    pub(crate) fn own_steward(&self) -> Result<StewardTx, Error> {
        Ok(self.app.db.steward(self.tenant.id, self.tenant.doorman_serial, self.session.proof.clone())?)
    }

    fn authorise(&self, permission: Permission) -> Result<(), Error> {
        if self.session.actor.can(permission) { Ok(()) } else { Err(Error::forbidden()) }
    }
}

impl<S: Sync> FromRequestParts<S> for Cx {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        // The guard put it there; a route that was mounted without one has no context to give.
        parts.extensions.get::<Self>().cloned().ok_or_else(Error::unauthenticated)
    }
}
