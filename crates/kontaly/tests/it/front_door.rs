//! The front door on the base domain: signing a workspace up, and finding it again.

use crate::getting_in::{let_in_at, mails, token_at};
use crate::proxy::Proxy;
use crate::support::{Client, Kontaly, PASSWORD};
use axum::http::header;
use jiff::SignedDuration;
use kontaly::clock::Clock;
use serde_json::{Value, json};

/// Somebody at the base domain.
pub(crate) fn door(t: &Kontaly) -> Client {
    t.stranger("localhost")
}

pub(crate) fn sign_up(slug: &str) -> Value {
    json!({
        "workspace": " Fathom Ltd ", "slug": slug, "name": "Nora Quill", "email": " Nora@Fathom.example",
        "password": PASSWORD, "time_zone": "Europe/Dublin", "currency": "EUR",
    })
}

/// What the link of a sign-up carries, which leads to the new workspace's own host.
fn welcome(signed_up: &Value, slug: &str) -> Value {
    let url = signed_up["url"].as_str().expect("an address");
    let link = format!("http://{slug}.localhost/welcome#");
    json!({ "token": url.strip_prefix(&link).unwrap_or_else(|| panic!("{link} in {url}")) })
}

#[tokio::test]
async fn a_workspace_is_signed_up_and_its_first_person_is_in() {
    let t = Kontaly::start().await;
    let signed_up = door(&t).post("/api/sign-up", sign_up("fathom")).await.expect(201);
    let link = welcome(&signed_up, "fathom");
    let there = t.stranger("fathom.localhost");
    let elsewhere = t.stranger("acme.localhost").post("/api/welcome", link.clone()).await;
    assert_eq!(elsewhere.code(410), "link_ended", "a link is of one workspace");
    let late = t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_mins(6)));
    let answer = late.stranger("fathom.localhost").post("/api/welcome", link.clone()).await;
    assert_eq!(answer.code(410), "link_ended", "it is followed at once or never");
    let answer = there.post("/api/welcome", link.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(there.post("/api/welcome", link).await.code(410), "link_ended", "it works once");

    let nora = let_in_at(&t, "fathom.localhost", &answer);
    let me = nora.get("/api/session").await.expect(200);
    assert_eq!(me["user"]["email"], "nora@fathom.example");
    assert_eq!((&me["user"]["role"], &me["user"]["verified"]), (&json!("administrator"), &json!(false)));
    assert_eq!(
        (&me["tenant"]["name"], &me["tenant"]["time_zone"]),
        (&json!("Fathom Ltd"), &json!("Europe/Dublin"))
    );
    let invitation = json!({ "email": "tom@fathom.example", "role": "read_only" });
    assert_eq!(nora.post("/api/invitations", invitation.clone()).await.code(409), "verify_first");
    let mail = mails(&t).await.remove(0);
    assert_eq!(mail.to, "nora@fathom.example");
    let confirm = json!({ "token": token_at(&mail, "fathom", "verify") });
    there.post("/api/verification/confirm", confirm).await.expect(204);
    nora.post("/api/invitations", invitation).await.expect(201);

    let again = json!({ "email": "nora@fathom.example", "password": PASSWORD });
    there.post("/api/session", again).await.expect(200);
}

/// What the look-up says while somebody types is what the sign-up then says.
#[tokio::test]
async fn a_slug_is_judged_while_it_is_typed_and_when_it_is_sent() {
    let t = Kontaly::start().await;
    let freed = "insert into slugs (slug, skeleton, freed_at) values ('orchard', 'orchard', now())";
    t.owner().await.script(freed).await.expect("a slug that was given back");
    for (slug, reason) in [
        ("ab", "malformed"),
        ("Fathom", "malformed"),
        ("xn--fathom", "malformed"),
        ("admin", "reserved"),
        ("supp0rt", "reserved"),
        ("acme", "taken"),
        ("acrne", "taken"),
        ("0rchard", "taken"),
        ("orchard", "taken"),
    ] {
        let answer = door(&t).get(&format!("/api/slug?slug={slug}")).await.expect(200);
        assert_eq!(
            (answer["free"].as_bool(), answer["reason"].as_str()),
            (Some(false), Some(reason)),
            "{slug}"
        );
        let refused = door(&t).post("/api/sign-up", sign_up(slug)).await.expect(422);
        assert_eq!(Client::wrong(&refused), [("slug", reason)], "{slug}");
        if let Some(suggestion) = answer["suggestion"].as_str() {
            let answer = door(&t).get(&format!("/api/slug?slug={suggestion}")).await.expect(200);
            assert_eq!(answer["free"], true, "{suggestion}, in place of {slug}");
        }
    }
    let named = door(&t).get("/api/slug?name=Acme%20%26%20S%C3%B6hne").await.expect(200);
    assert_eq!((named["slug"].as_str(), named["free"].as_bool()), (Some("acme-sohne"), Some(true)));
    let named = door(&t).get("/api/slug?name=ACME").await.expect(200);
    assert_eq!(named["suggestion"], "acme-crm", "the nearest that can be had");
}

#[tokio::test]
async fn everything_that_is_wrong_is_named_and_nothing_is_made() {
    let t = Kontaly::start().await;
    let wrong = json!({
        "workspace": " ", "slug": "fathom", "name": "", "email": "nora", "password": "short",
        "time_zone": "Europe/Dublin", "currency": "euro",
    });
    let refused = door(&t).post("/api/sign-up", wrong).await.expect(422);
    let fields: Vec<_> = Client::wrong(&refused).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["workspace", "name", "email", "currency", "password"]);
    let nowhere = json!({ "time_zone": "Europe/Nowhere" });
    let mut body = sign_up("fathom");
    body["time_zone"] = nowhere["time_zone"].clone();
    let refused = door(&t).post("/api/sign-up", body).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("time_zone", "unknown")]);
    assert_eq!(t.stranger("fathom.localhost").get("/api/workspace").await.code(421), "unknown_host");
    assert!(mails(&t).await.is_empty());
}

#[tokio::test]
async fn who_asks_too_often_waits() {
    let t = Kontaly::start().await;
    for _ in 0..30 {
        door(&t).post("/api/sign-up", sign_up("acme")).await.expect(422);
    }
    let refused = door(&t).post("/api/sign-up", sign_up("acme")).await;
    assert!(refused.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(refused.code(429), "throttled");
    door(&t).get("/api/slug?slug=fathom").await.expect(200);
}

/// A process that was just started knows from the outbox how many workspaces were signed up before.
#[tokio::test]
async fn workspaces_are_counted_by_network_and_by_address_beyond_one_process() {
    for (recipient, network, many) in
        [("x@y.example", "0.0.0.0", 10), ("nora@fathom.example", "192.0.2.1", 5)]
    {
        for (signed_up, status) in [(many - 1, 201), (many, 429)] {
            let t = Kontaly::start().await;
            let before = format!(
                "insert into mails (tenant_id, id, kind, recipient, asked_from, created_at, next_at, expires_at)
                 select gen_random_uuid(), gen_random_uuid(), 'verification', '{recipient}', '{network}', now(), now(), now()
                 from generate_series(1, {signed_up})"
            );
            t.owner().await.script(&before).await.expect("sign-ups");
            door(&t).post("/api/sign-up", sign_up("fathom")).await.expect(status);
        }
    }
}

#[tokio::test]
async fn an_installation_can_keep_its_front_door_shut() {
    let t = Kontaly::start().await.with_settings(|settings| settings.sign_up = false);
    assert_eq!(door(&t).post("/api/sign-up", sign_up("fathom")).await.code(403), "sign_up_closed");
    door(&t).post("/api/workspaces/find", json!({ "email": "nobody@acme.example" })).await.expect(202);
    let mail = mails(&t).await.remove(0);
    assert!(
        mail.text.contains("No workspace here has it") && !mail.text.contains("sign up"),
        "{}",
        mail.text
    );
}

#[tokio::test]
async fn workspaces_are_found_by_mail_and_nobody_is_told_of_them() {
    let t = Kontaly::start().await;
    let mut answers = Vec::new();
    for email in ["Ada@acme.example ", "nobody@acme.example"] {
        let answer = door(&t).post("/api/workspaces/find", json!({ "email": email })).await;
        answers.push((answer.status.as_u16(), answer.text));
    }
    assert!(answers.iter().all(|answer| *answer == (202, String::new())), "{answers:?}");
    let mails = mails(&t).await;
    let to = |email: &str| mails.iter().find(|mail| mail.to == email).expect("a mail");
    assert!(to("ada@acme.example").text.contains("ACME Trading\nhttp://acme.localhost"));
    assert!(!to("ada@acme.example").text.contains("beta"), "only where the very address signs in");
    assert!(!to("nobody@acme.example").text.contains("acme.localhost"));
    let wrong = door(&t).post("/api/workspaces/find", json!({ "email": "ada" })).await.expect(422);
    assert_eq!(Client::wrong(&wrong), [("email", "not_an_email")]);
}

/// Nobody learns from the time that it takes whether an address is known: what is done before the answer is the same,
/// round trip by round trip. Whether there is anybody is looked at when the mail is delivered.
#[tokio::test]
async fn asking_about_known_and_unknown_addresses_is_the_same_work() {
    let proxy = Proxy::start().await;
    let t = Kontaly::start_with(|options| {
        options.pooled = proxy.endpoint(options.pooled.database());
        options.connections = 1;
    })
    .await;
    proxy.until_hosts_are_cached(&t).await;
    for (host, path) in [("acme.localhost", "/api/password-reset"), ("localhost", "/api/workspaces/find")] {
        let mut trips = Vec::new();
        // The first ones prepare their statements.
        for name in ["max", "sam", "rita", "nobody", "ada", "stranger"] {
            let before = proxy.total();
            let body = json!({ "email": format!("{name}@acme.example") });
            t.stranger(host).post(path, body).await.expect(202);
            trips.push(proxy.total() - before);
        }
        assert!(trips[2] > 0 && trips[2..].iter().all(|n| *n == trips[2]), "{path}: {trips:?}");
    }
}

#[tokio::test]
async fn the_front_door_has_its_pages_and_nothing_else() {
    let t = Kontaly::start().await;
    for (path, status) in [("/nothing", 404), ("/leads", 404), ("/page.css", 200), ("/api/session", 404)] {
        assert_eq!(door(&t).get(path).await.status, status, "{path}");
    }
    let missing = door(&t).get("/nothing").await;
    assert!(missing.text.contains("http://localhost/find"), "{}", missing.text);
    let nowhere = t.stranger("nowhere.localhost");
    let unknown = nowhere.get("/").await;
    assert!(unknown.status == 421 && unknown.text.contains("http://localhost/find"), "{}", unknown.text);
    assert_eq!(nowhere.get("/page.css").await.status, 200, "and it is dressed");
}
