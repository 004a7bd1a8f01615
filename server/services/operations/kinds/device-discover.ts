import { z } from "zod";
import {
  failed,
  isTransient,
  operationKind,
  type Plan,
  type PlanVerdict,
  readingOf,
  succeeded,
  together,
  walk,
} from "../plans";
import { DeviceFactsRead, FACT_URIS, factsOf } from "./device-facts";
import { readWholeTree, WHOLE_TREE_WAYS } from "./whole-tree";

const NODES_MAX = 5_000;
const DEPTH_MAX = 32;

export const WalkBounds = z.strictObject({
  /** Nodes read one by one; what lies beyond is not read, and the result says `truncated`. */
  nodesMax: z.number().int().min(1).max(NODES_MAX).default(500),
  /** Levels below the root that are read one by one. */
  depthMax: z.number().int().min(1).max(DEPTH_MAX).default(16),
});

const DeviceDiscoverParams = WalkBounds.extend({
  /** false: node by node, also where the device could give its tree at once. */
  lists: z.boolean().default(true),
});
type Params = z.output<typeof DeviceDiscoverParams>;

const DeviceDiscoverResult = z.object({
  /** How the tree was read: at once by a `?list=`, or node by node. */
  how: z.enum([...WHOLE_TREE_WAYS, "walk"]),
  /** Nodes that the device gave. */
  nodes: z.number().int(),
  truncated: z.boolean(),
  facts: DeviceFactsRead,
});

/**
 * Reads what the device is and then its tree: at once where the device can, else node by node. What its model is known
 * not to know is not tried. What it reads is stored with the device as it comes; the result only counts it.
 */
export const deviceDiscover = operationKind({
  kind: "device.discover",
  version: 2,
  scope: "operations:write",
  params: DeviceDiscoverParams,
  result: DeviceDiscoverResult,
  onlyReads: true,
  billable: false,
  excludes: [],
  sparesDevices: true,
  *plan(_device, params) {
    const readings = (yield* together(FACT_URIS.map((uri) => ({ name: "Get", uri })))).map(readingOf);
    const { rootStatus, ...tree } = yield* readTree(params);
    const result = { ...tree, facts: factsOf(readings) };
    if (result.nodes > 0 || Object.keys(result.facts).length > 0) return succeeded("acknowledged", result);
    return nothingRead([rootStatus, ...readings.map(({ status }) => status)], result);
  },
});

type TreeRead = Omit<z.output<typeof DeviceDiscoverResult>, "facts"> & { readonly rootStatus: number };

function* readTree({ lists, nodesMax, depthMax }: Params): Plan<TreeRead> {
  const whole = lists ? yield* readWholeTree(nodesMax) : null;
  if (whole) return { ...whole, rootStatus: 200 };
  const { nodes, truncated, rootStatus } = yield* walk(".", { nodesMax, depthMax });
  return { how: "walk", nodes: nodes.length, truncated, rootStatus };
}

/** The verdict on a device that gave nothing. */
export function nothingRead<R>(statuses: readonly number[], result: R): PlanVerdict<R> {
  if (statuses.every((status) => status === 0)) {
    return failed("error", { code: "timed_out", text: "The device did not answer.", retryable: true, result });
  }
  return failed("refused", { code: "refused_by_device", retryable: statuses.some(isTransient), result });
}
