//! Moves: what follows from a stage, places in a column, many people moving at once.

use crate::deals::{column, directory, id, make, path, relocate, stage};
use crate::support::{Client, Kontaly};
use kontaly_db::sql;
use serde_json::{Value, json};

/// The names of a column's deals as somebody sees them, in order.
async fn names(client: &Client, stage: &str) -> Vec<String> {
    let pipeline =
        client.get("/api/pipelines").await.expect(200)[0]["id"].as_str().expect("an id").to_owned();
    let mut names = Vec::new();
    let mut cursor = String::new();
    loop {
        let page =
            client.get(&format!("/api/pipelines/{pipeline}/board/{stage}?limit=7{cursor}")).await.expect(200);
        for deal in page["items"].as_array().expect("items") {
            names.push(deal["name"].as_str().expect("a name").to_owned());
        }
        let Some(next) = page["next"].as_str() else { return names };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn a_move_takes_state_probability_and_closing_from_the_stage() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let deal = rita.post("/api/deals", json!({ "name": "A", "amount": 333 })).await.expect(201);
    let path = path(&deal);
    let negotiation = json!({ "stage_id": stage(&rita, "Negotiation").await, "before": null, "after": null });
    let moved = relocate(&rita, &path, 1, negotiation).await.expect(200);
    assert_eq!((&moved["state"], &moved["probability"]), (&json!("open"), &json!(75)));
    assert_eq!(moved["weighted_amount"], 250, "249.75, rounded");
    assert_ne!(moved["stage_entered_at"], deal["stage_entered_at"]);

    let won = json!({ "stage_id": stage(&rita, "Won").await });
    let moved = relocate(&rita, &path, 2, won.clone()).await.expect(200);
    assert_eq!((&moved["state"], &moved["closed_at"]), (&json!("won"), &moved["updated_at"]));

    let lost = stage(&rita, "Lost").await;
    let refused = relocate(&rita, &path, 3, json!({ "stage_id": lost })).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("lost_reason", "required")]);
    let moved =
        relocate(&rita, &path, 3, json!({ "stage_id": lost, "lost_reason": " Price " })).await.expect(200);
    assert_eq!((&moved["state"], &moved["lost_reason"]), (&json!("lost"), &json!("Price")));
    let named = rita.patch(&path, 4, json!({ "lost_reason": "Timing" })).await.expect(200);
    assert_eq!(named["lost_reason"], "Timing");
    let refused =
        relocate(&rita, &path, 5, json!({ "stage_id": won["stage_id"], "lost_reason": "Price" })).await;
    assert_eq!(Client::wrong(&refused.expect(422)), [("lost_reason", "only_when_lost")]);
    let moved =
        relocate(&rita, &path, 5, json!({ "stage_id": stage(&rita, "Discovery").await })).await.expect(200);
    assert_eq!((&moved["closed_at"], &moved["lost_reason"]), (&Value::Null, &Value::Null));

    let stale = relocate(&rita, &path, 5, won.clone()).await.expect(409);
    assert_eq!(stale["code"], "version_conflict");
    assert_eq!(stale["current"], moved, "the problem carries the record as it is");
    let without = rita.post(&format!("{path}/move"), won.clone()).await;
    assert_eq!(without.code(428), "precondition_required");
    rita.delete(&path).await.expect(200);
    assert_eq!(relocate(&rita, &path, 7, won).await.code(409), "trashed");
}

#[tokio::test]
async fn a_stage_lets_in_only_what_has_its_required_fields() {
    let t = Kontaly::start().await;
    let [company, ..] = directory(&t, "acme").await;
    let ada = t.sign_in("acme", "ada").await;
    let rita = t.sign_in("acme", "rita").await;
    let (first, proposal) = (stage(&ada, "Qualification").await, stage(&ada, "Proposal").await);
    let required = json!({ "required_fields": ["amount", "company_id"] });
    ada.patch(&format!("/api/stages/{proposal}"), 1, required).await.expect(200);
    let deal = make(&rita, "A").await;
    let path = path(&deal);
    let to = json!({ "stage_id": proposal });
    let refused = relocate(&rita, &path, 1, to.clone()).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("amount", "required"), ("company_id", "required")]);
    let refused = rita.post("/api/deals", json!({ "name": "B", "stage_id": proposal, "amount": 1 })).await;
    assert_eq!(Client::wrong(&refused.expect(422)), [("company_id", "required")]);
    assert_eq!(rita.get(&path).await.expect(200), deal, "nothing half-written");
    rita.patch(&path, 1, json!({ "amount": 0, "company_id": company })).await.expect(200);
    relocate(&rita, &path, 2, to).await.expect(200);
    let refused = rita.patch(&path, 3, json!({ "amount": null })).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("amount", "required")]);

    // Who stood there before the stage asked is not locked out of being changed.
    let older = make(&rita, "Older").await;
    ada.patch(&format!("/api/stages/{first}"), 1, json!({ "required_fields": ["amount"] })).await.expect(200);
    rita.patch(&crate::deals::path(&older), 1, json!({ "name": "Still older" })).await.expect(200);
}

#[tokio::test]
async fn a_stage_that_is_trashed_or_foreign_takes_no_deal() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let deal = make(&ada, "A").await;
    let discovery = stage(&ada, "Discovery").await;
    let foreign = stage(&t.sign_in("beta", "ada").await, "Discovery").await;
    let refused = relocate(&ada, &path(&deal), 1, json!({ "stage_id": foreign })).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("stage_id", "unknown_reference")]);

    relocate(&ada, &path(&deal), 1, json!({ "stage_id": discovery })).await.expect(200);
    let in_use = ada.delete(&format!("/api/stages/{discovery}")).await.expect(422);
    assert_eq!(Client::wrong(&in_use), [("id", "in_use")]);
    let in_use = ada
        .patch(&format!("/api/stages/{discovery}"), 1, json!({ "kind": "lost", "probability": 0 }))
        .await
        .expect(422);
    assert_eq!(Client::wrong(&in_use), [("id", "in_use")]);

    // A trashed deal does not keep its stage, and does not come back into one that is gone.
    ada.delete(&path(&deal)).await.expect(200);
    ada.delete(&format!("/api/stages/{discovery}")).await.expect(200);
    let refused = ada.post(&format!("{}/restore", path(&deal)), json!({})).await.expect(422);
    assert_eq!(Client::wrong(&refused), [("stage_id", "trashed")]);
    ada.post(&format!("/api/stages/{discovery}/restore"), json!({})).await.expect(200);
    ada.post(&format!("{}/restore", path(&deal)), json!({})).await.expect(200);
    let pipeline = deal["pipeline_id"].as_str().expect("an id");
    ada.post("/api/pipelines", json!({ "name": "Another" })).await.expect(201);
    let in_use = ada.delete(&format!("/api/pipelines/{pipeline}")).await.expect(422);
    assert_eq!(Client::wrong(&in_use), [("id", "in_use")]);
}

#[tokio::test]
async fn deals_follow_the_probability_of_their_stage() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let deal = t
        .sign_in("acme", "sam")
        .await
        .post("/api/deals", json!({ "name": "A", "amount": 1000 }))
        .await
        .expect(201);
    let first = stage(&ada, "Qualification").await;
    ada.patch(&format!("/api/stages/{first}"), 1, json!({ "probability": 35 })).await.expect(200);
    let now = ada.get(&path(&deal)).await.expect(200);
    assert_eq!(
        (&now["probability"], &now["weighted_amount"], &now["version"]),
        (&json!(35), &json!(350), &json!(1))
    );
}

/// Against a plain list: a few hundred moves to places that are named in every way.
#[tokio::test]
async fn a_deal_lands_where_it_was_put() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let stages = [stage(&rita, "Qualification").await, stage(&rita, "Proposal").await];
    let mut columns: [Vec<(String, String)>; 2] = Default::default();
    let mut versions = std::collections::HashMap::new();
    for n in 0..12 {
        let deal = make(&rita, &format!("D{n}")).await;
        columns[0].insert(0, (format!("D{n}"), id(&deal).to_owned()));
        versions.insert(id(&deal).to_owned(), 1);
    }
    let mut seed = 7_usize;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..200 {
        let (from, to) = (random(2), random(2));
        if columns[from].is_empty() {
            continue;
        }
        let at = random(columns[from].len());
        let deal = columns[from].remove(at);
        let place = random(columns[to].len() + 1);
        let neighbour = |at: Option<usize>| at.and_then(|at| columns[to].get(at)).map(|(_, id)| id.clone());
        let (mut after, mut before) = (neighbour(place.checked_sub(1)), neighbour(Some(place)));
        match random(3) {
            // One neighbour is enough, but an end needs the one it has.
            0 if before.is_some() => after = None,
            1 if after.is_some() => before = None,
            _ => {}
        }
        let body = json!({ "stage_id": stages[to], "after": after, "before": before });
        let version = versions[&deal.1];
        let moved = relocate(&rita, &format!("/api/deals/{}", deal.1), version, body).await.expect(200);
        versions.insert(deal.1.clone(), moved["version"].as_i64().expect("a version"));
        columns[to].insert(place, deal);
    }
    for (stage, column) in stages.iter().zip(&columns) {
        let wanted: Vec<_> = column.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(names(&rita, stage).await, wanted);
    }
}

#[tokio::test]
async fn a_neighbour_that_has_gone_is_ignored() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let (first, proposal) = (stage(&rita, "Qualification").await, stage(&rita, "Proposal").await);
    let mut deals = Vec::new();
    for name in ["C", "B", "A", "X"] {
        deals.push(make(&rita, name).await);
    }
    let (c, b, x) = (&deals[0], &deals[1], &deals[3]);
    relocate(&rita, &path(b), 1, json!({ "stage_id": proposal })).await.expect(200);
    relocate(&rita, &path(x), 1, json!({ "stage_id": first, "after": id(b), "before": id(c) }))
        .await
        .expect(200);
    assert_eq!(names(&rita, &first).await, ["A", "X", "C"], "in front of the one that is left");
    // Behind itself is nowhere: the top.
    relocate(&rita, &path(x), 2, json!({ "stage_id": first, "after": id(x) })).await.expect(200);
    assert_eq!(names(&rita, &first).await, ["X", "A", "C"]);
}

#[tokio::test]
async fn who_sees_few_deals_moves_them_among_those_of_others() {
    let t = Kontaly::start().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let first = stage(&ada, "Qualification").await;
    let mut of_rita = Vec::new();
    for n in [2, 1] {
        for (name, owner) in [("R", &rita), ("S", &sam)] {
            let draft = json!({ "name": format!("{name}{n}"), "owner_id": owner.id() });
            let deal = ada.post("/api/deals", draft).await.expect(201);
            of_rita.extend((name == "R").then_some(deal));
        }
    }
    assert_eq!(names(&ada, &first).await, ["S1", "R1", "S2", "R2"]);
    // R2 in front of R1, as Rita sees the column.
    let to = json!({ "stage_id": first, "before": id(&of_rita[1]) });
    relocate(&rita, &path(&of_rita[0]), 1, to).await.expect(200);
    assert_eq!(names(&rita, &first).await, ["R2", "R1"]);
    assert_eq!(names(&sam, &first).await, ["S1", "S2"]);
    let all = names(&ada, &first).await;
    let place = |name: &str| all.iter().position(|n| n == name);
    assert!(place("R2") < place("R1") && place("S1") < place("S2"), "{all:?}");
}

/// Where two ranks are equal, or have grown too long, the column is spread anew, and nobody else's version changes.
/// The top is the top of the whole column, whatever of it its maker sees: a manager finds the newest first.
#[tokio::test]
async fn new_deals_of_several_owners_stand_in_the_order_of_their_making() {
    let t = Kontaly::start().await;
    let (ada, rita, sam) =
        (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let qualification = stage(&ada, "Qualification").await;
    let mut first = None;
    for name in ["r1", "s1", "s2", "s3", "r2", "s4", "r3", "r4", "a1", "s5", "r5"] {
        let maker = match &name[..1] {
            "r" => &rita,
            "s" => &sam,
            _ => &ada,
        };
        let deal = make(maker, name).await;
        first.get_or_insert(deal);
    }
    assert_eq!(
        names(&ada, &qualification).await,
        ["r5", "s5", "a1", "r4", "r3", "s4", "r2", "s3", "s2", "s1", "r1"]
    );
    assert_eq!(names(&rita, &qualification).await, ["r5", "r4", "r3", "r2", "r1"]);
    let top = json!({ "stage_id": qualification });
    relocate(&rita, &path(&first.expect("a deal")), 1, top).await.expect(200);
    assert_eq!(names(&ada, &qualification).await[..2], ["r1", "r5"], "and what is moved there");
    make(&sam, "s6").await;
    assert_eq!(names(&ada, &qualification).await[..3], ["s6", "r1", "r5"]);
}

#[tokio::test]
async fn a_column_without_room_is_spread() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let first = stage(&rita, "Qualification").await;
    let owner = t.owner().await;
    for ranks in [["V", "V", "V"], ["Vz", "Vz0000001", "W"]].map(|mut ranks| {
        ranks.sort_unstable();
        ranks
    }) {
        owner.script("truncate deals cascade").await.expect("an empty table");
        let mut deals = Vec::new();
        for name in ["A", "B", "C"] {
            deals.push(make(&rita, name).await);
        }
        for (deal, rank) in deals.iter().zip(ranks) {
            // The second case: neighbours so close that what is between them has more than 100 characters.
            let rank = if rank.len() > 2 { format!("Vz{}1", "0".repeat(96)) } else { rank.to_owned() };
            owner
                .script(&format!("update deals set rank = '{rank}' where id = '{}'", id(deal)))
                .await
                .expect("a rank");
        }
        let x = make(&rita, "X").await;
        let to = json!({ "stage_id": first, "after": id(&deals[0]), "before": id(&deals[1]) });
        relocate(&rita, &path(&x), 1, to).await.expect(200);
        assert_eq!(names(&rita, &first).await, ["A", "X", "B", "C"]);
        let ranks = column(&t, "rita", "select rank from deals order by rank, id").await;
        assert!(ranks.iter().all(|rank| rank.len() <= 11), "{ranks:?}");
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
        assert_eq!(rita.get(&path(&deals[1])).await.expect(200)["version"], 1);
    }
}

/// One version is used up by one move: of many that name it, one wins and the others are told.
#[tokio::test]
async fn of_many_moves_of_one_version_one_wins() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let deal = make(&rita, "A").await;
    let mut tasks = tokio::task::JoinSet::new();
    for name in ["Discovery", "Proposal", "Negotiation", "Won", "Qualification"] {
        let (rita, path, to) = (rita.clone(), path(&deal), json!({ "stage_id": stage(&rita, name).await }));
        tasks.spawn(async move {
            let answer = relocate(&rita, &path, 1, to).await;
            (answer.status.as_u16(), answer.json)
        });
    }
    let answers = tasks.join_all().await;
    let winner: Vec<_> = answers.iter().filter(|(status, _)| *status == 200).collect();
    assert_eq!(winner.len(), 1, "{answers:?}");
    for (status, problem) in answers.iter().filter(|(status, _)| *status != 200) {
        assert_eq!((*status, &problem["current"]), (409, &winner[0].1));
    }
}

/// Many people move many deals between two columns at once. Every move that was answered with 200 is in the history, none
/// is lost, and everybody sees one order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_movers_at_once_lose_nothing_and_agree_on_the_order() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let stages = [stage(&ada, "Qualification").await, stage(&ada, "Proposal").await];
    let mut ids = Vec::new();
    for n in 0..10 {
        ids.push(id(&make(&ada, &format!("D{n}")).await).to_owned());
    }
    let mut tasks = tokio::task::JoinSet::new();
    for mover in 0_usize..8 {
        let (ada, ids, stages) = (ada.clone(), ids.clone(), stages.clone());
        tasks.spawn(async move {
            let mut moved = Vec::new();
            for step in 0..12 {
                let deal = &ids[(mover * 7 + step * 3) % ids.len()];
                let path = format!("/api/deals/{deal}");
                let version = ada.get(&path).await.expect(200)["version"].as_i64().expect("a version");
                // All of them aim at the same few gaps.
                let to = json!({ "stage_id": stages[(mover + step) % 2], "after": ids[step % 3], "before": ids[step % 3 + 1] });
                let answer = relocate(&ada, &path, version, to).await;
                match answer.status.as_u16() {
                    200 => moved.push((deal.clone(), answer.json["version"].as_i64().expect("a version"))),
                    409 => {}
                    other => panic!("{other}: {}", answer.text),
                }
            }
            moved
        });
    }
    let moved: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    assert!(moved.len() > 20, "most moves succeed: {}", moved.len());
    for deal in &ids {
        let mut versions: Vec<_> =
            moved.iter().filter(|(id, _)| id == deal).map(|(_, version)| *version).collect();
        versions.sort_unstable();
        let wanted: Vec<_> = (2..2 + versions.len() as i64).collect();
        assert_eq!(versions, wanted, "every version was made by one move");
        let now = ada.get(&format!("/api/deals/{deal}")).await.expect(200);
        assert_eq!(now["version"], 1 + versions.len(), "the last one is what is there");
    }
    let unexplained = "select d.id::text from deals d where d.stage_id is distinct from (select h.to_stage_id
        from deal_changes h where h.deal_id = d.id order by h.at desc, h.id desc limit 1)";
    assert!(column(&t, "ada", unexplained).await.is_empty(), "the history ends where each deal stands");
    let ron = t.sign_in("acme", "ron").await;
    let mut seen = Vec::new();
    for stage in &stages {
        let order = names(&ada, stage).await;
        assert_eq!(order, names(&ron, stage).await);
        seen.extend(order);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), ids.len(), "everybody stands somewhere, once");
}

/// A stage is trashed while a deal is on its way into it, not yet committed: the trash waits for it, and is refused.
#[tokio::test]
async fn a_stage_is_not_trashed_under_a_deal_that_is_on_its_way() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let deal = make(&ada, "A").await;
    let discovery = stage(&ada, "Discovery").await;
    let mut mover = t.tx("acme", "ada");
    let enter = sql("update deals set stage_id = $2 where tenant_id = $1 and id = $3");
    let (tenant, into, deal) = (mover.tenant(), uuid(&discovery), uuid(id(&deal)));
    assert_eq!(mover.execute(enter.bind(tenant).bind(into).bind(deal)).await.expect("a move"), 1);
    let trash = tokio::spawn({
        let (ada, discovery) = (ada.clone(), discovery.clone());
        async move { ada.delete(&format!("/api/stages/{discovery}")).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!trash.is_finished(), "it waits");
    mover.commit().await.expect("a commit");
    let refused = trash.await.expect("an answer").expect(422);
    assert_eq!(Client::wrong(&refused), [("id", "in_use")]);
}

/// A deal is moved into a stage whose trashing is not yet committed: the move waits for it, and is refused.
#[tokio::test]
async fn a_deal_does_not_slip_into_a_stage_that_is_being_trashed() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let deal = make(&ada, "A").await;
    let discovery = stage(&ada, "Discovery").await;
    let mut trash = t.tx("acme", "ada");
    let gone = sql("update stages set trashed_at = now() where tenant_id = $1 and id = $2");
    let tenant = trash.tenant();
    assert_eq!(trash.execute(gone.bind(tenant).bind(uuid(&discovery))).await.expect("a trashing"), 1);
    let moved = tokio::spawn({
        let (ada, deal, to) = (ada.clone(), path(&deal), json!({ "stage_id": discovery }));
        async move { relocate(&ada, &deal, 1, to).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!moved.is_finished(), "it waits");
    trash.commit().await.expect("a commit");
    let refused = moved.await.expect("an answer").expect(422);
    assert_eq!(Client::wrong(&refused), [("stage_id", "trashed")]);
    assert_eq!(ada.get(&path(&deal)).await.expect(200), deal);
}

fn uuid(id: &str) -> uuid::Uuid {
    id.parse().expect("an id")
}
