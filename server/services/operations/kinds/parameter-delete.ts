import { z } from "zod";
import { isAtOrBelow } from "../../../oma-dm";
import { failed, isDone, operationKind, readingOf, together } from "../plans";
import { type Judgement, verdictOfAll } from "./judgement";
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
});

const ParameterDeleteResult = z.object({
  values: z.array(
    z.object({
      uri: z.string(),
      /** DM status code of the Delete; 0 when the device gave none. */
      status: z.number().int(),
      /** Whether the node is no longer there; null when that could not be told. */
      gone: z.boolean().nullable(),
    }),
  ),
});

/**
 * Deletes nodes with all that is below them, and asks for each afterwards as proof. A node that was not there counts as
 * deleted beside others that were; when none was there, there was nothing to do, which is a refusal.
 */
export const parameterDelete = operationKind({
  kind: "parameter.delete",
  version: 1,
  scope: "operations:write",
  params: ParameterDeleteParams,
  result: ParameterDeleteResult,
  billable: true,
  excludes: [],
  touches: ({ uris }) => uris.map((uri, index) => ({ command: "Delete" as const, uri, pointer: `/uris/${index}` })),
  gone: ({ values }) => values.flatMap(({ uri, gone }) => (gone ? [uri] : [])),
  *plan(_device, { uris }) {
    const deleted = yield* together(uris.map((uri) => ({ name: "Delete", uri })));
    const after = (yield* together(uris.map((uri) => ({ name: "Get", uri })))).map(readingOf);
    const values = uris.map((uri, index) => {
      const read = after[index]?.status ?? 0;
      return {
        uri,
        status: deleted[index]?.status ?? 0,
        gone: read === NOT_FOUND ? true : isDone(read) ? false : null,
      };
    });
    const result = { values };
    if (values.every(({ status }) => status === NOT_FOUND)) {
      return failed("refused", {
        code: "refused_by_device",
        text: values.length === 1 ? "There is no such node." : "There is none of these nodes.",
        retryable: false,
        result,
      });
    }
    return verdictOfAll(values.map(judge), "deletions", result);
  },
});

function judge({ status, gone }: { readonly status: number; readonly gone: boolean | null }): Judgement {
  return { status, as: judgementOf(status, gone) };
}

function judgementOf(status: number, gone: boolean | null): Judgement["as"] {
  if (status !== 0 && status !== NOT_FOUND && !isDone(status)) return "refused";
  if (gone === null) return status === 0 ? "unconfirmed" : "acknowledged";
  return gone ? "verified" : "unconfirmed";
}
