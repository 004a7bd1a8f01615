import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smppChannel } from "../../adapters/channels/smpp";
import { newUuid } from "../../ids";
import { findViolations } from "../../testing/invariants";
import { type SmscDouble, type SmscOptions, startSmsc } from "../../testing/smsc-double";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createDeviceStore } from "../device-sessions";
import { registerDevice } from "../devices";
import { projectEvents } from "../events/project-events";
import { startOperation } from "../operations";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { hearReceipts } from "./hear-receipts";
import { channelsOf } from "./testing/scripted-channel";
import { createWakeUps } from "./wake-devices";

const DEVICES = 24;
const ROUNDS_MAX = 400;
/** Command status ESME_RTHROTTLED [SMPP 3.4, 5.1.3]. */
const THROTTLED = 0x58;
let test: TestDatabase;
let context: CallContext;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

async function sleepers(): Promise<string[]> {
  const numbers = Array.from({ length: DEVICES }, (_, i) => `4917${String(i).padStart(8, "0")}`);
  for (const [i, msisdn] of numbers.entries()) {
    await registerDevice(context, {
      devId: `IMEI:35${String(i).padStart(13, "0")}`,
      msisdn,
      channels: [{ kind: "smpp" }],
    });
  }
  const devices = numbers.map((_, i) => `IMEI:35${String(i).padStart(13, "0")}`);
  await startOperation(context, { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target: { devices } });
  return numbers;
}

/** A centre in trouble: of six messages it throttles one, drops the line at one, is silent to one, and takes three. */
const troubled: SmscOptions["answer"] = (_message, count) => {
  if (count % 6 === 1) return { status: THROTTLED };
  if (count % 6 === 3) return "drop";
  if (count % 6 === 5) return "silence";
  return { status: 0, messageId: `${count}` };
};

describe("trust:fault-peers", () => {
  it("a message centre that throttles, drops, stays silent and is killed loses no wake-up and gets none for ever", async () => {
    const numbers = await sleepers();
    const accepted = new Set<string>();
    const options: SmscOptions = {
      answer(message, count) {
        const answer = troubled(message, count);
        if (typeof answer === "object" && answer.status === 0) accepted.add(message.destination);
        return answer;
      },
      receipt: (id) => ({
        text: `id:${id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:DELIVRD err:000 text:`,
      }),
    };
    let centre: SmscDouble = await startSmsc(options);
    const channel = smppChannel(
      {
        ...{
          host: "127.0.0.1",
          port: centre.port,
          tls: false,
          ca: null,
          systemId: "dm",
          password: "secret",
          systemType: "",
        },
        ...{ sourceAddress: "", dataCoding: 0x04, window: 10, perSecond: 1_000 },
      },
      {
        ...{ keepingMs: 5_000, responseMs: 300, enquireMs: 200 },
        pauses: { reconnectMs: 20, reconnectMsMax: 100, throttledMs: 40, throttledMsMax: 200 },
      },
    );
    const channels = channelsOf(channel);
    const faults: unknown[] = [];
    const receipts = hearReceipts(test.sql, channels, (error) => faults.push(error));
    const wakeUps = createWakeUps({
      ...{ sql: test.sql, store: createDeviceStore(test.sql), sealer: context.sealer, channels, workerId: newUuid() },
      ...{ dmUrl: "http://127.0.0.1:3001/dm", pausesSeconds: Array(20).fill(600), rates: new Map(), observe: () => {} },
      onError: (error) => faults.push(error),
    });
    try {
      for (let round = 0; round < ROUNDS_MAX && accepted.size < DEVICES; round += 1) {
        if (round === 3) {
          await centre.close();
          centre = await startSmsc({ ...options, port: centre.port });
        }
        await wakeUps.round();
        await wakeUps.settled();
        // Whom no push has reached is tried again now, not in ten minutes.
        await test.sql`
          update wake_ups set due_at = now() from devices d
          where d.device_id = wake_ups.device_id and not d.msisdn = any (${[...accepted]}::text[])`;
        await sleep(5);
      }
      expect([...accepted].sort()).toEqual(numbers);
      await expect
        .poll(() => test.sql`select 1 from wake_up_sends where receipt = 'delivered' limit 1`)
        .toHaveLength(1);
    } finally {
      await receipts.stop();
      await channel.close();
      await centre.close();
    }
    expect(faults).toEqual([]);
    const unanswered = await test.sql`select 1 from wake_up_sends where state = 'sending'`;
    expect(unanswered).toHaveLength(0);
    const [tasks] = await test.sql`select count(*)::integer as n from tasks where state = 'notified'`;
    expect(tasks?.["n"]).toBe(DEVICES);
    for (let round = 0; round < 50 && (await projectEvents(test.sql)) > 0; round += 1);
    expect(await findViolations(test.sql)).toEqual([]);
    console.log(`fault-peers ${accepted.size}/${DEVICES}`);
  }, 60_000);
});
