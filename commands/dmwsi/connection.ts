import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../usage-error";

/** Where the API is, and who we are to it. */
export interface Connection {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const CONFIG = ".data/quickstart.json";
const ConfigFile = z.object({
  apiUrl: z.string(),
  externalSystem: z.object({ clientId: z.string(), clientSecret: z.string() }),
});

/**
 * From the environment, where all three are set there and no file is named; otherwise from a file as quickstart writes
 * it. A secret is no flag: other users of the machine see those.
 *
 * Throws UsageError.
 */
export function readConnection(config: string | undefined, env: NodeJS.ProcessEnv): Connection {
  const [apiUrl, clientId, clientSecret] = ["DMWSI_API_URL", "DMWSI_CLIENT_ID", "DMWSI_CLIENT_SECRET"].map(
    (name) => env[name],
  );
  if (config === undefined && apiUrl && clientId && clientSecret) return { apiUrl, clientId, clientSecret };
  const file = config ?? CONFIG;
  try {
    const facts = ConfigFile.parse(JSON.parse(readFileSync(file, "utf8")));
    return { apiUrl: facts.apiUrl, ...facts.externalSystem };
  } catch (error) {
    throw new UsageError(
      `${file} does not say where the API is (${error instanceof Error ? error.message : String(error)}). ` +
        "Start npm run quickstart, name another file with --config, or set DMWSI_API_URL, DMWSI_CLIENT_ID and DMWSI_CLIENT_SECRET.",
    );
  }
}
