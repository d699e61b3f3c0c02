//! Being let in without a password: by a link that came with a mail. Whoever shows it proves to read the mails of the
//! address, and gets a session.

use super::http::{Me, SignedIn};
use super::sessions::{self, SESSION_LIFE};
use super::{User, actors, name_key, store};
use crate::app::App;
use crate::events::{self, Event};
use crate::http::cx::RequestId;
use crate::http::layers::ClientAddress;
use crate::http::{Error, Result, cookie};
use crate::tenancy::Tenant;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use jiff::Timestamp;
use kontaly_access::{Actor, ActorKind, Role, SessionId, UserId};
use kontaly_db::{StewardTx, sql};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// A request of nobody in particular, at a workspace's address.
pub struct Visitor {
    /// The process's shared state.
    pub app: App,
    /// The workspace.
    pub tenant: Arc<Tenant>,
    /// The address on the network.
    pub address: String,
    /// What is counted as one asker.
    pub network: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The request's one notion of now.
    pub now: Timestamp,
    request: Uuid,
}

impl Visitor {
    /// Opens a transaction on the workspace's people.
    ///
    /// # Errors
    /// When the server's key was retired.
    pub fn steward(&self) -> Result<StewardTx> {
        Ok(self.app.db.steward(self.tenant.id, self.tenant.doorman_serial, None)?)
    }

    /// Queues the audit event of something that the visitor does as that person.
    pub fn event(&self, tx: &mut StewardTx, user: &User, action: &'static str) {
        tx.queue(events::insert(
            self.tenant.id,
            Event {
                id: self.app.clock.id(),
                at: self.now,
                actor: user.id,
                noun: "user",
                record: user.id.0,
                action,
                changes: json!({ "address": [null, self.address] }),
                request: Some(self.request),
                owner: Some(user.id),
                directory: false,
            },
        ));
    }

    /// Gives the person a new password and this browser a session; all others end. The transaction is still to be committed.
    ///
    /// # Errors
    /// The database's.
    pub async fn let_in(
        &self,
        tx: &mut StewardTx,
        user: &User,
        hash: String,
    ) -> Result<([(header::HeaderName, String); 1], SignedIn)> {
        store::set_password(tx, user.id, hash, self.now).await?;
        verified(tx, user, self.now).await?;
        let serial = actors::rotate(tx, self.app.db.keys(), user.id).await?;
        actors::refresh(tx).await?;
        self.open_session(tx, &User { verified: true, ..user.clone() }, serial)
    }

    /// Gives this browser a session of the person. The transaction is still to be committed.
    ///
    /// # Errors
    /// A role that the program does not know.
    pub fn open_session(
        &self,
        tx: &mut StewardTx,
        user: &User,
        serial: i32,
    ) -> Result<([(header::HeaderName, String); 1], SignedIn)> {
        let role = Role::parse(&user.role)
            .ok_or_else(|| Error::internal("a role that the program does not know"))?;
        let actor = Actor { tenant_id: self.tenant.id, id: user.id, kind: ActorKind::User, role, serial };
        let session: SessionId = self.app.clock.id();
        let (value, secret_hash) = cookie::make(self.app.db.keys(), &actor, session);
        let agent = &self.user_agent;
        sessions::insert(tx, session, user.id, &user.email, secret_hash, &self.address, agent, self.now);
        let User { id, name, email, verified, locale, .. } = user.clone();
        let me = Me { id, name, email, role, verified, locale };
        let signed_in = SignedIn::of(&self.app, &self.tenant, me);
        Ok(([(header::SET_COOKIE, cookie::set(&value, SESSION_LIFE.as_secs()))], signed_in))
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let known = &parts.extensions;
        let missing = || Error::internal("a visitor outside a workspace");
        let client = known.get::<ClientAddress>().ok_or_else(missing)?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            app: app.clone(),
            tenant: known.get::<Arc<Tenant>>().cloned().ok_or_else(missing)?,
            address: client.0.to_string(),
            network: client.network(),
            user_agent: agent.unwrap_or_default().to_owned(),
            now: app.clock.now(),
            request: known.get::<RequestId>().ok_or_else(missing)?.0,
        })
    }
}

/// Keeps that the person reads the mails of the address.
///
/// # Errors
/// The database's.
pub async fn verified(tx: &mut StewardTx, user: &User, now: Timestamp) -> Result<()> {
    let seen =
        sql("update users set verified_at = coalesce(verified_at, $3) where tenant_id = $1 and id = $2");
    let seen = seen.bind(tx.tenant()).bind(user.id).bind(now);
    tx.execute(seen).await?;
    Ok(())
}

/// Queues that nobody vouches for the address of somebody new until the mail is answered.
pub fn unverified(tx: &mut StewardTx, user: UserId) {
    let open = sql("update users set verified_at = null where tenant_id = $1 and id = $2");
    let open = open.bind(tx.tenant()).bind(user);
    tx.queue(open);
}

/// Makes an invited person an active one, under the name that the person gives.
///
/// # Errors
/// The database's.
pub async fn activate(tx: &mut StewardTx, user: &User, name: &str) -> Result<User> {
    let mut query = sql("update users u set state = 'active', version = u.version + 1, name = ");
    query.push_bind(name.to_owned()).push(", name_key = ").push_bind(name_key(name));
    query.push(" where u.tenant_id = ").push_bind(tx.tenant()).push(" and u.id = ").push_bind(user.id);
    query.push(" returning ").push(User::COLUMNS);
    Ok(User::read(&tx.one(query.stable()).await?)?)
}
