import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSafeFetch } from "../../adapters/safe-fetch";
import { addCredential, createKeySets, registerExternalSystem, replaceKeys } from "../../services/external-systems";
import { askToken, type KeyClient, keyClientOf, withAssertion } from "./testing/oauth-clients";
import { type RestServer, startRestServer } from "./testing/rest-server";

let server: RestServer;
let keysUrl: string;
let close: () => void;
let now = 1_000_000;
let asked = 0;
/** What stands at the system's address. */
let published: unknown;
let systemId: string;

beforeAll(async () => {
  const host = createServer((_request, response) => {
    asked += 1;
    if (published === null) response.writeHead(500).end();
    else response.end(JSON.stringify(published));
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  keysUrl = `http://127.0.0.1:${port}/jwks.json`;
  close = () => void host.close();
  const fetch = createSafeFetch({ allowed: new Set([`127.0.0.1:${port}`]) });
  server = await startRestServer({ keySets: createKeySets(fetch, () => now) });
  const input = { name: "keys at home", realm: "live", scopes: ["devices:read"] };
  systemId = (await registerExternalSystem(server.context, input)).id;
});
afterAll(async () => {
  close();
  await server.close();
});

async function newKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", x5t: "not looked at" } };
}

const statusOf = async (client: KeyClient, kid: string, key = client.privateKey) =>
  (await askToken(server.url, withAssertion(await client.assertion({}, { kid }, key)))).status;

describe("a client whose keys are at an address of its own", () => {
  it("is known by them, rotates them itself, and is refused with one that was taken away", async () => {
    const [first, second] = [await newKey("a"), await newKey("b")];
    const { clientId } = await addCredential(server.context, { id: systemId, method: "private_key", jwksUrl: keysUrl });
    const client = keyClientOf(clientId, "ES256", first.privateKey);
    published = { keys: [{ kty: "oct", k: "AAAA" }, first.jwk] };
    expect(await statusOf(client, "a")).toBe(200);
    expect(await statusOf(client, "a")).toBe(200);
    expect(asked).toBe(1);
    // A key that is new is looked for, but not by every stranger's request.
    published = { keys: [second.jwk] };
    expect(await statusOf(client, "b", second.privateKey)).toBe(401);
    expect(asked).toBe(1);
    now += 31_000;
    expect(await statusOf(client, "b", second.privateKey)).toBe(200);
    expect(asked).toBe(2);
    expect(await statusOf(client, "a")).toBe(401);
    await expect(replaceKeys(server.context, { clientId, keys: [bare(first.jwk)] })).rejects.toThrow(/at an address/);
  });

  it("gets 503 while its keys cannot be had, and is let in again when they can", async () => {
    now += 301_000;
    const key = await newKey("c");
    const { clientId } = await addCredential(server.context, {
      id: systemId,
      method: "private_key",
      jwksUrl: `${keysUrl}?c`,
    });
    const client = keyClientOf(clientId, "ES256", key.privateKey);
    published = null;
    expect(await statusOf(client, "c")).toBe(503);
    published = "no set";
    now += 31_000;
    expect(await statusOf(client, "c")).toBe(503);
    published = { keys: [key.jwk] };
    now += 31_000;
    expect(await statusOf(client, "c")).toBe(200);
  });

  it("is not led inside by its address", async () => {
    const key = await newKey("d");
    const inside = { id: systemId, method: "private_key", jwksUrl: "https://169.254.169.254/jwks.json" };
    const { clientId } = await addCredential(server.context, inside);
    expect(await statusOf(keyClientOf(clientId, "ES256", key.privateKey), "d")).toBe(503);
  });

  it("has keys or an address, not both and not neither", async () => {
    const key = bare((await newKey("e")).jwk);
    for (const wrong of [
      { method: "private_key", keys: [key], jwksUrl: keysUrl },
      { method: "private_key" },
      { method: "secret", jwksUrl: keysUrl },
      { method: "private_key", jwksUrl: "file:///etc/passwd" },
    ]) {
      await expect(addCredential(server.context, { id: systemId, ...wrong })).rejects.toMatchObject({
        code: "INVALID_INPUT",
      });
    }
  });
});

function bare({ x5t: _x5t, ...jwk }: Awaited<ReturnType<typeof newKey>>["jwk"]) {
  return jwk;
}
