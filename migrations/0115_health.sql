-- How the installation is: which processes live and how their pools stand, and what the checks of the isolation found.

create table console.processes (
  id uuid primary key,
  -- serve or worker; one that does both serves.
  kind text collate "C" not null check (kind in ('serve', 'worker')),
  version text not null,
  started_at timestamptz not null,
  -- Written every few seconds; a row goes an hour after its process.
  seen_at timestamptz not null,
  -- Connections to the database for requests: how many there may be, are open, are idle, and how many requests wait for one.
  pool_max integer not null,
  pool_size integer not null,
  pool_idle integer not null,
  pool_waiting integer not null
);

create table console.isolation_checks (
  id uuid primary key,
  at timestamptz not null,
  tables integer not null,
  policies integer not null,
  keys integer not null,
  probes integer not null,
  findings jsonb not null
);
create index isolation_checks_by_time on console.isolation_checks (at);

grant select, insert, update, delete on console.processes to kontaly_console;
-- What was found stays found.
grant select, insert on console.isolation_checks to kontaly_console;
