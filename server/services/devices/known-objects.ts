import { and, eq, or, sql } from "drizzle-orm";
import { deviceNodes } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import type { KnownObjectNode } from "./components-of";

/** Nodes of a device that are looked at: some 500 components. */
const NODES_MAX = 5_000;
/** What tells of firmware: leaves of its object, and its id. */
const OF_FIRMWARE = "/(PkgName|PkgVersion|DownloadAndUpdate|State)$";
const FIRMWARE_ID = "%fumo%";
const OLDER_FIRMWARE_ID = "%FirmwareUpdateManagementObject%";
const OF_SOFTWARE = "/Inventory/(Delivered|Deployed)(/|$)";

/** What is known of a device's objects for firmware and software. `truncated`: there is more. */
export async function knownObjects(
  transaction: Transaction,
  deviceId: string,
): Promise<{ readonly nodes: readonly KnownObjectNode[]; readonly truncated: boolean }> {
  const rows = await transaction
    .select({ uri: deviceNodes.uri, type: deviceNodes.type, value: deviceNodes.value, readAt: deviceNodes.readAt })
    .from(deviceNodes)
    .where(
      and(
        eq(deviceNodes.deviceId, deviceId),
        or(
          sql`${deviceNodes.uri} ~ ${OF_FIRMWARE}`,
          sql`${deviceNodes.uri} ~ ${OF_SOFTWARE}`,
          sql`${deviceNodes.type} ilike any (array[${FIRMWARE_ID}, ${OLDER_FIRMWARE_ID}])`,
        ),
      ),
    )
    .orderBy(deviceNodes.uri)
    .limit(NODES_MAX + 1);
  return { nodes: rows.slice(0, NODES_MAX), truncated: rows.length > NODES_MAX };
}
