//! Notifications in the database.

use super::{KEPT, Notification, NotificationSettings, PAGE_MAX, ReadDraft};
use crate::http::Result;
use jiff::Timestamp;
use kontaly_access::{TenantId, UserId};
use kontaly_db::{Sql, TenantTx, sql};

/// What a record is called, where one may see it. Of what is in the trash, and of a file that was fetched, nothing is to be said.
const ABOUT: &str = "
    select l.name, null::text as state, null::timestamptz as due_at from leads l
      where n.noun = 'lead' and l.tenant_id = n.tenant_id and l.id = n.record_id and l.trashed_at is null
    union all select d.name, null, null from deals d
      where n.noun = 'deal' and d.tenant_id = n.tenant_id and d.id = n.record_id and d.trashed_at is null
    union all select c.name, null, null from contacts c
      where n.noun = 'contact' and c.tenant_id = n.tenant_id and c.id = n.record_id and c.trashed_at is null
    union all select c.name, null, null from companies c
      where n.noun = 'company' and c.tenant_id = n.tenant_id and c.id = n.record_id and c.trashed_at is null
    union all select a.subject, case when a.done_at is null then 'open' else 'done' end, a.due_at from activities a
      where n.noun = 'activity' and a.tenant_id = n.tenant_id and a.id = n.record_id and a.trashed_at is null
    union all select i.file_name, split_part(n.key, ':', 3), null from imports i
      where n.noun = 'import' and i.tenant_id = n.tenant_id and i.id = n.record_id
    union all select e.file_name, e.state, null from exports e
      where n.noun = 'export' and e.tenant_id = n.tenant_id and e.id = n.record_id and e.state in ('done', 'failed')
    union all select null, null, null where n.noun is null";

/// What somebody is told, the latest first, behind an instant.
///
/// # Errors
/// The database's.
pub async fn list(
    tx: &mut TenantTx,
    who: UserId,
    before: Option<Timestamp>,
) -> Result<(Vec<Notification>, bool)> {
    let mut query = sql("select ");
    query
        .push(Notification::COLUMNS)
        .push(" from notifications n cross join lateral (")
        .push(ABOUT)
        .push(") r");
    query.push(" where n.tenant_id = ").push_bind(tx.tenant()).push(" and n.owner_id = ").push_bind(who);
    if let Some(before) = before {
        query.push(" and n.at < ").push_bind(before);
    }
    query.push(" order by n.at desc, n.id limit ").push_number(PAGE_MAX + 1);
    let rows = tx.query(query.stable()).await?;
    let mut found = rows.iter().map(Notification::read).collect::<Result<Vec<_>, _>>()?;
    let more = found.len() > PAGE_MAX;
    found.truncate(PAGE_MAX);
    Ok((found, more))
}

/// How many somebody has not read.
///
/// # Errors
/// The database's.
pub async fn unread(tx: &mut TenantTx, who: UserId) -> Result<i64> {
    let mut query = sql("select count(*) from notifications n cross join lateral (");
    query.push(ABOUT).push(") r where n.tenant_id = ").push_bind(tx.tenant());
    query.push(" and n.read_at is null and n.owner_id = ").push_bind(who);
    Ok(tx.one(query.stable()).await?.take()?)
}

/// Says that notifications were read: all, or those that are named.
#[must_use]
pub fn read(tenant: TenantId, who: UserId, which: ReadDraft, now: Timestamp) -> Sql {
    let mut query = sql("update notifications n set read_at = ");
    query.push_bind(now).push(" where n.tenant_id = ").push_bind(tenant);
    query.push(" and n.read_at is null and n.owner_id = ").push_bind(who);
    if let Some(ids) = which.ids {
        query
            .push(" and n.id = any (")
            .push_bind(ids.into_iter().map(|id| id.0).collect::<Vec<_>>())
            .push(")");
    }
    query.stable()
}

/// When somebody wants to be told.
///
/// # Errors
/// The database's.
pub async fn settings(tx: &mut TenantTx, who: UserId) -> Result<NotificationSettings> {
    let mut query = sql("select ");
    query.push(NotificationSettings::COLUMNS).push(" from notification_settings s where s.tenant_id = ");
    query.push_bind(tx.tenant()).push(" and s.owner_id = ").push_bind(who);
    let row = tx.optional(query.stable()).await?;
    Ok(row.map(|row| NotificationSettings::read(&row)).transpose()?.unwrap_or_default())
}

/// Keeps when somebody wants to be told. A time zone that the database does not know is refused here: the schedule could not
/// read a clock in it, and would tell nobody of the workspace.
#[must_use]
pub fn keep_settings(tenant: TenantId, who: UserId, settings: NotificationSettings) -> Sql {
    sql("insert into notification_settings as s (tenant_id, owner_id, time_zone, remind_minutes, agenda_hour)
         values ($1, $2, case when now() at time zone $3 is not null then $3 end, $4, $5)
         on conflict (tenant_id, owner_id) do update set
           time_zone = excluded.time_zone, remind_minutes = excluded.remind_minutes, agenda_hour = excluded.agenda_hour")
    .bind(tenant)
    .bind(who)
    .bind(settings.time_zone)
    .bind(settings.remind_minutes)
    .bind(settings.agenda_hour)
}

/// Tells everybody of a workspace what of theirs is due: a call or a meeting somewhat before, anything else when it is. What fell
/// due while nobody worked is told within a day; what was written down when it was over already is not.
#[must_use]
pub fn remind(tenant: TenantId, worker: UserId, now: Timestamp) -> Sql {
    sql("insert into notifications (tenant_id, id, owner_id, kind, noun, record_id, actor_id, key, at)
         select $1, gen_random_uuid(), u.id, 'reminder', 'activity', a.id, $2,
           'reminder:' || a.id || ':' || extract(epoch from a.due_at)::bigint, $3
         from users u left join notification_settings s on s.tenant_id = u.tenant_id and s.owner_id = u.id
           cross join lateral (select case when s.owner_id is null then 10 else s.remind_minutes end as minutes) w
           cross join lateral (select a.id, a.due_at from activities a
             where a.tenant_id = u.tenant_id and a.assignee_id = u.id and a.done_at is null and a.trashed_at is null
               and a.due_at > $3 - interval '1 day' and a.due_at > a.created_at
               and a.due_at <= $3 + case when a.kind in ('call', 'meeting') then make_interval(mins => w.minutes)
                 else interval '0' end) a
         where u.tenant_id = $1 and u.state = 'active' and u.kind = 'person' and w.minutes is not null
         on conflict do nothing")
    .bind(tenant)
    .bind(worker)
    .bind(now)
    .stable()
}

/// How many hours behind the hour of the agenda it is still worth telling.
const AGENDA_HOURS: i32 = 3;

/// Tells everybody whose morning it is how much is due until the own day ends, once a day; who has nothing due is left alone.
#[must_use]
pub fn tell_agenda(tenant: TenantId, worker: UserId, zone: &str, now: Timestamp) -> Sql {
    sql("insert into notifications (tenant_id, id, owner_id, kind, actor_id, count, key, at)
         select $1, gen_random_uuid(), u.id, 'agenda', $2, d.count, 'agenda:' || t.wall::date, $3
         from users u left join notification_settings s on s.tenant_id = u.tenant_id and s.owner_id = u.id
           cross join lateral (select coalesce(s.time_zone, $4::text) as zone,
             case when s.owner_id is null then 8 else s.agenda_hour end as hour) w
           cross join lateral (select $3::timestamptz at time zone w.zone as wall) t
           cross join lateral (select count(*)::integer as count from activities a
             where a.tenant_id = u.tenant_id and a.assignee_id = u.id and a.done_at is null and a.trashed_at is null
               and a.due_at < (t.wall::date + 1)::timestamp at time zone w.zone) d
         where u.tenant_id = $1 and u.state = 'active' and u.kind = 'person' and d.count > 0
           and extract(hour from t.wall) between w.hour and w.hour + $5 - 1
         on conflict do nothing")
    .bind(tenant)
    .bind(worker)
    .bind(now)
    .bind(zone.to_owned())
    .bind(AGENDA_HOURS)
    .stable()
}

/// Lets go of what is too old to matter.
#[must_use]
pub fn clear(tenant: TenantId, now: Timestamp) -> Sql {
    sql("delete from notifications n where n.tenant_id = $1 and n.at < $2").bind(tenant).bind(now - KEPT)
}
