import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Config } from "./config";
import type { RequestHandler } from "./listeners";
import { StartProblem } from "./start-problem";

export interface PagesOptions {
  readonly config: Config;
  readonly root: string;
  readonly development: boolean;
  readonly server: Server;
}

/**
 * Makes Next's handler for the console's pages.
 *
 * Throws StartProblem when they are not built.
 */
export async function preparePages({ config, root, development, server }: PagesOptions): Promise<RequestHandler> {
  if (!development && !existsSync(join(root, ".next/BUILD_ID"))) {
    throw new StartProblem("The pages are not built: run npm run build.");
  }
  // Next and next-auth take these from the environment only.
  Object.assign(process.env, {
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_URL: config.publicUrl,
  });
  const { default: next } = await import("next");
  const app = next({
    dev: development,
    dir: root,
    hostname: config.host,
    port: config.webPort,
    // Next answers upgrades on the server it is given: in production a dumb one that never listens.
    httpServer: development ? server : createServer(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, response) => handle(request, response);
}
