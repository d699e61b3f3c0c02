//! Imports: nothing lost, nothing doubled, everything that is wrong named, and nothing beyond what whoever imports may.

mod access;
mod files;
mod kills;
mod people;
mod real;
mod records;
mod rows;
mod sheets;
mod undo;

use crate::support::{Answer, Client, Kontaly};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

/// Uploads a file.
pub(crate) async fn upload(client: &Client, noun: &str, file: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method("POST")
        .uri(format!("/api/imports?noun={noun}&file_name={noun}.csv"))
        .header(header::HOST, &client.host)
        .header(header::CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(
            header::COOKIE,
            format!("{}={}", kontaly::http::cookie::NAME, client.cookie.as_deref().unwrap_or_default()),
        );
    client.raw(request.body(file.into()).expect("a request")).await
}

/// Changes an import's mapping.
async fn adjust(client: &Client, import: &Value, patch: Value) -> Value {
    let version = import["version"].as_i64().expect("a version");
    client.patch(&format!("/api/imports/{}", id(import)), version, patch).await.expect(200)
}

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

/// Runs an import, or only finds out what it would do, and waits for its end, its words included.
async fn run(client: &Client, import: &Value, dry: bool) -> Value {
    let path = format!("/api/imports/{}", id(import));
    client.post(&format!("{path}/run"), json!({ "dry_run": dry })).await.expect(202);
    loop {
        let import = client.get(&path).await.expect(200);
        if import["state"] != "running" && import["searchable"] == true {
            return import;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// The counts as `read created updated merged unchanged rejected`.
pub(crate) fn counts(counts: &Value) -> [i64; 6] {
    let all = ["read", "created", "updated", "merged", "unchanged", "rejected"]
        .map(|name| counts[name].as_i64().unwrap_or(-1));
    assert_eq!(all[0], all[1..].iter().sum::<i64>(), "every row is accounted for: {counts}");
    all
}

/// Finds out what an import would do, does it, and holds the two against each other; gives back the import as it ended.
pub(crate) async fn check_and_run(client: &Client, import: &Value) -> Value {
    let checked = run(client, import, true).await;
    assert_eq!(checked["state"], "previewed", "{checked}");
    let foreseen = rejected(client, import).await;
    let done = run(client, import, false).await;
    assert_eq!(done["state"], "done", "{done}");
    assert_eq!(checked["checked"]["counts"], done["counts"], "a dry run says what the run does");
    assert_eq!(foreseen, rejected(client, import).await, "and names every row that the run rejects");
    counts(&done["counts"]);
    done
}

async fn rejected(client: &Client, import: &Value) -> Vec<Value> {
    let path = format!("/api/imports/{}/rows?outcome=rejected&limit=1000", id(import));
    client.get(&path).await.expect(200)["items"].as_array().expect("rows").clone()
}

/// One number of the database, past row security.
async fn number(t: &Kontaly, query: &str) -> i64 {
    // A statement of ours is static text; a test's is put together and lives as long as the test.
    let query = kontaly_db::sql(Box::leak(query.to_owned().into_boxed_str()));
    let rows = t.owner().await.query(&query).await.expect("an answer");
    rows.first().expect("a row").take::<Option<i64>>().expect("a number").unwrap_or(0)
}
