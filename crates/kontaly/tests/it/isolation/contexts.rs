//! Contexts that were not come by honestly: forged, swapped, empty, expired, replayed, left behind, held on to.

use super::{Scene, entering};
use kontaly::accounts::actors;
use kontaly_db::{Intruder, KeyRing};

const TABLES: [&str; 8] =
    ["leads", "deals", "companies", "activities", "search_tokens", "events", "users", "actors"];

/// How many rows of anything are seen under a context that was set without being asked for.
async fn rows_seen(who: &Intruder, set: &str) -> u64 {
    let counts: Vec<_> = TABLES.iter().map(|table| format!("(select count(*) from {table})")).collect();
    let loot =
        who.run(&format!("begin; {set}; select {}; rollback", counts.join(" + "))).await.expect("a count");
    loot.rows.last().and_then(|row| row.parse().ok()).expect("a number")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_capability_that_is_nobodys_sees_nothing_and_is_told_so() {
    let scene = Scene::set().await;
    let who = scene.intruder("kontaly_app").await;
    let own = scene.capability("acme", "ada");
    assert!(rows_seen(&who, &entering(&own)).await > 20, "the honest one sees rows");
    let mut later = scene.person("acme", "ada").actor;
    later.serial += 1;
    let mut elsewhere = scene.person("acme", "ada").actor;
    elsewhere.tenant_id = scene.person("beta", "ada").actor.tenant_id;
    let derived = |actor| scene.keys().capability(scene.keys().current(), actor).expect("a key");
    let forged = [
        ("an empty one", String::new()),
        ("a space", " ".into()),
        ("zeros", "0".repeat(64)),
        ("its hash", hex(&KeyRing::hash(&own))),
        ("another's hash", hex(&KeyRing::hash(&scene.capability("beta", "ada")))),
        ("the hash as bytea's text", format!("\\\\x{}", hex(&KeyRing::hash(&own)))),
        ("in capitals", own.to_uppercase()),
        ("with a space", format!("{own} ")),
        ("cut", own[..63].to_owned()),
        ("doubled", format!("{own}{own}")),
        ("of a serial to come", derived(&later)),
        ("of a person in another tenant", derived(&elsewhere)),
        (
            "of another installation",
            KeyRing::generate().capability(1, &scene.person("acme", "ada").actor).expect("a key"),
        ),
        ("the doorman's", scene.doorman("acme")),
        ("a wildcard", "%".into()),
        ("a quote", "'' or true --".into()),
    ];
    for (name, capability) in &forged {
        let refused =
            who.run(&format!("begin; {}; select count(*) from leads; commit", entering(capability))).await;
        assert_eq!(refused.expect_err(name).code, "KT401", "{name}");
        who.run("rollback").await.expect("a rollback");
        let set = format!("select set_config('kontaly.cap', '{capability}', true)");
        assert_eq!(rows_seen(&who, &set).await, 0, "{name}, set past the door");
        let swapped = format!("{}; {set}", entering(&own));
        assert_eq!(rows_seen(&who, &swapped).await, 0, "{name}, swapped in behind an honest one");
    }
    for set in [
        "select 1",
        "reset kontaly.cap",
        "set local kontaly.cap to default",
        "select enter(null, null, null) where false",
    ] {
        assert_eq!(rows_seen(&who, set).await, 0, "{set}");
    }
    let refused = who.run("begin; select enter(null, null, null)").await.expect_err("nobody");
    assert_eq!(refused.code, "KT401");
}

#[tokio::test]
async fn a_capability_is_not_replayed_once_it_was_rotated() {
    let scene = Scene::set().await;
    let who = scene.intruder("kontaly_app").await;
    let old = scene.capability("acme", "rita");
    assert!(rows_seen(&who, &entering(&old)).await > 0);
    let rita = scene.person("acme", "rita").actor;
    let mut tx = scene.t.app.db.steward(rita.tenant_id, 1, None).expect("a key");
    actors::rotate(&mut tx, scene.keys(), rita.id).await.expect("a rotation");
    actors::refresh(&mut tx).await.expect("powers");
    tx.commit().await.expect("a rotation");
    let refused = who.run(&format!("begin; {}; commit", entering(&old))).await.expect_err("the old one");
    assert_eq!(refused.code, "KT401");
    who.run("rollback").await.expect("a rollback");
    assert_eq!(rows_seen(&who, &format!("select set_config('kontaly.cap', '{old}', true)")).await, 0);
}

#[tokio::test]
async fn a_session_lets_its_own_person_in_while_it_lasts() {
    let scene = Scene::set().await;
    let who = scene.intruder("kontaly_app").await;
    let enter = |slug: &str, name: &str, session: &str, secret: &str| {
        let capability = scene.capability(slug, name);
        format!("select enter('{capability}', md5('{session}/session')::uuid, sha256('{secret}'))")
    };
    assert!(rows_seen(&who, &enter("acme", "rita", "acme/rita", "acme/rita")).await > 0, "the honest one");
    for (name, set) in [
        ("another's session", enter("acme", "ada", "acme/rita", "acme/rita")),
        ("another tenant's session", enter("beta", "rita", "acme/rita", "acme/rita")),
        ("another secret", enter("acme", "rita", "acme/rita", "acme/sam")),
        ("no such session", enter("acme", "rita", "acme/nobody", "acme/rita")),
    ] {
        let refused = who.run(&format!("begin; {set}; commit")).await.expect_err(name);
        assert_eq!(refused.code, "KT401", "{name}");
        who.run("rollback").await.expect("a rollback");
    }
    let owner = scene.t.owner().await;
    owner.script("update sessions set expires_at = now() - interval '1 second'").await.expect("time passes");
    let refused =
        who.run(&format!("begin; {}; commit", enter("acme", "rita", "acme/rita", "acme/rita"))).await;
    assert_eq!(refused.expect_err("an expired session").code, "KT401");
}

#[tokio::test]
async fn a_context_ends_with_its_transaction() {
    let scene = Scene::set().await;
    let who = scene.intruder("kontaly_app").await;
    let enter = entering(&scene.capability("acme", "ada"));
    who.run(&format!("begin; {enter}; select 1; commit")).await.expect("an honest transaction");
    assert_eq!(rows_seen(&who, "select 1").await, 0, "after a commit");
    who.run(&format!("begin; {enter}; rollback")).await.expect("an honest transaction");
    assert_eq!(rows_seen(&who, "select 1").await, 0, "after a rollback");
    let undone = format!("savepoint s; {enter}; rollback to savepoint s");
    assert_eq!(rows_seen(&who, &undone).await, 0, "after a savepoint was rolled back");
}

/// What one person leaves on a connection, a setting, a cursor that is held, a prepared statement with its plan, shows
/// the next person's rows to nobody, and the next person nobody else's.
#[tokio::test]
async fn what_is_left_on_a_connection_carries_nothing_over() {
    let scene = Scene::set().await;
    let who = scene.intruder("kontaly_app").await;
    let (rita, ada) =
        (entering(&scene.capability("acme", "rita")), entering(&scene.capability("acme", "ada")));
    let stranger = entering(&scene.capability("beta", "rita"));
    let of_rita = scene.capability("acme", "rita");
    // Rita prepares everything she can think of, and a generic plan is made of it under the administrator's context.
    who.run(&format!("begin; {rita}; prepare p as select name from leads; declare h cursor with hold for select name from leads;
        select set_config('kontaly.cap', '{of_rita}', false); commit")).await.expect("left behind");
    for _ in 0..7 {
        let seen = who.run(&format!("begin; {ada}; execute p; commit")).await.expect("an honest transaction");
        assert!(seen.rows.iter().any(|row| row == "secret of acme/sam"), "the administrator sees all");
    }
    let seen = who.run(&format!("begin; {rita}; execute p; commit")).await.expect("a replay");
    assert_eq!(
        seen.rows.iter().filter(|row| row.starts_with("secret of acme")).count(),
        2,
        "own and pool: {seen:?}"
    );
    assert!(
        !seen.rows.iter().any(|row| row.contains("sam")),
        "the plan was the administrator's, the rows are Rita's"
    );
    let seen =
        who.run(&format!("begin; {stranger}; fetch all from h; commit")).await.expect("the cursor is held");
    assert!(
        !seen.rows.iter().any(|row| row.contains("beta") || row.contains("sam")),
        "what is held was Rita's: {seen:?}"
    );
    let seen =
        who.run(&format!("begin; {stranger}; execute p; commit")).await.expect("an honest transaction");
    assert_eq!(
        seen.rows.iter().filter(|row| row.contains("acme")).count(),
        0,
        "the setting left behind is overruled: {seen:?}"
    );
    assert!(rows_seen(&who, "select 1").await > 0, "a setting of the whole session is Rita's own again …");
    assert_eq!(
        who.run("begin; select count(*) from leads where name like '%sam%' or name like '%beta%'; commit")
            .await
            .expect("a count")
            .rows,
        ["0"],
        "… and shows Rita's rows"
    );
}

/// The product sends one statement a message, so that whatever got into a text cannot bring a second one along.
#[tokio::test]
async fn a_second_statement_does_not_fit_into_a_message() {
    let scene = Scene::set().await;
    let who = scene.intruder("kontaly_app").await;
    assert_eq!(who.extended("select 1").await.expect("one statement"), 1);
    for text in [
        "select 1; select 2",
        "select 1; deallocate all",
        "commit; select set_config('kontaly.cap', 'x', false)",
    ] {
        assert_eq!(who.extended(text).await.expect_err(text).code, "42601");
    }
}

#[tokio::test]
async fn a_copy_shows_what_a_query_shows() {
    let scene = Scene::set().await.forbid_sams().await;
    let who = scene.intruder("kontaly_app").await;
    who.run(&format!("begin; {}", entering(&scene.capability("acme", "rita")))).await.expect("Rita");
    for text in [
        "copy leads to stdout",
        "copy (select * from deals) to stdout with (format binary)",
        "copy search_tokens to stdout",
    ] {
        let copied = who.copy_out(text).await.expect(text);
        assert!(copied.contains("secret of acme/rita"), "{text}: {copied}");
        for foreign in &scene.foreign {
            assert!(!copied.contains(foreign), "{text} shows {foreign}");
        }
    }
    who.run("rollback").await.expect("a rollback");
    assert_eq!(
        who.copy_out("copy leads to stdout").await.expect("nobody may ask"),
        "",
        "nobody sees nothing"
    );
}
