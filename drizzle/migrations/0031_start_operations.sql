-- Starting operations: data movement only, each table's rows made by services/operations/start-operation.ts. Rows come as
-- JSON, so that many operations are a few statements; what is left out of a row has the value that its table gives it.

-- p_operations and p_facts: rows of operations and outbox. p_tasks: {operation_id, state, device_ids}, whose devices
-- are woken unless they have to wait. Rows of devices are taken in their order, so that no two calls wait in a circle.
-- Returns the time at which all of it began to exist, where the rows do not say another.
create function insert_operations(p_operations json, p_tasks json, p_facts json) returns timestamptz
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
  -- One that was woken within the last minute is left to come; one that did not come is tried again now, and one that
  -- was given up from its first channel on. A device that waits for a channel's rate goes on waiting.
  insert into wake_ups (device_id, session_id, due_at)
  select device_id, 1 + floor(random() * 65535)::integer, now()
  from (select distinct unnest(o.device_ids) as device_id
    from json_to_recordset(p_tasks) as o(state task_state, device_ids uuid[]) where o.state = 'queued') as woken
  order by device_id
  on conflict (device_id) do update set due_at = now(),
    session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end,
    channel = case when wake_ups.due_at = 'infinity' then null else wake_ups.channel end,
    attempt = case when wake_ups.due_at = 'infinity' then 0 else wake_ups.attempt end
  where wake_ups.due_at = 'infinity'
    or (wake_ups.due_at > now() and not wake_ups.slot and wake_ups.sent_at < now() - interval '1 minute');
  insert into operation_counts (operation_id, state, count)
  select o.operation_id, o.state, cardinality(o.device_ids)
  from json_to_recordset(p_tasks) as o(operation_id uuid, state task_state, device_ids uuid[]);
  v_fact.at := now();
  insert into outbox select f.* from json_populate_recordset(v_fact, p_facts) f;
  return now();
end $$;
--> statement-breakpoint

-- The same for requests that have an Idempotency-Key each and an answer already: key, answer, effect and audit entry are
-- one transaction. p_claims: rows of idempotency_keys with the operation_id that each is for; no key twice. Returns the
-- operations that were started: the key of each other one was there, and nothing of it is written. A request that would
-- have to wait for somebody fails all; who runs each alone finds it, and the others do not wait for it.
create function start_operations_once(p_claims json, p_operations json, p_tasks json, p_facts json, p_audit json)
  returns setof uuid language plpgsql set lock_timeout = '100ms' as $$
declare
  v_claimed text[];
  v_started uuid[];
begin
  with claimed as (
    insert into idempotency_keys (system_id, route, key, fingerprint, status, headers, body)
    select c.system_id, c.route, c.key, c.fingerprint, c.status, c.headers, c.body
    from json_to_recordset(p_claims) as c(system_id text, route text, key text, fingerprint bytea, status integer,
      headers jsonb, body text)
    order by c.system_id, c.route, c.key
    on conflict do nothing
    returning system_id || ' ' || route || ' ' || key as claim
  )
  select coalesce(array_agg(claim), '{}') into v_claimed from claimed;
  -- No part but the route has a blank, so each text is one claim.
  select coalesce(array_agg(c.operation_id), '{}') into v_started
  from json_to_recordset(p_claims) as c(operation_id uuid, system_id text, route text, key text)
  where c.system_id || ' ' || c.route || ' ' || c.key = any(v_claimed);
  if cardinality(v_started) = 0 then return; end if;
  if cardinality(v_started) < json_array_length(p_claims) then
    p_operations := (select json_agg(e) from json_array_elements(p_operations) e where (e->>'operation_id')::uuid = any(v_started));
    p_tasks := (select json_agg(e) from json_array_elements(p_tasks) e where (e->>'operation_id')::uuid = any(v_started));
    p_facts := (select json_agg(e) from json_array_elements(p_facts) e where (e->>'operation_id')::uuid = any(v_started));
    p_audit := (select json_agg(e) from json_array_elements(p_audit) e where (e->>'operation_id')::uuid = any(v_started));
  end if;
  perform insert_operations(p_operations, p_tasks, p_facts);
  insert into audit_entries (realm, actor_kind, actor_id, actor_name, action, object, request_id, source_address, reason, before, after)
  select a.realm, a.actor_kind, a.actor_id, a.actor_name, a.action, a.object, a.request_id, a.source_address, a.reason, a.before, a.after
  from json_populate_recordset(null::audit_entries, p_audit) a;
  return query select unnest(v_started);
end $$;
--> statement-breakpoint

-- Takes as many requests as are allowed of those wanted from each rate (GCRA), in the order given: the same pairs of
-- client and class, each once, sorted. p_intervals: seconds that one request takes; p_bursts: requests at once. `filled`:
-- seconds until the whole burst is allowed again.
create function take_from_rates(p_clients text[], p_classes text[], p_intervals float8[], p_bursts integer[], p_wanted integer[])
  returns table (granted integer, filled float8) language plpgsql as $$
declare
  v_empty_at timestamptz;
begin
  for i in 1 .. coalesce(array_length(p_clients, 1), 0) loop
    select r.empty_at into v_empty_at from rate_limits r
    where r.client_id = p_clients[i] and r.class = p_classes[i] for update;
    if not found then
      insert into rate_limits (client_id, class, empty_at) values (p_clients[i], p_classes[i], now()) on conflict do nothing;
      select r.empty_at into v_empty_at from rate_limits r
      where r.client_id = p_clients[i] and r.class = p_classes[i] for update;
    end if;
    filled := greatest(0, extract(epoch from v_empty_at - now())::float8);
    granted := greatest(0, least(p_wanted[i], floor(p_bursts[i] - filled / p_intervals[i] + 1e-6)::integer));
    if granted > 0 then
      filled := filled + granted * p_intervals[i];
      update rate_limits r set empty_at = now() + make_interval(secs => filled)
      where r.client_id = p_clients[i] and r.class = p_classes[i];
    end if;
    return next;
  end loop;
end $$;
