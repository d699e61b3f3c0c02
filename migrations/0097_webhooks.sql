-- Webhooks: programs elsewhere are told what happened. The index and constraints are of tables that are made here; the
-- check of mails is replaced by a wider one, which every row there is meets.
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, require-concurrent-index-creation

create table webhooks (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  url text not null check (length(url) between 8 and 2000),
  description text not null check (length(description) <= 200),
  -- What it is told of: nouns ("deal") and single events ("deal.move"); everything when empty.
  events text[] not null,
  -- Which secret signs; it is derived (webhooks/secret.rs) and kept nowhere. The one before signs too, for a while.
  serial integer not null default 1,
  old_until timestamptz,
  state text not null default 'active' check (state in ('active', 'off', 'failed')),
  made_by uuid not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, made_by) references users (tenant_id, id)
);
call kontaly_schema.protect('webhooks', 'workspace', 'settings');

-- What is to be told to whom, written in the transaction that it tells of: what is rolled back is never told. The id of what
-- is told is the audit event's, which has what changed.
create table webhook_deliveries (
  tenant_id uuid not null references tenants (tenant_id),
  webhook_id uuid not null,
  id uuid not null,
  event text collate "C" not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  next_at timestamptz not null,
  delivered_at timestamptz,
  gave_up_at timestamptz,
  -- How the last attempt went; never what was answered.
  status smallint,
  problem text collate "C",
  millis integer,
  primary key (tenant_id, webhook_id, id),
  foreign key (tenant_id, webhook_id) references webhooks (tenant_id, id)
);
create index webhook_deliveries_by_time on webhook_deliveries (tenant_id, webhook_id, created_at, id);
-- Whoever delivers looks through all tenants, and through what is due alone.
create index webhook_deliveries_due on webhook_deliveries (next_at) where delivered_at is null and gave_up_at is null;
create index webhook_deliveries_done on webhook_deliveries (created_at) where delivered_at is not null or gave_up_at is not null;
call kontaly_schema.protect('webhook_deliveries', 'workspace', 'records');
grant select on webhook_deliveries to kontaly_platform;
create policy due on webhook_deliveries for select to kontaly_platform using (true);

-- Of a statement's events those that somebody wants to hear of. What the steward writes is about people, who are nobody's news.
create function tell_webhooks() returns trigger language plpgsql set search_path = public as $$
begin
  if not exists (select from fresh f where f.noun in ('lead', 'contact', 'company', 'deal', 'activity', 'product')) then
    return null;
  end if;
  insert into webhook_deliveries (tenant_id, webhook_id, id, event, created_at, next_at)
    select w.tenant_id, w.id, f.id, f.noun || '.' || f.action, f.at, f.at
    from fresh f join webhooks w on w.tenant_id = f.tenant_id and w.state = 'active'
      and (w.events = '{}' or f.noun = any (w.events) or f.noun || '.' || f.action = any (w.events))
    where f.noun in ('lead', 'contact', 'company', 'deal', 'activity', 'product');
  return null;
end $$;
create trigger tell_webhooks after insert on events referencing new table as fresh
  for each statement execute function tell_webhooks();

alter table mails drop constraint mails_kind_check;
alter table mails add constraint mails_kind_check
  check (kind in ('invitation', 'verification', 'password_reset', 'workspaces', 'webhook_failed')) not valid;
alter table mails validate constraint mails_kind_check;
