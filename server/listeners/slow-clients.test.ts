import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createLog } from "../log";
import { metrics } from "../metrics";
import type { DeviceRequest } from "../services/device-sessions";
import { deviceBounds } from "./device-bounds";
import { openDeviceListener } from "./device-listener";
import type { Listener } from "./listener";
import { createSourceAddresses } from "./source-address";

const WBXML = "application/vnd.syncml.dm+wbxml";
const BODY = "body";
const HEADERS = `POST /dm?s=1 HTTP/1.1\r\nHost: x\r\nContent-Type: ${WBXML}\r\n`;
const MESSAGE = `${HEADERS}Content-Length: ${BODY.length}\r\n\r\n${BODY}`;
const ANSWER_OCTETS = 65_536;
/** More than the system keeps for a socket that is not read. */
const ANSWERS_UNREAD = 400;
const TRICKLE_MS = 100;
const GOOD_MESSAGES = 50;

/** How a socket holds on to the server: how many do, what they say first, and what they then say one octet at a time. */
const HABITS = {
  "says nothing": { count: 120, says: "", trickles: "", reads: true },
  "never ends its headers": { count: 130, says: `${HEADERS}X-`, trickles: "x", reads: true },
  "never ends its body": { count: 130, says: `${HEADERS}Content-Length: 100000\r\n\r\n`, trickles: "x", reads: true },
  "stays when it was answered": { count: 110, says: MESSAGE, trickles: "", reads: true },
  "reads no answer": { count: 10, says: MESSAGE.repeat(ANSWERS_UNREAD), trickles: "", reads: false },
} as const;

let listener: Listener;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await listener.close(0);
});

async function openWith(connections: Set<Socket>): Promise<void> {
  listener = await openDeviceListener({
    host: "127.0.0.1",
    port: 0,
    bounds: {
      ...deviceBounds("default"),
      connectionsPerAddressMax: 1_000,
      headersTimeoutMs: 4_000,
      requestTimeoutMs: 6_000,
      keepAliveMs: 1_000,
      silenceMs: 8_000,
    },
    sources: createSourceAddresses([]),
    log: createLog("silent"),
    metrics: metrics(),
    isMessageType: () => true,
    isTemporary: () => false,
    async handleMessage({ url, connection }: DeviceRequest) {
      connections.add(connection as Socket);
      return { status: 200, contentType: WBXML, octets: new Uint8Array(url.endsWith("good") ? 10 : ANSWER_OCTETS) };
    },
  });
}

/** The socket of `habit`, connected; `closed` once the server has let go of it. */
async function hold({ says, trickles, reads }: (typeof HABITS)[keyof typeof HABITS]) {
  const socket = connect(listener.port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  if (reads) socket.resume();
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write(says);
  const trickle = trickles && setInterval(() => socket.write(trickles), TRICKLE_MS);
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      clearInterval(trickle || undefined);
      resolve();
    });
  });
  return { reads, closed };
}

test("trust:dm-slow-client: 500 slow or silent sockets are all dropped, and whoever speaks meanwhile is answered", {
  timeout: 120_000,
}, async () => {
  const answered = new Set<Socket>();
  await openWith(answered);
  const held = [];
  for (const habit of Object.values(HABITS)) {
    for (let at = 0; at < habit.count; at += 1) held.push(hold(habit));
  }
  const all = await Promise.all(held);
  for (let at = 0; at < GOOD_MESSAGES; at += 1) {
    const answer = await fetch(`http://127.0.0.1:${listener.port}/dm?s=good`, {
      method: "POST",
      headers: { "content-type": WBXML, connection: "close" },
      body: BODY,
    });
    expect(answer.status).toBe(200);
  }
  const readers = all.filter(({ reads }) => reads);
  await Promise.all(readers.map(({ closed }) => closed));
  // Who does not read does not notice either: there the server's end tells.
  const unread = [...answered].filter(({ destroyed }) => !destroyed);
  await Promise.all(unread.map((socket) => new Promise((resolve) => socket.once("close", resolve))));
  const { "stays when it was answered": idle, "reads no answer": deaf } = HABITS;
  expect(answered.size).toBe(idle.count + deaf.count + GOOD_MESSAGES);
  expect([...answered].every(({ destroyed }) => destroyed)).toBe(true);
  const expected = Object.values(HABITS).reduce((sum, { count }) => sum + count, 0);
  console.log(`dm-slow-client ${readers.length + deaf.count}/${expected}`);
});
