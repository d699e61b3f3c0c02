//! The browser application, built into the binary and served as it was compressed at build time.

use crate::accounts::http as accounts;
use crate::app::App;
use crate::http::{Cx, guard, hints, pages};
use crate::language::Language;
use crate::tenancy::{Tenant, TenantCard};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde_json::json;
use std::sync::Arc;

#[derive(RustEmbed)]
#[allow_missing = true]
#[folder = "../../web/dist/"]
struct Dist;

/// The style of the pages that the server writes itself.
const PAGE_CSS: &str = include_str!("page.css");

/// Answers with the style of the server's own pages.
pub async fn page_css() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], PAGE_CSS).into_response()
}

/// Answers whatever is not the API: an asset by its name, or the application's page for an address of its own.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path();
    let path = path.strip_prefix('/').unwrap_or(path);
    // `//other.example/…` is another host's address to whoever resolves it, and so is `/\other.example/…` to a browser.
    if path.starts_with(['/', '\\']) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match asset(path, request.headers()) {
        Some(response) => response,
        // An address with a dot in its last part is a file that is not there, not a page of the application.
        None if path.rsplit('/').next().is_some_and(|last| last.contains('.')) => {
            StatusCode::NOT_FOUND.into_response()
        }
        None => {
            let Some(tenant) = request.extensions().get::<Arc<Tenant>>().cloned() else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let cx = guard::authenticate(&app, &request).ok();
            let asked = Language::asked(request.headers());
            application(&app, &tenant, cx, request.uri(), asked).await
        }
    }
}

/// Answers at the front door: an asset by its name, or one of its few pages.
pub fn serve_front_door(app: &App, request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path();
    let path = path.strip_prefix('/').unwrap_or(path);
    if let Some(response) = asset(path, request.headers()) {
        return response;
    }
    if !matches!(path, "" | "sign-up" | "find") {
        return pages::nothing_here(&app.settings);
    }
    let boot = json!({ "example": app.settings.workspace_url("SLUG"), "sign_up": app.settings.sign_up });
    page("front-door.html", Language::asked(request.headers()).unwrap_or_default(), "", &boot)
}

/// Answers at the console's address: an asset by its name, or the console's page. Who is signed in, it asks for itself.
pub fn serve_console(request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path();
    let path = path.strip_prefix('/').unwrap_or(path);
    if let Some(response) = asset(path, request.headers()) {
        return response;
    }
    if path.starts_with(['/', '\\']) || path.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return StatusCode::NOT_FOUND.into_response();
    }
    page("console.html", Language::asked(request.headers()).unwrap_or_default(), "", &json!({}))
}

/// A page of the build with what its first paint needs written into it: its language, what comes with it, and what it is told.
fn page(name: &str, language: Language, hints: &str, boot: &serde_json::Value) -> Response {
    let Some(page) = Dist::get(name) else {
        let missing = "The browser application was not built: run `make web`.";
        return (StatusCode::SERVICE_UNAVAILABLE, missing).into_response();
    };
    // A data block is not executed; `<` must not end it.
    let boot = boot.to_string().replace('<', "\\u003c");
    let html = in_language(&String::from_utf8_lossy(&page.data), language)
        .replace("<!--boot-->", &format!("<script type=\"application/json\" id=\"boot\">{boot}</script>"))
        .replacen("</head>", &format!("{hints}</head>"), 1);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// The build's page says English, and names the file of each language's words (web/build/preload-hints.ts): ours is the one
/// that the browser is to load at once.
fn in_language(html: &str, language: Language) -> String {
    let (tag, direction) = (language.tag(), language.direction());
    html.replacen("<html lang=\"en\" dir=\"ltr\">", &format!("<html lang=\"{tag}\" dir=\"{direction}\">"), 1)
        .replacen(
            &format!("rel=\"words\" hreflang=\"{tag}\""),
            &format!("rel=\"modulepreload\" hreflang=\"{tag}\""),
            1,
        )
}

/// A file of the build, as it is.
pub(super) fn file(path: &str) -> Option<std::borrow::Cow<'static, [u8]>> {
    Dist::get(path).map(|file| file.data)
}

fn asset(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || path.ends_with(".html") || path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let accepts =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let offers = |coding: &str| {
        accepts.split(',').any(|offer| offer.split(';').next().unwrap_or_default().trim() == coding)
    };
    let (file, coding) = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| offers(coding))
        .find_map(|(coding, suffix)| Some((Dist::get(&format!("{path}{suffix}"))?, Some(coding))))
        .or_else(|| Some((Dist::get(path)?, None)))?;
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    // The name of a built asset changes with its content.
    let forever = path.starts_with("assets/");
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if forever {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=300"
        }),
    );
    Some(response)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The application's page, with what its first paint needs inlined: whose workspace it is, and who is signed in.
async fn application(
    app: &App,
    tenant: &Tenant,
    cx: Option<Cx>,
    uri: &Uri,
    asked: Option<Language>,
) -> Response {
    let session = match cx {
        // A session that has ended shows the sign-in page; so does a database that cannot be asked.
        Some(cx) => accounts::signed_in(&cx).await.ok(),
        None => None,
    };
    let own = Language::of(&tenant.locale).unwrap_or_default();
    let language = match &session {
        Some(session) => session.user.locale.as_deref().and_then(Language::of).unwrap_or(own),
        None => asked.unwrap_or(own),
    };
    // Whoever is not signed in is led to another page.
    let hints = session.as_ref().map_or_else(String::new, |_| hints::of(uri.path(), uri.query()));
    let now = app.clock.now();
    page(
        "index.html",
        language,
        &hints,
        &json!({ "tenant": TenantCard::of(tenant, now), "session": session }),
    )
}
