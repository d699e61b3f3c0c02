//! Audit events: a record's timeline, the workspace's log, and who sees them.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

async fn make(client: &Client, name: &str) -> String {
    let lead = client.post("/api/leads", json!({ "last_name": name })).await.expect(201);
    lead["id"].as_str().expect("an id").to_owned()
}

fn actions(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|event| event["action"].as_str().expect("an action"))
        .collect()
}

#[tokio::test]
async fn a_records_timeline_says_who_changed_what() {
    let t = Kontaly::start().await;
    let (rita, max) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "max").await);
    let id = make(&rita, "Haddad").await;
    let path = format!("/api/leads/{id}");
    rita.patch(&path, 1, json!({ "status": "contacted", "city": "Bonn" })).await.expect(200);
    max.delete(&path).await.expect(200);
    max.post(&format!("{path}/restore"), json!({})).await.expect(200);
    make(&rita, "Somebody else").await;

    let page = rita.get(&format!("{path}/events")).await.expect(200);
    assert_eq!(
        actions(&page),
        ["restore", "trash", "update", "create"],
        "the newest first, of this record alone"
    );
    assert_eq!(page["items"][1]["actor_name"], "Max Weber");
    let update = &page["items"][2];
    assert_eq!(
        (&update["actor_name"], &update["noun"], &update["record_id"]),
        (&json!("Rita Levi"), &json!("lead"), &json!(id))
    );
    let mut changes = update["changes"].as_array().expect("changes").clone();
    changes.sort_by_key(|change| change["field"].to_string());
    assert_eq!(
        changes,
        [
            json!({ "field": "city", "before": null, "after": "Bonn" }),
            json!({ "field": "status", "before": "new", "after": "contacted" }),
        ]
    );

    let first = rita.get(&format!("{path}/events?limit=3")).await.expect(200);
    let next = first["next"].as_str().expect("a next page");
    let second = rita.get(&format!("{path}/events?limit=3&cursor={next}")).await.expect(200);
    assert_eq!((actions(&first), actions(&second)), (vec!["restore", "trash", "update"], vec!["create"]));
    assert_eq!(second["next"], Value::Null);
}

#[tokio::test]
async fn who_does_not_see_the_record_does_not_see_what_happened_to_it() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let id = make(&rita, "Haddad").await;
    let path = format!("/api/leads/{id}");
    for (name, sees) in [("ada", true), ("ron", true), ("max", true), ("rita", true), ("sam", false)] {
        let person = t.sign_in("acme", name).await;
        let answer = person.get(&format!("{path}/events")).await;
        assert_eq!(answer.status.as_u16(), if sees { 200 } else { 404 }, "{name}");
        let log = person.get("/api/events").await.expect(200);
        let about =
            log["items"].as_array().expect("items").iter().filter(|event| event["record_id"] == json!(id));
        assert_eq!(about.count(), usize::from(sees), "{name}");
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert_eq!(stranger.get(&format!("{path}/events")).await.code(404), "not_found");
    let log = stranger.get("/api/events").await.expect(200);
    assert!(log["items"].as_array().expect("items").iter().all(|event| event["record_id"] != json!(id)));
    assert_eq!(t.stranger("acme.localhost").get("/api/events").await.code(401), "unauthenticated");

    // The whole history goes along with the record, and is gone from who had it.
    rita.patch(&path, 1, json!({ "owner_id": null })).await.expect(200);
    let sam = t.sign_in("acme", "sam").await;
    assert_eq!(actions(&sam.get(&format!("{path}/events")).await.expect(200)), ["update", "create"]);
    sam.patch(&path, 2, json!({ "owner_id": sam.id() })).await.expect(200);
    assert_eq!(rita.get(&format!("{path}/events")).await.code(404), "not_found");
    assert!(rita.ids("/api/events").await.is_empty());
}

#[tokio::test]
async fn the_log_is_filtered_and_paged_and_bad_questions_are_told() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    for i in 0..7 {
        make(if i % 2 == 0 { &rita } else { &ada }, &format!("L{i}")).await;
    }
    let filter =
        format!("%7B%22field%22:%22actor_id%22,%22op%22:%22eq%22,%22value%22:%22{}%22%7D", rita.id());
    let of_rita = ada.get(&format!("/api/events?filter={filter}")).await.expect(200);
    assert_eq!(actions(&of_rita), ["create"; 4]);
    let whole = ada.ids("/api/events?limit=200").await;
    let mut paged = Vec::new();
    let mut path = "/api/events?limit=2".to_owned();
    loop {
        let page = ada.get(&path).await.expect(200);
        paged.extend(
            page["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(|e| e["id"].as_str().expect("an id").to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/events?limit=2&cursor={next}");
    }
    assert_eq!(paged, whole);
    assert!(whole.len() >= 7);
    for path in ["/api/events?sort=changes", "/api/events?limit=201", "/api/events?cursor=x"] {
        assert_eq!(ada.get(path).await.code(422), "invalid", "{path}");
    }
    let id = ada.id();
    for path in [
        format!("/api/leads/{id}/events"),
        format!("/api/users/{id}/events"),
        format!("/api/nonsense/{id}/events"),
        format!("/api/leads/{id}/nonsense"),
        "/api/nonsense".to_owned(),
    ] {
        assert_eq!(ada.get(&path).await.code(404), "not_found", "{path}");
    }
    for noun in ["contacts", "companies", "deals", "products", "activities"] {
        assert_eq!(ada.get(&format!("/api/{noun}/{id}/events")).await.code(404), "not_found", "{noun}");
    }
}
