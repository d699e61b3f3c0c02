-- Sight: references to what has gone out of it, and owners that change while somebody looks.

-- ------------------------------------------------------------------------------- references that stay as they are

-- "A reference must be seen by whoever makes it" was a policy on every row written, so that a deal whose company had gone
-- out of sight (the workspace closed its directory) could not be renamed any more. A policy sees the new row alone. So on
-- inserting it stays a policy, and on changing it is a trigger that looks at a reference only where it becomes another.
--
-- It runs before the row is written, because the foreign key looks after that: what is not there and what is not seen
-- are refused by the same words, which name no record. It runs with the rights of whoever writes, so that row security
-- decides what it finds. Where a copy of the record's owner is part of the question (must_see_with_owner), the policies
-- stay: a row is seen exactly where its record is.
--
-- The name of the column says which table it leads to, so that one function serves every table that has it. Trigger,
-- function and the constraint that the error names are called must_see_<column>; the isolation check compares them word
-- by word.
create procedure kontaly_schema.must_see_changed(tbl regclass, col name, target regclass) language plpgsql
  set search_path = pg_catalog
as $$
declare
  trigger_name text := 'must_see_' || col;
begin
  execute format($make$
create or replace function public.%1$I() returns trigger language plpgsql set search_path = public as $body$
begin
  perform from %2$s t where t.tenant_id = new.tenant_id and t.id = new.%3$I;
  if not found then
    raise foreign_key_violation using message = 'there is no such record', constraint = '%1$s';
  end if;
  return new;
end $body$ $make$, trigger_name, target, col);
  execute format('create trigger %1$I before update on %2$s for each row'
    || ' when (new.%3$I is not null and new.%3$I is distinct from old.%3$I) execute function public.%1$I()',
    trigger_name, tbl, col);
end $$;

-- As in 0001, with the trigger in place of the policy on updates.
create or replace procedure kontaly_schema.must_see(tbl regclass, col name, target regclass) language plpgsql
  set search_path = pg_catalog
as $$
begin
  execute format('create policy %1$I on %2$s as restrictive for insert to kontaly_app with check (%3$I is null or'
    || ' exists (select from %4$s t where t.tenant_id = %2$s.tenant_id and t.id = %2$s.%3$I))',
    'inserts_' || col, tbl, col, target);
  call kontaly_schema.must_see_changed(tbl, col, target);
end $$;

do $$
declare
  reference text[];
begin
  foreach reference slice 1 in array array[
    ['contacts', 'company_id', 'companies'],
    ['deals', 'company_id', 'companies'],
    ['deals', 'contact_id', 'contacts'],
    ['deal_changes', 'deal_id', 'deals'],
    ['leads', 'converted_company_id', 'companies'],
    ['leads', 'converted_contact_id', 'contacts'],
    ['leads', 'converted_deal_id', 'deals'],
    ['taggings', 'tag_id', 'tags'],
    ['import_pieces', 'import_id', 'imports'],
    ['import_rows', 'import_id', 'imports']
  ] loop
    execute format('drop policy %I on public.%I', 'updates_' || reference[2], reference[1]);
    call kontaly_schema.must_see_changed(reference[1]::regclass, reference[2], reference[3]::regclass);
  end loop;
end $$;

-- A company's parent cannot be looked at by a policy (0003). A parent that changed is now looked at like every other
-- reference. With new companies parents and children may come in one statement, so that it is looked at behind it, where
-- the foreign key looks too; triggers go by their names, and this one has to be ahead of RI_ConstraintTrigger, or the two
-- refusals would tell a company that is not seen from one that is not there.
drop trigger must_see_parent on companies;
-- Nothing but the trigger called it.
-- squawk-ignore ban-drop-function
drop function must_see_parent();
call kontaly_schema.must_see_changed('companies', 'parent_id', 'companies');
create trigger "INSERT_must_see_parent_id" after insert on companies for each row
  when (new.parent_id is not null) execute function must_see_parent_id();

-- --------------------------------------------------------------------------------------- owners that change meanwhile

-- An activity copies the owner of its record. A policy looks whether the copy is a true one, but with the snapshot of its
-- statement: while the record changes hands in another transaction, both could commit, and the copy was left behind for
-- good. Leads and deals are locked by whoever hangs something on them; a company or contact of somebody else cannot be,
-- because row security locks only what one may change.
--
-- So the two meet where they meet already, at the foreign key. Its look holds the record's key until the transaction
-- ends. Whoever changes an owner takes the whole row, waits for those, and then carries their activities along with all
-- others. Whoever comes to the key later waits, looks once more with fresh eyes, and gives up if the owner is another one.
create function take_whole() returns trigger language plpgsql set search_path = public as $$
begin
  case tg_argv[0]
    when 'lead' then perform from leads t where t.tenant_id = new.tenant_id and t.id = new.id for update;
    when 'deal' then perform from deals t where t.tenant_id = new.tenant_id and t.id = new.id for update;
    when 'contact' then perform from contacts t where t.tenant_id = new.tenant_id and t.id = new.id for update;
    when 'company' then perform from companies t where t.tenant_id = new.tenant_id and t.id = new.id for update;
  end case;
  return new;
end $$;
create trigger take_whole before update on leads for each row
  when (old.owner_id is distinct from new.owner_id) execute function take_whole('lead');
create trigger take_whole before update on deals for each row
  when (old.owner_id is distinct from new.owner_id) execute function take_whole('deal');
create trigger take_whole before update on contacts for each row
  when (old.owner_id is distinct from new.owner_id) execute function take_whole('contact');
create trigger take_whole before update on companies for each row
  when (old.owner_id is distinct from new.owner_id) execute function take_whole('company');

-- By its name it comes behind RI_ConstraintTrigger, and so after the wait.
create function activities_check_owner() returns trigger language plpgsql set search_path = public as $$
begin
  perform from (
    select t.owner_id from leads t where t.tenant_id = new.tenant_id and t.id = new.lead_id
    union all select t.owner_id from deals t where t.tenant_id = new.tenant_id and t.id = new.deal_id
    union all select t.owner_id from contacts t where t.tenant_id = new.tenant_id and t.id = new.contact_id
    union all select t.owner_id from companies t where t.tenant_id = new.tenant_id and t.id = new.company_id
  ) r where r.owner_id is not distinct from new.owner_id;
  if not found then
    raise serialization_failure using message = 'the record changed hands meanwhile';
  end if;
  return null;
end $$;
create trigger check_owner_of_new after insert on activities for each row execute function activities_check_owner();
create trigger check_owner after update on activities for each row
  when ((old.lead_id, old.deal_id, old.contact_id, old.company_id)
    is distinct from (new.lead_id, new.deal_id, new.contact_id, new.company_id))
  execute function activities_check_owner();
