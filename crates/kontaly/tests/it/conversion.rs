//! Conversion of leads: one transaction, a preview, and a way back.

use crate::support::{Answer, Client, Kontaly};
use axum::http::Method;
use serde_json::{Value, json};

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

async fn lead(client: &Client) -> Value {
    let draft = json!({ "first_name": "Ines", "last_name": "Haddad", "company_name": "Halcyon GmbH", "title": "Head of Operations",
        "email": "ines@halcyon.example", "phone": "+49 30 901820", "amount": 8_400_000, "source": "Fair", "city": "Berlin",
        "website": "https://www.halcyon.example", "status": "contacted" });
    client.post("/api/leads", draft).await.expect(201)
}

fn path(lead: &Value) -> String {
    format!("/api/leads/{}", id(lead))
}

async fn convert(client: &Client, lead: &Value, body: Value) -> Answer {
    let version = lead["version"].as_i64();
    client.send(Method::POST, &format!("{}/convert", path(lead)), Some(body), version).await
}

async fn undo(client: &Client, lead: &Value) -> Answer {
    let version = lead["version"].as_i64();
    client.send(Method::POST, &format!("{}/conversion/undo", path(lead)), Some(json!({})), version).await
}

fn everything() -> Value {
    json!({ "company": { "create": {} }, "contact": { "create": {} }, "deal": {} })
}

/// The records that a converted lead became.
async fn became(client: &Client, lead: &Value) -> [Value; 3] {
    let get = async |noun: &str, field: &str| {
        client.get(&format!("/api/{noun}/{}", lead[field].as_str().expect("an id"))).await.expect(200)
    };
    [
        get("companies", "converted_company_id").await,
        get("contacts", "converted_contact_id").await,
        get("deals", "converted_deal_id").await,
    ]
}

#[tokio::test]
async fn a_lead_becomes_a_company_a_contact_and_a_deal() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let converted = convert(&rita, &lead, everything()).await.expect(200);
    assert_eq!((&converted["status"], &converted["version"]), (&json!("converted"), &json!(2)));
    let [company, contact, deal] = became(&rita, &converted).await;
    assert_eq!(
        (&company["name"], &company["domain"], &company["city"], &company["lifecycle_stage"]),
        (&json!("Halcyon GmbH"), &json!("halcyon.example"), &json!("Berlin"), &json!("opportunity"))
    );
    assert_eq!(
        (&contact["name"], &contact["email"], &contact["phone"], &contact["title"], &contact["company_id"]),
        (
            &json!("Ines Haddad"),
            &json!("ines@halcyon.example"),
            &json!("+49 30 901820"),
            &json!("Head of Operations"),
            &company["id"]
        )
    );
    for (field, value) in [
        ("name", json!("Halcyon GmbH")),
        ("amount", json!(8_400_000)),
        ("currency", json!("EUR")),
        ("source", json!("Fair")),
        ("company_id", company["id"].clone()),
        ("contact_id", contact["id"].clone()),
        ("owner_id", json!(rita.id())),
        ("version", json!(1)),
    ] {
        assert_eq!(deal[field], value, "{field}");
    }
    let history = rita.get(&format!("/api/deals/{}/history", id(&deal))).await.expect(200);
    assert_eq!(history["items"].as_array().map(Vec::len), Some(1));
    assert!(t.words("acme", "rita", &company).await.contains(&"halcyon".to_owned()));
    for (record, action) in
        [(&converted, "convert"), (&company, "create"), (&contact, "create"), (&deal, "create")]
    {
        let events = t.history("acme", "rita", record).await;
        assert_eq!(events.last().map(|(action, _)| action.as_str()), Some(action));
    }

    // From now on it is read-only.
    assert_eq!(rita.patch(&path(&lead), 2, json!({ "score": 5 })).await.code(409), "converted");
    assert_eq!(rita.delete(&path(&lead)).await.code(409), "converted");
    assert_eq!(convert(&rita, &converted, everything()).await.code(409), "converted");
    assert_eq!(rita.get(&format!("{}/conversion", path(&lead))).await.code(409), "converted");
}

#[tokio::test]
async fn the_preview_finds_the_company_by_name_or_domain_and_the_contact_by_address() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let by_name = ada.post("/api/companies", json!({ "name": "  HALCYON  gmbh" })).await.expect(201);
    let by_domain = ada
        .post("/api/companies", json!({ "name": "Halcyon Holding", "domain": "halcyon.example" }))
        .await
        .expect(201);
    ada.post("/api/companies", json!({ "name": "Other" })).await.expect(201);
    let emails = json!([{ "value": "other@halcyon.example" }, { "value": "INES@halcyon.example" }]);
    let known =
        ada.post("/api/contacts", json!({ "last_name": "Haddad", "emails": emails })).await.expect(201);
    let lead = lead(&rita).await;
    let preview = rita.get(&format!("{}/conversion", path(&lead))).await.expect(200);
    let found: Vec<_> = preview["companies"]
        .as_array()
        .expect("companies")
        .iter()
        .map(|found| (id(&found["company"]), &found["same"]))
        .collect();
    assert_eq!(found, [(id(&by_name), &json!(["name"])), (id(&by_domain), &json!(["domain"]))]);
    assert_eq!(preview["contacts"][0]["contact"]["id"], known["id"]);
    assert_eq!(preview["lead"], lead);
    assert_eq!(
        (&preview["company_name"], &preview["contact_name"]),
        (&json!("Halcyon GmbH"), &json!("Ines Haddad"))
    );
    assert_eq!(
        (&preview["deal"]["name"], &preview["deal"]["amount"], &preview["deal"]["stage_name"]),
        (&json!("Halcyon GmbH"), &json!(8_400_000), &json!("Qualification"))
    );
    assert!(rita.ids("/api/deals").await.is_empty(), "a preview makes nothing");

    // What was found is used, and nothing is made beside it.
    let body = json!({ "company": { "id": by_domain["id"] }, "contact": { "id": known["id"] }, "deal": { "name": "40 seats" } });
    let converted = convert(&rita, &lead, body).await.expect(200);
    let [company, contact, deal] = became(&rita, &converted).await;
    assert_eq!((id(&company), id(&contact)), (id(&by_domain), id(&known)));
    assert_eq!(
        (&deal["name"], &deal["company_name"], &deal["contact_name"]),
        (&json!("40 seats"), &json!("Halcyon Holding"), &json!("Haddad"))
    );
    assert_eq!(ada.ids("/api/companies").await.len(), 3);
    assert_eq!(ada.ids("/api/contacts").await.len(), 1);

    // Undone, they are still there.
    undo(&rita, &converted).await.expect(200);
    assert_eq!(ada.ids("/api/companies").await.len(), 3);
    assert_eq!(ada.ids("/api/contacts").await.len(), 1);
    assert!(ada.ids("/api/deals").await.is_empty());
}

#[tokio::test]
async fn whatever_is_wrong_is_named_and_nothing_is_made() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let foreign =
        t.sign_in("beta", "ada").await.post("/api/companies", json!({ "name": "Theirs" })).await.expect(201);
    let lead = lead(&rita).await;
    let body = json!({
        "company": { "id": foreign["id"] },
        "contact": { "create": { "emails": [{ "value": "nowhere" }] } },
        "deal": { "amount": -1, "currency": "x", "product_id": uuid::Uuid::nil() },
    });
    let problem = convert(&rita, &lead, body).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [
            ("company.id", "unknown_reference"),
            ("contact.create.emails[0].value", "not_an_email"),
            ("deal.amount", "out_of_range"),
            ("deal.currency", "malformed"),
            ("deal.product_id", "unknown_reference"),
        ]
    );
    for (body, wrong) in [
        (json!({}), ("deal", "required")),
        (json!({ "company": {} }), ("company", "one_of")),
        (json!({ "contact": { "id": foreign["id"], "create": {} } }), ("contact", "one_of")),
        (json!({ "deal": { "stage_id": uuid::Uuid::nil() } }), ("deal.stage_id", "unknown_reference")),
    ] {
        assert_eq!(Client::wrong(&convert(&rita, &lead, body).await.expect(422)), [wrong]);
    }
    // The deal's owner is refused after the company was written: it goes with it.
    let sam = t.sign_in("acme", "sam").await;
    let body = json!({ "company": { "create": {} }, "deal": { "owner_id": sam.id() } });
    assert_eq!(convert(&rita, &lead, body).await.code(403), "not_yours");
    for list in ["/api/companies", "/api/contacts", "/api/deals"] {
        assert!(ada.ids(list).await.is_empty(), "{list}");
    }
    assert_eq!(rita.get(&path(&lead)).await.expect(200), lead);
}

#[tokio::test]
async fn converting_obeys_versions_rows_and_roles() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let mine = lead(&rita).await;
    for (person, status) in [(&sam, 404), (&t.sign_in("beta", "ada").await, 404)] {
        person.get(&format!("{}/conversion", path(&mine))).await.expect(status);
        convert(person, &mine, everything()).await.expect(status);
        undo(person, &mine).await.expect(status);
    }
    let ron = t.sign_in("acme", "ron").await;
    ron.get(&format!("{}/conversion", path(&mine))).await.expect(200);
    assert_eq!(convert(&ron, &mine, everything()).await.code(403), "forbidden");
    assert_eq!(undo(&ron, &mine).await.code(403), "forbidden");
    assert_eq!(undo(&rita, &mine).await.code(409), "not_converted");
    let without = rita.post(&format!("{}/convert", path(&mine)), everything()).await;
    assert_eq!(without.code(428), "precondition_required");
    let changed = rita.patch(&path(&mine), 1, json!({ "score": 5 })).await.expect(200);
    let stale = convert(&rita, &mine, everything()).await.expect(409);
    assert_eq!((&stale["code"], &stale["current"]), (&json!("version_conflict"), &changed));
    rita.delete(&path(&mine)).await.expect(200);
    let trashed = rita.get(&path(&mine)).await.expect(200);
    assert_eq!(convert(&rita, &trashed, everything()).await.code(409), "trashed");

    // Whoever converts a lead of the pool gets what it becomes.
    let pool = rita.post("/api/leads", json!({ "last_name": "Pool", "owner_id": null })).await.expect(201);
    let converted =
        convert(&sam, &pool, json!({ "contact": { "create": {} }, "deal": {} })).await.expect(200);
    assert_eq!(converted["converted_company_id"], Value::Null);
    let deal = sam
        .get(&format!("/api/deals/{}", converted["converted_deal_id"].as_str().expect("an id")))
        .await
        .expect(200);
    assert_eq!((&deal["owner_id"], &deal["name"]), (&json!(sam.id()), &json!("Pool")));
    // A manager converts for the team, and the records stay their owner's.
    let of_rita = lead(&rita).await;
    let max = t.sign_in("acme", "max").await;
    let converted = convert(&max, &of_rita, everything()).await.expect(200);
    for record in became(&max, &converted).await {
        assert_eq!(record["owner_id"], rita.id());
    }
}

#[tokio::test]
async fn a_conversion_is_undone_until_the_deal_was_changed() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let before = lead(&rita).await;
    let converted = convert(&rita, &before, everything()).await.expect(200);
    let [company, contact, deal] = became(&rita, &converted).await;
    assert_eq!(undo(&rita, &before).await.code(409), "version_conflict");
    let undone = undo(&rita, &converted).await.expect(200);
    assert_eq!((&undone["status"], &undone["version"]), (&json!("contacted"), &json!(3)));
    for field in ["converted_at", "converted_company_id", "converted_contact_id", "converted_deal_id"] {
        assert_eq!(undone[field], Value::Null, "{field}");
    }
    for list in ["/api/companies", "/api/contacts", "/api/deals"] {
        assert!(rita.ids(list).await.is_empty(), "{list}: what it made went");
    }
    for record in [&company, &contact, &deal] {
        assert!(t.words("acme", "rita", record).await.is_empty());
        let events = t.history("acme", "rita", record).await;
        assert_eq!(events.last().map(|(action, _)| action.as_str()), Some("trash"));
    }
    rita.patch(&path(&before), 3, json!({ "score": 5 })).await.expect(200);

    let again = rita.get(&path(&before)).await.expect(200);
    let converted = convert(&rita, &again, everything()).await.expect(200);
    let [_, _, deal] = became(&rita, &converted).await;
    rita.patch(&format!("/api/deals/{}", id(&deal)), 1, json!({ "name": "Changed" })).await.expect(200);
    assert_eq!(undo(&rita, &converted).await.code(409), "deal_changed");
    assert_eq!(rita.get(&path(&before)).await.expect(200), converted);
}

#[tokio::test]
async fn what_was_put_to_use_since_stays() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    // The company has a second contact by now; the contact goes.
    let converted = convert(&rita, &lead(&rita).await, everything()).await.expect(200);
    let [company, contact, _] = became(&rita, &converted).await;
    rita.post("/api/contacts", json!({ "last_name": "Second", "company_id": company["id"] }))
        .await
        .expect(201);
    undo(&rita, &converted).await.expect(200);
    assert_eq!(rita.ids("/api/companies").await, [id(&company)]);
    assert!(!rita.ids("/api/contacts").await.contains(&id(&contact).to_owned()));

    // The contact was changed by now; it stays, and so does its company.
    let converted = convert(&rita, &lead(&rita).await, everything()).await.expect(200);
    let [company, contact, deal] = became(&rita, &converted).await;
    rita.patch(&format!("/api/contacts/{}", id(&contact)), 1, json!({ "title": "Managing director" }))
        .await
        .expect(200);
    undo(&rita, &converted).await.expect(200);
    assert!(rita.ids("/api/companies").await.contains(&id(&company).to_owned()));
    assert!(rita.ids("/api/contacts").await.contains(&id(&contact).to_owned()));
    let deal = rita.get(&format!("/api/deals/{}", id(&deal))).await.expect(200);
    assert_ne!(deal["trashed_at"], Value::Null);
}

/// What colleagues have hung on the company or the contact counts, though whoever undoes sees nothing of it, and learns
/// no more than that.
#[tokio::test]
async fn what_others_put_to_use_unseen_stays() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    for (field, stays) in [("company_id", [true, false]), ("contact_id", [true, true])] {
        let converted = convert(&rita, &lead(&rita).await, everything()).await.expect(200);
        let [company, contact, _] = became(&rita, &converted).await;
        let used = if field == "company_id" { &company } else { &contact };
        let deal = json!({ "name": "Sam's", "amount": 4711, field: used["id"] });
        let deal = sam.post("/api/deals", deal).await.expect(201);
        let undone = undo(&rita, &converted).await.expect(200);
        assert!(!undone.to_string().contains("4711") && !undone.to_string().contains(&sam.id()));
        for (record, stays) in ["companies", "contacts"].iter().zip([&company, &contact]).zip(stays) {
            let now =
                rita.get(&format!("/api/{}/{}", record.0, record.1["id"].as_str().expect("an id"))).await;
            assert_eq!(now.expect(200)["trashed_at"].is_null(), stays, "{field} {}", record.0);
        }
        rita.get(&format!("/api/deals/{}", deal["id"].as_str().expect("an id"))).await.expect(404);
    }
}
