-- One change of many records: what was asked for, how far it is, and what it needs to be taken back exactly.

create table bulks (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  noun text not null check (noun in ('lead', 'contact', 'company', 'deal')),
  -- What is done to each of them, as it was sent.
  change jsonb not null,
  state text not null check (state in ('running', 'done', 'failed', 'undoing', 'undone')),
  total integer not null check (total >= 0),
  -- Rows that had their turn, in the order of their position; while it is undone, those that are to be put back.
  position integer not null default 0 check (position >= 0),
  problem text,
  -- Whoever asked for it.
  owner_id uuid,
  created_at timestamptz not null,
  -- When the process that runs it last said so: a run whose process died is told by its silence.
  alive_at timestamptz not null,
  primary key (tenant_id, id)
);
create index bulks_of_owner on bulks (tenant_id, owner_id, id);
call kontaly_schema.protect('bulks', 'owned', 'records');

-- The records as they were chosen, and what became of each.
create table bulk_rows (
  tenant_id uuid not null,
  bulk_id uuid not null,
  position integer not null check (position > 0),
  record_id uuid not null,
  -- The version that it was chosen at, if the choice named one; then the version that the change made.
  version integer,
  -- Null until its turn comes. restored: it was put back; kept: it could not be, for it had changed since.
  outcome text collate "C" check (outcome in ('changed', 'unchanged', 'refused', 'restored', 'kept')),
  code text collate "C",
  message text,
  -- The values that the change replaced.
  before jsonb,
  owner_id uuid,
  primary key (tenant_id, bulk_id, position),
  foreign key (tenant_id, bulk_id) references bulks (tenant_id, id)
);
call kontaly_schema.protect('bulk_rows', 'owned', 'records');
call kontaly_schema.must_see('bulk_rows', 'bulk_id', 'bulks');
