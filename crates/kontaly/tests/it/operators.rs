//! Operators: how they begin, how they sign in, what each may do, and that nobody else gets near.

use crate::changes::{Stream, started};
use crate::support::{Answer, Client, Kontaly};
use axum::body::Body;
use axum::http::{Method, Request, header};
use jiff::SignedDuration;
use kontaly::clock::Clock;
use kontaly::console::power::{OperatorRole, Power};
use kontaly::console::totp::Factor;
use kontaly::console::{enrolment, guard};
use kontaly::http::cookie;
use kontaly_access::{OperatorId, Permission};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

/// A browser at the console.
pub(crate) struct Console {
    client: Client,
    cookie: Option<String>,
}

impl Console {
    fn of(t: &Kontaly) -> Self {
        Self { client: t.stranger("admin.localhost"), cookie: None }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (Answer, Option<String>) {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "admin.localhost");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("{}={cookie}", guard::COOKIE));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let answer = self.client.raw(request.body(body).expect("a request")).await;
        let cookie = answer.headers.get(header::SET_COOKIE).map(|value| {
            let text = value.to_str().expect("a cookie").to_owned();
            assert!(text.contains("SameSite=Strict") && text.contains("HttpOnly") && text.contains("Secure"));
            text.split(['=', ';']).nth(1).expect("a value").to_owned()
        });
        (answer, cookie)
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await.0
    }

    pub(crate) async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.change(Method::PATCH, path, version, body).await
    }

    pub(crate) async fn put(&self, path: &str, version: i64, body: Value) -> Answer {
        self.change(Method::PUT, path, version, body).await
    }

    async fn change(&self, method: Method, path: &str, version: i64, body: Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "admin.localhost")
            .header(
                header::COOKIE,
                format!("{}={}", guard::COOKIE, self.cookie.as_deref().unwrap_or_default()),
            )
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::IF_MATCH, format!("\"{version}\""))
            .body(Body::from(body.to_string()));
        self.client.raw(request.expect("a request")).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await.0
    }
}

/// What the operator's app shows: its secret is in the link that the console gave.
fn code(t: &Kontaly, id: &str, email: &str) -> String {
    let id = OperatorId(id.parse().expect("an id"));
    let factor = Factor::of(t.app.db.keys(), id, 1, email, "admin.localhost").expect("a factor");
    factor.code(t.app.clock.now())
}

async fn token(t: &Kontaly, email: &str, role: OperatorRole) -> String {
    let link = enrolment::invite(&t.app, None, "Robin Vance", email, role).await.expect("a link");
    link.split_once('#').expect("a token").1.to_owned()
}

async fn id(t: &Kontaly, email: &str) -> String {
    let owner = t.owner().await;
    let query =
        kontaly_db::sql("select id::text from console.operators where email = $1").bind(email.to_owned());
    owner.query(&query).await.expect("a row")[0].take().expect("an id")
}

/// Somebody who has begun, with the recovery codes.
pub(crate) async fn begun(t: &Kontaly, email: &str, role: OperatorRole) -> (Console, Vec<String>) {
    let token = token(t, email, role).await;
    let mut console = Console::of(t);
    let draft = json!({ "token": token, "password": PASSWORD, "code": code(t, &id(t, email).await, email) });
    let (answer, cookie) = console.send(Method::POST, "/api/enrolment/confirm", Some(draft)).await;
    let answer = answer.expect(200);
    console.cookie = cookie;
    let codes = answer["recovery_codes"].as_array().expect("codes").iter();
    (console, codes.map(|code| code.as_str().expect("a code").to_owned()).collect())
}

#[tokio::test]
async fn an_operator_begins_with_a_link_that_works_once_and_a_second_factor() {
    let t = Kontaly::start().await;
    let token = token(&t, "robin@example.com", OperatorRole::Owner).await;
    let console = Console::of(&t);
    let seen = console.post("/api/enrolment", json!({ "token": token })).await.expect(200);
    assert_eq!(seen["name"], "Robin Vance");
    assert!(seen["otpauth"].as_str().expect("a link").starts_with("otpauth://totp/Kontaly"));
    assert!(seen["picture"].as_str().expect("a picture").contains("<svg"));
    let right = code(&t, &id(&t, "robin@example.com").await, "robin@example.com");
    let draft = |password: &str, code: &str| json!({ "token": token, "password": password, "code": code });
    let short = console.post("/api/enrolment/confirm", draft("short", &right)).await.expect(422);
    assert_eq!(Client::wrong(&short)[0].0, "password");
    let wrong = console.post("/api/enrolment/confirm", draft(PASSWORD, "000000")).await.expect(422);
    assert_eq!(Client::wrong(&wrong), [("code", "wrong_code")]);
    let (enrolled, cookie) =
        console.send(Method::POST, "/api/enrolment/confirm", Some(draft(PASSWORD, &right))).await;
    let enrolled = enrolled.expect(200);
    assert_eq!(enrolled["recovery_codes"].as_array().map(Vec::len), Some(10));
    assert!(cookie.is_some());
    assert_eq!(console.post("/api/enrolment/confirm", draft(PASSWORD, &right)).await.code(410), "link_ended");
    assert_eq!(console.post("/api/enrolment", json!({ "token": token })).await.code(410), "link_ended");
}

#[tokio::test]
async fn signing_in_takes_the_password_and_a_code_that_works_once() {
    let t = Kontaly::start().await;
    let (console, codes) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let session = console.get("/api/session").await.expect(200);
    assert_eq!(session["operator"]["role"], "owner");
    let stranger = Console::of(&t);
    let sign_in = |password: &str, code: &str| json!({ "email": " Robin@Example.com ", "password": password, "code": code });
    let again = code(&t, &id(&t, "robin@example.com").await, "robin@example.com");
    assert_eq!(
        stranger.post("/api/session", sign_in(PASSWORD, &again)).await.code(401),
        "wrong_credentials",
        "the code that began was used"
    );
    // Half a minute later the app shows another one.
    let late = t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_secs(31)));
    let next = code(&late, &id(&t, "robin@example.com").await, "robin@example.com");
    let stranger = Console::of(&late);
    assert_eq!(stranger.post("/api/session", sign_in("wrong", &next)).await.code(401), "wrong_credentials");
    let (answer, cookie) = stranger.send(Method::POST, "/api/session", Some(sign_in(PASSWORD, &next))).await;
    answer.expect(200);
    assert!(cookie.is_some());
    assert_eq!(stranger.post("/api/session", sign_in(PASSWORD, &next)).await.code(401), "wrong_credentials");
    // Without the device.
    stranger.post("/api/session", sign_in(PASSWORD, &codes[3].to_uppercase())).await.expect(200);
    assert_eq!(
        stranger.post("/api/session", sign_in(PASSWORD, &codes[3])).await.code(401),
        "wrong_credentials"
    );
    let left = stranger.post("/api/session", sign_in(PASSWORD, &codes[4])).await.expect(200);
    assert_eq!(left["operator"]["recovery_codes"], 9, "as it was when this one was shown");
    let nobody = json!({ "email": "nobody@example.com", "password": PASSWORD, "code": next });
    assert_eq!(stranger.post("/api/session", nobody).await.code(401), "wrong_credentials");
    for _ in 0..10 {
        stranger.post("/api/session", sign_in("guess", "000000")).await;
    }
    assert_eq!(stranger.post("/api/session", sign_in(PASSWORD, &codes[5])).await.code(429), "throttled");
}

#[tokio::test]
async fn each_role_does_what_it_may_and_a_session_ends() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let (reader, _) = begun(&t, "rae@example.com", OperatorRole::ReadOnly).await;
    let draft = json!({ "name": "New", "email": "new@example.com", "role": "support" });
    for other in [&support, &reader] {
        assert_eq!(other.post("/api/operators", draft.clone()).await.code(403), "forbidden");
        assert_eq!(other.get("/api/operators").await.expect(200).as_array().map(Vec::len), Some(3));
    }
    let link = owner.post("/api/operators", draft.clone()).await.expect(201);
    assert!(link["link"].as_str().expect("a link").starts_with("http://admin.localhost"));
    let taken = owner.post("/api/operators", draft).await.expect(422);
    assert_eq!(Client::wrong(&taken), [("email", "taken")]);

    let idle = t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_hours(3)));
    let forgotten = Console { client: idle.stranger("admin.localhost"), cookie: owner.cookie.clone() };
    assert_eq!(forgotten.get("/api/session").await.code(401), "unauthenticated");
    owner.send(Method::DELETE, "/api/session", None).await.0.expect(204);
    assert_eq!(owner.get("/api/session").await.code(401), "unauthenticated");
    let admin = t.owner().await;
    admin
        .script("update console.operators set state = 'suspended' where email = 'sal@example.com'")
        .await
        .expect("an update");
    assert_eq!(support.get("/api/session").await.code(401), "unauthenticated", "at once");
}

#[tokio::test]
async fn a_tenants_people_and_hosts_have_nothing_to_do_with_it() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let ada = t.sign_in("acme", "ada").await;
    assert_eq!(ada.get("/api/operators").await.status, 404, "no such thing at a workspace's address");
    let as_tenant = Console { client: t.stranger("admin.localhost"), cookie: ada.cookie.clone() };
    assert_eq!(as_tenant.get("/api/operators").await.code(401), "unauthenticated");
    let at_tenant = t.stranger("acme.localhost").with_cookie(owner.cookie.clone().expect("a cookie"));
    assert_eq!(at_tenant.get("/api/leads").await.code(401), "unauthenticated");
    for text in ["select count(*) from console.operators", "select count(*) from console.sessions"] {
        for role in ["kontaly_app", "kontaly_steward", "kontaly_platform", "kontaly_router", "kontaly_worker"]
        {
            let intruder = kontaly_db::Intruder::connect(&t.endpoint(), role, t.app.db.keys())
                .await
                .expect("a connection");
            assert!(intruder.run(text).await.is_err(), "{role}: {text}");
        }
    }
    let console = kontaly_db::Intruder::connect(&t.endpoint(), "kontaly_console", t.app.db.keys())
        .await
        .expect("a connection");
    assert!(console.run("select count(*) from leads").await.is_err());
    for text in
        ["delete from console.events", "update console.events set action = 'x'", "truncate console.events"]
    {
        assert!(console.run(text).await.is_err(), "{text}");
        let owner = t.owner().await;
        assert!(owner.script(text).await.is_err(), "not even whoever owns it: {text}");
    }
}

/// Every operation of the console, tried by nobody, by a tenant's administrator and by each role.
#[tokio::test]
async fn every_operation_is_refused_to_whoever_lacks_its_power() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let (reader, _) = begun(&t, "rae@example.com", OperatorRole::ReadOnly).await;
    let ada = t.sign_in("acme", "ada").await;
    let tenants = Console { client: t.stranger("admin.localhost"), cookie: ada.cookie.clone() };
    let by_role =
        [(OperatorRole::Owner, &owner), (OperatorRole::Support, &support), (OperatorRole::ReadOnly, &reader)];
    let document = serde_json::to_value(kontaly::routes::console_openapi(t.app.clone())).expect("a document");
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            // A sign-out would end what the rest is tried with.
            let Some(power) = operation["x-power"].as_str().filter(|_| method != "delete") else { continue };
            let power = Power::ALL.into_iter().find(|one| one.as_str() == power).expect(power);
            let path = path.replace("{id}", "019a52c1-7c1e-7d52-9d0b-6a0f5f2d7f11");
            let method: Method = method.to_uppercase().parse().expect("a method");
            let body = operation.get("requestBody").map(|_| json!({}));
            let try_as = async |who: &Console| who.send(method.clone(), &path, body.clone()).await.0.status;
            assert_eq!(try_as(&Console::of(&t)).await, 401, "{method} {path} by nobody");
            assert_eq!(try_as(&tenants).await, 401, "{method} {path} by a tenant's administrator");
            for (role, console) in by_role {
                let refused = try_as(console).await == 403;
                assert_eq!(refused, !role.can(power), "{method} {path} by {}", role.as_str());
            }
            tried += 1;
        }
    }
    assert!(tried >= 9, "{tried}");
}

#[tokio::test]
async fn the_last_owner_stays_and_whoever_lost_the_device_begins_anew() {
    let t = Kontaly::start().await;
    let (owner, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let robin = id(&t, "robin@example.com").await;
    let sal = id(&t, "sal@example.com").await;
    let (of_robin, of_sal) = (format!("/api/operators/{robin}"), format!("/api/operators/{sal}"));
    assert_eq!(owner.patch(&of_robin, 2, json!({ "suspended": true })).await.code(409), "last_owner");
    assert_eq!(owner.patch(&of_robin, 2, json!({ "role": "support" })).await.code(409), "last_owner");
    assert_eq!(owner.post(&format!("{of_robin}/link"), json!({})).await.code(409), "last_owner");
    assert_eq!(owner.patch(&of_sal, 1, json!({ "role": "owner" })).await.code(409), "version_conflict");
    let sal_now = owner.patch(&of_sal, 2, json!({ "role": "owner" })).await.expect(200);
    assert_eq!((sal_now["role"].as_str(), sal_now["version"].as_i64()), (Some("owner"), Some(3)));
    assert_eq!(support.get("/api/session").await.expect(200)["operator"]["role"], "owner", "at once");

    let link = support.post(&format!("{of_robin}/link"), json!({})).await.expect(200);
    assert_eq!(owner.get("/api/session").await.code(401), "unauthenticated", "signed out at once");
    let token = link["link"].as_str().and_then(|link| link.split_once('#')).expect("a token").1;
    let old = code(&t, &robin, "robin@example.com");
    let draft = |code: &str| json!({ "token": token, "password": PASSWORD, "code": code });
    let wrong = owner.post("/api/enrolment/confirm", draft(&old)).await.expect(422);
    assert_eq!(Client::wrong(&wrong), [("code", "wrong_code")], "the device of before shows nothing right");
    let factor = Factor::of(
        t.app.db.keys(),
        OperatorId(robin.parse().expect("an id")),
        2,
        "robin@example.com",
        "admin.localhost",
    );
    let new = factor.expect("a factor").code(t.app.clock.now());
    owner.post("/api/enrolment/confirm", draft(&new)).await.expect(200);

    let out = support.patch(&of_robin, 4, json!({ "suspended": true })).await.expect(200);
    assert_eq!(out["state"], "suspended");
    let back = support.patch(&of_robin, 5, json!({ "suspended": false })).await.expect(200);
    assert_eq!(back["state"], "active");
}

#[tokio::test]
async fn tenants_are_listed_page_by_page_and_made() {
    let t = Kontaly::start().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let admin = t.owner().await;
    admin
        .script("insert into tenants (tenant_id, name, created_at)
          select gen_random_uuid(), 'Firm ' || lpad(n::text, 4, '0'), now() - n * interval '1 hour' from generate_series(1, 300) n")
        .await
        .expect("tenants");
    for sort in ["name", "-created_at", "-name"] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page =
                support.get(&format!("/api/tenants?limit=70&sort={sort}&q=firm{cursor}")).await.expect(200);
            seen.extend(
                page["items"]
                    .as_array()
                    .expect("items")
                    .iter()
                    .map(|one| one["name"].as_str().expect("a name").to_owned()),
            );
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let mut wanted: Vec<String> = (1..=300).map(|n| format!("Firm {n:04}")).collect();
        if sort == "-name" {
            wanted.reverse();
        }
        assert_eq!(seen, wanted, "{sort}");
    }
    let found = support.get("/api/tenants?q=100%25").await.expect(200);
    assert_eq!(found["items"].as_array().map(Vec::len), Some(0), "no pattern of anybody's");
    assert_eq!(support.get("/api/tenants?sort=plan").await.status, 422);
    assert_eq!(support.get("/api/tenants?state=suspended").await.expect(200)["items"], json!([]));

    let draft = json!({ "name": "Harbor", "slug": "harbor", "administrator": "Mina", "email": "mina@harbor.example",
        "time_zone": "Asia/Tokyo", "currency": "JPY", "locale": "en" });
    let changed = |field: &str, value: &str| {
        let mut draft = draft.clone();
        draft[field] = json!(value);
        draft
    };
    for (field, value) in [
        ("name", " "),
        ("slug", "acme"),
        ("slug", "admin"),
        ("administrator", ""),
        ("email", "mina"),
        ("time_zone", "Mars/Base"),
        ("currency", "yen"),
        ("locale", "tlh"),
    ] {
        let wrong = support.post("/api/tenants", changed(field, value)).await.expect(422);
        assert_eq!(Client::wrong(&wrong)[0].0, field, "{value}");
    }
    let made = support.post("/api/tenants", draft).await.expect(201);
    assert_eq!(made["url"], "http://harbor.localhost");
    assert_eq!(made["steps"][0]["action"], "create");
    assert_eq!(made["steps"][0]["operator"], "Robin Vance");
    let invited = admin
        .query(&kontaly_db::sql("select recipient, kind from mails where recipient = 'mina@harbor.example'"))
        .await;
    assert_eq!(invited.expect("mails").len(), 1);
    let counts = support.get("/api/tenants/count").await.expect(200);
    assert!(counts[0]["count"].as_i64() > Some(300), "{counts}");
}

#[tokio::test]
async fn a_suspended_tenant_is_closed_at_once_and_opens_as_it_was() {
    let t = started().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let ada = t.sign_in("acme", "ada").await;
    let lead = ada.get("/api/leads?limit=1").await.expect(200);
    let page = support.get("/api/tenants?q=acme").await.expect(200);
    let tenant = page["items"][0].clone();
    let path = format!("/api/tenants/{}", tenant["id"].as_str().expect("an id"));
    let version = tenant["version"].as_i64().expect("a version");
    let mut stream = Stream::open(&ada, None).await;
    assert_eq!(stream.next().await.expect("a greeting").name, "hello");

    let gone = support.patch(&path, version + 1, json!({ "state": "suspended" })).await;
    assert_eq!(gone.code(409), "version_conflict");
    let long =
        support.patch(&path, version, json!({ "state": "suspended", "reason": "x".repeat(501) })).await;
    assert_eq!(Client::wrong(&long.expect(422))[0].0, "reason");
    let body = json!({ "state": "suspended", "reason": "Three invoices are open" });
    let suspended = support.patch(&path, version, body).await.expect(200);
    assert_eq!(suspended["tenant"]["state"], "suspended");
    assert_eq!(suspended["steps"][0]["changes"]["reason"][1], "Three invoices are open");
    assert_eq!(ada.get("/api/leads?limit=1").await.code(403), "workspace_suspended");
    stream.ended().await;

    let body = json!({ "state": "active" });
    let active = support.patch(&path, version + 1, body).await.expect(200);
    assert_eq!(active["steps"][0]["action"], "activate");
    assert_eq!(ada.get("/api/leads?limit=1").await.expect(200), lead, "as it was");
}

#[tokio::test]
async fn a_read_only_tenant_is_read_and_exported_and_not_changed() {
    let t = started().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let page = support.get("/api/tenants?q=acme").await.expect(200);
    let path = format!("/api/tenants/{}", page["items"][0]["id"].as_str().expect("an id"));
    let before = t.sign_in("acme", "ada").await;
    let kept = before.post("/api/leads", json!({ "last_name": "Before" })).await.expect(201);
    let made = support.patch(&path, 1, json!({ "state": "read_only" })).await.expect(200);
    assert_eq!(made["steps"][0]["action"], "make_read_only");

    // Signing in works, and says what is left.
    let ada = t.sign_in("acme", "ada").await;
    let session = ada.get("/api/session").await.expect(200);
    assert_eq!(session["tenant"]["read_only"], true);
    let permissions = session["permissions"].as_array().expect("permissions");
    assert!(permissions.contains(&json!("leads.read")) && !permissions.contains(&json!("leads.create")));
    assert!(permissions.contains(&json!("exports.create")));
    let lead = format!("/api/leads/{}", kept["id"].as_str().expect("an id"));
    assert_eq!(before.get(&lead).await.expect(200)["last_name"], "Before");

    // Every operation that the guard knows, by an administrator.
    let document = serde_json::to_value(kontaly::routes::openapi(t.app.clone())).expect("a document");
    let (mut refused, mut left) = (0, 0);
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let Some(name) = operation["x-permission"].as_str() else { continue };
            if path == "/api/session" || path == "/api/changes" {
                continue;
            }
            let permission = Permission::ALL.iter().find(|one| one.as_str() == name).expect(name);
            let path = path.split('/').map(|part| match part {
                "{noun}" => "leads",
                part if part.starts_with('{') => "019a52c1-7c1e-7d52-9d0b-6a0f5f2d7f11",
                part => part,
            });
            let path = path.collect::<Vec<_>>().join("/");
            let method: Method = method.to_uppercase().parse().expect("a method");
            let request = Request::builder()
                .method(method.clone())
                .uri(&path)
                .header(header::HOST, "acme.localhost")
                .header(
                    header::COOKIE,
                    format!("{}={}", cookie::NAME, ada.cookie.as_deref().expect("a cookie")),
                )
                .header(header::CONTENT_TYPE, "application/json");
            let answer = ada.raw(request.body(Body::from("{}")).expect("a request")).await;
            let is = answer.json["code"] == "workspace_read_only";
            assert_eq!(is, !permission.stays_when_read_only(), "{method} {path}: {}", answer.text);
            *(if is { &mut refused } else { &mut left }) += 1;
        }
    }
    assert!(refused > 60 && left > 60, "{refused} refused, {left} left");

    support.patch(&path, 2, json!({ "state": "active" })).await.expect(200);
    ada.post("/api/leads", json!({ "last_name": "After" })).await.expect(201);
}
