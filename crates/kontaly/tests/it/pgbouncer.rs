//! Whole paths through the real PgBouncer, and what its handing over of connections must never show.

use crate::bouncer::{POOL, each};
use crate::support::{Answer, Client};
use kontaly_db::{Error, Intruder, Limits, sql};
use serde_json::{Value, json};

#[tokio::test]
async fn records_live_their_life_through_it() {
    each(async |t, _| {
        let (rita, sam, ron) =
            (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await, t.sign_in("acme", "ron").await);
        let lead = rita.post("/api/leads", json!({ "last_name": "Haddad", "amount": 5 })).await.expect(201);
        let path = format!("/api/leads/{}", lead["id"].as_str().expect("an id"));
        assert_eq!(rita.get(&path).await.expect(200), lead);
        assert_eq!(rita.patch(&path, 1, json!({ "score": 7 })).await.expect(200)["version"], 2);
        assert_eq!(rita.patch(&path, 1, json!({ "score": 8 })).await.code(409), "version_conflict");
        assert_eq!(sam.get(&path).await.code(404), "not_found");
        assert_eq!(ron.patch(&path, 2, json!({ "score": 8 })).await.code(403), "forbidden");
        let stranger = t.sign_in("beta", "ada").await;
        assert_eq!(stranger.get(&path).await.code(404), "not_found");
        assert!(stranger.ids("/api/leads").await.is_empty());
        // A failure in the middle of a flight rolls back, also behind a pooler.
        let ada = t.sign_in("acme", "ada").await;
        let nobody = t.person("beta", "rita").actor.id;
        ada.post("/api/leads", json!({ "last_name": "X", "owner_id": nobody })).await.expect(422);
        assert_eq!(ada.get("/api/leads/count").await.expect(200)["count"], 1);
        rita.delete(&path).await.expect(200);
        assert!(rita.ids("/api/leads").await.is_empty());
        rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
        assert_eq!(rita.ids("/api/leads").await.len(), 1);
        rita.send(axum::http::Method::DELETE, "/api/session", None, None).await.expect(204);
        assert_eq!(rita.get(&path).await.code(401), "unauthenticated");
    })
    .await;
}

/// Somebody, and the names of the leads that he or she may see: `acme rita …`, `acme pool …`.
struct Somebody {
    client: Client,
    tenant: &'static str,
    sees: &'static [&'static str],
}

/// What an answer must not hold: a lead of another tenant, or of somebody out of sight.
fn foreign(somebody: &Somebody, answer: &Answer) -> Option<String> {
    let names = |value: &Value| value["name"].as_str().map(str::to_owned);
    let shown: Vec<String> = match &answer.json["items"] {
        Value::Array(items) => items.iter().filter_map(names).collect(),
        _ => names(&answer.json).into_iter().collect(),
    };
    shown.into_iter().find(|name| {
        let mut words = name.split(' ');
        words.next() != Some(somebody.tenant)
            || !words.next().is_some_and(|owner| somebody.sees.contains(&owner))
    })
}

async fn one_request(somebody: &Somebody, n: usize, foreign_lead: &str) -> (u16, Answer) {
    let owner = somebody.sees[0];
    match n % 5 {
        0 => (200, somebody.client.get("/api/leads?limit=200").await),
        1 => (200, somebody.client.get("/api/leads?sort=name&limit=3").await),
        2 => (
            201,
            somebody
                .client
                .post("/api/leads", json!({ "last_name": format!("{} {owner} {n}", somebody.tenant) }))
                .await,
        ),
        3 => (404, somebody.client.get(foreign_lead).await),
        _ => (200, somebody.client.get("/api/leads/count").await),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_once_over_three_connections_see_nothing_foreign() {
    each(async |t, _| {
        let mut everybody = Vec::new();
        for tenant in ["acme", "beta"] {
            for (name, sees) in [
                ("rita", &["rita", "pool"][..]),
                ("sam", &["sam", "pool"][..]),
                ("max", &["max", "rita", "pool"][..]),
                ("ada", &["ada", "rita", "sam", "max", "pool"][..]),
            ] {
                everybody.push(Somebody { client: t.sign_in(tenant, name).await, tenant, sees });
            }
        }
        let mut leads = Vec::new();
        for somebody in &everybody {
            let body = json!({ "last_name": format!("{} {} first", somebody.tenant, somebody.sees[0]) });
            let lead = somebody.client.post("/api/leads", body).await.expect(201);
            leads.push(format!("/api/leads/{}", lead["id"].as_str().expect("an id")));
        }
        let requests = (0..200).map(|n| {
            let somebody = &everybody[n % everybody.len()];
            // The other tenant's lead of the same place.
            let theirs = &leads[(n + everybody.len() / 2) % everybody.len()];
            async move { (somebody, n, one_request(somebody, n, theirs).await) }
        });
        for (somebody, n, (wanted, answer)) in futures_util::future::join_all(requests).await {
            assert_eq!(answer.status.as_u16(), wanted, "request {n}: {}", answer.text);
            if wanted != 404 {
                assert_eq!(
                    foreign(somebody, &answer),
                    None,
                    "request {n} of {} {}",
                    somebody.tenant,
                    somebody.sees[0]
                );
            }
        }
        for somebody in &everybody {
            let answer = somebody.client.get("/api/leads?limit=200").await;
            assert_eq!(foreign(somebody, &answer), None);
            assert!(answer.json["items"].as_array().is_some_and(|items| !items.is_empty()));
        }
    })
    .await;
}

/// Nothing of a context stays on a server connection that the next client is given: neither the capability nor a limit.
#[tokio::test]
async fn a_server_connection_is_handed_over_without_a_context() {
    each(async |t, bouncer| {
        let rita = t.sign_in("acme", "rita").await;
        rita.post("/api/leads", json!({ "last_name": "acme rita" })).await.expect(201);
        // All server connections have served by now.
        let reads = (0..20).map(|_| rita.get("/api/leads"));
        assert!(futures_util::future::join_all(reads).await.iter().all(|answer| answer.status == 200));
        let mut held = Vec::new();
        for _ in 0..POOL {
            let endpoint = bouncer.endpoint(&t.database);
            let next = Intruder::connect(&endpoint, "kontaly_app", t.app.db.keys()).await.expect("a client");
            // In a transaction a client keeps its server connection, so each of them gets another one.
            let left = "begin; select pg_backend_pid(); select coalesce(current_setting('kontaly.cap', true), ''),
                current_setting('statement_timeout'), current_setting('plan_cache_mode'), current_setting('transaction_read_only'),
                (select count(*) from leads)";
            held.push((next.run(left).await.expect("what is left").rows, next));
        }
        let mut pids: Vec<_> = held.iter().map(|(rows, _)| rows[0].clone()).collect();
        pids.sort();
        pids.dedup();
        assert_eq!(pids.len(), POOL, "every server connection was looked at");
        for (rows, _) in &held {
            assert_eq!(rows[1], "|10s|force_generic_plan|off|0", "the role's own settings, and nothing of a transaction");
        }
    })
    .await;
}

/// Who is not let in gets an error and not somebody else's rows, on the very connections that just served others.
#[tokio::test]
async fn an_actor_without_a_capability_is_nobody() {
    each(async |t, _| {
        let rita = t.sign_in("acme", "rita").await;
        rita.post("/api/leads", json!({ "last_name": "acme rita" })).await.expect(201);
        for _ in 0..4 * POOL {
            let actor = kontaly_access::Actor { serial: 99, ..t.person("acme", "rita").actor };
            let mut nobody = t.app.db.tenant(actor, 1, None, Limits::Read).expect("a key");
            let refused = nobody.closing().query(sql("select count(*) from leads")).await;
            assert!(matches!(refused, Err(Error::Nobody)));
            assert_eq!(rita.ids("/api/leads").await.len(), 1);
        }
    })
    .await;
}
