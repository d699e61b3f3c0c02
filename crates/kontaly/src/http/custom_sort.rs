//! Lists in the order of a custom field.
//!
//! The rows are read in two parts: those that have a value, along the index of its type and joined to their records, and
//! those that have none, in the order of their ids. The second part is looked at only where the first does not fill the page.

use super::cursor::Cursor;
use super::error::Error;
use super::filter::Kind;
use super::owners;
use super::page::Asked;
use kontaly_access::{CustomFieldId, TenantId};
use kontaly_db::{Sql, TenantTx, sql};

/// How the values of a kind of field are put in order.
struct Order {
    /// What is compared.
    kind: Kind,
    value: &'static str,
    /// The same of a row that has none.
    none: &'static str,
    from: &'static str,
    /// Which rows have a value.
    has: &'static str,
}

impl Order {
    fn of(kind: &str) -> Self {
        let own = |kind, value, none, has| Self { kind, value, none, from: "custom_values v", has };
        match kind {
            "number" | "money" => {
                own(Kind::Number, "v.number_value", "null::float8", " and v.number_value is not null")
            }
            "date" => own(Kind::Date, "v.date_value", "null::date", " and v.date_value is not null"),
            "checkbox" => own(Kind::Integer, "1::bigint", "null::bigint", " and v.boolean_value"),
            "person" => Self {
                kind: Kind::Text,
                value: "p.name collate \"C\"",
                none: "null::text",
                from: "custom_values v join users p on p.tenant_id = v.tenant_id and p.id = v.user_value",
                has: "",
            },
            // As the choices are offered; of several, the first decides.
            "choice" | "multi_choice" => Self {
                kind: Kind::Integer,
                value: "coalesce(array_position(f.choices, v.text_value), 0)::bigint",
                none: "null::bigint",
                from: "custom_values v join custom_fields f on f.tenant_id = v.tenant_id and f.id = v.field_id",
                has: "",
            },
            _ => own(Kind::Text, "v.text_key", "null::text", " and v.text_key is not null"),
        }
    }
}

/// The page of a list in the order of the custom field of that key: rows of `columns`, the sort value and the id, and what
/// the value is.
///
/// # Errors
/// 422 where the noun has no such field.
pub(super) async fn statement(
    tx: &mut TenantTx,
    asked: &Asked<'_>,
    key: &str,
    columns: &'static str,
    rows: Sql,
) -> Result<(Sql, Kind), Error> {
    let (field, kind) = field(tx, asked.listing.noun, key).await?;
    let rows = owners::narrowed(tx, asked.listing, rows, None);
    let parts = Parts { asked, tenant: tx.tenant(), order: Order::of(&kind), field, columns, rows };
    // Nothing is the last, but a box that nobody has ticked is less than one that is.
    let valued_first = (kind != "checkbox" || asked.is_descending()) != asked.place.backwards();
    Ok((parts.joined(valued_first)?, parts.order.kind))
}

async fn field(tx: &mut TenantTx, noun: &'static str, key: &str) -> Result<(CustomFieldId, String), Error> {
    let query = sql("select f.id, f.kind from custom_fields f
          where f.tenant_id = $1 and f.noun = $2 and f.key = $3 and f.trashed_at is null")
    .bind(tx.tenant())
    .bind(noun)
    .bind(key.to_owned());
    let missing = || Error::query("sort", format!("There is no custom field {key:?} to sort by."));
    let row = tx.optional(query).await?.ok_or_else(missing)?;
    Ok((row.take()?, row.take()?))
}

struct Parts<'a> {
    asked: &'a Asked<'a>,
    tenant: TenantId,
    order: Order,
    field: CustomFieldId,
    columns: &'static str,
    rows: Sql,
}

impl Parts<'_> {
    /// Both parts in the order in which they are read, or what a cursor within the second leaves of it.
    fn joined(&self, valued_first: bool) -> Result<Sql, Error> {
        let cursor = self.asked.place.cursor();
        if cursor.is_some_and(|cursor| cursor.has_value() != valued_first) {
            return self.part(!valued_first, cursor, "");
        }
        let direction = self.asked.direction().1;
        let mut page = sql("with first as materialized (");
        page.append(self.part(valued_first, cursor, "")?);
        page.push(") select first.*, 1 as part from first union all select second.*, 2 from (");
        page.append(self.part(!valued_first, None, " and (select count(*) from first) <= ")?);
        page.push(") second order by part, sort_value").push(direction);
        page.push(", sort_id").push(direction).push(" limit ").push_number(self.asked.limit + 1);
        Ok(page)
    }

    /// Those with a value or those without, from a cursor on; `unless` compares how many there are already.
    fn part(&self, valued: bool, cursor: Option<&Cursor>, unless: &'static str) -> Result<Sql, Error> {
        let (beyond, direction) = self.asked.direction();
        let mut part = if valued { self.valued() } else { self.without() };
        if !unless.is_empty() {
            part.push(unless).push_number(self.asked.limit);
        }
        let id = if valued { "s.sort_id" } else { self.asked.listing.id };
        if let Some(cursor) = cursor {
            part.push(if valued { " and (s.sort_value, " } else { " and (" }).push(id);
            part.push(")").push(beyond).push("(");
            if valued {
                cursor.bind_value(&mut part, self.order.kind)?;
                part.push(", ");
            }
            part.push_bind(cursor.i).push(")");
        }
        part.push(" order by ");
        if valued {
            part.push("s.sort_value").push(direction).push(", ");
        }
        part.push(id).push(direction).push(" limit ").push_number(self.asked.limit + 1);
        Ok(part)
    }

    /// The values, and the record of each.
    fn valued(&self) -> Sql {
        let mut part = sql("select r.*, s.sort_value, s.sort_id from (select ");
        part.push(self.order.value).push(" as sort_value, v.record_id as sort_id");
        part.append(self.values()).push(") s cross join lateral (select ").push(self.columns).push(" ");
        part.append(self.rows.clone()).push(" and ").push(self.asked.listing.id);
        part.push(" = s.sort_id) r where true");
        part
    }

    /// The records that have none.
    fn without(&self) -> Sql {
        let id = self.asked.listing.id;
        let mut part = sql("select ");
        part.push(self.columns).push(", ").push(self.order.none).push(" as sort_value, ").push(id);
        part.push(" as sort_id ")
            .append(self.rows.clone())
            .push(" and not exists (select")
            .append(self.values());
        part.push(" and v.record_id = ").push(id).push(")");
        part
    }

    fn values(&self) -> Sql {
        let mut values = sql(" from ");
        values.push(self.order.from).push(" where v.tenant_id = ").push_bind(self.tenant);
        values
            .push(" and v.field_id = ")
            .push_bind(self.field)
            .push(" and v.position = 0")
            .push(self.order.has);
        values
    }
}
