//! The workspace closes its directory: companies and contacts of others go out of sight, and what refers to them stays
//! what it was, can be changed like everything else, and cannot be pointed at anything that is not seen.

use crate::deals::{id, path, stage};
use crate::support::{Client, Kontaly};
use kontaly_db::Intruder;
use serde_json::{Value, json};

/// A company and a contact of Sam's, while Rita sees them.
async fn of_sam(t: &Kontaly) -> [Value; 2] {
    let sam = t.sign_in("acme", "sam").await;
    let company = sam.post("/api/companies", json!({ "name": "Halcyon GmbH" })).await.expect(201);
    let contact = sam
        .post("/api/contacts", json!({ "last_name": "Haddad", "company_id": company["id"] }))
        .await
        .expect(201);
    [company, contact]
}

async fn close(t: &Kontaly) {
    let owner = t.owner().await;
    owner.script("update tenants set reps_see_directory = false").await.expect("a setting");
    let narrow = "update actors a set sees_directory = false from users u
        where u.tenant_id = a.tenant_id and u.id = a.id and u.role = 'sales_representative'";
    owner.script(narrow).await.expect("powers that follow it");
}

async fn again(client: &Client, path: &str) -> (i64, Value) {
    let record = client.get(path).await.expect(200);
    (record["version"].as_i64().expect("a version"), record)
}

#[tokio::test]
async fn a_deal_of_an_unseen_company_is_changed_moved_trashed_and_restored() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let [company, contact] = of_sam(&t).await;
    let draft = json!({ "name": "40 seats", "company_id": company["id"], "contact_id": contact["id"] });
    let deal = rita.post("/api/deals", draft).await.expect(201);
    close(&t).await;
    rita.get(&format!("/api/companies/{}", id(&company))).await.expect(404);
    let changed = rita.patch(&path(&deal), 1, json!({ "name": "50 seats" })).await.expect(200);
    assert_eq!((&changed["name"], &changed["company_id"]), (&json!("50 seats"), &company["id"]));
    assert_eq!(changed["company_name"], Value::Null, "its name is Sam's affair");
    let to = json!({ "stage_id": stage(&rita, "Proposal").await });
    rita.send(axum::http::Method::POST, &format!("{}/move", path(&deal)), Some(to), Some(2))
        .await
        .expect(200);
    rita.delete(&path(&deal)).await.expect(200);
    rita.post(&format!("{}/restore", path(&deal)), json!(null)).await.expect(200);
    let (version, _) = again(&rita, &path(&deal)).await;
    let cleared = rita.patch(&path(&deal), version, json!({ "company_id": null })).await.expect(200);
    assert_eq!((&cleared["company_id"], &cleared["contact_id"]), (&Value::Null, &contact["id"]));
    let refused =
        rita.patch(&path(&deal), version + 1, json!({ "company_id": company["id"] })).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("company_id", "unknown_reference")], "there is no way back");
}

#[tokio::test]
async fn a_contact_and_a_company_of_an_unseen_company_are_changed() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let [company, _] = of_sam(&t).await;
    let draft = json!({ "last_name": "Ito", "company_id": company["id"] });
    let contact = rita.post("/api/contacts", draft).await.expect(201);
    let draft = json!({ "name": "Halcyon Asia", "parent_id": company["id"] });
    let daughter = rita.post("/api/companies", draft).await.expect(201);
    close(&t).await;
    for (path, change) in [
        (format!("/api/contacts/{}", id(&contact)), json!({ "title": "CFO" })),
        (format!("/api/companies/{}", id(&daughter)), json!({ "city": "Osaka" })),
    ] {
        rita.patch(&path, 1, change).await.expect(200);
        rita.delete(&path).await.expect(200);
        rita.post(&format!("{path}/restore"), json!(null)).await.expect(200);
    }
    let contact = again(&rita, &format!("/api/contacts/{}", id(&contact))).await.1;
    let daughter = again(&rita, &format!("/api/companies/{}", id(&daughter))).await.1;
    assert_eq!((&contact["company_id"], &daughter["parent_id"]), (&company["id"], &company["id"]));
}

/// A lead that was converted into records which its owner does not see any more can still be handed over and undone.
#[tokio::test]
async fn a_converted_lead_of_unseen_records_is_undone() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let [company, contact] = of_sam(&t).await;
    let lead = rita.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    let into = json!({ "company": { "id": company["id"] }, "contact": { "id": contact["id"] }, "deal": { "name": "40 seats" } });
    let at = format!("/api/leads/{}", id(&lead));
    let converted =
        rita.send(axum::http::Method::POST, &format!("{at}/convert"), Some(into), Some(1)).await.expect(200);
    assert_eq!(converted["converted_company_id"], company["id"]);
    close(&t).await;
    rita.send(axum::http::Method::POST, &format!("{at}/conversion/undo"), None, Some(2)).await.expect(200);
}

/// Arbitrary SQL as the application role. `:unseen` is there, out of Rita's sight; `:nothing` is nowhere.
const LINKS: &[&str] = &[
    "update deals set company_id = :company where id = :deal",
    "update deals set contact_id = :contact where id = :deal",
    "update deals set name = 'x', company_id = :company, owner_id = null where id = :deal",
    "with mine as (update deals set company_id = :company where id = :deal returning id) select from mine",
    "insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, currency, probability, rank, stage_entered_at, owner_id, created_at, updated_at)
       select tenant_id, id, name, pipeline_id, stage_id, state, currency, probability, rank, now(), owner_id, now(), now() from deals where id = :deal
       on conflict (tenant_id, id) do update set company_id = :company",
    "merge into deals d using (select :company::uuid as c) s on d.id = :deal when matched then update set company_id = s.c",
    "update deals set company_id = (select company_id from deals where id = :linked) where id = :deal",
    "update deals set company_id = null where id = :linked; update deals set company_id = :company where id = :linked",
    "deallocate all; prepare p (uuid) as update deals set company_id = $1 where id = :deal; execute p (:company)",
    "insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, currency, probability, company_id, rank, stage_entered_at, owner_id, created_at, updated_at)
       select tenant_id, gen_random_uuid(), name, pipeline_id, stage_id, state, currency, probability, :company, rank, now(), owner_id, now(), now() from deals where id = :deal",
    "update contacts set company_id = :company where id = :own_contact",
    "update companies set parent_id = :company where id = :own_company",
    "insert into companies (tenant_id, id, name, name_key, parent_id, owner_id, created_at, updated_at)
       select tenant_id, gen_random_uuid(), 'x', 'x', :company, owner_id, now(), now() from companies where id = :own_company",
    "update leads set converted_company_id = :company where id = :lead",
    "update leads set converted_contact_id = :contact where id = :lead",
    "alter table deals disable trigger must_see_company_id; update deals set company_id = :company where id = :deal",
    "set local session_replication_role = replica; update deals set company_id = :company where id = :deal",
    "set constraints all deferred; update deals set company_id = :company where id = :deal",
    "set local search_path = pg_temp, public; update deals set company_id = :company where id = :deal",
];

#[tokio::test]
async fn nothing_is_linked_to_what_is_not_seen_and_no_refusal_tells_that_it_is_there() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let [company, contact] = of_sam(&t).await;
    let mine = |path: &'static str, body: Value| {
        let rita = rita.clone();
        async move { id(&rita.post(path, body).await.expect(201)).to_owned() }
    };
    let ids = [
        (":deal", mine("/api/deals", json!({ "name": "mine" })).await),
        (":linked", mine("/api/deals", json!({ "name": "linked", "company_id": company["id"] })).await),
        (":own_contact", mine("/api/contacts", json!({ "last_name": "mine" })).await),
        (":own_company", mine("/api/companies", json!({ "name": "mine" })).await),
        (":lead", mine("/api/leads", json!({ "last_name": "mine" })).await),
    ];
    close(&t).await;
    let keys = t.app.db.keys();
    let capability = keys.capability(keys.current(), &t.person("acme", "rita").actor).expect("a key");
    let who = Intruder::connect(&t.endpoint(), "kontaly_app", keys).await.expect("the role's own connection");
    let beyond = t.person("beta", "ada").actor.tenant_id.to_string();
    for attack in LINKS {
        let mut said = Vec::new();
        for (company, contact) in [
            (id(&company).to_owned(), id(&contact).to_owned()),
            (uuid::Uuid::from_u128(1).to_string(), uuid::Uuid::from_u128(2).to_string()),
        ] {
            let mut text = (*attack).to_owned();
            let named = [(":company", company.clone()), (":contact", contact.clone())];
            for (name, value) in ids.iter().chain(&named) {
                text = text.replace(name, &format!("'{value}'"));
            }
            let outcome =
                who.run(&format!("begin; select enter('{capability}', null, null); {text}; commit")).await;
            who.run("rollback").await.expect("a rollback");
            let refusal = outcome.expect_err(attack);
            assert!(["23503", "42501"].contains(&refusal.code.as_str()), "{attack}: {refusal:?}");
            assert!(!refusal.said.contains(&beyond) && !refusal.said.contains("Halcyon"), "{refusal:?}");
            said.push((refusal.code, refusal.said.replace(&company, "it").replace(&contact, "it")));
        }
        assert_eq!(said[0], said[1], "{attack}: what is not seen and what is not there are told apart");
    }
    let left = Intruder::administrator(&t.endpoint()).await.expect("the administrator");
    let linked = format!("select count(*) from deals where company_id = '{}'", id(&company));
    assert_eq!(left.run(&linked).await.expect("a count").rows, ["1"], "the one from before");
}
