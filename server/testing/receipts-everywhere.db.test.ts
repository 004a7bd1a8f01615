import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newUuid } from "../ids";
import { TEST_MASTER_KEY } from "../services/testing/call-context";
import { freePort, type ServerProcess, startServerProcess } from "./server-process";
import { createTestDatabase, type TestDatabase } from "./test-database";

const PASSWORD = "gateway-secret";

let test: TestDatabase;
let dataDir: string;
let receiptPort: number;
let server: ServerProcess;

beforeAll(async () => {
  test = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "dmwsi-receipts-"));
  receiptPort = await freePort();
  server = await startServerProcess({
    databaseUrl: test.url,
    masterKey: TEST_MASTER_KEY,
    dataDir,
    roles: "device",
    dmPort: await freePort(),
    metricsPort: await freePort(),
    settings: {
      HTTP_SMS_URL: "http://127.0.0.1:1/cgi-bin/sendsms",
      HTTP_SMS_USERNAME: "dm",
      HTTP_SMS_PASSWORD: PASSWORD,
      HTTP_SMS_RECEIPT_URL: `http://127.0.0.1:${receiptPort}`,
      HTTP_SMS_RECEIPT_PORT: `${receiptPort}`,
    },
  });
}, 60_000);
afterAll(async () => {
  await server?.end("SIGTERM");
  await test?.close();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

it("a receipt that comes to a process that wakes no devices is stored: pushes that are tested leave from any process", async () => {
  const [deviceId, sendId] = [newUuid(), newUuid()];
  await test.sql`
    insert into wake_up_sends (device_id, send_id, purpose, session_id, channel, attempt, state, refs)
    values (${deviceId}, ${sendId}, 'package0', 1, 'http-sms', 0, 'accepted', '{}')`;
  const word = createHmac("sha256", PASSWORD).update("dmwsi sms receipts").digest("base64url");
  const name = Buffer.from(`${deviceId}/${sendId}`).toString("base64url");
  const answer = await fetch(`http://127.0.0.1:${receiptPort}/sms-receipts/${word}/${name}.1?parts=1&type=1`);
  expect(answer.status).toBe(200);
  expect(await test.sql`select receipt from wake_up_sends`).toMatchObject([{ receipt: "delivered" }]);
});
