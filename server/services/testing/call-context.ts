import { randomBytes } from "node:crypto";
import type { Database } from "../../db/client";
import { internalPrincipal } from "../authorization";
import type { Principal } from "../principal";
import { createSealer } from "../secrets";
import type { CallContext } from "../use-case";

/** A call context for tests: with the right to do everything unless a principal is given, and keys of its own. */
export async function callContextFor(
  database: Database,
  principal: Principal = internalPrincipal("live"),
): Promise<CallContext> {
  const sealer = await createSealer({ masterKey: TEST_MASTER_KEY, database });
  return { database, sealer, channels: NO_CHANNELS, principal, requestId: "test-request", sourceAddress: "127.0.0.1" };
}

const NO_CHANNELS: CallContext["channels"] = { all: [], get: () => undefined, close: async () => {} };

/** One for the whole test run, so that several contexts of a database agree. */
export const TEST_MASTER_KEY = randomBytes(32);
