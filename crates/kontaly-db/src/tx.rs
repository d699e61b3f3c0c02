//! Transactions: one flight where one is enough.
//!
//! A [`Tx`] sends nothing when it is made. Its first query leaves together with BEGIN and the context, without
//! waiting in between, and when the transaction is [`Tx::closing`] COMMIT leaves with it too: a handler that needs
//! one query makes one network round trip. PostgreSQL executes the messages in order; if one of them fails, those
//! behind it are refused and the COMMIT that is already on its way rolls back.
//!
//! A read that closes the transaction with its only query, planned once, is not even a flight: the context becomes the
//! query's gate ([`Sql::gated`]), and one message with its implicit transaction is all that PostgreSQL gets.
//!
//! A `Tx` that is dropped in the middle, because the client went away or a handler failed, never gives its
//! connection back dirty: the rollback is finished first, or the connection is thrown away.

use crate::held::{Held, Whose};
use crate::sql::sql;
use crate::{Error, Proof, Row, Rows, Sql};
use deadpool_postgres::{Object, Pool};
use futures_util::TryStreamExt;
use futures_util::future::{MaybeDone, maybe_done};
use kontaly_access::{Actor, TenantId};
use std::future::{Future, poll_fn};
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio_postgres::{RowStream, Statement};

/// In whose name a transaction runs.
#[derive(Clone)]
pub enum Context {
    /// A person or the tenant's worker: row security shows what the capability proves.
    Actor {
        /// The capability.
        capability: String,
        /// The session that must be alive.
        proof: Option<Proof>,
    },
    /// The keeper of a tenant's people.
    Doorman {
        /// The capability.
        capability: String,
        /// The session that must be alive.
        proof: Option<Proof>,
    },
    /// The registries of tenants and hosts, which no tenant's context guards.
    Registry,
}

/// How long a transaction may take, and whether it may write. Every transaction has limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// A request that only reads: PostgreSQL refuses it every write.
    Read,
    /// A request: 10 s a statement, 3 s for a lock.
    Request,
    /// A long job such as an import: 10 min a statement, 10 s for a lock.
    Job,
}

impl Limits {
    const fn begin(self) -> &'static str {
        match self {
            Self::Read => {
                "begin read only; set local statement_timeout = '10s'; set local lock_timeout = '3s'; \
                 set local idle_in_transaction_session_timeout = '10s'; set local plan_cache_mode = auto"
            }
            Self::Request => {
                "begin; set local statement_timeout = '10s'; set local lock_timeout = '3s'; \
                 set local idle_in_transaction_session_timeout = '10s'; set local plan_cache_mode = auto"
            }
            Self::Job => {
                "begin; set local statement_timeout = '10min'; set local lock_timeout = '10s'; \
                 set local idle_in_transaction_session_timeout = '2min'; set local plan_cache_mode = auto"
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Nothing was sent.
    Fresh,
    /// Messages are on their way; whoever drops the transaction now leaves it in the middle.
    InFlight,
    /// BEGIN was answered, COMMIT not sent.
    Open,
    /// Committed, or rolled back for good.
    Closed,
}

/// A transaction. See the module's own text.
pub struct Tx {
    pool: Pool,
    context: Context,
    limits: Limits,
    prepared: bool,
    conn: Option<Object>,
    state: State,
    closing: bool,
    queued: Vec<Sql>,
    /// Where the commit waits, if it is not this transaction's own affair.
    held: Option<(Held, Whose)>,
}

#[derive(Default)]
struct Answer {
    rows: Vec<tokio_postgres::Row>,
    changed: u64,
}

/// A message whose answer is awaited; it is sent when it is first polled.
type Message<'a> = Pin<Box<dyn Future<Output = Result<Answer, tokio_postgres::Error>> + Send + 'a>>;

impl Tx {
    pub(crate) fn new(pool: Pool, context: Context, limits: Limits, prepared: bool) -> Self {
        Self {
            pool,
            context,
            limits,
            prepared,
            conn: None,
            state: State::Fresh,
            closing: false,
            queued: Vec::new(),
            held: None,
        }
    }

    /// Makes the next statement the last: COMMIT leaves in the same flight with it.
    pub fn closing(&mut self) -> &mut Self {
        self.closing = true;
        self
    }

    /// Keeps a statement back that must be part of the transaction but whose answer nobody waits for (an audit
    /// event, the words of a record): it leaves with the next flight, ahead of that flight's own statement.
    pub fn queue(&mut self, statement: Sql) {
        self.queued.push(statement);
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// When the database refuses or cannot be reached; the transaction is then over and rolled back.
    pub async fn query(&mut self, statement: Sql) -> Result<Rows, Error> {
        Ok(self.flight(Some(statement)).await?.rows.into_iter().map(Row::new).collect())
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub async fn optional(&mut self, statement: Sql) -> Result<Option<Row>, Error> {
        Ok(self.flight(Some(statement)).await?.rows.into_iter().next().map(Row::new))
    }

    /// The first row.
    ///
    /// # Errors
    /// [`Error::NoRow`] when there is none; otherwise as [`Tx::query`].
    pub async fn one(&mut self, statement: Sql) -> Result<Row, Error> {
        self.optional(statement).await?.ok_or(Error::NoRow)
    }

    /// How many rows a statement changed.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub async fn execute(&mut self, statement: Sql) -> Result<u64, Error> {
        Ok(self.flight(Some(statement)).await?.changed)
    }

    /// Runs a statement under a savepoint: when it is refused, the transaction goes on without it.
    ///
    /// # Errors
    /// As [`Tx::query`]; the transaction is still usable unless the connection is gone.
    pub async fn attempt(&mut self, statement: Sql) -> Result<Rows, Error> {
        self.execute(sql("savepoint attempt")).await?;
        match self.query(statement).await {
            Ok(rows) => {
                self.queue(sql("release savepoint attempt"));
                Ok(rows)
            }
            Err(refused) => {
                self.state = State::Open;
                self.execute(sql("rollback to savepoint attempt")).await?;
                Err(refused)
            }
        }
    }

    /// Commits: one flight with whatever is queued, and none at all when the last statement closed the transaction
    /// or none was ever sent.
    ///
    /// # Errors
    /// When a queued statement or the commit itself fails; nothing is then kept, except after [`Error::Unknown`].
    async fn finish(&mut self) -> Result<(), Error> {
        if self.state == State::Closed || (self.state == State::Fresh && self.queued.is_empty()) {
            return Ok(());
        }
        if self.state != State::InFlight && self.held.is_some() {
            self.hand_on();
            return Ok(());
        }
        self.closing = true;
        self.flight(None).await.map(drop)
    }

    /// Leaves everything, what is queued too, to whoever holds the commit.
    fn hand_on(&mut self) {
        let Some((held, whose)) = self.held.take() else { return };
        let tx = Self {
            pool: self.pool.clone(),
            context: self.context.clone(),
            conn: self.conn.take(),
            state: std::mem::replace(&mut self.state, State::Closed),
            queued: std::mem::take(&mut self.queued),
            limits: self.limits,
            prepared: self.prepared,
            closing: false,
            held: None,
        };
        held.keep(tx, whose);
    }

    /// Whether COMMIT leaves with this flight.
    fn commits(&self) -> bool {
        self.closing && self.held.is_none()
    }

    /// Rolls back, and waits until that is done.
    async fn undo(&mut self) -> Result<(), Error> {
        self.queued.clear();
        if self.state == State::Open {
            self.execute(sql("rollback")).await?;
        }
        self.state = State::Closed;
        self.conn = None;
        Ok(())
    }

    async fn flight(&mut self, statement: Option<Sql>) -> Result<Answer, Error> {
        if matches!(self.state, State::InFlight | State::Closed) {
            return Err(Error::Internal("a statement after the transaction was over".into()));
        }
        if self.conn.is_none() {
            self.conn = Some(self.pool.get().await.map_err(|error| Error::Unavailable(error.to_string()))?);
        }
        let opening = self.state == State::Fresh;
        self.state = State::InFlight;
        // On an error the state stays InFlight, and Drop cleans the connection.
        let answer = self.send(opening, statement).await?;
        self.queued.clear();
        self.state = State::Open;
        if self.commits() {
            self.state = State::Closed;
            self.conn = None;
        } else if self.closing {
            self.hand_on();
        }
        Ok(answer)
    }

    async fn send(&self, opening: bool, statement: Option<Sql>) -> Result<Answer, Error> {
        let Some(conn) = &self.conn else {
            return Err(Error::Internal("a transaction without a connection".into()));
        };
        let enter = if opening { self.enter() } else { None };
        let (enter, statement) = match (enter, statement) {
            (Some(enter), Some(statement)) if self.is_one_message(&statement) => {
                let gated = statement.gated(enter);
                let prepared = self.prepare(conn, &gated).await?;
                return Ok(extended(conn, &gated, prepared).await?);
            }
            parts => parts,
        };
        let statements: Vec<&Sql> = enter.iter().chain(&self.queued).chain(&statement).collect();
        let mut prepared = Vec::with_capacity(statements.len());
        for statement in &statements {
            prepared.push(self.prepare(conn, statement).await?);
        }
        let mut flight: Vec<Message<'_>> = Vec::with_capacity(statements.len() + 2);
        if opening {
            flight.push(simple(conn, self.limits.begin()));
        }
        for (statement, prepared) in statements.into_iter().zip(prepared) {
            flight.push(extended(conn, statement, prepared));
        }
        let main = flight.len().checked_sub(1);
        if self.commits() {
            flight.push(simple(conn, "commit"));
        }
        let mut answer = Answer::default();
        for (i, sent) in in_order(flight).await.into_iter().enumerate() {
            match sent {
                Ok(this) if Some(i) == main => answer = this,
                Ok(_) => {}
                // The connection went with COMMIT under way: whether it was carried out, nobody can say.
                Err(error) if error.is_closed() && self.commits() && self.limits != Limits::Read => {
                    return Err(Error::Unknown);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(answer)
    }

    /// Whether a first statement is the only one, and can carry its context itself.
    fn is_one_message(&self, statement: &Sql) -> bool {
        self.closing && self.limits == Limits::Read && self.queued.is_empty() && statement.is_planned_once()
    }

    /// The statement that sets the context and raises when it is nobody's. On Citus, where `set_config` is not
    /// propagated to the workers, this is the one function to change (design.md section 9).
    fn enter(&self) -> Option<Sql> {
        let (text, capability, proof) = match &self.context {
            Context::Actor { capability, proof } => ("select enter($1, $2, $3)", capability, proof),
            Context::Doorman { capability, proof } => ("select enter_doorman($1, $2, $3)", capability, proof),
            Context::Registry => return None,
        };
        let session = proof.as_ref().map(|proof| proof.session);
        let secret_hash = proof.as_ref().map(|proof| proof.secret_hash.clone());
        Some(sql(text).bind(capability.clone()).bind(session).bind(secret_hash))
    }

    /// Prepares a text of the program's own once a connection, where the connection keeps what is prepared. Not for a
    /// job: it fills tables faster than statistics follow, and a plan that was right for the empty table, kept, reads the
    /// growing one from its beginning for every batch. (Forbidding PostgreSQL to keep plans would forbid it to foreign
    /// keys too, which look at every row.)
    async fn prepare(&self, conn: &Object, statement: &Sql) -> Result<Option<Statement>, Error> {
        if !self.prepared || !statement.is_stable() || self.limits == Limits::Job {
            return Ok(None);
        }
        let types: Vec<_> = statement.typed().into_iter().map(|(_, ty)| ty).collect();
        Ok(Some(conn.prepare_typed_cached(statement.text(), &types).await?))
    }
}

fn simple<'a>(conn: &'a Object, text: &'static str) -> Message<'a> {
    Box::pin(async move { conn.batch_execute(text).await.map(|()| Answer::default()) })
}

fn extended<'a>(conn: &'a Object, statement: &'a Sql, prepared: Option<Statement>) -> Message<'a> {
    Box::pin(async move {
        match prepared {
            Some(prepared) => collect(conn.query_raw(&prepared, statement.values()).await?).await,
            None => collect(conn.query_typed_raw(statement.text(), statement.typed()).await?).await,
        }
    })
}

async fn collect(stream: RowStream) -> Result<Answer, tokio_postgres::Error> {
    let mut stream = Box::pin(stream);
    let mut rows = Vec::new();
    while let Some(row) = stream.try_next().await? {
        rows.push(row);
    }
    Ok(Answer { rows, changed: stream.rows_affected().unwrap_or(0) })
}

/// Sends every message in the order given before it waits for any answer, and returns the answers in that order.
async fn in_order(flight: Vec<Message<'_>>) -> Vec<Result<Answer, tokio_postgres::Error>> {
    let mut flight: Vec<MaybeDone<Message<'_>>> = flight.into_iter().map(maybe_done).collect();
    poll_fn(|cx| {
        let mut waiting = false;
        for message in &mut flight {
            waiting |= Pin::new(message).poll(cx).is_pending();
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    flight.into_iter().filter_map(|mut message| Pin::new(&mut message).take_output()).collect()
}

impl Drop for Tx {
    fn drop(&mut self) {
        if !matches!(self.state, State::InFlight | State::Open) {
            return;
        }
        let Some(conn) = self.conn.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(clean(conn))),
            Err(_) => drop(Object::take(conn)),
        }
    }
}

/// Finishes what a dropped transaction left, so that the pool gets the connection clean or not at all. The wait is
/// longer than the longest statement of a request, which ends by its own timeout.
async fn clean(conn: Object) {
    let rolled_back = tokio::time::timeout(Duration::from_secs(15), conn.batch_execute("rollback")).await;
    if !matches!(rolled_back, Ok(Ok(()))) {
        drop(Object::take(conn));
    }
}

macro_rules! wrappers {
    ($($name:ident)+) => {$(
        impl Deref for $name {
            type Target = Tx;
            fn deref(&self) -> &Tx { &self.tx }
        }
        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Tx { &mut self.tx }
        }
        impl $name {
            /// Commits: one flight with whatever is queued, and none at all when the last statement closed the
            /// transaction or none was ever sent.
            ///
            /// # Errors
            /// When a queued statement or the commit itself fails; nothing is then kept, except after
            /// [`Error::Unknown`].
            pub async fn commit(mut self) -> Result<(), Error> {
                self.tx.finish().await
            }

            /// Rolls back, and waits until that is done: a dry run ends so. What is merely dropped is rolled back too,
            /// a little later.
            ///
            /// # Errors
            /// When the database cannot be reached.
            pub async fn rollback(mut self) -> Result<(), Error> {
                self.tx.undo().await
            }

            /// See [`Tx::closing`]; gives back this very transaction, so that a store can be called with it.
            pub fn closing(&mut self) -> &mut Self {
                self.tx.closing();
                self
            }
        }
    )+};
}

/// A transaction on the CRM rows that one actor sees.
pub struct TenantTx {
    tx: Tx,
    actor: Actor,
}

/// A transaction on one tenant's people, sessions and capabilities; it sees no CRM row.
pub struct StewardTx {
    tx: Tx,
    tenant: TenantId,
}

/// A transaction on the registries of tenants, slugs and domains; it sees no CRM row and no person.
pub struct PlatformTx {
    tx: Tx,
}

wrappers! { TenantTx StewardTx PlatformTx }

impl TenantTx {
    pub(crate) fn new(tx: Tx, actor: Actor) -> Self {
        Self { tx, actor }
    }

    /// The same, whose commit waits at a place.
    #[must_use]
    pub fn held(mut self, place: &Held) -> Self {
        self.tx.held = Some((place.clone(), Whose::Tenant(self.actor)));
        self
    }

    /// The tenant; queries name it, so that the planner and Citus know it too.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.actor.tenant_id
    }

    /// The actor in whose name everything happens.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl StewardTx {
    pub(crate) fn new(tx: Tx, tenant: TenantId) -> Self {
        Self { tx, tenant }
    }

    /// The same, whose commit waits at a place.
    #[must_use]
    pub fn held(mut self, place: &Held) -> Self {
        self.tx.held = Some((place.clone(), Whose::Steward(self.tenant)));
        self
    }

    /// The tenant whose people these are.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }
}

impl PlatformTx {
    pub(crate) fn new(tx: Tx) -> Self {
        Self { tx }
    }
}
