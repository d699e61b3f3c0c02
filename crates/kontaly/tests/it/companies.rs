//! Companies: the directory's rule, duplicates, the tree, versions, trash, pages, words.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

async fn make(client: &Client, body: Value) -> Value {
    client.post("/api/companies", body).await.expect(201)
}

fn path(company: &Value) -> String {
    format!("/api/companies/{}", company["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_company_is_made_read_changed_trashed_and_restored() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let company = make(
        &rita,
        json!({ "name": " Halcyon GmbH ", "website": "https://www.Halcyon.example/about", "annual_revenue": 1_250_000_000_i64,
                "employees": 240, "founded_year": 1998, "city": "Köln", "phone": "+49 221 4711" }),
    )
    .await;
    assert_eq!(company["name"], "Halcyon GmbH");
    assert_eq!(company["domain"], "halcyon.example", "the website's");
    assert_eq!(company["annual_revenue_currency"], "EUR", "the workspace's");
    assert_eq!((&company["lifecycle_stage"], &company["owner_id"]), (&json!("lead"), &json!(rita.id())));
    let path = path(&company);
    assert_eq!(rita.get(&path).await.expect(200), company);
    assert_eq!(
        t.words("acme", "rita", &company).await,
        ["221", "4711", "49", "example", "gmbh", "halcyon", "halcyon.example", "koln"]
    );

    let patch = json!({ "city": null, "industry": "Logistics", "lifecycle_stage": "customer" });
    let changed = rita.patch(&path, 1, patch).await.expect(200);
    assert_eq!((&changed["version"], &changed["city"]), (&json!(2), &Value::Null));
    assert_eq!(changed["industry"], "Logistics");
    assert_eq!(rita.get(&path).await.expect(200), changed);
    let stale = rita.patch(&path, 1, json!({ "employees": 5 })).await.expect(409);
    assert_eq!((&stale["code"], &stale["current"]["version"]), (&json!("version_conflict"), &json!(2)));
    let blind = rita.send("PATCH".parse().expect("a method"), &path, Some(json!({})), None).await;
    assert_eq!(blind.code(428), "precondition_required");

    rita.delete(&path).await.expect(200);
    assert!(rita.ids("/api/companies").await.is_empty(), "what is trashed is in no list");
    assert!(t.words("acme", "rita", &company).await.is_empty(), "nor found");
    assert!(rita.get("/api/companies/duplicates?name=halcyon%20gmbh").await.expect(200)[0].is_null());
    rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(rita.ids("/api/companies").await, [company["id"].as_str().expect("an id")]);
    assert!(t.words("acme", "rita", &company).await.contains(&"halcyon".to_owned()));

    let history = t.history("acme", "rita", &company).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["create", "update", "trash", "restore"]);
    assert_eq!(
        history[1].1,
        json!({ "city": ["Köln", null], "industry": [null, "Logistics"], "lifecycle_stage": ["lead", "customer"] })
    );
}

#[tokio::test]
async fn everybody_reads_the_directory_and_changes_the_own_part_of_it() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let of_rita = make(&rita, json!({ "name": "A" })).await;
    let of_sam = make(&sam, json!({ "name": "B" })).await;
    let nobodys = make(&sam, json!({ "name": "C", "owner_id": null })).await;
    let companies = [of_rita, of_sam, nobodys];
    let all: Vec<_> = companies.iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect();
    // Who may change which: an administrator all, others what their scope owns and what nobody does.
    for (name, changes) in [
        ("ada", [200, 200, 200]),
        ("ron", [403, 403, 403]),
        ("max", [200, 403, 200]),
        ("rita", [200, 403, 200]),
        ("sam", [403, 200, 200]),
    ] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.ids("/api/companies").await, all, "{name}");
        assert_eq!(person.get("/api/companies/count").await.expect(200)["count"], 3, "{name}");
        for (company, status) in companies.iter().zip(changes) {
            let now = person.get(&path(company)).await.expect(200);
            let version = now["version"].as_i64().expect("a version");
            person.patch(&path(company), version, json!({ "city": name })).await.expect(status);
            person.delete(&path(company)).await.expect(status);
            person.post(&format!("{}/restore", path(company)), json!({})).await.expect(status);
        }
    }
    assert_eq!(rita.patch(&path(&companies[1]), 1, json!({ "city": "X" })).await.code(403), "not_yours");
    let stranger = t.sign_in("beta", "ada").await;
    assert!(stranger.ids("/api/companies").await.is_empty());
    assert_eq!(stranger.get("/api/companies/duplicates?name=a").await.expect(200), json!([]));
    for company in &companies {
        assert_eq!(stranger.get(&path(company)).await.code(404), "not_found");
        assert_eq!(stranger.patch(&path(company), 1, json!({ "city": "X" })).await.code(404), "not_found");
        assert_eq!(stranger.delete(&path(company)).await.code(404), "not_found");
    }
}

#[tokio::test]
async fn a_closed_directory_shows_each_person_the_own_scope() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let of_sam = make(&sam, json!({ "name": "Sam's" })).await;
    let of_rita = make(&rita, json!({ "name": "Rita's" })).await;
    t.owner()
        .await
        .script("update actors set sees_directory = false where not sees_all")
        .await
        .expect("closed");
    assert_eq!(rita.ids("/api/companies").await, [of_rita["id"].as_str().expect("an id")]);
    assert_eq!(rita.get(&path(&of_sam)).await.code(404), "not_found");
    assert_eq!(rita.patch(&path(&of_sam), 1, json!({ "city": "X" })).await.code(404), "not_found");
    let below = rita.patch(&path(&of_rita), 1, json!({ "parent_id": of_sam["id"] })).await.expect(422);
    assert_eq!(Client::wrong(&below), [("parent_id", "unknown_reference")], "as if it were not there");
    assert!(t.words("acme", "rita", &of_sam).await.is_empty());
    sam.get(&path(&of_sam)).await.expect(200);
}

#[tokio::test]
async fn companies_change_hands_within_the_own_scope() {
    let t = Kontaly::start().await;
    let (rita, sam, max) =
        (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await, t.sign_in("acme", "max").await);
    let company = make(&sam, json!({ "name": "Open", "owner_id": null })).await;
    let path = path(&company);
    rita.patch(&path, 1, json!({ "owner_id": rita.id() })).await.expect(200);
    assert_eq!(sam.patch(&path, 2, json!({ "owner_id": sam.id() })).await.code(403), "not_yours");
    assert_eq!(rita.patch(&path, 2, json!({ "owner_id": sam.id() })).await.code(403), "not_yours");
    max.patch(&path, 2, json!({ "owner_id": max.id() })).await.expect(200);
    max.patch(&path, 3, json!({ "owner_id": null })).await.expect(200);
    let taken = sam.patch(&path, 4, json!({ "owner_id": sam.id() })).await.expect(200);
    assert_eq!(taken["owner_id"], sam.id());
    let body = json!({ "name": "X", "owner_id": rita.id() });
    assert_eq!(sam.post("/api/companies", body).await.code(403), "not_yours");
    let ada = t.sign_in("acme", "ada").await;
    let unknown = json!({ "owner_id": "019aaaaa-0000-7000-8000-000000000000" });
    let problem = ada.patch(&path, 5, unknown).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("owner_id", "unknown_reference")]);
}

#[tokio::test]
async fn likely_duplicates_are_pointed_out_and_not_refused() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let a = make(&rita, json!({ "name": "Émile  & Söhne", "domain": "emile.example" })).await;
    let b = make(&rita, json!({ "name": "emile & sohne" })).await;
    let c = make(&rita, json!({ "name": "Other", "website": "http://emile.example" })).await;
    let found = |answer: &Value| -> Vec<(Value, Value)> {
        let found = answer.as_array().expect("a list");
        found.iter().map(|d| (d["company"]["id"].clone(), d["same"].clone())).collect()
    };
    let sam = t.sign_in("acme", "sam").await;
    let query = "/api/companies/duplicates?name=EMILE%20%26%20S%C3%96HNE&domain=https://WWW.emile.example/x";
    assert_eq!(
        found(&sam.get(query).await.expect(200)),
        [
            (a["id"].clone(), json!(["name", "domain"])),
            (b["id"].clone(), json!(["name"])),
            (c["id"].clone(), json!(["domain"])),
        ]
    );
    let by_email = sam.get("/api/companies/duplicates?domain=x@emile.example").await.expect(200);
    assert_eq!(found(&by_email).len(), 2);
    for nothing in ["", "?name=", "?name=Emile", "?domain=example"] {
        let answer = sam.get(&format!("/api/companies/duplicates{nothing}")).await.expect(200);
        assert_eq!(answer, json!([]), "{nothing}");
    }
}

#[tokio::test]
async fn no_company_belongs_to_itself_by_any_detour() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let a = make(&rita, json!({ "name": "A" })).await;
    let b = make(&rita, json!({ "name": "B", "parent_id": a["id"] })).await;
    let c = make(&rita, json!({ "name": "C", "parent_id": b["id"] })).await;
    for (company, parent) in [(&a, &a), (&a, &b), (&a, &c), (&b, &c)] {
        let problem = rita.patch(&path(company), 1, json!({ "parent_id": parent["id"] })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("parent_id", "cycle")]);
    }
    rita.patch(&path(&c), 1, json!({ "parent_id": a["id"] })).await.expect(200);
    rita.patch(&path(&b), 1, json!({ "parent_id": c["id"] })).await.expect(200);
    // Two at once, each of which alone would be right: one of them has to come second.
    for _ in 0..5 {
        let (x, y) = (make(&rita, json!({ "name": "X" })).await, make(&rita, json!({ "name": "Y" })).await);
        let (x_path, y_path) = (path(&x), path(&y));
        let (first, second) = tokio::join!(
            rita.patch(&x_path, 1, json!({ "parent_id": y["id"] })),
            rita.patch(&y_path, 1, json!({ "parent_id": x["id"] })),
        );
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422], "{} {}", first.text, second.text);
    }
    let beta = t.sign_in("beta", "ada").await;
    let foreign = make(&beta, json!({ "name": "Foreign" })).await;
    let problem =
        rita.post("/api/companies", json!({ "name": "D", "parent_id": foreign["id"] })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("parent_id", "unknown_reference")]);
}

#[tokio::test]
async fn bad_fields_are_all_named_and_nothing_is_kept() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let body = json!({ "name": "  ", "domain": "not a domain", "website": "javascript:alert(1)", "employees": -1,
                       "annual_revenue": -1, "annual_revenue_currency": "euro", "founded_year": 98, "lifecycle_stage": "x" });
    let problem = rita.post("/api/companies", body).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [
            ("name", "required"),
            ("domain", "not_a_domain"),
            ("website", "not_a_web_address"),
            ("employees", "out_of_range"),
            ("annual_revenue", "out_of_range"),
            ("annual_revenue_currency", "malformed"),
            ("founded_year", "out_of_range"),
            ("lifecycle_stage", "unknown"),
        ]
    );
    let twice = json!({ "name": "A", "external_id": "crm-1" });
    make(&rita, twice.clone()).await;
    let problem = rita.post("/api/companies", twice).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("external_id", "taken")]);
    assert_eq!(rita.ids("/api/companies").await.len(), 1);
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for i in 0..17 {
        let body = json!({ "name": format!("C{:02}", i % 6), "employees": i, "city": if i % 2 == 0 { "Bonn" } else { "Ulm" } });
        make(&rita, body).await;
    }
    for sort in ["name", "-name", "created_at", "-created_at"] {
        let whole = rita.ids(&format!("/api/companies?sort={sort}&limit=200")).await;
        assert_eq!(rita.walk(&format!("/api/companies?sort={sort}")).await, whole, "{sort}");
        assert_eq!(whole.len(), 17);
    }
    let filter = json!({ "and": [{ "field": "employees", "op": "gte", "value": 10 }, { "field": "city", "op": "eq", "value": "Bonn" }] });
    assert_eq!(rita.walk(&Client::filtered("/api/companies", &filter)).await.len(), 4);
    assert_eq!(rita.get(&Client::filtered("/api/companies/count", &filter)).await.expect(200)["count"], 4);
    assert_eq!(rita.get("/api/companies?sort=employees").await.code(422), "invalid");
}
