//! Reports in the database: one statement each, under the row rule like every list.
//!
//! What keeps them fast in a tenant of 200,000 leads and 50,000 deals is in `migrations/0007_reports.sql`: leads are
//! counted by day as they come and go, and deals are read from indexes that hold all that a report looks at.

use super::answers::{LeadSource, PersonsActivity};
use super::asked::Asked;
use super::time::Patchwork;
use jiff::Timestamp;
use kontaly_db::{Error, Sql, TenantTx, sql};

/// Sources that are told apart; the rest is summed up.
const SOURCES_MAX: i64 = 12;

/// Narrows a query to the owners and the team asked for; `owner` is their column.
pub(super) fn owned(query: &mut Sql, tx: &TenantTx, asked: &Asked, owner: &'static str) {
    if !asked.period.owner_id.is_empty() {
        let ids: Vec<_> = asked.period.owner_id.iter().map(|id| id.0).collect();
        query.push(" and ").push(owner).push(" = any (").push_bind(ids).push(")");
    }
    if let Some(team) = asked.period.team_id {
        query.push(" and ").push(owner).push(
            " in (with recursive below (id) as (
                select t.id from teams t where t.tenant_id = ",
        );
        query.push_bind(tx.tenant()).push(" and t.id = ").push_bind(team);
        query.push(
            " union all
                select t.id from below b join teams t on t.parent_id = b.id where t.tenant_id = ",
        );
        query.push_bind(tx.tenant());
        query.push(") select m.id from users m join below b on b.id = m.team_id where m.tenant_id = ");
        query.push_bind(tx.tenant()).push(")");
    }
}

/// [`owned`] for deals, and their pipeline.
pub(super) fn of_deals(query: &mut Sql, tx: &TenantTx, asked: &Asked) {
    owned(query, tx, asked, "d.owner_id");
    if let Some(pipeline) = asked.pipeline.pipeline_id {
        query.push(" and d.pipeline_id = ").push_bind(pipeline);
    }
}

/// A share, where there is a whole.
pub(super) fn share(part: i64, whole: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The piece of that number, counted from 1.
pub(super) fn numbered<T>(pieces: &mut [T], number: i32) -> Option<&mut T> {
    usize::try_from(number).ok()?.checked_sub(1).and_then(|index| pieces.get_mut(index))
}

/// Leads by piece of a period, and by source where that is asked for.
///
/// # Errors
/// The database's.
pub async fn leads(
    tx: &mut TenantTx,
    asked: &Asked,
    work: Patchwork,
) -> Result<(Vec<i64>, Vec<LeadSource>), Error> {
    let pieces = work.days.len().saturating_sub(1);
    let query = leads_query(tx, asked, work);
    let rows = tx.closing().query(query.stable()).await?;
    let mut totals = vec![0; pieces];
    let mut sources: Vec<LeadSource> = Vec::new();
    for row in &rows {
        let (piece, source): (i32, Option<String>) = (row.take()?, row.take()?);
        let (rank, leads): (Option<i64>, i64) = (row.take()?, row.take()?);
        if let Some(total) = numbered(&mut totals, piece) {
            *total += leads;
        }
        let Some(rank) = rank else { continue };
        let others = rank > SOURCES_MAX;
        let known = sources.iter().position(|known| known.source == source && known.others == others);
        let at = known.unwrap_or_else(|| {
            sources.push(LeadSource { source, others, leads: 0, by_piece: vec![0; pieces] });
            sources.len() - 1
        });
        sources[at].leads += leads;
        if let Some(count) = numbered(&mut sources[at].by_piece, piece) {
            *count += leads;
        }
    }
    Ok((totals, sources))
}

/// Counts by UTC day go to the pieces as wholes; leads in the gaps are moved from the wrong piece to the right one.
fn leads_query(tx: &TenantTx, asked: &Asked, work: Patchwork) -> Sql {
    let tenant = tx.tenant();
    let last = i32::try_from(work.days.len()).unwrap_or(i32::MAX) - 1;
    let (first_day, end_day) = (work.days.first().copied(), work.days.last().copied());
    let mut query = sql("with counted as (
          select width_bucket(c.day, ");
    query
        .push_bind(work.days)
        .push(") as piece, c.source, sum(c.leads) as leads from lead_counts c where c.tenant_id = ");
    query
        .push_bind(tenant)
        .push(" and c.day >= ")
        .push_bind(first_day)
        .push(" and c.day < ")
        .push_bind(end_day);
    owned(&mut query, tx, asked, "c.owner_id");
    query.push(
        " group by 1, 2
          union all
          select m.piece, g.source, m.leads
          from unnest(",
    );
    query.push_bind(work.gaps.iter().map(|gap| gap.from).collect::<Vec<_>>()).push(", ");
    query.push_bind(work.gaps.iter().map(|gap| gap.until).collect::<Vec<_>>()).push(", ");
    query.push_bind(work.gaps.iter().map(|gap| gap.wrong).collect::<Vec<_>>()).push(", ");
    query.push_bind(work.gaps.iter().map(|gap| gap.right).collect::<Vec<_>>());
    query.push(
        ") e (start, until, wrong, belongs)
          cross join lateral (
            select coalesce(l.source, '') as source, count(*) as leads from leads l
            where l.trashed_at is null and l.created_at >= e.start and l.created_at < e.until and l.tenant_id = ",
    );
    query.push_bind(tenant);
    owned(&mut query, tx, asked, "l.owner_id");
    query.push(" group by 1) g cross join lateral (values (e.wrong, -g.leads), (e.belongs, g.leads)) m (piece, leads) where m.piece between 1 and ");
    query.push_bind(last);
    if asked.split.by_source {
        query.push(
            "), ranked as (
              select c.source, row_number() over (order by sum(c.leads) desc, c.source) as rank from counted c group by c.source
            )
            select c.piece, case when r.rank <= ",
        );
        query.push_bind(SOURCES_MAX).push(" then nullif(c.source, '') end, least(r.rank, ");
        query.push_bind(SOURCES_MAX + 1).push(
            "), sum(c.leads)::bigint from counted c join ranked r on r.source = c.source
            group by 1, 2, 3 having sum(c.leads) <> 0 order by 3, 1",
        );
    } else {
        query.push(
            ") select c.piece, null::text, null::bigint, sum(c.leads)::bigint from counted c group by 1",
        );
    }
    query
}

/// The activities from an instant until before another, by the person whose they are.
///
/// # Errors
/// The database's.
pub async fn activity_by_person(
    tx: &mut TenantTx,
    asked: &Asked,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<PersonsActivity>, Error> {
    let mut query = sql("select a.assignee_id, u.name, a.calls, a.meetings, a.emails, a.tasks, a.tasks_done, a.notes
        from (
          select a.assignee_id, count(*) as activities, count(*) filter (where a.kind = 'call') as calls,
            count(*) filter (where a.kind = 'meeting') as meetings, count(*) filter (where a.kind = 'email') as emails,
            count(*) filter (where a.kind = 'task') as tasks,
            count(*) filter (where a.kind = 'task' and a.done_at is not null) as tasks_done,
            count(*) filter (where a.kind = 'note') as notes
          from activities a where a.trashed_at is null and a.tenant_id = ");
    query.push_bind(tx.tenant()).push(" and a.at >= ").push_bind(from).push(" and a.at < ").push_bind(until);
    owned(&mut query, tx, asked, "a.assignee_id");
    query.push(" group by a.assignee_id) a left join users u on u.id = a.assignee_id and u.tenant_id = ");
    query.push_bind(tx.tenant()).push(" order by a.activities desc, u.name_key, a.assignee_id");
    let rows = tx.closing().query(query.stable()).await?;
    rows.iter()
        .map(|row| {
            Ok(PersonsActivity {
                user_id: row.take()?,
                name: row.take()?,
                calls: row.take()?,
                meetings: row.take()?,
                emails: row.take()?,
                tasks: row.take()?,
                tasks_done: row.take()?,
                notes: row.take()?,
            })
        })
        .collect()
}
