//! The development mailbox: what `make run` would send, kept in memory and shown at `mail.<base>`. Nobody else's browser
//! reaches it: it exists in `kontaly dev` alone, which listens on this machine.

use super::Letter;
use crate::app::App;
use crate::http::pages::{escape, shell};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// Mails kept; older ones make room.
const KEPT_MAX: usize = 200;
/// Looser than everywhere else: a mail carries its styles inline, and is shown within the page that lists it.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
                             frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const CSS: &str = include_str!("mailbox.css");

/// A mail that arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// Counts from 1.
    pub number: usize,
    /// When.
    pub at: Timestamp,
    /// From whom.
    pub from: String,
    /// The mail.
    pub letter: Letter,
}

/// The mails that arrived, oldest first; clones share them.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<Vec<Arrived>>>);

impl Mailbox {
    /// Takes a mail.
    pub fn put(&self, letter: Letter, from: String, at: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = kept.last().map_or(1, |last| last.number + 1);
        kept.push(Arrived { number, at, from, letter });
        let over = kept.len().saturating_sub(KEPT_MAX);
        kept.drain(..over);
    }

    /// What arrived, the newest first.
    #[must_use]
    pub fn all(&self) -> Vec<Arrived> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }

    fn get(&self, number: usize) -> Option<Arrived> {
        self.all().into_iter().find(|mail| mail.number == number)
    }
}

/// The mailbox's pages.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/mailbox.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], CSS) }))
        .route("/{number}", get(show))
        .route("/{number}/html", get(letter))
        .with_state(app)
}

fn mailbox(app: &App) -> Option<Mailbox> {
    app.settings.mail.as_ref()?.mailbox().cloned()
}

fn page(title: &str, body: &str) -> Response {
    let html = shell(title, "/mailbox.css", body);
    ([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY))], Html(html)).into_response()
}

async fn list(State(app): State<App>) -> Response {
    let Some(mailbox) = mailbox(&app) else { return StatusCode::NOT_FOUND.into_response() };
    let mails: String = mailbox.all().iter().map(|mail| line(&app, mail)).collect();
    let body = if mails.is_empty() {
        "<p>Nothing has been sent yet. Invite somebody, or ask for a new password: the mail appears here.</p>"
            .to_owned()
    } else {
        format!("<ul class=\"mails\">{mails}</ul>")
    };
    page(
        "Mailbox",
        &format!(
            "<h1>Mailbox</h1><p class=\"note\">Mails of this development server. None leaves this machine. <a href=\"/\">Look again</a></p>{body}"
        ),
    )
}

fn line(app: &App, mail: &Arrived) -> String {
    format!(
        "<li><a href=\"/{}\"><span class=\"subject\">{}</span><span>{}</span><time>{}</time></a></li>",
        mail.number,
        escape(&mail.letter.subject),
        escape(&mail.letter.to),
        ago(app, mail)
    )
}

fn ago(app: &App, mail: &Arrived) -> String {
    let seconds = app.clock.now().duration_since(mail.at).as_secs();
    match seconds {
        ..60 => "just now".to_owned(),
        60..3600 => format!("{} min ago", seconds / 60),
        _ => format!("{} h ago", seconds / 3600),
    }
}

async fn show(State(app): State<App>, Path(number): Path<usize>) -> Response {
    let Some(mail) = mailbox(&app).and_then(|mailbox| mailbox.get(number)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = format!(
        "<p><a href=\"/\">All mails</a></p><h1>{}</h1><dl><dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd><dt>Sent</dt><dd>{}</dd></dl>\
         <iframe title=\"The mail\" src=\"/{number}/html\"></iframe><details><summary>As plain text</summary><pre>{}</pre></details>",
        escape(&mail.letter.subject),
        escape(&mail.from),
        escape(&mail.letter.to),
        ago(&app, &mail),
        escape(&mail.letter.text)
    );
    page(&escape(&mail.letter.subject), &body)
}

/// The mail as a mail program shows it. Its links open in a window of their own.
async fn letter(State(app): State<App>, Path(number): Path<usize>) -> Response {
    let Some(mail) = mailbox(&app).and_then(|mailbox| mailbox.get(number)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let html = mail.letter.html.replace("<head>", "<head><base target=\"_blank\">");
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(LETTER_POLICY));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}
