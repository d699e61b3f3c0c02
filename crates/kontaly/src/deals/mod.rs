//! Deals: what is sold, to whom, for how much, and how far it has come. Row-scoped: one sees one's own, one's team's, and
//! the pool.
//!
//! [`rank`] is a deal's place within its stage, [`moves`] puts it there, [`board`] shows whole pipelines, [`history`] is
//! what stage, amount and expected close date were.

pub mod board;
pub mod history;
pub mod http;
pub mod moves;
pub mod rank;
pub mod rules;
pub mod store;

use crate::http::Change;
use crate::http::filter::{Field, Kind, Listing};
use crate::pipelines::Stage;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_access::{CompanyId, ContactId, DealId, PipelineId, ProductId, StageId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

// The names are looked up row by row and not joined: a page has few rows, and whatever the planner believes of the tenant's
// size, it cannot read all its companies for them. What one may not see stays null.
kontaly_db::record! {
    /// A deal.
    #[derive(Clone, Debug, Serialize, ToSchema)]
    pub struct Deal {
        /// Which one.
        pub id: DealId = "d.id",
        /// Its name.
        #[schema(example = "Halcyon: 40 seats")]
        pub name: String = "d.name",
        /// The pipeline it is in.
        pub pipeline_id: PipelineId = "d.pipeline_id",
        /// The stage it stands in.
        pub stage_id: StageId = "d.stage_id",
        /// The stage's kind: `open`, `won` or `lost`.
        #[schema(example = "open")]
        pub state: String = "d.state",
        /// Minor units of `currency`; null: not known yet.
        #[schema(example = 1_250_000)]
        pub amount: Option<i64> = "d.amount",
        /// ISO 4217 code of `amount`.
        #[schema(example = "EUR")]
        pub currency: String = "d.currency",
        /// Percent, as its stage says.
        #[schema(example = 50)]
        pub probability: i16 = "d.probability",
        /// Amount × probability, in minor units, a half rounded up.
        #[schema(example = 625_000)]
        pub weighted_amount: Option<i64> = "(d.amount * d.probability + 50) / 100",
        /// The day on which it is expected to be won.
        #[schema(example = "2026-12-18")]
        pub expected_close_date: Option<Date> = "d.expected_close_date",
        /// When it was won or lost.
        pub closed_at: Option<Timestamp> = "d.closed_at",
        /// Why it was lost.
        #[schema(example = "Chose a competitor")]
        pub lost_reason: Option<String> = "d.lost_reason",
        /// The company that buys.
        pub company_id: Option<CompanyId> = "d.company_id",
        /// Its name.
        #[schema(example = "Halcyon GmbH")]
        pub company_name: Option<String> =
            "(select n.name from companies n where n.tenant_id = d.tenant_id and n.id = d.company_id)",
        /// The person to talk to.
        pub contact_id: Option<ContactId> = "d.contact_id",
        /// That person's name.
        #[schema(example = "Ines Haddad")]
        pub contact_name: Option<String> =
            "(select n.name from contacts n where n.tenant_id = d.tenant_id and n.id = d.contact_id)",
        /// What is sold.
        pub product_id: Option<ProductId> = "d.product_id",
        /// The product's name.
        #[schema(example = "GTX Pro")]
        pub product_name: Option<String> =
            "(select n.name from products n where n.tenant_id = d.tenant_id and n.id = d.product_id)",
        /// Where the deal came from.
        #[schema(example = "Referral")]
        pub source: Option<String> = "d.source",
        /// Free text.
        pub description: Option<String> = "d.description",
        /// Its place within the stage: texts that sort, by their bytes, as the cards stand.
        #[schema(example = "V00000k7")]
        pub rank: String = "d.rank",
        /// Since when it stands in its stage.
        pub stage_entered_at: Timestamp = "d.stage_entered_at",
        /// Whose deal it is; null: in the pool.
        pub owner_id: Option<UserId> = "d.owner_id",
        /// Its name in the system it was imported from.
        pub external_id: Option<String> = "d.external_id",
        /// When it was made.
        pub created_at: Timestamp = "d.created_at",
        /// When it was last changed.
        pub updated_at: Timestamp = "d.updated_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "d.trashed_at",
        /// Grows with every change; say it in If-Match.
        pub version: i32 = "d.version",
    }
}

/// What deals are listed, filtered and sorted by.
pub const LISTING: Listing = Listing {
    noun: "deal",
    id: "d.id",
    tenant: "d.tenant_id",
    owner: Some("d.owner_id"),
    default_sort: "-created_at",
    fields: &[
        Field::sorted("created_at", "d.created_at", Kind::Instant),
        Field::sorted("updated_at", "d.updated_at", Kind::Instant),
        Field::sorted("name", "d.name", Kind::Text),
        Field { name: "amount", column: "d.amount", kind: Kind::Integer, sort: Some("d.amount_sort") },
        Field {
            name: "expected_close_date",
            column: "d.expected_close_date",
            kind: Kind::Date,
            sort: Some("d.expected_close_sort"),
        },
        Field::new("stage_id", "d.stage_id", Kind::Id),
        Field::new("pipeline_id", "d.pipeline_id", Kind::Id),
        Field::new("state", "d.state", Kind::Text),
        Field::new("currency", "d.currency", Kind::Text),
        Field::new("closed_at", "d.closed_at", Kind::Instant),
        Field::new("lost_reason", "d.lost_reason", Kind::Text),
        Field::new("company_id", "d.company_id", Kind::Id),
        Field::new("contact_id", "d.contact_id", Kind::Id),
        Field::new("product_id", "d.product_id", Kind::Id),
        Field::new("source", "d.source", Kind::Text),
        Field::new("owner_id", "d.owner_id", Kind::Id),
        Field::new("id", "d.id", Kind::Id),
    ],
};

/// A deal to be made.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DealDraft {
    /// Its name.
    #[schema(example = "Halcyon: 40 seats")]
    pub name: String,
    /// The stage; the first open one when absent.
    pub stage_id: Option<StageId>,
    /// The pipeline; the stage's, or the first one, when absent.
    pub pipeline_id: Option<PipelineId>,
    /// Minor units of `currency`.
    #[schema(example = 1_250_000)]
    pub amount: Option<i64>,
    /// ISO 4217 code; the workspace's when absent.
    #[schema(example = "EUR")]
    pub currency: Option<String>,
    /// The day on which it is expected to be won.
    #[schema(example = "2026-12-18")]
    pub expected_close_date: Option<Date>,
    /// Why it was lost: needed in a lost stage, and nowhere else.
    pub lost_reason: Option<String>,
    /// The company that buys.
    pub company_id: Option<CompanyId>,
    /// The person to talk to.
    pub contact_id: Option<ContactId>,
    /// What is sold.
    pub product_id: Option<ProductId>,
    /// Where the deal came from.
    pub source: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Whose it is to be: absent, whoever makes it; null, the pool's.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
    /// Its name in another system.
    pub external_id: Option<String>,
}

/// What changes about a deal. Absent leaves a field, null clears it. The stage changes by moving the deal.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DealPatch {
    /// Its name.
    pub name: Option<String>,
    /// Minor units of `currency`.
    #[schema(value_type = Option<i64>)]
    pub amount: Change<i64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The day on which it is expected to be won.
    #[schema(value_type = Option<Date>)]
    pub expected_close_date: Change<Date>,
    /// Why it was lost; only of a lost deal.
    pub lost_reason: Option<String>,
    /// The company that buys.
    #[schema(value_type = Option<CompanyId>)]
    pub company_id: Change<CompanyId>,
    /// The person to talk to.
    #[schema(value_type = Option<ContactId>)]
    pub contact_id: Change<ContactId>,
    /// What is sold.
    #[schema(value_type = Option<ProductId>)]
    pub product_id: Change<ProductId>,
    /// Where the deal came from.
    #[schema(value_type = Option<String>)]
    pub source: Change<String>,
    /// Free text.
    #[schema(value_type = Option<String>)]
    pub description: Change<String>,
    /// Whose it is; null releases it to the pool.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
}

impl Deal {
    /// A deal of a draft, made at `now` in a stage, without a place in it yet. What the draft does not say: the owner is
    /// `owner_id`, the currency `currency`.
    #[must_use]
    pub fn from_draft(
        draft: DealDraft,
        id: DealId,
        now: Timestamp,
        owner_id: Option<UserId>,
        currency: &str,
        stage: &Stage,
    ) -> Self {
        Self {
            id,
            name: draft.name,
            pipeline_id: stage.pipeline_id,
            stage_id: stage.id,
            state: stage.kind.clone(),
            amount: draft.amount,
            currency: draft.currency.unwrap_or_else(|| currency.to_owned()),
            probability: stage.probability,
            weighted_amount: None,
            expected_close_date: draft.expected_close_date,
            closed_at: (stage.kind != "open").then_some(now),
            lost_reason: draft.lost_reason,
            company_id: draft.company_id,
            company_name: None,
            contact_id: draft.contact_id,
            contact_name: None,
            product_id: draft.product_id,
            product_name: None,
            source: draft.source,
            description: draft.description,
            rank: String::new(),
            stage_entered_at: now,
            owner_id: draft.owner_id.or(owner_id),
            external_id: draft.external_id,
            created_at: now,
            updated_at: now,
            trashed_at: None,
            version: 1,
        }
    }
}

impl DealDraft {
    /// The records that the deal is to refer to.
    #[must_use]
    pub fn references(&self) -> References {
        References { company_id: self.company_id, contact_id: self.contact_id, product_id: self.product_id }
    }
}

impl DealPatch {
    /// The deal with the change applied.
    #[must_use]
    pub fn apply(self, deal: &Deal) -> Deal {
        use crate::http::change::set;
        let mut deal = deal.clone();
        set(&mut deal.name, self.name);
        self.amount.apply(&mut deal.amount);
        set(&mut deal.currency, self.currency);
        self.expected_close_date.apply(&mut deal.expected_close_date);
        if let Some(reason) = self.lost_reason {
            deal.lost_reason = Some(reason);
        }
        self.company_id.apply(&mut deal.company_id);
        self.contact_id.apply(&mut deal.contact_id);
        self.product_id.apply(&mut deal.product_id);
        self.source.apply(&mut deal.source);
        self.description.apply(&mut deal.description);
        self.owner_id.apply(&mut deal.owner_id);
        deal
    }

    /// The records that the change newly refers to.
    #[must_use]
    pub fn references(&self) -> References {
        References {
            company_id: self.company_id.value(),
            contact_id: self.contact_id.value(),
            product_id: self.product_id.value(),
        }
    }
}

/// Records that a deal refers to, and that whoever writes it has to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// A company.
    pub company_id: Option<CompanyId>,
    /// A contact.
    pub contact_id: Option<ContactId>,
    /// A product.
    pub product_id: Option<ProductId>,
}
