//! API keys in the database, through the steward.

use super::secret::Secret;
use super::{ApiKey, KEYS_MAX};
use crate::accounts::{actors, name_key};
use crate::http::Error;
use jiff::Timestamp;
use kontaly_access::{ActorKind, Role, TeamId, UserId};
use kontaly_db::{KeyRing, Sql, StewardTx, sql};

const CONSTRAINTS: &[(&str, &str, &str, &str)] =
    &[("users_tenant_id_team_id_fkey", "team_id", "unknown_reference", "There is no such team.")];

/// A key to be made.
pub struct NewKey {
    /// Its id.
    pub id: UserId,
    /// What it is for.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The team.
    pub team_id: Option<TeamId>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// Who makes it.
    pub made_by: UserId,
}

fn select() -> Sql {
    let mut query = sql("select ");
    query.push(ApiKey::COLUMNS).push(
        " from api_keys k join users u on u.tenant_id = k.tenant_id and u.id = k.id
          where k.revoked_at is null and k.tenant_id = ",
    );
    query
}

/// The keys that nobody has revoked, the newest first.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut StewardTx) -> Result<Vec<ApiKey>, Error> {
    let mut query = select();
    query.push_bind(tx.tenant()).push(" order by k.created_at desc, k.id desc");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(ApiKey::read).collect::<Result<_, _>>()?)
}

/// One key that nobody has revoked.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut StewardTx, id: UserId) -> Result<ApiKey, Error> {
    let mut query = select();
    query.push_bind(tx.tenant()).push(" and k.id = ").push_bind(id);
    Ok(ApiKey::read(&tx.one(query.stable()).await?)?)
}

/// Refuses one key too many.
///
/// # Errors
/// 409.
pub async fn room(tx: &mut StewardTx) -> Result<(), Error> {
    let count = sql("select count(*) from api_keys where tenant_id = $1 and revoked_at is null");
    let count = count.bind(tx.tenant());
    let count: i64 = tx.one(count).await?.take()?;
    if count < KEYS_MAX {
        return Ok(());
    }
    let detail = format!("A workspace has {KEYS_MAX} keys at most. Revoke one that is not used.");
    Err(Error::refused("too_many_keys", detail))
}

/// Keeps a new key: who it is, what it may, and the hash of its secret.
///
/// # Errors
/// 422 for an unknown team.
pub async fn insert(
    tx: &mut StewardTx,
    keys: &KeyRing,
    new: &NewKey,
    secret: Secret,
    now: Timestamp,
) -> Result<(), Error> {
    let tenant = tx.tenant();
    let user =
        sql("insert into users (tenant_id, id, kind, name, name_key, role, team_id, state, created_at)
         values ($1, $2, 'key', $3, $4, $5, $6, 'active', $7)")
        .bind(tenant)
        .bind(new.id)
        .bind(new.name.clone())
        .bind(name_key(&new.name))
        .bind(new.role.as_str())
        .bind(new.team_id)
        .bind(now);
    tx.execute(user).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    actors::grant(tx, keys, new.id, ActorKind::Key, 1).await?;
    actors::refresh(tx).await?;
    tx.queue(
        sql("insert into sessions (tenant_id, id, user_id, secret_hash, created_at, last_seen_at, expires_at, address, user_agent)
             values ($1, $2, $2, $3, $4, $4, coalesce($5, 'infinity'), '', 'API key')")
        .bind(tenant)
        .bind(new.id)
        .bind(secret.hash)
        .bind(now)
        .bind(new.expires_at),
    );
    tx.queue(
        sql("insert into api_keys (tenant_id, id, prefix, made_by, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6)")
        .bind(tenant)
        .bind(new.id)
        .bind(secret.prefix)
        .bind(new.made_by)
        .bind(now)
        .bind(new.expires_at),
    );
    Ok(())
}

/// Ends a key for good: its proof and its powers go, its name stays on what it did.
///
/// # Errors
/// 404.
pub async fn revoke(tx: &mut StewardTx, keys: &KeyRing, id: UserId, now: Timestamp) -> Result<(), Error> {
    let tenant = tx.tenant();
    let ended =
        sql("update api_keys set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null");
    if tx.execute(ended.bind(tenant).bind(id).bind(now)).await? == 0 {
        return Err(Error::not_found());
    }
    let gone =
        sql("update users set state = 'suspended', version = version + 1 where tenant_id = $1 and id = $2");
    tx.execute(gone.bind(tenant).bind(id)).await?;
    actors::rotate(tx, keys, id).await?;
    Ok(())
}
