//! People and teams from files.

use super::{adjust, check_and_run, counts, number, rejected, upload};
use crate::support::Kontaly;
use serde_json::json;

#[tokio::test]
async fn everybody_in_the_file_is_invited_owns_records_and_stands_in_a_team() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = "Sales agent,Manager,Regional office\n\
        Anna Snelling,Dustin Brinkmann,Central\n\
        João Vítor,Dustin Brinkmann,Central\n\
        Dustin Brinkmann,Cara Losch,East\n\
        Anna Snelling,,\n";
    let import = upload(&ada, "people", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [4, 3, 0, 1, 0, 0]);
    assert_eq!(
        done["counts"]["made"],
        json!({ "managers": 1, "teams": 2 }),
        "one manager has a row of his own"
    );
    let users = ada.get("/api/users").await.expect(200);
    let user = |name: &str| {
        users.as_array().expect("users").iter().find(|user| user["name"] == name).cloned().expect("a person")
    };
    let (anna, dustin, cara) = (user("Anna Snelling"), user("Dustin Brinkmann"), user("Cara Losch"));
    assert_eq!(
        [&anna["role"], &anna["state"], &anna["email"]],
        ["sales_representative", "invited", "anna.snelling@acme.invalid"]
    );
    assert_eq!(user("João Vítor")["email"], "joao.vitor@acme.invalid");
    assert_eq!([&dustin["role"], &cara["role"]], ["account_manager", "account_manager"]);
    assert_eq!(anna["team_id"], dustin["team_id"]);
    let below = "select count(*) from teams t join teams p on p.id = t.parent_id
        where t.name = 'Central · Dustin Brinkmann' and p.name = 'East · Cara Losch'";
    assert_eq!(number(&t, below).await, 1, "the own team stands below the manager's");

    let leads = upload(&ada, "leads", "Last name,Owner\nX,anna snelling\n").await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &leads).await["counts"])[1], 1, "the invited own records");

    // The same people with their real addresses: nobody is there twice.
    let file = "Name,Email,Role\nAnna Snelling,Anna@Acme.example,\nDustin Brinkmann,dustin@acme.example,read only\nAda Lovelace,ada@acme.example,viewer\n";
    let import = upload(&ada, "people", file).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [3, 0, 2, 0, 0, 1]);
    assert_eq!(rejected(&ada, &done).await[0]["detail"]["code"], "is_administrator");
    assert_eq!(
        number(&t, "select count(*) from users where email = 'anna@acme.example' and state = 'invited'")
            .await,
        1
    );
}

#[tokio::test]
async fn whoever_becomes_a_manager_sees_the_team_from_then_on_and_signs_in_anew() {
    let t = Kontaly::start_working().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let file =
        "Name,Email,Manager\nNew Hire,new@acme.example,Rita Levi\nSam Kuhn,sam@acme.example,Rita Levi\n";
    let import = upload(&ada, "people", file).await.expect(201);
    let checked = super::run(&ada, &import, true).await;
    assert_eq!(counts(&checked["checked"]["counts"]), [2, 1, 1, 0, 0, 0]);
    rita.get("/api/leads").await.expect(200);
    let done = super::run(&ada, &import, false).await;
    assert_eq!(done["counts"], checked["checked"]["counts"]);
    assert_eq!(rita.get("/api/leads").await.code(401), "unauthenticated", "another role, another session");
    let scope = "select cardinality(owners)::bigint from actors a join users u on u.id = a.id where u.email = 'rita@acme.example'";
    assert_eq!(number(&t, scope).await, 3, "Rita, Sam and the new one");
}

#[tokio::test]
async fn people_who_cannot_be_told_apart_are_not_guessed() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let first = "Id,Name,Email,Manager\n\
        1,Jo Smith,jo1@acme.example,\n\
        2,Jo Smith,jo2@acme.example,\n\
        3,Other,,Jo Smith\n\
        4,,x@acme.example,\n\
        5,Thief,jo1@acme.example,\n\
        2,Jo Smith,jo1@acme.example,\n\
        6,Snake,,Snake\n";
    let import = upload(&ada, "people", first).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    let codes: Vec<_> = rejected(&ada, &done)
        .await
        .iter()
        .map(|row| row["detail"]["code"].as_str().unwrap_or("").to_owned())
        .collect();
    assert_eq!(codes, ["ambiguous_reference", "required", "taken"], "{done}");
    assert_eq!(
        number(&t, "select count(*) from users where name = 'Other'").await,
        0,
        "a rejected row adds nobody"
    );

    let named = upload(&ada, "people", "Name,Team\nJo Smith,West\n").await.expect(201);
    let done = check_and_run(&ada, &named).await;
    assert_eq!(rejected(&ada, &done).await[0]["detail"]["code"], "ambiguous_key");

    let import = upload(&ada, "people", "Name\nLi Wei\nLi  Wei\n北京\n").await.expect(201);
    let import = adjust(&ada, &import, json!({ "email_domain": "sales.acme.example" })).await;
    assert_eq!(counts(&check_and_run(&ada, &import).await["counts"]), [3, 2, 0, 1, 0, 0]);
    let made = "select count(*) from users where email in ('li.wei@sales.acme.example', 'person@sales.acme.example')";
    assert_eq!(number(&t, made).await, 2);
}
