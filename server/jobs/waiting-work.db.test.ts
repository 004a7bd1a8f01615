import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newUuid } from "../ids";
import { deliveryBeds } from "../services/webhooks/testing/delivery-bed";
import { seedDevice } from "../testing/seed-device-work";
import { LOOKED_EVERY_MS, lookForWaitingWork, type WaitingKind } from "./waiting-work";

const open = deliveryBeds();
const KINDS: readonly WaitingKind[] = ["wakeUps", "timers", "pushes", "contents"];

describe("the one look for work that waits", () => {
  it("finds each kind when it is due, and not before", async () => {
    const bed = await open();
    const { sql } = bed.test;
    const found = async () => {
      const waits = lookForWaitingWork(sql);
      const answers = await Promise.all(KINDS.map(async (kind) => ((await waits(kind)) ? [kind] : [])));
      return answers.flat();
    };
    const deviceId = await seedDevice(sql, "IMEI:370000000000001");
    await bed.subscribe("/a");
    expect(await found()).toEqual([]);

    await sql`insert into wake_ups (device_id, session_id, due_at) values (${deviceId}, 1, now() + interval '1 hour')`;
    await sql`insert into timers (device_id, operation_id, kind, due_at) values (${deviceId}, ${newUuid()}, 'retry', now() + interval '1 hour')`;
    await bed.tell(deviceId, 1);
    expect(await found()).toEqual(["pushes"]);
    await bed.push();
    expect(await found()).toEqual([]);

    await sql`update wake_ups set due_at = now()`;
    expect(await found()).toEqual(["wakeUps"]);
    await sql`update timers set due_at = now()`;
    expect(await found()).toEqual(["wakeUps", "timers"]);
    await sql`insert into contents (content_id, realm, owner_kind, owner_id, owner_name, kind, name, version, size, sha256, received, due_at)
      values (${newUuid()}, 'live', 'internal', 'test', 'Test', 'firmware', 'Firmware', '2.0', 1, ${randomBytes(32)}, 0, now() + interval '1 hour')`;
    expect(await found()).toEqual(["wakeUps", "timers"]);
    await sql`update contents set due_at = now()`;
    expect(await found()).toEqual(["wakeUps", "timers", "contents"]);
  });

  it("looks again a moment later, for whoever asks", async () => {
    const { test } = await open();
    const waits = lookForWaitingWork(test.sql);
    expect(await waits("wakeUps")).toBe(false);
    const deviceId = await seedDevice(test.sql, "IMEI:370000000000001");
    await test.sql`insert into wake_ups (device_id, session_id, due_at) values (${deviceId}, 1, now())`;
    await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY_MS));
    expect(await waits("wakeUps")).toBe(true);
  });
});
