//! Every figure of every report is the figure of the rows that its reader can list: for random data, for everybody of
//! the cast, and for all the ways to ask.

use crate::report_data::{FIRST, LAST, Maker};
use crate::report_seeing;
use crate::support::{Client, Kontaly};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontaly_db::sql;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Rows as somebody can list them.
pub(crate) struct Rows {
    pub(crate) zone: TimeZone,
    pub(crate) leads: Vec<Lead>,
    pub(crate) deals: Vec<Deal>,
    activities: Vec<Activity>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) teams: BTreeMap<Uuid, Option<Uuid>>,
}

pub(crate) struct Lead {
    pub(crate) id: Uuid,
    pub(crate) amount: Option<i64>,
    pub(crate) score: u64,
    pub(crate) status: String,
    pub(crate) currency: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) owner: Option<Uuid>,
    pub(crate) source: Option<String>,
}

pub(crate) struct Deal {
    pub(crate) pipeline: Uuid,
    pub(crate) stage: Uuid,
    pub(crate) state: String,
    pub(crate) amount: Option<i64>,
    pub(crate) currency: String,
    pub(crate) probability: i64,
    pub(crate) expected: Option<Date>,
    pub(crate) created: Timestamp,
    pub(crate) closed: Option<Timestamp>,
    pub(crate) lost_reason: Option<String>,
    pub(crate) owner: Option<Uuid>,
    /// Every stage that its history names.
    pub(crate) history: BTreeSet<Uuid>,
}

struct Activity {
    kind: String,
    at: Timestamp,
    done: bool,
    assignee: Option<Uuid>,
}

pub(crate) struct Stage {
    pub(crate) pipeline: Uuid,
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) position: i16,
    pub(crate) category: String,
}

/// How a report is narrowed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) owners: Vec<Uuid>,
    pub(crate) team: Option<Uuid>,
    pub(crate) pipeline: Option<Uuid>,
}

impl Asked {
    pub(crate) fn query(&self) -> String {
        let mut parts = Vec::new();
        if let Some((from, to)) = self.days {
            parts.push(format!("from={from}&to={to}"));
        }
        let owners: Vec<_> = self.owners.iter().map(Uuid::to_string).collect();
        match owners.len() {
            0 => {}
            1 => parts.push(format!("owner_id={}", owners[0])),
            _ => parts.push(format!("owner_id={}&owner_id={}", owners[0], owners[1..].join(","))),
        }
        parts.extend(self.team.map(|team| format!("team_id={team}")));
        parts.extend(self.pipeline.map(|pipeline| format!("pipeline_id={pipeline}")));
        parts.join("&")
    }

    pub(crate) fn days(&self) -> (Date, Date) {
        self.days.expect("this report was asked for days")
    }
}

impl Rows {
    /// Leads through the API, deals and activities in the person's own transaction.
    async fn of(t: &Kontaly, name: &str, client: &Client) -> Self {
        let mut leads = Vec::new();
        let mut path = "/api/leads?limit=200".to_owned();
        loop {
            let page = client.get(&path).await.expect(200);
            for lead in page["items"].as_array().expect("items") {
                leads.push(Lead {
                    id: lead["id"].as_str().expect("an id").parse().expect("an id"),
                    amount: lead["amount"].as_i64(),
                    score: lead["score"].as_u64().expect("a score"),
                    status: lead["status"].as_str().expect("a status").to_owned(),
                    currency: lead["currency"].as_str().map(str::to_owned),
                    created: lead["created_at"].as_str().expect("an instant").parse().expect("an instant"),
                    owner: lead["owner_id"].as_str().map(|id| id.parse().expect("an id")),
                    source: lead["source"].as_str().map(str::to_owned),
                });
            }
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/leads?limit=200&cursor={next}");
        }
        let mut tx = t.tx("acme", name);
        let deals = tx
            .query(sql("select d.pipeline_id, d.stage_id, d.state, d.amount, d.currency, d.probability::bigint, d.expected_close_date,
                  d.created_at, d.closed_at, d.lost_reason, d.owner_id,
                  array(select s from deal_changes c, unnest(array[c.from_stage_id, c.to_stage_id]) s where c.deal_id = d.id and s is not null)
                from deals d where d.trashed_at is null"))
            .await
            .expect("deals");
        let deals = deals.iter().map(|row| Deal {
            pipeline: row.take().expect("a column"),
            stage: row.take().expect("a column"),
            state: row.take().expect("a column"),
            amount: row.take().expect("a column"),
            currency: row.take().expect("a column"),
            probability: row.take().expect("a column"),
            expected: row.take().expect("a column"),
            created: row.take().expect("a column"),
            closed: row.take().expect("a column"),
            lost_reason: row.take().expect("a column"),
            owner: row.take().expect("a column"),
            history: row.take::<Vec<Uuid>>().expect("a column").into_iter().collect(),
        });
        let deals = deals.collect();
        let activities = tx
            .query(sql(
                "select kind, at, done_at is not null, assignee_id from activities where trashed_at is null",
            ))
            .await
            .expect("activities");
        let activities = activities.iter().map(|row| Activity {
            kind: row.take().expect("a column"),
            at: row.take().expect("a column"),
            done: row.take().expect("a column"),
            assignee: row.take().expect("a column"),
        });
        let activities = activities.collect();
        let stages = tx
            .query(sql("select pipeline_id, id, kind, position, forecast_category from stages"))
            .await
            .expect("stages");
        let stages = stages.iter().map(|row| Stage {
            pipeline: row.take().expect("a column"),
            id: row.take().expect("a column"),
            kind: row.take().expect("a column"),
            position: row.take().expect("a column"),
            category: row.take().expect("a column"),
        });
        let stages = stages.collect();
        let teams = tx.query(sql("select id, team_id from users")).await.expect("users");
        let teams =
            teams.iter().map(|row| (row.take().expect("a column"), row.take().expect("a column"))).collect();
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        Self { zone, leads, deals, activities, stages, teams }
    }

    pub(crate) fn within(&self, at: Timestamp, (from, to): (Date, Date)) -> bool {
        (from..=to).contains(&self.zone.to_datetime(at).date())
    }

    pub(crate) fn owned(&self, asked: &Asked, owner: Option<Uuid>) -> bool {
        let named = asked.owners.is_empty() || owner.is_some_and(|owner| asked.owners.contains(&owner));
        let in_team =
            asked.team.is_none_or(|team| owner.is_some_and(|owner| self.teams[&owner] == Some(team)));
        named && in_team
    }

    pub(crate) fn deals(&self, asked: &Asked) -> impl Iterator<Item = &Deal> {
        let of_pipeline = |deal: &&Deal| asked.pipeline.is_none_or(|pipeline| deal.pipeline == pipeline);
        self.deals.iter().filter(move |deal| of_pipeline(deal) && self.owned(asked, deal.owner))
    }

    /// Deals closed in these days.
    pub(crate) fn closed(&self, asked: &Asked, days: (Date, Date)) -> impl Iterator<Item = &Deal> {
        self.deals(asked).filter(move |deal| deal.closed.is_some_and(|at| self.within(at, days)))
    }
}

pub(crate) fn sums<'a>(deals: impl Iterator<Item = &'a Deal>) -> Value {
    let mut sums: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
    for deal in deals {
        let sum = sums.entry(&deal.currency).or_default();
        sum.0 += 1;
        sum.1 += i64::from(deal.amount.is_none());
        sum.2 += deal.amount.unwrap_or(0);
    }
    sums.into_iter()
        .map(|(currency, (deals, without, amount))| json!({ "currency": currency, "deals": deals, "without_amount": without, "amount": amount }))
        .collect()
}

/// The days of a piece that an answer names.
pub(crate) fn days(piece: &Value) -> (Date, Date) {
    let day = |name: &str| piece["days"][name].as_str().expect("a day").parse().expect("a day");
    (day("from"), day("to"))
}

/// The pieces follow each other and fill the period.
pub(crate) fn assert_tiled(pieces: &[Value], period: (Date, Date)) {
    let mut next = period.0;
    for piece in pieces {
        let (from, to) = days(piece);
        assert_eq!(from, next);
        assert!(from <= to);
        next = to.tomorrow().expect("a day");
    }
    assert_eq!(next, period.1.tomorrow().expect("a day"));
}

pub(crate) fn close(a: &Value, b: Option<f64>) -> bool {
    match (a.as_f64(), b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-6,
        (None, None) => a.is_null(),
        _ => false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundred rows")]
pub(crate) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn check_funnel(rows: &Rows, asked: &Asked, figures: &Value) {
    let mut shown = BTreeSet::new();
    for funnel in figures["pipelines"].as_array().expect("pipelines") {
        let pipeline: Uuid = funnel["pipeline_id"].as_str().expect("an id").parse().expect("an id");
        shown.insert(pipeline);
        let created: Vec<_> = rows
            .deals(asked)
            .filter(|d| d.pipeline == pipeline && rows.within(d.created, asked.days()))
            .collect();
        let state = |state: &str| created.iter().filter(|deal| deal.state == state).count();
        assert_eq!(
            [&funnel["deals"], &funnel["open"], &funnel["won"], &funnel["lost"]],
            [&json!(created.len()), &json!(state("open")), &json!(state("won")), &json!(state("lost"))]
        );
        let place = |id: &Uuid| {
            let stage = rows.stages.iter().find(|stage| stage.id == *id && stage.pipeline == pipeline)?;
            match stage.kind.as_str() {
                "open" => Some(i32::from(stage.position)),
                "won" => Some(i32::MAX),
                _ => None,
            }
        };
        let mut previous = created.len();
        for stage in funnel["stages"].as_array().expect("stages") {
            let id: Uuid = stage["stage_id"].as_str().expect("an id").parse().expect("an id");
            let position = place(&id).expect("an open stage of this pipeline");
            let furthest = |deal: &Deal| deal.history.iter().chain([&deal.stage]).filter_map(place).max();
            let reached = created
                .iter()
                .filter(|d| d.state == "won" || furthest(d).is_some_and(|f| f >= position))
                .count();
            assert_eq!(stage["reached"], json!(reached));
            assert!(close(&stage["of_previous"], share(reached, previous)));
            previous = reached;
        }
        assert!(close(&funnel["won_of_last"], share(state("won"), previous)));
    }
    let wanted: BTreeSet<Uuid> = rows
        .stages
        .iter()
        .map(|s| s.pipeline)
        .filter(|p| asked.pipeline.is_none_or(|asked| asked == *p))
        .collect();
    assert_eq!(shown, wanted);
}

fn check_pipeline(rows: &Rows, asked: &Asked, figures: &Value) {
    let expected = |deal: &Deal| {
        asked.days.is_none_or(|(from, to)| deal.expected.is_some_and(|day| (from..=to).contains(&day)))
    };
    let open: Vec<_> = rows.deals(asked).filter(|deal| deal.state == "open" && expected(deal)).collect();
    let with_weight = |deals: Vec<&Deal>| {
        let mut all = sums(deals.iter().copied());
        for sum in all.as_array_mut().expect("sums") {
            let of_currency = deals.iter().filter(|deal| sum["currency"] == deal.currency.as_str());
            let weights = of_currency.map(|deal| {
                let hundredths = i128::from(deal.amount.unwrap_or(0)) * i128::from(deal.probability);
                i64::try_from((hundredths + 50).div_euclid(100)).expect("an amount")
            });
            sum["weighted_amount"] = json!(weights.sum::<i64>());
        }
        all
    };
    let mut deals = 0;
    for stage in figures["stages"].as_array().expect("stages") {
        let id: Uuid = stage["stage_id"].as_str().expect("an id").parse().expect("an id");
        let of_stage: Vec<_> = open.iter().copied().filter(|deal| deal.stage == id).collect();
        assert_eq!(stage["deals"], json!(of_stage.len()));
        deals += of_stage.len();
        assert_eq!(stage["sums"], with_weight(of_stage));
    }
    assert_eq!(deals, open.len(), "every open deal is in a stage that is shown");
    assert_eq!(figures["total"], with_weight(open));
}

fn check_won_lost(rows: &Rows, asked: &Asked, figures: &Value) {
    let outcome = |days| {
        let of = |state: &'static str| rows.closed(asked, days).filter(move |deal| deal.state == state);
        (of("won").count(), of("lost").count(), sums(of("won")), sums(of("lost")))
    };
    let check = |shown: &Value, days| {
        let (won, lost, won_sums, lost_sums) = outcome(days);
        assert_eq!((&shown["won"], &shown["lost"]), (&json!(won), &json!(lost)));
        assert_eq!((&shown["won_sums"], &shown["lost_sums"]), (&won_sums, &lost_sums));
        assert!(close(&shown["win_rate"], share(won, won + lost)));
    };
    let months = figures["months"].as_array().expect("months");
    assert_tiled(months, asked.days());
    for month in months {
        check(&month["outcome"], days(month));
    }
    check(&figures["total"], asked.days());
    let mut by_reason: BTreeMap<&str, Vec<&Deal>> = BTreeMap::new();
    for deal in rows.closed(asked, asked.days()).filter(|deal| deal.state == "lost") {
        by_reason.entry(deal.lost_reason.as_deref().expect("a reason")).or_default().push(deal);
    }
    let shown = figures["lost_reasons"].as_array().expect("reasons");
    assert_eq!(shown.len(), by_reason.len());
    for reason in shown {
        let deals = &by_reason[reason["reason"].as_str().expect("a reason")];
        assert_eq!((&reason["deals"], &reason["sums"]), (&json!(deals.len()), &sums(deals.iter().copied())));
    }
}

fn check_leads(rows: &Rows, asked: &Asked, figures: &Value, by_source: bool) {
    let pieces = figures["pieces"].as_array().expect("pieces");
    assert_tiled(pieces, asked.days());
    let of = |days, source: Option<Option<&str>>| {
        let leads =
            rows.leads.iter().filter(|lead| rows.owned(asked, lead.owner) && rows.within(lead.created, days));
        leads.filter(|lead| source.is_none_or(|source| lead.source.as_deref() == source)).count()
    };
    for piece in pieces {
        assert_eq!(piece["leads"], json!(of(days(piece), None)), "{piece}");
    }
    assert_eq!(figures["leads"], json!(of(asked.days(), None)));
    let shown = figures["sources"].as_array().expect("sources");
    if !by_source {
        assert!(shown.is_empty());
        return;
    }
    let all: BTreeSet<Option<&str>> = rows.leads.iter().map(|lead| lead.source.as_deref()).collect();
    let mut sizes: Vec<usize> =
        all.iter().map(|source| of(asked.days(), Some(*source))).filter(|size| *size > 0).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let named: Vec<_> = shown.iter().filter(|source| source["others"] == false).collect();
    let largest: Vec<_> = sizes.iter().take(12).map(|size| json!(size)).collect();
    assert_eq!(
        named.iter().map(|source| source["leads"].clone()).collect::<Vec<_>>(),
        largest,
        "the largest first"
    );
    let mut rest: Vec<usize> = pieces.iter().map(|piece| of(days(piece), None)).collect();
    for source in named {
        let counts: Vec<_> =
            pieces.iter().map(|piece| of(days(piece), Some(source["source"].as_str()))).collect();
        assert_eq!(source["by_piece"], json!(counts), "{source}");
        rest.iter_mut().zip(counts).for_each(|(rest, count)| *rest -= count);
    }
    match shown.iter().find(|source| source["others"] == true) {
        Some(others) => assert_eq!(others["by_piece"], json!(rest)),
        None => assert!(rest.iter().all(|count| *count == 0)),
    }
}

fn check_sales_cycle(rows: &Rows, asked: &Asked, figures: &Value) {
    let check = |shown: &Value, days| {
        let won = rows.closed(asked, days).filter(|deal| deal.state == "won");
        let mut took: Vec<f64> = won
            .map(|d| (d.closed.expect("closed") - d.created).total(jiff::Unit::Second).expect("seconds"))
            .collect();
        took.sort_by(f64::total_cmp);
        let median =
            (!took.is_empty()).then(|| (took[(took.len() - 1) / 2] + took[took.len() / 2]) / 2.0 / 86_400.0);
        assert_eq!(shown["won"], json!(took.len()));
        assert!(close(&shown["median_days"], median), "{shown} {median:?}");
    };
    let months = figures["months"].as_array().expect("months");
    assert_tiled(months, asked.days());
    months.iter().for_each(|month| check(month, days(month)));
    check(figures, asked.days());
}

fn check_activities(rows: &Rows, asked: &Asked, figures: &Value) {
    let of_period =
        rows.activities.iter().filter(|a| rows.owned(asked, a.assignee) && rows.within(a.at, asked.days()));
    let mut people: BTreeMap<Option<Uuid>, Vec<&Activity>> = BTreeMap::new();
    for activity in of_period {
        people.entry(activity.assignee).or_default().push(activity);
    }
    let shown = figures["people"].as_array().expect("people");
    assert_eq!(shown.len(), people.len());
    for person in shown {
        let id = person["user_id"].as_str().map(|id| id.parse().expect("an id"));
        let count = |kind: &str| json!(people[&id].iter().filter(|a| a.kind == kind).count());
        for (name, kind) in [
            ("calls", "call"),
            ("meetings", "meeting"),
            ("emails", "email"),
            ("tasks", "task"),
            ("notes", "note"),
        ] {
            assert_eq!(person[name], count(kind), "{name} of {person}");
        }
        let done = people[&id].iter().filter(|a| a.kind == "task" && a.done).count();
        assert_eq!(person["tasks_done"], json!(done));
    }
}

async fn check_all(client: &Client, rows: &Rows, asked: &Asked) {
    let figures = async |path: &str, asked: &Asked| {
        let path = format!("/api/reports/{path}{}", asked.query());
        client.get(&path).await.expect(200)["figures"].take()
    };
    check_funnel(rows, asked, &figures("funnel?", asked).await);
    check_pipeline(rows, asked, &figures("pipeline?", asked).await);
    let at_any_time = Asked { days: None, ..asked.clone() };
    check_pipeline(rows, &at_any_time, &figures("pipeline?", &at_any_time).await);
    check_won_lost(rows, asked, &figures("won-lost?", asked).await);
    check_sales_cycle(rows, asked, &figures("sales-cycle?", asked).await);
    report_seeing::check(client, rows, asked).await;
    let asked = &Asked { pipeline: None, ..asked.clone() };
    for by in ["day", "week", "month"] {
        let (from, to) = asked.days();
        if by == "day" && (to - from).get_days() >= 120 {
            continue;
        }
        check_leads(rows, asked, &figures(&format!("leads-over-time?by={by}&"), asked).await, false);
        check_leads(
            rows,
            asked,
            &figures(&format!("leads-over-time?by_source=true&by={by}&"), asked).await,
            true,
        );
    }
    check_activities(rows, asked, &figures("activity-by-person?", asked).await);
}

#[tokio::test]
async fn every_figure_is_that_of_the_rows_its_reader_can_list() {
    let t = Kontaly::start().await;
    for seed in [1, 2] {
        let mut maker = Maker::new(&t, seed).await;
        maker.fill(if seed == 1 { "acme" } else { "beta" }).await;
    }
    let ada = t.sign_in("acme", "ada").await;
    let teams = ada.get("/api/teams").await.expect(200);
    let north = teams.as_array().expect("teams").iter().find(|team| team["name"] == "North").expect("a team");
    let north = Some(north["id"].as_str().expect("an id").parse().expect("an id"));
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let whole = Some((FIRST, LAST));
    let ids: Vec<Uuid> = ["rita", "sam", "max"].map(|name| t.person("acme", name).actor.id.0).to_vec();
    let mut listed = Vec::new();
    for name in ["ada", "ron", "max", "rita", "sam"] {
        let client = t.sign_in("acme", name).await;
        let rows = Rows::of(&t, name, &client).await;
        listed.push((name, rows.leads.len(), rows.deals.len(), rows.activities.len()));
        let renewals = rows.stages.iter().map(|stage| stage.pipeline).max();
        for asked in [
            Asked { days: whole, ..Asked::default() },
            Asked { days: Some((day("2026-03-29"), day("2026-03-29"))), ..Asked::default() },
            Asked {
                days: Some((day("2025-12-31"), day("2026-03-28"))),
                owners: vec![ids[0]],
                ..Asked::default()
            },
            Asked {
                days: Some((day("2026-01-01"), LAST)),
                owners: ids.clone(),
                pipeline: renewals,
                ..Asked::default()
            },
            Asked { days: Some((FIRST, day("2026-03-01"))), team: north, ..Asked::default() },
            Asked { days: whole, team: north, owners: vec![ids[1]], ..Asked::default() },
            Asked { days: Some((day("2020-01-01"), day("2020-02-01"))), ..Asked::default() },
        ] {
            check_all(&client, &rows, &asked).await;
        }
    }
    let sees = |name: &str| listed.iter().find(|(of, ..)| *of == name).expect("a person");
    assert!(sees("rita").1 < sees("max").1 && sees("max").1 < sees("ada").1, "{listed:?}");
    assert!(sees("rita").2 < sees("ada").2 && sees("rita").3 < sees("ada").3, "{listed:?}");
    assert_eq!((sees("ron").1, sees("ron").2), (sees("ada").1, sees("ada").2));
}
