//! Tags: the shared words, putting them on records of every noun, the row rule, filters.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

async fn tag(client: &Client, name: &str) -> Value {
    client.post("/api/tags", json!({ "name": name })).await.expect(201)
}

fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}

fn names(tags: &Value) -> Vec<&str> {
    tags.as_array().expect("tags").iter().map(|tag| tag["name"].as_str().expect("a name")).collect()
}

/// A deal of somebody's, as the database takes it.
async fn deal(t: &Kontaly, name: &str) -> Value {
    let deal = t.app.clock.id::<kontaly_access::DealId>();
    let mut tx = t.tx("acme", name);
    let (tenant, owner) = (tx.tenant(), tx.actor().id);
    let insert = kontaly_db::sql(
        "insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, currency, probability, rank, stage_entered_at,
           owner_id, created_at, updated_at)
         select $1, $2, 'Deal', s.pipeline_id, s.id, 'open', 'EUR', 10, 'a', now(), $3, now(), now()
         from stages s where s.tenant_id = $1 and s.position = 0",
    );
    assert_eq!(tx.execute(insert.bind(tenant).bind(deal).bind(owner)).await.expect("a deal"), 1);
    tx.commit().await.expect("kept");
    json!({ "id": deal })
}

#[tokio::test]
async fn tags_are_made_by_writers_and_kept_in_order_by_administrators() {
    let t = Kontaly::start().await;
    let (rita, ada) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "ada").await);
    let hot = rita.post("/api/tags", json!({ "name": "  Hot ", "color": "red" })).await.expect(201);
    assert_eq!((&hot["name"], &hot["color"], &hot["version"]), (&json!("Hot"), &json!("red"), &json!(1)));
    assert_eq!(tag(&rita, "ärgerlich").await["color"], "ink");
    assert_eq!(names(&rita.get("/api/tags").await.expect(200)), ["ärgerlich", "Hot"]);
    let problem = rita.post("/api/tags", json!({ "name": "HÖT" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("name", "taken")], "accents and case tell no two tags apart");
    let problem = rita.post("/api/tags", json!({ "name": " ", "color": "pink" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("name", "required"), ("color", "unknown")]);

    let path = format!("/api/tags/{}", id(&hot));
    for name in ["rita", "max", "ron"] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.patch(&path, 1, json!({ "name": "X" })).await.code(403), "forbidden", "{name}");
        assert_eq!(person.delete(&path).await.code(403), "forbidden", "{name}");
    }
    assert_eq!(
        t.sign_in("acme", "ron").await.post("/api/tags", json!({ "name": "X" })).await.code(403),
        "forbidden"
    );
    let stranger = t.sign_in("beta", "ada").await;
    assert_eq!(stranger.get("/api/tags").await.expect(200), json!([]));
    assert_eq!(stranger.patch(&path, 1, json!({ "name": "X" })).await.code(404), "not_found");
    assert_eq!(stranger.delete(&path).await.code(404), "not_found");

    let renamed = ada.patch(&path, 1, json!({ "name": "Hotter" })).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["color"]), (&json!("Hotter"), &json!("red")));
    assert_eq!(ada.patch(&path, 1, json!({ "color": "teal" })).await.expect(409)["current"], renamed);
    let problem = ada.patch(&path, 2, json!({ "name": "Argerlich" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("name", "taken")]);
    let actions: Vec<_> =
        t.history("acme", "rita", &hot).await.into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["create", "update"]);
}

#[tokio::test]
async fn records_of_every_noun_take_tags() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let (hot, vip) = (tag(&rita, "Hot").await, tag(&rita, "VIP").await);
    let records = [
        ("lead", "leads", rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201)),
        ("contact", "contacts", rita.post("/api/contacts", json!({ "last_name": "C" })).await.expect(201)),
        ("company", "companies", rita.post("/api/companies", json!({ "name": "C" })).await.expect(201)),
        ("deal", "deals", deal(&t, "rita").await),
    ];
    for (noun, plural, record) in &records {
        let path = format!("/api/{plural}/{}/tags", id(record));
        let both = json!({ "tag_ids": [vip["id"], hot["id"], vip["id"]] });
        let set = rita.put(&path, 1, both).await.expect(200);
        assert_eq!((names(&set["tags"]), &set["version"]), (vec!["Hot", "VIP"], &json!(2)), "{noun}");
        let stale = rita.put(&path, 1, json!({ "tag_ids": [] })).await.expect(409);
        assert_eq!((&stale["code"], &stale["current"]), (&json!("version_conflict"), &set), "{noun}");
        let set = rita.put(&path, 2, json!({ "tag_ids": [vip["id"]] })).await.expect(200);
        assert_eq!(names(&set["tags"]), ["VIP"]);

        let of = rita.get(&format!("/api/tags/of?noun={noun}&ids={}", id(record))).await.expect(200);
        assert_eq!((of[0]["record_id"].as_str(), names(&of[0]["tags"])), (Some(id(record)), vec!["VIP"]));
        let history = t.history("acme", "rita", record).await;
        let (action, changes) = history.last().expect("an event");
        assert_eq!((action.as_str(), &changes["tag_ids"][1]), ("tag", &json!([vip["id"]])), "{noun}");
        let blind =
            rita.send("PUT".parse().expect("a method"), &path, Some(json!({ "tag_ids": [] })), None).await;
        assert_eq!(blind.code(428), "precondition_required");
    }
    let lead = rita.get(&format!("/api/leads/{}", id(&records[0].2))).await.expect(200);
    assert_eq!(lead["version"], 3, "its tags are part of a record");
    let company = rita.get(&format!("/api/companies/{}", id(&records[2].2))).await.expect(200);
    assert_ne!(company["updated_at"], company["created_at"]);
}

#[tokio::test]
async fn who_may_change_a_record_may_tag_it() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let hot = tag(&rita, "Hot").await;
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    let company = rita.post("/api/companies", json!({ "name": "C" })).await.expect(201);
    let (of_lead, of_company) =
        (format!("/api/leads/{}/tags", id(&lead)), format!("/api/companies/{}/tags", id(&company)));
    let body = json!({ "tag_ids": [hot["id"]] });
    rita.put(&of_lead, 1, body.clone()).await.expect(200);
    rita.put(&of_company, 1, body.clone()).await.expect(200);
    assert_eq!(
        sam.put(&of_lead, 2, body.clone()).await.code(404),
        "not_found",
        "a lead that he does not see"
    );
    assert_eq!(sam.put(&of_company, 2, body.clone()).await.code(403), "not_yours", "a company that he reads");
    let ron = t.sign_in("acme", "ron").await;
    assert_eq!(ron.put(&of_lead, 2, body.clone()).await.code(403), "forbidden");
    let stranger = t.sign_in("beta", "ada").await;
    for path in [&of_lead, &of_company] {
        assert_eq!(stranger.put(path, 2, body.clone()).await.code(404), "not_found");
    }
    // Who sees the record sees its tags: of the lead its scope, of the company everybody.
    for (name, sees_lead) in [("ada", 1), ("ron", 1), ("max", 1), ("rita", 1), ("sam", 0)] {
        let person = t.sign_in("acme", name).await;
        let of = person.get(&format!("/api/tags/of?noun=lead&ids={}", id(&lead))).await.expect(200);
        assert_eq!(of.as_array().map(Vec::len), Some(sees_lead), "{name}");
        let of = person.get(&format!("/api/tags/of?noun=company&ids={}", id(&company))).await.expect(200);
        assert_eq!(of.as_array().map(Vec::len), Some(1), "{name}");
    }
    let of = stranger.get(&format!("/api/tags/of?noun=company&ids={}", id(&company))).await.expect(200);
    assert_eq!(of, json!([]));
    // The tags go with the lead, and so does what was done with them.
    rita.patch(&format!("/api/leads/{}", id(&lead)), 2, json!({ "owner_id": null })).await.expect(200);
    let of = sam.get(&format!("/api/tags/of?noun=lead&ids={}", id(&lead))).await.expect(200);
    assert_eq!(names(&of[0]["tags"]), ["Hot"]);
}

#[tokio::test]
async fn a_record_takes_only_tags_that_are_there_and_not_too_many() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let foreign = tag(&t.sign_in("beta", "ada").await, "Foreign").await;
    let hot = tag(&rita, "Hot").await;
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    let path = format!("/api/leads/{}/tags", id(&lead));
    for id in [&foreign["id"], &json!("019aaaaa-0000-7000-8000-000000000000")] {
        let problem = rita.put(&path, 1, json!({ "tag_ids": [hot["id"], id] })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("tag_ids", "unknown_reference")]);
    }
    let many: Vec<String> = (0..51).map(|i| format!("019aaaaa-0000-7000-8000-0000000000{i:02}")).collect();
    let problem = rita.put(&path, 1, json!({ "tag_ids": many })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("tag_ids", "too_many")]);
    let of = format!("/api/tags/of?noun=lead&ids={}", id(&lead));
    assert_eq!(rita.get(&of).await.expect(200), json!([]), "nothing is kept of a refused set");
    assert_eq!(
        rita.get(&format!("/api/tags/of?noun=lead&ids={}", vec![id(&lead); 201].join(","))).await.code(422),
        "invalid"
    );
    assert_eq!(rita.get("/api/tags/of?noun=lead&ids=x").await.code(422), "invalid");
    assert_eq!(rita.get("/api/tags/of?noun=yacht&ids=").await.code(400), "bad_request");
}

#[tokio::test]
async fn a_converted_lead_keeps_its_tags() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let hot = tag(&rita, "Hot").await;
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    t.owner()
        .await
        .script("update leads set status = 'converted', converted_at = now()")
        .await
        .expect("converted");
    let answer =
        rita.put(&format!("/api/leads/{}/tags", id(&lead)), 1, json!({ "tag_ids": [hot["id"]] })).await;
    assert_eq!(answer.code(409), "converted");
}

#[tokio::test]
async fn a_tag_in_use_is_deleted_only_with_its_taggings() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let (hot, unused) = (tag(&rita, "Hot").await, tag(&rita, "Unused").await);
    let lead = rita.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    rita.put(&format!("/api/leads/{}/tags", id(&lead)), 1, json!({ "tag_ids": [hot["id"]] }))
        .await
        .expect(200);
    ada.delete(&format!("/api/tags/{}", id(&unused))).await.expect(204);
    assert_eq!(ada.delete(&format!("/api/tags/{}", id(&unused))).await.code(404), "not_found");
    assert_eq!(ada.delete(&format!("/api/tags/{}", id(&hot))).await.code(409), "in_use");
    assert_eq!(names(&ada.get("/api/tags").await.expect(200)), ["Hot"], "still there");
    assert_eq!(t.history("acme", "ada", &hot).await.len(), 1, "and no event says otherwise");
    ada.delete(&format!("/api/tags/{}?taggings=true", id(&hot))).await.expect(204);
    assert_eq!(ada.get("/api/tags").await.expect(200), json!([]));
    assert_eq!(ada.get(&format!("/api/tags/of?noun=lead&ids={}", id(&lead))).await.expect(200), json!([]));
    let history = t.history("acme", "ada", &hot).await;
    assert_eq!(history[1], ("delete".to_owned(), json!({ "name": ["Hot", null], "taggings": [1, 0] })));
}

#[tokio::test]
async fn lists_are_filtered_by_tag() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let (hot, vip) = (tag(&rita, "Hot").await, tag(&rita, "VIP").await);
    let mut contacts = Vec::new();
    for (name, tags) in [("A", json!([hot["id"]])), ("B", json!([hot["id"], vip["id"]])), ("C", json!([]))] {
        let contact = rita.post("/api/contacts", json!({ "last_name": name })).await.expect(201);
        let path = format!("/api/contacts/{}/tags", id(&contact));
        rita.put(&path, 1, json!({ "tag_ids": tags })).await.expect(200);
        contacts.push(id(&contact).to_owned());
    }
    let cases = [
        (json!({ "field": "tag", "op": "eq", "value": hot["id"] }), vec![0, 1]),
        (json!({ "field": "tag", "op": "in", "value": [vip["id"]] }), vec![1]),
        (json!({ "field": "tag", "op": "ne", "value": vip["id"] }), vec![0, 2]),
        (json!({ "field": "tag", "op": "not_in", "value": [hot["id"], vip["id"]] }), vec![2]),
        (json!({ "field": "tag", "op": "empty" }), vec![2]),
        (json!({ "field": "tag", "op": "not_empty" }), vec![0, 1]),
        (
            json!({ "and": [{ "field": "tag", "op": "eq", "value": hot["id"] },
                            { "or": [{ "field": "tag", "op": "eq", "value": vip["id"] }, { "field": "name", "op": "eq", "value": "C" }] }] }),
            vec![1],
        ),
    ];
    for (filter, found) in cases {
        let expected: Vec<_> = found.into_iter().map(|i: usize| contacts[i].clone()).collect();
        assert_eq!(rita.walk(&Client::filtered("/api/contacts", &filter)).await, expected, "{filter}");
    }
    for filter in [
        json!({ "field": "tag", "op": "contains", "value": "Hot" }),
        json!({ "field": "tag", "op": "eq", "value": "Hot" }),
        json!({ "field": "tag", "op": "in", "value": [5] }),
    ] {
        let problem = rita.get(&Client::filtered("/api/contacts", &filter)).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("filter", "invalid_parameter")], "{filter}");
    }
}
