-- Lists that leave as a file, made in the background and fetched once.

create table exports (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  noun text not null check (noun in ('lead', 'contact', 'company', 'deal')),
  format text not null check (format in ('csv', 'xlsx')),
  -- What was asked for, as it was sent.
  draft jsonb not null,
  state text not null check (state in ('running', 'done', 'fetched', 'canceled', 'failed')),
  total bigint not null check (total >= 0),
  rows bigint not null default 0 check (rows >= 0),
  file_name text not null check (length(file_name) between 1 and 255),
  size_bytes bigint check (size_bytes >= 0),
  problem text,
  -- Grows each time that a process begins to make it: the one before, should it still live, then knows that it is over.
  attempt integer not null default 0,
  -- Whoever asked for it, and alone may fetch it.
  owner_id uuid,
  created_at timestamptz not null,
  -- When the process that makes it last said so: one whose process died is told by its silence.
  alive_at timestamptz not null,
  expires_at timestamptz,
  primary key (tenant_id, id)
);
create index exports_by_age on exports (tenant_id, created_at);
call kontaly_schema.protect('exports', 'owned', 'records');
