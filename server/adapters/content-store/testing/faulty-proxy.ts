import { createServer, type IncomingMessage, request as requestHttp } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: an answer with this status, an answer cut in the middle, or nothing special. */
export type Fault = number | "cut" | null;

export interface FaultyProxy {
  readonly endpoint: string;
  /** Asked about each request. */
  fault: (request: IncomingMessage) => Fault;
  close(): Promise<void>;
}

/** Stands before a server, at a free port of loopback, and passes everything on as it came but for the faults. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const server = createServer((request, response) => {
    const fault = proxy.fault(request);
    if (typeof fault === "number") {
      request.resume();
      request.on("end", () => response.writeHead(fault, { "Content-Length": "0" }).end());
      return;
    }
    const { method = "GET", headers, url = "/" } = request;
    const onward = requestHttp(new URL(url, target), { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      if (fault === "cut") answer.once("data", (chunk) => response.write(chunk, () => response.destroy()));
      // Swift sends a body where HEAD finds nothing, which is no answer's any more.
      else if (method === "HEAD") response.end();
      else answer.pipe(response);
    });
    onward.on("error", () => response.headersSent || response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultyProxy = {
    endpoint: `http://127.0.0.1:${port}`,
    fault: () => null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
