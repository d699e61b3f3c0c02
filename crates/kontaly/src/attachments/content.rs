//! A file's bytes on their way out: whole or a range of them, to be saved, or shown where that is safe.

use super::{Attachment, rules};
use crate::http::{Error, Result};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::TryStreamExt;
use object_store::GetResult;
use std::ops::Range;

/// What a page made of these bytes could do: nothing, not even be of our origin.
const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// The same for a PDF, which browsers show by a viewer of their own; that does not run inside a sandbox.
const PDF_VIEWER: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'";

/// What a request asks of a file.
pub struct Asked {
    /// Which of its bytes; `None`: all.
    pub range: Option<Range<u64>>,
    /// Whether it is to be shown rather than saved. Only what is safe to be shown is.
    pub inline: bool,
}

impl Asked {
    /// Reads the headers of a request for a file. Several ranges at once are answered with all of it.
    ///
    /// # Errors
    /// 416 for a range beyond the end.
    pub fn of(headers: &HeaderMap, inline: bool, file: &Attachment) -> Result<Self> {
        let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
        let range = range.and_then(|text| range_of(text, u64::try_from(file.size_bytes).unwrap_or_default()));
        let range = range.transpose().map_err(|()| {
            let detail = format!("The file ends after {} bytes.", file.size_bytes);
            Error::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_not_satisfiable", detail)
        })?;
        Ok(Self { range, inline: inline && rules::is_shown(&file.media_type) })
    }
}

/// The range that a header asks for; `None` for what is none of a single range of bytes, `Err` for one beyond the end.
fn range_of(text: &str, size: u64) -> Option<Result<Range<u64>, ()>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    if first.is_empty() {
        let wanted: u64 = last.trim().parse().ok()?;
        return Some(if wanted == 0 { Err(()) } else { Ok(size.saturating_sub(wanted)..size) });
    }
    let start: u64 = first.trim().parse().ok()?;
    let end =
        if last.is_empty() { size } else { last.trim().parse::<u64>().ok()?.saturating_add(1).min(size) };
    Some(if start < end { Ok(start..end) } else { Err(()) })
}

/// Whether the asker has these very bytes.
#[must_use]
pub fn is_known(headers: &HeaderMap, file: &Attachment) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.contains(&etag(file))
}

fn etag(file: &Attachment) -> String {
    format!("\"{}\"", file.sha256)
}

/// The answer to whoever has the bytes already.
#[must_use]
pub fn unchanged(file: &Attachment) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, etag(file)), (header::CACHE_CONTROL, KEPT.to_owned())])
        .into_response()
}

/// A browser may keep the bytes, and asks each time whether it may still see them.
const KEPT: &str = "private, no-cache";

/// The answer: the bytes as they come out of the vault.
#[must_use]
pub fn answer(file: &Attachment, asked: &Asked, object: GetResult) -> Response {
    let range = object.range.clone();
    let bytes = object.into_stream().map_err(std::io::Error::other);
    let mut response = Body::from_stream(bytes).into_response();
    if asked.range.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    let media_type = if asked.inline { &file.media_type } else { rules::UNKNOWN_TYPE };
    let pdf = asked.inline && file.media_type == "application/pdf";
    let policy = if pdf { PDF_VIEWER } else { SANDBOX };
    let mut told = vec![
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_LENGTH, (range.end - range.start).to_string()),
        (header::CONTENT_DISPOSITION, disposition(&file.name, asked.inline)),
        (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, etag(file)),
        (header::CACHE_CONTROL, KEPT.to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    if asked.range.is_some() {
        let of = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), file.size_bytes);
        told.push((header::CONTENT_RANGE, of));
    }
    let told = told.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(&value).ok()?)));
    response.headers_mut().extend(told);
    response
}

/// The name twice: in ASCII for old programs, and as it is (RFC 6266, RFC 8187).
#[must_use]
pub fn disposition(name: &str, inline: bool) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| if (c.is_ascii_graphic() || c == ' ') && !"\"\\%".contains(c) { c } else { '_' })
        .collect();
    let exact: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_within_its_header() {
        assert_eq!(
            disposition("Angebot \"für\" 100%\\.pdf", false),
            "attachment; filename=\"Angebot _f_r_ 100__.pdf\"; filename*=UTF-8''Angebot%20%22f%C3%BCr%22%20100%25%5C.pdf"
        );
        assert!(!disposition("a\r\nb: c", true).contains(['\r', '\n']));
    }

    #[test]
    fn ranges_are_read_as_they_are_meant() {
        for (text, range) in [
            ("bytes=0-9", Some(Ok(0..10))),
            ("bytes=90-", Some(Ok(90..100))),
            ("bytes=90-500", Some(Ok(90..100))),
            ("bytes=-10", Some(Ok(90..100))),
            ("bytes=-500", Some(Ok(0..100))),
            ("bytes=100-", Some(Err(()))),
            ("bytes=9-5", Some(Err(()))),
            ("bytes=-0", Some(Err(()))),
            ("bytes=0-1,5-9", None),
            ("lines=0-9", None),
            ("bytes=", None),
        ] {
            assert_eq!(range_of(text, 100), range, "{text}");
        }
    }
}
