//! Waking streams: which feed has grown, as the relay says it on the one connection that this process listens with.

use kontaly_access::TenantId;
use kontaly_db::Db;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit, watch};

/// How long a stream waits without being woken: its session may have run out.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// While nobody listens, it looks by itself.
const LOOK_WITHOUT_EAR: Duration = Duration::from_secs(1);

/// Streams that ask the database at once: a change wakes hundreds of them, and requests need connections meanwhile.
const ASKING_AT_ONCE: usize = 2;

/// The feeds that this process has streams of.
pub struct Feeds {
    db: Db,
    listening: AtomicBool,
    ended: AtomicBool,
    waiting: Mutex<HashMap<String, watch::Sender<()>>>,
    asking: Semaphore,
}

/// One stream's ear.
pub struct Ear {
    receiver: watch::Receiver<()>,
}

impl Feeds {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            db,
            listening: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            waiting: Mutex::new(HashMap::new()),
            asking: Semaphore::new(ASKING_AT_ONCE),
        }
    }

    /// An ear for a tenant's feed. Make it before the first look, so that nothing falls between.
    #[must_use]
    pub fn listen(&self, tenant: TenantId) -> Ear {
        let name = self.db.keys().feed_name(tenant);
        let mut waiting = self.lock();
        // Those whose streams have all gone go with the next one.
        waiting.retain(|other, sender| *other == name || sender.receiver_count() > 0);
        let receiver = waiting.entry(name).or_insert_with(|| watch::Sender::new(())).subscribe();
        Ear { receiver }
    }

    /// Waits until the feed has grown, or it is time to look anyhow; `false` when the process stops.
    pub async fn wait(&self, ear: &mut Ear) -> bool {
        if self.ended.load(Ordering::Acquire) {
            return false;
        }
        let patience = if self.listening.load(Ordering::Acquire) { LOOK_EVERY } else { LOOK_WITHOUT_EAR };
        let _ = tokio::time::timeout(patience, ear.receiver.changed()).await;
        !self.ended.load(Ordering::Acquire)
    }

    /// Waits until it is a stream's turn to ask for news; it is over when this is dropped.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.asking.acquire().await.ok()
    }

    /// Ends every stream: the process stops, and another one takes them.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Release);
        self.wake_all();
    }

    /// Listens for as long as the process lives, reconnecting with a pause. Spawn it once.
    pub async fn follow(&self) {
        loop {
            if let Ok(mut listener) = self.db.listen("kontaly_changes").await {
                self.listening.store(true, Ordering::Release);
                self.wake_all();
                while let Some(name) = listener.next().await {
                    self.wake(&name);
                }
                self.listening.store(false, Ordering::Release);
                self.wake_all();
                tracing::warn!(
                    "the connection that listens for changes ended; streams look every second until it is back"
                );
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    fn wake(&self, name: &str) {
        if let Some(sender) = self.lock().get(name) {
            sender.send_replace(());
        }
    }

    fn wake_all(&self) {
        for sender in self.lock().values() {
            sender.send_replace(());
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, watch::Sender<()>>> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
