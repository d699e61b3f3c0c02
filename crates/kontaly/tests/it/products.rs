//! Products: everybody reads them, administrators keep them; names, prices, trash, pages, words.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

fn path(product: &Value) -> String {
    format!("/api/products/{}", product["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_product_is_made_read_changed_trashed_and_restored() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let body = json!({ "name": " GTX Pro ", "series": "GTX", "price": 482_100 });
    let product = ada.post("/api/products", body).await.expect(201);
    assert_eq!((&product["name"], &product["currency"]), (&json!("GTX Pro"), &json!("EUR")));
    let path = path(&product);
    assert_eq!(ada.get(&path).await.expect(200), product);
    assert_eq!(t.words("acme", "rita", &product).await, ["gtx", "pro"]);

    let changed = ada.patch(&path, 1, json!({ "name": "GTX Max", "currency": "USD" })).await.expect(200);
    assert_eq!((&changed["version"], &changed["currency"]), (&json!(2), &json!("USD")));
    assert_eq!(ada.patch(&path, 1, json!({ "price": 1 })).await.expect(409)["current"], changed);
    let free = ada.patch(&path, 2, json!({ "price": null })).await.expect(200);
    assert_eq!((&free["price"], &free["currency"]), (&Value::Null, &Value::Null), "they go together");
    let problem = ada.patch(&path, 3, json!({ "price": 5 })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("currency", "required")]);

    ada.delete(&path).await.expect(200);
    assert!(ada.ids("/api/products").await.is_empty());
    assert!(t.words("acme", "ada", &product).await.is_empty());
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.ids("/api/products").await.len(), 1);
    let history = t.history("acme", "rita", &product).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["create", "update", "update", "trash", "restore"]);
}

#[tokio::test]
async fn everybody_reads_products_and_administrators_keep_them() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let product = ada.post("/api/products", json!({ "name": "GTX Pro" })).await.expect(201);
    let path = path(&product);
    for name in ["max", "rita", "sam", "ron"] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.get(&path).await.expect(200), product, "{name}");
        assert_eq!(person.get("/api/products/count").await.expect(200)["count"], 1);
        assert_eq!(
            person.post("/api/products", json!({ "name": "X" })).await.code(403),
            "forbidden",
            "{name}"
        );
        assert_eq!(person.patch(&path, 1, json!({ "series": "X" })).await.code(403), "forbidden", "{name}");
        assert_eq!(person.delete(&path).await.code(403), "forbidden", "{name}");
        // And should the middleware ever forget, the database does not.
        let mut tx = t.tx("acme", name);
        let changed =
            tx.execute(kontaly_db::sql("update products set series = 'X'")).await.expect("a statement");
        assert_eq!(changed, 0, "{name}");
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert!(stranger.ids("/api/products").await.is_empty());
    assert_eq!(stranger.get(&path).await.code(404), "not_found");
    assert_eq!(stranger.patch(&path, 1, json!({ "series": "X" })).await.code(404), "not_found");
    assert_eq!(stranger.delete(&path).await.code(404), "not_found");
    stranger.post("/api/products", json!({ "name": "GTX Pro" })).await.expect(201);
}

#[tokio::test]
async fn a_name_is_taken_by_one_product_that_is_not_in_the_trash() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let first =
        ada.post("/api/products", json!({ "name": "GTX Pro", "external_id": "p1" })).await.expect(201);
    let problem = ada.post("/api/products", json!({ "name": "gtx  PRO" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("name", "taken")]);
    let problem =
        ada.post("/api/products", json!({ "name": "Other", "external_id": "p1" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("external_id", "taken")]);
    ada.delete(&path(&first)).await.expect(200);
    ada.post("/api/products", json!({ "name": "gtx pro" })).await.expect(201);
    let problem = ada.post(&format!("{}/restore", path(&first)), json!({})).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("name", "taken")]);
    let body = json!({ "name": "", "price": -1, "currency": "usd" });
    let problem = ada.post("/api/products", body).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [("name", "required"), ("price", "out_of_range"), ("currency", "malformed")]
    );
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    for i in 0..13 {
        let body = json!({ "name": format!("P{i:02}"), "series": if i % 2 == 0 { "A" } else { "B" }, "price": i * 100 });
        ada.post("/api/products", body).await.expect(201);
    }
    for sort in ["name", "-name"] {
        let whole = ada.ids(&format!("/api/products?sort={sort}&limit=200")).await;
        assert_eq!(ada.walk(&format!("/api/products?sort={sort}")).await, whole, "{sort}");
        assert_eq!(whole.len(), 13);
    }
    let filter = json!({ "and": [{ "field": "series", "op": "eq", "value": "A" }, { "field": "price", "op": "lt", "value": 500 }] });
    assert_eq!(ada.walk(&Client::filtered("/api/products", &filter)).await.len(), 3);
    assert_eq!(ada.get("/api/products?sort=price").await.code(422), "invalid");
}
