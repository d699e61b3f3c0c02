//! Chance that comes out the same everywhere: xoshiro256++, seeded by a number and the name of what it is for.
//!
//! It is our own because a library's generator may give other numbers in its next version, and the logarithms of the
//! system's mathematics other last digits on another machine. Every noun draws from a stream of its own, so that a new
//! field of contacts does not shuffle the deals.

use jiff::Timestamp;
use uuid::{Builder, Uuid};

/// A stream of chance.
#[derive(Clone, Debug)]
pub(super) struct Rng {
    state: [u64; 4],
}

/// One step of splitmix64, which spreads a seed over a state.
fn splitmix(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream of that name under that seed.
    pub(super) fn new(seed: u64, stream: &str) -> Self {
        // FNV-1a tells the names apart.
        let name = stream.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut seed = seed ^ name;
        Self { state: std::array::from_fn(|_| splitmix(&mut seed)) }
    }

    fn next(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// 0 to 1, without 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// 0 to `n`, without `n`; 0 where there is nothing to choose.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Both ends included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// Whether something of that probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of a list, which is not empty.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// The same for what is not copied.
    pub(super) fn one_of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of a list, which is not empty, by weight.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let total: usize = from.iter().map(|(weight, _)| *weight as usize).sum();
        let mut left = self.below(total);
        for (weight, item) in from {
            match left.checked_sub(*weight as usize) {
                Some(rest) => left = rest,
                None => return *item,
            }
        }
        from[0].1
    }

    /// Normal, mean 0 and deviation 1: the sum of twelve evenly distributed, which needs no logarithm.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Log-normal: as often above the median as below it, with a long tail above.
    pub(super) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * exp(sigma * self.normal())
    }

    /// The id of something made at that instant.
    pub(super) fn id<T: From<Uuid>>(&mut self, at: Timestamp) -> T {
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        let (a, b) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let chance = [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], b[0], b[1]];
        Builder::from_unix_timestamp_millis(millis, &chance).into_uuid().into()
    }
}

/// Draws places of a list by weights that need not be whole.
pub(super) struct Picker {
    sums: Vec<f64>,
}

impl Picker {
    /// A picker over these weights.
    pub(super) fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let sums = weights
            .into_iter()
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        Self { sums }
    }

    /// A place, or none of an empty list.
    pub(super) fn pick(&self, rng: &mut Rng) -> Option<usize> {
        let at = self.sums.last()? * rng.unit();
        Some(self.sums.partition_point(|sum| *sum <= at).min(self.sums.len() - 1))
    }
}

/// e to the power of x, near enough for amounts: (1 + x/2¹⁶) to the power of 2¹⁶, in multiplications alone.
fn exp(x: f64) -> f64 {
    let mut value = 1.0 + x / 65_536.0;
    for _ in 0..16 {
        value *= value;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_told_by_seed_and_name_and_stays_as_it_is() {
        let draw = |seed, name| {
            let mut rng = Rng::new(seed, name);
            [rng.next(), rng.next()]
        };
        assert_eq!(draw(1, "deals"), draw(1, "deals"));
        assert_ne!(draw(1, "deals"), draw(2, "deals"));
        assert_ne!(draw(1, "deals"), draw(1, "leads"));
        assert_eq!(
            draw(0, ""),
            [14_396_179_586_316_300_983, 2_000_862_814_777_268_914],
            "another number here is other demo data everywhere"
        );
    }

    #[test]
    fn draws_keep_to_their_bounds_and_distributions() {
        let mut rng = Rng::new(7, "bounds");
        let mut seen = [0; 5];
        let (mut below_median, mut normal_sum) = (0, 0.0);
        for _ in 0..10_000 {
            seen[rng.below(5)] += 1;
            assert!((3..=9).contains(&rng.between(3, 9)));
            below_median += i32::from(rng.log_normal(40.0, 0.9) < 40.0);
            normal_sum += rng.normal();
        }
        assert!(seen.iter().all(|n| (1_800..2_200).contains(n)), "{seen:?}");
        assert!((4_700..5_300).contains(&below_median), "{below_median}");
        assert!(normal_sum.abs() < 400.0, "{normal_sum}");
        assert_eq!(rng.weighted(&[(0, 'a'), (3, 'b'), (0, 'c')]), 'b');
        assert!((exp(1.0) - std::f64::consts::E).abs() < 1e-4);
    }

    #[test]
    fn an_id_sorts_by_its_instant() {
        let mut rng = Rng::new(7, "ids");
        let at = |millis| Timestamp::from_millisecond(millis).expect("an instant");
        let (early, late): (Uuid, Uuid) = (rng.id(at(1_000)), rng.id(at(2_000)));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
