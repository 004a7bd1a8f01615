-- As before, but the bootstrap that goes out next, or has gone out, is always among the tasks that are loaded: behind as
-- many others as are loaded at once it was neither sent nor known to the session that proves it. Only one, so that many
-- bootstraps do not keep all else from its turn; in which order tasks run does not change.
create or replace function load_batch(p_device_id uuid, p_ids uuid[], p_tasks_max integer)
returns table (
  device_id uuid, device json, version bigint, session_key uuid, session_started_at timestamptz, resp_token_hash bytea,
  msg_no integer, state text, nonce_current bytea, nonce_previous bytea, server_nonce bytea, last_request_digest bytea,
  last_contact_at timestamptz, credentials json, tasks json
) language plpgsql stable set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
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
  join devices d on d.device_id = wanted.id
  join device_live l on l.device_id = wanted.id;
end $$;
