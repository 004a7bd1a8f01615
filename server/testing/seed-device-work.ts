import type { Sql } from "../db/client";
import { deviceIdOf, newUuid, toPublicId } from "../ids";

/** A bare device row for tests of the database's own rules. */
export async function seedDevice(sql: Sql, devId: string): Promise<string> {
  const deviceId = deviceIdOf("live", devId);
  await sql`insert into devices (device_id, realm, dev_id) values (${deviceId}, 'live', ${devId})`;
  await sql`insert into device_live (device_id) values (${deviceId})`;
  await seedAuditEntry(sql, "device.register", toPublicId("dev", deviceId));
  return deviceId;
}

async function seedAuditEntry(sql: Sql, action: string, object: string): Promise<void> {
  await sql`
    insert into audit_entries (actor_kind, actor_id, actor_name, action, object, request_id, source_address)
    values ('internal', 'internal', 'test', ${action}, ${object}, 'test-request', '127.0.0.1')`;
}

export interface SeededOperation {
  readonly priority?: number;
  readonly state?: string;
  readonly notBefore?: string;
  readonly taskState?: string;
  readonly expiresAt?: string;
}

/** One operation on these devices, with all that belongs to it, past the use case that would refuse it. */
export async function seedOperation(
  sql: Sql,
  deviceIds: readonly string[],
  facts: SeededOperation = {},
): Promise<string> {
  const operationId = newUuid();
  const taskState = facts.taskState ?? "queued";
  await sql`
    insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, not_before, expires_at, released_n,
      total, attempts_max, backoff_seconds, billable, owner_kind, owner_id, owner_name)
    values (${operationId}, 'live', 'parameter.get', 1, '{"uris":["./DevInfo/Man"]}'::jsonb, '{}'::jsonb,
      ${facts.state ?? "running"}::operation_state, ${facts.priority ?? 5}, ${facts.notBefore ?? null}::timestamptz,
      ${facts.expiresAt ?? null}::timestamptz, ${deviceIds.length}, ${deviceIds.length}, 3, 60, false, 'internal', 'internal', 'test')`;
  let n = 0;
  for (const deviceId of deviceIds) {
    n += 1;
    await sql`insert into tasks (device_id, operation_id, n, state) values (${deviceId}, ${operationId}, ${n}, ${taskState}::task_state)`;
  }
  await sql`
    insert into operation_counts (operation_id, state, count) values (${operationId}, ${taskState}::task_state, ${deviceIds.length})`;
  await seedAuditEntry(sql, "operation.start", toPublicId("op", operationId));
  if (taskState === "queued" && facts.notBefore === undefined) {
    await sql`insert into wake_ups (device_id, session_id, due_at)
      select id, 1, now() from unnest(${deviceIds as string[]}::uuid[]) as woken(id) on conflict do nothing`;
  }
  return operationId;
}
