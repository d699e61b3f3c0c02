//! Interactive documentation of the API at `/api/docs`, from the browser application's own build: no CDN.

use super::assets;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// Looser than everywhere else in one point: the documentation's web component carries its styles inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers with the documentation's page.
pub async fn page() -> Response {
    let Some(html) = assets::file("docs.html") else {
        let missing = "The documentation was not built: run `make web`.";
        return (StatusCode::SERVICE_UNAVAILABLE, missing).into_response();
    };
    let html = String::from_utf8_lossy(&html).into_owned();
    ([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))], Html(html)).into_response()
}
