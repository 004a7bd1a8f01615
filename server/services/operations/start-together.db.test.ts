import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf, fromPublicId } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { registerDevice } from "../devices";
import type { IdempotencyClaim, RememberedAnswer } from "../idempotency";
import type { Principal } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { listOperations, readOperation, startOperation } from "./index";
import { StartInput } from "./start-input";
import { createOperationStarter, type OperationStarter } from "./start-together";

const DEVICES = 20;
const ROUTE = "POST /operations";

let test: TestDatabase;
let base: CallContext;
let context: CallContext;
let startTogether: OperationStarter;
let devIds: readonly string[];
beforeAll(async () => {
  test = await createTestDatabase();
  base = await callContextFor(test.database);
  const scopes = new Set(["operations:read", "operations:write"] as const);
  const principal: Principal = { kind: "system", id: "xs_a", name: "a", realm: "live", scopes };
  context = { ...base, principal };
  devIds = Array.from({ length: DEVICES }, (_, n) => `IMEI:${350_000_000_000_100 + n}`);
  for (const devId of devIds) await registerDevice(base, { devId });
  startTogether = createOperationStarter(test.sql);
});
afterAll(async () => {
  expect(await findViolations(test.sql)).toEqual([]);
  await test.close();
});

interface Wish {
  readonly devId: string;
  readonly key?: string;
  readonly fingerprint?: string;
  readonly reference?: string;
  /** What is remembered for the key. */
  readonly body?: string;
}

function claimOf({ key = randomUUID(), fingerprint = "f" }: Wish): IdempotencyClaim {
  return { callerId: context.principal.id, route: ROUTE, key, fingerprint: Buffer.from(fingerprint.padEnd(32, ".")) };
}

function start(wish: Wish): Promise<RememberedAnswer | null> {
  const input = StartInput.parse({
    kind: "parameter.get",
    params: { uris: ["./DevInfo/Man"] },
    target: { devices: [wish.devId] },
    ...(wish.reference !== undefined && { reference: wish.reference }),
  });
  return startTogether({
    context,
    input,
    claim: claimOf(wish),
    answerTo: ({ id }) => ({ status: 202, headers: {}, body: wish.body ?? id }),
  });
}

async function startedFor(devId: string): Promise<number> {
  const [row] = await test.sql`
    select count(*)::int as count from tasks join devices using (device_id) where dev_id = ${devId}`;
  return row?.["count"] ?? 0;
}

/** Everything that one start writes. */
async function traces(): Promise<Record<string, number>> {
  const [row] = await test.sql`select
    (select count(*)::int from operations) as operations,
    (select count(*)::int from tasks) as tasks,
    (select count(*)::int from operation_counts) as counts,
    (select count(*)::int from idempotency_keys) as keys,
    (select count(*)::int from outbox where type = 'dmwsi.operation.created.v1') as announced,
    (select count(*)::int from audit_entries where action = 'operation.start') as audited`;
  return { ...row } as Record<string, number>;
}

/** The rows of an operation on one device as text, with what is its own called by what it is. */
async function rowsOf(id: string, devId: string): Promise<readonly string[]> {
  const operationId = fromPublicId("op", id) ?? "";
  const rows = await test.sql<{ row: string }[]>`
    select to_jsonb(o) - 'created_at' as row from operations o where operation_id = ${operationId}
    union all select to_jsonb(t) - '{created_at,state_since}'::text[] from tasks t where operation_id = ${operationId}
    union all select to_jsonb(c) from operation_counts c where operation_id = ${operationId}
    union all select to_jsonb(f) - '{event_id,at}'::text[] from outbox f where operation_id = ${operationId}
    union all select to_jsonb(a) - '{audit_id,at}'::text[] from audit_entries a where object = ${id}`;
  expect(rows).toHaveLength(5);
  return rows.map(({ row }) =>
    JSON.stringify(row)
      .replaceAll(operationId, "operation")
      .replaceAll(id, "operation")
      .replaceAll(deviceIdOf("live", devId), "device")
      .replaceAll(devId, "device"),
  );
}

async function written(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await traces();
  await act();
  const after = await traces();
  return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));
}

const each = (count: number) => ({
  operations: count,
  tasks: count,
  counts: count,
  keys: count,
  announced: count,
  audited: count,
});

describe("operations that are started together", () => {
  it("are each started with its task, count, key, announcement and audit entry", async () => {
    let answers: readonly (RememberedAnswer | null)[] = [];
    const made = await written(async () => {
      answers = await Promise.all(devIds.map((devId) => start({ devId })));
    });
    expect(made).toEqual(each(DEVICES));
    const [first] = answers;
    expect(await readOperation(context, { id: first?.body ?? "" })).toMatchObject({
      target: { devices: [devIds[0]] },
      counts: { total: 1, queued: 1 },
    });
  });

  it("leave the rows that the usual way leaves, whatever is asked of them", async () => {
    const [together = "", usual = ""] = devIds.slice(-2);
    const wish = (devId: string) => ({
      kind: "parameter.get",
      params: { uris: ["./DevInfo/Man"] },
      target: { devices: [devId] },
      retry: { attempts: 7, backoff: "PT2M" },
      schedule: { startAt: "2099-01-01T00:00:00Z" },
      expiresAt: "2099-01-02T00:00:00Z",
      priority: 2,
      approval: true,
      reference: "the same",
    });
    const answer = await startTogether({
      context,
      input: StartInput.parse(wish(together)),
      claim: claimOf({ devId: together }),
      answerTo: ({ id }) => ({ status: 202, headers: {}, body: id }),
    });
    const { id } = await startOperation(context, wish(usual));
    expect(await rowsOf(answer?.body ?? "", together)).toEqual(await rowsOf(id, usual));
  });

  it("start but for one that the database refuses, which fails alone and leaves nothing", async () => {
    const [bad = "", ...good] = devIds;
    // The answer is remembered as text, and U+0000 is none.
    const outcomes: PromiseSettledResult<RememberedAnswer | null>[] = [];
    const made = await written(async () => {
      outcomes.push(
        ...(await Promise.allSettled([
          ...good.slice(0, 10).map((devId) => start({ devId })),
          start({ devId: bad, body: "\u0000" }),
          ...good.slice(10).map((devId) => start({ devId })),
        ])),
      );
    });
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...good.slice(0, 10).map(() => "fulfilled"),
      "rejected",
      ...good.slice(10).map(() => "fulfilled"),
    ]);
    for (const outcome of outcomes) if (outcome.status === "fulfilled") expect(outcome.value?.status).toBe(202);
    expect(made).toEqual(each(good.length));
    expect(await startedFor(bad)).toBe(1);
  });

  it("leave to the usual way, alone, one whose device is not there, and one whose key was used", async () => {
    const key = randomUUID();
    const [used = "", ...others] = devIds;
    await start({ devId: used, key });
    let answers: readonly (RememberedAnswer | null)[] = [];
    const made = await written(async () => {
      answers = await Promise.all([
        start({ devId: "IMEI:350000000009999" }),
        start({ devId: used, key }),
        start({ devId: used, key, fingerprint: "another" }),
        ...others.map((devId) => start({ devId })),
      ]);
    });
    expect(answers.slice(0, 3)).toEqual([null, null, null]);
    for (const answer of answers.slice(3)) expect(answer?.status).toBe(202);
    expect(made).toEqual(each(others.length));
  });

  it("leave to the usual way one whose device is retired, of another realm, or of a model that is described", async () => {
    const [retired, other, described] = ["IMEI:350000000000901", "IMEI:350000000000902", "IMEI:350000000000903"];
    for (const devId of [retired, described]) await registerDevice(base, { devId, manufacturer: "Acme", model: "M9" });
    await registerDevice({ ...base, principal: { ...base.principal, realm: "sandbox" } }, { devId: other });
    await test.sql`update devices set retired_at = now() where dev_id = ${retired}`;
    await test.sql`update devices set model = 'M8' where dev_id = ${retired}`;
    await test.sql`insert into device_descriptions (description_id, realm, manufacturer, model, firmware_prefix, document, nodes, problems)
      values (gen_random_uuid(), 'live', 'Acme', 'M9', '', '', 0, '[]')`;
    let answers: readonly (RememberedAnswer | null)[] = [];
    const made = await written(async () => {
      answers = await Promise.all([retired, other, described, ...devIds].map((devId) => start({ devId })));
    });
    expect(answers.slice(0, 3)).toEqual([null, null, null]);
    expect(made).toEqual(each(DEVICES));
  });

  it("start once for a key that comes several times at the same moment", async () => {
    const key = randomUUID();
    const [devId = "", ...others] = devIds;
    let answers: readonly (RememberedAnswer | null)[] = [];
    const made = await written(async () => {
      answers = await Promise.all([
        ...Array.from({ length: 5 }, () => start({ devId, key })),
        ...others.map((other) => start({ devId: other })),
      ]);
    });
    expect(answers.slice(0, 5).filter((answer) => answer !== null)).toHaveLength(1);
    expect(made).toEqual(each(1 + others.length));
  });

  it("do not wait for a row that somebody holds: that one goes the usual way, the others start", async () => {
    const [held = "", ...others] = devIds;
    let answers: readonly (RememberedAnswer | null)[] = [];
    await test.sql.begin(async (holder) => {
      const key = "held";
      await holder`insert into idempotency_keys (system_id, route, key, fingerprint)
        values (${context.principal.id}, ${ROUTE}, ${key}, ${Buffer.alloc(32)})`;
      answers = await Promise.all([start({ devId: held, key }), ...others.map((devId) => start({ devId }))]);
    });
    expect(answers[0]).toBeNull();
    for (const answer of answers.slice(1)) expect(answer?.status).toBe(202);
  });

  it("show in the list with the ids that were answered", async () => {
    const answers = await Promise.all(devIds.map((devId) => start({ devId, reference: "listed" })));
    const { items } = await listOperations(context, { reference: "listed" });
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(answers.map((answer) => answer?.body)));
    for (const { id } of items) expect(fromPublicId("op", id)).not.toBeNull();
  });
});
