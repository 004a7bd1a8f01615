import { z } from "zod";
import {
  failed,
  isDone,
  isTransient,
  operationKind,
  type Reading,
  readingOf,
  succeeded,
  together,
  walk,
} from "../plans";

const NODES_MAX = 5_000;
const DEPTH_MAX = 32;

const DeviceDiscoverParams = z.strictObject({
  /** Nodes read one by one; what lies beyond is not read, and the result says `truncated`. */
  nodesMax: z.number().int().min(1).max(NODES_MAX).default(500),
  /** Levels below the root. */
  depthMax: z.number().int().min(1).max(DEPTH_MAX).default(16),
});

/** The leaves that say what the device is [OMA-TS-DM_StdObj 1.2.1], by their name in the result. */
const FACTS = {
  devId: "./DevInfo/DevId",
  manufacturer: "./DevInfo/Man",
  model: "./DevInfo/Mod",
  dmVersion: "./DevInfo/DmV",
  language: "./DevInfo/Lang",
  deviceType: "./DevDetail/DevTyp",
  oem: "./DevDetail/OEM",
  firmware: "./DevDetail/FwV",
  software: "./DevDetail/SwV",
  hardware: "./DevDetail/HwV",
  largeObjects: "./DevDetail/LrgObj",
} as const;

const DeviceDiscoverResult = z.object({
  /** Nodes that the device gave. */
  nodes: z.number().int(),
  truncated: z.boolean(),
  /** Only what the device gave. */
  facts: z.partialRecord(z.enum(Object.keys(FACTS) as (keyof typeof FACTS)[]), z.string()),
});

/**
 * Reads what the device is and then its tree node by node. What it reads is stored with the device as it comes; the
 * result only counts it.
 */
export const deviceDiscover = operationKind({
  kind: "device.discover",
  version: 1,
  scope: "operations:write",
  params: DeviceDiscoverParams,
  result: DeviceDiscoverResult,
  billable: false,
  excludes: [],
  *plan(_device, params) {
    const read = yield* together(Object.values(FACTS).map((uri) => ({ name: "Get", uri })));
    const readings = read.map(readingOf);
    const tree = yield* walk(".", params);
    const facts = factsOf(readings);
    const result = { nodes: tree.nodes.length, truncated: tree.truncated, facts };
    if (result.nodes > 0 || Object.keys(facts).length > 0) return succeeded("acknowledged", result);
    const statuses = [tree.rootStatus, ...readings.map((reading) => reading.status)];
    if (statuses.every((status) => status === 0)) {
      return failed("error", { code: "timed_out", text: "The device did not answer.", retryable: true, result });
    }
    return failed("refused", { code: "refused_by_device", retryable: statuses.some(isTransient), result });
  },
});

function factsOf(readings: readonly Reading[]): z.output<typeof DeviceDiscoverResult>["facts"] {
  const facts: z.output<typeof DeviceDiscoverResult>["facts"] = {};
  for (const [name, uri] of Object.entries(FACTS) as [keyof typeof FACTS, string][]) {
    const reading = readings.find((candidate) => candidate.command.uri === uri);
    if (reading?.node && isDone(reading.status)) facts[name] = reading.node.value;
  }
  return facts;
}
