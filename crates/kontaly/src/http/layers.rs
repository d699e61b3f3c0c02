//! The layers around every request: id, log line, limits, security headers, and the one place that writes problems.

use super::cx::RequestId;
use super::error::{Problem, Told};
use crate::app::App;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, Predicate, SizeAbove};
use uuid::Uuid;

/// Below this many bytes an answer fits one packet anyway.
const WORTH_COMPRESSING: u64 = 1_400;

/// Whether an answer is text of the server's own: files of the build were compressed when they were built.
#[derive(Clone, Copy)]
pub struct OwnText;

impl Predicate for OwnText {
    fn should_compress<B: axum::body::HttpBody>(&self, response: &axum::http::Response<B>) -> bool {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next());
        matches!(kind, Some("application/json" | "application/problem+json" | "text/html" | "text/csv"))
    }
}

/// Compresses what the server writes for whoever understands it, fast rather than well: the first 50 leads
/// of a list come in 9.5 kB. Lengths tell a listener nothing that they could steer: no answer repeats a stranger's words beside a secret.
#[must_use]
pub fn compression() -> CompressionLayer<And<SizeAbove, OwnText>> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(WORTH_COMPRESSING).and(OwnText))
}

/// How long a request may take, the reading of its body included.
const REQUEST_SECONDS_MAX: u64 = 30;
/// The same for a file that is uploaded or looked at anew; its handler watches that the bytes keep coming.
const UPLOAD_SECONDS_MAX: u64 = 15 * 60;

fn seconds_max(request: &Request) -> u64 {
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    if writes && (path.starts_with("/api/imports") || path.ends_with("/attachments")) {
        UPLOAD_SECONDS_MAX
    } else {
        REQUEST_SECONDS_MAX
    }
}

/// The outermost layer: gives the request its id, logs it, stops it after 30 s, and sets the headers that every
/// answer has.
pub async fn outermost(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id: Uuid = app.clock.id();
    request.extensions_mut().insert(RequestId(id));
    let address = client_address(&app, &request);
    request.extensions_mut().insert(ClientAddress(address));
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let started = Instant::now();
    let draining = app.draining.load(Ordering::Relaxed);
    let seconds = seconds_max(&request);
    let answer = tokio::time::timeout(Duration::from_secs(seconds), next.run(request)).await;
    let response = answer.unwrap_or_else(|_| {
        let detail = format!("This took longer than {seconds} seconds.");
        super::Error::new(StatusCode::REQUEST_TIMEOUT, "timeout", detail).into_response()
    });
    let mut response = problems(response, id, path.starts_with("/api"));
    let status = response.status().as_u16();
    // The query is not logged: it can hold what people searched for.
    tracing::info!(request_id = %id, %method, %path, status, micros = started.elapsed().as_micros() as u64, "request");
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        headers.insert("x-request-id", id);
    }
    if draining {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The address of the client, as far as it can be believed.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What is counted as one asker: the address, or of IPv6 the /64, of which anybody has every address.
    #[must_use]
    pub fn network(&self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

/// The peer's address, or, when the peer is one of our proxies, the last address in X-Forwarded-For that is not.
fn client_address(app: &App, request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical());
    let trusted = &app.settings.trusted_proxies;
    if !trusted.contains(&peer) {
        return peer;
    }
    let mut hops = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let mut client = peer;
    while let Some(hop) = hops.next_back() {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !trusted.contains(&client) {
            break;
        }
    }
    client
}

/// Whether this process can serve: it is not draining, and the database answers.
pub async fn ready(State(app): State<App>) -> Response {
    if app.draining.load(Ordering::Relaxed) {
        return super::Error::unavailable("draining").into_response();
    }
    let mut tx = app.db.router();
    match tx.closing().query(kontaly_db::sql("select 1")).await {
        Ok(_) => "ready".into_response(),
        Err(error) => super::Error::from(error).into_response(),
    }
}

/// `style-src-attr` stays closed: the browser side sets styles through the DOM only.
const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cache-control", "no-store"),
];

/// Writes the body of every answer that is not a success, whoever refused: a handler, an extractor, axum's own 404,
/// 405, 413 and 415, or a layer.
fn problems(response: Response, id: Uuid, api: bool) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let told = response.extensions().get::<Told>().cloned();
    if told.is_none() && !api {
        // A page of ours that happens to be an error page.
        return response;
    }
    let (mut problem, cause) = match told {
        Some(Told(problem, cause)) => (problem, cause),
        None => (of_status(status), None),
    };
    if status.is_server_error() {
        tracing::error!(request_id = %id, code = %problem.code, cause = cause.as_deref().unwrap_or("-"), "problem");
    } else if let Some(cause) = cause {
        tracing::warn!(request_id = %id, code = %problem.code, cause, "problem");
    }
    problem.request_id = Some(id);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    Response::from_parts(parts, Body::from(body))
}

fn of_status(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "This address does not answer that method."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The request is larger than allowed."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("unsupported_media_type", "Send JSON, with Content-Type: application/json.")
        }
        StatusCode::URI_TOO_LONG => ("too_long", "The address is longer than allowed."),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
            ("headers_too_large", "The headers are larger than allowed.")
        }
        StatusCode::BAD_REQUEST => ("bad_request", "The request cannot be understood."),
        status if status.is_server_error() => {
            ("internal", "Something went wrong on our side. It has been logged.")
        }
        _ => ("refused", "The request was refused."),
    };
    Problem {
        kind: format!("/api/docs#problem-{code}"),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: detail.to_owned(),
        request_id: None,
        fields: Vec::new(),
        current: None,
    }
}

#[cfg(test)]
mod tests {
    use super::ClientAddress;

    #[test]
    fn an_asker_is_an_address_or_a_network_of_ipv6() {
        let network = |address: &str| ClientAddress(address.parse().expect("an address")).network();
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:ffff::1"), network("2001:db8:1:2::2"));
    }
}
