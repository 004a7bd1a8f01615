import { expect, test } from "vitest";
import { startSmsc } from "../../../testing/smsc-double";
import { SmppClient } from "./client";

test("what waits for its turn until its deadline is not sent any more, and says so at once", async () => {
  const smsc = await startSmsc();
  const client = new SmppClient({
    ...{ host: "127.0.0.1", port: smsc.port, tls: false, ca: null, systemId: "dm", password: "secret", systemType: "" },
    ...{ window: 2, perSecond: 10, responseMs: 10_000, enquireMs: 10_000, onDelivery: async () => true },
    pauses: { reconnectMs: 20, reconnectMsMax: 100, throttledMs: 40, throttledMsMax: 200 },
  });
  const fields = { destination_addr: "436641234567", short_message: Buffer.of(1) };
  const deadline = performance.now() + 500;
  const submitted = await Promise.all(Array.from({ length: 30 }, () => client.submit(fields, deadline)));
  const late = submitted.filter((one) => one.state === "failed");
  expect(late.length).toBeGreaterThanOrEqual(20);
  expect(late.every((one) => one.code === "too_slow" && one.afterMs !== null)).toBe(true);
  expect(smsc.messages).toHaveLength(submitted.length - late.length);
  await client.close();
  await smsc.close();
});
