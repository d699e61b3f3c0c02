//! Reading cells: dates, numbers and amounts, each by what its whole column shows.

pub mod date;
pub mod formula;
pub mod number;
pub mod votes;
