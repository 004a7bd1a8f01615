-- A device that was in a session before and proves the account of a bootstrap begins a new life: what it was stays beside
-- it, and what was asked of it before the bootstrap ends. All of it in the transaction of the message that proves it, so
-- that nothing of the old life runs on the new account. Fires for credentials that a bootstrap brought only, which is rare.
create function begin_life_of_bootstrap() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  device devices%rowtype;
  bootstrap uuid;
  began timestamptz;
begin
  select * into device from devices where device_id = new.device_id for update;
  if device.last_seen_day is null
    and not exists (select 1 from dm_sessions s where s.device_id = new.device_id and s.started_at < now()) then
    return null;
  end if;

  -- The one that was proved ended with this message; of one that nobody waited for any more, the latest counts.
  select t.operation_id into bootstrap from tasks t join operations o on o.operation_id = t.operation_id
  where t.device_id = new.device_id and o.kind = 'bootstrap.send'
  order by t.ended_at = now() desc nulls last, t.operation_id desc limit 1;

  select max(l.retired_at) into began from device_lives l where l.device_id = new.device_id;
  insert into device_lives (device_id, life, registered_at, retired_at, bootstrap_id, facts)
  values (new.device_id, device.life, greatest(device.registered_at, began), now(), bootstrap, jsonb_build_object(
    'manufacturer', device.manufacturer, 'model', device.model, 'firmware', device.firmware, 'software', device.software,
    'hardware', device.hardware, 'language', device.language, 'dmVersion', device.dm_version, 'msisdn', device.msisdn,
    'imsi', device.imsi, 'timeZone', device.time_zone, 'tags', to_jsonb(device.tags)));
  update devices set life = device.life + 1 where device_id = new.device_id;

  with earlier as (
    select operation_id, state, row_number() over (order by operation_id) as n from tasks
    where device_id = new.device_id and operation_id < bootstrap
      and state in ('scheduled', 'queued', 'notified', 'in_session', 'waiting_device')),
  over as (
    update tasks t set state = 'cancelled', outcome = null, retry_at = null, reason_code = 'superseded',
      reason_text = 'The device has a new account: what was asked of it before it was bootstrapped is not asked any more.',
      state_since = now(), ended_at = now()
    from earlier where t.device_id = new.device_id and t.operation_id = earlier.operation_id
    returning t.operation_id, earlier.state as was, earlier.n),
  timed as (
    delete from timers using over where timers.device_id = new.device_id and timers.operation_id = over.operation_id)
  insert into outbox (device_id, version, i, event_id, operation_id, realm, type, from_state, to_state, reason)
  select new.device_id, l.version, 100000 + over.n, gen_random_uuid(), over.operation_id, device.realm,
    'dmwsi.task.cancelled.v1', over.was, 'cancelled', 'superseded'
  from over, device_live l where l.device_id = new.device_id;
  return null;
end $$;
--> statement-breakpoint
create trigger device_credentials_life after update of purpose on device_credentials for each row
  when (old.purpose = 'client_next' and new.purpose = 'client') execute function begin_life_of_bootstrap();
