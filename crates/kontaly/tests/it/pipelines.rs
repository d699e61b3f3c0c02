//! Pipelines: administrators change them, everybody reads them, and there is always a way to win and to lose.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

async fn first(client: &Client) -> Value {
    client.get("/api/pipelines").await.expect(200)[0].clone()
}

fn stage<'a>(pipeline: &'a Value, name: &str) -> &'a Value {
    let stages = pipeline["stages"].as_array().expect("stages");
    stages.iter().find(|stage| stage["name"] == name).unwrap_or_else(|| panic!("no stage {name}"))
}

fn names(pipeline: &Value) -> Vec<&str> {
    let stages = pipeline["stages"].as_array().expect("stages");
    for (i, stage) in stages.iter().enumerate() {
        assert_eq!(stage["position"], i, "stages are numbered without a gap");
    }
    stages.iter().map(|stage| stage["name"].as_str().expect("a name")).collect()
}

fn path(stage: &Value) -> String {
    format!("/api/stages/{}", stage["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn everybody_reads_the_usual_pipeline_and_administrators_alone_change_it() {
    let t = Kontaly::start().await;
    for name in ["ada", "max", "rita", "sam", "ron"] {
        let all = t.sign_in("acme", name).await.get("/api/pipelines").await.expect(200);
        assert_eq!(all.as_array().map(Vec::len), Some(1), "{name}");
        assert_eq!(
            names(&all[0]),
            ["Qualification", "Discovery", "Proposal", "Negotiation", "Won", "Lost"],
            "{name}"
        );
    }
    let ada = t.sign_in("acme", "ada").await;
    let sales = first(&ada).await;
    let pipeline = format!("/api/pipelines/{}", sales["id"].as_str().expect("an id"));
    let proposal = path(stage(&sales, "Proposal"));
    for name in ["max", "rita", "ron"] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.post("/api/pipelines", json!({ "name": "X" })).await.code(403), "forbidden");
        assert_eq!(person.patch(&pipeline, 1, json!({ "name": "X" })).await.code(403), "forbidden");
        assert_eq!(person.patch(&proposal, 1, json!({ "name": "X" })).await.code(403), "forbidden");
        assert_eq!(person.delete(&proposal).await.code(403), "forbidden");
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert_eq!(stranger.patch(&pipeline, 1, json!({ "name": "X" })).await.code(404), "not_found");
    assert_eq!(stranger.patch(&proposal, 1, json!({ "name": "X" })).await.code(404), "not_found");
    assert_eq!(stranger.delete(&proposal).await.code(404), "not_found");
    assert_ne!(first(&stranger).await["id"], sales["id"]);
    assert_eq!(first(&ada).await, sales, "nothing changed");
}

#[tokio::test]
async fn a_pipeline_is_made_renamed_moved_trashed_and_restored() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let made = ada.post("/api/pipelines", json!({ "name": " Renewals " })).await.expect(201);
    assert_eq!((&made["name"], &made["position"]), (&json!("Renewals"), &json!(1)));
    assert_eq!(names(&made).len(), 6);
    let path = format!("/api/pipelines/{}", made["id"].as_str().expect("an id"));
    let moved = ada.patch(&path, 1, json!({ "name": "Contracts", "position": 0 })).await.expect(200);
    assert_eq!(
        (&moved["name"], &moved["position"], &moved["version"]),
        (&json!("Contracts"), &json!(0), &json!(2))
    );
    let stale = ada.patch(&path, 1, json!({ "name": "Old" })).await.expect(409);
    assert_eq!(stale["current"]["name"], "Contracts");
    let all = ada.get("/api/pipelines").await.expect(200);
    assert_eq!((&all[0]["name"], &all[1]["name"]), (&json!("Contracts"), &json!("Sales")));
    assert_eq!(all[1]["position"], 1);

    // A stage that went before its pipeline does not come back with it.
    let gone = path_of_new_stage(&ada, &path).await;
    ada.delete(&gone).await.expect(200);
    ada.delete(&path).await.expect(200);
    let all = ada.get("/api/pipelines").await.expect(200);
    assert_eq!((all.as_array().map(Vec::len), &all[0]["position"]), (Some(1), &json!(0)));
    assert_eq!(ada.patch(&path, 3, json!({ "name": "X" })).await.code(404), "not_found");
    let back = ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(names(&back).len(), 6);

    let taken = ada.post("/api/pipelines", json!({ "name": "  sales " })).await.expect(422);
    assert_eq!(taken["fields"][0]["code"], "taken");
    let sales = format!("/api/pipelines/{}", all[0]["id"].as_str().expect("an id"));
    ada.delete(&sales).await.expect(200);
    let last = ada.delete(&path).await.expect(422);
    assert_eq!(last["fields"][0]["code"], "last_one");
}

async fn path_of_new_stage(ada: &Client, pipeline: &str) -> String {
    let draft = json!({ "name": "Pilot", "probability": 60 });
    path(&ada.post(&format!("{pipeline}/stages"), draft).await.expect(201))
}

#[tokio::test]
async fn stages_are_added_changed_reordered_trashed_and_restored() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let stages = format!("/api/pipelines/{}/stages", first(&ada).await["id"].as_str().expect("an id"));
    let pilot = ada
        .post(&stages, json!({ "name": "Pilot", "probability": 60, "required_fields": ["company_id", "amount", "amount"] }))
        .await
        .expect(201);
    assert_eq!(pilot["required_fields"], json!(["amount", "company_id"]));
    assert_eq!(
        names(&first(&ada).await),
        ["Qualification", "Discovery", "Proposal", "Negotiation", "Pilot", "Won", "Lost"]
    );
    let pilot = path(&pilot);
    let changed = ada
        .patch(&pilot, 1, json!({ "name": "Trial", "position": 1, "stale_after_days": 7 }))
        .await
        .expect(200);
    assert_eq!(
        (&changed["position"], &changed["stale_after_days"], &changed["version"]),
        (&json!(1), &json!(7), &json!(2))
    );
    let sales = first(&ada).await;
    assert_eq!(
        names(&sales),
        ["Qualification", "Trial", "Discovery", "Proposal", "Negotiation", "Won", "Lost"]
    );
    assert_eq!(stage(&sales, "Discovery")["version"], 1, "who makes room does not change");
    assert_eq!(ada.patch(&pilot, 1, json!({ "name": "X" })).await.expect(409)["current"]["name"], "Trial");
    assert_eq!(
        ada.send(axum::http::Method::PATCH, &pilot, Some(json!({})), None).await.code(428),
        "precondition_required"
    );
    ada.delete(&pilot).await.expect(200);
    assert_eq!(names(&first(&ada).await).len(), 6);
    ada.post(&format!("{pilot}/restore"), json!({})).await.expect(200);
    assert_eq!(names(&first(&ada).await).len(), 7);
}

#[tokio::test]
async fn a_pipeline_keeps_a_way_to_win_and_to_lose() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let sales = first(&ada).await;
    for name in ["Won", "Lost"] {
        let refused = ada.delete(&path(stage(&sales, name))).await.expect(422);
        assert_eq!(refused["fields"][0]["code"], "incomplete", "{name}");
    }
    for name in ["Qualification", "Discovery", "Proposal"] {
        ada.delete(&path(stage(&sales, name))).await.expect(200);
    }
    let refused = ada.delete(&path(stage(&sales, "Negotiation"))).await.expect(422);
    assert_eq!(refused["fields"][0]["code"], "incomplete");
    let refused =
        ada.patch(&path(stage(&sales, "Won")), 1, json!({ "kind": "open", "probability": 5 })).await;
    assert_eq!(refused.expect(422)["fields"][0]["code"], "incomplete");

    let incomplete = json!({ "name": "Half", "stages": [{ "name": "A", "probability": 101 }, { "name": "a", "kind": "won" }] });
    let refused = ada.post("/api/pipelines", incomplete).await.expect(422);
    let fields: Vec<_> = refused["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .map(|field| {
            (field["field"].as_str().unwrap_or_default(), field["code"].as_str().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        fields,
        [
            ("stages[0].name", "taken"),
            ("stages[0].probability", "out_of_range"),
            ("stages[1].name", "taken"),
            ("stages", "incomplete"),
        ]
    );
    assert_eq!(ada.get("/api/pipelines").await.expect(200).as_array().map(Vec::len), Some(1));
}

/// Two administrators trash the two won stages at once: one of them must be refused.
#[tokio::test]
async fn two_at_once_cannot_trash_the_last_two_stages_of_a_kind() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let sales = first(&ada).await;
    let stages = format!("/api/pipelines/{}/stages", sales["id"].as_str().expect("an id"));
    let second = ada.post(&stages, json!({ "name": "Won again", "kind": "won" })).await.expect(201);
    let (a, b) = (path(stage(&sales, "Won")), path(&second));
    let (a, b) = tokio::join!(ada.delete(&a), ada.delete(&b));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}

#[tokio::test]
async fn every_change_leaves_an_event_that_administrators_see() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let proposal = path(stage(&first(&ada).await, "Proposal"));
    ada.patch(&proposal, 1, json!({ "name": "Offer" })).await.expect(200);
    ada.post("/api/pipelines", json!({ "name": "Renewals" })).await.expect(201);
    let events = |person: &'static str| {
        let mut tx = t.tx("acme", person);
        async move {
            let rows = tx
                .query(kontaly_db::sql(
                    "select noun, action, changes->'name' from events where noun in ('stage', 'pipeline') order by at",
                ))
                .await
                .expect("events");
            rows.iter()
                .map(|row| {
                    let (noun, action): (String, String) =
                        (row.take().expect("noun"), row.take().expect("action"));
                    (noun, action, row.take::<Value>().expect("changes"))
                })
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(
        events("ada").await,
        [
            ("stage".to_owned(), "update".to_owned(), json!(["Proposal", "Offer"])),
            ("pipeline".to_owned(), "create".to_owned(), json!([null, "Renewals"])),
        ]
    );
    assert!(events("rita").await.is_empty());
}

/// A stage whose deals go elsewhere: each with its event and its history, none won or lost by it.
#[tokio::test]
async fn a_stage_is_trashed_when_its_deals_have_somewhere_to_go() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let sales = first(&ada).await;
    let id_of = |name: &str| stage(&sales, name)["id"].as_str().expect("an id").to_owned();
    let proposal = path(stage(&sales, "Proposal"));
    let mut deals = Vec::new();
    for name in ["Roof", "Cellar"] {
        let draft = json!({ "name": name, "stage_id": id_of("Proposal"), "amount": 100_000 });
        deals.push(rita.post("/api/deals", draft).await.expect(201));
    }
    assert_eq!(ada.delete(&proposal).await.expect(422)["fields"][0]["code"], "in_use");
    let refused = [
        (id_of("Won"), "another_kind"),
        (id_of("Proposal"), "unknown_reference"),
        (uuid::Uuid::nil().to_string(), "unknown_reference"),
    ];
    for (to, code) in refused {
        let answer = ada.delete(&format!("{proposal}?move_deals_to={to}")).await.expect(422);
        assert_eq!(answer["fields"][0]["code"], code);
    }
    let away = format!("{proposal}?move_deals_to={}", id_of("Negotiation"));
    assert_eq!(rita.delete(&away).await.code(403), "forbidden");
    ada.delete(&away).await.expect(200);
    for deal in &deals {
        let path = format!("/api/deals/{}", deal["id"].as_str().expect("an id"));
        let moved = rita.get(&path).await.expect(200);
        assert_eq!(
            (&moved["stage_id"], &moved["probability"], &moved["state"], &moved["version"]),
            (&json!(id_of("Negotiation")), &json!(75), &json!("open"), &json!(2))
        );
        let events = rita.get(&format!("{path}/events")).await.expect(200);
        assert_eq!(events["items"][0]["action"], "move");
        let history = rita.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(
            (&history["items"][0]["from_stage_name"], &history["items"][0]["to_stage_name"]),
            (&json!("Proposal"), &json!("Negotiation"))
        );
    }
    let trashed = ada.get("/api/pipelines?trashed=true").await.expect(200);
    assert!(stage(&trashed[0], "Proposal")["trashed_at"].is_string());
    assert_eq!(names(&first(&ada).await).len(), 5, "what is in the trash is shown to whoever asks for it");
    ada.post(&format!("{proposal}/restore"), json!({})).await.expect(200);
    let sales = first(&ada).await;
    assert_eq!(names(&sales).len(), 6);
    assert_eq!(names(&sales)[2], "Proposal", "it comes back to the place it had");
}
