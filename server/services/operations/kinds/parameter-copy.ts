import { z } from "zod";
import { type CommandAnswer, isDone, operationKind, type Plan, type Reading, readingOf, together } from "../plans";
import { type Judgement, verdictOfAll } from "./judgement";
import { NodeUri } from "./node-uri";
import { isSameValue } from "./node-value";
import { leafText } from "./value-writes";

const COPIES_MAX = 100;

const ParameterCopyParams = z.strictObject({
  /** Leaf to leaf. */
  copies: z
    .array(
      z
        .strictObject({ from: NodeUri, to: NodeUri })
        .refine(({ from, to }) => from !== to, { message: "A node is not copied onto itself." }),
    )
    .min(1)
    .max(COPIES_MAX)
    .refine((copies) => new Set(copies.map(({ to }) => to)).size === copies.length, {
      message: "Each node may be copied onto once.",
    })
    .refine((copies) => !copies.some((copy) => copies.some((other) => other !== copy && other.from === copy.to)), {
      message: "A node that is copied onto may not be copied from: nobody can say which comes first.",
    }),
});
type Pair = z.output<typeof ParameterCopyParams>["copies"][number];

const ParameterCopyResult = z.object({
  values: z.array(
    z.object({
      from: z.string(),
      uri: z.string(),
      /** `add`: the device does not know Copy, and was given what was read of the other node. */
      how: z.enum(["copy", "add"]),
      /** DM status code of the last command for it; 0 when the device gave none. */
      status: z.number().int(),
      /** What was read of the node that was copied, and of the copy; null where it could not be read. */
      original: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});
type Copied = z.output<typeof ParameterCopyResult>["values"][number];

/** Copy is optional for a client; these say that it does not know it [OMA-TS-DM_RepPro 1.2.1, status codes]. */
const NO_COPY: ReadonlySet<number> = new Set([406, 501]);
const EXISTS = 418;

/**
 * Copies leaves on the device. Where it does not know Copy, the value is read and added as a new node. The copy is read
 * back as proof. One that is there in a later attempt is what an earlier one left.
 */
export const parameterCopy = operationKind({
  kind: "parameter.copy",
  version: 1,
  scope: "operations:write",
  params: ParameterCopyParams,
  result: ParameterCopyResult,
  billable: true,
  excludes: [],
  sparesDevices: true,
  touches: ({ copies }) =>
    copies.flatMap(({ from, to }, index) => [
      { command: "Copy" as const, uri: from, pointer: `/copies/${index}/from` },
      { command: "Add" as const, uri: to, pointer: `/copies/${index}/to` },
    ]),
  *plan({ attempt }, { copies }) {
    const originals = (yield* together(copies.map(({ from }) => ({ name: "Get", uri: from })))).map(readingOf);
    const copied = yield* together(copies.map(({ from, to }) => ({ name: "Copy", from, uri: to })));
    const added = yield* addWhereNotCopied(copies, originals, copied);
    const after = (yield* together(copies.map(({ to }) => ({ name: "Get", uri: to })))).map(readingOf);
    const judged = copies.map(({ from, to }, index) => {
      const instead = added.get(to);
      const status = instead?.status ?? copied[index]?.status ?? 0;
      const [original, copy] = [leafText(originals[index]), leafText(after[index])];
      const how = instead ? ("add" as const) : ("copy" as const);
      const value = { from, uri: to, how, status, original, after: copy };
      return judge(value, originals[index]?.node?.format ?? "chr", attempt > 1);
    });
    return verdictOfAll(
      judged.map(({ judgement }) => judgement),
      "copies",
      { values: judged.map(({ value }) => value) },
    );
  },
});

/** Adds what was read of the nodes that the device could not copy; answers by the URI of the copy. */
function* addWhereNotCopied(
  copies: readonly Pair[],
  originals: readonly Reading[],
  copied: readonly CommandAnswer[],
): Plan<ReadonlyMap<string, CommandAnswer>> {
  const wanted = copies.flatMap(({ to }, index) => {
    const original = originals[index];
    const value = leafText(original);
    if (!NO_COPY.has(copied[index]?.status ?? 0) || value === null || !original?.node) return [];
    const { format, type } = original.node;
    return [{ name: "Add" as const, uri: to, format, data: value, ...(type && { type }) }];
  });
  const answers = yield* together(wanted);
  return new Map(answers.map((answer, index) => [wanted[index]?.uri ?? "", answer]));
}

function judge(
  value: Copied,
  format: string,
  mayBeThere: boolean,
): { readonly value: Copied; readonly judgement: Judgement } {
  return { value, judgement: { status: value.status, as: judgementOf(value, format, mayBeThere) } };
}

function judgementOf({ status, original, after }: Copied, format: string, mayBeThere: boolean): Judgement["as"] {
  const isSame = original !== null && after !== null && isSameValue(format, original, after);
  if (status === EXISTS && mayBeThere && isSame) return "verified";
  if (status !== 0 && !isDone(status)) return "refused";
  if (original === null || after === null) return status === 0 ? "unconfirmed" : "acknowledged";
  return isSame ? "verified" : "unconfirmed";
}
