-- What outlives its request, and what one person's change tells another: the outbox of jobs, and the feed of changes.
-- Both are written in the transaction that they tell of, so that nothing of one that is rolled back is ever heard of.

-- ---------------------------------------------------------------------------------------------------- outbox

-- Jobs on their way into the queue (the schema graphile_worker, whose tables know no tenant). A row stays for a moment only:
-- the relay moves it as soon as its transaction has committed.
create table outbox (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  -- What is to be done: the name of a handler (crates/kontaly/src/jobs).
  kind text collate "C" not null check (kind ~ '^[a-z_]{1,40}$'),
  -- In whose name; the tenant's own id is its worker.
  actor_id uuid not null,
  -- What it is about: ids, never what a record says.
  subject jsonb not null default '{}',
  -- Jobs of one queue wait for each other: those of a tenant's kind, or of a part of them that has a name of its own.
  queue text collate "C" check (length(queue) between 1 and 60),
  -- Another job with the same key takes the place of one that has not begun.
  key text collate "C" check (length(key) between 1 and 100),
  -- Not before; at once when null.
  run_at timestamptz,
  primary key (tenant_id, id)
);
create index outbox_in_order on outbox (id);
call kontaly_schema.protect('outbox', 'workspace', 'nobody');
-- Whoever writes signs. Nobody who serves reads it: what a colleague asked for is not theirs to see.
grant insert on outbox to kontaly_app;
create policy signed on outbox for insert to kontaly_app with check (
  tenant_id = (select a.tenant_id from public.actors a) and actor_id = (select a.id from public.actors a)
);
grant select, delete on outbox to kontaly_worker;
create policy moves on outbox to kontaly_worker using (true);

-- --------------------------------------------------------------------------------------------------- changes

-- What happened to which record, from its audit event, without what it says: who hears of it asks for the record and gets it
-- under the row rule. A record that changes hands has a second row, for those who lose sight of it.
create table changes (
  tenant_id uuid not null references tenants (tenant_id),
  -- The audit event's.
  id uuid not null,
  removes boolean not null,
  -- Its place in the workspace's feed. A number taken inside the transaction would skip those that commit late, so the relay
  -- numbers what has committed.
  number bigint,
  at timestamptz not null,
  noun text collate "C" not null,
  record_id uuid not null,
  action text collate "C" not null,
  actor_id uuid not null,
  owner_id uuid,
  directory boolean not null,
  primary key (tenant_id, id, removes)
);
create unique index changes_in_order on changes (tenant_id, number) where number is not null;
create index changes_without_number on changes (id) where number is null;
create index changes_by_time on changes (at) where number is not null;
call kontaly_schema.protect('changes', 'mixed', 'records');
revoke update, delete on changes from kontaly_app;
-- As its event: whoever calls a colleague's contact tells of it.
drop policy inserts on changes;
create policy inserts on changes as restrictive for insert to kontaly_app
  with check ((select a.can_write from public.actors a) and true);
create policy signed on changes as restrictive for insert to kontaly_app
  with check (actor_id = (select a.id from public.actors a) or (select a.kind from public.actors a) = 'worker');
grant insert on changes to kontaly_steward;
create policy written on changes for insert to kontaly_steward
  with check (tenant_id = (select d.tenant_id from public.doormen d));
grant select, delete on changes to kontaly_worker;
grant update (number) on changes to kontaly_worker;
create policy numbers on changes to kontaly_worker using (true);

-- How far each workspace's feed is, and up to where it has been cleared away: who was last there has missed something.
create table feeds (
  tenant_id uuid not null references tenants (tenant_id),
  head bigint not null,
  tail bigint not null default 0,
  primary key (tenant_id)
);
call kontaly_schema.protect('feeds', 'workspace', 'steward');
grant select, insert, update on feeds to kontaly_worker;
create policy numbers on feeds to kontaly_worker using (true);

create function tell_change() returns trigger language plpgsql set search_path = public as $$
begin
  insert into changes (tenant_id, id, removes, at, noun, record_id, action, actor_id, owner_id, directory)
    values (new.tenant_id, new.id, false, new.at, new.noun, new.record_id, new.action, new.actor_id, new.owner_id, new.directory);
  if new.action <> 'create' and jsonb_typeof(new.changes -> 'owner_id') = 'array' then
    insert into changes (tenant_id, id, removes, at, noun, record_id, action, actor_id, owner_id, directory)
      values (new.tenant_id, new.id, true, new.at, new.noun, new.record_id, new.action, new.actor_id,
        (new.changes -> 'owner_id' ->> 0)::uuid, new.directory);
  end if;
  return null;
end $$;
create trigger tell_change after insert on events for each row execute function tell_change();

-- ------------------------------------------------------------------------------------------------- under way

-- What ran inside a server that is older than the queue ended with it.
update imports set state = 'failed', counts = '{}', finished_at = now(),
    problem = 'The server stopped while this import ran. Nothing of it was kept; run it again.'
  where state = 'running';
update bulks set state = 'failed',
    problem = 'The server stopped in the middle. What was changed until then is kept and can be undone.'
  where state in ('running', 'undoing');
