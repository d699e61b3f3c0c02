//! Finding records by their words.

use super::http::{SearchAbout, SearchGroup, SearchHit};
use kontaly_db::{Error, Row, TenantTx, sql};

/// When the rarest word has at most so many rows in a noun, each of its records is asked for the other words, one look
/// into the key a word. Of a single word no more rows than this are ranked.
const PROBED_MAX: i64 = 300;
/// When it has more, the rows of all words together are read from the index and counted by record: no more than these.
/// Reading one costs a fortieth of a look.
const LISTED_MAX: i64 = 20_000;

/// One answer for all nouns, and no work that grows with the tenant: a noun ranks a bounded number of candidates by
/// how many words they have exactly, then by age (ids are of UUIDv7: the newer is the greater), and only what is
/// shown is read from the records' own tables, under their own row rule.
///
/// A beginning is a range and not `^@`: a range is an index condition in a generic plan too, which does not know the
/// word. In the index the word itself stands first in its range, and of every word the newest record.
const FIND: &str = "with words as materialized (
    select w.word, w.word || chr(1114111) as stop, 1 << (w.place::int - 1) as bit
    from unnest($2::text[]) with ordinality w (word, place)
  )
  select n.noun, h.record_id, r.title, r.subtitle, r.about_noun, r.about_id
  from unnest($3::text[]) with ordinality n (noun, place)
  cross join lateral (
    select w.word, w.stop, c.rows from words w
    cross join lateral (
      select case when cardinality($2) = 1 then 0 else (
        select count(*) from (
          select from search_tokens t
          where t.tenant_id = $1 and t.noun = n.noun and t.token >= w.word and t.token < w.stop
          limit $5 + 1) few
      ) end as rows
    ) c
    order by c.rows
    limit 1
  ) rarest
  cross join lateral (
    select f.record_id, max(f.exact + others.exact) as exact
    from (
      select t.record_id, (t.token = rarest.word)::int as exact from search_tokens t
      where t.tenant_id = $1 and t.noun = n.noun and t.token >= rarest.word and t.token < rarest.stop
      order by t.token, t.record_id desc
      limit $5
    ) f
    cross join lateral (
      select count(*) as matched, count(*) filter (where o.token = w.word) as exact
      from words w
      cross join lateral (
        select o.token from search_tokens o
        where o.tenant_id = $1 and o.record_id = f.record_id and o.token >= w.word and o.token < w.stop
        order by o.token
        limit 1
      ) o
      where w.word <> rarest.word
    ) others
    where rarest.rows <= $5 and others.matched = cardinality($2) - 1
    group by f.record_id
    union all
    select l.record_id, sum(l.exact)
    from words w
    cross join lateral (
      select t.record_id, (t.token = w.word)::int as exact from search_tokens t
      where t.tenant_id = $1 and t.noun = n.noun and t.token >= w.word and t.token < w.stop
      order by t.token, t.record_id desc
      limit $6 / greatest(cardinality($2), 1)
    ) l
    where rarest.rows > $5
    group by l.record_id
    having bit_or(w.bit) = (1 << cardinality($2)) - 1
    order by exact desc, record_id desc
    limit $4
  ) h
  cross join lateral (
    select l.name as title, coalesce(l.company_name, l.email) as subtitle, null as about_noun, null::uuid as about_id
    from leads l
    where n.noun = 'lead' and l.tenant_id = $1 and l.id = h.record_id and l.trashed_at is null
    union all
    select c.name, coalesce(o.name, c.email), null, null
    from contacts c left join companies o on o.tenant_id = c.tenant_id and o.id = c.company_id
    where n.noun = 'contact' and c.tenant_id = $1 and c.id = h.record_id and c.trashed_at is null
    union all
    select c.name, coalesce(c.domain, c.city), null, null
    from companies c
    where n.noun = 'company' and c.tenant_id = $1 and c.id = h.record_id and c.trashed_at is null
    union all
    select d.name, s.name, null, null
    from deals d join stages s on s.tenant_id = d.tenant_id and s.id = d.stage_id
    where n.noun = 'deal' and d.tenant_id = $1 and d.id = h.record_id and d.trashed_at is null
    union all
    select p.name, p.series, null, null
    from products p
    where n.noun = 'product' and p.tenant_id = $1 and p.id = h.record_id and p.trashed_at is null
    union all
    select a.subject,
      coalesce((select l.name from leads l where l.tenant_id = $1 and l.id = a.lead_id),
        (select d.name from deals d where d.tenant_id = $1 and d.id = a.deal_id),
        (select c.name from contacts c where c.tenant_id = $1 and c.id = a.contact_id),
        (select o.name from companies o where o.tenant_id = $1 and o.id = a.company_id)),
      case when a.lead_id is not null then 'lead' when a.deal_id is not null then 'deal'
        when a.contact_id is not null then 'contact' else 'company' end,
      coalesce(a.lead_id, a.deal_id, a.contact_id, a.company_id)
    from activities a
    where n.noun = 'activity' and a.tenant_id = $1 and a.id = h.record_id and a.trashed_at is null
  ) r
  order by n.place, h.exact desc, h.record_id desc";

/// The records of these nouns that have all these words, `limit` of each noun at most.
///
/// # Errors
/// The database's.
pub async fn find(
    tx: &mut TenantTx,
    words: Vec<String>,
    nouns: &[&'static str],
    limit: usize,
) -> Result<Vec<SearchGroup>, Error> {
    // One more than is shown, to know whether there are more.
    let ranked = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let statement = sql(FIND)
        .bind(tx.tenant())
        .bind(words)
        .bind(nouns.to_vec())
        .bind(ranked)
        .bind(PROBED_MAX)
        .bind(LISTED_MAX);
    let rows = tx.closing().query(statement).await?;
    let mut groups: Vec<SearchGroup> = Vec::new();
    for row in &rows {
        let noun: String = row.take()?;
        if groups.last().is_none_or(|group| group.noun != noun) {
            groups.push(SearchGroup { noun, hits: Vec::new(), more: false });
        }
        let Some(group) = groups.last_mut() else { continue };
        if group.hits.len() < limit { group.hits.push(hit(row)?) } else { group.more = true }
    }
    Ok(groups)
}

fn hit(row: &Row) -> Result<SearchHit, Error> {
    let (id, title, subtitle) = (row.take()?, row.take()?, row.take()?);
    let about = match (row.take::<Option<String>>()?, row.take()?) {
        (Some(noun), Some(id)) => Some(SearchAbout { noun, id }),
        _ => None,
    };
    Ok(SearchHit { id, title, subtitle, about })
}
