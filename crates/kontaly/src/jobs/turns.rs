//! Whose turn it is, where a process does many small things for all workspaces at once: few of one workspace at a time, and
//! the one that has waited longest next.

use kontaly_access::TenantId;
use std::collections::{HashMap, VecDeque};
use tokio::task::{Id, JoinSet};
use uuid::Uuid;

/// Workspaces whose last turn is remembered.
const REMEMBERED_MAX: usize = 1000;

/// What is under way in this process, and for whom.
pub struct Turns {
    at_once: usize,
    under_way: JoinSet<()>,
    whose: HashMap<Id, TenantId>,
    served: VecDeque<TenantId>,
}

impl Turns {
    /// Turns for so many things at once.
    #[must_use]
    pub fn new(at_once: usize) -> Self {
        Self { at_once, under_way: JoinSet::new(), whose: HashMap::new(), served: VecDeque::new() }
    }

    /// How many more can begin.
    #[must_use]
    pub fn room(&self) -> usize {
        self.at_once.saturating_sub(self.under_way.len())
    }

    /// Begins something for a workspace.
    pub fn begin(&mut self, tenant: TenantId, work: impl Future<Output = ()> + Send + 'static) {
        self.whose.insert(self.under_way.spawn(work).id(), tenant);
        self.served.retain(|other| *other != tenant);
        self.served.push_back(tenant);
        if self.served.len() > REMEMBERED_MAX {
            self.served.pop_front();
        }
    }

    /// Waits until something has ended; false when nothing is under way.
    pub async fn end_one(&mut self) -> bool {
        let Some(ended) = self.under_way.join_next_with_id().await else { return false };
        self.whose.remove(&ended.map_or_else(|error| error.id(), |(id, ())| id));
        true
    }

    /// For whom something is under way; who has two of it is named twice.
    #[must_use]
    pub fn busy(&self) -> Vec<Uuid> {
        self.whose.values().map(|tenant| tenant.0).collect()
    }

    /// Who had a turn, the longest ago first.
    #[must_use]
    pub fn served(&self) -> Vec<Uuid> {
        self.served.iter().map(|tenant| tenant.0).collect()
    }
}
