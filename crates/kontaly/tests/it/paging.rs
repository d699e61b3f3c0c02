//! Pages in both directions: the same rows as forwards, each once, in the order of the sort.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

async fn leads(client: &Client, count: usize) {
    for i in 0..count {
        // Few scores, so that the id has to decide.
        let lead = json!({ "last_name": format!("L{i:02}"), "score": i % 3 });
        client.post("/api/leads", lead).await.expect(201);
    }
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

/// All rows, read from the end, four a page.
pub(crate) async fn backwards(client: &Client, path: &str) -> Vec<String> {
    let mut rows = Vec::new();
    let mut before = "end".to_owned();
    loop {
        let page = client.get(&format!("{path}&limit=4&before={before}")).await.expect(200);
        assert_eq!(page["next"].is_null(), before == "end", "only the last page has nothing behind it");
        rows.splice(0..0, ids(&page));
        match page["previous"].as_str() {
            Some(cursor) => cursor.clone_into(&mut before),
            None => return rows,
        }
    }
}

#[tokio::test]
async fn a_list_is_the_same_from_both_ends() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    leads(&rita, 18).await;
    for sort in ["score", "-score", "name", "-name", "created_at", "-created_at"] {
        let path = format!("/api/leads?sort={sort}");
        let forwards = rita.walk(&path).await;
        assert_eq!(forwards.len(), 18);
        assert_eq!(backwards(&rita, &path).await, forwards, "{sort}");
    }
    let few = Client::filtered("/api/leads", &json!({ "field": "score", "op": "eq", "value": 1 }));
    assert_eq!(backwards(&rita, &few).await, rita.walk(&few).await);
}

#[tokio::test]
async fn one_goes_back_and_forth_from_the_middle() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    leads(&rita, 12).await;
    let first = rita.get("/api/leads?sort=score&limit=4").await.expect(200);
    assert!(first["previous"].is_null(), "nothing is in front of the first page");
    let next = |page: &Value| {
        format!("/api/leads?sort=score&limit=4&cursor={}", page["next"].as_str().expect("more"))
    };
    let second = rita.get(&next(&first)).await.expect(200);
    let previous = second["previous"].as_str().expect("a page in front");
    let back = rita.get(&format!("/api/leads?sort=score&limit=4&before={previous}")).await.expect(200);
    assert_eq!(ids(&back), ids(&first));
    assert!(back["previous"].is_null());
    assert_eq!(ids(&rita.get(&next(&back)).await.expect(200)), ids(&second));
}

#[tokio::test]
async fn a_place_that_makes_no_sense_is_told() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    leads(&rita, 3).await;
    let page = rita.get("/api/leads?sort=score&limit=1").await.expect(200);
    let cursor = page["next"].as_str().expect("more");
    for (query, field) in [
        (format!("sort=name&before={cursor}"), "before"),
        (format!("sort=score&before={cursor}&cursor={cursor}"), "before"),
        ("before=nonsense".to_owned(), "before"),
        ("cursor=end".to_owned(), "cursor"),
    ] {
        let problem = rita.get(&format!("/api/leads?{query}")).await.expect(422);
        assert_eq!(Client::wrong(&problem), [(field, "invalid_parameter")], "{query}");
    }
    let none = Client::filtered("/api/leads", &json!({ "field": "name", "op": "eq", "value": "nobody" }));
    let page = rita.get(&format!("{none}&before=end")).await.expect(200);
    assert_eq!((ids(&page).len(), page["previous"].is_null(), page["next"].is_null()), (0, true, true));
}

#[tokio::test]
async fn greater_and_less_are_strict() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    leads(&rita, 9).await;
    for (op, found) in [("gt", 3), ("gte", 6), ("lt", 3), ("lte", 6)] {
        let filter = json!({ "field": "score", "op": op, "value": 1 });
        assert_eq!(rita.walk(&Client::filtered("/api/leads", &filter)).await.len(), found, "{op}");
    }
}
