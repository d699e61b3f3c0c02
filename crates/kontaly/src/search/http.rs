//! Search over HTTP.

use super::{asked, store};
use crate::http::{Cx, Error, Problem, Result};
use axum::Json;
use axum::extract::Query;
use kontaly_access::Permission;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What can be found, in the order in which it is shown.
const NOUNS: [&str; 6] = ["lead", "contact", "company", "deal", "product", "activity"];
/// Characters and words of a search at most.
const CHARS_MAX: usize = 1000;
/// See [`CHARS_MAX`].
const WORDS_MAX: usize = 12;
/// Hits of a noun when nothing is said, and at most.
const HITS_DEFAULT: usize = 8;
/// See [`HITS_DEFAULT`].
const HITS_MAX: usize = 50;

/// What is searched for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Beginnings of words, in any order: `hadd ine` finds Ines Haddad. Case and accents do not matter. At most 1,000
    /// characters and 12 words.
    #[param(example = "hadd halcyon")]
    #[serde(default)]
    pub q: String,
    /// Nouns to look among, with commas between them: `lead`, `contact`, `company`, `deal`, `product`, `activity`. All
    /// when absent.
    #[param(example = "lead,contact")]
    pub noun: Option<String>,
    /// Hits of a noun: 1 to 50, 8 when absent.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The nouns that have hits, in the order leads, contacts, companies, deals, products, activities.
    pub groups: Vec<SearchGroup>,
}

/// The hits of one noun: those that have more of the words exactly come first, then the newer ones.
///
/// Of a single word the first 300 rows are ranked, in the order of the words: a beginning that more records share
/// shows some of them. Of several words that are all common, the first 20,000 rows of all words together are compared.
/// One more letter leads further.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchGroup {
    /// `lead`, `contact`, `company`, `deal`, `product` or `activity`.
    #[schema(example = "lead")]
    pub noun: String,
    /// The hits.
    pub hits: Vec<SearchHit>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// A record that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    /// Which one.
    pub id: Uuid,
    /// Its name, or an activity's subject.
    #[schema(example = "Ines Haddad")]
    pub title: String,
    /// What tells it from others of that name: of a lead or contact its company or e-mail address, of a company its
    /// domain or city, of a deal its stage, of a product its series, of an activity the record that it hangs on.
    #[schema(example = "Halcyon GmbH")]
    pub subtitle: Option<String>,
    /// Of an activity, the record that it hangs on.
    pub about: Option<SearchAbout>,
}

/// The record that an activity hangs on.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAbout {
    /// `lead`, `deal`, `contact` or `company`.
    #[schema(example = "deal")]
    pub noun: String,
    /// Which one.
    pub id: Uuid,
}

/// Search the records that you see, all nouns at once.
#[utoipa::path(get, path = "/api/search", tag = "search", operation_id = "search", params(SearchQuery),
    responses((status = 200, body = SearchAnswer), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn search(cx: Cx, Query(query): Query<SearchQuery>) -> Result<Json<SearchAnswer>> {
    let limit = query.limit.unwrap_or(HITS_DEFAULT);
    if !(1..=HITS_MAX).contains(&limit) {
        return Err(Error::query("limit", format!("A noun shows 1 to {HITS_MAX} hits.")));
    }
    let nouns = nouns(query.noun.as_deref())?;
    let words = words(&query.q)?;
    let mut tx = cx.begin(Permission::SearchRead)?;
    Ok(Json(SearchAnswer { groups: store::find(&mut tx, words, &nouns, limit).await? }))
}

fn words(q: &str) -> Result<Vec<String>> {
    if q.contains('\0') {
        return Err(Error::query("q", "The character U+0000 cannot be searched for."));
    }
    if q.chars().count() > CHARS_MAX {
        return Err(Error::query("q", format!("A search has {CHARS_MAX} characters at most.")));
    }
    let words = asked(q);
    if words.len() > WORDS_MAX {
        return Err(Error::query("q", format!("A search has {WORDS_MAX} words at most.")));
    }
    Ok(words)
}

fn nouns(asked: Option<&str>) -> Result<Vec<&'static str>> {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(NOUNS.to_vec()) };
    let asked: Vec<&str> = asked.split(',').map(str::trim).collect();
    match asked.iter().find(|noun| !NOUNS.contains(noun)) {
        Some(unknown) => Err(Error::query(
            "noun",
            format!("There is no noun {unknown:?}; there are {}.", NOUNS.join(", ")),
        )),
        None => Ok(NOUNS.into_iter().filter(|noun| asked.contains(noun)).collect()),
    }
}
