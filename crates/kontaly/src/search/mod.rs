//! Search by words: every record has one row per word, and a word's beginning finds it.

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
}
