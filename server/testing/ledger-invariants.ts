import type { Sql } from "../db/client";
import type { Violation } from "./invariants";

/** What those on the other side of the server say happened, whatever became of its processes. */
export interface Ledgers {
  readonly devices?: readonly DeviceLedger[];
  /** Alerts that these devices were told are taken (Status 200), all in all. */
  readonly alerts?: { readonly deviceIds: readonly string[]; readonly taken: number };
  /** Idempotency-Keys of one External System that were accepted, with the operation that each answer named. */
  readonly operationsByKey?: ReadonlyMap<string, string>;
}

export interface DeviceLedger {
  readonly deviceId: string;
  /** Each Exec by what tells it from another, and how often the device ran it. */
  readonly execs: readonly { readonly uri: string; readonly correlator: string | null; readonly runs: number }[];
}

/** The invariants that compare what is stored with the ledgers of devices and clients; answers those that do not hold. */
export async function findLedgerViolations(sql: Sql, ledgers: Ledgers): Promise<readonly Violation[]> {
  return [
    ...(ledgers.operationsByKey ? await checkKeys(sql, ledgers.operationsByKey) : []),
    ...(ledgers.devices ? await checkExecs(sql, ledgers.devices) : []),
    ...(ledgers.alerts ? await checkAlerts(sql, ledgers.alerts) : []),
  ];
}

async function checkKeys(sql: Sql, operationsByKey: ReadonlyMap<string, string>): Promise<readonly Violation[]> {
  const said = [...operationsByKey.values()];
  const rows = await sql<{ id: string }[]>`select operation_id::text as id from operations where owner_kind = 'system'`;
  const stored = new Set(rows.map(({ id }) => id));
  const wrong = [
    ...said.filter((id) => !stored.has(id)).map((id) => ({ answeredButNotStored: id })),
    ...said.filter((id, at) => said.indexOf(id) < at).map((id) => ({ answeredForTwoKeys: id })),
    ...[...stored].filter((id) => !said.includes(id)).map((id) => ({ storedForNoKey: id })),
  ];
  return violation("I5", "Accepted Idempotency-Keys are the operations that were created, one each.", wrong);
}

async function checkExecs(sql: Sql, devices: readonly DeviceLedger[]): Promise<readonly Violation[]> {
  const tasks = await sql<{ device_id: string; uri: string; attempts: number; succeeded: number }[]>`
    select t.device_id::text, o.params ->> 'uri' as uri, sum(t.attempt)::integer as attempts,
      (count(*) filter (where t.state = 'succeeded'))::integer as succeeded
    from tasks t join operations o using (operation_id) where o.kind = 'node.execute' group by 1, 2`;
  const recorded = new Map(tasks.map((row) => [`${row.device_id} ${row.uri}`, row]));
  const ran = new Map<string, number>();
  const wrong: unknown[] = [];
  for (const { deviceId, execs } of devices) {
    for (const exec of execs) {
      const key = `${deviceId} ${exec.uri}`;
      ran.set(key, (ran.get(key) ?? 0) + exec.runs);
      if (exec.correlator !== null && exec.runs > 1) wrong.push({ deviceId, ...exec });
    }
    for (const [key, row] of recorded) {
      if (row.device_id !== deviceId) continue;
      const runs = ran.get(key) ?? 0;
      if (runs > row.attempts || runs < row.succeeded) wrong.push({ ...row, runs });
    }
  }
  for (const [key, runs] of ran) if (!recorded.has(key)) wrong.push({ neverSent: key, runs });
  return violation(
    "I7",
    "A device ran an Exec at most once per attempt, and at least once where the task succeeded.",
    wrong,
  );
}

async function checkAlerts(
  sql: Sql,
  { deviceIds, taken }: NonNullable<Ledgers["alerts"]>,
): Promise<readonly Violation[]> {
  const [row] = await sql<{ stored: number }[]>`
    select count(*)::integer as stored from (
      select device_id, type from events union all select device_id, type from outbox) facts
    where type = 'dmwsi.device.alert.v1' and device_id = any(${deviceIds as string[]}::uuid[])`;
  const stored = row?.stored ?? 0;
  const wrong = stored < taken ? [{ taken, stored }] : [];
  return violation("I8", "Every alert that a device was told is taken is stored.", wrong);
}

const ROWS_SHOWN_MAX = 5;

function violation(invariant: string, sentence: string, wrong: readonly unknown[]): readonly Violation[] {
  return wrong.length === 0 ? [] : [{ invariant, sentence, rows: wrong.slice(0, ROWS_SHOWN_MAX) }];
}
