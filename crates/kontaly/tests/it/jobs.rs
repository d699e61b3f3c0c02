//! Jobs: they exist exactly when what they are about does, belong to whoever asked, and outlive their worker.

use crate::support::Kontaly;
use kontaly::bulks::job::Run;
use kontaly::jobs::{self, Order, relay};
use kontaly_access::{BulkId, UserId};
use kontaly_db::{Error, Limits, sql};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Duration;
use uuid::Uuid;

fn run(number: u128) -> Run {
    Run { bulk: BulkId(Uuid::from_u128(number)) }
}

fn keyed(key: &str) -> Order {
    Order { key: Some(key.to_owned()), ..Order::default() }
}

/// What lies in the queue: kind, queue and subject, in the order of asking.
async fn queued(t: &Kontaly) -> Vec<(String, String, Value)> {
    let owner = t.owner().await;
    let query = sql("select k.identifier, q.queue_name, j.payload::jsonb -> 'subject' from graphile_worker._private_jobs j
        join graphile_worker._private_tasks k on k.id = j.task_id
        join graphile_worker._private_job_queues q on q.id = j.job_queue_id order by j.id");
    let rows = owner.query(&query).await.expect("the queue");
    rows.iter()
        .map(|row| {
            (row.take().expect("a kind"), row.take().expect("a queue"), row.take().expect("a subject"))
        })
        .collect()
}

#[tokio::test]
async fn a_job_exists_exactly_when_its_transaction_does() {
    let t = Kontaly::start().await;
    let actor = t.person("acme", "rita").actor;
    let ask =
        |number| jobs::ask(actor.tenant_id, actor.id, t.app.clock.now(), &run(number), Order::default());
    let mut undone = t.tx("acme", "rita");
    undone.execute(ask(1)).await.expect("a job");
    undone.rollback().await.expect("a rollback");
    let mut open = t.tx("acme", "rita");
    open.execute(ask(2)).await.expect("a job");
    assert_eq!(relay::round(&t.app).await.expect("a round"), 0, "nothing has committed");
    open.commit().await.expect("a commit");
    assert_eq!(relay::round(&t.app).await.expect("a round"), 1);
    assert_eq!(relay::round(&t.app).await.expect("a round"), 0, "once");
    let all = queued(&t).await;
    let subject = json!({ "bulk": Uuid::from_u128(2) });
    assert_eq!(all, [("bulk".into(), format!("{}:bulk", actor.tenant_id), subject)]);
}

#[tokio::test]
async fn whoever_asks_signs_and_reads_nothing_back() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.person("acme", "rita").actor, t.person("acme", "sam").actor);
    let stranger = t.person("beta", "ada").actor;
    let worker = UserId(rita.tenant_id.0);
    for (tenant, actor) in [
        (rita.tenant_id, sam.id),
        (rita.tenant_id, worker),
        (stranger.tenant_id, rita.id),
        (stranger.tenant_id, stranger.id),
    ] {
        let forged = jobs::ask(tenant, actor, t.app.clock.now(), &run(1), Order::default());
        let refused = t.tx("acme", "rita").execute(forged).await.expect_err("a forged signature");
        assert!(matches!(refused, Error::Refused), "{refused:?}");
    }
    for text in ["select from outbox", "delete from outbox", "select from graphile_worker._private_jobs"] {
        let refused = t.tx("acme", "ada").execute(sql(text)).await.expect_err(text);
        assert!(!matches!(refused, Error::NoRow), "{refused:?}");
    }
}

#[tokio::test]
async fn a_later_job_with_the_same_key_takes_the_place_of_one_that_waits() {
    let t = Kontaly::start().await;
    let actor = t.person("acme", "rita").actor;
    let other = t.person("beta", "ada").actor;
    let now = t.app.clock.now();
    let mut tx = t.tx("acme", "rita");
    for number in [1, 2] {
        tx.execute(jobs::ask(actor.tenant_id, actor.id, now, &run(number), keyed("same")))
            .await
            .expect("a job");
    }
    tx.commit().await.expect("a commit");
    relay::round(&t.app).await.expect("two of one batch");
    let mut tx = t.tx("acme", "rita");
    tx.execute(jobs::ask(actor.tenant_id, actor.id, now, &run(3), keyed("same"))).await.expect("a job");
    tx.commit().await.expect("a commit");
    let mut tx = t.tx("beta", "ada");
    tx.execute(jobs::ask(other.tenant_id, other.id, now, &run(4), keyed("same"))).await.expect("a job");
    tx.commit().await.expect("a commit");
    relay::round(&t.app).await.expect("another one of acme, and one of beta");
    let subjects: Vec<Value> =
        queued(&t).await.into_iter().map(|(_, _, subject)| subject["bulk"].clone()).collect();
    assert_eq!(subjects, [json!(Uuid::from_u128(3)), json!(Uuid::from_u128(4))]);
}

#[tokio::test]
async fn a_job_is_done_in_the_name_of_whoever_asked_as_they_are_now() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let lead = rita.post("/api/leads", json!({ "last_name": "Hers" })).await.expect(201);
    let all = json!({ "and": [] }).to_string();
    let bulk = json!({ "noun": "lead", "filter": all, "change": { "set": { "city": "Bonn" } } });
    let bulk = rita.post("/api/bulks", bulk).await.expect(202);
    let state = |state: &'static str| {
        let (ada, rita) = (ada.clone(), rita.id());
        async move {
            let users = ada.get("/api/users").await.expect(200);
            let users = users.as_array().expect("users");
            let user = users.iter().find(|user| user["id"] == json!(rita)).expect("rita").clone();
            let version = user["version"].as_i64().expect("a version");
            ada.patch(&format!("/api/users/{rita}"), version, json!({ "state": state })).await.expect(200);
        }
    };
    state("suspended").await;
    t.work();
    let owner = t.owner().await;
    let failed =
        sql("select from graphile_worker._private_jobs where last_error is not null and locked_at is null");
    while owner.query(&failed).await.expect("the queue").is_empty() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let path = format!("/api/leads/{}", lead["id"].as_str().expect("an id"));
    assert_eq!(ada.get(&path).await.expect(200)["city"], Value::Null, "nobody may do anything for her now");
    state("active").await;
    let rita = t.sign_in_again("acme", "rita", 3).await;
    loop {
        let report =
            rita.get(&format!("/api/bulks/{}", bulk["id"].as_str().expect("an id"))).await.expect(200);
        if report["state"] == "done" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ada.get(&path).await.expect(200)["city"], "Bonn");
}

/// A worker process, which dies with its test. Dropping it is SIGKILL: the process gets no say.
pub(crate) struct Worker(Child);

impl Worker {
    /// Where worker processes keep files.
    pub(crate) fn files() -> PathBuf {
        std::env::temp_dir().join("kontaly-it-files")
    }

    pub(crate) fn start(t: &Kontaly) -> Self {
        Self::start_with(t, kontaly::jobs::worker::SILENCE)
    }

    /// One that takes others for dead after that time without a word.
    pub(crate) fn start_with(t: &Kontaly, silence: Duration) -> Self {
        let address = crate::support::admin_url();
        let (front, _) = address.rsplit_once('/').expect("an address with a database");
        let child = Command::new(env!("CARGO_BIN_EXE_kontaly"))
            .arg("worker")
            .env("KONTALY_DATABASE_URL", format!("{front}/{}", t.database))
            .env("KONTALY_KEY_FILE", crate::support::key_file())
            .env("KONTALY_FILES_URL", format!("file://{}", Self::files().display()))
            .env("KONTALY_WORKER_SILENCE", silence.as_secs().to_string())
            .env("KONTALY_LOG", "warn")
            .env_remove("KONTALY_POOLER_URL")
            .spawn();
        Self(child.expect("the program starts"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `kill -9` in the middle of a change of many records: another worker goes on with it, and no record is changed twice.
#[tokio::test]
async fn what_a_killed_worker_left_another_one_finishes() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let count = 1500;
    let fill = format!(
        "insert into leads (tenant_id, id, last_name, name, status, owner_id, created_at, updated_at)
         select a.tenant_id, gen_random_uuid(), 'L' || n, 'L' || n, 'new', a.id, now(), now()
         from actors a, generate_series(1, {count}) n where a.id = '{}'",
        rita.id()
    );
    t.owner().await.script(&fill).await.expect("leads");
    let all = json!({ "and": [] }).to_string();
    let bulk = json!({ "noun": "lead", "filter": all, "change": { "set": { "city": "Bonn" } } });
    let bulk = rita.post("/api/bulks", bulk).await.expect(202);
    let path = format!("/api/bulks/{}", bulk["id"].as_str().expect("an id"));
    let mut killed = 0;
    let mut worker = Worker::start(&t);
    loop {
        let report = rita.get(&path).await.expect(200);
        if report["state"] == "done" {
            break;
        }
        if killed == 0 && report["position"].as_i64().expect("a place") > 0 {
            worker = Worker::start(&t);
            killed += 1;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(worker);
    assert_eq!(killed, 1, "the worker was killed in the middle");
    let once = sql("select count(*) from leads where city = 'Bonn' and version = 2");
    let row = t.owner().await.query(&once).await.expect("leads");
    let changed: i64 = row.first().expect("a number").take().expect("a number");
    assert_eq!(changed, count);
}

#[tokio::test]
async fn a_change_that_somebody_watches_waits_for_nobodys_import() {
    let t = Kontaly::start_working().await;
    let (ada, stranger) = (t.sign_in("acme", "ada").await, t.sign_in("beta", "ada").await);
    let lead = ada.post("/api/leads", json!({ "last_name": "Waits" })).await.expect(201);
    // As many imports as there are places for, each stopped in the middle: it waits for a lock that the test holds.
    let mut held = Vec::new();
    let mut imports = Vec::new();
    for (client, slug) in [(&ada, "acme"), (&stranger, "beta")] {
        let (who, key) = (t.person(slug, "ada").actor, t.app.db.keys().current());
        let mut tx = t.app.db.tenant(who, key, None, Limits::Job).expect("a transaction");
        assert!(kontaly::imports::store::take_turn(&mut tx).await.expect("a turn"), "nobody imports yet");
        held.push(tx);
        let import = crate::imports::upload(client, "leads", "last name\nOne\n").await.expect(201);
        let path = format!("/api/imports/{}", import["id"].as_str().expect("an id"));
        client.post(&format!("{path}/run"), json!({})).await.expect(202);
        imports.push((client, path));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let change =
        json!({ "noun": "lead", "records": [{ "id": lead["id"] }], "change": { "set": { "score": 7 } } });
    let bulk = ada.post("/api/bulks", change).await.expect(202);
    let path = format!("/api/bulks/{}", bulk["id"].as_str().expect("an id"));
    let ended = async {
        while ada.get(&path).await.expect(200)["state"] == "running" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("the change has a place of its own");
    for (client, path) in &imports {
        assert_eq!(client.get(path).await.expect(200)["state"], "running");
    }
}
