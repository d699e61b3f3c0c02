//! The nouns as a bulk sees them: a record that is locked, revised and saved the way it is alone.

use crate::companies::{self, Company, CompanyPatch};
use crate::contacts::{self, Contact, ContactPatch};
use crate::deals::{self, Deal, DealPatch, References};
use crate::http::{Cx, Result};
use crate::leads::{self, Lead, LeadPatch};
use jiff::Timestamp;
use kontaly_db::TenantTx;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use uuid::Uuid;

/// A noun that can be changed in bulk.
pub(super) trait Record: Serialize + Clone + Send + Sync + Sized {
    /// What a PATCH of it says.
    type Patch: DeserializeOwned + Clone + Send + Sync;
    /// What is known of a locked one.
    type Held: Send + Sync;

    fn of(held: &Self::Held) -> &Self;
    fn version(&self) -> i32;
    fn patched(&self, patch: Self::Patch) -> Self;
    fn trashed(&self, at: Option<Timestamp>) -> Self;
    fn lock(
        tx: &mut TenantTx,
        id: Uuid,
        patch: Option<&Self::Patch>,
    ) -> impl Future<Output = Result<Self::Held>> + Send;
    fn revise(cx: &Cx, held: &Self::Held, after: Self) -> Result<Self>;
    fn save(
        cx: &Cx,
        tx: &mut TenantTx,
        action: &'static str,
        before: &Self,
        after: Self,
    ) -> impl Future<Output = Result<Self>> + Send;
}

/// What the three nouns whose lock gives the record itself have in common.
macro_rules! record {
    ($name:ident, $patch:ident, $noun:ident, |$cx:ident, $before:ident, $after:ident| $revised:expr) => {
        impl Record for $name {
            type Patch = $patch;
            type Held = Self;

            fn of(held: &Self) -> &Self {
                held
            }
            fn version(&self) -> i32 {
                self.version
            }
            fn patched(&self, patch: $patch) -> Self {
                patch.apply(self)
            }
            fn trashed(&self, at: Option<Timestamp>) -> Self {
                Self { trashed_at: at, ..self.clone() }
            }
            async fn lock(tx: &mut TenantTx, id: Uuid, _: Option<&$patch>) -> Result<Self> {
                $noun::store::lock(tx, id.into()).await
            }
            fn revise($cx: &Cx, $before: &Self, $after: Self) -> Result<Self> {
                $revised
            }
            async fn save(
                cx: &Cx,
                tx: &mut TenantTx,
                action: &'static str,
                before: &Self,
                after: Self,
            ) -> Result<Self> {
                $noun::http::save(cx, tx, action, before, after).await
            }
        }
    };
}

record!(Lead, LeadPatch, leads, |cx, before, after| leads::http::revise(cx, before, after));
record!(Contact, ContactPatch, contacts, |cx, _before, after| contacts::http::revise(cx, after));
record!(Company, CompanyPatch, companies, |cx, _before, after| companies::http::revise(cx, after));

impl Record for Deal {
    type Patch = DealPatch;
    type Held = deals::store::Locked;

    fn of(held: &Self::Held) -> &Self {
        &held.deal
    }
    fn version(&self) -> i32 {
        self.version
    }
    fn patched(&self, patch: DealPatch) -> Self {
        patch.apply(self)
    }
    fn trashed(&self, at: Option<Timestamp>) -> Self {
        Self { trashed_at: at, ..self.clone() }
    }
    async fn lock(tx: &mut TenantTx, id: Uuid, patch: Option<&DealPatch>) -> Result<Self::Held> {
        let references = patch.map_or_else(References::default, DealPatch::references);
        deals::store::lock(tx, id.into(), references).await
    }
    fn revise(cx: &Cx, held: &Self::Held, after: Self) -> Result<Self> {
        deals::http::revise(cx, held, after)
    }
    async fn save(
        cx: &Cx,
        tx: &mut TenantTx,
        action: &'static str,
        before: &Self,
        after: Self,
    ) -> Result<Self> {
        deals::http::write(cx, tx, action, before, after).await
    }
}
