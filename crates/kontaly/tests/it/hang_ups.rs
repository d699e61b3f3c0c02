//! Requests that nobody waits for any more: their futures are dropped wherever they are, and their connections must come
//! back clean or not at all.

use crate::flight::{one_lead, traces};
use crate::support::{Client, Kontaly};
use axum::http::header;
use kontaly::http::cookie;
use kontaly_db::sql;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Polls a future so many times and then drops it, as a server does when the client has gone.
async fn polled<T>(future: impl Future<Output = T>, times: usize) -> Option<T> {
    let mut future = pin!(future);
    let mut left = times;
    std::future::poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            // Dropped at the very point where it waits, not at the next wake-up.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Waits until nothing of this database is under way, and fails if a connection stays in a transaction.
async fn settled(t: &Kontaly) {
    let query = || {
        sql(
            "select count(*) from pg_stat_activity where datname = current_database() and usename like 'kontaly\\_%' and state <> 'idle'",
        )
    };
    let owner = t.owner().await;
    for _ in 0..400 {
        let rows = owner.query(&query()).await.expect("a count");
        let status = t.app.db.status();
        if rows[0].take::<i64>().expect("a number") == 0 && status.idle == status.size {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a connection stays busy: {:?}", t.app.db.status());
}

#[tokio::test]
async fn a_request_dropped_at_any_point_leaves_its_connection_clean() {
    for prepared in [true, false] {
        let t = Kontaly::start_with(|options| {
            options.prepared = prepared;
            options.connections = 1;
        })
        .await;
        let rita = t.sign_in("acme", "rita").await;
        let lead = one_lead(&rita).await;
        let mut version = 1;
        let (mut dropped, mut finished) = (0, 0);
        for times in 1..200 {
            let change = rita.patch(&lead, version, json!({ "score": times % 100 }));
            let outcome = polled(change, times).await;
            settled(&t).await;
            let now = rita.get(&lead).await.expect(200)["version"].as_i64().expect("a version");
            match outcome {
                // Whether COMMIT was already on its way, only the record says.
                None => dropped += 1,
                Some(answer) => {
                    answer.expect(200);
                    assert_eq!(now, version + 1);
                    finished += 1;
                }
            }
            assert!(now == version || now == version + 1, "once or not at all");
            version = now;
            if finished == 3 {
                break;
            }
        }
        assert!(
            dropped >= 3 && finished == 3,
            "{dropped} dropped, {finished} finished: every await point was met"
        );
        let rows = t
            .owner()
            .await
            .query(&sql("select count(*) from events where action = 'update'"))
            .await
            .expect("a count");
        assert_eq!(
            rows[0].take::<i64>().expect("a number"),
            version - 1,
            "an event for every change, and no other"
        );
        assert_clean(&t).await;
    }
}

#[tokio::test]
async fn a_request_aborted_while_it_waits_for_a_lock_gives_nothing_back_early() {
    let t = Kontaly::start_with(|options| options.connections = 1).await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = one_lead(&rita).await;
    let owner = t.owner().await;
    owner.script("begin; select from leads for update").await.expect("a lock");
    let (client, path) = (rita.clone(), lead.clone());
    let waiting = tokio::spawn(async move { client.patch(&path, 1, json!({ "score": 7 })).await });
    blocked(&t).await;
    waiting.abort();
    assert!(waiting.await.expect_err("it was aborted").is_cancelled());
    let status = t.app.db.status();
    assert_eq!(
        (status.size, status.idle),
        (1, 0),
        "the connection is not given back while the statement runs: {status:?}"
    );
    // Somebody else wants it meanwhile, and gets it clean.
    let next = tokio::spawn(async move { rita.get(&lead).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!next.is_finished(), "there is one connection, and it is busy");
    owner.script("rollback").await.expect("the lock is gone");
    let record: Value = next.await.expect("an answer").expect(200);
    assert_eq!(record["version"], 1, "nothing of the aborted request was kept");
    assert_clean(&t).await;
}

/// Waits until a serving connection of this database waits for a lock.
async fn blocked(t: &Kontaly) {
    let watcher = t.owner().await;
    let query = || {
        sql(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = 'kontaly_app' and wait_event_type = 'Lock'",
        )
    };
    for _ in 0..500 {
        let rows = watcher.query(&query()).await.expect("a count");
        if rows[0].take::<i64>().expect("a number") > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("nothing waits for the lock");
}

/// Fails if a connection of the pool still has anything of a request: a transaction, the capability, a limit, a lock.
async fn assert_clean(t: &Kontaly) {
    settled(t).await;
    let mut held = Vec::new();
    for _ in 0..t.app.db.status().size {
        let mut tx = t.tx("acme", "rita");
        tx.execute(sql("commit")).await.expect("an end of the own context");
        let left = tx
            .one(sql(
                "select concat_ws('|', current_setting('kontaly.cap', true), current_setting('statement_timeout'),
                 current_setting('lock_timeout'), current_setting('plan_cache_mode'), current_setting('transaction_read_only'),
                 (select count(*) from leads),
                 (select count(*) from pg_locks where pid = pg_backend_pid() and mode like '%ExclusiveLock' and locktype <> 'virtualxid'))",
            ))
            .await
            .expect("what is left");
        assert_eq!(
            left.take::<String>().expect("a text"),
            "|10s|3s|force_generic_plan|off|0|0",
            "the role's own limits, and nothing else"
        );
        held.push(tx);
    }
}

/// What is sent by a client that will not wait for the answer.
fn request(rita: &Client, method: &str, path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\n{}: {}={}\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
        header::COOKIE,
        cookie::NAME,
        rita.cookie.as_deref().unwrap_or_default(),
        rita.host,
    )
    .into_bytes()
}

/// Sends a request and hangs up after a while, whatever has come by then.
async fn hang_up(address: SocketAddr, request: &[u8], after: Duration) {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(request).await.expect("a request");
    let mut answer = [0; 1024];
    let deadline = tokio::time::Instant::now() + after;
    let _ = tokio::time::timeout_at(deadline, stream.read(&mut answer)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_clients_hang_up_at_any_moment_and_leave_every_connection_clean() {
    const CLIENTS: usize = 6;
    const TIMES: usize = 60;
    let t = Kontaly::start_with(|options| options.connections = 2).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = t.app.clone();
    tokio::spawn(async move { kontaly::cmd::serve::listen(app, listener, std::future::pending()).await });
    let rita = t.sign_in("acme", "rita").await;
    let lead = one_lead(&rita).await;
    let restore = format!("{lead}/restore");
    let kinds = [
        request(&rita, "POST", "/api/leads", "{\"last_name\":\"X\"}"),
        request(&rita, "DELETE", &lead, ""),
        request(&rita, "GET", "/api/leads", ""),
        request(&rita, "POST", &restore, "{}"),
    ];
    // From nothing to more than a whole answer takes on this machine, as it is busy.
    let started = Instant::now();
    for _ in 0..4 {
        rita.get("/api/leads").await.expect(200);
    }
    let longest = started.elapsed() * u32::try_from(CLIENTS / 2).expect("few");
    let clients = (0..CLIENTS).map(async |client| {
        for n in 0..TIMES {
            let part = u32::try_from((n * 37 + client * 11) % 100).expect("below a hundred");
            hang_up(address, &kinds[(n + client) % kinds.len()], longest * part / 100).await;
        }
    });
    futures_util::future::join_all(clients).await;
    assert_clean(&t).await;
    // Whatever is in the trash has no words.
    rita.post(&restore, json!({})).await;
    let (leads, with_words, with_event) = traces(&t).await;
    let made = i64::try_from(CLIENTS * TIMES / kinds.len()).expect("few");
    assert_eq!((leads, leads), (with_words, with_event), "a lead, its words and its event, or nothing");
    assert!(leads > 1 && leads <= made, "some were cut off, and some were not: {leads} of {made}");
    let version = rita.get(&lead).await.expect(200)["version"].as_i64().expect("a version");
    let changes = sql("select count(*) from events where noun = 'lead' and action <> 'create'");
    let changes = t.owner().await.query(&changes).await.expect("a count");
    assert_eq!(changes[0].take::<i64>().expect("a number"), version - 1, "an event for every change");
}
