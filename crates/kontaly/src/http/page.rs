//! Lists: keyset pages, never OFFSET, and counts that stop counting.

use super::cursor::{Cursor, Place};
use super::error::Error;
use super::filter::{self, Kind, Listing};
use super::{custom_sort, owners};
use kontaly_db::{PlatformTx, Row, Sql, TenantTx, sql};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
    /// A field to sort by, with `-` in front for descending. A custom field is `custom.<key>`: records without a value come
    /// last, and a checkbox that was never touched is not ticked.
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
    let asked = Asked::of(listing, query)?;
    let mut rows = from_where;
    rows.append(filter::compile(listing, query.filter.as_deref(), tx.actor())?);
    let (statement, kind) = match asked.name().strip_prefix("custom.") {
        Some(key) => custom_sort::statement(tx, &asked, key, columns, rows).await?,
        None => by_field(tx, &asked, query, columns, rows)?,
    };
    let rows = tx.closing().query(statement).await?;
    asked.page(&rows, kind, read)
}

/// Reads a page of a registry, which is no tenant's: as [`read`], in the order of a field, with no filter but what `from_where`
/// says.
///
/// # Errors
/// As [`read`].
pub async fn read_registry<T>(
    tx: &mut PlatformTx,
    listing: &Listing,
    query: &ListQuery,
    columns: &'static str,
    mut from_where: Sql,
    read: impl Fn(&Row) -> Result<T, kontaly_db::Error>,
) -> Result<Page<T>, Error> {
    let asked = Asked::of(listing, query)?;
    let ordered = ordered(&asked, columns, &mut from_where)?;
    let mut statement = ordered.select;
    statement.append(from_where).append(ordered.order);
    let rows = tx.closing().query(statement).await?;
    asked.page(&rows, ordered.kind, read)
}

/// What stands around the rows of a page.
struct Ordered {
    /// `select …`, with the sort value and the id at the end.
    select: Sql,
    /// `order by … limit …`.
    order: Sql,
    /// What the sort value is.
    kind: Kind,
}

/// The order by one of the noun's own fields, along an index; `rows` begin where the page begins.
fn ordered(asked: &Asked<'_>, columns: &'static str, rows: &mut Sql) -> Result<Ordered, Error> {
    let (listing, name) = (asked.listing, asked.name());
    let (field, column) = listing
        .fields
        .iter()
        .find(|field| field.name == name)
        .and_then(|field| Some((field, field.sort?)))
        .ok_or_else(|| Error::query("sort", format!("This list cannot be sorted by {name:?}.")))?;
    let (beyond, direction) = asked.direction();
    if let Some(cursor) = asked.place.cursor() {
        rows.push(" and (").push(column).push(", ").push(listing.id).push(")").push(beyond).push("(");
        cursor.bind_value(rows, field.kind)?;
        rows.push(", ").push_bind(cursor.i).push(")");
    }
    let mut order = sql(" order by ");
    order.push(column).push(direction).push(", ").push(listing.id).push(direction);
    order.push(" limit ").push_number(asked.limit + 1);
    let mut select = sql("select ");
    select.push(columns).push(", ").push(column).push(", ").push(listing.id).push(" ");
    Ok(Ordered { select, order, kind: field.kind })
}

/// A page in the order of one of the noun's own fields.
fn by_field(
    tx: &TenantTx,
    asked: &Asked<'_>,
    query: &ListQuery,
    columns: &'static str,
    mut rows: Sql,
) -> Result<(Sql, Kind), Error> {
    let Ordered { select: mut statement, order, kind } = ordered(asked, columns, &mut rows)?;
    // One of few texts: no filter shapes it, and its number of rows is a usual one.
    let usual = matches!(asked.limit, PAGE_ROWS_DEFAULT | PAGE_ROWS_MAX)
        && query.filter.as_deref().is_none_or(|filter| filter.trim().is_empty());
    let by_default = asked.name() == asked.listing.default_sort.trim_start_matches('-');
    statement.append(owners::narrowed(tx, asked.listing, rows, by_default.then_some(&order))).append(order);
    Ok((if usual { statement.planned_once() } else { statement }, kind))
}

/// What is asked of a list, understood: its order, from where, and how many rows.
pub(super) struct Asked<'a> {
    pub(super) listing: &'a Listing,
    sort: &'a str,
    pub(super) place: Place,
    pub(super) limit: usize,
}

impl<'a> Asked<'a> {
    fn of(listing: &'a Listing, query: &'a ListQuery) -> Result<Self, Error> {
        let sort = query.sort.as_deref().filter(|sort| !sort.is_empty()).unwrap_or(listing.default_sort);
        let place = Place::of(query, sort)?;
        let limit = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
        if !(1..=PAGE_ROWS_MAX).contains(&limit) {
            return Err(Error::query("limit", format!("A page has 1 to {PAGE_ROWS_MAX} rows.")));
        }
        Ok(Self { listing, sort, place, limit })
    }

    /// The field that is sorted by.
    fn name(&self) -> &'a str {
        self.sort.trim_start_matches('-')
    }

    /// Whether the list is asked for from the greatest value down.
    pub(super) fn is_descending(&self) -> bool {
        self.sort.starts_with('-')
    }

    /// What lies beyond a row in the direction of reading, and the word for that order. Backwards is the same list upside
    /// down, and turned over again when it is here.
    pub(super) fn direction(&self) -> (&'static str, &'static str) {
        if self.is_descending() == self.place.backwards() { (" > ", " asc") } else { (" < ", " desc") }
    }

    /// The page that rows make: what was asked for, the sort value of that kind, the id.
    fn page<T>(
        self,
        rows: &[Row],
        kind: Kind,
        read: impl Fn(&Row) -> Result<T, kontaly_db::Error>,
    ) -> Result<Page<T>, Error> {
        let more = rows.len() > self.limit;
        let rows = &rows[..rows.len().min(self.limit)];
        let mut items = Vec::with_capacity(rows.len());
        let mut ends = (None, None);
        for (i, row) in rows.iter().enumerate() {
            items.push(read(row)?);
            if i == 0 || i + 1 == rows.len() {
                let end = Cursor::of(row, self.sort, kind)?.encode();
                ends = (ends.0.or_else(|| Some(end.clone())), Some(end));
            }
        }
        let (first, last) = ends;
        Ok(match self.place {
            Place::Start => Page { items, next: last.filter(|_| more), previous: None },
            Place::After(_) => Page { items, next: last.filter(|_| more), previous: first },
            Place::Before(_) | Place::End => {
                items.reverse();
                let next = first.filter(|_| matches!(self.place, Place::Before(_)));
                Page { items, next, previous: last.filter(|_| more) }
            }
        })
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
