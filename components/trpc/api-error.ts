import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@/server/api/trpc/router";

/** What a page needs to know of a failed call. */
export interface ApiProblem {
  readonly kind:
    | "signed_out"
    | "forbidden"
    | "proof_needed"
    | "not_found"
    | "refused"
    | "limit"
    | "unreachable"
    | "broken";
  readonly message: string;
  readonly requestId: string | null;
  /** Wrong fields, by JSON pointer into the input. */
  readonly fields: readonly { readonly pointer: string; readonly detail: string }[];
}

const KINDS: Readonly<Record<string, ApiProblem["kind"]>> = {
  UNAUTHORIZED: "signed_out",
  FORBIDDEN: "forbidden",
  PRECONDITION_REQUIRED: "proof_needed",
  NOT_FOUND: "not_found",
  UNPROCESSABLE_CONTENT: "refused",
  CONFLICT: "refused",
  PRECONDITION_FAILED: "refused",
  TOO_MANY_REQUESTS: "limit",
  SERVICE_UNAVAILABLE: "unreachable",
};

export function readApiProblem(error: unknown): ApiProblem {
  if (!(error instanceof TRPCClientError)) return { kind: "broken", message: "", requestId: null, fields: [] };
  // The client's error carries the router's shape when the server answered, and nothing when it could not be reached.
  const data = (error as TRPCClientError<AppRouter>).data;
  if (!data) return { kind: "unreachable", message: "", requestId: null, fields: [] };
  return {
    kind: KINDS[data.code] ?? "broken",
    message: error.message,
    requestId: data.requestId,
    fields: data.fields,
  };
}
