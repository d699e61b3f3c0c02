-- Saved views of lists: a name for what the address of a list says, private or shared.

-- As in 0001, with one rule more. personal: what one keeps for oneself nobody else sees, not even administrators; what
-- is shared everybody does.
create or replace function kontaly_schema.rule(rule text) returns text language sql immutable
  set search_path = pg_catalog
as $$
  select 'tenant_id = (select a.tenant_id from public.actors a)' || case rule
    when 'workspace' then ''
    when 'personal' then ' and (shared or owner_id = (select a.id from public.actors a))'
    else ' and ((select a.sees_all from public.actors a)'
      || case rule
        when 'owned' then ''
        when 'directory' then ' or (select a.sees_directory from public.actors a)'
        when 'mixed' then ' or (directory and (select a.sees_directory from public.actors a))'
      end
      || ' or owner_id = any ((select a.owners from public.actors a)::uuid[])'
      || ' or (owner_id is null and (select a.sees_pool from public.actors a)))'
  end
$$;

-- As in 0006. What is shared is read by everybody and changed by whoever made it, and by those who answer for them.
create or replace function kontaly_schema.changes(rule text, writes text) returns text language sql immutable
  set search_path = pg_catalog
as $$
  select case
    when writes = 'settings' then '(select a.manages from public.actors a)'
    else '(select a.can_write from public.actors a)' || case
      when rule in ('directory', 'personal') then ' and ((select a.sees_all from public.actors a)'
        || ' or owner_id = any ((select a.owners from public.actors a)::uuid[]) or owner_id is null)'
      when rule = 'mixed' then ' and (not directory or (select a.sees_all from public.actors a)'
        || ' or owner_id = any ((select a.owners from public.actors a)::uuid[]) or owner_id is null)'
      else '' end
  end
$$;

create table views (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  noun text collate "C" not null check (noun in ('lead', 'contact', 'company', 'deal')),
  name text not null,
  shared boolean not null,
  -- What the address of the list says, in its own words: "me" is whoever looks, and "7d" the week before that day.
  filter text not null,
  sort text not null,
  columns text not null,
  layout text collate "C" not null check (layout in ('list', 'board')),
  pipeline_id uuid,
  -- Its place among the private or the shared ones: texts that sort by their bytes, as the tabs stand.
  rank text collate "C" not null,
  owner_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id),
  foreign key (tenant_id, pipeline_id) references pipelines (tenant_id, id)
);
create index views_of_list on views (tenant_id, noun, rank, id);
call kontaly_schema.protect('views', 'personal', 'records');
