-- What webhooks are to be told goes out workspace by workspace, as mails do (0103).

-- What waits is little, and indexed in a moment.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion

create index webhook_deliveries_waiting on webhook_deliveries (tenant_id, next_at)
  where delivered_at is null and gave_up_at is null;
drop index webhook_deliveries_due;
