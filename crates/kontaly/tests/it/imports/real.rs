//! Real files of other systems. They are read where `KONTALY_SHARED_DATA` says (`../shared/data` beside the repository
//! when absent); without them these tests are skipped, and say so.

use super::{adjust, check_and_run, counts, id, number, rejected, run, upload};
use crate::support::Kontaly;
use serde_json::json;
use std::path::PathBuf;

/// A file of the shared data, if it is on this machine.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("KONTALY_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = std::fs::read(folder.join(name)).ok();
    if file.is_none() {
        println!("skipped: {} is not on this machine", folder.join(name).display());
    }
    file
}

#[tokio::test]
async fn the_maven_pipeline_comes_in_whole_twice_and_then_its_iso_variant() {
    let files = ["sales_teams.csv", "products.csv", "accounts.csv", "sales_pipeline.csv"];
    let us: Option<Vec<_>> = files.iter().map(|name| shared(&format!("maven-us-dates/{name}"))).collect();
    let (Some(us), Some(iso)) = (us, shared("maven-iso-dates/sales_pipeline.csv")) else { return };
    let [teams, products, accounts, pipeline] = us.try_into().expect("four files");
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let tenant = t.person("acme", "ada").actor.tenant_id;

    let import = upload(&ada, "people", teams.clone()).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [35, 35, 0, 0, 0, 0]);
    assert_eq!(done["counts"]["made"], json!({ "managers": 6, "teams": 6 }));
    let leaders = format!(
        "select count(distinct (u.id, u.team_id)) from users u join users m on m.team_id = u.team_id
         where u.tenant_id = '{tenant}' and u.role = 'account_manager' and u.state = 'invited'"
    );
    assert_eq!(number(&t, &leaders).await, 6, "each manager is in the own team");

    let import = upload(&ada, "products", products).await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"]), [7, 7, 0, 0, 0, 0]);

    let import = upload(&ada, "accounts", accounts.clone()).await.expect(201);
    assert_eq!(import["preview"]["unknown"], json!([]), "parents stand in the same file");
    let import = adjust(&ada, &import, json!({ "scales": { "revenue": 1_000_000 } })).await;
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"]), [85, 85, 0, 0, 0, 0]);
    let acme = format!(
        "select annual_revenue from companies where tenant_id = '{tenant}' and name = 'Acme Corporation' and industry = 'technolgy'
           and employees = 2822 and founded_year = 1996 and country = 'United States'"
    );
    assert_eq!(number(&t, &acme).await, 110_004_000_000, "1100.04 millions, in cents");
    let children =
        format!("select count(*) from companies where tenant_id = '{tenant}' and parent_id is not null");
    assert_eq!(number(&t, &children).await, 15);

    let import = upload(&ada, "opportunities", pipeline.clone()).await.expect(201);
    let preview = &import["preview"];
    assert_eq!(preview["rows"], 8800);
    assert_eq!(preview["questions"], json!([]), "the dates show their order");
    let orders: Vec<_> = preview["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .filter_map(|c| c["date_order"].as_str())
        .collect();
    assert_eq!(orders, ["mdy", "mdy"]);
    let near = json!([{ "field": "product", "from": "GTXPro", "to": "GTX Pro", "rows": 1480 }]);
    assert_eq!(preview["near_matches"], near);
    let stages: Vec<_> = preview["choices"]
        .as_array()
        .expect("choices")
        .iter()
        .map(|choice| [&choice["from"], &choice["to"], &choice["rows"]].map(ToString::to_string).join(" "))
        .collect();
    assert_eq!(
        stages,
        [
            r#""Won" "Won" 4238"#,
            r#""Lost" "Lost" 2473"#,
            r#""Engaging" "Discovery" 1589"#,
            r#""Prospecting" "Qualification" 500"#
        ]
    );

    let unconfirmed = run(&ada, &import, true).await;
    assert_eq!(
        counts(&unconfirmed["checked"]["counts"]),
        [8800, 7320, 0, 0, 0, 1480],
        "an unconfirmed name is not guessed"
    );
    let import = adjust(&ada, &import, json!({ "values": { "product": { "GTXPro": "GTX Pro" } } })).await;
    assert_eq!(import["preview"]["near_matches"], json!([]));
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [8800, 8800, 0, 0, 0, 0], "nothing is lost");
    let with =
        |condition: &str| format!("select count(*) from deals where tenant_id = '{tenant}' and {condition}");
    assert_eq!(number(&t, &with("company_id is null")).await, 1425);
    assert_eq!(number(&t, &with("owner_id is null or product_id is null")).await, 0);
    assert_eq!(number(&t, &with("state = 'won' and closed_at is not null and amount > 0")).await, 4238);
    assert_eq!(number(&t, &with("state = 'lost' and amount = 0")).await, 2473);
    let sum = format!("select sum(amount)::bigint from deals where tenant_id = '{tenant}'");
    assert_eq!(number(&t, &sum).await, 1_000_553_400, "10,005,534 in cents");
    let first = format!(
        "select count(*) from deals d join users u on u.tenant_id = d.tenant_id and u.id = d.owner_id
         where d.tenant_id = '{tenant}' and d.external_id = '1C1I7A6R' and u.name = 'Moses Frase' and d.name = 'Cancity · GTX Plus Basic'
           and d.amount = 105400 and d.currency = 'EUR' and d.created_at at time zone 'Europe/Berlin' = '2016-10-20'
           and d.closed_at at time zone 'Europe/Berlin' = '2017-03-01' and d.stage_entered_at = d.closed_at"
    );
    assert_eq!(number(&t, &first).await, 1);
    let history =
        format!("select count(*) from deal_changes where tenant_id = '{tenant}' and from_stage_id is null");
    assert_eq!(number(&t, &history).await, 8800);
    let events = format!(
        "select count(*) from events where tenant_id = '{tenant}' and action = 'import' and record_id = '{}'",
        id(&import)
    );
    assert_eq!(number(&t, &events).await, 1, "one audit event an import");

    for (noun, file, rows) in [("people", teams, 35), ("companies", accounts, 85), ("deals", pipeline, 8800)]
    {
        let import = upload(&ada, noun, file).await.expect(201);
        let done = run(&ada, &import, false).await;
        assert_eq!(
            counts(&done["counts"]),
            [rows, 0, 0, 0, rows, 0],
            "{noun} again, with what was confirmed once"
        );
        assert_eq!(done["counts"]["made"], json!({}));
    }

    let import = upload(&ada, "deals", iso).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [8801, 0, 2, 0, 8798, 1]);
    let rejected = rejected(&ada, &done).await;
    assert_eq!(rejected.len(), 1);
    let detail = &rejected[0]["detail"];
    assert_eq!(
        [&detail["code"], &detail["column"], &detail["value"]],
        ["unknown_reference", "account", "Teste"]
    );
    let updated = ada.get(&format!("/api/imports/{}/rows?outcome=updated", id(&done))).await.expect(200);
    let row = &updated["items"][0];
    assert!(
        row["detail"]["stage_id"].as_array().is_some_and(|change| change.len() == 2),
        "before and after are kept: {row}"
    );
    let moved = with(
        "external_id in ('XETF5BVH', '27ZK0L0F') and stage_entered_at at time zone 'Europe/Berlin' = '2026-03-12'",
    );
    assert_eq!(number(&t, &moved).await, 2);
}

#[tokio::test]
async fn the_atomic_contacts_come_in_with_all_their_addresses_and_numbers_and_once() {
    let Some(file) = shared("atomic/contacts.csv") else { return };
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    for round in ["first", "second"] {
        let import = upload(&ada, "contacts", file.clone()).await.expect(201);
        assert_eq!(import["preview"]["questions"], json!([]));
        let done = check_and_run(&ada, &import).await;
        let wanted = if round == "first" { [500, 500, 0, 0, 0, 0] } else { [500, 0, 0, 0, 500, 0] };
        assert_eq!(counts(&done["counts"]), wanted, "{round}");
        if round == "first" {
            assert_eq!(done["counts"]["made"], json!({ "companies": 55 }));
        }
        let points = |kind: &str| format!("select count(*) from contact_points where kind = '{kind}'");
        assert_eq!(number(&t, &points("email")).await, 500, "{round}");
        assert_eq!(number(&t, &points("phone")).await, 830, "{round}");
        assert_eq!(
            number(&t, "select count(*) from contacts where company_id is not null and email is not null")
                .await,
            500
        );
        assert_eq!(number(&t, "select count(*) from companies").await, 55);
    }
    let found = "select count(*) from search_tokens where noun = 'contact' and token = 'shelley_kerluke47@hotmail.com'";
    assert_eq!(number(&t, found).await, 1);
}
