//! The deals behind a figure over HTTP.

use super::store::{self, Period};
use crate::deals::Deal;
use crate::http::{Count, Cx, Page, Problem, Result};
use crate::reports::asked::{Asked, PeriodQuery, PipelineQuery, RowsQuery};
use crate::reports::http::ends;
use axum::Json;
use axum::http::Uri;
use kontaly_access::Permission;

fn period(cx: &Cx, asked: &Asked) -> Result<Period> {
    let Some(days) = asked.any_time()? else { return Ok(None) };
    let (from, until) = ends(cx, days)?;
    Ok(Some((days, from, until)))
}

/// The deals behind a bar, a step or a point of a report: asked as the report was, and narrowed to the one figure.
#[utoipa::path(get, path = "/api/reports/deals", tag = "reports", operation_id = "report_deals", params(PeriodQuery, PipelineQuery, RowsQuery),
    responses((status = 200, body = Page<Deal>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_deals(cx: Cx, uri: Uri) -> Result<Json<Page<Deal>>> {
    let asked = Asked::of_rows(&cx, &uri)?;
    let period = period(&cx, &asked)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    Ok(Json(store::list(&mut tx, &asked, period).await?))
}

/// How many deals are behind a figure of a report: exactly as many as the figure says.
#[utoipa::path(get, path = "/api/reports/deals/count", tag = "reports", operation_id = "count_report_deals", params(PeriodQuery, PipelineQuery, RowsQuery),
    responses((status = 200, body = Count), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn count_report_deals(cx: Cx, uri: Uri) -> Result<Json<Count>> {
    let asked = Asked::of_rows(&cx, &uri)?;
    let period = period(&cx, &asked)?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    Ok(Json(store::count(&mut tx, &asked, period).await?))
}
