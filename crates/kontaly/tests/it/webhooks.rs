//! Webhooks: what is told, signed by whom, where it may lead, and what becomes of it when nobody takes it.

use crate::support::{Client, Kontaly};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use kontaly::webhooks::delivery;
use kontaly::webhooks::target::Sender;
use kontaly_db::sql;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::sync::RwLock;

/// A program that is told things: what it got, and what it answers.
#[derive(Clone)]
struct Program {
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    answers: Arc<Mutex<StatusCode>>,
    /// Whoever holds it lets those wait who tell it something.
    gate: Arc<RwLock<()>>,
    url: String,
}

impl Program {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/told", listener.local_addr().expect("an address"));
        let answers = Arc::new(Mutex::new(StatusCode::NO_CONTENT));
        let program = Self { got: Arc::default(), answers, gate: Arc::default(), url };
        let told = async |State(program): State<Self>, headers: HeaderMap, body: Bytes| {
            let text = String::from_utf8(body.to_vec()).expect("text");
            program.got.lock().expect("a lock").push((headers, text));
            drop(program.gate.read().await);
            let status = *program.answers.lock().expect("a lock");
            (status, [("location", "/elsewhere")])
        };
        let router = Router::new().route("/told", post(told)).with_state(program.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        program
    }

    fn answer(&self, status: u16) {
        *self.answers.lock().expect("a lock") = StatusCode::from_u16(status).expect("a status");
    }

    fn told(&self) -> Vec<Value> {
        let got = self.got.lock().expect("a lock");
        got.iter().map(|(_, body)| serde_json::from_str(body).expect("JSON")).collect()
    }

    fn last(&self) -> (HeaderMap, String) {
        self.got.lock().expect("a lock").last().expect("something").clone()
    }
}

async fn start() -> (Kontaly, Client, Program) {
    let t = Kontaly::start().await.with_settings(|settings| settings.webhooks = Sender::new(true));
    let ada = t.sign_in("acme", "ada").await;
    (t, ada, Program::start().await)
}

async fn make(ada: &Client, program: &Program, events: Value) -> Value {
    ada.post("/api/webhooks", json!({ "url": program.url, "description": "Billing", "events": events }))
        .await
        .expect(201)
}

fn path(webhook: &Value) -> String {
    format!("/api/webhooks/{}", webhook["id"].as_str().expect("an id"))
}

/// Lets time pass for what waits.
async fn later(t: &Kontaly) -> usize {
    t.owner().await.script("update webhook_deliveries set next_at = now()").await.expect("time");
    delivery::round(&t.app).await.expect("a round")
}

#[tokio::test]
async fn what_is_committed_is_told_and_what_is_rolled_back_never() {
    let (t, ada, program) = start().await;
    make(&ada, &program, json!([])).await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = rita.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let nobody = t.person("beta", "ada").actor.id;
    ada.post("/api/leads", json!({ "last_name": "X", "owner_id": nobody })).await.expect(422);
    t.sign_in("beta", "ada").await.post("/api/leads", json!({ "last_name": "Secret" })).await.expect(201);
    assert_eq!(delivery::round(&t.app).await.expect("a round"), 1);
    let told = program.told();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["type"], &told[0]["data"]["id"]), (&json!("lead.create"), &lead["id"]));
    assert_eq!(told[0]["data"]["actor_id"], *rita.id());
    assert_eq!(told[0]["data"]["changes"]["last_name"], json!([null, "Haddad"]));
    assert_eq!(delivery::round(&t.app).await.expect("a round"), 0, "once");
}

#[tokio::test]
async fn it_is_told_what_it_asked_for() {
    let (t, ada, program) = start().await;
    make(&ada, &program, json!(["company", "lead.trash"])).await;
    let lead = ada.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    ada.post("/api/companies", json!({ "name": "Halcyon" })).await.expect(201);
    ada.delete(&format!("/api/leads/{}", lead["id"].as_str().expect("an id"))).await.expect(200);
    delivery::round(&t.app).await.expect("a round");
    let mut types: Vec<_> =
        program.told().iter().map(|told| told["type"].as_str().expect("it").to_owned()).collect();
    types.sort();
    assert_eq!(types, ["company.create", "lead.trash"]);
}

#[tokio::test]
async fn both_secrets_sign_after_a_rotation() {
    let (t, ada, program) = start().await;
    let webhook = make(&ada, &program, json!([])).await;
    let secret = async || ada.get(&format!("{}/secret", path(&webhook))).await.expect(200);
    let first = secret().await;
    assert_eq!(first["old"], Value::Null);
    ada.post(&format!("{}/ping", path(&webhook)), json!({})).await.expect(202);
    delivery::round(&t.app).await.expect("a round");
    let (headers, body) = program.last();
    assert_eq!(headers["webhook-signature"].to_str().expect("text").split(' ').count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&body).expect("JSON")["type"], "ping");
    ada.post(&format!("{}/rotate", path(&webhook)), json!({})).await.expect(200);
    let second = secret().await;
    assert_eq!(second["old"], first["secret"]);
    assert_ne!(second["secret"], first["secret"]);
    ada.post(&format!("{}/ping", path(&webhook)), json!({})).await.expect(202);
    delivery::round(&t.app).await.expect("a round");
    assert_eq!(program.last().0["webhook-signature"].to_str().expect("text").split(' ').count(), 2);
    let kept = sql("select string_agg(w::text, '') from webhooks w");
    let kept: String = t.owner().await.query(&kept).await.expect("rows")[0].take().expect("text");
    assert!(!kept.contains(&first["secret"].as_str().expect("text")[6..20]), "kept nowhere");
}

#[tokio::test]
async fn it_is_tried_for_more_than_a_day_then_switched_off_and_its_maker_told() {
    let (t, ada, program) = start().await;
    make(&ada, &program, json!([])).await;
    program.answer(500);
    ada.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    for attempt in 1..=8 {
        assert_eq!(later(&t).await, 1, "attempt {attempt}");
    }
    assert_eq!(later(&t).await, 0);
    let webhook = ada.get("/api/webhooks").await.expect(200)[0].clone();
    assert_eq!(webhook["state"], "failed");
    let log = ada.get(&format!("{}/deliveries", path(&webhook))).await.expect(200);
    let told = &log["items"][0];
    assert_eq!(
        (&told["attempts"], &told["status"], &told["problem"]),
        (&json!(8), &json!(500), &json!("status"))
    );
    assert!(told["gave_up_at"].is_string());
    let mails = sql("select recipient from mails where kind = 'webhook_failed' and details ->> 'url' = $1");
    let mails = t.owner().await.query(&mails.bind(program.url.clone())).await.expect("mails");
    assert_eq!(mails[0].take::<String>().expect("an address"), "ada@acme.example");
    // Nothing is written for one that is off; switched on again, it gets what failed by hand.
    ada.post("/api/leads", json!({ "last_name": "Missed" })).await.expect(201);
    let replay = format!("{}/deliveries/{}/replay", path(&webhook), told["id"].as_str().expect("an id"));
    assert_eq!(ada.post(&replay, json!({})).await.code(409), "webhook_off");
    let version = webhook["version"].as_i64().expect("a version");
    ada.patch(&path(&webhook), version, json!({ "active": true })).await.expect(200);
    program.answer(204);
    ada.post(&replay, json!({})).await.expect(202);
    assert_eq!(delivery::round(&t.app).await.expect("a round"), 1);
    let log = ada.get(&format!("{}/deliveries", path(&webhook))).await.expect(200);
    assert_eq!((log["items"].as_array().expect("items").len(), &log["items"][0]["status"]), (1, &json!(204)));
}

#[tokio::test]
async fn whoever_is_gone_wants_no_more_and_no_redirect_is_followed() {
    let (t, ada, program) = start().await;
    make(&ada, &program, json!([])).await;
    program.answer(307);
    ada.post("/api/leads", json!({ "last_name": "A" })).await.expect(201);
    later(&t).await;
    assert_eq!(program.told().len(), 1, "not followed");
    program.answer(410);
    later(&t).await;
    assert_eq!(ada.get("/api/webhooks").await.expect(200)[0]["state"], "failed");
}

#[tokio::test]
async fn a_claim_that_nobody_settles_is_taken_over() {
    let (t, ada, program) = start().await;
    make(&ada, &program, json!([])).await;
    ada.post("/api/leads", json!({ "last_name": "A" })).await.expect(201);
    // As a process does that dies after it has claimed.
    let claim = "update webhook_deliveries set attempts = 1, next_at = now() + interval '30 seconds'";
    t.owner().await.script(claim).await.expect("a claim");
    assert_eq!(delivery::round(&t.app).await.expect("a round"), 0);
    assert_eq!(later(&t).await, 1);
    assert_eq!(program.told().len(), 1);
    // Two at once tell it once.
    ada.post("/api/leads", json!({ "last_name": "B" })).await.expect(201);
    let (one, other) = tokio::join!(delivery::round(&t.app), delivery::round(&t.app));
    one.expect("a round");
    other.expect("a round");
    assert_eq!(program.told().len(), 2);
}

#[tokio::test]
async fn it_leads_to_the_public_internet_alone() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    for url in [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "x",
        "https://u:p@example.com/",
    ] {
        let problem = ada.post("/api/webhooks", json!({ "url": url })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("url", "not_a_target")], "{url}");
    }
    let problem = ada
        .post("/api/webhooks", json!({ "url": "https://example.com/", "events": ["user"] }))
        .await
        .expect(422);
    assert_eq!(Client::wrong(&problem), [("events", "unknown")]);
    // A name of this machine is found out by the connector.
    ada.post("/api/webhooks", json!({ "url": "https://localhost:9/" })).await.expect(201);
    ada.post("/api/leads", json!({ "last_name": "A" })).await.expect(201);
    delivery::round(&t.app).await.expect("a round");
    let webhook = ada.get("/api/webhooks").await.expect(200)[0].clone();
    let log = ada.get(&format!("{}/deliveries", path(&webhook))).await.expect(200);
    assert_eq!(log["items"][0]["problem"], "address");
}

#[tokio::test]
async fn workspaces_take_turns_and_none_has_more_than_four_under_way() {
    let (t, _, program) = start().await;
    for number in 0..9 {
        t.workspace(&format!("firm{number}")).await;
    }
    let much = format!(
        "insert into webhooks (tenant_id, id, url, description, events, made_by, created_at)
           select s.tenant_id, s.tenant_id, '{}', '', '{{}}', u.id, now() from slugs s
           join users u on u.tenant_id = s.tenant_id and u.role = 'administrator';
         insert into webhook_deliveries (tenant_id, webhook_id, id, event, created_at, next_at)
           select s.tenant_id, s.tenant_id, gen_random_uuid(), 'ping', now(),
             case s.slug when 'beta' then now() else now() - interval '1 hour' end
           from slugs s cross join generate_series(1, 6) n where s.slug <> 'beta' or n = 1",
        program.url
    );
    t.owner().await.script(&much).await.expect("much to tell");
    let held = program.gate.clone().write_owned().await;
    let app = t.app.clone();
    let telling = tokio::spawn(async move { delivery::round(&app).await.expect("a round") });
    while program.told().len() < 32 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let begun = sql("select s.slug, count(*) filter (where d.attempts > 0) from webhook_deliveries d
        join slugs s on s.tenant_id = d.tenant_id group by 1");
    for row in t.owner().await.query(&begun).await.expect("deliveries") {
        let (slug, count): (String, i64) = (row.take().expect("a name"), row.take().expect("a number"));
        // 32 at once: three of each of the ten that have much to tell, the one of beta, and one more.
        assert!(if slug == "beta" { count == 1 } else { (3..=4).contains(&count) }, "{slug}: {count}");
    }
    drop(held);
    assert_eq!(telling.await.expect("no panic"), 61);
    assert_eq!(program.told().len(), 61, "each once");
}
