import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

const { env } = process;

const settings = {
  DATA_DIR: resolve(env["DATA_DIR"] ?? ".data/e2e"),
  WEB_PORT: env["WEB_PORT"] ?? "23000",
  DM_PORT: env["DM_PORT"] ?? "23001",
  SIMULATOR_PORT: env["SIMULATOR_PORT"] ?? "23002",
  METRICS_PORT: env["METRICS_PORT"] ?? "29464",
  // Receivers of the stories take any free port.
  OUTBOUND_HOSTS: "127.0.0.1",
};

/** Where the server of the stories is; its data and ports are its own. */
export const e2eSettings = {
  env: settings,
  consoleUrl: `http://127.0.0.1:${settings.WEB_PORT}`,
  metricsOrigin: `http://127.0.0.1:${settings.METRICS_PORT}`,
};

const Account = z.object({ clientId: z.string(), clientSecret: z.string() });
const Facts = z.object({
  consoleUrl: z.string(),
  apiUrl: z.string(),
  deviceUrl: z.string(),
  metricsUrl: z.string(),
  administrator: z.object({ email: z.string(), password: z.string() }),
  externalSystem: Account,
  billingSystem: Account,
});
export type QuickstartFacts = z.infer<typeof Facts>;

/** With what to sign in at a server that quickstart started on `dataDir`. */
export function quickstartFacts(dataDir: string = settings.DATA_DIR): QuickstartFacts {
  return Facts.parse(JSON.parse(readFileSync(join(dataDir, "quickstart.json"), "utf8")));
}
