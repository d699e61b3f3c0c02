//! The audit log is as it was written: the database refuses to change it, and what is changed past that is found and named.

use crate::operators::begun;
use crate::support::{Answer, Client, Kontaly};
use jiff::SignedDuration;
use kontaly::audit::chain::{Checked, FindingKind};
use kontaly::audit::{installation, notes, seal, verify};
use kontaly::clock::Clock;
use kontaly::console::power::OperatorRole;
use kontaly::tenancy::Tenant;
use kontaly_db::{Error, sql};
use serde_json::{Value, json};
use uuid::Uuid;

async fn tenant(t: &Kontaly, slug: &str) -> Tenant {
    let all = t.app.hosts.tenants().await.expect("the tenants");
    all.into_iter().find(|tenant| tenant.slug == slug).expect("a tenant")
}

async fn seal_all(t: &Kontaly) {
    seal::round(&t.app, Some(&mut installation::Heads::default())).await.expect("a round");
}

async fn checked(t: &Kontaly, slug: &str) -> Checked {
    let heads = installation::kept_heads(&t.app).await.expect("the heads");
    let tenant = tenant(t, slug).await;
    verify::check(&t.app, &tenant, heads.get(&tenant.id.0)).await.expect("a check")
}

/// Does something as somebody who may do everything with a database, past all triggers.
async fn tamper(t: &Kontaly, script: &str) {
    let owner = t.owner().await;
    owner.script(&format!("set session_replication_role = replica; {script}")).await.expect(script);
}

/// Does the same as the owner of the tables, who asks the triggers.
async fn as_owner(t: &Kontaly, script: &str) -> Result<(), Error> {
    let owner = t.owner().await;
    owner.as_owner().await.expect("the owner");
    owner.script(script).await
}

async fn lead(client: &Client, name: &str) -> String {
    let lead = client.post("/api/leads", json!({ "last_name": name })).await.expect(201);
    lead["id"].as_str().expect("an id").to_owned()
}

/// The events of a workspace, as its administrator sees them.
async fn events(t: &Kontaly, noun: &str, action: &str) -> Vec<Value> {
    let ada = t.sign_in("acme", "ada").await;
    let is = |field: &str, value: &str| json!({ "field": field, "op": "eq", "value": value });
    let filter = json!({ "and": [is("noun", noun), is("action", action)] });
    let page = ada.get(&Client::filtered("/api/events", &filter)).await.expect(200);
    page["items"].as_array().expect("items").clone()
}

fn change<'a>(event: &'a Value, field: &str) -> &'a Value {
    let changes = event["changes"].as_array().expect("changes");
    changes.iter().find(|change| change["field"] == field).map_or(&Value::Null, |change| &change["after"])
}

/// Six events in two seals, with the first and the last of them.
async fn sealed(t: &Kontaly) -> (Uuid, Uuid) {
    let rita = t.sign_in("acme", "rita").await;
    for round in ["a", "b"] {
        for number in 0..3 {
            lead(&rita, &format!("Lead {round}{number}")).await;
        }
        seal_all(t).await;
    }
    let owner = t.owner().await;
    let rows = owner
        .query(&sql("select e.id from events e join slugs s on s.tenant_id = e.tenant_id where s.slug = 'acme' and e.noun = 'lead' order by e.id"))
        .await
        .expect("the events");
    let ids: Vec<Uuid> = rows.iter().map(|row| row.take().expect("an id")).collect();
    (ids[0], ids[ids.len() - 1])
}

#[tokio::test]
async fn what_nobody_touched_is_as_it_was_written() {
    let t = Kontaly::start().await;
    sealed(&t).await;
    let checked = checked(&t, "acme").await;
    assert_eq!(checked.finding, None);
    assert!(checked.seals >= 2 && checked.events >= 6, "{checked:?}");
    assert_eq!(installation::check(&t.app).await.expect("a check").finding, None);
    // A record that changes hands takes the copies of its owner along, and that is no content.
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let id = lead(&rita, "Handed over").await;
    seal_all(&t).await;
    ada.patch(&format!("/api/leads/{id}"), 1, json!({ "owner_id": t.person("acme", "sam").actor.id }))
        .await
        .expect(200);
    seal_all(&t).await;
    assert_eq!(crate::audit::checked(&t, "acme").await.finding, None);
}

#[tokio::test]
async fn the_database_refuses_to_change_the_log() {
    let t = Kontaly::start().await;
    begun(&t, "robin@example.com", OperatorRole::Owner).await;
    sealed(&t).await;
    for script in [
        "update events set action = 'nothing'",
        "update events set at = now()",
        "delete from events",
        "truncate events cascade",
        "update seals set sealed_at = now()",
        "delete from seals",
        "truncate seals cascade",
        "update console.seals set sealed_at = now()",
        "delete from console.seals",
        "truncate console.seals",
        "delete from console.events",
    ] {
        let refused = as_owner(&t, script).await.expect_err(script);
        assert!(matches!(refused, Error::Refused), "{script}: {refused:?}");
    }
    // Every column of an event but the owner's copy is looked at.
    let owner = t.owner().await;
    let query = sql("select a.attname::text, pg_get_triggerdef(g.oid) from pg_attribute a, pg_trigger g
        where a.attrelid = 'events'::regclass and a.attnum > 0 and not a.attisdropped and g.tgname = 'is_not_changed'
          and g.tgrelid = 'events'::regclass");
    for row in owner.query(&query).await.expect("columns") {
        let (column, trigger): (String, String) = (row.take().expect("a name"), row.take().expect("a text"));
        assert_eq!(trigger.contains(&format!("old.{column}")), column != "owner_id", "{column}");
    }
    // Nobody who serves seals or takes from the queue, but the workspace's worker.
    let mut tx = t.tx("acme", "ada");
    let written = sql("insert into seals (tenant_id, number, sealed_at, events, contents, previous, hash)
        values ($1, 99, now(), '{}', '', sha256(''), sha256(''))");
    let written = written.bind(tx.tenant());
    tx.execute(written).await.expect_err("an administrator seals nothing");
    let mut tx = t.tx("acme", "ada");
    assert_eq!(tx.execute(sql("delete from unsealed")).await.expect("nothing to see"), 0);
}

#[tokio::test]
async fn whatever_is_tampered_with_is_named() {
    type Script = fn(Uuid, Uuid) -> String;
    let cases: [(&str, Script, FindingKind); 9] = [
        (
            "altered",
            |first, _| format!("update events set changes = '{{}}' where id = '{first}'"),
            FindingKind::EventAltered,
        ),
        (
            "dated otherwise",
            |_, last| format!("update events set at = at - interval '1 second' where id = '{last}'"),
            FindingKind::EventAltered,
        ),
        ("deleted", |_, last| format!("delete from events where id = '{last}'"), FindingKind::EventMissing),
        (
            "put in past the log",
            |first, _| {
                format!(
                    "insert into events select tenant_id, gen_random_uuid(), at - interval '1 hour', actor_id, noun, record_id, action, changes, request_id, owner_id, directory from events where id = '{first}'"
                )
            },
            FindingKind::EventAdded,
        ),
        (
            "deleted before it was sealed",
            |first, _| {
                format!(
                    "insert into unsealed select tenant_id, gen_random_uuid() from events where id = '{first}'"
                )
            },
            FindingKind::EventMissing,
        ),
        (
            "a seal that says otherwise",
            |_, _| "update seals set sealed_at = sealed_at + interval '1 second'".into(),
            FindingKind::SealAltered,
        ),
        (
            "a seal and its event, made to fit",
            |first, _| {
                format!(
                    "delete from events where id = '{first}'; update seals set events = array_remove(events, '{first}'), contents = substring(contents from 33) where '{first}' = any (events)"
                )
            },
            FindingKind::SealAltered,
        ),
        (
            "a seal that is gone",
            |_, _| "delete from seals s where s.number = 1".into(),
            FindingKind::SealMissing,
        ),
        (
            "the end of the chain",
            |_, last| {
                format!(
                    "delete from seals s where '{last}' = any (s.events); insert into unsealed select tenant_id, id from events e where not exists (select from seals s where e.id = any (s.events))"
                )
            },
            FindingKind::SealMissing,
        ),
    ];
    for (what, script, kind) in cases {
        let t = Kontaly::start().await;
        let (first, last) = sealed(&t).await;
        tamper(&t, &script(first, last)).await;
        let finding = checked(&t, "acme").await.finding.unwrap_or_else(|| panic!("{what} was not found"));
        assert_eq!(finding.kind, kind, "{what}: {finding}");
        if what == "altered" {
            assert_eq!(finding.event, Some(first));
            assert!(finding.to_string().contains(&first.to_string()));
            let ada = t.sign_in("acme", "ada").await;
            let state = ada.get("/api/audit").await.expect(200);
            assert_eq!(
                (&state["finding"]["kind"], &state["finding"]["event"]),
                (&json!("event_altered"), &json!(first))
            );
        }
        assert_eq!(checked(&t, "beta").await.finding, None, "{what}");
    }
}

/// Whoever writes the whole chain anew, with the program's own functions, meets the head that the installation keeps.
#[tokio::test]
async fn a_chain_that_was_written_anew_is_not_the_one_that_was_kept() {
    let t = Kontaly::start().await;
    let (first, _) = sealed(&t).await;
    tamper(&t, &format!("delete from seals; delete from events where id = '{first}'; insert into unsealed select tenant_id, id from events"))
        .await;
    let acme = tenant(&t, "acme").await;
    let heads = installation::kept_heads(&t.app).await.expect("the heads");
    for _ in 0..heads[&acme.id.0].number {
        seal::all_of(&t.app, &acme).await.expect("seals");
        lead(&t.sign_in("acme", "rita").await, "One more").await;
    }
    let finding = checked(&t, "acme").await.finding.expect("a finding");
    assert_eq!(finding.kind, FindingKind::HeadDiffers, "{finding}");
    // And the installation's own chain, with what operators did.
    tamper(&t, "update console.seals set heads = sha256('') where cardinality(tenants) = 1; update console.seals set numbers = array_fill(7::bigint, array[cardinality(numbers)]) where cardinality(tenants) > 1").await;
    let finding = installation::check(&t.app).await.expect("a check").finding.expect("a finding");
    assert_eq!(finding.kind, FindingKind::SealAltered, "{finding}");
}

/// An event that goes the log's own way, but says that it is old.
#[tokio::test]
async fn what_is_dated_back_is_named() {
    let t = Kontaly::start().await;
    sealed(&t).await;
    let later = t.app.clock.now() + SignedDuration::from_hours(24 * 10);
    let t = t.second_with(|_| {}, Clock::fixed(later));
    lead(&t.sign_in("acme", "rita").await, "Ten days later").await;
    seal_all(&t).await;
    assert_eq!(checked(&t, "acme").await.finding, None);
    as_owner(&t, "insert into events select e.tenant_id, '019acf00-0000-7000-8000-000000000001', e.at + interval '1 hour', e.actor_id, e.noun,
        e.record_id, e.action, e.changes, e.request_id, e.owner_id, e.directory from events e join slugs s on s.tenant_id = e.tenant_id
        where s.slug = 'acme' and e.noun = 'lead' order by e.at limit 1")
        .await
        .expect("the log's own way");
    seal_all(&t).await;
    let finding = checked(&t, "acme").await.finding.expect("a finding");
    assert_eq!(finding.kind, FindingKind::EventAdded, "{finding}");
    assert_eq!(
        finding.event.map(|id| id.to_string()).as_deref(),
        Some("019acf00-0000-7000-8000-000000000001")
    );
}

/// Nothing is lost between rounds: an event that commits behind a seal over later ones is under the next.
#[tokio::test]
async fn a_late_commit_is_sealed_when_it_is_there() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let record = lead(&rita, "Early").await;
    let mut late = t.tx("acme", "rita");
    let event =
        sql("insert into events (tenant_id, id, at, actor_id, noun, record_id, action, owner_id, directory)
        values ($1, gen_random_uuid(), now(), $2, 'lead', $3, 'touch', $2, false)")
        .bind(late.tenant())
        .bind(t.person("acme", "rita").actor.id)
        .bind(record.parse::<Uuid>().expect("an id"));
    late.execute(event).await.expect("an event");
    lead(&rita, "In between").await;
    seal_all(&t).await;
    let before = checked(&t, "acme").await;
    late.commit().await.expect("a commit");
    seal_all(&t).await;
    let after = checked(&t, "acme").await;
    assert_eq!((after.finding, after.events), (None, before.events + 1));
}

#[tokio::test]
async fn refused_sign_ins_and_denials_are_kept_and_summed_up() {
    let t = Kontaly::start().await;
    let stranger = t.stranger("acme.localhost");
    let guess = |email: &str| json!({ "email": email, "password": "wrong wrong wrong" });
    stranger.post("/api/session", guess("rita@acme.example")).await.expect(401);
    stranger.post("/api/session", guess("nobody@acme.example")).await.expect(401);
    let ron = t.sign_in("acme", "ron").await;
    for _ in 0..50 {
        ron.post("/api/leads", json!({ "last_name": "Refused" })).await.expect(403);
    }
    ron.get("/api/audit").await.expect(403);
    notes::write(&t.app).await;

    let refused = events(&t, "session", "refuse").await;
    assert_eq!(refused.len(), 2);
    let rita = refused.iter().filter(|event| event["actor_name"] == "Rita Levi").count();
    assert_eq!((rita, change(&refused[0], "reason")), (1, &json!("wrong_credentials")));
    assert!(!json!(refused).to_string().contains("nobody@"), "what was typed is kept nowhere");
    let denied = events(&t, "request", "deny").await;
    let operations: Vec<_> = denied.iter().map(|event| change(event, "operation").clone()).collect();
    assert_eq!(operations.len(), 2, "{operations:?}");
    let posts =
        denied.iter().find(|event| change(event, "operation") == "POST /api/leads").expect("a denial");
    assert_eq!((change(posts, "times"), &posts["actor_name"]), (&json!(50), &json!("Ron Ito")));
    // Whoever is not meant to sees none of it.
    let rita = t.sign_in("acme", "rita").await.get("/api/events?limit=200").await.expect(200).to_string();
    assert!(!rita.contains("deny") && rita.matches("refuse").count() == 1, "{rita}");
}

#[tokio::test]
async fn administrators_read_check_and_take_out_the_log() {
    let t = Kontaly::start_working().await;
    sealed(&t).await;
    let ada = t.sign_in("acme", "ada").await;
    let state = ada.get("/api/audit").await.expect(200);
    assert!(state["seals"].as_i64().expect("a number") >= 2);
    assert_eq!(state["head"].as_str().expect("a hash").len(), 64);
    ada.post("/api/audit/check", json!({})).await.expect(202);
    for tries in 0.. {
        let state = ada.get("/api/audit").await.expect(200);
        if state["checked_at"].is_string() && state["checked_events"].as_i64() >= Some(6) {
            assert_eq!(state["finding"], Value::Null);
            break;
        }
        assert!(tries < 200, "nobody checked: {state}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let filter = json!({ "field": "noun", "op": "eq", "value": "lead" }).to_string();
    let file = ada.post("/api/audit/file", json!({ "filter": filter })).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let lines: Vec<_> = file.text.lines().collect();
    assert!(lines[0].contains("id,at,actor_id"), "{}", lines[0]);
    assert_eq!(lines.len(), 7, "a header and six leads");
    assert!(lines[1].contains(",Rita Levi,lead,") && lines[1].contains("Lead b2"), "{}", lines[1]);
    assert_eq!(events(&t, "audit", "export").await.len(), 1);
    assert_eq!(ada.post("/api/audit/file", json!({ "filter": "nonsense" })).await.code(422), "invalid");
    for name in ["max", "rita", "ron"] {
        let person = t.sign_in("acme", name).await;
        for answer in [
            person.get("/api/audit").await,
            person.post("/api/audit/check", json!({})).await,
            person.post("/api/audit/file", json!({})).await,
        ] {
            assert_eq!(answer.code(403), "forbidden", "{name}");
        }
    }
}

#[tokio::test]
async fn what_operators_do_stands_in_their_log_and_in_the_tenants() {
    let t = Kontaly::start().await;
    let (robin, _) = begun(&t, "robin@example.com", OperatorRole::Owner).await;
    let acme = tenant(&t, "acme").await;
    let path = format!("/api/tenants/{}", acme.id);
    let version = robin.get(&path).await.expect(200)["tenant"]["version"].as_i64().expect("a version");
    robin
        .patch(&path, version, json!({ "state": "read_only", "reason": "An invoice is open" }))
        .await
        .expect(200);
    let told = events(&t, "workspace", "make_read_only").await;
    assert_eq!((told.len(), change(&told[0], "operator")), (1, &json!("Robin Vance")));
    assert!(!json!(told).to_string().contains("invoice"), "what operators say to each other");

    let (reader, _) = begun(&t, "lou@example.com", OperatorRole::ReadOnly).await;
    reader.patch(&path, version + 1, json!({ "state": "active" })).await.expect(403);
    notes::write(&t.app).await;
    let page = reader.get("/api/events").await.expect(200);
    let actions: Vec<_> =
        page["items"].as_array().expect("items").iter().map(|event| event["action"].clone()).collect();
    assert!(actions.contains(&json!("deny")) && actions.contains(&json!("make_read_only")), "{actions:?}");
    let of_tenants =
        robin.get(&format!("/api/events?noun=tenant&limit=1&subject_id={}", acme.id)).await.expect(200);
    assert_eq!(of_tenants["items"][0]["subject_name"], acme.name.as_str());
    let file: Answer = robin.post("/api/events/file", json!({ "noun": "tenant" })).await;
    assert!(file.text.contains("make_read_only") && !file.text.contains("deny"), "{}", file.text);

    seal_all(&t).await;
    let state = robin.get("/api/audit").await.expect(200);
    assert_eq!((&state["broken"], &state["chain"]["seals"]), (&json!([]), &json!(1)));
    tamper(&t, "update console.events set operator_id = null where action = 'make_read_only'").await;
    let finding = installation::check(&t.app).await.expect("a check").finding.expect("a finding");
    assert_eq!(finding.kind, FindingKind::EventAltered, "{finding}");
    tamper(&t, "update events set action = 'other' where action = 'make_read_only'").await;
    checked(&t, "acme").await;
    let state = robin.get("/api/audit").await.expect(200);
    assert_eq!(state["broken"][0]["name"], acme.name.as_str());
}
