//! Exports: the log says who took what, and how many rows of it they see.

use crate::support::{Client, Kontaly};
use serde_json::json;

#[tokio::test]
async fn an_export_is_written_down_with_the_rows_that_one_sees() {
    let t = Kontaly::start().await;
    let (ada, max) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await);
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    for (client, status) in [(&rita, "new"), (&rita, "contacted"), (&sam, "new")] {
        client.post("/api/leads", json!({ "last_name": "L", "status": status })).await.expect(201);
    }
    let filter = json!({ "field": "status", "op": "eq", "value": "new" }).to_string();
    let draft = json!({ "noun": "lead", "filter": filter, "columns": ["name", "email"] });
    let export = rita.post("/api/exports", draft.clone()).await.expect(201);
    assert_eq!(export["rows"], 1, "a colleague's lead is not in her file");
    assert_eq!(ada.post("/api/exports", draft).await.expect(201)["rows"], 2);

    let history = t.history("acme", "ada", &export).await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].0, "create");
    assert_eq!(history[0].1["rows"], json!([null, 1]));
    assert_eq!(history[0].1["columns"], json!([null, ["name", "email"]]));
    assert_eq!(t.history("acme", "max", &export).await.len(), 1, "her manager sees it");
    assert_eq!(t.history("acme", "sam", &export).await.len(), 0, "a colleague does not");
    assert_eq!(max.post("/api/exports", json!({ "noun": "company" })).await.expect(201)["rows"], 0);
}

#[tokio::test]
async fn what_cannot_be_taken_out_is_refused_and_leaves_no_event() {
    let t = Kontaly::start().await;
    let (rita, ron) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "ron").await);
    assert_eq!(ron.post("/api/exports", json!({ "noun": "lead" })).await.code(403), "forbidden");
    for (draft, wrong) in [
        (json!({ "noun": "product" }), ("noun", "unknown")),
        (json!({ "noun": "lead", "filter": "{" }), ("filter", "invalid_parameter")),
        (json!({ "noun": "lead", "columns": vec!["x"; 201] }), ("columns", "too_long")),
    ] {
        let problem = rita.post("/api/exports", draft.clone()).await.expect(422);
        assert_eq!(Client::wrong(&problem), [wrong], "{draft}");
    }
    let events = rita.get("/api/events").await.expect(200);
    assert!(events["items"].as_array().expect("events").iter().all(|event| event["noun"] != "export"));
}
