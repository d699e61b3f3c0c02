//! Near matches: names that are not there, beside names that are and differ by case, spaces or a slip of the finger.

use super::bulk::store;
use super::nouns::Target;
use crate::http::Result;
use crate::search::fold;
use kontaly_db::TenantTx;
use std::collections::HashMap;

/// Names of one page of candidates.
const PAGE: i64 = 5_000;
/// Matches that one name gets at most.
const MATCHES_MAX: usize = 3;

/// A name that is not there, with its best matches so far.
struct Stray {
    name: String,
    folded: Vec<char>,
    squeezed: String,
    /// Edits away, and the names that are so near.
    best: (usize, Vec<String>),
}

impl Stray {
    fn new(name: &str) -> Self {
        let folded = fold(name);
        let slips = slips_allowed(folded.chars().count());
        Self {
            name: name.to_owned(),
            squeezed: squeezed(&folded),
            folded: folded.chars().collect(),
            best: (slips, Vec::new()),
        }
    }

    fn compare(&mut self, folded: &str, squeezed: &str, shown: &str) {
        let edits = if squeezed == self.squeezed {
            0
        } else {
            let candidate: Vec<char> = folded.chars().collect();
            match edits(&self.folded, &candidate, self.best.0) {
                // No slip is allowed in a short name.
                Some(edits) if edits > 0 && edits <= self.best.0 => edits,
                _ => return,
            }
        };
        if edits < self.best.0 {
            self.best = (edits, Vec::new());
        }
        let full = self.best.1.len() >= MATCHES_MAX;
        if !full && !self.best.1.iter().any(|known| known == shown) {
            self.best.1.push(shown.to_owned());
        }
    }
}

/// The nearest names there are for each that is not there. Reads all names of the noun, a page at a time.
///
/// # Errors
/// The database's.
pub async fn matches(
    tx: &mut TenantTx,
    target: Target,
    names: &[String],
) -> Result<HashMap<String, Vec<String>>> {
    let mut strays: Vec<Stray> = names.iter().map(|name| Stray::new(name)).collect();
    let mut behind = String::new();
    loop {
        let page = store::names(tx, target, behind, PAGE).await?;
        for (folded, shown) in &page {
            let squeezed = squeezed(folded);
            for stray in &mut strays {
                stray.compare(folded, &squeezed, shown);
            }
        }
        match page.last() {
            Some((last, _)) if page.len() == usize::try_from(PAGE).unwrap_or(0) => behind = last.clone(),
            _ => break,
        }
    }
    let found = strays.into_iter().filter(|stray| !stray.best.1.is_empty());
    Ok(found.map(|stray| (stray.name, stray.best.1)).collect())
}

fn squeezed(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A slip in a name of five letters, two in one of nine.
const fn slips_allowed(chars: usize) -> usize {
    match chars {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other, if no more than `most`.
fn edits(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if swapped {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(name: &str, there: &[&str]) -> Vec<String> {
        let mut stray = Stray::new(name);
        for shown in there {
            let folded = fold(shown);
            stray.compare(&folded, &squeezed(&folded), shown);
        }
        stray.best.1
    }

    #[test]
    fn spaces_and_slips_are_seen_through_and_other_names_are_not() {
        let products = ["GTX Basic", "GTX Pro", "GTX Plus Pro", "MG Special"];
        assert_eq!(nearest("GTXPro", &products), ["GTX Pro"]);
        assert_eq!(nearest("GTX-PRO", &products), ["GTX Pro"]);
        assert_eq!(nearest("MG Spceial", &products), ["MG Special"]);
        assert!(nearest("GTK 500", &products).is_empty());
        assert!(nearest("Teste", &["Treequote", "Betatech"]).is_empty());
        assert!(nearest("Anna", &["Anne"]).is_empty(), "a slip in a short name is another name");
        assert_eq!(nearest("Haleyon", &["Halcyon", "Haldyon"]), ["Halcyon", "Haldyon"], "both are as near");
        assert_eq!(nearest("Moses Frase", &["Moses Fraser", "Moses Frase r"]), ["Moses Fraser"]);
        assert_eq!(nearest("müller gmbh", &["MULLER GMBH & Co", "Müler GmbH"]), ["Müler GmbH"]);
    }

    #[test]
    fn edits_count_swaps_as_one() {
        let count =
            |a: &str, b: &str| edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 9);
        assert_eq!(count("", ""), Some(0));
        assert_eq!(count("abc", "acb"), Some(1));
        assert_eq!(count("kitten", "sitting"), Some(3));
        assert_eq!(count("abc", ""), Some(3));
    }
}
