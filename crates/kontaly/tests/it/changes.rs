//! The feed of changes: who hears of what, nothing lost, nothing foreign, and an end with the session.

use crate::support::{Client, Kontaly};
use axum::body::{Body, BodyDataStream};
use axum::http::request::Builder;
use axum::http::{Request, header};
use futures_util::StreamExt;
use kontaly::http::cookie;
use kontaly::jobs::relay;
use kontaly_db::sql;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::time::Duration;
use tower::ServiceExt;

/// Longer than anything here takes: a stream that says nothing for so long fails its test.
const PATIENCE: Duration = Duration::from_secs(20);

/// A stream as a browser reads it.
pub(crate) struct Stream {
    body: BodyDataStream,
    /// What came of the next message.
    text: String,
    ready: VecDeque<Message>,
}

/// A message: its name, its id and its data.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) name: String,
    pub(crate) id: i64,
    pub(crate) data: Value,
}

impl Stream {
    pub(crate) async fn open(client: &Client, behind: Option<i64>) -> Self {
        let request = Self::request(client, behind);
        let response = client.service().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self::of(response.into_body())
    }

    /// What a browser asks for.
    pub(crate) fn request(client: &Client, behind: Option<i64>) -> Request<Body> {
        let mut request = asking(client, "/api/changes");
        if let Some(behind) = behind {
            request = request.header("last-event-id", behind.to_string());
        }
        request.body(Body::empty()).expect("a request")
    }

    /// The stream that an answer brings.
    pub(crate) fn of(body: Body) -> Self {
        Self { body: body.into_data_stream(), text: String::new(), ready: VecDeque::new() }
    }

    /// The next message; `None` when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        while self.ready.is_empty() {
            let more = tokio::time::timeout(PATIENCE, self.body.next()).await.expect("a message in time")?;
            self.text += &String::from_utf8_lossy(&more.expect("bytes"));
            let Some((whole, rest)) = self.text.rsplit_once("\n\n") else { continue };
            // A sign of life has no field.
            let messages = whole.split("\n\n").filter(|message| !message.starts_with(':'));
            self.ready.extend(messages.map(read));
            self.text = rest.to_owned();
        }
        self.ready.pop_front()
    }

    /// Waits for its end.
    pub(crate) async fn ended(mut self) {
        while self.next().await.is_some() {}
    }

    async fn change(&mut self) -> (String, String, String) {
        let message = self.next().await.expect("a change");
        assert_eq!(message.name, "change", "{message:?}");
        assert_eq!(message.data["number"], message.id);
        let text = |name: &str| message.data[name].as_str().expect("a text").to_owned();
        (text("noun"), text("action"), text("record_id"))
    }

    /// The change of two of which the other, in whichever order, is a notification.
    async fn besides_notification(&mut self) -> (String, String, String) {
        let mut both = [self.change().await, self.change().await];
        both.sort_by_key(|change| change.0 == "notification");
        let [change, notification] = both;
        assert_eq!(notification.0, "notification");
        change
    }
}

/// A request of somebody who signed in.
pub(crate) fn asking(client: &Client, path: &str) -> Builder {
    let cookie = client.cookie.as_deref().expect("a cookie");
    Request::get(path)
        .header(header::HOST, &client.host)
        .header(header::COOKIE, format!("{}={cookie}", cookie::NAME))
}

fn read(message: &str) -> Message {
    let field = |name: &str| {
        let line = message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.unwrap_or_else(|| panic!("no {name}: {message}")).trim().to_owned()
    };
    Message {
        name: field("event"),
        id: field("id").parse().expect("a number"),
        data: serde_json::from_str(&field("data")).expect("json"),
    }
}

async fn lead(client: &Client, body: Value) -> Value {
    client.post("/api/leads", body).await.expect(201)
}

fn id(record: &Value) -> String {
    record["id"].as_str().expect("an id").to_owned()
}

fn heard(noun: &str, action: &str, record: &Value) -> (String, String, String) {
    (noun.to_owned(), action.to_owned(), id(record))
}

/// A service whose streams are woken, as `kontaly serve` runs it, and a relay.
pub(crate) async fn started() -> Kontaly {
    let t = Kontaly::start().await;
    let app = t.app.clone();
    tokio::spawn(async move { app.feeds.follow().await });
    tokio::spawn(relay::run(t.app.clone()));
    t
}

#[tokio::test]
async fn everybody_hears_of_what_they_see_and_of_what_they_see_no_longer() {
    let t = started().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let stranger = t.sign_in("beta", "ada").await;
    let mut streams = Vec::new();
    for client in [&ada, &rita, &sam, &stranger] {
        let mut stream = Stream::open(client, None).await;
        assert_eq!(stream.next().await.expect("a greeting").name, "hello");
        streams.push(stream);
    }
    let of_rita = lead(&ada, json!({ "last_name": "Hers", "owner_id": rita.id() })).await;
    assert_eq!(streams[0].change().await, heard("lead", "create", &of_rita));
    // Whoever is handed a record has a notification besides, and nobody else hears of that.
    assert_eq!(streams[1].besides_notification().await, heard("lead", "create", &of_rita));
    let moved = json!({ "owner_id": sam.id() });
    ada.patch(&format!("/api/leads/{}", id(&of_rita)), 1, moved).await.expect(200);
    assert_eq!(streams[0].change().await, heard("lead", "update", &of_rita), "who sees both is told once");
    assert_eq!(streams[1].change().await, heard("lead", "removed", &of_rita));
    let besides = streams[2].besides_notification().await;
    assert_eq!(besides, heard("lead", "update", &of_rita), "and nothing of before");
    // What comes next is the next thing: nothing else was said in between, and beta heard nothing of acme.
    let of_beta = lead(&stranger, json!({ "last_name": "Theirs" })).await;
    assert_eq!(streams[3].change().await, heard("lead", "create", &of_beta));
    let last = lead(&rita, json!({ "last_name": "Hers again" })).await;
    for stream in &mut streams[..2] {
        assert_eq!(stream.change().await, heard("lead", "create", &last));
    }
}

#[tokio::test]
async fn whoever_comes_back_has_missed_nothing_and_is_told_when_that_cannot_be() {
    let t = started().await;
    let ada = t.sign_in("acme", "ada").await;
    let mut stream = Stream::open(&ada, None).await;
    let hello = stream.next().await.expect("a greeting");
    drop(stream);
    let mut made = Vec::new();
    for i in 0..5 {
        made.push(lead(&ada, json!({ "last_name": format!("L{i}") })).await);
    }
    let mut stream = Stream::open(&ada, Some(hello.id)).await;
    for lead in &made {
        assert_eq!(stream.change().await, heard("lead", "create", lead));
    }
    let owner = t.owner().await;
    owner.script("update changes set at = at - interval '25 hours'").await.expect("a day later");
    let cleared =
        kontaly::changes::store::clear(&mut t.app.db.worker(), t.app.clock.now()).await.expect("a sweep");
    assert!(cleared >= 5, "{cleared}");
    let mut stream = Stream::open(&ada, Some(hello.id)).await;
    let reset = stream.next().await.expect("a reset");
    assert_eq!(reset.name, "reset");
    let next = lead(&ada, json!({ "last_name": "Next" })).await;
    assert_eq!(stream.change().await, heard("lead", "create", &next));
    // From another installation's numbers nothing can be told either.
    assert_eq!(Stream::open(&ada, Some(1_000_000)).await.next().await.expect("a reset").name, "reset");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let t = started().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let mut stream = Stream::open(&rita, None).await;
    stream.next().await.expect("a greeting");
    rita.delete("/api/session").await.expect(204);
    assert_eq!(stream.next().await, None);

    let rita = t.sign_in("acme", "rita").await;
    let mut stream = Stream::open(&rita, None).await;
    stream.next().await.expect("a greeting");
    let user = ada.get("/api/users").await.expect(200);
    let user = user
        .as_array()
        .expect("users")
        .iter()
        .find(|user| user["id"] == json!(rita.id()))
        .expect("rita")
        .clone();
    let version = user["version"].as_i64().expect("a version");
    ada.patch(&format!("/api/users/{}", rita.id()), version, json!({ "state": "suspended" }))
        .await
        .expect(200);
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn streams_end_when_the_process_stops() {
    let t = started().await;
    let mut stream = Stream::open(&t.sign_in("acme", "ada").await, None).await;
    stream.next().await.expect("a greeting");
    t.app.feeds.end();
    assert_eq!(stream.next().await, None);
}

/// What commits late gets its number late: whoever has heard of a later one hears of it all the same.
#[tokio::test]
async fn numbers_follow_the_commits_and_two_relays_give_each_once() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let actor = t.person("acme", "ada").actor;
    let late = uuid::Uuid::from_u128(1);
    let mut slow = t.tx("acme", "ada");
    let event = sql("insert into events (tenant_id, id, at, actor_id, noun, record_id, action, directory)
        values ($1, $2, now(), $3, 'lead', $2, 'late', false)");
    slow.execute(event.bind(actor.tenant_id).bind(late).bind(actor.id)).await.expect("an event");
    for i in 0..40 {
        lead(&ada, json!({ "last_name": format!("L{i}") })).await;
    }
    let second = t.second();
    let both = tokio::join!(relay::round(&t.app), relay::round(&second.app));
    assert_eq!(both.0.expect("a round") + both.1.expect("a round"), 40);
    slow.commit().await.expect("a late commit");
    assert_eq!(relay::round(&t.app).await.expect("a round"), 1);
    assert_eq!(relay::round(&t.app).await.expect("a round"), 0);
    let mut tx = t.tx("acme", "ada");
    let query = sql("select count(*), count(distinct number), min(number), max(number),
        max(number) filter (where action = 'late') from changes where tenant_id = $1");
    let row = tx.one(query.bind(actor.tenant_id)).await.expect("numbers");
    let numbers: Vec<i64> = (0..5).map(|i| row.at(i).expect("a number")).collect();
    assert_eq!(numbers, [41, 41, 1, 41, 41]);
}
