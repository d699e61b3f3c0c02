//! What rows do: made, changed, merged, left alone, rejected.

use super::{adjust, check_and_run, counts, id, number, rejected, run, upload};
use crate::support::Kontaly;
use kontaly::imports::words;
use kontaly_db::{Limits, sql};
use serde_json::{Value, json};

const LEADS: &str = "\
Lead ID,Name,Company,E-mail,Lead Status,Lead Owner,Value,Currency,Created
L-1,Ines van Haddad,Halcyon GmbH,Ines@Halcyon.example,Working,Rita Levi,\"$1,234.50\",USD,2026-03-04
L-2,,Ümlaut & Söhne,,,sam@acme.example,\"1,000\",,31 Mar 2026
,,,,,,,,
L-3,Zoë,,zoe@example.org,qualified,,,,2026-03-05T10:00:00Z
";

/// What was wrong: line, code, column and value of each rejected row.
fn faults(rows: &[Value]) -> Vec<(i64, String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    rows.iter()
        .map(|row| {
            let detail = &row["detail"];
            let line = row["line"].as_i64().unwrap_or(0);
            (line, text(&detail["code"]), text(&detail["column"]), text(&detail["value"]))
        })
        .collect()
}

#[tokio::test]
async fn leads_are_made_then_left_alone_then_changed() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let import = upload(&ada, "leads", LEADS).await.expect(201);
    assert_eq!([&import["preview"]["rows"], &import["preview"]["rows_without_key"]], [4, 0]);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [4, 3, 0, 0, 1, 0], "a blank row is no lead, and is counted");
    let leads = ada.get("/api/leads?sort=name").await.expect(200);
    let lead = &leads["items"][0];
    assert_eq!(lead["name"], "Ines van Haddad");
    assert_eq!([&lead["first_name"], &lead["last_name"]], ["Ines van", "Haddad"]);
    assert_eq!(
        [&lead["email"], &lead["status"], &lead["currency"]],
        ["ines@halcyon.example", "contacted", "USD"]
    );
    assert_eq!(lead["amount"], 123_450);
    assert_eq!(lead["owner_id"], t.person("acme", "rita").actor.id.to_string());
    assert_eq!(lead["created_at"], "2026-03-03T23:00:00Z", "a day begins at midnight of the workspace");
    let umlaut = &leads["items"][2];
    assert_eq!([&umlaut["name"], &umlaut["currency"]], ["Ümlaut & Söhne", "EUR"]);
    assert_eq!([&umlaut["amount"], &leads["items"][1]["owner_id"]], [&json!(100_000), &Value::Null]);
    let words = "select count(*) from search_tokens where noun = 'lead' and token in ('haddad', 'halcyon', 'umlaut', 'zoe')";
    assert_eq!(number(&t, words).await, 4, "each word once, by name, company and address");

    let import = upload(&ada, "leads", LEADS).await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"]), [4, 0, 0, 0, 4, 0]);

    let changed = "Lead ID,Company,City\nL-1,Halcyon SE,Kiel\nL-2,,\n";
    let import = upload(&ada, "leads", changed).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [2, 0, 1, 0, 1, 0], "a blank cell takes nothing away");
    let rows = ada.get(&format!("/api/imports/{}/rows?outcome=updated", id(&done))).await.expect(200);
    let row = &rows["items"][0];
    let wanted = json!({ "company_name": ["Halcyon GmbH", "Halcyon SE"], "city": [null, "Kiel"] });
    assert_eq!((&row["detail"], row["line"].as_i64()), (&wanted, Some(2)));
    assert_eq!(row["record_id"], *id(lead));
    let lead = ada.get(&format!("/api/leads/{}", id(lead))).await.expect(200);
    assert_eq!(lead["version"], 2);
    let words = "select count(*) from search_tokens where token in ('gmbh', 'kiel')";
    assert_eq!(number(&t, words).await, 1, "words come and go with what they are of");
}

#[tokio::test]
async fn every_rejected_row_is_named_by_line_column_and_reason_and_can_be_downloaded() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = "Id,Last name,E-mail,Owner,Score,Status,Value,Created\n\
        1,Right,right@example.org,Rita Levi,10,new,5,2026-01-01\n\
        2,Mail,nowhere,,,,,\n\
        3,Owner,,Nobody Known,,,,\n\
        4,Score,,,101,,,\n\
        5,Status,,,,sleeping,,\n\
        6,Money,,,,,£5,\n\
        7,Precise,,,,,0.005,\n\
        8,Date,,,,,,soon\n\
        9,Short,x\n\
        10,\"Two\nlines\",also nowhere,,ten,,,\n\
        11,Converted,,,,converted,,\n\
        ,,,,,,,2026-01-01\n";
    let import = upload(&ada, "leads", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [12, 1, 0, 0, 0, 11]);
    let rows = rejected(&ada, &done).await;
    let fault =
        |line: i64, code: &str, column: &str, value: &str| (line, code.into(), column.into(), value.into());
    assert_eq!(
        faults(&rows),
        [
            fault(3, "not_an_email", "E-mail", "nowhere"),
            fault(4, "unknown_reference", "Owner", "Nobody Known"),
            fault(5, "out_of_range", "Score", "101"),
            fault(6, "unknown_value", "Status", "sleeping"),
            fault(7, "other_currency", "Value", "£5"),
            fault(8, "too_precise", "Value", "0.005"),
            fault(9, "not_a_date", "Created", "soon"),
            fault(10, "cell_count", "-", "-"),
            fault(11, "not_an_email", "E-mail", "also nowhere"),
            fault(13, "only_by_conversion", "Status", "converted"),
            fault(14, "required", "Last name", ""),
        ]
    );
    assert_eq!(rows[8]["detail"]["also"][0]["code"], "not_a_number", "everything that is wrong is named");
    assert_eq!(rows[8]["detail"]["row"][1], "Two\nlines");

    let file = ada.get(&format!("/api/imports/{}/rejected.csv", id(&done))).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"rejected-leads.csv\"; filename*=UTF-8''rejected-leads.csv"
    );
    let mut reader = csv::Reader::from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.headers().expect("a header").iter().nth(6), Some("Last name"));
    let records: Vec<_> = reader.records().collect::<Result<_, _>>().expect("well-formed rows");
    assert_eq!(records.len(), 11);
    let two_lines = &records[8];
    assert_eq!((&two_lines[0], &two_lines[1], &two_lines[6]), ("11", "not_an_email", "Two\nlines"));

    // Mended, the same file goes in: its first columns mean nothing to an import.
    let mended = file
        .text
        .replace("also nowhere", "z@y.example")
        .replace("nowhere", "x@y.example")
        .replace(",ten,", ",10,");
    let import = upload(&ada, "leads", mended).await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"])[1], 2);
}

#[tokio::test]
async fn rows_about_one_record_are_merged_and_the_first_goes_before() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let mut file = "Last name,E-mail,City,Title\n".to_owned();
    file += "Haddad,ines@halcyon.example,Bonn,\n";
    file += "Haddad,INES@halcyon.example,Berlin,Head of Operations\n";
    file += "Haddad,ines@halcyon.example,,\n";
    // The last one comes in another batch.
    (0..2_100).for_each(|i| file += &format!("Other {i},o{i}@example.org,,\n"));
    file += "Haddad,ines@halcyon.example,Kiel,CEO\n";
    for round in 0..2 {
        let import = upload(&ada, "leads", file.clone()).await.expect(201);
        let done = check_and_run(&ada, &import).await;
        let wanted = if round == 0 { [2104, 2101, 0, 2, 1, 0] } else { [2104, 0, 0, 2, 2102, 0] };
        assert_eq!(counts(&done["counts"]), wanted, "round {round}");
        let rows = ada.get(&format!("/api/imports/{}/rows?outcome=merged", id(&done))).await.expect(200);
        let (near, far) = (&rows["items"][0]["detail"], &rows["items"][1]["detail"]);
        assert_eq!(near["kept"]["city"], json!(["Bonn", "Berlin"]), "what was not taken is said");
        assert_eq!(far["kept"], json!({ "city": ["Bonn", "Kiel"], "title": ["Head of Operations", "CEO"] }));
        let lead = "select count(*) from leads where city = 'Bonn' and title = 'Head of Operations'";
        assert_eq!(number(&t, lead).await, 1, "the first row's city, the second's title");
        assert_eq!(
            number(&t, "select max(version)::bigint from leads").await,
            2,
            "importing again changes nothing"
        );
    }
}

#[tokio::test]
async fn dates_that_can_be_read_two_ways_are_asked_about() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = "Last name,Created\nA,03/04/2026\nB,05/06/2026\n";
    let import = upload(&ada, "leads", file).await.expect(201);
    let question = &import["preview"]["questions"][0];
    assert_eq!([&question["code"], &question["column"]], ["date_order_ambiguous", "Created"]);
    let path = format!("/api/imports/{}", id(&import));
    for dry in [true, false] {
        let run = json!({ "dry_run": dry });
        assert_eq!(ada.post(&format!("{path}/run"), run).await.code(409), "date_order_ambiguous");
    }
    let patch = json!({ "date_order": "dmy" });
    assert_eq!(
        ada.send(axum::http::Method::PATCH, &path, Some(patch.clone()), None).await.code(428),
        "precondition_required"
    );
    let import = adjust(&ada, &import, patch.clone()).await;
    assert_eq!((&import["preview"]["questions"], import["version"].as_i64()), (&json!([]), Some(2)));
    assert_eq!(ada.patch(&path, 1, patch).await.code(409), "version_conflict");
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [2, 2, 0, 0, 0, 0]);
    assert_eq!(import["preview"]["rows_without_key"], 2, "nothing tells these from others of the name");
    let april = "select count(*) from leads where created_at at time zone 'Europe/Berlin' = '2026-04-03'";
    assert_eq!(number(&t, april).await, 1);
    assert_eq!(ada.post(&format!("{path}/run"), json!({})).await.code(409), "import_done");
    assert_eq!(ada.patch(&path, 2, json!({ "date_order": "mdy" })).await.code(409), "import_done");

    // The same sort of file again: what was said about the other one's dates is not taken over.
    let again = upload(&ada, "leads", file).await.expect(201);
    assert_eq!(again["preview"]["questions"][0]["code"], "date_order_ambiguous");
    let other = upload(&ada, "leads", "Last name,Value\nA,\"1,234\"\nB,\"2,345\"\n").await.expect(201);
    assert_eq!(other["preview"]["questions"], json!([]), "amounts have no tenths of a cent");
    let scaled = adjust(&ada, &other, json!({ "scales": { "Value": 1000 } })).await;
    assert_eq!(scaled["preview"]["questions"][0]["code"], "decimal_mark_ambiguous");
    let told = adjust(&ada, &scaled, json!({ "decimal_mark": "comma" })).await;
    assert_eq!(counts(&check_and_run(&ada, &told).await["counts"])[1], 2);
    assert_eq!(
        number(&t, "select sum(amount)::bigint from leads where amount is not null").await,
        (1_234 + 2_345) * 100
    );
}

#[tokio::test]
async fn a_mapping_is_judged_and_required_fields_are_asked_for() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let import = upload(&ada, "companies", "Whatever,City\nHalcyon,Bonn\n").await.expect(201);
    let question = &import["preview"]["questions"][0];
    assert_eq!([&question["code"], &question["field"]], ["required_field_unmapped", "name"]);
    let path = format!("/api/imports/{}", id(&import));
    assert_eq!(ada.post(&format!("{path}/run"), json!({})).await.code(409), "required_field_unmapped");
    let wrong = json!({ "columns": { "Whatever": "nonsense", "Nowhere": "name" }, "currency": "euro" });
    let problem = ada.patch(&path, 1, wrong).await.expect(422);
    let fields: Vec<_> =
        problem["fields"].as_array().expect("fields").iter().map(|field| field["field"].clone()).collect();
    assert_eq!(fields, ["columns.Nowhere", "columns.Whatever", "currency"]);
    let import = adjust(&ada, &import, json!({ "columns": { "Whatever": "name", "City": null } })).await;
    assert_eq!(import["preview"]["columns"][1]["field"], Value::Null);
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"]), [1, 1, 0, 0, 0, 0]);
    let checked = run(&ada, &upload(&ada, "companies", "Name\nHALCYON\n").await.expect(201), true).await;
    assert_eq!(
        counts(&checked["checked"]["counts"]),
        [1, 0, 1, 0, 0, 0],
        "a name in other letters is the same company"
    );
    assert_eq!(
        number(&t, "select count(*) from companies where name = 'HALCYON'").await,
        0,
        "a dry run keeps nothing"
    );
}

/// Within the one transaction of an import no statistics are made: a plan that was right for the empty table, kept,
/// reads all that was imported so far for every further batch (100,000 rows took minutes instead of seconds).
#[tokio::test]
async fn an_import_plans_anew_while_its_tables_grow() {
    let t = Kontaly::start_working().await;
    let key = t.app.db.keys().current();
    // Nobody has used the pool yet, so that its first connection has nothing prepared.
    for (limits, keeps) in [(Limits::Job, false), (Limits::Request, true)] {
        let mut tx =
            t.app.db.tenant(t.person("acme", "ada").actor, key, None, limits).expect("a transaction");
        tx.query(sql("select count(*) from leads")).await.expect("an answer");
        let rows =
            tx.query(sql("select exists (select from pg_prepared_statements)")).await.expect("an answer");
        assert_eq!(rows[0].take::<bool>().expect("a boolean"), keeps, "{limits:?}");
        tx.rollback().await.expect("it ends");
    }
}

/// The words are written behind an import. A process that dies in the middle leaves it to say where they end.
#[tokio::test]
async fn words_go_on_where_a_process_died() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let rows: String = (0..2_500).map(|i| format!("w{i}x,w{i}x@halcyon.example\n")).collect();
    let import = upload(&ada, "leads", format!("Last name,Email\n{rows}")).await.expect(201);
    let done = run(&ada, &import, false).await;
    assert_eq!(counts(&done["counts"]), [2_500, 2_500, 0, 0, 0, 0]);
    let found = "select count(distinct record_id) from search_tokens where token = 'halcyon'";
    assert_eq!(number(&t, found).await, 2_500);

    // The process died behind line 900; before the next one starts, a lead is renamed and another one trashed.
    let died = "with gone as (delete from search_tokens s using import_rows r where r.line > 900 and s.record_id = r.record_id)
        update imports set words_line = 900 returning 1::bigint";
    number(&t, died).await;
    assert_eq!(number(&t, found).await, 899, "line 1 is the header");
    assert_eq!(ada.get(&format!("/api/imports/{}", id(&import))).await.expect(200)["searchable"], false);
    let of_line =
        |line: i64| format!("/api/imports/{}/rows?limit=1&outcome=created&cursor={}", id(&import), line - 1);
    let record = |page: &Value| page["items"][0]["record_id"].as_str().expect("a record").to_owned();
    let renamed = record(&ada.get(&of_line(1_500)).await.expect(200));
    let trashed = record(&ada.get(&of_line(1_501)).await.expect(200));
    ada.patch(&format!("/api/leads/{renamed}"), 1, json!({ "last_name": "Anew", "email": null }))
        .await
        .expect(200);
    ada.delete(&format!("/api/leads/{trashed}")).await.expect(200);

    // Two processes that start at once write nothing twice.
    tokio::join!(words::catch_up(t.app.clone()), words::catch_up(t.app.clone()));
    assert_eq!(number(&t, found).await, 2_498);
    let of = |id: &str| format!("select count(*) from search_tokens where record_id = '{id}'");
    assert_eq!([number(&t, &of(&renamed)).await, number(&t, &of(&trashed)).await], [1, 0]);
    assert_eq!(ada.get(&format!("/api/imports/{}", id(&import))).await.expect(200)["searchable"], true);
}
