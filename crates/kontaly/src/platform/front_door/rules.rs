//! Which address a workspace is offered, from its name.

use crate::tenancy::slug;
use unicode_normalization::UnicodeNormalization;

/// A name as an address: letters without their accents, everything else a hyphen; empty when nothing is left.
#[must_use]
pub fn slug_of(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let mut slug = String::new();
    for c in letters.flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ß' => slug.push_str("ss"),
            'ø' => slug.push('o'),
            'æ' => slug.push_str("ae"),
            'ł' => slug.push('l'),
            '\'' | '’' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(32);
    slug.trim_matches('-').to_owned()
}

/// What to offer in place of a slug that is not to be had, the nearest first; each one is well formed and not reserved.
#[must_use]
pub fn alternatives(wanted: &str) -> Vec<String> {
    let base = slug_of(wanted);
    let endings = ["", "-crm", "-team", "-sales", "-hq", "-group", "-3", "-4", "-7", "-9"];
    endings.iter().map(|ending| format!("{base}{ending}")).filter(|slug| slug::check(slug).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_address() {
        for (name, slug) in [
            ("Acme Trading GmbH & Co. KG", "acme-trading-gmbh-co-kg"),
            ("Bücher O’Neil", "bucher-oneil"),
            ("Straße 9", "strasse-9"),
            ("株式会社", ""),
            ("  --x--  ", "x"),
        ] {
            assert_eq!(slug_of(name), slug, "{name}");
        }
        assert!(alternatives("admin").iter().all(|slug| slug != "admin"));
        assert!(alternatives(&"a".repeat(60)).iter().all(|slug| slug.len() <= 40));
    }
}
