//! Commits that wait for one more statement.
//!
//! Whoever answers a request knows the answer only after the handler has committed. With a [`Held`], what the handler
//! commits waits, and leaves in one flight with the statement that keeps the answer: both are there, or neither.

use crate::tx::{StewardTx, TenantTx, Tx};
use crate::{Error, Sql};
use kontaly_access::{Actor, TenantId};
use std::sync::{Arc, Mutex, PoisonError};

/// A place for one transaction that was to commit. One that is dropped here is rolled back.
#[derive(Clone, Default)]
pub struct Held(Arc<Mutex<Option<Waiting>>>);

struct Waiting {
    tx: Tx,
    whose: Whose,
}

/// What kind of transaction waits, and what its wrapper knew.
#[derive(Clone, Copy)]
pub(crate) enum Whose {
    Tenant(Actor),
    Steward(TenantId),
}

impl Held {
    pub(crate) fn keep(&self, tx: Tx, whose: Whose) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Waiting { tx, whose });
    }

    fn take(&self) -> Option<Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The transaction on rows that waits here, to go on with: what comes next belongs to the same commit.
    ///
    /// # Errors
    /// When one on people waits, which cannot be one transaction with it.
    pub fn tenant(&self) -> Result<Option<TenantTx>, Error> {
        match self.take() {
            None => Ok(None),
            Some(Waiting { tx, whose: Whose::Tenant(actor) }) => {
                Ok(Some(TenantTx::new(tx, actor).held(self)))
            }
            Some(_) => Err(mixed()),
        }
    }

    /// The transaction on people that waits here, to go on with.
    ///
    /// # Errors
    /// When one on rows waits.
    pub fn steward(&self) -> Result<Option<StewardTx>, Error> {
        match self.take() {
            None => Ok(None),
            Some(Waiting { tx, whose: Whose::Steward(tenant) }) => {
                Ok(Some(StewardTx::new(tx, tenant).held(self)))
            }
            Some(_) => Err(mixed()),
        }
    }

    /// Commits what waits here together with a statement, in one flight; says whether anything waited.
    ///
    /// # Errors
    /// When the statement, something queued or the commit fails; nothing is then kept, except after [`Error::Unknown`].
    pub async fn commit_with(&self, statement: Sql) -> Result<bool, Error> {
        let Some(Waiting { mut tx, .. }) = self.take() else { return Ok(false) };
        tx.closing().execute(statement).await?;
        Ok(true)
    }

    /// Rolls back what waits here.
    pub fn forget(&self) {
        drop(self.take());
    }
}

fn mixed() -> Error {
    Error::Internal("a held transaction goes on in another role".into())
}
