//! Roles, and the rows that each of them sees.

use crate::MATRIX;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person is in a workspace. Each role has one column in [`crate::MATRIX`] and one [`Scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the workspace: everything, settings and people included.
    Administrator,
    /// Leads a team: reads, edits, reassigns and reports within the team's subtree.
    AccountManager,
    /// Sells: own records and, where the workspace allows it, the unassigned pool.
    SalesRepresentative,
    /// Looks at everything and changes nothing.
    ReadOnly,
}

/// The rows of leads and deals (and of all that hangs on them) that a role sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every row of the tenant.
    All,
    /// Rows owned by somebody in the person's team or below it, and the pool.
    Team,
    /// Rows the person owns and, where the workspace allows it, the pool.
    Own,
}

impl Role {
    /// All roles, in the order of the matrix's columns.
    pub const ALL: [Self; 4] =
        [Self::Administrator, Self::AccountManager, Self::SalesRepresentative, Self::ReadOnly];

    /// The name in the database, in the API and in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::AccountManager => "account_manager",
            Self::SalesRepresentative => "sales_representative",
            Self::ReadOnly => "read_only",
        }
    }

    /// The role of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether whoever has this role may hand the other one on: it allows nothing that this one does not.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        MATRIX.iter().all(|(_, row)| row[self as usize] || !row[other as usize])
    }

    /// The rows this role sees. The database holds the same decision in the `actors` row
    /// (`sees_all`, `owners`), written by whoever writes the role.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::Administrator | Self::ReadOnly => Scope::All,
            Self::AccountManager => Scope::Team,
            Self::SalesRepresentative => Scope::Own,
        }
    }

    /// Whether the role may change records at all; the database refuses every write of one that may not.
    #[must_use]
    pub const fn can_write(self) -> bool {
        !matches!(self, Self::ReadOnly)
    }

    /// Whether the role may change the workspace's own settings (pipelines, products, fields).
    #[must_use]
    pub const fn manages(self) -> bool {
        matches!(self, Self::Administrator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_back_from_its_name() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("Administrator"), None, "names are exact");
    }

    #[test]
    fn a_role_hands_on_no_more_than_it_has() {
        assert!(Role::ALL.into_iter().all(|role| Role::Administrator.covers(role) && role.covers(role)));
        assert!(Role::AccountManager.covers(Role::SalesRepresentative));
        assert!(!Role::SalesRepresentative.covers(Role::AccountManager));
        assert!(!Role::ReadOnly.covers(Role::SalesRepresentative));
    }
}
