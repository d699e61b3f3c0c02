//! Imports are undone: all of what they did, none of what people did since, and every row says which it was.

use super::{check_and_run, counts, id, number, upload};
use crate::support::{Client, Kontaly};
use serde_json::{Value, json};
use std::time::Duration;

/// Finds out what an undo would do, or undoes, and waits for its end.
async fn undo(client: &Client, import: &Value, dry: bool) -> Value {
    let path = format!("/api/imports/{}", id(import));
    let asked = client.post(&format!("{path}/undo"), json!({ "dry_run": dry })).await.expect(202);
    assert_eq!(asked["state"], if dry { "weighing" } else { "undoing" });
    loop {
        let import = client.get(&path).await.expect(200);
        if !matches!(import["state"].as_str(), Some("weighing" | "undoing")) {
            assert_eq!(import["problem"], Value::Null, "{import}");
            return import;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Finds out what an undo would do, undoes, and holds the two against each other.
async fn weigh_and_undo(client: &Client, import: &Value) -> Value {
    let weighed = undo(client, import, true).await;
    assert_eq!(weighed["state"], "done");
    let foreseen = stayed(client, import).await;
    let undone = undo(client, import, false).await;
    assert_eq!(undone["state"], "undone");
    assert_eq!(weighed["undo"], undone["undo"], "what was said is what was done");
    assert_eq!(foreseen, stayed(client, import).await, "row by row");
    let numbers =
        ["rows", "undone", "changed", "kept"].map(|name| undone["undo"][name].as_i64().expect(name));
    assert_eq!(
        numbers[0],
        numbers[1..].iter().sum::<i64>(),
        "every row is accounted for: {}",
        undone["undo"]
    );
    assert_eq!(undone["undo"]["position"], numbers[0]);
    undone
}

/// `rows undone changed kept`.
fn numbers(import: &Value) -> [i64; 4] {
    ["rows", "undone", "changed", "kept"].map(|name| import["undo"][name].as_i64().unwrap_or(-1))
}

/// What stays: line, code, field, name.
async fn stayed(client: &Client, import: &Value) -> Vec<(i64, String, String, String)> {
    let path = format!("/api/imports/{}/rows?stayed=true&limit=1000", id(import));
    let rows = client.get(&path).await.expect(200);
    let mut all = Vec::new();
    for row in rows["items"].as_array().expect("rows") {
        for stay in row["stayed"].as_array().expect("reasons") {
            let text = |name: &str| stay[name].as_str().unwrap_or_default().to_owned();
            let field = if stay["company_id"].is_null() { text("field") } else { "company".to_owned() };
            all.push((row["line"].as_i64().expect("a line"), text("code"), field, text("name")));
        }
    }
    all
}

fn is(stays: &[(i64, String, String, String)]) -> Vec<(i64, &str, &str, &str)> {
    stays
        .iter()
        .map(|(line, code, field, name)| (*line, code.as_str(), field.as_str(), name.as_str()))
        .collect()
}

async fn imported(client: &Client, noun: &str, file: &str) -> Value {
    let import = upload(client, noun, file.to_owned()).await.expect(201);
    check_and_run(client, &import).await
}

/// The record of that name.
async fn called(client: &Client, noun: &str, name: &str) -> Value {
    let list = client.get(&format!("/api/{noun}?limit=200")).await.expect(200);
    let items = list["items"].as_array().expect("a list");
    items
        .iter()
        .find(|item| item["name"] == name)
        .unwrap_or_else(|| panic!("no {name} among {items:?}"))
        .clone()
}

async fn patch(client: &Client, noun: &str, record: &Value, change: Value) -> Value {
    let version = record["version"].as_i64().expect("a version");
    client.patch(&format!("/api/{noun}/{}", id(record)), version, change).await.expect(200)
}

const CONTACTS: &str = "Contact ID,First name,Last name,Email,Company,Title\n\
    1,Ines,Haddad,ines@halcyon.example,Halcyon GmbH,\n\
    2,Ole,Ny,ole@ny.example,Ny AS,\n\
    3,Ada,Byron,ada@byron.example,Byron Ltd,\n\
    4,Max,Plan,max@plan.example,Plan AG,\n\
    4,,,other@plan.example,,Chair\n\
    5,Broken,Row,nowhere,Broken Inc,\n\
    6,Eva,Lund,eva@lund.example,Lund AB,\n";

#[tokio::test]
async fn what_an_import_made_goes_to_the_trash_unless_people_went_on_with_it() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let import = imported(&ada, "contacts", CONTACTS).await;
    assert_eq!(counts(&import["counts"]), [7, 5, 0, 1, 0, 1]);
    assert_eq!(import["counts"]["made"]["companies"], 5);
    assert!(import["undo_until"].as_str().expect("a day") > import["finished_at"].as_str().expect("a day"));

    let ole = called(&ada, "contacts", "Ole Ny").await;
    patch(&ada, "contacts", &ole, json!({ "title": "Skipper" })).await;
    let byron = called(&ada, "contacts", "Ada Byron").await;
    let note = json!({ "kind": "note", "subject": "Called", "contact_id": id(&byron) });
    ada.post("/api/activities", note).await.expect(201);
    let lund = called(&ada, "companies", "Lund AB").await;
    ada.post("/api/deals", json!({ "name": "Big", "company_id": id(&lund) })).await.expect(201);

    let undone = weigh_and_undo(&ada, &import).await;
    assert_eq!(numbers(&undone), [6, 3, 1, 2]);
    assert_eq!(undone["undo"]["trashed"], json!({ "contacts": 3, "companies": 2 }));
    assert_eq!(
        is(&stayed(&ada, &import).await),
        [
            (3, "in_use", "company", "Ny AS"),
            (3, "changed", "", "Ole Ny"),
            (4, "in_use", "company", "Byron Ltd"),
            (4, "in_use", "", "Ada Byron"),
            (8, "in_use", "company", "Lund AB"),
        ]
    );
    assert_eq!(number(&t, "select count(*) from contacts where trashed_at is null").await, 2);
    assert_eq!(number(&t, "select count(*) from companies where trashed_at is null").await, 3);

    // The trash says who put it there; what lies there can be restored as it was.
    let trash = ada.get("/api/trash/companies").await.expect(200);
    assert_eq!(trash["items"][0]["trashed_by"], json!(ada.id()));
    let ines = ada.get("/api/trash/contacts?limit=50").await.expect(200);
    let ines =
        ines["items"].as_array().expect("a list").iter().find(|item| item["name"] == "Ines Haddad").cloned();
    let restored =
        ada.post(&format!("/api/contacts/{}/restore", id(&ines.expect("Ines"))), json!({})).await.expect(200);
    assert_eq!((&restored["external_id"], &restored["email"]), (&json!("1"), &json!("ines@halcyon.example")));

    let file = ada.get(&format!("/api/imports/{}/stayed.csv", id(&import))).await.text;
    assert!(file.contains("line,outcome,record,record_id,field,value_now,code,because"), "{file}");
    assert!(
        file.contains("3,created,Ole Ny,") && file.contains(",changed,Somebody changed this since."),
        "{file}"
    );
    assert_eq!(file.trim_end().lines().count(), 6, "{file}");
    let told = "select count(*) from events where action = 'undo'";
    assert_eq!(number(&t, told).await, 1, "one event for all of it");
    let notified = "select count(*) from notifications where kind = 'import'";
    assert_eq!(number(&t, notified).await, 2, "one of the import, one of its undo");
    let heard = "select count(*) from changes where action = 'undo' and noun = 'import'";
    assert_eq!(number(&t, heard).await, 1);
}

#[tokio::test]
async fn a_file_comes_in_again_after_its_import_was_undone_as_it_did_at_first() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    for (noun, file) in [
        ("companies", "Id,Name,Subsidiary of\nA,Hen,Farm\nB,Farm,\n"),
        ("leads", "Id,Last name,Email\n1,Kuhn,kuhn@example.org\n2,Kuhn,kuhn@example.org\n3,Berg,\n"),
        ("products", "Id,Name,Price\nG,GTX Pro,55\n"),
        ("deals", "Id,Name,Stage,Close date,Amount\nD1,One,Won,2026-02-03,5\nD2,Two,,,7\n"),
        ("contacts", CONTACTS),
    ] {
        let first = imported(&ada, noun, file).await;
        let mut last = first.clone();
        for _ in 0..2 {
            let undone = weigh_and_undo(&ada, &last).await;
            assert_eq!(numbers(&undone)[2..], [0, 0], "{noun}");
            let left = format!("select count(*) from {noun} where trashed_at is null");
            assert_eq!(number(&t, &left).await, 0, "{noun}");
            last = imported(&ada, noun, file).await;
            assert_eq!(last["counts"], first["counts"], "{noun}");
        }
        // What people put into the trash themselves keeps its id, and the file is told so.
        let record = ada.get(&format!("/api/{noun}?limit=1")).await.expect(200)["items"][0].clone();
        ada.delete(&format!("/api/{noun}/{}", id(&record))).await.expect(200);
        let refused = imported(&ada, noun, file).await;
        assert!(refused["counts"]["rejected"].as_i64() > first["counts"]["rejected"].as_i64(), "{noun}");
    }
}

#[tokio::test]
async fn what_an_import_changed_gets_its_old_values_back_field_by_field() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let before = "Contact ID,First name,Last name,Email,Title,Source\n\
        1,Ines,Haddad,ines@halcyon.example,Head,Fair\n\
        2,Ole,Ny,ole@ny.example,Sailor,Fair\n\
        3,Eva,Lund,eva@lund.example,,\n\
        4,Max,Plan,max@plan.example,,\n";
    imported(&ada, "contacts", before).await;
    let was = "select hashtextextended(string_agg(c::text || p.points, ';' order by c.external_id), 0)
        from (select id, external_id, first_name, last_name, name, name_key, title, company_id, email, phone, source from contacts
          where trashed_at is null) c
        cross join lateral (select coalesce(string_agg(kind || value || position, ',' order by kind, position), '') as points
          from contact_points where contact_id = c.id) p";
    let state = number(&t, was).await;
    let change = "Contact ID,First name,Last name,Email,Title,Source,Phone,Company\n\
        1,Ines,Haddad-Berg,new@halcyon.example,Chief,Web,030 1,Halcyon GmbH\n\
        1,,,third@halcyon.example,,,,\n\
        2,Ole,Ny,,Captain,Web,,\n\
        3,Eva,Lund,,Judge,,,\n\
        4,Max,Plan,,Boss,,,\n";
    let import = imported(&ada, "contacts", change).await;
    assert_eq!(counts(&import["counts"]), [5, 0, 4, 1, 0, 0]);
    let words =
        "select count(*) from search_tokens where token in ('chief', 'berg', 'third@halcyon.example')";
    assert!(number(&t, words).await >= 2);

    // Nobody went on with anything: everything is as it was.
    let undone = weigh_and_undo(&ada, &import).await;
    assert_eq!(numbers(&undone), [5, 5, 0, 0]);
    assert_eq!(
        (&undone["undo"]["restored"], &undone["undo"]["trashed"]),
        (&json!(4), &json!({ "companies": 1 }))
    );
    assert_eq!(number(&t, was).await, state);
    assert_eq!(number(&t, words).await, 0, "nor do its words find anything");

    let import = imported(&ada, "contacts", change).await;
    assert_eq!(counts(&import["counts"]), [5, 0, 4, 1, 0, 0], "and it comes in again");
    let ole = called(&ada, "contacts", "Ole Ny").await;
    patch(&ada, "contacts", &ole, json!({ "title": "Admiral" })).await;
    let eva = called(&ada, "contacts", "Eva Lund").await;
    ada.delete(&format!("/api/contacts/{}", id(&eva))).await.expect(200);
    let max = called(&ada, "contacts", "Max Plan").await;
    let max = patch(&ada, "contacts", &max, json!({ "title": null })).await;
    ada.delete(&format!("/api/contacts/{}", id(&max))).await.expect(200);
    t.owner()
        .await
        .script(&format!(
            "delete from contact_points where contact_id = '{0}'; delete from contacts where id = '{0}'",
            id(&max)
        ))
        .await
        .expect("gone");
    // One more address behind those that the import added: it closes up.
    let ines = called(&ada, "contacts", "Ines Haddad-Berg").await;
    let mut emails = ines["emails"].as_array().expect("addresses").clone();
    emails.push(json!({ "label": "home", "value": "home@halcyon.example" }));
    patch(&ada, "contacts", &ines, json!({ "emails": emails })).await;

    let undone = weigh_and_undo(&ada, &import).await;
    assert_eq!(numbers(&undone), [5, 2, 1, 2]);
    assert_eq!(
        is(&stayed(&ada, &import).await),
        [(4, "changed", "title", "Ole Ny"), (5, "in_trash", "", "Eva Lund"), (6, "deleted", "", "")]
    );
    let ole = called(&ada, "contacts", "Ole Ny").await;
    assert_eq!(
        (&ole["title"], &ole["source"]),
        (&json!("Admiral"), &json!("Fair")),
        "the other field went back"
    );
    let ines = ada.get(&format!("/api/contacts/{}", id(&ines))).await.expect(200);
    let values: Vec<&str> = ines["emails"]
        .as_array()
        .expect("addresses")
        .iter()
        .filter_map(|point| point["value"].as_str())
        .collect();
    assert_eq!(values, ["ines@halcyon.example", "home@halcyon.example"]);
    assert_eq!(ines["name"], "Ines Haddad");
    let places = format!(
        "select sum(position)::bigint from contact_points where kind = 'email' and contact_id = '{}'",
        id(&ines)
    );
    assert_eq!(number(&t, &places).await, 1, "places 0 and 1");
}

#[tokio::test]
async fn a_deal_goes_back_to_its_stage_with_all_that_follows_from_it() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = "Id,Name,Stage,Amount,Expected close\n1,One,Proposal,100,2026-12-24\n2,Two,Proposal,100,2026-12-24\n3,Three,,1,\n";
    imported(&ada, "deals", file).await;
    let sums =
        "select coalesce(sum(deals), 0)::bigint * 1000000 + coalesce(sum(amount), 0)::bigint from deal_sums";
    let file = "Id,Name,Stage,Amount,Close date,Loss reason\n1,One,Won,250,2026-11-02,\n2,Two,Lost,300,2026-11-02,Price\n4,Four,Won,9,2026-11-02,\n";
    let import = imported(&ada, "deals", file).await;
    assert_eq!(counts(&import["counts"]), [3, 1, 2, 0, 0, 0]);
    let history = "select count(*) from deal_changes";
    let noted = number(&t, history).await;
    let two = called(&ada, "deals", "Two").await;
    patch(&ada, "deals", &two, json!({ "lost_reason": "Timing" })).await;
    let undone = weigh_and_undo(&ada, &import).await;
    assert_eq!(numbers(&undone), [3, 2, 1, 0]);
    let stays = stayed(&ada, &import).await;
    assert!(stays.iter().all(|(line, code, ..)| *line == 3 && code == "changed"), "{stays:?}");
    let mut fields: Vec<&str> = stays.iter().map(|(_, _, field, _)| field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["lost_reason", "stage_id"], "a stage is one thing, told by what a file can fill");
    let one = called(&ada, "deals", "One").await;
    assert_eq!(
        (&one["state"], &one["closed_at"], &one["amount"]),
        (&json!("open"), &Value::Null, &json!(10000))
    );
    let two = called(&ada, "deals", "Two").await;
    assert_eq!(
        (&two["state"], &two["amount"]),
        (&json!("lost"), &json!(10000)),
        "the amount is another thing"
    );
    assert_eq!(number(&t, history).await, noted + 2, "each deal's history goes on");
    let rows = "select coalesce(count(*), 0)::bigint * 1000000 + coalesce(sum(amount), 0)::bigint from deals where trashed_at is null";
    assert_eq!(number(&t, sums).await, number(&t, rows).await, "the board's sums are those of its deals");
}

#[tokio::test]
async fn a_company_stays_above_one_that_stays() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file =
        "Name,Subsidiary of\nLeaf,Branch\nBranch,Trunk\nTrunk,\nOther leaf,Other trunk\nOther trunk,\n";
    let import = imported(&ada, "companies", file).await;
    let leaf = called(&ada, "companies", "Leaf").await;
    patch(&ada, "companies", &leaf, json!({ "city": "Bonn" })).await;
    let undone = weigh_and_undo(&ada, &import).await;
    assert_eq!(numbers(&undone), [5, 2, 1, 2]);
    assert_eq!(
        is(&stayed(&ada, &import).await),
        [(2, "changed", "", "Leaf"), (3, "in_use", "", "Branch"), (4, "in_use", "", "Trunk")]
    );
}

#[tokio::test]
async fn imports_are_undone_the_last_one_first() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let first = imported(&ada, "leads", "Id,Last name,City\n1,Kuhn,Bonn\n2,Berg,Bonn\n").await;
    let second = imported(&ada, "leads", "Id,Last name,City\n1,Kuhn,Kiel\n").await;
    let weighed = undo(&ada, &first, true).await;
    assert_eq!(numbers(&weighed), [2, 1, 1, 0], "a later import went on with one of them");
    weigh_and_undo(&ada, &second).await;
    let undone = weigh_and_undo(&ada, &first).await;
    assert_eq!(numbers(&undone), [2, 2, 0, 0], "nobody but imports did");
    assert_eq!(number(&t, "select count(*) from leads where trashed_at is null").await, 0);
}

#[tokio::test]
async fn an_undo_is_its_importers_or_an_administrators_and_has_its_time() {
    let t = Kontaly::start_working().await;
    let (ada, max) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await);
    let of_max = imported(&max, "leads", "Id,Last name\n1,Kuhn\n").await;
    let of_ada = imported(&ada, "leads", "Id,Last name\n2,Berg\n").await;
    let path = |import: &Value| format!("/api/imports/{}/undo", id(import));
    assert_eq!(max.post(&path(&of_ada), json!({})).await.code(404), "not_found");
    assert_eq!(t.sign_in("beta", "ada").await.post(&path(&of_ada), json!({})).await.code(404), "not_found");
    for rep in ["rita", "ron"] {
        assert_eq!(t.sign_in("acme", rep).await.post(&path(&of_max), json!({})).await.code(403), "forbidden");
    }
    // A lead that Max has given to somebody beyond his team is not his to take back; the administrator's undo takes it.
    let kuhn = called(&max, "leads", "Kuhn").await;
    let owner = t.person("acme", "sam").actor.id;
    t.owner()
        .await
        .script(&format!("update leads set owner_id = '{owner}' where id = '{}'", id(&kuhn)))
        .await
        .expect("given");
    let weighed = undo(&max, &of_max, true).await;
    assert_eq!(is(&stayed(&max, &of_max).await), [(2, "not_yours", "", "")], "{weighed}");
    let undone = weigh_and_undo(&ada, &of_max).await;
    assert_eq!((numbers(&undone), &undone["undone_by"]), ([1, 1, 0, 0], &json!(ada.id())));
    assert_eq!(ada.post(&path(&of_max), json!({})).await.code(409), "import_undone");

    let people = imported(&ada, "people", "Name,Email\nNora Quist,nora@acme.example\n").await;
    assert_eq!(people["undo_until"], Value::Null);
    assert_eq!(ada.post(&path(&people), json!({})).await.code(409), "import_of_people");
    let fresh = upload(&ada, "leads", "Id,Last name\n9,New\n").await.expect(201);
    assert_eq!(ada.post(&path(&fresh), json!({})).await.code(409), "import_not_done");
    t.owner()
        .await
        .script("update imports set finished_at = finished_at - interval '31 days'")
        .await
        .expect("time");
    assert_eq!(ada.post(&path(&of_ada), json!({})).await.code(409), "import_too_old");
    assert_eq!(number(&t, "select count(*) from leads where trashed_at is null").await, 1);
}
