import { z } from "zod";
import { fieldWords } from "../field-words";
import { newestKind, newestKinds } from "./kinds";
import { StartOperationInput } from "./schemas";

/**
 * The input of `startOperation`: what the API takes, with the kind looked up and `params` parsed by the kind's own
 * schema, so that a wrong parameter is reported like any other field, with its pointer below `/params`.
 */
export const StartInput = StartOperationInput.transform((input, context) => {
  const kind = newestKind(input.kind);
  if (!kind) {
    const message = `There is no operation of this kind. There are ${newestKinds.map((one) => one.kind).join(", ")}.`;
    context.issues.push({ code: "custom", input, path: ["kind"], message });
    return z.NEVER;
  }
  const params = kind.params.safeParse(input.params === undefined ? {} : input.params, { error: fieldWords });
  if (!params.success) {
    for (const issue of params.error.issues) {
      context.issues.push({ ...issue, input, path: ["params", ...issue.path] } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  }
  return { ...input, kind, params: params.data };
});
