-- API keys, and requests that are safe to repeat.
-- The index is of a table that is made here. People all have an address: the new check is validated at once.
-- squawk-ignore-file ban-drop-not-null, adding-required-field, constraint-missing-not-valid

-- A key is a user without a person: what it does stands in the timelines under its name, records can be its own, and its
-- powers come from role and team as everybody's do (accounts/actors.rs). Its proof is a session of the same id.
alter table users add column kind text not null default 'person' check (kind in ('person', 'key'));
alter table users alter column email drop not null;
alter table users add constraint users_email_of_person check ((kind = 'person') = (email is not null)) not valid;
alter table users validate constraint users_email_of_person;

create table api_keys (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  -- How the secret begins, to tell keys apart. Of the secret itself, 256 random bits, the session has the hash.
  prefix text collate "C" not null check (length(prefix) <= 20),
  made_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  -- Written at most once a minute.
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references users (tenant_id, id),
  foreign key (tenant_id, made_by) references users (tenant_id, id)
);
call kontaly_schema.protect('api_keys', 'workspace', 'nobody');

-- As in 0050: where there is no address, nobody signs in.
create or replace function keep_sign_in_address() returns trigger language plpgsql set search_path = public as $$
begin
  if tg_op <> 'INSERT' then
    delete from sign_in_addresses
      where tenant_id = old.tenant_id and email_hash = pg_catalog.sha256(pg_catalog.convert_to(old.email, 'UTF8'));
  end if;
  if tg_op <> 'DELETE' and new.state = 'active' and new.email is not null then
    insert into sign_in_addresses (tenant_id, email_hash)
      values (new.tenant_id, pg_catalog.sha256(pg_catalog.convert_to(new.email, 'UTF8')))
      on conflict do nothing;
  end if;
  return null;
end $$;

-- What was answered to a request that came with an Idempotency-Key, written in the transaction of its effect: whoever sees
-- the row sees the effect, and nobody sees one without the other. Kept for a day.
create table idempotency_keys (
  tenant_id uuid not null references tenants (tenant_id),
  -- Whose request it was.
  owner_id uuid not null,
  key text collate "C" not null check (length(key) between 1 and 255),
  created_at timestamptz not null,
  -- sha256 of method, address and body; null, as what follows, until the answer is there, which nobody but the
  -- transaction itself can see.
  fingerprint bytea check (octet_length(fingerprint) = 32),
  status smallint,
  content_type text,
  body bytea,
  -- An answer is for whoever asked, and for nobody else: the row rule "personal" asks for this column.
  shared boolean not null default false check (not shared),
  primary key (tenant_id, owner_id, key),
  foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
create index idempotency_keys_by_age on idempotency_keys (tenant_id, created_at);
call kontaly_schema.protect('idempotency_keys', 'personal', 'records');
-- The steward's transactions write theirs too, and what is a day old is deleted in one.
create policy kept on idempotency_keys to kontaly_steward using (tenant_id = (select d.tenant_id from public.doormen d));
grant select, insert, update, delete on idempotency_keys to kontaly_steward;
