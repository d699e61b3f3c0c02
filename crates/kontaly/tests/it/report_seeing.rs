//! The same for the forecast, velocity, the points of leads, and the deals behind each figure.

use crate::report_rows::{Asked, Deal, Lead, Rows, assert_tiled, close, days, sums};
use crate::support::Client;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Asks every report of this file, and compares.
pub(crate) async fn check(client: &Client, rows: &Rows, asked: &Asked) {
    let figures = async |path: &str| {
        client.get(&format!("/api/reports/{path}?{}", asked.query())).await.expect(200)["figures"].take()
    };
    check_forecast(rows, asked, &figures("forecast").await);
    check_velocity(rows, asked, &figures("velocity").await);
    let of_leads = Asked { pipeline: None, ..asked.clone() };
    check_points(client, rows, &of_leads).await;
    check_behind(client, asked, &figures("funnel").await, &figures("won-lost").await).await;
    check_behind_open(client, asked, &figures("pipeline").await, &figures("forecast").await).await;
    check_rows(client, rows, asked).await;
}

fn category<'a>(rows: &'a Rows, deal: &Deal) -> &'a str {
    &rows.stages.iter().find(|stage| stage.id == deal.stage).expect("its stage").category
}

/// Open deals that are expected as asked, in their categories, which the stages say.
fn check_forecast(rows: &Rows, asked: &Asked, figures: &Value) {
    let sums_of = |expected: &dyn Fn(Option<Date>) -> bool| {
        let mut all: BTreeMap<(&str, &str), (i64, i64, i64, i64)> = BTreeMap::new();
        let counted = rows.deals(asked).filter(|deal| deal.state == "open" && expected(deal.expected));
        for deal in counted {
            let category = category(rows, deal);
            if !["commit", "best_case", "pipeline"].contains(&category) {
                continue;
            }
            let sum = all.entry((category, &deal.currency)).or_default();
            sum.0 += 1;
            sum.1 += i64::from(deal.amount.is_none());
            sum.2 += deal.amount.unwrap_or(0);
            sum.3 += deal.amount.map_or(0, |amount| (amount * deal.probability + 50).div_euclid(100));
        }
        let sums = all.into_iter().map(|((category, currency), sum)| {
            json!({ "category": category, "currency": currency, "deals": sum.0, "without_amount": sum.1,
                "amount": sum.2, "weighted_amount": sum.3 })
        });
        sums.collect::<Value>()
    };
    let months = figures["months"].as_array().expect("months");
    assert_tiled(months, asked.days());
    for month in months {
        let (from, to) = days(month);
        assert_eq!(
            month["open"],
            sums_of(&|day| day.is_some_and(|day| (from..=to).contains(&day))),
            "{from} to {to}"
        );
        let won = rows.closed(asked, (from, to)).filter(|deal| deal.state == "won");
        assert_eq!(month["won"], sums(won));
    }
    assert_eq!(figures["undated"], sums_of(&|day| day.is_none()));
}

fn check_velocity(rows: &Rows, asked: &Asked, figures: &Value) {
    let shown = figures["currencies"].as_array().expect("currencies");
    let closed: Vec<&Deal> = rows.closed(asked, asked.days()).collect();
    let open: Vec<&Deal> = rows.deals(asked).filter(|deal| deal.state == "open").collect();
    let all: BTreeSet<&str> = closed.iter().chain(&open).map(|deal| deal.currency.as_str()).collect();
    assert_eq!(
        shown.iter().map(|one| one["currency"].as_str()).collect::<Vec<_>>(),
        all.iter().map(|c| Some(*c)).collect::<Vec<_>>()
    );
    for one in shown {
        let of = |deals: &[&Deal], state: &str| {
            deals.iter().filter(|d| d.state == state && one["currency"] == d.currency.as_str()).count()
        };
        let (won, lost, open) = (of(&closed, "won"), of(&closed, "lost"), of(&open, "open"));
        assert_eq!((&one["open"], &one["won"], &one["lost"]), (&json!(open), &json!(won), &json!(lost)));
        check_factors(one, &closed);
    }
}

/// The average and the median of a currency, and what follows from them.
#[expect(clippy::cast_precision_loss, reason = "some hundred rows, and amounts of 12 digits")]
fn check_factors(one: &Value, closed: &[&Deal]) {
    let won = closed.iter().filter(|d| d.state == "won" && one["currency"] == d.currency.as_str());
    let amounts: Vec<i64> = won.clone().filter_map(|deal| deal.amount).collect();
    let mean = (!amounts.is_empty()).then(|| amounts.iter().sum::<i64>() as f64 / amounts.len() as f64);
    assert!(close(&one["average_amount"], mean.map(f64::round)), "{one} {mean:?}");
    let mut took: Vec<f64> = won
        .map(|d| {
            (d.closed.expect("closed") - d.created).total(jiff::Unit::Second).expect("seconds") / 86_400.0
        })
        .collect();
    took.sort_by(f64::total_cmp);
    let median = (!took.is_empty()).then(|| (took[(took.len() - 1) / 2] + took[took.len() / 2]) / 2.0);
    assert!(close(&one["median_days"], median), "{one} {median:?}");
    let product = || {
        let days = median.filter(|days| *days > 0.0)?;
        Some((one["open"].as_f64()? * mean? * one["win_rate"].as_f64()? / days).round())
    };
    match (one["amount_per_day"].as_f64(), product()) {
        (Some(shown), Some(wanted)) => assert!((shown - wanted).abs() <= 1.0 + wanted.abs() * 1e-9, "{one}"),
        (shown, wanted) => assert_eq!(shown, wanted, "{one}"),
    }
}

/// The columns of numbers, taken apart again, are the leads that are listed.
async fn check_points(client: &Client, rows: &Rows, asked: &Asked) {
    let answer = client.get(&format!("/api/reports/lead-points?{}", asked.query())).await;
    assert_eq!(answer.status, 200);
    let bytes = &answer.bytes;
    let length = u32::from_le_bytes(bytes[..4].try_into().expect("four bytes")) as usize;
    let head: Value = serde_json::from_slice(&bytes[4..4 + length]).expect("JSON");
    let count = usize::try_from(head["points"].as_u64().expect("a number")).expect("few");
    assert_eq!(bytes.len(), 4 + length + count * 35);
    let columns = &bytes[4 + length..];
    let number = |at: usize| f64::from_le_bytes(columns[at..at + 8].try_into().expect("eight bytes"));
    let word = |list: &str, at: u8| head[list][usize::from(at)].as_str().map(str::to_owned);
    let mut shown = Vec::new();
    for i in 0..count {
        let id = Uuid::from_slice(&columns[count * 16 + i * 16..count * 16 + i * 16 + 16]).expect("an id");
        let amount = number(count * 8 + i * 8);
        let (score, status, currency) =
            (columns[count * 32 + i], columns[count * 33 + i], columns[count * 34 + i]);
        let amount = (!amount.is_nan()).then_some(amount);
        shown.push((
            id,
            number(i * 8),
            amount,
            u64::from(score),
            word("statuses", status),
            word("currencies", currency),
        ));
    }
    assert!(shown.is_sorted_by(|a, b| a.1 >= b.1), "the newest first");
    let listed = rows
        .leads
        .iter()
        .filter(|lead| rows.owned(asked, lead.owner) && rows.within(lead.created, asked.days()));
    let mut wanted: Vec<_> = listed.map(point).collect();
    wanted.sort_by_key(|point| point.0);
    shown.sort_by_key(|point| point.0);
    assert_eq!(shown, wanted);
}

type Point = (Uuid, f64, Option<f64>, u64, Option<String>, Option<String>);

#[expect(clippy::cast_precision_loss, reason = "microseconds and amounts of this age")]
fn point(lead: &Lead) -> Point {
    let created = lead.created.as_microsecond() as f64 / 1e6;
    let amount = lead.amount.map(|amount| amount as f64);
    (lead.id, created, amount, lead.score, Some(lead.status.clone()), lead.currency.clone())
}

/// How many deals are said to be behind a figure.
async fn behind(client: &Client, asked: &Asked, figure: &str) -> Value {
    let path = format!("/api/reports/deals/count?{}&{figure}", asked.query());
    let mut answer = client.get(&path).await.expect(200);
    assert_eq!(answer["capped"], false);
    answer["count"].take()
}

/// Behind each step of each funnel, and each bar of what was closed, are as many deals as it says.
async fn check_behind(client: &Client, asked: &Asked, funnels: &Value, closed: &Value) {
    for funnel in funnels["pipelines"].as_array().expect("pipelines") {
        let asked = Asked {
            pipeline: Some(funnel["pipeline_id"].as_str().expect("an id").parse().expect("an id")),
            ..asked.clone()
        };
        assert_eq!(behind(client, &asked, "of=created").await, funnel["deals"]);
        assert_eq!(behind(client, &asked, "of=created&state=won").await, funnel["won"]);
        for stage in funnel["stages"].as_array().expect("stages") {
            let id = stage["stage_id"].as_str().expect("an id");
            assert_eq!(behind(client, &asked, &format!("of=created&reached={id}")).await, stage["reached"]);
        }
    }
    for month in closed["months"].as_array().expect("months") {
        let of_month = Asked { days: Some(days(month)), ..asked.clone() };
        for state in ["won", "lost"] {
            let count = behind(client, &of_month, &format!("of=closed&state={state}")).await;
            assert_eq!(count, month["outcome"][state]);
            let sums = month["outcome"][format!("{state}_sums")].as_array().expect("sums");
            for sum in sums {
                let figure =
                    format!("of=closed&state={state}&currency={}", sum["currency"].as_str().expect("a code"));
                assert_eq!(behind(client, &of_month, &figure).await, sum["deals"]);
            }
        }
    }
    for reason in closed["lost_reasons"].as_array().expect("reasons") {
        let figure = format!("of=closed&lost_reason={}", reason["reason"].as_str().expect("a reason"));
        assert_eq!(behind(client, asked, &figure).await, reason["deals"]);
    }
}

/// The same for what is open.
async fn check_behind_open(client: &Client, asked: &Asked, open: &Value, forecast: &Value) {
    for stage in open["stages"].as_array().expect("stages") {
        let id = stage["stage_id"].as_str().expect("an id");
        assert_eq!(behind(client, asked, &format!("of=open&stage_id={id}")).await, stage["deals"]);
    }
    let mut sums = vec![(Asked { days: None, ..asked.clone() }, "undated", &forecast["undated"])];
    for month in forecast["months"].as_array().expect("months") {
        sums.push((Asked { days: Some(days(month)), ..asked.clone() }, "open", &month["open"]));
    }
    for (asked, of, sums) in sums {
        for sum in sums.as_array().expect("sums") {
            let word = |name: &str| sum[name].as_str().expect("a word").to_owned();
            let figure = format!("of={of}&category={}&currency={}", word("category"), word("currency"));
            assert_eq!(behind(client, &asked, &figure).await, sum["deals"]);
        }
    }
}

/// What is listed behind a figure is what was counted.
async fn check_rows(client: &Client, rows: &Rows, asked: &Asked) {
    let mut seen = BTreeSet::new();
    let mut path = format!("/api/reports/deals?{}&of=closed&limit=50", asked.query());
    loop {
        let page = client.get(&path).await.expect(200);
        for deal in page["items"].as_array().expect("items") {
            assert!(seen.insert(deal["id"].as_str().expect("an id").to_owned()), "no row twice");
        }
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/reports/deals?{}&of=closed&limit=50&cursor={next}", asked.query());
    }
    assert_eq!(seen.len(), rows.closed(asked, asked.days()).count());
}
