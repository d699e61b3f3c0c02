-- Search and reports that stay fast in a tenant of 200,000 leads and 50,000 deals.
-- Within the migration's transaction an index cannot be built concurrently; these are built before there are many rows.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, ban-drop-constraint, constraint-missing-not-valid, adding-serial-primary-key-field

-- ------------------------------------------------------------------------------------------------ search

-- Two questions are asked of the words of records. "Which words has this record?": when it changes, and when a record
-- that one word found is asked for the others. The unique index of 0006 answers it, and takes the place of of_record.
drop index search_tokens_of_record;
-- "Which records of a noun have a word that begins so?": word by word, the newest record first, and everything that
-- the row rule looks at in the index itself, so that rows of others cost no visit to the table.
create index search_tokens_of_noun on search_tokens (tenant_id, noun, token, record_id desc) include (owner_id, directory);

-- ---------------------------------------------------------------------------------------- leads over time

-- How many leads were made on which day, by owner and source. Whoever may write a lead may write and see its row here:
-- the owner, and so the row rule, is the same.
--   day   of UTC: what a day is elsewhere, a report finds out at the edges of its periods, from the leads themselves.
--         So any zone will do, and a workspace may move to another one.
--   slot  two transactions never write the same row, so that nobody waits for a colleague's import to commit and no
--         two lock each other out. Sums add the slots; one alone can be negative.
create table lead_counts (
  tenant_id uuid not null references tenants (tenant_id),
  day date not null,
  owner_id uuid,
  -- A key has no null: the pool is a person of zeros.
  owner_key uuid not null generated always as (coalesce(owner_id, '00000000-0000-0000-0000-000000000000')) stored,
  -- Empty: none.
  source text collate "C" not null,
  slot smallint not null,
  leads bigint not null,
  primary key (tenant_id, day, owner_key, source, slot)
);
call kontaly_schema.protect('lead_counts', 'owned', 'records');

-- The lowest slot that no other transaction of the tenant holds; it is this one's until it ends. Where 63 transactions
-- count at once, the 64th waits.
create function free_slot(tenant uuid) returns smallint language plpgsql set search_path = public as $$
declare
  of_tenant integer := pg_catalog.uuid_hash(tenant);
begin
  for slot in 0..62 loop
    if pg_catalog.pg_try_advisory_xact_lock(of_tenant, slot) then
      return slot;
    end if;
  end loop;
  perform pg_catalog.pg_advisory_xact_lock(of_tenant, 63);
  return 63;
end $$;

-- Counts what a statement did to leads, once a statement: an import of 100,000 leads writes some dozen rows here. What
-- is trashed does not count. A change of what is not counted by, and most are, writes nothing.
create function count_leads() returns trigger language plpgsql set search_path = public as $$
declare
  changes lead_counts[];
begin
  if tg_op = 'INSERT' then
    changes := array(
      select row (l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, null, coalesce(l.source, ''), 0, count(*))::lead_counts
      from added l where l.trashed_at is null
      group by l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, coalesce(l.source, ''));
  elsif tg_op = 'DELETE' then
    changes := array(
      select row (l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, null, coalesce(l.source, ''), 0, -count(*))::lead_counts
      from removed l where l.trashed_at is null
      group by l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, coalesce(l.source, ''));
  else
    changes := array(
      select row (l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, null, coalesce(l.source, ''), 0, sum(l.leads))::lead_counts
      from (
        select a.tenant_id, a.created_at, a.owner_id, a.source, 1 as leads from added a where a.trashed_at is null
        union all
        select r.tenant_id, r.created_at, r.owner_id, r.source, -1 from removed r where r.trashed_at is null
      ) l
      group by l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, coalesce(l.source, '')
      having sum(l.leads) <> 0);
  end if;
  if cardinality(changes) = 0 then
    return null;
  end if;
  insert into lead_counts (tenant_id, day, owner_id, source, slot, leads)
  select c.tenant_id, c.day, c.owner_id, c.source, s.slot, c.leads
  from unnest(changes) c
  join (
    select t.tenant_id, free_slot(t.tenant_id) as slot from (select distinct u.tenant_id from unnest(changes) u) t
  ) s on s.tenant_id = c.tenant_id
  order by c.tenant_id, c.day, c.owner_id, c.source
  on conflict (tenant_id, day, owner_key, source, slot) do update set leads = lead_counts.leads + excluded.leads;
  return null;
end $$;
create trigger count_added after insert on leads
  referencing new table as added for each statement execute function count_leads();
create trigger count_changed after update on leads
  referencing old table as removed new table as added for each statement execute function count_leads();
create trigger count_removed after delete on leads
  referencing old table as removed for each statement execute function count_leads();

revoke execute on function free_slot(uuid) from public;
grant execute on function free_slot(uuid) to kontaly_app;

insert into lead_counts (tenant_id, day, owner_id, source, slot, leads)
select l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, coalesce(l.source, ''), 0, count(*)
from leads l where l.trashed_at is null
group by l.tenant_id, (l.created_at at time zone 'UTC')::date, l.owner_id, coalesce(l.source, '');

-- ----------------------------------------------------------------------------------------- deals by stage

-- The stages that a deal has stood in, sorted: what its history in deal_changes says, kept on the deal, because a funnel
-- over the histories of 50,000 deals takes ten times as long. A set and not the furthest one, because stages can be put
-- into another order.
alter table deals add column stages_reached uuid[] not null default '{}';

create function deals_note_stage() returns trigger language plpgsql set search_path = public as $$
begin
  if not new.stage_id = any (new.stages_reached) then
    new.stages_reached := array(select s from unnest(new.stages_reached || new.stage_id) s order by s);
  end if;
  return new;
end $$;
create trigger note_stage before insert or update of stage_id on deals for each row execute function deals_note_stage();

-- A history that did not come about by moving the deal, but was brought along by an import.
create function deal_changes_note_stages() returns trigger language plpgsql set search_path = public as $$
begin
  update deals d set stages_reached = array(select distinct s from unnest(d.stages_reached || h.stages) s order by s)
  from (
    select a.tenant_id, a.deal_id, array_agg(distinct s.stage_id) as stages
    from added a cross join lateral (values (a.from_stage_id), (a.to_stage_id)) s (stage_id)
    where s.stage_id is not null
    group by a.tenant_id, a.deal_id
  ) h
  where d.tenant_id = h.tenant_id and d.id = h.deal_id and not d.stages_reached @> h.stages;
  return null;
end $$;
create trigger note_stages after insert on deal_changes
  referencing new table as added for each statement execute function deal_changes_note_stages();

update deals d set stages_reached = array(
  select s.stage_id from (
    select c.from_stage_id as stage_id from deal_changes c where c.tenant_id = d.tenant_id and c.deal_id = d.id
    union select c.to_stage_id from deal_changes c where c.tenant_id = d.tenant_id and c.deal_id = d.id
    union select d.stage_id
  ) s where s.stage_id is not null order by s.stage_id);

-- Reports read these from the index alone.
create index deals_reached on deals (tenant_id, created_at) include (pipeline_id, state, stages_reached, owner_id)
  where trashed_at is null;
drop index deals_by_closed;
create index deals_by_closed on deals (tenant_id, closed_at)
  include (state, currency, amount, lost_reason, pipeline_id, owner_id, created_at)
  where closed_at is not null and trashed_at is null;
create index activities_by_person on activities (tenant_id, at)
  include (assignee_id, kind, done_at, owner_id, directory)
  where trashed_at is null;
