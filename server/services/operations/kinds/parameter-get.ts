import { z } from "zod";
import { type CommandAnswer, failed, isDone, isTransient, nodeOf, operationKind, succeeded, together } from "../plans";
import { NodeOrPropertyUri } from "./node-uri";

const URIS_MAX = 200;

const ParameterGetParams = z.strictObject({
  uris: z.array(NodeOrPropertyUri).min(1).max(URIS_MAX),
});

const ParameterGetResult = z.object({
  values: z.array(
    z.object({
      uri: z.string(),
      /** DM status code; 0 when the device gave none. */
      status: z.number().int(),
      format: z.string().nullable(),
      type: z.string().nullable(),
      /** null when the device did not give it. */
      value: z.string().nullable(),
    }),
  ),
});

/** Reads nodes or their properties. It succeeds when at least one could be read; each value has its own status. */
export const parameterGet = operationKind({
  kind: "parameter.get",
  version: 1,
  scope: "operations:write",
  params: ParameterGetParams,
  result: ParameterGetResult,
  onlyReads: true,
  billable: true,
  excludes: [],
  touches: ({ uris }) => uris.map((uri, index) => ({ command: "Get" as const, uri, pointer: `/uris/${index}` })),
  *plan(_device, params) {
    const answers = yield* together(params.uris.map((uri) => ({ name: "Get", uri })));
    const result = { values: answers.map(givenValue) };
    if (result.values.some((value) => value.value !== null)) return succeeded("acknowledged", result);
    const retryable = answers.some((answer) => isTransient(answer.status));
    if (answers.every((answer) => answer.status === 0)) {
      return failed("error", { code: "timed_out", text: "The device did not answer.", retryable: true, result });
    }
    return failed("refused", { code: "refused_by_device", retryable, result });
  },
});

function givenValue(answer: CommandAnswer): z.output<typeof ParameterGetResult>["values"][number] {
  const { command, status } = answer;
  const given = isDone(status) ? nodeOf(answer) : null;
  return {
    uri: command.uri,
    status,
    format: given?.format ?? null,
    type: given?.type ?? null,
    value: given?.value ?? null,
  };
}
