import { z } from "zod";
import {
  type CommandAnswer,
  failed,
  isDone,
  isTransient,
  operationKind,
  type PlanVerdict,
  type Reading,
  readingOf,
  succeeded,
  together,
} from "../plans";
import { NodeOrPropertyUri } from "./node-uri";
import { isSameValue, LeafFormat, NodeText, NodeType } from "./node-value";

const VALUES_MAX = 200;

const ParameterSetParams = z.strictObject({
  values: z
    .array(
      z.strictObject({
        uri: NodeOrPropertyUri,
        value: NodeText,
        /** Taken from the node as it is when left out, `chr` where that cannot be read. */
        format: LeafFormat.optional(),
        type: NodeType.optional(),
      }),
    )
    .min(1)
    .max(VALUES_MAX)
    .refine((values) => new Set(values.map((value) => value.uri)).size === values.length, {
      message: "Each node may be named once.",
    }),
});
type Wanted = z.output<typeof ParameterSetParams>["values"][number];

const ParameterSetResult = z.object({
  values: z.array(
    z.object({
      uri: z.string(),
      /** DM status code of the Replace; 0 when the device gave none. */
      status: z.number().int(),
      /** null where it could not be read. */
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
type Result = z.output<typeof ParameterSetResult>;

/**
 * Writes values: reads what is there, replaces all of it (also what is equal already: the device may act on the
 * write), and reads it back as proof.
 */
export const parameterSet = operationKind({
  kind: "parameter.set",
  version: 1,
  scope: "operations:write",
  params: ParameterSetParams,
  result: ParameterSetResult,
  billable: true,
  excludes: [],
  *plan(_device, params) {
    const reads = params.values.map(({ uri }) => ({ name: "Get" as const, uri }));
    const before = (yield* together(reads)).map(readingOf);
    const replaced = yield* together(params.values.map((wanted, index) => replaceFor(wanted, before[index])));
    const after = (yield* together(reads)).map(readingOf);
    const writes = params.values.map((wanted, index) => judge(wanted, before[index], replaced[index], after[index]));
    return verdictOf(writes);
  },
});

function replaceFor(wanted: Wanted, before: Reading | undefined) {
  const known = before && isDone(before.status) && isLeaf(before) ? before.node : null;
  const type = wanted.type ?? (wanted.format ? undefined : known?.type);
  const format = wanted.format ?? known?.format ?? "chr";
  return { name: "Replace" as const, uri: wanted.uri, format, data: wanted.value, ...(type && { type }) };
}

interface Write {
  readonly value: Result["values"][number];
  readonly judgement: "verified" | "acknowledged" | "refused" | "unconfirmed";
}

function judge(
  wanted: Wanted,
  before: Reading | undefined,
  replaced: CommandAnswer | undefined,
  after: Reading | undefined,
): Write {
  const status = replaced?.status ?? 0;
  const command = replaced?.command;
  const format = command?.name === "Replace" ? command.format : "chr";
  const value = { uri: wanted.uri, status, before: textOf(before), after: textOf(after) };
  if (status !== 0 && !isDone(status)) return { value, judgement: "refused" };
  if (value.after === null) return { value, judgement: status === 0 ? "unconfirmed" : "acknowledged" };
  return { value, judgement: isSameValue(format, wanted.value, value.after) ? "verified" : "unconfirmed" };
}

function verdictOf(writes: readonly Write[]): PlanVerdict<Result> {
  const result = { values: writes.map((write) => write.value) };
  const refused = writes.filter((write) => write.judgement === "refused");
  if (refused.length > 0) {
    const retryable = refused.every((write) => isTransient(write.value.status));
    const text = `The device refused ${refused.length} of ${writes.length} values.`;
    return failed("refused", { code: "refused_by_device", text, retryable, result });
  }
  if (writes.some((write) => write.judgement === "unconfirmed")) {
    const text = "The device accepted the values, but a read afterwards does not show all of them.";
    return failed("unconfirmed", { code: "unconfirmed", text, retryable: true, result });
  }
  return succeeded(writes.every((write) => write.judgement === "verified") ? "verified" : "acknowledged", result);
}

function textOf(reading: Reading | undefined): string | null {
  return reading && isDone(reading.status) && isLeaf(reading) ? (reading.node?.value ?? null) : null;
}

function isLeaf(reading: Reading): boolean {
  return reading.node?.format.toLowerCase() !== "node";
}
