//! The points in the database.

use crate::reports::asked::Asked;
use crate::reports::store::owned;
use jiff::Timestamp;
use kontaly_db::{Error, Row, TenantTx, sql};
use serde::Serialize;
use uuid::Uuid;

/// Points of one map at most: the newest leads.
pub const POINTS_MAX: usize = 100_000;

/// Leads as columns, the newest first.
#[derive(Debug, Default)]
pub struct Points {
    /// Their ids.
    pub ids: Vec<Uuid>,
    /// Seconds since 1970.
    pub created: Vec<f64>,
    /// Minor units; not a number where none is known.
    pub amounts: Vec<f64>,
    /// 0 to 100.
    pub scores: Vec<u8>,
    /// Where in the head's list their status stands.
    pub statuses: Vec<u8>,
    /// Where in the head's list their currency stands; 255 where they have none.
    pub currencies: Vec<u8>,
    /// What the numbers mean.
    pub head: Head,
}

/// What stands in front of the columns.
#[derive(Debug, Default, Serialize)]
pub struct Head {
    /// How many points.
    pub points: usize,
    /// Whether there are older leads that are not among them.
    pub more: bool,
    /// The statuses that occur.
    pub statuses: Vec<String>,
    /// The currencies that occur.
    pub currencies: Vec<String>,
}

/// The newest leads of a period, if one is given.
///
/// # Errors
/// The database's.
pub async fn points(
    tx: &mut TenantTx,
    asked: &Asked,
    period: Option<(Timestamp, Timestamp)>,
) -> Result<Points, Error> {
    let mut query = sql(
        "select l.id, extract(epoch from l.created_at)::double precision, l.amount, l.score, l.status, l.currency
        from leads l where l.trashed_at is null and l.tenant_id = ",
    );
    query.push_bind(tx.tenant());
    if let Some((from, until)) = period {
        query.push(" and l.created_at >= ").push_bind(from).push(" and l.created_at < ").push_bind(until);
    }
    owned(&mut query, tx, asked, "l.owner_id");
    query.push(" order by l.created_at desc, l.id desc limit ").push_number(POINTS_MAX + 1);
    let rows = tx.closing().query(query.stable()).await?;
    let mut points = Points::default();
    for row in rows.iter().take(POINTS_MAX) {
        points.add(row)?;
    }
    points.head.points = points.ids.len();
    points.head.more = rows.len() > POINTS_MAX;
    Ok(points)
}

impl Points {
    fn add(&mut self, row: &Row) -> Result<(), Error> {
        self.ids.push(row.take()?);
        self.created.push(row.take()?);
        #[expect(clippy::cast_precision_loss, reason = "amounts have 15 digits at most")]
        self.amounts.push(row.take::<Option<i64>>()?.map_or(f64::NAN, |amount| amount as f64));
        self.scores.push(u8::try_from(row.take::<i64>()?).unwrap_or(u8::MAX));
        self.statuses.push(place(&mut self.head.statuses, row.take()?));
        let currency: Option<String> = row.take()?;
        self.currencies.push(currency.map_or(u8::MAX, |code| place(&mut self.head.currencies, code)));
        Ok(())
    }

    /// The length of the head in 32 bits, the head as JSON, and the columns one behind the other, the widest numbers
    /// first; the head is filled up with spaces so that each column begins where a typed array may. Little-endian.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = serde_json::to_vec(&self.head).unwrap_or_default();
        head.resize((head.len() + 4).next_multiple_of(8) - 4, b' ');
        let mut bytes = Vec::with_capacity(4 + head.len() + self.ids.len() * 35);
        bytes.extend(u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(head);
        bytes.extend(self.created.iter().flat_map(|at| at.to_le_bytes()));
        bytes.extend(self.amounts.iter().flat_map(|amount| amount.to_le_bytes()));
        bytes.extend(self.ids.iter().flat_map(Uuid::as_bytes));
        bytes.extend(&self.scores);
        bytes.extend(&self.statuses);
        bytes.extend(&self.currencies);
        bytes
    }
}

/// The place of a word in a list, at whose end it is put if it is new; beyond 254 words they all stand for none.
fn place(words: &mut Vec<String>, word: String) -> u8 {
    let at = words.iter().position(|known| *known == word).unwrap_or_else(|| {
        words.push(word);
        words.len() - 1
    });
    u8::try_from(at).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_where_typed_arrays_may() {
        for statuses in [vec![], vec!["new".to_owned()], vec!["contacted".to_owned()]] {
            let head = Head { statuses, ..Head::default() };
            let points = Points { head, ..Points::default() };
            assert_eq!(points.bytes().len() % 8, 0);
        }
    }
}
