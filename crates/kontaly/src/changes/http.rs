//! Changes over HTTP: one stream of server-sent events a browser.

use super::ChangeNotice;
use super::feeds::Ear;
use super::store::{self, AT_A_TIME, Behind, News};
use crate::http::{Cx, Error, Problem, Result};
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use jiff::SignedDuration;
use kontaly_access::Permission;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use utoipa::IntoParams;

/// So often something is sent, lest a proxy takes the stream for dead.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// After which pause a browser comes back when the stream breaks.
const COME_BACK_AFTER: Duration = Duration::from_secs(1);

/// A change is dated when its transaction began, and seen when that has ended: so much later at most, but for jobs.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// From where a stream goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// The number behind which it goes on.
    pub after: Option<i64>,
    /// How many seconds ago what you show was asked for: the stream begins with what has happened since, and somewhat before.
    #[param(maximum = 86400)]
    pub age: Option<u32>,
}

/// What happens to the records that you see, as it happens: a stream of server-sent events.
///
/// A message `change` has a change as its data and its number as its id. A browser that comes back sends the last number in
/// `Last-Event-ID` and misses nothing for a day; `hello` says from where a stream goes on that was given none, and `reset` that
/// more happened than is kept: load everything anew. The stream ends when the session does.
#[utoipa::path(get, path = "/api/changes", tag = "changes", operation_id = "stream_changes",
    params(StreamQuery, ("Last-Event-ID" = Option<i64>, Header, description = "As `after`, which it outdoes: browsers send it by themselves.")),
    responses((status = 200, body = ChangeNotice, content_type = "text/event-stream"), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn stream_changes(
    cx: Cx,
    headers: HeaderMap,
    Query(query): Query<StreamQuery>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let last = headers.get("last-event-id").map(|value| {
        let number = value.to_str().ok().and_then(|text| text.trim().parse().ok());
        number.ok_or_else(|| Error::query("Last-Event-ID", "This is no number of a change."))
    });
    // Whoever begins to listen makes the ear before the first look, so that nothing falls between.
    let ear = cx.app().feeds.listen(cx.tenant().id);
    let since = |age: u32| cx.now - SignedDuration::from_secs(i64::from(age)) - MARGIN;
    let behind = last.transpose()?.or(query.after).map(Behind::Number);
    let behind = behind.or_else(|| query.age.map(|age| Behind::Instant(since(age))));
    let listener = Listening::start(cx, ear, behind).await?;
    let events = stream::unfold(listener, Listening::next);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)))
}

/// A stream under way.
struct Listening {
    cx: Cx,
    ear: Ear,
    /// The number behind which nothing was sent.
    last: i64,
    ready: std::collections::VecDeque<Event>,
    /// Whether there is more than was read.
    more: bool,
}

impl Listening {
    async fn start(cx: Cx, ear: Ear, behind: Option<Behind>) -> Result<Self> {
        let mut listening = Self { cx, ear, last: 0, ready: [].into(), more: false };
        // Nothing is behind the last number of all: whoever was given none only learns where the feed is.
        let news = listening.ask(behind.unwrap_or(Behind::Number(i64::MAX))).await?;
        let lost = matches!(behind, Some(Behind::Number(number)) if number < news.tail || number > news.head);
        if behind.is_none() || lost {
            listening.last = news.head;
            let name = if lost { "reset" } else { "hello" };
            let event = Event::default().event(name).id(news.head.to_string()).data("{}");
            listening.ready.push_back(event.retry(COME_BACK_AFTER));
        } else {
            listening.take(&news);
        }
        Ok(listening)
    }

    async fn ask(&self, behind: Behind) -> Result<News> {
        let _turn = self.cx.app().feeds.turn().await;
        store::news(&mut self.cx.begin(Permission::EventsRead)?, behind).await
    }

    fn take(&mut self, news: &News) {
        self.more = news.notices.len() == AT_A_TIME;
        let last = news.notices.last().map_or(news.head, |last| last.number);
        self.last = if self.more { last } else { news.head.max(self.last) };
        self.ready.extend(news.notices.iter().map(event));
    }

    /// The next message; the end when the session has ended, the process stops, or the database cannot be asked: the browser
    /// comes back then, and goes on where it was.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some((Ok(event), self));
            }
            let app = self.cx.app().clone();
            if !self.more && !app.feeds.wait(&mut self.ear).await {
                return None;
            }
            let news = self.ask(Behind::Number(self.last)).await.ok()?;
            self.take(&news);
        }
    }
}

fn event(notice: &ChangeNotice) -> Event {
    let data = serde_json::to_string(notice).unwrap_or_default();
    Event::default().event("change").id(notice.number.to_string()).data(data)
}
