//! Activities: on one record, seen by whoever sees the record, carried along when it changes hands.

use crate::deals::{column, directory, id, urlencoded};
use crate::support::{Client, Kontaly};
use kontaly_db::sql;
use serde_json::{Value, json};
use uuid::Uuid;

fn path(activity: &Value) -> String {
    format!("/api/activities/{}", id(activity))
}

async fn lead(client: &Client) -> Value {
    client.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201)
}

async fn call(client: &Client, lead: &Value, subject: &str) -> Value {
    let draft = json!({ "kind": "call", "subject": subject, "lead_id": lead["id"] });
    client.post("/api/activities", draft).await.expect(201)
}

#[tokio::test]
async fn an_activity_is_made_read_done_undone_trashed_and_restored() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let deal = rita.post("/api/deals", json!({ "name": "40 seats" })).await.expect(201);
    let draft = json!({ "kind": "task", "subject": " Send the offer ", "deal_id": deal["id"], "due_at": "2026-12-01T09:00:00Z" });
    let task = rita.post("/api/activities", draft).await.expect(201);
    for (field, value) in [
        ("subject", json!("Send the offer")),
        ("record_name", json!("40 seats")),
        ("assignee_id", json!(rita.id())),
        ("owner_id", json!(rita.id())),
        ("at", json!("2026-12-01T09:00:00Z")),
        ("done_at", Value::Null),
        ("version", json!(1)),
    ] {
        assert_eq!(task[field], value, "{field}");
    }
    let path = path(&task);
    assert_eq!(rita.get(&path).await.expect(200), task);

    let done = rita.patch(&path, 1, json!({ "done": true })).await.expect(200);
    assert_eq!(done["done_at"], done["updated_at"]);
    let again = rita.patch(&path, 2, json!({ "done": true, "due_at": null })).await.expect(200);
    assert_eq!(again["done_at"], done["done_at"], "it was done once");
    assert_eq!(again["at"], task["created_at"], "without a date, it stands where it was made");
    let undone = rita.patch(&path, 3, json!({ "done": false, "assignee_id": null })).await.expect(200);
    assert_eq!((&undone["done_at"], &undone["assignee_id"]), (&Value::Null, &Value::Null));
    let stale = rita.patch(&path, 3, json!({ "subject": "Late" })).await.expect(409);
    assert_eq!((&stale["code"], &stale["current"]), (&json!("version_conflict"), &undone));
    assert_eq!(
        rita.send(axum::http::Method::PATCH, &path, Some(json!({})), None).await.code(428),
        "precondition_required"
    );

    assert_eq!(t.words("acme", "rita", &task).await, ["offer", "send", "the"]);
    rita.delete(&path).await.expect(200);
    assert!(rita.ids("/api/activities").await.is_empty());
    assert!(t.words("acme", "rita", &task).await.is_empty());
    rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(rita.ids("/api/activities").await, [id(&task)]);
    let history = t.history("acme", "rita", &task).await;
    let actions: Vec<_> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["create", "update", "update", "update", "trash", "restore"]);
}

#[tokio::test]
async fn whoever_sees_the_record_sees_its_activities() {
    let t = Kontaly::start().await;
    let [company, contact, _] = directory(&t, "acme").await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let on_lead = call(&rita, &lead(&rita).await, "On Rita's lead").await;
    let of_sam = sam.post("/api/deals", json!({ "name": "Sam's" })).await.expect(201);
    let on_deal = sam
        .post(
            "/api/activities",
            json!({ "kind": "note", "subject": "On Sam's deal", "deal_id": of_sam["id"] }),
        )
        .await
        .expect(201);
    let on_company = rita
        .post(
            "/api/activities",
            json!({ "kind": "email", "subject": "On the company", "company_id": company }),
        )
        .await
        .expect(201);
    let on_contact = sam
        .post(
            "/api/activities",
            json!({ "kind": "meeting", "subject": "On the contact", "contact_id": contact }),
        )
        .await
        .expect(201);
    let (a, b, c, d) = (id(&on_lead), id(&on_deal), id(&on_company), id(&on_contact));
    for (name, sees) in [
        ("ada", vec![d, c, b, a]),
        ("ron", vec![d, c, b, a]),
        ("max", vec![d, c, a]),
        ("rita", vec![d, c, a]),
        ("sam", vec![d, c, b]),
    ] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.ids("/api/activities").await, sees, "{name}");
        assert_eq!(person.get("/api/activities/count").await.expect(200)["count"], sees.len(), "{name}");
        for activity in [a, b, c, d] {
            let path = format!("/api/activities/{activity}");
            if sees.contains(&activity) {
                person.get(&path).await.expect(200);
            } else {
                assert_eq!(person.get(&path).await.code(404), "not_found");
                assert_eq!(person.patch(&path, 1, json!({ "subject": "X" })).await.code(404), "not_found");
                assert_eq!(person.delete(&path).await.code(404), "not_found");
            }
        }
        for (noun, record) in [("leads", on_lead["lead_id"].as_str()), ("deals", of_sam["id"].as_str())] {
            let record = record.expect("an id");
            let status =
                if person.get(&format!("/api/{noun}/{record}")).await.status == 200 { 200 } else { 404 };
            person.get(&format!("/api/{noun}/{record}/activities")).await.expect(status);
        }
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert!(stranger.ids("/api/activities").await.is_empty());
    for activity in [a, b, c, d] {
        assert_eq!(stranger.get(&format!("/api/activities/{activity}")).await.code(404), "not_found");
    }
    assert_eq!(stranger.get(&format!("/api/companies/{company}/activities")).await.code(404), "not_found");
    let ron = t.sign_in("acme", "ron").await;
    let draft = json!({ "kind": "note", "subject": "X", "company_id": company });
    assert_eq!(ron.post("/api/activities", draft).await.code(403), "forbidden");
}

#[tokio::test]
async fn an_activity_is_on_one_record_that_its_author_sees() {
    let t = Kontaly::start().await;
    let [foreign, ..] = directory(&t, "beta").await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let (mine, theirs) = (lead(&rita).await, lead(&sam).await);
    let deal = rita.post("/api/deals", json!({ "name": "Mine" })).await.expect(201);
    for (place, wrong) in [
        (json!({}), ("lead_id", "one_record")),
        (json!({ "lead_id": mine["id"], "deal_id": deal["id"] }), ("lead_id", "one_record")),
        (json!({ "lead_id": theirs["id"] }), ("lead_id", "unknown_reference")),
        (json!({ "deal_id": Uuid::nil() }), ("deal_id", "unknown_reference")),
        (json!({ "company_id": foreign }), ("company_id", "unknown_reference")),
        (json!({ "contact_id": foreign }), ("contact_id", "unknown_reference")),
    ] {
        let mut draft = json!({ "kind": "note", "subject": "X" });
        draft.as_object_mut().expect("an object").extend(place.as_object().expect("an object").clone());
        let problem = rita.post("/api/activities", draft).await.expect(422);
        assert_eq!(Client::wrong(&problem), [wrong]);
    }
    rita.delete(&format!("/api/leads/{}", id(&mine))).await.expect(200);
    let on_trashed = json!({ "kind": "note", "subject": "X", "lead_id": mine["id"] });
    let problem = rita.post("/api/activities", on_trashed).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("lead_id", "unknown_reference")]);
    assert!(rita.ids("/api/activities").await.is_empty());
}

#[tokio::test]
async fn bad_fields_are_all_named() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let draft = json!({ "kind": "fax", "subject": " ", "duration_minutes": -1, "lead_id": lead["id"] });
    let problem = rita.post("/api/activities", draft).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [("kind", "unknown"), ("subject", "required"), ("duration_minutes", "out_of_range")]
    );
    let draft = json!({ "kind": "note", "subject": "X", "due_at": "2026-12-01T09:00:00Z", "done": true, "lead_id": lead["id"] });
    let problem = rita.post("/api/activities", draft).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("due_at", "not_of_a_note"), ("done", "not_of_a_note")]);
    let draft = json!({ "kind": "task", "subject": "X", "assignee_id": Uuid::nil(), "lead_id": lead["id"] });
    let problem = rita.post("/api/activities", draft).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("assignee_id", "unknown_reference")]);
    let draft = json!({ "kind": "task", "subject": "X", "external_id": "X-1", "lead_id": lead["id"] });
    rita.post("/api/activities", draft.clone()).await.expect(201);
    assert_eq!(
        Client::wrong(&rita.post("/api/activities", draft).await.expect(422)),
        [("external_id", "taken")]
    );
}

/// Whoever gets the record gets what was done on it, with its words and its events, and whoever gave it loses them.
#[tokio::test]
async fn activities_go_where_their_record_goes() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    for (noun, name, field) in [("leads", "last_name", "lead_id"), ("deals", "name", "deal_id")] {
        let record = rita.post(&format!("/api/{noun}"), json!({ (name): "Zeppelin" })).await.expect(201);
        let activity = rita
            .post("/api/activities", json!({ "kind": "call", "subject": "Hangar", (field): record["id"] }))
            .await
            .expect(201);
        assert!(t.words("acme", "sam", &activity).await.is_empty());
        ada.patch(&format!("/api/{noun}/{}", id(&record)), 1, json!({ "owner_id": sam.id() }))
            .await
            .expect(200);
        let carried = sam.get(&path(&activity)).await.expect(200);
        assert_eq!((&carried["owner_id"], &carried["version"]), (&json!(sam.id()), &json!(1)), "{noun}");
        assert_eq!(t.words("acme", "sam", &activity).await, ["hangar"], "{noun}");
        assert_eq!(t.history("acme", "sam", &activity).await.len(), 1, "{noun}");
        rita.get(&path(&activity)).await.expect(404);
        assert!(t.words("acme", "rita", &activity).await.is_empty(), "{noun}");
        assert!(t.history("acme", "rita", &activity).await.is_empty(), "{noun}");
    }
}

/// A record is handed over while calls are logged on it: none of them keeps the former owner.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_activity_is_left_behind_when_a_record_changes_hands() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let lead = lead(&rita).await;
    for round in 1..6_i64 {
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let (ada, lead) = (ada.clone(), lead.clone());
            calls.spawn(async move { call(&ada, &lead, "A call").await });
        }
        let owner = if round % 2 == 1 { sam.id() } else { rita.id() };
        let path = format!("/api/leads/{}", id(&lead));
        ada.patch(&path, round, json!({ "owner_id": owner })).await.expect(200);
        calls.join_all().await;
        let strays = "select a.id::text from activities a join leads l on l.tenant_id = a.tenant_id and l.id = a.lead_id
            where a.owner_id is distinct from l.owner_id";
        assert!(column(&t, "ada", strays).await.is_empty());
    }
}

/// The records of the open directory that Sam owns: Rita may hang something on them, and not lock them.
async fn of_sam(t: &Kontaly) -> [(&'static str, String, String); 2] {
    let sam = t.sign_in("acme", "sam").await;
    let company = sam.post("/api/companies", json!({ "name": "Halcyon" })).await.expect(201);
    let contact = sam.post("/api/contacts", json!({ "last_name": "Haddad" })).await.expect(201);
    let named =
        |field, path: &str, record: &Value| (field, format!("{path}/{}", id(record)), id(record).to_owned());
    [named("company_id", "/api/companies", &company), named("contact_id", "/api/contacts", &contact)]
}

/// Copies of an owner that are not the owner.
async fn stale(t: &Kontaly) -> Vec<String> {
    let stale = "select a.subject from activities a
        left join companies o on o.id = a.company_id left join contacts c on c.id = a.contact_id
        where a.owner_id is distinct from coalesce(o.owner_id, c.owner_id)";
    column(t, "ada", stale).await
}

/// An activity is written and not yet committed while its record changes hands: the hand-over waits and takes it along.
#[tokio::test]
async fn a_record_changes_hands_while_something_is_hung_on_it() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let (sam, max) = (t.person("acme", "sam").actor.id, t.person("acme", "max").actor.id);
    for (field, path, record) in of_sam(&t).await {
        let mut author = t.tx("acme", "rita");
        let mut insert = sql(
            "insert into activities (tenant_id, id, kind, subject, at, owner_id, directory, created_at, updated_at, ",
        );
        insert.push(field).push(") select a.tenant_id, ").push_bind(t.app.clock.id::<Uuid>());
        insert.push(", 'call', 'Late call', now(), ").push_bind(sam).push(", true, now(), now(), ");
        insert.push_bind(record.parse::<Uuid>().expect("an id")).push(" from actors a");
        assert_eq!(author.execute(insert).await.expect("a call"), 1);
        let hand_over = tokio::spawn({
            let ada = ada.clone();
            async move { ada.patch(&path, 1, json!({ "owner_id": max })).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(!hand_over.is_finished(), "it waits");
        author.commit().await.expect("a commit");
        hand_over.await.expect("an answer").expect(200);
    }
    assert_eq!(stale(&t).await, Vec::<String>::new());
}

/// A hand-over is not yet committed while somebody hangs an activity on the record: whoever does is told to try again.
#[tokio::test]
async fn something_is_hung_on_a_record_that_changes_hands() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let max = t.person("acme", "max").actor.id;
    for (field, path, record) in of_sam(&t).await {
        let mut giver = t.tx("acme", "ada");
        let hand_over = if path.starts_with("/api/companies") {
            sql("update companies set owner_id = $2 where tenant_id = $1 and id = $3")
        } else {
            sql("update contacts set owner_id = $2 where tenant_id = $1 and id = $3")
        };
        let uuid: Uuid = record.parse().expect("an id");
        let tenant = giver.tenant();
        assert_eq!(giver.execute(hand_over.bind(tenant).bind(max).bind(uuid)).await.expect("a hand-over"), 1);
        let draft = json!({ "kind": "call", "subject": "Early call", field: record });
        let call = tokio::spawn({
            let (rita, draft) = (rita.clone(), draft.clone());
            async move { rita.post("/api/activities", draft).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(!call.is_finished(), "it waits");
        giver.commit().await.expect("a commit");
        assert_eq!(call.await.expect("an answer").code(409), "try_again");
        rita.post("/api/activities", draft).await.expect(201);
    }
    assert_eq!(stale(&t).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_timeline_is_the_records_own_the_newest_first() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let (lead, other) = (lead(&rita).await, lead(&rita).await);
    let base = format!("/api/leads/{}/activities", id(&lead));
    assert!(rita.ids(&base).await.is_empty(), "nothing was done yet");
    let mut made = Vec::new();
    for n in 0..12 {
        let day = 1 + n % 4;
        let draft = json!({ "kind": "call", "subject": format!("C{n}"), "lead_id": lead["id"],
            "due_at": (n % 3 != 0).then(|| format!("2026-11-{day:02}T10:00:00Z")) });
        let activity = rita.post("/api/activities", draft).await.expect(201);
        made.push((activity["at"].as_str().expect("an instant").to_owned(), id(&activity).to_owned()));
    }
    call(&rita, &other, "Elsewhere").await;
    made.sort_by_key(|(at, id)| (at.parse::<jiff::Timestamp>().expect("an instant"), id.clone()));
    made.reverse();
    let wanted: Vec<_> = made.into_iter().map(|(_, id)| id).collect();
    assert_eq!(rita.ids(&base).await, wanted);
    assert_eq!(rita.walk(&format!("{base}?")).await, wanted);
    rita.delete(&format!("/api/activities/{}", wanted[0])).await.expect(200);
    assert_eq!(rita.ids(&base).await, wanted[1..]);
    assert_eq!(rita.get(&format!("/api/products/{}/activities", id(&lead))).await.code(404), "not_found");
    assert_eq!(rita.get(&format!("/api/deals/{}/activities", id(&lead))).await.code(404), "not_found");
    assert_eq!(rita.get(&format!("{base}?cursor=x")).await.code(422), "invalid");
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let t = Kontaly::start().await;
    let [company, contact, _] = directory(&t, "acme").await;
    let rita = t.sign_in("acme", "rita").await;
    let (lead, deal) = (lead(&rita).await, rita.post("/api/deals", json!({ "name": "D" })).await.expect(201));
    let places = [
        ("lead_id", id(&lead)),
        ("deal_id", id(&deal)),
        ("contact_id", &*contact),
        ("company_id", &*company),
    ];
    for (n, (field, record)) in places.iter().cycle().take(20).enumerate() {
        let kinds = ["call", "meeting", "email", "task"];
        let draft = json!({ "kind": kinds[n % 4], "subject": format!("S{n}"), (*field): record,
            "due_at": format!("2026-11-{:02}T10:00:00Z", 1 + n % 5), "done": n % 2 == 0,
            "assignee_id": (n % 5 != 0).then(|| rita.id()) });
        rita.post("/api/activities", draft).await.expect(201);
    }
    for (filter, count) in [
        (json!({ "field": "kind", "op": "in", "value": ["call", "task"] }), 10),
        (json!({ "field": "lead_id", "op": "eq", "value": lead["id"] }), 5),
        (json!({ "field": "deal_id", "op": "eq", "value": deal["id"] }), 5),
        (json!({ "field": "contact_id", "op": "eq", "value": contact }), 5),
        (json!({ "field": "company_id", "op": "eq", "value": company }), 5),
        (json!({ "field": "assignee_id", "op": "eq", "value": "me" }), 16),
        (json!({ "field": "assignee_id", "op": "empty" }), 4),
        (json!({ "field": "done_at", "op": "empty" }), 10),
        (json!({ "field": "due_at", "op": "lt", "value": "2026-11-02T00:00:00Z" }), 4),
        (json!({ "field": "at", "op": "gte", "value": "2026-11-05T00:00:00Z" }), 4),
        (
            json!({ "and": [{ "field": "assignee_id", "op": "eq", "value": "me" }, { "field": "done_at", "op": "empty" }] }),
            8,
        ),
    ] {
        let query = urlencoded(&filter.to_string());
        assert_eq!(rita.ids(&format!("/api/activities?filter={query}")).await.len(), count, "{filter}");
        let counted = rita.get(&format!("/api/activities/count?filter={query}")).await.expect(200);
        assert_eq!(counted["count"], count, "{filter}");
    }
    for sort in ["at", "-at"] {
        let whole = rita.ids(&format!("/api/activities?sort={sort}")).await;
        assert_eq!(rita.walk(&format!("/api/activities?sort={sort}")).await, whole);
        assert_eq!(whole.len(), 20);
    }
    assert_eq!(rita.get("/api/activities?sort=due_at").await.code(422), "invalid");
}

/// What hangs on a colleague's contact or company is read by all, and changed by whoever owns it or has it to do.
#[tokio::test]
async fn on_a_colleagues_contact_one_changes_what_one_has_to_do() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let contact = rita.post("/api/contacts", json!({ "last_name": "Haddad" })).await.expect(201);
    let draft = |assignee: &Client| json!({ "kind": "task", "subject": "X", "contact_id": contact["id"], "assignee_id": assignee.id() });
    let for_sam = sam.post("/api/activities", draft(&sam)).await.expect(201);
    assert_eq!(for_sam["owner_id"], rita.id(), "the contact's owner");
    sam.patch(&path(&for_sam), 1, json!({ "done": true })).await.expect(200);
    let for_rita = rita.post("/api/activities", draft(&rita)).await.expect(201);
    assert_eq!(sam.patch(&path(&for_rita), 1, json!({ "done": true })).await.code(403), "not_yours");
    assert_eq!(sam.delete(&path(&for_rita)).await.code(403), "not_yours");
    rita.patch(&path(&for_sam), 2, json!({ "done": false })).await.expect(200);
}
