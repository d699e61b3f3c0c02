//! Saved views: private ones are nobody else's business, shared ones everybody's; who may share; places, versions, undo.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

async fn make(client: &Client, name: &str, shared: bool) -> Value {
    let draft = json!({ "noun": "lead", "name": name, "shared": shared, "filter": "status:new", "sort": "-score",
        "columns": "name!:240,score" });
    client.post("/api/views", draft).await.expect(201)
}

async fn names(client: &Client) -> Vec<String> {
    let views = client.get("/api/views?noun=lead").await.expect(200);
    let names = views.as_array().expect("views").iter();
    names.map(|view| view["name"].as_str().expect("a name").to_owned()).collect()
}

fn path(view: &Value) -> String {
    format!("/api/views/{}", id(view))
}

#[tokio::test]
async fn a_private_view_is_seen_by_its_owner_alone_and_a_shared_one_by_everybody() {
    let t = Kontaly::start().await;
    let (ada, max, rita) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await, t.sign_in("acme", "rita").await);
    let (ron, stranger) = (t.sign_in("acme", "ron").await, t.sign_in("beta", "ada").await);
    let own = make(&rita, "  Mine  ", false).await;
    assert_eq!((own["name"].as_str(), own["layout"].as_str()), (Some("Mine"), Some("list")));
    let shared = make(&max, "For all", true).await;
    assert_eq!(names(&rita).await, ["For all", "Mine"], "shared ones come first");
    for other in [&ada, &max, &ron] {
        assert_eq!(names(other).await, ["For all"], "not even administrators see what one keeps for oneself");
        let refused = other.patch(&path(&own), 1, json!({ "name": "x" })).await;
        assert!(matches!(refused.status.as_u16(), 403 | 404), "{}", refused.text);
    }
    assert!(names(&stranger).await.is_empty());
    assert_eq!(stranger.patch(&path(&shared), 1, json!({ "name": "x" })).await.code(404), "not_found");
    let of_companies = rita.get("/api/views?noun=company").await.expect(200);
    assert_eq!(of_companies, json!([]));
}

#[tokio::test]
async fn sharing_is_for_those_whom_the_matrix_says() {
    let t = Kontaly::start().await;
    let (ada, max, rita) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await, t.sign_in("acme", "rita").await);
    let ron = t.sign_in("acme", "ron").await;
    let draft = json!({ "noun": "lead", "name": "Of Rita", "shared": true });
    assert_eq!(rita.post("/api/views", draft.clone()).await.code(403), "forbidden");
    assert_eq!(ron.post("/api/views", json!({ "noun": "lead", "name": "x" })).await.code(403), "forbidden");
    let own = make(&rita, "Mine", false).await;
    assert_eq!(rita.patch(&path(&own), 1, json!({ "shared": true })).await.code(403), "forbidden");

    let of_max = make(&max, "Of Max", true).await;
    assert_eq!(rita.patch(&path(&of_max), 1, json!({ "name": "x" })).await.code(403), "not_yours");
    assert_eq!(rita.delete(&path(&of_max)).await.code(403), "not_yours");
    let of_ada = make(&ada, "Of Ada", true).await;
    assert_eq!(
        max.patch(&path(&of_ada), 1, json!({ "name": "x" })).await.code(403),
        "not_yours",
        "not his people's"
    );
    let renamed = ada.patch(&path(&of_max), 1, json!({ "name": "Renamed" })).await.expect(200);
    assert_eq!(renamed["owner_id"], of_max["owner_id"]);
    let taken = ada.patch(&path(&of_max), 2, json!({ "shared": false })).await;
    assert_eq!(taken.code(403), "forbidden", "nobody hides another's view from everybody");
    let back = max.patch(&path(&of_max), 2, json!({ "shared": false })).await.expect(200);
    assert_eq!(
        (back["shared"].as_bool(), names(&max).await),
        (Some(false), vec!["Of Ada".into(), "Renamed".into()])
    );
}

#[tokio::test]
async fn views_stand_where_they_are_put() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let (a, b, c) =
        (make(&rita, "A", false).await, make(&rita, "B", false).await, make(&rita, "C", false).await);
    assert_eq!(names(&rita).await, ["A", "B", "C"], "a new one comes last");
    rita.patch(&path(&c), 1, json!({ "after": null })).await.expect(200);
    assert_eq!(names(&rita).await, ["C", "A", "B"]);
    rita.patch(&path(&c), 2, json!({ "after": id(&a) })).await.expect(200);
    assert_eq!(names(&rita).await, ["A", "C", "B"]);
    rita.patch(&path(&a), 1, json!({ "after": id(&b) })).await.expect(200);
    assert_eq!(names(&rita).await, ["C", "B", "A"]);
    let shared = make(&t.sign_in("acme", "ada").await, "Shared", true).await;
    for nowhere in [id(&shared), id(&a)] {
        let problem = rita.patch(&path(&a), 2, json!({ "after": nowhere })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("after", "unknown_reference")]);
    }
}

#[tokio::test]
async fn every_change_is_on_its_version_is_told_and_can_be_undone() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let view = make(&rita, "Fair", false).await;
    let changed =
        rita.patch(&path(&view), 1, json!({ "filter": "status:new owner_id:me" })).await.expect(200);
    assert_eq!((changed["version"].as_i64(), changed["sort"].as_str()), (Some(2), Some("-score")));
    let stale = rita.patch(&path(&view), 1, json!({ "name": "x" })).await.expect(409);
    assert_eq!(stale["current"]["filter"], "status:new owner_id:me");
    let nothing = rita.send(axum::http::Method::PATCH, &path(&view), Some(json!({})), None).await;
    assert_eq!(nothing.code(428), "precondition_required");

    rita.delete(&path(&view)).await.expect(200);
    assert!(names(&rita).await.is_empty());
    let back = rita.post(&format!("{}/restore", path(&view)), json!({})).await.expect(200);
    assert_eq!((back["rank"].clone(), names(&rita).await), (view["rank"].clone(), vec!["Fair".to_owned()]));
    let history = t.history("acme", "rita", &view).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["create", "update", "trash", "restore"]);
    assert_eq!(history[1].1["filter"], json!(["status:new", "status:new owner_id:me"]));
    assert!(
        t.history("acme", "sam", &view).await.is_empty(),
        "a colleague does not learn of it from the log"
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_name() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for (draft, wrong) in [
        (json!({ "noun": "lead", "name": " " }), ("name", "required")),
        (json!({ "noun": "lead", "name": "x".repeat(61) }), ("name", "too_long")),
        (json!({ "noun": "lead", "name": "x", "filter": "x".repeat(4001) }), ("filter", "too_long")),
        (json!({ "noun": "product", "name": "x" }), ("noun", "unknown")),
        (json!({ "noun": "lead", "name": "x", "layout": "board" }), ("layout", "unknown")),
        (
            json!({ "noun": "lead", "name": "x", "pipeline_id": uuid::Uuid::nil() }),
            ("pipeline_id", "unknown"),
        ),
        (
            json!({ "noun": "deal", "name": "x", "pipeline_id": uuid::Uuid::nil() }),
            ("pipeline_id", "unknown_reference"),
        ),
    ] {
        let problem = rita.post("/api/views", draft.clone()).await.expect(422);
        assert_eq!(Client::wrong(&problem), [wrong], "{draft}");
    }
    let board = json!({ "noun": "deal", "name": "Board", "layout": "board" });
    assert_eq!(rita.post("/api/views", board).await.expect(201)["layout"], "board");
}
