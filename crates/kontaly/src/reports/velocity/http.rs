//! Velocity over HTTP.

use super::store;
use crate::http::{Cx, Problem, Result};
use crate::reports::answers::{Report, Velocity};
use crate::reports::asked::{Asked, PeriodQuery, PipelineQuery};
use crate::reports::http::{ends, today};
use axum::Json;
use axum::http::Uri;
use kontaly_access::Permission;

/// How much a pipeline brings a day, by currency: open deals × the average amount of those won in the period × the win
/// rate ÷ the sales cycle in days (the last twelve months, when no period is given).
#[utoipa::path(get, path = "/api/reports/velocity", tag = "reports", operation_id = "report_velocity", params(PeriodQuery, PipelineQuery),
    responses((status = 200, body = Report<Velocity>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_velocity(cx: Cx, uri: Uri) -> Result<Json<Report<Velocity>>> {
    let asked = Asked::of_deals(&cx, &uri)?;
    let period = asked.year_until(today(&cx)?)?;
    let (from, until) = ends(&cx, period)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let currencies = store::velocity(&mut tx, &asked, from, until).await?;
    Ok(Json(Report {
        definition: "reports.velocity.definition",
        parameters: asked.parameters(&cx, Some(period), None),
        figures: Velocity { currencies },
    }))
}
