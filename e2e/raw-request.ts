import { request } from "node:http";
import { e2eSettings } from "./settings";

export interface RawAnswer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
  /** As the server sets them, with what they are bound to. */
  readonly cookies: readonly string[];
}

export interface RawRequest {
  readonly method?: string;
  /** Sent octet by octet as it stands here: no client tidies it up. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const TIMEOUT_MS = 60_000;

/** A request as no browser would send it. */
export function rawRequest({ method = "GET", path, headers = {}, body = "" }: RawRequest): Promise<RawAnswer> {
  const url = new URL(e2eSettings.consoleUrl);
  const length = method === "GET" || method === "HEAD" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: url.hostname, port: url.port, method, path, headers: { ...length, ...headers }, timeout: TIMEOUT_MS },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (part: string) => {
          text += part;
        });
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? "",
            body: text,
            cookies: answer.headers["set-cookie"] ?? [],
          }),
        );
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`${method} ${path} was not answered within ${TIMEOUT_MS} ms`)));
    sent.on("error", reject);
    sent.end(body);
  });
}
