//! Random leads, deals with their histories and activities, for tests of reports: made as owner, past row security, with
//! what sits on the edges (midnights of the workspace's zone, the days on which clocks change) made likely.

use crate::support::Kontaly;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kontaly_db::{Migrator, sql};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

/// The first and the last day on which something happens.
pub(crate) const FIRST: Date = date(2025, 11, 20);
/// See [`FIRST`].
pub(crate) const LAST: Date = date(2026, 4, 30);

/// What random rows are made from.
pub(crate) struct Maker<'a> {
    t: &'a Kontaly,
    owner: Migrator,
    random: StdRng,
    zone: TimeZone,
}

/// A stage as tests need it.
#[derive(Clone, Debug)]
struct Stage {
    pipeline: Uuid,
    id: Uuid,
    kind: String,
}

impl<'a> Maker<'a> {
    pub(crate) async fn new(t: &'a Kontaly, seed: u64) -> Self {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        Self { t, owner: t.owner().await, random: StdRng::seed_from_u64(seed), zone }
    }

    /// Fills a workspace.
    pub(crate) async fn fill(&mut self, slug: &str) {
        let tenant = self.t.person(slug, "ada").actor.tenant_id.0;
        let people: Vec<Option<Uuid>> = ["ada", "max", "rita", "sam"]
            .iter()
            .map(|name| Some(self.t.person(slug, name).actor.id.0))
            .chain([None])
            .collect();
        self.second_pipeline(tenant).await;
        self.leads(tenant, &people).await;
        self.deals(tenant, &people).await;
        self.activities(tenant, &people).await;
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of.choose(&mut self.random).expect("something").clone()
    }

    fn day(&mut self) -> Date {
        let edges = [
            date(2026, 3, 28),
            date(2026, 3, 29),
            date(2026, 3, 30),
            date(2025, 12, 31),
            date(2026, 1, 1),
            FIRST,
            LAST,
        ];
        if self.chance(30) {
            return self.one(&edges);
        }
        let days = FIRST.until(LAST).expect("days").get_days();
        FIRST + self.random.random_range(0..=days).days()
    }

    /// An instant, likely at midnight of the zone, or just before it, or at midnight of UTC.
    fn instant(&mut self) -> Timestamp {
        let midnight = self.day().to_zoned(self.zone.clone()).expect("a day").timestamp();
        let minutes: i64 = self.one(&[0, 1, -1, 30, 60, 119, 120, 121, 600, 1439, 1440]);
        let random = self.random.random_range(0..1440_i64);
        let minutes = if self.chance(50) { minutes } else { random };
        midnight + minutes.minutes()
    }

    async fn run(&self, statement: kontaly_db::Sql) {
        self.owner.query(&statement).await.expect("a row");
    }

    async fn second_pipeline(&self, tenant: Uuid) {
        let pipeline: Uuid = self.t.app.clock.id();
        let insert = sql(
            "insert into pipelines (tenant_id, id, name, position, created_at) values ($1, $2, 'Renewals', 1, now())",
        );
        self.run(insert.bind(tenant).bind(pipeline)).await;
        for (position, (name, kind, category)) in (0_i16..).zip([
            ("Due", "open", "omitted"),
            ("Offered", "open", "commit"),
            ("Renewed", "won", "closed"),
            ("Gone", "lost", "omitted"),
        ]) {
            let insert = sql("insert into stages (tenant_id, id, pipeline_id, name, kind, probability, forecast_category, position)
                 values ($1, $2, $3, $4, $5, 40, $7, $6)");
            let id: Uuid = self.t.app.clock.id();
            self.run(
                insert
                    .bind(tenant)
                    .bind(id)
                    .bind(pipeline)
                    .bind(name)
                    .bind(kind)
                    .bind(position)
                    .bind(category),
            )
            .await;
        }
    }

    async fn leads(&mut self, tenant: Uuid, people: &[Option<Uuid>]) {
        let sources: Vec<Option<String>> = (0..16)
            .map(|i| Some(format!("Source {i}")))
            .chain([None, None, Some("Web".into()), Some("Web".into())])
            .collect();
        for i in 0..230 {
            let at = self.instant();
            let trashed = self.chance(12).then_some(at);
            let insert = sql("insert into leads (tenant_id, id, name, owner_id, source, created_at, updated_at, trashed_at, score, amount, currency)
                 values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)")
            .bind(tenant)
            .bind(self.t.app.clock.id::<Uuid>())
            .bind(format!("Lead {i}"))
            .bind(self.one(people))
            .bind(self.one(&sources))
            .bind(at)
            .bind(trashed)
            .bind(self.random.random_range(0..=100_i64))
            .bind(self.one(&[None, Some(0), Some(7_500_000_i64)]))
            .bind(self.one(&["EUR", "JPY"]));
            self.run(insert).await;
        }
    }

    async fn deals(&mut self, tenant: Uuid, people: &[Option<Uuid>]) {
        let rows = self
            .owner
            .query(&sql("select pipeline_id, id, kind from stages where tenant_id = $1 order by pipeline_id, position").bind(tenant))
            .await
            .expect("stages");
        let stages: Vec<Stage> = rows
            .iter()
            .map(|row| Stage {
                pipeline: row.take().expect("a pipeline"),
                id: row.take().expect("a stage"),
                kind: row.take().expect("a kind"),
            })
            .collect();
        for i in 0..230 {
            let pipeline = self.one(&stages).pipeline;
            let of_pipeline: Vec<Stage> =
                stages.iter().filter(|stage| stage.pipeline == pipeline).cloned().collect();
            self.deal(tenant, people, &of_pipeline, i).await;
        }
    }

    /// A deal that went through some stages, in any order, and stands in the last of them.
    async fn deal(&mut self, tenant: Uuid, people: &[Option<Uuid>], stages: &[Stage], i: i32) {
        let path: Vec<Stage> = (0..self.random.random_range(1..5)).map(|_| self.one(stages)).collect();
        let stage = path.last().expect("a stage").clone();
        let (id, created): (Uuid, Timestamp) = (self.t.app.clock.id(), self.instant());
        let closed = (stage.kind != "open").then(|| self.instant());
        let reason = self.one(&["Price", "Timing", "Other"]).to_owned();
        let amount = self.one(&[
            None,
            Some(0),
            Some(1),
            Some(-3),
            Some(50),
            Some(149),
            Some(999_999_999_999_i64),
            Some(1_234_567),
        ]);
        let expected = self.chance(70).then(|| self.day());
        let (owner, currency) = (self.one(people), self.one(&["EUR", "USD", "JPY"]).to_owned());
        let probability: i16 = self.random.random_range(0..=100);
        let trashed = self.chance(10).then_some(created);
        let insert = sql("insert into deals (tenant_id, id, name, pipeline_id, stage_id, state, amount, currency, probability,
               expected_close_date, closed_at, lost_reason, rank, stage_entered_at, owner_id, created_at, updated_at, trashed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'a', $13, $14, $13, $13, $15)")
        .bind(tenant)
        .bind(id)
        .bind(format!("Deal {i}"))
        .bind(stage.pipeline)
        .bind(stage.id)
        .bind(stage.kind.clone())
        .bind(amount)
        .bind(currency.clone())
        .bind(probability)
        .bind(expected)
        .bind(closed)
        .bind((stage.kind == "lost").then_some(reason))
        .bind(created)
        .bind(owner)
        .bind(trashed);
        self.run(insert).await;
        let mut from: Option<Uuid> = None;
        for to in path {
            let insert = sql("insert into deal_changes (tenant_id, id, deal_id, at, actor_id, from_stage_id, to_stage_id, to_amount, currency, owner_id)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(tenant)
            .bind(self.t.app.clock.id::<Uuid>())
            .bind(id)
            .bind(created)
            .bind(people[0])
            .bind(from)
            .bind(to.id)
            .bind(amount)
            .bind(currency.clone())
            .bind(owner);
            self.run(insert).await;
            from = Some(to.id);
        }
    }

    /// Activities on leads, with whatever assignee.
    async fn activities(&mut self, tenant: Uuid, people: &[Option<Uuid>]) {
        for i in 0..120 {
            let at = self.instant();
            let kind = self.one(&["call", "meeting", "email", "task", "note"]).to_owned();
            let insert = sql("insert into activities (tenant_id, id, kind, subject, at, done_at, assignee_id, lead_id, owner_id, directory,
                   created_at, updated_at, trashed_at)
                 select $1, $2, $3, $4, $5, $6, $7, l.id, l.owner_id, false, $5, $5, $8
                 from leads l where l.tenant_id = $1 order by md5(l.id::text || $4) limit 1")
            .bind(tenant)
            .bind(self.t.app.clock.id::<Uuid>())
            .bind(kind)
            .bind(format!("Activity {i}"))
            .bind(at)
            .bind(self.chance(50).then_some(at))
            .bind(self.one(people))
            .bind(self.chance(10).then_some(at));
            self.run(insert).await;
        }
    }
}
