//! The time and fresh ids, as parameters: a test that holds the clock still holds both.

use jiff::Timestamp;
use std::sync::Arc;
use uuid::{NoContext, Uuid};

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's own clock.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's time comes in")]
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// A clock that says what it is told; for tests.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self(Arc::new(move || at))
    }

    /// Now, cut to the microseconds that PostgreSQL keeps, so that what is answered is what is stored.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = (self.0)();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// A fresh UUIDv7 of now.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        fresh_id(self.now()).into()
    }
}

/// A fresh UUIDv7 of an instant: sorts by time, with 74 random bits after the milliseconds.
#[must_use]
pub fn fresh_id(at: Timestamp) -> Uuid {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    let nanos = u32::try_from(at.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos))
}
