import { sql } from "drizzle-orm";
import { operations } from "../../../drizzle/schema/operations";
import { useCase } from "../use-case";
import { decideOperation } from "./decide-operation";
import { ApproveOperationInput, OperationView } from "./schemas";

/**
 * Lets an operation run that waits for approval: at its start time, or now. The clock work wakes its devices.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION for one that does not wait, and for its maker; STALE where
 * `revision` is no longer so.
 */
export const approveOperation = useCase({
  name: "operation.approve",
  scope: "operations:approve",
  input: ApproveOperationInput,
  output: OperationView,
  audit: true,
  run: (context, transaction, input) =>
    decideOperation(transaction, context.principal, input.id, {
      decision: "approved",
      revision: input.revision,
      reason: input.reason ?? null,
      change: {
        state: "scheduled",
        releasedN: sql`${operations.total}`,
        // Work that is new from now on: a session that began before has its device woken again behind it.
        notBefore: sql`greatest(${operations.notBefore}, now())`,
      },
    }),
});
