//! Changes in the database: the relay numbers and clears them, streams read them.

use super::{ChangeNotice, KEPT};
use crate::http::{Error, Result};
use jiff::Timestamp;
use kontaly_access::TenantId;
use kontaly_db::{PlatformTx, Sql, TenantTx, sql};

/// Changes that are numbered, cleared or read at a time.
pub(super) const AT_A_TIME: usize = 500;

/// Numbers the changes that have committed, in each workspace's own order; says in which there were any, and how many.
///
/// # Errors
/// The database's.
pub async fn number(tx: &mut PlatformTx) -> Result<Vec<(TenantId, i64)>> {
    let mut query = sql(
        "with pending as (select tenant_id, id, removes from changes where number is null order by id limit ",
    );
    query.push_number(AT_A_TIME);
    query.push(
        "), counted as (select tenant_id, count(*) as count from pending group by 1),
      moved as (insert into feeds (tenant_id, head) select tenant_id, count from counted
        on conflict (tenant_id) do update set head = feeds.head + excluded.head returning tenant_id, head),
      numbered as (select p.tenant_id, p.id, p.removes,
          m.head - c.count + row_number() over (partition by p.tenant_id order by p.id, p.removes desc) as number
        from pending p join counted c on c.tenant_id = p.tenant_id join moved m on m.tenant_id = p.tenant_id),
      done as (update changes c set number = n.number from numbered n
        where c.tenant_id = n.tenant_id and c.id = n.id and c.removes = n.removes)
      select tenant_id, count from counted",
    );
    tx.query(query.stable()).await?.iter().map(|row| Ok((row.take()?, row.take()?))).collect()
}

/// Tells the processes that listen which feeds have grown, by names that say nothing to anybody else.
#[must_use]
pub fn tell(names: Vec<String>) -> Sql {
    sql("select pg_notify('kontaly_changes', name) from unnest($1) name").bind(names)
}

/// Lets go of what is older than [`KEPT`], and of whoever was last there; says how much it was.
///
/// # Errors
/// The database's.
pub async fn clear(tx: &mut PlatformTx, now: Timestamp) -> Result<i64> {
    let mut query =
        sql("with old as (select tenant_id, id, removes from changes where number is not null and at < ");
    query.push_bind(now - KEPT).push(" order by at limit ").push_number(AT_A_TIME);
    query.push(
        "), gone as (delete from changes c using old o
        where c.tenant_id = o.tenant_id and c.id = o.id and c.removes = o.removes returning c.tenant_id, c.number),
      moved as (update feeds f set tail = greatest(f.tail, g.number)
        from (select tenant_id, max(number) as number from gone group by 1) g where f.tenant_id = g.tenant_id)
      select count(*) from gone",
    );
    Ok(tx.closing().one(query.stable()).await?.take()?)
}

/// What somebody sees of a workspace's feed behind a number.
#[derive(Debug, Default)]
pub struct News {
    /// The feed's last number.
    pub head: i64,
    /// The last one that was cleared away.
    pub tail: i64,
    /// What is new, in order.
    pub notices: Vec<ChangeNotice>,
}

/// Behind which place of a feed something is new.
#[derive(Clone, Copy, Debug)]
pub enum Behind {
    /// Behind a number.
    Number(i64),
    /// Behind the last change before an instant, as far as one sees them; where there is none, behind the first that is kept.
    Instant(Timestamp),
}

impl Behind {
    fn push(self, query: &mut Sql, tenant: TenantId) {
        match self {
            Self::Number(number) => query.push_bind(number),
            Self::Instant(instant) => query
                .push("coalesce((select b.number from changes b where b.tenant_id = ")
                .push_bind(tenant)
                .push(" and b.number is not null and b.at <= ")
                .push_bind(instant)
                .push(" order by b.number desc limit 1), (select t.tail from feeds t where t.tenant_id = ")
                .push_bind(tenant)
                .push("), 0)"),
        };
    }
}

/// Asks for what is new. A change of hands is two rows, for those who see the record now and those who saw it before: who sees
/// both is told of the first alone. Sessions wake a stream, so that one that has ended ends, and are nobody's news; a
/// notification is its own person's, whoever answers for them.
///
/// # Errors
/// 401 when the session has ended, 403 when the workspace is suspended.
pub async fn news(tx: &mut TenantTx, behind: Behind) -> Result<News> {
    let tenant = tx.tenant();
    let mut query = sql("select t.state = 'suspended', coalesce(f.head, 0), coalesce(f.tail, 0), ");
    query
        .push(ChangeNotice::COLUMNS)
        .push(" from tenants t left join feeds f on f.tenant_id = t.tenant_id")
        .push(" left join lateral (select * from changes c where c.tenant_id = ");
    query.push_bind(tenant).push(" and c.noun <> 'session' and c.number > ");
    behind.push(&mut query, tenant);
    query.push(
        " and (c.noun <> 'notification' or c.owner_id = (select a.id from actors a))
          and not (c.removes and exists (select from changes n
            where n.tenant_id = c.tenant_id and n.id = c.id and not n.removes and n.number is not null))
          order by c.number limit ",
    );
    query
        .push_number(AT_A_TIME)
        .push(") c on true where t.tenant_id = ")
        .push_bind(tenant)
        .push(" order by c.number");
    let rows = tx.closing().query(query.stable()).await?;
    let mut news = News::default();
    for row in &rows {
        if row.take()? {
            return Err(Error::suspended());
        }
        (news.head, news.tail) = (row.take()?, row.take()?);
        // A feed in which nothing is new has one row of nothing.
        if row.at::<Option<i64>>(3)?.is_some() {
            news.notices.push(ChangeNotice::read(row)?);
        }
    }
    Ok(news)
}
