//! The place of a deal within its stage: a fraction between its neighbours', written in base 62.
//!
//! Moving a deal writes that deal's row and no other. Texts compare as the fractions do, because the digits are in the
//! order of ASCII, the columns compare by bytes (`collate "C"`) and no rank ends in a zero.
//!
//! The top of a column is a matter of time: its ranks count microseconds down from the middle, so that whoever comes to
//! the top later stands higher, without a look at who is there. Nobody sees a whole column but who sees every deal of it,
//! and a place reckoned from one's own deals alone would be anywhere among those of others. All other ranks, those of
//! columns spread anew or imported, are behind the middle.
//!
//! Two people can put two deals into the same gap at once, and somebody who sees few deals does not see all the
//! neighbours. So a rank ends in two digits that depend on the deal: the same gap gives two deals different ranks. Where
//! two are equal all the same, the id decides the order, and the next move between them spreads the column anew.

use jiff::Timestamp;
use uuid::Uuid;

/// The digits, in the order of ASCII.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u64 = 62;
/// Characters of a rank at most; where one would need more, its column is spread anew.
pub const RANK_CHARS_MAX: usize = 100;
/// At the ends of a column ranks are counted in so many digits, so that they do not grow there.
const WIDTH: usize = 9;
/// The middle of what that counts: room for the microseconds from 1970 to 2184.
const MIDDLE: u64 = BASE.pow(WIDTH as u32) / 2;
/// How far apart ranks at the bottom are: 119,000 deals fit behind the middle.
const STEP: u64 = BASE.pow(WIDTH as u32 - 3);

/// The rank of a deal that comes to the top of a column now: above whatever has come there before.
#[must_use]
pub fn top(now: Timestamp, deal: Uuid) -> String {
    let passed = u64::try_from(now.as_microsecond()).unwrap_or(0);
    ended(written(MIDDLE.saturating_sub(passed)), deal)
}

/// A rank strictly between two others; no bound is the column's end, whose top is a matter of time. `None` when there is
/// none of a bearable length, or when the bounds are not in order: then spread the column ([`spread`]).
#[must_use]
pub fn between(lower: Option<&str>, upper: Option<&str>, deal: Uuid, now: Timestamp) -> Option<String> {
    let (Some(lower), upper) = (lower, upper) else {
        let top = top(now, deal);
        return match upper {
            Some(upper) if top.as_str() >= upper => above(upper, deal),
            _ => Some(top),
        };
    };
    let low = digits(lower)?;
    let rank = match upper {
        None => match leading(&low) + STEP {
            step if step < BASE.pow(WIDTH as u32) => written(step),
            _ => middle(&low, None)?,
        },
        Some(upper) => middle(&low, Some(&digits(upper)?))?,
    };
    let rank = ended(rank, deal);
    let fits = lower < rank.as_str()
        && upper.is_none_or(|upper| rank.as_str() < upper)
        && rank.len() <= RANK_CHARS_MAX;
    fits.then_some(rank)
}

/// A rank in front of one that no clock has come to yet.
fn above(upper: &str, deal: Uuid) -> Option<String> {
    let high = digits(upper)?;
    let rank = match leading(&high).checked_sub(1) {
        Some(rank) => written(rank),
        None => middle(&[], Some(&high))?,
    };
    let rank = ended(rank, deal);
    (rank.as_str() < upper && rank.len() <= RANK_CHARS_MAX).then_some(rank)
}

/// So many ranks in order, behind the middle and as far from each other as they can be there.
#[must_use]
pub fn spread(count: usize) -> Vec<String> {
    let parts = u128::from(MIDDLE);
    let count = count as u128;
    (1..=count)
        .map(|i| {
            // Below parts, which fits.
            let mut rank = written(MIDDLE + (i * parts / (count + 1)) as u64);
            rank.push(31);
            shown(&rank)
        })
        .collect()
}

/// The digits of a rank; `None` for a text that is none.
fn digits(rank: &str) -> Option<Vec<u8>> {
    rank.bytes()
        .map(|byte| DIGITS.binary_search(&byte).ok().and_then(|digit| digit.try_into().ok()))
        .collect()
}

fn shown(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(DIGITS[usize::from(*digit)])).collect()
}

/// The first digits as a number.
fn leading(digits: &[u8]) -> u64 {
    (0..WIDTH).fold(0, |number, i| number * BASE + u64::from(digits.get(i).copied().unwrap_or(0)))
}

/// A number as the first digits.
fn written(mut number: u64) -> Vec<u8> {
    let mut digits = vec![0; WIDTH];
    for digit in digits.iter_mut().rev() {
        *digit = (number % BASE) as u8;
        number /= BASE;
    }
    digits
}

/// Digits with those of the deal behind them.
fn ended(mut rank: Vec<u8>, deal: Uuid) -> String {
    rank.extend(tail(deal));
    shown(&rank)
}

/// The two digits that tell deals in one gap apart; the last is no zero.
fn tail(deal: Uuid) -> [u8; 2] {
    let random = deal.as_u64_pair().1;
    [(random % BASE) as u8, (1 + random / BASE % (BASE - 1)) as u8]
}

/// The shortest digits between two fractions: those that both begin with, then a digit half-way. Where two digits have
/// none between them, the lower one stays and what follows has no upper bound any more.
fn middle(low: &[u8], high: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let mut bound = high;
    for i in 0..=RANK_CHARS_MAX {
        let from = low.get(i).copied().unwrap_or(0);
        let to = match bound {
            // Both have ended and are the same fraction.
            Some(high) if i >= high.len() && i >= low.len() => return None,
            Some(high) => high.get(i).copied().unwrap_or(0),
            None => BASE as u8,
        };
        match to.checked_sub(from)? {
            0 => found.push(from),
            1 => {
                found.push(from);
                bound = None;
            }
            gap => {
                found.push(from + gap / 2);
                return Some(found);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn deal(n: u64) -> Uuid {
        // Any bits will do: two deals with the same tail are what the id decides.
        Uuid::from_u64_pair(0, n.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn at(microsecond: i64) -> Timestamp {
        Timestamp::from_microsecond(1_795_000_000_000_000 + microsecond).expect("an instant")
    }

    #[track_caller]
    fn assert_ordered(ranks: &[String]) {
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
        for rank in ranks {
            assert!(!rank.ends_with('0') && rank.len() <= RANK_CHARS_MAX, "{rank}");
        }
    }

    proptest! {
        /// Whatever is inserted wherever, the order of the ranks is the order of the list.
        #[test]
        fn insertions_anywhere_keep_the_order(
            places in prop::collection::vec((any::<prop::sample::Index>(), 0_i64..3), 1..300)
        ) {
            let mut ranks: Vec<String> = Vec::new();
            // A clock may stand still, and that of another process be a little behind.
            for (n, (place, clock)) in places.iter().enumerate() {
                let place = place.index(ranks.len() + 1);
                let lower = place.checked_sub(1).map(|i| ranks[i].as_str());
                let rank = between(lower, ranks.get(place).map(String::as_str), deal(n as u64), at(*clock));
                ranks.insert(place, rank.expect("there is room"));
            }
            assert_ordered(&ranks);
        }

        /// Bounds of every shape, those no program of ours would make included: either there is a rank between them, or
        /// it is said that there is none; never a wrong one, never an endless search.
        #[test]
        fn any_two_texts_have_a_rank_between_them_or_none(a in "[0-9A-Za-z]{1,8}", b in "[0-9A-Za-z]{1,8}", n: u64) {
            let rank = between(Some(&a), Some(&b), deal(n), at(0));
            if let Some(rank) = &rank {
                prop_assert!(*a < **rank && **rank < *b);
            }
            let proper = |rank: &str| !rank.ends_with('0');
            if a < b && proper(&a) && proper(&b) {
                prop_assert!(rank.is_some(), "between {a} and {b}");
            }
        }

        #[test]
        fn a_spread_is_in_order(count in 0_usize..2000) {
            let ranks = spread(count);
            prop_assert_eq!(ranks.len(), count);
            assert_ordered(&ranks);
        }

        #[test]
        fn no_text_is_too_strange(a in ".{0,12}", b in ".{0,12}", n: u64) {
            if let Some(rank) = between(Some(&a), Some(&b), deal(n), at(0)) {
                prop_assert!(*a < *rank && *rank < *b);
            }
        }
    }

    #[test]
    fn at_the_ends_ranks_do_not_grow() {
        for to_top in [true, false] {
            let mut rank = between(None, None, deal(0), at(0)).expect("room");
            for n in 1..50_000 {
                let next = if to_top {
                    between(None, Some(&rank), deal(n), at(0)).expect("room")
                } else {
                    between(Some(&rank), None, deal(n), at(0)).expect("room")
                };
                assert_eq!(next < rank, to_top);
                assert!(next.len() <= 11, "{next}");
                rank = next;
            }
        }
    }

    #[test]
    fn whoever_comes_to_the_top_later_stands_higher() {
        let ranks: Vec<String> =
            [1_000_000_000, 86_400_000_000, 61, 2, 1, 0].map(|n| top(at(n), deal(n as u64))).to_vec();
        assert!(ranks[1] < ranks[0] && ranks[0] < ranks[2], "{ranks:?}");
        assert_ordered(&ranks[2..]);
        let spread = spread(50_000);
        assert!(ranks[5] < spread[0], "what is spread or imported is behind");
        let of_2183 = Timestamp::from_second(6_750_000_000).expect("an instant");
        assert!(top(of_2183, deal(7)) < ranks[0]);
    }

    #[test]
    fn one_gap_takes_hundreds_of_deals_before_its_column_is_spread() {
        for side in 0..3 {
            let ends = spread(2);
            let (mut lower, mut upper) = (ends[0].clone(), ends[1].clone());
            let mut count = 0_u64;
            while let Some(rank) = between(Some(&lower), Some(&upper), deal(count), at(0)) {
                assert!(lower < rank && rank < upper && rank.len() <= RANK_CHARS_MAX);
                count += 1;
                // Always at the top of the gap, always at its bottom, always in the middle of the last two.
                if side == 0 || (side == 2 && count.is_multiple_of(2)) { lower = rank } else { upper = rank }
            }
            assert!(count > 200, "{count} deals on side {side}");
        }
    }

    #[test]
    fn the_same_gap_gives_two_deals_two_ranks() {
        let ends = spread(2);
        let rank = |n| between(Some(&ends[0]), Some(&ends[1]), deal(n), at(0)).expect("room");
        assert_ne!(rank(1), rank(2));
        assert_eq!(rank(1), rank(1));
    }
}
