//! Getting in by mail: invitations, lost passwords, confirmed addresses, and what must not work.

use crate::support::{Answer, Client, Kontaly, PASSWORD};
use axum::http::{Method, header};
use jiff::{SignedDuration, Timestamp};
use kontaly::accounts::recovery;
use kontaly::clock::Clock;
use kontaly::mail::mailbox::Mailbox;
use kontaly::mail::{Letter, Mailer, delivery};
use kontaly::tenancy::host::Host;
use kontaly::tenancy::hosts::Site;
use kontaly_db::sql;
use serde_json::{Value, json};

/// Delivers what waits; the newest comes first.
pub(crate) async fn mails(t: &Kontaly) -> Vec<Letter> {
    let mailbox = Mailbox::default();
    let mailer =
        Mailer::development(mailbox.clone(), "Kontaly <no-reply@kontaly.example>").expect("a sender");
    while delivery::round(&t.app, &mailer).await.expect("a round") > 0 {}
    mailbox.all().into_iter().map(|mail| mail.letter).collect()
}

/// What stands behind the `#` of a mail's link to a page of acme.
pub(crate) fn token(letter: &Letter, page: &str) -> String {
    token_at(letter, "acme", page)
}

/// What stands behind the `#` of a mail's link to a page of a workspace.
pub(crate) fn token_at(letter: &Letter, slug: &str, page: &str) -> String {
    let link = format!("http://{slug}.localhost/{page}#");
    let at = letter.text.find(&link).unwrap_or_else(|| panic!("{link} in {}", letter.text));
    letter.text[at + link.len()..].split_whitespace().next().expect("a token").to_owned()
}

fn let_in(t: &Kontaly, answer: &Answer) -> Client {
    let_in_at(t, "acme.localhost", answer)
}

/// The browser that got a session with an answer.
pub(crate) fn let_in_at(t: &Kontaly, host: &str, answer: &Answer) -> Client {
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("a cookie");
    let value = cookie.split_once('=').expect("a name").1.split(';').next().expect("a value");
    t.stranger(host).with_cookie(value)
}

async fn invite(t: &Kontaly, email: &str) -> (Value, String) {
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "email": email, "role": "sales_representative", "days": 3 });
    let invitation = ada.post("/api/invitations", draft).await.expect(201);
    let mail = mails(t).await.remove(0);
    assert_eq!(mail.to, email);
    (invitation, token(&mail, "invitation"))
}

async fn sign_in(t: &Kontaly, email: &str, password: &str) -> u16 {
    let body = json!({ "email": email, "password": password });
    t.stranger("acme.localhost").post("/api/session", body).await.status.as_u16()
}

#[tokio::test]
async fn whoever_is_invited_accepts_once_and_is_in() {
    let t = Kontaly::start().await;
    let (invitation, token) = invite(&t, "nora@acme.example").await;
    assert_eq!(sign_in(&t, "nora@acme.example", PASSWORD).await, 401, "not before accepting");
    let nobody = t.stranger("acme.localhost");
    let card = nobody.post("/api/invitation", json!({ "token": token })).await.expect(200);
    assert_eq!(
        (card["email"].as_str(), card["role"].as_str()),
        (Some("nora@acme.example"), Some("sales_representative"))
    );
    let accept = json!({ "token": token, "name": "Nora Quill", "password": PASSWORD });
    let elsewhere = t.stranger("beta.localhost").post("/api/invitation/accept", accept.clone()).await;
    assert_eq!(elsewhere.code(410), "link_ended", "a link is of one workspace");
    let answer = nobody.post("/api/invitation/accept", accept.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let nora = let_in(&t, &answer);
    let me = nora.get("/api/session").await.expect(200);
    assert_eq!(
        (me["user"]["name"].as_str(), me["user"]["verified"].as_bool()),
        (Some("Nora Quill"), Some(true))
    );
    assert_eq!(
        nobody.post("/api/invitation/accept", accept).await.code(410),
        "link_ended",
        "a link works once"
    );
    assert_eq!(sign_in(&t, "nora@acme.example", PASSWORD).await, 200);
    let ada = t.sign_in("acme", "ada").await;
    assert_eq!(ada.get("/api/invitations").await.expect(200), json!([]));
    let again = format!("/api/invitations/{}/send", invitation["id"].as_str().expect("an id"));
    assert_eq!(ada.post(&again, json!({})).await.code(409), "not_invited");
}

#[tokio::test]
async fn an_invitation_is_sent_again_corrected_and_taken_back() {
    let t = Kontaly::start().await;
    let (invitation, first) = invite(&t, "nora@acme.example").await;
    let ada = t.sign_in("acme", "ada").await;
    let path = format!("/api/invitations/{}", invitation["id"].as_str().expect("an id"));
    let sent =
        ada.post(&format!("{path}/send"), json!({ "email": "Nora.Quill@acme.example" })).await.expect(200);
    assert_eq!(sent["email"], "nora.quill@acme.example");
    let mail = mails(&t).await.remove(0);
    let second = token(&mail, "invitation");
    let nobody = t.stranger("acme.localhost");
    let look = |token: String| nobody.post("/api/invitation", json!({ "token": token }));
    assert_eq!(look(first).await.code(410), "link_ended", "the one before ends");
    look(second.clone()).await.expect(200);
    let listed = ada.get("/api/invitations").await.expect(200);
    assert_eq!((listed[0]["mail"].as_str(), listed[0]["expires_at"].is_string()), (Some("sent"), true));
    ada.delete(&path).await.expect(204);
    assert_eq!(look(second).await.code(410), "link_ended");
    assert!(ada.get("/api/invitations").await.expect(200)[0]["expires_at"].is_null());
    let taken = json!({ "email": "rita@acme.example", "role": "read_only" });
    assert_eq!(Client::wrong(&ada.post("/api/invitations", taken).await.expect(422)), [("email", "taken")]);
    let long = json!({ "email": "x@acme.example", "role": "read_only", "days": 31 });
    assert_eq!(
        Client::wrong(&ada.post("/api/invitations", long).await.expect(422)),
        [("days", "out_of_range")]
    );
}

#[tokio::test]
async fn an_invitation_ends_by_itself() {
    let t = Kontaly::start().await;
    let (_, token) = invite(&t, "nora@acme.example").await;
    let body = json!({ "token": token });
    let at = |hours: i64| {
        Clock::fixed(
            Timestamp::from_second(t.app.clock.now().as_second()).expect("a time")
                + SignedDuration::from_hours(hours),
        )
    };
    let before = t.second_with(|_| {}, at(71));
    before.stranger("acme.localhost").post("/api/invitation", body.clone()).await.expect(200);
    let after = t.second_with(|_| {}, at(73));
    assert_eq!(after.stranger("acme.localhost").post("/api/invitation", body).await.code(410), "link_ended");
}

#[tokio::test]
async fn a_lost_password_is_replaced_once_within_ten_minutes() {
    let t = Kontaly::start().await;
    let (rita, nobody) = (t.sign_in("acme", "rita").await, t.stranger("acme.localhost"));
    nobody.post("/api/password-reset", json!({ "email": " RITA@acme.example" })).await.expect(202);
    let link = token(&mails(&t).await[0], "password-reset");
    let new = json!({ "token": link, "password": "another good password" });
    let late = t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_mins(11)));
    let answer = late.stranger("acme.localhost").post("/api/password-reset/confirm", new.clone()).await;
    assert_eq!(answer.code(410), "link_ended");
    let short = json!({ "token": link, "password": "short" });
    let answer = nobody.post("/api/password-reset/confirm", short).await.expect(422);
    assert_eq!(Client::wrong(&answer), [("password", "password_length")], "and the link still works");
    let look = || nobody.post("/api/password-reset/look", json!({ "token": link }));
    look().await.expect(204);
    let answer = nobody.post("/api/password-reset/confirm", new.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(look().await.code(410), "link_ended");
    let_in(&t, &answer).get("/api/session").await.expect(200);
    assert_eq!(rita.get("/api/session").await.code(401), "unauthenticated", "the other sessions have ended");
    assert_eq!(nobody.post("/api/password-reset/confirm", new).await.code(410), "link_ended");
    assert_eq!(sign_in(&t, "rita@acme.example", PASSWORD).await, 401);
    assert_eq!(sign_in(&t, "rita@acme.example", "another good password").await, 200);
}

#[tokio::test]
async fn two_that_show_one_link_at_the_same_time_do_not_both_get_in() {
    let t = Kontaly::start().await;
    t.stranger("acme.localhost")
        .post("/api/password-reset", json!({ "email": "sam@acme.example" }))
        .await
        .expect(202);
    let token = token(&mails(&t).await[0], "password-reset");
    let (a, b) = (t.stranger("acme.localhost"), t.second());
    let b = b.stranger("acme.localhost");
    let body = json!({ "token": token, "password": "another good password" });
    let path = "/api/password-reset/confirm";
    let (a, b) = tokio::join!(a.post(path, body.clone()), b.post(path, body));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410]);
}

/// Unknown, invited and suspended people get the same answer as Rita, leave the same trace, and no mail.
#[tokio::test]
async fn asking_for_a_password_tells_nothing() {
    let t = Kontaly::start().await;
    invite(&t, "nora@acme.example").await;
    t.owner()
        .await
        .script("update users set state = 'suspended' where email = 'sam@acme.example'")
        .await
        .expect("a suspension");
    let mut answers = Vec::new();
    for name in ["rita", "nobody", "nora", "sam"] {
        let body = json!({ "email": format!("{name}@acme.example") });
        let answer = t.stranger("acme.localhost").post("/api/password-reset", body).await;
        answers.push((answer.status.as_u16(), answer.text));
    }
    assert!(answers.iter().all(|answer| *answer == (202, String::new())), "{answers:?}");
    let rows = sql("select count(*) from tokens where purpose = 'password_reset'");
    let tokens: i64 = t.owner().await.query(&rows).await.expect("tokens")[0].take().expect("a number");
    assert_eq!(tokens, 4, "the same was written for each");
    let to: Vec<_> = mails(&t).await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["rita@acme.example"]);
}

#[tokio::test]
async fn asking_too_often_is_refused_alike_for_known_and_unknown() {
    let t = Kontaly::start().await;
    for name in ["rita", "nobody"] {
        let body = json!({ "email": format!("{name}@acme.example") });
        let ask = || async { t.stranger("acme.localhost").post("/api/password-reset", body.clone()).await };
        for _ in 0..5 {
            ask().await.expect(202);
        }
        let refused = ask().await;
        assert!(refused.headers.contains_key(header::RETRY_AFTER));
        assert_eq!(refused.code(429), "throttled");
    }
    let beta = t.stranger("beta.localhost");
    beta.post("/api/password-reset", json!({ "email": "rita@acme.example" })).await.expect(202);
}

/// What is in the database opens no door, and neither does the Host header: links are the workspace's own.
#[tokio::test]
async fn neither_the_database_nor_a_header_gives_a_link_away() {
    let t = Kontaly::start().await;
    let client = t.stranger("ACME.localhost.:4711");
    client.post("/api/password-reset", json!({ "email": "rita@acme.example" })).await.expect(202);
    let rows = sql("select m::text || (select string_agg(t::text, '') from tokens t) from mails m");
    let kept: String = t.owner().await.query(&rows).await.expect("rows")[0].take().expect("a text");
    let mail = mails(&t).await.remove(0);
    let token = token(&mail, "password-reset");
    assert!(!kept.contains(&token) && !mail.text.contains("4711"), "{}", mail.text);
    for column in ["hash", "sealed"] {
        let bytes =
            if column == "hash" { sql("select hash from tokens") } else { sql("select sealed from mails") };
        let bytes: Vec<u8> = t.owner().await.query(&bytes).await.expect("rows")[0].take().expect("bytes");
        use base64::Engine;
        let guess = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        let body = json!({ "token": guess, "password": "another good password" });
        assert_eq!(
            client.post("/api/password-reset/confirm", body).await.code(410),
            "link_ended",
            "{column}"
        );
    }
}

#[tokio::test]
async fn an_address_is_confirmed_and_until_then_invites_nobody() {
    let t = Kontaly::start().await;
    t.owner()
        .await
        .script("update users set verified_at = null where email = 'ada@acme.example'")
        .await
        .expect("a doubt");
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "email": "nora@acme.example", "role": "read_only" });
    assert_eq!(ada.post("/api/invitations", draft.clone()).await.code(409), "verify_first");
    ada.send(Method::POST, "/api/verification", None, None).await.expect(202);
    let token = token(&mails(&t).await[0], "verify");
    let nobody = t.stranger("acme.localhost");
    nobody.post("/api/verification/confirm", json!({ "token": token })).await.expect(204);
    assert_eq!(
        nobody.post("/api/verification/confirm", json!({ "token": token })).await.code(410),
        "link_ended"
    );
    assert_eq!(ada.get("/api/session").await.expect(200)["user"]["verified"], true);
    ada.post("/api/invitations", draft).await.expect(201);
}

#[tokio::test]
async fn a_person_changes_the_own_name_and_sees_the_first_steps() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let me = rita
        .send(Method::PATCH, "/api/profile", Some(json!({ "name": " Rita Levi-Montalcini " })), None)
        .await
        .expect(200);
    assert_eq!(me["name"], "Rita Levi-Montalcini");
    let empty =
        rita.send(Method::PATCH, "/api/profile", Some(json!({ "name": " " })), None).await.expect(422);
    assert_eq!(Client::wrong(&empty), [("name", "length")]);
    let steps = rita.get("/api/first-steps").await.expect(200);
    assert_eq!(
        (&steps["records"], &steps["deal"], &steps["colleagues"]),
        (&json!(false), &json!(false), &json!(true))
    );
    rita.post("/api/leads", json!({ "last_name": "Quill" })).await.expect(201);
    assert_eq!(rita.get("/api/first-steps").await.expect(200)["records"], true);
    assert_eq!(
        t.sign_in("acme", "sam").await.get("/api/first-steps").await.expect(200)["records"],
        false,
        "only what one sees"
    );
    rita.delete("/api/first-steps").await.expect(204);
    assert_eq!(rita.get("/api/first-steps").await.expect(200)["dismissed"], true);
}

#[tokio::test]
async fn an_operator_sets_a_password() {
    let t = Kontaly::start().await;
    let (rita, (_, link)) = (t.sign_in("acme", "rita").await, invite(&t, "nora@acme.example").await);
    let host = Host::parse(b"acme.localhost").expect("a host");
    let Site::Workspace(acme) = t.app.hosts.site(&host).await.expect("a site") else { panic!("a workspace") };
    let set = |email: &'static str, new: &'static str| recovery::set_by_operator(&t.app, &acme, email, new);
    set("Rita@acme.example", "an operator's word").await.expect("Rita");
    assert_eq!(rita.get("/api/session").await.code(401), "unauthenticated");
    assert_eq!(sign_in(&t, "rita@acme.example", PASSWORD).await, 401);
    assert_eq!(sign_in(&t, "rita@acme.example", "an operator's word").await, 200);
    set("nora@acme.example", "an operator's word").await.expect("Nora, who was invited");
    assert_eq!(sign_in(&t, "nora@acme.example", "an operator's word").await, 200);
    let look = t.stranger("acme.localhost").post("/api/invitation", json!({ "token": link })).await;
    assert_eq!(look.code(410), "link_ended");
    assert_eq!(set("nobody@acme.example", "an operator's word").await.expect_err("nobody").status(), 404);
    assert_eq!(set("rita@acme.example", "short").await.expect_err("too short").status(), 422);
    t.owner()
        .await
        .script("update users set state = 'suspended' where email = 'sam@acme.example'")
        .await
        .expect("a suspension");
    set("sam@acme.example", "an operator's word").await.expect("Sam");
    assert_eq!(sign_in(&t, "sam@acme.example", "an operator's word").await, 401, "suspended is suspended");
}
