-- Nearly every session leaves no task open, which its tasks alone tell: the join is made only where some are. Half the
-- time of this trigger, which is run for each session that ends.
create or replace function wake_for_late_operations() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  if not exists (select 1 from tasks where device_id = new.device_id and state in ('scheduled', 'queued', 'notified')) then
    return null;
  end if;
  insert into wake_ups (device_id, session_id, due_at)
  select new.device_id, 1 + floor(random() * 65535)::integer, now()
  where exists (
      select 1 from tasks t join operations o on o.operation_id = t.operation_id
      where t.device_id = new.device_id and t.state in ('scheduled', 'queued', 'notified') and t.n <= o.released_n
        and (t.retry_at is null or t.retry_at <= now())
        and o.state in ('scheduled', 'running')
        and (o.not_before is null or o.not_before <= now())
        and (o.expires_at is null or o.expires_at > now())
        and greatest(t.created_at, o.not_before) > new.started_at - interval '1 minute')
    and exists (select 1 from device_live l where l.device_id = new.device_id and l.session_key is null)
  on conflict (device_id) do nothing;
  return null;
end $$;
