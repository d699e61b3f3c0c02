//! The roll-up of leads by day: it is what the rows say, whatever happens to them, and nobody waits for anybody.

use crate::support::Kontaly;
use kontaly_db::{TenantTx, sql};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::Duration;
use uuid::Uuid;

/// What the roll-up and the rows do not agree on, over all tenants.
async fn differences(t: &Kontaly) -> i64 {
    let compare = sql("with of_rows as (
          select l.tenant_id, (l.created_at at time zone 'UTC')::date as day, l.owner_id, coalesce(l.source, '') as source,
            count(*) as leads
          from leads l where l.trashed_at is null group by 1, 2, 3, 4
        ), of_counts as (
          select c.tenant_id, c.day, c.owner_id, c.source, sum(c.leads)::bigint as leads
          from lead_counts c group by 1, 2, 3, 4 having sum(c.leads) <> 0
        )
        select (select count(*) from (table of_rows except table of_counts) missing)
             + (select count(*) from (table of_counts except table of_rows) extra)");
    let rows = t.owner().await.query(&compare).await.expect("a comparison");
    rows[0].take().expect("a number")
}

async fn counted(t: &Kontaly) -> i64 {
    let sum = sql("select coalesce(sum(leads), 0)::bigint from lead_counts");
    t.owner().await.query(&sum).await.expect("a sum")[0].take().expect("a number")
}

/// Puts leads of one owner and source into the tenant, made on one day of November.
async fn insert(tx: &mut TenantTx, count: i64, owner: Option<Uuid>, source: Option<String>, day: i32) {
    let tenant = tx.tenant();
    tx.execute(
        sql("insert into leads (tenant_id, id, name, owner_id, source, created_at, updated_at)
             select $1, gen_random_uuid(), 'L', $3, $4, timestamptz '2026-11-01 12:00Z' + make_interval(days => $5), now()
             from generate_series(1, $2)")
        .bind(tenant)
        .bind(count)
        .bind(owner)
        .bind(source)
        .bind(day),
    )
    .await
    .expect("leads");
}

#[tokio::test]
async fn the_counts_are_what_the_rows_say_after_any_changes() {
    let t = Kontaly::start().await;
    let ids: Vec<Option<Uuid>> = ["ada", "max", "rita", "sam"]
        .iter()
        .map(|name| Some(t.person("acme", name).actor.id.0))
        .chain([None])
        .collect();
    let mut random = StdRng::seed_from_u64(7);
    for round in 0..60 {
        let mut tx = t.tx("acme", "ada");
        let owner = ids[random.random_range(0..ids.len())];
        let source = [None, Some(String::new()), Some("Web".to_owned()), Some("Fair".to_owned())]
            [random.random_range(0..4)]
        .clone();
        let some = f64::from(random.random_range(0..100)) / 100.0;
        let statement = match random.random_range(0..9) {
            0 | 1 => {
                insert(&mut tx, random.random_range(1..40), owner, source, random.random_range(0..20)).await;
                sql("select 1")
            }
            2 => sql("update leads set score = 5 where random() < $1").bind(some),
            3 => sql("update leads set owner_id = $2 where random() < $1").bind(some).bind(owner),
            4 => sql("update leads set source = $2 where random() < $1").bind(some).bind(source),
            5 => sql("update leads set trashed_at = now() where random() < $1").bind(some),
            6 => sql("update leads set trashed_at = null, owner_id = $2 where random() < $1")
                .bind(some)
                .bind(owner),
            7 => sql("update leads set created_at = created_at - interval '13 hours' where random() < $1")
                .bind(some),
            _ => sql("delete from leads where random() < $1").bind(some / 4.0),
        };
        tx.execute(statement).await.expect("a change");
        // Some changes are thought better of.
        if random.random_range(0..5) > 0 {
            tx.commit().await.expect("a commit");
        }
        assert_eq!(differences(&t).await, 0, "after round {round}");
    }
    assert!(counted(&t).await > 0, "something was counted");
}

#[tokio::test]
async fn the_api_keeps_the_counts_and_the_row_rule_hides_them() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let lead =
        rita.post("/api/leads", serde_json::json!({ "last_name": "A", "source": "Web" })).await.expect(201);
    sam.post("/api/leads", serde_json::json!({ "last_name": "B" })).await.expect(201);
    sam.post("/api/leads", serde_json::json!({ "last_name": "C", "owner_id": null })).await.expect(201);
    let path = format!("/api/leads/{}", lead["id"].as_str().expect("an id"));
    rita.patch(&path, 1, serde_json::json!({ "owner_id": null, "source": "Fair" })).await.expect(200);
    assert_eq!(differences(&t).await, 0);
    sam.patch(&path, 2, serde_json::json!({ "owner_id": sam.id() })).await.expect(200);
    for (name, sees) in [("ada", 3), ("ron", 3), ("max", 1), ("rita", 1), ("sam", 3)] {
        let sum = sql("select coalesce(sum(leads), 0)::bigint from lead_counts");
        let seen: i64 = t.tx("acme", name).one(sum).await.expect("a sum").take().expect("a number");
        assert_eq!(seen, sees, "{name}");
    }
    let sum = sql("select coalesce(sum(leads), 0)::bigint from lead_counts");
    let seen: i64 = t.tx("beta", "ada").one(sum).await.expect("a sum").take().expect("a number");
    assert_eq!(seen, 0);
    sam.delete(&path).await.expect(200);
    assert_eq!((differences(&t).await, counted(&t).await), (0, 2), "what is trashed does not count");
    sam.post(&format!("{path}/restore"), serde_json::json!({})).await.expect(200);
    assert_eq!((differences(&t).await, counted(&t).await), (0, 3));
}

#[tokio::test]
async fn transactions_that_count_the_same_neither_wait_nor_lock_each_other_out() {
    let t = Kontaly::start_with(|options| options.connections = 12).await;
    // A long import holds the pool's row of that day …
    let mut import = t.tx("acme", "max");
    insert(&mut import, 500, None, None, 0).await;
    // … and a colleague's lead of the same day does not wait for it.
    let mut lead = t.tx("acme", "rita");
    tokio::time::timeout(Duration::from_secs(2), insert(lead.closing(), 1, None, None, 0))
        .await
        .expect("nobody waits");
    // Two that take the same rows in opposite order, each holding what it has.
    let (mut one, mut other) = (t.tx("acme", "sam"), t.tx("acme", "rita"));
    insert(&mut one, 1, None, None, 1).await;
    insert(&mut other, 1, None, None, 2).await;
    insert(&mut one, 1, None, None, 2).await;
    insert(&mut other, 1, None, None, 1).await;
    for tx in [one, other, import] {
        tx.commit().await.expect("a commit");
    }
    // Many at once, each several statements long.
    let many = (0..8).map(|worker: u64| {
        let mut tx = t.tx("acme", if worker.is_multiple_of(2) { "rita" } else { "sam" });
        async move {
            let mut random = StdRng::seed_from_u64(worker);
            for _ in 0..12 {
                insert(&mut tx, 3, None, Some("Web".to_owned()), random.random_range(0..4)).await;
            }
            tx.commit().await.expect("a commit");
        }
    });
    futures_util::future::join_all(many).await;
    assert_eq!((differences(&t).await, counted(&t).await), (0, 500 + 1 + 4 + 8 * 12 * 3));
}

#[tokio::test]
async fn an_import_of_many_leads_writes_few_counts() {
    let t = Kontaly::start().await;
    let mut tx = t.tx("acme", "ada");
    for day in 0..3 {
        insert(&mut tx, 3000, None, Some("Fair".to_owned()), day).await;
    }
    tx.commit().await.expect("a commit");
    let rows = t.owner().await.query(&sql("select count(*) from lead_counts")).await.expect("a count");
    assert_eq!(rows[0].take::<i64>().expect("a number"), 3, "one row a day, not one a lead");
    assert_eq!(differences(&t).await, 0);
}
