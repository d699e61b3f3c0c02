-- Mails leave workspace by workspace, and those that somebody waits for first (crates/kontaly/src/mail/delivery.rs).

-- The outbox keeps a day of mails: it is read and indexed in a moment.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, adding-field-with-default

alter table mails
  add column urgent boolean not null generated always as (kind in ('password_reset', 'verification')) stored;
create index mails_waiting on mails (tenant_id, urgent, next_at) where sent_at is null and gave_up_at is null;
drop index mails_due;
