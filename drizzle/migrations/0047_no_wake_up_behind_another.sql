-- As before, but no device is woken for what has to wait for the operation that it works on: it was woken at once after each
-- session, for a minute after the second of two firmware operations had been started, to find nothing to do.
create or replace function wake_for_late_operations() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  session record;
begin
  for session in
    select e.device_id, e.started_at from ended e
    where (select true from tasks t
      where t.device_id = e.device_id and t.state in ('scheduled', 'queued', 'notified') limit 1)
  loop
    insert into wake_ups (device_id, session_id, due_at)
    select session.device_id, 1 + floor(random() * 65535)::integer, now()
    where exists (
        select 1 from tasks t join operations o on o.operation_id = t.operation_id
        where t.device_id = session.device_id and t.state in ('scheduled', 'queued', 'notified') and t.n <= o.released_n
          and (t.retry_at is null or t.retry_at <= now())
          and o.state in ('scheduled', 'running')
          and (o.not_before is null or o.not_before <= now())
          and (o.expires_at is null or o.expires_at > now())
          and greatest(t.created_at, o.not_before) > session.started_at - interval '1 minute'
          -- It waits for what the device works on (`excludes` of the kinds), and is woken for when that is over.
          and not ((o.kind like 'firmware.%' or o.kind like 'software.%') and o.kind <> 'software.inventory' and exists (
            select 1 from tasks w join operations p on p.operation_id = w.operation_id
            where w.device_id = session.device_id and w.state = 'waiting_device'
              and (p.kind like 'firmware.%' or p.kind like 'software.%') and p.kind <> 'software.inventory')))
      and exists (select 1 from device_live l where l.device_id = session.device_id and l.session_key is null)
    on conflict (device_id) do nothing;
  end loop;
  return null;
end $$;
