import { randomBytes } from "node:crypto";
import type { Pool } from "../../server/db/client";
import { deviceIdOf, newUuid } from "../../server/ids";
import { createSealer } from "../../server/services/secrets";
import { clientSecretOf, devIdOf, firstNonceOf, serverSecretOf } from "./load";
import { FIRMWARE } from "./scripted-session";

const CHUNK = 2_000;

export interface BenchDevices {
  readonly masterKey: Uint8Array;
  readonly count: number;
  /** What every device's one task reads. */
  readonly uri: string;
}

/**
 * Devices with MD5 both ways and one queued `parameter.get` each, as an operation finds a fleet that is not new: what a
 * device says of itself was known before.
 */
export async function seedBenchDevices(pool: Pool, { masterKey, count, uri }: BenchDevices): Promise<void> {
  const { sql } = pool;
  const sealer = await createSealer({ masterKey, database: pool.database });
  const operationId = newUuid();
  await sql`
    insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, released_n, total, attempts_max,
      backoff_seconds, billable, owner_kind, owner_id, owner_name)
    values (${operationId}, 'live', 'parameter.get', 1, ${JSON.stringify({ uris: [uri] })}::text::jsonb, '{}'::jsonb, 'running', 5, ${count}, ${count},
      3, 300, false, 'internal', 'internal', 'benchmark')`;
  await sql`insert into operation_counts (operation_id, state, count) values (${operationId}, 'queued', ${count})`;
  for (let first = 0; first < count; first += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, count - first) }, (_, i) => first + i);
    const devIds = numbers.map(devIdOf);
    const ids = devIds.map((devId) => deviceIdOf("live", devId));
    const secrets = (purpose: "client" | "server", secretOf: (devId: string) => string): string[] =>
      devIds.map((devId, i) =>
        sealer.sealText("device_credentials.sealed_secret", `${ids[i]}|${purpose}`, secretOf(devId)),
      );
    await sql.begin(async (transaction) => {
      await transaction`insert into devices (device_id, realm, dev_id, manufacturer, model, firmware, dm_version, language)
        select id, 'live', dev_id, 'Hanseat', 'R5', ${FIRMWARE}, '1.2', 'en-GB' from unnest(${ids}::uuid[], ${devIds}::text[]) as d(id, dev_id)`;
      await transaction`insert into device_live (device_id, nonce_current, server_nonce)
        select id, decode(nonce, 'hex'), ${randomBytes(16)} from unnest(${ids}::uuid[],
          ${devIds.map((devId) => firstNonceOf(devId).toString("hex"))}::text[]) as d(id, nonce)`;
      await transaction`insert into device_credentials (device_id, purpose, scheme, name, sealed_secret)
        select id, 'client', 'md5', dev_id, secret from unnest(${ids}::uuid[], ${devIds}::text[], ${secrets("client", clientSecretOf)}::text[]) as d(id, dev_id, secret)
        union all
        select id, 'server', 'md5', 'carrier-dm', secret from unnest(${ids}::uuid[], ${secrets("server", serverSecretOf)}::text[]) as d(id, secret)`;
      await transaction`insert into tasks (device_id, operation_id, n, state)
        select id, ${operationId}, ${first} + ordinality, 'queued' from unnest(${ids}::uuid[]) with ordinality as d(id, ordinality) order by id`;
    });
  }
  await sql`vacuum analyze`;
}
