import { initTRPC, TRPCError } from "@trpc/server";
import type { CallContext } from "../../services/use-case";
import { errorFacts } from "./trpc-errors";

/** What a procedure knows of its caller. `call` is null until somebody has signed in. */
export interface TrpcContext {
  readonly call: CallContext | null;
  readonly requestId: string;
  /** Whether the sign-in still holds; asked again by procedures that stay open. */
  stillSignedIn(): Promise<boolean>;
}

const LIVE_PING_MS = 15_000;
/** An open stream ends after this and the browser comes back, so that no stream outlives what it was granted for. */
const LIVE_STREAM_MS = 30 * 60_000;

const t = initTRPC.context<TrpcContext>().create({
  sse: {
    ping: { enabled: true, intervalMs: LIVE_PING_MS },
    maxDurationMs: LIVE_STREAM_MS,
    client: { reconnectAfterInactivityMs: 2 * LIVE_PING_MS },
  },
  errorFormatter: ({ shape, error, ctx }) => ({
    // An error that is not a service's own says nothing of what is inside.
    message: error.code === "INTERNAL_SERVER_ERROR" ? "Something broke on our side." : shape.message,
    code: shape.code,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, ...errorFacts(error, ctx?.requestId ?? null) },
  }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Every procedure needs a signed-in person; what that person may do is the use case's decision. */
export const procedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.call) throw new TRPCError({ code: "UNAUTHORIZED", message: "Nobody is signed in." });
  return next({ ctx: { call: ctx.call } });
});
