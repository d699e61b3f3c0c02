//! Through the real PgBouncer in transaction mode, three connections to PostgreSQL for everybody: unprepared with the one
//! that Debian 12 installs, and prepared too where it is 1.21 or newer (`KONTALY_TEST_PGBOUNCER` names another binary).

use crate::proxy;
use crate::support::{Answer, Client, Kontaly};
use kontaly_db::{Endpoint, KeyRing};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Server connections that all clients of one role share.
const POOL: usize = 3;

/// A running PgBouncer; it goes with its test.
struct Bouncer {
    child: Child,
    port: u16,
    folder: PathBuf,
}

/// The binary and its version, `(1, 18)`, if there is one.
fn installed() -> Option<(PathBuf, (u32, u32))> {
    let named = std::env::var_os("KONTALY_TEST_PGBOUNCER").map(PathBuf::from);
    let binary = named.unwrap_or_else(|| PathBuf::from("/usr/sbin/pgbouncer"));
    let output = Command::new(&binary).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    Some((binary, (numbers.next()?, numbers.next()?)))
}

impl Bouncer {
    async fn start(binary: &Path, keys: &KeyRing, prepared: bool) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .expect("a port")
            .local_addr()
            .expect("an address")
            .port();
        let folder = std::env::temp_dir().join(format!("kontaly-pgbouncer-{}-{port}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let users: String = ["kontaly_app", "kontaly_steward", "kontaly_platform", "kontaly_router"]
            .iter()
            .map(|role| format!("\"{role}\" \"{}\"\n", keys.role_password(role)))
            .collect();
        fs::write(folder.join("users"), users).expect("a file");
        let (host, server_port) =
            proxy::server().rsplit_once(':').map(|(h, p)| (h.to_owned(), p.to_owned())).expect("a port");
        let place = folder.display();
        let statements = if prepared { "max_prepared_statements = 200\n" } else { "" };
        let settings = format!(
            "[databases]\n* = host={host} port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = scram-sha-256\nauth_file = {place}/users\npool_mode = transaction\ndefault_pool_size = {POOL}\nmax_client_conn = 1000\n\
             logfile = {place}/log\npidfile = {place}/pid\nlog_connections = 0\nlog_disconnections = 0\n{statements}"
        );
        fs::write(folder.join("ini"), settings).expect("a file");
        let child = Self::spawn(binary, &folder);
        let bouncer = Self { child, port, folder };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return bouncer;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!(
            "PgBouncer does not answer: {}",
            fs::read_to_string(bouncer.folder.join("log")).unwrap_or_default()
        );
    }

    /// PgBouncer refuses to run as root: then it is somebody else's.
    fn spawn(binary: &Path, folder: &Path) -> Child {
        let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let mut command = if root {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).expect("a folder of ours");
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(binary);
            command
        } else {
            Command::new(binary)
        };
        command
            .arg(folder.join("ini"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("PgBouncer starts")
    }

    fn endpoint(&self, database: &str) -> Endpoint {
        Endpoint::parse(&format!("postgres://nobody@127.0.0.1:{}/{database}", self.port)).expect("an address")
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A Kontaly through PgBouncer for every mode that the installed one can: the test's body runs for each.
async fn each(body: impl AsyncFn(&Kontaly)) {
    let Some((binary, version)) = installed() else {
        eprintln!(
            "skipped: there is no PgBouncer (apt-get install pgbouncer, or KONTALY_TEST_PGBOUNCER=/path/to/it)"
        );
        return;
    };
    for prepared in [false, true] {
        if prepared && version < (1, 21) {
            eprintln!("PgBouncer {}.{} keeps no prepared statements: unprepared alone", version.0, version.1);
            continue;
        }
        // Any test's ring: the roles' passwords are the same for all.
        let plain = Kontaly::start().await;
        let bouncer = Bouncer::start(&binary, plain.app.db.keys(), prepared).await;
        let t = plain.second_with(
            |options| {
                options.pooled = bouncer.endpoint(options.pooled.database());
                options.prepared = prepared;
                options.connections = 24;
            },
            kontaly::clock::Clock::system(),
        );
        body(&t).await;
    }
}

#[tokio::test]
async fn records_live_their_life_through_it() {
    each(async |t| {
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
    each(async |t| {
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

/// Nothing of a context stays on a server connection that the next client is given.
#[tokio::test]
async fn a_server_connection_is_handed_over_without_a_context() {
    each(async |t| {
        let rita = t.sign_in("acme", "rita").await;
        rita.post("/api/leads", json!({ "last_name": "acme rita" })).await.expect(201);
        // A registry's transaction has no context; through the app's pool the same is an actor without a capability.
        for _ in 0..12 {
            let actor = kontaly_access::Actor { serial: 99, ..t.person("acme", "rita").actor };
            let mut nobody = t.app.db.tenant(actor, 1, None, kontaly_db::Limits::Read).expect("a key");
            let refused = nobody.closing().query(kontaly_db::sql("select count(*) from leads")).await;
            assert!(matches!(refused, Err(kontaly_db::Error::Nobody)));
            rita.get("/api/leads").await.expect(200);
        }
    })
    .await;
}
