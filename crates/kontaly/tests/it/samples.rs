//! Sample records: a believable business, gone at once, and in nobody's way.

use crate::support::{Client, Kontaly};
use axum::http::Method;
use serde_json::{Value, json};

async fn put(client: &Client) -> Value {
    client.send(Method::PUT, "/api/samples", None, None).await.expect(200)["records"].clone()
}

async fn count(client: &Client, noun: &str) -> usize {
    client.ids(&format!("/api/{noun}?limit=100")).await.len()
}

async fn counts(client: &Client) -> [usize; 5] {
    let mut counts = [0; 5];
    for (count_of, noun) in counts.iter_mut().zip(["companies", "contacts", "leads", "deals", "activities"]) {
        *count_of = count(client, noun).await;
    }
    counts
}

#[tokio::test]
async fn sample_records_are_a_business_and_go_to_the_trash_at_once() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    assert_eq!(put(&ada).await, 34);
    let there = [5, 5, 6, 7, 11];
    assert_eq!(counts(&ada).await, there);
    assert_eq!(put(&ada).await, 0, "they are there once");
    let deals = ada.get("/api/deals?limit=100").await.expect(200);
    let deals = deals["items"].as_array().expect("deals");
    let in_state = |state: &str| deals.iter().filter(|deal| deal["state"] == state).count();
    assert_eq!((in_state("open"), in_state("won"), in_state("lost")), (5, 1, 1));
    let stages: std::collections::BTreeSet<_> =
        deals.iter().map(|deal| deal["stage_id"].as_str().expect("a stage")).collect();
    assert_eq!(stages.len(), 6, "one in each stage");
    for deal in deals {
        assert_eq!(deal["owner_id"], ada.id());
        assert!(deal["company_id"].is_string() && deal["contact_id"].is_string(), "{deal}");
        let path = format!("/api/tags/of?noun=deal&ids={}", deal["id"].as_str().expect("an id"));
        assert_eq!(ada.get(&path).await.expect(200)[0]["tags"][0]["name"], "Sample");
    }
    assert_eq!(t.history("acme", "ada", &deals[0]).await[0].0, "create");
    let found = ada.get("/api/search?q=Nordlicht").await.expect(200);
    assert!(found.to_string().contains("Nordlicht Energie"), "{found}");

    assert_eq!(ada.delete("/api/samples").await.expect(200)["records"], 34);
    assert_eq!(counts(&ada).await, [0; 5]);
    assert_eq!(put(&ada).await, 34, "the same ones, out of the trash");
    assert_eq!(counts(&ada).await, there);
    let rita = t.sign_in("acme", "rita").await;
    assert_eq!(rita.delete("/api/samples").await.code(403), "forbidden");
    assert_eq!(count(&rita, "deals").await, 0, "they are the administrator's");
}

/// What is there to try things on is nobody's first lead and nobody's first won deal.
#[tokio::test]
async fn the_first_steps_do_not_count_sample_records() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let steps = || async { ada.get("/api/first-steps").await.expect(200) };
    assert_eq!(steps().await["samples"], false);
    put(&ada).await;
    let with_samples = steps().await;
    for (step, wanted) in
        [("samples", true), ("records", false), ("deal", false), ("activity", false), ("won", false)]
    {
        assert_eq!(with_samples[step], wanted, "{step}");
    }
    let lead = ada.post("/api/leads", json!({ "last_name": "Quill" })).await.expect(201);
    assert_eq!(steps().await["records"], true);
    let call = json!({ "kind": "call", "subject": "Hello", "lead_id": lead["id"], "done": true });
    ada.post("/api/activities", call).await.expect(201);
    assert_eq!(steps().await["activity"], true);
    let won = ada.get("/api/deals?limit=100").await.expect(200);
    let stage = |state: &str| {
        let deals = won["items"].as_array().expect("deals").iter();
        deals.clone().find(|deal| deal["state"] == state).expect("a deal")["stage_id"].clone()
    };
    let deal = ada.post("/api/deals", json!({ "name": "Own" })).await.expect(201);
    assert_eq!((&steps().await["deal"], &steps().await["won"]), (&json!(true), &json!(false)));
    let path = format!("/api/deals/{}/move", deal["id"].as_str().expect("an id"));
    let moved = json!({ "stage_id": stage("won") });
    ada.send(Method::POST, &path, Some(moved), Some(1)).await.expect(200);
    assert_eq!(steps().await["won"], true);
    ada.delete("/api/samples").await.expect(200);
    let without = steps().await;
    assert_eq!((&without["samples"], &without["won"]), (&json!(false), &json!(true)));
    assert_eq!(count(&ada, "deals").await, 1, "one's own records stay");
}
