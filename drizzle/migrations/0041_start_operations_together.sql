-- Has devices woken that have something new to do. One that was woken within the last minute is left to come; one that did
-- not come is tried again now, and one that was given up from its first channel on. A device that waits for a channel's
-- rate goes on waiting. Rows are taken in the order of the devices, so that no two calls wait in a circle.
create function wake_for_new_tasks(p_device_ids uuid[]) returns void language plpgsql as $$
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
    or (wake_ups.due_at > now() and not wake_ups.slot and wake_ups.sent_at < now() - interval '1 minute');
end $$;
--> statement-breakpoint

-- p_operations and p_facts: rows of operations and outbox. p_tasks: {operation_id, state, device_ids}, whose devices
-- are woken unless they have to wait. Rows of devices are taken in their order, so that no two calls wait in a circle.
-- Returns the time at which all of it began to exist, where the rows do not say another.
create or replace function insert_operations(p_operations json, p_tasks json, p_facts json) returns timestamptz
  language plpgsql as $$
declare
  v_operation operations;
  v_fact outbox;
begin
  v_operation.created_at := now();
  v_operation.revision := 1;
  insert into operations select o.* from json_populate_recordset(v_operation, p_operations) o;
  insert into tasks (device_id, operation_id, n, state)
  select t.device_id, o.operation_id, t.n, o.state
  from json_to_recordset(p_tasks) as o(operation_id uuid, state task_state, device_ids uuid[]),
    unnest(o.device_ids) with ordinality as t(device_id, n)
  order by t.device_id, o.operation_id;
  perform wake_for_new_tasks(array(
    select unnest(o.device_ids) from json_to_recordset(p_tasks) as o(state task_state, device_ids uuid[]) where o.state = 'queued'));
  insert into operation_counts (operation_id, state, count)
  select o.operation_id, o.state, cardinality(o.device_ids)
  from json_to_recordset(p_tasks) as o(operation_id uuid, state task_state, device_ids uuid[]);
  v_fact.at := now();
  insert into outbox select f.* from json_populate_recordset(v_fact, p_facts) f;
  return now();
end $$;
--> statement-breakpoint

-- What start_operations_once (0031, 0037) does, in one statement over one document that names each fact of a start once:
-- reading five documents was half of its time. p_starts: rows of operations as startOperation makes them, of whoever calls
-- and on one device, and with each
--   device_id, task_state, is_checked   its task, and whether its parameters may need a description of the device's model
--   event_id, fact_type, fact_data      what is announced
--   route, key, fingerprint, status, headers, body     its key for the caller (owner_id), and the answer that is remembered
--   action, object, request_id, source_address, after  its audit entry
-- No key twice. Returns the operations that were started. Of each other one the key was there, or its device was not, or has
-- a model that is described: nothing of it is written. Keys come before wake-ups, both in order, so that no two calls wait
-- for each other in a circle; a call that would have to wait for somebody fails as a whole.
create function start_operations_together(p_starts json) returns setof uuid
  language plpgsql rows 64 set lock_timeout = '100ms' as $$
declare
  v_started uuid[];
  v_woken uuid[];
begin
  with starts as materialized (
    select s.* from json_to_recordset(p_starts) as s(
      operation_id uuid, realm realm, kind text, kind_version smallint, params jsonb, target jsonb, state operation_state,
      priority smallint, not_before timestamptz, expires_at timestamptz, released_n integer, total integer,
      attempts_max smallint, backoff_seconds integer, billable boolean, owner_kind text, owner_id text, owner_name text,
      owner_system_id uuid, reference text, created_at timestamptz, revision integer, approval_cause text,
      device_id uuid, task_state task_state, is_checked boolean,
      event_id uuid, fact_type text, fact_data jsonb,
      route text, key text, fingerprint bytea, status integer, headers jsonb, body text,
      action text, object text, request_id text, source_address text, after jsonb)
  ), claimed as (
    insert into idempotency_keys (system_id, route, key, fingerprint, status, headers, body)
    select s.owner_id, s.route, s.key, s.fingerprint, s.status, s.headers, s.body
    from starts s
    where exists (
      select from devices d
      where d.device_id = s.device_id and d.realm = s.realm and d.retired_at is null
        and not (s.is_checked and exists (
          select from device_descriptions x
          where x.realm = d.realm and x.manufacturer = d.manufacturer and x.model = d.model)))
    order by s.owner_id, s.route, s.key
    on conflict do nothing
    returning idempotency_keys.system_id, idempotency_keys.route, idempotency_keys.key
  ), started as materialized (
    select s.* from starts s join claimed c on c.key = s.key and c.system_id = s.owner_id and c.route = s.route
  ), new_operations as (
    insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, not_before, expires_at,
      released_n, total, attempts_max, backoff_seconds, billable, owner_kind, owner_id, owner_name, owner_system_id, reference,
      created_at, revision, approval_cause)
    select s.operation_id, s.realm, s.kind, s.kind_version, s.params, s.target, s.state, s.priority, s.not_before, s.expires_at,
      s.released_n, s.total, s.attempts_max, s.backoff_seconds, s.billable, s.owner_kind, s.owner_id, s.owner_name,
      s.owner_system_id, s.reference, s.created_at, s.revision, s.approval_cause
    from started s
  ), new_tasks as (
    insert into tasks (device_id, operation_id, n, state)
    select s.device_id, s.operation_id, 1, s.task_state from started s
  ), counts as (
    insert into operation_counts (operation_id, state, count) select s.operation_id, s.task_state, 1 from started s
  ), facts as (
    insert into outbox (device_id, version, i, event_id, operation_id, realm, type, data)
    select s.operation_id, 1, 0, s.event_id, s.operation_id, s.realm, s.fact_type, s.fact_data from started s
  ), entries as (
    insert into audit_entries (realm, actor_kind, actor_id, actor_name, action, object, request_id, source_address, after)
    select s.realm, s.owner_kind, s.owner_id, s.owner_name, s.action, s.object, s.request_id, s.source_address, s.after
    from started s
  )
  select array_agg(s.operation_id), array_agg(s.device_id) filter (where s.task_state = 'queued')
  into v_started, v_woken from started s;
  perform wake_for_new_tasks(v_woken);
  return query select unnest(v_started);
end $$;
