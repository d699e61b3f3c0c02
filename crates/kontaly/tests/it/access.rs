//! Who gets in where: every operation of the OpenAPI document, tried by everybody, compared with the matrix.
//!
//! The answers are kept in `access.txt`, so that a change of who may do what shows as a diff; an operation that is not in
//! it fails the test. After adding one, look at the new lines: `KONTALY_BLESS=1 cargo test -p kontaly --test it access`.
//! An operation needs nothing else, unless its path has a new kind of id ([`Tried::ids`]) or its query a parameter that it
//! insists on ([`QUERIES`]).

use crate::isolation;
use crate::support::{Answer, Client, Kontaly};
use axum::http::Method;
use kontaly_access::{Permission, Role, allowed};
use serde_json::{Value, json};
use std::fmt::Write as _;
use uuid::Uuid;

/// What an operation's query must have at least. `:id` is a lead's.
const QUERIES: &[(&str, &str)] = &[
    ("list_tags_of_records", "noun=lead&ids=:id"),
    ("list_custom_values_of_records", "noun=lead&ids=:id"),
    ("search", "q=secret"),
    ("create_attachment", "name=notes.txt"),
];

/// What whoever asked for it sees alone, the administrator no more than anybody.
const ONES_OWN: [&str; 2] = ["get_export", "download_export"];

/// Whoever tries, and the column in the file.
const PEOPLE: [(&str, Role); 4] = [
    ("ada", Role::Administrator),
    ("max", Role::AccountManager),
    ("rita", Role::SalesRepresentative),
    ("ron", Role::ReadOnly),
];

struct Operation {
    id: String,
    method: Method,
    path: String,
    permission: Option<Permission>,
    /// Not for API keys.
    persons: bool,
    has_body: bool,
    /// At the base domain, and at no workspace's address.
    front_door: bool,
}

impl Operation {
    /// Where it is to be found.
    fn host(&self) -> &'static str {
        if self.front_door { "localhost" } else { "acme.localhost" }
    }
}

fn operations(t: &Kontaly) -> Vec<Operation> {
    let document = serde_json::to_value(kontaly::routes::openapi(t.app.clone())).expect("a document");
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an operation id").to_owned();
            let permission = operation["x-permission"].as_str().map(|name| {
                let known = Permission::ALL.iter().find(|permission| permission.as_str() == name);
                *known.unwrap_or_else(|| panic!("{id} needs {name}, which is no permission"))
            });
            operations.push(Operation {
                id,
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                permission,
                persons: permission.is_some() && !operation["security"].to_string().contains("api_key"),
                has_body: operation.get("requestBody").is_some(),
                front_door: operation["tags"][0] == "front door",
            });
        }
    }
    // What only reads comes first, while every record is there and whole.
    operations.sort_by_key(|o| (o.method != Method::GET, o.path.clone(), o.method.to_string()));
    operations
}

/// One operation with the ids of real records of acme in its path.
struct Tried<'a> {
    operation: &'a Operation,
    uri: String,
}

impl<'a> Tried<'a> {
    async fn with_ids(t: &Kontaly, operation: &'a Operation) -> Tried<'a> {
        let mut uri = operation.path.clone();
        let noun = match operation.path.split('/').nth(2).unwrap_or_default() {
            "{noun}" | "trash" => "leads".to_owned(),
            noun => noun.to_owned(),
        };
        for (parameter, value) in Self::ids(t, &noun).await {
            uri = uri.replace(&format!("{{{parameter}}}"), &value);
        }
        assert!(!uri.contains('{'), "{}: say in access.rs what the id in {uri} stands for", operation.id);
        if let Some((_, query)) = QUERIES.iter().find(|(id, _)| *id == operation.id) {
            let lead = any_id(t, "leads").await;
            uri = format!("{uri}?{}", query.replace(":id", &lead));
        }
        Self { operation, uri }
    }

    /// What the parameters of a path stand for: `{id}` is a record of the noun that the path begins with.
    async fn ids(t: &Kontaly, noun: &str) -> Vec<(&'static str, String)> {
        vec![
            ("noun", noun.to_owned()),
            ("id", any_id(t, noun).await),
            ("stage_id", any_id(t, "stages").await),
            ("column", any_id(t, "stages").await),
            ("delivery_id", any_id(t, "webhook_deliveries").await),
        ]
    }

    async fn by(&self, client: &Client) -> Answer {
        let body = self.operation.has_body.then(|| json!({}));
        client.send(self.operation.method.clone(), &self.uri, body, Some(1)).await
    }

    /// Whether the path names a record, and not only a noun.
    fn has_id(&self) -> bool {
        self.operation.path.replace("{noun}", "").contains('{')
    }
}

/// The id of a record of acme that Rita sees, or one that nobody has when there is none (left).
async fn any_id(t: &Kontaly, noun: &str) -> String {
    let table = noun.replace('-', "_");
    let owner = t.owner().await;
    let (acme, rita) = (t.person("acme", "ada").actor.tenant_id, t.person("acme", "rita").actor.id);
    let owned = kontaly_db::sql(
        "select exists (select from pg_attribute where attrelid = to_regclass($1) and attname = 'owner_id'),
        exists (select from pg_attribute where attrelid = to_regclass($1) and attname = 'id')",
    )
    .bind(table.clone());
    let rows = owner.query(&owned).await.expect("the catalog");
    let (owned, has_id): (bool, bool) = (rows[0].take().expect("a flag"), rows[0].take().expect("a flag"));
    if !has_id {
        return Uuid::nil().to_string();
    }
    let whose = if owned { format!("and owner_id = '{rita}'") } else { String::new() };
    let query =
        format!("select id::text from {table} where tenant_id = '{acme}' {whose} order by id desc limit 1");
    let admin = kontaly_db::Intruder::administrator(&t.endpoint()).await.expect("the administrator");
    let found = admin.run(&query).await.expect("an id").rows;
    found.first().cloned().unwrap_or_else(|| Uuid::nil().to_string())
}

/// What an answer says about access, and nothing else.
fn told(answer: &Answer) -> &'static str {
    match (answer.status.as_u16(), answer.json["code"].as_str().unwrap_or_default()) {
        (401, "unauthenticated") => "401",
        (403, "forbidden") => "403",
        (403, "persons_only") => "no",
        (403, "workspace_suspended") => "suspended",
        (404, _) => "404",
        (500.., _) => "broken",
        _ => "in",
    }
}

/// In: whatever the operation then says, a record, a conflict, a wrong field, a 404 for what the role does not see.
fn expected(permission: Option<Permission>, role: Option<Role>) -> &'static str {
    match (permission, role) {
        (None, _) => "in",
        (Some(_), None) => "401",
        (Some(permission), Some(role)) => {
            if allowed(permission, role) {
                "in"
            } else {
                "403"
            }
        }
    }
}

#[tokio::test]
async fn every_operation_lets_in_whom_the_matrix_says_and_nobody_else() {
    let t = Kontaly::start().await;
    isolation::plant(&t).await;
    let mut key = t.key("acme", Role::Administrator).await;
    // The one that the administrator revokes.
    t.key("acme", Role::ReadOnly).await;
    let mut wrong = Vec::new();
    let mut lines = Vec::new();
    let console = serde_json::to_value(kontaly::routes::console_openapi(t.app.clone())).expect("a document");
    for operation in operations(&t) {
        let mut columns = Vec::new();
        let anonymous = Tried::with_ids(&t, &operation).await.by(&t.stranger(operation.host())).await;
        columns.push(("anonymous", told(&anonymous), expected(operation.permission, None)));
        // Whoever takes least away comes first: the administrator's DELETE deletes.
        for (name, role) in PEOPLE.into_iter().rev() {
            let tried = Tried::with_ids(&t, &operation).await;
            let mut person = t.sign_in("acme", name).await;
            person.host = operation.host().into();
            let answer = tried.by(&person).await;
            let is = told(&answer);
            let wanted = expected(operation.permission, Some(role));
            // A 404 is the row rule's, for whoever is let in.
            let is = if is == "404" && wanted == "in" { "in" } else { is };
            columns.push((role.as_str(), is, wanted));
            let must_see = role == Role::Administrator && operation.method == Method::GET;
            if must_see && !ONES_OWN.contains(&operation.id.as_str()) && !answer.status.is_success() {
                wrong.push(format!(
                    "{}: the administrator gets {} for a record that is there: {}",
                    operation.id, answer.status, answer.text
                ));
            }
        }
        // A key may what its role may, but for what is a person's own.
        key.host = operation.host().into();
        let is = told(&Tried::with_ids(&t, &operation).await.by(&key).await);
        let wanted = if operation.persons { "no" } else { "in" };
        columns.push(("an administrator's key", if is == "404" { "in" } else { is }, wanted));
        let mut elsewhere = t.sign_in("beta", "ada").await;
        elsewhere.host = operation.host().into();
        let answer = Tried::with_ids(&t, &operation).await.by(&elsewhere).await;
        columns.push(("other tenant's", told(&answer), expected(operation.permission, None)));
        let mut operator = t.sign_in("acme", "ada").await;
        operator.host = "admin.localhost".into();
        let answer = Tried::with_ids(&t, &operation).await.by(&operator).await;
        // What the console calls by the same name is its own, and a tenant's person is nobody there.
        let own = &console["paths"][&operation.path][operation.method.as_str().to_lowercase()];
        let there = if own.is_null() { "404" } else { if own["x-power"].is_null() { "in" } else { "401" } };
        columns.push(("console", told(&answer), there));
        let permission = operation.permission.map_or("-", Permission::as_str);
        let mut line = format!("{:<40}{:<8}{permission:<21}", operation.path, operation.method.as_str());
        for (who, is, wanted) in columns {
            let _ = write!(line, " {is:<4}");
            if is != wanted {
                wrong.push(format!("{}: {who} is {is:?}, and should be {wanted:?}", operation.id));
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    lines.sort();
    kept(&lines);
}

/// Compares with `access.txt`, or writes it.
fn kept(lines: &[String]) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/access.txt");
    let head = "Columns: nobody, read-only, representative, manager, administrator, an administrator's API key, another tenant's administrator, the console's address.\n";
    let printed = format!("{head}{}\n", lines.join("\n"));
    if std::env::var_os("KONTALY_BLESS").is_some() {
        std::fs::write(path, &printed).expect("access.txt is writable");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let missing = |of: &str, from: &str| -> Vec<String> {
        of.lines().filter(|line| !from.lines().any(|other| other == *line)).map(str::to_owned).collect()
    };
    let (new, gone) = (missing(&printed, &kept), missing(&kept, &printed));
    assert!(
        kept == printed,
        "who gets in where has changed; look at it, then KONTALY_BLESS=1 cargo test.\nnew: {new:#?}\ngone: {gone:#?}"
    );
}

/// Everything of acme, in one number.
async fn fingerprint(t: &Kontaly) -> Vec<String> {
    let acme = t.person("acme", "ada").actor.tenant_id;
    let admin = kontaly_db::Intruder::administrator(&t.endpoint()).await.expect("the administrator");
    let tables = format!(
        "select string_agg(format('select %L, md5(coalesce(string_agg(r::text, ''|'' order by r::text), '''')) from public.%I r where r.tenant_id = %L',
           relname, relname, '{acme}'), ' union all ' order by relname)
         from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'sessions'
           and exists (select from pg_attribute a where a.attrelid = c.oid and attname = 'tenant_id')"
    );
    let query = admin.run(&tables).await.expect("tables").rows.remove(0);
    admin.run(&query).await.expect("rows").rows
}

/// At the own address, with the ids of another tenant's records: nothing is there, and nothing is touched.
#[tokio::test]
async fn another_tenants_records_are_not_there() {
    let t = Kontaly::start().await;
    isolation::plant(&t).await;
    let before = fingerprint(&t).await;
    for operation in operations(&t).iter().filter(|operation| operation.permission.is_some()) {
        let tried = Tried::with_ids(&t, operation).await;
        if !tried.has_id() {
            continue;
        }
        let answer = tried.by(&t.sign_in("beta", "ada").await).await;
        let status = answer.status.as_u16();
        // A body that is not even right may be told so before anything is looked for.
        let refused = status == 404 || (operation.has_body && matches!(status, 400 | 422));
        assert!(refused, "{} {}: {} {}", operation.method, tried.uri, answer.status, answer.text);
        assert!(!answer.text.contains("secret of acme"), "{}", answer.text);
    }
    assert_eq!(fingerprint(&t).await, before, "nothing of acme was touched");
}

/// A suspended workspace answers every operation in one way.
#[tokio::test]
async fn a_suspended_workspace_answers_nothing() {
    let t = Kontaly::start().await;
    isolation::plant(&t).await;
    let ada = t.sign_in("acme", "ada").await;
    t.owner()
        .await
        .script("update tenants set state = 'suspended' where name = 'ACME Trading'")
        .await
        .expect("a suspension");
    let before = fingerprint(&t).await;
    for operation in operations(&t).into_iter().filter(|operation| !operation.front_door) {
        for client in [&ada, &t.stranger("acme.localhost")] {
            let answer = Tried::with_ids(&t, &operation).await.by(client).await;
            assert_eq!(told(&answer), "suspended", "{}: {}", operation.id, answer.text);
        }
    }
    assert_eq!(fingerprint(&t).await, before);
}

/// What is done at the base domain is done there alone: a workspace's page cannot sign another one up.
#[tokio::test]
async fn the_front_door_is_at_no_workspaces_address() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let operations = operations(&t).into_iter().filter(|operation| operation.front_door);
    let mut tried = 0;
    for operation in operations {
        let answer = Tried::with_ids(&t, &operation).await.by(&ada).await;
        assert_eq!(answer.code(404), "not_found", "{}", operation.id);
        tried += 1;
    }
    assert_eq!(tried, 3);
}

/// An address outside the document is 404 for everybody, and a method that an address does not answer 405.
#[tokio::test]
async fn there_is_nothing_beside_the_document() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/leads/x/y/z",
        "/api/actors",
        "/api/doormen",
        "/api/passwords",
        "/api/sql",
    ] {
        let answer = ada.get(path).await;
        assert!(matches!(answer.status.as_u16(), 404 | 405), "{path}: {} {}", answer.status, answer.text);
        assert!(answer.json["code"].is_string(), "{path} is told as a problem: {}", answer.text);
    }
    let answer: Value = ada.send(Method::DELETE, "/api/leads", None, None).await.expect(405);
    assert_eq!(answer["code"], "method_not_allowed");
}
