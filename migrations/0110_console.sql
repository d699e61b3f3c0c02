-- The console: whoever runs the installation. Operators are no tenant's people, so what is theirs knows no tenant and stands
-- in a schema of its own, which one role may enter (kontaly_console); that role sees the registry and no CRM row.

create schema console;
grant usage on schema console to kontaly_console;

create table console.operators (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  email text collate "C" not null unique check (length(email) between 3 and 254),
  -- owner: everything. support: tenants and support access. read_only: looks.
  role text collate "C" not null check (role in ('owner', 'support', 'read_only')),
  -- invited: the link waits. active: signs in. suspended: does not.
  state text collate "C" not null check (state in ('invited', 'active', 'suspended')),
  password_hash text,
  -- Which secret of one-time codes is current; the secret itself is derived and kept nowhere (crates/kontaly/src/console/totp.rs).
  totp_serial integer not null default 1,
  -- The last half minute whose code was taken: no code opens twice.
  totp_step bigint not null default 0,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint operators_active_has_password check (state <> 'active' or password_hash is not null)
);

-- What a one-time link opens: whoever has it chooses password and second factor.
create table console.links (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  operator_id uuid not null references console.operators (id),
  expires_at timestamptz not null
);
create index links_of_operator on console.links (operator_id);

-- For whoever lost the device: each works once.
create table console.recovery_codes (
  operator_id uuid not null references console.operators (id),
  code_hash bytea not null check (octet_length(code_hash) = 32),
  primary key (operator_id, code_hash)
);

create table console.sessions (
  id uuid primary key,
  operator_id uuid not null references console.operators (id),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null,
  -- Written at most once a minute.
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  user_agent text not null
);
create index sessions_of_operator on console.sessions (operator_id);

-- Guesses, by account and by network address, as sign_in_throttles of the tenants.
create table console.throttles (
  subject bytea primary key check (octet_length(subject) = 32),
  failures integer not null,
  window_started_at timestamptz not null
);

-- What operators did. Nobody changes or deletes it, the owner of the schema neither.
create table console.events (
  id uuid primary key,
  at timestamptz not null,
  operator_id uuid references console.operators (id),
  -- operator, tenant, session …
  noun text collate "C" not null,
  subject_id uuid,
  action text collate "C" not null,
  changes jsonb not null default '{}',
  request_id uuid,
  address text
);
create index events_by_time on console.events (at, id);
create index events_of_subject on console.events (subject_id, at);

create function console.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'console.events is append-only' using errcode = '42501';
end $$;
create trigger events_are_append_only before update or delete on console.events
  for each row execute function console.refuse_change();
create trigger events_are_not_truncated before truncate on console.events
  for each statement execute function console.refuse_change();

grant select, insert, update on console.operators to kontaly_console;
grant select, insert, delete on console.links, console.recovery_codes to kontaly_console;
grant select, insert, update, delete on console.sessions, console.throttles to kontaly_console;
grant select, insert on console.events to kontaly_console;

-- The console keeps the registry: it lists tenants, and moves each through its life. Making one stays the platform's.
grant select on tenants, slugs, domains to kontaly_console;
grant update (state, version) on tenants to kontaly_console;
create policy console on tenants for select to kontaly_console using (true);
create policy console_moves on tenants for update to kontaly_console using (true);
create policy console on slugs for select to kontaly_console using (true);
create policy console on domains for select to kontaly_console using (true);
-- Ten thousand rows are indexed in milliseconds.
-- squawk-ignore require-concurrent-index-creation
create index tenants_by_name on tenants (name, tenant_id);
-- squawk-ignore require-concurrent-index-creation
create index tenants_by_age on tenants (created_at, tenant_id);
