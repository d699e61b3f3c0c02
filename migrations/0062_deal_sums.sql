-- A board's head: how many deals stand in a stage and what they are worth, as a roll-up. Summing the 50,000 deals of a
-- large workspace takes 20 ms from the best index there is, and a board is opened all day long.

-- By stage, owner and currency. Whoever may write a deal may write and see its row here, and `slot` keeps two transactions
-- from waiting for each other: both as in lead_counts (0007).
--   deals   that are not in the trash
--   priced  of them, those with an amount
--   amount, weighted  in minor units of the currency; numeric, for a sum may be more than a bigint holds
create table deal_sums (
  tenant_id uuid not null references tenants (tenant_id),
  stage_id uuid not null,
  owner_id uuid,
  -- A key has no null: the pool is a person of zeros.
  owner_key uuid not null generated always as (coalesce(owner_id, '00000000-0000-0000-0000-000000000000')) stored,
  currency text collate "C" not null,
  slot smallint not null,
  deals bigint not null,
  priced bigint not null,
  amount numeric not null,
  weighted numeric not null,
  primary key (tenant_id, stage_id, owner_key, currency, slot)
);
call kontaly_schema.protect('deal_sums', 'owned', 'records');

-- Adds up what a statement did to deals, once a statement. A change of what is not summed, and most are, writes nothing.
create function sum_deals() returns trigger language plpgsql set search_path = public as $$
declare
  changes deal_sums[];
begin
  if tg_op <> 'DELETE' then
    changes := array(
      select row (d.tenant_id, d.stage_id, d.owner_id, null, d.currency, 0, 1, (d.amount is not null)::int,
        coalesce(d.amount, 0), coalesce(trunc((d.amount::numeric * d.probability + 50) / 100), 0))::deal_sums
      from added d where d.trashed_at is null);
  end if;
  if tg_op <> 'INSERT' then
    changes := changes || array(
      select row (d.tenant_id, d.stage_id, d.owner_id, null, d.currency, 0, -1, -(d.amount is not null)::int,
        -coalesce(d.amount, 0), -coalesce(trunc((d.amount::numeric * d.probability + 50) / 100), 0))::deal_sums
      from removed d where d.trashed_at is null);
  end if;
  changes := array(
    select row (c.tenant_id, c.stage_id, c.owner_id, null, c.currency, 0, sum(c.deals), sum(c.priced), sum(c.amount),
      sum(c.weighted))::deal_sums
    from unnest(changes) c
    group by c.tenant_id, c.stage_id, c.owner_id, c.currency
    having (sum(c.deals), sum(c.priced), sum(c.amount), sum(c.weighted)) <> (0, 0, 0, 0));
  if cardinality(changes) = 0 then
    return null;
  end if;
  insert into deal_sums (tenant_id, stage_id, owner_id, currency, slot, deals, priced, amount, weighted)
  select c.tenant_id, c.stage_id, c.owner_id, c.currency, s.slot, c.deals, c.priced, c.amount, c.weighted
  from unnest(changes) c
  join (
    select t.tenant_id, free_slot(t.tenant_id) as slot from (select distinct u.tenant_id from unnest(changes) u) t
  ) s on s.tenant_id = c.tenant_id
  order by c.tenant_id, c.stage_id, c.owner_id, c.currency
  on conflict (tenant_id, stage_id, owner_key, currency, slot) do update set
    deals = deal_sums.deals + excluded.deals,
    priced = deal_sums.priced + excluded.priced,
    amount = deal_sums.amount + excluded.amount,
    weighted = deal_sums.weighted + excluded.weighted;
  return null;
end $$;
create trigger sum_added after insert on deals
  referencing new table as added for each statement execute function sum_deals();
create trigger sum_changed after update on deals
  referencing old table as removed new table as added for each statement execute function sum_deals();
create trigger sum_removed after delete on deals
  referencing old table as removed for each statement execute function sum_deals();

insert into deal_sums (tenant_id, stage_id, owner_id, currency, slot, deals, priced, amount, weighted)
select d.tenant_id, d.stage_id, d.owner_id, d.currency, 0, count(*), count(d.amount), coalesce(sum(d.amount), 0),
  coalesce(sum(trunc((d.amount::numeric * d.probability + 50) / 100)), 0)
from deals d where d.trashed_at is null
group by d.tenant_id, d.stage_id, d.owner_id, d.currency;
