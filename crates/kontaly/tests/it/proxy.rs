//! A proxy between the service and PostgreSQL that counts round trips: it keeps an answer back until the client has been
//! quiet for a while. Who sends everything at once is answered once; who waits for an answer before sending more is
//! seen waiting.

use crate::support::{Kontaly, admin_url};
use kontaly_db::Endpoint;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// How long a client must have sent nothing before it counts as waiting. Far above what a flight takes to be written,
/// on a machine that does other things too.
const QUIET: Duration = Duration::from_millis(60);

/// The proxy; it stops with the runtime of its test.
pub(crate) struct Proxy {
    port: u16,
    counts: Arc<Mutex<HashMap<String, usize>>>,
}

#[derive(Default)]
struct Wire {
    last_sent: Option<Instant>,
    /// Whether the client has sent anything since it was last answered.
    asked: bool,
    user: Option<String>,
}

/// The server's own address.
pub(crate) fn server() -> String {
    let url = admin_url();
    let authority = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
    authority.rsplit('@').next().expect("a host and a port").to_owned()
}

impl Proxy {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let counts = Arc::new(Mutex::new(HashMap::new()));
        let counting = counts.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(server()).await.expect("PostgreSQL");
                client.set_nodelay(true).expect("an option");
                server.set_nodelay(true).expect("an option");
                let wire = Arc::new(Mutex::new(Wire::default()));
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(forward(from_client, to_server, wire.clone()));
                tokio::spawn(answer(from_server, to_client, wire, counting.clone()));
            }
        });
        Self { port, counts }
    }

    /// A database behind the proxy.
    pub(crate) fn endpoint(&self, database: &str) -> Endpoint {
        Endpoint::parse(&format!("postgres://postgres@127.0.0.1:{}/{database}", self.port))
            .expect("an address")
    }

    /// Round trips so far, of one role.
    pub(crate) fn count(&self, role: &str) -> usize {
        self.counts.lock().expect("no panic").get(role).copied().unwrap_or(0)
    }

    /// Lets a service listen to changes of hosts, and waits until it keeps what it was told: it must go through this proxy.
    pub(crate) async fn until_hosts_are_cached(&self, t: &Kontaly) {
        let app = t.app.clone();
        tokio::spawn(async move { app.hosts.follow().await });
        for _ in 0..200 {
            if self.asked_for_acme(t).await == 0 {
                return;
            }
        }
        panic!("nobody listens");
    }

    /// How often the registry of hosts is asked for one request.
    pub(crate) async fn asked_for_acme(&self, t: &Kontaly) -> usize {
        let before = self.count("kontaly_router");
        t.stranger("acme.localhost").get("/api/workspace").await;
        self.count("kontaly_router") - before
    }

    /// Round trips so far, of all roles.
    pub(crate) fn total(&self) -> usize {
        self.counts.lock().expect("no panic").values().sum()
    }
}

/// The role in a startup message: `user`, NUL, its name, NUL.
fn user(startup: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(startup).into_owned();
    let mut parts = text.split('\0').skip_while(|part| !part.ends_with("user"));
    parts.nth(1).map(str::to_owned)
}

async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, wire: Arc<Mutex<Wire>>) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        {
            let mut wire = wire.lock().expect("no panic");
            wire.last_sent = Some(Instant::now());
            wire.asked = true;
            if wire.user.is_none() {
                wire.user = user(&buffer[..length]);
            }
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

async fn answer(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    wire: Arc<Mutex<Wire>>,
    counts: Arc<Mutex<HashMap<String, usize>>>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        loop {
            let last = wire.lock().expect("no panic").last_sent;
            let quiet = last.map_or(QUIET, |at| at.elapsed());
            if quiet >= QUIET {
                break;
            }
            tokio::time::sleep(QUIET - quiet).await;
        }
        {
            let mut wire = wire.lock().expect("no panic");
            if std::mem::take(&mut wire.asked) {
                let user = wire.user.clone().unwrap_or_default();
                *counts.lock().expect("no panic").entry(user).or_insert(0) += 1;
            }
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}
