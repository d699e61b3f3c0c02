//! A crowd at the feed of changes: a real server over TCP, streams of people of several workspaces and roles, many changes
//! at once, connections that are cut and come back. Nobody hears what is not theirs, misses anything, or hears it out of order.

use crate::changes::{Stream, asking};
use crate::support::{Client, Kontaly, admin_url, key_file};
use axum::body::Body;
use axum::http::Request;
use futures_util::future::join_all;
use http_body_util::BodyExt;
use hyper_util::rt::TokioIo;
use kontaly_access::{TenantId, UserId};
use kontaly_db::sql;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::Barrier;
use tokio::task::JoinHandle;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_hears_what_is_not_theirs_or_misses_what_is() {
    crowd(60, 3_000).await;
}

/// The same at full size; it takes minutes and says how it went:
///
/// ```sh
/// cargo run -p kontaly-local --bin kontaly-postgres -- exec --not-durable --data target/test-postgres -- \
///   cargo test -p kontaly --test it -- --ignored --nocapture five_hundred
/// ```
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn five_hundred_streams_and_fifty_thousand_changes() {
    crowd(500, 50_000).await;
}

/// Changes of one transaction.
const BATCH: usize = 50;
/// Connections that write at the same time.
const WRITERS: usize = 4;
/// Of ten streams of a workspace, whose they are: few see everything, as in a real one.
const SEATS: [&str; 10] = ["ada", "ron", "max", "max", "rita", "rita", "rita", "sam", "sam", "sam"];
/// Whose a change is, and who of the cast hears of it. Nobody's is everybody's who sells.
const OWNERS: [(Option<&str>, &[&str]); 5] = [
    (Some("rita"), &["ada", "ron", "max", "rita"]),
    (Some("sam"), &["ada", "ron", "sam"]),
    (Some("max"), &["ada", "ron", "max"]),
    (Some("ada"), &["ada", "ron"]),
    (None, &["ada", "ron", "max", "rita", "sam"]),
];

#[expect(clippy::print_stderr, reason = "at full size it is a measurement, whose result is to be read")]
async fn crowd(streams: usize, changes: usize) {
    let t = Kontaly::start().await;
    let server = Server::start(&t).await;
    let listening = gather(&t, server.port, streams).await;
    let (began, crowd_is_there) = (Instant::now(), Arc::new(AtomicBool::new(true)));
    let bystander = works(server.port, t.sign_in("acme", "ada").await, Arc::clone(&crowd_is_there));
    let bystander = tokio::spawn(bystander);
    let written = write(&t, changes).await;
    let heard = join_all(listening).await;
    let heard: Vec<Heard> = heard.into_iter().map(|heard| heard.expect("a stream to the end")).collect();
    let took = began.elapsed();
    crowd_is_there.store(false, Ordering::Relaxed);
    let slowest = bystander.await.expect("answers, all of them");
    heard.iter().for_each(|heard| heard.check(&written));
    let messages: usize = heard.iter().map(|heard| heard.changes.len()).sum();
    let cuts: usize = heard.iter().map(|heard| heard.cuts).sum();
    assert!(messages > 0 && cuts > 0);
    let ended = end_sessions_of_rita(&t, heard).await;
    eprintln!(
        "{streams} streams, {changes} changes: {messages} messages in {took:.1?}, {cuts} cuts, 0 foreign, 0 missed, 0 out of order; \
         the slowest of somebody else's requests meanwhile took {slowest:.1?}; \
         the server's memory at most {} MB; the last stream of a suspended person closed after {ended:.1?}",
        server.peak_megabytes()
    );
}

/// Opens the streams of people of both workspaces; they listen when all of them are open.
async fn gather(t: &Kontaly, port: u16, streams: usize) -> Vec<JoinHandle<Heard>> {
    let open = Arc::new(Barrier::new(streams + 1));
    let mut listening = Vec::with_capacity(streams);
    for seat in 0..streams {
        let (workspace, name) = (["acme", "beta"][seat % 2], SEATS[seat / 2 % SEATS.len()]);
        let client = t.sign_in(workspace, name).await;
        // Every third connection is cut now and then.
        let cut_after = (seat % 3 == 0).then_some(40 + seat);
        let listener = Listener { port, client, cut_after, workspace, name };
        listening.push(tokio::spawn(listener.listen(Arc::clone(&open))));
    }
    open.wait().await;
    listening
}

/// What was written, by the change's record: the workspace and who hears of it.
type Written = HashMap<Uuid, (&'static str, &'static [&'static str])>;

/// Writes changes on several connections at once; some transactions end late, some are rolled back. The last change of each
/// workspace, everybody's, comes when all others have committed.
async fn write(t: &Kontaly, changes: usize) -> Written {
    let batches = changes / BATCH;
    let writers = (0..WRITERS).map(|writer| async move {
        let (owner, mut written) = (t.owner().await, Written::new());
        for batch in (writer..batches).step_by(WRITERS) {
            let (owned_by, hear) = OWNERS[batch / 2 % OWNERS.len()];
            let workspace = ["acme", "beta"][batch % 2];
            let ids: Vec<Uuid> =
                (0..BATCH).map(|n| Uuid::from_u128(((batch * BATCH + n) as u128) << 64 | 1)).collect();
            owner.script("begin").await.expect("a transaction");
            insert(t, &owner, workspace, owned_by, ids.clone()).await;
            if batch % 7 == 3 {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            let kept = batch % 11 != 5;
            owner.script(if kept { "commit" } else { "rollback" }).await.expect("an end");
            if kept {
                written.extend(ids.into_iter().map(|id| (id, (workspace, hear))));
            }
        }
        written
    });
    let mut written: Written = join_all(writers).await.into_iter().flatten().collect();
    for workspace in ["acme", "beta"] {
        insert(t, &t.owner().await, workspace, None, vec![last(workspace)]).await;
        written.insert(last(workspace), (workspace, OWNERS[4].1));
    }
    written
}

/// The record of a workspace's last change.
fn last(workspace: &str) -> Uuid {
    Uuid::from_u128(u128::MAX - u128::from(workspace == "beta"))
}

async fn insert(
    t: &Kontaly,
    to: &kontaly_db::Migrator,
    workspace: &str,
    owner: Option<&str>,
    ids: Vec<Uuid>,
) {
    let owner: Option<UserId> = owner.map(|name| t.person(workspace, name).actor.id);
    let actor = t.person(workspace, "ada").actor;
    let tenant: TenantId = actor.tenant_id;
    let events =
        sql("insert into events (tenant_id, id, at, actor_id, noun, record_id, action, owner_id, directory)
        select $1, id, now(), $2, 'lead', id, 'update', $3, false from unnest($4) id");
    to.query(&events.bind(tenant).bind(actor.id).bind(owner).bind(ids)).await.expect("events");
}

/// Somebody at a stream.
struct Listener {
    port: u16,
    client: Client,
    /// After how many changes the connection is cut, again and again.
    cut_after: Option<usize>,
    workspace: &'static str,
    name: &'static str,
}

/// What somebody heard: numbers and records, in the order in which they came. The stream is still open.
struct Heard {
    listener: Listener,
    changes: Vec<(i64, Uuid)>,
    cuts: usize,
    stream: Stream,
}

impl Listener {
    /// Hears everything up to the workspace's last change.
    async fn listen(self, open: Arc<Barrier>) -> Heard {
        let mut stream = self.open(None).await;
        let mut behind = stream.next().await.expect("a greeting").id;
        open.wait().await;
        let (mut changes, mut cuts) = (Vec::new(), 0);
        loop {
            let message = stream.next().await.expect("a stream that stands");
            assert_eq!(message.name, "change", "{message:?}");
            behind = behind.max(message.id);
            let record = message.data["record_id"].as_str().expect("an id").parse().expect("an id");
            changes.push((message.id, record));
            if record == last(self.workspace) {
                return Heard { listener: self, changes, cuts, stream };
            }
            if self.cut_after.is_some_and(|after| changes.len().is_multiple_of(after)) {
                cuts += 1;
                stream = self.open(Some(behind)).await;
            }
        }
    }

    async fn open(&self, behind: Option<i64>) -> Stream {
        Stream::of(ask(self.port, Stream::request(&self.client, behind)).await)
    }
}

/// Asks over a connection of its own; what is answered goes on as long as it likes.
async fn ask(port: u16, request: Request<Body>) -> Body {
    let tcp = TcpStream::connect(("127.0.0.1", port)).await.expect("the server listens");
    let (mut send, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(tcp)).await.expect("a connection");
    tokio::spawn(connection);
    let answer = send.send_request(request).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    Body::new(answer.into_body())
}

/// Somebody who works meanwhile, and waits for nobody's streams; says how long the slowest answer took.
async fn works(port: u16, client: Client, crowd_is_there: Arc<AtomicBool>) -> Duration {
    let mut slowest = Duration::ZERO;
    while crowd_is_there.load(Ordering::Relaxed) {
        let began = Instant::now();
        let leads = asking(&client, "/api/leads").body(Body::empty()).expect("a request");
        ask(port, leads).await.collect().await.expect("a page");
        slowest = slowest.max(began.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    slowest
}

impl Heard {
    fn check(&self, written: &Written) {
        let Listener { workspace, name, .. } = self.listener;
        let in_order = self.changes.windows(2).all(|pair| pair[0].0 < pair[1].0);
        assert!(in_order, "{name} of {workspace} heard something out of order, or twice");
        let heard: HashSet<Uuid> = self.changes.iter().map(|(_, record)| *record).collect();
        let theirs = written.iter().filter(|(_, (at, hear))| *at == workspace && hear.contains(&name));
        let theirs: HashSet<Uuid> = theirs.map(|(record, _)| *record).collect();
        let foreign = heard.difference(&theirs).count();
        let missed = theirs.difference(&heard).count();
        assert_eq!((foreign, missed), (0, 0), "{name} of {workspace}: foreign, missed");
    }
}

/// Suspends rita of acme in another process; says how long it took until all her streams were closed.
async fn end_sessions_of_rita(t: &Kontaly, heard: Vec<Heard>) -> Duration {
    let ada = t.sign_in("acme", "ada").await;
    let path = format!("/api/users/{}", t.person("acme", "rita").actor.id);
    let began = Instant::now();
    ada.patch(&path, 1, json!({ "state": "suspended" })).await.expect(200);
    let hers =
        heard.into_iter().filter(|heard| (heard.listener.workspace, heard.listener.name) == ("acme", "rita"));
    let ended = join_all(hers.map(|heard| async move { heard.stream.ended().await })).await;
    assert!(!ended.is_empty());
    // Sooner than a stream looks by itself: it was told.
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    took
}

/// A real `kontaly serve`, which does its jobs too and ends with its test.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    async fn start(t: &Kontaly) -> Self {
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("a port").port();
        let address = admin_url();
        let (front, _) = address.rsplit_once('/').expect("an address with a database");
        let process = Command::new(env!("CARGO_BIN_EXE_kontaly"))
            .arg("serve")
            .env("KONTALY_DATABASE_URL", format!("{front}/{}", t.database))
            .env("KONTALY_KEY_FILE", key_file())
            .env("KONTALY_PORT", port.to_string())
            .env("KONTALY_LOG", "warn")
            .env_remove("KONTALY_POOLER_URL")
            .spawn();
        let server = Self { process: process.expect("the program starts"), port };
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server
    }

    /// The most memory that it ever held.
    fn peak_megabytes(&self) -> usize {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().unwrap_or_default();
        kilobytes / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
