-- Boards, moves and conversions: what the database itself guarantees about them.
-- Within the migration's transaction an index cannot be built concurrently; these are built before there are many rows.
-- squawk-ignore-file require-concurrent-index-creation

create index deals_by_name on deals (tenant_id, name, id) where trashed_at is null;
-- A board's counts and sums are read from this index alone, of all owners or of few.
create index deals_summed on deals (tenant_id, stage_id, owner_id) include (currency, amount, probability)
  where trashed_at is null;

-- ------------------------------------------------------------------------------- a deal and its stage

-- A deal stands in a live stage and has that stage's state. Whoever puts it there shares a lock with everybody else who
-- does, so that a stage cannot be trashed, or change its kind, between the look and the write.
create function deals_check_stage() returns trigger language plpgsql set search_path = public as $$
declare
  stage record;
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.uuid_hash_extended(new.stage_id, 0));
  select s.kind, s.trashed_at into stage from stages s where s.tenant_id = new.tenant_id and s.id = new.stage_id;
  if stage.trashed_at is not null then
    raise exception 'this stage was trashed' using errcode = 'check_violation', constraint = 'deals_stage_is_live';
  end if;
  if stage.kind <> new.state then
    raise exception 'this stage is %', stage.kind using errcode = 'check_violation', constraint = 'deals_state_is_its_stages';
  end if;
  return new;
end $$;
create trigger check_stage_of_new before insert on deals for each row
  when (new.trashed_at is null) execute function deals_check_stage();
create trigger check_stage before update of stage_id, state, trashed_at on deals for each row
  when (new.trashed_at is null and (old.trashed_at is not null
    or old.stage_id is distinct from new.stage_id or old.state is distinct from new.state))
  execute function deals_check_stage();

-- The other side of it. Runs as whoever may manage stages, who sees every deal.
create function stages_check_deals() returns trigger language plpgsql set search_path = public as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.uuid_hash_extended(new.id, 0));
  if exists (select from deals d where d.tenant_id = new.tenant_id and d.stage_id = new.id
      and (d.trashed_at is null or old.kind <> new.kind)) then
    raise exception 'deals stand in this stage' using errcode = 'check_violation', constraint = 'stages_are_empty';
  end if;
  return new;
end $$;
create trigger check_deals before update of kind, trashed_at on stages for each row
  when (old.kind <> new.kind or (old.trashed_at is null and new.trashed_at is not null))
  execute function stages_check_deals();

-- ----------------------------------------------------------------------------------- lead conversion

-- What undoing a conversion needs to know: the status before it, and which of the records it made itself.
alter table leads
  add column status_before_conversion text,
  add column conversion_made_company boolean not null default false,
  add column conversion_made_contact boolean not null default false;

-- ---------------------------------------------------------------------------------------- activities

create index activities_open_by_time on activities (tenant_id, assignee_id, at, id) where done_at is null and trashed_at is null;

-- An activity's own words and events go where its record goes; carry_owner() takes the activity itself along.
create function carry_activity_owner() returns trigger language plpgsql set search_path = public as $$
begin
  update search_tokens set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  update events set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  return null;
end $$;
create trigger carry_owner after update of owner_id on activities for each row
  when (old.owner_id is distinct from new.owner_id) execute function carry_activity_owner();
