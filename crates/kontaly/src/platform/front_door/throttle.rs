//! How often one asks at the front door. Counted in this process's memory, so that asking costs the database nothing and
//! nobody fills a table; what must hold across processes and restarts is counted in the outbox as well (`store.rs`).

use crate::http::{Error, Result};
use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;
use std::sync::{Arc, Mutex, PoisonError};

/// Askers that are remembered at most, some 150 bytes each.
const ASKERS_MAX: u64 = 100_000;

/// Something that is asked for, and how often in an hour it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// Whether an address can be had: once a word that is typed.
    Slug,
    /// To sign up, successfully or not.
    SignUp,
    /// A sign-up that writes to this e-mail address.
    SignUpMail,
}

impl What {
    const fn max(self) -> u32 {
        match self {
            Self::Slug => 600,
            Self::SignUp => 30,
            Self::SignUpMail => 5,
        }
    }
}

/// The window in which it counts.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// When an asker's window began, and how often it asked since.
type Count = Arc<Mutex<(Timestamp, u32)>>;

/// The counts of this process.
pub struct Throttle(Cache<(What, String), Count>);

impl Default for Throttle {
    fn default() -> Self {
        Self(Cache::new(ASKERS_MAX))
    }
}

impl Throttle {
    /// Counts one more time.
    ///
    /// # Errors
    /// 429 for one too many, with the time until the window ends.
    pub fn ask(&self, what: What, asker: String, now: Timestamp) -> Result<()> {
        let count = self.0.get_with((what, asker), || Arc::new(Mutex::new((now, 0))));
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = count.0 + WINDOW;
        if now >= ends {
            *count = (now, 0);
        }
        count.1 = count.1.saturating_add(1);
        if count.1 <= what.max() {
            return Ok(());
        }
        Err(Error::throttled(ends.duration_since(now).as_secs().max(1).unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_is_refused_until_the_window_ends_and_bothers_nobody_else() {
        let (throttle, start) = (Throttle::default(), Timestamp::UNIX_EPOCH);
        let at = |minutes: i64| start + SignedDuration::from_mins(minutes);
        let ask = |who: &str, when| throttle.ask(What::SignUpMail, who.to_owned(), when).is_ok();
        assert!((0..5).all(|minute| ask("a@b.example", at(minute))));
        assert!(!ask("a@b.example", at(5)) && !ask("a@b.example", at(59)));
        assert!(ask("c@d.example", at(5)) && throttle.ask(What::Slug, "a@b.example".into(), at(5)).is_ok());
        assert!(ask("a@b.example", at(60)));
    }
}
