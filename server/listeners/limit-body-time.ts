import type { IncomingMessage, ServerResponse } from "node:http";

/** Where files come in, as long as something comes in: how long it may be silent is the route's affair. */
const FILE_PATHS = ["/api/v1/uploads/", "/api/v1/devices/imports"];

/** Has a request refused whose body has not come within `msMax`, and hangs up on it, unless it is a file's. */
export function limitBodyTime(
  request: IncomingMessage,
  response: ServerResponse,
  msMax: number,
  refuse: () => void,
): void {
  if (FILE_PATHS.some((path) => request.url?.startsWith(path))) return;
  const timer = setTimeout(() => {
    if (request.complete) return;
    if (response.headersSent) {
      request.destroy();
      return;
    }
    response.once("finish", () => request.destroy());
    refuse();
  }, msMax);
  timer.unref();
  response.once("close", () => clearTimeout(timer));
}
