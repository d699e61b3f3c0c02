//! Which records are samples, in the database.

use crate::http::Result;
use kontaly_db::{TenantTx, sql};
use uuid::Uuid;

/// A sample record.
pub(super) struct Sample {
    /// Its noun.
    pub noun: String,
    /// Its id.
    pub record: Uuid,
    /// Whether it is in the trash.
    pub trashed: bool,
}

/// All of them; whoever asks next in a transaction that changes them waits for this one.
pub(super) async fn lock(tx: &mut TenantTx) -> Result<Vec<Sample>> {
    let tenant = tx.tenant();
    tx.queue(sql("select pg_advisory_xact_lock(hashtextextended('samples' || $1::text, 0))").bind(tenant));
    let all = sql("select s.noun, s.record_id,
            coalesce(d.trashed_at, l.trashed_at, ct.trashed_at, co.trashed_at, a.trashed_at) is not null
          from samples s
          left join deals d on d.tenant_id = s.tenant_id and d.id = s.record_id
          left join leads l on l.tenant_id = s.tenant_id and l.id = s.record_id
          left join contacts ct on ct.tenant_id = s.tenant_id and ct.id = s.record_id
          left join companies co on co.tenant_id = s.tenant_id and co.id = s.record_id
          left join activities a on a.tenant_id = s.tenant_id and a.id = s.record_id
          where s.tenant_id = $1 order by s.record_id");
    let rows = tx.query(all.bind(tenant)).await?;
    rows.iter()
        .map(|row| Ok(Sample { noun: row.take()?, record: row.take()?, trashed: row.take()? }))
        .collect()
}

/// Queues that these are samples.
pub(super) fn insert(tx: &mut TenantTx, made: &[(&'static str, Uuid)]) {
    let (nouns, records): (Vec<_>, Vec<_>) = made.iter().map(|(noun, id)| ((*noun).to_owned(), *id)).unzip();
    let keep =
        sql("insert into samples (tenant_id, noun, record_id) select $1, n, r from unnest($2, $3) w (n, r)");
    let keep = keep.bind(tx.tenant()).bind(nouns).bind(records);
    tx.queue(keep);
}
