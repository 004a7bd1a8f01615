import { z } from "zod";
import { operationKind, readingOf, together } from "../plans";
import { endOf } from "./all-or-nothing";
import { NodeOrPropertyUri } from "./node-uri";
import { LeafFormat, NodeText, NodeType } from "./node-value";
import { judgeWrite, replaceFor, verdictOfWrites, WrittenValues } from "./value-writes";

const VALUES_MAX = 200;

const ParameterSetParams = z.strictObject({
  values: z
    .array(
      z.strictObject({
        uri: NodeOrPropertyUri,
        value: NodeText,
        format: LeafFormat.optional(),
        type: NodeType.optional(),
      }),
    )
    .min(1)
    .max(VALUES_MAX),
});

/**
 * The first version of `parameter.set`, for tasks that were made by it: after a rename it looks for the node under its
 * old name.
 */
export const parameterSetV1 = operationKind({
  kind: "parameter.set",
  version: 1,
  scope: "operations:write",
  params: ParameterSetParams,
  result: WrittenValues,
  billable: true,
  excludes: [],
  *plan(_device, params) {
    const reads = params.values.map(({ uri }) => ({ name: "Get" as const, uri }));
    const before = (yield* together(reads)).map(readingOf);
    const replaces = params.values.map((wanted, index) => replaceFor(wanted, before[index]));
    const replaced = yield* together(replaces);
    const after = (yield* together(reads)).map(readingOf);
    return verdictOfWrites(
      params.values.map((wanted, index) => {
        const written = { ...wanted, format: replaces[index]?.format ?? "chr" };
        return judgeWrite(written, before[index], endOf(replaced[index]), after[index]);
      }),
    );
  },
});
