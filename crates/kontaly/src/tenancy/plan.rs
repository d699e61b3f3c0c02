//! What a tenant's state and plan allow: asked by the guard before a handler runs, and by pages to hide what is refused.
//!
//! What a tenant has is counted every minute (`crate::usage`), not with every record: writers wait for nobody. A wall is
//! therefore felt up to a minute late. Seats and bytes of files are exact: those are added one at a time.

use super::Tenant;
use crate::http::Error;
use jiff::Timestamp;
use kontaly_access::{Module, Permission};

impl Tenant {
    /// Whether it can be read and exported, and not changed.
    #[must_use]
    pub fn is_read_only(&self, now: Timestamp) -> bool {
        self.state == "read_only"
            || (self.state == "trial" && self.trial_ends_at.is_some_and(|ends| ends <= now))
    }

    /// Whether it has a part of the product.
    #[must_use]
    pub fn has(&self, module: Module) -> bool {
        let among = |names: &[String]| names.iter().any(|name| name == module.as_str());
        among(&self.modules_off) == among(&self.modules_switched)
    }

    /// Whether everybody in it lacks a permission at the moment, whatever the role allows.
    #[must_use]
    pub fn withholds(&self, permission: Permission, now: Timestamp) -> bool {
        self.is_read_only(now) && !permission.stays_when_read_only()
            || permission.module().is_some_and(|module| !self.has(module))
    }

    /// Refuses what the tenant's state or plan does not allow.
    ///
    /// # Errors
    /// 403 `workspace_read_only`, `module_off`, `records_full` or `storage_full`.
    pub fn allow(&self, permission: Permission, now: Timestamp) -> Result<(), Error> {
        if self.is_read_only(now) && !permission.stays_when_read_only() {
            return Err(Error::read_only());
        }
        if let Some(module) = permission.module() {
            self.allow_module(module)?;
        }
        if permission.adds_records() && self.room_for_records() == Some(0) {
            return Err(self.records_full());
        }
        if permission == Permission::AttachmentsCreate {
            self.room_for_bytes(self.storage_bytes, 1)?;
        }
        Ok(())
    }

    /// Refuses what is in a part of the product that the tenant does not have.
    ///
    /// # Errors
    /// 403 `module_off`.
    pub fn allow_module(&self, module: Module) -> Result<(), Error> {
        if self.has(module) {
            return Ok(());
        }
        let detail = format!(
            "The plan of this workspace, {}, does not include this. An administrator can ask for a larger plan.",
            self.plan_name
        );
        Err(Error::beyond_plan("module_off", detail))
    }

    /// How many records more it may have, as it was counted last; none where its plan sets no bound.
    #[must_use]
    pub fn room_for_records(&self) -> Option<i64> {
        self.records_max.map(|max| (max - self.records).max(0))
    }

    /// 403: the plan has room for no more records.
    #[must_use]
    pub fn records_full(&self) -> Error {
        let detail = format!(
            "The plan of this workspace has room for {} leads, contacts, companies and deals together. \
             Delete for good what nobody needs, or ask for a larger plan.",
            self.records_max.unwrap_or_default()
        );
        Error::beyond_plan("records_full", detail)
    }

    /// Refuses bytes of files beyond those that there are.
    ///
    /// # Errors
    /// 403 `storage_full`.
    pub fn room_for_bytes(&self, there: i64, more: i64) -> Result<(), Error> {
        match self.storage_max {
            Some(max) if there.saturating_add(more) > max => {
                let detail = format!(
                    "The plan of this workspace has room for {} MB of files. Delete for good what nobody needs, or ask for a larger plan.",
                    max / 1_000_000
                );
                Err(Error::beyond_plan("storage_full", detail))
            }
            _ => Ok(()),
        }
    }
}
