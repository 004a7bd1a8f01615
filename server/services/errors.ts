/** What can go wrong in a use case, for every transport. Devices that refuse are answers, not errors. */
export type ServiceErrorCode =
  | "INVALID_INPUT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  /** A person has to give the password again, since the last time is too long ago for this. */
  | "PROOF_NEEDED"
  | "NOT_FOUND"
  | "CONFLICT"
  | "FAILED_PRECONDITION"
  /** Somebody else was first: what is there is no longer what the caller had read. */
  | "STALE"
  /** A content that an operation needs is not ready, or not any more. */
  | "CONTENT_NOT_READY"
  /** A place in a feed that is not kept any more, or that there never was. */
  | "CURSOR_LOST"
  | "LIMIT_EXCEEDED"
  | "UNAVAILABLE";

/** One wrong field of an input. `pointer` is an RFC 6901 JSON pointer into the input. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Told apart by `code`, never by `instanceof`: two module graphs may live in one process. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly fields: readonly FieldError[];

  constructor(code: ServiceErrorCode, message: string, fields: readonly FieldError[] = []) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.fields = fields;
  }
}

/** The service error in `error`, or null when it is a bug of ours. */
export function asServiceError(error: unknown): ServiceError | null {
  return error instanceof Error && error.name === "ServiceError" ? (error as ServiceError) : null;
}

/** For a change that named a revision which is not that of the row any more. */
export function staleRevision(): ServiceError {
  return new ServiceError("STALE", "It was changed since you read it. Read it again, then decide.");
}
