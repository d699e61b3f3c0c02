-- As in 0104. Whom the workspace does not have is told nothing: the record's own key refuses them, and names the field.
create or replace function notify_of_hand_over() returns trigger language plpgsql set search_path = public as $$
declare
  receiver uuid := (new.changes -> case new.noun when 'activity' then 'assignee_id' else 'owner_id' end ->> 1)::uuid;
begin
  if receiver is not null and receiver <> new.actor_id then
    insert into notifications (tenant_id, id, owner_id, kind, noun, record_id, actor_id, key, at)
      select new.tenant_id, gen_random_uuid(), u.id, 'assigned', new.noun, new.record_id, new.actor_id,
        'assigned:' || new.noun || ':' || coalesce(new.request_id, new.id), new.at
      from users u where u.tenant_id = new.tenant_id and u.id = receiver
      on conflict (tenant_id, owner_id, key)
        do update set count = notifications.count + 1, at = excluded.at, read_at = null;
  end if;
  return null;
end $$;
