import { createServer, type IncomingMessage } from "node:http";

/** What the receiver has seen since it was asked last. */
export interface ReceiverReport {
  readonly count: number;
  readonly lagP50Ms: number;
  readonly lagP95Ms: number;
}

/**
 * A receiver of webhooks that answers at once. It keeps how old each event was when it came: by the time of its commit, and
 * the same clock. `GET /count` answers with how many came, `GET /` with a ReceiverReport, and begins anew. Prints its port.
 */
let lags: number[] = [];

function report(): ReceiverReport {
  const sorted = lags.toSorted((one, other) => one - other);
  lags = [];
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { count: sorted.length, lagP50Ms: at(0.5), lagP95Ms: at(0.95) };
}

function take(request: IncomingMessage, taken: () => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { time } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { readonly time: string };
    lags.push(Date.now() - Date.parse(time));
    taken();
  });
}

const server = createServer((request, response) => {
  if (request.url === "/count") response.end(JSON.stringify({ count: lags.length }));
  else if (request.method === "GET") response.end(JSON.stringify(report()));
  else take(request, () => response.writeHead(204).end());
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address ? address.port : 0);
});
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
});
