import type { Sql } from "../../server/db/client";
import { fromPublicId, newUuid } from "../../server/ids";

/** What facts are about. */
export interface FeedWork {
  readonly deviceIds: readonly string[];
  /** Of the reader's own; they have more tasks than are ever counted, so that they are never completed. */
  readonly operationIds: readonly string[];
}

const DEVICES = 20_000;
const TASKS_NEVER_REACHED = 2_000_000_000;

/**
 * A feed whose reader has read none of its `behind` events: in turns an alert of a device, and a task of its own that
 * succeeded, each with its result.
 */
export async function seedBacklog(sql: Sql, readerId: string, behind: number): Promise<FeedWork> {
  const systemId = fromPublicId("xs", readerId);
  if (systemId === null) throw new Error(`${readerId} is no External System.`);
  const operations = Math.ceil(behind / DEVICES);
  const operationIds = Array.from({ length: operations + 1 }, newUuid);
  await sql`
    insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, released_n, total, attempts_max,
      backoff_seconds, billable, owner_kind, owner_id, owner_name, owner_system_id, reference)
    select id, 'live', 'parameter.get', 1, '{"uris":["./DevDetail/FwV"]}', '{}', 'running', 5, ${DEVICES}, ${TASKS_NEVER_REACHED},
      3, 300, false, 'system', ${readerId}, 'reader', ${systemId}, 'ticket'
    from unnest(${operationIds}::uuid[]) as o(id)`;
  const devices = await sql<{ id: string }[]>`
    insert into devices (device_id, realm, dev_id, manufacturer, model)
    select gen_random_uuid(), 'live', 'urn:imei:9' || lpad(n::text, 13, '0'), 'Hanseat', 'R5' from generate_series(1, ${DEVICES}::bigint) as n
    returning device_id as id`;
  const deviceIds = devices.map(({ id }) => id);
  await sql`
    insert into events (seq, event_id, realm, type, from_state, to_state, device_id, operation_id, at, data)
    select n, gen_random_uuid(), 'live',
      case when is_task then 'dmwsi.task.succeeded.v1' else 'dmwsi.device.alert.v1' end,
      case when is_task then 'in_session'::task_state end, case when is_task then 'succeeded'::task_state end,
      (${deviceIds}::uuid[])[n % ${DEVICES} + 1], case when is_task then (${operationIds}::uuid[])[n / ${DEVICES} + 1] end, now(),
      case when is_task then '{"outcome":"acknowledged"}' else '{"type":"org.example.battery","severity":5,"format":"chr","data":"low"}' end::jsonb
    from (select n, n % 2 = 1 as is_task from generate_series(1, ${behind}::bigint) as n) numbers`;
  await sql`
    insert into results (device_id, operation_id, attempt, n, data)
    select device_id, operation_id, 1, 1, '{"answers":[],"result":{"values":[{"uri":"./DevDetail/FwV","value":"7.1.3"}]}}'
    from events where operation_id is not null`;
  await sql`insert into event_readers (system_id, seq, event_seq) select ${systemId}::uuid, seq, seq from events`;
  await sql`insert into event_feeds (system_id, seq) values (${systemId}, ${behind})`;
  await sql`update projector set seq = ${behind} where id = 1`;
  await sql`vacuum analyze`;
  return { deviceIds, operationIds };
}
