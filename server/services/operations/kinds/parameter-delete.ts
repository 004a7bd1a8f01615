import { z } from "zod";
import { isAtOrBelow } from "../../../oma-dm";
import { failed, isDone, operationKind, readingOf, together } from "../plans";
import { allOrNothing, type CommandEnd, endOf } from "./all-or-nothing";
import { AtomicView, isRefused, type Judgement, Undone, verdictOfAll } from "./judgement";
import { NodeUri } from "./node-uri";

const URIS_MAX = 200;
const NOT_FOUND = 404;

const ParameterDeleteParams = z.strictObject({
  /** Each goes with all that is below it. */
  uris: z
    .array(NodeUri.refine((uri) => uri !== ".", { message: "The root cannot be deleted." }))
    .min(1)
    .max(URIS_MAX)
    .refine((uris) => uris.every((uri, index) => !uris.some((other, at) => at !== index && isAtOrBelow(uri, other))), {
      message: "Each node may be named once, and none that goes with another.",
    }),
  /** All nodes or none, by an Atomic: what is deleted cannot be brought back, so only a device that knows it does it. */
  atomic: z.boolean().optional(),
});

const ParameterDeleteResult = z.object({
  values: z.array(
    z.object({
      uri: z.string(),
      /** DM status code of the Delete; 0 when the device gave none, null when it was not sent. */
      status: z.number().int().nullable(),
      /** Whether the node is no longer there; null when that could not be told. */
      gone: z.boolean().nullable(),
      /** Where it was to be all or nothing. */
      undone: Undone.optional(),
    }),
  ),
  atomic: AtomicView.optional(),
});

/**
 * Deletes nodes with all that is below them, and asks for each afterwards as proof. A node that was not there counts as
 * deleted beside others that were; when none was there, there was nothing to do, which is a refusal, unless an earlier
 * attempt may have deleted them.
 */
export const parameterDelete = operationKind({
  kind: "parameter.delete",
  version: 1,
  scope: "operations:write",
  params: ParameterDeleteParams,
  result: ParameterDeleteResult,
  billable: true,
  excludes: [],
  sparesDevices: "groups",
  touches: ({ uris }) => uris.map((uri, index) => ({ command: "Delete" as const, uri, pointer: `/uris/${index}` })),
  gone: ({ values }) => values.flatMap(({ uri, gone }) => (gone ? [uri] : [])),
  *plan({ attempt }, { uris, atomic }) {
    const deletes = uris.map((uri) => ({ name: "Delete" as const, uri }));
    const whole = atomic ? yield* allOrNothing(deletes, () => null) : null;
    const ends = whole ? whole.ends : (yield* together(deletes)).map(endOf);
    const after = (yield* together(uris.map((uri) => ({ name: "Get", uri })))).map(readingOf);
    const judged = uris.map((uri, index) => {
      const end = ends[index] ?? endOf(undefined);
      const read = after[index]?.status ?? 0;
      const gone = read === NOT_FOUND ? true : isDone(read) ? false : null;
      const value = { uri, status: end.status, gone, ...(whole && { undone: end.undone }) };
      return { value, judgement: { status: end.status, as: judgementOf(end, gone) } };
    });
    const values = judged.map(({ value }) => value);
    const result = { values, ...(whole && { atomic: { by: whole.by, status: whole.status } }) };
    if (attempt === 1 && values.every(({ status }) => status === NOT_FOUND)) {
      return failed("refused", {
        code: "refused_by_device",
        text: values.length === 1 ? "There is no such node." : "There is none of these nodes.",
        retryable: false,
        result,
      });
    }
    return verdictOfAll(
      judged.map(({ judgement }) => judgement),
      "deletions",
      result,
      whole,
    );
  },
});

function judgementOf(end: CommandEnd, gone: boolean | null): Judgement["as"] {
  if (end.status !== NOT_FOUND && isRefused(end)) return "refused";
  if (gone === null) return end.status === 0 ? "unconfirmed" : "acknowledged";
  return gone ? "verified" : "unconfirmed";
}
