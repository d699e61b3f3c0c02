//! Demo data: whole, right, found, seen by whom it should be, made once.

use crate::support::{Client, Kontaly};
use axum::http::header;
use kontaly::demo::{self, Options, ScaleOptions};
use kontaly::http::cookie;
use kontaly_access::Role;
use kontaly_db::{Sql, sql};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A third of the showcase is as right as the whole, and sooner there.
const OPTIONS: Options = Options { seed: demo::SEED, today: None, size: 0.3 };

/// A Kontaly whose cast has left the name `acme` to the showcase.
async fn start() -> Kontaly {
    let t = Kontaly::start().await;
    let moves = "update slugs set slug = 'cast', skeleton = 'cast' where slug = 'acme'";
    t.owner().await.script(moves).await.expect("a free name");
    t
}

/// Somebody who signed in with the documented password.
async fn sign_in(t: &Kontaly, slug: &str, email: &str) -> Client {
    let mut client = t.stranger(&format!("{slug}.localhost"));
    let answer = client.post("/api/session", json!({ "email": email, "password": demo::PASSWORD })).await;
    let set = answer.headers[header::SET_COOKIE].to_str().expect("a cookie").to_owned();
    answer.expect(200);
    let value = set.split(';').next().and_then(|pair| pair.strip_prefix(cookie::NAME)?.strip_prefix('='));
    client.cookie = Some(value.expect("the session's cookie").to_owned());
    client
}

/// Somebody of that role in that showcase workspace.
async fn somebody(t: &Kontaly, slug: &str, role: Role) -> Client {
    let who = demo::sign_ins().into_iter().find(|who| who.slug == slug && who.role == role);
    sign_in(t, slug, &who.expect("every role").email).await
}

async fn number(t: &Kontaly, question: Sql) -> i64 {
    t.owner().await.query(&question).await.expect("an answer")[0].at(0).expect("a number")
}

/// Everything of a list, page by page.
async fn all(client: &Client, path: &str) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}?limit=200{next}")).await.expect(200);
        items.extend(page["items"].as_array().expect("items").iter().cloned());
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return items,
        }
    }
}

const COUNTED: &str = "select (select count(*) from companies) + (select count(*) from contacts)
    + (select count(*) from contact_points) + (select count(*) from leads) + (select count(*) from deals)
    + (select count(*) from deal_changes) + (select count(*) from activities) + (select count(*) from search_tokens)
    + (select count(*) from events) + (select count(*) from users) + (select count(*) from tenants)";

#[tokio::test]
async fn the_showcase_is_whole_and_right_and_made_once() {
    let t = start().await;
    let owner = t.owner().await;
    let made = demo::showcase(&t.app, &owner, &OPTIONS).await.expect("a showcase");
    assert_eq!(made, ["acme", "globex", "sakura"]);
    it_has_what_it_promises(&t).await;
    it_does_not_contradict_itself(&t).await;
    everybody_sees_the_own_rows(&t).await;
    the_edges_are_found(&t).await;
    money_is_whole_minor_units(&t).await;
    saving_a_record_again_leaves_its_words(&t).await;

    let before = number(&t, sql(COUNTED)).await;
    let again = demo::showcase(&t.app, &owner, &Options { seed: 1, ..OPTIONS }).await.expect("nothing to do");
    assert!(again.is_empty());
    assert_eq!(number(&t, sql(COUNTED)).await, before, "what is there is left alone");
}

#[tokio::test]
async fn a_tenant_that_has_the_name_is_left_alone() {
    let t = Kontaly::start().await;
    let made = demo::showcase(&t.app, &t.owner().await, &Options { size: 0.02, ..OPTIONS }).await;
    assert_eq!(made.expect("the others"), ["globex", "sakura"]);
    let ada = t.sign_in("acme", "ada").await;
    assert_eq!(ada.get("/api/users").await.expect(200).as_array().map(Vec::len), Some(5), "the cast alone");
    assert!(ada.ids("/api/leads").await.is_empty());
}

/// Every tenant has every kind of row; how many of the whole the generator's own tests say.
async fn it_has_what_it_promises(t: &Kontaly) {
    for (question, at_least) in [
        ("select count(*) from users u where u.tenant_id = s.tenant_id", 8),
        ("select count(distinct role) from users u where u.tenant_id = s.tenant_id", 4),
        ("select count(*) from teams t where t.tenant_id = s.tenant_id and t.parent_id is not null", 3),
        ("select count(*) from companies c where c.tenant_id = s.tenant_id", 60),
        ("select count(*) from contacts c where c.tenant_id = s.tenant_id", 300),
        ("select count(*) from contact_points p where p.tenant_id = s.tenant_id and p.position > 0", 50),
        ("select count(*) from leads l where l.tenant_id = s.tenant_id", 120),
        ("select count(*) from leads l where l.tenant_id = s.tenant_id and l.owner_id is null", 5),
        ("select count(*) from leads l where l.tenant_id = s.tenant_id and l.status = 'converted'", 10),
        ("select count(*) from deals d where d.tenant_id = s.tenant_id", 120),
        ("select count(distinct d.stage_id) from deals d where d.tenant_id = s.tenant_id", 6),
        (
            "select count(distinct date_trunc('month', d.closed_at)) from deals d where d.tenant_id = s.tenant_id",
            14,
        ),
        ("select count(distinct d.lost_reason) from deals d where d.tenant_id = s.tenant_id", 4),
        (
            "select count(*) from deals d where d.tenant_id = s.tenant_id and d.state = 'open'
               and d.expected_close_date > now()",
            8,
        ),
        (
            "select count(*) from deals d join stages g on g.tenant_id = d.tenant_id and g.id = d.stage_id
             where d.tenant_id = s.tenant_id and d.stage_entered_at < now() - g.stale_after_days * interval '1 day'",
            2,
        ),
        ("select count(distinct a.kind) from activities a where a.tenant_id = s.tenant_id", 5),
        // Before a weekend less is planned than before a working day.
        ("select count(*) from activities a where a.tenant_id = s.tenant_id and a.done_at is null", 10),
        ("select count(*) from taggings a where a.tenant_id = s.tenant_id", 20),
        ("select count(distinct f.kind) from custom_fields f where f.tenant_id = s.tenant_id", 7),
        ("select count(*) from custom_values v where v.tenant_id = s.tenant_id", 100),
        ("select count(distinct e.action) from events e where e.tenant_id = s.tenant_id", 5),
    ] {
        let mut statement = sql("select s.slug, x.n from slugs s join tenants t on t.tenant_id = s.tenant_id,
            lateral (");
        statement.push(question).push(") x (n) where s.slug in ('acme', 'globex', 'sakura') order by 1");
        let rows = t.owner().await.query(&statement).await.expect("an answer");
        assert_eq!(rows.len(), 3);
        for row in rows {
            let (slug, n): (String, i64) = (row.at(0).expect("a slug"), row.at(1).expect("a number"));
            assert!(n >= at_least, "{slug}: {n} of {question}");
        }
    }
}

/// Each finds rows that contradict others; none may be there.
const CONTRADICTIONS: &[&str] = &[
    "select count(*) from deals d join stages s on s.tenant_id = d.tenant_id and s.id = d.stage_id
     where d.state <> s.kind or d.probability <> s.probability or d.pipeline_id <> s.pipeline_id",
    // The history leads to the deal as it is, without a gap.
    "select count(*) from deals d where not exists (
       select from (select h.* from deal_changes h where h.tenant_id = d.tenant_id and h.deal_id = d.id
         order by h.at desc, h.id desc limit 1) l
       where l.to_stage_id = d.stage_id and l.to_amount is not distinct from d.amount
         and l.to_expected_close_date is not distinct from d.expected_close_date
         and (d.closed_at is null or d.closed_at = l.at))",
    "select count(*) from (select h.*, lag(h.to_stage_id) over w as stage, lag(h.to_amount) over w as amount,
         lag(h.to_expected_close_date) over w as expected, row_number() over w as n
       from deal_changes h window w as (partition by h.tenant_id, h.deal_id order by h.at, h.id)) h
     where h.from_stage_id is distinct from h.stage or h.from_amount is distinct from h.amount
       or h.from_expected_close_date is distinct from h.expected or ((h.n = 1) <> (h.from_stage_id is null))",
    "select count(*) from deals d where d.stage_entered_at <> (select max(h.at) from deal_changes h
       where h.tenant_id = d.tenant_id and h.deal_id = d.id and h.from_stage_id is distinct from h.to_stage_id)",
    "select count(*) from deals d where d.version - (d.trashed_at is not null)::int <> (select count(*)
       from deal_changes h where h.tenant_id = d.tenant_id and h.deal_id = d.id)",
    // What hangs on a record carries its owner.
    "select count(*) from deal_changes h join deals d on d.tenant_id = h.tenant_id and d.id = h.deal_id
     where h.owner_id is distinct from d.owner_id",
    "select count(*) from contact_points p join contacts c on c.tenant_id = p.tenant_id and c.id = p.contact_id
     where p.owner_id is distinct from c.owner_id",
    "with records as (select tenant_id, id, owner_id from companies union all select tenant_id, id, owner_id from contacts
       union all select tenant_id, id, owner_id from leads union all select tenant_id, id, owner_id from deals
       union all select tenant_id, id, owner_id from activities union all select tenant_id, id, null from products),
     hanging as (select tenant_id, record_id, owner_id from taggings
       union all select tenant_id, record_id, owner_id from custom_values
       union all select tenant_id, record_id, owner_id from search_tokens
       union all select tenant_id, record_id, owner_id from events where noun not in ('user', 'session', 'team')
       union all select tenant_id, coalesce(lead_id, deal_id, contact_id, company_id), owner_id from activities)
     select count(*) from hanging h left join records r on r.tenant_id = h.tenant_id and r.id = h.record_id
     where r.id is null or r.owner_id is distinct from h.owner_id",
    // What is shown of a contact is the first of its points.
    "select count(*) from contacts c where c.email is distinct from (select p.value from contact_points p
       where p.tenant_id = c.tenant_id and p.contact_id = c.id and p.kind = 'email' and p.position = 0)
       or c.phone is distinct from (select p.value from contact_points p
       where p.tenant_id = c.tenant_id and p.contact_id = c.id and p.kind = 'phone' and p.position = 0)",
    "select count(*) from (select from deals group by tenant_id, stage_id, rank having count(*) > 1) twice",
    "select count(*) from leads l join deals d on d.tenant_id = l.tenant_id and d.id = l.converted_deal_id
     where l.converted_at <> d.created_at or l.created_at > d.created_at or l.converted_company_id <> d.company_id
       or l.converted_contact_id <> d.contact_id",
    // A record in the trash is not found, every other one is.
    "with records as (select tenant_id, id, trashed_at from companies union all select tenant_id, id, trashed_at from contacts
       union all select tenant_id, id, trashed_at from leads union all select tenant_id, id, trashed_at from deals)
     select count(*) from records r where (r.trashed_at is null) <> exists (
       select from search_tokens t where t.tenant_id = r.tenant_id and t.record_id = r.id)",
    "select count(*) from activities a where a.at <> coalesce(a.due_at, a.created_at) or a.done_at > now()
       or a.created_at > now()",
];

async fn it_does_not_contradict_itself(t: &Kontaly) {
    for &question in CONTRADICTIONS {
        assert_eq!(number(t, sql(question)).await, 0, "{question}");
    }
}

/// A representative lists the own deals and leads and the pool, a reader everything, and a stranger nothing.
async fn everybody_sees_the_own_rows(t: &Kontaly) {
    let rep = somebody(t, "globex", Role::SalesRepresentative).await;
    let reader = somebody(t, "globex", Role::ReadOnly).await;
    let me = rep.get("/api/session").await.expect(200)["user"]["id"].clone();
    for path in ["/api/deals", "/api/leads"] {
        let (mine, everybodys) = (all(&rep, path).await, all(&reader, path).await);
        let of_mine = |record: &&Value| record["owner_id"] == me || record["owner_id"].is_null();
        assert!(mine.iter().any(|record| record["owner_id"] == me), "{path}");
        assert!(mine.iter().any(|record| record["owner_id"].is_null()) || path == "/api/deals");
        let wanted: HashSet<_> =
            everybodys.iter().filter(of_mine).map(|record| record["id"].to_string()).collect();
        let seen: HashSet<_> = mine.iter().map(|record| record["id"].to_string()).collect();
        assert_eq!(seen, wanted, "{path}: own and pool, and nothing else");
        assert!(everybodys.len() > mine.len() * 3, "{path}");
    }
    let stranger = somebody(t, "acme", Role::Administrator).await;
    for noun in ["deals", "leads", "companies", "contacts"] {
        let theirs = reader.ids(&format!("/api/{noun}?limit=40")).await;
        let ours: HashSet<_> = all(&stranger, &format!("/api/{noun}"))
            .await
            .into_iter()
            .map(|record| record["id"].to_string())
            .collect();
        assert!(!theirs.is_empty() && !ours.is_empty());
        for id in theirs {
            assert!(!ours.contains(&json!(id).to_string()), "{noun}");
            stranger.get(&format!("/api/{noun}/{id}")).await.expect(404);
        }
    }
}

async fn the_edges_are_found(t: &Kontaly) {
    for slug in ["acme", "globex", "sakura"] {
        let reader = somebody(t, slug, Role::ReadOnly).await;
        for (q, noun, title) in [
            ("lukasiew nand", "contact", "Zoë Łukasiewicz-Ñandú"),
            ("欧阳", "contact", "静怡 欧阳"),
            ("الحسيني", "contact", "محمد الحسيني"),
            ("robin carter", "contact", "Robin 🚀 Carter"),
            ("o'brien d'arcy", "contact", "Siobhán O'Brien-D'Arcy"),
            ("drop table", "contact", "Robert'); DROP TABLE leads;-- Tables"),
            ("bold sons", "company", "<b>Bold & Sons</b>"),
            ("=sum a1", "company", "=SUM(A1:A9) Accounting"),
            ("上海", "company", "上海晨曦国际贸易有限公司"),
            ("calc a0", "lead", "=SUM(1+1)*cmd|' /C calc'!A0"),
            ("pilot charge", "deal", "🎁 Pilot at no charge"),
            ("שלום", "deal", "=SUM(B2:B9) שלום 你好 O'Hara"),
        ] {
            let query = format!("/api/search?noun={noun}&q={}", percent(q));
            let found = reader.get(&query).await.expect(200);
            let hits = found["groups"][0]["hits"].as_array().cloned().unwrap_or_default();
            assert!(hits.iter().any(|hit| hit["title"] == title), "{slug}: {q} finds {title}: {found}");
        }
    }
}

/// Everything but letters and digits, as an address needs it.
fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn money_is_whole_minor_units(t: &Kontaly) {
    for (slug, currency, code, price) in [
        ("acme", "EUR", "HP-120", 3_850_000),
        ("globex", "USD", "GX-TEAM", 24_000),
        ("sakura", "JPY", "AIR-NRTFRA", 480_000),
    ] {
        let reader = somebody(t, slug, Role::ReadOnly).await;
        let products = all(&reader, "/api/products").await;
        let product =
            products.iter().find(|product| product["external_id"] == code).expect("on the price list");
        assert_eq!((&product["price"], &product["currency"]), (&json!(price), &json!(currency)));
        let deals = all(&reader, "/api/deals").await;
        assert!(deals.iter().all(|deal| deal["currency"] == currency));
        assert!(deals.iter().all(|deal| deal["amount"].is_null() || deal["amount"].is_i64()));
        assert!(deals.iter().any(|deal| deal["amount"] == 0 && deal["state"] == "won"));
        let leads = all(&reader, "/api/leads").await;
        assert!(leads.iter().any(|lead| lead["amount"] == 123_456_789_012_i64), "twelve digits");
    }
}

/// The generator takes a record's words from the texts that its store takes them from.
async fn saving_a_record_again_leaves_its_words(t: &Kontaly) {
    const WORDS: &str =
        "select coalesce(string_agg(token, ' ' order by token), '') from search_tokens where record_id = $1";
    let owner = t.owner().await;
    let words = async |id: &str| {
        let question = sql(WORDS).bind(id.parse::<uuid::Uuid>().expect("an id"));
        owner.query(&question).await.expect("an answer")[0].at::<String>(0).expect("a text")
    };
    let administrator = somebody(t, "sakura", Role::Administrator).await;
    for noun in ["companies", "contacts", "leads", "deals", "products"] {
        let records = all(&administrator, &format!("/api/{noun}")).await;
        let open = records.iter().filter(|record| record["status"] != "converted");
        for record in open.step_by(records.len() / 12 + 1) {
            let id = record["id"].as_str().expect("an id");
            let before = words(id).await;
            assert!(!before.is_empty());
            let path = format!("/api/{noun}/{id}");
            let version = record["version"].as_i64().expect("a version");
            let change = match noun {
                "products" => json!({ "series": record["series"] }),
                _ => json!({ "description": "Nothing that is searched." }),
            };
            administrator.patch(&path, version, change).await.expect(200);
            assert_eq!(words(id).await, before, "{noun}: {record}");
        }
    }
}

#[tokio::test]
async fn a_small_scale_run_has_the_sizes_and_everything_for_them() {
    let t = Kontaly::start().await;
    let owner = t.owner().await;
    let options = ScaleOptions { seed: 7, today: None, tenants: 5, leads: 2_000 };
    let mut told = Vec::new();
    let done = demo::scale(&t.app, &owner, &options, |now| told.push(now.tenants)).await.expect("scale data");
    assert_eq!(told, [1, 2, 3, 4, 5]);
    assert_eq!((done.tenants, done.leads), (5, 2_000));
    let sizes = sql("select count(l.id) from slugs s join leads l on l.tenant_id = s.tenant_id
        where s.slug ^@ 'scale-' group by s.slug order by s.slug");
    let rows = owner.query(&sizes).await.expect("an answer");
    let sizes: Vec<i64> = rows.iter().map(|row| row.at(0).expect("a number")).collect();
    assert_eq!((sizes.len(), sizes[0]), (5, 800), "the first of five has twice its even share");
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    let deals = number(&t, sql("select count(*) from deals")).await;
    assert!((490..=500).contains(&deals), "a quarter of the leads of each: {deals}");
    let wordless = "select count(*) from leads l where not exists (select from search_tokens t
        where t.tenant_id = l.tenant_id and t.record_id = l.id)";
    assert_eq!(number(&t, sql(wordless)).await, 0);
    for &question in CONTRADICTIONS {
        assert_eq!(number(&t, sql(question)).await, 0, "{question}");
    }
    let analysed = "select count(*) from pg_stats where tablename = 'leads' and attname = 'status'";
    assert_eq!(number(&t, sql(analysed)).await, 1);

    let rep = sign_in(&t, "scale-001", "rep1@scale-001.example").await;
    assert!(!rep.ids("/api/leads").await.is_empty());
    let again = demo::scale(&t.app, &owner, &options, |_| {}).await.expect_err("they are there already");
    assert_eq!(again.fields()[0].code, "taken");
    assert_eq!(number(&t, sql("select count(*) from tenants")).await, 7, "the cast's two and these five");
}
