import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { BOOTSTRAP_TYPES } from "./bootstrap-reader";
import type { ReceivedPush } from "./push-reader";

const HOST = "127.0.0.1";
/** A push of 64 KiB in base64, and what is around it. */
const BODY_OCTETS_MAX = 98_304;
const REQUEST_TIMEOUT_MS = 5_000;
const PATH = /^\/wake\/([^/?]+)$/;

/** A channel-neutral push, as the server's channel for simulated devices posts it. */
const Push = z.object({
  contentType: z.string(),
  appId: z.string().nullable(),
  sec: z.string().optional(),
  mac: z.string().nullish(),
  bodyBase64: z.base64(),
});
/** [OMA-TS-DM_Notification 1.2.1] */
export const NOTIFICATION_TYPE = "application/vnd.syncml.notification";
const KNOWN_TYPES: readonly string[] = [NOTIFICATION_TYPE, ...Object.values(BOOTSTRAP_TYPES)];

/** `unknown`: there is no such device. */
export type HearPush = (devId: string, push: ReceivedPush) => "taken" | "unknown";

export interface WakeUpListener {
  readonly port: number;
  /** Where the pushes to one device are posted to. */
  addressOf(devId: string): string;
  close(): Promise<void>;
}

/**
 * One HTTP server on loopback for all devices of a fleet: `POST /wake/<DevId, url-encoded>`. Answers 202 whatever the
 * device makes of the push (a real one would not say either), 404 for a device that is not there, 400 for what is no
 * push of device management. Rejects when the port is taken.
 */
export async function listenForWakeUps(port: number, hear: HearPush): Promise<WakeUpListener> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    answer(request, hear).then(
      (status) => end(response, status),
      () => end(response, 400),
    );
  });
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    addressOf: (devId) => `http://${HOST}:${bound}/wake/${encodeURIComponent(devId)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, hear: HearPush): Promise<number> {
  const devId = PATH.exec(request.url ?? "")?.[1];
  if (devId === undefined) return 404;
  if (request.method !== "POST") return 405;
  const body = await readBody(request);
  if (!body) return 413;
  const push = Push.safeParse(JSON.parse(body));
  if (!push.success || !KNOWN_TYPES.includes(push.data.contentType)) return 400;
  const { contentType, appId, sec, mac, bodyBase64 } = push.data;
  const received: ReceivedPush = {
    contentType,
    applicationId: appId,
    security: sec ?? null,
    mac: mac ?? null,
    body: Buffer.from(bodyBase64, "base64"),
  };
  return hear(decodeURIComponent(devId), received) === "taken" ? 202 : 404;
}

/** null: it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of request) {
    octets += chunk.length;
    if (octets > BODY_OCTETS_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0, ...(status === 413 && { connection: "close" }) });
  response.end();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
