//! What reports answer.

use super::time::{Days, Grain};
use jiff::civil::Date;
use kontaly_access::{PipelineId, StageId, TeamId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// A report: its definition, the parameters that were used, and its figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct Report<T> {
    /// The key of the text that says how every figure is defined.
    #[schema(example = "reports.funnel.definition")]
    pub definition: &'static str,
    /// What the figures are of.
    pub parameters: Parameters,
    /// The figures.
    pub figures: T,
}

/// The parameters of a report as they were used, defaults filled in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Parameters {
    /// The first day of the period; null: of all time.
    #[schema(value_type = Option<String>, format = Date, example = "2025-12-01")]
    pub from: Option<Date>,
    /// The last day of the period.
    #[schema(value_type = Option<String>, format = Date, example = "2026-11-23")]
    pub to: Option<Date>,
    /// The IANA time zone whose days these are: the workspace's.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// The owners; empty: everybody whose records you see.
    pub owner_ids: Vec<UserId>,
    /// The team.
    pub team_id: Option<TeamId>,
    /// The pipeline; null: all, or not a report on deals.
    pub pipeline_id: Option<PipelineId>,
    /// How the period was cut, where it was.
    pub by: Option<Grain>,
}

/// Amounts of one currency. There is never a sum over two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrencySum {
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// Deals in this currency.
    #[schema(example = 12)]
    pub deals: i64,
    /// How many of them have no amount yet; they count nothing.
    #[schema(example = 1)]
    pub without_amount: i64,
    /// The sum of their amounts, in minor units.
    #[schema(example = 84_000_000)]
    pub amount: i64,
}

/// Deals created in the period, by the stages that they have reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct Funnel {
    /// One funnel a pipeline, in the pipelines' order.
    pub pipelines: Vec<PipelineFunnel>,
}

/// The funnel of one pipeline. A deal has reached a stage when it has stood in it or in a later one, or was won.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineFunnel {
    /// Which one.
    pub pipeline_id: PipelineId,
    /// Its name.
    #[schema(example = "Sales")]
    pub name: String,
    /// Deals created in the period: open, won and lost ones.
    pub deals: i64,
    /// Those of them that are open.
    pub open: i64,
    /// Those of them that are won.
    pub won: i64,
    /// Those of them that are lost.
    pub lost: i64,
    /// The open stages, in order.
    pub stages: Vec<FunnelStage>,
    /// `won` ÷ the deals that have reached the last open stage; null when none has.
    #[schema(example = 0.31)]
    pub won_of_last: Option<f64>,
}

/// A stage of a funnel.
#[derive(Debug, Serialize, ToSchema)]
pub struct FunnelStage {
    /// Which one.
    pub stage_id: StageId,
    /// Its label.
    #[schema(example = "Proposal")]
    pub name: String,
    /// Deals that have reached it.
    pub reached: i64,
    /// `reached` ÷ that of the stage before, of the first one ÷ `deals`: null when that is none.
    #[schema(example = 0.62)]
    pub of_previous: Option<f64>,
}

/// Open deals by stage, as they are now. With a period: those whose expected close date lies in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenPipeline {
    /// The open stages, by pipeline and in order, empty ones included.
    pub stages: Vec<OpenStage>,
    /// All stages together.
    pub total: Vec<OpenSum>,
}

/// The open deals of a stage.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenStage {
    /// The stage's pipeline.
    pub pipeline_id: PipelineId,
    /// Which one.
    pub stage_id: StageId,
    /// Its label.
    #[schema(example = "Proposal")]
    pub name: String,
    /// Its win probability in percent; a deal may have another one.
    #[schema(example = 50)]
    pub probability: i16,
    /// Deals in it.
    pub deals: i64,
    /// Their amounts by currency.
    pub sums: Vec<OpenSum>,
}

/// Amounts of open deals of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenSum {
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// Deals in this currency.
    #[schema(example = 12)]
    pub deals: i64,
    /// How many of them have no amount yet; they count nothing.
    #[schema(example = 1)]
    pub without_amount: i64,
    /// The sum of their amounts, in minor units.
    #[schema(example = 84_000_000)]
    pub amount: i64,
    /// The sum of amount × the deal's own probability, each rounded half up to whole minor units.
    #[schema(example = 42_000_000)]
    pub weighted_amount: i64,
}

/// Deals closed in the period, by month.
#[derive(Debug, Serialize, ToSchema)]
pub struct WonLost {
    /// The months of the period, the first and the last cut off where it begins and ends.
    pub months: Vec<WonLostMonth>,
    /// The whole period.
    pub total: DealOutcome,
    /// Why deals were lost, the commonest reason first: twenty at most, and the others together.
    pub lost_reasons: Vec<LostReason>,
}

/// What was closed in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct WonLostMonth {
    /// The days.
    pub days: Days,
    /// What was closed.
    pub outcome: DealOutcome,
}

/// Deals that were closed.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct DealOutcome {
    /// How many were won.
    pub won: i64,
    /// How many were lost.
    pub lost: i64,
    /// `won` ÷ (`won` + `lost`); null when none was closed.
    #[schema(example = 0.41)]
    pub win_rate: Option<f64>,
    /// The amounts of those won, by currency.
    pub won_sums: Vec<CurrencySum>,
    /// The amounts of those lost, by currency.
    pub lost_sums: Vec<CurrencySum>,
}

/// Deals lost for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct LostReason {
    /// The reason; null: all those that are not shown.
    #[schema(example = "Price")]
    pub reason: Option<String>,
    /// How many were lost for it.
    pub deals: i64,
    /// Their amounts, by currency.
    pub sums: Vec<CurrencySum>,
}

/// Leads created in the period, trashed ones left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadsOverTime {
    /// The days, weeks or months of the period, the first and the last cut off where it begins and ends.
    pub pieces: Vec<LeadPiece>,
    /// The whole period.
    pub leads: i64,
    /// The sources, the largest first; empty unless they were asked for.
    pub sources: Vec<LeadSource>,
}

/// Leads created in a day, week or month.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadPiece {
    /// The days.
    pub days: Days,
    /// How many were created.
    pub leads: i64,
}

/// Leads of one source.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadSource {
    /// The source; null: none, or with `others` all those that are not shown.
    #[schema(example = "Referral")]
    pub source: Option<String>,
    /// Whether this is the others together.
    pub others: bool,
    /// How many in the whole period.
    pub leads: i64,
    /// How many in each piece, in the pieces' order.
    pub by_piece: Vec<i64>,
}

/// How long deals won in the period took.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesCycle {
    /// The months of the period, the first and the last cut off where it begins and ends.
    pub months: Vec<SalesCycleMonth>,
    /// Deals won in the whole period.
    pub won: i64,
    /// The median of the days from created to won; null when none was won.
    #[schema(example = 34.5)]
    pub median_days: Option<f64>,
}

/// How long the deals won in a month took.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesCycleMonth {
    /// The days.
    pub days: Days,
    /// Deals won.
    pub won: i64,
    /// The median of the days from created to won; null when none was won.
    #[schema(example = 34.5)]
    pub median_days: Option<f64>,
}

/// Activities of the period by the person whose they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityByPerson {
    /// The people, the busiest first.
    pub people: Vec<PersonsActivity>,
}

/// The activities of a person: those that happened or were due in the period, trashed ones left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonsActivity {
    /// Who; null: nobody's.
    pub user_id: Option<UserId>,
    /// The person's name.
    #[schema(example = "Dana Okafor")]
    pub name: Option<String>,
    /// Calls.
    pub calls: i64,
    /// Meetings.
    pub meetings: i64,
    /// E-mails.
    pub emails: i64,
    /// Tasks, done or not.
    pub tasks: i64,
    /// Tasks that are done.
    pub tasks_done: i64,
    /// Notes.
    pub notes: i64,
}

/// What open deals are expected to bring by month, beside what was won.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forecast {
    /// The months of the period, the first and the last cut off where it begins and ends.
    pub months: Vec<ForecastMonth>,
    /// Open deals of which nobody has said when they will close: they are in no month.
    pub undated: Vec<ForecastSum>,
}

/// The forecast of a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastMonth {
    /// The days.
    pub days: Days,
    /// Open deals that are expected to close in it, by category and currency.
    pub open: Vec<ForecastSum>,
    /// Deals won in it, by currency.
    pub won: Vec<CurrencySum>,
}

/// Open deals of one forecast category and one currency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ForecastSum {
    /// The category of the deals' stage: `commit`, `best_case` or `pipeline`.
    #[schema(example = "commit")]
    pub category: String,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// Deals in this category and currency.
    #[schema(example = 12)]
    pub deals: i64,
    /// How many of them have no amount yet; they count nothing.
    #[schema(example = 1)]
    pub without_amount: i64,
    /// The sum of their amounts, in minor units.
    #[schema(example = 84_000_000)]
    pub amount: i64,
    /// The sum of amount × the deal's own probability, each rounded half up to whole minor units.
    #[schema(example = 42_000_000)]
    pub weighted_amount: i64,
}

/// How much money the pipeline makes a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Velocity {
    /// Currency by currency.
    pub currencies: Vec<CurrencyVelocity>,
}

/// The velocity of one currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrencyVelocity {
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
    /// Deals that are open now.
    pub open: i64,
    /// Deals won in the period.
    pub won: i64,
    /// Deals lost in the period.
    pub lost: i64,
    /// `won` ÷ (`won` + `lost`); null when none was closed.
    #[schema(example = 0.41)]
    pub win_rate: Option<f64>,
    /// The average amount of the deals won that have one, in minor units; null when none has.
    #[schema(example = 2_100_000)]
    pub average_amount: Option<i64>,
    /// The median of the days from created to won; null when none was won.
    #[schema(example = 34.5)]
    pub median_days: Option<f64>,
    /// `open` × `average_amount` × `win_rate` ÷ `median_days`, in minor units a day; null when one of them is.
    #[schema(example = 310_000)]
    pub amount_per_day: Option<i64>,
}
