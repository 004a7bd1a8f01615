import type { z } from "zod";
import type { FieldError } from "./errors";

/** Turns zod's issues into field errors with RFC 6901 pointers. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return errorsAt([], error.issues);
}

function errorsAt(above: readonly PropertyKey[], issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    const meant = issue.code === "invalid_union" ? meantForm(issue.errors) : undefined;
    if (meant) return errorsAt(path, meant);
    const at = pointerTo(path);
    if (issue.code !== "unrecognized_keys") return [{ pointer: at, code: issue.code, detail: issue.message }];
    return issue.keys.map((key) => ({
      pointer: `${at}${pointerTo([key])}`,
      code: "unknown_field",
      detail: "This field is not known here. Remove it, or check its spelling.",
    }));
  });
}

/** What is wrong with the only one of several forms whose fields are those that were given. */
function meantForm(forms: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const [meant, ...others] = forms.filter((issues) => !issues.some(({ code }) => code === "unrecognized_keys"));
  return others.length === 0 ? meant : undefined;
}

/** RFC 6901. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
