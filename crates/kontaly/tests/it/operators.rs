//! Operators: how they begin, how they sign in, what each may do, and that nobody else gets near.

use crate::support::{Answer, Client, Kontaly};
use axum::body::Body;
use axum::http::{Method, Request, header};
use jiff::SignedDuration;
use kontaly::clock::Clock;
use kontaly::console::power::OperatorRole;
use kontaly::console::totp::Factor;
use kontaly::console::{enrolment, guard};
use kontaly_access::OperatorId;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

/// A browser at the console.
struct Console {
    client: Client,
    cookie: Option<String>,
}

impl Console {
    fn of(t: &Kontaly) -> Self {
        Self { client: t.stranger("admin.localhost"), cookie: None }
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (Answer, Option<String>) {
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

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await.0
    }

    async fn get(&self, path: &str) -> Answer {
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
    let link = enrolment::invite(&t.app, "Robin Vance", email, role).await.expect("a link");
    link.split_once('#').expect("a token").1.to_owned()
}

async fn id(t: &Kontaly, email: &str) -> String {
    let owner = t.owner().await;
    let query =
        kontaly_db::sql("select id::text from console.operators where email = $1").bind(email.to_owned());
    owner.query(&query).await.expect("a row")[0].take().expect("an id")
}

/// Somebody who has begun, with the recovery codes.
async fn begun(t: &Kontaly, email: &str, role: OperatorRole) -> (Console, Vec<String>) {
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
