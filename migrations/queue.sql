-- The queue's own schema, brought to the wanted state after its library has migrated it. Runs as kontaly_owner, who owns the
-- schema, every time: it must be idempotent. Its tables know no tenant, so nobody who serves may enter it: jobs come in
-- through the outbox, which row security guards.

grant usage on schema graphile_worker to kontaly_worker;
grant select, insert, update, delete on all tables in schema graphile_worker to kontaly_worker;
revoke execute on all functions in schema graphile_worker from public;
grant execute on all functions in schema graphile_worker to kontaly_worker;

-- The library switches row security on and leaves it without a policy: the owner alone would see a row.
do $$
declare
  t regclass;
begin
  for t in
    select c.oid::regclass from pg_class c
    where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'works')
  loop
    execute format('create policy works on %s to kontaly_worker using (true)', t);
  end loop;
end $$;
