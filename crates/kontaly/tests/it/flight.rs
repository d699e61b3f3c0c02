//! Flights: what crosses the wire, what a failure in the middle leaves, and what happens when there is no connection.

use crate::proxy::Proxy;
use crate::repeats;
use crate::support::{Client, Kontaly};
use kontaly_db::{Error, sql};
use serde_json::json;

/// A Kontaly whose every byte to PostgreSQL goes through a counting proxy, but for the one connection that listens.
async fn behind(proxy: &Proxy, prepared: bool) -> Kontaly {
    let t = Kontaly::start_with(|options| {
        options.pooled = proxy.endpoint(options.pooled.database());
        options.prepared = prepared;
        options.connections = 1;
    })
    .await;
    // Until somebody listens to their changes, hosts are asked for every time.
    proxy.until_hosts_are_cached(&t).await;
    t
}

async fn trips(proxy: &Proxy, request: impl Future) -> usize {
    let before = proxy.total();
    request.await;
    proxy.total() - before
}

pub(crate) async fn one_lead(client: &Client) -> String {
    let lead = client.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    format!("/api/leads/{}", lead["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_read_is_one_round_trip_and_a_change_is_two() {
    for prepared in [true, false] {
        let proxy = Proxy::start().await;
        let t = behind(&proxy, prepared).await;
        let rita = t.sign_in("acme", "rita").await;
        let lead = one_lead(&rita).await;
        for warm in [false, true] {
            let get = trips(&proxy, async { rita.get(&lead).await.expect(200) }).await;
            let list =
                trips(&proxy, async { rita.get("/api/leads?sort=-created_at").await.expect(200) }).await;
            let count = trips(&proxy, async { rita.get("/api/leads/count").await.expect(200) }).await;
            let made = trips(&proxy, async {
                rita.post("/api/leads", json!({ "last_name": "X" })).await.expect(201)
            })
            .await;
            // The answer is kept in the flight that commits it, and told again in one that finds the key taken, one that
            // rolls back, and one that reads.
            let key = if warm { "warm" } else { "cold" };
            let again = async || {
                repeats::post(&rita, "/api/leads", key, json!({ "last_name": "X" })).await.expect(201)
            };
            let kept = (trips(&proxy, again()).await, trips(&proxy, again()).await);
            let version = if warm { 2 } else { 1 };
            let changed = trips(&proxy, async {
                rita.patch(&lead, version, json!({ "score": version })).await.expect(200)
            })
            .await;
            if warm || !prepared {
                // Where nothing is prepared there is nothing to warm up.
                assert_eq!((get, list, count, made, changed), (1, 1, 1, 1, 2), "prepared: {prepared}");
                assert_eq!(kept, (2, 3), "prepared: {prepared}");
            } else {
                assert!(get > 1 && changed > 2, "a text is prepared once a connection: {get}, {changed}");
            }
        }
    }
}

/// The rows that a lead's creation leaves: itself, its words, its event.
pub(crate) async fn traces(t: &Kontaly) -> (i64, i64, i64) {
    let query = sql("select (select count(*) from leads), (select count(distinct record_id) from search_tokens where noun = 'lead'),
        (select count(*) from events where noun = 'lead' and action = 'create')");
    let rows = t.owner().await.query(&query).await.expect("a count");
    (rows[0].take().expect("leads"), rows[0].take().expect("words"), rows[0].take().expect("events"))
}

#[tokio::test]
async fn a_failure_in_the_middle_rolls_back_and_says_what_it_was() {
    for prepared in [true, false] {
        let t = Kontaly::start_with(|options| {
            options.prepared = prepared;
            options.connections = 1;
        })
        .await;
        let rita = t.sign_in("acme", "rita").await;
        // The words and the event leave ahead of the row that the foreign key refuses.
        let nobody = t.person("beta", "ada").actor.id;
        let draft = json!({ "last_name": "X", "owner_id": nobody });
        let ada = t.sign_in("acme", "ada").await;
        let problem = ada.post("/api/leads", draft).await.expect(422);
        assert_eq!(problem["fields"][0]["code"], "unknown_reference");
        assert_eq!(traces(&t).await, (0, 0, 0));

        let lead = || {
            sql(
                "insert into leads (tenant_id, id, name, created_at, updated_at) values ($1, gen_random_uuid(), 'X', now(), now())",
            )
        };
        let acme = t.person("acme", "rita").actor.tenant_id;
        // The statement itself fails, behind one that worked.
        let mut tx = t.tx("acme", "rita");
        tx.queue(lead().bind(acme));
        let failed = tx.closing().query(sql("select 1 / 0")).await;
        assert!(matches!(failed, Err(Error::Value(_))), "{failed:?}", failed = failed.err());
        drop(tx);
        // A queued one fails, and the statement itself would have worked; COMMIT was on its way behind both.
        let mut tx = t.tx("acme", "rita");
        tx.queue(sql("select 1 / 0"));
        let failed = tx.closing().execute(lead().bind(acme)).await;
        assert!(matches!(failed, Err(Error::Value(_))), "{failed:?}");
        drop(tx);
        // An open transaction fails later, and is over.
        let mut tx = t.tx("acme", "rita");
        tx.execute(lead().bind(acme)).await.expect("a lead");
        tx.query(sql("select 1 / 0")).await.map(drop).expect_err("a failure");
        tx.execute(lead().bind(acme)).await.expect_err("nothing goes on after a failure");
        tx.commit().await.expect_err("and nothing is committed");
        // One that is dropped open, because its handler gave up, is rolled back.
        let mut tx = t.tx("acme", "rita");
        tx.execute(lead().bind(acme)).await.expect("a lead");
        drop(tx);
        assert_eq!(traces(&t).await, (0, 0, 0));
        // The one connection serves on.
        rita.get("/api/leads").await.expect(200);
        one_lead(&rita).await;
        assert_eq!(traces(&t).await, (1, 1, 1));
    }
}

/// What a read of one message runs under: the same as one behind a BEGIN, but that its plan is kept.
#[tokio::test]
async fn a_read_of_one_message_has_its_context_and_its_limits_and_writes_nothing() {
    let settings = || {
        sql("select concat_ws('|', current_setting('statement_timeout'), current_setting('lock_timeout'),
            current_setting('transaction_read_only'), current_setting('plan_cache_mode'), (select count(*) from leads))")
    };
    for prepared in [true, false] {
        let t = Kontaly::start_with(|options| {
            options.prepared = prepared;
            options.connections = 1;
        })
        .await;
        let rita = t.sign_in("acme", "rita").await;
        one_lead(&rita).await;
        let read = async |statement| {
            let row = t.reading("acme", "rita").closing().one(statement).await.expect("an answer");
            row.take::<String>().expect("a text")
        };
        assert_eq!(read(settings()).await, "10s|3s|on|auto|1");
        assert_eq!(read(settings().planned_once()).await, "10s|3s|on|force_generic_plan|1");
        // The ban on writing does not stay.
        let mut writing = t.tx("acme", "rita");
        writing.execute(sql("update leads set score = 1")).await.expect("a write");
        writing.commit().await.expect("a commit");
        let sequence = "create sequence counter; grant usage on counter to kontaly_app";
        t.owner().await.script(sequence).await.expect("a sequence");
        let number = sql("select nextval('counter')").planned_once();
        let refused = t.reading("acme", "rita").closing().query(number).await.err().expect("a refusal");
        assert!(refused.to_string().contains("read-only"), "{refused}");
    }
}

#[tokio::test]
async fn a_session_that_ended_is_401_in_the_same_flight_and_leaves_nothing() {
    let proxy = Proxy::start().await;
    let t = behind(&proxy, true).await;
    let (rita, ada) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "ada").await);
    let lead = one_lead(&rita).await;
    rita.get(&lead).await.expect(200);
    t.owner().await.script("delete from sessions").await.expect("sessions end");
    let refused = trips(&proxy, async { assert_eq!(rita.get(&lead).await.code(401), "unauthenticated") });
    assert_eq!(refused.await, 1, "the session is not asked about beforehand");
    assert_eq!(rita.post("/api/leads", json!({ "last_name": "X" })).await.code(401), "unauthenticated");
    assert_eq!(rita.patch(&lead, 1, json!({ "score": 9 })).await.code(401), "unauthenticated");
    assert_eq!(rita.delete(&lead).await.code(401), "unauthenticated");
    assert_eq!(ada.post("/api/teams", json!({ "name": "X" })).await.code(401), "unauthenticated");
    assert_eq!(traces(&t).await, (1, 1, 1));
    let rita = t.sign_in("acme", "rita").await;
    assert_eq!(rita.get(&lead).await.expect(200)["version"], 1);
}

#[tokio::test]
async fn a_lock_that_takes_too_long_is_503_and_frees_the_connection() {
    let t = Kontaly::start_with(|options| options.connections = 1).await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = one_lead(&rita).await;
    let owner = t.owner().await;
    owner.script("begin; select from leads for update").await.expect("a lock");
    let answer = rita.patch(&lead, 1, json!({ "score": 7 })).await;
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(answer.code(503), "unavailable");
    assert_eq!(
        rita.get(&lead).await.expect(200)["version"],
        1,
        "the one connection serves on, lock or no lock"
    );
    owner.script("rollback").await.expect("the lock is gone");
}

#[tokio::test]
async fn no_connection_to_be_had_is_503_with_a_time_to_come_back() {
    let t = Kontaly::start_with(|options| options.connections = 1).await;
    let rita = t.sign_in("acme", "rita").await;
    let mut holds = t.tx("acme", "rita");
    holds.query(sql("select 1")).await.map(drop).expect("the only connection");
    let answer = rita.get("/api/leads").await;
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(answer.code(503), "unavailable");
    drop(holds);
    rita.get("/api/leads").await.expect(200);
}
