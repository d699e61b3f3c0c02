//! Whose turn it is: which workspaces have mails on their way, and which had theirs longest ago.

use kontaly_access::TenantId;
use std::collections::{HashMap, VecDeque};
use tokio::task::Id;
use uuid::Uuid;

/// Mails on their way at once in a process, and of one workspace among them.
pub(super) const AT_ONCE: usize = 8;
pub(super) const OF_ONE_AT_ONCE: usize = 2;
/// Workspaces whose last turn is remembered.
const REMEMBERED_MAX: usize = 1000;

/// Turns of workspaces, as this process has given them.
#[derive(Default)]
pub(super) struct Turns {
    under_way: HashMap<Id, TenantId>,
    served: VecDeque<TenantId>,
}

impl Turns {
    /// A workspace's mail is on its way.
    pub(super) fn begin(&mut self, tenant: TenantId, delivery: Id) {
        self.under_way.insert(delivery, tenant);
        self.served.retain(|other| *other != tenant);
        self.served.push_back(tenant);
        if self.served.len() > REMEMBERED_MAX {
            self.served.pop_front();
        }
    }

    /// A delivery has ended.
    pub(super) fn end(&mut self, delivery: Id) {
        self.under_way.remove(&delivery);
    }

    /// Whose mails are on their way; of whom two are, is named twice.
    pub(super) fn busy(&self) -> Vec<Uuid> {
        self.under_way.values().map(|tenant| tenant.0).collect()
    }

    /// Who had a turn, the longest ago first.
    pub(super) fn served(&self) -> Vec<Uuid> {
        self.served.iter().map(|tenant| tenant.0).collect()
    }
}
