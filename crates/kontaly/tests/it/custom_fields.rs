//! Custom fields: definitions, typed values on records of every noun, the row rule, the filter grammar.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

fn path(field: &Value) -> String {
    format!("/api/custom_fields/{}", id(field))
}

fn custom(plural: &str, record: &Value) -> String {
    format!("/api/{plural}/{}/custom", id(record))
}

async fn define(ada: &Client, noun: &str, key: &str, kind: &str, choices: Value) -> Value {
    let body = json!({ "noun": noun, "key": key, "label": key, "kind": kind, "choices": choices });
    ada.post("/api/custom_fields", body).await.expect(201)
}

/// One field of every kind, its key being its kind.
async fn define_all(ada: &Client, noun: &str) {
    for kind in ["text", "number", "money", "date", "person", "link", "checkbox"] {
        define(ada, noun, kind, kind, json!([])).await;
    }
    for kind in ["choice", "multi_choice"] {
        define(ada, noun, kind, kind, json!(["Gold", "Silver", "Bronze"])).await;
    }
}

async fn lead(client: &Client, name: &str, values: Value) -> String {
    let lead = client.post("/api/leads", json!({ "last_name": name })).await.expect(201);
    client.put(&custom("leads", &lead), 1, json!({ "values": values })).await.expect(200);
    id(&lead).to_owned()
}

#[tokio::test]
async fn administrators_define_fields_and_everybody_sees_them() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let body = json!({ "noun": "lead", "label": " Renewal date (EU) ", "kind": "date", "position": 2 });
    let field = ada.post("/api/custom_fields", body).await.expect(201);
    assert_eq!((&field["key"], &field["label"]), (&json!("renewal_date_eu"), &json!("Renewal date (EU)")));
    let tier = define(&ada, "lead", "tier", "choice", json!(["Gold", "Silver"])).await;
    define(&ada, "contact", "tier", "text", json!([])).await;
    let keys = |fields: &Value| -> Vec<String> {
        let fields = fields.as_array().expect("fields").iter();
        fields
            .map(|f| format!("{}.{}", f["noun"].as_str().expect("a noun"), f["key"].as_str().expect("a key")))
            .collect()
    };
    for name in ["ada", "max", "rita", "ron"] {
        let person = t.sign_in("acme", name).await;
        let all = person.get("/api/custom_fields").await.expect(200);
        assert_eq!(keys(&all), ["contact.tier", "lead.renewal_date_eu", "lead.tier"], "{name}");
        let of_leads = person.get("/api/custom_fields?noun=lead").await.expect(200);
        assert_eq!(keys(&of_leads), ["lead.renewal_date_eu", "lead.tier"]);
        assert_eq!(person.get(&path(&field)).await.expect(200), field);
        if name != "ada" {
            let body = json!({ "noun": "lead", "label": "X", "kind": "text" });
            assert_eq!(person.post("/api/custom_fields", body).await.code(403), "forbidden", "{name}");
            assert_eq!(person.patch(&path(&field), 1, json!({ "label": "X" })).await.code(403), "forbidden");
            assert_eq!(person.delete(&path(&field)).await.code(403), "forbidden");
        }
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert_eq!(stranger.get("/api/custom_fields").await.expect(200), json!([]));
    assert_eq!(stranger.get(&path(&field)).await.code(404), "not_found");
    assert_eq!(stranger.patch(&path(&field), 1, json!({ "label": "X" })).await.code(404), "not_found");

    let patch = json!({ "label": "Tier", "choices": ["Gold", "Platinum", "Silver"] });
    let changed = ada.patch(&path(&tier), 1, patch).await.expect(200);
    assert_eq!((&changed["label"], &changed["choices"][1]), (&json!("Tier"), &json!("Platinum")));
    assert_eq!(ada.patch(&path(&tier), 1, json!({ "label": "X" })).await.expect(409)["current"], changed);
    assert_eq!(
        ada.patch(&path(&tier), 2, json!({ "kind": "text" })).await.code(422),
        "invalid",
        "a kind stays"
    );
    assert_eq!(t.history("acme", "rita", &tier).await.len(), 2);
}

#[tokio::test]
async fn fields_stand_in_an_order_and_choices_are_renamed_where_records_have_them() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let labels = || async {
        let fields = rita.get("/api/custom_fields?noun=lead").await.expect(200);
        let fields = fields.as_array().expect("fields").iter();
        fields.map(|f| f["label"].as_str().expect("a label").to_owned()).collect::<Vec<_>>()
    };
    let tier = define(&ada, "lead", "tier", "multi_choice", json!(["Gold", "Silver", "Bronze"])).await;
    define(&ada, "lead", "seats", "number", json!([])).await;
    let budget = json!({ "noun": "lead", "label": "予算", "kind": "money" });
    let budget = ada.post("/api/custom_fields", budget).await.expect(201);
    assert!(budget["key"].as_str().expect("a key").starts_with("field_"));
    assert_eq!(labels().await, ["tier", "seats", "予算"], "a new one stands behind the others");
    ada.patch(&path(&budget), 1, json!({ "position": 0 })).await.expect(200);
    assert_eq!(labels().await, ["予算", "tier", "seats"]);
    ada.patch(&path(&tier), 1, json!({ "position": 2 })).await.expect(200);
    assert_eq!(labels().await, ["予算", "seats", "tier"], "who makes room keeps the version");

    let id = lead(&rita, "Levi", json!({ "tier": ["Gold", "Bronze"] })).await;
    let values =
        || async { rita.get(&format!("/api/leads/{id}/custom")).await.expect(200)["values"]["tier"].clone() };
    for (patch, wrong) in [
        (json!({ "renamed": { "Gold": "Silver" } }), ("choices[1]", "repeated")),
        (
            json!({ "renamed": { "Gold": "Silver" }, "choices": ["Silver", "Bronze"] }),
            ("renamed.Gold", "taken"),
        ),
        (json!({ "renamed": { "Iron": "Gold" } }), ("renamed.Iron", "unknown")),
    ] {
        let problem = ada.patch(&path(&tier), 2, patch).await.expect(422);
        let (field, code) = (&problem["fields"][0]["field"], &problem["fields"][0]["code"]);
        assert_eq!((field.as_str(), code.as_str()), (Some(wrong.0), Some(wrong.1)));
    }
    let patch = json!({ "renamed": { "Gold": "Platinum" }, "choices": ["Bronze", "Platinum"] });
    let changed = ada.patch(&path(&tier), 2, patch).await.expect(200);
    assert_eq!(changed["choices"], json!(["Bronze", "Platinum"]), "nobody had Silver");
    assert_eq!(values().await, json!(["Platinum", "Bronze"]));
    let swap = json!({ "renamed": { "Bronze": "Platinum", "Platinum": "Bronze" } });
    assert_eq!(ada.patch(&path(&tier), 3, swap).await.expect(200)["choices"], json!(["Platinum", "Bronze"]));
    assert_eq!(values().await, json!(["Bronze", "Platinum"]));
    let gone = ada.patch(&path(&tier), 4, json!({ "choices": ["Bronze"] })).await.expect(422);
    assert_eq!(gone["fields"][0]["code"], "in_use");
}

#[tokio::test]
async fn bad_definitions_are_named_and_not_kept() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    define(&ada, "lead", "tier", "text", json!([])).await;
    for (body, wrong) in [
        (json!({ "noun": "lead", "key": "tier", "label": "X", "kind": "date" }), vec![("key", "taken")]),
        (
            json!({ "noun": "lead", "key": "Tier", "label": " ", "kind": "date" }),
            vec![("label", "required"), ("key", "malformed")],
        ),
        (json!({ "noun": "lead", "label": "X", "kind": "choice" }), vec![("choices", "required")]),
        (
            json!({ "noun": "lead", "label": "X", "kind": "choice", "choices": ["A", " ", "A "] }),
            vec![("choices[1]", "required"), ("choices[2]", "repeated")],
        ),
        (
            json!({ "noun": "lead", "label": "X", "kind": "text", "choices": ["A"] }),
            vec![("choices", "not_for_this_kind")],
        ),
        (json!({ "noun": "lead", "label": "X", "kind": "yacht" }), vec![("kind", "wrong_type")]),
        (json!({ "noun": "yacht", "label": "X", "kind": "text" }), vec![("noun", "wrong_type")]),
    ] {
        let problem = ada.post("/api/custom_fields", body.clone()).await.expect(422);
        assert_eq!(Client::wrong(&problem), wrong, "{body}");
    }
    assert_eq!(ada.get("/api/custom_fields").await.expect(200).as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn values_of_every_kind_are_kept_and_read_back() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    define_all(&ada, "lead").await;
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    let path = custom("leads", &lead);
    assert_eq!(
        rita.get(&path).await.expect(200),
        json!({ "record_id": lead["id"], "version": 1, "values": {} })
    );
    let values = json!({
        "text": "Žluťoučký", "number": -12.5, "money": { "amount": 500_000_000_000_i64, "currency": "JPY" }, "date": "2026-11-23",
        "person": ada.id(), "link": "https://a.example/x", "checkbox": false, "choice": "Silver", "multi_choice": ["Bronze", "Gold"] });
    let set = rita.put(&path, 1, json!({ "values": values })).await.expect(200);
    let mut kept = values.clone();
    kept["multi_choice"] = json!(["Gold", "Bronze"]);
    assert_eq!((&set["version"], &set["values"]), (&json!(2), &kept), "choices in the order of the field");
    assert_eq!(rita.get(&path).await.expect(200), set);
    assert_eq!(rita.get(&format!("/api/leads/{}", id(&lead))).await.expect(200)["version"], 2);

    let stale = rita.put(&path, 1, json!({ "values": {} })).await.expect(409);
    assert_eq!((&stale["code"], &stale["current"]), (&json!("version_conflict"), &set));
    let fewer = json!({ "values": { "text": "B", "number": null, "multi_choice": [], "link": " " } });
    let set = rita.put(&path, 2, fewer).await.expect(200);
    assert_eq!(set["values"], json!({ "text": "B" }), "what is not given is cleared");
    assert_eq!(rita.get(&path).await.expect(200), set);
    let history = t.history("acme", "rita", &lead).await;
    assert_eq!(history[1].1["custom.choice"], json!([null, "Silver"]));
    assert_eq!(history[2].1["custom.choice"], json!(["Silver", null]));
    assert_eq!(history[2].1["custom.text"], json!(["Žluťoučký", "B"]));
    let blind = rita.send("PUT".parse().expect("a method"), &path, Some(json!({ "values": {} })), None).await;
    assert_eq!(blind.code(428), "precondition_required");
}

#[tokio::test]
async fn values_that_do_not_fit_are_all_named_and_nothing_is_kept() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    define_all(&ada, "lead").await;
    define(&ada, "contact", "other", "text", json!([])).await;
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    let path = custom("leads", &lead);
    let body = json!({ "values": {
        "text": 5, "number": "5", "money": { "amount": 1.5, "currency": "EUR" }, "date": "2026-02-30", "person": "ada",
        "link": "javascript:alert(1)", "checkbox": "yes", "choice": "Lead", "multi_choice": ["Gold", "Lead"], "other": "x" } });
    let problem = rita.put(&path, 1, body).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [
            ("values.checkbox", "wrong_type"),
            ("values.choice", "unknown"),
            ("values.date", "malformed"),
            ("values.link", "not_a_web_address"),
            ("values.money", "wrong_type"),
            ("values.multi_choice", "unknown"),
            ("values.number", "wrong_type"),
            ("values.other", "unknown"),
            ("values.person", "malformed"),
            ("values.text", "wrong_type"),
        ]
    );
    let beta = t.sign_in("beta", "ada").await;
    for (key, value, code) in [
        ("person", json!(beta.id()), "unknown_reference"),
        ("text", json!("x".repeat(4001)), "too_long"),
        ("money", json!({ "amount": 9_007_199_254_740_993_i64, "currency": "EUR" }), "out_of_range"),
        ("money", json!({ "amount": 1, "currency": "euro" }), "malformed"),
        ("date", json!("2026-11-23T10:00:00"), "malformed"),
        ("multi_choice", json!("Gold"), "wrong_type"),
    ] {
        let problem = rita.put(&path, 1, json!({ "values": { key: value } })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [(format!("values.{key}").as_str(), code)]);
    }
    assert_eq!(rita.get(&path).await.expect(200)["version"], 1);
    // The longest text fits its index, whatever is in it.
    let long: String =
        (0..4000_u32).map(|i| char::from_u32(0x1_0000 + i * 37 % 50_000).unwrap_or('x')).collect();
    rita.put(&path, 1, json!({ "values": { "text": long } })).await.expect(200);
    let filter =
        json!({ "field": "custom.text", "op": "eq", "value": long.chars().take(3999).collect::<String>() });
    assert!(rita.walk(&Client::filtered("/api/leads", &filter)).await.is_empty());
    // An address is at most 16 KiB or so: the beginning is enough to find it.
    let filter = json!({ "field": "custom.text", "op": "prefix", "value": long.chars().take(250).collect::<String>() });
    assert_eq!(rita.walk(&Client::filtered("/api/leads", &filter)).await.len(), 1);
}

#[tokio::test]
async fn records_of_every_noun_have_values_under_their_own_rule() {
    let t = Kontaly::start().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let stranger = t.sign_in("beta", "ada").await;
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    let contact = rita.post("/api/contacts", json!({ "last_name": "C" })).await.expect(201);
    let company = rita.post("/api/companies", json!({ "name": "C" })).await.expect(201);
    let product = ada.post("/api/products", json!({ "name": "P" })).await.expect(201);
    let body = json!({ "values": { "note": "mine" } });
    // What Sam, who does not own it, reads and is told when he writes.
    for (noun, plural, record, owner, reads, writes) in [
        ("lead", "leads", &lead, &rita, 404, "not_found"),
        ("contact", "contacts", &contact, &rita, 200, "not_yours"),
        ("company", "companies", &company, &rita, 200, "not_yours"),
        ("product", "products", &product, &ada, 200, "forbidden"),
    ] {
        define(&ada, noun, "note", "text", json!([])).await;
        let path = custom(plural, record);
        let set = owner.put(&path, 1, body.clone()).await.expect(200);
        assert_eq!(set["values"], json!({ "note": "mine" }), "{noun}");
        assert_eq!(t.sign_in("acme", "ron").await.get(&path).await.expect(200), set);
        let read = sam.get(&path).await.expect(reads);
        assert!(reads == 404 || read == set, "{noun}");
        let refused = sam.put(&path, 2, body.clone()).await;
        let status = refused.status.as_u16();
        assert_eq!(refused.code(status), writes, "{noun}");
        assert_eq!(t.sign_in("acme", "ron").await.put(&path, 2, body.clone()).await.code(403), "forbidden");
        assert_eq!(stranger.get(&path).await.code(404), "not_found", "{noun}");
        assert_eq!(stranger.put(&path, 2, body.clone()).await.code(404), "not_found", "{noun}");
    }
    // The values go with the lead.
    rita.patch(&format!("/api/leads/{}", id(&lead)), 2, json!({ "owner_id": null })).await.expect(200);
    assert_eq!(sam.get(&custom("leads", &lead)).await.expect(200)["values"], json!({ "note": "mine" }));
    let claimed =
        sam.patch(&format!("/api/leads/{}", id(&lead)), 3, json!({ "owner_id": sam.id() })).await.expect(200);
    sam.put(&custom("leads", &lead), 4, json!({ "values": { "note": "Sam's" } })).await.expect(200);
    assert_eq!(claimed["version"], 4);
    let filter = json!({ "field": "custom.note", "op": "eq", "value": "Sam's" });
    assert!(rita.walk(&Client::filtered("/api/leads", &filter)).await.is_empty());
    assert_eq!(sam.walk(&Client::filtered("/api/leads", &filter)).await.len(), 1);
    let by_note =
        Client::filtered("/api/products", &json!({ "field": "custom.note", "op": "eq", "value": "mine" }));
    assert_eq!(rita.walk(&by_note).await.len(), 1);
}

#[tokio::test]
async fn a_trashed_field_hides_its_values_and_a_restored_one_shows_them() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let tier = define(&ada, "lead", "tier", "choice", json!(["Gold", "Silver"])).await;
    define(&ada, "lead", "note", "text", json!([])).await;
    let of_rita = lead(&rita, "L", json!({ "tier": "Gold", "note": "x" })).await;
    let values = format!("/api/leads/{of_rita}/custom");
    let problem = ada.patch(&path(&tier), 1, json!({ "choices": ["Silver", "Bronze"] })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("choices", "in_use")]);
    assert!(problem["fields"][0]["message"].as_str().expect("a message").contains("Gold"));
    ada.patch(&path(&tier), 1, json!({ "choices": ["Gold", "Bronze"] })).await.expect(200);

    ada.delete(&path(&tier)).await.expect(200);
    assert_eq!(rita.get(&values).await.expect(200)["values"], json!({ "note": "x" }));
    let keys = ada.get("/api/custom_fields?noun=lead&trashed=true").await.expect(200);
    assert_eq!(keys.as_array().map(Vec::len), Some(2));
    assert_eq!(ada.get("/api/custom_fields?noun=lead").await.expect(200).as_array().map(Vec::len), Some(1));
    let problem = rita.put(&values, 2, json!({ "values": { "tier": "Gold" } })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("values.tier", "unknown")]);
    let filter =
        Client::filtered("/api/leads", &json!({ "field": "custom.tier", "op": "eq", "value": "Gold" }));
    assert!(rita.walk(&filter).await.is_empty());
    rita.put(&values, 2, json!({ "values": { "note": "y" } })).await.expect(200);
    let body = json!({ "noun": "lead", "key": "tier", "label": "X", "kind": "text" });
    assert_eq!(Client::wrong(&ada.post("/api/custom_fields", body).await.expect(422)), [("key", "taken")]);

    ada.post(&format!("{}/restore", path(&tier)), json!({})).await.expect(200);
    assert_eq!(rita.get(&values).await.expect(200)["values"], json!({ "tier": "Gold", "note": "y" }));
    assert_eq!(rita.walk(&filter).await, [of_rita]);
}

#[tokio::test]
async fn lists_are_filtered_by_custom_fields_of_every_kind() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    define_all(&ada, "lead").await;
    define(&ada, "contact", "text", "text", json!([])).await;
    let leads = [
        lead(
            &rita,
            "0",
            json!({ "text": "alpha", "number": 1.5, "money": { "amount": 100, "currency": "EUR" }, "date": "2026-01-31",
                    "person": rita.id(), "checkbox": true, "choice": "Gold", "multi_choice": ["Gold", "Silver"] }),
        )
        .await,
        lead(
            &rita,
            "1",
            json!({ "text": "Alphabet", "number": 3, "money": { "amount": 100, "currency": "JPY" }, "date": "2026-02-01",
                    "person": ada.id(), "checkbox": false, "choice": "Silver", "multi_choice": ["Silver"] }),
        )
        .await,
        lead(&rita, "2", json!({})).await,
    ];
    let is = |field: &str, op: &str, value: Value| json!({ "field": format!("custom.{field}"), "op": op, "value": value });
    let typed = |kind: &str, op: &str, value: Value| json!({ "field": format!("custom.{kind}"), "op": op, "value": value, "type": kind });
    let me = json!("me");
    for (filter, found) in [
        (is("text", "eq", json!("alpha")), vec![0]),
        (is("text", "ne", json!("alpha")), vec![1, 2]),
        (is("text", "prefix", json!("Alph")), vec![1]),
        (is("text", "contains", json!("PHA")), vec![0, 1]),
        (is("text", "in", json!(["alpha", "x"])), vec![0]),
        (is("text", "not_in", json!(["alpha", "x"])), vec![1, 2]),
        (is("text", "empty", Value::Null), vec![2]),
        (is("text", "not_empty", Value::Null), vec![0, 1]),
        (is("number", "eq", json!(1.5)), vec![0]),
        (is("number", "ne", json!(3)), vec![0, 2]),
        (is("number", "gte", json!(1.5)), vec![0, 1]),
        (typed("number", "in", json!([3, 4])), vec![1]),
        (typed("number", "not_in", json!([3, 4])), vec![0, 2]),
        (typed("number", "empty", Value::Null), vec![2]),
        (typed("money", "lt", json!(101)), vec![0, 1]),
        (typed("money", "eq", json!({ "amount": 100, "currency": "JPY" })), vec![1]),
        (typed("money", "not_empty", Value::Null), vec![0, 1]),
        (typed("date", "lt", json!("2026-02-01")), vec![0]),
        (typed("date", "in", json!(["2026-02-01", "2026-03-01"])), vec![1]),
        (typed("date", "ne", json!("2026-02-01")), vec![0, 2]),
        (typed("person", "eq", me.clone()), vec![0]),
        (typed("person", "not_in", json!([me])), vec![1, 2]),
        (typed("person", "empty", Value::Null), vec![2]),
        (is("checkbox", "eq", json!(true)), vec![0]),
        (is("checkbox", "eq", json!(false)), vec![1, 2]),
        (typed("checkbox", "ne", json!(true)), vec![1, 2]),
        (typed("checkbox", "empty", Value::Null), vec![2]),
        (typed("choice", "eq", json!("Gold")), vec![0]),
        (typed("multi_choice", "eq", json!("Silver")), vec![0, 1]),
        (typed("multi_choice", "ne", json!("Gold")), vec![1, 2]),
        (typed("multi_choice", "not_in", json!(["Gold", "Bronze"])), vec![1, 2]),
        (is("nothing", "eq", json!("x")), vec![]),
        (is("nothing", "empty", Value::Null), vec![0, 1, 2]),
        (
            json!({ "or": [is("text", "eq", json!("alpha")), { "and": [is("number", "gt", json!(2)), { "field": "name", "op": "eq", "value": "1" }] }] }),
            vec![0, 1],
        ),
    ] {
        let expected: Vec<_> = found.into_iter().map(|i: usize| leads[i].clone()).collect();
        let path = format!("{}&sort=created_at", Client::filtered("/api/leads", &filter));
        assert_eq!(rita.walk(&path).await, expected, "{filter}");
        let count =
            rita.get(&Client::filtered("/api/leads/count", &filter)).await.expect(200)["count"].clone();
        assert_eq!(count, expected.len(), "{filter}");
    }
    for filter in [
        is("number", "contains", json!(5)),
        is("number", "prefix", json!(5)),
        typed("date", "eq", json!("tomorrow")),
        typed("person", "eq", json!("Ada")),
        typed("checkbox", "eq", json!("yes")),
        typed("checkbox", "lt", json!(true)),
        typed("yacht", "eq", json!("x")),
        typed("text", "eq", json!(5)),
        typed("money", "eq", json!({ "amount": 5 })),
        typed("money", "contains", json!({ "amount": 5, "currency": "EUR" })),
        is("text", "in", json!("alpha")),
        is("text", "like", json!("alpha")),
    ] {
        let problem = rita.get(&Client::filtered("/api/leads", &filter)).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("filter", "invalid_parameter")], "{filter}");
    }
}

#[tokio::test]
async fn a_list_asks_for_the_values_of_its_rows_at_once() {
    let t = Kontaly::start().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    define(&ada, "lead", "tiers", "multi_choice", json!(["Gold", "Silver"])).await;
    define(&ada, "lead", "seats", "number", json!([])).await;
    let mut ids = Vec::new();
    for (client, values) in [
        (&rita, json!({ "tiers": ["Silver", "Gold"], "seats": 12 })),
        (&rita, json!({})),
        (&sam, json!({ "seats": 7 })),
    ] {
        ids.push(lead(client, "L", values).await);
    }
    let path = format!("/api/custom_fields/of?noun=lead&ids={}", ids.join(","));
    let of_rita = json!([{ "record_id": ids[0], "values": { "tiers": ["Gold", "Silver"], "seats": 12.0 } }]);
    assert_eq!(rita.get(&path).await.expect(200), of_rita, "a colleague's values are not there");
    assert_eq!(ada.get(&path).await.expect(200).as_array().map(Vec::len), Some(2));
    let problem = rita.get("/api/custom_fields/of?noun=lead&ids=x").await.expect(422);
    assert_eq!(Client::wrong(&problem), [("ids", "invalid_parameter")]);
}
