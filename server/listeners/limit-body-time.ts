import type { IncomingMessage, ServerResponse } from "node:http";

/** Where files come in, as long as something comes in: how long it may be silent is the route's affair. */
const FILE_PATHS = ["/api/v1/uploads/", "/api/v1/devices/imports"];

/** Hangs up on a request whose body has not come within `msMax`, unless it is a file's. */
export function limitBodyTime(request: IncomingMessage, response: ServerResponse, msMax: number): void {
  if (FILE_PATHS.some((path) => request.url?.startsWith(path))) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, msMax);
  timer.unref();
  response.once("close", () => clearTimeout(timer));
}
