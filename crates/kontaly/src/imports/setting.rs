//! What an import is done with beside its file: the workspace's money, time, pipeline, and now.

use super::bulk::Stored;
use super::mapping::Mapping;
use super::nouns::Cell;
use crate::http::{Error, Result};
use crate::pipelines::{self, Stage};
use crate::search::fold;
use crate::tenancy::Tenant;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontaly_db::TenantTx;
use uuid::Uuid;

/// The reason of a lost deal whose file gives none: a lost deal always has one.
const LOST_REASON: &str = "Not stated";

/// What rows are judged with. See the module's own text.
pub struct Setting {
    /// ISO 4217 code of amounts that name none.
    pub currency: String,
    /// The workspace's time zone: a day is that of its people.
    pub zone: TimeZone,
    /// The import's one notion of now.
    pub now: Timestamp,
    /// Whose records become that name no owner; nobody's otherwise.
    pub owner: Option<Uuid>,
    /// The live stages of the pipeline that deals go into.
    pub stages: Vec<Stage>,
    /// The reason of lost deals that name none.
    pub lost_reason: String,
}

impl Setting {
    /// Reads what the workspace has.
    ///
    /// # Errors
    /// 422 for a pipeline that is not there.
    pub async fn read(tx: &mut TenantTx, tenant: &Tenant, mapping: &Mapping, now: Timestamp) -> Result<Self> {
        let zone = TimeZone::get(&tenant.time_zone).unwrap_or(TimeZone::UTC);
        let mut live = pipelines::store::live(tx).await?.into_iter();
        let pipeline = match mapping.pipeline_id {
            Some(id) => Some(live.find(|pipeline| pipeline.id == id).ok_or_else(|| {
                Error::field("pipeline_id", "unknown_reference", "There is no such pipeline.")
            })?),
            None => live.next(),
        };
        Ok(Self {
            currency: mapping.currency.clone().unwrap_or_else(|| tenant.currency.clone()),
            zone,
            now,
            owner: mapping.owner_id.map(|owner| owner.0),
            stages: pipeline.map(|pipeline| pipeline.stages).unwrap_or_default(),
            lost_reason: mapping.lost_reason.clone().unwrap_or_else(|| LOST_REASON.to_owned()),
        })
    }

    /// A record that is made says when; one that is there keeps what it says.
    pub fn default_created(&self, before: Option<&Stored>, created_at: &mut Cell) {
        if before.is_none() && created_at.is_blank() {
            *created_at = Cell::Instant(self.now);
        }
    }

    /// The stage of that id.
    #[must_use]
    pub fn stage(&self, id: Option<Uuid>) -> Option<&Stage> {
        self.stages.iter().find(|stage| Some(stage.id.0) == id)
    }

    /// The pipeline's first open stage.
    #[must_use]
    pub fn first_stage(&self) -> Option<&Stage> {
        self.open_stages().next()
    }

    fn open_stages(&self) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(|stage| stage.kind == "open")
    }

    /// The stage that another system's name stands for: the one of that name, else by what such names commonly mean.
    #[must_use]
    pub fn stage_called(&self, name: &str) -> Option<&Stage> {
        let name = fold(name);
        if let Some(stage) = self.stages.iter().find(|stage| fold(&stage.name) == name) {
            return Some(stage);
        }
        let open: Vec<&Stage> = self.open_stages().collect();
        let last = open.len().checked_sub(1)?;
        match name.as_str() {
            "prospecting" | "prospect" | "new" | "qualifying" | "appointment scheduled" | "open" => {
                open.first().copied()
            }
            "engaging"
            | "engaged"
            | "needs analysis"
            | "qualified to buy"
            | "presentation scheduled"
            | "value proposition"
            | "contacted" => open.get(1.min(last)).copied(),
            "quote"
            | "proposal/price quote"
            | "proposal or price quote"
            | "decision maker bought in"
            | "proposal sent" => open.get(2.min(last)).copied(),
            "negotiation/review" | "negotiation or review" | "contract sent" | "verbal" => {
                open.get(last).copied()
            }
            _ => {
                let kind = match name.as_str() {
                    "closed won" | "close won" | "win" => "won",
                    "closed lost"
                    | "close lost"
                    | "lose"
                    | "loss"
                    | "abandoned"
                    | "closed lost to competition" => "lost",
                    _ => return None,
                };
                self.stages.iter().find(|stage| stage.kind == kind)
            }
        }
    }

    /// The day of the workspace on which an instant falls.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// The instant at which a day of the workspace begins.
    #[must_use]
    pub fn midnight(&self, day: Date) -> Option<Timestamp> {
        day.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }
}
