//! A fresh Kontaly for every test: a database cloned from a migrated template with a standard cast, and the real
//! service in this process, spoken to with real requests.
//!
//! The cast, in both workspaces `acme` and `beta`: `ada` (administrator), `max` (account manager of the team North),
//! `rita` (sales representative in North), `sam` (sales representative in South, which is not below North), `ron`
//! (read-only). E-mail addresses are `ada@acme.example`; the password of all is [`PASSWORD`].

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use kontaly::accounts::store::NewUser;
use kontaly::accounts::{self, actors, password, teams};
use kontaly::app::{App, Settings};
use kontaly::clock::Clock;
use kontaly::http::cookie;
use kontaly::routes;
use kontaly::tenancy::create::{self, NewTenant};
use kontaly_access::{Actor, ActorKind, Role, SessionId, TenantId, UserId};
use kontaly_db::{Db, DbOptions, Endpoint, KeyRing, Limits, Migrator, TenantTx, sql};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use tokio::sync::OnceCell;
use tower::ServiceExt;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// One key ring for every test run on a cluster: the passwords of the cluster's roles are derived from it, and two runs
/// at once must not change them under each other.
static KEYS: LazyLock<KeyRing> =
    LazyLock::new(|| KeyRing::open_or_create(&key_file()).expect("the temporary directory is writable"));
/// The template's name; another one lets two runs share a cluster.
static TEMPLATE: LazyLock<String> =
    LazyLock::new(|| std::env::var("KONTALY_TEST_TEMPLATE").unwrap_or_else(|_| "kontaly_it_template".into()));
static COUNTER: AtomicUsize = AtomicUsize::new(0);
static READY: OnceCell<HashMap<(String, String), Person>> = OnceCell::const_new();

/// Where it is kept.
pub(crate) fn key_file() -> std::path::PathBuf {
    std::env::temp_dir().join("kontaly-it.key")
}

/// The address of a PostgreSQL where databases can be made.
pub(crate) fn admin_url() -> String {
    std::env::var("KONTALY_TEST_ADMIN_URL")
        .expect("no PostgreSQL to test with: run `make test`, or see tests/it/main.rs")
}

/// One of the cast.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) actor: Actor,
    pub(crate) doorman_serial: i32,
}

/// A running Kontaly of one test.
pub(crate) struct Kontaly {
    pub(crate) app: App,
    pub(crate) service: Router,
    pub(crate) database: String,
    people: HashMap<(String, String), Person>,
}

/// The answer to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) json: Value,
    pub(crate) text: String,
    pub(crate) bytes: axum::body::Bytes,
}

impl Answer {
    /// The body, of an answer with that status; anything else fails the test with the body in the message.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json
    }

    /// The problem's code, of an answer with that status.
    #[track_caller]
    pub(crate) fn code(self, status: u16) -> String {
        let json = self.expect(status);
        json["code"].as_str().expect("a problem has a code").to_owned()
    }
}

/// Somebody who sends requests to one workspace.
#[derive(Clone)]
pub(crate) struct Client {
    service: Router,
    pub(crate) host: String,
    pub(crate) cookie: Option<String>,
    pub(crate) person: Option<Person>,
    /// The secret of an API key.
    pub(crate) key: Option<String>,
}

impl Client {
    /// A program that comes with this secret.
    pub(crate) fn with_key(self, secret: impl Into<String>) -> Self {
        Self { cookie: None, key: Some(secret.into()), ..self }
    }

    /// The same, holding that cookie.
    pub(crate) fn with_cookie(self, value: impl Into<String>) -> Self {
        Self { cookie: Some(value.into()), ..self }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        if_match: Option<i64>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("{}={cookie}", cookie::NAME));
        }
        if let Some(secret) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        if let Some(version) = if_match {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.raw(request.body(body).expect("a well-formed request")).await
    }

    /// The service, for what is more than a request and its answer.
    pub(crate) fn service(&self) -> Router {
        self.service.clone()
    }

    pub(crate) async fn raw(&self, request: Request<Body>) -> Answer {
        let response = self.service.clone().oneshot(request).await.expect("the service never fails");
        let (parts, body) = response.into_parts();
        // A stream has no end.
        let streams = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if streams { Body::empty() } else { body };
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, json, text, bytes }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), None).await
    }

    pub(crate) async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body), Some(version)).await
    }

    pub(crate) async fn put(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), Some(version)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, None).await
    }

    /// The ids of a list's rows.
    pub(crate) async fn ids(&self, path: &str) -> Vec<String> {
        let page = self.get(path).await.expect(200);
        page["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| item["id"].as_str().expect("an id").to_owned())
            .collect()
    }

    /// The ids of all rows of a list, five a page. The path has a query already.
    pub(crate) async fn walk(&self, path: &str) -> Vec<String> {
        let mut ids = Vec::new();
        let mut next = format!("{path}&limit=5");
        loop {
            let page = self.get(&next).await.expect(200);
            let items = page["items"].as_array().expect("items");
            ids.extend(items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()));
            let Some(cursor) = page["next"].as_str() else { return ids };
            next = format!("{path}&limit=5&cursor={cursor}");
        }
    }

    /// A list's path with a filter.
    pub(crate) fn filtered(path: &str, filter: &Value) -> String {
        let escaped = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        format!("{path}?filter={}", filter.to_string().bytes().map(escaped).collect::<String>())
    }

    /// The fields that a problem names, with their codes.
    pub(crate) fn wrong(problem: &Value) -> Vec<(&str, &str)> {
        let fields = problem["fields"].as_array().unwrap_or_else(|| panic!("no fields: {problem}"));
        fields
            .iter()
            .map(|f| (f["field"].as_str().expect("a name"), f["code"].as_str().expect("a code")))
            .collect()
    }

    /// The person's id.
    pub(crate) fn id(&self) -> String {
        self.person.as_ref().expect("somebody who signed in").actor.id.to_string()
    }
}

impl Kontaly {
    /// A fresh database and a service over it.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same, with a worker that does its jobs.
    pub(crate) async fn start_working() -> Self {
        let t = Self::start().await;
        t.work();
        t
    }

    /// Does jobs from now on, until the test ends.
    pub(crate) fn work(&self) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let working = kontaly::jobs::worker::keep_working(self.app.clone(), stopped);
        tokio::spawn(async move {
            working.await;
            drop(stop);
        });
    }

    /// The same with other options of the database, for tests of pooling.
    pub(crate) async fn start_with(adjust: impl FnOnce(&mut DbOptions)) -> Self {
        let people = READY.get_or_init(make_template).await.clone();
        let endpoint = Endpoint::parse(&admin_url()).expect("an address");
        let database =
            format!("kontaly_it_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        let admin = Migrator::connect(&endpoint).await.expect("the test cluster answers");
        admin.create_database(&database, Some(&TEMPLATE)).await.expect("a clone of the template");
        let app = app(&endpoint.with_database(&database), adjust);
        Self { service: routes::service(app.clone()), app, database, people }
    }

    /// Another process over the same database, with connections and caches of its own.
    pub(crate) fn second(&self) -> Self {
        self.second_with(|_| {}, Clock::system())
    }

    /// The same with other options and another clock.
    pub(crate) fn second_with(&self, adjust: impl FnOnce(&mut DbOptions), clock: Clock) -> Self {
        let app = app_with(&self.endpoint(), adjust, clock);
        let service = routes::service(app.clone());
        Self { app, service, database: self.database.clone(), people: self.people.clone() }
    }

    /// The same process with other settings.
    pub(crate) fn with_settings(self, adjust: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.app.settings.clone();
        adjust(&mut settings);
        let app = App::new(self.app.db.clone(), self.app.clock.clone(), settings);
        Self { service: routes::service(app.clone()), app, ..self }
    }

    /// Where this test's own database is.
    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::parse(&admin_url()).expect("an address").with_database(&self.database)
    }

    /// An administrator's connection to this test's own database, past row security.
    pub(crate) async fn owner(&self) -> Migrator {
        Migrator::connect(&self.endpoint()).await.expect("the test cluster answers")
    }

    /// One of the cast.
    pub(crate) fn person(&self, slug: &str, name: &str) -> Person {
        self.people
            .get(&(slug.to_owned(), name.to_owned()))
            .unwrap_or_else(|| panic!("no {name} in {slug}"))
            .clone()
    }

    /// A browser of one of the cast, signed in with a real session.
    pub(crate) async fn sign_in(&self, slug: &str, name: &str) -> Client {
        self.sign_in_again(slug, name, 1).await
    }

    /// The same after the person's capabilities were replaced.
    pub(crate) async fn sign_in_again(&self, slug: &str, name: &str, serial: i32) -> Client {
        let mut person = self.person(slug, name);
        person.actor.serial = serial;
        let id: SessionId = self.app.clock.id();
        let (value, hash) = cookie::make(self.app.db.keys(), &person.actor, id);
        let mut tx = self.app.db.steward(person.actor.tenant_id, person.doorman_serial, None).expect("a key");
        accounts::sessions::insert(
            &mut tx,
            id,
            person.actor.id,
            "",
            hash,
            "192.0.2.1",
            "test",
            self.app.clock.now(),
        );
        tx.commit().await.expect("a session");
        Client {
            service: self.service.clone(),
            host: format!("{slug}.localhost"),
            cookie: Some(value),
            person: Some(person),
            key: None,
        }
    }

    /// One workspace more, with an administrator and nobody else.
    pub(crate) async fn workspace(&self, slug: &str) {
        let new = NewTenant {
            plan: None,
            slug: slug.into(),
            name: slug.into(),
            time_zone: "Europe/Berlin".into(),
            currency: "EUR".into(),
            locale: "en".into(),
            administrator: create::administrator("Ada".into(), format!("ada@{slug}.example"), String::new()),
        };
        create::create(&self.app, new).await.expect("a workspace");
    }

    /// A program with a key of that role, which the workspace's administrator made.
    pub(crate) async fn key(&self, slug: &str, role: Role) -> Client {
        let draft = json!({ "name": format!("Key of a {}", role.as_str()), "role": role });
        let made = self.sign_in(slug, "ada").await.post("/api/api-keys", draft).await.expect(201);
        self.stranger(&format!("{slug}.localhost")).with_key(made["secret"].as_str().expect("a secret"))
    }

    /// Somebody at a workspace's address who has not signed in.
    pub(crate) fn stranger(&self, host: &str) -> Client {
        Client { service: self.service.clone(), host: host.to_owned(), cookie: None, person: None, key: None }
    }

    /// The words by which somebody finds a record.
    pub(crate) async fn words(&self, slug: &str, name: &str, record: &Value) -> Vec<String> {
        let id: uuid::Uuid = record["id"].as_str().expect("an id").parse().expect("an id");
        let mut tx = self.tx(slug, name);
        let tokens =
            sql("select token from search_tokens where tenant_id = $1 and record_id = $2 order by token");
        let rows =
            tx.query(tokens.bind(self.person(slug, name).actor.tenant_id).bind(id)).await.expect("tokens");
        rows.iter().map(|row| row.take().expect("a token")).collect()
    }

    /// What was done to a record, oldest first, as far as somebody sees it: the action and the changes.
    pub(crate) async fn history(&self, slug: &str, name: &str, record: &Value) -> Vec<(String, Value)> {
        let id: uuid::Uuid = record["id"].as_str().expect("an id").parse().expect("an id");
        let mut tx = self.tx(slug, name);
        let events =
            sql("select action, changes from events where tenant_id = $1 and record_id = $2 order by at, id");
        let rows =
            tx.query(events.bind(self.person(slug, name).actor.tenant_id).bind(id)).await.expect("events");
        rows.iter().map(|row| (row.take().expect("an action"), row.take().expect("changes"))).collect()
    }

    /// A transaction in a person's name, for tests below HTTP.
    pub(crate) fn tx(&self, slug: &str, name: &str) -> TenantTx {
        self.tx_within(slug, name, Limits::Request)
    }

    /// The same that may only read.
    pub(crate) fn reading(&self, slug: &str, name: &str) -> TenantTx {
        self.tx_within(slug, name, Limits::Read)
    }

    fn tx_within(&self, slug: &str, name: &str, limits: Limits) -> TenantTx {
        let actor = self.person(slug, name).actor;
        self.app.db.tenant(actor, self.app.db.keys().current(), None, limits).expect("a key")
    }
}

fn app(endpoint: &Endpoint, adjust: impl FnOnce(&mut DbOptions)) -> App {
    app_with(endpoint, adjust, Clock::system())
}

fn app_with(endpoint: &Endpoint, adjust: impl FnOnce(&mut DbOptions), clock: Clock) -> App {
    let mut options =
        DbOptions { pooled: endpoint.clone(), direct: endpoint.clone(), connections: 4, prepared: true };
    adjust(&mut options);
    let db = Db::new(&options, Arc::new(KEYS.clone())).expect("pools");
    let settings = Settings::default();
    App::new(db, clock, settings)
}

async fn make_template() -> HashMap<(String, String), Person> {
    let endpoint = Endpoint::parse(&admin_url()).expect("an address");
    let admin = Migrator::connect(&endpoint).await.expect("the test cluster answers");
    admin.drop_database(&TEMPLATE).await.expect("the old template goes");
    admin.create_database(&TEMPLATE, None).await.expect("a template");
    let template = endpoint.with_database(&TEMPLATE);
    Migrator::connect(&template)
        .await
        .expect("the template answers")
        .run(&KEYS)
        .await
        .expect("the migrations apply");
    let app = app(&template, |_| {});
    let hash = password::hash_now(PASSWORD).expect("randomness");
    let mut people = HashMap::new();
    for slug in ["acme", "beta"] {
        cast(&app, slug, &hash, &mut people).await;
    }
    app.db.close();
    // Connections that are being closed would keep the template from being cloned.
    let idle =
        format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}'", *TEMPLATE);
    admin.script(&idle).await.expect("the template is let go");
    people
}

async fn cast(app: &App, slug: &str, hash: &str, people: &mut HashMap<(String, String), Person>) {
    let email = |name: &str| format!("{name}@{slug}.example");
    let administrator = create::administrator("Ada Lovelace".into(), email("ada"), hash.to_owned());
    let new = NewTenant {
        plan: None,
        slug: slug.into(),
        name: format!("{} Trading", slug.to_uppercase()),
        time_zone: "Europe/Berlin".into(),
        currency: "EUR".into(),
        locale: "en".into(),
        administrator,
    };
    let (tenant, ada) = create::create(app, new).await.expect("a tenant");
    let mut add = |name: &str, id: UserId, role: Role| {
        let actor = Actor { tenant_id: tenant, id, kind: ActorKind::User, role, serial: 1 };
        people.insert((slug.to_owned(), name.to_owned()), Person { actor, doorman_serial: 1 });
    };
    add("ada", ada, Role::Administrator);
    let mut tx = app.db.steward(tenant, 1, None).expect("a key");
    let north = teams::insert(&mut tx, app.clock.id(), "North", None).await.expect("a team").id;
    let south = teams::insert(&mut tx, app.clock.id(), "South", None).await.expect("a team").id;
    for (name, full, role, team_id) in [
        ("max", "Max Weber", Role::AccountManager, Some(north)),
        ("rita", "Rita Levi", Role::SalesRepresentative, Some(north)),
        ("sam", "Sam Kuhn", Role::SalesRepresentative, Some(south)),
        ("ron", "Ron Ito", Role::ReadOnly, None),
    ] {
        let new = NewUser {
            name: full.into(),
            email: email(name),
            role,
            team_id,
            password_hash: Some(hash.to_owned()),
            external_id: None,
        };
        let id: UserId = app.clock.id();
        accounts::store::insert(&mut tx, app.db.keys(), id, new, app.clock.now()).await.expect("a person");
        add(name, id, role);
    }
    actors::refresh(&mut tx).await.expect("scopes");
    tx.commit().await.expect("people");
    let _: TenantId = tenant;
}
