import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addCredential,
  changeExternalSystem,
  endSecret,
  revokeCredential,
  rotateSecret,
} from "../../services/external-systems";
import type { Scope } from "../../services/principal";
import { changeUnaudited } from "../../testing/change-unaudited";
import { addKeyClient, askToken, withAssertion } from "./testing/oauth-clients";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

/** Two processes over one database, and a clock for what they remember. */
let one: RestServer;
let two: RestServer;
let now = Date.now();

beforeAll(async () => {
  one = await startRestServer({ now: () => now });
  two = await startRestServer({ now: () => now, test: one.test });
});
afterAll(async () => {
  expect([...one.faults, ...two.faults]).toEqual([]);
  await two.close();
  await one.close();
});

const SCOPES: readonly Scope[] = ["devices:read", "operations:read"];
const FIVE_SECONDS_MS = 5_000;
const CERTIFICATE = { "x-dmwsi-client-certificate": Buffer.alloc(32, 1).toString("base64url") };
const ANOTHER = { "x-dmwsi-client-certificate": Buffer.alloc(32, 2).toString("base64url") };

function get(path: string, token: string, headers: Record<string, string> = {}): Promise<RestAnswer[]> {
  const authorization = `Bearer ${token}`;
  return Promise.all([one, two].map(({ url }) => ask(`${url}${path}`, { headers: { authorization, ...headers } })));
}

async function statuses(path: string, token: string, headers: Record<string, string> = {}): Promise<number[]> {
  return (await get(path, token, headers)).map(({ status }) => status);
}

const inBody = (clientId: string, clientSecret: string | null) => ({
  client_id: clientId,
  client_secret: clientSecret ?? "",
});
const tokenOf = async (clientId: string, clientSecret: string | null, headers = {}) =>
  askToken(one.url, inBody(clientId, clientSecret), headers);

function revoke(client: Pick<RestClient, "clientId" | "clientSecret">, token: string): Promise<RestAnswer> {
  const body = new URLSearchParams({ token, ...inBody(client.clientId, client.clientSecret) });
  return ask(`${one.url}/oauth/revoke`, { method: "POST", body });
}

describe("trust:oauth-revoke: what is taken away works on no node five seconds later", () => {
  const TAKEN: readonly (readonly [string, number, boolean, (client: RestClient) => Promise<unknown>])[] = [
    [
      "a token that was given back",
      401,
      true,
      async (client) => expect((await revoke(client, client.token)).status).toBe(200),
    ],
    ["a credential that was revoked", 401, false, ({ clientId }) => revokeCredential(one.context, { clientId })],
    ["a system that was disabled", 401, false, ({ id }) => changeExternalSystem(one.context, { id, disabled: true })],
    [
      "a system whose time is over",
      401,
      false,
      ({ id }) => changeExternalSystem(one.context, { id, expiresAt: past() }),
    ],
    [
      "a scope that was taken",
      403,
      true,
      ({ id }) => changeExternalSystem(one.context, { id, scopes: ["operations:read"] }),
    ],
  ];
  const past = () => new Date(Date.now() - 1_000).toISOString();

  it("a token, a credential, a system, a scope", async () => {
    let stopped = 0;
    for (const [what, status, mayAskAgain, take] of TAKEN) {
      const client = await one.client(SCOPES);
      expect(await statuses("/devices", client.token), what).toEqual([200, 200]);
      await take(client);
      now += FIVE_SECONDS_MS;
      expect(await statuses("/devices", client.token), what).toEqual([status, status]);
      const again = await tokenOf(client.clientId, client.clientSecret);
      expect(again.status, what).toBe(mayAskAgain ? 200 : 401);
      stopped += 1;
    }
    console.log(`oauth-revoke ${stopped}/${TAKEN.length}`);
    expect(stopped).toBe(TAKEN.length);
  });

  it("another client's token is left alone, in the words that any token gets", async () => {
    const [mine, theirs] = [await one.client(SCOPES), await one.client(SCOPES)];
    const answers = [
      await revoke(mine, theirs.token),
      await revoke(mine, "dmt_unknown"),
      await revoke(mine, mine.token),
    ];
    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([200, "{}"]));
    now += FIVE_SECONDS_MS;
    expect(await statuses("/devices", theirs.token)).toEqual([200, 200]);
    const stranger = await revoke({ clientId: mine.clientId, clientSecret: "wrong" }, theirs.token);
    expect([stranger.status, stranger.json.error]).toEqual([401, "invalid_client"]);
    const none = await ask(`${one.url}/oauth/revoke`, {
      method: "POST",
      body: new URLSearchParams(inBody(mine.clientId, mine.clientSecret)),
    });
    expect([none.status, none.json.error]).toEqual([400, "invalid_request"]);
  });
});

describe("trust:oauth-rotation: while a secret is rotated two of them work, and the old one never after", () => {
  it("from the first day of the overlap to the day behind its last", async () => {
    const client = await one.client(SCOPES);
    const { clientId } = client;
    const rotated = await rotateSecret(one.context, { clientId, overlapDays: 30 });
    const both = [client.clientSecret, rotated.clientSecret];
    const answers: number[][] = [];
    const askBoth = async () =>
      answers.push(await Promise.all(both.map(async (secret) => (await tokenOf(clientId, secret)).status)));
    await askBoth();
    await passDays(clientId, 29.9);
    await askBoth();
    await passDays(clientId, 0.2);
    await askBoth();
    await passDays(clientId, 400);
    await askBoth();
    console.log(`oauth-rotation ${answers.length}/4`);
    expect(answers).toEqual([
      [200, 200],
      [200, 200],
      [401, 200],
      [401, 200],
    ]);
  });

  it("each says when it was last used, and no third is made meanwhile", async () => {
    const { clientId, clientSecret } = await one.client(SCOPES);
    const rotated = await rotateSecret(one.context, { clientId });
    expect(rotated.secrets.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([false, true]);
    const older = rotated.secrets[1]?.id;
    await expect(rotateSecret(one.context, { clientId })).rejects.toMatchObject({ code: "FAILED_PRECONDITION" });
    await endSecret(one.context, { clientId, secretId: older });
    expect((await tokenOf(clientId, clientSecret)).status).toBe(401);
    expect((await tokenOf(clientId, rotated.clientSecret)).status).toBe(200);
    await expect(rotateSecret(one.context, { clientId, overlapDays: 31 })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const third = await rotateSecret(one.context, { clientId, overlapDays: 0 });
    expect(third.secrets).toHaveLength(1);
    expect((await tokenOf(clientId, rotated.clientSecret)).status).toBe(401);
  });

  it("two rotations at once leave two secrets, not three", async () => {
    const { clientId } = await one.client(SCOPES);
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => rotateSecret(one.context, { clientId })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  /** Moves what the database knows of the credential's secrets into the past. */
  async function passDays(clientId: string, days: number): Promise<void> {
    await changeUnaudited(
      one.test.database,
      sql`update client_secrets set expires_at = expires_at - make_interval(secs => ${days * 86_400})
      where client_id = ${clientId}`,
    );
  }
});

describe("trust:oauth-mtls: a token that is bound to a certificate", () => {
  it("works with that certificate, and with no other and none", async () => {
    const system = await one.client(SCOPES);
    const { clientId } = await addCredential(one.context, {
      id: system.id,
      method: "certificate",
      certificateThumbprint: CERTIFICATE["x-dmwsi-client-certificate"],
    });
    const key = await addKeyClient(one.context, system.id, "ES256");
    const tokens = [
      await askToken(one.url, { client_id: clientId }, CERTIFICATE),
      await tokenOf(system.clientId, system.clientSecret, CERTIFICATE),
      await askToken(one.url, withAssertion(await key.assertion()), CERTIFICATE),
    ].map(({ json }): string => json.access_token);
    let cells = 0;
    for (const token of tokens) {
      for (const [headers, status] of [
        [CERTIFICATE, 200],
        [ANOTHER, 401],
        [{}, 401],
        [CERTIFICATE, 200],
      ] as const) {
        expect(await statuses("/devices", token, headers)).toEqual([status, status]);
        cells += 1;
      }
    }
    console.log(`oauth-mtls ${cells}/12`);
    expect(cells).toBe(12);
  });

  it("is given to nobody with another certificate or none, where the credential asks for one", async () => {
    const system = await one.client(SCOPES);
    const certificateThumbprint = CERTIFICATE["x-dmwsi-client-certificate"];
    const bare = await addCredential(one.context, { id: system.id, method: "certificate", certificateThumbprint });
    const both = await addCredential(one.context, { id: system.id, method: "secret", certificateThumbprint });
    const unasked = { client_id: system.clientId };
    for (const headers of [{}, ANOTHER]) {
      expect((await askToken(one.url, { client_id: bare.clientId }, headers)).status).toBe(401);
      expect((await tokenOf(both.clientId, both.clientSecret, headers)).status).toBe(401);
    }
    expect((await tokenOf(both.clientId, both.clientSecret, CERTIFICATE)).status).toBe(200);
    expect((await tokenOf(both.clientId, "dms_wrong", CERTIFICATE)).status).toBe(401);
    expect((await askToken(one.url, unasked, CERTIFICATE)).status).toBe(401);
    expect((await tokenOf(bare.clientId, system.clientSecret, CERTIFICATE)).status).toBe(401);
  });

  it("is a token like any other where none was shown", async () => {
    const client = await one.client(SCOPES);
    expect(await statuses("/devices", client.token, ANOTHER)).toEqual([200, 200]);
  });
});
