import type { z } from "zod";
import type { FieldError } from "./errors";

/** Turns zod's issues into field errors with RFC 6901 pointers. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = pointerTo(issue.path);
    if (issue.code !== "unrecognized_keys") return [{ pointer: at, code: issue.code, detail: issue.message }];
    return issue.keys.map((key) => ({
      pointer: `${at}${pointerTo([key])}`,
      code: "unknown_field",
      detail: "This field is not known here. Remove it, or check its spelling.",
    }));
  });
}

/** RFC 6901. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
