import { Agent, request } from "node:http";
import type { Answered } from "./judge";
import type { RandomRequest } from "./random-request";

/** One client of the server under test: keeps its connections. */
export interface Sender {
  send(request: RandomRequest, token: string | null): Promise<Answered>;
  close(): void;
}

const SILENCE_MS_MAX = 20_000;

/** Sends what fetch would refuse to: any target, any header. `url` is the base, such as `http://127.0.0.1:1/api/v1`. */
export function createSender(url: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port, pathname } = new URL(url);
  let sent = 0;
  return { close: () => agent.destroy(), send };

  function send(random: RandomRequest, token: string | null): Promise<Answered> {
    const { method, target, headers, body } = random;
    return new Promise((resolve, reject) => {
      sent += 1;
      // Each from a place of its own: a wrong proof in one does not pause the next.
      const source = `10.${(sent >> 16) & 255}.${(sent >> 8) & 255}.${sent & 255}`;
      const outgoing = request(
        {
          agent,
          host: hostname,
          port,
          method,
          path: `${pathname}${target}`,
          timeout: SILENCE_MS_MAX,
          headers: {
            ...headers,
            "x-dmwsi-source-address": source,
            ...(token !== null && { authorization: `Bearer ${token}` }),
            ...(body && { "content-length": body.length }),
          },
        },
        (incoming) => {
          let text = "";
          incoming.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          incoming.once("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }));
          incoming.once("error", reject);
        },
      );
      outgoing.once("timeout", () => outgoing.destroy(new Error(`no answer within ${SILENCE_MS_MAX} ms`)));
      outgoing.once("error", reject);
      outgoing.end(body ?? undefined);
    });
  }
}
