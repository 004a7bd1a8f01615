-- What every message of a device stores travels as rows of these types: as JSON it took the database longer to read than to
-- store. JSON stays for what a device says at length and for what is rare. Names and order are read by save-batch.ts: change both.
create type saved_message as (trace_key uuid, request_length integer, body_at integer, body_length integer, starts boolean,
  session_key uuid, resp_token_hash bytea, msg_no integer, state text, nonce_current bytea, nonce_previous bytea, server_nonce bytea,
  request_digest bytea);
--> statement-breakpoint
create type saved_step as (k integer, i integer, realm realm, operation_id uuid, from_state task_state, to_state task_state, event_id uuid,
  type text, outcome task_outcome, attempt smallint, retry_seconds integer, reason_code text, reason_text text, data jsonb);
--> statement-breakpoint
create type saved_session as (k integer, started_at timestamptz, session_key uuid, messages integer, outcome text);
--> statement-breakpoint
-- The device is here: its wake-up is over, and arrived when the session has its number.
create type saved_arrival as (k integer, session_number integer);
--> statement-breakpoint
drop function save_batch(uuid, uuid[], bigint[], jsonb, bytea);
--> statement-breakpoint

-- Messages of many devices, each of another one, sorted by device; who is answered has won: nothing is stored of a message
-- whose device is no longer at its version. `k` is the place of a fact's message in the batch, counted from 1. Wake-ups
-- are found by their key, and sessions end last (see wake_for_late_operations).
create function save_batch(p_device_id uuid, p_ids uuid[], p_versions bigint[], p_messages saved_message[], p_steps saved_step[],
  p_sessions saved_session[], p_arrivals saved_arrival[], p_facts jsonb, p_blob bytea)
returns setof uuid language plpgsql set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  won boolean[] := array_fill(false, array[cardinality(p_ids)]);
  winner record;
begin
  for winner in
    with saved as (
      update device_live l set
        version = l.version + 1,
        session_key = m.session_key,
        session_started_at = case when m.starts then now() else l.session_started_at end,
        resp_token_hash = m.resp_token_hash,
        msg_no = m.msg_no,
        state = m.state,
        nonce_current = m.nonce_current,
        nonce_previous = m.nonce_previous,
        server_nonce = m.server_nonce,
        last_request_digest = m.request_digest,
        last_contact_at = now()
      from unnest(p_ids, p_versions, p_messages) with ordinality as m(device_id, version, trace_key, request_length, body_at, body_length,
        starts, session_key, resp_token_hash, msg_no, state, nonce_current, nonce_previous, server_nonce, request_digest, k)
      where l.device_id = m.device_id and l.version = m.version
      returning m.k, l.device_id, m.trace_key, m.msg_no, m.request_length, m.body_at, m.body_length),
    kept as (
      insert into dm_messages (device_id, at, session_key, msg_no, request_length, body)
      select device_id, now(), trace_key, msg_no, request_length, substring(p_blob from body_at for body_length) from saved)
    select saved.k, saved.device_id from saved
  loop
    won[winner.k] := true;
    return next winner.device_id;
  end loop;

  if p_facts ? 'results' then
    insert into results (device_id, operation_id, attempt, n, data)
    select p_ids[f.k], f."operationId", f.attempt, f.n, f.data
    from jsonb_to_recordset(p_facts -> 'results') as f(k integer, "operationId" uuid, attempt smallint, n integer, data jsonb)
    where won[f.k] on conflict do nothing;
  end if;

  if cardinality(p_steps) > 0 then
    with moved as (
      update tasks t set
        state = f.to_state,
        outcome = f.outcome,
        attempt = coalesce(f.attempt, t.attempt),
        retry_at = now() + make_interval(secs => f.retry_seconds),
        reason_code = f.reason_code,
        reason_text = f.reason_text,
        state_since = now(),
        started_at = case when f.to_state = 'in_session' then coalesce(t.started_at, now()) else t.started_at end,
        ended_at = case when f.to_state in ('succeeded', 'failed', 'cancelled', 'expired') then now() end
      from unnest(p_steps) as f
      where won[f.k] and t.device_id = p_ids[f.k] and t.operation_id = f.operation_id and t.state = f.from_state
      returning t.device_id, p_versions[f.k] + 1 as version, f.i, f.event_id, f.operation_id, f.realm, f.type, f.from_state, f.to_state,
        f.reason_code, f.data)
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, from_state, to_state, reason, data)
    select * from moved;
  end if;

  if p_facts ? 'announcements' then
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, data)
    select p_ids[f.k], p_versions[f.k] + 1, f.i, f."eventId", f."operationId", f.realm, f.type, f.data
    from jsonb_to_recordset(p_facts -> 'announcements') as f(k integer, i integer, "eventId" uuid, "operationId" uuid, realm realm, type text, data jsonb)
    where won[f.k];
  end if;

  if p_facts ? 'nodes' then
    insert into device_nodes (device_id, uri, format, type, value, read_at)
    select p_ids[f.k], f.uri, f.format, f.type, f.value, now()
    from jsonb_to_recordset(p_facts -> 'nodes') as f(k integer, uri text, format text, type text, value text)
    where won[f.k]
    on conflict (device_id, uri) do update set format = excluded.format, type = excluded.type, value = excluded.value, read_at = excluded.read_at;
  end if;

  if p_facts ? 'devices' then
    update devices d set
      manufacturer = coalesce(f.manufacturer, d.manufacturer), model = coalesce(f.model, d.model),
      firmware = coalesce(f.firmware, d.firmware), software = coalesce(f.software, d.software),
      hardware = coalesce(f.hardware, d.hardware), language = coalesce(f.language, d.language),
      dm_version = coalesce(f."dmVersion", d.dm_version)
    from jsonb_to_recordset(p_facts -> 'devices') as f(k integer, manufacturer text, model text, firmware text, software text,
      hardware text, language text, "dmVersion" text)
    where d.device_id = p_ids[f.k] and won[f.k];
  end if;

  if cardinality(p_arrivals) > 0 then
    with f as materialized (
      select p_ids[a.k] as device_id, a.session_number from unnest(p_arrivals) as a where won[a.k]),
    woken as (
      delete from wake_ups where device_id = any (array(select f.device_id from f))
      returning device_id, session_id, send_id, sent_by, sent_at)
    insert into wake_up_arrivals (device_id, send_id, channel, sent_at)
    select w.device_id, w.send_id, w.sent_by, w.sent_at from woken w join f on f.device_id = w.device_id
    where w.send_id is not null and w.session_id = f.session_number
    on conflict do nothing;
  end if;

  if p_facts ? 'others' then
    for winner in select o.k, o.facts from jsonb_to_recordset(p_facts -> 'others') as o(k integer, facts jsonb) where won[o.k] loop
      perform write_facts(p_ids[winner.k], p_versions[winner.k] + 1, winner.facts);
    end loop;
  end if;

  if cardinality(p_sessions) > 0 then
    insert into dm_sessions (device_id, started_at, session_key, ended_at, messages, outcome)
    select p_ids[f.k], coalesce(f.started_at, now()), f.session_key, now(), f.messages, f.outcome
    from unnest(p_sessions) as f
    where won[f.k];
  end if;
end $$;
--> statement-breakpoint
drop function save_with_parts(uuid, bigint, text, bytea, uuid, integer, integer[], bytea, boolean, text, boolean);
--> statement-breakpoint

-- One message that brings parts of a large object, or ends one: what save_batch stores, and the parts in the same
-- transaction. A first part begins an object and takes the place of whatever was left of another. Where the object is
-- whole, p_token stands in the facts for its value, as a JSON string: it is put together here, from the parts that are
-- kept and the one in p_parts, so that it need not travel many times. False: another message or change of the device was
-- first; nothing was written.
create function save_with_parts(p_device_id uuid, p_version bigint, p_message saved_message[], p_facts text, p_body bytea,
  p_first integer, p_lengths integer[], p_parts bytea, p_is_over boolean, p_token text, p_is_text boolean)
returns boolean language plpgsql as $$
declare
  at_octet integer := 1;
  whole bytea;
  value text;
begin
  if p_token is not null then
    select coalesce(string_agg(octets, ''::bytea order by n), ''::bytea) || p_parts into whole
    from object_parts where device_id = p_device_id and session_key = p_message[1].trace_key;
    value := case when p_is_text then convert_from(whole, 'UTF8') else translate(encode(whole, 'base64'), E'\n', '') end;
    p_facts := replace(p_facts, to_json(p_token)::text, to_json(value)::text);
  end if;
  if not exists (select 1 from save_batch(p_device_id, array[p_device_id], array[p_version], p_message, '{}', '{}', '{}',
    p_facts::jsonb, p_body)) then
    return false;
  end if;
  if p_first = 0 or p_is_over then
    delete from object_parts where device_id = p_device_id;
  end if;
  if not p_is_over then
    for k in 1 .. cardinality(p_lengths) loop
      insert into object_parts (device_id, session_key, n, octets)
      values (p_device_id, p_message[1].trace_key, p_first + k - 1, substring(p_parts from at_octet for p_lengths[k]));
      at_octet := at_octet + p_lengths[k];
    end loop;
  end if;
  return true;
end $$;
