//! The languages that Kontaly is read in, and which of them a person, a workspace or a request wants.

use crate::http::{Error, Result};
use axum::http::{HeaderMap, header};

/// A language with a catalogue. Another one is one more variant here, and one more catalogue in the browser application
/// (docs/languages.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The language that everything is written in first.
    #[default]
    English,
    /// German.
    German,
    /// Modern Standard Arabic, from right to left.
    Arabic,
}

/// Characters of a BCP 47 tag at most, as it is kept.
const TAG_CHARS_MAX: usize = 35;

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::Arabic];

    /// The primary subtag: what `lang` says of a page in it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    /// Which way it runs, as `dir` says it.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// The language of a BCP 47 tag such as `de-AT`, if there is a catalogue of it.
    #[must_use]
    pub fn of(locale: &str) -> Option<Self> {
        let primary = locale.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The language that a request would rather be answered in.
    #[must_use]
    pub fn asked(headers: &HeaderMap) -> Option<Self> {
        locale_asked(headers).as_deref().and_then(Self::of)
    }
}

/// The tag that a request prefers among those with a catalogue: the one with the greatest weight, the first of equals.
#[must_use]
pub fn locale_asked(headers: &HeaderMap) -> Option<String> {
    let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, &str)> = None;
    for offer in asked.split(',') {
        let (tag, weight) = weighed(offer);
        if is_locale(tag) && weight > best.map_or(0.0, |(weight, _)| weight) {
            best = Some((weight, tag));
        }
    }
    best.map(|(_, tag)| tag.to_owned())
}

/// `de-AT;q=0.8` as its tag and its weight.
fn weighed(offer: &str) -> (&str, f32) {
    let (tag, parameters) = offer.split_once(';').unwrap_or((offer, ""));
    let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.trim().parse().ok());
    (tag.trim(), weight.unwrap_or(0.0))
}

/// Whether a text is a tag that a person or a workspace can have: well formed, of a language with a catalogue.
#[must_use]
pub fn is_locale(text: &str) -> bool {
    let shaped =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    text.len() <= TAG_CHARS_MAX && text.split('-').all(shaped) && Language::of(text).is_some()
}

/// Demands such a tag of a field.
///
/// # Errors
/// 422 for anything else.
pub fn right_locale(field: &str, locale: &str) -> Result<()> {
    if is_locale(locale) {
        return Ok(());
    }
    let known = "Kontaly does not speak this language; it speaks en, de and ar, with a region if need be.";
    Err(Error::field(field, "unknown_language", known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(asked: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, asked.parse().unwrap())])
    }

    #[test]
    fn a_request_gets_the_language_that_it_likes_best_of_ours() {
        for (asked, locale) in [
            ("de-AT", Some("de-AT")),
            ("fr-FR, fr;q=0.9, de;q=0.5, en;q=0.4", Some("de")),
            ("en;q=0.2, ar-EG;q=0.8", Some("ar-EG")),
            ("DE, en", Some("DE")),
            ("de;q=0, en;q=0.1", Some("en")),
            ("fr, *;q=0.5", None),
            ("", None),
            ("de_DE; q=what", None),
        ] {
            assert_eq!(locale_asked(&headers(asked)).as_deref(), locale, "{asked}");
        }
        assert_eq!(Language::asked(&headers("ar-EG")), Some(Language::Arabic));
        assert_eq!(locale_asked(&HeaderMap::new()), None);
    }

    #[test]
    fn a_tag_is_well_formed_and_of_a_language_with_a_catalogue() {
        for tag in ["en", "de-CH", "ar-EG-u-nu-latn", "AR"] {
            assert!(is_locale(tag), "{tag}");
        }
        for tag in ["", "fr", "deu", "de_AT", "de-", "en-\"><b>", "de-waytoolongsubtag", &"en-a".repeat(9)] {
            assert!(!is_locale(tag), "{tag}");
        }
    }
}
