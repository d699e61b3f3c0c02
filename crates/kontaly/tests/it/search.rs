//! Search: who finds what, by which words, and that nobody learns of others' records by counting hits.

use crate::support::{Client, Kontaly};
use kontaly::search;
use kontaly_db::{TenantTx, sql};
use serde_json::{Value, json};
use uuid::Uuid;

/// Percent-encodes all that is not a letter or digit.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

async fn find(client: &Client, q: &str) -> Value {
    client.get(&format!("/api/search?q={}", encoded(q))).await.expect(200)
}

/// Noun and title of every hit, in order.
async fn titles(client: &Client, q: &str) -> Vec<String> {
    let found = find(client, q).await;
    let groups = found["groups"].as_array().expect("groups");
    let hits = groups.iter().flat_map(|group| {
        let noun = group["noun"].as_str().expect("a noun").to_owned();
        let hits = group["hits"].as_array().expect("hits").iter();
        hits.map(move |hit| format!("{noun} {}", hit["title"].as_str().expect("a title")))
    });
    hits.collect()
}

async fn lead(client: &Client, body: Value) -> Value {
    client.post("/api/leads", body).await.expect(201)
}

/// Queues the words of a record that SQL made.
fn index(tx: &mut TenantTx, noun: &'static str, id: Uuid, directory: bool, text: &str) {
    let owner = tx.actor().id;
    let statement = search::index(tx.tenant(), noun, id, Some(owner), directory, search::words([text]));
    tx.queue(statement);
}

/// One record of every noun that has the word "zebra", all of one person's.
async fn one_of_every_noun(t: &Kontaly, name: &str) {
    let client = t.sign_in("acme", name).await;
    lead(&client, json!({ "last_name": "Zebra Lead", "company_name": "Halcyon" })).await;
    let mut tx = t.tx("acme", name);
    let (tenant, me) = (tx.tenant(), tx.actor().id);
    let [company, contact, deal, activity] = std::array::from_fn(|_| t.app.clock.id::<Uuid>());
    let now = t.app.clock.now();
    let owner = t.owner().await;
    owner.query(
        &sql("insert into companies (tenant_id, id, name, name_key, domain, owner_id, created_at, updated_at)
             values ($1, $2, 'Zebra Company', 'zebra company', 'zebra.example', $3, $4, $4)")
        .bind(tenant)
        .bind(company)
        .bind(me)
        .bind(now),
    )
    .await
    .expect("a company");
    tx.execute(
        sql("insert into contacts (tenant_id, id, name, name_key, company_id, owner_id, created_at, updated_at)
             values ($1, $2, 'Zebra Contact', 'zebra contact', $5, $3, $4, $4)")
        .bind(tenant)
        .bind(contact)
        .bind(me)
        .bind(now)
        .bind(company),
    )
    .await
    .expect("a contact");
    tx.execute(
        sql("insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, currency, probability, rank, stage_entered_at,
               owner_id, created_at, updated_at)
             select $1, $2, 'Zebra Deal', s.pipeline_id, s.id, 'open', 'EUR', 10, 'a', $4, $3, $4, $4
             from stages s where s.tenant_id = $1 and s.name = 'Discovery'")
        .bind(tenant)
        .bind(deal)
        .bind(me)
        .bind(now),
    )
    .await
    .expect("a deal");
    tx.execute(
        sql("insert into activities (tenant_id, id, kind, subject, at, deal_id, owner_id, directory, created_at, updated_at)
             values ($1, $2, 'call', 'Zebra Call', $4, $5, $3, false, $4, $4)")
        .bind(tenant)
        .bind(activity)
        .bind(me)
        .bind(now)
        .bind(deal),
    )
    .await
    .expect("an activity");
    index(&mut tx, "company", company, true, "Zebra Company");
    index(&mut tx, "contact", contact, true, "Zebra Contact");
    index(&mut tx, "deal", deal, false, "Zebra Deal");
    index(&mut tx, "activity", activity, false, "Zebra Call");
    tx.commit().await.expect("words");
}

async fn product(t: &Kontaly) {
    let mut tx = t.tx("acme", "ada");
    let (tenant, id) = (tx.tenant(), t.app.clock.id::<Uuid>());
    let insert = sql("insert into products (tenant_id, id, name, name_key, series, created_at, updated_at)
                      values ($1, $2, 'Zebra Product', 'zebra product', 'GTX', $3, $3)");
    tx.execute(insert.bind(tenant).bind(id).bind(t.app.clock.now())).await.expect("a product");
    let words = search::words(["Zebra Product"]);
    tx.queue(search::index(tenant, "product", id, None, true, words));
    tx.commit().await.expect("words");
}

#[tokio::test]
async fn every_noun_is_found_with_what_tells_it_apart() {
    let t = Kontaly::start().await;
    one_of_every_noun(&t, "rita").await;
    product(&t).await;
    let rita = t.sign_in("acme", "rita").await;
    let found = find(&rita, "zebr").await;
    let shown: Vec<_> = found["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| {
            let hit = &group["hits"][0];
            (
                group["noun"].as_str(),
                hit["title"].as_str(),
                hit["subtitle"].as_str(),
                hit["about"]["noun"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (Some("lead"), Some("Zebra Lead"), Some("Halcyon"), None),
            (Some("contact"), Some("Zebra Contact"), Some("Zebra Company"), None),
            (Some("company"), Some("Zebra Company"), Some("zebra.example"), None),
            (Some("deal"), Some("Zebra Deal"), Some("Discovery"), None),
            (Some("product"), Some("Zebra Product"), Some("GTX"), None),
            (Some("activity"), Some("Zebra Call"), Some("Zebra Deal"), Some("deal")),
        ]
    );
    let some = rita.get("/api/search?q=zebra&noun=deal,%20lead").await.expect(200);
    assert_eq!(some["groups"].as_array().expect("groups").len(), 2);
    assert_eq!(rita.get("/api/search?q=zebra&noun=user").await.code(422), "invalid");
}

#[tokio::test]
async fn everyone_finds_the_rows_of_the_own_scope_and_counting_hits_tells_nothing() {
    let t = Kontaly::start().await;
    one_of_every_noun(&t, "rita").await;
    product(&t).await;
    let sam = t.sign_in("acme", "sam").await;
    lead(&sam, json!({ "last_name": "Zebra Pool", "owner_id": null })).await;
    let everybodys = ["contact Zebra Contact", "company Zebra Company", "product Zebra Product"];
    let ritas = ["lead Zebra Lead", "deal Zebra Deal", "activity Zebra Call"];
    for (name, sees_ritas) in [("ada", true), ("ron", true), ("max", true), ("rita", true), ("sam", false)] {
        let person = t.sign_in("acme", name).await;
        let found = titles(&person, "zebra").await;
        assert!(found.contains(&"lead Zebra Pool".to_owned()), "{name} sees the pool");
        assert!(everybodys.iter().all(|hit| found.iter().any(|f| f == hit)), "{name}: {found:?}");
        assert_eq!(
            ritas.iter().filter(|hit| found.iter().any(|f| f == **hit)).count(),
            if sees_ritas { 3 } else { 0 },
            "{name}"
        );
        assert_eq!(found.len(), if sees_ritas { 7 } else { 4 }, "{name}: {found:?}");
    }
    let stranger = t.sign_in("beta", "ada").await;
    assert!(titles(&stranger, "zebra").await.is_empty(), "another tenant finds nothing");

    // What a colleague's records contain cannot be told from the answer: it is byte for byte that of a word nobody has.
    let rita = t.sign_in("acme", "rita").await;
    let secret = lead(&rita, json!({ "last_name": "Quagga", "company_name": "Zebra Lead" })).await;
    let hidden = sam.get("/api/search?q=quagga").await;
    assert_eq!(hidden.text, sam.get("/api/search?q=nobodyhasthis").await.text);
    let before = sam.get("/api/search?q=zebra&limit=1").await;
    for i in 0..20 {
        lead(&rita, json!({ "last_name": format!("Zebra {i}") })).await;
    }
    assert_eq!(
        before.text,
        sam.get("/api/search?q=zebra&limit=1").await.text,
        "`more` counts what Sam sees alone"
    );
    // The record hangs on its owner, not on who made it.
    rita.patch(
        &format!("/api/leads/{}", secret["id"].as_str().expect("an id")),
        1,
        json!({ "owner_id": null }),
    )
    .await
    .expect(200);
    assert_eq!(titles(&sam, "quagga").await, ["lead Quagga"]);
}

#[tokio::test]
async fn words_are_found_by_their_beginnings_whatever_their_case_accents_and_order() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    lead(&rita, json!({ "first_name": "Inés", "last_name": "O'Brien-Çelik", "company_name": "Größe & Söhne", "email": "ines_k47@hotmail.example", "phone": "+49 30 901820" })).await;
    lead(&rita, json!({ "last_name": "東京都北区" })).await;
    let ines = ["lead Inés O'Brien-Çelik"];
    for q in [
        "ines",
        "INÉS",
        "in",
        "Ine\u{301}s",
        "obrien o'brien",
        "o'b",
        "o’brien",
        "brien ines",
        "celik",
        "çel bri i",
        "große",
        "sohn",
        "ines_k47@hotmail.example",
        "ines_k47@hot",
        "hotmail",
        "@hotmail.example",
        "k47",
        "+49 30 901820",
        "901",
        "  ines   \t brien ",
        "ines, brien!",
    ] {
        let expected: &[&str] = if q.starts_with("obrien") { &[] } else { &ines };
        assert_eq!(titles(&rita, q).await, expected, "{q}");
    }
    for q in ["inesx", "nes", "ines haddad", "47k"] {
        assert!(titles(&rita, q).await.is_empty(), "{q}");
    }
    for q in ["東京", "北区", "東京都北区"] {
        assert_eq!(titles(&rita, q).await, ["lead 東京都北区"], "{q}");
    }
}

#[tokio::test]
async fn nothing_that_is_typed_is_more_than_a_word() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    lead(&rita, json!({ "last_name": "Plain" })).await;
    lead(&rita, json!({ "last_name": "100% \"Quoted\" back\\slash it's <b>" })).await;
    for q in ["", " ", "%", "_", "'", "\"", "\\", "';--", "%%%%", "\u{10FFFF}", "*", "()|&!:"] {
        assert!(titles(&rita, q).await.is_empty(), "{q:?}");
    }
    for q in ["%plain%", "plain'", "\"plain\"", "plain\\", "'; drop table leads; --plain"] {
        let expected: &[&str] = if q.contains("drop") { &[] } else { &["lead Plain"] };
        assert_eq!(titles(&rita, q).await, expected, "{q:?}");
    }
    for q in ["100%", "\"quoted\"", "back\\slash", "it's", "<b>"] {
        assert_eq!(titles(&rita, q).await.len(), 1, "{q:?}");
    }
    assert_eq!(rita.get("/api/search?q=a%00b").await.code(422), "invalid");
    assert!(titles(&rita, &"x".repeat(1000)).await.is_empty(), "a thousand characters are a long word");
    assert_eq!(rita.get(&format!("/api/search?q={}", "x".repeat(1001))).await.code(422), "invalid");
    let many: Vec<_> = (0..13).map(|i| format!("{}{i}", char::from(b'a' + i))).collect();
    assert_eq!(rita.get(&format!("/api/search?q={}", many.join("+"))).await.code(422), "invalid");
    assert!(titles(&rita, &many[..12].join(" ")).await.is_empty());
    for limit in ["0", "51", "-1", "many"] {
        let answer = rita.get(&format!("/api/search?q=plain&limit={limit}")).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{limit}");
    }
    assert_eq!(t.stranger("acme.localhost").get("/api/search?q=plain").await.code(401), "unauthenticated");
}

#[tokio::test]
async fn exact_words_come_first_then_the_newer_and_the_trash_never() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    for name in ["Ann Old", "Anna Old", "Ann New", "Anna New", "Ann Ann-Marie"] {
        lead(&rita, json!({ "last_name": name })).await;
    }
    assert_eq!(
        titles(&rita, "ann").await,
        ["lead Ann Ann-Marie", "lead Ann New", "lead Ann Old", "lead Anna New", "lead Anna Old"]
    );
    assert_eq!(titles(&rita, "anna ol").await, ["lead Anna Old"]);
    assert_eq!(titles(&rita, "ol ann").await, ["lead Ann Old", "lead Anna Old"]);
    let found = rita.get("/api/search?q=ann&limit=5").await.expect(200);
    assert_eq!(found["groups"][0]["more"], false);
    let found = rita.get("/api/search?q=ann&limit=4").await.expect(200);
    assert_eq!(
        (found["groups"][0]["more"].as_bool(), found["groups"][0]["hits"].as_array().map(Vec::len)),
        (Some(true), Some(4))
    );

    let newest = found["groups"][0]["hits"][0]["id"].as_str().expect("an id").to_owned();
    rita.delete(&format!("/api/leads/{newest}")).await.expect(200);
    assert_eq!(titles(&rita, "ann").await.len(), 4, "what is trashed is not found");
    rita.post(&format!("/api/leads/{newest}/restore"), json!({})).await.expect(200);
    assert_eq!(titles(&rita, "marie").await, ["lead Ann Ann-Marie"]);
    // A word that a record no longer has does not find it.
    rita.patch(&format!("/api/leads/{newest}"), 3, json!({ "last_name": "Bea" })).await.expect(200);
    assert!(titles(&rita, "marie").await.is_empty());
}

/// With several words that are each on more records than are probed one by one, the other way of comparing is taken.
#[tokio::test]
async fn several_common_words_find_the_records_that_have_them_all() {
    let t = Kontaly::start().await;
    let mut tx = t.tx("acme", "rita");
    let (tenant, me) = (tx.tenant(), tx.actor().id);
    // 400 leads called Maria, 400 called Silva, one Maria Silva in the middle and one Marianne Silvan.
    tx.execute(
        sql("with made as (
               insert into leads (tenant_id, id, name, owner_id, created_at, updated_at)
               select $1, gen_random_uuid(), case when i = 400 then 'Maria Silva' when i = 500 then 'Marianne Silvan'
                 when i % 2 = 0 then 'Maria' else 'Silva' end, $2, now(), now()
               from generate_series(1, 800) i returning id, name)
             insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory)
             select $1, w, 'lead', id, $2, false from made, unnest(string_to_array(lower(name), ' ')) w")
        .bind(tenant)
        .bind(me),
    )
    .await
    .expect("leads");
    tx.commit().await.expect("leads");
    let rita = t.sign_in("acme", "rita").await;
    assert_eq!(titles(&rita, "maria silva").await, ["lead Maria Silva", "lead Marianne Silvan"]);
    assert_eq!(titles(&rita, "silva marian").await, ["lead Marianne Silvan"], "the rare word leads");
    let found = find(&rita, "maria").await;
    assert_eq!(
        (found["groups"][0]["hits"].as_array().map(Vec::len), &found["groups"][0]["more"]),
        (Some(8), &json!(true))
    );
    assert!(titles(&t.sign_in("acme", "sam").await, "maria silva").await.is_empty());
}
