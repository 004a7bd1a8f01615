import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { sendOctets, UploadRefused } from "./send-octets";

const PIECE = 4_194_304;
const SIZE = PIECE + 1_000;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Asked {
  readonly method: string;
  readonly offset: string | undefined;
}

/** Where `answer` says which status an asked piece gets, with the offset after it; null cuts the connection. */
async function serve(answer: (asked: Asked, octets: number) => { status: number; offset: number } | null) {
  const asked: Asked[] = [];
  server = createServer(async (request, response) => {
    const one = { method: request.method ?? "", offset: request.headers["upload-offset"]?.toString() };
    asked.push(one);
    const said = answer(one, await octetsOf(request));
    if (!said) return void response.destroy();
    response.writeHead(said.status, { "Upload-Offset": String(said.offset) }).end();
  });
  await new Promise<void>((isUp) => server?.listen(0, "127.0.0.1", isUp));
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}/upload` };
}

async function octetsOf(request: IncomingMessage): Promise<number> {
  let octets = 0;
  for await (const chunk of request) octets += (chunk as Buffer).length;
  return octets;
}

function sending(url: string, signal = new AbortController().signal) {
  const sent: number[] = [];
  let stalls = 0;
  const onStalled = () => {
    stalls += 1;
  };
  const file = new Blob([new Uint8Array(SIZE)]);
  const work = sendOctets({ file, url, signal, onStalled, onSent: (octets) => sent.push(octets) });
  return { work, sent, stalls: () => stalls };
}

it("a cut connection is gone on from where the server says, not from where the sender thinks", async () => {
  let cuts = 0;
  const { asked, url } = await serve(({ method, offset }, octets) => {
    if (method === "HEAD") return { status: 200, offset: cuts === 0 ? 0 : 77 };
    if (cuts === 0) {
      cuts = 1;
      return null;
    }
    return { status: 204, offset: Number(offset) + octets };
  });
  const { work, sent, stalls } = sending(url);
  await work;
  expect(asked.map(({ method, offset }) => `${method} ${offset ?? ""}`.trim())).toEqual([
    "HEAD",
    "PATCH 0",
    "HEAD",
    "PATCH 77",
    `PATCH ${PIECE + 77}`,
  ]);
  expect([stalls(), sent]).toEqual([1, [0, 77, PIECE + 77, SIZE]]);
});

it.each([404, 410, 413])("an upload that answers %i is not tried again", async (status) => {
  const { asked, url } = await serve(() => ({ status, offset: 0 }));
  await expect(sending(url).work).rejects.toBeInstanceOf(UploadRefused);
  expect(asked).toHaveLength(1);
});

it("nothing is sent any more once it is stopped, in the middle of a wait too", async () => {
  const stop = new AbortController();
  const { asked, url } = await serve(() => ({ status: 503, offset: 0 }));
  const { work, stalls } = sending(url, stop.signal);
  await expect.poll(stalls).toBe(1);
  stop.abort();
  await expect(work).rejects.toBe(stop.signal.reason);
  expect(asked).toHaveLength(1);
});
