-- No statistics of tenant_id. With them the planner believes that a tenant which ANALYZE has not met yet has no rows: any
-- index that begins with tenant_id then looks as good as the key, and a look-up by id reads all of the tenant. In the
-- second workspace of an installation one COPY of activities stood for eight minutes (PostgreSQL 18, `kontaly demo scale`).
-- Without, every tenant is taken for a two-hundredth of the table, which is enough to tell a key from a scan.

-- As in 0006, and so for every table from now on.
create or replace procedure kontaly_schema.protect(tbl regclass, rule text, writes text) language plpgsql
  set search_path = pg_catalog
as $$
declare
  allowed text := kontaly_schema.changes(rule, writes);
begin
  execute format('alter table %s alter column tenant_id set statistics 0', tbl);
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('comment on table %s is %L', tbl, rule || ' ' || writes);
  if writes in ('steward', 'nobody') then
    execute format('create policy kept on %s to kontaly_steward using (tenant_id = (select d.tenant_id from public.doormen d))', tbl);
    execute format('grant select, insert, update, delete on %s to kontaly_steward', tbl);
  end if;
  if writes <> 'nobody' then
    execute format('grant select on %s to kontaly_app', tbl);
    execute format('create policy seen on %s %s to kontaly_app using (%s)', tbl,
      case when writes = 'steward' then 'for select' else '' end, kontaly_schema.rule(rule));
  end if;
  if writes in ('records', 'settings') then
    execute format('grant insert, update, delete on %s to kontaly_app', tbl);
    execute format('create policy inserts on %s as restrictive for insert to kontaly_app with check (%s)', tbl, allowed);
    execute format('create policy updates on %s as restrictive for update to kontaly_app using (%s)', tbl, allowed);
    execute format('create policy deletes on %s as restrictive for delete to kontaly_app using (%s)', tbl, allowed);
  end if;
end $$;

do $$
declare
  tbl regclass;
begin
  for tbl in
    select a.attrelid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'tenant_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table %s alter column tenant_id set statistics 0', tbl);
  end loop;
end $$;
