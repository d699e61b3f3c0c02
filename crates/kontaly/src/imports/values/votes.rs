//! What a column shows about how it is written. A value such as `03/04/2017` can be read in several ways; the column as
//! a whole often in one only. When it cannot be told, the person is asked and nothing is guessed.

/// How the values of one column can be read, in `N` ways.
#[derive(Clone, Debug)]
pub struct Votes<const N: usize> {
    /// Values that can be read in one way at least; what cannot be read at all is that row's own trouble.
    seen: u64,
    /// Of these, how many each way can read.
    fits: [u64; N],
    /// How many values two ways read differently.
    differ: [[u64; N]; N],
}

/// What a column's votes come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There was nothing to read.
    Silent,
    /// This way reads every value, and every other way that does reads the same.
    Is(usize),
    /// Several ways read every value, and read some of them differently; or none reads all.
    Ask,
}

impl<const N: usize> Default for Votes<N> {
    fn default() -> Self {
        Self { seen: 0, fits: [0; N], differ: [[0; N]; N] }
    }
}

impl<const N: usize> Votes<N> {
    /// Counts a value by what each way makes of it.
    pub fn see<T: PartialEq>(&mut self, readings: &[Option<T>; N]) {
        if readings.iter().all(Option::is_none) {
            return;
        }
        self.seen += 1;
        for (i, reading) in readings.iter().enumerate() {
            let Some(value) = reading else { continue };
            self.fits[i] += 1;
            for (j, other) in readings.iter().enumerate() {
                if other.as_ref().is_some_and(|other| other != value) {
                    self.differ[i][j] += 1;
                }
            }
        }
    }

    /// How many values each way can read.
    #[must_use]
    pub fn fits(&self) -> [u64; N] {
        self.fits
    }

    /// What the column shows.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.seen == 0 {
            return Verdict::Silent;
        }
        let ways: Vec<usize> = (0..N).filter(|way| self.fits[*way] == self.seen).collect();
        let agree = ways.iter().all(|i| ways.iter().all(|j| self.differ[*i][*j] == 0));
        match ways.first() {
            Some(first) if agree => Verdict::Is(*first),
            _ => Verdict::Ask,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_that_fits_one_way_alone_decides_the_column() {
        let mut votes = Votes::<2>::default();
        assert_eq!(votes.verdict(), Verdict::Silent);
        votes.see::<u8>(&[None, None]);
        assert_eq!(votes.verdict(), Verdict::Silent, "what cannot be read says nothing");
        votes.see(&[Some(1), Some(1)]);
        assert_eq!(votes.verdict(), Verdict::Is(0), "read the same either way");
        votes.see(&[Some(1), Some(2)]);
        assert_eq!(votes.verdict(), Verdict::Ask);
        votes.see(&[None, Some(2)]);
        assert_eq!(votes.verdict(), Verdict::Is(1));
        votes.see(&[Some(1), None]);
        assert_eq!(votes.verdict(), Verdict::Ask, "no way reads all of them");
        assert_eq!(votes.fits(), [3, 3]);
    }
}
