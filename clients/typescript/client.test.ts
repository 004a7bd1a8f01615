import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ClientOptions, createClient, dataOf, type ProblemError, pages } from "./index";

/** What the double of the API was asked, and what it is to say. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Says nothing and closes the connection. */
  readonly cut?: true;
}

let server: Server;
let asked: Asked[];
/** Answers in their order; when they are over, 200 with an empty page. */
let script: Answer[];
let tokens: number;
let waits: number[];

beforeEach(async () => {
  [asked, script, tokens, waits] = [[], [], 0, []];
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const path = request.url ?? "";
      if (path === "/oauth/token") {
        tokens += 1;
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ access_token: `token-${tokens}`, expires_in: 600 }));
        return;
      }
      asked.push({ method: request.method ?? "", path, headers: request.headers, body });
      const answer = script.shift() ?? { status: 200, body: { items: [], next: null } };
      if (answer.cut) return request.socket.destroy();
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function client(options: Partial<ClientOptions> = {}) {
  return createClient({
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: "care",
    clientSecret: "s+cr:t",
    sleep: async (ms) => void waits.push(ms),
    ...options,
  });
}

const wish = {
  kind: "parameter.get" as const,
  params: { uris: ["./DevInfo/Mod"] },
  target: { devices: ["dev_1"] },
};
const start = (dmwsi: ReturnType<typeof client>) => dmwsi.POST("/operations", { body: wish });

describe("the client's token", () => {
  it("is asked for once, however many calls begin at once, and sent with each", async () => {
    const dmwsi = client();
    await Promise.all(Array.from({ length: 10 }, () => dmwsi.GET("/devices")));
    expect(tokens).toBe(1);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(Array(10).fill("Bearer token-1"));
  });

  it("is renewed before its end", async () => {
    let now = 0;
    const dmwsi = client({ now: () => now });
    for (const at of [0, 569_000, 571_000]) {
      now = at;
      await dmwsi.GET("/devices");
    }
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("that is refused is replaced once, and the same request sent again", async () => {
    script = [{ status: 401 }];
    const { response } = await start(client());
    expect(response.status).toBe(200);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(new Set(asked.map(({ headers, body }) => `${headers["idempotency-key"]} ${body}`)).size).toBe(1);
    script = [{ status: 401 }, { status: 401 }];
    expect((await client().GET("/devices")).response.status).toBe(401);
  });
});

describe("a call", () => {
  it("by POST always has an Idempotency-Key: one of its own, or the caller's", async () => {
    const dmwsi = client();
    await start(dmwsi);
    await start(dmwsi);
    await dmwsi.POST("/operations", { body: wish, params: { header: { "Idempotency-Key": "mine" } } });
    const [one, two, mine] = asked.map(({ headers }) => headers["idempotency-key"]);
    expect(one).toMatch(/^[0-9a-f-]{36}$/);
    expect(two).not.toBe(one);
    expect(mine).toBe("mine");
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual(wish);
  });

  it("that may come again does so with the same key, after as long as the API says", async () => {
    const later = (status: number, seconds: string) => ({ status, headers: { "retry-after": seconds } });
    script = [later(429, "3"), later(503, "2"), later(409, "1")];
    expect((await start(client())).response.status).toBe(200);
    expect(waits).toEqual([3_000, 2_000, 1_000]);
    expect(new Set(asked.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  });

  it("gives up after its tries, and at once where the wait is longer than a minute or none is named", async () => {
    const later = { status: 429, headers: { "retry-after": "1" } };
    script = Array(10).fill(later);
    expect((await client({ triesMax: 3 }).GET("/devices")).response.status).toBe(429);
    expect(asked).toHaveLength(3);
    for (const answer of [{ status: 503, headers: { "retry-after": "61" } }, { status: 409 }]) {
      [asked, script] = [[], [answer]];
      expect((await start(client())).response.status).toBe(answer.status);
      expect(asked).toHaveLength(1);
    }
  });

  it("whose connection breaks is sent again where that does no harm, and only there", async () => {
    script = [
      { status: 0, cut: true },
      { status: 0, cut: true },
    ];
    expect((await start(client())).response.status).toBe(200);
    expect(waits).toEqual([250, 500]);
    expect(new Set(asked.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    script = [{ status: 0, cut: true }];
    const change = client().DELETE("/device-descriptions/{id}", { params: { path: { id: "x" } } });
    await expect(change).rejects.toThrow();
  });

  it("that is refused throws the problem where its data is wanted", async () => {
    const problem = {
      type: "urn:dmwsi:problem:not-found",
      title: "Not found",
      status: 404,
      detail: "None.",
      instance: "r1",
    };
    script = [{ status: 404, body: problem }];
    const read = dataOf(client().GET("/devices/{id}", { params: { path: { id: "dev_1" } } }));
    const error = (await read.catch((thrown: unknown) => thrown)) as ProblemError;
    expect(error.problem).toEqual(problem);
    expect(error.message).toBe("None. (urn:dmwsi:problem:not-found, request r1)");
  });
});

describe("pages", () => {
  it("gives every item of every page, in order, and asks for each page by the cursor of the one before", async () => {
    script = [
      { status: 200, body: { items: [1, 2], next: "a" } },
      { status: 200, body: { items: [], next: "b" } },
      { status: 200, body: { items: [3], next: null } },
    ];
    const dmwsi = client();
    const all: unknown[] = [];
    const read = pages((page) => dmwsi.GET("/devices", { params: { query: { tag: "pilot", ...page } } }));
    for await (const device of read) all.push(device);
    expect(all).toEqual([1, 2, 3]);
    expect(asked.map(({ path }) => path)).toEqual([
      "/devices?tag=pilot",
      "/devices?tag=pilot&cursor=a",
      "/devices?tag=pilot&cursor=b",
    ]);
  });
});
