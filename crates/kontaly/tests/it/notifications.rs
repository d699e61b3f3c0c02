//! Notifications: who is told of what, once and nobody else; what the clock brings, in each person's own time zone.

use crate::support::{Client, Kontaly};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kontaly::clock::Clock;
use kontaly::notifications::schedule;
use serde_json::{Value, json};

async fn told(client: &Client) -> Vec<Value> {
    let page = client.get("/api/notifications").await.expect(200);
    page["data"].as_array().expect("notifications").clone()
}

/// Kind, noun, record, how many.
fn gist(notification: &Value) -> (&str, Option<&str>, Option<&str>, i64) {
    let text = |name: &str| notification[name].as_str();
    (
        text("kind").expect("a kind"),
        text("noun"),
        text("record_name"),
        notification["count"].as_i64().expect("a number"),
    )
}

async fn unread(client: &Client) -> i64 {
    client.get("/api/notifications").await.expect(200)["unread"].as_i64().expect("a number")
}

async fn lead(client: &Client, t: &Kontaly, name: &str, owner: &str) -> Value {
    let owner = t.person("acme", owner).actor.id;
    client.post("/api/leads", json!({ "last_name": name, "owner_id": owner })).await.expect(201)
}

/// What the clock brings at an instant.
async fn look_at(t: &Kontaly, at: Timestamp) {
    let late = t.second_with(|_| {}, Clock::fixed(at));
    let tenants = late.app.hosts.tenants().await.expect("the tenants");
    for tenant in &tenants {
        schedule::look(&late.app, tenant, true).await.expect("a look");
    }
}

fn wall(day: i8, hour: i8, minute: i8, zone: &str) -> Timestamp {
    // A day far ahead: what falls due there has been written down before.
    date(2031, 3, day).at(hour, minute, 0, 0).in_tz(zone).expect("a time").timestamp()
}

#[tokio::test]
async fn who_gets_a_record_is_told_once_and_nobody_else_is() {
    let t = Kontaly::start().await;
    let (ada, max, rita) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await, t.sign_in("acme", "rita").await);
    lead(&ada, &t, "Halcyon", "rita").await;
    lead(&rita, &t, "Her own", "rita").await;
    let notifications = told(&rita).await;
    assert_eq!(
        notifications.iter().map(gist).collect::<Vec<_>>(),
        [("assigned", Some("lead"), Some("Halcyon"), 1)]
    );
    assert_eq!(notifications[0]["actor_id"], t.person("acme", "ada").actor.id.to_string());
    for other in [&ada, &max, &t.sign_in("beta", "rita").await] {
        assert_eq!(told(other).await, Vec::<Value>::new(), "not whoever did it, nor who answers for her");
    }

    let deal = json!({ "name": "Forty seats", "owner_id": t.person("acme", "max").actor.id });
    let deal = max.post("/api/deals", deal).await.expect(201);
    assert_eq!(told(&max).await.len(), 0);
    let rita_id = t.person("acme", "rita").actor.id;
    let path = format!("/api/deals/{}", deal["id"].as_str().expect("an id"));
    max.patch(&path, 1, json!({ "owner_id": rita_id })).await.expect(200);
    let task =
        json!({ "kind": "task", "subject": "Send the offer", "deal_id": deal["id"], "assignee_id": rita_id });
    max.post("/api/activities", task).await.expect(201);
    assert_eq!(
        told(&rita).await.iter().map(gist).collect::<Vec<_>>(),
        [
            ("assigned", Some("activity"), Some("Send the offer"), 1),
            ("assigned", Some("deal"), Some("Forty seats"), 1),
            ("assigned", Some("lead"), Some("Halcyon"), 1)
        ]
    );
    max.patch(&path, 2, json!({ "owner_id": t.person("acme", "max").actor.id })).await.expect(200);
    let names: Vec<_> = told(&rita).await.iter().map(|one| one["noun"].clone()).collect();
    assert_eq!(names, ["lead"], "what she sees no longer, deal and task, she hears nothing of");
}

#[tokio::test]
async fn what_one_request_hands_over_is_one_notification() {
    let t = Kontaly::start_working().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    for at in 0..5 {
        lead(&ada, &t, &format!("Lead {at}"), "ada").await;
    }
    let rita_id = t.person("acme", "rita").actor.id;
    let change = json!({ "noun": "lead", "filter": json!({ "and": [] }).to_string(), "change": { "set": { "owner_id": rita_id } } });
    let bulk = ada.post("/api/bulks", change).await.expect(202);
    let path = format!("/api/bulks/{}", bulk["id"].as_str().expect("an id"));
    while ada.get(&path).await.expect(200)["state"] == "running" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let notifications = told(&rita).await;
    assert_eq!(notifications.len(), 1, "{notifications:?}");
    assert_eq!((notifications[0]["count"].as_i64(), unread(&rita).await), (Some(5), 1));
}

#[tokio::test]
async fn one_reads_ones_own_some_or_all() {
    let t = Kontaly::start().await;
    let (ada, rita, ron) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "ron").await);
    for name in ["A", "B", "C", "D"] {
        lead(&ada, &t, name, "rita").await;
    }
    let notifications = told(&rita).await;
    let read = |body: Value| rita.post("/api/notifications/read", body);
    ada.post("/api/notifications/read", json!({ "ids": [notifications[0]["id"]] })).await.expect(204);
    assert_eq!(unread(&rita).await, 4, "nobody reads another's, not even who made it");
    read(json!({ "ids": [notifications[0]["id"], notifications[1]["id"]] })).await.expect(204);
    assert_eq!(unread(&rita).await, 2);
    assert_eq!(
        told(&rita).await.iter().map(|one| one["read_at"].is_null()).collect::<Vec<_>>(),
        [false, false, true, true]
    );
    read(json!({})).await.expect(204);
    assert_eq!(unread(&rita).await, 0);
    ron.post("/api/notifications/read", json!({})).await.expect(204);
    let many: Vec<_> = (0..201).map(|_| notifications[0]["id"].clone()).collect();
    assert_eq!(Client::wrong(&read(json!({ "ids": many })).await.expect(422)), [("ids", "too_many")]);

    let page = rita.get("/api/notifications").await.expect(200);
    let before = page["data"][1]["at"].as_str().expect("an instant").to_owned();
    let older = rita.get(&format!("/api/notifications?before={before}")).await.expect(200);
    assert_eq!((older["data"].as_array().map(Vec::len), older["more"].as_bool()), (Some(2), Some(false)));
}

async fn due(client: &Client, on: &Value, kind: &str, subject: &str, at: Timestamp) -> Value {
    let draft = json!({ "kind": kind, "subject": subject, "lead_id": on["id"], "due_at": at });
    client.post("/api/activities", draft).await.expect(201)
}

#[tokio::test]
async fn a_call_is_told_of_before_and_a_task_when_it_is_due_once() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let on = lead(&rita, &t, "Halcyon", "rita").await;
    let noon = wall(5, 12, 0, "Europe/Berlin");
    let before = |minutes: i64| noon - SignedDuration::from_mins(minutes);
    due(&rita, &on, "call", "Ring them", noon).await;
    due(&rita, &on, "task", "Write to them", noon).await;
    let over = due(&rita, &on, "task", "Done before", noon).await;
    let done = format!("/api/activities/{}", over["id"].as_str().expect("an id"));
    rita.patch(&done, 1, json!({ "done": true })).await.expect(200);
    let reminders = async || -> Vec<String> {
        let mut told = told(&rita).await;
        told.retain(|one| one["kind"] == "reminder");
        told.iter().map(|one| one["record_name"].as_str().expect("a name").to_owned()).collect()
    };

    look_at(&t, before(11)).await;
    assert!(reminders().await.is_empty());
    look_at(&t, before(10)).await;
    look_at(&t, before(9)).await;
    assert_eq!(reminders().await, ["Ring them"]);
    look_at(&t, noon).await;
    look_at(&t, noon + SignedDuration::from_mins(1)).await;
    assert_eq!(reminders().await, ["Write to them", "Ring them"]);

    rita.patch("/api/notification-settings", 0, json!({ "remind_minutes": 60 })).await.expect(200);
    let late = wall(6, 12, 0, "Europe/Berlin");
    let call = due(&rita, &on, "call", "Ring them later", late).await;
    look_at(&t, late - SignedDuration::from_mins(59)).await;
    assert_eq!(reminders().await[0], "Ring them later");
    let path = format!("/api/activities/{}", call["id"].as_str().expect("an id"));
    let later = late + SignedDuration::from_hours(2);
    rita.patch(&path, 1, json!({ "due_at": later })).await.expect(200);
    look_at(&t, later - SignedDuration::from_mins(30)).await;
    assert_eq!(reminders().await.len(), 4, "what is put off is told again");
    rita.patch("/api/notification-settings", 0, json!({ "remind_minutes": null })).await.expect(200);
    due(&rita, &on, "task", "Silence", wall(7, 12, 0, "Europe/Berlin")).await;
    look_at(&t, wall(7, 12, 30, "Europe/Berlin")).await;
    assert_eq!(reminders().await.len(), 4);
}

#[tokio::test]
async fn the_morning_says_what_the_day_brings_in_ones_own_time_zone() {
    let t = Kontaly::start().await;
    let (rita, max) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "max").await);
    let on = lead(&rita, &t, "Halcyon", "rita").await;
    due(&rita, &on, "task", "Today", wall(5, 23, 30, "Europe/Berlin")).await;
    due(&rita, &on, "task", "Overdue", wall(4, 9, 0, "Europe/Berlin")).await;
    due(&rita, &on, "task", "Tomorrow", wall(6, 0, 30, "Europe/Berlin")).await;
    let agenda = async |client: &Client| -> Vec<i64> {
        let mut told = told(client).await;
        told.retain(|one| one["kind"] == "agenda");
        told.iter().map(|one| one["count"].as_i64().expect("a number")).collect()
    };

    look_at(&t, wall(5, 7, 59, "Europe/Berlin")).await;
    assert!(agenda(&rita).await.is_empty(), "it is eight where she is told");
    look_at(&t, wall(5, 8, 0, "Europe/Berlin")).await;
    look_at(&t, wall(5, 9, 0, "Europe/Berlin")).await;
    assert_eq!((agenda(&rita).await, agenda(&max).await), (vec![2], vec![]));
    look_at(&t, wall(6, 12, 0, "Europe/Berlin")).await;
    assert_eq!(agenda(&rita).await, [2], "a morning that is over is not told");

    // In Tokyo it is eight hours later: there the day of the fifth ends while it is afternoon in Berlin.
    let tokyo = json!({ "time_zone": "Asia/Tokyo", "agenda_hour": 6 });
    rita.patch("/api/notification-settings", 0, tokyo).await.expect(200);
    let page = rita.get("/api/notifications").await.expect(200);
    assert_eq!(page["time_zone"], "Asia/Tokyo");
    look_at(&t, wall(8, 6, 0, "Europe/Berlin")).await;
    assert_eq!(agenda(&rita).await, [2]);
    look_at(&t, wall(8, 6, 0, "Asia/Tokyo")).await;
    assert_eq!(agenda(&rita).await, [3, 2]);

    for (wrong, field) in [
        (json!({ "time_zone": "Berlin" }), "time_zone"),
        (json!({ "remind_minutes": -1 }), "remind_minutes"),
        (json!({ "agenda_hour": 24 }), "agenda_hour"),
    ] {
        let problem = rita.patch("/api/notification-settings", 0, wrong).await.expect(422);
        assert_eq!(Client::wrong(&problem)[0].0, field);
    }
    rita.patch("/api/notification-settings", 0, json!({ "agenda_hour": null })).await.expect(200);
    look_at(&t, wall(9, 6, 30, "Asia/Tokyo")).await;
    assert_eq!(agenda(&rita).await.len(), 2);
}

#[tokio::test]
async fn what_is_old_goes() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    lead(&ada, &t, "Halcyon", "rita").await;
    look_at(&t, t.app.clock.now() + SignedDuration::from_hours(24 * 89)).await;
    assert_eq!(told(&rita).await.len(), 1);
    look_at(&t, t.app.clock.now() + SignedDuration::from_hours(24 * 91)).await;
    assert_eq!(told(&rita).await.len(), 0);
}

#[tokio::test]
async fn with_any_sql_one_sees_and_changes_nobody_elses() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    lead(&ada, &t, "Halcyon", "rita").await;
    rita.patch("/api/notification-settings", 0, json!({ "remind_minutes": 5 })).await.expect(200);
    let count = async |who: &str, slug: &str, text: &'static str| -> i64 {
        let mut tx = t.tx(slug, who);
        tx.closing().one(kontaly_db::sql(text)).await.expect("a count").take().expect("a number")
    };
    for (slug, who, seen) in [("acme", "rita", 1), ("acme", "ada", 1), ("acme", "max", 0), ("beta", "ada", 0)]
    {
        assert_eq!(count(who, slug, "select count(*) from notifications").await, seen, "{slug}/{who}");
    }
    assert_eq!(count("ada", "acme", "select count(*) from notification_settings").await, 0);
    let rita_id = t.person("acme", "rita").actor.id;
    let mut tx = t.tx("acme", "sam");
    let forged = kontaly_db::sql(
        "insert into notifications (tenant_id, id, owner_id, kind, actor_id, key, at)
        select tenant_id, gen_random_uuid(), $1, 'assigned', $1, 'forged', now() from actors",
    )
    .bind(rita_id);
    assert!(tx.execute(forged).await.is_err(), "nobody signs for another");
    let mut tx = t.tx("acme", "sam");
    let gone = kontaly_db::sql("delete from notifications");
    assert_eq!(tx.closing().execute(gone).await.expect("an answer"), 0);
}
