import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

const TIMEOUT_MS = 10_000;
const ANSWER_OCTETS_MAX = 65_536;

export interface BareRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface BareAnswer {
  readonly status: number;
  /** As Latin-1: these gateways answer ASCII. */
  readonly text: string;
}

/**
 * One HTTP request with no header but Host, Connection and those given: a push gateway passes on headers that it does
 * not know. Follows no redirect. Rejects when there is no whole answer in 10 s, or it is larger than 64 KiB.
 */
export function bareRequest({ method, url, headers = {}, body }: BareRequest): Promise<BareAnswer> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { ...headers, ...(body && { "Content-Length": `${body.length}` }) },
    });
    let isAnswered = false;
    sent.on("error", reject);
    // Node says no more than this where a peer goes over to another protocol.
    sent.on("close", () => {
      if (!isAnswered) reject(new Error("no_http_answer"));
    });
    sent.on("response", (response) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      let octets = 0;
      response.on("data", (chunk: Buffer) => {
        octets += chunk.length;
        if (octets <= ANSWER_OCTETS_MAX) chunks.push(chunk);
        else {
          reject(new Error("answer_too_large"));
          sent.destroy();
        }
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("latin1") }),
      );
    });
    sent.end(body);
  });
}
