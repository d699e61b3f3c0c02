//! Somebody signs in, or sets a new password, at the very moment in which an administrator takes the role away.

use crate::support::{Kontaly, PASSWORD};
use axum::http::header;
use kontaly_db::sql;
use serde_json::json;
use std::time::Duration;

/// A second administrator of acme, who is about to be one no longer.
async fn promote_max(t: &Kontaly) {
    let ada = t.sign_in("acme", "ada").await;
    let id = t.person("acme", "max").actor.id;
    ada.patch(&format!("/api/users/{id}"), 1, json!({ "role": "administrator" })).await.expect(200);
}

async fn demote_max(t: &Kontaly) -> u16 {
    let ada = t.sign_in("acme", "ada").await;
    let id = t.person("acme", "max").actor.id;
    ada.patch(&format!("/api/users/{id}"), 2, json!({ "role": "read_only" })).await.status.as_u16()
}

/// Whether whoever holds this cookie still has an administrator's way with people.
async fn rules(t: &Kontaly, cookie: &str) -> bool {
    let max = t.stranger("acme.localhost").with_cookie(cookie.to_owned());
    max.post("/api/teams", json!({ "name": format!("Max's own {}", &cookie[..12]) })).await.status == 201
}

fn cookie(headers: &axum::http::HeaderMap) -> Option<String> {
    let cookie = headers.get(header::SET_COOKIE)?.to_str().ok()?;
    Some(cookie.split_once('=')?.1.split(';').next()?.to_owned())
}

#[tokio::test]
async fn a_sign_in_does_not_overtake_a_demotion() {
    let t = Kontaly::start().await;
    let other = t.second();
    promote_max(&t).await;
    // The password waits for its turn at hashing: between finding the person and keeping the session.
    let turns = other
        .app
        .hashing
        .acquire_many(u32::try_from(other.app.hashing.available_permits()).expect("few"))
        .await
        .expect("all turns");
    let client = other.stranger("acme.localhost");
    let signing = tokio::spawn(async move {
        client.post("/api/session", json!({ "email": "max@acme.example", "password": PASSWORD })).await
    });
    until(&t, "select count(*) from sign_in_throttles", 2).await;
    assert_eq!(demote_max(&t).await, 200);
    drop(turns);
    let answer = signing.await.expect("an answer");
    assert_eq!(answer.status, 401, "{}", answer.text);
    assert_eq!(cookie(&answer.headers), None);
    let sessions = sql(
        "select count(*) from sessions s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id where u.email like 'max@%'",
    );
    let left: i64 = t.owner().await.query(&sessions).await.expect("a count")[0].take().expect("a number");
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_new_password_does_not_overtake_a_demotion() {
    let t = Kontaly::start().await;
    let other = t.second();
    promote_max(&t).await;
    let signed_in = other
        .stranger("acme.localhost")
        .post("/api/session", json!({ "email": "max@acme.example", "password": PASSWORD }))
        .await;
    let held = cookie(&signed_in.headers).expect("a cookie");
    assert!(rules(&other, &held).await, "an administrator, so far");
    // The change stands in the middle of its last transaction, where it keeps the new password.
    let owner = t.owner().await;
    owner.script("begin; select from passwords for update").await.expect("a lock");
    let max = other.stranger("acme.localhost").with_cookie(held.clone());
    let changing = tokio::spawn(async move {
        max.post("/api/password", json!({ "current": PASSWORD, "new": "another good password" })).await
    });
    until(&t, "select count(*) from pg_stat_activity where datname = current_database() and usename = 'kontaly_steward' and wait_event_type = 'Lock'", 1).await;
    let (demoted, answer) = tokio::join!(demote_max(&t), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        owner.script("rollback").await.expect("the lock is gone");
        changing.await.expect("an answer")
    });
    assert_eq!(demoted, 200);
    assert!(!rules(&t, &held).await, "not with the old cookie");
    if let Some(fresh) = cookie(&answer.headers) {
        assert!(!rules(&t, &fresh).await, "and not with the new one, whoever came first");
    }
}

/// The other order: the demotion is done while the change, let in just before, waits for the person's row.
#[tokio::test]
async fn a_demotion_just_before_a_new_password_leaves_no_cookie_of_the_old_role() {
    let t = Kontaly::start().await;
    promote_max(&t).await;
    let max = t.stranger("acme.localhost");
    let signed_in =
        max.post("/api/session", json!({ "email": "max@acme.example", "password": PASSWORD })).await;
    let max = max.with_cookie(cookie(&signed_in.headers).expect("a cookie"));
    let owner = t.owner().await;
    owner
        .script("begin; update users set role = 'read_only' where email = 'max@acme.example'")
        .await
        .expect("a demotion");
    let changing = tokio::spawn(async move {
        max.post("/api/password", json!({ "current": PASSWORD, "new": "another good password" })).await
    });
    until(&t, "select count(*) from pg_stat_activity where datname = current_database() and usename = 'kontaly_steward' and wait_event_type = 'Lock'", 1).await;
    owner.script("commit").await.expect("the demotion is done");
    let answer = changing.await.expect("an answer");
    assert_eq!(answer.status, 401, "{}", answer.text);
    assert_eq!(cookie(&answer.headers), None);
}

/// Two administrators take the role from each other at once: one stays.
#[tokio::test]
async fn the_last_administrator_stays_one() {
    let t = Kontaly::start().await;
    let other = t.second();
    let ada = t.sign_in("acme", "ada").await;
    let path = format!("/api/users/{}", ada.id());
    for patch in [json!({ "role": "read_only" }), json!({ "state": "suspended" })] {
        assert_eq!(ada.patch(&path, 1, patch).await.code(409), "last_administrator");
    }
    promote_max(&t).await;
    let max = {
        let answer = other
            .stranger("acme.localhost")
            .post("/api/session", json!({ "email": "max@acme.example", "password": PASSWORD }))
            .await;
        other.stranger("acme.localhost").with_cookie(cookie(&answer.headers).expect("a cookie"))
    };
    let of_max = format!("/api/users/{}", t.person("acme", "max").actor.id);
    let (a, b) = tokio::join!(
        ada.patch(&of_max, 2, json!({ "role": "read_only" })),
        max.patch(&path, 1, json!({ "role": "read_only" })),
    );
    let outcomes = [a.status.as_u16(), b.status.as_u16()];
    assert_eq!(
        outcomes.iter().filter(|status| **status == 200).count(),
        1,
        "{outcomes:?} {} {}",
        a.text,
        b.text
    );
    let left = sql(
        "select count(*) from users where role = 'administrator' and state = 'active' and email like '%@acme.example'",
    );
    let left: i64 = t.owner().await.query(&left).await.expect("a count")[0].take().expect("a number");
    assert_eq!(left, 1);
}

/// Waits until a count has grown so far.
async fn until(t: &Kontaly, query: &'static str, wanted: i64) {
    let owner = t.owner().await;
    for _ in 0..400 {
        let rows = owner.query(&sql(query)).await.expect(query);
        if rows[0].take::<i64>().expect("a number") >= wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{query} stays below {wanted}");
}
