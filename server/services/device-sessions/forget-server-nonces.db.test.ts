import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import { registerDevice } from "../devices";
import { callContextFor } from "../testing/call-context";
import { forgetServerNonces } from "./forget-server-nonces";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

it("takes back the nonce of the named devices of one's own realm, and makes writers of the old row lose", async () => {
  const names = ["IMEI:350000000000001", "IMEI:350000000000002"];
  for (const realm of ["live", "sandbox"] as const) {
    const context = await callContextFor(test.database, internalPrincipal(realm));
    for (const devId of names) await registerDevice(context, { devId });
  }
  await test.database.execute(sql`update device_live set server_nonce = 'n'`);
  await forgetServerNonces(test.database, internalPrincipal("live"), names.slice(0, 1));
  const rows = await test.database.execute<{ forgotten: boolean; version: string }>(sql`
    select server_nonce is null as forgotten, version from devices join device_live using (device_id)
    order by realm, dev_id`);
  expect(rows.map(({ forgotten, version }) => [forgotten, Number(version)])).toEqual([
    [true, 1],
    [false, 0],
    [false, 0],
    [false, 0],
  ]);
});
