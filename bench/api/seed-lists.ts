import type { Pool } from "../../server/db/client";
import { deviceIdOf, newUuid, toPublicId } from "../../server/ids";
import { benchDevId } from "./load";

const CHUNK = 5_000;
/** Rows of the long lists are other devices than those that operations are started on. */
const LIST_DEV_ID_PREFIX = "urn:imei:9";

export interface SeedOrder {
  /** Devices that operations are started on. */
  readonly devices: number;
  /** Rows of the list of devices, and of that of an operation's tasks. */
  readonly listRows: number;
}

/** Devices as registration leaves them, and one operation on very many. Gives that operation's id. */
export async function seedLists({ sql }: Pool, { devices, listRows }: SeedOrder): Promise<string> {
  for (let first = 0; first < devices; first += CHUNK) {
    const devIds = Array.from({ length: Math.min(CHUNK, devices - first) }, (_, i) => benchDevId(first + i));
    await sql`insert into devices (device_id, realm, dev_id, manufacturer, model)
      select id, 'live', dev_id, 'Hanseat', 'R5'
      from unnest(${devIds.map((devId) => deviceIdOf("live", devId))}::uuid[], ${devIds}::text[]) as d(id, dev_id)`;
  }
  await sql`insert into devices (device_id, realm, dev_id, manufacturer, model, firmware, tags)
    select gen_random_uuid(), 'live', ${LIST_DEV_ID_PREFIX} || lpad(n::text, 13, '0'), 'Hanseat', 'R6', '1.0', '{pilot}'
    from generate_series(1, ${listRows}::bigint) as n`;
  await sql`insert into device_live (device_id) select device_id from devices`;
  const operationId = newUuid();
  await sql`
    insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, released_n, total, attempts_max,
      backoff_seconds, billable, owner_kind, owner_id, owner_name)
    values (${operationId}, 'live', 'parameter.get', 1, '{"uris":["./DevDetail/FwV"]}', '{}', 'running', 5, ${listRows}, ${listRows},
      3, 300, false, 'internal', 'internal', 'benchmark')`;
  await sql`insert into operation_counts (operation_id, state, count) values (${operationId}, 'queued', ${listRows})`;
  await sql`insert into tasks (device_id, operation_id, n, state)
    select device_id, ${operationId}, row_number() over (), 'queued' from devices where model = 'R6'`;
  await sql`vacuum analyze`;
  return toPublicId("op", operationId);
}
