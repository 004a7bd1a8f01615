import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptCounters } from "../../../../drizzle/schema/access";
import { deviceLive, deviceNodes, devices } from "../../../../drizzle/schema/devices";
import { deviceIdOf, newUuid } from "../../../ids";
import { createTestDatabase, type TestDatabase } from "../../../testing/test-database";
import { CONTACT_STATES } from "../contact-states";
import { filterCondition } from "./filter-condition";
import { FACT_NAMES } from "./filter-tree";
import { parseFilter } from "./parse-filter";
import { withinFilterTime } from "./read-filter";
import { arbitraryFilter, SOME_TEXTS, SOME_URIS } from "./testing/arbitrary-filter";
import { type PlainDevice, passesFilter } from "./testing/passes-filter";

const DAY_MS = 86_400_000;
const DEVICES = 60;
let test: TestDatabase;
let plain: ReadonlyMap<string, PlainDevice>;
let now: Date;

beforeAll(async () => {
  test = await createTestDatabase();
  const [row] = await test.sql<{ now: string }[]>`select now()::text as now`;
  now = new Date(row?.now ?? 0);
  plain = await seed();
});
afterAll(() => test.close());

/** One of a list by a number, the same each time. */
const pick = <T>(list: readonly T[], n: number): T => {
  const found = list[n % list.length];
  if (found === undefined) throw new Error("An empty list.");
  return found;
};

async function seed(): Promise<Map<string, PlainDevice>> {
  const seeded = new Map<string, PlainDevice>();
  for (let i = 0; i < DEVICES; i += 1) {
    const contact = pick(CONTACT_STATES, i);
    const facts = Object.fromEntries(
      FACT_NAMES.map((name, k) => [name, (i + k) % 4 === 0 ? null : pick(SOME_TEXTS, i * 7 + k * 3)]),
    );
    const device: PlainDevice = {
      facts: { ...facts, devId: `IMEI:${i}${facts["devId"] ?? ""}` },
      tags: [pick(SOME_TEXTS, i), pick(SOME_TEXTS, i * 5 + 1)].slice(0, i % 3),
      contact,
      lastContact: lastContactOf(contact, i),
      registeredAt: new Date(Date.UTC(2026, i % 11, 1 + (i % 27), 12)),
      nodes: new Map(SOME_URIS.filter((_, k) => (i + k) % 3 > 0).map((uri, k) => [uri, pick(SOME_TEXTS, i + k * 5)])),
    };
    seeded.set(await insert(device), device);
  }
  return seeded;
}

function lastContactOf(contact: string, i: number): Date | null {
  if (contact === "never" || (contact !== "on_time" && contact !== "overdue" && i % 2 === 0)) return null;
  const daysAgo = contact === "overdue" && i % 2 === 0 ? 40 : i % 10;
  return new Date(now.getTime() - daysAgo * DAY_MS - 1_000);
}

async function insert({ facts, tags, contact, lastContact, registeredAt, nodes }: PlainDevice): Promise<string> {
  const deviceId = deviceIdOf("live", facts["devId"] ?? "");
  const { database } = test;
  await database.insert(devices).values({
    ...facts,
    devId: facts["devId"] ?? "",
    deviceId,
    realm: "live",
    tags: [...tags],
    registeredAt,
    retiredAt: contact === "retired" ? now : null,
    heldSince: contact === "collision" ? now : null,
  });
  await database.insert(deviceLive).values({
    deviceId,
    lastContactAt: lastContact,
    sessionKey: contact === "in_session" ? newUuid() : null,
  });
  if (contact === "rejected") {
    await database.insert(attemptCounters).values({ key: `dm|${deviceId}`, failures: 1, updatedAt: now });
  }
  if (contact === "overdue") {
    await test.sql`insert into wake_ups (device_id, session_id, due_at) values (${deviceId}, 1, 'infinity')`;
  }
  for (const [uri, value] of nodes) {
    await database.insert(deviceNodes).values({ deviceId, uri, format: "chr", value, readAt: now });
  }
  return deviceId;
}

async function foundBy(filter: string): Promise<string[]> {
  const rows = await test.database
    .select({ deviceId: devices.deviceId })
    .from(devices)
    .where(filterCondition(parseFilter(filter)));
  return rows.map((row) => row.deviceId).sort();
}

describe("what a filter finds in the database", () => {
  it("is what it means, for any filter", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryFilter, async (filter) => {
        if (filter.length > 3_000) return;
        const tree = parseFilter(filter);
        const meant = [...plain].filter(([, device]) => passesFilter(device, tree, now)).map(([deviceId]) => deviceId);
        expect(await foundBy(filter), filter).toEqual(meant.sort());
      }),
      { numRuns: 600 },
    );
  });

  it("and its opposite are all devices, each once", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryFilter, async (filter) => {
        const both = [...(await foundBy(filter)), ...(await foundBy(`not (${filter})`))];
        expect(both.sort()).toEqual([...plain.keys()].sort());
      }),
      { numRuns: 100 },
    );
  });

  it("by numbers in a version is in their order, whatever their length", async () => {
    const [row] = await test.sql`select natural_order_key('1.9') < natural_order_key('1.10') as shorter,
      natural_order_key('R1.2') < natural_order_key('R1.2.0') as prefix, natural_order_key('007') = natural_order_key('7') as zeros,
      natural_order_key('') = '' as empty`;
    expect(row).toEqual({ shorter: true, prefix: true, zeros: true, empty: true });
  });

  it("never runs what stands in a value", async () => {
    expect(
      await foundBy('model = "x\' or 1=1 --" or tag : "%*" or node("./A") = "\'); drop table devices; --"'),
    ).toEqual([]);
    expect(await foundBy('devId : "*"')).toHaveLength(DEVICES);
  });

  it("is given up after five seconds, with what to do", async () => {
    const slow = test.database.transaction((transaction) =>
      withinFilterTime(transaction, () => transaction.execute(sql`select pg_sleep(8)`)),
    );
    await expect(slow).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining("Narrow the filter down"),
    });
  }, 10_000);
});
