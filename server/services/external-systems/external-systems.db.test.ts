import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeUnaudited } from "../../testing/change-unaudited";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { Scope } from "../principal";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import {
  addCredential,
  asTokenError,
  changeExternalSystem,
  createTokenAuthenticator,
  issueToken,
  listExternalSystems,
  type RegisteredExternalSystemView,
  readExternalSystem,
  registerExternalSystem,
  revokeCredential,
  rotateSecret,
  type TokenErrorCode,
} from "./index";

let test: TestDatabase;
let context: CallContext;
let names = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

async function register(realm: "live" | "sandbox" = "live"): Promise<RegisteredExternalSystemView> {
  names += 1;
  return registerExternalSystem(context, {
    name: `system ${names}`,
    realm,
    scopes: ["devices:read", "operations:read"],
  });
}

function request(clientId: string, clientSecret: string, scope?: string) {
  return {
    proof: { method: "secret" as const, clientId, clientSecret },
    certificateThumbprint: null,
    sourceAddress: "192.0.2.1",
    requestId: "test-request",
    ...(scope !== undefined && { scope }),
  };
}

async function refusal(clientId: string, clientSecret: string, scope?: string): Promise<TokenErrorCode | "issued"> {
  try {
    await issueToken(test.database, request(clientId, clientSecret, scope));
    return "issued";
  } catch (error) {
    const known = asTokenError(error);
    if (!known) throw error;
    return known.code;
  }
}

describe("registerExternalSystem", () => {
  it("shows the secret once: no table holds it, the audit log neither", async () => {
    const system = await register();
    expect(system.clientSecret).toMatch(/^dms_[\w-]{43}$/);
    const [row] = await test.database.execute(sql`
      select (select json_agg(c)::text from api_credentials c) || (select json_agg(c)::text from client_secrets c) || (select json_agg(a)::text from audit_entries a) as everything`);
    expect(String(row?.["everything"])).toContain(system.clientId);
    expect(String(row?.["everything"])).not.toContain(system.clientSecret.slice(4));
  });

  it("marks sandbox credentials", async () => {
    const system = await register("sandbox");
    expect(system.clientId).toMatch(/^client_test_/);
    expect(system.clientSecret).toMatch(/^dms_test_/);
  });

  it("refuses a name that is taken", async () => {
    const system = await register();
    await expect(
      registerExternalSystem(context, { name: system.name, scopes: ["devices:read"] }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("managing External Systems", () => {
  it("is for administrators only", async () => {
    const { id, clientId } = await register();
    const others = new Set<Scope>(Scope.options.filter((scope) => scope !== "systems:write"));
    const operator = { ...context, principal: { ...context.principal, scopes: others } };
    for (const call of [
      () => listExternalSystems(operator, {}),
      () => readExternalSystem(operator, { id }),
      () => changeExternalSystem(operator, { id, disabled: true }),
      () => addCredential(operator, { id, method: "secret" }),
      () => rotateSecret(operator, { clientId }),
      () => revokeCredential(operator, { clientId }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("gives no credential that is over before it is used, and none is there afterwards", async () => {
    const { id } = await register();
    const added = (expiresAt: string) => addCredential(context, { id, method: "secret", expiresAt });
    await expect(added("2020-01-01T00:00:00Z")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ pointer: "/expiresAt", code: "too_early" }],
    });
    expect((await readExternalSystem(context, { id })).credentials).toHaveLength(1);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect((await added(tomorrow)).expiresAt).toBe(tomorrow);
  });

  it("lists systems with their credentials and shows no secret, nor its hash", async () => {
    const system = await register();
    const added = await addCredential(context, { id: system.id, method: "secret" });
    expect(added.clientSecret).toMatch(/^dms_/);
    const [newest] = (await listExternalSystems(context, { limit: 1 })).items;
    expect(newest).toEqual(await readExternalSystem(context, { id: system.id }));
    expect(newest?.credentials.map(({ clientId }) => clientId).sort()).toEqual(
      [system.clientId, added.clientId].sort(),
    );
    expect(JSON.stringify(newest)).not.toMatch(/dms_|hash/i);
  });

  it("writes who changed what, from what to what, and why", async () => {
    const { id } = await register();
    await changeExternalSystem(context, {
      id,
      scopes: ["devices:read"],
      destructiveDevicesPerHour: 5,
      reason: "ticket 1",
    });
    const [entry] = await test.database.execute(sql`select action, reason, before, after from audit_entries
      where object = ${id} order by audit_id desc limit 1`);
    expect(entry).toMatchObject({
      action: "external_system.change",
      reason: "ticket 1",
      before: { scopes: ["devices:read", "operations:read"], destructiveDevicesPerHour: 100, disabled: false },
      after: { scopes: ["devices:read"], destructiveDevicesPerHour: 5, disabled: false },
    });
  });

  it.each([
    ["a private key", { kty: "OKP", crv: "Ed25519", x: "A".repeat(43), d: "A".repeat(43) }],
    ["a secret key", { kty: "oct", k: "A".repeat(43) }],
    ["a curve that is not taken", { kty: "EC", crv: "P-384", x: "A".repeat(64), y: "A".repeat(64) }],
    ["a short RSA key", { kty: "RSA", n: "A".repeat(171), e: "AQAB" }],
    ["an address of keys", { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43), x5u: "https://x.test" }],
  ])("takes no %s", async (_what, key) => {
    const { id } = await register();
    const refused = await addCredential(context, { id, method: "private_key", keys: [key] }).catch((error) => error);
    expect(refused).toMatchObject({ code: "INVALID_INPUT" });
    expect(refused.fields).not.toEqual([]);
    for (const { pointer } of refused.fields) expect(pointer).toMatch(/^\/keys\/0/);
  });

  it("says what a method needs", async () => {
    const { id } = await register();
    for (const [method, pointer] of [
      ["private_key", "/keys"],
      ["certificate", "/certificateThumbprint"],
    ]) {
      await expect(addCredential(context, { id, method })).rejects.toMatchObject({
        code: "INVALID_INPUT",
        fields: [{ pointer }],
      });
    }
  });
});

describe("issueToken", () => {
  it("gives a token that is stored as its hash only, for ten minutes and the scopes of the system", async () => {
    const system = await register();
    const token = await issueToken(test.database, request(system.clientId, system.clientSecret));
    expect(token).toMatchObject({ expiresIn: 600, scopes: ["operations:read", "devices:read"] });
    const [row] = await test.database.execute(sql`select json_agg(t)::text as everything from access_tokens t`);
    expect(String(row?.["everything"])).not.toContain(token.accessToken);
  });

  it("narrows to the wanted scopes and refuses what was not granted", async () => {
    const { clientId, clientSecret } = await register();
    const token = await issueToken(test.database, request(clientId, clientSecret, "devices:read"));
    expect(token.scopes).toEqual(["devices:read"]);
    for (const scope of ["devices:write", "devices:read nonsense", " "]) {
      expect(await refusal(clientId, clientSecret, scope)).toBe("invalid_scope");
    }
  });

  it("refuses a wrong secret, an unknown client, a disabled system, a revoked and an outdated credential alike", async () => {
    const [one, two, three] = [await register(), await register(), await register()];
    await changeUnaudited(test.database, sql`update external_systems set disabled = true where name = ${one.name}`);
    await changeUnaudited(
      test.database,
      sql`update api_credentials set revoked_at = now() where client_id = ${two.clientId}`,
    );
    await changeUnaudited(
      test.database,
      sql`update api_credentials set expires_at = now() where client_id = ${three.clientId}`,
    );
    expect(await refusal(one.clientId, one.clientSecret)).toBe("invalid_client");
    expect(await refusal(two.clientId, two.clientSecret)).toBe("invalid_client");
    expect(await refusal(three.clientId, three.clientSecret)).toBe("invalid_client");
    expect(await refusal("client_unknown", one.clientSecret)).toBe("invalid_client");
    expect(await refusal((await register()).clientId, one.clientSecret)).toBe("invalid_client");
  });

  it("pauses a client that failed ten times, without harm to others or to a client that is right from the start", async () => {
    const { clientId, clientSecret } = await register();
    const answers: string[] = [];
    for (let i = 0; i < 11; i += 1) answers.push(await refusal(clientId, "wrong"));
    expect(answers).toEqual([...Array<string>(10).fill("invalid_client"), "rate_limited"]);
    expect(await refusal(clientId, clientSecret)).toBe("rate_limited");
    const elsewhere = { ...request(clientId, clientSecret), sourceAddress: "198.51.100.1" };
    await expect(issueToken(test.database, elsewhere)).resolves.toBeDefined();
    const other = await register();
    expect(await refusal(other.clientId, other.clientSecret)).toBe("issued");
  });
});

describe("createTokenAuthenticator", () => {
  it("knows the holder, its realm and the scopes that token and system both have", async () => {
    const system = await register("sandbox");
    const { accessToken } = await issueToken(test.database, request(system.clientId, system.clientSecret));
    const holder = await createTokenAuthenticator(test.database)(accessToken, null);
    expect(holder).toMatchObject({
      clientId: system.clientId,
      principal: { kind: "system", id: system.id, name: system.name, realm: "sandbox" },
    });
    await changeUnaudited(
      test.database,
      sql`update external_systems set scopes = '{devices:read}' where name = ${system.name}`,
    );
    const later = await createTokenAuthenticator(test.database)(accessToken, null);
    expect([...(later?.principal.scopes ?? [])]).toEqual(["devices:read"]);
  });

  it("forgets a revoked credential, a disabled system and an expired token within five seconds", async () => {
    const changes = [
      (clientId: string) => sql`update api_credentials set revoked_at = now() where client_id = ${clientId}`,
      (clientId: string) => sql`update external_systems set disabled = true
        where system_id = (select system_id from api_credentials where client_id = ${clientId})`,
      (clientId: string) => sql`update access_tokens set expires_at = now() where client_id = ${clientId}`,
    ];
    for (const change of changes) {
      let now = Date.now();
      const authenticate = createTokenAuthenticator(test.database, () => now);
      const system = await register();
      const { accessToken } = await issueToken(test.database, request(system.clientId, system.clientSecret));
      expect(await authenticate(accessToken, null)).not.toBeNull();
      await changeUnaudited(test.database, change(system.clientId));
      now += 5_001;
      expect(await authenticate(accessToken, null)).toBeNull();
    }
  });

  it("looks a token up once for all that come with it at the same moment", async () => {
    const { clientId, clientSecret } = await register();
    const { accessToken } = await issueToken(test.database, request(clientId, clientSecret));
    let asked = 0;
    const counting = new Proxy(test.database, {
      get(database, name) {
        if (name === "select") asked += 1;
        return Reflect.get(database, name);
      },
    });
    const authenticate = createTokenAuthenticator(counting);
    const holders = await Promise.all(Array.from({ length: 20 }, () => authenticate(accessToken, null)));
    expect(holders.map((holder) => holder?.clientId)).toEqual(Array.from({ length: 20 }, () => clientId));
    expect(asked).toBe(1);
  });

  it("takes no rubbish for a token", async () => {
    const authenticate = createTokenAuthenticator(test.database);
    for (const rubbish of ["", "dmt_", `dmt_${"A".repeat(49)}`, "x".repeat(100_000)]) {
      expect(await authenticate(rubbish, null)).toBeNull();
    }
  });
});
