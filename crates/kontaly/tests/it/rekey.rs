//! A new server key while everybody works, its end, and a database whose key was lost.

use crate::support::{Client, Kontaly, PASSWORD};
use kontaly::accounts::actors;
use kontaly::accounts::store::{self, NewUser};
use kontaly::cmd::rekey;
use kontaly::platform::isolation;
use kontaly_access::{Role, UserId};
use kontaly_db::KeyRing;
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;

const AT_ONCE: Duration = Duration::ZERO;

/// A key file with the keys that this test's database was made with.
struct File(PathBuf);

impl File {
    fn of(t: &Kontaly) -> Self {
        let path = std::env::temp_dir().join(format!("{}.key", t.database));
        t.app.db.keys().save(&path).expect("a writable directory");
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for extension in ["key", "old"] {
            let _ = std::fs::remove_file(self.0.with_extension(extension));
        }
    }
}

/// Somebody who signs in with the password, as a browser does; the cookie is the process's own.
async fn sign_in(t: &Kontaly, name: &str) -> Client {
    let mut client = t.stranger("acme.localhost");
    let body = json!({ "email": format!("{name}@acme.example"), "password": PASSWORD });
    let answer = client.post("/api/session", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let cookie = answer.headers["set-cookie"].to_str().expect("a cookie");
    let value = cookie.split_once('=').expect("a name").1.split(';').next().expect("a value");
    client.cookie = Some(value.to_owned());
    client
}

async fn works(client: &Client) {
    client.get("/api/leads").await.expect(200);
    client.get("/api/sessions").await.expect(200);
    client.post("/api/leads", json!({ "last_name": "X" })).await.expect(201);
}

async fn in_order(t: &Kontaly) {
    assert_eq!(isolation::check(&t.app).await.expect("a check").findings, []);
}

#[tokio::test]
async fn a_rotation_disturbs_nobody_and_its_end_ends_the_old_sessions() {
    let t = Kontaly::start().await;
    let file = File::of(&t);
    let mut owner = t.owner().await;
    let before = sign_in(&t, "rita").await;
    works(&before).await;

    rekey::start(&mut owner, &file.0, AT_ONCE).await.expect("a rotation");
    // A process that has not looked at its file yet goes on as it did.
    works(&before).await;
    works(&sign_in(&t, "sam").await).await;
    assert!(t.app.db.keys().reload(&file.0).expect("its file"), "now it looks");
    assert_eq!(t.app.db.keys().current(), 2);
    works(&before).await;
    let after = sign_in(&t, "rita").await;
    works(&after).await;
    in_order(&t).await;

    rekey::finish(&mut owner, &file.0, AT_ONCE).await.expect("the end");
    assert_eq!(
        before.get("/api/leads").await.code(401),
        "unauthenticated",
        "before the process knows: the database does"
    );
    t.app.db.keys().reload(&file.0).expect("its file");
    assert_eq!(before.get("/api/leads").await.code(401), "unauthenticated");
    works(&after).await;
    works(&sign_in(&t, "ada").await).await;
    assert_eq!(owner.hashed_with().await.expect("ids"), [2]);
    in_order(&t).await;
    rekey::finish(&mut owner, &file.0, AT_ONCE).await.expect_err("nothing to finish");
}

#[tokio::test]
async fn powers_come_along_and_who_joins_meanwhile_has_both_keys() {
    let t = Kontaly::start().await;
    let file = File::of(&t);
    let mut owner = t.owner().await;
    // The first step alone, as the command leaves it when it is interrupted while it waits.
    KeyRing::load(&file.0).expect("the file").announced().save(&file.0).expect("the file");
    t.app.db.keys().reload(&file.0).expect("its file");
    assert_eq!(t.app.db.keys().current(), 1, "the old key signs until everybody has a hash of the new one");
    let acme = t.person("acme", "ada");
    let id: UserId = t.app.clock.id();
    let hash = kontaly::accounts::password::hash_now(PASSWORD).expect("randomness");
    let new = NewUser {
        name: "New".into(),
        email: "new@acme.example".into(),
        role: Role::AccountManager,
        team_id: None,
        password_hash: Some(hash),
        external_id: None,
    };
    let mut tx = t.app.db.steward(acme.actor.tenant_id, 1, None).expect("a key");
    store::insert(&mut tx, t.app.db.keys(), id, new, t.app.clock.now()).await.expect("a person");
    actors::refresh(&mut tx).await.expect("powers");
    tx.commit().await.expect("a person");
    let joined = sign_in(&t, "new").await;

    rekey::finish(&mut owner, &file.0, AT_ONCE).await.expect_err("the new key does not sign yet");
    rekey::start(&mut owner, &file.0, AT_ONCE).await.expect("it goes on where it stopped");
    t.app.db.keys().reload(&file.0).expect("its file");
    assert_eq!(t.app.db.keys().current(), 2);
    works(&joined).await;
    works(&sign_in(&t, "new").await).await;
    let differ = "select count(*) from (select tenant_id, id, serial, kind, can_write, manages, sees_all, sees_pool, sees_directory, owners
        from actors group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having count(*) <> 2) x";
    let rows = owner.query(&kontaly_db::sql(differ)).await.expect("a count");
    assert_eq!(rows[0].take::<i64>().expect("a number"), 0, "everybody has the same powers under both keys");
    rekey::start(&mut owner, &file.0, AT_ONCE).await.expect("and does nothing the second time");
    assert_eq!(KeyRing::load(&file.0).expect("the file").len(), 2);
}

#[tokio::test]
async fn a_lost_key_is_replaced_and_everybody_signs_in_anew() {
    let t = Kontaly::start().await;
    let file = File::of(&t);
    let mut owner = t.owner().await;
    rekey::lost(&mut owner, &file.0).await.expect_err("it is not lost");
    let before = sign_in(&t, "rita").await;
    // The file that a restore finds is another one; its secret for the roles is this cluster's.
    KeyRing::load(&file.0).expect("the file").replaced(1).save(&file.0).expect("a file");
    t.app.db.keys().reload(&file.0).expect("its file");
    assert_eq!(before.get("/api/leads").await.code(401), "unauthenticated", "nothing opens with a wrong key");
    rekey::start(&mut owner, &file.0, AT_ONCE).await.expect_err("nothing to rotate");
    let found = isolation::check(&t.app).await.expect("a check").findings;
    assert_eq!(found.len(), 1, "and the server says so before it serves: {found:?}");

    rekey::lost(&mut owner, &file.0).await.expect("a replacement");
    t.app.db.keys().reload(&file.0).expect("its file");
    assert_eq!(before.get("/api/leads").await.code(401), "unauthenticated", "old sessions have ended");
    let rows = owner.query(&kontaly_db::sql("select count(*) from sessions")).await.expect("a count");
    assert_eq!(rows[0].take::<i64>().expect("a number"), 0);
    works(&sign_in(&t, "rita").await).await;
    works(&sign_in(&t, "ada").await).await;
    in_order(&t).await;
}

/// The loop that a serving process runs: within two seconds it knows the new key, and a damaged file changes nothing.
#[tokio::test]
async fn a_process_follows_its_key_file() {
    let t = Kontaly::start().await;
    let file = File::of(&t);
    let follower = tokio::spawn(rekey::follow(t.app.clone(), file.0.clone()));
    std::fs::write(&file.0, "not a key").expect("a damaged file");
    tokio::time::sleep(Duration::from_millis(1300)).await;
    assert_eq!(t.app.db.keys().current(), 1);
    works(&sign_in(&t, "rita").await).await;
    t.app.db.keys().announced().promoted().save(&file.0).expect("the file");
    for _ in 0..40 {
        if t.app.db.keys().current() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(t.app.db.keys().current(), 2, "within two seconds");
    follower.abort();
}
