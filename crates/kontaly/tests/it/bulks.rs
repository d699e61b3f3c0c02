//! Bulks: the row rule, exact numbers, versions, one refusal among many, undo, another tenant.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};
use std::time::Duration;

async fn make(client: &Client, body: Value) -> Value {
    client.post("/api/leads", body).await.expect(201)
}

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

/// Waits until a bulk has ended.
async fn ended(client: &Client, bulk: &Value) -> Value {
    loop {
        let report = client.get(&format!("/api/bulks/{}", id(bulk))).await.expect(200);
        if !matches!(report["state"].as_str(), Some("running" | "undoing")) {
            return report;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn run(client: &Client, body: Value) -> Value {
    let bulk = client.post("/api/bulks", body).await.expect(202);
    ended(client, &bulk).await
}

async fn undo(client: &Client, bulk: &Value) -> Value {
    client.post(&format!("/api/bulks/{}/undo", id(bulk)), json!({})).await.expect(202);
    ended(client, bulk).await
}

/// How many came out so, whatever the reason.
fn count(report: &Value, outcome: &str) -> i64 {
    let outcomes = report["outcomes"].as_array().expect("outcomes").iter();
    outcomes.filter(|o| o["outcome"] == outcome).filter_map(|o| o["count"].as_i64()).sum()
}

fn all() -> String {
    json!({ "and": [] }).to_string()
}

#[tokio::test]
async fn a_filter_takes_what_one_sees_and_nothing_else_and_undo_puts_back_exactly() {
    let t = Kontaly::start_working().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let stranger = t.sign_in("beta", "ada").await;
    let mut own = Vec::new();
    for i in 0..250 {
        let status = ["new", "contacted"][i % 2];
        own.push(make(&rita, json!({ "last_name": format!("L{i}"), "status": status, "city": null })).await);
    }
    let of_sam = make(&sam, json!({ "last_name": "Sam's" })).await;
    let of_beta = make(&stranger, json!({ "last_name": "Beta's" })).await;

    let report = run(&rita, json!({ "noun": "lead", "filter": all(), "change": { "set": { "status": "contacted", "city": "Bonn" } } })).await;
    assert_eq!((report["state"].as_str(), report["total"].as_i64()), (Some("done"), Some(250)), "{report}");
    assert_eq!(count(&report, "changed"), 250);
    for other in [(&sam, &of_sam), (&stranger, &of_beta)] {
        assert_eq!(&other.0.get(&format!("/api/leads/{}", id(other.1))).await.expect(200), other.1);
        other.0.get(&format!("/api/bulks/{}", id(&report))).await.expect(404);
        other.0.post(&format!("/api/bulks/{}/undo", id(&report)), json!({})).await.expect(404);
    }
    let again =
        run(&rita, json!({ "noun": "lead", "filter": all(), "change": { "set": { "city": "Bonn" } } })).await;
    assert_eq!((count(&again, "changed"), count(&again, "unchanged")), (0, 250));

    // One has moved on since: it stays as it is, and is counted.
    let moved = format!("/api/leads/{}", id(&own[7]));
    rita.patch(&moved, 2, json!({ "city": "Köln" })).await.expect(200);
    let undone = undo(&rita, &report).await;
    assert_eq!(undone["state"], "undone");
    assert_eq!((count(&undone, "restored"), count(&undone, "kept")), (249, 1), "{undone}");
    assert_eq!(rita.get(&moved).await.expect(200)["city"], "Köln");
    for (i, before) in own.iter().enumerate().filter(|(i, _)| *i != 7) {
        let now = rita.get(&format!("/api/leads/{}", id(before))).await.expect(200);
        assert_eq!((&now["status"], &now["city"]), (&before["status"], &before["city"]), "lead {i}");
    }
    assert_eq!(
        rita.post(&format!("/api/bulks/{}/undo", id(&report)), json!({})).await.code(409),
        "bulk_undone"
    );
    let history = t.history("acme", "rita", &own[0]).await;
    let actions: Vec<&str> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(
        actions.iter().filter(|action| **action == "update").count(),
        2,
        "one event forth, one back: {actions:?}"
    );
}

#[tokio::test]
async fn one_refusal_is_one_records_and_says_why() {
    let t = Kontaly::start_working().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let (a, b) =
        (make(&rita, json!({ "last_name": "A" })).await, make(&rita, json!({ "last_name": "B" })).await);
    let of_sam = make(&sam, json!({ "last_name": "C" })).await;
    rita.patch(&format!("/api/leads/{}", id(&b)), 1, json!({ "score": 3 })).await.expect(200);
    let records =
        json!([{ "id": id(&a), "version": 1 }, { "id": id(&b), "version": 1 }, { "id": id(&of_sam) }]);
    let report =
        run(&rita, json!({ "noun": "lead", "records": records, "change": { "set": { "score": 9 } } })).await;
    assert_eq!((count(&report, "changed"), count(&report, "refused")), (1, 2), "{report}");
    let rows = rita.get(&format!("/api/bulks/{}/rows?outcome=refused", id(&report))).await.expect(200);
    let mut codes: Vec<&str> =
        rows["items"].as_array().expect("items").iter().filter_map(|row| row["code"].as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["not_found", "version_conflict"]);

    // Handing over to somebody out of sight is the database's refusal: of those alone that are not hers already.
    let pool = make(&rita, json!({ "last_name": "P", "owner_id": null })).await;
    let records = json!([{ "id": id(&a) }, { "id": id(&pool) }]);
    let report = run(
        &rita,
        json!({ "noun": "lead", "records": records, "change": { "set": { "owner_id": sam.id() } } }),
    )
    .await;
    assert_eq!((count(&report, "changed"), count(&report, "refused")), (0, 2), "{report}");
    let report = run(
        &rita,
        json!({ "noun": "lead", "records": records, "change": { "set": { "owner_id": rita.id() } } }),
    )
    .await;
    assert_eq!((count(&report, "changed"), count(&report, "unchanged")), (1, 1), "{report}");
    undo(&rita, &report).await;
    assert_eq!(rita.get(&format!("/api/leads/{}", id(&pool))).await.expect(200)["owner_id"], Value::Null);
}

#[tokio::test]
async fn tags_and_the_trash_go_forth_and_back_for_every_noun() {
    let t = Kontaly::start_working().await;
    let rita = t.sign_in("acme", "rita").await;
    let mut tags = Vec::new();
    for name in ["Red", "Blue"] {
        tags.push(rita.post("/api/tags", json!({ "name": name })).await.expect(201));
    }
    for (noun, plural, body) in [
        ("lead", "leads", json!({ "last_name": "A" })),
        ("contact", "contacts", json!({ "last_name": "A" })),
        ("company", "companies", json!({ "name": "A" })),
    ] {
        let record = rita.post(&format!("/api/{plural}"), body).await.expect(201);
        let path = format!("/api/{plural}/{}", id(&record));
        rita.put(&format!("{path}/tags"), 1, json!({ "tag_ids": [id(&tags[0])] })).await.expect(200);
        let records = json!([{ "id": id(&record) }]);
        let change = json!({ "tag": { "add": [id(&tags[1])], "remove": [id(&tags[0])] } });
        let report = run(&rita, json!({ "noun": noun, "records": records, "change": change })).await;
        assert_eq!(count(&report, "changed"), 1, "{report}");
        let of = format!("/api/tags/of?noun={noun}&ids={}", id(&record));
        assert_eq!(rita.get(&of).await.expect(200)[0]["tags"][0]["name"], "Blue");
        undo(&rita, &report).await;
        let tagged = rita.get(&of).await.expect(200);
        assert_eq!(
            (tagged[0]["tags"].as_array().map(Vec::len), &tagged[0]["tags"][0]["name"]),
            (Some(1), &json!("Red"))
        );

        let report = run(&rita, json!({ "noun": noun, "records": records, "change": { "trash": {} } })).await;
        assert_eq!(count(&report, "changed"), 1, "{report}");
        assert!(rita.ids(&format!("/api/{plural}")).await.is_empty());
        undo(&rita, &report).await;
        assert_eq!(rita.ids(&format!("/api/{plural}")).await, [id(&record)]);
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_before_anything_is() {
    let t = Kontaly::start_working().await;
    let rita = t.sign_in("acme", "rita").await;
    make(&rita, json!({ "last_name": "A" })).await;
    for (body, field) in [
        (json!({ "noun": "lead", "change": { "set": { "score": 1 } } }), "records"),
        (json!({ "noun": "lead", "filter": all(), "change": { "set": {} } }), "change"),
        (json!({ "noun": "lead", "filter": all(), "change": { "set": { "nonsense": 1 } } }), "change"),
        (
            json!({ "noun": "lead", "filter": all(), "change": { "set": { "email": "a@b.example" } } }),
            "email",
        ),
        (json!({ "noun": "lead", "filter": all(), "change": { "tag": {} } }), "change"),
        (json!({ "noun": "product", "filter": all(), "change": { "trash": {} } }), "noun"),
    ] {
        let problem = rita.post("/api/bulks", body.clone()).await.expect(422);
        assert_eq!(problem["fields"][0]["field"], field, "{body}: {problem}");
    }
    assert_eq!(
        rita.post("/api/bulks", json!({ "noun": "lead", "filter": "{", "change": { "trash": {} } }))
            .await
            .code(422),
        "invalid"
    );
    let ron = t.sign_in("acme", "ron").await;
    let body = json!({ "noun": "lead", "filter": all(), "change": { "trash": {} } });
    assert_eq!(ron.post("/api/bulks", body).await.code(403), "forbidden");
    assert_eq!(rita.ids("/api/leads").await.len(), 1);
}
