import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { internalPrincipal } from "../authorization";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { registerDevice } from "./register-device";

let test: TestDatabase;
let context: CallContext;
let devices = 0;
let cases = 0;
let passed = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(async () => {
  console.log(`dm-secret-hygiene ${passed}/${cases}`);
  await test.close();
});

function nextDevId(): string {
  devices += 1;
  return `IMEI:35${String(devices).padStart(13, "0")}`;
}

interface Credentials {
  readonly client?: Record<string, string>;
  readonly server?: Record<string, string>;
}

const register = (credentials: Credentials, facts: Record<string, string> = {}, by: CallContext = context) =>
  registerDevice(by, { devId: nextDevId(), credentials, ...facts });

async function refuses(attempt: Promise<unknown>, pointer: string, code: string): Promise<void> {
  cases += 1;
  await expect(attempt).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ pointer, code }] });
  passed += 1;
}

const md5 = (secret: string) => ({ type: "md5", secret });
const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");
const THUMBPRINT = "AB:".repeat(31).concat("AB");

describe("trust:dm-secret-hygiene", () => {
  it("refuses a secret that follows from an id of the device, for either side", async () => {
    const ids = { devId: "IMEI:350000000099993", msisdn: "436641234567", imsi: "232011234567890" };
    const bare = "350000000099993";
    const derivable = [
      bare,
      [...bare].reverse().join(""),
      ids.devId,
      ids.msisdn,
      ids.imsi,
      hex("md5", bare),
      hex("sha1", bare).toUpperCase(),
      hex("md5", ids.msisdn),
      hex("sha1", ids.imsi),
      hex("md5", [...bare].reverse().join("")),
    ];
    for (const secret of derivable) {
      await refuses(register({ client: md5(secret) }, ids), "/credentials/client/secret", "derivable");
      await refuses(
        register({ client: md5("a-good-one-94x"), server: md5(secret) }, ids),
        "/credentials/server/secret",
        "derivable",
      );
    }
  });

  it("refuses what another device has, on whichever side, and the certificate of another", async () => {
    await register({ client: md5("fleet-wide-x1"), server: md5("fleet-wide-x2") });
    await refuses(register({ client: md5("fleet-wide-x1") }), "/credentials/client/secret", "shared");
    await refuses(register({ client: md5("fleet-wide-x2") }), "/credentials/client/secret", "shared");
    await refuses(
      register({ client: md5("fleet-wide-x3"), server: md5("fleet-wide-x1") }),
      "/credentials/server/secret",
      "shared",
    );
    await register({ client: { type: "certificate", thumbprint: THUMBPRINT } });
    await refuses(
      register({ client: { type: "certificate", thumbprint: THUMBPRINT.replaceAll(":", "").toLowerCase() } }),
      "/credentials/client/thumbprint",
      "shared",
    );
  });

  it("leaves nothing of a refused registration: its good secret may be used again", async () => {
    await refuses(
      register({ client: md5("half-good-y1"), server: md5("fleet-wide-x1") }),
      "/credentials/server/secret",
      "shared",
    );
    cases += 1;
    await expect(register({ client: md5("half-good-y1") })).resolves.toBeDefined();
    passed += 1;
  });

  it("lets one of twenty through that bring the same secret at once", async () => {
    cases += 1;
    const twenty = await Promise.allSettled(
      Array.from({ length: 20 }, () => register({ client: md5("all-at-once-z1") })),
    );
    expect(twenty.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    passed += 1;
  });

  it("takes the same secret in the sandbox, which never meets live devices", async () => {
    cases += 1;
    const sandbox = await callContextFor(test.database, internalPrincipal("sandbox"));
    await expect(register({ client: md5("fleet-wide-x1") }, {}, sandbox)).resolves.toBeDefined();
    passed += 1;
  });

  it("keeps neither the secret nor a digest that can be made without the key", async () => {
    cases += 1;
    const [row] = await test.database.execute(sql`select json_agg(d)::text as text from device_secret_digests d`);
    const kept = String(row?.["text"]);
    for (const algorithm of ["md5", "sha1", "sha256"]) expect(kept).not.toContain(hex(algorithm, "fleet-wide-x1"));
    expect(kept).not.toContain(Buffer.from("fleet-wide-x1").toString("hex"));
    passed += 1;
  });

  it.each([
    [{ type: "certificate" }, "/credentials/client/thumbprint"],
    [{ type: "md5", thumbprint: THUMBPRINT }, "/credentials/client/thumbprint"],
    [{ type: "certificate", thumbprint: "ab:cd" }, "/credentials/client/thumbprint"],
    [
      { type: "certificate", thumbprint: THUMBPRINT.replaceAll("AB", "CD"), secret: "also-a-secret" },
      "/credentials/client/secret",
    ],
    [{ type: "md5", username: "line\r\nbreak" }, "/credentials/client/username"],
  ])("a credential that contradicts itself is refused with a pointer: %j", async (client, pointer) => {
    await expect(register({ client: client as Record<string, string> })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ pointer }],
    });
  });

  // The second half of the bar, that a bootstrap without MAC never carries a secret, is proven where bootstraps are made.
});
