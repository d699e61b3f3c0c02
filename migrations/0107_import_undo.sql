-- Undoing an import: how far it is, what it came to, and what of each row stayed.

-- Before the first release: the table is small, and its rows keep the rule that is put in place of the old one.
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid

alter table imports drop constraint imports_state_check;
alter table imports add constraint imports_state_check
  check (state in ('uploading', 'previewed', 'running', 'done', 'failed', 'weighing', 'undoing', 'undone'));
alter table imports
  -- What an undo would do, does or did, in numbers.
  add column undo jsonb,
  -- The line to which it is done: whoever goes on, goes on from there.
  add column undo_line bigint,
  -- When it was asked for first: what it moves to the trash is trashed as of then, which tells it from what people trash.
  add column undone_at timestamptz,
  add column undone_by uuid;

-- Who trashed a record is asked by that instant, and whether it gives its external id up.
-- squawk-ignore require-concurrent-index-creation
create index imports_by_undone on imports (tenant_id, undone_at) where undone_at is not null;

-- What an undo left as it is, and why: [{"code", "field", "value", "name", "message"}]; null, nothing.
alter table import_rows add column stayed jsonb;

-- Whoever imported is told of an undo too, and of no second end where what one would do was only found out.
drop trigger notify_of_end on imports;
create trigger notify_of_end after update of state on imports for each row
  when (new.owner_id is not null and (old.state = 'running' and new.state in ('done', 'failed')
    or old.state = 'undoing' and new.state = 'undone'))
  execute function notify_of_end('import');
