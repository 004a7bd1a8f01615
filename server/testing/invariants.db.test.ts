import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf, newUuid } from "../ids";
import { projectEvents } from "../services/events/project-events";
import { findViolations, INVARIANTS } from "./invariants";
import { type DeviceLedger, findLedgerViolations, type Ledgers } from "./ledger-invariants";
import { seedDevice, seedOperation } from "./seed-device-work";
import { createTestDatabase, type TestDatabase } from "./test-database";

const DEV_ID = "IMEI:350000000000001";
const DEVICE = deviceIdOf("live", DEV_ID);
const RESET = "./Vendor/Reset";
const ENDED = ["succeeded", "failed", "cancelled", "expired"];

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterEach(() => clear());
afterAll(() => test.close());

async function clear(): Promise<void> {
  await test.sql`truncate devices, device_live, operations, tasks, outbox, events, operation_counts, timers, wake_ups,
    audit_entries, dm_sessions, users cascade`;
  await test.sql`update projector set seq = 0`;
}

/** A device with a task at some point of its life, as the server leaves it: nothing to find. */
async function sound(taskState: "queued" | "in_session" | "succeeded"): Promise<string> {
  const { sql } = test;
  await seedDevice(sql, DEV_ID);
  const operationId = await seedOperation(sql, [DEVICE]);
  if (taskState === "queued") return operationId;
  await move(operationId, "queued", "in_session", 1);
  await sql`delete from wake_ups`;
  if (taskState === "in_session") {
    await sql`update device_live set session_key = ${newUuid()}, resp_token_hash = ${Buffer.from([1])}, state = '{}'`;
    return operationId;
  }
  await move(operationId, "in_session", "succeeded", 2);
  return operationId;
}

async function move(operationId: string, from: string, to: string, version: number): Promise<void> {
  await test.sql`
    update tasks set state = ${to}::task_state, ended_at = case when ${ENDED.includes(to)} then now() end
    where operation_id = ${operationId}`;
  await fact(operationId, from, to, version);
}

const fact = (operationId: string, from: string, to: string, version: number) => test.sql`
  insert into outbox (device_id, version, i, event_id, operation_id, realm, from_state, to_state)
  values (${DEVICE}, ${version}, 0, ${newUuid()}, ${operationId}, 'live', ${from}::task_state, ${to}::task_state)`;

async function drain(): Promise<void> {
  for (let round = 0; round < 20 && (await projectEvents(test.sql)) > 0; round += 1);
}

/** What a test does to sound rows: the invariant that is to find it, what it is, and how it is done. */
type Breach<T = unknown> = readonly [string, string, () => Promise<T>];

const change = (state: Parameters<typeof sound>[0], statement: () => Promise<unknown>) => async () => {
  await sound(state);
  await statement();
};

const afterDrain = (statement: () => Promise<unknown>) =>
  change("succeeded", async () => {
    await drain();
    await statement();
  });

const BREACHES: readonly Breach[] = [
  ["I1", "a task whose state no fact tells", change("in_session", () => test.sql`update tasks set state = 'queued'`)],
  ["I1", "a first step from nowhere", change("in_session", () => test.sql`update outbox set from_state = 'expired'`)],
  [
    "I1",
    "a step that does not begin where the one before ended",
    change("succeeded", () => test.sql`update outbox set from_state = 'waiting_device' where to_state = 'succeeded'`),
  ],
  [
    "I2",
    "an open session without the hash of its token",
    change("queued", () => test.sql`update device_live set session_key = ${newUuid()}, state = '{}'`),
  ],
  ["I3", "a task that ended twice", async () => fact(await sound("succeeded"), "in_session", "succeeded", 3)],
  [
    "I3",
    "a task that ended without a word",
    change("succeeded", () => test.sql`delete from outbox where to_state = 'succeeded'`),
  ],
  ["I3", "an ended task without a time", change("succeeded", () => test.sql`update tasks set ended_at = null`)],
  ["I4", "a number of the feed that is missing", afterDrain(() => test.sql`delete from events where seq = 1`)],
  [
    "I4",
    "an event beyond the last number that was given",
    afterDrain(() => test.sql`update projector set seq = seq - 1`),
  ],
  [
    "I4",
    "numbers that were left out",
    afterDrain(
      () => test.sql`
      insert into events (seq, event_id, realm, at) select seq + 100, event_id, realm, at from events`,
    ),
  ],
  [
    "I6",
    "counts that are not those of the tasks",
    afterDrain(() => test.sql`update operation_counts set count = count + 1`),
  ],
  [
    "I6b",
    "an operation that goes on though all of its tasks have ended",
    afterDrain(() => test.sql`update operations set state = 'running'`),
  ],
  [
    "I10",
    "a lease that nobody gave back",
    change(
      "queued",
      () => test.sql`
      update wake_ups set due_at = now() - interval '2 minutes', lease_until = now() - interval '31 seconds'`,
    ),
  ],
  [
    "I10",
    "a task in back-off that nothing will end",
    change("queued", () => test.sql`update tasks set retry_at = now() + interval '1 hour'`),
  ],
  [
    "I10b",
    "a task that waits for a report for ever",
    async () => move(await sound("in_session"), "in_session", "waiting_device", 2),
  ],
  ["I10c", "a task of which its device is not told", change("queued", () => test.sql`delete from wake_ups`)],
  [
    "I10d",
    "a task in a session that is over",
    change("in_session", () => test.sql`update device_live set session_key = null, resp_token_hash = null`),
  ],
  [
    "I13",
    "an operation that nobody is known to have started",
    change("succeeded", () => test.sql`delete from audit_entries where action = 'operation.start'`),
  ],
  [
    "I13",
    "a device that was registered twice",
    change(
      "succeeded",
      () => test.sql`
      insert into audit_entries (actor_kind, actor_id, actor_name, action, object, request_id, source_address)
      select actor_kind, actor_id, actor_name, action, object, request_id, source_address from audit_entries`,
    ),
  ],
  [
    "I13",
    "a user that came from nowhere",
    change(
      "queued",
      () => test.sql`
      with entry as (select set_config('dmwsi.audit_id', 'none', true))
      insert into users (user_id, email, name, role, password_hash)
      select ${newUuid()}, 'a@b.example', 'A', 'agent', 'x' from entry`,
    ),
  ],
];

const devices = (...execs: DeviceLedger["execs"]): Ledgers => ({ devices: [{ deviceId: DEVICE, execs }] });
const ranOnce = (correlator: string, uri = RESET) => ({ uri, correlator, runs: 1 });

async function executed(state: "succeeded" | "failed"): Promise<void> {
  const id = await sound("queued");
  await test.sql`update operations set kind = 'node.execute', params = jsonb_build_object('uri', ${RESET}::text)`;
  await move(id, "queued", "in_session", 1);
  await move(id, "in_session", state, 2);
}

async function startedBySystem(): Promise<string> {
  const id = await sound("queued");
  await test.sql`update operations set owner_kind = 'system'`;
  return id;
}

const LEDGER_BREACHES: readonly Breach<Ledgers>[] = [
  [
    "I5",
    "an answer that names an operation that is not there",
    async () => ({ operationsByKey: new Map([["key-1", newUuid()]]) }),
  ],
  [
    "I5",
    "one operation for two keys",
    async () => {
      const id = await startedBySystem();
      return { operationsByKey: new Map(["key-1", "key-2"].map((key) => [key, id])) };
    },
  ],
  [
    "I5",
    "an operation that no key asked for",
    async () => {
      await startedBySystem();
      return { operationsByKey: new Map() };
    },
  ],
  [
    "I7",
    "an Exec that ran twice in one attempt",
    async () => {
      await executed("failed");
      return devices({ ...ranOnce("c-1-1"), runs: 2 });
    },
  ],
  [
    "I7",
    "an Exec that ran more often than it was tried",
    async () => {
      await executed("failed");
      return devices(ranOnce("c-1-1"), ranOnce("c-2-1"));
    },
  ],
  [
    "I7",
    "an Exec that succeeded and never ran",
    async () => {
      await executed("succeeded");
      return devices();
    },
  ],
  [
    "I7",
    "an Exec that nobody sent",
    async () => {
      await executed("succeeded");
      return devices(ranOnce("c-1-1"), ranOnce("x", "./Wipe"));
    },
  ],
  [
    "I8",
    "an alert that was taken and is not stored",
    async () => {
      await sound("queued");
      return { alerts: { deviceIds: [DEVICE], taken: 1 } };
    },
  ],
];

describe("the invariants", () => {
  it("find nothing where all is well, at every step of a task", async () => {
    for (const state of ["queued", "in_session", "succeeded"] as const) {
      await sound(state);
      expect(await findViolations(test.sql)).toEqual([]);
      await drain();
      expect(await findViolations(test.sql)).toEqual([]);
      await clear();
    }
  });

  it.each(BREACHES)("%s finds %s", async (name, _what, breach) => {
    await breach();
    expect((await findViolations(test.sql)).map(({ invariant }) => invariant)).toContain(name);
  });

  it("are all shown to find something", () => {
    expect(new Set(BREACHES.map(([name]) => name))).toEqual(new Set(INVARIANTS.map(({ name }) => name)));
  });
});

describe("the invariants that compare ledgers", () => {
  it("find nothing where the ledgers say what is stored", async () => {
    await executed("succeeded");
    await test.sql`update operations set owner_kind = 'system'`;
    const [operation] = await test.sql`select operation_id::text as id from operations`;
    const operationsByKey = new Map([["key-1", String(operation?.["id"])]]);
    const alerts = { deviceIds: [DEVICE], taken: 0 };
    expect(await findLedgerViolations(test.sql, { ...devices(ranOnce("c-1-1")), alerts, operationsByKey })).toEqual([]);
  });

  it.each(LEDGER_BREACHES)("%s finds %s", async (name, _what, breach) => {
    const found = await findLedgerViolations(test.sql, await breach());
    expect(found.map(({ invariant }) => invariant)).toEqual([name]);
  });
});
