-- A session deletes its device's wake-up when it begins, and it does not know of an operation that was started after it
-- read the device's tasks. Whatever the order was: when the session is over, as seen at its commit, and work came while
-- it ran that it did not take, the device is woken again. Older work that a session left alone wakes nobody: a device
-- is not to be called for ever. The planner settings are those of save_batch, for the same reason.
create function wake_for_late_operations() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
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
--> statement-breakpoint
create constraint trigger dm_sessions_late_operations after insert on dm_sessions
  deferrable initially deferred for each row execute function wake_for_late_operations();
