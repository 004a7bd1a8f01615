import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId } from "../../ids";
import { cpuMsSince, machineSlowness } from "../../testing/least-cpu";
import { startOperation } from "../operations";
import { listDeviceSessions } from "./list-device-sessions";
import { recordSession } from "./record-session";
import { GIFTS_MAX, readRecordedSession, WORK_MAX } from "./recorded-session";
import { openSessionBed, type SessionBed } from "./testing/session-bed";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

/** Milliseconds of CPU: reading 72 MB takes many times as many. */
const READING_MS_MAX = 100;

/** A device with so many operations, one session, and so many things that each was given before it and in it. */
async function deviceWith(operations: number, rows: number) {
  const device = await bed.newDevice();
  const wire = device.wire();
  for (let count = 0; count < operations; count += 1) {
    await startOperation(bed.context, {
      kind: "parameter.get",
      params: { uris: ["./DevInfo/Man"] },
      target: { devices: [device.devId] },
    });
  }
  await wire.signIn();
  await wire.signIn();
  const { deviceId } = device;
  await bed.test.sql`
    insert into results (device_id, operation_id, attempt, n, at, data)
    select t.device_id, t.operation_id, 1, 1000 + given.n, m.at - case when given.n = 0 then interval '0' else interval '1 hour' end,
      '{"answers": [{"kind": "timeout", "step": 0}]}'
    from tasks t, generate_series(0, ${rows}) as given (n), (select min(at) as at from dm_messages where device_id = ${deviceId}) as m
    where t.device_id = ${deviceId}`;
  const id = toPublicId("dev", deviceId);
  const { items } = await listDeviceSessions(bed.context, { id });
  return { deviceId: id, sessionId: items[0]?.id ?? "" };
}

describe("a recording that is given away can be read; of a session that is too much for one it is said", () => {
  it("what of it there is too much of, and how to see its messages all the same", async () => {
    for (const [operations, rows, much] of [
      [WORK_MAX + 1, 0, `${WORK_MAX} tasks`],
      [1, GIFTS_MAX + 1, `${GIFTS_MAX} things`],
    ] as const) {
      const refused = recordSession(bed.context, await deviceWith(operations, rows));
      await expect(refused).rejects.toMatchObject({ code: "FAILED_PRECONDITION" });
      await expect(refused).rejects.toThrow(new RegExp(`${much}.* without format=recorded`));
    }
  }, 60_000);

  it("without reading all that a task was given, where that is larger than a recording may be", async () => {
    const session = await deviceWith(1, 0);
    await bed.test.sql`
      insert into results (device_id, operation_id, attempt, n, at, data)
      select device_id, operation_id, 1, 2000 + large.n, at - interval '1 hour',
        jsonb_build_object('answers', jsonb_build_array(jsonb_build_object('kind', 'timeout', 'step', 0, 'x', repeat('x', 4000000))))
      from results r, generate_series(1, 18) as large (n)
      where device_id = ${fromPublicId("dev", session.deviceId)} and r.n = 1000`;
    const slowness = machineSlowness();
    const before = process.cpuUsage();
    await expect(recordSession(bed.context, session)).rejects.toThrow(/larger than .* without format=recorded/);
    expect(cpuMsSince(before) / slowness).toBeLessThan(READING_MS_MAX);
  }, 60_000);

  it("and nothing where it is just not too much", async () => {
    const { text } = await recordSession(bed.context, await deviceWith(3, GIFTS_MAX));
    expect(readRecordedSession(Buffer.from(text)).work?.[0]?.given).toHaveLength(GIFTS_MAX);
  });
});
