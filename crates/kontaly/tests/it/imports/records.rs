//! Companies, contacts, products and deals from files: what each noun does in its own way.

use super::{adjust, check_and_run, counts, id, number, rejected, run, upload};
use crate::support::Kontaly;
use serde_json::{Value, json};

fn codes(rows: &[Value]) -> Vec<[&str; 2]> {
    rows.iter()
        .map(|row| ["code", "column"].map(|name| row["detail"][name].as_str().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn companies_find_their_parents_wherever_they_stand() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let mut file = "Name,Subsidiary of\n".to_owned();
    // Each one's parent comes later, over several levels; then two that are each other's, and one that is nobody's.
    for i in 0..5 {
        file += &format!("Firm {i},Firm {}\n", i + 1);
    }
    file += "Firm 5,\nHen,Egg\nEgg,Hen\nOrphan,Nowhere Inc\n";
    let import = upload(&ada, "companies", file).await.expect(201);
    let unknown = json!([{ "field": "parent", "name": "Nowhere Inc", "rows": 1, "created": false }]);
    assert_eq!(import["preview"]["unknown"], unknown, "a name of the file's own is not unknown");
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [9, 6, 0, 0, 0, 3]);
    assert_eq!(codes(&rejected(&ada, &done).await), [["unknown_reference", "Subsidiary of"]; 3]);
    let chain = "with recursive up as (select id, parent_id, 0 as n from companies where name = 'Firm 0'
        union all select c.id, c.parent_id, n + 1 from up join companies c on c.id = up.parent_id) select max(n)::bigint from up";
    assert_eq!(number(&t, chain).await, 5);
}

#[tokio::test]
async fn a_key_that_means_two_records_or_a_trashed_one_is_not_guessed() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    for city in ["Bonn", "Kiel"] {
        ada.post("/api/companies", json!({ "name": "Twin", "city": city })).await.expect(201);
    }
    let old = ada.post("/api/companies", json!({ "name": "Old", "external_id": "O" })).await.expect(201);
    ada.delete(&format!("/api/companies/{}", id(&old))).await.expect(200);
    let linked =
        ada.post("/api/companies", json!({ "name": "Linked", "external_id": "X" })).await.expect(201);
    let free = ada.post("/api/companies", json!({ "name": "Free" })).await.expect(201);
    let file = "Id,Name\n,Twin\nO,Old\nY,Linked\nF,Free\n";
    let import = upload(&ada, "companies", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [4, 1, 1, 0, 0, 2]);
    assert_eq!(codes(&rejected(&ada, &done).await), [["ambiguous_key", "Name"], ["in_trash", "Id"]]);
    let version = |id: &str| format!("select version::bigint from companies where id = '{id}'");
    assert_eq!(number(&t, &version(id(&linked))).await, 1, "another id is another company");
    assert_eq!(number(&t, &version(id(&free))).await, 2, "one without an id takes the file's");

    let deals = upload(&ada, "deals", "Id,Name,Company\n1,A,Twin\n2,B,F\n").await.expect(201);
    let done = check_and_run(&ada, &deals).await;
    assert_eq!(codes(&rejected(&ada, &done).await), [["ambiguous_reference", "Company"]]);
    assert_eq!(
        number(
            &t,
            "select count(*) from deals d join companies c on c.id = d.company_id where c.name = 'Free'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn contacts_keep_every_address_and_take_new_ones_in() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = "Contact ID,First name,Last name,Email,Other email,Phone,Mobile,Company,Owner\n\
        C1,Ines,Haddad,ines@halcyon.example; I.Haddad@halcyon.example,,+49 30 901820,0171 1,Halcyon GmbH,Rita Levi\n\
        C2,Ole,Ny,ole@ny.example,private@ny.example,,,HALCYON gmbh,\n\
        C3,Broken,Row,nowhere,,,,Other GmbH,\n\
        C4,Nobody,Known,nobody@known.example,,,,Third GmbH,Nobody\n";
    let import = upload(&ada, "contacts", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [4, 2, 0, 0, 0, 2]);
    assert_eq!(done["counts"]["made"], json!({ "companies": 1 }), "rows that are rejected make nothing");
    let points = |key: &str| format!("select count(*) from contact_points where value_key = '{key}'");
    for key in ["i.haddad@halcyon.example", "private@ny.example", "4930901820", "01711"] {
        assert_eq!(number(&t, &points(key)).await, 1, "{key}");
    }
    let first = "select count(*) from contacts where email = 'ines@halcyon.example' and phone = '+49 30 901820' and name = 'Ines Haddad'";
    assert_eq!(number(&t, first).await, 1);

    // Known by an address that is not the first; a new number goes behind the others.
    let file = "Name,Email,Phone\nInes Haddad,i.haddad@HALCYON.example,+49 (30) 901 820\n,i.haddad@halcyon.example,+49 40 1\n";
    let import = upload(&ada, "contacts", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [2, 0, 0, 1, 1, 0], "{done}");
    let last = "select position::bigint from contact_points where value_key = '49401'";
    assert_eq!(number(&t, last).await, 2);
    assert_eq!(number(&t, "select count(*) from contacts").await, 2);
    let words = "select count(*) from search_tokens where token in ('49401', '4930901820')";
    assert_eq!(number(&t, words).await, 2);
}

#[tokio::test]
async fn deals_obey_their_stages() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    upload_and_run(&ada, "contacts", "Name,Email,Company\nInes Haddad,ines@halcyon.example,Halcyon GmbH\n")
        .await;
    let pipelines = ada.get("/api/pipelines").await.expect(200);
    let proposal = &pipelines[0]["stages"][2];
    assert_eq!(proposal["name"], "Proposal");
    let file = "Deal ID,Deal name,Account,Contact,Stage,Amount,Close date,Loss reason,Created\n\
        1,Open one,Halcyon GmbH,ines@halcyon.example,Negotiation,\"12,000.50 EUR\",2026-12-24,,2026-01-02\n\
        2,Won one,,,Closed Won,5,2026-02-03,,2026-01-02\n\
        3,No day,,,Won,5,,,2026-01-02\n\
        4,Lost one,,,closed lost,,2026-02-03,Price,\n\
        5,No reason,,,Lost,,2026-02-03,,\n\
        6,Odd reason,,,Won,,2026-02-03,Price,\n\
        7,No stage,,,,,,,\n\
        8,Strange stage,,,Limbo,,,,\n\
        9,,Halcyon GmbH,,,,,,\n\
        10,Negative,,,,-5,,,\n";
    let import = upload(&ada, "deals", file).await.expect(201);
    let limbo = import["preview"]["choices"]
        .as_array()
        .expect("choices")
        .iter()
        .find(|choice| choice["from"] == "Limbo")
        .cloned();
    assert_eq!(limbo, Some(json!({ "field": "stage", "from": "Limbo", "to": null, "rows": 1 })));
    let checked = run(&ada, &import, true).await;
    assert_eq!(counts(&checked["checked"]["counts"])[5], 4);
    assert_eq!(rejected(&ada, &import).await.len(), 4);
    let import = adjust(&ada, &import, json!({ "values": { "stage": { "Limbo": "Proposal" } } })).await;
    assert!(rejected(&ada, &import).await.is_empty(), "what was found of another mapping is no longer true");
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [10, 7, 0, 0, 0, 3]);
    let wanted = [["required", "Close date"], ["only_when_lost", "Loss reason"], ["out_of_range", "Amount"]];
    assert_eq!(codes(&rejected(&ada, &done).await), wanted);
    for (what, is) in [
        (
            "name = 'Open one' and state = 'open' and expected_close_date = '2026-12-24' and closed_at is null and amount = 1200050",
            1,
        ),
        ("name = 'Open one' and company_id is not null and contact_id is not null and probability = 75", 1),
        (
            "name = 'Won one' and closed_at at time zone 'Europe/Berlin' = '2026-02-03' and stage_entered_at = closed_at",
            1,
        ),
        ("state = 'lost' and lost_reason in ('Price', 'Not stated')", 2),
        ("name = 'No stage' and probability = 10", 1),
        ("name = 'Halcyon GmbH · 9'", 1),
    ] {
        assert_eq!(number(&t, &format!("select count(*) from deals where {what}")).await, is, "{what}");
    }

    // Reopened, won, and a new amount: each noted in the history once.
    let file = "Deal ID,Stage,Amount,Close date\n1,Won,13000,2026-05-06\n2,Discovery,5,\n4,,7,\n";
    let import = upload(&ada, "deals", file).await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"]), [3, 0, 3, 0, 0, 0]);
    assert_eq!(number(&t, "select count(*) from deal_changes where from_stage_id is not null").await, 3);
    assert_eq!(
        number(
            &t,
            "select count(*) from deals where name = 'Won one' and state = 'open' and closed_at is null"
        )
        .await,
        1
    );
    let board = "/api/deals?sort=created_at&limit=200";
    assert_eq!(ada.ids(board).await.len(), 7);
}

async fn upload_and_run(client: &crate::support::Client, noun: &str, file: &'static str) -> Value {
    let import = upload(client, noun, file).await.expect(201);
    check_and_run(client, &import).await
}

#[tokio::test]
async fn unknown_companies_of_deals_become_records_where_the_mapping_says_so() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = "Id,Name,Company\n1,A,New Firm\n2,B,new firm\n3,C,Other Firm\n";
    let import = upload(&ada, "deals", file).await.expect(201);
    assert_eq!(import["preview"]["unknown"][0]["created"], false);
    let import = adjust(&ada, &import, json!({ "create": ["company"] })).await;
    assert_eq!(import["preview"]["unknown"][0]["created"], true);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [3, 3, 0, 0, 0, 0]);
    assert_eq!(done["counts"]["made"], json!({ "companies": 2 }));
    let rows = ada.get(&format!("/api/imports/{}/rows", id(&done))).await.expect(200);
    assert!(
        rows["items"][0]["detail"]["made"][0]["company"].is_string(),
        "which row made it is kept: {rows}"
    );
    assert_eq!(
        number(&t, "select count(*) from search_tokens where noun = 'company' and token = 'firm'").await,
        2
    );
}

#[tokio::test]
async fn products_are_known_by_their_name() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    upload_and_run(&ada, "products", "Product,List price\nGTX  Pro,4821\nGTX Basic,\n").await;
    let done = upload_and_run(
        &ada,
        "products",
        "Product,List price,Series\ngtx pro,4900,GTX\nGTX Basic,,\nGTX Plus,-1,\n",
    )
    .await;
    assert_eq!(counts(&done["counts"]), [3, 0, 1, 0, 1, 1]);
    assert_eq!(
        number(
            &t,
            "select count(*) from products where price = 490000 and currency = 'EUR' and series = 'GTX'"
        )
        .await,
        1
    );
    assert_eq!(number(&t, "select count(*) from products where price is null and currency is null").await, 1);
}
