//! Contacts: e-mail addresses and telephone numbers, the company, the directory's rule, duplicates, trash, pages, words.

use crate::support::{Client, Kontaly};
use serde_json::{Value, json};

async fn make(client: &Client, body: Value) -> Value {
    client.post("/api/contacts", body).await.expect(201)
}

async fn company(client: &Client, name: &str) -> Value {
    client.post("/api/companies", json!({ "name": name })).await.expect(201)
}

fn path(contact: &Value) -> String {
    format!("/api/contacts/{}", contact["id"].as_str().expect("an id"))
}

fn ines(company: &Value) -> Value {
    json!({ "first_name": " Inés", "last_name": "Haddad", "company_id": company["id"],
            "emails": [{ "value": "Ines@Halcyon.example " }, { "label": "home", "value": "ih@home.example" }],
            "phones": [{ "label": "mobile", "value": "+49 (151) 23-45" }] })
}

#[tokio::test]
async fn a_contact_is_made_read_changed_trashed_and_restored() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let halcyon = company(&rita, "Halcyon").await;
    let contact = make(&rita, ines(&halcyon)).await;
    assert_eq!((&contact["name"], &contact["company_name"]), (&json!("Inés Haddad"), &json!("Halcyon")));
    assert_eq!(contact["email"], "Ines@Halcyon.example", "the first is the contact's own");
    assert_eq!(contact["phone"], "+49 (151) 23-45");
    assert_eq!(contact["emails"][0], json!({ "label": "work", "value": "Ines@Halcyon.example" }));
    assert_eq!(contact["emails"][1]["label"], "home");
    let path = path(&contact);
    assert_eq!(rita.get(&path).await.expect(200), contact);
    assert_eq!(rita.get("/api/contacts").await.expect(200)["items"][0], contact, "a list shows the same");
    let words = t.words("acme", "rita", &contact).await;
    for word in ["ines", "haddad", "ines@halcyon.example", "ih@home.example", "home", "151", "491512345"] {
        assert!(words.contains(&word.to_owned()), "{word} in {words:?}");
    }

    let of_halcyon = format!("/api/companies/{}", halcyon["id"].as_str().expect("an id"));
    rita.patch(&of_halcyon, 1, json!({ "name": "Zephyr" })).await.expect(200);
    let changed = rita.patch(&path, 1, json!({ "title": "CEO", "first_name": "" })).await.expect(200);
    assert_eq!((&changed["name"], &changed["company_name"]), (&json!("Haddad"), &json!("Zephyr")));
    assert_eq!((&changed["version"], &changed["emails"]), (&json!(2), &contact["emails"]));
    let stale = rita.patch(&path, 1, json!({ "title": "CFO" })).await.expect(409);
    assert_eq!(stale["current"], changed);

    rita.delete(&path).await.expect(200);
    assert!(rita.ids("/api/contacts").await.is_empty());
    assert!(t.words("acme", "rita", &contact).await.is_empty());
    assert_eq!(rita.get("/api/contacts/duplicates?email=ih@home.example").await.expect(200), json!([]));
    let restored = rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((&restored["trashed_at"], &restored["emails"]), (&Value::Null, &contact["emails"]));
    assert!(!t.words("acme", "rita", &contact).await.is_empty());
}

#[tokio::test]
async fn addresses_and_numbers_are_replaced_as_a_whole() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let contact = make(&rita, ines(&company(&rita, "Halcyon").await)).await;
    let path = path(&contact);
    let other =
        make(&rita, json!({ "last_name": "Other", "emails": [{ "value": "other@x.example" }] })).await;

    let swapped = json!({ "emails": [contact["emails"][1], contact["emails"][0], { "label": "other", "value": "c@c.example" }] });
    let changed = rita.patch(&path, 1, swapped.clone()).await.expect(200);
    assert_eq!(changed["emails"], swapped["emails"], "in the order given");
    assert_eq!((&changed["email"], &changed["phones"]), (&json!("ih@home.example"), &contact["phones"]));
    assert!(t.words("acme", "rita", &contact).await.contains(&"c@c.example".to_owned()));

    let cleared = rita.patch(&path, 2, json!({ "emails": [], "phones": [] })).await.expect(200);
    assert_eq!((&cleared["email"], &cleared["phone"]), (&Value::Null, &Value::Null));
    assert_eq!((&cleared["emails"], &cleared["phones"]), (&json!([]), &json!([])));
    assert_eq!(t.words("acme", "rita", &contact).await, ["haddad", "ines"]);
    let untouched = rita.get(&self::path(&other)).await.expect(200);
    assert_eq!(untouched, other, "another contact's stay");

    let history = t.history("acme", "rita", &contact).await;
    assert_eq!(history[2].1["phones"], json!([contact["phones"], []]), "the event says what was there");
    // Nothing is kept of a change that is refused.
    let refused = json!({ "title": "X", "emails": [{ "value": "ok@x.example" }, { "value": "nowhere" }] });
    let problem = rita.patch(&path, 3, refused).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("emails[1].value", "not_an_email")]);
    assert_eq!(rita.get(&path).await.expect(200), cleared);
}

#[tokio::test]
async fn everybody_reads_contacts_and_changes_the_own_ones() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let point = json!([{ "value": "x@x.example" }]);
    let of_rita = make(&rita, json!({ "last_name": "A", "emails": point })).await;
    let of_sam = make(&sam, json!({ "last_name": "B", "emails": point })).await;
    let nobodys = make(&sam, json!({ "last_name": "C", "emails": point, "owner_id": null })).await;
    let contacts = [of_rita, of_sam, nobodys];
    let all: Vec<_> = contacts.iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect();
    for (name, changes) in [
        ("ada", [200, 200, 200]),
        ("ron", [403, 403, 403]),
        ("max", [200, 403, 200]),
        ("rita", [200, 403, 200]),
        ("sam", [403, 200, 200]),
    ] {
        let person = t.sign_in("acme", name).await;
        assert_eq!(person.ids("/api/contacts").await, all, "{name}");
        assert_eq!(person.get("/api/contacts/count").await.expect(200)["count"], 3, "{name}");
        for (contact, status) in contacts.iter().zip(changes) {
            let now = person.get(&path(contact)).await.expect(200);
            assert_eq!(now["emails"].as_array().expect("emails").len(), 1, "{name}");
            let version = now["version"].as_i64().expect("a version");
            let emails = json!({ "emails": [{ "value": format!("{name}@x.example") }] });
            person.patch(&path(contact), version, emails).await.expect(status);
            person.delete(&path(contact)).await.expect(status);
            person.post(&format!("{}/restore", path(contact)), json!({})).await.expect(status);
        }
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert!(stranger.ids("/api/contacts").await.is_empty());
    assert_eq!(
        stranger.get("/api/contacts/duplicates?name=a&email=sam@x.example").await.expect(200),
        json!([])
    );
    for contact in &contacts {
        assert_eq!(stranger.get(&path(contact)).await.code(404), "not_found");
        assert_eq!(stranger.patch(&path(contact), 1, json!({ "title": "X" })).await.code(404), "not_found");
        assert_eq!(stranger.delete(&path(contact)).await.code(404), "not_found");
    }
}

#[tokio::test]
async fn addresses_numbers_and_words_change_hands_with_the_contact() {
    let t = Kontaly::start().await;
    let (rita, sam, max) =
        (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await, t.sign_in("acme", "max").await);
    let body = json!({ "last_name": "Open", "owner_id": null, "emails": [{ "value": "o@x.example" }] });
    let contact = make(&sam, body).await;
    let path = path(&contact);
    let claim = json!({ "owner_id": rita.id(), "emails": [{ "value": "new@x.example" }] });
    rita.patch(&path, 1, claim).await.expect(200);
    assert_eq!(rita.patch(&path, 2, json!({ "owner_id": sam.id() })).await.code(403), "not_yours");
    max.patch(&path, 2, json!({ "owner_id": max.id() })).await.expect(200);
    // With the directory closed, what hangs on the contact is seen by whoever sees the contact.
    t.owner()
        .await
        .script("update actors set sees_directory = false where not sees_all")
        .await
        .expect("closed");
    assert_eq!(max.get(&path).await.expect(200)["emails"][0]["value"], "new@x.example");
    assert!(t.words("acme", "rita", &contact).await.is_empty());
    assert!(t.history("acme", "rita", &contact).await.is_empty());
    rita.get(&path).await.expect(404);
    max.patch(&path, 3, json!({ "owner_id": null })).await.expect(200);
    let open = sam.get(&path).await.expect(200);
    assert_eq!(open["emails"][0]["value"], "new@x.example");
    assert_eq!(t.history("acme", "sam", &contact).await.len(), 4);
}

#[tokio::test]
async fn a_contact_names_only_a_company_that_its_maker_sees() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let foreign = company(&t.sign_in("beta", "ada").await, "Foreign").await;
    let of_sam = company(&sam, "Sam's").await;
    let contact = make(&rita, json!({ "last_name": "A", "company_id": of_sam["id"] })).await;
    assert_eq!(contact["company_name"], "Sam's", "who reads the directory may refer to it");
    let nothing = json!("019aaaaa-0000-7000-8000-000000000000");
    for id in [&foreign["id"], &nothing] {
        let problem =
            rita.post("/api/contacts", json!({ "last_name": "B", "company_id": id })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("company_id", "unknown_reference")]);
        let problem = rita.patch(&path(&contact), 1, json!({ "company_id": id })).await.expect(422);
        assert_eq!(Client::wrong(&problem), [("company_id", "unknown_reference")]);
    }
    assert_eq!(rita.ids("/api/contacts").await.len(), 1, "nothing is kept of the refused ones");
    t.owner()
        .await
        .script("update actors set sees_directory = false where not sees_all")
        .await
        .expect("closed");
    let unseen = rita.get(&path(&contact)).await.expect(200);
    assert_eq!((&unseen["company_name"], &unseen["company_id"]), (&Value::Null, &of_sam["id"]));
    let cleared = rita.patch(&path(&contact), 1, json!({ "company_id": null })).await.expect(200);
    assert_eq!(cleared["company_id"], Value::Null);
}

#[tokio::test]
async fn likely_duplicates_are_found_by_any_address_and_by_name() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let a = make(&rita, ines(&company(&rita, "Halcyon").await)).await;
    let b = make(&rita, json!({ "last_name": "INES  HADDAD" })).await;
    let c = make(
        &rita,
        json!({ "last_name": "Z", "emails": [{ "value": "z@z.example" }, { "value": "IH@home.example" }] }),
    )
    .await;
    let found = |answer: &Value| -> Vec<(Value, Value)> {
        let found = answer.as_array().expect("a list");
        found.iter().map(|d| (d["contact"]["id"].clone(), d["same"].clone())).collect()
    };
    let sam = t.sign_in("acme", "sam").await;
    let answer =
        sam.get("/api/contacts/duplicates?email=ih@HOME.example&name=in%C3%A9s%20haddad").await.expect(200);
    assert_eq!(
        found(&answer),
        [
            (a["id"].clone(), json!(["email", "name"])),
            (b["id"].clone(), json!(["name"])),
            (c["id"].clone(), json!(["email"])),
        ]
    );
    for nothing in ["", "?name=", "?email=x", "?name=ines"] {
        let answer = sam.get(&format!("/api/contacts/duplicates{nothing}")).await.expect(200);
        assert_eq!(answer, json!([]), "{nothing}");
    }
}

#[tokio::test]
async fn bad_fields_are_all_named_and_nothing_is_kept() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let body = json!({
        "emails": [{ "value": "nowhere" }, { "label": "yacht", "value": "a@a.example" }, { "value": " A@a.example" }],
        "phones": [{ "value": "n/a" }, { "value": "030-1" }, { "value": "0301" }],
        "lifecycle_stage": "x", "linkedin_url": "javascript:alert(1)" });
    let problem = rita.post("/api/contacts", body).await.expect(422);
    assert_eq!(
        Client::wrong(&problem),
        [
            ("emails[0].value", "not_an_email"),
            ("emails[1].label", "unknown"),
            ("emails[2].value", "repeated"),
            ("phones[0].value", "not_a_phone"),
            ("phones[2].value", "repeated"),
            ("lifecycle_stage", "unknown"),
            ("linkedin_url", "not_a_web_address"),
        ]
    );
    let problem = rita.post("/api/contacts", json!({ "title": "Nobody" })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("last_name", "required")]);
    let many: Vec<_> = (0..21).map(|i| json!({ "value": format!("a{i}@a.example") })).collect();
    let problem = rita.post("/api/contacts", json!({ "emails": many })).await.expect(422);
    assert_eq!(Client::wrong(&problem), [("emails", "too_many")]);
    let problem = rita.post("/api/contacts", json!({ "emails": [{ "address": "x" }] })).await.expect(422);
    assert_eq!(Client::wrong(&problem)[0].0, "emails[0].address");
    assert!(rita.ids("/api/contacts").await.is_empty());
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let halcyon = company(&rita, "Halcyon").await;
    for i in 0..17 {
        let company = if i % 2 == 0 { halcyon["id"].clone() } else { Value::Null };
        make(&rita, json!({ "last_name": format!("C{:02}", i % 6), "company_id": company })).await;
    }
    for sort in ["name", "-name", "created_at", "-created_at"] {
        let whole = rita.ids(&format!("/api/contacts?sort={sort}&limit=200")).await;
        assert_eq!(rita.walk(&format!("/api/contacts?sort={sort}")).await, whole, "{sort}");
        assert_eq!(whole.len(), 17);
    }
    let by_id = json!({ "field": "company_id", "op": "eq", "value": halcyon["id"] });
    let by_name = json!({ "field": "company_name", "op": "contains", "value": "halc" });
    for filter in [by_id, by_name] {
        let path = Client::filtered("/api/contacts", &filter);
        assert_eq!(rita.walk(&path).await.len(), 9);
        assert_eq!(rita.get(&Client::filtered("/api/contacts/count", &filter)).await.expect(200)["count"], 9);
    }
}
