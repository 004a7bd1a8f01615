import { TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import { asServiceError, type FieldError, type ServiceErrorCode } from "../../services/errors";

const TRPC_CODE = {
  INVALID_INPUT: "UNPROCESSABLE_CONTENT",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  PROOF_NEEDED: "PRECONDITION_REQUIRED",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  FAILED_PRECONDITION: "PRECONDITION_FAILED",
  STALE: "CONFLICT",
  CONTENT_NOT_READY: "PRECONDITION_FAILED",
  CURSOR_LOST: "PRECONDITION_FAILED",
  LIMIT_EXCEEDED: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ServiceErrorCode, TRPC_ERROR_CODE_KEY>;

/** What the console learns of an error beside its code: the wrong fields, and the request to ask support about. */
export interface ErrorFacts {
  readonly fields: readonly FieldError[];
  readonly requestId: string | null;
}

export function errorFacts(error: TRPCError, requestId: string | null): ErrorFacts {
  return { fields: asServiceError(error.cause)?.fields ?? [], requestId };
}

/** A service's error in tRPC's terms; a bug of ours passes as it is and becomes an internal error. */
export function toTrpcError(error: unknown): unknown {
  const known = asServiceError(error);
  return known ? new TRPCError({ code: TRPC_CODE[known.code], message: known.message, cause: known }) : error;
}
