import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { makeDevices } from "./made-devices";
import { builtInProfile } from "./profile";
import { registerDevices } from "./register-devices";
import { registrationOf } from "./registration";

const REGISTRATIONS = makeDevices({ count: 6, seed: "r", profiles: [builtInProfile("phone")], serverId: "dmwsi" }).map(
  (device) => registrationOf(device, "http://127.0.0.1:1/wake/x"),
);

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly retryAfter?: number;
}

const close: (() => void)[] = [];
afterEach(() => {
  for (const each of close.splice(0)) each();
});

/** An API of the test: tokens are counted, registrations answered by `answer`. */
async function apiOf(answer: (devId: string, nth: number, token: string) => Answer) {
  const seen = { tokens: 0, keys: [] as string[], devIds: [] as string[] };
  const server = createServer(async (request: IncomingMessage, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const reply = ((): Answer => {
      if (request.url === "/api/v1/oauth/token") {
        seen.tokens += 1;
        const isRight = new URLSearchParams(text).get("client_secret") === "right";
        return isRight ? { status: 200, body: { access_token: `t${seen.tokens}` } } : { status: 401, body: {} };
      }
      const { devId } = JSON.parse(text);
      seen.devIds.push(devId);
      seen.keys.push(`${devId} ${request.headers["idempotency-key"]}`);
      const nth = seen.devIds.filter((other) => other === devId).length;
      return answer(devId, nth, `${request.headers.authorization}`.replace("Bearer ", ""));
    })();
    response.writeHead(reply.status, {
      ...(reply.retryAfter !== undefined && { "retry-after": `${reply.retryAfter}` }),
    });
    response.end(JSON.stringify(reply.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close.push(() => server.close().closeAllConnections());
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  return { seen, access: { apiUrl, clientId: "xs_1", clientSecret: "right" } };
}

describe("registering devices", () => {
  it("registers each once with one token, and takes one that is known already as it is", async () => {
    const known = REGISTRATIONS[2]?.devId;
    const { access, seen } = await apiOf((devId) =>
      devId === known ? { status: 409, body: { type: "urn:dmwsi:problem:conflict" } } : { status: 201 },
    );
    expect(await registerDevices(access, REGISTRATIONS)).toEqual({ added: 5, known: 1 });
    expect(seen.tokens).toBe(1);
    expect([...seen.devIds].sort()).toEqual(REGISTRATIONS.map((registration) => registration.devId).sort());
  });

  it("asks again with the same key when the API is busy, and signs in again when its token is over", async () => {
    const { access, seen } = await apiOf((_, nth, token) => {
      if (nth === 1) return { status: 503, retryAfter: 0.01 };
      return token === "t1" ? { status: 401 } : { status: 201 };
    });
    expect(await registerDevices(access, REGISTRATIONS)).toEqual({ added: 6, known: 0 });
    expect(seen.tokens).toBeGreaterThanOrEqual(2);
    expect(new Set(seen.keys).size).toBe(6);
  });

  it("says in words what the API refused", async () => {
    const { access } = await apiOf(() => ({ status: 422, body: { detail: "A DevId looks like this." } }));
    await expect(registerDevices(access, REGISTRATIONS)).rejects.toThrow(
      /refused to register IMEI:\d+: HTTP 422 .*A DevId/,
    );
  });

  it("says in words when it gets no token or nobody is there", async () => {
    const { access } = await apiOf(() => ({ status: 201 }));
    await expect(registerDevices({ ...access, clientSecret: "wrong" }, REGISTRATIONS)).rejects.toThrow(
      "The API gave no token: HTTP 401.",
    );
    const nobody = { ...access, apiUrl: "http://127.0.0.1:1/api/v1" };
    await expect(registerDevices(nobody, REGISTRATIONS)).rejects.toThrow(/cannot be reached/);
  });
});
