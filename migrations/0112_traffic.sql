-- Who uses the box: what each process counted of a tenant's requests. No path, no person and no record is in it.

create table console.traffic (
  tenant_id uuid not null references tenants (tenant_id),
  -- Where a minute begins; an hour once its minutes are two hours old, a day (UTC) once its hours are two days old.
  at timestamptz not null,
  -- Days are kept for 90 days.
  grain text collate "C" not null check (grain in ('minute', 'hour', 'day')),
  requests bigint not null,
  -- 4xx but 401, and 5xx.
  refused bigint not null,
  failed bigint not null,
  -- How long they took together.
  micros bigint not null,
  -- How many took how long: the bounds are in crates/kontaly/src/console/traffic/meter.rs.
  durations bigint[] not null,
  primary key (tenant_id, grain, at)
);
create index traffic_by_time on console.traffic (grain, at);

grant select, insert, update, delete on console.traffic to kontaly_console;
