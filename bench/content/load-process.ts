import { setMaxListeners } from "node:events";
import { request } from "node:http";

/** Downloads and forgets. Argument: the order as JSON. Prints the report as JSON when all are over. */
export interface DownloadOrder {
  readonly port: number;
  /** One download for each, all at once. */
  readonly paths: readonly string[];
  /** After so many seconds those that are not over are broken off. */
  readonly secondsMax: number;
}

export interface DownloadReport {
  readonly octets: number;
  readonly seconds: number;
  /** Downloads that were answered otherwise than 200, or cut by the server. */
  readonly failures: number;
}

const { port, paths, secondsMax }: DownloadOrder = JSON.parse(process.argv[2] ?? "{}");
const stop = new AbortController();
setMaxListeners(0, stop.signal);
setTimeout(() => stop.abort(), secondsMax * 1_000).unref();
let octets = 0;
let failures = 0;

function download(path: string): Promise<void> {
  return new Promise((resolve) => {
    const fail = () => {
      if (!stop.signal.aborted) failures += 1;
      resolve();
    };
    const outgoing = request({ host: "127.0.0.1", port, path, agent: false, signal: stop.signal }, (incoming) => {
      if (incoming.statusCode !== 200) failures += 1;
      incoming.on("data", (chunk: Buffer) => {
        octets += chunk.length;
      });
      incoming.once("end", resolve);
      incoming.once("error", fail);
    });
    outgoing.once("error", fail);
    outgoing.end();
  });
}

const startedAt = performance.now();
await Promise.all(paths.map(download));
const report: DownloadReport = { octets, seconds: (performance.now() - startedAt) / 1_000, failures };
console.log(JSON.stringify(report));
