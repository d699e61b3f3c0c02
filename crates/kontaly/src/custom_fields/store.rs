//! Custom fields and their values in the database.

use super::values::{Cell, RecordValues, Values, ValuesOf, collect};
use super::{CustomField, FieldKind};
use crate::http::{Error, Result};
use crate::records::{self, Noun};
use kontaly_access::{CustomFieldId, UserId};
use kontaly_db::{Row, Sql, TenantTx, sql};
use uuid::Uuid;

const CONSTRAINTS: &[(&str, &str, &str, &str)] = &[(
    "custom_fields_by_key",
    "key",
    "taken",
    "There is a field of this key already, perhaps in the trash.",
)];

fn select(tx: &TenantTx) -> Sql {
    let mut query = sql("select ");
    query
        .push(CustomField::COLUMNS)
        .push(" from custom_fields f where f.tenant_id = ")
        .push_bind(tx.tenant());
    query
}

/// The fields of one noun or of all, in their order; at most 2,000.
///
/// # Errors
/// The database's.
pub async fn list(tx: &mut TenantTx, noun: Option<Noun>, with_trashed: bool) -> Result<Vec<CustomField>> {
    let mut query = select(tx);
    if let Some(noun) = noun {
        query.push(" and f.noun = ").push_bind(noun.as_str());
    }
    if !with_trashed {
        query.push(" and f.trashed_at is null");
    }
    query.push(" order by f.noun, f.position, f.key limit 2000");
    let rows = tx.query(query.stable()).await?;
    Ok(rows.iter().map(CustomField::read).collect::<Result<_, _>>()?)
}

fn by_id(tx: &TenantTx, id: CustomFieldId) -> Sql {
    let mut query = select(tx);
    query.push(" and f.id = ").push_bind(id);
    query
}

/// A field, trashed ones included.
///
/// # Errors
/// 404.
pub async fn get(tx: &mut TenantTx, id: CustomFieldId) -> Result<CustomField> {
    let query = by_id(tx, id).stable();
    Ok(CustomField::read(&tx.one(query).await?)?)
}

/// A field, locked until the transaction ends.
///
/// # Errors
/// 404; 403 for whoever is no administrator.
pub async fn lock(tx: &mut TenantTx, id: CustomFieldId) -> Result<CustomField> {
    Ok(CustomField::read(&records::store::lock(tx, |tx| by_id(tx, id), " for no key update").await?)?)
}

/// Keeps a new field.
///
/// # Errors
/// 422 for a taken key.
pub async fn insert(tx: &mut TenantTx, field: &CustomField) -> Result<()> {
    let statement = sql(
        "insert into custom_fields (tenant_id, id, noun, key, label, kind, choices, position, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tx.tenant())
    .bind(field.id)
    .bind(field.noun.clone())
    .bind(field.key.clone())
    .bind(field.label.clone())
    .bind(field.kind.as_str())
    .bind(field.choices.clone())
    .bind(field.position)
    .bind(field.created_at);
    tx.execute(statement).await.map_err(|error| Error::constraint(error, CONSTRAINTS))?;
    Ok(())
}

/// Writes a changed field, which comes back with its next version.
///
/// # Errors
/// The database's.
pub async fn update(tx: &mut TenantTx, field: &CustomField) -> Result<CustomField> {
    let statement = sql("update custom_fields f set label = $3, choices = $4, position = $5, trashed_at = $6, version = f.version + 1
          where f.tenant_id = $1 and f.id = $2 returning ");
    let mut statement = statement
        .bind(tx.tenant())
        .bind(field.id)
        .bind(field.label.clone())
        .bind(field.choices.clone())
        .bind(field.position)
        .bind(field.trashed_at);
    statement.push(CustomField::COLUMNS);
    Ok(CustomField::read(&tx.one(statement.stable()).await?)?)
}

/// Where a new field of a noun comes to stand: behind the others, trashed ones too.
///
/// # Errors
/// The database's.
pub async fn behind(tx: &mut TenantTx, noun: Noun) -> Result<i16> {
    let query = sql("select coalesce(max(f.position) + 1, 0)::smallint from custom_fields f where f.tenant_id = $1 and f.noun = $2")
        .bind(tx.tenant())
        .bind(noun.as_str());
    Ok(tx.one(query).await?.take()?)
}

/// Queues that the other fields of the noun make room for this one. They are numbered anew; nobody changed them, so their
/// versions stay.
pub fn make_room(tx: &mut TenantTx, field: &CustomField) {
    let statement = sql("update custom_fields f set position = n.place
          from (select o.id, (o.place + (o.place >= $4)::int)::smallint as place
            from (select c.id, row_number() over (order by c.position, c.key) - 1 as place from custom_fields c
              where c.tenant_id = $1 and c.noun = $2 and c.id <> $3 and c.trashed_at is null) o) n
          where f.tenant_id = $1 and f.id = n.id and f.position <> n.place")
        .bind(tx.tenant())
        .bind(field.noun.clone())
        .bind(field.id)
        .bind(i32::from(field.position));
    tx.queue(statement);
}

/// Queues the new names of choices in the records that have them. That is no change of a record that anybody made, so its
/// version stays.
pub fn rename(tx: &mut TenantTx, id: CustomFieldId, renamed: Vec<(String, String)>) {
    let (before, after): (Vec<String>, Vec<String>) = renamed.into_iter().unzip();
    let statement = sql("update custom_values v set text_value = r.after from unnest($3::text[], $4::text[]) r (before, after)
          where v.tenant_id = $1 and v.field_id = $2 and v.text_value = r.before")
        .bind(tx.tenant())
        .bind(id)
        .bind(before)
        .bind(after);
    tx.queue(statement);
}

/// Which of these choices some record has.
///
/// # Errors
/// The database's.
pub async fn chosen(tx: &mut TenantTx, id: CustomFieldId, choices: Vec<String>) -> Result<Vec<String>> {
    let query = sql("select c.choice from unnest($3) c (choice) where exists (
           select from custom_values v where v.tenant_id = $1 and v.field_id = $2 and v.text_value = c.choice)")
    .bind(tx.tenant())
    .bind(id)
    .bind(choices);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(Row::take).collect::<Result<_, _>>()?)
}

/// A record's values, of the fields that are not in the trash.
///
/// # Errors
/// 404 for a record that one does not see.
pub async fn of_record(tx: &mut TenantTx, noun: Noun, id: Uuid) -> Result<RecordValues> {
    let mut query = sql(
        "select r.version, f.key, f.kind, v.text_value, v.number_value, v.date_value, v.boolean_value, v.user_value from ",
    );
    query.push(records::store::table(noun)).push(
        " r left join custom_values v on v.tenant_id = r.tenant_id and v.record_id = r.id
          left join custom_fields f on f.tenant_id = v.tenant_id and f.id = v.field_id and f.trashed_at is null
          where r.tenant_id = ",
    );
    query.push_bind(tx.tenant()).push(" and r.id = ").push_bind(id).push(" order by f.key, v.position");
    let rows = tx.query(query.stable()).await?;
    let version = rows.first().ok_or_else(Error::not_found)?.at(0)?;
    let mut values = Values::new();
    for row in &rows {
        row.take::<i32>()?;
        add(&mut values, row)?;
    }
    Ok(RecordValues { record_id: id, version, values })
}

/// Adds what a row holds behind its first column: key, kind and value of a field, if it has one.
fn add(values: &mut Values, row: &Row) -> Result<()> {
    let (key, kind) = (row.take::<Option<String>>()?, row.take::<Option<String>>()?);
    let cell = Cell {
        text: row.take()?,
        number: row.take()?,
        date: row.take()?,
        ticked: row.take()?,
        person: row.take()?,
    };
    if let (Some(key), Some(kind)) = (key, kind) {
        collect(values, key, FieldKind::of_column(kind), cell);
    }
    Ok(())
}

/// The values of several records of one noun; records without values are left out.
///
/// # Errors
/// The database's.
pub async fn of_records(tx: &mut TenantTx, noun: Noun, records: Vec<Uuid>) -> Result<Vec<ValuesOf>> {
    let query = sql(
        "select v.record_id, f.key, f.kind, v.text_value, v.number_value, v.date_value, v.boolean_value, v.user_value
           from custom_values v join custom_fields f on f.tenant_id = v.tenant_id and f.id = v.field_id
          where v.tenant_id = $1 and v.noun = $2 and v.record_id = any ($3) and f.trashed_at is null
          order by v.record_id, f.key, v.position",
    )
    .bind(tx.tenant())
    .bind(noun.as_str())
    .bind(records);
    let mut found: Vec<ValuesOf> = Vec::new();
    for row in &tx.query(query).await? {
        let record_id = row.take()?;
        if found.last().is_none_or(|last| last.record_id != record_id) {
            found.push(ValuesOf { record_id, values: Values::new() });
        }
        if let Some(last) = found.last_mut() {
            add(&mut last.values, row)?;
        }
    }
    Ok(found)
}

/// Which of these people are in the workspace.
///
/// # Errors
/// The database's.
pub async fn people(tx: &mut TenantTx, ids: &[UserId]) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let query = sql("select u.id from users u where u.tenant_id = $1 and u.id = any ($2)")
        .bind(tx.tenant())
        .bind(ids);
    let rows = tx.query(query).await?;
    Ok(rows.iter().map(Row::take).collect::<Result<_, _>>()?)
}

/// Gives a record these values of these fields, and no others of them. Values of fields in the trash stay.
///
/// # Errors
/// The database's.
pub async fn set(
    tx: &mut TenantTx,
    noun: Noun,
    record: Uuid,
    owner: Option<UserId>,
    fields: &[CustomField],
    cells: Vec<(CustomFieldId, Cell)>,
) -> Result<()> {
    let tenant = tx.tenant();
    let all: Vec<Uuid> = fields.iter().map(|field| field.id.0).collect();
    tx.queue(
        sql("delete from custom_values where tenant_id = $1 and record_id = $2 and field_id = any ($3)")
            .bind(tenant)
            .bind(record)
            .bind(all),
    );
    let (mut ids, mut positions): (Vec<Uuid>, Vec<i16>) = (Vec::new(), Vec::new());
    let (mut texts, mut numbers, mut dates, mut ticks, mut people) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (id, cell) in cells {
        // The choices of one field stand one behind the other, and have places of their own.
        let next =
            ids.last().zip(positions.last()).filter(|(last, _)| **last == id.0).map_or(0, |(_, p)| p + 1);
        ids.push(id.0);
        positions.push(next);
        texts.push(cell.text);
        numbers.push(cell.number);
        dates.push(cell.date);
        ticks.push(cell.ticked);
        people.push(cell.person.map(|person| person.0));
    }
    let statement = sql("insert into custom_values (tenant_id, record_id, noun, owner_id, directory, field_id, position, text_value,
            number_value, date_value, boolean_value, user_value)
          select $1, $2, $3, $4, $5, * from unnest($6, $7, $8, $9, $10, $11, $12)")
        .bind(tenant)
        .bind(record)
        .bind(noun.as_str())
        .bind(owner)
        .bind(noun.in_directory())
        .bind(ids)
        .bind(positions)
        .bind(texts)
        .bind(numbers)
        .bind(dates)
        .bind(ticks)
        .bind(people);
    tx.execute(statement).await?;
    Ok(())
}
