//! The history of a deal: what its stage, amount and expected close date were, noted in the transaction that changed them.

pub mod http;
pub mod store;

use super::{Deal, rules};
use crate::http::filter::{Field, Kind, Listing};
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_access::{DealId, StageId, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

kontaly_db::record! {
    /// A change of a deal's stage, amount or expected close date. The first one says how the deal was made.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct DealChange {
        /// Which one.
        pub id: Uuid = "h.id",
        /// When.
        pub at: Timestamp = "h.at",
        /// Who did it.
        pub actor_id: UserId = "h.actor_id",
        /// That person's name; null when the workspace itself did it.
        #[schema(example = "Rita Levi")]
        pub actor_name: Option<String> = "u.name",
        /// The stage before; null when the deal was made.
        pub from_stage_id: Option<StageId> = "h.from_stage_id",
        /// Its label.
        #[schema(example = "Discovery")]
        pub from_stage_name: Option<String> = "sf.name",
        /// The stage after; the same one when the deal stayed.
        pub to_stage_id: StageId = "h.to_stage_id",
        /// Its label.
        #[schema(example = "Proposal")]
        pub to_stage_name: String = "st.name",
        /// The amount before.
        pub from_amount: Option<i64> = "h.from_amount",
        /// The amount after.
        #[schema(example = 1_250_000)]
        pub to_amount: Option<i64> = "h.to_amount",
        /// The currency after.
        #[schema(example = "EUR")]
        pub currency: String = "h.currency",
        /// The expected close date before.
        pub from_expected_close_date: Option<Date> = "h.from_expected_close_date",
        /// The expected close date after.
        #[schema(example = "2026-12-18")]
        pub to_expected_close_date: Option<Date> = "h.to_expected_close_date",
    }
}

/// A history is listed by time alone, the newest first.
pub const LISTING: Listing = Listing {
    noun: "deal",
    id: "h.id",
    tenant: "h.tenant_id",
    owner: None,
    default_sort: "-at",
    fields: &[Field::sorted("at", "h.at", Kind::Instant)],
};

/// Something to be noted.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor_id: UserId,
    /// The deal.
    pub deal_id: DealId,
    /// The deal's owner after it.
    pub owner_id: Option<UserId>,
    /// Stage before and after.
    pub stage: (Option<StageId>, StageId),
    /// Amount before and after.
    pub amount: (Option<i64>, Option<i64>),
    /// Currency after.
    pub currency: String,
    /// Expected close date before and after.
    pub expected_close_date: (Option<Date>, Option<Date>),
}

impl Note {
    /// What is to be noted of a change; nothing when neither stage nor amount nor expected close date changed. Without
    /// `before`, the deal is made.
    #[must_use]
    pub fn of(
        id: Uuid,
        at: Timestamp,
        actor_id: UserId,
        before: Option<&Deal>,
        after: &Deal,
    ) -> Option<Self> {
        if before.is_some_and(|before| !rules::is_history(before, after)) {
            return None;
        }
        Some(Self {
            id,
            at,
            actor_id,
            deal_id: after.id,
            owner_id: after.owner_id,
            stage: (before.map(|deal| deal.stage_id), after.stage_id),
            amount: (before.and_then(|deal| deal.amount), after.amount),
            currency: after.currency.clone(),
            expected_close_date: (
                before.and_then(|deal| deal.expected_close_date),
                after.expected_close_date,
            ),
        })
    }
}
