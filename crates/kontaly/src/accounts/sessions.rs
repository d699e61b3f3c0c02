//! Sessions in the database, and the throttle in front of them.

use crate::http::layers::ClientAddress;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::{SessionId, UserId};
use kontaly_db::{Error, StewardTx, sql};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// How long a session lives, whatever it is used for.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The window in which wrong guesses count.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Guesses in a window for one account.
const ACCOUNT_GUESSES_MAX: i32 = 10;
/// Guesses in a window from one address: an office behind one address has many people.
const ADDRESS_GUESSES_MAX: i32 = 100;

kontaly_db::record! {
    /// A signed-in browser of the person who asks.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Session {
        /// Which one.
        pub id: SessionId = "s.id",
        /// When the person signed in.
        pub created_at: Timestamp = "s.created_at",
        /// When it ends by itself.
        pub expires_at: Timestamp = "s.expires_at",
        /// The address it was made from.
        #[schema(example = "192.0.2.7")]
        pub address: String = "s.address",
        /// What the browser called itself.
        pub user_agent: String = "s.user_agent",
    }
}

/// What a sign-in is decided on.
pub struct Candidate {
    /// The person, if the address is known and active.
    pub user: Option<Known>,
    /// The hash of the person's password.
    pub hash: Option<String>,
    /// Whether this account or address has guessed too often.
    pub throttled: bool,
}

/// Somebody with an address that signs in here.
pub struct Known {
    /// Who it is.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// The role's name.
    pub role: String,
    /// Which capability is current.
    pub serial: i32,
    /// Whether the address is confirmed.
    pub verified: bool,
    /// The person's language, if it is not the workspace's.
    pub locale: Option<String>,
}

/// Whoever has one address of an IPv6 network has all of them.
fn network_of(address: &str) -> String {
    address.parse().map_or_else(|_| address.to_owned(), |address| ClientAddress(address).network())
}

fn subject(kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind}:{value}")).to_vec()
}

/// Counts the guess, before it is judged so that guesses made at the same time count too, and finds the person.
///
/// # Errors
/// The database's.
pub async fn candidate(
    tx: &mut StewardTx,
    email: &str,
    address: &str,
    now: Timestamp,
) -> Result<Candidate, Error> {
    let tenant = tx.tenant();
    let row = tx
        .closing()
        .one(
            sql("with counted as (
                   insert into sign_in_throttles as t (tenant_id, subject, failures, window_started_at)
                   select $1, s, 1, $4 from unnest(array[least($2, $3), greatest($2, $3)]) s
                   on conflict (tenant_id, subject) do update set
                     failures = case when t.window_started_at < $5 then 1 else least(t.failures + 1, 1000000) end,
                     window_started_at = case when t.window_started_at < $5 then $4 else t.window_started_at end
                   returning subject, failures)
                 select coalesce((select failures from counted where subject = $2), 0),
                   coalesce((select failures from counted where subject = $3), 0),
                   u.id, u.name, u.role, u.serial, u.verified_at is not null, u.locale, p.hash
                 from (select) one left join users u on u.tenant_id = $1 and u.email = $6 and u.state = 'active'
                   left join passwords p on p.tenant_id = u.tenant_id and p.user_id = u.id")
            .bind(tenant)
            .bind(subject("account", email))
            .bind(subject("address", &network_of(address)))
            .bind(now)
            .bind(now - WINDOW)
            .bind(email.to_owned()),
        )
        .await?;
    let (of_account, of_address): (i32, i32) = (row.take()?, row.take()?);
    let id: Option<UserId> = row.take()?;
    let (name, role): (Option<String>, Option<String>) = (row.take()?, row.take()?);
    let serial: Option<i32> = row.take()?;
    let (verified, locale): (bool, Option<String>) = (row.take()?, row.take()?);
    let user = match (id, name, role, serial) {
        (Some(id), Some(name), Some(role), Some(serial)) => {
            Some(Known { id, name, role, serial, verified, locale })
        }
        _ => None,
    };
    let throttled = of_account > ACCOUNT_GUESSES_MAX || of_address > ADDRESS_GUESSES_MAX;
    Ok(Candidate { user, hash: row.take()?, throttled })
}

/// Queues a new session, the forgiving of the account's guesses, and the clearing of the person's expired sessions.
#[expect(clippy::too_many_arguments, reason = "one row, one argument a column")]
pub fn insert(
    tx: &mut StewardTx,
    id: SessionId,
    user: UserId,
    email: &str,
    secret_hash: Vec<u8>,
    address: &str,
    user_agent: &str,
    now: Timestamp,
) {
    let tenant = tx.tenant();
    tx.queue(
        sql("insert into sessions (tenant_id, id, user_id, secret_hash, created_at, last_seen_at, expires_at, address, user_agent)
             values ($1, $2, $3, $4, $5, $5, $6, $7, $8)")
        .bind(tenant)
        .bind(id)
        .bind(user)
        .bind(secret_hash)
        .bind(now)
        .bind(now + SESSION_LIFE)
        .bind(address.to_owned())
        .bind(user_agent.chars().take(400).collect::<String>()),
    );
    tx.queue(
        sql("delete from sessions where tenant_id = $1 and user_id = $2 and expires_at < $3")
            .bind(tenant)
            .bind(user)
            .bind(now),
    );
    tx.queue(
        sql("delete from sign_in_throttles where tenant_id = $1 and subject = $2")
            .bind(tenant)
            .bind(subject("account", email)),
    );
    tx.queue(
        sql("update sign_in_throttles set failures = greatest(failures - 1, 0) where tenant_id = $1 and subject = $2")
            .bind(tenant)
            .bind(subject("address", &network_of(address))),
    );
}

/// The person's sessions that live, the newest first.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut StewardTx, user: UserId, now: Timestamp) -> Result<Vec<Session>, Error> {
    let mut query = sql("select ");
    query.push(Session::COLUMNS).push(" from sessions s where s.tenant_id = ").push_bind(tx.tenant());
    query.push(" and s.user_id = ").push_bind(user).push(" and s.expires_at > ").push_bind(now);
    query.push(" order by s.created_at desc limit 100");
    tx.closing().query(query.stable()).await?.iter().map(Session::read).collect()
}

/// Ends one of the person's sessions; says whether there was one.
///
/// # Errors
/// The database's.
pub async fn delete(tx: &mut StewardTx, user: UserId, id: SessionId) -> Result<bool, Error> {
    let tenant = tx.tenant();
    let ended = tx
        .execute(
            sql("delete from sessions where tenant_id = $1 and user_id = $2 and id = $3")
                .bind(tenant)
                .bind(user)
                .bind(id),
        )
        .await?;
    Ok(ended > 0)
}
