//! The points over HTTP.

use super::store;
use crate::http::{Cx, Problem, Result};
use crate::reports::asked::{Asked, PeriodQuery};
use crate::reports::http::ends;
use axum::http::{Uri, header};
use axum::response::IntoResponse;
use kontaly_access::Permission;

/// Leads as points: when they were created, score, amount, status and id, in columns of little-endian numbers behind a
/// JSON head (of all time, when no period is given). The newest 100,000 at most; the head says whether there are more.
#[utoipa::path(get, path = "/api/reports/lead-points", tag = "reports", operation_id = "report_lead_points", params(PeriodQuery),
    responses((status = 200, body = String, content_type = "application/octet-stream"), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn report_lead_points(cx: Cx, uri: Uri) -> Result<impl IntoResponse> {
    let asked = Asked::of_activities(&cx, &uri)?;
    let period = asked.any_time()?.map(|days| ends(&cx, days)).transpose()?;
    let mut tx = cx.begin(Permission::ReportsRead)?;
    let points = store::points(&mut tx, &asked, period).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], points.bytes()))
}
