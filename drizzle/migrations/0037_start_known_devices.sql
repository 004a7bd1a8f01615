-- As before (0031), and the device of each is looked at in the same statement as its key is taken: a claim says besides
-- device_id, realm and is_checked. One whose device is not there, or whose parameters have to be checked against a
-- description of its model, is not started either. A claim without device_id is of a caller that has looked before.
create or replace function start_operations_once(p_claims json, p_operations json, p_tasks json, p_facts json, p_audit json)
  returns setof uuid language plpgsql set lock_timeout = '100ms' as $$
declare
  v_claimed text[];
  v_started uuid[];
begin
  with claimed as (
    insert into idempotency_keys (system_id, route, key, fingerprint, status, headers, body)
    select c.system_id, c.route, c.key, c.fingerprint, c.status, c.headers, c.body
    from json_to_recordset(p_claims) as c(system_id text, route text, key text, fingerprint bytea, status integer,
      headers jsonb, body text, device_id uuid, realm realm, is_checked boolean)
    where c.device_id is null or exists (
      select from devices d
      where d.device_id = c.device_id and d.realm = c.realm and d.retired_at is null
        and not (c.is_checked and exists (
          select from device_descriptions x
          where x.realm = d.realm and x.manufacturer = d.manufacturer and x.model = d.model)))
    order by c.system_id, c.route, c.key
    on conflict do nothing
    returning system_id || ' ' || route || ' ' || key as claim
  )
  select coalesce(array_agg(claim), '{}') into v_claimed from claimed;
  if cardinality(v_claimed) = 0 then return; end if;
  if cardinality(v_claimed) < json_array_length(p_claims) then
    -- No part but the route has a blank, so each text is one claim.
    select array_agg(c.operation_id) into v_started
    from json_to_recordset(p_claims) as c(operation_id uuid, system_id text, route text, key text)
    where c.system_id || ' ' || c.route || ' ' || c.key = any(v_claimed);
    p_operations := (select json_agg(e) from json_array_elements(p_operations) e where (e->>'operation_id')::uuid = any(v_started));
    p_tasks := (select json_agg(e) from json_array_elements(p_tasks) e where (e->>'operation_id')::uuid = any(v_started));
    p_facts := (select json_agg(e) from json_array_elements(p_facts) e where (e->>'operation_id')::uuid = any(v_started));
    p_audit := (select json_agg(e) from json_array_elements(p_audit) e where (e->>'operation_id')::uuid = any(v_started));
  end if;
  perform insert_operations(p_operations, p_tasks, p_facts);
  insert into audit_entries (realm, actor_kind, actor_id, actor_name, action, object, request_id, source_address, reason, before, after)
  select a.realm, a.actor_kind, a.actor_id, a.actor_name, a.action, a.object, a.request_id, a.source_address, a.reason, a.before, a.after
  from json_populate_recordset(null::audit_entries, p_audit) a;
  return query select (o->>'operation_id')::uuid from json_array_elements(p_operations) o;
end $$;
