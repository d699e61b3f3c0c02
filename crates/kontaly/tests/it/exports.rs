//! Exports: all rows that one sees and no others, typed and harmless, fetched once; the log says who took what.

use crate::jobs::Worker;
use crate::support::{Client, Kontaly};
use calamine::{Data, Reader, Xlsx};
use kontaly::exports::{job, sweep};
use kontaly::http::Cx;
use kontaly::http::cookie::Session;
use kontaly::jobs::Work;
use kontaly::tenancy::Tenant;
use kontaly::vault::{Shelf, Vault};
use kontaly_db::sql;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

fn columns(fields: &[&str]) -> Value {
    fields.iter().map(|field| json!({ "field": field, "header": field })).collect()
}

/// Waits until an export is over.
async fn ended(client: &Client, export: &Value) -> Value {
    let path = format!("/api/exports/{}", export["id"].as_str().expect("an id"));
    loop {
        let export = client.get(&path).await.expect(200);
        if export["state"] != "running" {
            return export;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Has a file made, and fetches it.
async fn file(client: &Client, draft: Value) -> Vec<u8> {
    let export = client.post("/api/exports", draft).await.expect(201);
    let export = ended(client, &export).await;
    assert_eq!(export["state"], "done", "{export}");
    assert_eq!(export["rows"], export["total"]);
    let answer = client.get(&format!("/api/exports/{}/file", export["id"].as_str().expect("an id"))).await;
    assert_eq!(answer.status, 200);
    assert_eq!(export["size_bytes"], answer.bytes.len());
    answer.bytes.to_vec()
}

async fn text(client: &Client, draft: Value) -> String {
    String::from_utf8(file(client, draft).await).expect("text")
}

async fn objects(t: &Kontaly) -> usize {
    let far = "2100-01-01T00:00:00Z".parse().expect("an instant");
    let tenant = t.person("acme", "ada").actor.tenant_id;
    t.app.settings.files.written_before(tenant, Shelf::Exports, far).await.expect("a list").len()
}

#[tokio::test]
async fn an_export_is_written_down_with_the_rows_that_one_sees() {
    let t = Kontaly::start_working().await;
    let (ada, max) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await);
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    for (client, status) in [(&rita, "new"), (&rita, "contacted"), (&sam, "new")] {
        client.post("/api/leads", json!({ "last_name": "L", "status": status })).await.expect(201);
    }
    let filter = json!({ "field": "status", "op": "eq", "value": "new" }).to_string();
    let draft = json!({ "noun": "lead", "filter": filter, "columns": columns(&["name", "email"]) });
    let export = rita.post("/api/exports", draft.clone()).await.expect(201);
    assert_eq!(export["total"], 1, "a colleague's lead is not in her file");
    assert_eq!(ended(&rita, &export).await["rows"], 1);
    assert_eq!(text(&rita, draft.clone()).await, "\u{feff}name,email\r\nL,\r\n");
    assert_eq!(ada.post("/api/exports", draft).await.expect(201)["total"], 2);

    let history = t.history("acme", "ada", &export).await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].0, "create");
    assert_eq!(history[0].1["rows"], json!([null, 1]));
    assert_eq!(history[0].1["columns"], json!([null, ["name", "email"]]));
    assert_eq!(t.history("acme", "max", &export).await.len(), 1, "her manager sees it");
    assert_eq!(t.history("acme", "sam", &export).await.len(), 0, "a colleague does not");
    let none = max.post("/api/exports", json!({ "noun": "company", "columns": columns(&["name"]) })).await;
    assert_eq!(none.expect(201)["total"], 0);
}

#[tokio::test]
async fn what_cannot_be_taken_out_is_refused_and_leaves_no_event() {
    let t = Kontaly::start_working().await;
    let (rita, ron) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "ron").await);
    let name = columns(&["name"]);
    let draft = json!({ "noun": "lead", "columns": name });
    assert_eq!(ron.post("/api/exports", draft).await.code(403), "forbidden");
    for (draft, wrong) in [
        (json!({ "noun": "product", "columns": name }), ("noun", "unknown")),
        (json!({ "noun": "lead", "filter": "{", "columns": name }), ("filter", "invalid_parameter")),
        (json!({ "noun": "lead", "sort": "-email", "columns": name }), ("sort", "invalid_parameter")),
        (json!({ "noun": "lead", "columns": [] }), ("columns", "out_of_range")),
        (json!({ "noun": "lead", "columns": columns(&["name"; 201]) }), ("columns", "out_of_range")),
        (json!({ "noun": "lead", "columns": columns(&["x".repeat(200).as_str()]) }), ("columns", "too_long")),
        (json!({ "noun": "lead", "columns": columns(&["password"]) }), ("columns", "unknown_field")),
    ] {
        let problem = rita.post("/api/exports", draft.clone()).await.expect(422);
        assert_eq!(Client::wrong(&problem), [wrong], "{draft}");
    }
    let events = rita.get("/api/events").await.expect(200);
    assert!(events["items"].as_array().expect("events").iter().all(|event| event["noun"] != "export"));
}

#[tokio::test]
async fn a_file_is_fetched_once_and_by_whoever_asked_for_it() {
    let t = Kontaly::start_working().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    rita.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let draft = json!({ "noun": "lead", "columns": columns(&["name"]) });
    let export = rita.post("/api/exports", draft.clone()).await.expect(201);
    ended(&rita, &export).await;
    let path = format!("/api/exports/{}", export["id"].as_str().expect("an id"));
    let link = format!("{path}/file");
    for stranger in [&ada, &t.sign_in("acme", "sam").await, &t.sign_in("beta", "rita").await] {
        assert_eq!(stranger.get(&path).await.code(404), "not_found");
        assert_eq!(stranger.get(&link).await.code(404), "not_found");
        assert_eq!(stranger.delete(&path).await.code(404), "not_found");
    }
    let answer = rita.get(&link).await;
    let told = answer.headers["content-disposition"].to_str().expect("text").to_owned();
    assert!(told.starts_with("attachment; filename=\"leads-") && told.contains(".csv"), "{told}");
    assert_eq!(rita.get(&link).await.code(410), "export_gone");
    assert_eq!(rita.get(&path).await.expect(200)["state"], "fetched");

    let late = rita.post("/api/exports", draft).await.expect(201);
    ended(&rita, &late).await;
    let id = late["id"].as_str().expect("an id");
    let over =
        format!("update exports set expires_at = expires_at - interval '15 minutes' where id = '{id}'");
    t.owner().await.script(&over).await.expect("a quarter of an hour later");
    assert_eq!(rita.get(&format!("/api/exports/{id}/file")).await.code(410), "export_gone");
    sweep::sweep(&t.app, &acme(&t).await).await.expect("a sweep");
    assert_eq!(objects(&t).await, 0);
}

#[tokio::test]
async fn one_that_is_canceled_leaves_no_file() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    ada.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let draft = json!({ "noun": "lead", "columns": columns(&["name"]) });
    let export = ada.post("/api/exports", draft).await.expect(201);
    let path = format!("/api/exports/{}", export["id"].as_str().expect("an id"));
    ended(&ada, &export).await;
    assert_eq!(ada.delete(&path).await.expect(200)["state"], "canceled");
    assert_eq!(ada.get(&format!("{path}/file")).await.code(410), "export_gone");
    until_gone(&t).await;
}

/// Canceled before anybody makes it, and while somebody does.
#[tokio::test]
async fn one_that_is_canceled_is_made_no_further() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    ada.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let owner = t.owner().await;
    for begun in [false, true] {
        let draft = json!({ "noun": "lead", "columns": columns(&["name"]) });
        let export = ada.post("/api/exports", draft).await.expect(201);
        let path = format!("/api/exports/{}", export["id"].as_str().expect("an id"));
        if begun {
            owner.script("begin; lock table leads").await.expect("nobody reads a lead");
        }
        let making = tokio::spawn(job::Run { export: id(&export) }.work(cx(&t, "ada").await));
        if begun {
            waits_for_leads(&t).await;
        }
        assert_eq!(ada.delete(&path).await.expect(200)["state"], "canceled");
        owner.script("commit").await.expect("whoever waits goes on");
        making.await.expect("no panic").expect("an end");
        assert_eq!(ada.get(&path).await.expect(200)["state"], "canceled");
        until_gone(&t).await;
    }
}

async fn waits_for_leads(t: &Kontaly) {
    let waiting = sql("select from pg_locks where relation = 'leads'::regclass and not granted");
    while t.owner().await.query(&waiting).await.expect("locks").is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn until_gone(t: &Kontaly) {
    while objects(t).await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn acme(t: &Kontaly) -> Arc<Tenant> {
    let tenants = t.app.hosts.tenants().await.expect("the tenants");
    Arc::new(tenants.into_iter().find(|tenant| tenant.slug == "acme").expect("acme"))
}

/// What a job of one of acme's people works with.
async fn cx(t: &Kontaly, name: &str) -> Cx {
    let session =
        Session { actor: t.person("acme", name).actor, proof: None, key: t.app.db.keys().current() };
    Cx::new(t.app.clone(), acme(t).await, session, t.app.clock.id())
}

fn id(export: &Value) -> Uuid {
    export["id"].as_str().expect("an id").parse().expect("an id")
}

/// One whose worker was only thought dead: both make the file, and it is whole and there.
#[tokio::test]
async fn two_that_make_the_same_file_are_not_in_each_others_way() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    ada.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let draft = json!({ "noun": "lead", "columns": columns(&["name"]) });
    let export = ada.post("/api/exports", draft).await.expect(201);
    let owner = t.owner().await;
    owner.script("begin; lock table leads").await.expect("nobody reads a lead");
    let late = tokio::spawn(job::Run { export: id(&export) }.work(cx(&t, "ada").await));
    waits_for_leads(&t).await;
    owner.script("commit").await.expect("both go on");
    job::Run { export: id(&export) }.work(cx(&t, "ada").await).await.expect("an end");
    late.await.expect("no panic").expect("an end");
    assert_eq!(ended(&ada, &export).await["state"], "done");
    let file = ada.get(&format!("/api/exports/{}/file", id(&export))).await;
    assert_eq!((file.status.as_u16(), file.text.as_str()), (200, "\u{feff}name\r\nHaddad\r\n"));
}

#[tokio::test]
async fn what_nobody_makes_for_an_hour_is_given_up() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "noun": "lead", "columns": columns(&["name"]) });
    let export = ada.post("/api/exports", draft).await.expect(201);
    let age = "update exports set created_at = created_at - interval '61 minutes'";
    t.owner().await.script(age).await.expect("an hour later");
    t.work();
    let told = ended(&ada, &export).await;
    assert_eq!((&told["state"], told["problem"].is_string()), (&json!("failed"), true));
    assert_eq!(ada.get(&format!("/api/exports/{}/file", id(&export))).await.code(410), "export_gone");
}

/// Waits until a file is in the middle; false for one that was ended sooner than seen.
async fn is_half_made(client: &Client, export: &Value) -> bool {
    loop {
        let now = client.get(&format!("/api/exports/{}", id(export))).await.expect(200);
        match now["state"].as_str() {
            Some("running") if now["rows"] == 0 => tokio::time::sleep(Duration::from_millis(20)).await,
            state => return state == Some("running"),
        }
    }
}

/// `kill -9` in the middle of a file: another worker makes it, whole.
#[tokio::test]
async fn what_a_killed_worker_began_another_one_makes_whole() {
    let files = Vault::folder(Worker::files()).expect("a folder");
    let t = Kontaly::start().await.with_settings(|settings| settings.files = files);
    let ada = t.sign_in("acme", "ada").await;
    let count = 30_000;
    let many = format!(
        "insert into leads (tenant_id, id, last_name, name, status, created_at, updated_at)
         select t.tenant_id, md5('lead' || n)::uuid, 'L' || n, 'L' || n, 'new', now(), now()
         from slugs t, generate_series(1, {count}) n where t.slug = 'acme'"
    );
    t.owner().await.script(&many).await.expect("leads");
    let draft = json!({ "noun": "lead", "format": "xlsx", "columns": columns(&["name", "tags", "email", "status", "created_at"]) });
    let first = Worker::start(&t);
    let export = loop {
        let export = ada.post("/api/exports", draft.clone()).await.expect(201);
        if is_half_made(&ada, &export).await {
            break export;
        }
    };
    // SIGKILL: the process gets no say.
    drop(first);
    let second = Worker::start(&t);
    assert_eq!(ended(&ada, &export).await["state"], "done");
    drop(second);
    let file = ada.get(&format!("/api/exports/{}/file", id(&export))).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.to_vec())).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    let names: HashSet<String> = range.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!((range.height(), names.len()), (count + 1, count));
    let tenant = t.person("acme", "ada").actor.tenant_id;
    std::fs::remove_dir_all(Worker::files().join(tenant.to_string())).expect("nothing is left behind");
}

#[tokio::test]
async fn every_page_of_a_list_is_in_the_file_in_its_order() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let many = "insert into leads (tenant_id, id, last_name, name, status, created_at, updated_at)
        select t.tenant_id, md5('lead' || n)::uuid, 'L' || n, 'L' || lpad(n::text, 4, '0'), 'new', now(), now()
        from slugs t, generate_series(1, 1003) n where t.slug = 'acme'";
    t.owner().await.script(many).await.expect("leads");
    let draft = json!({ "noun": "lead", "sort": "-name", "columns": columns(&["name"]) });
    let text = text(&ada, draft).await;
    let names: Vec<&str> = text.trim_start_matches('\u{feff}').lines().skip(1).collect();
    let wanted: Vec<String> = (1..=1003).rev().map(|n| format!("L{n:04}")).collect();
    assert_eq!(names, wanted);
}

#[tokio::test]
async fn values_are_typed_and_nothing_is_worked_out() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let hostile =
        ["=1+1", " =1", "\u{a0}@x", "＝cmd", "+49 30 901820", "-5-5", "a=1", "line\nbreak, \"quoted\""];
    for name in hostile {
        ada.post("/api/companies", json!({ "name": name })).await.expect(201);
    }
    let fields = json!({ "name": "Priced", "annual_revenue": 123_456, "annual_revenue_currency": "EUR", "employees": 12 });
    let priced = ada.post("/api/companies", fields).await.expect(201);
    let columns = json!([
        { "field": "name", "header": "=Firma" }, { "field": "annual_revenue", "header": "Umsatz" },
        { "field": "employees", "header": "Leute" }, { "field": "lifecycle_stage", "header": "Stufe", "words": { "lead": "Interessent" } },
        { "field": "created_at", "header": "Angelegt" }, { "field": "owner_id", "header": "Wer" },
    ]);
    let draft = json!({ "noun": "company", "sort": "name", "columns": columns });
    let csv = text(&ada, draft.clone()).await;
    assert!(csv.starts_with("\u{feff}'=Firma,Umsatz,"), "{csv}");
    assert!(csv.contains("Priced,1234.56,12,Interessent,"), "{csv}");
    for line in ["'=1+1,", "'-5-5,", "'＝cmd,", "+49 30 901820,", "a=1,", "\"line\nbreak, \"\"quoted\"\"\","]
    {
        assert!(csv.contains(line), "{line} in {csv}");
    }
    let mut draft = draft;
    draft["format"] = "xlsx".into();
    draft["right_to_left"] = true.into();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(&ada, draft).await)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    let rows: Vec<&[Data]> = range.rows().collect();
    assert_eq!(rows.len(), hostile.len() + 2);
    assert_eq!(rows[0][0], Data::String("=Firma".into()), "a text, whatever it looks like");
    let row = rows.iter().find(|row| row[0] == Data::String("Priced".into())).expect("its row");
    assert_eq!(
        (&row[1], &row[2], &row[3]),
        (&Data::Float(1234.56), &Data::Float(12.0), &Data::String("Interessent".into()))
    );
    assert!(matches!(row[4], Data::DateTime(_)), "{:?}", row[4]);
    let texts: Vec<String> = rows[1..].iter().map(|row| row[0].to_string()).collect();
    let stored: Vec<String> = ada.get("/api/companies?sort=name").await.expect(200)["items"]
        .as_array()
        .expect("companies")
        .iter()
        .map(|company| company["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(texts, stored);
    assert_eq!(priced["name"], "Priced");
}

#[tokio::test]
async fn tags_and_custom_fields_go_along() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    for (label, kind) in
        [("Budget", "money"), ("Renewal", "date"), ("Sponsor", "person"), ("Seats", "number")]
    {
        ada.post("/api/custom_fields", json!({ "noun": "lead", "label": label, "kind": kind }))
            .await
            .expect(201);
    }
    let lead = ada.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let path = format!("/api/leads/{}", lead["id"].as_str().expect("an id"));
    let mut tags = Vec::new();
    for name in ["Fair", "Expo"] {
        tags.push(ada.post("/api/tags", json!({ "name": name })).await.expect(201)["id"].clone());
    }
    ada.put(&format!("{path}/tags"), 1, json!({ "tag_ids": tags })).await.expect(200);
    let values = json!({ "budget": { "amount": 1_050, "currency": "CHF" }, "renewal": "2026-12-24",
        "sponsor": t.person("acme", "rita").actor.id, "seats": 2.5 });
    ada.put(&format!("{path}/custom"), 2, json!({ "values": values })).await.expect(200);
    let fields = columns(&[
        "tags",
        "custom.budget",
        "custom.renewal",
        "custom.sponsor",
        "custom.seats",
        "custom.gone",
    ]);
    let draft = json!({ "noun": "lead", "columns": fields });
    let csv = text(&ada, draft.clone()).await;
    let line = csv.lines().nth(1).expect("a row");
    assert_eq!(line, "Expo; Fair,10.50 CHF,2026-12-24,Rita Levi,2.5,");
    let mut draft = draft;
    draft["format"] = "xlsx".into();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(&ada, draft).await)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    let row = range.rows().nth(1).expect("a row");
    assert_eq!((&row[1], &row[4]), (&Data::Float(10.5), &Data::Float(2.5)));
    assert!(matches!(row[2], Data::DateTime(_)), "{:?}", row[2]);
}

#[tokio::test]
async fn a_workbook_that_was_exported_is_imported_again_unchanged() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    for number in 0..3 {
        let company = json!({ "name": format!("=Firm {number}"), "external_id": format!("{number}"), "employees": number,
            "annual_revenue": 100_050 + number, "annual_revenue_currency": "EUR", "description": "a\n\tb_x000D_" });
        ada.post("/api/companies", company).await.expect(201);
    }
    let fields = ["external_id", "name", "employees", "annual_revenue", "description"];
    for format in ["xlsx", "csv"] {
        let draft = json!({ "noun": "company", "format": format, "columns": columns(&fields) });
        let bytes = file(&ada, draft).await;
        let import = super::imports::upload(&ada, "companies", bytes).await.expect(201);
        let done = super::imports::check_and_run(&ada, &import).await;
        assert_eq!(super::imports::counts(&done["counts"]), [3, 0, 0, 0, 3, 0], "{format}: {done}");
    }
}
