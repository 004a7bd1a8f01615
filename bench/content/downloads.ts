import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { openDiskStore } from "../../server/adapters/content-store";
import { storePaths } from "../../server/adapters/content-store/store-paths";
import type { Pool } from "../../server/db/client";
import { fromPublicId, newUuid, toPublicId } from "../../server/ids";
import { createDeviceStore } from "../../server/services/device-sessions";
import { registerDevice } from "../../server/services/devices";
import { createDownloads } from "../../server/services/downloads";
import { insertReady } from "../../server/services/downloads/testing/ready-content";
import { startOperation } from "../../server/services/operations";
import { callContextFor } from "../../server/services/testing/call-context";

/** A content for a benchmark, and where devices get it. */
export interface BenchContent {
  readonly file: string;
  /** One for each device; each may be asked for at most so often as the content's budget lets it. */
  readonly paths: readonly string[];
}

/** A file without anything in it, as large as it is said to be: nothing is measured of the disk. */
export async function sparseContent(
  pool: Pool,
  directory: string,
  dmUrl: string,
  { octets, devices }: { readonly octets: number; readonly devices: number },
): Promise<BenchContent> {
  const root = join(directory, "contents");
  const contents = await openDiskStore(root);
  const paths = storePaths(root);
  const [uuid, sha256] = [newUuid(), randomBytes(32).toString("hex")];
  const part = await open(paths.partOf(uuid), "w");
  await part.truncate(octets);
  await part.close();
  await contents.commit(uuid, sha256);
  await insertReady(pool.sql, { uuid, sha256, size: octets });
  const context = await callContextFor(pool.database);
  const { sealer } = context;
  const downloads = createDownloads({ sql: pool.sql, store: createDeviceStore(pool.sql), contents, sealer, dmUrl });
  const urls: string[] = [];
  for (let at = 0; at < devices; at += 1) {
    const devId = `IMEI:${uuid.slice(-12)}${at}`;
    const credentials = { client: { type: "md5" as const, username: devId, secret: newUuid() } };
    const { id } = await registerDevice(context, { devId, credentials });
    const params = { uris: ["./DevInfo/Man"] };
    const operation = await startOperation(context, { kind: "parameter.get", params, target: { devices: [devId] } });
    const [deviceId, operationId] = [fromPublicId("dev", id) ?? "", fromPublicId("op", operation.id) ?? ""];
    const offer = await downloads.forPlans.offer({ deviceId, operationId, contentId: toPublicId("con", uuid) });
    if ("problem" in offer) throw new Error(`No offer: ${offer.problem}`);
    urls.push(new URL(downloads.forPlans.urlOf(offer.grant)).pathname);
  }
  return { file: paths.fileOf(sha256), paths: urls };
}
