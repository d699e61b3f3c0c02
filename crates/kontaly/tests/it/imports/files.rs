//! Files as other programs write them, and what is no file at all.

use super::{check_and_run, counts, number, run, upload};
use crate::support::Kontaly;
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use futures_util::stream;
use kontaly::imports::sweep;
use kontaly::vault::{Shelf, Vault};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

#[tokio::test]
async fn encodings_and_delimiters_are_recognised() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let text = "Name;Revenue;Year established\r\nKöln Öl;1.234,56;1999\r\nZürich & Co;12,5;2001\r\n";
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin 1")).collect();
    let marked = format!("\u{feff}{text}").into_bytes();
    for (bytes, encoding) in [(utf16, "UTF-16LE"), (latin, "windows-1252"), (marked, "UTF-8")] {
        let import = upload(&ada, "companies", bytes).await.expect(201);
        let format = &import["preview"]["format"];
        assert_eq!(format, &json!({ "encoding": encoding, "delimiter": ";" }));
        assert_eq!(import["preview"]["columns"][1]["decimal_mark"], "comma");
        assert_eq!(counts(&check_and_run(&ada, &import).await["counts"])[5], 0);
        let found =
            "select sum(annual_revenue)::bigint from companies where name in ('Köln Öl', 'Zürich & Co')";
        assert_eq!(number(&t, found).await, 123_456 + 1_250);
        assert_eq!(number(&t, "select count(*) from companies").await, 2, "{encoding}");
    }
}

#[tokio::test]
async fn what_is_no_file_of_rows_is_refused_and_leaves_nothing() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let endless = format!("Name,City\nA,B\nC,\"{}", "D\n".repeat(600_000));
    let wide = ",".repeat(600);
    for (file, code) in [
        ("", "empty_file"),
        ("\n\n", "empty_file"),
        ("PK\u{3}\u{4}spreadsheet", "broken_workbook"),
        ("a\0b\n", "not_csv"),
        (wide.as_str(), "too_many_columns"),
        (endless.as_str(), "endless_row"),
    ] {
        let problem = upload(&ada, "companies", file.to_owned()).await.expect(422);
        assert_eq!(problem["fields"][0]["code"], code);
    }
    let problem = upload(&ada, "companies", endless.clone()).await.expect(422);
    let message = problem["fields"][0]["message"].as_str().unwrap_or_default().to_owned();
    assert!(message.contains("line 3"), "{message}");
    assert_eq!(upload(&ada, "invoices", "a\n").await.expect(422)["fields"][0]["field"], "noun");
    let cookie = format!("{}={}", kontaly::http::cookie::NAME, ada.cookie.as_deref().unwrap_or_default());
    let request = Request::post("/api/imports?noun=leads")
        .header(header::HOST, &ada.host)
        .header(header::COOKIE, cookie);
    let request =
        request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from("x"));
    assert_eq!(ada.raw(request.expect("a request")).await.code(415), "unsupported_media_type");
    let header_alone = upload(&ada, "companies", "Name,City").await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &header_alone).await["counts"]), [0; 6]);
    assert_eq!(number(&t, "select count(*) from imports").await, 1, "the one that was run");
    assert_eq!(files(&t).await, 0, "and no file of it");
}

#[tokio::test]
async fn a_file_larger_than_allowed_is_refused_while_it_comes() {
    let t = Kontaly::start().await.with_settings(|settings| settings.import_bytes_max = 8 * 1024 * 1024);
    let ada = t.sign_in("acme", "ada").await;
    let piece = Bytes::from("Halcyon GmbH,Bonn\n".repeat(64 * 1024));
    let pieces = stream::iter((0..12).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    assert_eq!(upload(&ada, "companies", Body::from_stream(pieces)).await.code(413), "too_large");
    assert_eq!(files(&t).await, 0);
    let broken =
        stream::iter([Ok(Bytes::from("Name\nA\n")), Err(std::io::Error::other("the line went dead"))]);
    assert_eq!(upload(&ada, "companies", Body::from_stream(broken)).await.code(400), "unreadable_body");
    assert_eq!(number(&t, "select count(*) from imports").await, 0);
    assert_eq!(files(&t).await, 0);
}

#[tokio::test]
async fn a_file_of_several_pieces_is_read_across_their_edges() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    // Two and a half pieces of a mebibyte, with characters of four bytes at their edges.
    let mut file = "Id,Name,Description\n".to_owned();
    let mut rows = 0;
    while file.len() < 2_600_000 {
        file += &format!("{rows},Firm {rows},\"{}, \"\"quoted\"\"\n\"\n", "😀".repeat(60));
        rows += 1;
    }
    let import = upload(&ada, "companies", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [rows, rows, 0, 0, 0, 0]);
    let whole =
        format!("select count(*) from companies where description = '{}, \"quoted\"'", "😀".repeat(60));
    assert_eq!(number(&t, &whole).await, rows);
    assert_eq!(files(&t).await, 0, "the file is let go of");
    assert_eq!(number(&t, "select max(line) from import_rows").await, rows * 2, "each row has two lines");
}

#[tokio::test]
async fn an_upload_that_nobody_runs_is_let_go_of_after_a_week() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    upload(&ada, "leads", "Last name\nOld\n").await.expect(201);
    let done = upload(&ada, "leads", "Last name\nDone\n").await.expect(201);
    check_and_run(&ada, &done).await;
    t.owner()
        .await
        .script("update imports set created_at = created_at - interval '8 days'")
        .await
        .expect("a week later");
    let fresh = upload(&ada, "leads", "Last name\nNew\n").await.expect(201);
    assert_eq!(ada.ids("/api/imports").await, [super::id(&fresh), super::id(&done)], "what was done is kept");
}

#[tokio::test]
async fn what_no_import_needs_is_swept_out_of_the_store() {
    let folder = std::env::temp_dir().join(format!("kontaly-it-imports-{}", uuid::Uuid::now_v7()));
    let vault = Vault::folder(folder.clone()).expect("a folder");
    let t = Kontaly::start().await.with_settings(|settings| settings.files = vault);
    t.work();
    let ada = t.sign_in("acme", "ada").await;
    let waiting = upload(&ada, "leads", "Last name\nWaiting\n").await.expect(201);
    let stale = upload(&ada, "leads", "Last name\nStale\n").await.expect(201);
    let of_acme = folder.join(t.person("acme", "ada").actor.tenant_id.to_string()).join("imports");
    std::fs::write(of_acme.join(uuid::Uuid::now_v7().to_string()), "an orphan").expect("an orphan");
    std::fs::write(of_acme.join(format!("{}#1", uuid::Uuid::now_v7())), "half").expect("half a file");
    let week = format!(
        "update imports set created_at = created_at - interval '8 days' where id = '{}'",
        super::id(&stale)
    );
    t.owner().await.script(&week).await.expect("a week later");
    let tenants = t.app.hosts.tenants().await.expect("the tenants");
    let acme = Arc::new(tenants.into_iter().find(|tenant| tenant.slug == "acme").expect("acme"));
    assert_eq!(sweep::sweep(&t.app, &acme).await.expect("a sweep"), 0, "an upload may begin just now");
    for entry in std::fs::read_dir(&of_acme).expect("a folder") {
        let file =
            std::fs::File::options().write(true).open(entry.expect("an entry").path()).expect("a file");
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).expect("an age");
    }
    assert_eq!(sweep::sweep(&t.app, &acme).await.expect("a sweep"), 2, "the stale one and the orphan");
    assert_eq!(std::fs::read_dir(&of_acme).expect("a folder").count(), 1);
    check_and_run(&ada, &waiting).await;
    assert_eq!(std::fs::read_dir(&of_acme).expect("a folder").count(), 0);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}

#[tokio::test]
async fn an_import_whose_file_is_gone_fails_and_says_what_to_do() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let import = upload(&ada, "leads", "Last name\nGone\n").await.expect(201);
    let key = Shelf::Imports.of(
        t.person("acme", "ada").actor.tenant_id,
        super::id(&import).parse::<uuid::Uuid>().expect("an id"),
    );
    t.app.settings.files.delete(key).await.expect("it is deleted");
    let failed = run(&ada, &import, false).await;
    assert_eq!(failed["state"], "failed");
    assert_eq!(failed["problem"], "The uploaded file is not kept any more. Upload it again.");
    assert_eq!(number(&t, "select count(*) from leads").await, 0);
}

/// How many objects the store holds for acme's imports.
async fn files(t: &Kontaly) -> usize {
    let tenant = t.person("acme", "ada").actor.tenant_id;
    let far = "2100-01-01T00:00:00Z".parse().expect("an instant");
    let mut count = 0;
    for shelf in [Shelf::Imports, Shelf::Tables] {
        count += t.app.settings.files.written_before(tenant, shelf, far).await.expect("a list").len();
    }
    count
}
