//! The few pages that the server writes itself, where no workspace's browser application can be.

use crate::app::Settings;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

fn page(status: StatusCode, title: &str, text: &str) -> Response {
    let html = shell(title, "/page.css", &format!("<h1>{title}</h1><p>{text}</p>"));
    (status, Html(html)).into_response()
}

/// A page around a body; title, style and body are HTML already.
pub(crate) fn shell(title: &str, style: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>{title}</title><link rel=\"stylesheet\" href=\"{style}\"><main><p class=\"mark\">Kontaly</p>\
         {body}</main></html>"
    )
}

/// Escapes text for HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// 421: nobody's host. Says how an address looks, and names nobody else's.
#[must_use]
pub fn unknown_host(settings: &Settings) -> Response {
    let base = escape(&settings.base);
    page(
        StatusCode::MISDIRECTED_REQUEST,
        "There is no workspace at this address",
        &format!(
            "Workspaces live at addresses such as <b>your-name.{base}</b>. Check the spelling, ask whoever invited you, or \
             <a href=\"{}/find\">find your workspace by e-mail</a>.",
            escape(&settings.front_door_url())
        ),
    )
}

/// 404 at the front door.
#[must_use]
pub fn nothing_here(settings: &Settings) -> Response {
    let door = escape(&settings.front_door_url());
    page(
        StatusCode::NOT_FOUND,
        "There is nothing at this address",
        &format!("<a href=\"{door}/\">To the start</a>, or <a href=\"{door}/find\">find your workspace</a>."),
    )
}

/// The tenant is suspended.
#[must_use]
pub fn suspended(name: &str) -> Response {
    page(
        StatusCode::FORBIDDEN,
        "This workspace is suspended",
        &format!(
            "{} is not available at the moment. Nothing was lost. Its administrator knows whom to ask.",
            escape(name)
        ),
    )
}
