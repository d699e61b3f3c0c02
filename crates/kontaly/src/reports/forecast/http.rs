//! The forecast over HTTP.

use super::store;
use crate::http::{Cx, Problem, Result};
use crate::reports::answers::{Forecast, Report};
use crate::reports::asked::{Asked, PeriodQuery, PipelineQuery};
use crate::reports::http::{cut, today};
use crate::reports::time::Grain;
use axum::Json;
use axum::http::Uri;
use kontaly_access::Permission;

/// Open deals by the month in which they are expected to close and by forecast category, weighted and not, beside the
/// deals won in that month (five months back and six ahead, when no period is given). Deals in stages that the forecast
/// omits are left out.
#[utoipa::path(get, path = "/api/reports/forecast", tag = "reports", operation_id = "report_forecast", params(PeriodQuery, PipelineQuery),
    responses((status = 200, body = Report<Forecast>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_forecast(cx: Cx, uri: Uri) -> Result<Json<Report<Forecast>>> {
    let asked = Asked::of_deals(&cx, &uri)?;
    let period = asked.months_around(today(&cx)?)?;
    let (months, bounds) = cut(&cx, period, Grain::Month)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let figures = store::forecast(&mut tx, &asked, months, &bounds).await?;
    Ok(Json(Report {
        definition: "reports.forecast.definition",
        parameters: asked.parameters(&cx, Some(period), Some(Grain::Month)),
        figures,
    }))
}
