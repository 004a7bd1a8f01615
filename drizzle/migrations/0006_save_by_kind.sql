drop function save_batch(uuid, uuid[], bigint[], jsonb, integer[], bytea);
--> statement-breakpoint
drop function save_message(uuid, bigint, jsonb, bytea);
--> statement-breakpoint

-- Messages of many devices in one transaction, each kind of fact by one statement: half the database's work of a loop
-- over the devices. Answers the ids that won their race; of the others nothing is written. The rows come sorted by
-- device and are taken in that order, which is what the planner settings are for: two batches never deadlock, and no
-- plan made while a table was small reads it whole later. p_batch is written by save-batch.ts; bodies are one blob.
create function save_batch(p_device_id uuid, p_ids uuid[], p_versions bigint[], p_batch jsonb, p_blob bytea)
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

  if p_batch ? 'sessions' then
    insert into dm_sessions (device_id, started_at, session_key, ended_at, messages, outcome)
    select p_ids[f.k], coalesce(f."startedAt", now()), f."sessionKey", now(), f.messages, f.outcome
    from jsonb_to_recordset(p_batch -> 'sessions') as f(k integer, "startedAt" timestamptz, "sessionKey" uuid, messages integer, outcome text)
    where won[f.k];
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
end $$;
