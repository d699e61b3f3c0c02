//! What a workspace's data are generated from: the trade, the ground it stands on, the day, the seed and the size.

use super::calendar::Calendar;
use super::rng::{Picker, Rng};
use super::trades::{Counts, Trade};
use kontaly_access::{PipelineId, Role, StageId, TenantId, UserId};
use std::ops::Range;

/// What was there before the records: made by the same code that makes every tenant and every person.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// The tenant.
    pub(super) tenant: TenantId,
    /// Its people; the first is the administrator.
    pub(super) people: Vec<Member>,
    /// The stages of its pipelines, pipeline by pipeline, in order.
    pub(super) stages: Vec<Stage>,
}

impl Ground {
    /// The places of a pipeline's stages; none where there is no such pipeline.
    pub(super) fn line(&self, number: usize) -> Range<usize> {
        let lines = || self.stages.chunk_by(|one, next| one.pipeline == next.pipeline).map(<[Stage]>::len);
        let before = lines().take(number).sum();
        before..before + lines().nth(number).unwrap_or(0)
    }
}

/// Somebody of the workspace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// Who it is.
    pub(super) id: UserId,
    /// Role.
    pub(super) role: Role,
}

/// A stage as far as deals care.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// Which one.
    pub(super) id: StageId,
    /// Its pipeline.
    pub(super) pipeline: PipelineId,
    /// `open`, `won` or `lost`.
    pub(super) kind: String,
    /// Percent.
    pub(super) probability: i16,
}

/// How much stands around the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Everything that a person looks at: long timelines, notes, tags, fields, audit events, edge rows.
    Showcase,
    /// What a measurement needs: the records, their history, short timelines.
    Scale,
}

/// See the module's own text.
pub(super) struct Plan {
    /// The trade.
    pub(super) trade: &'static Trade,
    /// Tenant, people, pipeline.
    pub(super) ground: Ground,
    /// The days.
    pub(super) calendar: Calendar,
    /// The seed of the whole run.
    pub(super) seed: u64,
    /// What tells this workspace's chance from the others'.
    pub(super) stream: String,
    /// How many records.
    pub(super) counts: Counts,
    /// How much around them.
    pub(super) detail: Detail,
}

/// The people who own records, drawn by how much they sell.
pub(super) struct Sellers {
    ids: Vec<UserId>,
    picker: Picker,
}

impl Sellers {
    /// Somebody; none where nobody may own a record.
    pub(super) fn pick(&self, rng: &mut Rng) -> Option<UserId> {
        self.picker.pick(rng).map(|place| self.ids[place])
    }
}

impl Plan {
    /// The stream of chance for a noun.
    pub(super) fn rng(&self, noun: &str) -> Rng {
        Rng::new(self.seed, &format!("{}/{noun}", self.stream))
    }

    /// The tenant.
    pub(super) fn tenant(&self) -> TenantId {
        self.ground.tenant
    }

    /// Whoever did what nobody in particular did.
    pub(super) fn administrator(&self) -> UserId {
        self.ground.people[0].id
    }

    /// Who owns records: representatives most, some of them twice as much as others; managers some, administrators few.
    pub(super) fn sellers(&self) -> Sellers {
        let mut rng = self.rng("sellers");
        let people = self.ground.people.iter().filter(|member| member.role.can_write());
        let (ids, weights): (Vec<_>, Vec<_>) = people
            .map(|member| {
                let weight = match member.role {
                    Role::SalesRepresentative => 7.0 + 7.0 * rng.unit(),
                    Role::AccountManager => 3.0,
                    Role::Administrator | Role::ReadOnly => 1.0,
                };
                (member.id, weight)
            })
            .unzip();
        Sellers { ids, picker: Picker::new(weights) }
    }

    /// Whether people will look at it.
    pub(super) fn is_showcase(&self) -> bool {
        self.detail == Detail::Showcase
    }

    /// Minor units of the workspace's currency.
    pub(super) fn money(&self, units: i64) -> i64 {
        units * self.trade.minor
    }
}

/// A sum as people write estimates down: two or three significant digits, more the smaller the first of them is.
pub(super) fn rounded(amount: f64) -> i64 {
    let mut unit = 1.0;
    while amount / unit >= 200.0 {
        unit *= 10.0;
    }
    let step = if unit >= 10.0 && amount / unit < 50.0 { unit / 2.0 } else { unit };
    ((amount / step).round() * step) as i64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::demo::trades::TRADES;
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use uuid::Uuid;

    /// A ground without a database: the people of the trade and the default stages, with ids 1, 2, 3 …
    fn ground(trade: &Trade) -> Ground {
        let id = |n: usize| Uuid::from_u128(n as u128 + 1);
        let usual = [("open", 10), ("open", 25), ("open", 50), ("open", 75), ("won", 100), ("lost", 0)];
        let second = trade.second.iter().flat_map(|second| second.stages);
        let stages = usual.map(|stage| (800, stage)).into_iter().chain(second.map(|s| (801, (s.1, s.2))));
        Ground {
            tenant: TenantId(id(900)),
            people: trade
                .people
                .iter()
                .enumerate()
                .map(|(n, seat)| Member { id: UserId(id(n)), role: seat.role })
                .collect(),
            stages: stages
                .enumerate()
                .map(|(n, (pipeline, (kind, probability)))| Stage {
                    id: StageId(id(700 + n)),
                    pipeline: PipelineId(id(pipeline)),
                    kind: kind.to_owned(),
                    probability,
                })
                .collect(),
        }
    }

    /// The showcase's plan of a trade on a fixed day.
    pub(in crate::demo) fn plan(trade: usize, seed: u64) -> Plan {
        let trade = TRADES[trade];
        let zone = TimeZone::get(trade.time_zone).expect("a zone");
        Plan {
            trade,
            ground: ground(trade),
            calendar: Calendar::new(zone, date(2026, 11, 23)),
            seed,
            stream: trade.slug.to_owned(),
            counts: trade.counts,
            detail: Detail::Showcase,
        }
    }

    #[test]
    fn sums_are_rounded_as_people_round() {
        for (amount, wanted) in [
            (7.4, 7),
            (183.0, 183),
            (1_234.0, 1_230),
            (38_432.0, 38_500),
            (8_432.0, 8_400),
            (84_321.0, 84_000),
            (117_800.0, 118_000),
        ] {
            assert_eq!(rounded(amount), wanted, "{amount}");
        }
    }
}
