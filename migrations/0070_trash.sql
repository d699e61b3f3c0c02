-- The trash as a place of its own: listed by when, and emptied for good.
-- Within the migration's transaction an index cannot be built concurrently; the trash is a small part of each table.
-- squawk-ignore-file require-concurrent-index-creation

create index leads_in_trash on leads (tenant_id, trashed_at, id) where trashed_at is not null;
create index contacts_in_trash on contacts (tenant_id, trashed_at, id) where trashed_at is not null;
create index companies_in_trash on companies (tenant_id, trashed_at, id) where trashed_at is not null;
create index deals_in_trash on deals (tenant_id, trashed_at, id) where trashed_at is not null;
create index activities_in_trash on activities (tenant_id, trashed_at, id) where trashed_at is not null;

-- Whoever deletes what a lead became has to find the lead.
create index leads_by_converted_contact on leads (tenant_id, converted_contact_id) where converted_contact_id is not null;
create index leads_by_converted_company on leads (tenant_id, converted_company_id) where converted_company_id is not null;
create index leads_by_converted_deal on leads (tenant_id, converted_deal_id) where converted_deal_id is not null;

-- A deal's history goes with the deal, for good, and in no other way.
grant delete on deal_changes to kontaly_app;
create policy purges on deal_changes as restrictive for delete to kontaly_app
  using ((select a.manages from actors a) and exists (select from deals t
    where t.tenant_id = deal_changes.tenant_id and t.id = deal_changes.deal_id and t.trashed_at is not null));
