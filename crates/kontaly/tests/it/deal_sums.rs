//! The roll-up of deals by stage: it is what the rows say, whatever happens to them.

use crate::support::Kontaly;
use kontaly_db::sql;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

/// What the roll-up and the rows do not agree on, over all tenants.
async fn differences(t: &Kontaly) -> i64 {
    let compare = sql("with of_rows as (
          select d.tenant_id, d.stage_id, d.owner_id, d.currency, count(*) as deals, count(d.amount) as priced,
            coalesce(sum(d.amount), 0) as amount, coalesce(sum((d.amount * d.probability + 50) / 100), 0) as weighted
          from deals d where d.trashed_at is null group by 1, 2, 3, 4
        ), of_sums as (
          select s.tenant_id, s.stage_id, s.owner_id, s.currency, sum(s.deals)::bigint as deals, sum(s.priced)::bigint as priced,
            sum(s.amount) as amount, sum(s.weighted) as weighted
          from deal_sums s group by 1, 2, 3, 4
          having (sum(s.deals), sum(s.priced), sum(s.amount), sum(s.weighted)) <> (0, 0, 0, 0)
        )
        select (select count(*) from (table of_rows except table of_sums) missing)
             + (select count(*) from (table of_sums except table of_rows) extra)");
    let rows = t.owner().await.query(&compare).await.expect("a comparison");
    rows[0].take().expect("a number")
}

async fn stages(t: &Kontaly) -> Vec<Uuid> {
    let query = sql("select s.id from stages s where s.kind = 'open' order by s.position");
    let rows = t.tx("acme", "ada").query(query).await.expect("stages");
    rows.iter().map(|row| row.take().expect("an id")).collect()
}

#[tokio::test]
async fn the_sums_are_what_the_rows_say_after_any_changes() {
    let t = Kontaly::start().await;
    let stages = stages(&t).await;
    let people = ["ada", "max", "rita", "sam"].iter().map(|name| Some(t.person("acme", name).actor.id.0));
    let owners: Vec<Option<Uuid>> = people.chain([None]).collect();
    let mut random = StdRng::seed_from_u64(11);
    for round in 0..60 {
        let mut tx = t.tx("acme", "ada");
        let owner = owners[random.random_range(0..owners.len())];
        let stage = stages[random.random_range(0..stages.len())];
        let amount =
            [None, Some(0_i64), Some(1), Some(149), Some(999_999_999_999)][random.random_range(0..5)];
        let some = f64::from(random.random_range(0..100)) / 100.0;
        let change = |set: &'static str| {
            let mut update = sql("update deals set ");
            update.push(set);
            update
        };
        let mut statement = match random.random_range(0..10) {
            0..3 => sql("insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, amount, currency, probability,
                           rank, stage_entered_at, owner_id, created_at, updated_at)
                         select $1, gen_random_uuid(), 'D', s.pipeline_id, s.id, 'open', $3, 'EUR', s.probability,
                           'V', now(), $4, now(), now()
                         from generate_series(1, $5) n, stages s where s.id = $2")
            .bind(tx.tenant())
            .bind(stage)
            .bind(amount)
            .bind(owner)
            .bind(random.random_range(1..30_i64)),
            3 => {
                let mut update = change("stage_id = ");
                update.push_bind(stage);
                update
            }
            4 => {
                let mut update = change("owner_id = ");
                update.push_bind(owner);
                update
            }
            5 => {
                let mut update = change("amount = ");
                update.push_bind(amount).push(", currency = 'USD'");
                update
            }
            6 => change("probability = 33"),
            7 => change("trashed_at = now()"),
            8 => change("trashed_at = null, name = 'E'"),
            _ => sql("delete from deals where random() < $1").bind(some / 4.0),
        };
        if statement.text().starts_with("update") {
            statement.push(" where random() < ").push_bind(some);
        }
        tx.execute(statement).await.expect("a change");
        // Some changes are thought better of.
        if random.random_range(0..5) > 0 {
            tx.commit().await.expect("a commit");
        }
        assert_eq!(differences(&t).await, 0, "after round {round}");
    }
    let rows = t.owner().await.query(&sql("select coalesce(sum(deals), 0)::bigint from deal_sums")).await;
    assert!(rows.expect("a sum")[0].take::<i64>().expect("a number") > 0, "something was summed");
}
