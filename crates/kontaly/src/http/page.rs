//! Lists: keyset pages, never OFFSET, and counts that stop counting.

use super::error::Error;
use super::filter::{self, Field, Kind, Listing};
use super::owners;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::Timestamp;
use jiff::civil::Date;
use kontaly_db::{Row, Sql, TenantTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Rows of a page when none is asked for, and at most.
pub const PAGE_ROWS_DEFAULT: usize = 50;
/// See [`PAGE_ROWS_DEFAULT`].
pub const PAGE_ROWS_MAX: usize = 200;
/// Where a count that need not be exact stops.
pub const COUNT_CAP: i64 = 10_000;

/// What a list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Nested conditions as JSON, for example
    /// `{"and":[{"field":"status","op":"in","value":["new"]},{"field":"owner_id","op":"eq","value":"me"}]}`.
    /// Operators: `eq`, `ne`, `lt`, `lte`, `gt`, `gte`, `in`, `not_in`, `prefix`, `contains`, `empty`, `not_empty`.
    /// Tags are the field `tag`, with ids. A custom field is `custom.<key>`, with its `type` beside `field`, `op` and `value`.
    #[param(example = json!(null))]
    pub filter: Option<String>,
    /// A field to sort by, with `-` in front for descending.
    #[param(example = "-created_at")]
    pub sort: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Instead of `cursor`, backwards: the `previous` of the page behind, or `end` for the last page. The rows come in the
    /// order of the sort all the same.
    #[param(example = json!(null))]
    pub before: Option<String>,
    /// Rows of the page: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

/// Which page of a list that has one order and no filter.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of the page: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

impl From<PageQuery> for ListQuery {
    fn from(PageQuery { cursor, limit }: PageQuery) -> Self {
        Self { cursor, limit, ..Self::default() }
    }
}

/// What is to be counted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountQuery {
    /// As for the list.
    pub filter: Option<String>,
    /// Count to the end instead of stopping at 10,000.
    #[serde(default)]
    pub exact: bool,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
    /// What `before` must be for the page in front of this one; null at the beginning, and of lists that are read forwards
    /// only.
    pub previous: Option<String>,
}

impl<T> Page<T> {
    /// A page of a list that is read forwards only.
    #[must_use]
    pub fn forwards(items: Vec<T>, next: Option<String>) -> Self {
        Self { items, next, previous: None }
    }
}

/// How many rows a list has.
#[derive(Debug, Serialize, ToSchema)]
pub struct Count {
    /// The number, or where counting stopped.
    pub count: i64,
    /// Whether there are more than `count`.
    pub capped: bool,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    /// The sort it belongs to.
    s: String,
    /// The row's sort value, as text.
    v: String,
    /// The row's id.
    i: Uuid,
}

/// Reads a page: `select` is a statement up to and including its WHERE (tenant, trash, whatever the noun always says);
/// the filter, the keyset, the order and the limit are added here. Its SELECT list is `columns`, and the sort value and
/// the id are read behind them.
///
/// # Errors
/// 422 for a filter, sort or cursor that cannot be understood; otherwise the database's.
pub async fn read<T>(
    tx: &mut TenantTx,
    listing: &Listing,
    query: &ListQuery,
    columns: &'static str,
    from_where: Sql,
    read: impl Fn(&Row) -> Result<T, kontaly_db::Error>,
) -> Result<Page<T>, Error> {
    let sort = query.sort.as_deref().filter(|sort| !sort.is_empty()).unwrap_or(listing.default_sort);
    let (name, descending) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
    let (field, column) = listing
        .fields
        .iter()
        .find(|field| field.name == name)
        .and_then(|field| Some((field, field.sort?)))
        .ok_or_else(|| Error::query("sort", format!("This list cannot be sorted by {name:?}.")))?;
    let place = Place::of(query, sort)?;
    let limit = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    if !(1..=PAGE_ROWS_MAX).contains(&limit) {
        return Err(Error::query("limit", format!("A page has 1 to {PAGE_ROWS_MAX} rows.")));
    }
    // One of few texts: no filter shapes it, and its number of rows is a usual one.
    let usual = matches!(limit, PAGE_ROWS_DEFAULT | PAGE_ROWS_MAX)
        && query.filter.as_deref().is_none_or(|filter| filter.trim().is_empty());
    // Backwards is the same list upside down, and turned over again when it is here.
    let downwards = descending != place.backwards();
    let mut rows = from_where;
    rows.append(filter::compile(listing, query.filter.as_deref(), tx.actor())?);
    if let Place::After(cursor) | Place::Before(cursor) = &place {
        rows.push(" and (").push(column).push(", ").push(listing.id);
        rows.push(if downwards { ") < (" } else { ") > (" });
        bind_sort_value(&mut rows, field, &cursor.v)?;
        rows.push(", ").push_bind(cursor.i).push(")");
    }
    let direction = if downwards { " desc" } else { " asc" };
    let mut order = sql(" order by ");
    order.push(column).push(direction).push(", ").push(listing.id).push(direction);
    order.push(" limit ").push_number(limit + 1);
    let mut statement = sql("select ");
    statement.push(columns).push(", ").push(column).push(", ").push(listing.id).push(" ");
    let by_default = name == listing.default_sort.trim_start_matches('-');
    statement.append(owners::narrowed(tx, listing, rows, by_default.then_some(&order))).append(order);
    let rows = tx.closing().query(if usual { statement.planned_once() } else { statement }).await?;
    let more = rows.len() > limit;
    let rows = &rows[..rows.len().min(limit)];
    let mut items = Vec::with_capacity(rows.len());
    let mut ends = (None, None);
    for (i, row) in rows.iter().enumerate() {
        items.push(read(row)?);
        if i == 0 || i + 1 == rows.len() {
            let end = encode(&Cursor { s: sort.to_owned(), v: sort_value(row, field)?, i: row.take()? });
            ends = (ends.0.or_else(|| Some(end.clone())), Some(end));
        }
    }
    let (first, last) = ends;
    Ok(match place {
        Place::Start => Page { items, next: last.filter(|_| more), previous: None },
        Place::After(_) => Page { items, next: last.filter(|_| more), previous: first },
        Place::Before(_) | Place::End => {
            items.reverse();
            let next = first.filter(|_| matches!(place, Place::Before(_)));
            Page { items, next, previous: last.filter(|_| more) }
        }
    })
}

/// From where a page is read, and in which direction.
enum Place {
    Start,
    After(Cursor),
    Before(Cursor),
    End,
}

impl Place {
    fn of(query: &ListQuery, sort: &str) -> Result<Self, Error> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        match (given(&query.cursor), given(&query.before)) {
            (None, None) => Ok(Self::Start),
            (Some(cursor), None) => Ok(Self::After(decode(&cursor, sort, "cursor")?)),
            (None, Some(end)) if end == "end" => Ok(Self::End),
            (None, Some(cursor)) => Ok(Self::Before(decode(&cursor, sort, "before")?)),
            (Some(_), Some(_)) => {
                Err(Error::query("before", "A page is read from one place: give cursor or before."))
            }
        }
    }

    fn backwards(&self) -> bool {
        matches!(self, Self::Before(_) | Self::End)
    }
}

/// Counts what a list has under a filter. `from_where` as for [`read`].
///
/// # Errors
/// As [`read`].
pub async fn count(
    tx: &mut TenantTx,
    listing: &Listing,
    query: &CountQuery,
    from_where: Sql,
) -> Result<Count, Error> {
    let mut rows = from_where;
    rows.append(filter::compile(listing, query.filter.as_deref(), tx.actor())?);
    let mut statement = sql("select count(*) from (select 1 ");
    statement.append(owners::narrowed(tx, listing, rows, None));
    if !query.exact {
        statement.push(" limit ").push_bind(COUNT_CAP + 1);
    }
    statement.push(") counted");
    let count: i64 = tx.closing().one(statement).await?.take()?;
    let capped = !query.exact && count > COUNT_CAP;
    Ok(Count { count: if capped { COUNT_CAP } else { count }, capped })
}

/// The cursor behind a row that was not read by [`read`]: of a list sorted by `sort`, the row's value of it and its id.
#[must_use]
pub fn cursor(sort: &str, value: String, id: Uuid) -> String {
    encode(&Cursor { s: sort.to_owned(), v: value, i: id })
}

fn encode(cursor: &Cursor) -> String {
    BASE64.encode(serde_json::to_vec(cursor).unwrap_or_default())
}

fn decode(text: &str, sort: &str, parameter: &'static str) -> Result<Cursor, Error> {
    BASE64
        .decode(text)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Cursor>(&bytes).ok())
        .filter(|cursor| cursor.s == sort && !cursor.v.contains('\0'))
        .ok_or_else(|| {
            Error::query(parameter, "This cursor belongs to another list or sort. Start again without it.")
        })
}

fn sort_value(row: &Row, field: &Field) -> Result<String, kontaly_db::Error> {
    Ok(match field.kind {
        Kind::Text => row.take::<String>()?,
        Kind::Integer => row.take::<i64>()?.to_string(),
        Kind::Number => row.take::<f64>()?.to_string(),
        Kind::Date => row.take::<Date>()?.to_string(),
        Kind::Instant => row.take::<Timestamp>()?.to_string(),
        Kind::Id => row.take::<Uuid>()?.to_string(),
    })
}

fn bind_sort_value(statement: &mut Sql, field: &Field, value: &str) -> Result<(), Error> {
    let bad = || Error::query("cursor", "This cursor is damaged. Start again without it.");
    match field.kind {
        Kind::Text => statement.push_bind(value.to_owned()),
        Kind::Integer => statement.push_bind(value.parse::<i64>().map_err(|_| bad())?),
        Kind::Number => statement.push_bind(value.parse::<f64>().map_err(|_| bad())?),
        Kind::Date => statement.push_bind(value.parse::<Date>().map_err(|_| bad())?),
        Kind::Instant => statement.push_bind(value.parse::<Timestamp>().map_err(|_| bad())?),
        Kind::Id => statement.push_bind(value.parse::<Uuid>().map_err(|_| bad())?),
    };
    Ok(())
}
