import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createSafeFetch } from "../../adapters/safe-fetch";
import { fromPublicId } from "../../ids";
import type { CallContext } from "../use-case";
import { type ContentWork, readContent, registerContent } from ".";
import { type ContentDesk, openContentDesk, registrationOf, someOctets } from "./testing/content-desk";

let desk: ContentDesk;

beforeAll(async () => {
  desk = await openContentDesk();
});
afterAll(() => desk.close());

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function host(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/r5.bin`;
}

function workFor(allowed: readonly string[] = ["127.0.0.1"], redirectsMax = 0): ContentWork {
  return desk.workWith({ fetch: createSafeFetch({ allowed: new Set(allowed) }), redirectsMax });
}

/** Whoever registers a content from that host may, since an administrator allowed it, whatever is so when it is pulled. */
function registrant(url: string): CallContext {
  return { ...desk.context, outboundHosts: new Set([new URL(url).hostname.replace(/^\[(.*)\]$/, "$1")]) };
}

/** Registers octets to be pulled from `url`, pulls what is due, checks it, and answers the content. */
async function pulled(octets: Uint8Array, url: string, work = workFor()) {
  const { id } = await registerContent(registrant(url), { ...registrationOf(octets), source: { url } });
  await work.pulls.round();
  await work.pulls.settled();
  await work.verify();
  return readContent(desk.context, { id });
}

describe("a content that is pulled", () => {
  it("comes from its address and is checked like one that is uploaded", async () => {
    const octets = someOctets(500_000);
    const url = await host((_request, response) => void response.end(octets));
    expect(await pulled(octets, url)).toMatchObject({ state: "ready", received: octets.length, source: { url } });
  });

  const octets = someOctets(2_000);
  const refused: readonly (readonly [string, string, RequestListener])[] = [
    ["whose host does not know it", "pull_url", (_request, response) => void response.writeHead(404).end()],
    ["that is longer than registered", "pull_too_long", (_request, response) => void response.end(Buffer.alloc(2_001))],
    [
      "that is longer, and not announced so",
      "pull_too_long",
      (_request, response) => {
        response.write(octets);
        response.end("x");
      },
    ],
    [
      "that is shorter than registered, as announced",
      "pull_url",
      (_request, response) => void response.writeHead(200, { "Content-Length": 3 }).end("abc"),
    ],
    [
      "that is somewhere else now",
      "pull_redirect",
      (_request, response) => void response.writeHead(302, { Location: "/x" }).end(),
    ],
    [
      "that is packed",
      "pull_encoding",
      (_request, response) => void response.writeHead(200, { "Content-Encoding": "gzip" }).end(octets),
    ],
    ["that is another", "bad_octets", (_request, response) => void response.end(someOctets(2_000))],
  ];

  it.each(refused)("%s is rejected: %s", async (_what, code, listener) => {
    const content = await pulled(octets, await host(listener));
    expect(content).toMatchObject({ state: "rejected", reason: { code } });
    const part = fromPublicId("con", content.id) ?? "";
    while ((await desk.work.tidy()) > 0);
    expect(await desk.store.partSize(part)).toBeNull();
  });

  const inner = [
    "https://127.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://localhost/x",
    "http://example.com/x",
  ];

  it.each(inner)("from where nobody is let is rejected, without a connection: %s", async (url) => {
    const content = await pulled(octets, url, workFor([]));
    expect(content.state).toBe("rejected");
    expect(["pull_url", "pull_address"]).toContain(content.reason?.code);
  });

  it("is not led inside by a redirect, nor by a name server that changes its mind", async () => {
    let reached = 0;
    const inside = await host((_request, response) => {
      reached += 1;
      response.end(octets);
    });
    const { port } = new URL(inside);
    const outside = await host(
      (_request, response) => void response.writeHead(302, { Location: `https://127.0.0.1:${port}/` }).end(),
    );
    const allowed = [new URL(outside).host];
    expect(await pulled(octets, outside, workFor(allowed, 3))).toMatchObject({ state: "rejected" });
    let asked = 0;
    const fetch = createSafeFetch({
      allowed: new Set(),
      resolve: async () => {
        asked += 1;
        return ["127.0.0.1"];
      },
    });
    const content = await pulled(octets, `https://rebinding.example:8443/`, desk.workWith({ fetch }));
    expect(content).toMatchObject({ state: "rejected", reason: { code: "pull_address" } });
    expect([asked, reached]).toEqual([1, 0]);
  });

  it("is tried again when the host is broken for now or hangs up, and after four attempts is given up", async () => {
    let calls = 0;
    const url = await host((_request, response) => {
      calls += 1;
      if (calls % 2 === 1) return void response.writeHead(503).end();
      response.writeHead(200, { "Content-Length": octets.length }).write(octets.subarray(0, 1_000));
      setTimeout(() => response.destroy(), 20);
    });
    const work = workFor();
    const { id } = await pulled(octets, url, work);
    for (let attempt = 1; attempt < 4; attempt += 1) {
      expect((await readContent(desk.context, { id })).state).toBe("uploading");
      expect(await work.pulls.round()).toBe(0);
      await desk.test.sql`update contents set due_at = now() where content_id = ${fromPublicId("con", id) ?? ""}`;
      await work.pulls.round();
      await work.pulls.settled();
    }
    expect(await readContent(desk.context, { id })).toMatchObject({ state: "rejected", reason: { code: "pull_cut" } });
    expect(calls).toBe(4);
  });

  it("is tried again when the host is broken for now, also where its page of that is longer than the content, or packed", async () => {
    for (const headers of [{ "Content-Length": octets.length + 1 }, { "Content-Encoding": "gzip" }]) {
      const url = await host(
        (_request, response) => void response.writeHead(503, headers).end(Buffer.alloc(octets.length + 1)),
      );
      const { state } = await pulled(octets, url);
      expect(state).toBe("uploading");
    }
  });

  it("begins again elsewhere when the process that pulled it is stopped", async () => {
    let calls = 0;
    const url = await host((_request, response) => {
      calls += 1;
      if (calls > 1) return void response.end(octets);
      response.writeHead(200, { "Content-Length": octets.length }).write(octets.subarray(0, 1_000));
    });
    const { id } = await registerContent(registrant(url), { ...registrationOf(octets), source: { url } });
    const first = workFor();
    await first.pulls.round();
    for (let waited = 0; calls === 0 && waited < 200; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await first.pulls.stop();
    const second = workFor();
    await second.pulls.round();
    await second.pulls.settled();
    await second.verify();
    expect((await readContent(desk.context, { id })).state).toBe("ready");
  });
});
