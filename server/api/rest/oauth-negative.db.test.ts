import { exportJWK, exportSPKI, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCredential } from "../../services/external-systems";
import { addKeyClient, askToken, type KeyClient, keyClientOf, withAssertion } from "./testing/oauth-clients";
import {
  ask,
  type RestAnswer,
  type RestClient,
  type RestServer,
  startRestServer,
  TEST_ISSUER,
} from "./testing/rest-server";

let server: RestServer;
let system: RestClient;
let client: KeyClient;
let rsa: KeyClient;
let other: KeyClient;

beforeAll(async () => {
  server = await startRestServer();
  system = await server.client(["devices:read"]);
  client = await addKeyClient(server.context, system.id, "ES256");
  rsa = await addKeyClient(server.context, system.id, "PS256");
  other = await addKeyClient(server.context, (await server.client(["devices:read"])).id, "ES256");
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const seconds = () => Math.floor(Date.now() / 1_000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const send = (assertion: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  askToken(server.url, { ...withAssertion(assertion), ...more }, headers);
const wrong = async (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
  send(await client.assertion(claims, header));

async function strangersKey() {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { privateKey, publicKey, jwk: await exportJWK(publicKey) };
}

async function withSecretOf(text: string): Promise<RestAnswer> {
  return send(await client.assertion({}, { alg: "HS256" }, new TextEncoder().encode(text)));
}

function altered(assertion: string): string {
  const at = assertion.lastIndexOf(".") + 1;
  return assertion.slice(0, at) + (assertion[at] === "A" ? "B" : "A") + assertion.slice(at + 1);
}

async function unsigned(): Promise<RestAnswer> {
  const [, payload] = (await client.assertion()).split(".");
  return send(`${part({ alg: "none" })}.${payload}.`);
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

/** What is wrong, the request, and the error that RFC 6749 has for it. */
const REQUESTS: readonly (readonly [string, () => Promise<RestAnswer>, string])[] = [
  ["alg none", unsigned, "invalid_client"],
  [
    "HS256 with the public key as its secret",
    async () => withSecretOf(JSON.stringify(await exportJWK(await publicKeyOf(client)))),
    "invalid_client",
  ],
  [
    "HS256 with the public key as PEM",
    async () => withSecretOf(await exportSPKI(await publicKeyOf(client))),
    "invalid_client",
  ],
  ["an algorithm that is not taken", async () => send(await withRs256()), "invalid_client"],
  [
    "another's key",
    async () => send(await client.assertion({}, {}, (await strangersKey()).privateKey)),
    "invalid_client",
  ],
  [
    "another's key in the header",
    async () => {
      const { privateKey, jwk } = await strangersKey();
      return send(await client.assertion({}, { jwk }, privateKey));
    },
    "invalid_client",
  ],
  [
    "another's key behind jku",
    async () => send(await client.assertion({}, { jku: `${server.url}/jwks` }, (await strangersKey()).privateKey)),
    "invalid_client",
  ],
  [
    "another's key behind x5u",
    async () => send(await client.assertion({}, { x5u: `${server.url}/x5u` }, (await strangersKey()).privateKey)),
    "invalid_client",
  ],
  ["a signature with one character changed", async () => send(altered(await client.assertion())), "invalid_client"],
  ["two audiences", () => wrong({ aud: [TEST_ISSUER, "https://other.test"] }), "invalid_client"],
  ["the audience in a list", () => wrong({ aud: [TEST_ISSUER] }), "invalid_client"],
  ["the token URL as audience", () => wrong({ aud: `${TEST_ISSUER}/api/v1/oauth/token` }), "invalid_client"],
  ["another server as audience", () => wrong({ aud: "https://other.test" }), "invalid_client"],
  ["no audience", () => wrong({ aud: undefined }), "invalid_client"],
  ["another client as issuer", () => wrong({ iss: other.clientId }), "invalid_client"],
  ["no issuer", () => wrong({ iss: undefined }), "invalid_client"],
  ["another client as subject", () => wrong({ iss: other.clientId, sub: other.clientId }), "invalid_client"],
  ["an unknown client", () => wrong({ iss: "client_unknown", sub: "client_unknown" }), "invalid_client"],
  ["the type of an access token", () => wrong({}, { typ: "at+jwt" }), "invalid_client"],
  ["the type of a proof", () => wrong({}, { typ: "dpop+jwt" }), "invalid_client"],
  ["no end", () => wrong({ exp: undefined }), "invalid_client"],
  ["an end two minutes ago", () => wrong({ exp: seconds() - 120 }), "invalid_client"],
  ["an end in ten minutes", () => wrong({ exp: seconds() + 600 }), "invalid_client"],
  ["a beginning in ten minutes", () => wrong({ nbf: seconds() + 600 }), "invalid_client"],
  ["no jti", () => wrong({ jti: undefined }), "invalid_client"],
  ["a jti that was used", sentTwice, "invalid_client"],
  [
    "another client_id beside it",
    async () => send(await client.assertion(), { client_id: other.clientId }),
    "invalid_client",
  ],
  [
    "a secret beside it",
    async () => send(await client.assertion(), {}, basic(system.clientId, system.clientSecret)),
    "invalid_request",
  ],
  [
    "a secret where a key is registered",
    () => askToken(server.url, { client_id: client.clientId, client_secret: system.clientSecret }),
    "invalid_client",
  ],
  ["the assertion in the query", inTheQuery, "invalid_request"],
];

async function publicKeyOf({ privateKey }: KeyClient): Promise<CryptoKey> {
  const { d: _private, key_ops: _use, ...jwk } = await crypto.subtle.exportKey("jwk", privateKey);
  return crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
}

/** Signed by the registered RSA key, but with PKCS #1 1.5. */
async function withRs256(): Promise<string> {
  const jwk = await crypto.subtle.exportKey("jwk", rsa.privateKey);
  const { alg: _algorithm, ...plain } = jwk;
  const key = await crypto.subtle.importKey("jwk", plain, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return rsa.assertion({}, { alg: "RS256" }, key);
}

async function sentTwice(): Promise<RestAnswer> {
  const assertion = await client.assertion();
  expect((await send(assertion)).status).toBe(200);
  return send(assertion);
}

async function inTheQuery(): Promise<RestAnswer> {
  const query = new URLSearchParams(withAssertion(await client.assertion()));
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  return ask(`${server.url}/oauth/token?${query}`, { method: "POST", body });
}

describe("trust:oauth-negative: a token request that is not right", () => {
  it("gets the error that RFC 6749 has for it, and no token", async () => {
    let refused = 0;
    for (const [what, request, error] of REQUESTS) {
      const answer = await request();
      expect([answer.status, answer.json?.error], what).toEqual([error === "invalid_client" ? 401 : 400, error]);
      expect(Object.keys(answer.json), what).toEqual(["error", "error_description"]);
      refused += 1;
    }
    console.log(`oauth-negative ${refused}/30`);
    expect(refused).toBe(30);
  });

  it("is told from one that is right, for each algorithm and type", async () => {
    const edwards = await addKeyClient(server.context, system.id, "EdDSA");
    for (const one of [client, rsa, edwards]) {
      for (const header of [{}, { typ: "JWT" }, { typ: "client-authentication+jwt" }]) {
        const answer = await send(await one.assertion({}, header));
        expect(answer.json, one.algorithm).toMatchObject({ token_type: "Bearer", scope: "devices:read" });
      }
    }
  });

  it("is told from one of a clock that is half a minute late, and ends with the five minutes and the skew", async () => {
    expect((await wrong({ exp: seconds() - 30 })).status).toBe(200);
    expect((await wrong({ exp: seconds() + 300 })).status).toBe(200);
    expect((await wrong({ exp: seconds() + 400 })).status).toBe(401);
  });

  it("is from an unknown client where its name can be none, and counts as a failure", async () => {
    const from = { "x-dmwsi-source-address": "192.0.2.9" };
    const named = (sub: string) => `${part({ alg: "ES256" })}.${part({ sub })}.AAAA`;
    for (const name of ["\0", "a\0b", "\ud800", "é", "c".repeat(5_000)]) {
      expect((await askToken(server.url, { client_id: name, client_secret: "x" })).json?.error).toBe("invalid_client");
      expect((await send(named(name))).json?.error).toBe("invalid_client");
      const header = basic(encodeURIComponent(Buffer.from(name).toString()), "x");
      expect((await askToken(server.url, {}, header)).json?.error).toBe("invalid_client");
    }
    for (let i = 0; i < 10; i += 1) await askToken(server.url, { client_id: "\0", client_secret: "x" }, from);
    expect((await askToken(server.url, { client_id: "\0", client_secret: "x" }, from)).status).toBe(429);
  });

  it("is judged by the client's other keys where one of them is none of its curve", async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const good = await exportJWK(publicKey);
    const short = { kty: "RSA", n: "A".repeat(342), e: "AQAB" };
    const keys = [short, { ...good, y: "A".repeat(43) }, good];
    const { clientId } = await addCredential(server.context, { id: system.id, method: "private_key", keys });
    const odd = keyClientOf(clientId, "ES256", privateKey);
    expect((await send(await odd.assertion())).status).toBe(200);
    expect((await send(await rsa.assertion({ iss: clientId, sub: clientId }))).json?.error).toBe("invalid_client");
    expect((await send(await odd.assertion({}, {}, (await strangersKey()).privateKey))).json?.error).toBe(
      "invalid_client",
    );
  });

  it("pauses its client after ten failures of one network, whatever proof comes then", async () => {
    const paused = await addKeyClient(server.context, system.id, "ES256");
    const from = { "x-dmwsi-source-address": "192.0.2.1" };
    for (let i = 0; i < 10; i += 1) {
      expect((await send(await paused.assertion({ aud: "https://other.test" }), {}, from)).status).toBe(401);
    }
    const answer = await send(await paused.assertion(), {}, from);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await send(await paused.assertion())).status).toBe(200);
  });
});
