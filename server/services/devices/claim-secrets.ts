import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { deviceSecretDigests } from "../../../drizzle/schema/sign-ins";
import type { Transaction } from "../../db/client";
import { ServiceError } from "../errors";
import type { Realm } from "../principal";
import type { Sealer } from "../secrets";
import type { ClientCredentialInput, ServerCredentialInput } from "./schemas";

interface GivenCredentials {
  readonly client?: z.output<typeof ClientCredentialInput> | undefined;
  readonly server?: z.output<typeof ServerCredentialInput> | undefined;
}

/**
 * Makes the given secrets and thumbprint the device's alone in its realm: whoever takes one fleet-wide secret out of one
 * device has them all. Only a keyed digest is kept beside the sealed secret. Secrets that the server makes up need none. What a side had before
 * is given free.
 *
 * Throws ServiceError INVALID_INPUT, with a pointer below `at`, when another device has one of them.
 */
export async function claimSecrets(
  transaction: Transaction,
  sealer: Sealer,
  realm: Realm,
  deviceId: string,
  { client, server }: GivenCredentials = {},
  at = "/credentials",
): Promise<void> {
  for (const purpose of [client && "client", server && "server"] as const) {
    if (!purpose) continue;
    await transaction
      .delete(deviceSecretDigests)
      .where(and(eq(deviceSecretDigests.deviceId, deviceId), eq(deviceSecretDigests.purpose, purpose)));
  }
  for (const { purpose, field, digest } of secretClaims(sealer, realm, { client, server })) {
    const claimed = await transaction
      .insert(deviceSecretDigests)
      .values({ digest, deviceId, purpose })
      .onConflictDoNothing()
      .returning({ purpose: deviceSecretDigests.purpose });
    if (claimed.length === 1) continue;
    const detail = "Another device has it. Each device needs its own: leave a secret out, and one is made.";
    throw new ServiceError("INVALID_INPUT", "A secret cannot be used.", [
      { pointer: `${at}/${purpose}/${field}`, code: "shared", detail },
    ]);
  }
}

/** What has to be the device's alone: keyed digests of the secrets and thumbprints that were given. */
export function secretClaims(sealer: Sealer, realm: Realm, { client, server }: GivenCredentials = {}) {
  const given = [
    ["client", "secret", client?.secret],
    ["client", "thumbprint", client?.thumbprint],
    ["server", "secret", server?.secret],
  ] as const;
  return given.flatMap(([purpose, field, secret]) =>
    secret === undefined ? [] : [{ purpose, field, digest: sealer.sign("device_secrets", `${realm}\0${secret}`) }],
  );
}
