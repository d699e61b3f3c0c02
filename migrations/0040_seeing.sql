-- What the forecast, velocity and the map of leads look at, in indexes that hold all of it.
-- Within the migration's transaction an index cannot be built concurrently; these are built before there are many rows.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion

-- Open deals by the day on which they are expected to close: a forecast reads a few months of them, velocity all.
create index deals_forecast on deals (tenant_id, expected_close_date)
  include (stage_id, pipeline_id, owner_id, currency, amount, probability)
  where state = 'open' and trashed_at is null;

-- A map of 100,000 leads is a walk over the newest of them, without a visit to the table.
drop index leads_by_created;
create index leads_by_created on leads (tenant_id, created_at, id)
  include (owner_id, source, status, score, amount, currency) where trashed_at is null;
