-- What is judged beyond the sight of whoever writes, and what must not be judged by it.
-- Policies are dropped for triggers that ask the same question, and once only; the tables stay as they are.

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
drop function must_see_parent();
call kontaly_schema.must_see_changed('companies', 'parent_id', 'companies');
create trigger "INSERT_must_see_parent_id" after insert on companies for each row
  when (new.parent_id is not null) execute function must_see_parent_id();
