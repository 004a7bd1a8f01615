import { z } from "zod";
import { isSameAcl } from "../../../oma-dm";
import { isDone, type PlanVerdict, type Reading } from "../plans";
import type { AllOrNothing, CommandEnd } from "./all-or-nothing";
import { AtomicView, isRefused, type Judgement, Undone, verdictOfAll } from "./judgement";
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
      /** DM status code of the Replace; 0 when the device gave none, null when it was not sent. */
      status: z.number().int().nullable(),
      /** null where it could not be read. */
      before: z.string().nullable(),
      after: z.string().nullable(),
      /** Where it was to be all or nothing. */
      undone: Undone.optional(),
    }),
  ),
  atomic: AtomicView.optional(),
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

/** What became of one value that was written in a format, from what was read before and afterwards. */
export function judgeWrite(
  wanted: WantedValue & { readonly format: string },
  before: Reading | undefined,
  end: CommandEnd,
  after: Reading | undefined,
): ValueWrite {
  const { status } = end;
  const value = { uri: wanted.uri, status, before: leafText(before), after: leafText(after) };
  return { value, judgement: { status, as: judge(wanted, end, value.after) } };
}

/** `whole`: how they were made all or nothing, where that was asked for. */
export function verdictOfWrites(
  writes: readonly ValueWrite[],
  whole: AllOrNothing | null = null,
): PlanVerdict<WrittenValues> {
  const result = whole
    ? {
        values: writes.map(({ value }, index) => ({ ...value, undone: whole.ends[index]?.undone ?? null })),
        atomic: { by: whole.by, status: whole.status },
      }
    : { values: writes.map(({ value }) => value) };
  return verdictOfAll(
    writes.map(({ judgement }) => judgement),
    "values",
    result,
    whole,
  );
}

/** The value of a leaf that the device gave; null when it gave none, or an interior node. */
export function leafText(reading: Reading | undefined): string | null {
  return reading && isDone(reading.status) && isLeaf(reading) ? (reading.node?.value ?? null) : null;
}

function judge(
  { uri, value, format }: WantedValue & { readonly format: string },
  end: CommandEnd,
  after: string | null,
): Judgement["as"] {
  if (isRefused(end)) return "refused";
  if (after === null) return end.status === 0 ? "unconfirmed" : "acknowledged";
  const isSame = uri.endsWith("?prop=ACL") ? isSameAcl(value, after) : false;
  return isSame || isSameValue(format, value, after) ? "verified" : "unconfirmed";
}

function isLeaf(reading: Reading): boolean {
  return reading.node?.format.toLowerCase() !== "node";
}
