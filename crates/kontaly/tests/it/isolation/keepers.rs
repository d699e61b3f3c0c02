//! The other serving roles: the steward keeps one tenant's people, the platform the registries, the router reads the map
//! of hosts; none of them sees a CRM row.

use super::{Attack, NO_ACCESS, Own, Refused, Rows, Scene};

/// The tables that a role is given at all; every other one, those of later migrations included, must refuse it.
async fn sees_only(role: &str, enter: &str, tables: &[&str]) {
    let mut scene = Scene::set().await;
    // Names of tenants are what the registries are for.
    scene.foreign = vec!["secret of".to_owned()];
    let who = scene.intruder(role).await;
    let all = scene.one("select string_agg(relname, ' ') from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f', 'S')").await;
    assert!(all.split(' ').count() > 25);
    let enter = enter.replace(":door", &scene.doorman("acme"));
    for table in all.split(' ') {
        for text in [
            format!("select * from {table}"),
            format!("select count(*) from {table}"),
            format!("select from {table} for update"),
            format!("delete from {table}"),
            format!("truncate {table} cascade"),
        ] {
            let outcome = scene.attack(&who, &enter, &text).await;
            // Of the doors the platform sees that there are some, and of which tenant; so does the worker of what is unsealed.
            let counted = role == "kontaly_platform" && text == "select count(*) from doormen"
                || role == "kontaly_worker" && text == "select count(*) from unsealed";
            let given = counted || tables.contains(&table);
            match outcome {
                Err(refusal) if refusal.code == "42501" => {
                    assert!(!given || !text.starts_with("select *"), "{role} is given {table}: {refusal:?}");
                }
                // A row that others refer to: the attempt itself was allowed.
                Err(refusal) => assert!(given && refusal.code == "23503", "{text}: {refusal:?}"),
                Ok(_) => assert!(given && !text.starts_with("truncate"), "{role} may {text}"),
            }
        }
    }
}

const DOOR: &str = "select enter_doorman(':door', null, null)";

#[tokio::test]
async fn the_steward_sees_people_alone() {
    let tables = [
        "actors",
        "api_keys",
        "doormen",
        "feeds",
        "idempotency_keys",
        "mails",
        "notification_settings",
        "notifications",
        "outbox",
        "passwords",
        "schema_migrations",
        "sessions",
        "sign_in_addresses",
        "sign_in_throttles",
        "teams",
        "tenants",
        "tokens",
        "users",
    ];
    sees_only("kontaly_steward", DOOR, &tables).await;
}

#[tokio::test]
async fn the_platform_sees_registries_alone() {
    let tables = [
        "schema_migrations",
        "tenants",
        "slugs",
        "domains",
        "mails",
        "sign_in_addresses",
        "attachment_sums",
        "webhook_deliveries",
    ];
    sees_only("kontaly_platform", "select 1", &tables).await;
}

#[tokio::test]
async fn the_router_sees_the_map_of_hosts_alone() {
    // How full a tenant is stands beside whose a host is: figures, and nothing of what they count.
    let tables = ["schema_migrations", "tenants", "slugs", "domains", "usage"];
    sees_only("kontaly_router", "select 1", &tables).await;
}

#[tokio::test]
async fn the_worker_sees_what_waits_and_no_record() {
    let tables = ["outbox", "changes", "feeds"];
    sees_only("kontaly_worker", "select 1", &tables).await;
}

/// A steward of acme against beta, and against the rows of the own tenant.
const BY_THE_STEWARD: &[Attack] = &[
    ("people", "select email from users", Own),
    ("their people", "select * from users where tenant_id = :beta or id = :stranger", Rows(0)),
    ("their powers", "select * from actors where tenant_id = :beta", Rows(0)),
    ("their sessions", "select * from sessions where user_id = :stranger", Rows(0)),
    ("their door", "select * from doormen where tenant_id = :beta", Rows(0)),
    ("their workspace", "select * from tenants where tenant_id = :beta", Rows(0)),
    ("all in xml", "select query_to_xml('select * from users', true, false, '')", Own),
    ("their passwords", "update passwords set hash = 'x' where tenant_id = :beta", Rows(0)),
    (
        "a person there",
        "insert into users (tenant_id, id, name, name_key, email, role) values (:beta, gen_random_uuid(), 'x', 'x', 'x@y.z', 'administrator')",
        NO_ACCESS,
    ),
    ("move a person there", "update users set tenant_id = :beta where id = :ada", NO_ACCESS),
    (
        "a power there",
        "insert into actors (tenant_id, id, serial, key_id, kind, cap_hash, can_write, manages, sees_all, sees_pool, sees_directory, owners) values (:beta, :stranger, 1, 77, 'user', sha256('x'), true, true, true, true, true, '{}')",
        NO_ACCESS,
    ),
    (
        "a session there",
        "insert into sessions (tenant_id, id, user_id, secret_hash, expires_at, address, user_agent) values (:beta, gen_random_uuid(), :stranger, 'x', 'infinity', '', '')",
        NO_ACCESS,
    ),
    (
        "a session of theirs here",
        "insert into sessions (tenant_id, id, user_id, secret_hash, expires_at, address, user_agent) values (:acme, gen_random_uuid(), :stranger, 'x', 'infinity', '', '')",
        Refused("23503"),
    ),
    ("their keys", "select * from api_keys where tenant_id = :beta", Rows(0)),
    ("let their keys live", "update api_keys set revoked_at = null where tenant_id = :beta", Rows(0)),
    ("their answers", "select * from idempotency_keys where tenant_id = :beta", Rows(0)),
    ("their tokens", "select * from tokens where tenant_id = :beta", Rows(0)),
    ("take their token", "delete from tokens where tenant_id = :beta", Rows(0)),
    (
        "a token there",
        "insert into tokens (tenant_id, hash, purpose, email, created_at, expires_at) values (:beta, sha256('x'), 'password_reset', 'x@y.z', now(), 'infinity')",
        NO_ACCESS,
    ),
    ("their mails", "select * from mails where tenant_id = :beta", Rows(0)),
    ("send their mail elsewhere", "update mails set recipient = 'x@y.z' where tenant_id = :beta", Rows(0)),
    (
        "a mail of theirs",
        "insert into mails (tenant_id, id, kind, recipient, asked_from, created_at, next_at, expires_at) values (:beta, gen_random_uuid(), 'workspaces', 'x@y.z', '', now(), now(), 'infinity')",
        NO_ACCESS,
    ),
    ("where others sign in", "select * from sign_in_addresses where tenant_id = :beta", Rows(0)),
    ("end their sessions", "delete from sessions where user_id = :stranger", Rows(0)),
    (
        "an event there",
        "insert into events (tenant_id, id, at, actor_id, noun, record_id, action, directory) values (:beta, gen_random_uuid(), now(), :ada, 'x', :ada, 'x', true)",
        NO_ACCESS,
    ),
    (
        "a door",
        "insert into doormen (tenant_id, serial, key_id, cap_hash) values (:acme, 2, 1, sha256('x'))",
        NO_ACCESS,
    ),
    (
        "a power for whoever comes without",
        "insert into actors (tenant_id, id, serial, key_id, kind, cap_hash, can_write, manages, sees_all, sees_pool, sees_directory, owners) values (:acme, :ada, 1, 77, 'user', sha256(''), true, true, true, true, true, '{}')",
        Refused("23514"),
    ),
    ("the other door", "select enter(:other_cap, null, null)", NO_ACCESS),
    ("rows", "select * from leads", NO_ACCESS),
    ("history", "select * from events", NO_ACCESS),
    ("the app's role", "set role kontaly_app", NO_ACCESS),
    ("row security off", "set local row_security = off; select * from users", NO_ACCESS),
    ("a table of one's own", "create temporary table mine as select * from users", NO_ACCESS),
    ("a block", "do $$ begin end $$", NO_ACCESS),
    ("statements of others", "select * from pg_stat_activity", NO_ACCESS),
    (
        "statistics",
        "select * from pg_stats where schemaname = 'public' and tablename <> 'schema_migrations'",
        Rows(0),
    ),
];

#[tokio::test]
async fn the_steward_keeps_one_tenant() {
    let mut scene = Scene::set().await;
    scene.foreign.extend(["secret of".to_owned(), "@beta.example".to_owned()]);
    let enter = DOOR.replace(":door", &scene.doorman("acme"));
    scene.withstand("kontaly_steward", &enter, "ada@acme.example", BY_THE_STEWARD).await;
    let who = scene.intruder("kontaly_steward").await;
    for enter in ["select 1", "select set_config('kontaly.cap', '', true)"] {
        let loot = who
            .run(&format!(
                "begin; {enter}; select from users; select from actors; select from tenants; commit"
            ))
            .await
            .expect("a look");
        assert_eq!(
            loot.counts[loot.counts.len() - 4..loot.counts.len() - 1],
            [0, 0, 0],
            "without a capability there is nobody"
        );
    }
    for capability in [scene.capability("acme", "ada"), String::new(), "0".repeat(64)] {
        let refused = who
            .run(&format!("begin; select enter_doorman('{capability}', null, null)"))
            .await
            .expect_err("no doorman's");
        assert_eq!(refused.code, "KT401");
        who.run("rollback").await.expect("a rollback");
    }
}

/// The platform makes tenants, and opens their doors once.
const BY_THE_PLATFORM: &[Attack] = &[
    ("tenants", "select name from tenants", Own),
    (
        "a door with a hash one knows",
        "insert into doormen (tenant_id, serial, key_id, cap_hash) values (:beta, 1, 77, sha256('x'))",
        NO_ACCESS,
    ),
    (
        "behind a slug that was taken away",
        "update slugs set tenant_id = null, freed_at = now() where tenant_id = :beta; insert into doormen (tenant_id, serial, key_id, cap_hash) values (:beta, 1, 77, sha256('x'))",
        NO_ACCESS,
    ),
    (
        "behind a slug that moved",
        "update slugs set tenant_id = :acme, freed_at = now() where tenant_id = :beta; insert into doormen (tenant_id, serial, key_id, cap_hash) values (:beta, 1, 77, sha256('x'))",
        NO_ACCESS,
    ),
    (
        "another serial",
        "insert into doormen (tenant_id, serial, key_id, cap_hash) values (:beta, 2, 1, sha256('x'))",
        NO_ACCESS,
    ),
    ("the hash of a door", "select cap_hash from doormen", NO_ACCESS),
    ("another hash", "update doormen set cap_hash = sha256('x')", NO_ACCESS),
    ("a door away", "delete from doormen", NO_ACCESS),
    ("a tenant away", "delete from tenants", NO_ACCESS),
    (
        "a tenant's number",
        "update tenants set tenant_id = gen_random_uuid() where tenant_id = :beta",
        Refused("23503"),
    ),
    ("rows", "select * from leads", NO_ACCESS),
    ("people", "select * from users", NO_ACCESS),
    ("passwords", "update passwords set hash = 'x'", NO_ACCESS),
    ("to enter", "select enter(:other_cap, null, null)", NO_ACCESS),
    ("to enter elsewhere", "select enter_doorman(:other_cap, null, null)", NO_ACCESS),
    ("the app's role", "set role kontaly_app", NO_ACCESS),
    ("the steward's role", "set role kontaly_steward", NO_ACCESS),
    ("statements of others", "select * from pg_stat_activity", NO_ACCESS),
    ("a table of one's own", "create temporary table mine as select 1", NO_ACCESS),
];

#[tokio::test]
async fn the_platform_opens_a_door_once_and_sees_no_rows() {
    let mut scene = Scene::set().await;
    scene.foreign = vec!["secret of".to_owned(), "@".to_owned()];
    scene.withstand("kontaly_platform", "select 1", "ACME Trading", BY_THE_PLATFORM).await;
    let who = scene.intruder("kontaly_platform").await;
    let open = "insert into tenants (tenant_id, name) values (md5('new')::uuid, 'New');
        insert into doormen (tenant_id, serial, key_id, cap_hash) values (md5('new')::uuid, 1, 1, sha256('x')), (md5('new')::uuid, 1, 2, sha256('y'))";
    scene.attack(&who, "select 1", open).await.expect("a new tenant's doors are opened, one a key");
}

const BY_THE_ROUTER: &[Attack] = &[
    ("tenants", "select name from tenants", Own),
    ("point a name elsewhere", "update slugs set tenant_id = :acme where tenant_id = :beta", NO_ACCESS),
    (
        "make a name",
        "insert into slugs (slug, skeleton, tenant_id) values ('mine', 'mine', :acme)",
        NO_ACCESS,
    ),
    ("verify a domain", "update domains set verified_at = now()", NO_ACCESS),
    ("reactivate a tenant", "update tenants set state = 'active'", NO_ACCESS),
    ("doors", "select * from doormen", NO_ACCESS),
    ("to enter", "select enter(:other_cap, null, null)", NO_ACCESS),
    ("rows", "select * from leads", NO_ACCESS),
    ("the app's role", "set role kontaly_app", NO_ACCESS),
    ("a table of one's own", "create temporary table mine as select 1", NO_ACCESS),
];

#[tokio::test]
async fn the_router_reads_and_nothing_else() {
    let mut scene = Scene::set().await;
    scene.foreign = vec!["secret of".to_owned(), "@".to_owned()];
    scene.withstand("kontaly_router", "select 1", "ACME Trading", BY_THE_ROUTER).await;
}

/// Whoever listens to changes of the map is told that there is one, and not whose.
#[tokio::test]
async fn a_notification_names_no_tenant() {
    let scene = Scene::set().await;
    let (listener, platform) =
        (scene.intruder("kontaly_app").await, scene.intruder("kontaly_platform").await);
    listener.run("listen kontaly_hosts").await.expect("anybody may listen");
    platform.run("update tenants set plan = 'large'").await.expect("a change");
    platform.run("update slugs set slug = 'other' where slug = 'beta'").await.expect("a change");
    listener.run("select 1").await.expect("a look at what came");
    assert_eq!(listener.heard(), ["kontaly_hosts ", "kontaly_hosts "]);
}
