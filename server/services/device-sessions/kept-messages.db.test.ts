import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId } from "../../ids";
import { startOperation } from "../operations";
import { keepMessagePartitions } from "./keep-message-partitions";
import { listDeviceSessions } from "./list-device-sessions";
import { readSessionMessages } from "./read-session-messages";
import { recordSession } from "./record-session";
import { readRecordedSession } from "./recorded-session";
import { replaySession } from "./replay-session";
import { openSessionBed, type SessionBed } from "./testing/session-bed";

const KEPT_OCTETS_MAX = 4_096;
const VALUE = "0123456789".repeat(1_200);

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed({ keptOctetsMax: KEPT_OCTETS_MAX });
});
afterAll(() => bed.close());

/** A device that has just answered a Get with a long value. */
async function afterLongAnswer(encoding: "wbxml" | "xml") {
  const device = await bed.newDevice();
  const uri = "./Vendor/Log";
  const target = { devices: [device.devId] };
  await startOperation(bed.context, { kind: "parameter.get", params: { uris: [uri] }, target });
  const wire = device.wire({ encoding });
  await wire.signIn();
  const asked = await wire.signIn();
  const get = asked.commands.find(({ name }) => name === "Get");
  const { url } = wire;
  const refs = { msgRef: asked.header.msgId, targetRefs: [], sourceRefs: [] };
  await wire.send([
    { ...refs, name: "Status", cmdId: "1", cmdRef: "0", cmd: "SyncHdr", data: 200, items: [] },
    { ...refs, name: "Status", cmdId: "2", cmdRef: get?.cmdId ?? "", cmd: "Get", data: 200, items: [] },
    {
      name: "Results",
      cmdId: "3",
      msgRef: refs.msgRef,
      cmdRef: get?.cmdId ?? "",
      items: [{ source: { locUri: uri }, data: VALUE }],
    },
  ]);
  return { wire, url, deviceId: toPublicId("dev", device.deviceId), octets: wire.lastOctets, reply: wire.lastReply };
}

async function sessionOf(deviceId: string): Promise<string> {
  const { items } = await listDeviceSessions(bed.context, { id: deviceId });
  return items[0]?.id ?? "";
}

describe.each(["wbxml", "xml"] as const)("a message in %s that is longer than what is kept of one", (encoding) => {
  it("is shown with its values cut and says so; what its size was is still told", async () => {
    const { deviceId, octets } = await afterLongAnswer(encoding);
    const { items } = await readSessionMessages(bed.context, { deviceId, sessionId: await sessionOf(deviceId) });
    const [, , long, reply] = items;
    expect(items.map(({ isCut }) => isCut)).toEqual([false, false, true, false]);
    expect(long).toMatchObject({ direction: "device", octets: octets.length, encoding });
    expect(long?.xml).toContain("0123... (10976 octets cut)");
    expect(long?.commands).toMatchObject([{ name: "Status" }, { name: "Results" }]);
    expect(reply?.xml).toContain("<Final/>");
    const [row] = await bed.test.sql<{ length: number }[]>`
      select max(length(body)) as length from dm_messages where device_id = ${fromPublicId("dev", deviceId)}`;
    expect(row?.length).toBeLessThan(KEPT_OCTETS_MAX);
  });

  it("gets the same octets when it is repeated, and other octets of that length do not", async () => {
    const { wire, url, octets, reply } = await afterLongAnswer(encoding);
    const again = await wire.post(octets, url);
    expect(Buffer.compare(again.octets, reply)).toBe(0);
    const other = Buffer.from(octets);
    other.write("X", other.lastIndexOf("0123456789"), "latin1");
    const answer = await wire.post(other, url);
    expect(Buffer.compare(answer.octets, reply)).not.toBe(0);
  });

  it("is in the recording as it is kept, which cannot be run again and says why", async () => {
    const { deviceId } = await afterLongAnswer(encoding);
    const { text } = await recordSession(bed.context, { deviceId, sessionId: await sessionOf(deviceId) });
    const recorded = readRecordedSession(Buffer.from(text));
    expect(recorded.messages.map(({ isCut }) => isCut === true)).toEqual([false, false, true, false]);
    expect(() => replaySession(recorded)).toThrow("long values were cut, so it cannot be run again");
  });
});

/** Behind the others: it makes and drops the tables that they write to. */
describe("kept messages", () => {
  const partitions = async (): Promise<string[]> => {
    const rows = await bed.test.sql<{ name: string }[]>`
      select to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYYMMDD') as name
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'dm_messages'::regclass and c.relname ~ '^dm_messages_[0-9]{8}$' order by 1`;
    return rows.map(({ name }) => name);
  };
  const countKept = async (): Promise<number> => {
    const [row] = await bed.test.sql<{ count: number }[]>`select count(*)::integer as count from dm_messages`;
    return row?.count ?? 0;
  };
  const dayAt = async (days: number): Promise<string> => {
    const [row] = await bed.test.sql<{ day: string }[]>`
      select to_char(current_date + ${days}::integer, 'YYYYMMDD') as day`;
    return row?.day ?? "";
  };

  it("go with their day when it is older than the days kept; those of today and of days kept stay", async () => {
    for (const days of [-400, -8, -7, -1]) {
      await bed.test.sql`select make_message_partition(current_date + ${days}::integer)`;
    }
    const before = await countKept();
    await keepMessagePartitions(bed.test.sql, 7);
    expect(await countKept()).toBe(before);
    const ahead = await Promise.all([-7, -1, 0, 1, 2, 3].map(dayAt));
    expect(await partitions()).toEqual(ahead);
  });

  it("of today stay even where no day is kept, and new ones find their place", async () => {
    const before = await bed.test.sql`select count(*)::integer as count from dm_messages`;
    await keepMessagePartitions(bed.test.sql, 0);
    await keepMessagePartitions(bed.test.sql, 0);
    expect(await partitions()).toEqual(await Promise.all([0, 1, 2, 3].map(dayAt)));
    expect(await bed.test.sql`select count(*)::integer as count from dm_messages`).toEqual(before);
    await afterLongAnswer("wbxml");
    const [row] = await bed.test
      .sql`select count(*)::integer as count from dm_messages_default where at < now() - interval '1 day'`;
    expect(row).toEqual({ count: 0 });
  });
});
