//! Jobs: what is done after the request that asked for it, durably.
//!
//! The transaction that asks writes a row into the outbox ([`ask`]), so that a job exists exactly when what it is about does.
//! The [`relay`] moves it into the queue as soon as that transaction has committed, and a [`worker`] does it: in the name of
//! whoever asked, by the same door and under the same row rule as a request. A worker that dies gives its jobs back within
//! half a minute, so every job may be begun again: a handler finds out what is left to do, and does nothing twice.

pub mod relay;
mod store;
pub mod turns;
pub mod worker;

use crate::http::{Cx, Result};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use jiff::Timestamp;
use kontaly_access::{TenantId, UserId};
use kontaly_db::Sql;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Asked;
use worker::Shared;

/// Which workers take a kind: what somebody sits before must never wait for what runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody watches it: a change of many records, a file to be fetched.
    Quick,
    /// Takes its time, and nobody sits before it: an import.
    Long,
}

/// A kind of job: what it is about, and how it is done.
pub trait Work: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the outbox and in the queue: lower case and underscores.
    const KIND: &'static str;
    /// Who takes it.
    const LANE: Lane;

    /// Does it, or what an earlier attempt left of it. `cx` is of whoever asked, without a session.
    ///
    /// An error is tried again, later and later, and kept with the job when it is the last; what trying again would not
    /// mend is the job's own affair: it is written down where people look, and the job is done.
    fn work(self, cx: Cx) -> impl Future<Output = Result<()>> + Send;
}

/// What a job waits for besides its turn.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Jobs of a tenant's kind wait for each other; a part of them that has a name here waits for its own only.
    pub queue: Option<String>,
    /// Takes the place of the tenant's job with the same key, if that has not begun.
    pub key: Option<String>,
    /// Not before.
    pub run_at: Option<Timestamp>,
}

/// The statement that asks for a job in the name of an actor of a tenant: queue it in the transaction that it belongs to.
#[must_use]
pub fn ask<W: Work>(tenant: TenantId, actor: UserId, at: Timestamp, work: &W, order: Order) -> Sql {
    store::insert(Asked { tenant, actor, at, kind: W::KIND, subject: serde_json::json!(work) }, order)
}

/// A job as it lies in the queue.
#[derive(Deserialize, Serialize)]
#[serde(bound = "")]
struct Task<W: Work> {
    tenant: TenantId,
    actor: UserId,
    subject: W,
}

impl<W: Work> TaskHandler for Task<W> {
    const IDENTIFIER: &'static str = W::KIND;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Shared(app)) = context.get_ext::<Shared>() else {
            return Err("a worker without its program".to_owned());
        };
        let told = |error: crate::http::Error| format!("{}: {error:?}", error.code());
        let cx = store::actor(app, self.tenant, self.actor).await.map_err(told)?;
        self.subject.work(cx).await.map_err(told)
    }
}
