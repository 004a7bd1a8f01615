import { z } from "zod";
import { operationKind, readingOf, succeeded, together, walk } from "../plans";
import { nothingRead, WalkBounds } from "./device-discover";
import { DeviceFactsRead, FACT_URIS, factsOf } from "./device-facts";

/** The first version of `device.discover`, for tasks that were made by it: it reads the tree node by node always. */
export const deviceDiscoverV1 = operationKind({
  kind: "device.discover",
  version: 1,
  scope: "operations:write",
  params: WalkBounds,
  result: z.object({ nodes: z.number().int(), truncated: z.boolean(), facts: DeviceFactsRead }),
  onlyReads: true,
  billable: false,
  excludes: [],
  *plan(_device, params) {
    const readings = (yield* together(FACT_URIS.map((uri) => ({ name: "Get", uri })))).map(readingOf);
    const tree = yield* walk(".", params);
    const result = { nodes: tree.nodes.length, truncated: tree.truncated, facts: factsOf(readings) };
    if (result.nodes > 0 || Object.keys(result.facts).length > 0) return succeeded("acknowledged", result);
    return nothingRead([tree.rootStatus, ...readings.map(({ status }) => status)], result);
  },
});
