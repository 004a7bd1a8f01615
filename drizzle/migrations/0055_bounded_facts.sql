-- As before, but facts of one kind are gone through once: each was looked up in all of them, from the first one on.
create or replace function write_facts(p_device_id uuid, p_version bigint, p_doc jsonb) returns void language plpgsql as $$
declare
  fact jsonb;
  position integer := 0;
  woken record;
begin
  if p_doc ? 'firedTimer' then
    delete from timers where device_id = p_device_id and operation_id = (p_doc -> 'firedTimer' ->> 'operationId')::uuid
      and kind = p_doc -> 'firedTimer' ->> 'kind';
  end if;

  for fact in select jsonb_array_elements(p_doc -> 'results') loop
    insert into results (device_id, operation_id, attempt, n, data)
    values (p_device_id, (fact ->> 'operationId')::uuid, (fact ->> 'attempt')::smallint, (fact ->> 'n')::integer, fact -> 'data')
    on conflict do nothing;
  end loop;

  for fact in select jsonb_array_elements(p_doc -> 'steps') loop
    update tasks set
      state = (fact ->> 'to')::task_state,
      outcome = (fact ->> 'outcome')::task_outcome,
      attempt = coalesce((fact ->> 'attempt')::smallint, attempt),
      retry_at = now() + make_interval(secs => (fact ->> 'retrySeconds')::integer),
      reason_code = fact ->> 'reasonCode',
      reason_text = fact ->> 'reasonText',
      state_since = now(),
      started_at = case when fact ->> 'to' = 'in_session' then coalesce(started_at, now()) else started_at end,
      ended_at = case when fact ->> 'to' in ('succeeded', 'failed', 'cancelled', 'expired') then now() end
    where device_id = p_device_id and operation_id = (fact ->> 'operationId')::uuid and tasks.state = (fact ->> 'from')::task_state;
    if not found then continue; end if;
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, from_state, to_state, reason, data)
    values (p_device_id, p_version, position, (fact ->> 'eventId')::uuid, (fact ->> 'operationId')::uuid, (p_doc ->> 'realm')::realm,
      fact ->> 'type', (fact ->> 'from')::task_state, (fact ->> 'to')::task_state, fact ->> 'reasonCode', fact -> 'data');
    position := position + 1;
    if fact ? 'clearTimers' then
      delete from timers where device_id = p_device_id and operation_id = (fact ->> 'operationId')::uuid;
    end if;
  end loop;

  for fact in select jsonb_array_elements(p_doc -> 'timers') loop
    insert into timers (device_id, operation_id, kind, due_at)
    values (p_device_id, (fact ->> 'operationId')::uuid, fact ->> 'kind', now() + make_interval(secs => (fact ->> 'seconds')::integer))
    on conflict (device_id, operation_id, kind) do update set due_at = excluded.due_at;
  end loop;

  for fact in select jsonb_array_elements(p_doc -> 'announcements') loop
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, data)
    values (p_device_id, p_version, position, (fact ->> 'eventId')::uuid, (fact ->> 'operationId')::uuid, (p_doc ->> 'realm')::realm,
      fact ->> 'type', fact -> 'data');
    position := position + 1;
  end loop;

  for fact in select jsonb_array_elements(p_doc -> 'nodes') loop
    insert into device_nodes (device_id, uri, format, type, value, read_at)
    values (p_device_id, fact ->> 'uri', fact ->> 'format', fact ->> 'type', fact ->> 'value', now())
    on conflict (device_id, uri) do update set format = excluded.format, type = excluded.type, value = excluded.value, read_at = excluded.read_at;
  end loop;

  if p_doc ? 'device' then
    fact := p_doc -> 'device';
    update devices set
      manufacturer = coalesce(fact ->> 'manufacturer', manufacturer), model = coalesce(fact ->> 'model', model),
      firmware = coalesce(fact ->> 'firmware', firmware), software = coalesce(fact ->> 'software', software),
      hardware = coalesce(fact ->> 'hardware', hardware), language = coalesce(fact ->> 'language', language),
      dm_version = coalesce(fact ->> 'dmVersion', dm_version)
    where device_id = p_device_id;
  end if;

  if p_doc ? 'nextCredentials' then
    delete from device_credentials where device_id = p_device_id and purpose in ('client', 'server');
    update device_credentials set purpose = replace(purpose, '_next', '')
    where device_id = p_device_id and purpose in ('client_next', 'server_next');
  end if;

  if p_doc ->> 'wake' = 'done' then
    delete from wake_ups where device_id = p_device_id returning session_id, send_id, sent_by, sent_at into woken;
    if found and woken.send_id is not null
      and (p_doc ? 'nextCredentials' or woken.session_id = (p_doc ->> 'sessionNumber')::integer) then
      insert into wake_up_arrivals (device_id, send_id, channel, sent_at)
      values (p_device_id, woken.send_id, woken.sent_by, woken.sent_at) on conflict do nothing;
    end if;
  elsif p_doc ? 'wake' then
    insert into wake_ups (device_id, session_id, due_at)
    values (p_device_id, 1 + floor(random() * 65535)::integer, now() + make_interval(secs => (p_doc ->> 'wake')::integer))
    on conflict (device_id) do update set
      due_at = case when wake_ups.slot and isfinite(wake_ups.due_at) then wake_ups.due_at else least(wake_ups.due_at, excluded.due_at) end,
      session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end,
      channel = case when wake_ups.due_at = 'infinity' then null else wake_ups.channel end,
      attempt = case when wake_ups.due_at = 'infinity' then 0 else wake_ups.attempt end;
  end if;

  if p_doc ? 'acls' or p_doc ? 'gone' then
    perform write_tree_facts(p_device_id, p_doc);
  end if;

  if p_doc ? 'session' then
    fact := p_doc -> 'session';
    insert into dm_sessions (device_id, started_at, session_key, ended_at, messages, outcome)
    values (p_device_id, coalesce((fact ->> 'startedAt')::timestamptz, now()), (fact ->> 'sessionKey')::uuid, now(),
      (fact ->> 'messages')::integer, fact ->> 'outcome');
  end if;
  if p_doc ? 'endedSession' then
    fact := p_doc -> 'endedSession';
    insert into dm_sessions (device_id, started_at, session_key, ended_at, messages, outcome)
    values (p_device_id, coalesce((fact ->> 'startedAt')::timestamptz, now()), (fact ->> 'sessionKey')::uuid, now(),
      (fact ->> 'messages')::integer, fact ->> 'outcome');
  end if;
end $$;
--> statement-breakpoint

-- The names under which a device of this model is counted for a channel on a day: its own where there is a row of it, or
-- there are fewer than p_max rows; else those of all others.
create function counted_model(p_day date, p_realm realm, p_channel text, p_manufacturer text, p_model text, p_max integer,
  out manufacturer text, out model text) language sql stable as $$
  select case when own.fits then p_manufacturer else '' end, case when own.fits then p_model else 'other' end
  from (
    select exists (
        select from channel_statistics s where s.day = p_day and s.realm = p_realm and s.channel = p_channel
          and s.manufacturer = p_manufacturer and s.model = p_model)
      or p_max > (select count(*) from (
        select from channel_statistics s where s.day = p_day and s.realm = p_realm and s.channel = p_channel limit p_max) as kept)
      as fits) as own
$$;
