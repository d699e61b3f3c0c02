//! Pipelines and their stages: what a deal goes through on its way to won or lost.
//!
//! A workspace has few of them and changes them seldom, so every change locks and reads them all, is judged as a whole
//! ([`rules::settle`]) and writes what differs. That is what keeps "one open, one won and one lost stage" true.

pub mod http;
pub mod rules;
pub mod store;

use crate::http::Change;
use jiff::Timestamp;
use kontaly_access::{PipelineId, StageId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

kontaly_db::record! {
    /// A stage of a pipeline.
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Stage {
        /// Which one.
        pub id: StageId = "s.id",
        /// Its pipeline.
        pub pipeline_id: PipelineId = "s.pipeline_id",
        /// Its label.
        #[schema(example = "Proposal")]
        pub name: String = "s.name",
        /// What the software relies on: `open`, `won` or `lost`.
        #[schema(example = "open")]
        pub kind: String = "s.kind",
        /// How likely a deal here is won, in percent.
        #[schema(example = 50)]
        pub probability: i16 = "s.probability",
        /// `pipeline`, `best_case`, `commit`, `closed` or `omitted`.
        #[schema(example = "best_case")]
        pub forecast_category: String = "s.forecast_category",
        /// Days without a change after which a deal here counts as stale; null: never.
        #[schema(example = 21)]
        pub stale_after_days: Option<i16> = "s.stale_after_days",
        /// Fields that a deal must have to enter.
        #[schema(example = json!(["amount"]))]
        pub required_fields: Vec<String> = "s.required_fields",
        /// Its place in the pipeline, from 0.
        #[schema(example = 2)]
        pub position: i16 = "s.position",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "s.trashed_at",
        /// Grows with every change of the stage itself (not when others change places with it); say it in If-Match.
        #[schema(example = 1)]
        pub version: i32 = "s.version",
    }
}

kontaly_db::record! {
    /// A pipeline without its stages, as a row.
    #[derive(Clone, Debug)]
    pub struct Head {
        /// Which one.
        pub id: PipelineId = "p.id",
        /// Its name.
        pub name: String = "p.name",
        /// Its place among the pipelines.
        pub position: i16 = "p.position",
        /// When it was made.
        pub created_at: Timestamp = "p.created_at",
        /// When it was trashed, if it was.
        pub trashed_at: Option<Timestamp> = "p.trashed_at",
        /// Its version.
        pub version: i32 = "p.version",
    }
}

/// A pipeline with its stages, in order.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Pipeline {
    /// Which one.
    pub id: PipelineId,
    /// Its name.
    #[schema(example = "Sales")]
    pub name: String,
    /// Its place among the pipelines, from 0.
    #[schema(example = 0)]
    pub position: i16,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was trashed, if it was.
    pub trashed_at: Option<Timestamp>,
    /// Grows with every change of the pipeline itself; say it in If-Match.
    #[schema(example = 1)]
    pub version: i32,
}

/// A stage to be made.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StageDraft {
    /// Its label.
    #[schema(example = "Pilot")]
    pub name: String,
    /// `open`, `won` or `lost`; `open` when absent.
    #[schema(example = "open")]
    pub kind: Option<String>,
    /// Percent. Needed of an open stage; won is 100 and lost 0.
    #[schema(example = 60)]
    pub probability: Option<i16>,
    /// `pipeline`, `best_case`, `commit`, `closed` or `omitted`; by the kind when absent.
    pub forecast_category: Option<String>,
    /// Days without a change after which a deal here counts as stale.
    pub stale_after_days: Option<i16>,
    /// Fields that a deal must have to enter.
    pub required_fields: Vec<String>,
    /// Its place, from 0; behind the last open stage when absent. Those behind it make room.
    pub position: Option<usize>,
}

/// What changes about a stage. Absent leaves a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StagePatch {
    /// Its label.
    pub name: Option<String>,
    /// `open`, `won` or `lost`; only of a stage in which no deals stand.
    pub kind: Option<String>,
    /// Percent. The deals that stand here get it too.
    #[schema(example = 40)]
    pub probability: Option<i16>,
    /// The forecast category.
    pub forecast_category: Option<String>,
    /// Days until stale; null: never.
    #[schema(value_type = Option<i16>)]
    pub stale_after_days: Change<i16>,
    /// Fields that a deal must have to enter.
    pub required_fields: Option<Vec<String>>,
    /// Its place, from 0. Those behind it make room.
    pub position: Option<usize>,
}

/// A pipeline to be made.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineDraft {
    /// Its name.
    #[serde(default)]
    #[schema(example = "Renewals")]
    pub name: String,
    /// Its stages, in order; the six usual ones when absent.
    pub stages: Option<Vec<StageDraft>>,
}

/// What changes about a pipeline. Absent leaves a field.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PipelinePatch {
    /// Its name.
    #[schema(example = "Renewals")]
    pub name: Option<String>,
    /// Its place among the pipelines, from 0.
    pub position: Option<usize>,
}

/// The stages of a pipeline that says nothing about them: label, kind, win probability, forecast category, days until
/// stale.
const USUAL: [(&str, &str, i16, &str, Option<i16>); 6] = [
    ("Qualification", "open", 10, "pipeline", Some(14)),
    ("Discovery", "open", 25, "pipeline", Some(21)),
    ("Proposal", "open", 50, "best_case", Some(21)),
    ("Negotiation", "open", 75, "commit", Some(14)),
    ("Won", "won", 100, "closed", None),
    ("Lost", "lost", 0, "omitted", None),
];

/// The six usual stages.
#[must_use]
fn usual_stages() -> Vec<StageDraft> {
    USUAL
        .into_iter()
        .map(|(name, kind, probability, category, stale_after_days)| StageDraft {
            name: name.to_owned(),
            kind: Some(kind.to_owned()),
            probability: Some(probability),
            forecast_category: Some(category.to_owned()),
            stale_after_days,
            ..StageDraft::default()
        })
        .collect()
}

impl Stage {
    /// A stage of a draft; what the draft does not say follows from the kind.
    #[must_use]
    pub fn from_draft(id: StageId, pipeline_id: PipelineId, draft: StageDraft) -> Self {
        let kind = draft.kind.unwrap_or_else(|| "open".to_owned());
        let (probability, category) = match kind.as_str() {
            "won" => (100, "closed"),
            "lost" => (0, "omitted"),
            // Out of range: an open stage has to say its own.
            _ => (-1, "pipeline"),
        };
        Self {
            id,
            pipeline_id,
            name: draft.name,
            kind,
            probability: draft.probability.unwrap_or(probability),
            forecast_category: draft.forecast_category.unwrap_or_else(|| category.to_owned()),
            stale_after_days: draft.stale_after_days,
            required_fields: draft.required_fields,
            position: 0,
            trashed_at: None,
            version: 1,
        }
    }
}

impl StagePatch {
    /// Applies all but the position, which is the pipeline's affair.
    pub fn apply(self, stage: &mut Stage) {
        use crate::http::change::set;
        set(&mut stage.name, self.name);
        set(&mut stage.kind, self.kind);
        set(&mut stage.probability, self.probability);
        set(&mut stage.forecast_category, self.forecast_category);
        self.stale_after_days.apply(&mut stage.stale_after_days);
        set(&mut stage.required_fields, self.required_fields);
    }
}

impl Pipeline {
    /// A pipeline of its row.
    #[must_use]
    pub fn from_head(head: Head) -> Self {
        let Head { id, name, position, created_at, trashed_at, version } = head;
        Self { id, name, position, stages: Vec::new(), created_at, trashed_at, version }
    }

    /// A pipeline of a draft, its stages not yet numbered; `fresh` makes ids.
    pub fn from_draft(draft: PipelineDraft, now: Timestamp, mut fresh: impl FnMut() -> Uuid) -> Self {
        let id = PipelineId(fresh());
        let stages = draft.stages.unwrap_or_else(usual_stages);
        Self {
            id,
            name: draft.name,
            position: 0,
            stages: stages.into_iter().map(|stage| Stage::from_draft(StageId(fresh()), id, stage)).collect(),
            created_at: now,
            trashed_at: None,
            version: 1,
        }
    }

    /// As it is shown: without the stages that were trashed.
    #[must_use]
    pub fn shown(mut self) -> Self {
        self.stages.retain(|stage| stage.trashed_at.is_none());
        self
    }
}
