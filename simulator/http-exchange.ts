import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { MAC_HEADER } from "../server/oma-dm/security";
import type { DeviceTls } from "./fleet-device";

const REPLY_OCTETS_MAX = 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;

export interface HttpReply {
  readonly status: number;
  /** "": none was named. */
  readonly contentType: string;
  readonly octets: Uint8Array;
  /** The header `x-syncml-hmac`; null when there is none. */
  readonly mac: string | null;
  /** Seconds that the server asked to wait; null when it named none. */
  readonly retryAfterSeconds: number | null;
}

/** Requests to a server over connections that are kept. Rejects when there was no complete answer. */
export interface HttpExchange {
  /** Resolves when the answer begins; whoever asked reads or destroys it. No redirect is followed. */
  get(url: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage>;
  post(url: string, contentType: string, body: Uint8Array, mac?: string): Promise<HttpReply>;
  /** Sends the request and breaks the connection before the answer is in. */
  postAndDrop(url: string, contentType: string, body: Uint8Array, mac?: string): Promise<void>;
  close(): void;
}

/** At most `socketsMax` connections to a server at a time; more requests wait for one. `tls`: of a device with its own. */
export function httpExchange(socketsMax: number, tls: DeviceTls = {}): HttpExchange {
  const options = { keepAlive: true, maxSockets: socketsMax };
  const plain = new HttpAgent(options);
  const secure = new HttpsAgent({ ...options, ...tls });
  const open = (method: "GET" | "POST", url: string, headers: Readonly<Record<string, string | number>>) => {
    const isSecure = url.toLowerCase().startsWith("https:");
    const common = { method, headers, timeout: REQUEST_TIMEOUT_MS };
    const request = isSecure
      ? httpsRequest(url, { ...common, agent: secure })
      : httpRequest(url, { ...common, agent: plain });
    request.on("timeout", () => request.destroy(new Error(`No answer from ${url} in ${REQUEST_TIMEOUT_MS} ms.`)));
    return request;
  };
  const openPost = (url: string, contentType: string, body: Uint8Array, mac?: string) =>
    open("POST", url, {
      "content-type": contentType,
      accept: contentType,
      "content-length": body.length,
      ...(mac !== undefined && { [MAC_HEADER]: mac }),
    });
  return {
    get: (url, headers) =>
      new Promise((resolve, reject) => {
        const request = open("GET", url, headers);
        request.on("error", reject);
        request.on("response", resolve);
        request.end();
      }),
    post: (url, contentType, body, mac) =>
      new Promise((resolve, reject) => {
        const request = openPost(url, contentType, body, mac);
        request.on("error", reject);
        request.on("response", (response) => readReply(response).then(resolve, reject));
        request.end(body);
      }),
    postAndDrop: (url, contentType, body, mac) =>
      new Promise((resolve) => {
        const request = openPost(url, contentType, body, mac);
        request.on("error", () => resolve());
        request.on("close", () => resolve());
        request.on("finish", () => setImmediate(() => request.destroy()));
        request.end(body);
      }),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

async function readReply(response: IncomingMessage): Promise<HttpReply> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of response) {
    octets += chunk.length;
    if (octets > REPLY_OCTETS_MAX) {
      response.destroy();
      throw new Error(`The answer is larger than ${REPLY_OCTETS_MAX} octets.`);
    }
    chunks.push(chunk);
  }
  const seconds = Number(response.headers["retry-after"]);
  const mac = response.headers[MAC_HEADER];
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    octets: Buffer.concat(chunks),
    mac: typeof mac === "string" ? mac : null,
    retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
  };
}
