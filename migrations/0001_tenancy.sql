-- Tenants, their people, and the capability that row security verifies.

-- Tools of the migrations themselves; no serving role has usage on this schema.
create schema kontaly_schema;

-- A function is callable by whoever it was granted to, not by everybody.
alter default privileges for role kontaly_owner revoke execute on functions from public;

create table schema_migrations (
  version integer primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now()
);
grant select on schema_migrations to kontaly_app, kontaly_steward, kontaly_platform, kontaly_router;

-- ---------------------------------------------------------------------------------------------- registries

create table tenants (
  tenant_id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  state text not null default 'active' check (state in ('trial', 'active', 'read_only', 'suspended', 'deleted')),
  plan text not null default 'standard',
  time_zone text not null default 'UTC',
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  locale text not null default 'en',
  accent_hue smallint check (accent_hue between 0 and 359),
  reps_see_pool boolean not null default true,
  reps_see_directory boolean not null default true,
  worker_serial integer not null default 1,
  doorman_serial integer not null default 1,
  created_at timestamptz not null default now(),
  version integer not null default 1
);

-- One of the two named exceptions to "every unique index starts with tenant_id": a slug is a name in public.
create table slugs (
  slug text primary key check (slug ~ '^[a-z0-9]([a-z0-9-]{1,38})[a-z0-9]$' and slug !~ '^xn--'),
  -- The slug with look-alike characters folded together (0/o, 1/l/i, rn/m …): no second one may be confused with it.
  skeleton text not null unique,
  tenant_id uuid references tenants (tenant_id),
  -- Set when a tenant gives the slug up: it then belongs to nobody, and to nobody else until the quarantine is over.
  freed_at timestamptz
);
create unique index slugs_of_tenant on slugs (tenant_id) where freed_at is null;

-- The other exception: a host name is a name in public too.
create table domains (
  domain text primary key check (domain = lower(domain) and length(domain) between 4 and 253),
  tenant_id uuid not null references tenants (tenant_id),
  verified_at timestamptz
);
create index domains_of_tenant on domains (tenant_id);

-- --------------------------------------------------------------------------------------------- people

create table teams (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  name_key text collate "C" not null,
  parent_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references teams (tenant_id, id)
);
create unique index teams_by_name on teams (tenant_id, name_key);
create index teams_by_parent on teams (tenant_id, parent_id);

create table users (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  name_key text collate "C" not null,
  -- Lower case, trimmed: what people type to sign in.
  email text collate "C" not null check (email = lower(email) and length(email) between 3 and 254),
  role text not null check (role in ('administrator', 'account_manager', 'sales_representative', 'read_only')),
  team_id uuid,
  state text not null default 'active' check (state in ('invited', 'active', 'suspended')),
  serial integer not null default 1,
  external_id text collate "C",
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, team_id) references teams (tenant_id, id)
);
create unique index users_by_email on users (tenant_id, email);
create index users_by_name on users (tenant_id, name_key);
create index users_by_team on users (tenant_id, team_id);
create unique index users_by_external_id on users (tenant_id, external_id) where external_id is not null;

create table passwords (
  tenant_id uuid not null,
  user_id uuid not null,
  -- PHC string, argon2id.
  hash text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);

create table sessions (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  -- sha256 of the cookie's secret; the cookie itself is kept nowhere.
  secret_hash bytea not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  address text not null,
  user_agent text not null check (length(user_agent) <= 400),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index sessions_of_user on sessions (tenant_id, user_id);

-- Wrong guesses, per account and per address, in a sliding window that every process shares.
create table sign_in_throttles (
  tenant_id uuid not null references tenants (tenant_id),
  -- sha256 of "account:<e-mail>" or "address:<ip>": an unknown e-mail is throttled like a known one.
  subject bytea not null,
  failures integer not null,
  window_started_at timestamptz not null,
  primary key (tenant_id, subject)
);

-- ---------------------------------------------------------------------------- capabilities (docs/adr/0002)

-- What a capability proves. One row per live capability of a user or of the tenant's worker; the capability itself,
-- HMAC-SHA256(server key, tenant | actor | serial), is stored nowhere.
create table actors (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  serial integer not null,
  -- The server key it was derived with: during `kontaly rekey` two live.
  key_id smallint not null,
  kind text not null check (kind in ('user', 'worker')),
  cap_hash bytea not null check (octet_length(cap_hash) = 32),
  -- May change records at all / the workspace's own settings.
  can_write boolean not null,
  manages boolean not null,
  -- The row scope: everything, or the owners listed, and the unassigned pool, and the directory (companies, contacts).
  sees_all boolean not null,
  sees_pool boolean not null,
  sees_directory boolean not null,
  owners uuid[] not null,
  primary key (tenant_id, id, serial, key_id)
);
create unique index actors_by_cap on actors (tenant_id, cap_hash);
-- The one look-up that a policy makes. Not unique across tenants: a global unique index would tell of others' values.
create index actors_by_cap_hash on actors (cap_hash);

-- What the steward's capability proves: this tenant's people, and no CRM rows. A table of its own, because a policy
-- on actors that selected from actors would recurse.
create table doormen (
  tenant_id uuid not null references tenants (tenant_id),
  serial integer not null,
  key_id smallint not null,
  cap_hash bytea not null check (octet_length(cap_hash) = 32),
  primary key (tenant_id, serial, key_id)
);
create index doormen_by_cap_hash on doormen (cap_hash);

create policy self on actors for select to kontaly_app
  using (cap_hash = (select sha256(convert_to(current_setting('kontaly.cap', true), 'UTF8'))));
create policy self on doormen for select to kontaly_steward
  using (cap_hash = (select sha256(convert_to(current_setting('kontaly.cap', true), 'UTF8'))));

-- --------------------------------------------------------------------------------------- the standard policies

-- The row rules. One place, so that the isolation check can compare every policy in the catalog with them.
--   workspace  everybody in the tenant
--   owned      administrators all, others the owners of their scope, and the pool where allowed (leads, deals)
--   directory  like owned, but readable by all while the workspace leaves its directory open (companies, contacts)
--   mixed      what hangs on records of both kinds says so in its column "directory" (activities, tags, events …)
create function kontaly_schema.rule(rule text) returns text language sql immutable
  set search_path = pg_catalog
as $$
  select 'tenant_id = (select a.tenant_id from public.actors a)' || case rule
    when 'workspace' then ''
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

-- Puts row security on a table: the row rule for kontaly_app, and who may write.
--   records   whoever can write and sees the row; in the directory one also owns it (or nobody does, or one sees all)
--   settings  administrators
--   steward   kontaly_app reads, kontaly_steward writes
--   nobody    kontaly_app neither reads nor writes; kontaly_steward does both
create procedure kontaly_schema.protect(tbl regclass, rule text, writes text) language plpgsql
  set search_path = pg_catalog
as $$
declare
  allowed text := case
    when writes = 'settings' then '(select a.manages from public.actors a)'
    when rule = 'directory' then '(select a.can_write from public.actors a) and ((select a.sees_all from public.actors a)'
      || ' or owner_id = any ((select a.owners from public.actors a)::uuid[]) or owner_id is null)'
    else '(select a.can_write from public.actors a)' end;
begin
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

-- A foreign key does not ask whether whoever makes the reference can see its target; this does.
create procedure kontaly_schema.must_see(tbl regclass, col name, target regclass) language plpgsql
  set search_path = pg_catalog
as $$
declare
  seen text := format('(%1$I is null or exists (select from %3$s t where t.tenant_id = %2$s.tenant_id and t.id = %2$s.%1$I))',
    col, tbl, target);
begin
  execute format('create policy %I on %s as restrictive for insert to kontaly_app with check (%s)', 'inserts_' || col, tbl, seen);
  execute format('create policy %I on %s as restrictive for update to kontaly_app using (true) with check (%s)', 'updates_' || col, tbl, seen);
end $$;

call kontaly_schema.protect('teams', 'workspace', 'steward');
call kontaly_schema.protect('users', 'workspace', 'steward');
call kontaly_schema.protect('passwords', 'workspace', 'nobody');
call kontaly_schema.protect('sign_in_throttles', 'workspace', 'nobody');
call kontaly_schema.protect('sessions', 'workspace', 'nobody');
call kontaly_schema.protect('actors', 'workspace', 'nobody');

-- A session is seen by its own person, so that entering a transaction can ask for it in the same flight.
grant select on sessions to kontaly_app;
create policy own on sessions for select to kontaly_app
  using (tenant_id = (select a.tenant_id from public.actors a) and user_id = (select a.id from public.actors a));
grant select on actors to kontaly_app;

alter table doormen enable row level security;
alter table doormen force row level security;
comment on table doormen is 'capability platform';
grant select on doormen to kontaly_steward;
-- The platform opens a tenant's door once, when it makes the tenant: while the tenant has no slug yet, and only then.
grant insert on doormen to kontaly_platform;
create policy first on doormen for insert to kontaly_platform with check (
  serial = 1 and not exists (select from slugs s where s.tenant_id = doormen.tenant_id)
);

alter table tenants enable row level security;
alter table tenants force row level security;
comment on table tenants is 'registry platform';
grant select on tenants to kontaly_app, kontaly_router, kontaly_platform, kontaly_steward;
grant insert, update on tenants to kontaly_platform;
create policy own on tenants for select to kontaly_app using (tenant_id = (select a.tenant_id from public.actors a));
create policy own_kept on tenants for select to kontaly_steward using (tenant_id = (select d.tenant_id from public.doormen d));
create policy registry on tenants for select to kontaly_router using (true);
create policy platform on tenants to kontaly_platform using (true);

alter table slugs enable row level security;
alter table slugs force row level security;
comment on table slugs is 'registry platform';
grant select on slugs to kontaly_router, kontaly_platform;
grant insert, update on slugs to kontaly_platform;
create policy registry on slugs for select to kontaly_router using (true);
create policy platform on slugs to kontaly_platform using (true);

alter table domains enable row level security;
alter table domains force row level security;
comment on table domains is 'registry platform';
grant select on domains to kontaly_router, kontaly_platform;
grant insert, update, delete on domains to kontaly_platform;
create policy registry on domains for select to kontaly_router using (true);
create policy platform on domains to kontaly_platform using (true);

-- ---------------------------------------------------------------------------------------------- entering

-- Sets the context of this transaction and raises KT401 when it belongs to nobody: the COMMIT is already on its way
-- behind the query, and an empty answer would look like success. With a session, it must be alive and this person's.
create function enter(cap text, session uuid, secret_hash bytea) returns void language plpgsql
  set search_path = public
as $$
declare
  who record;
begin
  perform pg_catalog.set_config('kontaly.cap', cap, true);
  select a.tenant_id, a.id into who from public.actors a;
  if not found then
    raise exception 'nobody has this capability' using errcode = 'KT401';
  end if;
  if session is not null then
    perform from public.sessions s
      where s.tenant_id = who.tenant_id and s.id = enter.session and s.user_id = who.id
        and s.secret_hash = enter.secret_hash and s.expires_at > now();
    if not found then
      raise exception 'this session has ended' using errcode = 'KT401';
    end if;
  end if;
end $$;

-- The same for the steward, who keeps a tenant's people. With a session: it must be alive, whoever's it is.
create function enter_doorman(cap text, session uuid, secret_hash bytea) returns void language plpgsql
  set search_path = public
as $$
declare
  of_tenant uuid;
begin
  perform pg_catalog.set_config('kontaly.cap', cap, true);
  select d.tenant_id into of_tenant from public.doormen d;
  if not found then
    raise exception 'nobody has this capability' using errcode = 'KT401';
  end if;
  if session is not null then
    perform from public.sessions s
      where s.tenant_id = of_tenant and s.id = enter_doorman.session
        and s.secret_hash = enter_doorman.secret_hash and s.expires_at > now();
    if not found then
      raise exception 'this session has ended' using errcode = 'KT401';
    end if;
  end if;
end $$;

revoke execute on function enter(text, uuid, bytea), enter_doorman(text, uuid, bytea) from public;
grant execute on function enter(text, uuid, bytea) to kontaly_app;
grant execute on function enter_doorman(text, uuid, bytea) to kontaly_steward;

-- Whoever maps hosts is told that something changed; the payload names no tenant.
create function tell_routers() returns trigger language plpgsql set search_path = public as $$
begin
  perform pg_catalog.pg_notify('kontaly_hosts', '');
  return null;
end $$;
create trigger tell_routers after insert or update or delete on tenants for each statement execute function tell_routers();
create trigger tell_routers after insert or update or delete on slugs for each statement execute function tell_routers();
create trigger tell_routers after insert or update or delete on domains for each statement execute function tell_routers();
