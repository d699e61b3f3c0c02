//! The trash: who sees what in it, what goes with a record for good, what stays without it, and when it empties itself.

use crate::support::{Client, Kontaly};
use kontaly::tenancy::Tenant;
use kontaly::trash::sweep;
use serde_json::{Value, json};
use std::sync::Arc;

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

fn names(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["name"].as_str().expect("a name"))
        .collect()
}

async fn tenant(t: &Kontaly) -> Arc<Tenant> {
    let tenants = t.app.hosts.tenants().await.expect("the tenants");
    Arc::new(tenants.into_iter().find(|tenant| tenant.slug == "acme").expect("acme"))
}

async fn count(t: &Kontaly, query: &'static str) -> i64 {
    let mut tx = t.tx("acme", "ada");
    let query = kontaly_db::sql(query).bind(tx.tenant());
    tx.one(query).await.expect("a count").take().expect("a number")
}

async fn trashed(client: &Client, plural: &str, record: &Value) {
    client.delete(&format!("/api/{plural}/{}", id(record))).await.expect(200);
}

#[tokio::test]
async fn the_trash_says_what_by_whom_and_when_to_whoever_sees_the_record() {
    let t = Kontaly::start().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    for (client, name) in [(&rita, "First"), (&rita, "Second"), (&sam, "Third")] {
        let lead = client
            .post("/api/leads", json!({ "last_name": name, "company_name": "Halcyon" }))
            .await
            .expect(201);
        trashed(client, "leads", &lead).await;
    }
    let page = rita.get("/api/trash/leads").await.expect(200);
    assert_eq!(names(&page), ["Second", "First"], "one's own, the last first");
    let one = &page["items"][0];
    assert_eq!(one["trashed_by"], json!(t.person("acme", "rita").actor.id));
    assert_eq!((&one["detail"], one["trashed_at"].is_string()), (&json!("Halcyon"), true));
    assert_eq!(names(&ada.get("/api/trash/leads").await.expect(200)), ["Third", "Second", "First"]);

    let by_sam = json!({ "field": "trashed_by", "op": "eq", "value": t.person("acme", "sam").actor.id });
    let path = Client::filtered("/api/trash/leads", &by_sam);
    assert_eq!(names(&ada.get(&path).await.expect(200)), ["Third"]);
    let first = ada.get("/api/trash/leads?limit=1").await.expect(200);
    let next = first["next"].as_str().expect("a cursor");
    assert_eq!(
        names(&ada.get(&format!("/api/trash/leads?limit=2&cursor={next}")).await.expect(200)),
        ["Second", "First"]
    );

    let counts = rita.get("/api/trash").await.expect(200);
    assert_eq!(
        (&counts["leads"], &counts["deals"], &counts["retention_days"]),
        (&json!(2), &json!(0), &json!(30))
    );
    assert_eq!(ada.get("/api/trash/users").await.code(404), "not_found");
    let stranger = t.sign_in("beta", "ada").await;
    assert_eq!(names(&stranger.get("/api/trash/leads").await.expect(200)), [] as [&str; 0]);
}

#[tokio::test]
async fn a_company_goes_for_good_with_what_hangs_on_it_and_without_what_refers_to_it() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let company = rita.post("/api/companies", json!({ "name": "Halcyon" })).await.expect(201);
    let child = rita
        .post("/api/companies", json!({ "name": "Daughter", "parent_id": company["id"] }))
        .await
        .expect(201);
    let contact = rita
        .post("/api/contacts", json!({ "last_name": "C", "company_id": company["id"] }))
        .await
        .expect(201);
    let deal = rita.post("/api/deals", json!({ "name": "D", "company_id": company["id"] })).await.expect(201);
    let note = json!({ "kind": "note", "subject": "Met", "company_id": company["id"] });
    rita.post("/api/activities", note).await.expect(201);
    let body = json!({ "ids": [company["id"], child["id"]] });
    assert_eq!(
        ada.post("/api/trash/companies/purge", body.clone()).await.expect(200)["purged"],
        0,
        "what is not in the trash stays"
    );
    trashed(&rita, "companies", &company).await;

    for name in ["rita", "max", "ron"] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(
            person.post("/api/trash/companies/purge", body.clone()).await.code(403),
            "forbidden",
            "{name}"
        );
        assert_eq!(
            person.post("/api/trash/companies/weight", body.clone()).await.code(403),
            "forbidden",
            "{name}"
        );
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert_eq!(stranger.post("/api/trash/companies/purge", body.clone()).await.expect(200)["purged"], 0);

    let weight = ada.post("/api/trash/companies/weight", json!({ "ids": [company["id"]] })).await.expect(200);
    assert_eq!(
        weight,
        json!({ "records": 1, "activities": 1, "attachments": 0, "contacts": 1, "companies": 1, "deals": 1, "leads": 0 })
    );
    assert_eq!(ada.post("/api/trash/companies/purge", body).await.expect(200)["purged"], 1);
    assert_eq!(ada.get(&format!("/api/companies/{}", id(&company))).await.code(404), "not_found");
    let now = rita.get(&format!("/api/contacts/{}", id(&contact))).await.expect(200);
    assert_eq!((&now["company_id"], &now["version"]), (&Value::Null, &json!(2)));
    assert_eq!(rita.get(&format!("/api/deals/{}", id(&deal))).await.expect(200)["company_id"], Value::Null);
    assert_eq!(
        rita.get(&format!("/api/companies/{}", id(&child))).await.expect(200)["parent_id"],
        Value::Null
    );
    let (action, changes) = t.history("acme", "rita", &contact).await.pop().expect("an event");
    assert_eq!((action.as_str(), &changes), ("update", &json!({ "company_id": [company["id"], null] })));
    let (action, _) = t.history("acme", "ada", &company).await.pop().expect("an event");
    assert_eq!(action, "purge", "the audit log keeps that it was there");
    assert_eq!(count(&t, "select count(*) from activities where tenant_id = $1").await, 0);
    let left =
        "select count(*) from search_tokens s where s.tenant_id = $1 and s.token in ('halcyon', 'met')";
    assert_eq!(count(&t, left).await, 0);
    for ids in [json!([]), json!(vec![company["id"].clone(); 201])] {
        let problem = ada.post("/api/trash/companies/purge", json!({ "ids": ids })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("ids", "out_of_range")]);
    }
}

#[tokio::test]
async fn every_noun_can_go_for_good() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let lead = ada.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    let point = json!({ "last_name": "C", "emails": [{ "label": "work", "value": "c@c.example" }] });
    let contact = ada.post("/api/contacts", point).await.expect(201);
    let deal = ada.post("/api/deals", json!({ "name": "D", "contact_id": contact["id"] })).await.expect(201);
    let task = ada
        .post("/api/activities", json!({ "kind": "task", "subject": "T", "deal_id": deal["id"] }))
        .await
        .expect(201);
    let tag = ada.post("/api/tags", json!({ "name": "Hot" })).await.expect(201);
    ada.put(&format!("/api/deals/{}/tags", id(&deal)), 1, json!({ "tag_ids": [tag["id"]] }))
        .await
        .expect(200);
    ada.patch(&format!("/api/deals/{}", id(&deal)), 2, json!({ "amount": 100 })).await.expect(200);
    for (plural, record) in
        [("activities", &task), ("deals", &deal), ("contacts", &contact), ("leads", &lead)]
    {
        trashed(&ada, plural, record).await;
        let path = format!("/api/trash/{plural}/purge");
        assert_eq!(
            ada.post(&path, json!({ "ids": [record["id"]] })).await.expect(200)["purged"],
            1,
            "{plural}"
        );
        assert_eq!(ada.get(&format!("/api/{plural}/{}", id(record))).await.code(404), "not_found");
    }
    for table in ["deal_changes", "taggings", "contact_points", "leads", "deals", "contacts", "activities"] {
        let query = match table {
            "deal_changes" => "select count(*) from deal_changes where tenant_id = $1",
            "taggings" => "select count(*) from taggings where tenant_id = $1",
            "contact_points" => "select count(*) from contact_points where tenant_id = $1",
            "leads" => "select count(*) from leads where tenant_id = $1",
            "deals" => "select count(*) from deals where tenant_id = $1",
            "contacts" => "select count(*) from contacts where tenant_id = $1",
            _ => "select count(*) from activities where tenant_id = $1",
        };
        assert_eq!(count(&t, query).await, 0, "{table}");
    }
}

#[tokio::test]
async fn what_lies_there_for_thirty_days_goes_by_itself_and_nothing_younger() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let mut leads = Vec::new();
    for name in ["Old", "Young", "Alive"] {
        leads.push(rita.post("/api/leads", json!({ "last_name": name })).await.expect(201));
    }
    for lead in &leads[..2] {
        trashed(&rita, "leads", lead).await;
    }
    let mut tx = t.tx("acme", "ada");
    let age = kontaly_db::sql("update leads set trashed_at = trashed_at - interval '31 days' where tenant_id = $1 and last_name = 'Old'")
        .bind(tx.tenant());
    tx.execute(age).await.expect("an old one");
    tx.commit().await.expect("kept");
    assert_eq!(sweep::sweep(&t.app, &tenant(&t).await).await.expect("swept"), 1);
    assert_eq!(names(&rita.get("/api/trash/leads").await.expect(200)), ["Young"]);
    assert_eq!(
        rita.get(&format!("/api/leads/{}", id(&leads[2]))).await.expect(200)["trashed_at"],
        Value::Null
    );
    assert_eq!(sweep::sweep(&t.app, &tenant(&t).await).await.expect("swept"), 0);
}
