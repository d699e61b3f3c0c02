//! API keys: who they are, what they see, when they end, what they may not, and how many requests they have.

use crate::support::{Client, Kontaly};
use axum::body::Body;
use axum::http::{Method, Request, header};
use kontaly_access::Role;
use kontaly_db::sql;
use serde_json::{Value, json};

async fn made(ada: &Client, draft: Value) -> Value {
    ada.post("/api/api-keys", draft).await.expect(201)
}

/// One value, as the administrator of the database sees it.
async fn one<T: kontaly_db::Column>(t: &Kontaly, query: &'static str) -> T {
    t.owner().await.query(&sql(query)).await.expect(query)[0].take().expect("a value")
}

#[tokio::test]
async fn an_administrator_makes_a_key_and_a_program_uses_it() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    assert_eq!(ada.get("/api/api-keys").await.expect(200), json!([]));
    let key = made(&ada, json!({ "name": " Website form ", "role": "sales_representative" })).await;
    let secret = key["secret"].as_str().expect("a secret").to_owned();
    assert!(secret.starts_with(key["prefix"].as_str().expect("a prefix")));
    assert_eq!((key["name"].as_str(), key["made_by"].as_str()), (Some("Website form"), Some(&*ada.id())));

    let program = t.stranger("acme.localhost").with_key(&secret);
    let lead = program.post("/api/leads", json!({ "last_name": "Haddad" })).await.expect(201);
    assert_eq!(lead["owner_id"], key["id"], "a key is somebody of its own");
    let events = ada.get(&format!("/api/leads/{}/events", lead["id"].as_str().expect("an id"))).await;
    assert_eq!(events.expect(200)["items"][0]["actor_name"], "Website form");
    let people = ada.get("/api/users").await.expect(200);
    let person = people.as_array().expect("people").iter().find(|who| who["id"] == key["id"]).expect("it");
    assert_eq!((&person["kind"], &person["email"]), (&json!("key"), &json!("")));

    let listed = ada.get("/api/api-keys").await.expect(200);
    assert_eq!(listed[0]["id"], key["id"]);
    assert!(listed[0].get("secret").is_none(), "shown once");
    let audit = Client::filtered("/api/events", &json!({ "field": "noun", "op": "eq", "value": "api_key" }));
    assert_eq!(ada.get(&audit).await.expect(200)["items"][0]["action"], "create");
    let kept: String = one(&t, "select string_agg(t::text, '') from (select s::text from sessions s union all select k::text from api_keys k union all select u::text from users u union all select e::text from events e) t").await;
    assert!(!kept.contains(&secret[20..40]), "the secret is kept nowhere");
}

#[tokio::test]
async fn its_use_is_told_beside_the_request() {
    let t = Kontaly::start().await;
    let program = t.key("acme", Role::ReadOnly).await;
    assert!(!one::<bool>(&t, "select last_used_at is not null from api_keys").await);
    program.get("/api/leads").await.expect(200);
    for _ in 0..500 {
        if one(&t, "select last_used_at is not null from api_keys").await {
            let before: String = one(&t, "select last_used_at::text from api_keys").await;
            program.get("/api/leads").await.expect(200);
            assert_eq!(one::<String>(&t, "select last_used_at::text from api_keys").await, before);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the use was never written down");
}

#[tokio::test]
async fn only_administrators_make_keys_and_no_field_is_taken_on_trust() {
    let t = Kontaly::start().await;
    let draft = json!({ "name": "X", "role": "read_only" });
    for name in ["max", "rita", "ron"] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.post("/api/api-keys", draft.clone()).await.code(403), "forbidden");
        assert_eq!(person.get("/api/api-keys").await.code(403), "forbidden");
    }
    let ada = t.sign_in("acme", "ada").await;
    for (draft, field) in [
        (json!({ "name": " ", "role": "read_only" }), "name"),
        (json!({ "name": "X", "role": "king" }), "role"),
        (json!({ "name": "X", "role": "read_only", "expires_at": "2020-01-01T00:00:00Z" }), "expires_at"),
        (json!({ "name": "X", "role": "read_only", "team_id": t.person("acme", "ada").actor.id }), "team_id"),
    ] {
        let problem = ada.post("/api/api-keys", draft).await.expect(422);
        assert_eq!(Client::wrong(&problem)[0].0, field);
    }
    assert_eq!(one::<i64>(&t, "select count(*) from users where kind = 'key'").await, 0);
}

#[tokio::test]
async fn a_key_sees_the_rows_of_its_role_and_team() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    for name in ["rita", "sam"] {
        let person = t.sign_in("acme", name).await;
        person.post("/api/leads", json!({ "last_name": name })).await.expect(201);
    }
    let own = t.key("acme", Role::SalesRepresentative).await;
    own.post("/api/leads", json!({ "last_name": "own" })).await.expect(201);
    let names = async |client: &Client| {
        let page = client.get("/api/leads?sort=name").await.expect(200);
        let items = page["items"].as_array().expect("items").clone();
        items.iter().map(|lead| lead["last_name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&own).await, ["own"]);
    assert_eq!(names(&t.key("acme", Role::Administrator).await).await, ["own", "rita", "sam"]);
    assert_eq!(names(&t.key("acme", Role::ReadOnly).await).await, ["own", "rita", "sam"]);
    assert!(names(&t.key("acme", Role::AccountManager).await).await.is_empty(), "without a team");
    let teams = ada.get("/api/teams").await.expect(200);
    let north = teams.as_array().expect("teams").iter().find(|team| team["name"] == "North").expect("North");
    let of_north = json!({ "name": "North's", "role": "account_manager", "team_id": north["id"] });
    let of_north = made(&ada, of_north).await;
    let of_north = t.stranger("acme.localhost").with_key(of_north["secret"].as_str().expect("a secret"));
    assert_eq!(names(&of_north).await, ["rita"]);
    let reader = t.key("acme", Role::ReadOnly).await;
    assert_eq!(reader.post("/api/leads", json!({ "last_name": "X" })).await.code(403), "forbidden");
}

#[tokio::test]
async fn a_key_works_at_its_own_workspaces_address_alone() {
    let t = Kontaly::start().await;
    let mut program = t.key("acme", Role::Administrator).await;
    let right = program.key.clone().expect("a secret");
    program.get("/api/leads").await.expect(200);
    program.host = "beta.localhost".into();
    let answer = program.get("/api/leads").await;
    assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer error=\"invalid_token\"");
    assert_eq!(answer.code(401), "unauthenticated");
    program.host = "acme.localhost".into();
    for wrong in ["", "kontaly_", &right[..right.len() - 1], &right.to_uppercase(), "Ⓐ"] {
        let answer = program.clone().with_key(wrong).get("/api/leads").await;
        assert_eq!(answer.code(401), "unauthenticated", "{wrong}");
    }
    // Made by the very same process, but never kept: the stamp is right, and the database knows it all the same.
    let actor = t.person("acme", "ada").actor;
    let forged =
        kontaly::api_keys::secret::make(t.app.db.keys(), actor.tenant_id, actor.id, Role::Administrator);
    assert_eq!(program.with_key(forged.text).get("/api/leads").await.code(401), "unauthenticated");
}

#[tokio::test]
async fn a_key_is_revoked_in_the_middle_of_its_work_and_ends_at_its_end() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "name": "Short", "role": "administrator", "expires_at": "2099-01-01T00:00:00Z" });
    let key = made(&ada, draft).await;
    let program = t.stranger("acme.localhost").with_key(key["secret"].as_str().expect("a secret"));
    let elsewhere = t.second().stranger("acme.localhost").with_key(program.key.clone().expect("it"));
    program.get("/api/leads").await.expect(200);
    elsewhere.get("/api/leads").await.expect(200);
    t.owner()
        .await
        .script("update sessions set expires_at = now() where user_agent = 'API key'")
        .await
        .expect("it");
    assert_eq!(program.get("/api/leads").await.code(401), "unauthenticated");
    t.owner().await.script("update sessions set expires_at = 'infinity'").await.expect("an end");
    program.get("/api/leads").await.expect(200);

    let path = format!("/api/api-keys/{}", key["id"].as_str().expect("an id"));
    ada.delete(&path).await.expect(204);
    for client in [&program, &elsewhere] {
        assert_eq!(client.get("/api/leads").await.code(401), "unauthenticated");
        assert_eq!(client.post("/api/leads", json!({ "last_name": "X" })).await.code(401), "unauthenticated");
        assert_eq!(client.get("/api/session").await.code(401), "unauthenticated");
    }
    assert_eq!(ada.get("/api/api-keys").await.expect(200), json!([]));
    assert_eq!(ada.delete(&path).await.code(404), "not_found");
    assert_eq!(
        one::<i64>(&t, "select count(*) from users where kind = 'key' and state = 'suspended'").await,
        1
    );
}

#[tokio::test]
async fn a_key_is_no_person() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let program = t.key("acme", Role::Administrator).await;
    for path in ["/api/sessions", "/api/api-keys", "/api/first-steps"] {
        assert_eq!(program.get(path).await.code(403), "persons_only");
    }
    let me = program.get("/api/session").await.expect(200);
    assert_eq!(me["user"]["role"], "administrator");
    let id = me["user"]["id"].as_str().expect("an id");
    let patch = json!({ "role": "sales_representative" });
    assert_eq!(ada.patch(&format!("/api/users/{id}"), 1, patch).await.code(404), "not_found");
    // An administrator who is a key does not keep the last person in office.
    let demote = json!({ "role": "read_only" });
    let last = ada.patch(&format!("/api/users/{}", ada.id()), 1, demote).await;
    assert_eq!(last.code(409), "last_administrator");
    let steps = ada.get("/api/first-steps").await.expect(200);
    assert_eq!(steps["colleagues"], true);
}

#[tokio::test]
async fn what_comes_with_a_key_needs_no_page_of_ours_and_no_cookie() {
    let t = Kontaly::start().await;
    let secret = t.key("acme", Role::SalesRepresentative).await.key.expect("a secret");
    let rita = t.sign_in("acme", "rita").await;
    let request = |cookie: Option<&str>| {
        let mut request =
            Request::builder().method(Method::POST).uri("/api/leads").header(header::HOST, "acme.localhost");
        request =
            request.header("sec-fetch-site", "cross-site").header(header::CONTENT_TYPE, "application/json");
        request = request.header(header::AUTHORIZATION, format!("bearer {secret}"));
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, format!("__Host-kontaly={cookie}"));
        }
        request.body(Body::from(r#"{"last_name":"X"}"#)).expect("a request")
    };
    rita.raw(request(None)).await.expect(201);
    assert_eq!(rita.raw(request(rita.cookie.as_deref())).await.code(400), "two_credentials");
    // Another scheme is a proxy's affair: the cookie counts.
    let mut basic = Request::builder().uri("/api/leads").header(header::HOST, "acme.localhost");
    basic = basic.header(header::AUTHORIZATION, "Basic eDp5");
    basic =
        basic.header(header::COOKIE, format!("__Host-kontaly={}", rita.cookie.as_deref().expect("a cookie")));
    rita.raw(basic.body(Body::empty()).expect("a request")).await.expect(200);
}

#[tokio::test]
async fn a_key_is_told_how_it_stands_and_stopped_when_it_is_too_fast() {
    let t = Kontaly::start().await.with_settings(|settings| {
        settings.quotas.key = 3;
        settings.quotas.workspace = 5;
        settings.quotas.people = 0;
    });
    let (one, other) = (t.key("acme", Role::ReadOnly).await, t.key("acme", Role::ReadOnly).await);
    for left in [2, 1, 0] {
        let answer = one.get("/api/leads").await;
        assert_eq!(answer.headers["ratelimit-policy"], r#""key";q=3;w=60, "workspace";q=5;w=60"#);
        let standing = answer.headers["ratelimit"].to_str().expect("text");
        assert!(standing.starts_with(&format!("\"key\";r={left};t=")), "{standing}");
        answer.expect(200);
    }
    let answer = one.get("/api/leads").await;
    assert!(answer.headers["ratelimit"].to_str().expect("text").starts_with("\"key\";r=0;t="));
    let wait: u64 = answer.headers[header::RETRY_AFTER].to_str().expect("text").parse().expect("seconds");
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(answer.code(429), "rate_limited");
    // Another key has requests of its own, until the workspace has none.
    other.get("/api/leads").await.expect(200);
    other.get("/api/leads").await.expect(200);
    assert_eq!(other.get("/api/leads").await.code(429), "rate_limited");
    let rita = t.sign_in("acme", "rita").await;
    let answer = rita.get("/api/leads").await;
    assert!(!answer.headers.contains_key("ratelimit"), "people are not counted out");
    answer.expect(200);
    t.key("beta", Role::ReadOnly).await.get("/api/leads").await.expect(200);
}

#[tokio::test]
async fn a_new_server_key_leaves_keys_alone() {
    let t = Kontaly::start().await;
    let program = t.key("acme", Role::ReadOnly).await;
    let query = "select count(*) from actors a join users u on u.tenant_id = a.tenant_id and u.id = a.id where u.kind = 'key'";
    assert_eq!(one::<i64>(&t, query).await, 1);
    // As `kontaly rekey` does: hashes under the new key too, then those of the old one go.
    let ring = t.app.db.keys().announced().promoted();
    t.owner().await.add_hashes(&ring).await.expect("hashes");
    assert_eq!(one::<i64>(&t, query).await, 2);
    program.get("/api/leads").await.expect(200);
}
