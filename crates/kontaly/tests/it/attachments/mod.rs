//! Attachments: whose they are, what is kept of them, what is left of them when they go, and what a file cannot do.

mod bucket;
mod keeping;
mod sending;

use crate::support::{Answer, Client, Kontaly};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

/// Bytes that begin as a picture does.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

/// A request of a signed-in person.
fn request(client: &Client, method: &str, uri: String) -> axum::http::request::Builder {
    let cookie = client.cookie.as_deref().unwrap_or_default();
    Request::builder()
        .method(method)
        .uri(uri)
        .header(header::HOST, &client.host)
        .header(header::COOKIE, format!("{}={cookie}", kontaly::http::cookie::NAME))
}

fn escaped(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Puts a file on a record.
async fn upload(client: &Client, record: &str, name: &str, kind: &str, file: impl Into<Body>) -> Answer {
    let uri = format!("/api/{record}/attachments?name={}", escaped(name));
    let request = request(client, "POST", uri).header(header::CONTENT_TYPE, kind);
    client.raw(request.body(file.into()).expect("a request")).await
}

/// A lead of somebody's, as its path.
async fn lead(client: &Client) -> String {
    let lead = client.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    format!("leads/{}", id(&lead))
}

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

async fn files_of(client: &Client, record: &str) -> Vec<String> {
    client.ids(&format!("/api/{record}/attachments")).await
}

/// How many objects the store holds of acme.
async fn objects(t: &Kontaly) -> usize {
    let tenant = t.person("acme", "ada").actor.tenant_id;
    let far = "2100-01-01T00:00:00Z".parse().expect("an instant");
    t.app
        .settings
        .files
        .written_before(tenant, kontaly::vault::Shelf::Files, far)
        .await
        .expect("a list")
        .len()
}

/// What is kept of acme's files: how many rows, and the sums that are kept of them.
async fn kept(t: &Kontaly) -> (i64, i64, i64) {
    let mut tx = t.tx("acme", "ada");
    let query = kontaly_db::sql(
        "select (select count(*) from attachments where tenant_id = $1),
        (select coalesce(sum(files), 0)::bigint from attachment_sums where tenant_id = $1),
        (select coalesce(sum(bytes), 0)::bigint from attachment_sums where tenant_id = $1)",
    );
    let row = tx.one(query.bind(t.person("acme", "ada").actor.tenant_id)).await.expect("a row");
    let number = || row.take().expect("a number");
    (number(), number(), number())
}
