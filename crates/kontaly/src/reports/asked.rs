//! What a report is asked for, read from the query with everything that is wrong named at once.

use super::answers::Parameters;
use super::time::{Days, Grain};
use crate::http::{Cx, Error, FieldError, Result};
use axum::extract::Query;
use axum::http::Uri;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kontaly_access::{PipelineId, StageId, TeamId, UserId};
use std::str::FromStr;
use utoipa::{IntoParams, ToSchema};

/// Days that a period may reach: far enough for any business, and every instant of them can be told.
const FIRST_DAY: Date = date(1900, 1, 1);
/// See [`FIRST_DAY`].
const LAST_DAY: Date = date(2199, 12, 31);
/// Owners that one report may name.
const OWNERS_MAX: usize = 200;

/// The period and the people of a report.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeriodQuery {
    /// The first day of the period, in the workspace's time zone.
    #[param(value_type = Option<String>, format = Date, example = "2026-01-01")]
    pub from: Option<Date>,
    /// The last day of the period; it is part of it.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-23")]
    pub to: Option<Date>,
    /// Owners, with commas between them or one a parameter; `me` is whoever asks. Everybody's, when absent.
    #[param(value_type = Option<Vec<String>>, example = "me")]
    pub owner_id: Vec<UserId>,
    /// A team: what the people of it and of the teams below it own.
    pub team_id: Option<TeamId>,
}

/// The pipeline of a report on deals.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PipelineQuery {
    /// The pipeline; all, when absent.
    pub pipeline_id: Option<PipelineId>,
}

/// How a report on leads is cut.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SplitQuery {
    /// `day`, `week` or `month`, 120 of them at most; months when absent.
    #[param(value_type = Option<String>, example = "month")]
    pub by: Option<Grain>,
    /// Whether to tell the sources apart: the twelve largest, and the others together.
    #[param(value_type = Option<bool>)]
    pub by_source: bool,
}

/// Which deals a figure is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Of {
    /// Those created in the period.
    Created,
    /// Those closed in the period.
    Closed,
    /// Those that are open; with a period, those expected to close in it.
    #[default]
    Open,
    /// Those that are open and of which nobody has said when they will close.
    Undated,
}

/// Which of a report's deals are behind one figure.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowsQuery {
    /// What the period is about: `created`, `closed`, `open` (the expected close date) or `undated`; `open` when absent.
    #[param(value_type = Option<String>, example = "closed")]
    pub of: Of,
    /// `open`, `won` or `lost`.
    #[param(example = "won")]
    pub state: Option<String>,
    /// Those in this stage.
    pub stage_id: Option<StageId>,
    /// Those that have reached this stage, as the funnel counts it.
    pub reached: Option<StageId>,
    /// Those lost for this reason.
    pub lost_reason: Option<String>,
    /// Those in this currency.
    #[param(example = "EUR")]
    pub currency: Option<String>,
    /// Those in stages of this forecast category.
    #[param(example = "commit")]
    pub category: Option<String>,
    /// A field to sort by, with `-` in front for descending.
    #[param(example = "-created_at")]
    pub sort: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of the page: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

/// Everything that a report can be asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The period and the people.
    pub period: PeriodQuery,
    /// The pipeline.
    pub pipeline: PipelineQuery,
    /// How it is cut.
    pub split: SplitQuery,
    /// Which figure's rows.
    pub rows: RowsQuery,
}

/// The parameters of all reports, those of reports on deals, and those of reports on leads.
const OF_ALL: [&str; 4] = ["from", "to", "owner_id", "team_id"];
/// See [`OF_ALL`].
const OF_DEALS: [&str; 1] = ["pipeline_id"];
/// See [`OF_ALL`].
const OF_LEADS: [&str; 2] = ["by", "by_source"];
/// See [`OF_ALL`].
const OF_ROWS: [&str; 11] = [
    "pipeline_id",
    "of",
    "state",
    "stage_id",
    "reached",
    "lost_reason",
    "currency",
    "category",
    "sort",
    "cursor",
    "limit",
];

impl Asked {
    /// What a report on deals is asked for.
    ///
    /// # Errors
    /// 422 that names every parameter that is not one of them or cannot be understood.
    pub fn of_deals(cx: &Cx, uri: &Uri) -> Result<Self> {
        Self::read(cx, uri, &OF_DEALS)
    }

    /// What a report on leads is asked for.
    ///
    /// # Errors
    /// As [`Asked::of_deals`].
    pub fn of_leads(cx: &Cx, uri: &Uri) -> Result<Self> {
        Self::read(cx, uri, &OF_LEADS)
    }

    /// Which deals are asked for behind a figure.
    ///
    /// # Errors
    /// As [`Asked::of_deals`].
    pub fn of_rows(cx: &Cx, uri: &Uri) -> Result<Self> {
        Self::read(cx, uri, &OF_ROWS)
    }

    /// What a report on activities is asked for.
    ///
    /// # Errors
    /// As [`Asked::of_deals`].
    pub fn of_activities(cx: &Cx, uri: &Uri) -> Result<Self> {
        Self::read(cx, uri, &[])
    }

    fn read(cx: &Cx, uri: &Uri, besides: &[&str]) -> Result<Self> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| Error::query("query", "The query cannot be understood."))?;
        let mut asked = Self::default();
        let mut wrong = Vec::new();
        for (name, value) in &pairs {
            let taken = if OF_ALL.contains(&name.as_str()) || besides.contains(&name.as_str()) {
                asked.take(cx.user_id(), name, value)
            } else {
                Err("This report has no such parameter.".to_owned())
            };
            if let Err(message) = taken {
                wrong.push(FieldError { field: name.clone(), code: "invalid_parameter".to_owned(), message });
            }
        }
        if wrong.is_empty() { Ok(asked) } else { Err(Error::invalid(wrong)) }
    }

    /// Takes one parameter; an empty one is like none.
    fn take(&mut self, me: UserId, name: &str, value: &str) -> Result<(), String> {
        if value.is_empty() {
            return Ok(());
        }
        match name {
            "from" => self.period.from = Some(day(value)?),
            "to" => self.period.to = Some(day(value)?),
            "owner_id" => {
                for id in value.split(',').map(str::trim) {
                    let id = if id == "me" { me } else { parsed(id, "ids of people, or me")? };
                    self.period.owner_id.push(id);
                }
                if self.period.owner_id.len() > OWNERS_MAX {
                    return Err(format!("At most {OWNERS_MAX} owners."));
                }
            }
            "team_id" => self.period.team_id = Some(parsed(value, "the id of a team")?),
            "pipeline_id" => self.pipeline.pipeline_id = Some(parsed(value, "the id of a pipeline")?),
            "by" => self.split.by = Some(Grain::parse(value).ok_or("Give day, week or month.")?),
            "by_source" => self.split.by_source = parsed(value, "true or false")?,
            _ => self.rows.take(name, value)?,
        }
        Ok(())
    }

    /// The period asked for; where an end is missing, it is the year until today: eleven whole months and this one.
    ///
    /// # Errors
    /// 422 for one that ends before it begins.
    pub fn year_until(&self, today: Date) -> Result<Days> {
        let to = self.period.to.unwrap_or(today);
        let from = self.period.from.unwrap_or_else(|| to.first_of_month().saturating_sub(11.months()));
        ordered(Days { from, to })
    }

    /// The period asked for; where an end is missing, five whole months before the one of today, and six behind it.
    ///
    /// # Errors
    /// As [`Asked::year_until`].
    pub fn months_around(&self, today: Date) -> Result<Days> {
        let month = today.first_of_month();
        let from = self.period.from.unwrap_or_else(|| month.saturating_sub(5.months()));
        let last = from.first_of_month().saturating_add(11.months()).max(month.saturating_add(6.months()));
        let to = self.period.to.unwrap_or_else(|| last.last_of_month().min(LAST_DAY));
        ordered(Days { from, to })
    }

    /// The period asked for, if one was: where one end is missing, it is open.
    ///
    /// # Errors
    /// As [`Asked::year_until`].
    pub fn any_time(&self) -> Result<Option<Days>> {
        match (self.period.from, self.period.to) {
            (None, None) => Ok(None),
            (from, to) => {
                ordered(Days { from: from.unwrap_or(FIRST_DAY), to: to.unwrap_or(LAST_DAY) }).map(Some)
            }
        }
    }

    /// The parameters as an answer says them.
    #[must_use]
    pub fn parameters(&self, cx: &Cx, period: Option<Days>, by: Option<Grain>) -> Parameters {
        Parameters {
            from: period.map(|days| days.from),
            to: period.map(|days| days.to),
            time_zone: cx.tenant().time_zone.clone(),
            owner_ids: self.period.owner_id.clone(),
            team_id: self.period.team_id,
            pipeline_id: self.pipeline.pipeline_id,
            by,
        }
    }
}

impl RowsQuery {
    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        let text =
            || if value.contains('\0') { Err("Give text.".to_owned()) } else { Ok(Some(value.to_owned())) };
        match name {
            "of" => self.of = Of::parse(value).ok_or("Give created, closed, open or undated.")?,
            "state" => self.state = Some(one_of(value, &["open", "won", "lost"])?),
            "stage_id" => self.stage_id = Some(parsed(value, "the id of a stage")?),
            "reached" => self.reached = Some(parsed(value, "the id of a stage")?),
            "lost_reason" => self.lost_reason = text()?,
            "currency" => self.currency = text()?,
            "category" => self.category = Some(one_of(value, &["commit", "best_case", "pipeline"])?),
            "sort" => self.sort = text()?,
            "cursor" => self.cursor = text()?,
            _ => self.limit = Some(parsed(value, "a number of rows")?),
        }
        Ok(())
    }
}

impl Of {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "created" => Some(Self::Created),
            "closed" => Some(Self::Closed),
            "open" => Some(Self::Open),
            "undated" => Some(Self::Undated),
            _ => None,
        }
    }
}

/// The workspace's time zone.
///
/// # Errors
/// 500 for a name that this machine's data does not know: tenants are made with known ones.
pub fn zone(cx: &Cx) -> Result<TimeZone> {
    TimeZone::get(&cx.tenant().time_zone).map_err(|error| Error::internal(error.to_string()))
}

fn ordered(days: Days) -> Result<Days> {
    if days.from <= days.to { Ok(days) } else { Err(Error::query("to", "The period ends before it begins.")) }
}

fn day(text: &str) -> Result<Date, String> {
    let day: Date = parsed(text, "a day such as 2026-11-23")?;
    let within = (FIRST_DAY..=LAST_DAY).contains(&day);
    if within { Ok(day) } else { Err(format!("Days are from {FIRST_DAY} to {LAST_DAY}.")) }
}

fn one_of(text: &str, known: &[&str]) -> Result<String, String> {
    if known.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err(format!("Give one of {}.", known.join(", ")))
    }
}

fn parsed<T: FromStr>(text: &str, wanted: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("Give {wanted}."))
}
