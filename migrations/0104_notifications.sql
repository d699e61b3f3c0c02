-- What somebody should know who was not looking: a record that was handed over, a task that is due, an import that is done.
-- Ids and numbers only: what a record says is asked for with the notification, under the row rule of that moment.

create table notifications (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  -- Who is told.
  owner_id uuid not null,
  -- assigned: a record was handed over. reminder: an activity is due. agenda: the morning's sum of what is due today.
  -- import, export: a file is done, or was not to be.
  kind text collate "C" not null check (kind in ('assigned', 'reminder', 'agenda', 'import', 'export')),
  -- Which record it is about, the first one of those of one request; an agenda is about none.
  noun text collate "C",
  record_id uuid,
  -- Who made it happen; the tenant's own id is its worker.
  actor_id uuid not null,
  -- How many records it is about.
  count integer not null default 1 check (count > 0),
  -- What is told once: of the same key there is one notification, however often it is written.
  key text collate "C" not null check (length(key) between 1 and 120),
  at timestamptz not null,
  read_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, owner_id, key),
  foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
create index notifications_by_time on notifications (tenant_id, owner_id, at desc);
create index notifications_unread on notifications (tenant_id, owner_id) where read_at is null;
call kontaly_schema.protect('notifications', 'workspace', 'nobody');
-- Whoever is told sees it; whoever made it happen counts up what one request does; the worker clears what is old.
grant select, insert, delete on notifications to kontaly_app;
grant update (count, at, read_at) on notifications to kontaly_app;
create policy mine on notifications for select to kontaly_app using (
  tenant_id = (select a.tenant_id from public.actors a)
    and (owner_id = (select a.id from public.actors a) or actor_id = (select a.id from public.actors a)
      or (select a.kind from public.actors a) = 'worker'));
create policy signed on notifications for insert to kontaly_app with check (
  tenant_id = (select a.tenant_id from public.actors a) and actor_id = (select a.id from public.actors a)
    and (select a.can_write from public.actors a));
create policy reads on notifications for update to kontaly_app using (
  tenant_id = (select a.tenant_id from public.actors a)
    and (owner_id = (select a.id from public.actors a) or actor_id = (select a.id from public.actors a)));
create policy clears on notifications for delete to kontaly_app using (
  tenant_id = (select a.tenant_id from public.actors a) and (select a.kind from public.actors a) = 'worker');

-- When somebody wants to be told; who has no row, as the defaults say.
create table notification_settings (
  tenant_id uuid not null references tenants (tenant_id),
  owner_id uuid not null,
  -- IANA; the workspace's when null.
  time_zone text,
  -- How long before a call or a meeting; null: no reminders at all.
  remind_minutes integer default 10 check (remind_minutes between 0 and 1440),
  -- From which hour of the own day on one is told what the day brings; null: never.
  agenda_hour integer default 8 check (agenda_hour between 0 and 23),
  primary key (tenant_id, owner_id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
call kontaly_schema.protect('notification_settings', 'workspace', 'nobody');
grant select, insert, update on notification_settings to kontaly_app;
create policy mine on notification_settings to kontaly_app using (
  tenant_id = (select a.tenant_id from public.actors a) and owner_id = (select a.id from public.actors a));
create policy schedules on notification_settings for select to kontaly_app using (
  tenant_id = (select a.tenant_id from public.actors a) and (select a.kind from public.actors a) = 'worker');

-- A notification reaches its person by the feed of changes. It may be a colleague's whose records one does not see.
create policy notifies on changes for insert to kontaly_app
  with check (tenant_id = (select a.tenant_id from public.actors a) and noun = 'notification');

create function tell_notification() returns trigger language plpgsql set search_path = public as $$
begin
  insert into changes (tenant_id, id, removes, at, noun, record_id, action, actor_id, owner_id, directory)
    values (new.tenant_id, new.id, false, new.at, 'notification', new.id, 'create', new.actor_id, new.owner_id, false);
  return null;
end $$;
create trigger tell_notification after insert on notifications for each row execute function tell_notification();

-- A record is handed over, or an activity given to somebody, by somebody else. What one request does is told once.
create function notify_of_hand_over() returns trigger language plpgsql set search_path = public as $$
declare
  receiver uuid := (new.changes -> case new.noun when 'activity' then 'assignee_id' else 'owner_id' end ->> 1)::uuid;
begin
  if receiver is not null and receiver <> new.actor_id then
    insert into notifications (tenant_id, id, owner_id, kind, noun, record_id, actor_id, key, at)
      values (new.tenant_id, gen_random_uuid(), receiver, 'assigned', new.noun, new.record_id, new.actor_id,
        'assigned:' || new.noun || ':' || coalesce(new.request_id, new.id), new.at)
      on conflict (tenant_id, owner_id, key)
        do update set count = notifications.count + 1, at = excluded.at, read_at = null;
  end if;
  return null;
end $$;
-- What is written down of the past, such as the demo's histories, is no news.
create trigger notify_of_hand_over after insert on events for each row
  when (new.noun in ('lead', 'deal', 'contact', 'company', 'activity') and new.at > now() - interval '1 day'
    and (new.changes ? 'owner_id' or new.changes ? 'assignee_id'))
  execute function notify_of_hand_over();

-- A file is done, or was not to be.
create function notify_of_end() returns trigger language plpgsql set search_path = public as $$
begin
  -- Whoever serves is one actor; an administrator of the database is nobody, and tells nobody.
  if current_user <> 'kontaly_app' then
    return null;
  end if;
  insert into notifications (tenant_id, id, owner_id, kind, noun, record_id, actor_id, key, at)
    values (new.tenant_id, gen_random_uuid(), new.owner_id, tg_argv[0], tg_argv[0], new.id,
      (select a.id from actors a), tg_argv[0] || ':' || new.id || ':' || new.state, now())
    on conflict do nothing;
  return null;
end $$;
create trigger notify_of_end after update of state on imports for each row
  when (new.state <> old.state and new.state in ('done', 'failed') and new.owner_id is not null)
  execute function notify_of_end('import');
create trigger notify_of_end after update of state on exports for each row
  when (new.state <> old.state and new.state in ('done', 'failed') and new.owner_id is not null)
  execute function notify_of_end('export');
