//! Reports: what they are asked, what they answer, and a few figures by hand. That every figure is right for everybody is
//! shown in `report_rows.rs`.

use crate::support::{Client, Kontaly};
use kontaly_db::sql;
use serde_json::{Value, json};
use uuid::Uuid;

const ALL: [&str; 8] = [
    "funnel",
    "pipeline",
    "won-lost",
    "leads-over-time",
    "sales-cycle",
    "activity-by-person",
    "forecast",
    "velocity",
];

/// A deal of Rita's, created on 2 January, in the stage of that name, having stood in those before.
async fn deal(t: &Kontaly, path: &[&str], amount: i64, currency: &'static str, closed: Option<&str>) {
    let mut tx = t.tx("acme", "rita");
    let (tenant, me, id) = (tx.tenant(), tx.actor().id, t.app.clock.id::<Uuid>());
    let closed: Option<jiff::Timestamp> = closed.map(|at| at.parse().expect("an instant"));
    let stage = (*path.last().expect("a stage")).to_owned();
    tx.execute(
        sql("insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, amount, currency, probability, closed_at, lost_reason,
               rank, stage_entered_at, owner_id, created_at, updated_at, expected_close_date)
             select $1, $2, 'Deal', s.pipeline_id, s.id, s.kind, $3, $4, s.probability, $5,
               case s.kind when 'lost' then 'Price' end, 'a', now(), $6, '2026-01-02T08:00Z', now(), '2026-02-03'
             from stages s where s.tenant_id = $1 and s.name = $7")
        .bind(tenant)
        .bind(id)
        .bind(amount)
        .bind(currency)
        .bind(closed)
        .bind(me)
        .bind(stage),
    )
    .await
    .expect("a deal");
    for stage in path {
        let change = sql("insert into deal_changes (tenant_id, id, deal_id, at, actor_id, to_stage_id, currency, owner_id)
             select $1, $2, $3, now(), $4, s.id, 'EUR', $4 from stages s where s.tenant_id = $1 and s.name = $5")
        .bind(tenant)
        .bind(t.app.clock.id::<Uuid>())
        .bind(id)
        .bind(me)
        .bind((*stage).to_owned());
        tx.execute(change).await.expect("a change");
    }
    tx.commit().await.expect("a deal");
}

async fn figures(client: &Client, path: &str) -> Value {
    client.get(&format!("/api/reports/{path}")).await.expect(200)["figures"].take()
}

#[tokio::test]
async fn a_few_deals_counted_by_hand() {
    let t = Kontaly::start().await;
    deal(&t, &["Qualification"], 101, "EUR", None).await;
    deal(&t, &["Qualification", "Proposal"], 101, "EUR", None).await;
    deal(&t, &["Qualification", "Proposal"], 50, "JPY", None).await;
    deal(&t, &["Qualification", "Proposal", "Qualification"], 5, "EUR", None).await;
    deal(&t, &["Discovery", "Lost"], 7, "EUR", Some("2026-02-01T11:00Z")).await;
    deal(&t, &["Qualification", "Won"], 1000, "EUR", Some("2026-01-31T22:59Z")).await;
    deal(&t, &["Qualification", "Won"], 2000, "USD", Some("2026-01-31T23:00Z")).await;
    let rita = t.sign_in("acme", "rita").await;
    let period = "from=2026-01-01&to=2026-02-28";

    let funnel = figures(&rita, &format!("funnel?{period}")).await;
    let funnel = &funnel["pipelines"][0];
    let reached: Vec<_> = funnel["stages"]
        .as_array()
        .expect("stages")
        .iter()
        .map(|s| (s["name"].as_str(), s["reached"].as_i64()))
        .collect();
    // Who was once in Proposal has reached Discovery too, and whoever won has reached everything.
    let wanted = [("Qualification", 7), ("Discovery", 6), ("Proposal", 5), ("Negotiation", 2)];
    assert_eq!(reached, wanted.map(|(name, count)| (Some(name), Some(count))));
    assert_eq!(
        (&funnel["deals"], &funnel["won"], &funnel["lost"], &funnel["open"]),
        (&json!(7), &json!(2), &json!(1), &json!(4))
    );
    assert_eq!((&funnel["stages"][3]["of_previous"], &funnel["won_of_last"]), (&json!(0.4), &json!(1.0)));

    let open = figures(&rita, "pipeline").await;
    let sum = |currency: &str, deals: i64, amount: i64, weighted: i64| json!({ "currency": currency, "deals": deals, "without_amount": 0, "amount": amount, "weighted_amount": weighted });
    // 101 × 10 % is 10.1 and 5 × 10 % is 0.5, rounded half up, each by itself; 101 × 50 % is 50.5.
    assert_eq!(open["stages"][0]["sums"], json!([sum("EUR", 2, 106, 11)]));
    assert_eq!(open["stages"][2]["sums"], json!([sum("EUR", 1, 101, 51), sum("JPY", 1, 50, 25)]));
    assert_eq!(
        open["total"],
        json!([sum("EUR", 3, 207, 62), sum("JPY", 1, 50, 25)]),
        "never a sum over currencies"
    );
    assert_eq!(open["stages"][3]["deals"], 0, "empty stages are there");
    assert_eq!(
        figures(&rita, "pipeline?from=2026-02-04").await["total"],
        json!([]),
        "none is expected that late"
    );

    let closed = figures(&rita, &format!("won-lost?{period}")).await;
    let months: Vec<_> = closed["months"]
        .as_array()
        .expect("months")
        .iter()
        .map(|m| (m["outcome"]["won"].as_i64(), m["outcome"]["lost"].as_i64()))
        .collect();
    assert_eq!(months, [(Some(1), Some(0)), (Some(1), Some(1))], "23:00 UTC is February in Berlin");
    assert_eq!(closed["total"]["win_rate"], json!(2.0 / 3.0));
    assert_eq!(closed["total"]["won_sums"].as_array().map(Vec::len), Some(2));
    assert_eq!(closed["lost_reasons"][0]["reason"], "Price");

    let cycle = figures(&rita, &format!("sales-cycle?{period}")).await;
    assert_eq!((&cycle["won"], &cycle["months"][0]["won"]), (&json!(2), &json!(1)));
    assert!((cycle["median_days"].as_f64().expect("days") - 29.625).abs() < 0.01, "{cycle}");
}

#[tokio::test]
async fn a_report_is_of_what_its_reader_sees() {
    let t = Kontaly::start().await;
    deal(&t, &["Qualification"], 101, "EUR", None).await;
    let rita = t.sign_in("acme", "rita").await;
    rita.post("/api/leads", json!({ "last_name": "A" })).await.expect(201);
    for (slug, name, sees) in [
        ("acme", "ada", 1),
        ("acme", "ron", 1),
        ("acme", "max", 1),
        ("acme", "rita", 1),
        ("acme", "sam", 0),
        ("beta", "ada", 0),
    ] {
        let person = t.sign_in(slug, name).await;
        let pipeline = figures(&person, "pipeline").await;
        assert_eq!(pipeline["stages"][0]["deals"], sees, "{name} in {slug}");
        assert_eq!(figures(&person, "leads-over-time").await["leads"], sees, "{name} in {slug}");
        let funnel = figures(&person, "funnel?from=2026-01-01").await;
        assert_eq!(funnel["pipelines"][0]["deals"], sees, "{name} in {slug}");
    }
    for path in ALL {
        let stranger = t.stranger("acme.localhost").get(&format!("/api/reports/{path}")).await;
        assert_eq!(stranger.code(401), "unauthenticated", "{path}");
    }
}

#[tokio::test]
async fn a_report_says_its_definition_and_the_parameters_it_used() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let id = rita.id();
    for path in ALL {
        let report = rita
            .get(&format!("/api/reports/{path}?from=2026-01-01&to=2026-02-28&owner_id=me"))
            .await
            .expect(200);
        let key = path.replace('-', "_");
        assert_eq!(report["definition"], format!("reports.{key}.definition"));
        let used = &report["parameters"];
        assert_eq!(
            (&used["from"], &used["to"], &used["time_zone"]),
            (&json!("2026-01-01"), &json!("2026-02-28"), &json!("Europe/Berlin"))
        );
        assert_eq!(used["owner_ids"], json!([id]));
        let report = rita.get(&format!("/api/reports/{path}?from=&to=&owner_id=")).await.expect(200);
        let (from, to) = (&report["parameters"]["from"], &report["parameters"]["to"]);
        if path == "forecast" {
            assert!(from.as_str() < to.as_str(), "months back and ahead");
        } else if path == "pipeline" {
            assert_eq!((from, to), (&Value::Null, &Value::Null), "open deals are of all time");
        } else {
            let days: Vec<jiff::civil::Date> =
                [from, to].iter().map(|day| day.as_str().expect("a day").parse().expect("a day")).collect();
            assert_eq!(days[0].day(), 1);
            assert_eq!(
                (days[1].year() - days[0].year()) * 12 + i16::from(days[1].month())
                    - i16::from(days[0].month()),
                11
            );
        }
    }
    let leads =
        rita.get("/api/reports/leads-over-time?by=week&from=2026-01-01&to=2026-01-31").await.expect(200);
    assert_eq!(
        (&leads["parameters"]["by"], leads["figures"]["pieces"].as_array().map(Vec::len)),
        (&json!("week"), Some(5))
    );
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_question_is_named() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let fields = async |path: &str| {
        let problem = rita.get(&format!("/api/reports/{path}")).await.expect(422);
        let fields: Vec<String> = problem["fields"]
            .as_array()
            .expect("fields")
            .iter()
            .map(|f| f["field"].as_str().expect("a name").to_owned())
            .collect();
        fields
    };
    assert_eq!(
        fields("funnel?from=yesterday&to=2026-13-01&owner_id=rita&team_id=x&pipeline_id=1").await,
        ["from", "to", "owner_id", "team_id", "pipeline_id"]
    );
    assert_eq!(
        fields("leads-over-time?by=hour&by_source=maybe&pipeline_id=").await,
        ["by", "by_source", "pipeline_id"]
    );
    assert_eq!(fields("pipeline?by=day&nonsense=1").await, ["by", "nonsense"]);
    assert_eq!(fields("won-lost?from=2026-02-01&to=2026-01-01").await, ["to"]);
    assert_eq!(fields("won-lost?from=0001-01-01").await, ["from"]);
    assert_eq!(fields("leads-over-time?by=day&from=2026-01-01&to=2026-12-31").await, ["by"], "too many days");
    assert_eq!(fields("won-lost?from=1900-01-01&to=2199-12-31").await, ["by"], "too many months");
    assert_eq!(fields("funnel?owner_id=%00").await, ["owner_id"]);
    assert_eq!(
        fields("deals?of=x&state=gone&stage_id=1&reached=2&lost_reason=%00&category=x&limit=many&by=day")
            .await,
        ["of", "state", "stage_id", "reached", "lost_reason", "category", "limit", "by"]
    );
    assert_eq!(fields("deals?limit=201").await, ["limit"]);
    assert_eq!(fields("deals?sort=rank").await, ["sort"]);
    rita.get("/api/reports/funnel?from=1900-01-01&to=2199-12-31").await.expect(200);
    rita.get(&format!("/api/reports/funnel?team_id={0}&pipeline_id={0}", rita.id())).await.expect(200);
}

#[tokio::test]
async fn a_team_is_its_people_and_those_of_the_teams_below() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let world = ada.post("/api/teams", json!({ "name": "World" })).await.expect(201);
    let world = world["id"].as_str().expect("an id");
    let teams = ada.get("/api/teams").await.expect(200);
    let team = |name: &str| {
        teams.as_array().expect("teams").iter().find(|team| team["name"] == name).expect("a team").clone()
    };
    for name in ["rita", "sam"] {
        t.sign_in("acme", name).await.post("/api/leads", json!({ "last_name": "L" })).await.expect(201);
    }
    ada.post("/api/leads", json!({ "last_name": "Pool", "owner_id": null })).await.expect(201);
    let north = team("North");
    let north_id = north["id"].as_str().expect("an id");
    let of_team =
        async |id: &str| figures(&ada, &format!("leads-over-time?team_id={id}")).await["leads"].as_i64();
    assert_eq!((of_team(north_id).await, of_team(world).await), (Some(1), Some(0)));
    let version = north["version"].as_i64().expect("a version");
    ada.patch(&format!("/api/teams/{north_id}"), version, json!({ "parent_id": world })).await.expect(200);
    assert_eq!(of_team(world).await, Some(1), "North is below it");
    assert_eq!(figures(&ada, "leads-over-time").await["leads"], 3);
}
