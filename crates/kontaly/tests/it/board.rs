//! Boards: counts, sums and cards under one filter and one row rule.

use crate::deals::{directory, id, make, path, relocate, stage, urlencoded};
use crate::support::{Client, Kontaly};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

async fn pipeline(client: &Client) -> String {
    id(&client.get("/api/pipelines").await.expect(200)[0]).to_owned()
}

async fn board(client: &Client, query: &str) -> Value {
    client.get(&format!("/api/pipelines/{}/board{query}", pipeline(client).await)).await.expect(200)
}

fn of<'a>(board: &'a Value, name: &str) -> &'a Value {
    let columns = board["columns"].as_array().expect("columns");
    columns.iter().find(|column| column["stage"]["name"] == name).expect("a column")
}

/// Deals of every stage, owner and currency.
async fn furnish(t: &Kontaly) {
    let [company, ..] = directory(t, "acme").await;
    for (person, offset) in [("rita", 0), ("sam", 1), ("max", 2)] {
        let client = t.sign_in("acme", person).await;
        for n in 0..14 {
            let name = ["Qualification", "Discovery", "Proposal", "Negotiation", "Won", "Lost"][n % 6];
            let currency = ["EUR", "USD", "JPY"][(n + offset) % 3];
            let draft = json!({
                "name": format!("{person} {n}"),
                "stage_id": stage(&client, name).await,
                "lost_reason": (name == "Lost").then_some("Price"),
                "amount": (n % 5 != 4).then_some(1_333 * n + 7 * offset),
                "currency": currency,
                "company_id": (n % 2 == 0).then_some(&company),
                "owner_id": if n == 13 { Value::Null } else { json!(client.id()) },
            });
            client.post("/api/deals", draft).await.expect(201);
        }
    }
}

/// The board says of each stage what the list of the same person says under the same filter, and nothing more.
async fn assert_board_is_the_list(person: &Client, filter: Option<Value>) {
    let query = filter.as_ref().map_or(String::new(), |f| format!("&filter={}", urlencoded(&f.to_string())));
    let board = board(person, &format!("?limit=2{query}")).await;
    let list = person.get(&format!("/api/deals?limit=200{query}")).await.expect(200);
    let list = list["items"].as_array().expect("items");
    for column in board["columns"].as_array().expect("columns") {
        let stage = &column["stage"]["id"];
        let mut here: Vec<_> = list.iter().filter(|deal| deal["stage_id"] == *stage).collect();
        here.sort_by_key(|deal| (deal["rank"].as_str().expect("a rank"), id(deal)));
        assert_eq!(column["count"], here.len());
        assert_eq!(column["sums"], sums(&here));
        assert_eq!(cards(person, column, &query).await, here.iter().map(|deal| id(deal)).collect::<Vec<_>>());
    }
}

/// What deals are worth, currency by currency.
fn sums(deals: &[&Value]) -> Value {
    let mut sums = std::collections::BTreeMap::<&str, (i64, i64)>::new();
    for deal in deals {
        let Some(amount) = deal["amount"].as_i64() else { continue };
        let sum = sums.entry(deal["currency"].as_str().expect("a currency")).or_default();
        let probability = i16::try_from(deal["probability"].as_i64().expect("percent")).expect("percent");
        let weighted = kontaly::deals::rules::weighted(amount, probability);
        assert_eq!(deal["weighted_amount"], weighted);
        *sum = (sum.0 + amount, sum.1 + weighted);
    }
    sums.into_iter()
        .map(|(currency, (amount, weighted))| json!({ "currency": currency, "amount": amount, "weighted": weighted }))
        .collect()
}

/// All cards of a column: those on the board, then page by page.
async fn cards(person: &Client, column: &Value, query: &str) -> Vec<String> {
    let base =
        format!("/api/pipelines/{}/board/{}", pipeline(person).await, column["id"].as_str().expect("an id"));
    let mut page = column["deals"].clone();
    let mut ids = Vec::new();
    loop {
        let items = page["items"].as_array().expect("items");
        assert!(items.len() <= 2);
        ids.extend(items.iter().map(|deal| id(deal).to_owned()));
        let Some(next) = page["next"].as_str() else { return ids };
        page = person.get(&format!("{base}?limit=2&cursor={next}{query}")).await.expect(200);
    }
}

#[tokio::test]
async fn a_board_is_the_list_of_whoever_looks_cut_into_stages() {
    let t = Kontaly::start().await;
    furnish(&t).await;
    for name in ["ada", "ron", "max", "rita", "sam"] {
        let person = t.sign_in("acme", name).await;
        assert_board_is_the_list(&person, None).await;
        for filter in [
            json!({ "field": "currency", "op": "eq", "value": "EUR" }),
            json!({ "or": [{ "field": "amount", "op": "gt", "value": 9_000 }, { "field": "owner_id", "op": "empty" }] }),
            json!({ "field": "company_id", "op": "not_empty" }),
            json!({ "field": "owner_id", "op": "eq", "value": "me" }),
            json!({ "field": "name", "op": "eq", "value": "nobody's" }),
        ] {
            assert_board_is_the_list(&person, Some(filter)).await;
        }
    }
    let stranger = t.sign_in("beta", "ada").await;
    let theirs = board(&stranger, "").await;
    assert!(theirs["columns"].as_array().expect("columns").iter().all(|column| column["count"] == 0));
    let ours = pipeline(&t.sign_in("acme", "ada").await).await;
    assert_eq!(stranger.get(&format!("/api/pipelines/{ours}/board")).await.code(404), "not_found");
}

#[tokio::test]
async fn trashed_deals_and_other_pipelines_are_not_on_it() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let gone = make(&ada, "Gone").await;
    ada.delete(&path(&gone)).await.expect(200);
    let other = ada.post("/api/pipelines", json!({ "name": "Renewals" })).await.expect(201);
    let elsewhere =
        ada.post("/api/deals", json!({ "name": "Elsewhere", "pipeline_id": other["id"] })).await.expect(201);
    assert_eq!(elsewhere["stage_id"], other["stages"][0]["id"]);
    assert_eq!(of(&board(&ada, "").await, "Qualification")["count"], 0);
    let moved = json!({ "stage_id": stage(&ada, "Discovery").await });
    let moved = relocate(&ada, &path(&elsewhere), 1, moved).await.expect(200);
    assert_ne!(moved["pipeline_id"], other["id"], "a stage of another pipeline takes the deal along");
    let board = board(&ada, "").await;
    assert_eq!(of(&board, "Discovery")["deals"]["items"][0]["name"], "Elsewhere");
}

#[tokio::test]
async fn bad_boards_are_refused() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let base = format!("/api/pipelines/{}/board", pipeline(&rita).await);
    let nowhere = uuid::Uuid::nil();
    let first = stage(&rita, "Qualification").await;
    for query in
        ["?limit=0", "?limit=101", "?filter=x", "?filter=%7B%22field%22%3A%22x%22%2C%22op%22%3A%22eq%22%7D"]
    {
        assert_eq!(rita.get(&format!("{base}{query}")).await.code(422), "invalid", "{query}");
        assert_eq!(rita.get(&format!("{base}/{first}{query}")).await.code(422), "invalid", "{query}");
    }
    assert_eq!(rita.get(&format!("{base}/{first}?cursor=x")).await.code(422), "invalid");
    assert_eq!(rita.get(&format!("{base}?group=colour")).await.code(422), "invalid");
    for column in ["x", "2026-13", "1999-01"] {
        assert_eq!(rita.get(&format!("{base}/{column}?group=month")).await.code(404), "not_found");
        assert_eq!(rita.get(&format!("{base}/{column}?group=owner")).await.code(404), "not_found");
    }
    for group in ["owner", "month"] {
        let elsewhere = format!("/api/pipelines/{nowhere}/board");
        assert_eq!(rita.get(&format!("{elsewhere}?group={group}")).await.code(404), "not_found");
        assert_eq!(rita.get(&format!("{elsewhere}/none?group={group}")).await.code(404), "not_found");
    }
    assert!(
        rita.get(&format!("{base}/{first}")).await.expect(200)["items"].as_array().expect("items").is_empty()
    );
    assert_eq!(rita.get(&format!("{base}/{nowhere}")).await.code(404), "not_found");
    assert_eq!(rita.get(&format!("/api/pipelines/{nowhere}/board")).await.code(404), "not_found");
    assert_eq!(rita.get(&format!("/api/pipelines/{nowhere}/board/{first}")).await.code(404), "not_found");
}

/// A column's name as the grouped board gives it, worked out from a deal alone.
fn column_of(deal: &Value, group: &str, today: Date) -> String {
    let none = || "none".to_owned();
    if group == "owner" {
        return deal["owner_id"].as_str().map_or_else(none, str::to_owned);
    }
    let Some(day) = deal["expected_close_date"].as_str() else { return none() };
    let day: Date = day.parse().expect("a day");
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    match months(day) - months(today) {
        ..0 => "late".to_owned(),
        0..=5 => format!("{:04}-{:02}", day.year(), day.month()),
        _ => "later".to_owned(),
    }
}

/// The open deals of whoever looks, cut by owner or by month, are on the grouped board: no more, no less, the next to
/// close on top.
async fn assert_grouped_board_is_the_list(person: &Client, group: &str, filter: Option<Value>, today: Date) {
    let query = filter.as_ref().map_or(String::new(), |f| format!("&filter={}", urlencoded(&f.to_string())));
    let query = format!("&group={group}{query}");
    let board = board(person, &format!("?limit=2{query}")).await;
    assert_eq!(board["group"], group);
    let list = person.get(&format!("/api/deals?limit=200{query}")).await.expect(200);
    let mut open: Vec<_> = list["items"].as_array().expect("items").iter().collect();
    open.retain(|deal| deal["state"] == "open" && deal["pipeline_id"] == board["pipeline_id"]);
    open.sort_by_key(|deal| (deal["expected_close_date"].as_str().unwrap_or("9999-12-31"), id(deal)));
    let mut seen = 0;
    for column in board["columns"].as_array().expect("columns") {
        let mut here = open.clone();
        here.retain(|deal| column["id"] == column_of(deal, group, today));
        seen += here.len();
        assert_eq!(column["count"], here.len(), "{group} {}", column["id"]);
        assert_eq!(column["sums"], sums(&here));
        assert_eq!(
            cards(person, column, &query).await,
            here.iter().map(|deal| id(deal)).collect::<Vec<_>>(),
            "{group} {}",
            column["id"]
        );
    }
    assert_eq!(seen, open.len(), "every open deal has its column");
}

#[tokio::test]
async fn a_board_can_be_cut_by_owner_and_by_month() {
    let t = Kontaly::start().await;
    furnish(&t).await;
    let ada = t.sign_in("acme", "ada").await;
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let today = zone.to_datetime(t.app.clock.now()).date();
    let list = ada.get("/api/deals?limit=200").await.expect(200);
    for (n, deal) in list["items"].as_array().expect("items").iter().enumerate() {
        let n = i32::try_from(n).expect("few");
        let day = (n % 6 != 5).then(|| today.saturating_add((n * 17 - 120).days()).to_string());
        let patch = json!({ "expected_close_date": day });
        ada.patch(&path(deal), 1, patch).await.expect(200);
    }
    for name in ["ada", "max", "rita", "sam"] {
        let person = t.sign_in("acme", name).await;
        for group in ["owner", "month"] {
            assert_grouped_board_is_the_list(&person, group, None, today).await;
            let filter = json!({ "field": "currency", "op": "eq", "value": "EUR" });
            assert_grouped_board_is_the_list(&person, group, Some(filter), today).await;
        }
    }
}

#[tokio::test]
async fn owners_without_deals_have_a_column_where_one_could_give_them_some() {
    let t = Kontaly::start().await;
    let owners = async |name: &str, query: &str| {
        let person = t.sign_in("acme", name).await;
        let board = board(&person, &format!("?group=owner{query}")).await;
        let columns = board["columns"].as_array().expect("columns").clone();
        (
            person.id().to_owned(),
            columns.into_iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>(),
        )
    };
    let (rita, hers) = owners("rita", "").await;
    assert_eq!(
        hers,
        [rita.clone(), "none".to_owned()],
        "a representative gives to nobody but herself and the pool"
    );
    let (_, all) = owners("ada", "").await;
    assert!(all.contains(&rita) && all.len() > 4, "{all:?}");
    assert_eq!(all.last().map(String::as_str), Some("none"));
    let filter = urlencoded(&json!({ "field": "name", "op": "eq", "value": "nobody's" }).to_string());
    let (ada, filtered) = owners("ada", &format!("&filter={filter}")).await;
    assert_eq!(filtered, [ada, "none".to_owned()], "under a filter only those whom it is about");
}
