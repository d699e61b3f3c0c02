//! The database's side of a new server key: hashes of every capability under it, as owner, for all tenants at once.

use crate::{Error, KeyRing, Migrator};
use kontaly_access::{Actor, ActorKind, Role, TenantId, UserId};
use tokio_postgres::Transaction;
use uuid::Uuid;

/// Hashes written in one statement.
const BATCH: usize = 5_000;

impl Migrator {
    /// Gives every actor and every doorman a hash under each key that lives, with the powers that they have. What is
    /// there stays; how many were missing is given back.
    ///
    /// # Errors
    /// When PostgreSQL refuses; nothing is then kept.
    pub async fn add_hashes(&mut self, keys: &KeyRing) -> Result<u64, Error> {
        let tx = owner(self).await?;
        let mut added = 0;
        for key in keys.ids() {
            added += add_actors(&tx, keys, key).await? + add_doormen(&tx, keys, key).await?;
        }
        tx.commit().await?;
        Ok(added)
    }

    /// Removes what was derived with any key that no longer lives; gives back how many hashes that were.
    ///
    /// # Errors
    /// When PostgreSQL refuses; nothing is then removed.
    pub async fn remove_hashes(&mut self, keys: &KeyRing) -> Result<u64, Error> {
        let tx = owner(self).await?;
        let removed = remove(&tx, keys).await?;
        tx.commit().await?;
        Ok(removed)
    }

    /// After a key was lost: every hash is replaced by one under the ring's keys, every session ends, and the roles'
    /// passwords are set anew. Gives back how many hashes there are now.
    ///
    /// # Errors
    /// When PostgreSQL refuses; hashes and sessions are then as they were.
    pub async fn replace_hashes(&mut self, keys: &KeyRing) -> Result<u64, Error> {
        self.set_passwords(keys).await?;
        let tx = owner(self).await?;
        let mut added = 0;
        for key in keys.ids() {
            added += add_actors(&tx, keys, key).await? + add_doormen(&tx, keys, key).await?;
        }
        remove(&tx, keys).await?;
        tx.execute("delete from public.sessions", &[]).await?;
        tx.commit().await?;
        Ok(added)
    }

    /// The ids of the keys that hashes were made with.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub async fn hashed_with(&self) -> Result<Vec<u8>, Error> {
        let query =
            "select key_id from public.actors union select key_id from public.doormen order by key_id";
        let rows = self.client.query(query, &[]).await?;
        Ok(rows.iter().filter_map(|row| u8::try_from(row.get::<_, i16>(0)).ok()).collect())
    }

    /// Whether a doorman's hash is the one that this ring makes: whether the ring is this database's. Any ring is the
    /// ring of a database without tenants.
    ///
    /// # Errors
    /// When PostgreSQL refuses.
    pub async fn opened_by(&self, keys: &KeyRing) -> Result<bool, Error> {
        let query =
            "select tenant_id, serial, cap_hash from public.doormen where key_id = $1 order by 1, 2 limit 1";
        let Some(row) = self.client.query_opt(query, &[&i16::from(keys.current())]).await? else {
            return Ok(self.hashed_with().await?.is_empty());
        };
        let capability = keys.doorman(keys.current(), TenantId(row.get(0)), row.get(1));
        Ok(capability.is_some_and(|capability| KeyRing::hash(&capability) == row.get::<_, Vec<u8>>(2)))
    }
}

/// A transaction as owner. Nobody changes an actor meanwhile: a hash must not be added to one that is being rotated.
async fn owner(migrator: &mut Migrator) -> Result<Transaction<'_>, Error> {
    let tx = migrator.client.transaction().await?;
    tx.batch_execute(
        "set local role kontaly_owner; set local lock_timeout = '10s'; \
         lock table public.actors, public.doormen in share row exclusive mode",
    )
    .await?;
    Ok(tx)
}

async fn add_actors(tx: &Transaction<'_>, keys: &KeyRing, key: u8) -> Result<u64, Error> {
    let key_id = i16::from(key);
    let missing = "select distinct a.tenant_id, a.id, a.serial, a.kind from public.actors a
        where not exists (select from public.actors n where n.tenant_id = a.tenant_id and n.id = a.id
          and n.serial = a.serial and n.key_id = $1)";
    let rows = tx.query(missing, &[&key_id]).await?;
    let mut added = 0;
    for batch in rows.chunks(BATCH) {
        let (mut tenants, mut ids, mut serials, mut hashes) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in batch {
            let (tenant, id, serial): (Uuid, Uuid, i32) = (row.get(0), row.get(1), row.get(2));
            let worker = row.get::<_, &str>(3) == "worker";
            let kind = if worker { ActorKind::Worker } else { ActorKind::User };
            // The role is no part of a capability.
            let actor =
                Actor { tenant_id: TenantId(tenant), id: UserId(id), kind, role: Role::ReadOnly, serial };
            let capability = keys.capability(key, &actor).ok_or(Error::Nobody)?;
            tenants.push(tenant);
            ids.push(id);
            serials.push(serial);
            hashes.push(KeyRing::hash(&capability));
        }
        added += tx
            .execute(
                "insert into public.actors (tenant_id, id, serial, key_id, kind, cap_hash, can_write, manages, sees_all, sees_pool,
                   sees_directory, owners)
                 select distinct on (a.tenant_id, a.id, a.serial) a.tenant_id, a.id, a.serial, $5, a.kind, h.hash, a.can_write,
                   a.manages, a.sees_all, a.sees_pool, a.sees_directory, a.owners
                 from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::bytea[]) h (tenant_id, id, serial, hash)
                   join public.actors a on a.tenant_id = h.tenant_id and a.id = h.id and a.serial = h.serial
                 order by a.tenant_id, a.id, a.serial, a.key_id",
                &[&tenants, &ids, &serials, &hashes, &key_id],
            )
            .await?;
    }
    Ok(added)
}

async fn add_doormen(tx: &Transaction<'_>, keys: &KeyRing, key: u8) -> Result<u64, Error> {
    let key_id = i16::from(key);
    let missing = "select distinct d.tenant_id, d.serial from public.doormen d
        where not exists (select from public.doormen n where n.tenant_id = d.tenant_id and n.serial = d.serial and n.key_id = $1)";
    let (mut tenants, mut serials, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for row in tx.query(missing, &[&key_id]).await? {
        let (tenant, serial): (Uuid, i32) = (row.get(0), row.get(1));
        let capability = keys.doorman(key, TenantId(tenant), serial).ok_or(Error::Nobody)?;
        tenants.push(tenant);
        serials.push(serial);
        hashes.push(KeyRing::hash(&capability));
    }
    let insert = "insert into public.doormen (tenant_id, serial, key_id, cap_hash)
        select h.tenant_id, h.serial, $4, h.hash from unnest($1::uuid[], $2::integer[], $3::bytea[]) h (tenant_id, serial, hash)";
    Ok(tx.execute(insert, &[&tenants, &serials, &hashes, &key_id]).await?)
}

async fn remove(tx: &Transaction<'_>, keys: &KeyRing) -> Result<u64, Error> {
    let alive: Vec<i16> = keys.ids().map(i16::from).collect();
    let actors = tx.execute("delete from public.actors where key_id <> all ($1)", &[&alive]).await?;
    Ok(actors + tx.execute("delete from public.doormen where key_id <> all ($1)", &[&alive]).await?)
}
