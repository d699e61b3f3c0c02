-- The audit log is kept as it was written: the database refuses to change it, and a chain of seals shows what was changed past
-- that, by whoever may do everything with a database (docs/audit.md).
-- squawk-ignore-file require-concurrent-index-creation

-- ------------------------------------------------------------------------------------------------ append-only

-- The one door is for the deletion of a whole tenant: a role that is nobody's to log in as, and that only the owner of the
-- schema can make and enter. It deletes; not even it changes.
create function refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' and current_user = 'kontaly_eraser' then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;

-- The owner is a copy of the record's: it says who sees the event, and not what happened.
create trigger is_not_changed before update on events for each row
  when ((old.tenant_id, old.id, old.at, old.actor_id, old.noun, old.record_id, old.action, old.changes, old.request_id, old.directory)
    is distinct from
    (new.tenant_id, new.id, new.at, new.actor_id, new.noun, new.record_id, new.action, new.changes, new.request_id, new.directory))
  execute function refuse_change();
create trigger is_not_deleted before delete on events for each row execute function refuse_change();
create trigger is_not_truncated before truncate on events for each statement execute function refuse_change();

-- ----------------------------------------------------------------------------------------------------- the chain

-- Events that no seal covers yet. A row is written with its event, by a trigger in the same transaction, and goes with the
-- seal that covers it: an event that commits late is found whenever it does, and no order of ids or times is relied on.
create table unsealed (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  primary key (tenant_id, id)
);
call kontaly_schema.protect('unsealed', 'workspace', 'records');
-- Whoever writes an event queues it. The workspace's worker alone sees the queue and takes from it.
revoke update on unsealed from kontaly_app;
create policy sealed on unsealed as restrictive to kontaly_app
  using ((select a.kind from public.actors a) = 'worker') with check (true);
grant insert on unsealed to kontaly_steward;
create policy written on unsealed for insert to kontaly_steward
  with check (tenant_id = (select d.tenant_id from public.doormen d));
-- The round that seals asks whose turn it is, and sees no more than that.
grant select (tenant_id) on unsealed to kontaly_worker;
create policy finds on unsealed for select to kontaly_worker using (true);

create function queue_for_seal() returns trigger language plpgsql set search_path = public as $$
begin
  insert into unsealed (tenant_id, id) select f.tenant_id, f.id from fresh f;
  return null;
end $$;
create trigger queue_for_seal after insert on events referencing new table as fresh
  for each statement execute function queue_for_seal();
insert into unsealed (tenant_id, id) select e.tenant_id, e.id from events e;

-- Each covers some events and the seal before (crates/kontaly/src/audit/chain.rs says how it is computed).
create table seals (
  tenant_id uuid not null references tenants (tenant_id),
  number bigint not null check (number > 0),
  sealed_at timestamptz not null,
  -- The events, and the SHA-256 of each in the same order, 32 bytes one after the other.
  events uuid[] not null,
  contents bytea not null check (octet_length(contents) = 32 * cardinality(events)),
  previous bytea not null check (octet_length(previous) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (tenant_id, number)
);
call kontaly_schema.protect('seals', 'workspace', 'settings');
revoke update, delete on seals from kontaly_app;
-- Administrators look, the workspace's worker seals.
create policy kept on seals as restrictive to kontaly_app
  using ((select a.manages from public.actors a)) with check ((select a.kind from public.actors a) = 'worker');
create trigger is_not_changed before update or delete on seals for each row execute function refuse_change();
create trigger is_not_truncated before truncate on seals for each statement execute function refuse_change();
-- The installation's chain holds the heads of all: a hash says nothing about what it is of.
grant select (tenant_id, number, hash) on seals to kontaly_console;
create policy heads on seals for select to kontaly_console using (true);

-- When a chain was last computed anew, and what was found.
create table seal_checks (
  tenant_id uuid not null references tenants (tenant_id),
  checked_at timestamptz not null,
  seals bigint not null,
  events bigint not null,
  -- What is wrong first: {"kind", "event", "seal"}; null where nothing is.
  finding jsonb,
  primary key (tenant_id)
);
call kontaly_schema.protect('seal_checks', 'workspace', 'settings');
revoke delete on seal_checks from kontaly_app;
create policy kept on seal_checks as restrictive to kontaly_app
  using ((select a.manages from public.actors a)) with check ((select a.kind from public.actors a) = 'worker');
grant select on seal_checks to kontaly_console;
create policy looks on seal_checks for select to kontaly_console using (true);

-- ------------------------------------------------------------------------------------------- the installation's

create or replace function console.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = '42501';
end $$;

create table console.unsealed (id uuid primary key);
create function console.queue_for_seal() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into console.unsealed (id) values (new.id);
  return null;
end $$;
create trigger queue_for_seal after insert on console.events for each row execute function console.queue_for_seal();
insert into console.unsealed (id) select e.id from console.events e;

create table console.seals (
  number bigint primary key check (number > 0),
  sealed_at timestamptz not null,
  events uuid[] not null,
  contents bytea not null check (octet_length(contents) = 32 * cardinality(events)),
  -- The heads of the tenants' chains that have moved since: whose, the number of the seal, and its hash.
  tenants uuid[] not null,
  numbers bigint[] not null check (cardinality(numbers) = cardinality(tenants)),
  heads bytea not null check (octet_length(heads) = 32 * cardinality(tenants)),
  previous bytea not null check (octet_length(previous) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);
create trigger is_not_changed before update or delete on console.seals
  for each row execute function console.refuse_change();
create trigger is_not_truncated before truncate on console.seals
  for each statement execute function console.refuse_change();

create table console.seal_check (
  -- One row.
  only_one boolean primary key default true check (only_one),
  checked_at timestamptz not null,
  seals bigint not null,
  events bigint not null,
  finding jsonb
);

grant select, insert, delete on console.unsealed to kontaly_console;
grant select, insert on console.seals to kontaly_console;
grant select, insert, update on console.seal_check to kontaly_console;
create index events_of_operator on console.events (operator_id, at, id);
