-- A company's parent must be seen by whoever names it. 0002 says so by policies on companies that select from
-- companies: PostgreSQL refuses those as recursive, and with them every insert. A trigger asks the same question; it runs
-- with the rights of whoever writes, so that row security decides what it finds, and at the end of the statement, so that
-- parents and children may come in one. Its name is the one by which the product knows an unseen reference.
drop policy inserts_parent_id on companies;
drop policy updates_parent_id on companies;

create function must_see_parent() returns trigger language plpgsql set search_path = public as $$
begin
  perform from companies co where co.tenant_id = new.tenant_id and co.id = new.parent_id;
  if not found then
    raise foreign_key_violation using message = 'there is no such company', constraint = 'must_see_parent_id';
  end if;
  return null;
end $$;
create trigger must_see_parent after insert or update of parent_id on companies for each row
  when (new.parent_id is not null) execute function must_see_parent();

-- An entry of a btree is at most a third of a page, and a custom text may be longer: the index holds its beginning, and a
-- filter asks for both (http/filter.rs). The table is new and empty, so that writing it anew costs nothing.
-- squawk-ignore require-concurrent-index-deletion
drop index custom_values_by_text;
alter table custom_values
  -- squawk-ignore adding-field-with-default
  add column text_key text collate "C" generated always as (left(text_value, 200)) stored;
-- squawk-ignore require-concurrent-index-creation
create index custom_values_by_text on custom_values (tenant_id, field_id, text_key, record_id) where text_key is not null;
