//! What operators may do: one table, as `kontaly_access` has one for a tenant's people.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an operator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperatorRole {
    /// Everything, other operators included.
    Owner,
    /// Tenants, and support access with their consent.
    Support,
    /// Looks, and changes nothing.
    ReadOnly,
}

/// Something that can be allowed or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// See tenants, usage and health.
    TenantsRead,
    /// Change tenants: their state, their plan.
    TenantsManage,
    /// Make and change plans.
    PlansManage,
    /// See who runs the installation.
    OperatorsRead,
    /// Add operators, change their role, suspend them.
    OperatorsManage,
    /// See and take out what operators did.
    AuditRead,
    /// One's own session, password and second factor.
    Own,
}

impl OperatorRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Support, Self::ReadOnly];

    /// The name in the database and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Support => "support",
            Self::ReadOnly => "read_only",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether the role has the power.
    #[must_use]
    pub const fn can(self, power: Power) -> bool {
        match power {
            Power::TenantsRead | Power::OperatorsRead | Power::AuditRead | Power::Own => true,
            Power::TenantsManage => matches!(self, Self::Owner | Self::Support),
            Power::PlansManage | Power::OperatorsManage => matches!(self, Self::Owner),
        }
    }
}

impl Power {
    /// Every power.
    pub const ALL: [Self; 7] = [
        Self::TenantsRead,
        Self::TenantsManage,
        Self::PlansManage,
        Self::OperatorsRead,
        Self::OperatorsManage,
        Self::AuditRead,
        Self::Own,
    ];

    /// The name in the OpenAPI document.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TenantsRead => "tenants.read",
            Self::TenantsManage => "tenants.manage",
            Self::PlansManage => "plans.manage",
            Self::OperatorsRead => "operators.read",
            Self::OperatorsManage => "operators.manage",
            Self::AuditRead => "audit.read",
            Self::Own => "operator.own",
        }
    }
}
