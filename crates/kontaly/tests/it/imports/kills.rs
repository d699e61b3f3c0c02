//! Workers are killed in the middle of imports and undos, and nothing is lost, doubled or half done.
//!
//! The whole of it takes some minutes, and is run by
//! `cargo test -p kontaly --test it -- --ignored ten_kills` beside the test's database.

use super::{counts, id, number, upload};
use crate::jobs::Worker;
use crate::support::{Client, Kontaly};
use kontaly::vault::Vault;
use serde_json::{Value, json};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

/// What workers of these tests take for death: their kills are many.
const SILENCE: Duration = Duration::from_secs(2);
/// Of so many rows one is bad.
const BAD_EVERY: u64 = 100;

/// A file of leads, of which every hundredth has an e-mail address that is none.
fn file(rows: u64) -> String {
    let row = |n: u64| {
        let at = if n.is_multiple_of(BAD_EVERY) { " at " } else { "@" };
        format!("{n},Lead {n},lead{n}{at}example.com,Bonn\n")
    };
    std::iter::once("Id,Last name,Email,City\n".to_owned()).chain((1..=rows).map(row)).collect()
}

/// Some row among the first: kills come at random moments.
fn any_row(rows: u64) -> i64 {
    i64::try_from(RandomState::new().hash_one(()) % rows + 1).expect("a row")
}

async fn get(client: &Client, import: &Value) -> Value {
    client.get(&format!("/api/imports/{}", id(import))).await.expect(200)
}

/// Kills a worker once it has come to a row by itself; says whether it had not ended before. Another one begins.
async fn kill(t: &Kontaly, client: &Client, import: &Value, worker: &mut Worker, row: i64) -> bool {
    let known = number(t, &heard(import)).await;
    loop {
        let now = get(client, import).await;
        if now["state"] != "running" {
            return false;
        }
        // What was told before is of the worker that was killed.
        if number(t, &heard(import)).await > known && now["counts"]["read"].as_i64() >= Some(row) {
            *worker = Worker::start_with(t, SILENCE);
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// When the import was last heard of, in microseconds.
fn heard(import: &Value) -> String {
    format!(
        "select (extract(epoch from alive_at) * 1000000)::bigint from imports where id = '{}'",
        id(import)
    )
}

/// Kills come before the row `before`, so far from the end that an import is still heard of: it says once a second where it is.
async fn imports_outlive_their_workers(rows: u64, before: u64, kills: usize) {
    let vault = Vault::folder(Worker::files()).expect("a folder");
    let t = Kontaly::start().await.with_settings(|settings| settings.files = vault);
    let ada = t.sign_in("acme", "ada").await;
    let import = upload(&ada, "leads", file(rows)).await.expect(201);
    let mut worker = Worker::start_with(&t, SILENCE);
    ada.post(&format!("/api/imports/{}/run", id(&import)), json!({})).await.expect(202);
    for kills in 1..=kills {
        let row = any_row(before);
        assert!(kill(&t, &ada, &import, &mut worker, row).await, "it ended before kill {kills} at row {row}");
        assert_eq!(number(&t, "select count(*) from leads").await, 0, "nothing is there before all of it is");
    }
    let done = loop {
        let import = get(&ada, &import).await;
        assert_ne!(import["state"], "failed", "{import}");
        if import["state"] == "done" && import["searchable"] == true {
            break import;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    let (all, bad) = (i64::try_from(rows).expect("few"), i64::try_from(rows / BAD_EVERY).expect("few"));
    assert_eq!(counts(&done["counts"]), [all, all - bad, 0, 0, 0, bad]);
    for (what, is) in [
        ("count(*) from leads", all - bad),
        ("count(distinct external_id) from leads where version = 1", all - bad),
        (
            "count(*) from leads where last_name = 'Lead ' || external_id and external_id::bigint between 1 and 1000000",
            all - bad,
        ),
        ("count(*) from import_rows", all),
        (
            "count(*) from (select id from leads except select record_id from import_rows where outcome = 'created') l",
            0,
        ),
        ("count(*) from import_rows where outcome = 'rejected'", bad),
        ("count(*) from events where action = 'import'", 1),
        ("sum(leads)::bigint from lead_counts", all - bad),
    ] {
        assert_eq!(number(&t, &format!("select {what}")).await, is, "{what}");
    }
    undos_outlive_their_workers(&t, &ada, &done, worker).await;
}

/// An undo goes on from where its worker was killed.
async fn undos_outlive_their_workers(t: &Kontaly, ada: &Client, import: &Value, mut worker: Worker) {
    let made = import["counts"]["created"].as_i64().expect("a number");
    ada.post(&format!("/api/imports/{}/undo", id(import)), json!({})).await.expect(202);
    let mut killed = false;
    let undone = loop {
        let now = get(ada, import).await;
        if now["state"] == "undone" {
            break now;
        }
        if !killed && now["undo"]["position"].as_i64() > Some(made / 3) {
            worker = Worker::start_with(t, SILENCE);
            killed = true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    drop(worker);
    assert!(killed, "the worker was killed in the middle");
    assert_eq!(undone["undo"]["trashed"], json!({ "leads": made }));
    assert_eq!((&undone["undo"]["rows"], &undone["undo"]["undone"]), (&json!(made), &json!(made)));
    let once = "select count(*) from leads where trashed_at is not null and version = 2";
    assert_eq!(number(t, once).await, made, "each of them once");
    assert_eq!(number(t, "select count(*) from events where action = 'undo'").await, 1);
}

#[tokio::test]
async fn an_import_and_its_undo_outlive_their_workers() {
    imports_outlive_their_workers(20_000, 8_000, 2).await;
}

/// Ten kills over 100,000 rows.
#[tokio::test]
#[ignore = "takes minutes; the one above is the same with two kills over 20,000 rows"]
async fn ten_kills_over_a_hundred_thousand_rows() {
    imports_outlive_their_workers(100_000, 85_000, 10).await;
}
