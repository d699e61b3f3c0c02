//! If-Match: a change says which version of the record it was made on.

use super::error::Error;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};

/// The version that the If-Match header names: `"7"`. Required wherever a handler takes it.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

impl IfMatch {
    /// Refuses with the current record when it has moved on.
    ///
    /// # Errors
    /// 409 `version_conflict`.
    pub fn check(self, version: i32, current: &impl serde::Serialize) -> Result<(), Error> {
        if self.0 == version { Ok(()) } else { Err(Error::version_conflict(current)) }
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(Error::new(
                StatusCode::PRECONDITION_REQUIRED,
                "precondition_required",
                "Say which version you changed, with If-Match: \"<version>\".",
            ));
        };
        let version = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
        version.map(Self).ok_or_else(|| {
            Error::new(
                StatusCode::BAD_REQUEST,
                "bad_precondition",
                "If-Match must be a record's version, such as \"7\".",
            )
        })
    }
}
