import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Registry } from "prom-client";
import type { Log } from "../log";
import { within } from "../within";
import { type Listener, openPort } from "./listener";

export interface InternalListenerOptions {
  readonly port: number;
  readonly log: Log;
  /** What has to hold for the process to be given work, by name. May throw: does not hold then. */
  readonly readiness: Readonly<Record<string, () => Promise<boolean>>>;
  /** Reads what is counted in the database into the metrics, before they are shown. */
  refreshMetrics(): Promise<void>;
  /** In the text format of Prometheus. */
  showMetrics(): Promise<string>;
}

const LOOPBACK = "127.0.0.1";
/** This listener always answers. */
const CHECK_MS_MAX = 2_000;

/** Health, readiness and metrics, on loopback only: an own port, because the others face people and devices. */
export async function openInternalListener(options: InternalListenerOptions): Promise<Listener> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.log.error("internal.request_failed", { error });
      if (!response.headersSent) send(response, 500, "text/plain; charset=utf-8", "failed\n");
    });
  });
  server.maxConnections = 100;
  return openPort(server, LOOPBACK, options.port, "METRICS_PORT");
}

async function answer(
  options: InternalListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "").split("?")[0];
  if (path !== "/healthz" && path !== "/readyz" && path !== "/metrics") {
    return send(response, 404, "text/plain; charset=utf-8", "not found\n");
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return send(response, 405, "text/plain; charset=utf-8", "method not allowed\n");
  }
  if (path === "/healthz") return send(response, 200, "text/plain; charset=utf-8", "ok\n");
  if (path === "/readyz") return showReadiness(options, response);
  await within(options.refreshMetrics(), CHECK_MS_MAX, undefined);
  send(response, 200, Registry.PROMETHEUS_CONTENT_TYPE, await options.showMetrics());
}

async function showReadiness({ readiness }: InternalListenerOptions, response: ServerResponse): Promise<void> {
  const checks = await Promise.all(
    Object.entries(readiness).map(async ([name, check]) => [name, await within(check(), CHECK_MS_MAX, false)] as const),
  );
  const ready = checks.every(([, holds]) => holds);
  const body = `${JSON.stringify({ ready, checks: Object.fromEntries(checks) })}\n`;
  send(response, ready ? 200 : 503, "application/json; charset=utf-8", body);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
  });
  response.end(body);
}
