//! Signing in and out, sessions, guesses, other sites' pages, and how changes of people end sessions in every process.

use crate::support::{Answer, Client, Kontaly, PASSWORD};
use axum::body::Body;
use axum::http::{Method, Request, header};
use kontaly::clock::Clock;
use kontaly_db::sql;
use serde_json::{Value, json};
use std::time::Instant;

async fn sign_in(t: &Kontaly, email: &str, password: &str) -> Answer {
    t.stranger("acme.localhost").post("/api/session", json!({ "email": email, "password": password })).await
}

fn set_cookie(answer: &Answer) -> &str {
    answer.headers[header::SET_COOKIE].to_str().expect("a cookie")
}

fn value(answer: &Answer) -> String {
    let cookie = set_cookie(answer);
    cookie.split_once('=').expect("a name").1.split(';').next().expect("a value").to_owned()
}

/// A browser that signed in with the password.
async fn browser(t: &Kontaly, name: &str) -> Client {
    let answer = sign_in(t, &format!("{name}@acme.example"), PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    t.stranger("acme.localhost").with_cookie(value(&answer))
}

async fn count(t: &Kontaly, query: &'static str) -> i64 {
    t.owner().await.query(&sql(query)).await.expect(query)[0].take().expect("a number")
}

#[tokio::test]
async fn somebody_signs_in_and_out() {
    let t = Kontaly::start().await;
    let answer = sign_in(&t, " Rita@ACME.example ", PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json["user"]["role"], "sales_representative");
    assert_eq!(answer.json["tenant"]["slug"], "acme");
    let cookie = set_cookie(&answer).to_owned();
    let (pair, attributes) = cookie.split_once(';').expect("attributes");
    assert!(pair.starts_with("__Host-kontaly="), "{cookie}");
    let attributes: Vec<_> = attributes.split(';').map(str::trim).collect();
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(attributes.contains(&attribute), "{attribute} in {cookie}");
    }
    assert!(!cookie.to_lowercase().contains("domain"), "a __Host- cookie has no domain: {cookie}");
    let held = value(&answer);
    assert_ne!(
        held,
        value(&sign_in(&t, "rita@acme.example", PASSWORD).await),
        "every session has a secret of its own"
    );
    let rows =
        t.owner().await.query(&sql("select secret_hash, s::text from sessions s")).await.expect("sessions");
    for row in rows {
        let (hash, text): (Vec<u8>, String) = (row.take().expect("a hash"), row.take().expect("a row"));
        assert_eq!(hash.len(), 32);
        assert!(!text.contains(&held[held.len() - 20..]), "the cookie is kept nowhere");
    }
    let rita = t.stranger("acme.localhost").with_cookie(held);
    assert_eq!(rita.get("/api/session").await.expect(200)["user"]["email"], "rita@acme.example");
    let out = rita.send(Method::DELETE, "/api/session", None, None).await;
    assert_eq!(out.status, 204);
    assert!(
        set_cookie(&out).contains("__Host-kontaly=; ") && set_cookie(&out).contains("Max-Age=0"),
        "{}",
        set_cookie(&out)
    );
    assert_eq!(rita.get("/api/session").await.code(401), "unauthenticated");
    assert_eq!(rita.get("/api/sessions").await.code(401), "unauthenticated", "nor through the steward");
    assert_eq!(t.stranger("acme.localhost").get("/api/session").await.code(401), "unauthenticated");
}

#[tokio::test]
async fn a_person_lists_and_revokes_the_own_sessions() {
    let t = Kontaly::start().await;
    let (desk, phone, sam) = (browser(&t, "rita").await, browser(&t, "rita").await, browser(&t, "sam").await);
    let listed = desk.get("/api/sessions").await.expect(200);
    let ids: Vec<_> = listed
        .as_array()
        .expect("a list")
        .iter()
        .map(|s| s["id"].as_str().expect("an id").to_owned())
        .collect();
    assert_eq!(ids.len(), 2, "one's own, and nobody else's: {listed}");
    assert!(!listed.to_string().contains("secret"), "{listed}");
    for id in &ids {
        assert_eq!(sam.delete(&format!("/api/sessions/{id}")).await.code(404), "not_found");
    }
    // The newest comes first: the phone's.
    desk.delete(&format!("/api/sessions/{}", ids[0])).await.expect(204);
    assert_eq!(phone.get("/api/leads").await.code(401), "unauthenticated");
    desk.get("/api/leads").await.expect(200);
    assert_eq!(desk.delete(&format!("/api/sessions/{}", ids[0])).await.code(404), "not_found");
    t.owner().await.script("update sessions set expires_at = now()").await.expect("time passes");
    assert_eq!(desk.get("/api/leads").await.code(401), "unauthenticated", "a session ends by itself");
    assert_eq!(desk.get("/api/sessions").await.code(401), "unauthenticated");
}

/// A wrong password, an unknown address, somebody suspended and somebody only invited are answered alike, and all cost the
/// work of a password.
#[tokio::test]
async fn nobody_learns_who_is_here() {
    let t = Kontaly::start().await;
    t.owner().await.script("update users set state = 'suspended' where name_key like 'sam%'; update users set state = 'invited' where name_key like 'ron%'").await.expect("states");
    let mut told = Vec::new();
    let mut times = Vec::new();
    for email in [
        "rita@acme.example",
        "nobody@acme.example",
        "sam@acme.example",
        "ron@acme.example",
        "rita@beta.example",
        "",
        "no address",
    ] {
        let started = Instant::now();
        let mut answer = sign_in(&t, email, "correct horse battery!").await;
        times.push(started.elapsed());
        assert!(!answer.headers.contains_key(header::SET_COOKIE), "{email}");
        answer.json["request_id"] = Value::Null;
        let mut headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| *name != "x-request-id")
            .map(|(n, v)| format!("{n}: {v:?}"))
            .collect();
        headers.sort();
        told.push((answer.status, answer.json, headers));
    }
    assert_eq!(told[0].0, 401);
    assert!(told.iter().all(|one| *one == told[0]), "{told:#?}");
    let known = times[0];
    assert!(
        times.iter().all(|time| *time * 5 > known),
        "an answer that comes at once tells that nobody is there: {times:?}"
    );
    let right = sign_in(&t, "sam@acme.example", PASSWORD).await;
    assert_eq!(right.code(401), "wrong_credentials", "a suspended person's right password");
}

/// How many of the answers say "wait".
fn throttled(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 429).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_are_throttled_for_an_account_also_when_they_come_at_once() {
    let t = Kontaly::start().await;
    let other = t.second();
    let guesses =
        (0..24).map(|n| sign_in(if n % 2 == 0 { &t } else { &other }, "rita@acme.example", "wrong"));
    let answers = futures_util::future::join_all(guesses).await;
    assert_eq!(throttled(&answers), 14, "ten guesses, over both processes, however many come at once");
    let answer = sign_in(&t, "RITA@acme.example", PASSWORD).await;
    assert_eq!(answer.headers["retry-after"], "900");
    assert_eq!(answer.code(429), "throttled", "the right one has to wait too");
    assert_eq!(sign_in(&t, "max@acme.example", PASSWORD).await.status, 200, "others do not");
    let same_elsewhere = t
        .stranger("beta.localhost")
        .post("/api/session", json!({ "email": "rita@acme.example", "password": "x" }))
        .await;
    assert_eq!(same_elsewhere.status, 401, "nor the same address in another workspace");
    // A quarter of an hour later.
    let later = t.app.clock.now() + jiff::SignedDuration::from_mins(16);
    let then = t.second_with(|_| {}, Clock::fixed(later));
    assert_eq!(sign_in(&then, "rita@acme.example", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn guesses_are_throttled_for_an_address_and_forgiven_for_an_account() {
    let t = Kontaly::start().await;
    for _ in 0..9 {
        assert_eq!(sign_in(&t, "rita@acme.example", "wrong").await.status, 401);
    }
    assert_eq!(sign_in(&t, "rita@acme.example", PASSWORD).await.status, 200);
    assert_eq!(
        sign_in(&t, "rita@acme.example", "wrong").await.status,
        401,
        "who signs in starts from nothing"
    );
    // An unknown account is throttled like a known one.
    for _ in 0..10 {
        assert_eq!(sign_in(&t, "nobody@acme.example", "wrong").await.status, 401);
    }
    assert_eq!(sign_in(&t, "nobody@acme.example", "wrong").await.status, 429);
    // A hundred guesses from one address, whatever the accounts, and whatever it claims to be.
    t.owner()
        .await
        .script("update sign_in_throttles set failures = 100 where failures > 11")
        .await
        .expect("many guesses");
    let claims = Request::post("/api/session")
        .header(header::HOST, "acme.localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-forwarded-for", "198.51.100.7")
        .body(Body::from(json!({ "email": "sam@acme.example", "password": PASSWORD }).to_string()))
        .expect("a request");
    assert_eq!(t.stranger("").raw(claims).await.code(429), "throttled");
}

/// Who may send what with our cookie: pages of this very origin, and programs.
#[tokio::test]
async fn another_sites_page_cannot_use_the_cookie() {
    let t = Kontaly::start().await;
    let rita = browser(&t, "rita").await;
    let send = async |method: Method, path: &str, kind: &str, headers: &[(&str, &str)]| {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "acme.localhost:8080");
        request = request
            .header(header::COOKIE, format!("__Host-kontaly={}", rita.cookie.as_deref().unwrap_or_default()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Body::from(json!({ "last_name": "X" }).to_string());
        rita.raw(request.header(header::CONTENT_TYPE, kind).body(body).expect("a request")).await
    };
    let post =
        async |headers: &[(&str, &str)]| send(Method::POST, "/api/leads", "application/json", headers).await;
    for headers in [
        &[][..],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://acme.localhost:8080")],
        &[("origin", "http://acme.localhost:8080")],
    ] {
        assert_eq!(post(headers).await.status, 201, "{headers:?}");
    }
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://acme.localhost:8080")],
        &[("origin", "http://beta.localhost:8080")],
        &[("origin", "http://acme.localhost")],
        &[("origin", "http://acme.localhost:8081")],
        &[("origin", "https://acme.localhost:8080")],
        &[("origin", "http://acme.localhost:8080.evil.example")],
        &[("origin", "null")],
        &[("origin", "")],
    ] {
        let answer = post(headers).await;
        assert_eq!(answer.code(403), "cross_site", "{headers:?}");
    }
    // HTTP/2 says the host in the target, and sends no Host.
    for (origin, status) in [("http://acme.localhost:8080", 201), ("http://beta.localhost:8080", 403)] {
        let request = Request::post("http://acme.localhost:8080/api/leads")
            .header(header::COOKIE, format!("__Host-kontaly={}", rita.cookie.as_deref().unwrap_or_default()))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, origin)
            .body(Body::from(json!({ "last_name": "X" }).to_string()))
            .expect("a request");
        assert_eq!(rita.raw(request).await.status, status, "{origin}");
    }
    // What a form can send is not JSON.
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonx"]
    {
        assert_eq!(
            send(Method::POST, "/api/leads", kind, &[]).await.code(415),
            "unsupported_media_type",
            "{kind}"
        );
    }
    // Reading is no harm, wherever it comes from; signing somebody in is.
    assert_eq!(
        send(Method::GET, "/api/leads", "application/json", &[("sec-fetch-site", "cross-site")]).await.status,
        200
    );
    for (method, path) in
        [(Method::POST, "/api/session"), (Method::DELETE, "/api/session"), (Method::POST, "/api/password")]
    {
        let answer = send(method, path, "application/json", &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(answer.code(403), "cross_site", "{path}");
    }
    assert_eq!(count(&t, "select count(*) from leads").await, 5);
}

#[tokio::test]
async fn a_cookie_that_was_touched_is_nobodys() {
    let t = Kontaly::start().await;
    let rita = browser(&t, "rita").await;
    let held = rita.cookie.clone().expect("a cookie");
    let with = async |cookie: &str| {
        let client = t.stranger("acme.localhost").with_cookie(cookie.to_owned());
        client.get("/api/leads").await.status.as_u16()
    };
    assert_eq!(with(&held).await, 200);
    for at in (0..held.len()).step_by(7) {
        let swapped = if held.as_bytes()[at] == b'A' { "B" } else { "A" };
        let mut touched = held.clone();
        touched.replace_range(at..=at, swapped);
        assert_eq!(with(&touched).await, 401, "character {at}");
    }
    for cookie in ["", "x", &held[1..], &held[..held.len() - 4], &format!("{held}; __Host-kontaly={held}")] {
        assert_eq!(with(cookie).await, 401, "{cookie}");
    }
}

/// An administrator in the one process, the person in the other.
async fn change(t: &Kontaly, name: &str, patch: Value) {
    let ada = t.sign_in("acme", "ada").await;
    let id = t.person("acme", name).actor.id;
    let users = ada.get("/api/users").await.expect(200);
    let user = users
        .as_array()
        .expect("a list")
        .iter()
        .find(|user| user["id"] == id.to_string())
        .expect("the person");
    ada.patch(&format!("/api/users/{id}"), user["version"].as_i64().expect("a version"), patch)
        .await
        .expect(200);
}

#[tokio::test]
async fn what_changes_about_a_person_ends_sessions_in_every_process_at_once() {
    let t = Kontaly::start().await;
    let other = t.second();
    for (patch, again) in [
        (json!({ "role": "account_manager" }), true),
        (json!({ "role": "sales_representative" }), true),
        (json!({ "state": "suspended" }), false),
    ] {
        let rita = browser(&other, "rita").await;
        rita.get("/api/leads").await.expect(200);
        change(&t, "rita", patch.clone()).await;
        // Not within a second: at once, for reading, for writing and for what goes through the steward.
        assert_eq!(rita.get("/api/leads").await.code(401), "unauthenticated", "{patch}");
        assert_eq!(
            rita.post("/api/leads", json!({ "last_name": "X" })).await.code(401),
            "unauthenticated",
            "{patch}"
        );
        assert_eq!(rita.get("/api/sessions").await.code(401), "unauthenticated", "{patch}");
        assert_eq!(sign_in(&other, "rita@acme.example", PASSWORD).await.status == 200, again, "{patch}");
    }
    change(&t, "rita", json!({ "state": "active" })).await;
    browser(&other, "rita").await.get("/api/leads").await.expect(200);
    assert_eq!(count(&t, "select count(*) from leads").await, 0);
    // A name or a team ends nothing.
    let rita = browser(&other, "rita").await;
    change(&t, "rita", json!({ "name": "Rita L. Montalcini", "team_id": null })).await;
    rita.get("/api/leads").await.expect(200);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_but_the_one_that_set_it() {
    let t = Kontaly::start().await;
    let other = t.second();
    let (desk, phone) = (browser(&t, "rita").await, browser(&other, "rita").await);
    let wrong =
        desk.post("/api/password", json!({ "current": "wrong", "new": "another good password" })).await;
    assert_eq!(wrong.expect(422)["fields"][0]["code"], "wrong_password");
    let short = desk.post("/api/password", json!({ "current": PASSWORD, "new": "short" })).await;
    assert_eq!(short.expect(422)["fields"][0]["field"], "new");
    phone.get("/api/leads").await.expect(200);
    let answer =
        desk.post("/api/password", json!({ "current": PASSWORD, "new": "another good password" })).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
    assert_eq!(phone.get("/api/leads").await.code(401), "unauthenticated");
    assert_eq!(desk.get("/api/leads").await.code(401), "unauthenticated", "the old cookie");
    let fresh = other.stranger("acme.localhost").with_cookie(value(&answer));
    fresh.get("/api/leads").await.expect(200);
    fresh.get("/api/sessions").await.expect(200);
    assert_eq!(sign_in(&t, "rita@acme.example", PASSWORD).await.code(401), "wrong_credentials");
    assert_eq!(sign_in(&other, "rita@acme.example", "another good password").await.status, 200);
}
