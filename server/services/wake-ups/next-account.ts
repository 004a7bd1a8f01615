import type { Sql } from "../../db/client";
import type { BootstrapCredential } from "../../oma-dm";
import type { DeviceSnapshot, StoredCredential } from "../device-sessions/device-snapshot";
import type { FactsDocument } from "../device-sessions/save-document";
import { credentialRow, SERVER_NAME } from "../devices/device-credentials";
import { newDeviceSecret } from "../devices/secret-rules";
import type { Sealer } from "../secrets";

type Side = "client" | "server";

/** The account that a bootstrap brings; secrets are sealed as they will stand in the database. */
export type NextAccount = Readonly<Record<Side, NextCredential>>;

interface NextCredential {
  readonly stored: StoredCredential["scheme"];
  readonly scheme: BootstrapCredential["scheme"];
  readonly name: string;
  readonly sealedSecret: string;
}

const SCHEMES: Readonly<Record<string, BootstrapCredential["scheme"]>> = { basic: "BASIC", md5: "DIGEST", mac: "HMAC" };

/**
 * A new account for the device: 160 random bits for each side, under the names and by the schemes that it has now. Where
 * it has none that a secret belongs to, MD5.
 */
export function newAccount(sealer: Sealer, snapshot: DeviceSnapshot): NextAccount {
  const side = (of: Side, usualName: string): NextCredential => {
    const now = snapshot.credentials.find(({ purpose }) => purpose === of);
    const stored = now && Object.hasOwn(SCHEMES, now.scheme) ? now.scheme : "md5";
    const row = credentialRow(snapshot.deviceId, of);
    return {
      stored,
      scheme: SCHEMES[stored] ?? "DIGEST",
      name: now?.name || usualName,
      sealedSecret: sealer.sealText("device_credentials.sealed_secret", row, newDeviceSecret()),
    };
  };
  return { client: side("client", snapshot.device.devId), server: side("server", SERVER_NAME) };
}

/** The account that was stored when the bootstrap was sent first; null when it is not there any more. */
export function preparedAccount(snapshot: DeviceSnapshot): NextAccount | null {
  const side = (of: Side): NextCredential | null => {
    const stored = snapshot.credentials.find(({ purpose }) => purpose === `${of}_next`);
    if (!stored) return null;
    const { scheme, name, sealedSecret } = stored;
    return { stored: scheme, scheme: SCHEMES[scheme] ?? "DIGEST", name, sealedSecret };
  };
  const client = side("client");
  const server = side("server");
  return client && server && { client, server };
}

/**
 * Stores a new account beside the one that is valid, with that one's policy, and what follows from it for its task, before anything is sent.
 * False: the device changed meanwhile, and nothing was stored.
 */
export async function prepareBootstrap(
  sql: Sql,
  { deviceId, device, live }: DeviceSnapshot,
  account: NextAccount,
  changes: Omit<FactsDocument, "realm">,
): Promise<boolean> {
  const document: FactsDocument = { realm: device.realm, ...changes };
  return sql.begin(async (transaction) => {
    const [saved] = await transaction<{ saved: boolean }[]>`
      select save_change(${deviceId}::uuid, ${live.version}::bigint, ${JSON.stringify(document)}::text::jsonb) as saved`;
    if (saved?.saved !== true) return false;
    for (const side of ["client", "server"] as const) {
      const { stored, name, sealedSecret } = account[side];
      await transaction`
        insert into device_credentials (device_id, purpose, scheme, name, sealed_secret, allow_resync)
        values (${deviceId}, ${`${side}_next`}, ${stored}, ${name}, ${sealedSecret}, coalesce((
          select allow_resync from device_credentials where device_id = ${deviceId} and purpose = ${side}), true))
        on conflict (device_id, purpose) do update set scheme = excluded.scheme, name = excluded.name,
          sealed_secret = excluded.sealed_secret, allow_resync = excluded.allow_resync`;
    }
    return true;
  });
}

export function openSecret(sealer: Sealer, deviceId: string, side: Side, sealed: string): string {
  return sealer.openText("device_credentials.sealed_secret", credentialRow(deviceId, side), sealed);
}
