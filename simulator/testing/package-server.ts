import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface SeenRequest {
  readonly path: string;
  readonly range: string | null;
}

/** A download server of the test for one package. */
export interface PackageServer {
  /** The bare package. */
  readonly url: string;
  /** Its download descriptor. */
  readonly descriptorUrl: string;
  readonly requests: SeenRequest[];
  /** Lines that devices posted to the address for install reports. */
  readonly reports: string[];
  /** What to do with the next requests instead of answering them. */
  readonly mishaps: ((response: ServerResponse) => void)[];
  close(): Promise<void>;
}

export interface PackageServerOptions {
  /** Octets that the descriptor names; those that there are when left out. */
  readonly size?: number;
  /** The digest that the descriptor names, and the ETag; the right one when left out. */
  readonly sha256?: string;
  /** It knows nothing of Range. */
  readonly ignoresRange?: boolean;
}

export async function packageServer(octets: Uint8Array, options: PackageServerOptions = {}): Promise<PackageServer> {
  const sha256 = options.sha256 ?? createHash("sha256").update(octets).digest("hex");
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (request.method === "POST") {
      readText(request).then(
        (line) => {
          state.reports.push(line);
          response.writeHead(200).end();
        },
        () => response.destroy(),
      );
      return;
    }
    state.requests.push({ path, range: request.headers.range ?? null });
    const mishap = state.mishaps.shift();
    if (mishap) mishap(response);
    else if (path === "/package.dd") {
      response.writeHead(200, { "content-type": "application/vnd.oma.dd+xml" }).end(descriptor());
    } else if (path === "/package?a=1&b=2") sendPackage(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const descriptor = (): string =>
    `<?xml version="1.0"?><dd:media xmlns:dd="http://www.openmobilealliance.org/xmlns/dd"><dd:name>Firmware</dd:name>` +
    `<dd:size> ${options.size ?? octets.length} </dd:size><dd:objectURI>${base}/package?a=1&amp;b=&#50;</dd:objectURI>` +
    `<dd:installNotifyURI>${base}/notify</dd:installNotifyURI><dd:installParam>sha256=${sha256}</dd:installParam></dd:media>`;
  const sendPackage = (request: IncomingMessage, response: ServerResponse): void => {
    const [, first] = /^bytes=(\d+)-$/.exec(request.headers.range ?? "") ?? [];
    const from = options.ignoresRange || first === undefined ? 0 : Number(first);
    const body = octets.subarray(from);
    const head = { "content-length": body.length, etag: `"${sha256}"`, "content-type": "application/octet-stream" };
    const range = { "content-range": `bytes ${from}-${octets.length - 1}/${octets.length}` };
    response.writeHead(from > 0 ? 206 : 200, from > 0 ? { ...head, ...range } : head).end(body);
  };
  const state: PackageServer = {
    url: `${base}/package?a=1&b=2`,
    descriptorUrl: `${base}/package.dd`,
    requests: [],
    reports: [],
    mishaps: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return state;
}

async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}
