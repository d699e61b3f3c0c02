-- The nouns of the trade.

-- ------------------------------------------------------------------------------------------ companies, contacts

create table companies (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text collate "C" not null check (length(name) between 1 and 200),
  -- Lower case, compatibility-normalised, spaces squeezed: what imports and duplicate checks compare.
  name_key text collate "C" not null,
  domain text collate "C",
  website text,
  phone text,
  industry text collate "C",
  employees integer check (employees >= 0),
  -- Minor units of annual_revenue_currency.
  annual_revenue bigint,
  annual_revenue_currency text check (annual_revenue_currency ~ '^[A-Z]{3}$'),
  founded_year integer check (founded_year between 1000 and 2200),
  address text,
  city text collate "C",
  country text collate "C",
  parent_id uuid,
  lifecycle_stage text not null default 'lead'
    check (lifecycle_stage in ('lead', 'qualified', 'opportunity', 'customer', 'former_customer', 'other')),
  description text check (length(description) <= 20000),
  owner_id uuid,
  external_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references companies (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
create index companies_by_created on companies (tenant_id, created_at, id) where trashed_at is null;
create index companies_by_name on companies (tenant_id, name, id) where trashed_at is null;
create index companies_by_name_key on companies (tenant_id, name_key);
create index companies_by_domain on companies (tenant_id, domain) where domain is not null;
create index companies_by_owner on companies (tenant_id, owner_id, created_at, id);
create index companies_by_parent on companies (tenant_id, parent_id) where parent_id is not null;
create unique index companies_by_external_id on companies (tenant_id, external_id) where external_id is not null;
call kontaly_schema.protect('companies', 'directory', 'records');
call kontaly_schema.must_see('companies', 'parent_id', 'companies');

create table contacts (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  first_name text not null default '' check (length(first_name) <= 120),
  last_name text not null default '' check (length(last_name) <= 120),
  -- First and last name as shown and sorted.
  name text collate "C" not null check (length(name) between 1 and 250),
  name_key text collate "C" not null,
  title text check (length(title) <= 200),
  company_id uuid,
  -- The first of each of the contact's points, kept here so that a list needs one table.
  email text collate "C",
  phone text,
  lifecycle_stage text not null default 'lead'
    check (lifecycle_stage in ('lead', 'qualified', 'opportunity', 'customer', 'former_customer', 'other')),
  source text collate "C",
  linkedin_url text,
  description text check (length(description) <= 20000),
  owner_id uuid,
  external_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, company_id) references companies (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id)
);
create index contacts_by_created on contacts (tenant_id, created_at, id) where trashed_at is null;
create index contacts_by_name on contacts (tenant_id, name, id) where trashed_at is null;
create index contacts_by_name_key on contacts (tenant_id, name_key);
create index contacts_by_company on contacts (tenant_id, company_id, created_at, id);
create index contacts_by_owner on contacts (tenant_id, owner_id, created_at, id);
create unique index contacts_by_external_id on contacts (tenant_id, external_id) where external_id is not null;
call kontaly_schema.protect('contacts', 'directory', 'records');
call kontaly_schema.must_see('contacts', 'company_id', 'companies');

-- Every e-mail address and telephone number of a contact, in the order the person gave them.
create table contact_points (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  label text not null default 'work' check (label in ('work', 'home', 'mobile', 'other')),
  value text not null check (length(value) between 1 and 254),
  -- E-mail in lower case; of a phone number the digits.
  value_key text collate "C" not null,
  position smallint not null,
  owner_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id)
);
create unique index contact_points_in_order on contact_points (tenant_id, contact_id, kind, position);
create index contact_points_by_value on contact_points (tenant_id, kind, value_key);
call kontaly_schema.protect('contact_points', 'directory', 'records');
call kontaly_schema.must_see('contact_points', 'contact_id', 'contacts');

-- ------------------------------------------------------------------------------------- pipelines, products, deals

create table pipelines (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  position smallint not null,
  created_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id)
);
call kontaly_schema.protect('pipelines', 'workspace', 'settings');

create table stages (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  pipeline_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- The stage's type, apart from its label: what the software relies on.
  kind text not null check (kind in ('open', 'won', 'lost')),
  -- Percent.
  probability smallint not null check (probability between 0 and 100),
  forecast_category text not null check (forecast_category in ('pipeline', 'best_case', 'commit', 'closed', 'omitted')),
  -- Days without a change after which a deal in this stage counts as stale; null: never.
  stale_after_days smallint check (stale_after_days > 0),
  required_fields text[] not null default '{}',
  position smallint not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  -- So that a deal's stage is one of its own pipeline.
  unique (tenant_id, pipeline_id, id),
  foreign key (tenant_id, pipeline_id) references pipelines (tenant_id, id)
);
call kontaly_schema.protect('stages', 'workspace', 'settings');

create table products (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text collate "C" not null check (length(name) between 1 and 200),
  name_key text collate "C" not null,
  series text collate "C",
  price bigint,
  currency text check (currency ~ '^[A-Z]{3}$'),
  external_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((price is null) = (currency is null))
);
create index products_by_name on products (tenant_id, name, id) where trashed_at is null;
create unique index products_by_name_key on products (tenant_id, name_key) where trashed_at is null;
create unique index products_by_external_id on products (tenant_id, external_id) where external_id is not null;
call kontaly_schema.protect('products', 'workspace', 'settings');

create table deals (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text collate "C" not null check (length(name) between 1 and 200),
  pipeline_id uuid not null,
  stage_id uuid not null,
  -- Copied from the stage, in the move's own transaction: whether the deal is open, won or lost.
  state text not null check (state in ('open', 'won', 'lost')),
  -- Minor units of currency; null: not known yet.
  amount bigint,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- A keyset never sorts on a column that can be null.
  amount_sort bigint not null generated always as (coalesce(amount, -9223372036854775808)) stored,
  probability smallint not null check (probability between 0 and 100),
  expected_close_date date,
  expected_close_sort date not null generated always as (coalesce(expected_close_date, date '9999-12-31')) stored,
  closed_at timestamptz,
  lost_reason text collate "C" check (length(lost_reason) between 1 and 200),
  company_id uuid,
  contact_id uuid,
  product_id uuid,
  source text collate "C",
  description text check (length(description) <= 20000),
  -- Place within the stage: a fraction between its neighbours' written in base 62.
  rank text collate "C" not null check (length(rank) between 1 and 200),
  stage_entered_at timestamptz not null,
  owner_id uuid,
  external_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, pipeline_id, stage_id) references stages (tenant_id, pipeline_id, id),
  foreign key (tenant_id, company_id) references companies (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id),
  constraint deals_closed_at_belongs_to_closed check ((state = 'open') = (closed_at is null)),
  constraint deals_lost_reason_is_given check ((state = 'lost') = (lost_reason is not null))
);
create index deals_by_created on deals (tenant_id, created_at, id) where trashed_at is null;
create index deals_by_updated on deals (tenant_id, updated_at, id) where trashed_at is null;
create index deals_by_amount on deals (tenant_id, amount_sort, id) where trashed_at is null;
create index deals_by_expected_close on deals (tenant_id, expected_close_sort, id) where trashed_at is null;
create index deals_on_board on deals (tenant_id, stage_id, rank, id) where trashed_at is null;
create index deals_by_owner on deals (tenant_id, owner_id, created_at, id);
create index deals_by_owner_on_board on deals (tenant_id, owner_id, stage_id, rank, id) where trashed_at is null;
create index deals_by_closed on deals (tenant_id, closed_at) where closed_at is not null and trashed_at is null;
create index deals_by_company on deals (tenant_id, company_id) where company_id is not null;
create index deals_by_contact on deals (tenant_id, contact_id) where contact_id is not null;
create unique index deals_by_external_id on deals (tenant_id, external_id) where external_id is not null;
call kontaly_schema.protect('deals', 'owned', 'records');
call kontaly_schema.must_see('deals', 'company_id', 'companies');
call kontaly_schema.must_see('deals', 'contact_id', 'contacts');

-- What a deal's stage, amount and expected close date were, written in the transaction that changes them.
create table deal_changes (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  deal_id uuid not null,
  at timestamptz not null,
  actor_id uuid not null,
  from_stage_id uuid,
  to_stage_id uuid not null,
  from_amount bigint,
  to_amount bigint,
  currency text not null,
  from_expected_close_date date,
  to_expected_close_date date,
  owner_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal_id) references deals (tenant_id, id),
  foreign key (tenant_id, from_stage_id) references stages (tenant_id, id),
  foreign key (tenant_id, to_stage_id) references stages (tenant_id, id)
);
create index deal_changes_of_deal on deal_changes (tenant_id, deal_id, at);
create index deal_changes_by_time on deal_changes (tenant_id, at);
call kontaly_schema.protect('deal_changes', 'owned', 'records');
call kontaly_schema.must_see('deal_changes', 'deal_id', 'deals');
revoke delete, update on deal_changes from kontaly_app;
grant update (owner_id) on deal_changes to kontaly_app;

-- ------------------------------------------------------------------------------------------------- leads

create table leads (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  first_name text not null default '' check (length(first_name) <= 120),
  last_name text not null default '' check (length(last_name) <= 120),
  name text collate "C" not null check (length(name) between 1 and 250),
  company_name text collate "C" check (length(company_name) <= 200),
  title text check (length(title) <= 200),
  email text collate "C" check (length(email) <= 254),
  phone text check (length(phone) <= 60),
  status text collate "C" not null default 'new'
    check (status in ('new', 'contacted', 'nurture', 'qualified', 'converted', 'unqualified')),
  source text collate "C" check (length(source) <= 120),
  score bigint not null default 0 check (score between 0 and 100),
  -- Estimated value in minor units of currency.
  amount bigint,
  currency text check (currency ~ '^[A-Z]{3}$'),
  city text,
  country text,
  website text,
  description text check (length(description) <= 20000),
  owner_id uuid,
  converted_at timestamptz,
  converted_company_id uuid,
  converted_contact_id uuid,
  converted_deal_id uuid,
  external_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id),
  foreign key (tenant_id, converted_company_id) references companies (tenant_id, id),
  foreign key (tenant_id, converted_contact_id) references contacts (tenant_id, id),
  foreign key (tenant_id, converted_deal_id) references deals (tenant_id, id),
  constraint leads_amount_has_currency check (amount is null or currency is not null),
  constraint leads_converted_is_whole check ((status = 'converted') = (converted_at is not null))
);
create index leads_by_created on leads (tenant_id, created_at, id) where trashed_at is null;
create index leads_by_name on leads (tenant_id, name, id) where trashed_at is null;
create index leads_by_score on leads (tenant_id, score, id) where trashed_at is null;
create index leads_by_status on leads (tenant_id, status, created_at, id) where trashed_at is null;
create index leads_by_owner on leads (tenant_id, owner_id, created_at, id);
create index leads_by_email on leads (tenant_id, email) where email is not null;
create unique index leads_by_external_id on leads (tenant_id, external_id) where external_id is not null;
call kontaly_schema.protect('leads', 'owned', 'records');

-- --------------------------------------------------------------------------------------------- activities

create table activities (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  kind text not null check (kind in ('call', 'meeting', 'email', 'task', 'note')),
  subject text not null check (length(subject) between 1 and 300),
  body text check (length(body) <= 50000),
  -- When it happened, or happens; of a task, when it is due.
  due_at timestamptz,
  -- due_at, or created_at where there is none: what the timeline sorts by.
  at timestamptz not null,
  done_at timestamptz,
  duration_minutes integer check (duration_minutes between 0 and 100000),
  assignee_id uuid,
  -- The one record it hangs on.
  lead_id uuid,
  deal_id uuid,
  contact_id uuid,
  company_id uuid,
  -- Copy of the record's owner, and whether the record is a company or contact: the row rule without a join.
  owner_id uuid,
  directory boolean not null,
  external_id text collate "C",
  created_at timestamptz not null,
  updated_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignee_id) references users (tenant_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id),
  foreign key (tenant_id, lead_id) references leads (tenant_id, id),
  foreign key (tenant_id, deal_id) references deals (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id),
  foreign key (tenant_id, company_id) references companies (tenant_id, id),
  constraint activities_hang_on_one_record check (num_nonnulls(lead_id, deal_id, contact_id, company_id) = 1),
  constraint activities_directory_says_where
    check (directory = (contact_id is not null or company_id is not null))
);
create index activities_by_time on activities (tenant_id, at, id) where trashed_at is null;
create index activities_of_lead on activities (tenant_id, lead_id, at) where lead_id is not null;
create index activities_of_deal on activities (tenant_id, deal_id, at) where deal_id is not null;
create index activities_of_contact on activities (tenant_id, contact_id, at) where contact_id is not null;
create index activities_of_company on activities (tenant_id, company_id, at) where company_id is not null;
create index activities_open on activities (tenant_id, assignee_id, due_at) where done_at is null and trashed_at is null;
create index activities_by_owner on activities (tenant_id, owner_id, at, id);
create unique index activities_by_external_id on activities (tenant_id, external_id) where external_id is not null;
call kontaly_schema.protect('activities', 'mixed', 'records');
call kontaly_schema.must_see('activities', 'lead_id', 'leads');
call kontaly_schema.must_see('activities', 'deal_id', 'deals');
call kontaly_schema.must_see('activities', 'contact_id', 'contacts');
call kontaly_schema.must_see('activities', 'company_id', 'companies');

-- ------------------------------------------------------------------------------------ tags, custom fields

create table tags (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  name_key text collate "C" not null,
  color text not null default 'ink' check (color in ('ink', 'blue', 'teal', 'green', 'marigold', 'red', 'violet')),
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create unique index tags_by_name on tags (tenant_id, name_key);
call kontaly_schema.protect('tags', 'workspace', 'records');

create table taggings (
  tenant_id uuid not null references tenants (tenant_id),
  tag_id uuid not null,
  noun text not null check (noun in ('lead', 'contact', 'company', 'deal')),
  record_id uuid not null,
  owner_id uuid,
  directory boolean not null,
  primary key (tenant_id, record_id, tag_id),
  foreign key (tenant_id, tag_id) references tags (tenant_id, id),
  constraint taggings_directory_says_where check (directory = (noun in ('contact', 'company')))
);
create index taggings_by_tag on taggings (tenant_id, tag_id, noun, record_id);
call kontaly_schema.protect('taggings', 'mixed', 'records');

create table custom_fields (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  noun text not null check (noun in ('lead', 'contact', 'company', 'deal', 'product', 'activity')),
  -- The name in filters, imports and the API; never changes.
  key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null check (length(label) between 1 and 120),
  kind text not null check (kind in ('text', 'number', 'money', 'date', 'choice', 'multi_choice', 'person', 'link', 'checkbox')),
  choices text[] not null default '{}',
  position smallint not null default 0,
  created_at timestamptz not null,
  trashed_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create unique index custom_fields_by_key on custom_fields (tenant_id, noun, key);
call kontaly_schema.protect('custom_fields', 'workspace', 'settings');

-- One typed row per value; multi_choice has one per choice.
create table custom_values (
  tenant_id uuid not null references tenants (tenant_id),
  field_id uuid not null,
  record_id uuid not null,
  position smallint not null default 0,
  noun text not null,
  text_value text collate "C" check (length(text_value) <= 4000),
  -- number: the value; money: minor units, with its currency in text_value.
  number_value double precision,
  date_value date,
  boolean_value boolean,
  user_value uuid,
  owner_id uuid,
  directory boolean not null,
  primary key (tenant_id, record_id, field_id, position),
  foreign key (tenant_id, field_id) references custom_fields (tenant_id, id),
  foreign key (tenant_id, user_value) references users (tenant_id, id),
  constraint custom_values_hold_something
    check (num_nonnulls(text_value, number_value, date_value, boolean_value, user_value) >= 1),
  constraint custom_values_directory_says_where
    check (directory = (noun in ('contact', 'company', 'product')))
);
create index custom_values_by_text on custom_values (tenant_id, field_id, text_value, record_id) where text_value is not null;
create index custom_values_by_number on custom_values (tenant_id, field_id, number_value, record_id) where number_value is not null;
create index custom_values_by_date on custom_values (tenant_id, field_id, date_value, record_id) where date_value is not null;
create index custom_values_by_user on custom_values (tenant_id, field_id, user_value, record_id) where user_value is not null;
call kontaly_schema.protect('custom_values', 'mixed', 'records');

-- --------------------------------------------------------------------------------------- search, events

-- One row per word of a record. A word prefix is found through ^@, which is leak-proof and therefore an index
-- condition under row security: search needs no exception to it (docs/adr/0004).
create table search_tokens (
  tenant_id uuid not null references tenants (tenant_id),
  token text collate "C" not null check (length(token) between 1 and 64),
  noun text not null check (noun in ('lead', 'contact', 'company', 'deal', 'product', 'activity')),
  record_id uuid not null,
  owner_id uuid,
  directory boolean not null,
  primary key (tenant_id, token, record_id),
  constraint search_tokens_directory_says_where
    check (noun = 'activity' or directory = (noun in ('contact', 'company', 'product')))
);
create index search_tokens_of_record on search_tokens (tenant_id, record_id);
call kontaly_schema.protect('search_tokens', 'mixed', 'records');

-- The audit log: one event per mutation, written in its transaction.
create table events (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  at timestamptz not null,
  actor_id uuid not null,
  -- lead, deal, user, session, import …; the noun's row rule is in owner_id and directory.
  noun text collate "C" not null,
  record_id uuid not null,
  -- create, update, trash, restore, move, convert, import, sign_in …
  action text collate "C" not null,
  -- {"field": [before, after]}, never a password or a token.
  changes jsonb not null default '{}',
  request_id uuid,
  owner_id uuid,
  directory boolean not null,
  primary key (tenant_id, id)
);
create index events_of_record on events (tenant_id, record_id, at);
create index events_by_time on events (tenant_id, at);
call kontaly_schema.protect('events', 'mixed', 'records');
-- Append-only; what may change is who sees it, when the record changes hands.
revoke update, delete on events from kontaly_app;
grant update (owner_id) on events to kontaly_app;
grant insert on events to kontaly_steward;
create policy written on events for insert to kontaly_steward
  with check (tenant_id = (select d.tenant_id from public.doormen d));

-- ----------------------------------------------------------------------------------------------- imports

create table imports (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  noun text not null,
  file_name text not null check (length(file_name) <= 255),
  state text not null check (state in ('previewed', 'running', 'done', 'failed', 'undone')),
  -- Column to field, date order, currency, confirmed near matches: enough to run it again.
  mapping jsonb not null,
  -- {read, created, updated, merged, unchanged, rejected}
  counts jsonb not null default '{}',
  -- Who imports: the row rule's owner.
  owner_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id)
);
create index imports_by_created on imports (tenant_id, created_at, id);
call kontaly_schema.protect('imports', 'owned', 'records');

-- What every row of the file did, kept for the result page and for a later undo.
create table import_rows (
  tenant_id uuid not null references tenants (tenant_id),
  import_id uuid not null,
  -- Line in the file, the header being line 1.
  line bigint not null,
  outcome text not null check (outcome in ('created', 'updated', 'merged', 'unchanged', 'rejected')),
  record_id uuid,
  -- rejected: {"code", "column", "value", "message"}; updated: {"field": [before, after]}.
  detail jsonb,
  owner_id uuid,
  primary key (tenant_id, import_id, line),
  foreign key (tenant_id, import_id) references imports (tenant_id, id)
);
create index import_rows_of_record on import_rows (tenant_id, record_id) where record_id is not null;
call kontaly_schema.protect('import_rows', 'owned', 'records');
call kontaly_schema.must_see('taggings', 'tag_id', 'tags');

-- ---------------------------------------------------------------------------------- the owner travels

-- Whatever hangs on a record carries a copy of its owner; it changes in the transaction that reassigns the record.
-- Runs with the rights of whoever reassigns, so row security still decides. The argument is the noun.
create function carry_owner() returns trigger language plpgsql set search_path = public as $$
begin
  update taggings set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  update custom_values set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  update search_tokens set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  update events set owner_id = new.owner_id where tenant_id = new.tenant_id and record_id = new.id;
  case tg_argv[0]
    when 'lead' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and lead_id = new.id;
    when 'deal' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and deal_id = new.id;
      update deal_changes set owner_id = new.owner_id where tenant_id = new.tenant_id and deal_id = new.id;
    when 'contact' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and contact_id = new.id;
      update contact_points set owner_id = new.owner_id where tenant_id = new.tenant_id and contact_id = new.id;
    when 'company' then
      update activities set owner_id = new.owner_id where tenant_id = new.tenant_id and company_id = new.id;
  end case;
  return null;
end $$;
create trigger carry_owner after update of owner_id on leads for each row
  when (old.owner_id is distinct from new.owner_id) execute function carry_owner('lead');
create trigger carry_owner after update of owner_id on deals for each row
  when (old.owner_id is distinct from new.owner_id) execute function carry_owner('deal');
create trigger carry_owner after update of owner_id on contacts for each row
  when (old.owner_id is distinct from new.owner_id) execute function carry_owner('contact');
create trigger carry_owner after update of owner_id on companies for each row
  when (old.owner_id is distinct from new.owner_id) execute function carry_owner('company');
