import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { createSafeFetch } from "../safe-fetch";
import { createWebhookPost } from "./post-message";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** As in earnest, but for the times, which are 50 times shorter. */
const BOUNDS = { connectMs: 100, idleMs: 300, totalMs: 300, octetsMax: 65_536, redirectsMax: 0 };
const post = createWebhookPost(createSafeFetch({ allowed: new Set(["127.0.0.1"]), keepAlive: true }), BOUNDS);
const send = async (url: string) => {
  const startedAt = performance.now();
  const answer = await post(url, {}, "{}", new AbortController().signal);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  return answer;
};

const CASES: readonly (readonly [string, RequestListener])[] = [
  ["sends on", (_request, response) => void response.writeHead(302, { Location: "http://127.0.0.1:1/" }).end()],
  ["hangs without an answer", () => {}],
  ["hangs behind its head", (_request, response) => void response.writeHead(200).flushHeaders()],
  [
    "announces 10 GB",
    (_request, response) => void response.writeHead(200, { "Content-Length": 10_000_000_000 }).flushHeaders(),
  ],
  [
    "sends without an end",
    (_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(16_384)), 1);
      response.on("close", () => clearInterval(timer));
    },
  ],
  [
    "sends an octet now and then",
    (_request, response) => {
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    },
  ],
  ["packs its answer", (_request, response) => void response.writeHead(200, { "Content-Encoding": "gzip" }).end("x")],
  ["breaks off", (request) => void request.socket.destroy()],
];

describe("trust:webhook-hostile: a receiver ends nothing but its own attempt", () => {
  let covered = 0;

  it.each(CASES)("that %s", async (_what, listener) => {
    expect((await send(await receiver(listener))).status).toBeNull();
    covered += 1;
  });

  it("that has a certificate of nobody, or none, or is not there, or is of the network inside", async () => {
    const clear = (await receiver((_request, response) => void response.end())).replace("http:", "https:");
    for (const url of [clear, "http://127.0.0.1:1/", "https://10.0.0.1/", "https://nowhere.invalid/"]) {
      expect((await send(url)).status, url).toBeNull();
      covered += 1;
    }
  });

  it("and that is all of them", () => {
    console.log(`webhook-hostile ${covered}/${CASES.length + 4}`);
    expect(covered).toBe(CASES.length + 4);
  });
});

describe("what a receiver says when it takes no message", () => {
  const says = async (status: number, contentType: string | null, body: string | Buffer) => {
    const url = await receiver((_request, response) => {
      response.writeHead(status, contentType === null ? {} : { "Content-Type": contentType }).end(body);
    });
    return (await send(url)).text;
  };

  it("is kept as far as its first 4 KiB, where it is words", async () => {
    expect(await says(422, "application/problem+json; charset=utf-8", '{"detail":"é"}')).toBe('{"detail":"é"}');
    expect(await says(500, null, " a\0b\r\nc\u001b[31m ")).toBe("a\ufffdb\nc\ufffd[31m");
    expect(await says(500, "text/html", "x".repeat(60_000))).toBe("x".repeat(4_096));
    expect(await says(500, "text/plain", Buffer.from([0xff, 0xfe]))).toBe("\ufffd\ufffd");
  });

  it("is not kept where there is nothing to read, or it was taken", async () => {
    expect(await says(500, "text/plain", "")).toBeNull();
    expect(await says(500, "image/png", "PNG")).toBeNull();
    expect(await says(200, "text/plain", "thank you")).toBeNull();
  });
});

describe("a message that is refused", () => {
  const refuses = async (status: number, headers: Record<string, string>, body: Buffer | null) =>
    send(
      await receiver((_request, response) => {
        response.writeHead(status, { "Retry-After": "600", ...headers });
        if (body) response.end(body);
        else response.flushHeaders();
      }),
    );

  it("is so by the head of the answer, whatever comes behind it", async () => {
    const long = Buffer.alloc(70_000, "x");
    const head = { retryAfter: "600", error: null };
    expect(await refuses(503, {}, long)).toMatchObject({ status: 503, ...head, text: "x".repeat(4_096) });
    expect(await refuses(503, { "Content-Length": String(long.length) }, long)).toMatchObject({ status: 503, ...head });
    expect(await refuses(429, { "Content-Encoding": "gzip" }, long)).toMatchObject({
      status: 429,
      ...head,
      text: null,
    });
    expect(await refuses(410, {}, null)).toMatchObject({ status: 410, ...head, text: null });
  });
});

describe("messages to one receiver", () => {
  it("go over kept connections, and one that was closed meanwhile costs nothing", async () => {
    const sockets = new Set<unknown>();
    const url = await receiver((request, response) => {
      sockets.add(request.socket);
      request.resume().on("end", () => response.end("ok"));
    });
    for (let i = 0; i < 5; i += 1) expect((await send(url)).status).toBe(200);
    expect(sockets.size).toBe(1);
    servers.at(-1)?.closeAllConnections();
    expect((await send(url)).status).toBe(200);
  });
});
