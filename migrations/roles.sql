-- Cluster-wide roles and the database's own grants, brought to the wanted state. Runs as the administrator that
-- `kontaly migrate` connects as, before the migrations, every time: it must be idempotent.

do $$
declare
  wanted text;
  settings constant text[] := array['search_path=public, pg_temp', 'statement_timeout=10s', 'lock_timeout=3s',
    'log_parameter_max_length=0', 'log_parameter_max_length_on_error=0', 'idle_in_transaction_session_timeout=10s', 'jit=off',
    'plan_cache_mode=force_generic_plan'];
begin
  -- Two migrations of two databases of one cluster may run at once: the cluster's roles are made by one of them.
  perform pg_advisory_xact_lock(7203418);
  if not exists (select from pg_roles where rolname = 'kontaly_owner') then
    create role kontaly_owner nologin;
  end if;
  foreach wanted in array array['kontaly_app', 'kontaly_steward', 'kontaly_platform', 'kontaly_router', 'kontaly_worker', 'kontaly_console'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I login', wanted);
    end if;
  end loop;
  for wanted in select rolname from pg_roles
    where rolname in ('kontaly_app', 'kontaly_steward', 'kontaly_platform', 'kontaly_router', 'kontaly_worker', 'kontaly_console')
      and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication or rolinherit)
  loop
    execute format('alter role %I nosuperuser nocreaterole nocreatedb nobypassrls noreplication noinherit', wanted);
  end loop;
  if exists (select from pg_roles where rolname = 'kontaly_owner' and (rolsuper or not rolbypassrls or rolcanlogin)) then
    alter role kontaly_owner nologin nosuperuser nocreaterole nocreatedb bypassrls;
  end if;

  foreach wanted in array array['kontaly_app', 'kontaly_steward', 'kontaly_platform', 'kontaly_router', 'kontaly_worker', 'kontaly_console'] loop
    -- What a read of one message runs under; every BEGIN sets its own, shorter or longer. Only when they differ,
    -- because two databases of one cluster may be migrated at the same moment. A role may set its own defaults, so
    -- whatever else stands there goes.
    if not exists (
      select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
      where r.rolname = wanted and s.setdatabase = 0 and s.setconfig @> settings and s.setconfig <@ settings
    ) then
      execute format('alter role %I reset all', wanted);
      -- Temporary objects come last, should anybody ever be able to make one.
      execute format('alter role %I set search_path = public, pg_temp', wanted);
      execute format('alter role %I set statement_timeout = ''10s''', wanted);
      execute format('alter role %I set lock_timeout = ''3s''', wanted);
      -- A capability is a bound parameter: with duration logging on it would otherwise stand in the log.
      execute format('alter role %I set log_parameter_max_length = 0', wanted);
      execute format('alter role %I set log_parameter_max_length_on_error = 0', wanted);
      execute format('alter role %I set idle_in_transaction_session_timeout = ''10s''', wanted);
      -- Compiling a search or a report takes ten times as long as answering it.
      execute format('alter role %I set jit = off', wanted);
      -- Reads of one message are planned once a connection; whatever has a BEGIN is planned as PostgreSQL sees fit.
      execute format('alter role %I set plan_cache_mode = force_generic_plan', wanted);
    end if;
  end loop;

  execute format('revoke all on database %I from public', current_database());
  execute format('revoke all on database %I from kontaly_app, kontaly_steward, kontaly_platform, kontaly_router, kontaly_worker, kontaly_console',
    current_database());
  execute format('grant connect on database %I to kontaly_app, kontaly_steward, kontaly_platform, kontaly_router, kontaly_worker, kontaly_console',
    current_database());
  execute format('grant all on database %I to kontaly_owner', current_database());
end $$;

revoke all on schema public from public;
grant usage on schema public to kontaly_app, kontaly_steward, kontaly_platform, kontaly_router, kontaly_worker, kontaly_console;
grant all on schema public to kontaly_owner;

-- What PostgreSQL grants to everybody and would show one tenant's statements to another, or let one disturb another.
revoke execute on function pg_catalog.pg_stat_get_activity(integer) from public;
revoke execute on function pg_catalog.pg_stat_get_backend_activity(integer) from public;
revoke execute on function pg_catalog.pg_cancel_backend(integer) from public;
revoke execute on function pg_catalog.pg_terminate_backend(integer, bigint) from public;
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace
      and (p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite', 'loopen', 'pg_logical_emit_message')
        -- Locks that outlive their transaction, and so their place in the pool. Those of a transaction stay.
        or p.proname like any (array['pg\_advisory\_lock%', 'pg\_try\_advisory\_lock%', 'pg\_advisory\_unlock%']))
  loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;

-- Blocks of code are for migrations; the functions that they made can be called without this.
revoke usage on language plpgsql from public;
grant usage on language plpgsql to kontaly_owner;
