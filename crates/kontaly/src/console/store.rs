//! Operators in the database, as the role that keeps them.

use super::power::OperatorRole;
use super::{Operator, SESSION_IDLE, SESSION_LIFE};
use crate::app::App;
use crate::http::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use kontaly_access::OperatorId;
use kontaly_db::{PlatformTx, Row, Sql, sql};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The window in which guesses are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Guesses for an account, and from a network, in a window.
const ACCOUNT_GUESSES_MAX: i32 = 10;
const NETWORK_GUESSES_MAX: i32 = 50;
/// How exactly it is known when a session was last used.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

const CONSTRAINTS: &[(&str, &str, &str, &str)] =
    &[("operators_email_key", "email", "taken", "Somebody has this address already.")];

/// Adds an operator whose link waits.
///
/// # Errors
/// 422 for an address that is taken.
pub async fn insert(
    tx: &mut PlatformTx,
    id: OperatorId,
    name: &str,
    email: &str,
    role: OperatorRole,
    now: Timestamp,
) -> Result<()> {
    let statement = sql("insert into console.operators (id, name, email, role, state, created_at) values ($1, $2, $3, $4, 'invited', $5)")
        .bind(id)
        .bind(name.to_owned())
        .bind(email.to_owned())
        .bind(role.as_str())
        .bind(now);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Every operator, by name.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut PlatformTx) -> Result<Vec<Operator>> {
    let mut query = sql("select ");
    query.push(Operator::COLUMNS).push(" from console.operators o order by o.name, o.id limit 1000");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(Operator::read).collect::<Result<_, _>>()?)
}

/// Takes an operator's password, device, recovery codes and sessions away.
pub fn forget_factors(tx: &mut PlatformTx, id: OperatorId) {
    tx.queue(
        sql(
            "update console.operators set state = 'invited', password_hash = null, totp_serial = totp_serial + 1,
              totp_step = 0, version = version + 1
            where id = $1",
        )
        .bind(id),
    );
    tx.queue(sql("delete from console.sessions where operator_id = $1").bind(id));
    tx.queue(sql("delete from console.recovery_codes where operator_id = $1").bind(id));
}

/// Who has an address, whatever their state.
///
/// # Errors
/// The database's.
pub async fn id_of(tx: &mut PlatformTx, email: &str) -> Result<Option<OperatorId>> {
    let query = sql("select id from console.operators where email = $1").bind(email.to_owned());
    Ok(tx.optional(query).await?.map(|row| row.take()).transpose()?)
}

/// An operator, locked for a change, with all who own the installation: nobody takes the last one away beside another change.
///
/// # Errors
/// 404; otherwise the database's.
pub async fn lock(tx: &mut PlatformTx, id: OperatorId) -> Result<(Operator, usize)> {
    let mut query = sql("select ");
    query.push(Operator::COLUMNS);
    query.push(" from console.operators o where o.id = ").push_bind(id);
    query.push(" or (o.role = 'owner' and o.state = 'active') order by o.id for update of o");
    let rows = tx.query(query).await?;
    let all: Vec<Operator> = rows.iter().map(Operator::read).collect::<Result<_, _>>()?;
    let owners = all.iter().filter(|one| one.owns()).count();
    let found = all.into_iter().find(|one| one.id == id).ok_or_else(Error::not_found)?;
    Ok((found, owners))
}

/// Whether an operator has begun.
///
/// # Errors
/// The database's.
pub async fn has_password(tx: &mut PlatformTx, id: OperatorId) -> Result<bool> {
    let query = sql("select password_hash is not null from console.operators where id = $1");
    Ok(tx.one(query.bind(id)).await?.take()?)
}

/// Writes an operator's role and state down. Whoever is suspended is out at once.
pub fn update(tx: &mut PlatformTx, operator: &Operator) {
    tx.queue(
        sql("update console.operators set role = $2, state = $3, version = version + 1 where id = $1")
            .bind(operator.id)
            .bind(operator.role.clone())
            .bind(operator.state.clone()),
    );
    if operator.state == "suspended" {
        tx.queue(sql("delete from console.sessions where operator_id = $1").bind(operator.id));
        tx.queue(sql("delete from console.links where operator_id = $1").bind(operator.id));
    }
}

/// Keeps a link in place of those before.
pub fn replace_link(tx: &mut PlatformTx, operator: OperatorId, hash: Vec<u8>, ends: Timestamp) {
    tx.queue(sql("delete from console.links where operator_id = $1").bind(operator));
    tx.queue(
        sql("insert into console.links (token_hash, operator_id, expires_at) values ($1, $2, $3)")
            .bind(hash)
            .bind(operator)
            .bind(ends),
    );
}

/// An operator with what guards the sign-in.
pub struct Guarded {
    /// The operator.
    pub operator: Operator,
    /// Which second factor is current.
    pub totp_serial: i32,
    /// The last half minute whose code was taken.
    pub totp_step: i64,
    /// The hash of the password, once one was chosen.
    pub password_hash: Option<String>,
}

fn guarded(row: &Row) -> Result<Guarded> {
    let (totp_serial, totp_step, password_hash) = (row.take()?, row.take()?, row.take()?);
    Ok(Guarded { operator: Operator::read(row)?, totp_serial, totp_step, password_hash })
}

fn select_guarded() -> Sql {
    let mut query = sql("select o.totp_serial, o.totp_step, o.password_hash, ");
    query.push(Operator::COLUMNS).push(" from console.operators o");
    query
}

/// Whose link this is, locked: while it works, and while that operator is not suspended.
///
/// # Errors
/// The database's.
pub async fn by_link(tx: &mut PlatformTx, hash: Vec<u8>, now: Timestamp) -> Result<Option<Guarded>> {
    let mut query = select_guarded();
    query.push(
        " join console.links l on l.operator_id = o.id where o.state <> 'suspended' and l.token_hash = ",
    );
    query.push_bind(hash).push(" and l.expires_at > ").push_bind(now).push(" for update of o");
    tx.optional(query).await?.as_ref().map(guarded).transpose()
}

/// Counts a guess before it is judged, so that guesses made at the same time count too; says whether it was one too many.
///
/// # Errors
/// The database's.
pub async fn guess(tx: &mut PlatformTx, email: &str, network: &str, now: Timestamp) -> Result<bool> {
    let query = sql("insert into console.throttles as t (subject, failures, window_started_at)
          select s, 1, $3 from unnest(array[least($1, $2), greatest($1, $2)]) s
        on conflict (subject) do update set
          failures = case when t.window_started_at < $4 then 1 else least(t.failures + 1, 1000000) end,
          window_started_at = case when t.window_started_at < $4 then $3 else t.window_started_at end
        returning subject, failures")
    .bind(subject("account", email))
    .bind(subject("network", network))
    .bind(now)
    .bind(now - WINDOW);
    let mut too_many = false;
    for row in &tx.query(query).await? {
        let (counted, failures): (Vec<u8>, i32) = (row.take()?, row.take()?);
        let max =
            if counted == subject("account", email) { ACCOUNT_GUESSES_MAX } else { NETWORK_GUESSES_MAX };
        too_many |= failures > max;
    }
    Ok(too_many)
}

fn subject(kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind}:{value}")).to_vec()
}

/// Who signs in with an address.
///
/// # Errors
/// The database's.
pub async fn by_email(tx: &mut PlatformTx, email: &str) -> Result<Option<Guarded>> {
    let mut query = select_guarded();
    query.push(" where o.state = 'active' and o.email = ").push_bind(email.to_owned());
    tx.optional(query).await?.as_ref().map(guarded).transpose()
}

/// Takes the code of a half minute: false when it, or a later one, was taken before.
///
/// # Errors
/// The database's.
pub async fn take_step(tx: &mut PlatformTx, operator: OperatorId, step: i64) -> Result<bool> {
    let statement = sql("update console.operators set totp_step = $2 where id = $1 and totp_step < $2");
    Ok(tx.execute(statement.bind(operator).bind(step)).await? == 1)
}

/// Takes a recovery code: false for none, and for one that was taken.
///
/// # Errors
/// The database's.
pub async fn take_recovery_code(tx: &mut PlatformTx, operator: OperatorId, hash: Vec<u8>) -> Result<bool> {
    let statement = sql("delete from console.recovery_codes where operator_id = $1 and code_hash = $2");
    Ok(tx.execute(statement.bind(operator).bind(hash)).await? == 1)
}

/// Begins an operator's work here: password, device and recovery codes are new, the link is used up, and every session of
/// before ends.
pub fn enrol(
    tx: &mut PlatformTx,
    operator: OperatorId,
    password_hash: String,
    step: i64,
    codes: Vec<Vec<u8>>,
) {
    tx.queue(
        sql("update console.operators set state = 'active', password_hash = $2, totp_step = $3, version = version + 1 where id = $1")
            .bind(operator)
            .bind(password_hash)
            .bind(step),
    );
    tx.queue(sql("delete from console.links where operator_id = $1").bind(operator));
    tx.queue(sql("delete from console.sessions where operator_id = $1").bind(operator));
    tx.queue(sql("delete from console.recovery_codes where operator_id = $1").bind(operator));
    tx.queue(
        sql("insert into console.recovery_codes (operator_id, code_hash) select $1, code from unnest($2) code")
            .bind(operator)
            .bind(codes),
    );
}

/// A session to be.
pub struct NewSession {
    /// Which one.
    pub id: Uuid,
    /// Whose.
    pub operator: OperatorId,
    /// The hash of its secret.
    pub secret_hash: Vec<u8>,
    /// From where.
    pub address: String,
    /// With what.
    pub user_agent: String,
}

/// Begins a session, forgives the account its guesses, and clears sessions away that are over.
pub fn begin_session(tx: &mut PlatformTx, session: NewSession, email: &str, now: Timestamp) {
    tx.queue(
        sql("insert into console.sessions (id, operator_id, secret_hash, created_at, seen_at, expires_at, address, user_agent)
             values ($1, $2, $3, $4, $4, $5, $6, $7)")
        .bind(session.id)
        .bind(session.operator)
        .bind(session.secret_hash)
        .bind(now)
        .bind(now + SESSION_LIFE)
        .bind(session.address)
        .bind(session.user_agent.chars().take(400).collect::<String>()),
    );
    tx.queue(sql("delete from console.sessions where expires_at < $1").bind(now));
    tx.queue(sql("delete from console.throttles where subject = $1").bind(subject("account", email)));
}

/// Who comes with this secret, and in which session: an operator who is active, in a session that is neither too old nor forgotten.
///
/// # Errors
/// The database's.
pub async fn by_session(
    tx: &mut PlatformTx,
    secret_hash: Vec<u8>,
    now: Timestamp,
) -> Result<Option<(Uuid, Operator)>> {
    let mut query = sql("select s.id, s.seen_at, ");
    query
        .push(Operator::COLUMNS)
        .push(" from console.sessions s join console.operators o on o.id = s.operator_id")
        .push(" where o.state = 'active' and s.secret_hash = ");
    query.push_bind(secret_hash).push(" and s.expires_at > ").push_bind(now);
    query.push(" and s.seen_at > ").push_bind(now - SESSION_IDLE);
    let Some(row) = tx.optional(query.stable()).await? else { return Ok(None) };
    let (session, seen_at): (Uuid, Timestamp) = (row.take()?, row.take()?);
    if seen_at < now - SEEN_EVERY {
        tx.queue(sql("update console.sessions set seen_at = $2 where id = $1").bind(session).bind(now));
    }
    Ok(Some((session, Operator::read(&row)?)))
}

/// Ends a session.
pub fn end_session(tx: &mut PlatformTx, session: Uuid) {
    tx.queue(sql("delete from console.sessions where id = $1").bind(session));
}

/// What an operator did.
pub struct Deed {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who; nobody for the command line.
    pub operator: Option<OperatorId>,
    /// To what.
    pub noun: &'static str,
    /// Which of them.
    pub subject: Option<Uuid>,
    /// What was done.
    pub action: &'static str,
    /// `{"field": [before, after]}`.
    pub changes: Value,
    /// By which request.
    pub request: Option<Uuid>,
    /// From where.
    pub address: Option<String>,
}

impl Deed {
    /// Something done now, by nobody: from the command line, or by Kontaly itself.
    #[must_use]
    pub fn new(app: &App, noun: &'static str, subject: Option<Uuid>, action: &'static str) -> Self {
        Self {
            id: app.clock.id(),
            at: app.clock.now(),
            operator: None,
            noun,
            subject,
            action,
            changes: json!({}),
            request: None,
            address: None,
        }
    }
}

/// Writes down what an operator did.
#[must_use]
pub fn event(deed: Deed) -> Sql {
    sql("insert into console.events (id, at, operator_id, noun, subject_id, action, changes, request_id, address) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(deed.id)
        .bind(deed.at)
        .bind(deed.operator)
        .bind(deed.noun)
        .bind(deed.subject)
        .bind(deed.action)
        .bind(deed.changes)
        .bind(deed.request)
        .bind(deed.address)
}
