//! Plans: what they bound, when the bound is felt, who sees it, and what becomes of a trial.

use crate::operators::{Console, begun};
use crate::support::{Client, Kontaly};
use axum::http::Method;
use jiff::SignedDuration;
use kontaly::clock::Clock;
use kontaly::console::power::OperatorRole;
use kontaly::console::traffic;
use kontaly::usage;
use serde_json::{Value, json};
use std::sync::Arc;

/// A tenant's row in the console.
async fn tenant(console: &Console, slug: &str) -> Value {
    let page = console.get(&format!("/api/tenants?q={slug}")).await.expect(200);
    page["items"][0].clone()
}

/// Changes a tenant, whatever its version is.
async fn change(console: &Console, slug: &str, patch: Value) -> Value {
    let tenant = tenant(console, slug).await;
    let path = format!("/api/tenants/{}", tenant["id"].as_str().expect("an id"));
    console.patch(&path, tenant["version"].as_i64().expect("a version"), patch).await.expect(200)["tenant"]
        .clone()
}

fn draft(name: &str) -> Value {
    json!({ "name": name })
}

#[tokio::test]
async fn a_plan_is_made_changed_for_all_its_tenants_and_deleted_once_nobody_is_on_it() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    assert_eq!(support.post("/api/plans", draft("Team")).await.status, 403);
    for (field, value) in [
        ("name", json!(" ")),
        ("seats_max", json!(0)),
        ("records_max", json!(-1)),
        ("storage_max", json!(1_i64 << 60)),
        ("requests_max", json!(0)),
        ("trial_days", json!(400)),
        ("modules_off", json!(["everything"])),
    ] {
        let mut wrong = draft("Team");
        wrong[field] = value;
        let wrong = owner.post("/api/plans", wrong).await.expect(422);
        assert_eq!(Client::wrong(&wrong)[0].0, field);
    }
    let mut team = draft("Team");
    team["seats_max"] = json!(5);
    team["modules_off"] = json!(["reports", "api"]);
    let made = owner.post("/api/plans", team.clone()).await.expect(201);
    assert_eq!((&made["id"], &made["modules_off"]), (&json!("team"), &json!(["api", "reports"])));
    let twice = owner.post("/api/plans", draft("team")).await.expect(422);
    assert_eq!(Client::wrong(&twice), [("name", "taken")]);

    let given = change(&support, "acme", json!({ "plan": "team", "reason": "They asked" })).await;
    assert_eq!((&given["plan_name"], &given["seats_max"]), (&json!("Team"), &json!(5)));
    let named = support.get("/api/tenants?plan=team").await.expect(200);
    assert_eq!(named["items"].as_array().map(Vec::len), Some(1));
    let nothing = tenant(&support, "acme").await;
    let path = format!("/api/tenants/{}", nothing["id"].as_str().expect("an id"));
    let version = nothing["version"].as_i64().expect("a version");
    let unknown = support.patch(&path, version, json!({ "plan": "gold" })).await.expect(422);
    assert_eq!(Client::wrong(&unknown), [("plan", "unknown")]);

    team["seats_max"] = json!(7);
    assert_eq!(owner.put("/api/plans/team", 9, team.clone()).await.code(409), "version_conflict");
    owner.put("/api/plans/team", 1, team.clone()).await.expect(200);
    assert_eq!(tenant(&support, "acme").await["seats_max"], 7);
    let in_use = owner.send(Method::DELETE, "/api/plans/team", None).await.0;
    assert_eq!(in_use.code(409), "plan_in_use");
    change(&support, "acme", json!({ "plan": "standard" })).await;
    assert_eq!(owner.send(Method::DELETE, "/api/plans/team", None).await.0.status, 204);
    assert_eq!(owner.send(Method::DELETE, "/api/plans/standard", None).await.0.code(409), "plan_in_use");
}

#[tokio::test]
async fn records_are_counted_by_the_tenants_worker_and_bounded_by_its_plan() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let ada = t.sign_in("acme", "ada").await;
    let lead = || json!({ "last_name": "Petersen" });
    ada.post("/api/leads", lead()).await.expect(201);
    traffic::write(&t.app).await;
    usage::round(&t.app).await.expect("counted");
    let counted = tenant(&owner, "acme").await;
    let records = counted["records"].as_i64().expect("records");
    assert!(records > 0 && counted["seats"].as_i64() > Some(0), "{counted}");
    let days = owner
        .get(&format!("/api/tenants/{}/usage", counted["id"].as_str().expect("an id")))
        .await
        .expect(200);
    assert_eq!(days.as_array().map(Vec::len), Some(1));
    assert_eq!(days[0]["records"], counted["records"]);
    let sorted = owner.get("/api/tenants?sort=-records&limit=1").await.expect(200);
    assert_eq!(sorted["items"][0]["slug"], "acme");

    let mut plan = draft("Small");
    plan["records_max"] = json!(records + 2);
    owner.post("/api/plans", plan).await.expect(201);
    change(&owner, "acme", json!({ "plan": "small" })).await;
    let session = ada.get("/api/session").await.expect(200);
    let near = json!([{ "about": "records", "ends_at": null, "used": records, "max": records + 2 }]);
    let expected = if records * 100 >= (records + 2) * 90 { near } else { json!([]) };
    assert_eq!(session["notices"], expected);
    for _ in 0..2 {
        ada.post("/api/leads", lead()).await.expect(201);
    }
    let tenants = t.app.hosts.tenants().await.expect("tenants");
    let acme = tenants.into_iter().find(|tenant| tenant.slug == "acme").expect("acme");
    usage::measure(&t.app, Arc::new(acme)).await.expect("counted");
    t.app.hosts.forget();
    for (path, body) in [("/api/leads", lead()), ("/api/companies", json!({ "name": "Halcyon" }))] {
        assert_eq!(ada.post(path, body).await.code(403), "records_full", "{path}");
    }
    // What is there goes on, and the other workspace's plan is not this one's.
    let lead = ada.get("/api/leads?limit=1").await.expect(200)["items"][0].clone();
    let path = format!("/api/leads/{}", lead["id"].as_str().expect("an id"));
    ada.patch(&path, lead["version"].as_i64().expect("a version"), json!({ "last_name": "Holm" }))
        .await
        .expect(200);
    t.sign_in("beta", "ada").await.post("/api/leads", json!({ "last_name": "Free" })).await.expect(201);
    let plan = ada.get("/api/plan").await.expect(200);
    assert_eq!(plan["records"], json!({ "used": records + 2, "max": records + 2 }));
    assert_eq!(ada.get("/api/session").await.expect(200)["notices"][0]["used"], records + 2);
}

#[tokio::test]
async fn seats_are_exact_even_for_two_who_are_added_at_once() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let ada = t.sign_in("acme", "ada").await;
    let used = ada.get("/api/plan").await.expect(200)["seats"]["used"].as_i64().expect("seats");
    let mut plan = draft("Seats");
    plan["seats_max"] = json!(used + 1);
    owner.post("/api/plans", plan).await.expect(201);
    change(&owner, "acme", json!({ "plan": "seats" })).await;
    let invite = |n: i32| json!({ "name": format!("New {n}"), "email": format!("new{n}@acme.example"), "role": "sales_representative" });
    let (one, two) = tokio::join!(ada.post("/api/users", invite(1)), ada.post("/api/users", invite(2)));
    let (first, second) = if one.status == 201 { (one, two) } else { (two, one) };
    let made = first.expect(201);
    assert_eq!(second.code(403), "seats_full");

    // Whoever is suspended leaves a seat, and comes back only while there is one.
    assert_eq!(made["state"], "invited");
    let rita = format!("/api/users/{}", t.person("acme", "rita").actor.id);
    let out = ada.patch(&rita, 1, json!({ "state": "suspended" })).await.expect(200);
    ada.post("/api/users", invite(3)).await.expect(201);
    let version = out["version"].as_i64().expect("a version");
    assert_eq!(ada.patch(&rita, version, json!({ "state": "active" })).await.code(403), "seats_full");
}

#[tokio::test]
async fn parts_of_the_product_are_switched_off_by_the_plan_and_for_one_tenant() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let ada = t.sign_in("acme", "ada").await;
    ada.get("/api/reports/funnel").await.expect(200);
    let mut plan = draft("Plain");
    plan["modules_off"] = json!(["reports", "api"]);
    owner.post("/api/plans", plan).await.expect(201);
    change(&owner, "acme", json!({ "plan": "plain" })).await;
    assert_eq!(ada.get("/api/reports/funnel").await.code(403), "module_off");
    assert_eq!(ada.get("/api/webhooks").await.code(403), "module_off");
    let session = ada.get("/api/session").await.expect(200);
    let permissions = session["permissions"].as_array().expect("permissions");
    assert!(!permissions.contains(&json!("reports.read")) && permissions.contains(&json!("leads.read")));
    // This tenant has reports after all, and no products.
    let switched = json!({ "modules_switched": ["products", "reports"] });
    assert_eq!(change(&owner, "acme", switched).await["modules_off"], json!(["products", "api"]));
    ada.get("/api/reports/funnel").await.expect(200);
    assert_eq!(ada.get("/api/products").await.code(403), "module_off");
    let modules = ada.get("/api/plan").await.expect(200)["modules"].clone();
    let off: Vec<&str> = modules
        .as_array()
        .expect("modules")
        .iter()
        .filter(|one| one["on"] == false)
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(off, ["products", "api"]);
    // Every part that the program knows can be switched, and both sides say so.
    let all: Vec<&str> = kontaly_access::Module::ALL.iter().map(|module| module.as_str()).collect();
    change(&owner, "acme", json!({ "plan": "standard" })).await;
    let none = change(&owner, "acme", json!({ "modules_switched": all })).await;
    assert_eq!(none["modules_off"], json!(all));
    let modules = ada.get("/api/plan").await.expect(200)["modules"].clone();
    assert!(modules.as_array().expect("modules").iter().all(|one| one["on"] == false), "{modules}");
    t.sign_in("beta", "ada").await.get("/api/products").await.expect(200);
}

#[tokio::test]
async fn a_trial_that_is_over_leaves_everything_read_only_until_somebody_decides() {
    let t = Kontaly::start().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let now = t.app.clock.now();
    let acme = tenant(&support, "acme").await;
    let path = format!("/api/tenants/{}", acme["id"].as_str().expect("an id"));
    for ends in
        [None, Some(now - SignedDuration::from_hours(1)), Some(now + SignedDuration::from_hours(24 * 400))]
    {
        let wrong =
            support.patch(&path, 1, json!({ "state": "trial", "trial_ends_at": ends })).await.expect(422);
        assert_eq!(Client::wrong(&wrong)[0].0, "trial_ends_at");
    }
    let ends = now + SignedDuration::from_hours(24 * 3);
    let tries = change(&support, "acme", json!({ "state": "trial", "trial_ends_at": ends })).await;
    assert_eq!(tries["state"], "trial");
    let ada = t.sign_in("acme", "ada").await;
    ada.post("/api/leads", json!({ "last_name": "Early" })).await.expect(201);
    assert_eq!(ada.get("/api/session").await.expect(200)["notices"][0]["about"], "trial");

    let late = t.second_with(|_| {}, Clock::fixed(ends + SignedDuration::from_hours(1)));
    let ada = late.sign_in("acme", "ada").await;
    assert_eq!(ada.post("/api/leads", json!({ "last_name": "Late" })).await.code(403), "workspace_read_only");
    assert_eq!(ada.get("/api/session").await.expect(200)["tenant"]["read_only"], true);
    ada.get("/api/leads").await.expect(200);
    change(&support, "acme", json!({ "state": "active" })).await;
    ada.post("/api/leads", json!({ "last_name": "Decided" })).await.expect(201);
}

#[tokio::test]
async fn a_brake_slows_one_tenant_and_nobody_else() {
    let t = Kontaly::start().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let acme = tenant(&support, "acme").await;
    let path = format!("/api/tenants/{}", acme["id"].as_str().expect("an id"));
    let wrong = support.patch(&path, 1, json!({ "throttle": 3 })).await.expect(422);
    assert_eq!(Client::wrong(&wrong)[0].0, "throttle");
    let (ada, gus) = (t.sign_in("acme", "ada").await, t.sign_in("beta", "ada").await);
    change(&support, "acme", json!({ "throttle": 30 })).await;
    let mut refused = 0;
    for _ in 0..40 {
        refused += i32::from(ada.get("/api/tags").await.status == 429);
        gus.get("/api/tags").await.expect(200);
    }
    assert!((1..=10).contains(&refused), "{refused} of 40");
    assert_eq!(change(&support, "acme", json!({ "throttle": null })).await["throttle"], Value::Null);
    ada.get("/api/tags").await.expect(200);
}

#[tokio::test]
async fn a_tenant_made_on_a_plan_without_a_trial_is_active_whatever_those_who_sign_up_get() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let mut tried = draft("Tried");
    tried["trial_days"] = json!(14);
    tried["is_default"] = json!(true);
    owner.post("/api/plans", tried).await.expect(201);
    for (slug, plan, state) in [("harbor", json!("standard"), "active"), ("plover", Value::Null, "trial")] {
        let draft = json!({ "name": slug, "slug": slug, "administrator": "Mina", "email": "mina@harbor.example",
            "time_zone": "Asia/Tokyo", "currency": "JPY", "locale": "en", "plan": plan });
        let made = owner.post("/api/tenants", draft).await.expect(201)["tenant"].clone();
        assert_eq!(
            (&made["state"], made["trial_ends_at"].is_null()),
            (&json!(state), state == "active"),
            "{made}"
        );
    }
}
