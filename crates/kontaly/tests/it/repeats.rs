//! Requests that come again under the same Idempotency-Key: one effect, one answer, written together.

use crate::flight::traces;
use crate::support::{Answer, Client, Kontaly};
use axum::body::Body;
use axum::http::{Method, Request, header};
use futures_util::future::join_all;
use kontaly::app::Settings;
use kontaly::http::limits::Quotas;
use kontaly::http::repeat;
use kontaly_access::Role;
use kontaly_db::sql;
use serde_json::{Value, json};

async fn send(client: &Client, method: Method, path: &str, key: &str, body: &Value) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, &client.host);
    if let Some(secret) = &client.key {
        request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
    }
    if let Some(cookie) = &client.cookie {
        request = request.header(header::COOKIE, format!("__Host-kontaly={cookie}"));
    }
    request = request.header("idempotency-key", key).header(header::IF_MATCH, "\"1\"");
    request = request.header(header::CONTENT_TYPE, "application/json");
    client.raw(request.body(Body::from(body.to_string())).expect("a request")).await
}

/// A POST with an Idempotency-Key.
pub(crate) async fn post(client: &Client, path: &str, key: &str, body: Value) -> Answer {
    send(client, Method::POST, path, key, &body).await
}

fn is_replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotent-replayed").is_some_and(|value| value == "true")
}

async fn kept(t: &Kontaly) -> i64 {
    let query =
        sql("select count(*) from idempotency_keys where status is not null and fingerprint is not null");
    t.owner().await.query(&query).await.expect("a count")[0].take().expect("a number")
}

#[tokio::test]
async fn a_request_that_comes_again_gets_the_first_answer() {
    let t = Kontaly::start().await;
    for client in [t.sign_in("acme", "rita").await, t.key("acme", Role::SalesRepresentative).await] {
        let before = traces(&t).await.0;
        let first = post(&client, "/api/leads", "one", json!({ "last_name": "Haddad" })).await;
        assert!(!is_replayed(&first));
        let quoted = post(&client, "/api/leads", "\"one\"", json!({ "last_name": "Haddad" })).await;
        assert!(is_replayed(&quoted));
        assert_eq!((quoted.status, &quoted.bytes), (first.status, &first.bytes));
        assert_eq!(quoted.headers[header::CONTENT_TYPE], first.headers[header::CONTENT_TYPE]);
        assert_eq!(traces(&t).await.0, before + 1);
        for (path, body) in [
            ("/api/leads", json!({ "last_name": "Else" })),
            ("/api/leads?x=1", json!({ "last_name": "Haddad" })),
        ] {
            assert_eq!(post(&client, path, "one", body).await.code(422), "idempotency_key_reused");
        }
        assert_eq!(
            post(&client, "/api/companies", "one", json!({ "name": "X" })).await.code(422),
            "idempotency_key_reused"
        );
        assert_eq!(traces(&t).await.0, before + 1);
        for key in [String::new(), "\"\"".into(), "x".repeat(256)] {
            let answer = post(&client, "/api/leads", &key, json!({ "last_name": "X" })).await;
            assert_eq!(answer.code(400), "idempotency_key_invalid");
        }
    }
    assert_eq!(kept(&t).await, 2, "a key of its own for everybody");
}

#[tokio::test]
async fn keys_are_apart_for_everybody() {
    let t = Kontaly::start().await;
    for (slug, name) in [("acme", "rita"), ("acme", "sam"), ("acme", "ada"), ("beta", "rita")] {
        let answer =
            post(&t.sign_in(slug, name).await, "/api/leads", "same", json!({ "last_name": name })).await;
        assert!(!is_replayed(&answer), "{name}");
        assert_eq!(answer.expect(201)["last_name"], name);
    }
}

#[tokio::test]
async fn what_is_refused_keeps_nothing_and_may_come_again() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let nobody = t.person("beta", "ada").actor.id;
    let ada = t.sign_in("acme", "ada").await;
    let unknown = json!({ "last_name": "X", "owner_id": nobody });
    assert_eq!(post(&ada, "/api/leads", "k", unknown).await.status, 422, "refused by the database");
    for body in [json!({ "last_name": "" }), json!({ "x": 1 })] {
        assert_eq!(post(&rita, "/api/leads", "k", body).await.status, 422);
    }
    assert_eq!((kept(&t).await, traces(&t).await), (0, (0, 0, 0)));
    post(&rita, "/api/leads", "k", json!({ "last_name": "X" })).await.expect(201);
    assert_eq!((kept(&t).await, traces(&t).await), (1, (1, 1, 1)));
}

/// Every kind of handler: one flight, several, through the steward, a job behind it, an effect that refuses itself.
#[tokio::test]
async fn whatever_is_made_is_made_once() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let lead =
        ada.post("/api/leads", json!({ "last_name": "Haddad", "company_name": "Halcyon" })).await.expect(201);
    let id = lead["id"].as_str().expect("an id");
    let stage = ada.get("/api/pipelines").await.expect(200)[0]["stages"][0]["id"].clone();
    let cases = [
        ("/api/companies".to_owned(), json!({ "name": "Halcyon" }), "companies"),
        ("/api/deals".into(), json!({ "name": "Deal", "stage_id": stage }), "deals"),
        ("/api/activities".into(), json!({ "kind": "call", "subject": "x", "lead_id": id }), "activities"),
        ("/api/tags".into(), json!({ "name": "Tag" }), "tags"),
        ("/api/teams".into(), json!({ "name": "West" }), "teams"),
        (
            "/api/users".into(),
            json!({ "name": "New", "email": "new@acme.example", "role": "read_only", "password": "long enough for it" }),
            "users",
        ),
        (
            "/api/bulks".into(),
            json!({ "noun": "lead", "records": [{ "id": id }], "change": { "set": { "city": "Bonn" } } }),
            "bulks",
        ),
        (
            "/api/exports".into(),
            json!({ "noun": "lead", "columns": [{ "field": "name", "header": "Name" }] }),
            "exports",
        ),
        (
            format!("/api/leads/{id}/convert"),
            json!({ "contact": { "create": { "last_name": "Haddad" } } }),
            "contacts",
        ),
    ];
    for (path, body, table) in cases {
        // A bulk changes the lead behind its answer, and the conversion names a version.
        if path.ends_with("convert") {
            until_version(&ada, id, 2).await;
            t.owner().await.script("update leads set version = 1").await.expect("a version");
        }
        let query = format!("select count(*)::text from {table}");
        let admin = kontaly_db::Intruder::administrator(&t.endpoint()).await.expect("the administrator");
        let count =
            async || admin.run(&query).await.expect("a count").rows[0].parse::<i64>().expect("a number");
        let before = count().await;
        let first = post(&ada, &path, "k", body.clone()).await;
        assert!(first.status.is_success(), "{path}: {}", first.text);
        let again = post(&ada, &path, "k", body.clone()).await;
        assert!(is_replayed(&again), "{path}: {} {}", again.status, again.text);
        assert_eq!((again.status, &again.bytes), (first.status, &first.bytes), "{path}");
        assert_eq!(count().await, before + 1, "{path}");
        t.owner()
            .await
            .script("update idempotency_keys set key = gen_random_uuid()::text")
            .await
            .expect("a fresh key");
    }
}

/// A file that is uploaded twice at the same time under one key is one import, and is run once.
#[tokio::test]
async fn an_import_is_made_and_run_once() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let upload = async |key: &str| {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/imports?noun=companies&file_name=companies.csv")
            .header(header::HOST, &ada.host)
            .header(header::COOKIE, format!("__Host-kontaly={}", ada.cookie.as_deref().expect("a cookie")))
            .header(header::CONTENT_TYPE, "text/csv")
            .header("idempotency-key", key);
        ada.raw(request.body(Body::from("name\nHalcyon\nMeridian\n")).expect("a request")).await
    };
    let both = join_all(["up", "up"].map(&upload)).await;
    let third = upload("up").await;
    assert!(is_replayed(&third));
    assert!(both.iter().all(|answer| answer.status == 201 && answer.bytes == third.bytes), "{both:?}");
    assert_eq!(ada.ids("/api/imports?limit=50").await.len(), 1);
    let path = format!("/api/imports/{}/run", third.json["id"].as_str().expect("an id"));
    let first = post(&ada, &path, "run", json!({})).await;
    let again = post(&ada, &path, "run", json!({})).await;
    assert_eq!((first.status.as_u16(), is_replayed(&again)), (202, true), "{}", again.text);
    while ada.get("/api/companies").await.expect(200)["items"].as_array().expect("companies").len() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let left = sql("select from imports where state = 'uploading'");
    assert!(t.owner().await.query(&left).await.expect("imports").is_empty(), "the second upload let go");
}

async fn until_version(client: &Client, lead: &str, version: i64) {
    for _ in 0..500 {
        let now = client.get(&format!("/api/leads/{lead}")).await.expect(200);
        if now["version"] == version {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the bulk never ran");
}

#[tokio::test]
async fn at_the_same_time_in_two_processes_each_key_makes_one_row() {
    each_key_makes_one_row(300).await;
}

/// As many as the promise says: `cargo test … it -- --ignored ten_thousand_keys`.
#[tokio::test]
#[ignore = "takes some minutes"]
async fn ten_thousand_keys_sent_four_times_at_once_make_ten_thousand_rows() {
    each_key_makes_one_row(10_000).await;
}

async fn each_key_makes_one_row(keys: usize) {
    // More requests than a key may send in a minute.
    let unlimited = |settings: &mut Settings| settings.quotas = Quotas { key: 0, workspace: 0, people: 0 };
    let t = Kontaly::start().await.with_settings(unlimited);
    let second = t.second().with_settings(unlimited);
    let rita = t.key("acme", Role::SalesRepresentative).await;
    let there = second.stranger("acme.localhost").with_key(rita.key.clone().expect("a secret"));
    let one = async |client: &Client, number: usize| loop {
        let body = json!({ "last_name": format!("Lead {number}") });
        let answer = post(client, "/api/leads", &format!("key {number}"), body).await;
        // The pool of four connections is busy: as a client does, again under the same key.
        if answer.status != 503 {
            return answer.expect(201)["id"].as_str().expect("an id").to_owned();
        }
    };
    for chunk in (0..keys).collect::<Vec<_>>().chunks(20) {
        let sends =
            chunk.iter().flat_map(|number| [&rita, &there, &rita, &there].map(|client| one(client, *number)));
        let ids = join_all(sends).await;
        for same in ids.chunks(4) {
            assert!(same.iter().all(|id| *id == same[0]), "one answer for all: {same:?}");
        }
    }
    let rows = i64::try_from(keys).expect("a number");
    assert_eq!((traces(&t).await, kept(&t).await), ((rows, rows, rows), rows));
}

#[tokio::test]
async fn a_client_that_hangs_up_leaves_nothing_behind() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for micros in (0..8_000).step_by(400) {
        let request = post(&rita, "/api/leads", "k", json!({ "last_name": "X" }));
        let _ = tokio::time::timeout(std::time::Duration::from_micros(micros), request).await;
        let (leads, ..) = traces(&t).await;
        assert_eq!(leads, kept(&t).await, "both or neither, after {micros} µs");
    }
    post(&rita, "/api/leads", "k", json!({ "last_name": "X" })).await.expect(201);
    assert_eq!((traces(&t).await, kept(&t).await), ((1, 1, 1), 1));
}

#[tokio::test]
async fn what_persons_alone_may_do_keeps_no_answer() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "name": "X", "role": "read_only" });
    let one = post(&ada, "/api/api-keys", "k", draft.clone()).await.expect(201);
    let other = post(&ada, "/api/api-keys", "k", draft).await.expect(201);
    assert_ne!(one["secret"], other["secret"]);
    let lead = ada.post("/api/leads", json!({ "last_name": "X" })).await.expect(201);
    let path = format!("/api/leads/{}", lead["id"].as_str().expect("an id"));
    send(&ada, Method::PATCH, &path, "k", &json!({ "score": 1 })).await.expect(200);
    assert_eq!(kept(&t).await, 0, "neither secrets nor what If-Match guards");
}

#[tokio::test]
async fn a_days_old_answer_is_swept() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for key in ["old", "new"] {
        post(&rita, "/api/leads", key, json!({ "last_name": key })).await.expect(201);
    }
    let age =
        "update idempotency_keys set created_at = now() - interval '24 hours 1 minute' where key = 'old'";
    t.owner().await.script(age).await.expect("age");
    assert_eq!(repeat::sweep_once(&t.app).await.expect("a sweep"), 1);
    assert!(is_replayed(&post(&rita, "/api/leads", "new", json!({ "last_name": "new" })).await));
    assert!(!is_replayed(&post(&rita, "/api/leads", "old", json!({ "last_name": "old" })).await));
}
