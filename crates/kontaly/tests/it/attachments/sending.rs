//! Files on their way in and out.

use super::{PNG, files_of, id, kept, lead, objects, request, upload};
use crate::support::Kontaly;
use axum::body::{Body, Bytes};
use axum::http::header;
use futures_util::stream;
use http_body_util::BodyExt;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::ServiceExt;

#[tokio::test]
async fn a_file_comes_back_as_it_went_in() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let file = upload(&rita, &lead, "Angebot für Zoë.txt", "text/plain", "Guten Tag").await.expect(201);
    assert_eq!(file["name"], "Angebot für Zoë.txt");
    assert_eq!((&file["media_type"], &file["size_bytes"]), (&json!("text/plain"), &json!(9)));
    assert_eq!(file["sha256"], hex(Sha256::digest("Guten Tag").as_slice()));
    assert_eq!((&file["noun"], &file["uploaded_by"]), (&json!("lead"), &json!(rita.id())));
    let content = format!("/api/attachments/{}/content", id(&file));
    let whole = rita.get(&content).await;
    assert_eq!((whole.status.as_u16(), &whole.bytes[..]), (200, &b"Guten Tag"[..]));
    let told = |name: &str| whole.headers[name].to_str().expect("text").to_owned();
    assert_eq!(
        told("content-disposition"),
        "attachment; filename=\"Angebot f_r Zo_.txt\"; filename*=UTF-8''Angebot%20f%C3%BCr%20Zo%C3%AB.txt"
    );
    assert_eq!(
        (told("content-type"), told("content-length")),
        ("application/octet-stream".into(), "9".into())
    );
    assert_eq!(told("x-content-type-options"), "nosniff");
    assert!(told("content-security-policy").contains("sandbox"));

    let asked = |name: &'static str, value: &str| {
        rita.raw(
            request(&rita, "GET", content.clone())
                .header(name, value)
                .body(Body::empty())
                .expect("a request"),
        )
    };
    let part = asked("range", "bytes=6-7").await;
    assert_eq!((part.status.as_u16(), &part.bytes[..]), (206, &b"Ta"[..]));
    assert_eq!(part.headers["content-range"], "bytes 6-7/9");
    assert_eq!(asked("range", "bytes=20-").await.code(416), "range_not_satisfiable");
    let etag = told("etag");
    assert_eq!(asked("if-none-match", &etag).await.status.as_u16(), 304);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn what_could_run_is_never_shown_and_what_is_shown_is_what_it_says() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    for (claimed, bytes, told, shown) in [
        ("image/png", PNG, "image/png", true),
        ("text/html", PNG, "image/png", true),
        ("application/pdf", &b"%PDF-1.7 x"[..], "application/pdf", true),
        ("image/png", &b"<script>alert(1)</script>"[..], "application/octet-stream", false),
        ("image/svg+xml", &b"<svg onload='alert(1)'/>"[..], "image/svg+xml", false),
        ("text/html", &b"<script>alert(1)</script>"[..], "text/html", false),
        ("nonsense", &b"x"[..], "application/octet-stream", false),
    ] {
        let file = upload(&rita, &lead, "x", claimed, bytes).await.expect(201);
        assert_eq!(file["media_type"], told, "{claimed}");
        let answer = rita.get(&format!("/api/attachments/{}/content?inline=true", id(&file))).await;
        let header = |name: &str| answer.headers[name].to_str().expect("text");
        assert_eq!(header("content-disposition").starts_with("inline"), shown, "{told}");
        assert_eq!(header("content-type"), if shown { told } else { "application/octet-stream" });
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(header("x-frame-options"), "DENY");
    }
}

#[tokio::test]
async fn hostile_names_are_only_names() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let long = format!("{}.pdf", "a".repeat(1000));
    for (given, name) in [
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x=y.txt", "aSet-Cookie: x=y.txt"),
        ("gpj\u{202e}exe.pdf", "gpjexe.pdf"),
        ("\"; filename=\"b", "\"; filename=\"b"),
        (long.as_str(), &*format!("{}….pdf", "a".repeat(195))),
    ] {
        let file = upload(&rita, &lead, given, "text/plain", "x").await.expect(201);
        assert_eq!(file["name"], name);
        let answer = rita.get(&format!("/api/attachments/{}/content", id(&file))).await;
        assert_eq!(answer.status.as_u16(), 200);
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
        assert_eq!(answer.headers.get_all(header::CONTENT_DISPOSITION).iter().count(), 1);
    }
    assert_eq!(upload(&rita, &lead, "..", "text/plain", "x").await.expect(422)["fields"][0]["field"], "name");
}

#[tokio::test]
async fn half_a_file_leaves_nothing() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    for pieces in [1, 20] {
        let begun = (0..pieces).map(|_| Ok(Bytes::from(vec![7; 1024 * 1024])));
        let broken = stream::iter(begun.chain([Err(std::io::Error::other("the line went dead"))]));
        let answer = upload(&rita, &lead, "x", "a/b", Body::from_stream(broken)).await;
        assert_eq!(answer.code(400), "unreadable_body");
    }
    let problem = upload(&rita, &lead, "x", "a/b", Body::empty()).await.expect(422);
    assert_eq!(problem["fields"][0]["code"], "empty_file");
    assert_eq!((objects(&t).await, kept(&t).await), (0, (0, 0, 0)));
    assert_eq!(files_of(&rita, &lead).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_record_that_goes_while_its_file_comes_keeps_nothing_of_it() {
    let t = Kontaly::start().await;
    let (ada, sam) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "sam").await);
    let lead = lead(&sam).await;
    let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
    let waiting = stream::once(async { Ok::<_, std::io::Error>(Bytes::from("begun")) });
    let rest = stream::once(async {
        let _ = receiver.await;
        Ok(Bytes::from("ended"))
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(waiting, rest));
    let (answer, ()) = tokio::join!(upload(&sam, &lead, "x", "a/b", body), async {
        let rita = t.person("acme", "rita").actor.id;
        ada.patch(&format!("/api/{lead}"), 1, json!({ "owner_id": rita })).await.expect(200);
        let _ = sender.send(());
    });
    assert_eq!(answer.code(404), "not_found");
    assert_eq!((objects(&t).await, kept(&t).await), (0, (0, 0, 0)));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_while_it_comes() {
    let t = Kontaly::start().await.with_settings(|settings| settings.file_bytes_max = 3 * 1024 * 1024);
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let pieces = |count: usize| {
        Body::from_stream(stream::iter(
            (0..count).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![7; 1024 * 1024]))),
        ))
    };
    upload(&rita, &lead, "just fits", "a/b", pieces(3)).await.expect(201);
    assert_eq!(upload(&rita, &lead, "does not", "a/b", pieces(4)).await.code(413), "file_too_large");
    let uri = format!("/api/{lead}/attachments?name=x");
    let said = request(&rita, "POST", uri).header(header::CONTENT_LENGTH, "3145729").body(Body::empty());
    assert_eq!(rita.raw(said.expect("a request")).await.code(413), "file_too_large", "before a byte came");
    assert_eq!((objects(&t).await, kept(&t).await), (1, (1, 1, 3_145_728)));
    assert_eq!(rita.get("/api/session").await.expect(200)["file_bytes_max"], 3_145_728);
}

/// Pieces of a body that know how many of them live.
struct Piece(Vec<u8>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.1.fetch_sub(self.0.len(), Ordering::Relaxed);
    }
}

#[tokio::test]
async fn fifty_megabytes_go_through_a_bounded_buffer() {
    const PIECE: usize = 256 * 1024;
    let folder = std::env::temp_dir().join(format!("kontaly-it-files-{}", uuid::Uuid::now_v7()));
    let vault = kontaly::vault::Vault::folder(folder.clone()).expect("a folder");
    let t = Kontaly::start().await.with_settings(|settings| settings.files = vault);
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let (alive, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, peak) = (Arc::clone(&alive), Arc::clone(&most));
    let pieces = stream::iter((0..200_u8).map(move |n| {
        let now = counted.fetch_add(PIECE, Ordering::Relaxed) + PIECE;
        peak.fetch_max(now, Ordering::Relaxed);
        Ok::<_, std::io::Error>(Bytes::from_owner(Piece(vec![n; PIECE], Arc::clone(&counted))))
    }));
    let file = upload(&rita, &lead, "film", "video/mp4", Body::from_stream(pieces)).await.expect(201);
    assert_eq!(file["size_bytes"], 50 * 1024 * 1024);
    let held = most.load(Ordering::Relaxed);
    assert!(held <= 17 * 1024 * 1024, "three parts of 5 MiB and a piece, not {held} bytes");
    assert_eq!(alive.load(Ordering::Relaxed), 0);

    let path = format!("/api/attachments/{}/content", id(&file));
    let request = request(&rita, "GET", path).body(Body::empty()).expect("a request");
    let mut body = t.service.clone().oneshot(request).await.expect("an answer").into_body();
    let (mut hash, mut largest) = (Sha256::new(), 0);
    while let Some(frame) = body.frame().await {
        let bytes = frame.expect("a frame").into_data().expect("bytes");
        largest = largest.max(bytes.len());
        hash.update(&bytes);
    }
    assert_eq!(file["sha256"], hex(hash.finalize().as_slice()));
    assert!(largest <= 1024 * 1024, "a piece of {largest} bytes");
    std::fs::remove_dir_all(folder).expect("the folder goes");
}
