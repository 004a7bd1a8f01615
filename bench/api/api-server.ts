import { randomBytes } from "node:crypto";
import { openDiskStore } from "../../server/adapters/content-store";
import { createRestHandler, requestRates } from "../../server/api/rest";
import { openPool } from "../../server/db/client";
import { openWebListener } from "../../server/listeners";
import { createSourceAddresses } from "../../server/listeners/source-address";
import { createLog } from "../../server/log";
import { internalPrincipal } from "../../server/services/authorization";
import { createUploads } from "../../server/services/contents";
import { registerExternalSystem } from "../../server/services/external-systems";
import { createSealer } from "../../server/services/secrets";

/**
 * The public API behind the web listener, as the server has it, without pages and without the worker. Arguments: database
 * URL, connections, a folder. Prints its port and the client's id and secret as JSON.
 */
const [url = "", connections = "10", directory = ""] = process.argv.slice(2);
const pool = openPool(url, "api", Number(connections));
const { database, sql } = pool;
const sealer = await createSealer({ masterKey: randomBytes(32), database });
const channels = { all: [], get: () => undefined, close: async () => {} };
const handleApi = createRestHandler({
  database,
  sql,
  sealer,
  channels,
  uploads: createUploads({ database, sealer, store: await openDiskStore(directory) }),
  // The load signs nothing.
  keySets: { keysAt: async () => [] },
  issuer: "http://127.0.0.1",
  rates: requestRates("bench"),
  onError: (error) => console.error(error),
});
const listener = await openWebListener({
  host: "127.0.0.1",
  port: 0,
  publicUrl: "http://127.0.0.1",
  development: false,
  sources: createSourceAddresses([]),
  certificateHeader: null,
  log: createLog("error"),
  handleApi,
  preparePages: async () => async (_request, response) => void response.writeHead(404).end(),
});
const principal = internalPrincipal("live");
const context = { principal, requestId: "bench", sourceAddress: "127.0.0.1", database, sealer, channels };
const scopes = ["contents:write", "devices:read", "operations:read", "operations:write"] as const;
const { clientId, clientSecret } = await registerExternalSystem(context, { name: "bench", realm: "live", scopes });
console.log(JSON.stringify({ port: listener.port, clientId, clientSecret }));
process.on("SIGTERM", () => {
  void Promise.all([listener.close(0), pool.close()]).finally(() => process.exit());
});
