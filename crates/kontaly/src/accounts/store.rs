//! Users in the database.

use super::invitations::Invitation;
use super::profile::FirstSteps;
use super::{User, actors, email_key, name_key};
use crate::http::Error;
use jiff::Timestamp;
use kontaly_access::{ActorKind, Role, TeamId, UserId};
use kontaly_db::{KeyRing, Sql, StewardTx, TenantTx, sql};

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The person's name.
    pub name: String,
    /// The e-mail address, as typed.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The team.
    pub team_id: Option<TeamId>,
    /// The password's hash; without one the person is invited and cannot sign in yet.
    pub password_hash: Option<String>,
    /// What the person is called in the system that an import came from.
    pub external_id: Option<String>,
}

/// Constraints that people meet, and the fields they are about.
const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[
    ("users_by_email", "email", "taken", "Somebody here has this e-mail address already."),
    ("users_tenant_id_team_id_fkey", "team_id", "unknown_reference", "There is no such team."),
    ("users_name_check", "name", "length", "A name has 1 to 120 characters."),
    ("users_email_check", "email", "length", "An e-mail address has 3 to 254 characters."),
];

fn select() -> Sql {
    let mut query = sql("select ");
    query.push(User::COLUMNS).push(" from users u where u.tenant_id = ");
    query
}

/// Everybody in the workspace, by name; keys too, for their names stand on records.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<User>, Error> {
    let mut query = select();
    query.push_bind(tx.tenant()).push(" order by u.name_key, u.id limit 5000");
    let rows = tx.closing().query(query.stable()).await?;
    Ok(rows.iter().map(User::read).collect::<Result<_, _>>()?)
}

/// One person.
///
/// # Errors
/// 404; otherwise the database's.
pub async fn get(tx: &mut TenantTx, id: UserId) -> Result<User, Error> {
    let mut query = select();
    query.push_bind(tx.tenant()).push(" and u.id = ").push_bind(id);
    Ok(User::read(&tx.one(query.stable()).await?)?)
}

/// Keeps a person's new password; rotate the capability afterwards.
///
/// # Errors
/// The database's.
pub async fn set_password(tx: &mut StewardTx, id: UserId, hash: String, now: Timestamp) -> Result<(), Error> {
    let tenant = tx.tenant();
    tx.execute(
        sql("insert into passwords (tenant_id, user_id, hash, changed_at) values ($1, $2, $3, $4)
             on conflict (tenant_id, user_id) do update set hash = excluded.hash, changed_at = excluded.changed_at")
        .bind(tenant)
        .bind(id)
        .bind(hash)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Whether a person has a password to sign in with.
///
/// # Errors
/// The database's.
pub async fn has_password(tx: &mut StewardTx, id: UserId) -> Result<bool, Error> {
    let tenant = tx.tenant();
    let there = sql("select from passwords where tenant_id = $1 and user_id = $2").bind(tenant).bind(id);
    Ok(tx.optional(there).await?.is_some())
}

/// Whether the workspace has an active administrator besides this one; locks them, so that two cannot resign at once.
///
/// # Errors
/// The database's.
pub async fn another_administrator(tx: &mut StewardTx, id: UserId) -> Result<bool, Error> {
    let tenant = tx.tenant();
    let others = sql("select id from users where tenant_id = $1 and kind = 'person' and role = 'administrator' and state = 'active' order by id for update")
        .bind(tenant);
    let rows = tx.query(others).await?;
    for row in &rows {
        if row.take::<UserId>()? != id {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a person is still active, with that serial, and stays so until the transaction ends: a role changed or a
/// suspension while a password was being verified must not be overtaken by the session that follows.
///
/// # Errors
/// The database's.
pub async fn is_current(tx: &mut StewardTx, id: UserId, serial: i32) -> Result<bool, Error> {
    let tenant = tx.tenant();
    let there = sql(
        "select from users where tenant_id = $1 and id = $2 and serial = $3 and state = 'active' for share",
    )
    .bind(tenant)
    .bind(id)
    .bind(serial);
    Ok(tx.optional(there).await?.is_some())
}

/// Which capability of a person is current.
///
/// # Errors
/// 404; otherwise the database's.
pub async fn serial(tx: &mut StewardTx, id: UserId) -> Result<i32, Error> {
    let tenant = tx.tenant();
    let current = sql("select serial from users where tenant_id = $1 and id = $2").bind(tenant).bind(id);
    Ok(tx.one(current).await?.take()?)
}

/// One person, through the steward, locked for a change.
///
/// # Errors
/// 404; otherwise the database's.
pub async fn lock(tx: &mut StewardTx, id: UserId) -> Result<User, Error> {
    let mut query = select();
    query.push_bind(tx.tenant()).push(" and u.id = ").push_bind(id).push(" for update");
    Ok(User::read(&tx.one(query.stable()).await?)?)
}

/// Adds a person, with a capability when there is a password to sign in with. Call [`actors::refresh`] afterwards.
///
/// # Errors
/// 422 for a taken address or an unknown team.
pub async fn insert(
    tx: &mut StewardTx,
    keys: &KeyRing,
    id: UserId,
    new: NewUser,
    now: Timestamp,
) -> Result<User, Error> {
    let tenant = tx.tenant();
    let state = if new.password_hash.is_some() { "active" } else { "invited" };
    let mut query = sql(
        "insert into users as u (tenant_id, id, name, name_key, email, role, team_id, state, external_id, created_at) values (",
    );
    query
        .push_bind(tenant)
        .push(", ")
        .push_bind(id)
        .push(", ")
        .push_bind(new.name.trim().to_owned())
        .push(", ");
    query.push_bind(name_key(&new.name)).push(", ").push_bind(email_key(&new.email)).push(", ");
    query
        .push_bind(new.role.as_str())
        .push(", ")
        .push_bind(new.team_id)
        .push(", ")
        .push_bind(state)
        .push(", ");
    query.push_bind(new.external_id).push(", ").push_bind(now).push(") returning ").push(User::COLUMNS);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    let user = User::read(&row)?;
    must_have_seats(tx).await?;
    if let Some(hash) = new.password_hash {
        tx.execute(
            sql("insert into passwords (tenant_id, user_id, hash, changed_at) values ($1, $2, $3, $4)")
                .bind(tenant)
                .bind(id)
                .bind(hash)
                .bind(now),
        )
        .await?;
        actors::grant(tx, keys, id, ActorKind::User, 1).await?;
    }
    Ok(user)
}

/// Writes a changed person; rotates the capability when role or state changed, so that the sessions made before end.
///
/// # Errors
/// 422 for an unknown team; otherwise the database's.
pub async fn update(tx: &mut StewardTx, keys: &KeyRing, before: &User, after: &User) -> Result<User, Error> {
    let tenant = tx.tenant();
    let mut query = sql("update users u set name = ");
    query.push_bind(after.name.clone()).push(", name_key = ").push_bind(name_key(&after.name));
    query.push(", role = ").push_bind(after.role.clone()).push(", team_id = ").push_bind(after.team_id);
    query.push(", locale = ").push_bind(after.locale.clone());
    query
        .push(", state = ")
        .push_bind(after.state.clone())
        .push(", version = u.version + 1 where u.tenant_id = ");
    query.push_bind(tenant).push(" and u.id = ").push_bind(after.id).push(" returning ").push(User::COLUMNS);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    let user = User::read(&row)?;
    if before.state == "suspended" && after.state != "suspended" {
        must_have_seats(tx).await?;
    }
    if before.role != after.role || before.state != after.state {
        actors::rotate(tx, keys, after.id).await?;
    }
    actors::refresh(tx).await?;
    Ok(user)
}

/// Refuses more people than the plan has seats: ask behind the write, whose people are counted.
///
/// # Errors
/// 403 `seats_full`; otherwise the database's.
pub async fn must_have_seats(tx: &mut StewardTx) -> Result<(), Error> {
    let tenant = tx.tenant();
    let bound =
        sql("select seats_max from tenants where tenant_id = $1 and seats_max is not null").bind(tenant);
    let Some(row) = tx.optional(bound).await? else { return Ok(()) };
    let max: i32 = row.take()?;
    // One after the other: two who are added at once each see the other, once it is there.
    let turn = sql("select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 14))").bind(tenant);
    tx.query(turn).await?;
    let used: i64 = tx.one(crate::usage::store::seats(tenant)).await?.take()?;
    if used <= i64::from(max) {
        return Ok(());
    }
    let detail = format!(
        "The plan of this workspace has {max} seats, and they are taken. Suspend somebody who is gone, or ask for a larger plan."
    );
    Err(Error::beyond_plan("seats_full", detail))
}

/// A name as it is kept.
///
/// # Errors
/// 422 for one that is none.
pub fn right_name(name: &str) -> Result<String, Error> {
    let name = name.trim().to_owned();
    if (1..=120).contains(&name.chars().count()) {
        return Ok(name);
    }
    Err(Error::field("name", "length", "A name has 1 to 120 characters."))
}

/// The person with an address, locked for a change, if there is one.
///
/// # Errors
/// The database's.
pub async fn lock_by_email(tx: &mut StewardTx, email: &str) -> Result<Option<User>, Error> {
    let mut query = select();
    query.push_bind(tx.tenant()).push(" and u.email = ").push_bind(email.to_owned()).push(" for update");
    Ok(tx.optional(query.stable()).await?.map(|row| User::read(&row)).transpose()?)
}

/// Gives a person another address, which nobody has confirmed yet.
///
/// # Errors
/// 422 for one that somebody here has.
pub async fn set_email(tx: &mut StewardTx, user: &User, email: String) -> Result<User, Error> {
    let mut query = sql("update users u set version = u.version + 1, email = ");
    query.push_bind(email).push(" where u.tenant_id = ").push_bind(tx.tenant()).push(" and u.id = ");
    query.push_bind(user.id).push(" returning ").push(User::COLUMNS);
    let row = tx.one(query.stable()).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(User::read(&row)?)
}

/// Who is invited, by name; or one of them.
///
/// # Errors
/// The database's.
pub async fn invitations(tx: &mut StewardTx, id: Option<UserId>) -> Result<Vec<Invitation>, Error> {
    let mut query = sql("select ");
    query.push(Invitation::COLUMNS).push(
        " from users u
          left join lateral (select t.created_at, t.expires_at from tokens t where t.tenant_id = u.tenant_id
            and t.email = u.email and t.purpose = 'invitation' order by t.created_at desc limit 1) t on true
          left join lateral (select case when m.sent_at is not null then 'sent' when m.gave_up_at is not null then 'failed'
            else 'waiting' end as fares from mails m where m.tenant_id = u.tenant_id and m.recipient = u.email
            and m.kind = 'invitation' order by m.created_at desc limit 1) m on true
          where u.state = 'invited' and u.tenant_id = ",
    );
    query.push_bind(tx.tenant());
    if let Some(id) = id {
        query.push(" and u.id = ").push_bind(id);
    }
    query.push(" order by u.name_key, u.id limit 5000");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(Invitation::read).collect::<Result<_, _>>()?)
}

/// How far a workspace is, as far as this person sees.
///
/// # Errors
/// The database's.
pub async fn first_steps(tx: &mut TenantTx, id: UserId) -> Result<FirstSteps, Error> {
    let mut query = sql("select ");
    query.push(FirstSteps::COLUMNS).push(" from users u where u.tenant_id = ").push_bind(tx.tenant());
    query.push(" and u.id = ").push_bind(id);
    Ok(FirstSteps::read(&tx.one(query.stable()).await?)?)
}

/// Keeps that a person put the first steps aside.
///
/// # Errors
/// The database's.
pub async fn dismiss_first_steps(tx: &mut StewardTx, id: UserId, now: Timestamp) -> Result<(), Error> {
    let aside = sql("update users set first_steps_done_at = $3 where tenant_id = $1 and id = $2");
    let aside = aside.bind(tx.tenant()).bind(id).bind(now);
    tx.execute(aside).await?;
    Ok(())
}
