//! Search by words: every record has one row per word, and a word's beginning finds it.

pub mod http;
pub mod store;

use kontaly_access::{TenantId, UserId};
use kontaly_db::{Sql, sql};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use uuid::Uuid;

/// Words kept of one record, and characters of one word.
const WORDS_MAX: usize = 64;
/// See [`WORDS_MAX`].
const WORD_CHARS_MAX: usize = 40;

/// Lower case, compatibility-decomposed, without accents, one space between words: "  Émile  ZOLA" is "emile zola".
#[must_use]
pub fn fold(text: &str) -> String {
    let folded: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).nfc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words by which a record is found, from its searchable texts, the most important text first: when there are too
/// many words, the last ones are left out. E-mail addresses and domains count as a whole and by their parts.
#[must_use]
pub fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut words = Vec::new();
    for text in texts {
        let folded = fold(text);
        for part in folded.split(' ') {
            if part.contains(['@', '.']) && part.chars().any(char::is_alphanumeric) {
                words.push(cut(part));
            }
        }
        words.extend(folded.unicode_words().map(cut));
        // What Unicode takes for one word ("o'brien", "a.b") is found by its parts too.
        words.extend(folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(cut));
    }
    let mut seen = HashSet::new();
    words.retain(|word| seen.len() < WORDS_MAX && seen.insert(word.clone()));
    words
}

/// The words that a person asks for, each the beginning of a word that is kept: cut where [`words`] cuts, so that an
/// address typed halfway, a name with an apostrophe and a text without spaces between its words are found. A word that
/// begins another one says nothing more and is left out.
#[must_use]
pub fn asked(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<String> = parts.flat_map(UnicodeSegmentation::unicode_words).map(cut).collect();
    words.sort_unstable();
    // Sorted, a word stands right before those that it begins.
    words.dedup_by(|next, word| {
        let begins = next.starts_with(word.as_str());
        if begins {
            *word = std::mem::take(next);
        }
        begins
    });
    words
}

fn cut(word: &str) -> String {
    word.chars().take(WORD_CHARS_MAX).collect()
}

/// The statements that make a record's words what they should be; queue them with the mutation.
#[must_use]
pub fn index(
    tenant: TenantId,
    noun: &'static str,
    record: Uuid,
    owner: Option<UserId>,
    directory: bool,
    words: Vec<String>,
) -> Sql {
    sql("with gone as (
           delete from search_tokens where tenant_id = $1 and record_id = $3 and token <> all ($6))
         insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory)
         select $1, w, $2, $3, $4, $5 from unnest($6) w
         where not exists (select from search_tokens t where t.tenant_id = $1 and t.record_id = $3 and t.token = w)
         on conflict do nothing")
    .bind(tenant)
    .bind(noun)
    .bind(record)
    .bind(owner)
    .bind(directory)
    .bind(words)
}

/// Words, each with its record and the record's owner, of many records at once; those that are there already stay.
#[must_use]
pub fn add(
    tenant: TenantId,
    noun: &'static str,
    directory: bool,
    mut words: Vec<(String, Uuid, Option<Uuid>)>,
) -> Sql {
    // In the order of the index, so that neighbours land on one page.
    words.sort_unstable();
    let records = words.iter().map(|(_, record, _)| *record).collect::<Vec<_>>();
    let owners = words.iter().map(|(.., owner)| *owner).collect::<Vec<_>>();
    sql("insert into search_tokens (tenant_id, token, noun, record_id, owner_id, directory)
         select $1, w.token, $2, w.record_id, w.owner_id, $3 from unnest($4, $5, $6) w (token, record_id, owner_id)
         on conflict do nothing")
    .bind(tenant)
    .bind(noun)
    .bind(directory)
    .bind(words.into_iter().map(|(word, ..)| word).collect::<Vec<_>>())
    .bind(records)
    .bind(owners)
}

/// Takes away the words of these records that are none of these any more.
#[must_use]
pub fn keep_only(tenant: TenantId, records: Vec<Uuid>, words: &[(String, Uuid, Option<Uuid>)]) -> Sql {
    sql("delete from search_tokens t where t.tenant_id = $1 and t.record_id = any ($2)
         and not exists (select from unnest($3, $4) w (token, record_id) where w.record_id = t.record_id and w.token = t.token)")
    .bind(tenant)
    .bind(records)
    .bind(words.iter().map(|(word, ..)| word.clone()).collect::<Vec<_>>())
    .bind(words.iter().map(|(_, record, _)| *record).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_takes_case_accents_width_and_spaces_away() {
        assert_eq!(fold("  Émile \t ZOLA "), "emile zola");
        assert_eq!(fold("ＧＴＸ Ｐｒｏ"), "gtx pro");
        assert_eq!(fold("Straße"), "straße");
        assert_eq!(fold("محمد"), "محمد");
    }

    #[test]
    fn words_are_found_whole_and_in_parts() {
        let words = words(["Shelley O'Brien", "Shelley_K47@hotmail.com", "北京"]);
        for word in ["shelley", "o'brien", "brien", "shelley_k47@hotmail.com", "hotmail", "k47"] {
            assert!(words.iter().any(|w| w == word), "{word} in {words:?}");
        }
        assert!(words.iter().any(|w| w.starts_with('北')));
    }

    #[test]
    fn the_first_words_are_kept_and_each_once() {
        let many: Vec<String> = (0..200).map(|i| format!("w{i}")).collect();
        let words = words(std::iter::once("zoe Zoe").chain(many.iter().map(String::as_str)));
        assert_eq!((words.len(), words[0].as_str(), words[1].as_str()), (WORDS_MAX, "zoe", "w0"));
    }

    #[test]
    fn what_is_asked_for_is_cut_like_what_is_kept() {
        assert_eq!(asked("  O'Brien,  SHELLEY! "), ["brien", "o", "shelley"]);
        assert_eq!(asked("an anna ann anton"), ["anna", "anton"], "a beginning of another word says nothing");
        assert_eq!(asked("%_\\'\";--"), Vec::<String>::new());
        assert_eq!(asked(&"x".repeat(1000)), ["x".repeat(WORD_CHARS_MAX)]);
    }

    /// Whatever stands in a record, every piece of it that somebody types finds it.
    #[test]
    fn every_beginning_of_a_text_finds_it() {
        for text in [
            "Shelley O’Brien",
            "shelley_k47@hot-mail.com",
            "東京都北区1丁目",
            "ＧＴＸ Ｐｒｏ 3.14",
            "Émile-Zoë d'Été",
        ] {
            let kept = words([text]);
            for (end, _) in text.char_indices().skip(1) {
                for word in asked(&text[..end]) {
                    assert!(
                        kept.iter().any(|k| k.starts_with(&word)),
                        "{word} of {:?} in {kept:?}",
                        &text[..end]
                    );
                }
            }
        }
    }
}
