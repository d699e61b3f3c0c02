//! The outbox and the tokens in the database.

use super::outbox::{ADDRESS_MAX, Asked, Kind, NewMail, RECIPIENT_MAX, WINDOW};
use super::seal::Token;
use crate::jobs::turns::Turns;
use jiff::{SignedDuration, Timestamp};
use kontaly_access::TenantId;
use kontaly_db::{Error, PlatformTx, Row, Sql, StewardTx, Tx, sql};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Mails of one workspace on their way at once in a process.
const OF_ONE_AT_ONCE: usize = 2;
/// How long what is done stays: it is counted against whoever asks too often, and answers "did it leave?".
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A mail that this process delivers.
pub(super) struct Claimed {
    pub(super) tenant: TenantId,
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) recipient: String,
    pub(super) details: Value,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) key: Option<i16>,
    pub(super) attempts: i32,
    pub(super) expires_at: Timestamp,
}

impl Claimed {
    fn read(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            tenant: row.take()?,
            id: row.take()?,
            kind: row.take()?,
            recipient: row.take()?,
            details: row.take()?,
            sealed: row.take()?,
            key: row.take()?,
            attempts: row.take()?,
            expires_at: row.take()?,
        })
    }
}

/// Counts what was asked for lately, one asker after the other, so that many at once are not all the last one allowed.
pub(super) async fn asked(tx: &mut Tx, tenant: Uuid, mail: &NewMail, now: Timestamp) -> Result<Asked, Error> {
    let turn = Sha256::digest(&mail.recipient);
    let turn = i64::from_be_bytes(turn[..8].try_into().map_err(|_| Error::Internal("a hash".into()))?);
    tx.queue(sql("select pg_advisory_xact_lock($1)").bind(turn));
    let row = tx
        .one(
            sql("select count(*) filter (where m.recipient = $2), count(*) filter (where m.asked_from = $3) from mails m
                 where m.tenant_id = $1 and m.created_at > $4 and (m.recipient = $2 or m.asked_from = $3)")
            .bind(tenant)
            .bind(mail.recipient.clone())
            .bind(mail.asked_from.clone())
            .bind(now - WINDOW),
        )
        .await?;
    let (to, from): (i64, i64) = (row.take()?, row.take()?);
    Ok(if to >= RECIPIENT_MAX || from >= ADDRESS_MAX { Asked::TooOften } else { Asked::Well })
}

/// The statement that writes a mail down.
pub(super) fn insert(
    tenant: Uuid,
    id: Uuid,
    mail: NewMail,
    sealed: Option<(u8, Vec<u8>)>,
    now: Timestamp,
) -> Sql {
    let (key, sealed) = sealed.unzip();
    sql("insert into mails (tenant_id, id, kind, recipient, details, sealed, key_id, asked_from, created_at, next_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)")
    .bind(tenant)
    .bind(id)
    .bind(mail.kind.as_str())
    .bind(mail.recipient)
    .bind(mail.details)
    .bind(sealed)
    .bind(key.map(i16::from))
    .bind(mail.asked_from)
    .bind(now)
    .bind(now + mail.lives)
}

/// Queues a token in place of the recipient's others of the kind, and of all that are too old.
pub(super) fn replace_token(
    tx: &mut StewardTx,
    kind: Kind,
    email: &str,
    token: &Token,
    now: Timestamp,
    expires_at: Timestamp,
) {
    let tenant = tx.tenant();
    tx.queue(end_tokens(tenant, kind, email, now));
    tx.queue(
        sql("insert into tokens (tenant_id, hash, purpose, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)")
            .bind(tenant)
            .bind(token.hash())
            .bind(kind.as_str())
            .bind(email.to_owned())
            .bind(now)
            .bind(expires_at),
    );
}

/// The statement that ends an address's tokens of a kind, and all that are too old.
pub(super) fn end_tokens(tenant: TenantId, kind: Kind, email: &str, now: Timestamp) -> Sql {
    sql("delete from tokens where tenant_id = $1 and ((email = $2 and purpose = $3) or expires_at < $4)")
        .bind(tenant)
        .bind(email.to_owned())
        .bind(kind.as_str())
        .bind(now)
}

pub(super) async fn take_token(
    tx: &mut StewardTx,
    kind: Kind,
    token: &Token,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let taken = sql(
        "delete from tokens where tenant_id = $1 and hash = $2 and purpose = $3 and expires_at > $4 returning email",
    );
    let taken = taken.bind(tx.tenant()).bind(token.hash()).bind(kind.as_str()).bind(now);
    tx.optional(taken).await?.map(|row| row.take()).transpose()
}

pub(super) async fn peek_token(
    tx: &mut StewardTx,
    kind: Kind,
    token: &Token,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let there = sql(
        "select email from tokens where tenant_id = $1 and hash = $2 and purpose = $3 and expires_at > $4",
    );
    let there = there.bind(tx.tenant()).bind(token.hash()).bind(kind.as_str()).bind(now);
    tx.optional(there).await?.map(|row| row.take()).transpose()
}

/// Claims what is due, as much as there is room for: whoever claims it has until `lease` to say how it went, and dies without
/// a trace otherwise. The workspaces take turns, the one that waits longest first, and none has more than two mails on their
/// way; of a workspace's own mails, those with a code that somebody waits for go first.
pub(super) async fn claim(
    tx: &mut PlatformTx,
    (now, lease): (Timestamp, Timestamp),
    turns: &Turns,
) -> Result<Vec<Claimed>, Error> {
    // Leaps from workspace to workspace and reads two mails of each: it costs the same, however many wait.
    let mut query = sql("with recursive waiting as (
        (select m.tenant_id from mails m where m.sent_at is null and m.gave_up_at is null order by m.tenant_id limit 1)
        union all
        select (select m.tenant_id from mails m where m.sent_at is null and m.gave_up_at is null
          and m.tenant_id > w.tenant_id order by m.tenant_id limit 1) from waiting w where w.tenant_id is not null),
      due as (select d.*, row_number() over (partition by d.tenant_id order by d.urgent desc, d.next_at, d.id)
          + cardinality(array_positions(");
    query.push_bind(turns.busy()).push(
        ", d.tenant_id)) as turn from waiting w cross join (values (true), (false)) u (urgent)
        cross join lateral (select m.tenant_id, m.id, m.urgent, m.next_at from mails m
          where m.tenant_id = w.tenant_id and m.urgent = u.urgent and m.sent_at is null and m.gave_up_at is null
            and m.next_at <= ",
    );
    query.push_bind(now).push(" order by m.next_at limit ").push_number(OF_ONE_AT_ONCE);
    query.push(
        ") d),
      chosen as (select m.tenant_id, m.id from due d join mails m on m.tenant_id = d.tenant_id and m.id = d.id
        where m.sent_at is null and m.gave_up_at is null and m.next_at <= ",
    );
    query.push_bind(now).push(" and d.turn <= ").push_number(OF_ONE_AT_ONCE);
    query.push(" order by d.turn, array_position(").push_bind(turns.served());
    query.push(", d.tenant_id) nulls first, d.next_at, d.id limit ").push_bind(turns.room() as i64);
    query.push(" for update of m skip locked) update mails m set attempts = m.attempts + 1, next_at = ");
    query.push_bind(lease).push(
        " from chosen c where m.tenant_id = c.tenant_id and m.id = c.id
         returning m.tenant_id, m.id, m.kind, m.recipient, m.details, m.sealed, m.key_id, m.attempts, m.expires_at",
    );
    let rows = tx.closing().query(query.stable()).await?;
    rows.iter().map(Claimed::read).collect()
}

/// How a delivery ended.
pub(super) enum End {
    Sent,
    /// Not yet: again at that time.
    Later(Timestamp, String),
    GaveUp(String),
}

pub(super) async fn settle(
    tx: &mut PlatformTx,
    mail: &Claimed,
    end: End,
    now: Timestamp,
) -> Result<(), Error> {
    let (sent, next, gave_up, error) = match end {
        End::Sent => (Some(now), now, None, None),
        End::Later(next, error) => (None, next, None, Some(error)),
        End::GaveUp(error) => (None, now, Some(now), Some(error)),
    };
    let error: Option<String> = error.map(|error| error.chars().take(500).collect());
    let update = sql(
        "update mails set sent_at = $3, next_at = $4, gave_up_at = $5, last_error = $6 where tenant_id = $1 and id = $2",
    );
    let update = update.bind(mail.tenant).bind(mail.id).bind(sent).bind(next).bind(gave_up).bind(error);
    tx.closing().execute(update).await.map(drop)
}

/// Deletes what was done a day ago.
pub(super) async fn clear(tx: &mut PlatformTx, now: Timestamp) -> Result<(), Error> {
    let old =
        sql("delete from mails where (sent_at is not null or gave_up_at is not null) and created_at < $1");
    tx.closing().execute(old.bind(now - KEPT)).await.map(drop)
}

/// The workspace of a mail: slug, name, its doorman's serial and its locale.
pub(super) async fn workspace(
    tx: &mut PlatformTx,
    tenant: TenantId,
) -> Result<Option<(String, String, i32, String)>, Error> {
    let there = sql("select s.slug, t.name, t.doorman_serial, t.locale from tenants t join slugs s on s.tenant_id = t.tenant_id and s.freed_at is null
        where t.tenant_id = $1 and t.state not in ('suspended', 'deleted')");
    let Some(row) = tx.closing().optional(there.bind(tenant)).await? else { return Ok(None) };
    Ok(Some((row.take()?, row.take()?, row.take()?, row.take()?)))
}

/// The workspaces in which an address signs in: slug and name.
pub(super) async fn workspaces_of(tx: &mut PlatformTx, email: &str) -> Result<Vec<(String, String)>, Error> {
    let there = sql("select s.slug, t.name from sign_in_addresses a join tenants t on t.tenant_id = a.tenant_id
        join slugs s on s.tenant_id = t.tenant_id and s.freed_at is null
        where a.email_hash = $1 and t.state not in ('suspended', 'deleted') order by t.name, s.slug limit 100");
    let rows = tx.closing().query(there.bind(Sha256::digest(email).to_vec())).await?;
    rows.iter().map(|row| Ok((row.take()?, row.take()?))).collect()
}

/// The person with that address in that state, by the locale that was chosen, if any: nobody else gets the mail.
pub(super) async fn reader(
    tx: &mut StewardTx,
    email: &str,
    state: &'static str,
) -> Result<Option<Option<String>>, Error> {
    let there = sql("select locale from users where tenant_id = $1 and email = $2 and state = $3");
    let there = there.bind(tx.tenant()).bind(email.to_owned()).bind(state);
    tx.closing().optional(there).await?.map(|row| row.take()).transpose()
}
