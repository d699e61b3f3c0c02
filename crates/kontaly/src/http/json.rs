//! Bodies: JSON with limits, and errors that name the field.

use super::error::Error;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// Bytes of a JSON body at most.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// A JSON body, read with limits: 1 MiB, 128 levels deep (`serde_json`'s own), no U+0000 anywhere.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Error::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send JSON, with Content-Type: application/json.",
            ));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is larger than 1 MiB.")
            } else {
                Error::new(StatusCode::BAD_REQUEST, "unreadable_body", "The body could not be read.")
            }
        })?;
        read(&bytes).map(Self)
    }
}

/// Reads JSON as [`Body`] does.
///
/// # Errors
/// 400 for what is not JSON, 422 for what does not fit, with the field's name.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    refuse_nul(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let inner = error.inner();
        if inner.is_data() {
            let path = error.path().to_string();
            let message = inner.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            Error::field(if path == "." { "body" } else { &path }, "wrong_type", message)
        } else {
            Error::new(StatusCode::BAD_REQUEST, "not_json", "The body is not valid JSON.")
        }
    })?;
    deserializer.end().map_err(|_| {
        Error::new(StatusCode::BAD_REQUEST, "not_json", "There is something behind the JSON.")
    })?;
    Ok(value)
}

/// PostgreSQL keeps no U+0000 in a text: say so here, where the body can still be named.
fn refuse_nul(bytes: &[u8]) -> Result<(), Error> {
    let suspicious = bytes.windows(6).any(|window| window == br"\u0000");
    if !suspicious {
        return Ok(());
    }
    let holds_nul = |value: &serde_json::Value| {
        let mut todo = vec![value];
        while let Some(value) = todo.pop() {
            match value {
                serde_json::Value::String(text) if text.contains('\0') => return true,
                serde_json::Value::Array(items) => todo.extend(items),
                serde_json::Value::Object(members) => {
                    if members.keys().any(|key| key.contains('\0')) {
                        return true;
                    }
                    todo.extend(members.values());
                }
                _ => {}
            }
        }
        false
    };
    match serde_json::from_slice(bytes) {
        Ok(value) if holds_nul(&value) => {
            Err(Error::field("body", "nul", "The character U+0000 cannot be stored."))
        }
        _ => Ok(()),
    }
}
