-- The look for operations that came while a session ran was made row by row at the commit, by a call of a function for
-- each session. Now it is made once for all sessions that a statement ends. It must see what the transaction does to the
-- device's wake-up, and a start that waited for that row or was waited for: save_batch and write_facts end sessions last.
drop trigger dm_sessions_late_operations on dm_sessions;
--> statement-breakpoint

-- Nearly every session leaves no task open. The look at its tasks is a scalar on purpose: it is made by their key, one
-- device after the other, whatever the planner thinks of the tables' sizes.
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
          and greatest(t.created_at, o.not_before) > session.started_at - interval '1 minute')
      and exists (select 1 from device_live l where l.device_id = session.device_id and l.session_key is null)
    on conflict (device_id) do nothing;
  end loop;
  return null;
end $$;
--> statement-breakpoint
create trigger dm_sessions_late_operations after insert on dm_sessions
  referencing new table as ended for each statement execute function wake_for_late_operations();
--> statement-breakpoint

-- As before, but sessions end last.
create or replace function save_batch(p_device_id uuid, p_ids uuid[], p_versions bigint[], p_batch jsonb, p_blob bytea)
returns setof uuid language plpgsql set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  won boolean[] := array_fill(false, array[cardinality(p_ids)]);
  winner record;
begin
  for winner in
    update device_live l set
      version = l.version + 1,
      session_key = m."sessionKey",
      session_started_at = case when m.starts then now() else l.session_started_at end,
      resp_token_hash = decode(m."respTokenHash", 'hex'),
      msg_no = m."msgNo",
      state = m.state,
      nonce_current = decode(m."nonceCurrent", 'hex'),
      nonce_previous = decode(m."noncePrevious", 'hex'),
      server_nonce = decode(m."serverNonce", 'hex'),
      last_request_digest = decode(m."requestDigest", 'hex'),
      last_contact_at = now()
    from jsonb_to_recordset(p_batch -> 'live') as m(k integer, "sessionKey" uuid, starts boolean, "respTokenHash" text,
      "msgNo" integer, state text, "nonceCurrent" text, "noncePrevious" text, "serverNonce" text, "requestDigest" text)
    where l.device_id = p_ids[m.k] and l.version = p_versions[m.k]
    returning m.k
  loop
    won[winner.k] := true;
    return next p_ids[winner.k];
  end loop;

  insert into dm_messages (device_id, at, session_key, msg_no, request_length, body)
  select p_ids[m.k], now(), m."traceKey", m."msgNo", m."requestLength", substring(p_blob from m."bodyAt" for m."bodyLength")
  from jsonb_to_recordset(p_batch -> 'live') as m(k integer, "traceKey" uuid, "msgNo" integer, "requestLength" integer, "bodyAt" integer, "bodyLength" integer)
  where won[m.k];

  if p_batch ? 'results' then
    insert into results (device_id, operation_id, attempt, n, data)
    select p_ids[f.k], f."operationId", f.attempt, f.n, f.data
    from jsonb_to_recordset(p_batch -> 'results') as f(k integer, "operationId" uuid, attempt smallint, n integer, data jsonb)
    where won[f.k] on conflict do nothing;
  end if;

  if p_batch ? 'steps' then
    with f as materialized (
      select p_ids[s.k] as device_id, p_versions[s.k] + 1 as version, s.*
      from jsonb_to_recordset(p_batch -> 'steps') as s(k integer, i integer, "operationId" uuid, "from" task_state, "to" task_state,
        "eventId" uuid, realm realm, type text, outcome task_outcome, attempt smallint, "retrySeconds" integer,
        "reasonCode" text, "reasonText" text, data jsonb)
      where won[s.k]),
    moved as (
      update tasks t set
        state = f."to",
        outcome = f.outcome,
        attempt = coalesce(f.attempt, t.attempt),
        retry_at = now() + make_interval(secs => f."retrySeconds"),
        reason_code = f."reasonCode",
        reason_text = f."reasonText",
        state_since = now(),
        started_at = case when f."to" = 'in_session' then coalesce(t.started_at, now()) else t.started_at end,
        ended_at = case when f."to" in ('succeeded', 'failed', 'cancelled', 'expired') then now() end
      from f where t.device_id = f.device_id and t.operation_id = f."operationId" and t.state = f."from"
      returning f.device_id, f.version, f.i, f."eventId", f."operationId", f.realm, f.type, f."from", f."to", f."reasonCode", f.data)
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, from_state, to_state, reason, data)
    select * from moved;
  end if;

  if p_batch ? 'announcements' then
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, data)
    select p_ids[f.k], p_versions[f.k] + 1, f.i, f."eventId", f."operationId", f.realm, f.type, f.data
    from jsonb_to_recordset(p_batch -> 'announcements') as f(k integer, i integer, "eventId" uuid, "operationId" uuid, realm realm, type text, data jsonb)
    where won[f.k];
  end if;

  if p_batch ? 'nodes' then
    insert into device_nodes (device_id, uri, format, type, value, read_at)
    select p_ids[f.k], f.uri, f.format, f.type, f.value, now()
    from jsonb_to_recordset(p_batch -> 'nodes') as f(k integer, uri text, format text, type text, value text)
    where won[f.k]
    on conflict (device_id, uri) do update set format = excluded.format, type = excluded.type, value = excluded.value, read_at = excluded.read_at;
  end if;

  if p_batch ? 'devices' then
    update devices d set
      manufacturer = coalesce(f.manufacturer, d.manufacturer), model = coalesce(f.model, d.model),
      firmware = coalesce(f.firmware, d.firmware), software = coalesce(f.software, d.software),
      hardware = coalesce(f.hardware, d.hardware), language = coalesce(f.language, d.language),
      dm_version = coalesce(f."dmVersion", d.dm_version)
    from jsonb_to_recordset(p_batch -> 'devices') as f(k integer, manufacturer text, model text, firmware text, software text,
      hardware text, language text, "dmVersion" text)
    where d.device_id = p_ids[f.k] and won[f.k];
  end if;

  if p_batch ? 'arrivals' then
    with f as materialized (
      select p_ids[a.k] as device_id, a."sessionNumber" from jsonb_to_recordset(p_batch -> 'arrivals') as a(k integer, "sessionNumber" integer) where won[a.k]),
    woken as (
      delete from wake_ups w using f where w.device_id = f.device_id
      returning w.device_id, w.session_id, w.send_id, w.sent_by, w.sent_at, f."sessionNumber")
    insert into wake_up_arrivals (device_id, send_id, channel, sent_at)
    select device_id, send_id, sent_by, sent_at from woken where send_id is not null and session_id = "sessionNumber"
    on conflict do nothing;
  end if;

  if p_batch ? 'others' then
    for winner in select o.k, o.facts from jsonb_to_recordset(p_batch -> 'others') as o(k integer, facts jsonb) where won[o.k] loop
      perform write_facts(p_ids[winner.k], p_versions[winner.k] + 1, winner.facts);
    end loop;
  end if;

  if p_batch ? 'sessions' then
    insert into dm_sessions (device_id, started_at, session_key, ended_at, messages, outcome)
    select p_ids[f.k], coalesce(f."startedAt", now()), f."sessionKey", now(), f.messages, f.outcome
    from jsonb_to_recordset(p_batch -> 'sessions') as f(k integer, "startedAt" timestamptz, "sessionKey" uuid, messages integer, outcome text)
    where won[f.k];
  end if;
end $$;
--> statement-breakpoint

-- As before, but sessions end last.
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
      due_at = least(wake_ups.due_at, excluded.due_at),
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
