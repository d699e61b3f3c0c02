-- Getting in: single-use tokens, the outbox of mails, and where an address may sign in.
-- The indexes are of tables that are made here, but for what comes with them nothing is locked for long.

-- ---------------------------------------------------------------------------------------------------- tokens

-- What an invitation, a verification or a password reset is proved by. The token itself, 256 random bits, is kept
-- nowhere: here is its hash, and in the outbox, until the mail has left, a sealed copy (crates/kontaly/src/mail/seal.rs).
create table tokens (
  tenant_id uuid not null references tenants (tenant_id),
  hash bytea not null check (octet_length(hash) = 32),
  purpose text not null check (purpose in ('invitation', 'verification', 'password_reset')),
  -- By address and not by person: asking for an unknown one does the same work, and leaves the same trace.
  email text collate "C" not null check (length(email) between 3 and 254),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, hash)
);
create index tokens_by_email on tokens (tenant_id, email, purpose);
call kontaly_schema.protect('tokens', 'workspace', 'nobody');

-- ---------------------------------------------------------------------------------------------------- outbox

-- Mails on their way, written in the transaction that they tell of. The tenant is nil for those of the front door, which
-- are nobody's; that is why it refers to no tenant.
create table mails (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('invitation', 'verification', 'password_reset', 'workspaces')),
  recipient text collate "C" not null check (length(recipient) between 3 and 254),
  -- What the text mentions, such as who invites. Never a token.
  details jsonb not null default '{}',
  sealed bytea check (octet_length(sealed) = 32),
  key_id smallint,
  -- The address of whoever asked for it: too many in a while are refused.
  asked_from text not null,
  attempts integer not null default 0,
  created_at timestamptz not null,
  next_at timestamptz not null,
  -- Nobody wants it after that.
  expires_at timestamptz not null,
  sent_at timestamptz,
  gave_up_at timestamptz,
  last_error text check (length(last_error) <= 500),
  primary key (tenant_id, id)
);
create index mails_asked_for on mails (tenant_id, recipient, created_at);
create index mails_asked_from on mails (tenant_id, asked_from, created_at);
-- Whoever delivers looks through all tenants, and through what is due alone.
create index mails_due on mails (next_at) where sent_at is null and gave_up_at is null;
create index mails_done on mails (created_at) where sent_at is not null or gave_up_at is not null;
call kontaly_schema.protect('mails', 'workspace', 'nobody');
-- The platform delivers: it sees to whom, and not the token; it can change neither.
grant select, delete on mails to kontaly_platform;
grant update (attempts, next_at, sent_at, gave_up_at, last_error) on mails to kontaly_platform;
grant insert on mails to kontaly_platform;
create policy delivers on mails for select to kontaly_platform using (true);
create policy delivered on mails for update to kontaly_platform using (true);
create policy cleared on mails for delete to kontaly_platform using (sent_at is not null or gave_up_at is not null);
create policy asked on mails for insert to kontaly_platform
  with check (tenant_id = '00000000-0000-0000-0000-000000000000' and kind = 'workspaces' and sealed is null);

-- ------------------------------------------------------------------------------------------ find my workspace

-- In which workspaces an address may sign in, by its hash: whoever knows the address learns where, and nobody learns an
-- address. A trigger keeps it, with the rights of whoever changes the person.
create table sign_in_addresses (
  tenant_id uuid not null references tenants (tenant_id),
  email_hash bytea not null check (octet_length(email_hash) = 32),
  primary key (tenant_id, email_hash)
);
create index sign_in_addresses_by_hash on sign_in_addresses (email_hash);
call kontaly_schema.protect('sign_in_addresses', 'workspace', 'nobody');
grant select on sign_in_addresses to kontaly_platform;
create policy known on sign_in_addresses for select to kontaly_platform using (true);

create function keep_sign_in_address() returns trigger language plpgsql set search_path = public as $$
begin
  if tg_op <> 'INSERT' then
    delete from sign_in_addresses
      where tenant_id = old.tenant_id and email_hash = pg_catalog.sha256(pg_catalog.convert_to(old.email, 'UTF8'));
  end if;
  if tg_op <> 'DELETE' and new.state = 'active' then
    insert into sign_in_addresses (tenant_id, email_hash)
      values (new.tenant_id, pg_catalog.sha256(pg_catalog.convert_to(new.email, 'UTF8')))
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger keep_sign_in_address after insert or delete or update of email, state on users
  for each row execute function keep_sign_in_address();
insert into sign_in_addresses (tenant_id, email_hash)
  select tenant_id, sha256(convert_to(email, 'UTF8')) from users where state = 'active';

-- ---------------------------------------------------------------------------------------------------- people

-- When the person showed to read the mails of that address; an operator or administrator who adds somebody vouches.
alter table users add column verified_at timestamptz default now();
-- When the person put the first steps aside.
alter table users add column first_steps_done_at timestamptz;
