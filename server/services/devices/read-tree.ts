import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { deviceNodes } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { descriptionOfDevice } from "../device-descriptions";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { findDevice } from "./find-device";
import { atOrBelow } from "./known-nodes";
import { ReadTreeInput, TreeNodeView } from "./schemas";
import { type KnownNode, type KnownPath, levelOf, treeOf } from "./tree-nodes";

/** Nodes in one answer. */
const NODES_MAX = 5_000;
/** Characters of a value that is shown beside others; a longer one is shown when its node is asked for alone. */
const VALUE_CHARACTERS_MAX = 65_536;

/** Nodes that are kept of a device: the function bound_device_tree of the database lets no more in. */
const KEPT_MAX = 50_000;

export const TreeView = z.object({
  items: z.array(TreeNodeView),
  truncated: z.boolean().meta({
    description: "As much is kept of the device's tree as may be: it may have nodes that are not shown anywhere.",
  }),
});

/**
 * The part of a device's tree at and below a node, as it was last read; nothing is asked of the device. `depth` 0 is
 * the node alone. A node nobody has read but something below it is shown as an interior node. Nodes have titles and
 * descriptions where there is a description of the device's model; secrets are masked.
 *
 * Throws ServiceError NOT_FOUND, and INVALID_INPUT when more than 5,000 nodes are asked for.
 */
export const readTree = useCase({
  name: "device.read_tree",
  scope: "devices:read",
  input: ReadTreeInput,
  output: TreeView,
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const root = canonicalUri(input.uri);
    const deepest = levelOf(root) + input.depth;
    const nodes = await nodesWithin(transaction, device.deviceId, root, deepest, input.depth === 0);
    const beyond = await pathsBeyond(transaction, device.deviceId, root, deepest + 1);
    const about = await descriptionOfDevice(transaction, device.deviceId);
    const items = treeOf(root, deepest, nodes, beyond).map((node) => {
      const described = about?.describe(node.uri);
      return { ...node, title: described?.title ?? null, description: described?.description ?? null };
    });
    if (nodes.length > NODES_MAX || items.length > NODES_MAX) {
      throw new ServiceError("INVALID_INPUT", "This is more of the tree than one answer holds.", [
        {
          pointer: "/depth",
          code: "too_big",
          detail: `More than ${NODES_MAX} nodes. Ask for less depth, or further down.`,
        },
      ]);
    }
    return { items, truncated: await isFull(transaction, device.deviceId) };
  },
});

/** `./`, `.`, `A/B` and `./A/B/` are ways to write `.` and `./A/B`. */
function canonicalUri(uri: string): string {
  const segments = uri.split("/").filter((segment) => segment !== "" && segment !== ".");
  return ["."].concat(segments).join("/");
}

const level = sql`array_length(string_to_array(${deviceNodes.uri}, '/'), 1) - 1`;

async function nodesWithin(
  transaction: Transaction,
  deviceId: string,
  root: string,
  deepest: number,
  alone: boolean,
): Promise<KnownNode[]> {
  const value = alone
    ? deviceNodes.value
    : sql<
        string | null
      >`case when length(${deviceNodes.value}) <= ${VALUE_CHARACTERS_MAX} then ${deviceNodes.value} end`;
  return transaction
    .select({
      uri: deviceNodes.uri,
      format: deviceNodes.format,
      type: deviceNodes.type,
      value,
      size: sql<number | null>`octet_length(${deviceNodes.value})`,
      acl: deviceNodes.acl,
      readAt: deviceNodes.readAt,
    })
    .from(deviceNodes)
    .where(and(eq(deviceNodes.deviceId, deviceId), atOrBelow(root), sql`${level} <= ${deepest}::integer`))
    .limit(NODES_MAX + 1);
}

async function isFull(transaction: Transaction, deviceId: string): Promise<boolean> {
  const last = await transaction
    .select({ uri: deviceNodes.uri })
    .from(deviceNodes)
    .where(eq(deviceNodes.deviceId, deviceId))
    .orderBy(deviceNodes.uri)
    .offset(KEPT_MAX - 1)
    .limit(1);
  return last.length > 0;
}

/** Names at one level that are known because something at or below them was read. */
async function pathsBeyond(
  transaction: Transaction,
  deviceId: string,
  root: string,
  atLevel: number,
): Promise<KnownPath[]> {
  const path = sql<string>`array_to_string((string_to_array(${deviceNodes.uri}, '/'))[1:${atLevel}::integer + 1], '/')`;
  return transaction
    .select({ uri: path, readAt: sql`max(${deviceNodes.readAt})`.mapWith(deviceNodes.readAt) })
    .from(deviceNodes)
    .where(and(eq(deviceNodes.deviceId, deviceId), atOrBelow(root), sql`${level} >= ${atLevel}::integer`))
    .groupBy(sql`1`);
}
