-- As before, but never planned anew: a load of one device or two took longer to plan than to do, each time. The device and
-- its live row are looked up by their key, at most one each (`limit 1`), whatever the tables' sizes were when the plan was made.
create or replace function load_batch(p_device_id uuid, p_ids uuid[], p_tasks_max integer)
returns table (
  device_id uuid, device json, version bigint, session_key uuid, session_started_at timestamptz, resp_token_hash bytea,
  msg_no integer, state text, nonce_current bytea, nonce_previous bytea, server_nonce bytea, last_request_digest bytea,
  last_contact_at timestamptz, credentials json, tasks json
) language plpgsql stable set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  set enable_bitmapscan = off as $$
#variable_conflict use_column
begin
  return query
  select d.device_id,
    json_build_object('realm', d.realm, 'devId', d.dev_id, 'manufacturer', d.manufacturer, 'model', d.model,
      'firmware', d.firmware, 'software', d.software, 'hardware', d.hardware, 'language', d.language,
      'dmVersion', d.dm_version, 'disabled', d.disabled, 'channels', d.channels),
    l.version, l.session_key, l.session_started_at, l.resp_token_hash, l.msg_no, l.state, l.nonce_current, l.nonce_previous,
    l.server_nonce, l.last_request_digest, l.last_contact_at,
    (select json_agg(json_build_object('purpose', c.purpose, 'scheme', c.scheme, 'name', c.name,
        'sealedSecret', c.sealed_secret, 'allowEmptyNonce', c.allow_empty_nonce))
      from device_credentials c where c.device_id = d.device_id),
    (select json_agg(json_build_object(
        'operationId', t.operation_id, 'state', t.state, 'attempt', t.attempt, 'kind', o.kind, 'kindVersion', o.kind_version,
        'params', o.params, 'attemptsMax', o.attempts_max, 'backoffSeconds', o.backoff_seconds,
        'results', (select json_agg(r.data order by r.n) from results r
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
          order by t2.state = 'in_session' desc,
            (o2.kind = 'bootstrap.send' and row_number() over (partition by o2.kind
              order by t2.state = 'notified' desc, o2.priority, o2.operation_id) = 1) desc,
            o2.priority, o2.operation_id limit p_tasks_max)
      ) t join operations o on o.operation_id = t.operation_id)
  from unnest(p_ids) as wanted(id)
  cross join lateral (select * from devices where device_id = wanted.id limit 1) d
  cross join lateral (select * from device_live where device_id = wanted.id limit 1) l;
end $$;
--> statement-breakpoint

-- As before, but wake-ups are found by their key: a plan made while there were none read all of them for each batch.
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
      delete from wake_ups where device_id = any (array(select f.device_id from f))
      returning device_id, session_id, send_id, sent_by, sent_at)
    insert into wake_up_arrivals (device_id, send_id, channel, sent_at)
    select w.device_id, w.send_id, w.sent_by, w.sent_at from woken w join f on f.device_id = w.device_id
    where w.send_id is not null and w.session_id = f."sessionNumber"
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
