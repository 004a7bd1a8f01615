-- Storage of the hot tables: room on each page for HOT updates.
alter table device_live set (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
alter table tasks set (fillfactor = 80);
--> statement-breakpoint
alter table outbox set (autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_scale_factor = 0);
--> statement-breakpoint
insert into projector (id, seq) values (1, 0);
--> statement-breakpoint

-- Trace rows of a day that nobody prepared a partition for are kept, not lost.
create table dm_messages_default partition of dm_messages default;
--> statement-breakpoint

-- Makes the partition of one day; does nothing where it stands.
create function make_message_partition(p_day date) returns void language plpgsql as $$
begin
  execute format(
    'create table if not exists dm_messages_%s partition of dm_messages for values from (%L) to (%L)',
    to_char(p_day, 'YYYYMMDD'), p_day::timestamptz, (p_day + 1)::timestamptz);
end $$;
--> statement-breakpoint

-- The legal steps of a task's life; every other step is refused here, whoever asks for it. The condition stands in the
-- trigger, so that a legal step calls no function. A released and due scheduled task counts as queued.
create function refuse_task_step() returns trigger language plpgsql as $$
begin
  raise exception 'task step % to % is not allowed', old.state, new.state using errcode = 'check_violation';
end $$;
--> statement-breakpoint
create trigger tasks_legal_step before update of state on tasks for each row
  when (old.state <> new.state and not case old.state
    when 'scheduled' then new.state in ('queued', 'notified', 'in_session', 'failed', 'cancelled', 'expired')
    when 'queued' then new.state in ('scheduled', 'notified', 'in_session', 'failed', 'cancelled', 'expired')
    when 'notified' then new.state in ('queued', 'in_session', 'failed', 'cancelled', 'expired')
    when 'in_session' then new.state in ('waiting_device', 'queued', 'succeeded', 'failed', 'cancelled')
    when 'waiting_device' then new.state in ('in_session', 'queued', 'succeeded', 'failed', 'cancelled', 'expired')
    else false end)
  execute function refuse_task_step();
--> statement-breakpoint

-- Everything a first message of each device needs, in one call. p_device_id is the first of ids: where the tables are
-- sharded it routes the call. Blocked tasks (not due, in back-off, operation not running) are filtered before the limit.
create function load_batch(p_device_id uuid, p_ids uuid[], p_tasks_max integer)
returns table (
  device_id uuid, device jsonb, version bigint, session_key uuid, session_started_at timestamptz, resp_token_hash bytea,
  msg_no integer, state text, nonce_current bytea, nonce_previous bytea, server_nonce bytea, last_request_digest bytea,
  last_contact_at timestamptz, credentials jsonb, tasks jsonb
) language sql stable as $$
  select d.device_id,
    jsonb_build_object('realm', d.realm, 'devId', d.dev_id, 'manufacturer', d.manufacturer, 'model', d.model,
      'firmware', d.firmware, 'software', d.software, 'hardware', d.hardware, 'language', d.language,
      'dmVersion', d.dm_version, 'disabled', d.disabled, 'channels', d.channels),
    l.version, l.session_key, l.session_started_at, l.resp_token_hash, l.msg_no, l.state, l.nonce_current, l.nonce_previous,
    l.server_nonce, l.last_request_digest, l.last_contact_at,
    (select jsonb_agg(jsonb_build_object('purpose', c.purpose, 'scheme', c.scheme, 'name', c.name,
        'sealedSecret', c.sealed_secret, 'allowEmptyNonce', c.allow_empty_nonce))
      from device_credentials c where c.device_id = d.device_id),
    (select jsonb_agg(jsonb_build_object(
        'operationId', t.operation_id, 'state', t.state, 'attempt', t.attempt, 'kind', o.kind, 'kindVersion', o.kind_version,
        'params', o.params, 'attemptsMax', o.attempts_max, 'backoffSeconds', o.backoff_seconds,
        'results', (select jsonb_agg(r.data order by r.n) from results r
          where r.device_id = d.device_id and r.operation_id = t.operation_id and r.attempt = t.attempt))
        order by t.state in ('in_session', 'waiting_device') desc, o.priority, o.operation_id)
      from (
        (select t1.operation_id, t1.state, t1.attempt from tasks t1
          where t1.device_id = d.device_id and t1.state = 'waiting_device' order by t1.operation_id limit 50)
        union all
        (select t2.operation_id, t2.state, t2.attempt from tasks t2 join operations o2 on o2.operation_id = t2.operation_id
          where t2.device_id = d.device_id and t2.state in ('scheduled', 'queued', 'notified', 'in_session')
            and (t2.retry_at is null or t2.retry_at <= now())
            and t2.n <= o2.released_n
            and (o2.state = 'running' or o2.state = 'scheduled')
            and (o2.not_before is null or o2.not_before <= now())
            and (o2.expires_at is null or o2.expires_at > now() or t2.state = 'in_session')
          order by t2.state = 'in_session' desc, o2.priority, o2.operation_id limit p_tasks_max)
      ) t join operations o on o.operation_id = t.operation_id)
  from unnest(p_ids) as wanted(id)
  join devices d on d.device_id = wanted.id
  join device_live l on l.device_id = wanted.id
$$;
--> statement-breakpoint

-- Stores what follows from one step for the device's tasks. p_version is device_live.version after it was moved, so that
-- (version, i) orders the device's facts. A task that is no longer in the state it is said to leave is left alone:
-- its late result is kept, nothing is announced.
create function write_facts(p_device_id uuid, p_version bigint, p_doc jsonb) returns void language plpgsql as $$
declare
  fact jsonb;
  position integer := 0;
begin
  if p_doc ? 'firedTimer' then
    delete from timers where device_id = p_device_id and operation_id = (p_doc -> 'firedTimer' ->> 'operationId')::uuid
      and kind = p_doc -> 'firedTimer' ->> 'kind';
  end if;

  for k in 0 .. coalesce(jsonb_array_length(p_doc -> 'results'), 0) - 1 loop
    fact := p_doc -> 'results' -> k;
    insert into results (device_id, operation_id, attempt, n, data)
    values (p_device_id, (fact ->> 'operationId')::uuid, (fact ->> 'attempt')::smallint, (fact ->> 'n')::integer, fact -> 'data')
    on conflict do nothing;
  end loop;

  for k in 0 .. coalesce(jsonb_array_length(p_doc -> 'steps'), 0) - 1 loop
    fact := p_doc -> 'steps' -> k;
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

  for k in 0 .. coalesce(jsonb_array_length(p_doc -> 'timers'), 0) - 1 loop
    fact := p_doc -> 'timers' -> k;
    insert into timers (device_id, operation_id, kind, due_at)
    values (p_device_id, (fact ->> 'operationId')::uuid, fact ->> 'kind', now() + make_interval(secs => (fact ->> 'seconds')::integer))
    on conflict (device_id, operation_id, kind) do update set due_at = excluded.due_at;
  end loop;

  for k in 0 .. coalesce(jsonb_array_length(p_doc -> 'announcements'), 0) - 1 loop
    fact := p_doc -> 'announcements' -> k;
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, data)
    values (p_device_id, p_version, position, (fact ->> 'eventId')::uuid, (fact ->> 'operationId')::uuid, (p_doc ->> 'realm')::realm,
      fact ->> 'type', fact -> 'data');
    position := position + 1;
  end loop;

  for k in 0 .. coalesce(jsonb_array_length(p_doc -> 'nodes'), 0) - 1 loop
    fact := p_doc -> 'nodes' -> k;
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

  if p_doc ->> 'wake' = 'done' then
    delete from wake_ups where device_id = p_device_id;
  elsif p_doc ? 'wake' then
    insert into wake_ups (device_id, session_id, due_at)
    values (p_device_id, 1 + floor(random() * 65535)::integer, now() + make_interval(secs => (p_doc ->> 'wake')::integer))
    on conflict (device_id) do update set due_at = least(wake_ups.due_at, excluded.due_at);
  end if;
end $$;
--> statement-breakpoint

-- One message of a device: moves its live row, keeps the exchange, stores what follows. False: another message or
-- change was first; nothing was written and the caller reads again.
create function save_message(p_device_id uuid, p_version bigint, p_doc jsonb, p_body bytea) returns boolean language plpgsql as $$
declare
  live jsonb := p_doc -> 'live';
begin
  update device_live set
    version = version + 1,
    session_key = (live ->> 'sessionKey')::uuid,
    session_started_at = case when (live ->> 'starts')::boolean then now() else session_started_at end,
    resp_token_hash = decode(live ->> 'respTokenHash', 'hex'),
    msg_no = (live ->> 'msgNo')::integer,
    state = live ->> 'state',
    nonce_current = decode(live ->> 'nonceCurrent', 'hex'),
    nonce_previous = decode(live ->> 'noncePrevious', 'hex'),
    server_nonce = decode(live ->> 'serverNonce', 'hex'),
    last_request_digest = decode(live ->> 'requestDigest', 'hex'),
    last_contact_at = now()
  where device_id = p_device_id and version = p_version;
  if not found then return false; end if;

  insert into dm_messages (device_id, at, session_key, msg_no, request_length, body)
  values (p_device_id, now(), (p_doc ->> 'traceKey')::uuid, (live ->> 'msgNo')::integer, (p_doc ->> 'requestLength')::integer, p_body);

  perform write_facts(p_device_id, p_version + 1, p_doc);
  return true;
end $$;
--> statement-breakpoint

-- Messages of many devices in one transaction, sorted by device so that two batches never deadlock. Answers the ids
-- that won their race. Bodies travel as one blob, one behind the other.
create function save_batch(p_device_id uuid, p_ids uuid[], p_versions bigint[], p_docs jsonb, p_lengths integer[], p_blob bytea)
returns setof uuid language plpgsql as $$
declare
  at_octet integer := 1;
begin
  for k in 1 .. array_length(p_ids, 1) loop
    if save_message(p_ids[k], p_versions[k], p_docs -> (k - 1), substring(p_blob from at_octet for p_lengths[k])) then
      return next p_ids[k];
    end if;
    at_octet := at_octet + p_lengths[k];
  end loop;
end $$;
--> statement-breakpoint

-- A change to a device's tasks that no message brought: a wake-up, a timer, a session gone silent. It moves the version
-- like a message does; with p_version it is refused when the device was not as it was read.
create function save_change(p_device_id uuid, p_version bigint, p_doc jsonb) returns boolean language plpgsql as $$
declare
  moved bigint;
begin
  update device_live set
    version = version + 1,
    session_key = case when p_doc ? 'endedSession' then null else session_key end,
    resp_token_hash = case when p_doc ? 'endedSession' then null else resp_token_hash end
  where device_id = p_device_id and (p_version is null or version = p_version)
  returning version into moved;
  if not found then return false; end if;
  perform write_facts(p_device_id, moved, p_doc);
  return true;
end $$;
