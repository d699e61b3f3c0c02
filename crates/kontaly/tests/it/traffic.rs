//! Who uses the box: what is counted of a tenant's requests, how long it is kept, and what operators see of it.

use crate::operators::{Console, begun};
use crate::support::Kontaly;
use jiff::{SignedDuration, Timestamp};
use kontaly::clock::Clock;
use kontaly::console::power::OperatorRole;
use kontaly::console::traffic;
use serde_json::Value;

async fn ranking(console: &Console, window: &str) -> Vec<(String, i64, i64, i64)> {
    let rows = console.get(&format!("/api/traffic?window={window}")).await.expect(200);
    let rows = rows.as_array().expect("rows").iter();
    let number = |row: &Value, name: &str| row["traffic"][name].as_i64().expect("a number");
    rows.map(|row| {
        let slug = row["tenant"]["slug"].as_str().expect("a slug").to_owned();
        (slug, number(row, "requests"), number(row, "refused"), number(row, "failed"))
    })
    .collect()
}

#[tokio::test]
async fn requests_are_counted_by_tenant_and_shown_to_operators() {
    let t = Kontaly::start().await;
    let (support, _) = begun(&t, "sal@example.com", OperatorRole::Support).await;
    let ada = t.sign_in("acme", "ada").await;
    traffic::write(&t.app).await;
    let before = ranking(&support, "hour").await;
    let acme_before = before.iter().find(|row| row.0 == "acme").map_or(0, |row| row.1);
    for _ in 0..5 {
        ada.get("/api/leads").await.expect(200);
    }
    ada.get("/api/leads/019a52c1-7c1e-7d52-9d0b-6a0f5f2d7f11").await.expect(404);
    t.stranger("acme.localhost").get("/api/leads").await.expect(401);
    traffic::write(&t.app).await;
    // Twice a write within a minute adds up.
    ada.get("/api/leads").await.expect(200);
    traffic::write(&t.app).await;
    for window in ["hour", "day", "month", "quarter"] {
        let rows = ranking(&support, window).await;
        let acme = rows.iter().find(|row| row.0 == "acme").expect("acme");
        assert_eq!((acme.1 - acme_before, acme.2, acme.3), (8, 1, 0), "{window}");
    }
    let page = support.get("/api/tenants?q=acme").await.expect(200);
    let id = page["items"][0]["id"].as_str().expect("an id").to_owned();
    for (window, steps) in [("hour", 60), ("day", 24), ("month", 30), ("quarter", 90)] {
        let series = support.get(&format!("/api/tenants/{id}/traffic?window={window}")).await.expect(200);
        let series = series.as_array().expect("steps").clone();
        assert_eq!(series.len(), steps, "{window}");
        let all: i64 =
            series.iter().map(|step| step["traffic"]["requests"].as_i64().expect("a number")).sum();
        assert_eq!(all - acme_before, 8, "{window}");
        assert!(series.iter().any(|step| step["traffic"]["p95"].as_f64() > Some(0.0)));
        assert_eq!(series[0]["traffic"]["p50"], Value::Null, "{window}: nothing was asked for then");
    }
    let trends = support.get(&format!("/api/traffic/trends?tenants={id}")).await.expect(200);
    assert_eq!(trends[0]["days"].as_array().map(Vec::len), Some(30));
    assert_eq!(trends[0]["days"][29].as_i64().map(|today| today - acme_before), Some(8));
    assert_eq!(support.get("/api/traffic/trends?tenants=nobody").await.status, 422);
    assert_eq!(support.get("/api/traffic?window=decade").await.status, 400);
}

/// A hundred days of it: minutes become hours, hours become days, and nothing is lost but what is older than 90 days.
#[tokio::test]
async fn what_is_old_is_put_together_and_at_last_forgotten() {
    let t = Kontaly::start().await;
    let admin = t.owner().await;
    let now: Timestamp = t.app.clock.now();
    admin
        .script(&format!(
            "insert into console.traffic (tenant_id, grain, at, requests, refused, failed, micros, durations)
             select t.tenant_id, 'minute', date_trunc('minute', '{now}'::timestamptz - n * interval '7 minutes'), 2, 1, 0, 3000,
               array_fill(0::bigint, array[22]) || array[2::bigint, 0] from generate_series(0, 20570) n, tenants t
             join slugs s on s.tenant_id = t.tenant_id where s.slug = 'acme'"
        ))
        .await
        .expect("traffic");
    let sums = async |since: SignedDuration| -> Vec<(String, i64, i64)> {
        let query = kontaly_db::sql(
            "select grain, sum(requests)::bigint, sum(durations[23])::bigint from console.traffic where at >= $1 group by 1 order by 1",
        );
        let rows = admin.query(&query.bind(now - since)).await.expect("rows");
        rows.iter()
            .map(|row| (row.take().expect("grain"), row.take().expect("sum"), row.take().expect("sum")))
            .collect()
    };
    let lately = |rows: &[(String, i64, i64)]| {
        rows.iter().map(|row| (row.1, row.2)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
    };
    let before = lately(&sums(SignedDuration::from_hours(24 * 60)).await);
    for _ in 0..2 {
        traffic::tidy(&t.app).await.expect("tidied");
        let grains: Vec<_> =
            sums(SignedDuration::from_hours(24 * 200)).await.into_iter().map(|row| row.0).collect();
        assert_eq!(grains, ["day", "hour", "minute"]);
    }
    let after = lately(&sums(SignedDuration::from_hours(24 * 60 + 24)).await);
    assert!(after.0 >= before.0 && after.0 - before.0 <= 2 * 206, "{before:?} {after:?}");
    assert_eq!(after.0, after.1, "what is counted in the ranges is put together too");
    let oldest = admin.query(&kontaly_db::sql("select min(at) from console.traffic")).await.expect("a row");
    let oldest: Timestamp = oldest[0].take().expect("a time");
    assert!(now - SignedDuration::from_hours(24 * 90) <= oldest, "{oldest}");
    // A day later it is still all there, in other grains.
    let later = t.second_with(|_| {}, Clock::fixed(now + SignedDuration::from_hours(72)));
    let whole = lately(&sums(SignedDuration::from_hours(24 * 80)).await);
    traffic::tidy(&later.app).await.expect("tidied");
    let grains: Vec<_> =
        sums(SignedDuration::from_hours(24 * 200)).await.into_iter().map(|row| row.0).collect();
    assert_eq!(grains, ["day"]);
    assert!(lately(&sums(SignedDuration::from_hours(24 * 81)).await).0 >= whole.0);
}
