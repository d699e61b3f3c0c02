//! Reports over HTTP.

use super::answers::{
    ActivityByPerson, DealOutcome, Funnel, LeadPiece, LeadsOverTime, OpenPipeline, Report, SalesCycle,
    SalesCycleMonth, WonLost, WonLostMonth,
};
use super::asked::{Asked, PeriodQuery, PipelineQuery, SplitQuery, zone};
use super::time::{Days, Grain, PIECES_MAX, boundaries, patchwork, pieces};
use super::{closed, deals, store};
use crate::http::{Cx, Error, Problem, Result};
use axum::Json;
use axum::http::Uri;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_access::Permission;

/// The workspace's day.
pub(super) fn today(cx: &Cx) -> Result<Date> {
    Ok(zone(cx)?.to_datetime(cx.now).date())
}

/// The pieces of a period and the instants between which they lie.
pub(super) fn cut(cx: &Cx, period: Days, by: Grain) -> Result<(Vec<Days>, Vec<Timestamp>)> {
    let pieces = pieces(period, by).ok_or_else(|| {
        Error::query(
            "by",
            format!(
                "This period has more than {PIECES_MAX} of these. Choose longer ones, or a shorter period."
            ),
        )
    })?;
    let bounds =
        boundaries(&pieces, &zone(cx)?).ok_or_else(|| Error::query("from", "This period cannot be told."))?;
    Ok((pieces, bounds))
}

/// The instant at which a period begins, and the one at which it has ended.
pub(super) fn ends(cx: &Cx, period: Days) -> Result<(Timestamp, Timestamp)> {
    match boundaries(&[period], &zone(cx)?).as_deref() {
        Some([from, until]) => Ok((*from, *until)),
        _ => Err(Error::query("from", "This period cannot be told.")),
    }
}

/// Deals by the stages that they have reached, with the share of the stage before: a funnel a pipeline, of the deals
/// created in the period (the last twelve months, when absent).
#[utoipa::path(get, path = "/api/reports/funnel", tag = "reports", operation_id = "report_funnel", params(PeriodQuery, PipelineQuery),
    responses((status = 200, body = Report<Funnel>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_funnel(cx: Cx, uri: Uri) -> Result<Json<Report<Funnel>>> {
    let asked = Asked::of_deals(&cx, &uri)?;
    let period = asked.year_until(today(&cx)?)?;
    let (from, until) = ends(&cx, period)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let pipelines = deals::store::funnel(&mut tx, &asked, from, until).await?;
    Ok(Json(Report {
        definition: "reports.funnel.definition",
        parameters: asked.parameters(&cx, Some(period), None),
        figures: Funnel { pipelines },
    }))
}

/// Open deals by stage: how many, their amounts and their weighted amounts, by currency. With a period, those whose
/// expected close date lies in it.
#[utoipa::path(get, path = "/api/reports/pipeline", tag = "reports", operation_id = "report_pipeline", params(PeriodQuery, PipelineQuery),
    responses((status = 200, body = Report<OpenPipeline>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_pipeline(cx: Cx, uri: Uri) -> Result<Json<Report<OpenPipeline>>> {
    let asked = Asked::of_deals(&cx, &uri)?;
    let expected = asked.any_time()?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let figures = deals::store::open_pipeline(&mut tx, &asked, expected).await?;
    Ok(Json(Report {
        definition: "reports.pipeline.definition",
        parameters: asked.parameters(&cx, expected, None),
        figures,
    }))
}

/// Deals won and lost by the month in which they were closed, with amounts by currency, win rates and lost reasons (the
/// last twelve months, when no period is given).
#[utoipa::path(get, path = "/api/reports/won-lost", tag = "reports", operation_id = "report_won_lost", params(PeriodQuery, PipelineQuery),
    responses((status = 200, body = Report<WonLost>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_won_lost(cx: Cx, uri: Uri) -> Result<Json<Report<WonLost>>> {
    let asked = Asked::of_deals(&cx, &uri)?;
    let period = asked.year_until(today(&cx)?)?;
    let (pieces, bounds) = cut(&cx, period, Grain::Month)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let (outcomes, lost_reasons) = closed::store::won_lost(&mut tx, &asked, &bounds).await?;
    let mut total = DealOutcome::default();
    outcomes.iter().for_each(|outcome| total.add_all(outcome));
    let months = pieces.into_iter().zip(outcomes).map(|(days, outcome)| WonLostMonth { days, outcome });
    Ok(Json(Report {
        definition: "reports.won_lost.definition",
        parameters: asked.parameters(&cx, Some(period), Some(Grain::Month)),
        figures: WonLost { months: months.collect(), total, lost_reasons },
    }))
}

/// Leads by the day, week or month in which they were created, and by source where asked for (by month over the last
/// twelve months, when nothing is said).
#[utoipa::path(get, path = "/api/reports/leads-over-time", tag = "reports", operation_id = "report_leads_over_time", params(PeriodQuery, SplitQuery),
    responses((status = 200, body = Report<LeadsOverTime>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_leads_over_time(cx: Cx, uri: Uri) -> Result<Json<Report<LeadsOverTime>>> {
    let asked = Asked::of_leads(&cx, &uri)?;
    let period = asked.year_until(today(&cx)?)?;
    let by = asked.split.by.unwrap_or(Grain::Month);
    let (days, bounds) = cut(&cx, period, by)?;
    let work = patchwork(&bounds).ok_or_else(|| Error::query("from", "This period cannot be told."))?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let (counts, sources) = store::leads(&mut tx, &asked, work).await?;
    let leads = counts.iter().sum();
    let pieces = days.into_iter().zip(counts).map(|(days, leads)| LeadPiece { days, leads }).collect();
    Ok(Json(Report {
        definition: "reports.leads_over_time.definition",
        parameters: asked.parameters(&cx, Some(period), Some(by)),
        figures: LeadsOverTime { pieces, leads, sources },
    }))
}

/// How long won deals took: the median of the days from created to won, by the month in which they were won (the last
/// twelve months, when no period is given).
#[utoipa::path(get, path = "/api/reports/sales-cycle", tag = "reports", operation_id = "report_sales_cycle", params(PeriodQuery, PipelineQuery),
    responses((status = 200, body = Report<SalesCycle>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_sales_cycle(cx: Cx, uri: Uri) -> Result<Json<Report<SalesCycle>>> {
    let asked = Asked::of_deals(&cx, &uri)?;
    let period = asked.year_until(today(&cx)?)?;
    let (pieces, bounds) = cut(&cx, period, Grain::Month)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let mut cycles = closed::store::sales_cycle(&mut tx, &asked, &bounds).await?;
    let (won, all) = cycles.pop().unwrap_or_default();
    let months = pieces.into_iter().zip(cycles).map(|(days, (won, seconds))| SalesCycleMonth {
        days,
        won,
        median_days: seconds.map(in_days),
    });
    Ok(Json(Report {
        definition: "reports.sales_cycle.definition",
        parameters: asked.parameters(&cx, Some(period), Some(Grain::Month)),
        figures: SalesCycle { months: months.collect(), won, median_days: all.map(in_days) },
    }))
}

fn in_days(seconds: f64) -> f64 {
    seconds / 86_400.0
}

/// Calls, meetings, e-mails, tasks and notes by the person whose they are (the last twelve months, when no period is
/// given). `owner_id` and `team_id` are here those of that person, not of the record.
#[utoipa::path(get, path = "/api/reports/activity-by-person", tag = "reports", operation_id = "report_activity_by_person", params(PeriodQuery),
    responses((status = 200, body = Report<ActivityByPerson>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_activity_by_person(cx: Cx, uri: Uri) -> Result<Json<Report<ActivityByPerson>>> {
    let asked = Asked::of_activities(&cx, &uri)?;
    let period = asked.year_until(today(&cx)?)?;
    let (from, until) = ends(&cx, period)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let people = store::activity_by_person(&mut tx, &asked, from, until).await?;
    Ok(Json(Report {
        definition: "reports.activity_by_person.definition",
        parameters: asked.parameters(&cx, Some(period), None),
        figures: ActivityByPerson { people },
    }))
}
