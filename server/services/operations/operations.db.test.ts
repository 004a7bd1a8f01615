import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import { registerDevice } from "../devices";
import type { Principal, Scope } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import {
  listDeviceTasks,
  listOperations,
  listTasks,
  type OperationView,
  readOperation,
  readTask,
  startOperation,
  type TaskView,
} from "./index";

let test: TestDatabase;
let context: CallContext;
let devices: { readonly id: string; readonly devId: string }[];
const params = { uris: ["./DevInfo/Man"] };
const firstDevIds = () => devices.map((device) => device.devId);

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  devices = [];
  for (let i = 0; i < 5; i += 1) devices.push(await registerDevice(context, { devId: `IMEI:35000000000010${i}` }));
});
afterAll(() => test.close());

function system(id: string, scopes: readonly Scope[] = ["operations:read", "operations:write"]): CallContext {
  const principal: Principal = { kind: "system", id, name: id, realm: "live", scopes: new Set(scopes) };
  return { ...context, principal };
}

function start(input: Record<string, unknown> = {}, by: CallContext = context): Promise<OperationView> {
  return startOperation(by, { kind: "parameter.get", params, target: { devices: firstDevIds() }, ...input });
}

async function onlyTask(operation: OperationView): Promise<TaskView> {
  const { items } = await listTasks(context, { id: operation.id });
  if (items.length !== 1 || !items[0]) throw new Error("not one task");
  return items[0];
}

async function newDevice(devId: string): Promise<string> {
  return (await registerDevice(context, { devId })).devId;
}

const inTask = (task: TaskView) => sql`device_id = ${fromPublicId("dev", task.deviceId)}
  and operation_id = ${fromPublicId("op", task.operationId)}`;

describe("startOperation", () => {
  it("makes a task and a wake-up for each device, its first count, one announcement and one audit entry", async () => {
    const operation = await start({ reference: "ticket-1" });
    expect(operation).toMatchObject({
      state: "running",
      priority: 5,
      reference: "ticket-1",
      counts: { total: 5, queued: 5, scheduled: 0 },
      createdBy: { kind: "internal" },
    });
    const id = fromPublicId("op", operation.id);
    const [facts] = await test.database.execute(sql`select
      (select count(*)::int from tasks where operation_id = ${id} and state = 'queued' and attempt = 1) as tasks,
      (select count(*)::int from wake_ups where due_at <= now() and session_id between 1 and 65535) as wake_ups,
      (select count(*)::int from outbox where device_id = ${id} and type = 'dmwsi.operation.created.v1' and to_state is null) as announced,
      (select count(*)::int from audit_entries where object = ${operation.id} and action = 'operation.start') as audited`);
    expect(facts).toEqual({ tasks: 5, wake_ups: 5, announced: 1, audited: 1 });
    expect(await findViolations(test.sql)).toEqual([]);
  });

  it("keeps the order of the target and takes a device named twice once, by DevId or by id", async () => {
    const [one, two] = devices;
    const operation = await start({ target: { devices: [two?.devId, one?.id, two?.id, one?.devId] } });
    const { items } = await listTasks(context, { id: operation.id });
    expect(items.map((task) => task.devId)).toEqual([two?.devId, one?.devId]);
    expect(operation.counts.total).toBe(2);
  });

  it("refuses unknown devices by their place and starts nothing", async () => {
    const before = (await listOperations(context, {})).items.length;
    const sandbox = await registerDevice(
      { ...context, principal: internalPrincipal("sandbox") },
      { devId: "IMEI:350000000000999" },
    );
    const wanted = [firstDevIds()[0], "IMEI:000000000000000", sandbox.id, sandbox.devId, "dev_nonsense"];
    await expect(start({ target: { devices: wanted } })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [1, 2, 3, 4].map((i) => ({ pointer: `/target/devices/${i}`, code: "unknown_device" })),
    });
    expect((await listOperations(context, {})).items).toHaveLength(before);
  });

  it.each([
    [{ kind: "no.such" }, "/kind"],
    [{ params: { uris: [] } }, "/params/uris"],
    [{ params: { uris: ["./Ok", "./a//b"] } }, "/params/uris/1"],
    [{ params: { uris: ["./Ok"], more: 1 } }, "/params/more"],
    [{ params: null }, "/params"],
    [{ expiresAt: "2020-01-01T00:00:00Z" }, "/expiresAt"],
    [{ schedule: { startAt: "2099-01-02T00:00:00Z" }, expiresAt: "2099-01-01T00:00:00Z" }, "/expiresAt"],
    [{ retry: { backoff: "5 minutes" } }, "/retry/backoff"],
    [{ rollout: {} }, "/rollout"],
    [{ target: { devices: [] } }, "/target/devices"],
  ])("points at what is wrong in %j", async (input, pointer) => {
    await expect(start(input)).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ pointer }] });
  });

  it("needs the scope of the kind besides that for operations", async () => {
    const execute = { kind: "node.execute", params: { uri: "./Vendor/Reboot" } };
    await expect(start(execute, system("xs_a"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const allowed = system("xs_a", ["operations:write", "operations:destructive"]);
    await expect(start(execute, allowed)).resolves.toMatchObject({ kind: "node.execute" });
    await expect(start({}, system("xs_a", ["operations:read"]))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("takes ten thousand devices at once, and tells a long target by its count", async () => {
    await test.database.execute(sql`
      insert into devices (device_id, realm, dev_id) select gen_random_uuid(), 'live', 'Many:' || i from generate_series(1, 10000) i`);
    await test.database.execute(
      sql`insert into device_live (device_id) select device_id from devices where dev_id like 'Many:%'`,
    );
    const ids = await test.database.execute<{ id: string }>(
      sql`select device_id as id from devices where dev_id like 'Many:%'`,
    );
    const operation = await start({ target: { devices: ids.map((row) => toPublicId("dev", row.id)) } });
    expect(operation).toMatchObject({ counts: { total: 10_000, queued: 10_000 }, target: { count: 10_000 } });
  });

  it("lets two operations on the same devices in opposite order start at once", async () => {
    const forth = firstDevIds();
    const back = [...forth].reverse();
    const started = await Promise.all(
      Array.from({ length: 20 }, (_, i) => start({ target: { devices: i % 2 === 0 ? forth : back } })),
    );
    expect(new Set(started.map((operation) => operation.id)).size).toBe(20);
  });

  it("wakes again a device that had been given up, and leaves one alone that was just woken", async () => {
    const [given, fresh] = [await newDevice("Wake:GivenUp"), await newDevice("Wake:Fresh")];
    await start({ target: { devices: [given, fresh] } });
    const of = (devId: string) => sql`device_id = (select device_id from devices where dev_id = ${devId})`;
    await test.database.execute(
      sql`update wake_ups set due_at = 'infinity', attempt = 3, sent_at = now() - interval '1 day' where ${of(given)}`,
    );
    await test.database.execute(
      sql`update wake_ups set due_at = now() + interval '1 minute', attempt = 1, sent_at = now() where ${of(fresh)}`,
    );
    await start({ target: { devices: [given, fresh] } });
    const [row] = await test.database.execute(sql`select
      (select due_at <= now() and attempt = 0 from wake_ups where ${of(given)}) as again,
      (select due_at > now() and attempt = 1 from wake_ups where ${of(fresh)}) as left_alone`);
    expect(row).toEqual({ again: true, left_alone: true });
  });

  it("waits for a later start without waking anybody, and is shown as running once it has come", async () => {
    const devId = await newDevice("Later:One");
    const startAt = new Date(Date.now() + 3_600_000).toISOString();
    const operation = await start({ target: { devices: [devId] }, schedule: { startAt } });
    expect(operation).toMatchObject({ state: "scheduled", startAt, counts: { scheduled: 1, queued: 0 } });
    expect((await onlyTask(operation)).reason).toMatchObject({ code: "outside_window", nextAttemptAt: startAt });
    const [woken] = await test.database.execute(
      sql`select count(*)::int as n from wake_ups join devices using (device_id) where dev_id = ${devId}`,
    );
    expect(woken?.["n"]).toBe(0);
    await test.database.execute(
      sql`update operations set not_before = now() where operation_id = ${fromPublicId("op", operation.id)}`,
    );
    expect(await readOperation(context, { id: operation.id })).toMatchObject({
      state: "running",
      counts: { scheduled: 0, queued: 1 },
    });
    expect(await onlyTask(operation)).toMatchObject({ state: "queued", reason: { code: "device_asleep" } });
    const running = await listOperations(context, { state: "running", limit: 500 });
    expect(running.items.map((item) => item.id)).toContain(operation.id);
  });
});

describe("what one system may not see", () => {
  it("looks exactly like what does not exist", async () => {
    const [a, b] = [system("xs_a"), system("xs_b")];
    const operation = await start({}, a);
    const { items } = await listTasks(a, { id: operation.id });
    const unknownOperation = `op_${"0".repeat(26)}`;
    const refusals = await Promise.all(
      [
        readOperation(b, { id: operation.id }),
        readOperation(b, { id: unknownOperation }),
        readOperation(b, { id: "rubbish" }),
        listTasks(b, { id: operation.id }),
        listTasks(b, { id: unknownOperation }),
      ].map((call) => call.catch((error: unknown) => error)),
    );
    const told = refusals.map((error) => `${(error as { code: string }).code} ${(error as Error).message}`);
    expect(new Set(told)).toEqual(new Set(["NOT_FOUND There is no such operation."]));
    await expect(readTask(b, { id: items[0]?.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readTask(a, { id: items[0]?.id })).resolves.toMatchObject({ operationId: operation.id });
    expect((await listOperations(b, { limit: 500 })).items.map((item) => item.id)).not.toContain(operation.id);
    expect((await listOperations(context, { createdBy: "xs_a" })).items.map((item) => item.id)).toContain(operation.id);
    const ofDevice = { id: devices[0]?.id };
    const tasksOfDevice = async (by: CallContext) =>
      (await listDeviceTasks(by, ofDevice)).items.map((task) => task.operationId);
    const reader = (id: string) => system(id, ["operations:read", "devices:read"]);
    expect(await tasksOfDevice(reader("xs_a"))).toContain(operation.id);
    expect(await tasksOfDevice(reader("xs_b"))).not.toContain(operation.id);
  });
});

describe("lists", () => {
  it("walk operations newest first, each once, while others are started, and filter", async () => {
    const by = system("xs_walker");
    const started: string[] = [];
    for (let i = 0; i < 7; i += 1) started.push((await start({ reference: `walk-${i % 2}` }, by)).id);
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOperations(by, { limit: 2, ...(cursor && { cursor }) });
      met.push(...page.items.map((item) => item.id));
      await start({}, by);
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(met).toEqual([...started].reverse());
    const odd = await listOperations(by, { reference: "walk-1" });
    expect(odd.items.map((item) => item.id)).toEqual([started[5], started[3], started[1]]);
    expect((await listOperations(by, { kind: "parameter.set" })).items).toEqual([]);
  });

  it("walk tasks in the target's order and filter by state and by a reason that is worked out", async () => {
    const operation = await start();
    const first = await listTasks(context, { id: operation.id, limit: 3 });
    const second = await listTasks(context, { id: operation.id, limit: 3, cursor: first.next });
    expect([...first.items, ...second.items].map((task) => task.devId)).toEqual(firstDevIds());
    expect(second.next).toBeNull();
    const [one] = first.items;
    if (!one) throw new Error("no task");
    await test.database.execute(sql`update tasks set retry_at = now() + interval '5 minutes' where ${inTask(one)}`);
    const waiting = await listTasks(context, { id: operation.id, reason: "retry_backoff" });
    expect(waiting.items.map((task) => task.id)).toEqual([one.id]);
    expect((await listTasks(context, { id: operation.id, state: "queued" })).items).toHaveLength(5);
    expect((await listTasks(context, { id: operation.id, state: "succeeded" })).items).toEqual([]);
  });
});

describe("a waiting task says why", () => {
  const setWakeUp = (task: TaskView, change: ReturnType<typeof sql>) =>
    test.database.execute(sql`update wake_ups set ${change} where device_id = ${fromPublicId("dev", task.deviceId)}`);
  const reasonOf = async (task: TaskView) => (await readTask(context, { id: task.id })).reason;

  it("asleep, with the time of the next wake-up, and without one when there is none", async () => {
    const task = await onlyTask(await start({ target: { devices: [await newDevice("Why:Asleep")] } }));
    expect(task.reason).toMatchObject({ code: "device_asleep", liftedBy: "the device" });
    expect(task.reason?.nextAttemptAt).not.toBeNull();
    await setWakeUp(task, sql`due_at = 'infinity'`);
    expect(await reasonOf(task)).toMatchObject({ code: "device_asleep", nextAttemptAt: null });
    await setWakeUp(task, sql`problem = 'No channel to this device is known.'`);
    expect(await reasonOf(task)).toMatchObject({ code: "wake_up_failed", text: "No channel to this device is known." });
  });

  it("back-off, pause, session and other work, and nothing while it goes on", async () => {
    const devId = await newDevice("Why:Busy");
    const task = await onlyTask(await start({ target: { devices: [devId] } }));
    const other = await onlyTask(await start({ target: { devices: [devId] } }));
    const device = sql`device_id = ${fromPublicId("dev", task.deviceId)}`;
    await test.database.execute(sql`update device_live set session_key = gen_random_uuid() where ${device}`);
    expect(await reasonOf(task)).toMatchObject({ code: "device_in_session" });
    await test.database.execute(sql`update tasks set state = 'in_session' where ${inTask(other)}`);
    expect(await reasonOf(task)).toMatchObject({ code: "behind_other_operation" });
    expect(await reasonOf(other)).toBeNull();
    await test.database.execute(sql`
      update tasks set retry_at = now() + interval '1 minute', reason_code = 'retry_backoff', reason_text = 'The session was cut.'
      where ${inTask(task)}`);
    expect(await reasonOf(task)).toMatchObject({ code: "retry_backoff", text: "The session was cut." });
    expect((await reasonOf(task))?.nextAttemptAt).not.toBeNull();
    await test.database.execute(
      sql`update operations set state = 'paused' where operation_id = ${fromPublicId("op", task.operationId)}`,
    );
    expect(await reasonOf(task)).toMatchObject({
      code: "operation_paused",
      liftedBy: "an operator",
      nextAttemptAt: null,
    });
  });
});

describe("a list by reason", () => {
  it("has each task that shows the reason, and no other, whatever the reason", async () => {
    const started = [];
    const states: readonly string[] = [
      "state = state",
      "retry_at = now() + interval '1 hour'",
      "reason_code = 'acl_denied'",
      "state = 'failed', outcome = 'error', reason_code = 'timed_out', ended_at = now()",
    ];
    const changes = ["state = state", "state = 'paused'", "not_before = now() + interval '1 hour'", "released_n = 2"];
    for (const change of changes) {
      const operation = await start();
      started.push(operation.id);
      const isIt = `operation_id = '${fromPublicId("op", operation.id)}'`;
      await test.sql.begin(async (transaction) => {
        // States of tasks and operations as they come about elsewhere.
        await transaction`set local session_replication_role = replica`;
        await transaction.unsafe(`update operations set ${change} where ${isIt}`);
        for (const [n, state] of states.entries()) {
          await transaction.unsafe(`update tasks set ${state} where ${isIt} and n = ${n + 1}`);
        }
      });
    }
    await test.sql`update wake_ups set problem = 'no_channel', problem_since = now()
      where device_id = ${fromPublicId("dev", devices[4]?.id ?? "")}`;
    const seen = new Set<string>();
    for (const id of started) {
      const { items } = await listTasks(context, { id });
      const reasons = new Set(items.map(({ reason }) => reason?.code ?? ""));
      for (const reason of [...reasons].filter(Boolean)) {
        seen.add(reason);
        const listed = (await listTasks(context, { id, reason })).items.map((task) => task.id);
        expect(listed).toEqual(items.filter((task) => task.reason?.code === reason).map((task) => task.id));
      }
      expect((await listTasks(context, { id, reason: "none_at_all" })).items).toEqual([]);
    }
    expect(seen.size).toBeGreaterThanOrEqual(7);
  });
});

describe("readTask", () => {
  it("tells the steps from the stored answers, and the result and reason of a task that ended", async () => {
    const task = await onlyTask(await start({ target: { devices: [await newDevice("Read:One")] } }));
    expect(task).toMatchObject({ result: null, steps: [] });
    expect((await readTask(context, { id: task.id })).steps).toEqual([
      { command: "Get", uri: "./DevInfo/Man", status: null, meaning: "Not answered yet" },
    ]);
    const answers = [{ kind: "status", step: 0, index: 0, status: 404 }];
    const result = { values: [{ uri: "./DevInfo/Man", status: 404 }] };
    await test.database.execute(sql`
      insert into results (device_id, operation_id, attempt, n, data)
      select device_id, operation_id, 1, 1, ${JSON.stringify({ answers, result })}::jsonb from tasks where ${inTask(task)}`);
    await test.database.execute(sql`update tasks set state = 'in_session', started_at = now() where ${inTask(task)}`);
    await test.database.execute(sql`
      update tasks set state = 'failed', outcome = 'refused', reason_code = 'refused_by_device', ended_at = now() where ${inTask(task)}`);
    const ended = await readTask(context, { id: task.id });
    expect(ended).toMatchObject({
      state: "failed",
      outcome: "refused",
      result,
      reason: { code: "refused_by_device", nextAttemptAt: null, liftedBy: null },
      steps: [{ command: "Get", uri: "./DevInfo/Man", status: 404 }],
    });
    expect(ended.finishedAt).not.toBeNull();
    const { items } = await listTasks(context, { id: ended.operationId });
    expect(items[0]).toMatchObject({ result, steps: [] });
  });

  it("tells the result of the attempt that the task ended in, and so do lists: of an earlier one it is none", async () => {
    const task = await onlyTask(await start({ target: { devices: [await newDevice("Read:Expired")] } }));
    const stored = JSON.stringify({ answers: [], result: { values: [] } });
    await test.database.execute(sql`
      insert into results (device_id, operation_id, attempt, n, data)
      select device_id, operation_id, 1, 0, ${stored}::jsonb from tasks where ${inTask(task)}`);
    await test.database.execute(sql`
      update tasks set state = 'expired', attempt = 2, reason_code = 'expired', ended_at = now() where ${inTask(task)}`);
    expect(await readTask(context, { id: task.id })).toMatchObject({ state: "expired", attempt: 2, result: null });
    const { items } = await listTasks(context, { id: task.operationId });
    expect(items).toMatchObject([{ state: "expired", attempt: 2, result: null }]);
  });
});
