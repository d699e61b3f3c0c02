//! The person or program on whose behalf something is done.

use crate::{Permission, Role, TenantId, UserId, allowed};

/// What kind of actor stands behind a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A person who signed in.
    User,
    /// A program with an API key. To the database it is a user like any other.
    Key,
    /// The tenant's own worker: imports, seeding and other work that is nobody's in particular.
    Worker,
}

/// Who is asking, in which tenant, in which role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The tenant the actor belongs to; an actor is never of two.
    pub tenant_id: TenantId,
    /// The person, the key, or for a worker the tenant's own id.
    pub id: UserId,
    /// Person, key or worker.
    pub kind: ActorKind,
    /// The role that decides.
    pub role: Role,
    /// Which of the actor's capabilities is meant; it grows with every rotation.
    pub serial: i32,
}

impl Actor {
    /// The worker of a tenant. It acts as an administrator and its id is the tenant's.
    #[must_use]
    pub const fn worker(tenant_id: TenantId, serial: i32) -> Self {
        Self {
            tenant_id,
            id: UserId(tenant_id.0),
            kind: ActorKind::Worker,
            role: Role::Administrator,
            serial,
        }
    }

    /// Whether this actor may do that, by the matrix. Which rows it may do it to is the database's answer.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        allowed(permission, self.role)
    }
}
