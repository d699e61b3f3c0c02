//! The same over a service that speaks S3, where there is one:
//! `pip install 'moto[server]' && moto_server -p 5000`, a bucket (`curl -X PUT localhost:5000/files`), then
//! `KONTALY_TEST_FILES_URL=s3://files/it AWS_ENDPOINT=http://localhost:5000 AWS_ALLOW_HTTP=true AWS_ACCESS_KEY_ID=x
//! AWS_SECRET_ACCESS_KEY=x cargo test -p kontaly --test it bucket -- --ignored`.

use super::{PNG, files_of, id, lead, objects, request, upload};
use crate::support::Kontaly;
use axum::body::{Body, Bytes};
use futures_util::stream;
use kontaly::attachments::sweep;
use kontaly::vault::Vault;
use serde_json::json;
use std::sync::Arc;

#[tokio::test]
#[ignore = "needs a bucket: see above"]
async fn a_bucket_keeps_files_as_a_folder_does() {
    let url = std::env::var("KONTALY_TEST_FILES_URL").expect("KONTALY_TEST_FILES_URL");
    let vault = Vault::open(&url).expect("a bucket");
    let t = Kontaly::start().await.with_settings(|settings| settings.files = vault);
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let lead = lead(&rita).await;
    let before = objects(&t).await;
    let small = upload(&rita, &lead, "x.png", "image/png", PNG).await.expect(201);
    let bytes: Vec<u8> = (0..12 * 1024 * 1024_u32).map(|n| (n / 251 % 251) as u8).collect();
    let large = upload(&rita, &lead, "film", "video/mp4", bytes.clone()).await.expect(201);
    let begun = (0..12).map(|_| Ok(Bytes::from(vec![7; 1024 * 1024])));
    let broken = stream::iter(begun.chain([Err(std::io::Error::other("the line went dead"))]));
    assert_eq!(
        upload(&rita, &lead, "x", "a/b", Body::from_stream(broken)).await.code(400),
        "unreadable_body"
    );
    assert_eq!(objects(&t).await - before, 2);
    assert_eq!(files_of(&rita, &lead).await, [id(&large), id(&small)]);
    let path = format!("/api/attachments/{}/content", id(&large));
    assert!(rita.get(&path).await.bytes == bytes, "the bytes come back as they went in");
    let part = request(&rita, "GET", path).header("range", "bytes=6291456-6291459").body(Body::empty());
    let part = rita.raw(part.expect("a request")).await;
    assert_eq!((part.status.as_u16(), &part.bytes[..]), (206, &bytes[6_291_456..6_291_460]));

    rita.delete(&format!("/api/{lead}")).await.expect(200);
    let ids = json!({ "ids": [lead.trim_start_matches("leads/")] });
    ada.post("/api/trash/leads/purge", ids).await.expect(200);
    let tenants = t.app.hosts.tenants().await.expect("the tenants");
    let acme = Arc::new(tenants.into_iter().find(|tenant| tenant.slug == "acme").expect("acme"));
    assert_eq!(sweep::drop_objects(&t.app, &acme).await.expect("a sweep"), 2);
    assert_eq!(objects(&t).await, before);
}
