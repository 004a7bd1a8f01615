import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const HOST = "127.0.0.1";
const BODY_OCTETS_MAX = 8_192;
const REQUEST_TIMEOUT_MS = 5_000;
const PATH = /^\/wake\/([^/?]+)$/;

/** A channel-neutral push, as the server's channel for simulated devices posts it. */
const Push = z.object({ contentType: z.string(), appId: z.string(), bodyBase64: z.base64() });
/** [OMA-TS-DM_Notification 1.2.1] */
const NOTIFICATION_TYPE = "application/vnd.syncml.notification";

export interface WakeUpListener {
  readonly port: number;
  /** Where the notifications of one device are posted to. */
  addressOf(devId: string): string;
  close(): Promise<void>;
}

/**
 * One HTTP server on loopback for all devices of a fleet: `POST /wake/<DevId, url-encoded>`. Answers 202 whatever the
 * device makes of the push (a real one would not say either), 404 for a device that is not there, 400 for what is no
 * push. `wake` gets the notification's octets. Rejects when the port is taken.
 */
export async function listenForWakeUps(
  port: number,
  wake: (devId: string, octets: Uint8Array) => "taken" | "unknown",
): Promise<WakeUpListener> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    answer(request, wake).then(
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

async function answer(
  request: IncomingMessage,
  wake: (devId: string, octets: Uint8Array) => "taken" | "unknown",
): Promise<number> {
  const devId = PATH.exec(request.url ?? "")?.[1];
  if (devId === undefined) return 404;
  if (request.method !== "POST") return 405;
  const body = await readBody(request);
  if (!body) return 413;
  const push = Push.safeParse(JSON.parse(body));
  if (!push.success || push.data.contentType !== NOTIFICATION_TYPE) return 400;
  return wake(decodeURIComponent(devId), Buffer.from(push.data.bodyBase64, "base64")) === "taken" ? 202 : 404;
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
