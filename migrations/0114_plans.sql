-- Plans: what a tenant may use of the installation, and what it uses.

-- Null where a plan sets no bound.
create table console.plans (
  -- A short name that stays: what `tenants.plan` says.
  id text collate "C" primary key check (id ~ '^[a-z][a-z0-9_-]{1,39}$'),
  name text not null check (length(name) between 1 and 60),
  -- People who are not suspended.
  seats_max integer check (seats_max > 0),
  -- Leads, contacts, companies and deals, those in the trash included.
  records_max bigint check (records_max > 0),
  -- Bytes of files on records, those in the trash included.
  storage_max bigint check (storage_max > 0),
  -- Requests a minute to each process: of people together, and of API keys together.
  requests_max integer check (requests_max > 0),
  -- Parts of the product that the plan leaves out: crates/kontaly-access/src/module.rs.
  modules_off text[] not null default '{}',
  -- How long a tenant that is made on it tries it; 0: it is active at once.
  trial_days smallint not null default 0 check (trial_days between 0 and 365),
  -- What whoever signs up gets.
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  version integer not null default 1
);
create unique index plans_default on console.plans (is_default) where is_default;
insert into console.plans (id, name, is_default) values ('standard', 'Standard', true);
grant select, insert, update, delete on console.plans to kontaly_console;

-- What holds for a tenant stands in its own row: the plan's figures, copied when it gets the plan and when the plan changes.
-- What serves a request reads one row and never the schema of the console.
alter table tenants add column plan_name text not null default 'Standard' check (length(plan_name) between 1 and 60);
alter table tenants add column seats_max integer;
alter table tenants add column records_max bigint;
alter table tenants add column storage_max bigint;
alter table tenants add column requests_max integer;
alter table tenants add column modules_off text[] not null default '{}';
-- The parts that this tenant has although its plan leaves them out, or has not although it does not.
alter table tenants add column modules_switched text[] not null default '{}';
-- An operator's brake, below whatever the plan gives, until it is let go.
alter table tenants add column throttle integer;
-- A trial that is over leaves the tenant read-only: nothing is lost, and whoever decides late finds it as it was.
alter table tenants add column trial_ends_at timestamptz;
grant update (plan, plan_name, seats_max, records_max, storage_max, requests_max, modules_off, modules_switched, throttle, trial_ends_at)
  on tenants to kontaly_console;
-- squawk-ignore require-concurrent-index-creation
create index tenants_by_plan on tenants (plan, tenant_id);

-- What a tenant uses, counted by its own worker, for nobody else sees its rows: today's row is counted anew while it works,
-- those of the days before stay for a quarter.
create table usage (
  tenant_id uuid not null references tenants (tenant_id),
  day date not null,
  measured_at timestamptz not null,
  seats integer not null,
  leads bigint not null,
  contacts bigint not null,
  companies bigint not null,
  deals bigint not null,
  activities bigint not null,
  files bigint not null,
  storage_bytes bigint not null,
  -- What `records_max` bounds.
  records bigint generated always as (leads + contacts + companies + deals) stored,
  primary key (tenant_id, day)
);
call kontaly_schema.protect('usage', 'workspace', 'settings');
-- The guard asks how full a tenant is when it asks whose a host is; operators see how much, and nothing of what.
grant select on usage to kontaly_router, kontaly_console;
create policy known on usage for select to kontaly_router using (true);
create policy console on usage for select to kontaly_console using (true);
