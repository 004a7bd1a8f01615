import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ContentStore, openDiskStore } from "../../adapters/content-store";
import type { Transaction } from "../../db/client";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { deleteContent, retireContent } from "../contents";
import { registerDevice } from "../devices";
import { moveContent, type ReadyContentFacts, readyContent } from "../downloads/testing/ready-content";
import type { Principal, Scope } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { startOperation } from "./index";

let test: TestDatabase;
let context: CallContext;
let store: ContentStore;
let directory: string;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  directory = await mkdtemp(join(tmpdir(), "dmwsi-contents-"));
  store = await openDiskStore(directory);
  for (const model of ["N-1", "N-2"]) {
    await registerDevice(context, { devId: `MAC:00000000000${model.at(-1)}`, manufacturer: "Nimbus", model });
  }
  await registerDevice(context, { devId: "MAC:000000000003" });
});
afterAll(async () => {
  await test.close();
  await rm(directory, { recursive: true, force: true });
});

const made = (facts: ReadyContentFacts = {}) =>
  readyContent(test.sql, store, Buffer.from(JSON.stringify(facts)), facts);
const devIds = (...numbers: number[]) => ({ devices: numbers.map((number) => `MAC:00000000000${number}`) });

function start(content: string, target = devIds(1), params: object = {}, by = context) {
  return startOperation(by, { kind: "firmware.update", params: { content, ...params }, target });
}

function system(scopes: readonly Scope[]): CallContext {
  const principal: Principal = { kind: "system", id: "xs_1", name: "xs_1", realm: "live", scopes: new Set(scopes) };
  return { ...context, principal };
}

const wrong = (code: string, words: string) => ({
  code: "INVALID_INPUT",
  fields: [{ pointer: "/params/content", code, detail: expect.stringContaining(words) }],
});

describe("the content of an operation", () => {
  it("has to be there and ready", async () => {
    await expect(start("con_01j8z3k4m5n6p7q8r9s0t1v2w3")).rejects.toMatchObject(wrong("unknown_content", "no such"));
    const { id, uuid } = await made();
    await moveContent(test.sql, uuid, "quarantined");
    await expect(start(id)).rejects.toMatchObject({ code: "CONTENT_NOT_READY" });
  });

  it("has to be of the kind that is needed", async () => {
    const { id } = await made({ kind: "software" });
    await expect(start(id)).rejects.toMatchObject(wrong("wrong_kind", "needs firmware"));
  });

  it("is refused where it is for none of the devices; one of many, or one that nobody knows, is told by its task", async () => {
    const { id } = await made({ manufacturer: "Nimbus", models: ["N-1"] });
    await expect(start(id, devIds(2))).rejects.toMatchObject(
      wrong("content_unfit", "is for N-1, and the device is a N-2"),
    );
    for (const target of [devIds(1), devIds(1, 2), devIds(3), devIds(2, 3)]) {
      expect(await start(id, target)).toMatchObject({ kind: "firmware.update", state: "running" });
    }
    const other = await made({ manufacturer: "Acme" });
    await expect(start(other.id, devIds(1, 2))).rejects.toMatchObject(wrong("content_unfit", "of Acme"));
  });
});

/** Who waits for a lock of this database. */
const waiting = () =>
  test.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/** Does `first` in a transaction that ends when `second`, begun in it, waits for it; answers how `second` went. */
async function meanwhile<T>(first: (transaction: Transaction) => Promise<unknown>, second: () => Promise<T>) {
  const settled = await test.database.transaction(async (transaction) => {
    await first(transaction);
    const result = Promise.allSettled([second()]);
    await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBeGreaterThan(0);
    // In an object: a promise alone would be waited for here.
    return { result };
  });
  const [outcome] = await settled.result;
  return outcome;
}

describe("a start and the end of its content at the same moment", () => {
  const startIn = (id: string) => (transaction: Transaction) =>
    startOperation(context, { kind: "firmware.update", params: { content: id }, target: devIds(1) }, transaction);

  it("the start first: the content is retired with the operation counted, and cannot be deleted", async () => {
    const { id } = await made({ name: "first" });
    const retired = await meanwhile(startIn(id), () => retireContent(context, { id }));
    expect(retired).toMatchObject({ status: "fulfilled", value: { usedBy: { operations: 1, tasks: 1 } } });
    await expect(deleteContent(context, { id })).rejects.toMatchObject({ code: "FAILED_PRECONDITION" });
  });

  it("the end first: nothing is started", async () => {
    const { id } = await made({ name: "second" });
    const started = await meanwhile(
      (transaction) => retireContent(context, { id }, transaction),
      () => start(id),
    );
    expect(started).toMatchObject({ status: "rejected", reason: { code: "CONTENT_NOT_READY" } });
  });

  it("the content retired and deleted while the start waits: there is none", async () => {
    const { id } = await made({ name: "third" });
    const started = await meanwhile(
      async (transaction) => {
        await retireContent(context, { id }, transaction);
        await deleteContent(context, { id }, transaction);
      },
      () => start(id),
    );
    expect(started).toMatchObject({ status: "rejected", reason: wrong("unknown_content", "no such") });
  });
});

describe("who may", () => {
  const BASE: readonly Scope[] = ["operations:read", "operations:write"];

  it("start firmware needs the scope for it, and overriding a guard the right to approve", async () => {
    const { id } = await made();
    await expect(start(id, devIds(1), {}, system(BASE))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const firmware = [...BASE, "operations:firmware"] as const;
    expect(await start(id, devIds(1), {}, system(firmware))).toMatchObject({ state: "running" });
    const override = { override: true };
    await expect(start(id, devIds(1), override, system(firmware))).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("operations:approve"),
    });
    const operation = await start(id, devIds(1), override, system([...firmware, "operations:approve"]));
    const [entry] = await test.sql`select after from audit_entries where object = ${operation.id}`;
    expect(entry?.["after"]).toMatchObject({ kind: "firmware.update", override: true });
  });
});
