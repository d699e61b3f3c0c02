//! Lists in the order of a custom field: every kind, from both ends, under a filter and the row rule.

use crate::paging::backwards;
use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

/// Defines a field, its key being its kind.
async fn define(ada: &Client, noun: &str, kind: &str) {
    let choices = if kind.ends_with("choice") { json!(["Gold", "Silver", "Bronze"]) } else { json!([]) };
    let body = json!({ "noun": noun, "key": kind, "label": kind, "kind": kind, "choices": choices });
    ada.post("/api/custom_fields", body).await.expect(201);
}

/// Makes a record of that name with those values; answers its id.
async fn make(client: &Client, plural: &str, name: &str, values: Value) -> String {
    let field = if plural == "companies" { "name" } else { "last_name" };
    let made = client.post(&format!("/api/{plural}"), json!({ field: name })).await.expect(201);
    let id = made["id"].as_str().expect("an id").to_owned();
    client.put(&format!("/api/{plural}/{id}/custom"), 1, json!({ "values": values })).await.expect(200);
    id
}

/// The names of a list, one after the other.
async fn names(client: &Client, path: &str) -> String {
    let page = client.get(path).await.expect(200);
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn every_kind_has_its_order_and_what_is_empty_comes_last() {
    let t = Kontaly::start().await;
    let (ada, max) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await);
    let money = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    // Two alike, two that are empty; what comes of it, up and down.
    let kinds = [
        ("text", json!(["b", null, "a", "c", "b", null]), "204315", "340251"),
        ("link", json!(["https://b.example", null, "https://a.example"]), "201345", "025431"),
        ("number", json!([2.5, null, -10, 30, 2.5, null]), "204315", "340251"),
        ("money", json!([money(5), null, money(-1)]), "201345", "025431"),
        ("date", json!(["2026-02-01", null, "2026-01-31"]), "201345", "025431"),
        ("choice", json!(["Silver", null, "Gold", "Bronze"]), "203145", "302541"),
        ("multi_choice", json!([["Silver", "Bronze"], null, ["Bronze"], ["Gold"]]), "302145", "203541"),
        ("person", json!([max.id(), null, ada.id()]), "201345", "025431"),
        ("checkbox", json!([true, null, false, true]), "124503", "305421"),
    ];
    for (kind, ..) in &kinds {
        define(&ada, "lead", kind).await;
    }
    for at in 0..6 {
        let values = kinds.iter().map(|(kind, values, ..)| ((*kind).to_owned(), values[at].clone()));
        make(&ada, "leads", &at.to_string(), Value::Object(values.collect())).await;
    }
    for (kind, _, up, down) in kinds {
        for (sort, expected) in [(format!("custom.{kind}"), up), (format!("-custom.{kind}"), down)] {
            let path = format!("/api/leads?sort={sort}");
            assert_eq!(names(&ada, &path).await, expected, "{sort}");
            let all = ada.ids(&path).await;
            assert_eq!(ada.walk(&path).await, all, "{sort}");
            assert_eq!(backwards(&ada, &path).await, all, "{sort}");
        }
    }
}

#[tokio::test]
async fn pages_of_any_size_meet_where_values_end() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    define(&ada, "lead", "number").await;
    for at in 0..9 {
        let values = if at % 3 == 0 { json!({}) } else { json!({ "number": at % 2 }) };
        make(&ada, "leads", &at.to_string(), values).await;
    }
    let path = "/api/leads?sort=custom.number";
    assert_eq!(names(&ada, path).await, "248157036");
    for limit in 1..=9 {
        let (mut seen, mut next) = (String::new(), String::new());
        loop {
            let page = format!("{path}&limit={limit}{next}");
            seen.push_str(&names(&ada, &page).await);
            match ada.get(&page).await.expect(200)["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, "248157036", "{limit} a page");
    }
}

#[tokio::test]
async fn a_sort_keeps_to_the_filter_and_to_what_one_sees() {
    let t = Kontaly::start().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    define(&ada, "lead", "number").await;
    for (client, name, number) in [(&rita, "r1", 1), (&sam, "s2", 2), (&rita, "r3", 3), (&sam, "s4", 4)] {
        make(client, "leads", name, json!({ "number": number })).await;
        make(client, "leads", &format!("{name}-"), json!({})).await;
    }
    assert_eq!(names(&rita, "/api/leads?sort=-custom.number").await, "r3r1r3-r1-");
    assert_eq!(names(&ada, "/api/leads?sort=custom.number").await, "r1s2r3s4r1-s2-r3-s4-");
    let few = Client::filtered("/api/leads", &json!({ "field": "name", "op": "prefix", "value": "s" }));
    assert_eq!(names(&ada, &format!("{few}&sort=-custom.number")).await, "s4s2s4-s2-");
    // A list that is read from more than one table.
    define(&ada, "contact", "text").await;
    make(&rita, "contacts", "y", json!({ "text": "2" })).await;
    make(&rita, "contacts", "x", json!({ "text": "1" })).await;
    assert_eq!(names(&sam, "/api/contacts?sort=custom.text").await, "xy");
}

#[tokio::test]
async fn a_sort_by_what_is_no_field_is_refused() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    define(&ada, "lead", "number").await;
    make(&ada, "leads", "a", json!({ "number": 1 })).await;
    make(&ada, "leads", "b", json!({ "number": 2 })).await;
    let page = ada.get("/api/leads?sort=custom.number&limit=1").await.expect(200);
    let cursor = page["next"].as_str().expect("more");
    for (path, field) in [
        ("/api/leads?sort=custom.nothing".to_owned(), "sort"),
        ("/api/contacts?sort=custom.number".to_owned(), "sort"),
        ("/api/events?sort=custom.number".to_owned(), "sort"),
        (format!("/api/leads?sort=-custom.number&cursor={cursor}"), "cursor"),
    ] {
        let problem = ada.get(&path).await.expect(422);
        assert_eq!(Client::wrong(&problem)[0].0, field, "{path}");
    }
    let fields = ada.get("/api/custom_fields?noun=lead").await.expect(200);
    ada.delete(&format!("/api/custom_fields/{}", fields[0]["id"].as_str().expect("an id"))).await.expect(200);
    ada.get("/api/leads?sort=custom.number").await.expect(422);
}
