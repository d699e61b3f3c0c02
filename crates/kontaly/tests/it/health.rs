//! The installation's health: which processes live, what waits, what failed for good, and what the checks found.

use crate::operators::begun;
use crate::support::Kontaly;
use axum::http::Method;
use jiff::SignedDuration;
use kontaly::clock::Clock;
use kontaly::console::health::{self, Kind};
use kontaly::console::power::OperatorRole;
use kontaly_db::sql;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn processes_say_that_they_live_and_are_forgotten_when_they_do_not() {
    let t = Kontaly::start().await;
    let (reader, _) = begun(&t, "rae@example.com", OperatorRole::ReadOnly).await;
    assert_eq!(reader.get("/api/health").await.expect(200)["processes"], json!([]));
    let beats = tokio::spawn(health::beat(t.app.clone(), Kind::Serve));
    let mut seen = Value::Null;
    for _ in 0..100 {
        seen = reader.get("/api/health").await.expect(200);
        if seen["processes"][0]["kind"] == "serve" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    beats.abort();
    let process = &seen["processes"][0];
    assert_eq!((&process["kind"], &process["version"]), (&json!("serve"), &seen["version"]), "{seen}");
    assert!(process["pool_max"].as_i64() > Some(0), "{process}");
    assert!(seen["migrations"][0]["version"].as_i64() >= Some(115), "{seen}");
    let late = t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_mins(1)));
    let (later, _) = begun(&late, "sal@example.com", OperatorRole::ReadOnly).await;
    assert_eq!(later.get("/api/health").await.expect(200)["processes"], json!([]));
}

#[tokio::test]
async fn a_check_of_the_isolation_is_kept_with_what_it_found() {
    let t = Kontaly::start().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let clean = support.post("/api/health/isolation", json!({})).await.expect(200);
    assert_eq!(clean["findings"], json!([]));
    assert!(clean["tables"].as_i64() > Some(40) && clean["policies"].as_i64() > Some(100), "{clean}");
    t.owner().await.script("grant select on public.leads to kontaly_platform").await.expect("a grant");
    let broken = support.post("/api/health/isolation", json!({})).await.expect(200);
    assert_eq!(broken["findings"][0]["object"], "leads", "{broken}");
    let told = support.get("/api/health").await.expect(200)["isolation_checks"].clone();
    let found: Vec<usize> = told
        .as_array()
        .expect("checks")
        .iter()
        .map(|check| check["findings"].as_array().expect("findings").len())
        .collect();
    assert_eq!(found, [1, 0], "the newest first");
}

#[tokio::test]
async fn a_job_that_failed_for_good_is_told_with_its_tenant_and_tried_anew_once() {
    let t = Kontaly::start().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let owner = t.owner().await;
    let tenant = t.person("acme", "ada").actor.tenant_id;
    let add = sql(
        "select id from graphile_worker.add_job('trash_nothing', json_build_object('tenant', $1::uuid, 'subject', 'of nobody else'))",
    );
    let id: i64 = owner.query(&add.bind(tenant)).await.expect("a job")[0].take().expect("an id");
    let alive = support.get("/api/health").await.expect(200);
    assert_eq!(
        (&alive["jobs"][0]["kind"], &alive["jobs"][0]["waiting"]),
        (&json!("trash_nothing"), &json!(1))
    );
    let retry = format!("/api/jobs/{id}/retry");
    let console = &support;
    let again =
        |path: String| async move { console.send(Method::POST, &path, Some(json!({}))).await.0.status };
    assert_eq!(again(retry.clone()).await, 404, "it has not failed");

    let fail = sql("select id from graphile_worker.permanently_fail_jobs(array[$1::bigint], 'no such kind')");
    owner.query(&fail.bind(id)).await.expect("a failure");
    let dead = support.get("/api/jobs/dead").await.expect(200);
    assert_eq!(dead[0]["tenant"]["slug"], "acme");
    assert_eq!((&dead[0]["job"]["id"], &dead[0]["job"]["error"]), (&json!(id), &json!("no such kind")));
    assert!(!dead.to_string().contains("of nobody else"), "what it is about is the tenant's own: {dead}");
    assert_eq!(support.get("/api/health").await.expect(200)["jobs"][0]["dead"], 1);
    assert_eq!(again(retry.clone()).await, 204);
    assert_eq!(support.get("/api/jobs/dead").await.expect(200), json!([]));
    assert_eq!(again(retry).await, 404, "it waits");
    assert_eq!(again("/api/jobs/999999/retry".into()).await, 404);
}
