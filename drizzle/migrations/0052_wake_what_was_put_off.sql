-- As before, and a wake-up that was put off before its first push (its device was in a session, or was held) is brought
-- forward too: it has no moment of sending to compare with, so the hold of a device could be lifted without effect.
create or replace function wake_for_new_tasks(p_device_ids uuid[]) returns void language plpgsql as $$
begin
  insert into wake_ups (device_id, session_id, due_at)
  select d.device_id, 1 + floor(random() * 65535)::integer, now()
  from (select distinct unnest(p_device_ids) as device_id) d
  order by d.device_id
  on conflict (device_id) do update set due_at = now(),
    session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end,
    channel = case when wake_ups.due_at = 'infinity' then null else wake_ups.channel end,
    attempt = case when wake_ups.due_at = 'infinity' then 0 else wake_ups.attempt end
  where wake_ups.due_at = 'infinity'
    or (wake_ups.due_at > now() and not wake_ups.slot and coalesce(wake_ups.sent_at, '-infinity') < now() - interval '1 minute');
end $$;
