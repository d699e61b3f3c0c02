//! Deals: the row rule, versions, references, history, pages, audit.

use crate::support::{Client, Kontaly};
use kontaly_db::sql;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn make(client: &Client, name: &str) -> Value {
    client.post("/api/deals", json!({ "name": name })).await.expect(201)
}

pub(crate) fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

pub(crate) fn path(record: &Value) -> String {
    format!("/api/deals/{}", id(record))
}

/// The stages of the first pipeline, by name.
pub(crate) async fn stage(client: &Client, name: &str) -> String {
    let all = client.get("/api/pipelines").await.expect(200);
    let stages = all[0]["stages"].as_array().expect("stages");
    id(stages.iter().find(|stage| stage["name"] == name).expect("a stage of that name")).to_owned()
}

/// A company, a contact and a product of nobody's, made below HTTP.
pub(crate) async fn directory(t: &Kontaly, slug: &str) -> [String; 3] {
    let mut tx = t.tx(slug, "ada");
    let tenant = tx.tenant();
    let ids: [Uuid; 3] = std::array::from_fn(|_| t.app.clock.id());
    for (id, table) in ids.into_iter().zip([
        "insert into companies (tenant_id, id, name, name_key, created_at, updated_at) values ($1, $2, 'Halcyon GmbH', 'halcyon gmbh', now(), now())",
        "insert into contacts (tenant_id, id, name, name_key, created_at, updated_at) values ($1, $2, 'Ines Haddad', 'ines haddad', now(), now())",
        "insert into products (tenant_id, id, name, name_key, created_at, updated_at) values ($1, $2, 'GTX Pro', 'gtx pro', now(), now())",
    ]) {
        tx.execute(sql(table).bind(tenant).bind(id)).await.expect("a row");
    }
    tx.commit().await.expect("a commit");
    ids.map(|id| id.to_string())
}

#[tokio::test]
async fn a_deal_is_made_read_changed_trashed_and_restored() {
    let t = Kontaly::start().await;
    let [company, contact, product] = directory(&t, "acme").await;
    let rita = t.sign_in("acme", "rita").await;
    let draft = json!({ "name": " 40 seats ", "amount": 1_250_005, "expected_close_date": "2026-12-18",
        "company_id": company, "contact_id": contact, "product_id": product, "source": "Referral" });
    let deal = rita.post("/api/deals", draft).await.expect(201);
    for (field, value) in [
        ("name", json!("40 seats")),
        ("currency", json!("EUR")),
        ("state", json!("open")),
        ("probability", json!(10)),
        ("weighted_amount", json!(125_001)),
        ("company_name", json!("Halcyon GmbH")),
        ("contact_name", json!("Ines Haddad")),
        ("product_name", json!("GTX Pro")),
        ("owner_id", json!(rita.id())),
        ("stage_id", json!(stage(&rita, "Qualification").await)),
        ("version", json!(1)),
    ] {
        assert_eq!(deal[field], value, "{field}");
    }
    let path = path(&deal);
    assert_eq!(rita.get(&path).await.expect(200), deal);

    let changed = rita.patch(&path, 1, json!({ "amount": null, "company_id": null })).await.expect(200);
    assert_eq!((&changed["version"], &changed["company_name"]), (&json!(2), &Value::Null));
    assert_eq!(changed["weighted_amount"], Value::Null);
    let stale = rita.patch(&path, 1, json!({ "name": "Late" })).await.expect(409);
    assert_eq!(stale["code"], "version_conflict");
    assert_eq!(stale["current"]["version"], 2, "the problem carries the record as it is");
    assert_eq!(
        rita.send(axum::http::Method::PATCH, &path, Some(json!({})), None).await.code(428),
        "precondition_required"
    );

    rita.delete(&path).await.expect(200);
    assert!(rita.ids("/api/deals").await.is_empty(), "what is trashed is in no list");
    let restored = rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((&restored["rank"], &restored["version"]), (&deal["rank"], &json!(4)));
    assert_eq!(rita.ids("/api/deals").await, [id(&deal)]);
}

#[tokio::test]
async fn everyone_sees_the_deals_of_the_own_scope_and_nobody_another_tenants() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let of_rita = make(&rita, "Rita's").await;
    let of_sam = make(&sam, "Sam's").await;
    let pool = sam.post("/api/deals", json!({ "name": "Pool", "owner_id": null })).await.expect(201);
    let (a, b, c) = (id(&of_rita), id(&of_sam), id(&pool));
    let to = json!({ "stage_id": stage(&rita, "Proposal").await });
    for (name, sees) in [
        ("ada", vec![c, b, a]),
        ("ron", vec![c, b, a]),
        ("max", vec![c, a]),
        ("rita", vec![c, a]),
        ("sam", vec![c, b]),
    ] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.ids("/api/deals").await, sees, "{name}");
        assert_eq!(person.get("/api/deals/count").await.expect(200)["count"], sees.len(), "{name}");
        for deal in [a, b, c] {
            let status = if sees.contains(&deal) { 200 } else { 404 };
            person.get(&format!("/api/deals/{deal}")).await.expect(status);
            person.get(&format!("/api/deals/{deal}/history")).await.expect(status);
            if status == 404 {
                let path = format!("/api/deals/{deal}");
                assert_eq!(person.patch(&path, 1, json!({ "name": "Mine" })).await.code(404), "not_found");
                assert_eq!(person.delete(&path).await.code(404), "not_found");
                assert_eq!(relocate(&person, &path, 1, to.clone()).await.code(404), "not_found");
            }
        }
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert!(stranger.ids("/api/deals").await.is_empty());
    for deal in [a, b, c] {
        let path = format!("/api/deals/{deal}");
        assert_eq!(stranger.get(&path).await.code(404), "not_found");
        assert_eq!(stranger.get(&format!("{path}/history")).await.code(404), "not_found");
        assert_eq!(stranger.patch(&path, 1, json!({ "name": "Mine" })).await.code(404), "not_found");
        assert_eq!(stranger.delete(&path).await.code(404), "not_found");
        assert_eq!(relocate(&stranger, &path, 1, to.clone()).await.code(404), "not_found");
    }
    let ron = t.sign_in("acme", "ron").await;
    assert_eq!(ron.post("/api/deals", json!({ "name": "X" })).await.code(403), "forbidden");
    assert_eq!(relocate(&ron, &path(&of_rita), 1, to).await.code(403), "forbidden");
}

pub(crate) async fn relocate(client: &Client, path: &str, version: i64, to: Value) -> crate::support::Answer {
    client.send(axum::http::Method::POST, &format!("{path}/move"), Some(to), Some(version)).await
}

#[tokio::test]
async fn representatives_claim_and_release_and_hand_nothing_over() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let pool =
        sam.post("/api/deals", json!({ "name": "Pool", "owner_id": null, "amount": 5 })).await.expect(201);
    let path = path(&pool);
    rita.patch(&path, 1, json!({ "owner_id": rita.id() })).await.expect(200);
    sam.get(&path).await.expect(404);
    assert_eq!(sam.get(&format!("{path}/history")).await.code(404), "not_found");
    assert_eq!(
        rita.get(&format!("{path}/history")).await.expect(200)["items"].as_array().map(Vec::len),
        Some(1),
        "the history went with the deal"
    );
    assert_eq!(rita.patch(&path, 2, json!({ "owner_id": sam.id() })).await.code(403), "not_yours");
    assert_eq!(
        sam.post("/api/deals", json!({ "name": "X", "owner_id": rita.id() })).await.code(403),
        "not_yours"
    );
    let nobody = Uuid::nil();
    let ada = t.sign_in("acme", "ada").await;
    let refused = ada.patch(&path, 2, json!({ "owner_id": nobody })).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("owner_id", "unknown_reference")]);
}

#[tokio::test]
async fn bad_fields_are_all_named_and_nothing_is_kept() {
    let t = Kontaly::start().await;
    let [foreign, ..] = directory(&t, "beta").await;
    let rita = t.sign_in("acme", "rita").await;
    let body = json!({ "name": " ", "amount": -1, "currency": "euro", "lost_reason": "Price",
        "company_id": foreign, "contact_id": Uuid::nil(), "product_id": Uuid::nil() });
    let problem = rita.post("/api/deals", body).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [
            ("name", "required"),
            ("amount", "out_of_range"),
            ("currency", "malformed"),
            ("lost_reason", "only_when_lost"),
            ("company_id", "unknown_reference"),
            ("contact_id", "unknown_reference"),
            ("product_id", "unknown_reference"),
        ]
    );
    for (body, field) in [
        (json!({ "name": "A", "stage_id": Uuid::nil() }), "stage_id"),
        (json!({ "name": "A", "pipeline_id": Uuid::nil() }), "stage_id"),
        (json!({ "name": "A", "amount": 1.5 }), "amount"),
        (json!({ "name": "A", "expected_close_date": "tomorrow" }), "expected_close_date"),
        (json!({ "name": "A", "amount": 1_000_000_000_000_001_i64 }), "amount"),
    ] {
        let problem = rita.post("/api/deals", body).await.expect(422);
        assert_eq!(problem["fields"][0]["field"], field);
    }
    assert!(rita.ids("/api/deals").await.is_empty());

    let deal = make(&rita, "A").await;
    let problem = rita.patch(&path(&deal), 1, json!({ "company_id": foreign, "name": "" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("name", "required"), ("company_id", "unknown_reference")]);
    assert_eq!(rita.get(&path(&deal)).await.expect(200), deal);
}

#[tokio::test]
async fn an_external_id_is_one_deals_alone() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    rita.post("/api/deals", json!({ "name": "A", "external_id": "X-1" })).await.expect(201);
    let problem = rita.post("/api/deals", json!({ "name": "B", "external_id": "X-1" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("external_id", "taken")]);
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_under_every_sort() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for i in 0..23 {
        let amount = (i % 5 != 0).then_some(i % 3 * 100);
        let date = (i % 4 != 0).then(|| format!("2026-11-{:02}", 1 + i % 6));
        let draft =
            json!({ "name": format!("D{:02}", i % 7), "amount": amount, "expected_close_date": date });
        rita.post("/api/deals", draft).await.expect(201);
    }
    for sort in ["created_at", "updated_at", "name", "amount", "expected_close_date"] {
        for sort in [sort.to_owned(), format!("-{sort}")] {
            let whole = rita.ids(&format!("/api/deals?sort={sort}&limit=200")).await;
            let paged = rita.walk(&format!("/api/deals?sort={sort}")).await;
            assert_eq!(paged, whole, "{sort}");
            assert_eq!(whole.len(), 23);
        }
    }
    assert_eq!(rita.get("/api/deals?sort=rank").await.code(422), "invalid");
}

#[tokio::test]
async fn lists_are_filtered_by_every_field() {
    let t = Kontaly::start().await;
    let [company, contact, product] = directory(&t, "acme").await;
    let rita = t.sign_in("acme", "rita").await;
    let wanted = json!({ "name": "Wanted", "stage_id": stage(&rita, "Lost").await, "lost_reason": "Price", "amount": 700,
        "currency": "USD", "expected_close_date": "2026-12-18", "company_id": company, "contact_id": contact,
        "product_id": product, "source": "Fair" });
    let wanted = rita.post("/api/deals", wanted).await.expect(201);
    rita.post("/api/deals", json!({ "name": "Other", "amount": 5, "owner_id": null })).await.expect(201);
    let now = wanted["created_at"].as_str().expect("an instant");
    for (field, op, value) in [
        ("stage_id", "eq", wanted["stage_id"].clone()),
        ("state", "eq", json!("lost")),
        ("owner_id", "eq", json!("me")),
        ("company_id", "eq", json!(company)),
        ("contact_id", "in", json!([contact])),
        ("product_id", "eq", json!(product)),
        ("amount", "gte", json!(700)),
        ("currency", "eq", json!("USD")),
        ("expected_close_date", "lte", json!("2026-12-31")),
        ("closed_at", "not_empty", Value::Null),
        ("lost_reason", "eq", json!("Price")),
        ("source", "prefix", json!("Fa")),
        ("created_at", "lte", json!(now)),
    ] {
        let filter = json!({ "field": field, "op": op, "value": value }).to_string();
        let query = urlencoded(&filter);
        assert_eq!(rita.ids(&format!("/api/deals?filter={query}")).await, [id(&wanted)], "{field}");
        let count = rita.get(&format!("/api/deals/count?filter={query}")).await.expect(200);
        assert_eq!(count["count"], 1, "{field}");
    }
    let pipeline = json!({ "field": "pipeline_id", "op": "eq", "value": wanted["pipeline_id"] }).to_string();
    assert_eq!(rita.ids(&format!("/api/deals?filter={}", urlencoded(&pipeline))).await.len(), 2);
}

pub(crate) fn urlencoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn the_history_says_who_changed_stage_amount_and_date_and_nothing_else() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let max = t.sign_in("acme", "max").await;
    let deal = rita.post("/api/deals", json!({ "name": "A", "amount": 100 })).await.expect(201);
    let path = path(&deal);
    rita.patch(&path, 1, json!({ "name": "B", "description": "nothing that history notes" }))
        .await
        .expect(200);
    rita.patch(&path, 2, json!({ "amount": 250 })).await.expect(200);
    max.patch(&path, 3, json!({ "expected_close_date": "2026-12-18" })).await.expect(200);
    let to = json!({ "stage_id": stage(&rita, "Proposal").await });
    relocate(&max, &path, 4, to.clone()).await.expect(200);
    relocate(&max, &path, 5, to).await.expect(200);
    let history = rita.get(&format!("{path}/history")).await.expect(200);
    let shown: Vec<_> = history["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|change| {
            json!([
                change["actor_name"],
                change["from_stage_name"],
                change["to_stage_name"],
                change["from_amount"],
                change["to_amount"],
                change["to_expected_close_date"]
            ])
        })
        .collect();
    assert_eq!(
        shown,
        [
            json!(["Max Weber", "Qualification", "Proposal", 250, 250, "2026-12-18"]),
            json!(["Max Weber", "Qualification", "Qualification", 250, 250, "2026-12-18"]),
            json!(["Rita Levi", "Qualification", "Qualification", 100, 250, null]),
            json!(["Rita Levi", null, "Qualification", null, 100, null]),
        ]
    );
    let first = rita.get(&format!("{path}/history?limit=3")).await.expect(200);
    let next = first["next"].as_str().expect("a second page");
    let second = rita.get(&format!("{path}/history?limit=3&cursor={next}")).await.expect(200);
    assert_eq!(second["items"][0], history["items"][3]);
    assert_eq!(second["next"], Value::Null);
}

#[tokio::test]
async fn a_deal_leaves_events_and_words() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let deal = make(&rita, "Zeppelin hangar").await;
    let path = path(&deal);
    rita.patch(&path, 1, json!({ "name": "Airship hangar" })).await.expect(200);
    relocate(&rita, &path, 2, json!({ "stage_id": stage(&rita, "Won").await })).await.expect(200);
    assert_eq!(t.words("acme", "rita", &deal).await, ["airship", "hangar"]);
    assert!(t.words("acme", "sam", &deal).await.is_empty());
    rita.delete(&path).await.expect(200);
    assert!(t.words("acme", "rita", &deal).await.is_empty());
    rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
    let history = t.history("acme", "rita", &deal).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["create", "update", "move", "trash", "restore"]);
    assert_eq!(history[2].1["state"], json!(["open", "won"]));
    assert!(t.history("acme", "sam", &deal).await.is_empty());
}

/// The first column of a query in a person's name.
pub(crate) async fn column(t: &Kontaly, name: &str, query: &'static str) -> Vec<String> {
    let mut tx = t.tx("acme", name);
    let rows = tx.query(sql(query)).await.expect("a query");
    rows.iter().map(|row| row.take().expect("a text")).collect()
}
