//! Whoever imports can do no more by a file than by hand.

use super::{check_and_run, counts, id, number, rejected, run, upload};
use crate::support::Kontaly;
use serde_json::{Value, json};

fn codes(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["detail"]["code"].as_str().unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_manager_imports_within_the_own_subtree_and_meets_nothing_else() {
    let t = Kontaly::start_working().await;
    let (ada, max, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await, t.sign_in("acme", "sam").await);
    sam.post("/api/leads", json!({ "last_name": "Of Sam", "external_id": "S-1" })).await.expect(201);
    let pool = json!({ "last_name": "Pool", "external_id": "P-1", "owner_id": null });
    sam.post("/api/leads", pool).await.expect(201);
    let file = "Id,Last name,Owner,City\n\
        1,Mine,Max Weber,\n\
        2,Rita's,rita@acme.example,\n\
        3,Sam's,Sam Kuhn,\n\
        S-1,Taken over,Max Weber,\n\
        P-1,,,Bonn\n\
        4,Nobody's,,\n";
    let import = upload(&max, "leads", file).await.expect(201);
    let done = check_and_run(&max, &import).await;
    assert_eq!(counts(&done["counts"]), [6, 3, 1, 0, 0, 2]);
    let rows = rejected(&max, &done).await;
    assert_eq!(
        codes(&rows),
        ["not_yours", "taken"],
        "of what one does not see, no more than that the id is taken"
    );
    assert_eq!(
        number(&t, "select count(*) from leads where external_id = 'S-1' and last_name = 'Of Sam'").await,
        1
    );

    // Sam's reads as somebody else's import; so do its rows.
    let path = format!("/api/imports/{}", id(&done));
    let rita = t.sign_in("acme", "rita").await;
    let stranger = t.sign_in("beta", "ada").await;
    for (client, status) in [(&ada, 200), (&max, 200), (&rita, 403), (&sam, 403), (&stranger, 404)] {
        client.get(&path).await.expect(status);
        client.get(&format!("{path}/rows")).await.expect(status);
        client.get(&format!("{path}/rejected.csv")).await.expect(status);
    }
    for client in [&rita, &sam, &t.sign_in("acme", "ron").await] {
        assert_eq!(upload(client, "leads", file).await.code(403), "forbidden");
        client.get("/api/imports").await.expect(403);
    }
    let of_ada = upload(&ada, "leads", file).await.expect(201);
    for request in [
        max.get(&format!("/api/imports/{}", id(&of_ada))),
        max.get(&format!("/api/imports/{}/rows", id(&of_ada))),
    ] {
        request.await.expect(404);
    }
    assert_eq!(
        max.post(&format!("/api/imports/{}/run", id(&of_ada)), json!({})).await.code(404),
        "not_found"
    );
    assert_eq!(max.ids("/api/imports").await, [id(&done)]);
    assert_eq!(ada.ids("/api/imports").await, [id(&of_ada), id(&done)]);
    assert!(stranger.ids("/api/imports").await.is_empty());
}

#[tokio::test]
async fn people_and_products_are_an_administrators_to_import() {
    let t = Kontaly::start_working().await;
    let max = t.sign_in("acme", "max").await;
    for noun in ["people", "products"] {
        assert_eq!(upload(&max, noun, "Name\nX\n").await.code(403), "forbidden");
    }
    assert_eq!(number(&t, "select count(*) from imports").await, 0);
}

#[tokio::test]
async fn rows_that_row_security_refuses_are_rejected_one_by_one() {
    let t = Kontaly::start_working().await;
    let (max, sam) = (t.sign_in("acme", "max").await, t.sign_in("acme", "sam").await);
    // Max reads the whole directory, and may change what North owns and what nobody does.
    let mut file = "Name,City\n".to_owned();
    for i in 0..40 {
        let (client, wanted) = if i % 8 == 3 { (&sam, "Sam's") } else { (&max, "Max's") };
        client.post("/api/companies", json!({ "name": format!("{wanted} {i}") })).await.expect(201);
        file += &format!("{wanted} {i},Bonn\n");
    }
    file += "New one,Bonn\n";
    let import = upload(&max, "companies", file).await.expect(201);
    let done = check_and_run(&max, &import).await;
    assert_eq!(counts(&done["counts"]), [41, 1, 35, 0, 0, 5]);
    assert_eq!(codes(&rejected(&max, &done).await), ["not_yours"; 5]);
    assert_eq!(number(&t, "select count(*) from companies where city = 'Bonn'").await, 36);
    assert_eq!(
        number(&t, "select count(*) from companies where city = 'Bonn' and name like 'Sam%'").await,
        0
    );
}

#[tokio::test]
async fn a_refused_statement_is_taken_apart_until_the_refused_rows_stand_alone() {
    let t = Kontaly::start_working().await;
    let (ada, max, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "max").await, t.sign_in("acme", "sam").await);
    // Deals of Sam's that Max does not see: inserting one of the same external id aborts the whole statement.
    for i in [2, 3, 11, 17] {
        sam.post("/api/deals", json!({ "name": format!("D{i}"), "external_id": format!("E{i}") }))
            .await
            .expect(201);
    }
    let file: String = (0..20).map(|i| format!("E{i},Deal {i}\n")).collect();
    let import = upload(&max, "deals", format!("Id,Name\n{file}")).await.expect(201);
    let done = check_and_run(&max, &import).await;
    assert_eq!(counts(&done["counts"]), [20, 16, 0, 0, 0, 4]);
    let rows = rejected(&max, &done).await;
    let lines: Vec<_> = rows.iter().map(|row| row["line"].as_i64().unwrap_or(0)).collect();
    assert_eq!((codes(&rows), lines), (vec!["taken"; 4], vec![4, 5, 13, 19]));
    assert_eq!(ada.get("/api/deals/count").await.expect(200)["count"], 20);
}

#[tokio::test]
async fn an_import_from_the_command_line_whose_process_died_is_told_so_and_can_be_run_again() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let import = upload(&ada, "leads", "Last name\nA\n").await.expect(201);
    let path = format!("/api/imports/{}", id(&import));
    let owner = t.owner().await;
    owner
        .script("update imports set state = 'running', alive_at = now(), owner_id = null")
        .await
        .expect("a run under way, which is nobody's");
    assert_eq!(ada.get(&path).await.expect(200)["state"], "running");
    assert_eq!(ada.post(&format!("{path}/run"), json!({})).await.code(409), "import_running");
    owner
        .script("update imports set alive_at = now() - interval '2 minutes'")
        .await
        .expect("its process died");
    let told = ada.get(&path).await.expect(200);
    assert_eq!(told["state"], "failed");
    assert!(told["problem"].as_str().is_some_and(|problem| problem.contains("run it again")), "{told}");
    assert_eq!(run(&ada, &import, false).await["counts"]["created"], 1);
}

#[tokio::test]
async fn two_imports_of_one_workspace_take_turns() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let rows: String = (0..3_000).map(|i| format!("{i},Lead {i}\n")).collect();
    let file = format!("Id,Last name\n{rows}");
    let (one, other) = (
        upload(&ada, "leads", file.clone()).await.expect(201),
        upload(&ada, "leads", file).await.expect(201),
    );
    let (one, other) = tokio::join!(run(&ada, &one, false), run(&ada, &other, false));
    let created = [&one, &other].map(|import| counts(&import["counts"])[1]);
    assert_eq!(created.iter().sum::<i64>(), 3_000, "the second finds what the first made: {created:?}");
    assert!(created.contains(&3_000));
}
