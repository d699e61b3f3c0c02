//! Capabilities follow people: whoever changes a role, a team or a state calls these in the same transaction.

use kontaly_access::{Actor, ActorKind, Role, TenantId, UserId};
use kontaly_db::{Error, KeyRing, StewardTx, sql};

/// What each active person may see and do, from role and team; one row a person.
const SCOPES: &str = "with recursive below (root, id) as (
    select t.id, t.id from teams t where t.tenant_id = $1
    union all
    select b.root, t.id from below b join teams t on t.tenant_id = $1 and t.parent_id = b.id
  ), scopes as (
    select u.id, u.role <> 'read_only' as can_write, u.role = 'administrator' as manages,
      u.role in ('administrator', 'read_only') as sees_all,
      u.role <> 'sales_representative' or n.reps_see_pool as sees_pool,
      u.role in ('administrator', 'read_only') or n.reps_see_directory as sees_directory,
      case when u.role = 'account_manager' then array(
        select m.id from users m join below b on b.id = m.team_id where m.tenant_id = $1 and b.root = u.team_id
        union select u.id
      ) else array[u.id] end as owners
    from users u join tenants n on n.tenant_id = u.tenant_id
    where u.tenant_id = $1 and u.state = 'active'
  )
  update actors a set can_write = s.can_write, manages = s.manages, sees_all = s.sees_all, sees_pool = s.sees_pool,
    sees_directory = s.sees_directory, owners = s.owners
  from scopes s where a.tenant_id = $1 and a.kind = 'user' and a.id = s.id
    and (a.can_write, a.manages, a.sees_all, a.sees_pool, a.sees_directory, a.owners)
      is distinct from (s.can_write, s.manages, s.sees_all, s.sees_pool, s.sees_directory, s.owners)";

/// Gives an actor its capability under every key that lives, with no powers until [`refresh`] says which. A worker has
/// all of them at once.
///
/// # Errors
/// The database's.
pub async fn grant(
    tx: &mut StewardTx,
    keys: &KeyRing,
    id: UserId,
    kind: ActorKind,
    serial: i32,
) -> Result<(), Error> {
    let tenant = tx.tenant();
    for key in keys.ids() {
        let actor = Actor { tenant_id: tenant, id, kind, role: Role::ReadOnly, serial };
        let capability = keys.capability(key, &actor).ok_or(Error::Nobody)?;
        let works = kind == ActorKind::Worker;
        tx.execute(
            sql("insert into actors (tenant_id, id, serial, key_id, kind, cap_hash, can_write, manages, sees_all,
                   sees_pool, sees_directory, owners)
                 values ($1, $2, $3, $4, $5, $6, $7, $7, $7, $7, $7, '{}')")
            .bind(tenant)
            .bind(id)
            .bind(serial)
            .bind(i16::from(key))
            .bind(if works { "worker" } else { "user" })
            .bind(KeyRing::hash(&capability))
            .bind(works),
        )
        .await?;
    }
    Ok(())
}

/// Brings every person's powers in line with role, team and the workspace's settings.
///
/// # Errors
/// The database's.
pub async fn refresh(tx: &mut StewardTx) -> Result<(), Error> {
    let tenant: TenantId = tx.tenant();
    tx.execute(sql(SCOPES).bind(tenant)).await.map(drop)
}

/// Ends every session and capability of a person, and grants a new one when the person stays active. What was derived
/// before proves nothing from this transaction's commit on, in every process.
///
/// # Errors
/// The database's.
pub async fn rotate(tx: &mut StewardTx, keys: &KeyRing, id: UserId) -> Result<i32, Error> {
    let tenant = tx.tenant();
    let row = tx
        .one(sql("update users set serial = serial + 1 where tenant_id = $1 and id = $2 returning serial, state = 'active'")
            .bind(tenant)
            .bind(id))
        .await?;
    let (serial, active): (i32, bool) = (row.take()?, row.take()?);
    tx.execute(sql("delete from sessions where tenant_id = $1 and user_id = $2").bind(tenant).bind(id))
        .await?;
    tx.execute(sql("delete from actors where tenant_id = $1 and id = $2").bind(tenant).bind(id)).await?;
    if active {
        grant(tx, keys, id, ActorKind::User, serial).await?;
    }
    Ok(serial)
}
