//! A body that is taken in as it comes, and is never whole in memory.

use super::{Error, Result};
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use http_body_util::BodyExt;
use std::time::Duration;

/// How long a sender may keep us waiting for the next bytes.
const IDLE: Duration = Duration::from_secs(30);

/// The next bytes of a body; none at its end.
///
/// # Errors
/// 408 when they do not come, 400 when the body broke off.
pub async fn next(body: &mut Body) -> Result<Option<Bytes>> {
    loop {
        let frame = tokio::time::timeout(IDLE, body.frame())
            .await
            .map_err(|_| Error::new(StatusCode::REQUEST_TIMEOUT, "timeout", "The file stopped coming."))?;
        let Some(frame) = frame else { return Ok(None) };
        let frame = frame.map_err(|_| {
            Error::new(StatusCode::BAD_REQUEST, "unreadable_body", "The body could not be read.")
        })?;
        if let Ok(bytes) = frame.into_data() {
            return Ok(Some(bytes));
        }
    }
}
