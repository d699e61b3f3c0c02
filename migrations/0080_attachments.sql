-- Files that hang on a record. Here is what is known of them; their bytes are objects in a store of their own, under
-- <tenant_id>/<id>, and a row that one sees is the only way to one.

create table attachments (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 255),
  -- What the bytes are where their beginning tells, else what the sender said.
  media_type text collate "C" not null check (length(media_type) between 1 and 127),
  size_bytes bigint not null check (size_bytes > 0),
  sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
  uploaded_by uuid not null,
  -- The one record it hangs on.
  lead_id uuid,
  deal_id uuid,
  contact_id uuid,
  company_id uuid,
  -- Copy of the record's owner, and whether the record is a company or contact: the row rule without a join.
  owner_id uuid,
  directory boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  trashed_by uuid,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, uploaded_by) references users (tenant_id, id),
  foreign key (tenant_id, trashed_by) references users (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id),
  foreign key (tenant_id, lead_id) references leads (tenant_id, id),
  foreign key (tenant_id, deal_id) references deals (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id),
  foreign key (tenant_id, company_id) references companies (tenant_id, id),
  constraint attachments_hang_on_one_record check (num_nonnulls(lead_id, deal_id, contact_id, company_id) = 1),
  constraint attachments_directory_says_where
    check (directory = (contact_id is not null or company_id is not null))
);
create index attachments_of_lead on attachments (tenant_id, lead_id, created_at) where lead_id is not null;
create index attachments_of_deal on attachments (tenant_id, deal_id, created_at) where deal_id is not null;
create index attachments_of_contact on attachments (tenant_id, contact_id, created_at) where contact_id is not null;
create index attachments_of_company on attachments (tenant_id, company_id, created_at) where company_id is not null;
create index attachments_in_trash on attachments (tenant_id, trashed_at, id) where trashed_at is not null;
call kontaly_schema.protect('attachments', 'mixed', 'records');
call kontaly_schema.must_see_with_owner('attachments', 'lead_id', 'leads');
call kontaly_schema.must_see_with_owner('attachments', 'deal_id', 'deals');
call kontaly_schema.must_see_with_owner('attachments', 'contact_id', 'contacts');
call kontaly_schema.must_see_with_owner('attachments', 'company_id', 'companies');

-- A row goes for good out of the trash alone, its own or its record's, and so by whoever empties that.
create policy purges on attachments as restrictive for delete to kontaly_app
  using ((select a.manages from public.actors a));

-- The same look behind the wait as activities have (0008).
create trigger check_owner_of_new after insert on attachments for each row execute function activities_check_owner();

-- As in 0006, and the files.
create or replace function carry_owner() returns trigger language plpgsql set search_path = public as $$
begin
  update taggings set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  update custom_values set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  perform carry_words(new.tenant_id, new.id, new.owner_id);
  update events set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  case tg_argv[0]
    when 'lead' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and lead_id = new.id;
      update attachments set owner_id = new.owner_id where tenant_id = new.tenant_id and lead_id = new.id;
    when 'deal' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and deal_id = new.id;
      update attachments set owner_id = new.owner_id where tenant_id = new.tenant_id and deal_id = new.id;
      update deal_changes set owner_id = new.owner_id where tenant_id = new.tenant_id and deal_id = new.id;
    when 'contact' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and contact_id = new.id;
      update attachments set owner_id = new.owner_id where tenant_id = new.tenant_id and contact_id = new.id;
      update contact_points set owner_id = new.owner_id where tenant_id = new.tenant_id and contact_id = new.id;
    when 'company' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and company_id = new.id;
      update attachments set owner_id = new.owner_id where tenant_id = new.tenant_id and company_id = new.id;
  end case;
  return null;
end $$;

-- Objects whose row went for good: written in the transaction that deleted it, taken away once the object is gone too.
create table dropped_objects (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  primary key (tenant_id, id)
);
call kontaly_schema.protect('dropped_objects', 'workspace', 'settings');

-- What a workspace keeps, as a roll-up: what lies in the trash takes room too. `slot` as in lead_counts (0007). The
-- platform sees these figures, and nothing else of a workspace's files.
create table attachment_sums (
  tenant_id uuid not null references tenants (tenant_id),
  slot smallint not null,
  files bigint not null,
  bytes bigint not null,
  primary key (tenant_id, slot)
);
call kontaly_schema.protect('attachment_sums', 'workspace', 'records');
grant select on attachment_sums to kontaly_platform;
create policy counted on attachment_sums for select to kontaly_platform using (true);

-- Adds up what a statement did to files, once a statement. Neither size nor tenant of a row ever changes (see below).
create function sum_attachments() returns trigger language plpgsql set search_path = public as $$
begin
  insert into attachment_sums (tenant_id, slot, files, bytes)
  select c.tenant_id, free_slot(c.tenant_id), c.files, c.bytes
  from (
    select r.tenant_id, case tg_op when 'INSERT' then count(*) else -count(*) end as files,
      case tg_op when 'INSERT' then sum(r.size_bytes) else -sum(r.size_bytes) end as bytes
    from changed r group by r.tenant_id
  ) c
  on conflict (tenant_id, slot) do update set
    files = attachment_sums.files + excluded.files,
    bytes = attachment_sums.bytes + excluded.bytes;
  return null;
end $$;
create trigger sum_added after insert on attachments
  referencing new table as changed for each statement execute function sum_attachments();
create trigger sum_removed after delete on attachments
  referencing old table as changed for each statement execute function sum_attachments();

-- What an object is, its row says for good: size and hash of bytes that never change.
revoke update on attachments from kontaly_app;
grant update (name, owner_id, updated_at, trashed_at, trashed_by, version) on attachments to kontaly_app;
