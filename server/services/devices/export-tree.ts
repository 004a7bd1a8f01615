import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { deviceNodes } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { canonicalUri, findFormat, isSecretLeaf, SECRET_MASK, type TreeRecord, writeTnds } from "../../oma-dm";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { findDevice } from "./find-device";
import { atOrBelow } from "./known-nodes";
import { ExportTreeInput } from "./schemas";

/** Nodes of one document, and octets of their values. */
const NODES_MAX = 20_000;
const VALUE_OCTETS_MAX = 8_388_608;

/**
 * What is known of a device's tree at and below a node as a serialised tree (TNDS, XML), which another device can be
 * given by `parameter.add`. Nothing is asked of the device. Secrets are masked, as wherever a tree is shown.
 *
 * Throws ServiceError NOT_FOUND, and INVALID_INPUT for what is no node and for more than one document holds.
 */
export const exportTree = useCase({
  name: "device.export_tree",
  scope: "devices:read",
  input: ExportTreeInput,
  output: z.object({ tnds: z.string() }),
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const root = canonicalUri(input.uri);
    if (root === null || root.includes("?")) throw badUri("no_node", "A node's URI looks like ./DevDetail/FwV.");
    const where = and(eq(deviceNodes.deviceId, device.deviceId), atOrBelow(root));
    const [size] = await transaction
      .select({ nodes: sql<number>`count(*)::int`, octets: sql<number>`coalesce(sum(octet_length(value)), 0)::int` })
      .from(deviceNodes)
      .where(where);
    if (!size || size.nodes > NODES_MAX || size.octets > VALUE_OCTETS_MAX) {
      throw badUri(
        "too_big",
        `More than ${NODES_MAX} nodes or ${VALUE_OCTETS_MAX} octets of values. Ask further down.`,
      );
    }
    const records = await recordsWhere(transaction, where);
    const { manufacturer, model } = device;
    const document = writeTnds(withInteriors(records, root), "xml", { manufacturer, model, indented: true });
    return { tnds: Buffer.from(document).toString() };
  },
});

async function recordsWhere(transaction: Transaction, where: ReturnType<typeof and>): Promise<TreeRecord[]> {
  const { uri, format, type, value, acl } = deviceNodes;
  const rows = await transaction.select({ uri, format, type, value, acl }).from(deviceNodes).where(where).orderBy(uri);
  return rows.map((row): TreeRecord => {
    const known = findFormat(row.format) ?? "chr";
    const shown = row.value !== null && isSecretLeaf(row.uri) ? SECRET_MASK : row.value;
    return {
      uri: row.uri,
      format: known,
      type: row.type,
      value: known === "node" ? null : shown,
      ...(row.acl !== null && { acl: row.acl }),
    };
  });
}

/**
 * The nodes with all between them and `root`, read or not, each before what stands below it. The root of the tree
 * itself is left out: nobody can be given it. A node that something stands below is an interior one.
 */
function withInteriors(records: readonly TreeRecord[], root: string): TreeRecord[] {
  const known = new Map(records.map((record) => [record.uri, record]));
  const interiors = new Set<string>();
  for (const { uri } of records) {
    for (let end = uri.lastIndexOf("/"); end > 0; end = uri.lastIndexOf("/", end - 1)) {
      const above = uri.slice(0, end);
      if (above === "." || above.length < root.length || interiors.has(above)) break;
      interiors.add(above);
    }
  }
  return [...new Set([...interiors, ...known.keys()])]
    .filter((uri) => uri !== ".")
    .sort((one, other) => (one < other ? -1 : 1))
    .map((uri): TreeRecord => {
      const record = known.get(uri);
      if (!interiors.has(uri) && record) return record;
      return { ...(record ?? { uri, type: null }), format: "node", value: null };
    });
}

function badUri(code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "This part of the tree cannot be exported.", [
    { pointer: "/uri", code, detail },
  ]);
}
