import { z } from "zod";
import { isSameAcl } from "../../../oma-dm";
import { type CommandAnswer, isDone, type PlanVerdict, type Reading } from "../plans";
import { type Judgement, verdictOfAll } from "./judgement";
import { isSameValue } from "./node-value";

/** A value to be written to a node or to a property of it. */
export interface WantedValue {
  readonly uri: string;
  readonly value: string;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
}

export const WrittenValues = z.object({
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
type WrittenValues = z.output<typeof WrittenValues>;

/** The Replace for a value: in the node's own format and type, unless others are wanted. */
export function replaceFor(wanted: WantedValue, before: Reading | undefined) {
  const known = before && isDone(before.status) && isLeaf(before) ? before.node : null;
  const type = wanted.type ?? (wanted.format ? undefined : known?.type);
  const format = wanted.format ?? known?.format ?? "chr";
  return { name: "Replace" as const, uri: wanted.uri, format, data: wanted.value, ...(type && { type }) };
}

export interface ValueWrite {
  readonly value: WrittenValues["values"][number];
  readonly judgement: Judgement;
}

/** What became of one value, from its Replace and what was read before and afterwards. */
export function judgeWrite(
  wanted: WantedValue,
  before: Reading | undefined,
  replaced: CommandAnswer | undefined,
  after: Reading | undefined,
): ValueWrite {
  const status = replaced?.status ?? 0;
  const command = replaced?.command;
  const format = command?.name === "Replace" ? command.format : "chr";
  const value = { uri: wanted.uri, status, before: leafText(before), after: leafText(after) };
  return { value, judgement: { status, as: judge(wanted, format, status, value.after) } };
}

export function verdictOfWrites(writes: readonly ValueWrite[]): PlanVerdict<WrittenValues> {
  const result = { values: writes.map((write) => write.value) };
  return verdictOfAll(
    writes.map((write) => write.judgement),
    "values",
    result,
  );
}

/** The value of a leaf that the device gave; null when it gave none, or an interior node. */
export function leafText(reading: Reading | undefined): string | null {
  return reading && isDone(reading.status) && isLeaf(reading) ? (reading.node?.value ?? null) : null;
}

function judge(wanted: WantedValue, format: string, status: number, after: string | null): Judgement["as"] {
  if (status !== 0 && !isDone(status)) return "refused";
  if (after === null) return status === 0 ? "unconfirmed" : "acknowledged";
  const isSame = wanted.uri.endsWith("?prop=ACL") ? isSameAcl(wanted.value, after) : false;
  return isSame || isSameValue(format, wanted.value, after) ? "verified" : "unconfirmed";
}

function isLeaf(reading: Reading): boolean {
  return reading.node?.format.toLowerCase() !== "node";
}
