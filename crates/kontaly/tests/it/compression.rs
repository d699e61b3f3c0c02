//! What the server writes goes compressed to whoever says that they understand it.

use crate::support::{Client, Kontaly};
use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;

async fn get(client: &Client, path: &str, accepts: &str) -> (String, Vec<u8>) {
    let request = Request::get(path)
        .header(header::HOST, "acme.localhost:8080")
        .header(header::COOKIE, format!("__Host-kontaly={}", client.cookie.as_deref().unwrap_or_default()))
        .header(header::ACCEPT_ENCODING, accepts)
        .body(Body::empty())
        .expect("a request");
    let answer = client.raw(request).await;
    let coding = answer.headers.get(header::CONTENT_ENCODING);
    (
        coding.map_or_else(String::new, |coding| coding.to_str().expect("text").to_owned()),
        answer.bytes.to_vec(),
    )
}

#[tokio::test]
async fn a_long_answer_is_compressed_for_whoever_understands_it() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for i in 0..8 {
        rita.post("/api/leads", json!({ "last_name": format!("Lead {i}") })).await.expect(201);
    }
    let (coding, plain) = get(&rita, "/api/leads", "identity").await;
    assert_eq!(coding, "");
    let (coding, short) = get(&rita, "/api/leads", "gzip, deflate, br").await;
    assert_eq!(coding, "gzip");
    assert!(short.starts_with(&[0x1f, 0x8b]), "gzip's first bytes");
    assert!(short.len() * 3 < plain.len(), "{} of {} bytes", short.len(), plain.len());
    let (coding, _) = get(&rita, "/api/leads/count", "gzip").await;
    assert_eq!(coding, "", "what fits one packet is left as it is");
}
